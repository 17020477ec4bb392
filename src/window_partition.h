/*
 * window_partition.h
 *		The window that a window function is called in, and memory that goes with
 *		its partition.
 */
#ifndef ROTATION_WINDOW_PARTITION_H
#define ROTATION_WINDOW_PARTITION_H

#include "compat.h"

#include "utils/memutils.h"
#include "windowapi.h"

/* The window. An operator, or a type's own function, may be made of a window function, and then there is none. */
static inline WindowObject
window_of_call(FunctionCallInfo fcinfo)
{
	WindowObject window = PG_WINDOW_OBJECT();

	if (!WindowObjectIsValid(window))
		ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
						errmsg("a window function was called without a window")));
	return window;
}

/* A memory context that is emptied at each call: call it once a partition. */
static inline MemoryContext
partition_context(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra =
			AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "window partition", ALLOCSET_DEFAULT_SIZES);
	else
		MemoryContextReset(fcinfo->flinfo->fn_extra);
	return fcinfo->flinfo->fn_extra;
}

#endif
