/*
 * yield_rows.h
 *		A yield or a rate, and where given two levels, collected from an aggregate's
 *		rows.
 */
#ifndef ROTATION_YIELD_ROWS_H
#define ROTATION_YIELD_ROWS_H

#include "compat.h"

#include "rules.h"
#include "series_rows.h"

#include "math/yield_regimes.h"

typedef struct yield_rows
{
	series_rows yields;
	series_rows levels; /* a and b */
	rules_argument rules;
} yield_rows;

extern yield_rows *yield_rows_new(void);
extern void yield_rows_add(yield_rows *rows, int32 ts, double yield, const char *name);
extern yield_series yield_rows_yields(const yield_rows *rows);
extern level_pairs yield_rows_levels(const yield_rows *rows);

#endif
