/*
 * linked_effect_summary.c
 *		The aggregate carino_linked: an attribution effect linked over periods.
 *
 * The transition type is linked_effect_summary, see math/linked_effect_state.h.
 */
#include "exact_aggregates.h"

#include "math/linked_effect_state.h"

/* A return that has a logarithm, and not so large a one that effects get lost beside it. */
static double
linkable_return(double value, const char *name)
{
	if (unlikely(!(value > -1 && value < LINKABLE_RETURN_LIMIT)))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s must be above -1 and below 1e12, not %s", name, format_number(value)),
						errhint("Effects are linked by the logarithm of 1 + return, which a return of -1 "
								"does not have.")));
	return value;
}

static bool
read_row(FunctionCallInfo fcinfo, double *values)
{
	values[0] = finite_value(PG_GETARG_FLOAT8(1), "effect", TS_NONE, 0);
	values[1] = linkable_return(PG_GETARG_FLOAT8(2), "r_portfolio");
	values[2] = linkable_return(PG_GETARG_FLOAT8(3), "r_benchmark");
	return true;
}

static bool
add_values(void *state, const double *values)
{
	return linked_effect_add(state, values[0], values[1], values[2]);
}

static bool
subtract_values(void *state, const double *values)
{
	return linked_effect_subtract(state, values[0], values[1], values[2]);
}

static bool
merge_states(void *state, const void *other)
{
	return linked_effect_merge(state, other);
}

static const exact_class class = {
	&linked_effect_format, 3, read_row, add_values, subtract_values, merge_states,
};

EXACT_AGGREGATE_FUNCTIONS(linked_effect_summary, class);
EXACT_FIGURE(linked_effect_summary, class, carino_linked, linked_effect_carino);
