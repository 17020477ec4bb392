/*
 * threshold_plateaus.c
 *		The thresholds of a zigzag between which its turns stay the same.
 *
 * The turns at a threshold, with the running extreme after the last of them, are
 * a list of alternating lows and highs. Its shortest swing is the largest
 * threshold with the same turns. Those at the next larger threshold are all in
 * the list, so they are found by a zigzag over the list alone, which then shrinks
 * by the swings that were too short: each interval costs what it reports, and no
 * threshold is tried that changes nothing.
 */
#include "math/threshold_plateaus.h"

#include <stddef.h>

#include "math/host.h"

/* Keep the turns at a threshold, and the running extreme after them; none without a turn. */
static void
keep_turns(plateau *p, int64_t threshold)
{
	const zigzag_threshold both = {threshold, threshold};
	zigzag state = {0};
	int32_t n = 0;

	for (int32_t i = 0; i < p->extreme_count; i++)
	{
		pivot turn;

		host_check_interrupts_at(i);

		/* a turn is confirmed by a later sample, so this does not overtake the reading */
		if (zigzag_add(&state, &both, &p->extremes[i], &turn))
			p->extremes[n++] = (sample){turn.value, turn.ts, turn.ts};
	}
	p->turns = n;
	if (n > 0)
		p->extremes[n++] = state.rising ? state.high : state.low;
	p->extreme_count = n;
}

static int64_t
distance(const sample *a, const sample *b)
{
	return a->value > b->value ? a->value - b->value : b->value - a->value;
}

static int64_t
shortest_swing(const plateau *p)
{
	int64_t shortest = NO_LIMIT;

	for (int32_t i = 1; i < p->extreme_count; i++)
	{
		host_check_interrupts_at(i);

		int64_t swing = distance(&p->extremes[i - 1], &p->extremes[i]);

		shortest = swing < shortest ? swing : shortest;
	}
	return shortest;
}

/* The first interval, from zero on. The caller frees the extremes at the end. */
void
plateau_begin(plateau *p, const sample *samples, int32_t n)
{
	p->extremes = host_resize(NULL, (size_t) (n + 1) * sizeof(sample));
	host_copy(p->extremes, samples, (size_t) n * sizeof(sample));
	p->extreme_count = n;
	keep_turns(p, 1);
	p->above = 0;
	p->up_to = shortest_swing(p);
}

/* Go on to the next interval; false after the last, which has no turns. */
bool
plateau_next(plateau *p)
{
	if (p->up_to == NO_LIMIT)
		return false;
	keep_turns(p, p->up_to + 1);
	p->above = p->up_to;
	p->up_to = shortest_swing(p);
	return true;
}
