/*
 * check_prices.c
 *		What is wrong with a table of prices, one finding a row.
 *
 * A split that the prices were not adjusted for is told from an ordinary move by
 * the member's own moves, which are differences of the logarithm of the price after
 * the split that a row records. A member's typical move is the median of their sizes,
 * of an even number the lower; at least LEAST_TYPICAL_MOVE, for prices that seldom
 * change. A move of STANDS_OUT typical moves or more is a suspected split if it comes
 * to a usual ratio a:b, a > b, but for the day's own move: within CLOSE / b typical
 * moves of ln(a / b). It must come the closer the rarer such ratios are, which b stands
 * for. Of several ratios the one with the smallest distance times b is named.
 */
#include "arguments.h"
#include "query_result.h"

#include "catalog/pg_type.h"
#include "utils/lsyscache.h"

#define STANDS_OUT "20"
#define CLOSE "8"
#define LEAST_TYPICAL_MOVE "0.005"

#define USUAL_RATIOS                                                                                         \
	"(2, 1), (3, 1), (3, 2), (4, 1), (4, 3), (5, 1), (5, 2), (5, 3), (5, 4), (6, 1), (7, 1), (8, 1),"        \
	" (10, 1), (15, 1), (20, 1), (25, 1), (30, 1), (50, 1), (100, 1)"

/* The first of two columns that a relation has, otherwise the first. */
static const char *
either_column(Oid relation, const char *column, const char *other)
{
	return get_attnum(relation, column) == InvalidAttrNumber &&
				   get_attnum(relation, other) != InvalidAttrNumber
			   ? other
			   : column;
}

/*
 * The query, around the relation's rows as a subquery. It joins nothing and sorts all
 * rows twice, by ts and by member, so its cost does not hang on what the planner
 * expects. What may be a finding is put aside until the member's typical move is known.
 */
static char *
findings_query(const char *rows)
{
	return psprintf(
		/* clang-format off */
		"WITH given AS ("
		"SELECT *, pg_catalog.isfinite(ts) AND price" OP(<) "'Infinity' AND price" OP(>) "'-Infinity' AS finite,"
		" price" OP(>) "0 AS positive"
		" FROM (%s) AS input"
		" WHERE ts IS NOT NULL AND price IS NOT NULL"
		"), dated AS ("
		"SELECT member, ts, pg_catalog.count(*) AS n,"
		" pg_catalog.min(price) AS price, pg_catalog.max(price) AS highest,"
		" pg_catalog.max(split) FILTER (WHERE split" OP(>) "0 AND split" OP(<) "'Infinity') AS split"
		" FROM given"
		" WHERE finite AND positive"
		" GROUP BY member, ts"
		"), numbered AS ("
		/* a session is a date on which any member has a row */
		"SELECT *, pg_catalog.dense_rank() OVER (ORDER BY ts) AS session,"
		" CASE WHEN price" OP(=) "highest THEN pg_catalog.ln(price) END AS log_price"
		" FROM dated"
		"), moved AS ("
		"SELECT *, pg_catalog.lag(ts) OVER earlier AS previous_ts,"
		" pg_catalog.lag(price) OVER earlier AS previous_price,"
		" ts" OP(-) "pg_catalog.lag(ts) OVER earlier AS days,"
		" session" OP(-) "pg_catalog.lag(session) OVER earlier" OP(-) "1 AS missed,"
		" log_price" OP(-) "pg_catalog.lag(log_price) OVER earlier"
		OP(+) "pg_catalog.ln(coalesce(split, 1)) AS move"
		" FROM numbered"
		" WINDOW earlier AS (PARTITION BY member ORDER BY ts)"
		"), judged AS ("
		"SELECT member, greatest(" LEAST_TYPICAL_MOVE ","
		" pg_catalog.percentile_disc(0.5) WITHIN GROUP (ORDER BY pg_catalog.abs(move))) AS typical,"
		" pg_catalog.array_agg(ROW(ts, previous_ts, price, previous_price, highest, n, missed, days, move))"
		" FILTER (WHERE n" OP(>) "1 OR missed" OP(>) "0 OR days" OP(>) "$1"
		" OR pg_catalog.abs(move)" OP(>=) "(" STANDS_OUT OP(*) LEAST_TYPICAL_MOVE ")) AS aside"
		" FROM moved"
		" GROUP BY member"
		")"
		" SELECT * FROM ("
		"SELECT CASE WHEN finite THEN 'not positive' ELSE 'not finite' END AS problem, member, ts,"
		" NULL::pg_catalog.date AS previous_ts, price, NULL::pg_catalog.float8 AS previous_price,"
		" NULL::pg_catalog.text AS detail"
		" FROM given"
		" WHERE NOT (finite AND positive)"
		" UNION ALL "
		"SELECT found.problem, member, ts, previous_ts, price, previous_price, found.detail"
		" FROM judged, pg_catalog.unnest(aside) AS kept (ts pg_catalog.date, previous_ts pg_catalog.date,"
		" price pg_catalog.float8, previous_price pg_catalog.float8, highest pg_catalog.float8,"
		" n pg_catalog.int8, missed pg_catalog.int8, days pg_catalog.int4, move pg_catalog.float8),"
		" LATERAL (VALUES"
		" ('duplicate', CASE WHEN n" OP(>) "1 THEN CASE WHEN price" OP(=) "highest"
		" THEN pg_catalog.format('%%s rows, one price', n)"
		" ELSE pg_catalog.format('%%s rows, prices from %%s to %%s', n, price, highest) END END),"
		" ('gap', CASE WHEN missed" OP(>) "0 OR days" OP(>) "$1"
		" THEN pg_catalog.format('dates missed: %%s, days: %%s', missed, days) END),"
		" ('split', CASE WHEN pg_catalog.abs(move)" OP(>=) "(" STANDS_OUT OP(*) "typical) THEN ("
		"SELECT CASE WHEN move" OP(<) "0 THEN pg_catalog.format('%%s:%%s', a, b)"
		" ELSE pg_catalog.format('%%s:%%s', b, a) END"
		" FROM (SELECT a, b, pg_catalog.abs("
		"pg_catalog.abs(move)" OP(-) "pg_catalog.ln(a::pg_catalog.float8" OP(/) "b))" OP(*) "b AS distance"
		" FROM (VALUES " USUAL_RATIOS ") AS usual (a, b)) AS ratio"
		" WHERE distance" OP(<=) "(" CLOSE OP(*) "typical)"
		" ORDER BY distance, a LIMIT 1) END)"
		") AS found (problem, detail)"
		" WHERE found.detail IS NOT NULL"
		") AS finding"
		" ORDER BY member, ts, problem COLLATE pg_catalog.\"C\", price, pg_catalog.float8send(price)",
		/* clang-format on */
		rows);
}

/* check_prices(prices regclass, max_gap_days integer) */
PG_FUNCTION_INFO_V1(check_prices);
Datum
check_prices(PG_FUNCTION_ARGS)
{
	Oid types[] = {INT4OID};
	Datum values[] = {PG_GETARG_DATUM(1)};
	bool nulls[] = {false};
	Oid prices;

	refuse_null(fcinfo, 0, "prices");
	refuse_null(fcinfo, 1, "max_gap_days");
	if (PG_GETARG_INT32(1) < 1)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("max_gap_days must be at least 1, not %d", PG_GETARG_INT32(1)),
						errhint("Allowed: 1 or more calendar days; 7 lets a long weekend pass.")));
	prices = relation_argument(fcinfo, 0, "prices");
	return_query(
		fcinfo,
		findings_query(psprintf(
			"SELECT %s COLLATE pg_catalog.\"C\" AS member, %s AS ts, %s AS price, %s AS split FROM %s",
			column_or_null(prices, either_column(prices, "member", "series"), "pg_catalog.text", false),
			column_or_null(prices, "ts", "pg_catalog.date", true),
			column_or_null(prices, either_column(prices, "price", "level"), "pg_catalog.float8", true),
			column_or_null(prices, "split", "pg_catalog.float8", false), qualified_relation(prices))),
		1, types, values, nulls);
	return (Datum) 0;
}
