/*
 * drawdown_periods.h
 *		The drawdowns of a series: from a peak to its recovery.
 */
#ifndef ROTATION_DRAWDOWN_PERIODS_H
#define ROTATION_DRAWDOWN_PERIODS_H

#include <stdbool.h>
#include <stdint.h>

/* Rows of the series; recovery is NOT_RECOVERED for the last one if it still runs. */
typedef struct drawdown_period
{
	int64_t peak;
	int64_t trough;
	int64_t recovery;
	double depth;
} drawdown_period;

#define NOT_RECOVERED (-1)

/* Follows a series row by row. */
typedef struct drawdown_walk
{
	bool started;
	bool below;
	double peak_level;
	double trough_level;
	drawdown_period period;
} drawdown_walk;

extern bool drawdown_step(drawdown_walk *walk, int64_t row, double level, drawdown_period *ended);
extern bool drawdown_end(drawdown_walk *walk, drawdown_period *open);

#endif
