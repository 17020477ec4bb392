/*
 * return_summary.c
 *		Aggregates over returns: compound_return, annualized_return and
 *		annualized_volatility.
 *
 * The transition type is return_summary, see math/return_state.h.
 */
#include "return_aggregates.h"

#include "math/return_state.h"

static bool
add_values(void *state, const double *values)
{
	return return_add(state, values[0]);
}

static bool
subtract_values(void *state, const double *values)
{
	return return_subtract(state, values[0]);
}

static bool
merge_states(void *state, const void *other)
{
	return return_merge(state, other);
}

static const return_class class = {
	&return_format, 1, {"r"}, true, add_values, subtract_values, merge_states,
};

RETURN_AGGREGATE_FUNCTIONS(return_summary, class);
RETURN_FIGURE(return_summary, class, compound_return, return_compound, false);
RETURN_FIGURE(return_summary, class, annualized_return, return_annualized, true);
RETURN_FIGURE(return_summary, class, annualized_volatility, return_annualized_volatility, true);
