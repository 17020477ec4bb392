/*
 * return_pair_state.h
 *		What is kept of the returns of a series and of its benchmark.
 *
 *	a, b, difference	sums of ra, rb and ra - rb and of their squares
 *	products			sum of ra * rb
 *	up_a, up_b			what each compounds to where the benchmark rose
 *	down_a, down_b		and where it did not
 *	hits				how often ra was above rb
 */
#ifndef ROTATION_RETURN_PAIR_STATE_H
#define ROTATION_RETURN_PAIR_STATE_H

#include "math/growth.h"
#include "math/moments.h"
#include "math/summary_format.h"

typedef struct return_pair_state
{
	int64_t n;
	double periods_per_year;
	int64_t hits;
	moments a;
	moments b;
	moments difference;
	exact_sum products;
	growth up_a;
	growth up_b;
	growth down_a;
	growth down_b;
} return_pair_state;

extern bool return_pair_add(return_pair_state *state, double a, double b);
extern bool return_pair_subtract(return_pair_state *state, double a, double b);
extern bool return_pair_merge(return_pair_state *state, const return_pair_state *other);

/* Each figure is NaN where it is not defined. */
extern double return_pair_tracking_error(const return_pair_state *state);
extern double return_pair_information_ratio(const return_pair_state *state);
extern double return_pair_beta(const return_pair_state *state);
extern double return_pair_alpha(const return_pair_state *state);
extern double return_pair_correlation(const return_pair_state *state);
extern double return_pair_up_capture(const return_pair_state *state);
extern double return_pair_down_capture(const return_pair_state *state);
extern double return_pair_hit_rate(const return_pair_state *state);

extern const summary_format return_pair_format;

#endif
