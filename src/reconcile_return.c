/*
 * reconcile_return.c
 *		The windows over which a series has a printed return.
 *
 * "Twelve months from 21 August" is not one window: it may run from that day, from
 * the close before it, or from the month-end before or after it. Each convention
 * moves both ends of the window alike, and is tried on each measure of the series.
 */
#include "arguments.h"
#include "query_result.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

/* Arguments, and so the parameters of the query. */
enum
{
	SERIES = 1,
	PUBLISHED,
	FROM_TS,
	TO_TS,
	TOLERANCE,
	ARGUMENTS
};

static void
check_arguments(double published, DateADT from_ts, DateADT to_ts, double tolerance)
{
	if (!(published >= -1 && published < INFINITY))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("published must be -1 or more and finite, not %s", format_number(published)),
						errhint("Allowed: a return as a fraction; 0.319 is 31.9 %%.")));
	if (DATE_NOT_FINITE(from_ts) || DATE_NOT_FINITE(to_ts) || to_ts <= from_ts)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("from_ts and to_ts must be a window, not %s to %s",
							   format_ts(TS_DATE, from_ts), format_ts(TS_DATE, to_ts)),
						errhint("Allowed: finite dates, to_ts after from_ts.")));
	if (!(tolerance >= 0))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("tolerance must be zero or more, not %s", format_number(tolerance)),
				 errhint("Allowed: a difference of returns as a fraction; 0.0005 suits a figure printed "
						 "in tenths of a percent.")));
}

/* Refuse a series that the relation does not have: its figures could not be told from wrong ones. */
static void
require_series(Oid levels, Datum series)
{
	char *query = psprintf("SELECT FROM %s WHERE %s" OP(=) "$1 LIMIT 1", qualified_relation(levels),
						   column_or_null(levels, "series", "pg_catalog.text", true));
	Oid type = TEXTOID;
	uint64 found;

	SPI_connect();
	if (SPI_execute_plan(prepare_query(query, 1, &type), &series, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for the series");
	found = SPI_processed;
	SPI_finish();
	if (found == 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("unknown series '%s'", TextDatumGetCString(series)),
						errhint("Allowed: a value of the column series of %s.", qualified_relation(levels))));
}

/* The months of both ends of the window, by one expression each. */
#define MONTH_START(date) "pg_catalog.date_trunc('month', " date "::pg_catalog.timestamp)"
#define PRIOR_MONTH_END(date) MONTH_START(date) "::pg_catalog.date" OP(-) "1"
#define SAME_MONTH_END(date)                                                                                 \
	"(" MONTH_START(date) OP(+) "pg_catalog.make_interval(months => 1))::pg_catalog.date" OP(-) "1"

/*
 * calendar_returns reads the whole series of a measure, so a level that is not one or
 * two rows on one date are errors wherever they are; the end of its last year is the
 * series' last date.
 */
static char *
reconcile_query(FunctionCallInfo fcinfo, Oid levels)
{
	const char *total = get_attnum(levels, "total_return_level") == InvalidAttrNumber
							? ""
							: ", ('total_return_level', total_return_level::pg_catalog.float8)";

	return psprintf(
		/* clang-format off */
		"WITH given AS ("
		"SELECT measure, ts, value"
		" FROM (SELECT %s AS ts, m.measure, m.value"
		" FROM %s, LATERAL (VALUES ('level', %s)%s) AS m (measure, value)"
		" WHERE %s" OP(=) "$1) AS input"
		" WHERE ts IS NOT NULL AND value IS NOT NULL"
		"), reach AS ("
		"SELECT measure, years[pg_catalog.cardinality(years)].end_ts AS last_ts"
		" FROM (SELECT measure, %s(ts, value, 'year') AS years FROM given GROUP BY measure) AS s"
		"), convention (place, name, start_ts, end_ts) AS (VALUES"
		" (1, 'given day', $3, $4),"
		" (2, 'day before', $3" OP(-) "1, $4" OP(-) "1),"
		" (3, 'prior month-end', " PRIOR_MONTH_END("$3") ", " PRIOR_MONTH_END("$4") "),"
		" (4, 'same month-end', " SAME_MONTH_END("$3") ", " SAME_MONTH_END("$4") ")"
		"), dated AS ("
		"SELECT c.place, c.name, r.measure, c.start_ts, c.end_ts,"
		" pg_catalog.max(g.ts) FILTER (WHERE g.ts" OP(<=) "c.start_ts) AS first_ts,"
		" pg_catalog.max(g.ts) FILTER (WHERE g.ts" OP(<=) "c.end_ts) AS last_ts"
		" FROM convention AS c, reach AS r, given AS g"
		" WHERE r.last_ts" OP(>=) "c.end_ts AND g.measure" OP(=) "r.measure"
		" GROUP BY c.place, c.name, r.measure, c.start_ts, c.end_ts"
		")"
		" SELECT d.name, d.measure, d.start_ts, d.end_ts, d.first_ts, d.last_ts, v.value, v.value" OP(-) "$2"
		" FROM dated AS d, LATERAL (SELECT %s(g.ts, g.value) AS value"
		" FROM given AS g"
		" WHERE g.measure" OP(=) "d.measure AND g.ts" OP(>=) "d.first_ts AND g.ts" OP(<=) "d.last_ts) AS v"
		" WHERE pg_catalog.abs(v.value" OP(-) "$2)" OP(<=) "$5"
		" ORDER BY pg_catalog.abs(v.value" OP(-) "$2), d.place, d.measure COLLATE pg_catalog.\"C\"",
		/* clang-format on */
		column_or_null(levels, "ts", "pg_catalog.date", true), qualified_relation(levels),
		column_or_null(levels, "level", "pg_catalog.float8", true), total,
		column_or_null(levels, "series", "pg_catalog.text", true), qualified_name(fcinfo, "calendar_returns"),
		qualified_name(fcinfo, "total_return"));
}

/* reconcile_return(levels regclass, series, published, from_ts, to_ts, tolerance) */
PG_FUNCTION_INFO_V1(reconcile_return);
Datum
reconcile_return(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"levels", "series", "published", "from_ts", "to_ts", "tolerance"};
	Oid types[] = {TEXTOID, FLOAT8OID, DATEOID, DATEOID, FLOAT8OID};
	Datum values[lengthof(types)];
	bool nulls[lengthof(types)] = {false};
	Oid levels;

	for (int i = 0; i < ARGUMENTS; i++)
		refuse_null(fcinfo, i, names[i]);
	for (int i = SERIES; i < ARGUMENTS; i++)
		values[i - SERIES] = PG_GETARG_DATUM(i);
	check_arguments(PG_GETARG_FLOAT8(PUBLISHED), PG_GETARG_DATEADT(FROM_TS), PG_GETARG_DATEADT(TO_TS),
					PG_GETARG_FLOAT8(TOLERANCE));
	levels = relation_argument(fcinfo, 0, names[0]);
	require_series(levels, PG_GETARG_DATUM(SERIES));
	return_query(fcinfo, reconcile_query(fcinfo, levels), lengthof(types), types, values, nulls);
	return (Datum) 0;
}
