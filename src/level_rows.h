/*
 * level_rows.h
 *		A series of levels collected from the rows (ts, level) of an aggregate.
 */
#ifndef ROTATION_LEVEL_ROWS_H
#define ROTATION_LEVEL_ROWS_H

#include "arguments.h"
#include "series_rows.h"

/* An empty series of levels. */
static inline void
begin_levels(series_rows *levels, ts_kind kind)
{
	memset(levels, 0, sizeof *levels);
	levels->width = 1;
	levels->kind = kind;
}

/* The row in the arguments from the second on, checked; false if one of them is NULL. */
static inline bool
level_row(FunctionCallInfo fcinfo, ts_kind kind, int64 *ts, double *level)
{
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	*ts = ts_argument(fcinfo, 1, kind);
	*level = positive_value(PG_GETARG_FLOAT8(2), "level", kind, *ts);
	return true;
}

/* Add the row in the arguments to a series in the current memory context. */
static inline void
add_level(FunctionCallInfo fcinfo, series_rows *levels)
{
	int64 ts;
	double level;

	if (level_row(fcinfo, levels->kind, &ts, &level))
		series_append(levels, ts)->value[0] = level;
}

#endif
