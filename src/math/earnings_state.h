/*
 * earnings_state.h
 *		What is kept of the capitalisations and earnings of an index' members.
 *
 *	n				members
 *	loss_makers		those whose earnings are 0 or below
 *	cap, earnings	sums over the others
 *	loss_cap, loss	sums over the loss makers; loss is 0 or below
 *
 * With the two apart, whether to count loss makers is settled when a figure is read.
 */
#ifndef ROTATION_EARNINGS_STATE_H
#define ROTATION_EARNINGS_STATE_H

#include "math/exact_sum.h"
#include "math/summary_format.h"

typedef struct earnings_state
{
	int64_t n;
	int64_t loss_makers;
	exact_sum cap;
	exact_sum earnings;
	exact_sum loss_cap;
	exact_sum loss;
} earnings_state;

extern bool earnings_add(earnings_state *state, double cap, double earnings);
extern bool earnings_subtract(earnings_state *state, double cap, double earnings);
extern bool earnings_merge(earnings_state *state, const earnings_state *other);

/* NaN where it is not defined. */
extern double earnings_price_multiple(const earnings_state *state, bool include_losses);

extern const summary_format earnings_format;

#endif
