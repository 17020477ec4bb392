/*
 * return_state.h
 *		What is kept of a set of returns to link them.
 *
 *	n					returns
 *	total_losses		those of -1, whose logarithm is not a number
 *	periods_per_year	the frequency an annualised figure was asked for, or 0
 *	log_growth			sum of ln(1 + r) over the others
 */
#ifndef ROTATION_RETURN_STATE_H
#define ROTATION_RETURN_STATE_H

#include "math/exact_sum.h"
#include "math/summary_format.h"

typedef struct return_state
{
	int64_t n;
	int64_t total_losses;
	double periods_per_year;
	exact_sum log_growth;
} return_state;

extern bool return_add(return_state *state, double r);
extern bool return_subtract(return_state *state, double r);
extern bool return_merge(return_state *state, const return_state *other);
extern double return_compound(const return_state *state);
extern double return_annualized(const return_state *state);

extern const summary_format return_format;

#endif
