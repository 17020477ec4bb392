/*
 * return_summary.c
 *		Aggregates over returns: compound_return and annualized_return.
 *
 * The transition type is return_summary, see math/return_state.h. Its sums are
 * exact, so a row that leaves a window's frame is subtracted.
 */
#include "summary_type.h"

#include "math/return_state.h"

SUMMARY_TYPE_FUNCTIONS(return_summary, return_format);

/* The frequency must be one for all rows. */
static void
set_periods_per_year(return_state *state, double periods_per_year)
{
	positive_value(periods_per_year, "periods_per_year", TS_NONE, 0);
	if (state->n > 0 && state->periods_per_year != periods_per_year)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("periods_per_year must be the same in every row, not %s and %s",
							   format_number(state->periods_per_year), format_number(periods_per_year))));
	state->periods_per_year = periods_per_year;
}

/* Add or subtract the row (r[, periods_per_year]). */
static inline Datum
apply_row(FunctionCallInfo fcinfo, bool (*apply)(return_state *, double))
{
	return_state *state;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	state = summary_transition(fcinfo, &return_format);
	if (PG_NARGS() > 2)
	{
		if (PG_ARGISNULL(2))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("periods_per_year must not be NULL"),
					 errhint("Use 12 for monthly and 252 for daily returns.")));
		set_periods_per_year(state, PG_GETARG_FLOAT8(2));
	}
	if (!apply(state, return_value(PG_GETARG_FLOAT8(1), "r", TS_NONE, 0)))
		result_out_of_range("compound return");
	return summary_datum(state);
}

PG_FUNCTION_INFO_V1(return_summary_accum);
Datum
return_summary_accum(PG_FUNCTION_ARGS)
{
	return apply_row(fcinfo, return_add);
}

PG_FUNCTION_INFO_V1(return_summary_retract);
Datum
return_summary_retract(PG_FUNCTION_ARGS)
{
	return apply_row(fcinfo, return_subtract);
}

static bool
merge_returns(void *pointer, const void *other_pointer)
{
	return_state *state = pointer;
	const return_state *other = other_pointer;

	if (other->n > 0)
	{
		if (other->periods_per_year > 0)
			set_periods_per_year(state, other->periods_per_year);
		else if (state->n > 0 && state->periods_per_year > 0)
			set_periods_per_year(state, other->periods_per_year);
	}
	return return_merge(state, other);
}

static const summary_class return_class = {&return_format, 1, NULL, merge_returns};

PG_FUNCTION_INFO_V1(return_summary_combine);
Datum
return_summary_combine(PG_FUNCTION_ARGS)
{
	return summary_combine(fcinfo, &return_class);
}

/* compound_return(return_summary): NULL over no returns. */
PG_FUNCTION_INFO_V1(return_summary_compound_return);
Datum
return_summary_compound_return(PG_FUNCTION_ARGS)
{
	return_state *state = summary_argument(fcinfo, 0, &return_format);

	if (state->n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(checked_result(return_compound(state), "compound_return"));
}

/* annualized_return(return_summary[, periods_per_year]): NULL over no returns. */
PG_FUNCTION_INFO_V1(return_summary_annualized_return);
Datum
return_summary_annualized_return(PG_FUNCTION_ARGS)
{
	return_state state = *(return_state *) summary_argument(fcinfo, 0, &return_format);

	if (state.n == 0)
		PG_RETURN_NULL();
	if (PG_NARGS() > 1)
		state.periods_per_year = positive_value(PG_GETARG_FLOAT8(1), "periods_per_year", TS_NONE, 0);
	PG_RETURN_FLOAT8(checked_result(return_annualized(&state), "annualized_return"));
}
