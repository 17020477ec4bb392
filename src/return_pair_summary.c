/*
 * return_pair_summary.c
 *		Aggregates over the returns of a series and of its benchmark:
 *		tracking_error, information_ratio, beta, alpha, return_correlation,
 *		up_capture, down_capture and hit_rate.
 *
 * The transition type is return_pair_summary, see math/return_pair_state.h.
 */
#include "return_aggregates.h"

#include "math/return_pair_state.h"

static bool
add_values(void *state, const double *values)
{
	return return_pair_add(state, values[0], values[1]);
}

static bool
subtract_values(void *state, const double *values)
{
	return return_pair_subtract(state, values[0], values[1]);
}

static bool
merge_states(void *state, const void *other)
{
	return return_pair_merge(state, other);
}

static const return_class class = {
	&return_pair_format, 2, {"ra", "rb"}, true, add_values, subtract_values, merge_states,
};

RETURN_AGGREGATE_FUNCTIONS(return_pair_summary, class);
RETURN_FIGURE(return_pair_summary, class, tracking_error, return_pair_tracking_error, true);
RETURN_FIGURE(return_pair_summary, class, information_ratio, return_pair_information_ratio, true);
RETURN_FIGURE(return_pair_summary, class, beta, return_pair_beta, false);
RETURN_FIGURE(return_pair_summary, class, alpha, return_pair_alpha, false);
RETURN_FIGURE(return_pair_summary, class, return_correlation, return_pair_correlation, false);
RETURN_FIGURE(return_pair_summary, class, up_capture, return_pair_up_capture, false);
RETURN_FIGURE(return_pair_summary, class, down_capture, return_pair_down_capture, false);
RETURN_FIGURE(return_pair_summary, class, hit_rate, return_pair_hit_rate, false);
