/*
 * compat.h
 *		Everything that differs between the server versions, 15 to 18.
 */
#ifndef ROTATION_COMPAT_H
#define ROTATION_COMPAT_H

#include "postgres.h"

/* The module exports its SQL functions and nothing else; servers before 16 leave that to it. */
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif

#include "fmgr.h"
#include "funcapi.h"
#include "storage/buffile.h"
#include "utils/rangetypes.h"
#include "utils/tuplesort.h"

#if PG_VERSION_NUM < 160000
#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(funcname)                                                                        \
	extern PGDLLEXPORT Datum funcname(PG_FUNCTION_ARGS);                                                     \
	extern PGDLLEXPORT const Pg_finfo_record *CppConcat(pg_finfo_, funcname)(void);                          \
	const Pg_finfo_record *CppConcat(pg_finfo_, funcname)(void)                                              \
	{                                                                                                        \
		static const Pg_finfo_record my_finfo = {1};                                                         \
		return &my_finfo;                                                                                    \
	}                                                                                                        \
	extern int no_such_variable
#endif

#if PG_VERSION_NUM < 150000
#error "rotation needs PostgreSQL 15 or later"
#endif

#ifndef pg_noreturn
#define pg_noreturn pg_attribute_noreturn()
#endif

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#else
#define InitMaterializedSRF(fcinfo, flags) SetSingleFuncCall(fcinfo, flags)
#endif

#ifdef PG_MODULE_MAGIC_EXT
#define ROTATION_MODULE_MAGIC(release) PG_MODULE_MAGIC_EXT(.name = "rotation", .version = release)
#else
#define ROTATION_MODULE_MAGIC(release) PG_MODULE_MAGIC
#endif

/* A range from its bounds, which are in order. */
static inline RangeType *
new_range(TypeCacheEntry *type, RangeBound *lower, RangeBound *upper)
{
#if PG_VERSION_NUM >= 160000
	return make_range(type, lower, upper, false, NULL);
#else
	return make_range(type, lower, upper, false);
#endif
}

/* Read exactly size bytes of a temporary file, or fail. */
static inline void
buffile_read_exact(BufFile *file, void *data, size_t size)
{
#if PG_VERSION_NUM >= 160000
	BufFileReadExact(file, data, size);
#else
	if (BufFileRead(file, data, size) != size)
		ereport(ERROR, (errcode_for_file_access(), errmsg("could not read from temporary file: %m")));
#endif
}

#endif
