/*
 * drawdown_periods.c
 *		The drawdowns of a series: from a peak to its recovery.
 *
 * A drawdown begins at the last row at its peak before a fall, and ends at the
 * first row that stands at the peak or above it again. The trough is the first
 * row of its lowest level.
 */
#include "math/drawdown_periods.h"

#include "math/relative_change.h"

/* Take the next level. True if it ends a drawdown, which is returned. */
bool
drawdown_step(drawdown_walk *walk, int64_t row, double level, drawdown_period *ended)
{
	if (!walk->started || level >= walk->peak_level)
	{
		bool recovered = walk->started && walk->below;

		if (recovered)
		{
			*ended = walk->period;
			ended->recovery = row;
		}
		walk->started = true;
		walk->below = false;
		walk->peak_level = level;
		walk->period.peak = row;
		return recovered;
	}
	if (!walk->below || level < walk->trough_level)
	{
		walk->below = true;
		walk->trough_level = level;
		walk->period.trough = row;
		walk->period.depth = relative_change(walk->peak_level, level);
	}
	return false;
}

/* After the last level. True if a drawdown still runs, which is returned. */
bool
drawdown_end(drawdown_walk *walk, drawdown_period *open)
{
	if (!walk->below)
		return false;
	*open = walk->period;
	open->recovery = NOT_RECOVERED;
	return true;
}
