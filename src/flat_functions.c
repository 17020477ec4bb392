/*
 * flat_functions.c
 *		Table functions for tools that want plain columns: regimes, regime_table,
 *		threshold_plateaus, index_levels, index_contributions, calendar_table and
 *		stretch_table.
 */
#include "arguments.h"
#include "query_result.h"
#include "rules.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

/* regimes(yields regclass, rules, as_of) */
PG_FUNCTION_INFO_V1(regimes);
Datum
regimes(PG_FUNCTION_ARGS)
{
	return return_aggregate(fcinfo, "yield_regimes", "yields", "yield");
}

/* threshold_plateaus(yields regclass, rules, as_of) */
PG_FUNCTION_INFO_V1(threshold_plateaus);
Datum
threshold_plateaus(PG_FUNCTION_ARGS)
{
	return return_aggregate(fcinfo, "threshold_plateaus", "yields", "yield");
}

/* regime_table(levels regclass, yields regclass, large text, small text, rules, as_of) */
PG_FUNCTION_INFO_V1(regime_table);
Datum
regime_table(PG_FUNCTION_ARGS)
{
	Oid types[] = {TEXTOID, TEXTOID, argument_type(fcinfo, 4), DATEOID};
	Datum values[] = {PG_GETARG_DATUM(2), PG_GETARG_DATUM(3), PG_GETARG_DATUM(4), PG_GETARG_DATUM(5)};
	bool nulls[] = {PG_ARGISNULL(2), PG_ARGISNULL(3), PG_ARGISNULL(4), PG_ARGISNULL(5)};
	const char *names[] = {"levels", "yields", "large", "small"};
	Oid levels;
	Oid yields;
	char *ts;
	char *level;

	for (int i = 0; i < 4; i++)
		refuse_null(fcinfo, i, names[i]);
	levels = relation_argument(fcinfo, 0, names[0]);
	yields = relation_argument(fcinfo, 1, names[1]);
	ts = column_or_null(levels, "ts", "pg_catalog.date", true);
	level =
		psprintf("SELECT %s AS ts, %s AS level FROM %s WHERE ($4 IS NULL OR %s OPERATOR(pg_catalog.<=) $4)"
				 " AND %s OPERATOR(pg_catalog.=)",
				 ts, column_or_null(levels, "level", "pg_catalog.float8", true), qualified_relation(levels),
				 ts, column_or_null(levels, "series", "pg_catalog.text", true));

	/* yields and pairs of levels meet in one aggregate, whichever rows the other has */
	return_query(
		fcinfo,
		psprintf("SELECT r.* FROM (SELECT %s(ts, value, a, b, $3) AS found FROM ("
				 "SELECT ts, value, NULL::pg_catalog.float8 AS a, NULL::pg_catalog.float8 AS b FROM %s"
				 " UNION ALL"
				 " SELECT large.ts, NULL, large.level, small.level FROM (%s $1) AS large, (%s $2) AS small"
				 " WHERE large.ts OPERATOR(pg_catalog.=) small.ts) AS input) AS s,"
				 " pg_catalog.unnest(s.found) AS r",
				 qualified_name(fcinfo, "yield_regime_returns"), series_query(yields, "yield", "$4"), level,
				 level),
		4, types, values, nulls);
	return (Datum) 0;
}

/*
 * Every index of a relation by one of the aggregates over its members, flat. The
 * values are those of the aggregate's arguments after the sector.
 */
static void
return_indexes(FunctionCallInfo fcinfo, const char *aggregate, const char *arguments, int nargs, Oid *types,
			   Datum *values, const bool *nulls)
{
	Oid prices = relation_argument(fcinfo, 0, "prices");

	return_query(
		fcinfo,
		psprintf("SELECT s.index_name, p.* FROM ("
				 "SELECT index_name, %s(ts, member, price, dividend, split, market_cap, sector, %s) AS found"
				 " FROM (SELECT %s AS index_name, %s AS ts, %s AS member, %s AS price, %s AS dividend,"
				 " %s AS split, %s AS market_cap, %s AS sector FROM %s) AS input GROUP BY index_name) AS s,"
				 " pg_catalog.unnest(s.found) AS p",
				 qualified_name(fcinfo, aggregate), arguments,
				 column_or_null(prices, "index_name", "pg_catalog.text", false),
				 column_or_null(prices, "ts", "pg_catalog.date", true), member_column(prices),
				 column_or_null(prices, "price", "pg_catalog.float8", true),
				 column_or_null(prices, "dividend", "pg_catalog.float8", false),
				 column_or_null(prices, "split", "pg_catalog.float8", false),
				 column_or_null(prices, "market_cap", "pg_catalog.float8", false),
				 column_or_null(prices, "sector", "pg_catalog.text", false), qualified_relation(prices)),
		nargs, types, values, nulls);
}

/* index_levels(prices regclass, rules) */
PG_FUNCTION_INFO_V1(index_levels);
Datum
index_levels(PG_FUNCTION_ARGS)
{
	Oid types[] = {argument_type(fcinfo, 1)};
	Datum values[] = {PG_GETARG_DATUM(1)};
	bool nulls[] = {PG_ARGISNULL(1)};

	return_indexes(fcinfo, "index_history", "$1", 1, types, values, nulls);
	return (Datum) 0;
}

/* index_contributions(prices regclass, rules, by, from_ts, to_ts) */
PG_FUNCTION_INFO_V1(index_contributions);
Datum
index_contributions(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"member", "sector", NULL};
	static const char *const aggregates[] = {"member_contribution", "sector_contribution"};
	Oid types[] = {argument_type(fcinfo, 1), DATEOID, DATEOID};
	Datum values[] = {PG_GETARG_DATUM(1), PG_GETARG_DATUM(3), PG_GETARG_DATUM(4)};
	bool nulls[] = {PG_ARGISNULL(1), PG_ARGISNULL(3), PG_ARGISNULL(4)};
	int by = PG_ARGISNULL(2) ? 0 : choose_option("by", text_to_cstring(PG_GETARG_TEXT_PP(2)), names);

	return_indexes(fcinfo, aggregates[by], "$1, $2, $3", 3, types, values, nulls);
	return (Datum) 0;
}

/* A relation (series, ts, level) as a subquery. */
static char *
levels_query(Oid levels)
{
	return psprintf("(SELECT %s AS series, %s AS ts, %s AS level FROM %s) AS input",
					column_or_null(levels, "series", "pg_catalog.text", false),
					column_or_null(levels, "ts", "pg_catalog.date", true),
					column_or_null(levels, "level", "pg_catalog.float8", true), qualified_relation(levels));
}

/* calendar_table(levels regclass, frequency) */
PG_FUNCTION_INFO_V1(calendar_table);
Datum
calendar_table(PG_FUNCTION_ARGS)
{
	Oid types[] = {TEXTOID};
	Datum values[] = {PG_GETARG_DATUM(1)};
	bool nulls[] = {PG_ARGISNULL(1)};
	Oid levels = relation_argument(fcinfo, 0, "levels");

	return_query(fcinfo,
				 psprintf("SELECT s.series, r.* FROM (SELECT series, %s(ts, level, $1) AS found FROM %s"
						  " GROUP BY series) AS s, pg_catalog.unnest(s.found) AS r",
						  qualified_name(fcinfo, "calendar_returns"), levels_query(levels)),
				 1, types, values, nulls);
	return (Datum) 0;
}

/* stretch_table(levels regclass, sessions, k) */
PG_FUNCTION_INFO_V1(stretch_table);
Datum
stretch_table(PG_FUNCTION_ARGS)
{
	Oid types[] = {INT4OID, INT4OID};
	Datum values[] = {PG_GETARG_DATUM(1), PG_GETARG_DATUM(2)};
	bool nulls[] = {PG_ARGISNULL(1), PG_ARGISNULL(2)};
	Oid levels = relation_argument(fcinfo, 0, "levels");

	return_query(
		fcinfo,
		psprintf("SELECT s.series, k.kind, r.place, r.start_ts, r.end_ts, r.value"
				 " FROM (SELECT series, %s(ts, level, $1, $2) AS best, %s(ts, level, $1, $2) AS worst FROM %s"
				 " GROUP BY series) AS s,"
				 " LATERAL (VALUES ('best', s.best), ('worst', s.worst)) AS k (kind, found),"
				 " LATERAL pg_catalog.unnest(k.found) WITH ORDINALITY AS r (start_ts, end_ts, value, "
				 "provisional, place)",
				 qualified_name(fcinfo, "largest_stretches"), qualified_name(fcinfo, "smallest_stretches"),
				 levels_query(levels)),
		2, types, values, nulls);
	return (Datum) 0;
}
