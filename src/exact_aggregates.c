/*
 * exact_aggregates.c
 *		What the aggregates share whose states are counts and exact sums alone.
 */
#include "exact_aggregates.h"

/* Add or subtract the row in the arguments from the second on. A NULL value skips it. */
Datum
exact_accum(FunctionCallInfo fcinfo, const exact_class *class, bool add)
{
	double values[EXACT_MAX_VALUES];
	void *state;

	for (int i = 1; i <= class->values; i++)
		if (PG_ARGISNULL(i))
			return summary_unchanged(fcinfo, class->format);
	if (!class->read_row(fcinfo, values))
		return summary_unchanged(fcinfo, class->format);
	state = summary_transition(fcinfo, class->format);
	if (!(add ? class->add : class->subtract)(state, values))
		result_out_of_range(class->format->type_name);
	return summary_datum(state);
}

/* Combine two partial states, of which either may be NULL. */
Datum
exact_combine(FunctionCallInfo fcinfo, const exact_class *class)
{
	return summary_combine(fcinfo, &(summary_class){.format = class->format, .merge = class->merge});
}
