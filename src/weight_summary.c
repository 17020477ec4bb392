/*
 * weight_summary.c
 *		Aggregates over weights or capitalisations: herfindahl and effective_n.
 *
 * The transition type is weight_summary, see math/weight_state.h.
 */
#include "exact_aggregates.h"

#include "math/weight_state.h"

static bool
read_row(FunctionCallInfo fcinfo, double *values)
{
	values[0] = non_negative_value(PG_GETARG_FLOAT8(1), "w", TS_NONE, 0);
	return true;
}

static bool
add_values(void *state, const double *values)
{
	return weight_add(state, values[0]);
}

static bool
subtract_values(void *state, const double *values)
{
	return weight_subtract(state, values[0]);
}

static bool
merge_states(void *state, const void *other)
{
	return weight_merge(state, other);
}

static const exact_class class = {
	&weight_format, 1, read_row, add_values, subtract_values, merge_states,
};

EXACT_AGGREGATE_FUNCTIONS(weight_summary, class);
EXACT_FIGURE(weight_summary, class, herfindahl, weight_herfindahl);
EXACT_FIGURE(weight_summary, class, effective_n, weight_effective_n);
