/*
 * stretch_return.c
 *		Stretches of a series of levels and their returns.
 */
#include "stretch_return.h"

#include "arguments.h"

/* An empty series of levels by date. */
void
begin_levels(series_rows *levels)
{
	memset(levels, 0, sizeof *levels);
	levels->width = 1;
	levels->kind = TS_DATE;
}

/* Add the row (ts, level) in the arguments from the second on, unless one of them is NULL. */
void
add_level(FunctionCallInfo fcinfo, series_rows *levels)
{
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		int64 ts = ts_argument(fcinfo, 1, TS_DATE);
		double level = positive_value(PG_GETARG_FLOAT8(2), "level", TS_DATE, ts);

		series_append(levels, ts)->value[0] = level;
	}
}

/* The row (start_ts, end_ts, value, provisional) of a stretch joins a result. */
void
add_stretch(row_array *result, const series_row *start, const series_row *end, bool provisional)
{
	bool nulls[4] = {false};
	Datum values[4] = {
		DateADTGetDatum((DateADT) start->ts),
		DateADTGetDatum((DateADT) end->ts),
		Float8GetDatum(checked_result(end->value[0] / start->value[0] - 1, "return")),
		BoolGetDatum(provisional),
	};

	row_array_add(result, values, nulls);
}
