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
 * of bull and bear markets", Journal of Business & Economic Statistics 22 (2004):
 * their filter has a threshold for rises and one for falls.
 */
#include "math/zigzag.h"

/*
 * Add the next sample to a state that began as zeros. True if it confirms a
 * turn: one at most, since the samples before it would have confirmed the other.
 */
bool
zigzag_add(zigzag *state, const zigzag_threshold *threshold, const sample *next, pivot *turn)
{
	if (!state->started)
	{
		state->started = true;
		state->low = state->high = *next;
		return false;
	}
	if (next->value < state->low.value)
		state->low = *next;
	if (next->value > state->high.value)
		state->high = *next;

	if (!(state->known && !state->rising) && state->high.value - next->value >= threshold->fall)
	{
		*turn = (pivot){state->high.value, state->high.ts, next->known};
		state->rising = false;
		state->low = *next;
	}
	else if (!(state->known && state->rising) && next->value - state->low.value >= threshold->rise)
	{
		*turn = (pivot){state->low.value, state->low.ts, next->known};
		state->rising = true;
		state->high = *next;
	}
	else
		return false;
	state->known = true;
	return true;
}
