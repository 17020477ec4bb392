/*
 * level_state.h
 *		What is kept of a series of prices to give its returns.
 *
 *	first, last		prices at the two ends of the span
 *	income			sum of ln(1 + dividend / price) over all rows but the first
 *	split			sum of ln(split) over all rows but the first
 *
 * The first row's own dividend and split lie before the period, which runs from
 * its close. They are kept apart because an earlier row may yet arrive.
 */
#ifndef ROTATION_LEVEL_STATE_H
#define ROTATION_LEVEL_STATE_H

#include "math/exact_sum.h"
#include "math/span.h"
#include "math/summary_format.h"

typedef struct level_state
{
	span span;
	double first_price;
	double first_income;
	double first_split;
	double last_price;
	exact_sum income;
	exact_sum split;
} level_state;

extern bool level_add_factors(level_state *state, int ends, double price, double income, double split);
extern bool level_merge(level_state *state, const level_state *other);
extern double level_growth(const level_state *state);
extern double level_total_return(const level_state *state);
extern double level_price_return(const level_state *state);
extern double level_income_return(const level_state *state);
extern double level_annualized_return(const level_state *state, bool under_a_year);

extern const summary_format level_format;

/* Add a row. Price and dividend have been checked; false if a factor is out of range. */
static inline bool
level_add(level_state *state, int64_t ts, ts_kind kind, double price)
{
	int ends = span_add(&state->span, ts, kind);

	if (ends == SPAN_LAST)
	{
		state->last_price = price;
		return true;
	}
	return level_add_factors(state, ends, price, 0, 0);
}

#endif
