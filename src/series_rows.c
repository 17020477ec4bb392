/*
 * series_rows.c
 *		A series collected row by row, to be read in order of time.
 *
 * Rows that come in order of time are read as they stand. Otherwise a copy is
 * sorted at each reading, so that a window may read the state at every row.
 */
#include "series_rows.h"

#include "arguments.h"

#include "miscadmin.h"

#include "math/host.h"

#define FIRST_ROOM 16

/* Room for one more row, whose values the caller sets. */
series_row *
series_append(series_rows *series, int64 ts)
{
	Size size = series_row_size(series);
	series_row *row;

	if (series->n == series->room)
	{
		series->room = series->room == 0 ? FIRST_ROOM : 2 * series->room;
		series->rows = host_resize(series->rows, series->room * size);
	}
	row = (series_row *) (series->rows + series->n * size);
	if (series->n == 0)
		series->sorted = true;
	else if (((series_row *) ((char *) row - size))->ts >= ts)
		series->sorted = false;
	series->n++;
	row->ts = ts;
	return row;
}

static int
compare_ts(const void *a, const void *b, void *unused pg_attribute_unused())
{
	int64 x = *(const int64 *) a;
	int64 y = *(const int64 *) b;

	return x < y ? -1 : x > y;
}

/* The rows in order of time; refuses two at one moment. */
const char *
series_sorted(const series_rows *series)
{
	Size size = series_row_size(series);
	char *copy;

	if (series->sorted || series->n == 0)
		return series->rows;
	copy = MemoryContextAllocHuge(CurrentMemoryContext, series->n * size);
	host_copy(copy, series->rows, series->n * size);
	qsort_interruptible(copy, series->n, size, compare_ts, NULL);
	for (int64 i = 1; i < series->n; i++)
	{
		int64 ts = series_row_at(series, copy, i)->ts;

		CHECK_FOR_INTERRUPTS();
		if (ts == series_row_at(series, copy, i - 1)->ts)
			repeated_ts(series->kind, ts);
	}
	return copy;
}
