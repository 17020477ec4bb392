/*
 * contribution_summary.c
 *		The aggregate contribution: the sum of weights times returns.
 *
 * The transition type is contribution_summary, see math/contribution_state.h.
 */
#include "exact_aggregates.h"

#include "math/contribution_state.h"

static bool
read_row(FunctionCallInfo fcinfo, double *values)
{
	values[0] = finite_value(PG_GETARG_FLOAT8(1), "w", TS_NONE, 0);
	values[1] = return_value(PG_GETARG_FLOAT8(2), "r", TS_NONE, 0);
	return true;
}

static bool
add_values(void *state, const double *values)
{
	return contribution_add(state, values[0], values[1]);
}

static bool
subtract_values(void *state, const double *values)
{
	return contribution_subtract(state, values[0], values[1]);
}

static bool
merge_states(void *state, const void *other)
{
	return contribution_merge(state, other);
}

static const exact_class class = {
	&contribution_format, 2, read_row, add_values, subtract_values, merge_states,
};

EXACT_AGGREGATE_FUNCTIONS(contribution_summary, class);
EXACT_FIGURE(contribution_summary, class, contribution, contribution_total);
