/*
 * return_aggregates.c
 *		What the aggregates over returns share, whatever they keep of them.
 */
#include "return_aggregates.h"

/* The frequency must be one for all rows. */
static void
set_periods_per_year(return_head *head, double periods_per_year)
{
	if (head->n > 0 && head->periods_per_year != periods_per_year)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("periods_per_year must be the same in every row, not %s and %s",
							   format_number(head->periods_per_year), format_number(periods_per_year))));
	head->periods_per_year = periods_per_year;
}

/* The frequency in an argument. */
static double
frequency_argument(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("periods_per_year must not be NULL"),
						errhint("Use 12 for monthly and 252 for daily returns.")));
	return positive_value(PG_GETARG_FLOAT8(argument), "periods_per_year", TS_NONE, 0);
}

/* Add or subtract the row (values[, periods_per_year]). A NULL value skips it. */
Datum
return_accum(FunctionCallInfo fcinfo, const return_class *class, bool add)
{
	double values[2] = {0, 0};
	void *state;

	for (int i = 1; i <= class->values; i++)
		if (PG_ARGISNULL(i))
			return summary_unchanged(fcinfo, class->format);
	state = summary_transition(fcinfo, class->format);
	if (PG_NARGS() > class->values + 1)
		set_periods_per_year(state, frequency_argument(fcinfo, class->values + 1));
	values[0] = return_value(PG_GETARG_FLOAT8(1), class->names[0], TS_NONE, 0);
	if (class->values > 1)
		values[1] = class->second_is_return ? return_value(PG_GETARG_FLOAT8(2), class->names[1], TS_NONE, 0)
											: finite_value(PG_GETARG_FLOAT8(2), class->names[1], TS_NONE, 0);
	if (!(add ? class->add : class->subtract)(state, values))
		result_out_of_range(class->format->type_name);
	return summary_datum(state);
}

/* Combine two partial states, of which either may be NULL. */
Datum
return_combine(FunctionCallInfo fcinfo, const return_class *class)
{
	/* the first state is changed in place, which nothing but an aggregate's own may be */
	require_aggregate(fcinfo, NULL);
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
	{
		return_head *head = summary_argument(fcinfo, 0, class->format);
		const return_head *other = summary_argument(fcinfo, 1, class->format);

		if (other->n > 0)
			set_periods_per_year(head, other->periods_per_year);
	}
	return summary_combine(fcinfo, &(summary_class){.format = class->format, .merge = class->merge});
}

/* The state that a figure is read from, with the frequency asked for. */
void *
return_figure_state(FunctionCallInfo fcinfo, const return_class *class, bool needs_frequency)
{
	void *state = summary_argument(fcinfo, 0, class->format);

	if (PG_NARGS() > 1)
	{
		void *copy = palloc(class->format->size);

		memcpy(copy, state, class->format->size);
		((return_head *) copy)->periods_per_year = frequency_argument(fcinfo, 1);
		return copy;
	}
	if (needs_frequency && ((return_head *) state)->periods_per_year == 0 && ((return_head *) state)->n > 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("the summary does not say how many periods make a year"),
						errhint("Give periods_per_year as the second argument.")));
	return state;
}
