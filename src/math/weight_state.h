/*
 * weight_state.h
 *		What is kept of the weights or capitalisations of an index' members.
 *
 *	n				members
 *	sum				sum of w
 *	squares			sum of w^2 over the weights below 2^32
 *	large_squares	sum of w^2 * 2^-80 over the others
 *
 * The square of a capitalisation leaves the range of a sum, and that of a weight
 * would be lost if it were scaled down as far, so the two are summed apart.
 */
#ifndef ROTATION_WEIGHT_STATE_H
#define ROTATION_WEIGHT_STATE_H

#include "math/exact_sum.h"
#include "math/summary_format.h"

typedef struct weight_state
{
	int64_t n;
	exact_sum sum;
	exact_sum squares;
	exact_sum large_squares;
} weight_state;

extern bool weight_add(weight_state *state, double w);
extern bool weight_subtract(weight_state *state, double w);
extern bool weight_merge(weight_state *state, const weight_state *other);

/* Each figure is NaN where it is not defined, and infinite where the weights are too small to tell. */
extern double weight_herfindahl(const weight_state *state);
extern double weight_effective_n(const weight_state *state);

extern const summary_format weight_format;

#endif
