/*
 * period_returns.h
 *		Returns of several series over a period, between common dates.
 */
#ifndef ROTATION_PERIOD_RETURNS_H
#define ROTATION_PERIOD_RETURNS_H

#include <stdbool.h>
#include <stdint.h>

/* The levels of a series, all above zero, in order of time. */
typedef struct level_series
{
	int64_t n;
	const int32_t *ts;
	const double *level;
} level_series;

/* The period (start, end]. If it is to be complete, only series whose levels reach its end take part. */
typedef struct return_period
{
	int32_t start;
	int32_t end;
	bool complete;
} return_period;

/* The common dates of the series that take part; without a session there are none. */
typedef struct period_span
{
	int32_t first_ts;
	int32_t last_ts;
	int64_t sessions;
} period_span;

/* What is found for a series, if it is known; each figure is NaN where it is not defined. */
typedef struct period_figures
{
	bool known;
	double series_return;
	double benchmark_return;
	double relative_return;
	double volatility;
	double hit_rate;
} period_figures;

#define NO_BENCHMARK (-1)

extern bool measure_period(const level_series *series, int32_t count, int32_t benchmark,
						   const return_period *period, double periods_per_year, period_span *span,
						   period_figures *figures);

#endif
