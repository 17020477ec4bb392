/*
 * return_state.h
 *		What is kept of a set of returns.
 *
 *	n					returns
 *	periods_per_year	the frequency an annualised figure was asked for, or 0
 *	growth				what they compound to
 *	moments				sums of r and r^2
 */
#ifndef ROTATION_RETURN_STATE_H
#define ROTATION_RETURN_STATE_H

#include "math/growth.h"
#include "math/moments.h"
#include "math/summary_format.h"

typedef struct return_state
{
	int64_t n;
	double periods_per_year;
	growth growth;
	moments moments;
} return_state;

extern bool return_add(return_state *state, double r);
extern bool return_subtract(return_state *state, double r);
extern bool return_merge(return_state *state, const return_state *other);

/* Each figure is NaN where it is not defined. */
extern double return_compound(const return_state *state);
extern double return_annualized(const return_state *state);
extern double return_annualized_volatility(const return_state *state);

extern const summary_format return_format;

#endif
