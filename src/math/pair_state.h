/*
 * pair_state.h
 *		What is kept of two series on common moments to compare their returns.
 *
 * Only rows with both levels count, so both legs share their endpoints.
 */
#ifndef ROTATION_PAIR_STATE_H
#define ROTATION_PAIR_STATE_H

#include "math/span.h"
#include "math/summary_format.h"

typedef struct pair_state
{
	span span;
	double first_a;
	double first_b;
	double last_a;
	double last_b;
} pair_state;

extern void pair_add(pair_state *state, int64_t ts, ts_kind kind, double a, double b);
extern void pair_merge(pair_state *state, const pair_state *other);
extern double pair_return_a(const pair_state *state);
extern double pair_return_b(const pair_state *state);
extern double pair_arithmetic(const pair_state *state);
extern double pair_geometric(const pair_state *state);

extern const summary_format pair_format;

#endif
