/*
 * zigzag.c
 *		The turning points of a series that move by at least a threshold.
 *
 * In a rise the high is extended until the series stands a threshold or more
 * below it, which confirms the high as a pivot and begins a fall; and the other
 * way round. At first the direction is unknown: the first move of a threshold
 * from the running low or the running high sets it, and that extreme is the
 * first pivot. Of equal extremes the first one counts. A confirmed pivot depends
 * on nothing that comes after its confirmation.
 *
 * A. Lunde and A. Timmermann, "Duration dependence in stock prices: an analysis
 * of bull and bear markets", Journal of Business & Economic Statistics 22 (2004).
 */
#include "math/zigzag.h"

#include "math/host.h"

/*
 * Find the pivots, of which there are fewer than n, and return their number.
 * The threshold is above zero.
 */
int32_t
zigzag(const sample *samples, int32_t n, int64_t threshold, pivot *pivots)
{
	int32_t count = 0;
	int32_t low = 0;
	int32_t high = 0;
	bool known = false; /* is the direction? */
	bool rising = false;

	for (int32_t i = 1; i < n; i++)
	{
		int64_t value = samples[i].value;

		if (i % 65536 == 0)
			host_check_interrupts();
		if (value < samples[low].value)
			low = i;
		if (value > samples[high].value)
			high = i;

		if ((!known || rising) && samples[high].value - value >= threshold)
		{
			pivots[count++] = (pivot){high, i, true};
			known = true;
			rising = false;
			low = i;
		}
		else if ((!known || !rising) && value - samples[low].value >= threshold)
		{
			pivots[count++] = (pivot){low, i, false};
			known = true;
			rising = true;
			high = i;
		}
	}
	return count;
}
