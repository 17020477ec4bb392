/*
 * series_rows.h
 *		A series collected row by row, to be read in order of time.
 */
#ifndef ROTATION_SERIES_ROWS_H
#define ROTATION_SERIES_ROWS_H

#include "compat.h"

#include "math/span.h"

/* A moment and one or two values. */
typedef struct series_row
{
	int64 ts;
	double value[FLEXIBLE_ARRAY_MEMBER];
} series_row;

typedef struct series_rows
{
	char *rows; /* in the order they came */
	int64 n;
	int64 room;
	int width; /* values in a row */
	ts_kind kind;
	bool sorted;
} series_rows;

extern series_row *series_append(series_rows *series, int64 ts);
extern const char *series_sorted(const series_rows *series);

static inline Size
series_row_size(const series_rows *series)
{
	return sizeof(int64) + series->width * sizeof(double);
}

/* A row of what series_sorted returned. */
static inline const series_row *
series_row_at(const series_rows *series, const char *sorted, int64 i)
{
	return (const series_row *) (sorted + i * series_row_size(series));
}

#endif
