/*
 * level_summary.c
 *		Aggregates over a series of prices: total_return, price_return,
 *		income_return, annualized_return, and level_summary itself.
 *
 * The transition type is level_summary, see math/level_state.h. Its rows are
 * (ts, price[, dividend[, split]]). A NULL price skips the row, a NULL dividend
 * is 0, a NULL split is 1.
 */
#include "summary_type.h"

#include "math/level_state.h"

SUMMARY_TYPE_FUNCTIONS(level_summary, level_format);

/* Check the row in the arguments from the second on, and add it to a state. */
static inline void
add_price_row(FunctionCallInfo fcinfo, void *state, ts_kind kind)
{
	level_state *level = state;
	int64 ts = ts_argument(fcinfo, 1, kind);
	double price = positive_value(PG_GETARG_FLOAT8(2), "price", kind, ts);
	double dividend = 0;
	double split = 1;

	if (PG_NARGS() > 3 && !PG_ARGISNULL(3))
		dividend = non_negative_value(PG_GETARG_FLOAT8(3), "dividend", kind, ts);
	if (PG_NARGS() > 4 && !PG_ARGISNULL(4))
		split = positive_value(PG_GETARG_FLOAT8(4), "split", kind, ts);

	if (likely(dividend == 0 && split == 1))
	{
		if (likely(level_add(level, ts, kind, price)))
			return;
	}
	else if (level_add_factors(level, span_add(&level->span, ts, kind), price,
							   dividend == 0 ? 0 : log1p(dividend / price), log(split)))
		return;
	result_out_of_range("dividend / price");
}

static bool
merge_levels(void *state, const void *other)
{
	require_same_kind(&((level_state *) state)->span, &((const level_state *) other)->span);
	return level_merge(state, other);
}

static const summary_class level_class = {&level_format, 2, add_price_row, merge_levels};

SUMMARY_AGGREGATE_FUNCTIONS(level_summary, level_class);

static double
annualized_over_a_year(const level_state *state)
{
	return level_annualized_return(state, false);
}

SUMMARY_FIGURE(level_summary, level_class, level_state, total_return, level_total_return);
SUMMARY_FIGURE(level_summary, level_class, level_state, price_return, level_price_return);
SUMMARY_FIGURE(level_summary, level_class, level_state, income_return, level_income_return);
SUMMARY_FIGURE(level_summary, level_class, level_state, annualized_return, annualized_over_a_year);

/* annualized_return(summary, under_a_year): also for stretches under a year, where asked. */
PG_FUNCTION_INFO_V1(level_summary_annualized_return_asked);
Datum
level_summary_annualized_return_asked(PG_FUNCTION_ARGS)
{
	level_state *state = summary_argument(fcinfo, 0, &level_format);

	if (!span_is_readable(&state->span))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(checked_result(level_annualized_return(state, PG_GETARG_BOOL(1)), "annualized_return"));
}
