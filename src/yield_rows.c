/*
 * yield_rows.c
 *		A yield or a rate, and where given two levels, collected from an aggregate's
 *		rows.
 *
 * Rows may come in any order; reading sorts a copy, and only if it has to, so a
 * window may read the state at every row.
 */
#include "yield_rows.h"

#include "arguments.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "math/yield.h"

yield_rows *
yield_rows_new(void)
{
	yield_rows *rows = palloc0(sizeof(yield_rows));

	rows->yields.width = 1;
	rows->levels.width = 2;
	rows->yields.kind = rows->levels.kind = TS_DATE;
	return rows;
}

/* Add a yield in percent, checked; name is that of the argument. */
void
yield_rows_add(yield_rows *rows, int32 ts, double yield, const char *name)
{
	yield = yield_value(yield, name, TS_DATE, ts);
	series_append(&rows->yields, ts)->value[0] = yield;
}

/* Rows are numbered by 32 bits from here on. */
static int32
row_count(const series_rows *series)
{
	if (series->n > PG_INT32_MAX)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("too many rows in a series")));
	return (int32) series->n;
}

/* The yields in order of time. */
yield_series
yield_rows_yields(const yield_rows *rows)
{
	int32 n = row_count(&rows->yields);
	const char *sorted = series_sorted(&rows->yields);
	int32 *ts = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(int32));
	int64 *units = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(int64));

	for (int32 i = 0; i < n; i++)
	{
		const series_row *row = series_row_at(&rows->yields, sorted, i);

		CHECK_FOR_INTERRUPTS();
		ts[i] = (int32) row->ts;
		units[i] = yield_units(row->value[0]);
	}
	return (yield_series){n, ts, units};
}

/* The levels in order of time. */
level_pairs
yield_rows_levels(const yield_rows *rows)
{
	int32 n = row_count(&rows->levels);
	const char *sorted = series_sorted(&rows->levels);
	int32 *ts = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(int32));
	double *a = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(double));
	double *b = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(double));

	for (int32 i = 0; i < n; i++)
	{
		const series_row *row = series_row_at(&rows->levels, sorted, i);

		CHECK_FOR_INTERRUPTS();
		ts[i] = (int32) row->ts;
		a[i] = row->value[0];
		b[i] = row->value[1];
	}
	return (level_pairs){n, ts, a, b};
}
