/*
 * contribution_state.h
 *		What is kept of weights and the returns that they earned.
 *
 *	n		rows
 *	sum		sum of w * r
 */
#ifndef ROTATION_CONTRIBUTION_STATE_H
#define ROTATION_CONTRIBUTION_STATE_H

#include "math/exact_sum.h"
#include "math/summary_format.h"

typedef struct contribution_state
{
	int64_t n;
	exact_sum sum;
} contribution_state;

extern bool contribution_add(contribution_state *state, double w, double r);
extern bool contribution_subtract(contribution_state *state, double w, double r);
extern bool contribution_merge(contribution_state *state, const contribution_state *other);

/* NaN where it is not defined. */
extern double contribution_total(const contribution_state *state);

extern const summary_format contribution_format;

#endif
