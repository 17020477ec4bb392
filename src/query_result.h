/*
 * query_result.h
 *		Set-returning functions that are one query over a named relation.
 */
#ifndef ROTATION_QUERY_RESULT_H
#define ROTATION_QUERY_RESULT_H

#include "compat.h"

#include "tcop/dest.h"

extern char *qualified_relation(Oid relation);
extern char *qualified_name(FunctionCallInfo fcinfo, const char *name);
extern char *column_or_null(Oid relation, const char *column, const char *type, bool required);
extern void run_query(const char *query, int nargs, Oid *types, Datum *values, const bool *nulls,
					  DestReceiver *receiver);
extern void return_query(FunctionCallInfo fcinfo, const char *query, int nargs, Oid *types, Datum *values,
						 const bool *nulls);

#endif
