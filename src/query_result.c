/*
 * query_result.c
 *		Set-returning functions that are one query over a named relation.
 *
 * The relation comes as regclass and is quoted with its schema; the extension's
 * own functions are named with the schema they are in; everything else is
 * qualified with pg_catalog. So nothing depends on the search_path.
 */
#include "query_result.h"

#include "arguments.h"
#include "rewritten_relations.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "executor/tstoreReceiver.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/plancache.h"

/* The declared type of one of the called function's arguments: that of its rules. */
Oid
argument_type(FunctionCallInfo fcinfo, int argument)
{
	Oid *types;
	int nargs;

	get_func_signature(fcinfo->flinfo->fn_oid, &types, &nargs);
	return types[argument];
}

/*
 * The relation in an argument. It is locked as a query locks what it reads, but at
 * once: its name and its columns are then those that the query will find.
 */
Oid
relation_argument(FunctionCallInfo fcinfo, int argument, const char *name)
{
	Oid relation;

	refuse_null(fcinfo, argument, name);
	relation = PG_GETARG_OID(argument);
	LockRelationOid(relation, AccessShareLock);
	return relation;
}

/* The relation's name, with its schema. */
char *
qualified_relation(Oid relation)
{
	char *name = get_rel_name(relation);

	if (name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE), errmsg("relation with OID %u does not exist", relation)));
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)), name);
}

/* The name of something in the schema of the called function. */
char *
qualified_name(FunctionCallInfo fcinfo, const char *name)
{
	return quote_qualified_identifier(get_namespace_name(get_func_namespace(fcinfo->flinfo->fn_oid)), name);
}

/* A column of a relation, cast to a type; a NULL of that type where the relation need not have it. */
char *
column_or_null(Oid relation, const char *column, const char *type, bool required)
{
	if (get_attnum(relation, column) != InvalidAttrNumber)
		return psprintf("%s::%s", quote_identifier(column), type);
	if (required)
		ereport(ERROR, (errcode(ERRCODE_UNDEFINED_COLUMN),
						errmsg("relation %s has no column %s", qualified_relation(relation), column)));
	return psprintf("NULL::%s", type);
}

/* The column of members, which are whole numbers or names. */
char *
member_column(Oid relation)
{
	Oid type = get_atttype(relation, get_attnum(relation, "member"));

	return column_or_null(
		relation, "member",
		type == INT8OID || type == INT4OID || type == INT2OID ? "pg_catalog.int8" : "pg_catalog.text", true);
}

/* Prepare a query, within a connection to SPI, and see that the active snapshot can read what it reads. */
SPIPlanPtr
prepare_query(const char *query, int nargs, Oid *types)
{
	SPIPlanPtr plan = SPI_prepare(query, nargs, types);
	ListCell *cell;

	if (plan == NULL)
		elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
	foreach (cell, SPI_plan_get_plan_sources(plan))
		refuse_rewritten_relations(((CachedPlanSource *) lfirst(cell))->relationOids);
	return plan;
}

/* Run a query that only reads, within a connection to SPI, and hand its rows to a receiver. */
void
run_query(const char *query, int nargs, Oid *types, Datum *values, const bool *nulls, DestReceiver *receiver)
{
	/* as the server has it: extensions that look at parameters do not expect an empty list */
	ParamListInfo parameters = nargs > 0 ? makeParamList(nargs) : NULL;
	SPIExecuteOptions options = {0};

	for (int i = 0; i < nargs; i++)
	{
		parameters->params[i].value = values[i];
		parameters->params[i].isnull = nulls[i];
		parameters->params[i].pflags = PARAM_FLAG_CONST;
		parameters->params[i].ptype = types[i];
	}
	options.params = parameters;
	options.read_only = true;
	options.dest = receiver;
	SPI_execute_plan_extended(prepare_query(query, nargs, types), &options);
}

/* Run a query whose columns are those of the function's result, and return its rows. */
void
return_query(FunctionCallInfo fcinfo, const char *query, int nargs, Oid *types, Datum *values,
			 const bool *nulls)
{
	ReturnSetInfo *result;
	DestReceiver *receiver;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;

	SPI_connect();
	receiver = CreateDestReceiver(DestTuplestore);
	SetTuplestoreDestReceiverParams(receiver, result->setResult, fcinfo->flinfo->fn_mcxt, false,
									result->setDesc, NULL);
	run_query(query, nargs, types, values, nulls, receiver);
	SPI_finish();
}

/* A relation's rows (ts, value) as a subquery, up to the date in a parameter unless that is NULL. */
char *
series_query(Oid relation, const char *column, const char *as_of)
{
	char *ts = column_or_null(relation, "ts", "pg_catalog.date", true);

	return psprintf("(SELECT %s AS ts, %s AS value FROM %s"
					" WHERE %s IS NULL OR %s OPERATOR(pg_catalog.<=) %s) AS input",
					ts, column_or_null(relation, column, "pg_catalog.float8", true),
					qualified_relation(relation), as_of, ts, as_of);
}

/*
 * The rows of an aggregate (ts, value, rules) that gives an array, for a function
 * (relation regclass, rules, as_of) of the same columns.
 */
Datum
return_aggregate(FunctionCallInfo fcinfo, const char *aggregate, const char *argument, const char *column)
{
	Oid types[] = {argument_type(fcinfo, 1), DATEOID};
	Datum values[] = {PG_GETARG_DATUM(1), PG_GETARG_DATUM(2)};
	bool nulls[] = {PG_ARGISNULL(1), PG_ARGISNULL(2)};
	Oid relation = relation_argument(fcinfo, 0, argument);

	return_query(fcinfo,
				 psprintf("SELECT r.* FROM (SELECT %s(ts, value, $1) AS found FROM %s) AS s,"
						  " pg_catalog.unnest(s.found) AS r",
						  qualified_name(fcinfo, aggregate), series_query(relation, column, "$2")),
				 2, types, values, nulls);
	return (Datum) 0;
}
