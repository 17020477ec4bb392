/*
 * horizon.c
 *		A moment moved on by an interval.
 */
#include "horizon.h"

#include "arguments.h"

#include "utils/fmgrprotos.h"

/* A moment moved on by an interval, which may not lead back. */
int64
moved_on(int64 ts, ts_kind kind, Datum interval, const char *name)
{
	int64 result = ts;

	switch (kind)
	{
		case TS_DATE:
		{
			Datum moved = DirectFunctionCall2(date_pl_interval, DateADTGetDatum((DateADT) ts), interval);

			result = DatumGetDateADT(DirectFunctionCall1(timestamp_date, moved));
			break;
		}
		case TS_TIMESTAMP:
			result = DatumGetTimestamp(
				DirectFunctionCall2(timestamp_pl_interval, TimestampGetDatum(ts), interval));
			break;
		case TS_TIMESTAMPTZ:
			result = DatumGetTimestampTz(
				DirectFunctionCall2(timestamptz_pl_interval, TimestampTzGetDatum(ts), interval));
			break;
		case TS_NONE:
			break;
	}
	if (result <= ts)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must lead to a later %s, not from %s to %s", name,
						kind == TS_DATE ? "date" : "moment", format_ts(kind, ts), format_ts(kind, result))));
	return result;
}
