/*
 * arguments.c
 *		Reading and checking what the functions are given.
 */
#include "arguments.h"

#include "utils/builtins.h"

/* Refuse a NULL argument that has no sensible meaning. */
void
refuse_null(FunctionCallInfo fcinfo, int argument, const char *name)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not be NULL", name)));
}

/* A number as SQL shows it. */
char *
format_number(double value)
{
	return DatumGetCString(DirectFunctionCall1(float8out, Float8GetDatum(value)));
}

/* A moment as SQL shows it. */
char *
format_ts(ts_kind kind, int64 ts)
{
	switch (kind)
	{
		case TS_DATE:
			return DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum((DateADT) ts)));
		case TS_TIMESTAMP:
			return DatumGetCString(DirectFunctionCall1(timestamp_out, TimestampGetDatum(ts)));
		case TS_TIMESTAMPTZ:
			return DatumGetCString(DirectFunctionCall1(timestamptz_out, TimestampTzGetDatum(ts)));
		case TS_NONE:
			break;
	}
	return pstrdup("");
}

/* Refuse a value of a row, whose ts is given unless the kind is TS_NONE. */
void
invalid_value(const char *name, double value, const char *requirement, ts_kind kind, int64 ts)
{
	if (kind == TS_NONE)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s must be %s, not %s", name, requirement, format_number(value))));
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("%s must be %s, not %s (ts %s)", name, requirement, format_number(value),
						   format_ts(kind, ts))));
}

void
infinite_ts(ts_kind kind, int64 ts)
{
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("ts must be finite, not %s", format_ts(kind, ts))));
}

/* Refuse a series that has two rows at one moment. */
void
repeated_ts(ts_kind kind, int64 ts)
{
	ereport(ERROR,
			(errcode(ERRCODE_CARDINALITY_VIOLATION), errmsg("two rows have the ts %s", format_ts(kind, ts)),
			 errhint("Each ts may occur once in a series: group by what tells the series apart, or "
					 "remove the duplicates.")));
}

void
result_out_of_range(const char *name)
{
	ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("%s is out of range", name)));
}

/* Refuse to take a row out of a window's frame that has none. */
void
frame_is_empty(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("more rows leave a window's frame than have entered it"),
			 errhint("An argument or a filter uses a function that is marked immutable or stable but gives "
					 "another result for the same row.")));
}

/* A result that overflowed is an error, as in the server's own arithmetic. */
double
checked_result(double value, const char *name)
{
	if (unlikely(!isfinite(value)))
		result_out_of_range(name);
	return value;
}

/* The same, for whatever context an aggregate may be called in. */
void
require_aggregate_slow(FunctionCallInfo fcinfo, MemoryContext *context)
{
	if (!AggCheckCallContext(fcinfo, context))
		ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE),
						errmsg("a transition function was called outside an aggregate")));
}
