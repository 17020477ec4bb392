/*
 * breadth_state.h
 *		What is kept of the returns of a market's members over one period.
 *
 *	n			members
 *	advancers	those with a return above 0
 *	decliners	those with a return below 0
 */
#ifndef ROTATION_BREADTH_STATE_H
#define ROTATION_BREADTH_STATE_H

#include "math/summary_format.h"

typedef struct breadth_state
{
	int64_t n;
	int64_t advancers;
	int64_t decliners;
} breadth_state;

extern bool breadth_add(breadth_state *state, double r);
extern bool breadth_subtract(breadth_state *state, double r);
extern bool breadth_merge(breadth_state *state, const breadth_state *other);

extern int64_t breadth_unchanged(const breadth_state *state);

/* Each figure is NaN where it is not defined. */
extern double breadth_advancing_share(const breadth_state *state);
extern double breadth_advance_decline_ratio(const breadth_state *state);

extern const summary_format breadth_format;

#endif
