/*
 * stretch_return.c
 *		Stretches of a series of levels and their returns.
 */
#include "stretch_return.h"

#include "arguments.h"

#include "math/relative_change.h"

/* The row (start_ts, end_ts, value, provisional) of a stretch joins a result. */
void
add_stretch(row_array *result, const series_row *start, const series_row *end, bool provisional)
{
	bool nulls[4] = {false};
	Datum values[4] = {
		DateADTGetDatum((DateADT) start->ts),
		DateADTGetDatum((DateADT) end->ts),
		Float8GetDatum(checked_result(relative_change(start->value[0], end->value[0]), "return")),
		BoolGetDatum(provisional),
	};

	row_array_add(result, values, nulls);
}
