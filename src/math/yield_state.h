/*
 * yield_state.h
 *		What is kept of a series of yields to give its change: the two ends.
 */
#ifndef ROTATION_YIELD_STATE_H
#define ROTATION_YIELD_STATE_H

#include "math/span.h"
#include "math/summary_format.h"

typedef struct yield_state
{
	span span;
	double first_yield;
	double last_yield;
} yield_state;

extern void yield_add(yield_state *state, int64_t ts, ts_kind kind, double yield);
extern void yield_merge(yield_state *state, const yield_state *other);
extern double yield_change(const yield_state *state);

extern const summary_format yield_format;

#endif
