/*
 * query_result.h
 *		Set-returning functions that are one query over a named relation.
 */
#ifndef ROTATION_QUERY_RESULT_H
#define ROTATION_QUERY_RESULT_H

#include "compat.h"

#include "executor/spi.h"
#include "tcop/dest.h"

/*
 * An operator that no search_path can change, between the pieces of a query. All
 * have one precedence, from left to right, as the syntax has it.
 */
#define OP(symbol) " OPERATOR(pg_catalog." #symbol ") "

extern Oid argument_type(FunctionCallInfo fcinfo, int argument);
extern Oid relation_argument(FunctionCallInfo fcinfo, int argument, const char *name);
extern char *qualified_relation(Oid relation);
extern char *qualified_name(FunctionCallInfo fcinfo, const char *name);
extern char *column_or_null(Oid relation, const char *column, const char *type, bool required);
extern char *member_column(Oid relation);
extern char *series_query(Oid relation, const char *column, const char *as_of);
extern SPIPlanPtr prepare_query(const char *query, int nargs, Oid *types);
extern void run_query(const char *query, int nargs, Oid *types, Datum *values, const bool *nulls,
					  DestReceiver *receiver);
extern void return_query(FunctionCallInfo fcinfo, const char *query, int nargs, Oid *types, Datum *values,
						 const bool *nulls);
extern Datum return_aggregate(FunctionCallInfo fcinfo, const char *aggregate, const char *argument,
							  const char *column);

#endif
