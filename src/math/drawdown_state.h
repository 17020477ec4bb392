/*
 * drawdown_state.h
 *		What is kept of a stretch of levels to give its deepest drawdown.
 *
 * Two stretches of which one follows the other combine exactly: the deepest fall
 * lies in the one, in the other, or runs from the highest level of the earlier
 * to the lowest of the later.
 */
#ifndef ROTATION_DRAWDOWN_STATE_H
#define ROTATION_DRAWDOWN_STATE_H

#include "math/span.h"
#include "math/summary_format.h"

typedef struct drawdown_state
{
	span span;
	double highest;
	double lowest;
	double depth; /* 0 or below, as a fraction */
} drawdown_state;

extern void drawdown_begin(drawdown_state *state, int64_t ts, ts_kind kind, double level);
extern void drawdown_append(drawdown_state *state, const drawdown_state *later);

extern const summary_format drawdown_format;

#endif
