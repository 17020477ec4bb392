/*
 * earnings_summary.c
 *		Valuation: the aggregate index_pe over the capitalisations and earnings of
 *		an index' members, and the discount between two valuations.
 *
 * The transition type is earnings_summary, see math/earnings_state.h.
 */
#include "exact_aggregates.h"

#include "math/earnings_state.h"
#include "math/relative_change.h"

static bool
include_losses_argument(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("include_losses must not be NULL"),
						errhint("Use true to count members with earnings of 0 or below, false to leave "
								"them out.")));
	return PG_GETARG_BOOL(argument);
}

/* The row (cap, earnings[, include_losses]). */
static bool
read_row(FunctionCallInfo fcinfo, double *values)
{
	values[0] = positive_value(PG_GETARG_FLOAT8(1), "cap", TS_NONE, 0);
	values[1] = finite_value(PG_GETARG_FLOAT8(2), "earnings", TS_NONE, 0);
	return PG_NARGS() < 4 || include_losses_argument(fcinfo, 3) || values[1] > 0;
}

static bool
add_values(void *state, const double *values)
{
	return earnings_add(state, values[0], values[1]);
}

static bool
subtract_values(void *state, const double *values)
{
	return earnings_subtract(state, values[0], values[1]);
}

static bool
merge_states(void *state, const void *other)
{
	return earnings_merge(state, other);
}

static const exact_class class = {
	&earnings_format, 2, read_row, add_values, subtract_values, merge_states,
};

EXACT_AGGREGATE_FUNCTIONS(earnings_summary, class);

/* Accessor (summary[, include_losses]) and final function. */
PG_FUNCTION_INFO_V1(earnings_summary_index_pe);
Datum
earnings_summary_index_pe(PG_FUNCTION_ARGS)
{
	const earnings_state *state = summary_argument(fcinfo, 0, &earnings_format);
	bool include_losses = PG_NARGS() < 2 || include_losses_argument(fcinfo, 1);
	double result = earnings_price_multiple(state, include_losses);

	if (isnan(result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(checked_result(result, "index_pe"));
}

/* How much cheaper the first valuation is than the second. */
PG_FUNCTION_INFO_V1(valuation_discount);
Datum
valuation_discount(PG_FUNCTION_ARGS)
{
	double a = positive_value(PG_GETARG_FLOAT8(0), "a", TS_NONE, 0);
	double b = positive_value(PG_GETARG_FLOAT8(1), "b", TS_NONE, 0);

	/* 0 less, for a plain minus would make -0 of no discount */
	PG_RETURN_FLOAT8(checked_result(0 - relative_change(b, a), "valuation_discount"));
}
