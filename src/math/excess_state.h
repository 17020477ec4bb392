/*
 * excess_state.h
 *		What is kept of returns against a target: a risk-free rate or a least
 *		acceptable return.
 *
 *	excess		sums of x = r - target and of its square
 *	shortfall	sum of x^2 where x < 0
 */
#ifndef ROTATION_EXCESS_STATE_H
#define ROTATION_EXCESS_STATE_H

#include "math/moments.h"
#include "math/summary_format.h"

typedef struct excess_state
{
	int64_t n;
	double periods_per_year; /* 0: figures are per period */
	moments excess;
	exact_sum shortfall;
} excess_state;

extern bool excess_add(excess_state *state, double r, double target);
extern bool excess_subtract(excess_state *state, double r, double target);
extern bool excess_merge(excess_state *state, const excess_state *other);

/* Each figure is NaN where it is not defined. */
extern double excess_volatility(const excess_state *state);
extern double excess_sharpe_ratio(const excess_state *state);
extern double excess_sortino_ratio(const excess_state *state);
extern double excess_downside_deviation(const excess_state *state);

extern const summary_format excess_format;

#endif
