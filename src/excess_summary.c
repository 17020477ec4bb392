/*
 * excess_summary.c
 *		Aggregates over returns against a target: sharpe_ratio, sortino_ratio and
 *		downside_deviation; and annualized_volatility, for which the target is 0.
 *
 * The transition type is excess_summary, see math/excess_state.h.
 */
#include "return_aggregates.h"

#include "math/excess_state.h"

static bool
add_values(void *state, const double *values)
{
	return excess_add(state, values[0], values[1]);
}

static bool
subtract_values(void *state, const double *values)
{
	return excess_subtract(state, values[0], values[1]);
}

static bool
add_return(void *state, const double *values)
{
	return excess_add(state, values[0], 0);
}

static bool
subtract_return(void *state, const double *values)
{
	return excess_subtract(state, values[0], 0);
}

static bool
merge_states(void *state, const void *other)
{
	return excess_merge(state, other);
}

static const return_class class = {
	&excess_format, 2, {"r", "target"}, false, add_values, subtract_values, merge_states,
};

/* Rows without a target. */
static const return_class returns = {
	&excess_format, 1, {"r"}, true, add_return, subtract_return, merge_states,
};

RETURN_AGGREGATE_FUNCTIONS(excess_summary, class);
RETURN_TRANSITION_FUNCTIONS(volatility, returns);
RETURN_FIGURE(excess_summary, class, annualized_volatility, excess_volatility, true);
RETURN_FIGURE(excess_summary, class, sharpe_ratio, excess_sharpe_ratio, false);
RETURN_FIGURE(excess_summary, class, sortino_ratio, excess_sortino_ratio, false);
RETURN_FIGURE(excess_summary, class, downside_deviation, excess_downside_deviation, false);
