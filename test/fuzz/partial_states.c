/*
 * partial_states.c
 *		States of rows in any order, divided in any way and put together again.
 *
 * All must hold the same bits as the state of the rows one by one, be accepted
 * when they come back from outside, and give the figures of a plain computation.
 * Rows that are taken out again, or leave a window, leave nothing.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/sliding_window.h"
#include "math/yield.h"
#include "support/round_trip.h"

enum
{
	ROWS = 12,
	VALUES = 3
};

typedef struct row
{
	int64_t ts;
	double value[VALUES];
} row;

typedef struct state_use
{
	const summary_format *format;
	void (*take)(input *in, row *r);
	bool (*add)(any_state *state, const row *r);
	bool (*subtract)(any_state *state, const row *r); /* NULL for states of an ordered series */
	bool (*merge)(void *state, const void *other);
	void (*check)(const any_state *state, const row *rows, int n);
	bool in_order; /* only a later stretch can be merged */
} state_use;

static ts_kind kind;

static void
take_prices(input *in, row *r)
{
	r->value[0] = take_size(in, -20, 20);
	r->value[1] = take_byte(in) % 4 == 0 ? r->value[0] * take_size(in, -10, 1) : 0;
	r->value[2] = take_byte(in) % 4 == 0 ? take_size(in, -3, 3) : 1;
}

static void
take_sizes(input *in, row *r)
{
	r->value[0] = take_size(in, -20, 40);
	r->value[1] = take_size(in, -20, 40);
}

static void
take_yield(input *in, row *r)
{
	r->value[0] = take_signed(in, -20, 26);
}

static void
take_returns(input *in, row *r)
{
	r->value[0] = take_return(in);
	r->value[1] = take_return(in);
}

static void
take_earnings(input *in, row *r)
{
	r->value[0] = take_size(in, -3, 60);
	r->value[1] = take_byte(in) % 4 == 0 ? 0 : take_signed(in, -3, 60);
}

static void
take_effect(input *in, row *r)
{
	r->value[0] = take_signed(in, -20, 1);
	for (int i = 1; i < VALUES; i++)
		do
			r->value[i] = take_return(in);
		while (r->value[i] == -1 && in->left > 0);
	for (int i = 1; i < VALUES; i++)
		r->value[i] = r->value[i] == -1 ? 0 : r->value[i];
}

static bool
add_level(any_state *state, const row *r)
{
	double income = r->value[1] == 0 ? 0 : log1p(r->value[1] / r->value[0]);

	if (income == 0 && r->value[2] == 1)
		return level_add(&state->level, r->ts, kind, r->value[0]);
	return level_add_factors(&state->level, span_add(&state->span, r->ts, kind), r->value[0], income,
							 log(r->value[2]));
}

static bool
merge_level(void *state, const void *other)
{
	return level_merge(state, other);
}

static void
check_level(const any_state *state, const row *rows, int n)
{
	long double price = (long double) rows[n - 1].value[0] / rows[0].value[0];
	long double income = 1;
	long double split = 1;
	long double years = (rows[n - 1].ts - rows[0].ts) / (kind == TS_DATE ? 1.0L : 86400e6L) / 365.25L;
	long double total;

	if (n < 2)
		return;
	for (int i = 1; i < n; i++)
	{
		income *= 1 + (long double) rows[i].value[1] / rows[i].value[0];
		split *= rows[i].value[2];
	}
	total = price * split * income;
	require(is_close(level_price_return(&state->level), price * split - 1, (1 + price * split) * 1e-14L),
			"a price return is another");
	require(is_close(level_income_return(&state->level), income - 1, (income - 1) * 1e-14L + 1e-17L),
			"an income return is another");
	require(is_close(level_total_return(&state->level), total - 1, (1 + total) * 1e-14L),
			"a total return is another");
	if (years > 0.01L)
	{
		long double annual = powl(total, 1 / years);

		require(is_close(level_annualized_return(&state->level, true), annual - 1,
						 (1 + annual) * (1 + 1 / years) * 1e-13L),
				"an annualised return is another");
	}
	require(!(level_total_return(&state->level) < -1), "more than everything is lost");
}

static bool
add_pair(any_state *state, const row *r)
{
	pair_add(&state->pair, r->ts, kind, r->value[0], r->value[1]);
	return true;
}

static bool
merge_pair(void *state, const void *other)
{
	pair_merge(state, other);
	return true;
}

static void
check_pair(const any_state *state, const row *rows, int n)
{
	long double a = (long double) rows[n - 1].value[0] / rows[0].value[0];
	long double b = (long double) rows[n - 1].value[1] / rows[0].value[1];

	if (n < 2)
		return;
	require(is_close(pair_arithmetic(&state->pair), a - b, (1 + a + b) * 1e-15L), "a difference is another");
	require(is_close(pair_geometric(&state->pair), a / b - 1, (1 + a / b) * 1e-15L), "a ratio is another");
}

static bool
add_yield(any_state *state, const row *r)
{
	yield_add(&state->yield, r->ts, kind, r->value[0]);
	return true;
}

static bool
merge_yield(void *state, const void *other)
{
	yield_merge(state, other);
	return true;
}

static void
check_yield(const any_state *state, const row *rows, int n)
{
	long double first = 100 * (long double) rows[0].value[0];
	long double last = 100 * (long double) rows[n - 1].value[0];

	/* each is rounded to a unit, or to a double where that is coarser */
	require(
		is_close(yield_change(&state->yield), last - first, (fabsl(first) + fabsl(last)) * 0x1p-52L + 2e-8L),
		"a change is another");
}

static bool
add_return(any_state *state, const row *r)
{
	return return_add(&state->returns, r->value[0]);
}

static bool
subtract_return(any_state *state, const row *r)
{
	return return_subtract(&state->returns, r->value[0]);
}

static bool
merge_return(void *state, const void *other)
{
	return return_merge(state, other);
}

static void
check_return(const any_state *state, const row *rows, int n)
{
	long double growth = 1;

	for (int i = 0; i < n; i++)
		growth *= 1 + (long double) rows[i].value[0];
	require(is_close(return_compound(&state->returns), growth - 1, (1 + growth) * 1e-14L),
			"a compound return is another");
}

static bool
add_excess(any_state *state, const row *r)
{
	return excess_add(&state->excess, r->value[0], r->value[1]);
}

static bool
subtract_excess(any_state *state, const row *r)
{
	return excess_subtract(&state->excess, r->value[0], r->value[1]);
}

static bool
merge_excess(void *state, const void *other)
{
	return excess_merge(state, other);
}

static void
check_excess(const any_state *state, const row *rows, int n)
{
	long double shortfall = 0;

	for (int i = 0; i < n; i++)
	{
		double x = rows[i].value[0] - rows[i].value[1];

		shortfall += x < 0 ? (long double) x * x : 0;
	}
	shortfall = sqrtl(shortfall / n);
	require(is_close(excess_downside_deviation(&state->excess), shortfall, shortfall * 1e-14L + 1e-17L),
			"a downside deviation is another");
}

static bool
add_return_pair(any_state *state, const row *r)
{
	return return_pair_add(&state->return_pair, r->value[0], r->value[1]);
}

static bool
subtract_return_pair(any_state *state, const row *r)
{
	return return_pair_subtract(&state->return_pair, r->value[0], r->value[1]);
}

static bool
merge_return_pair(void *state, const void *other)
{
	return return_pair_merge(state, other);
}

static void
check_return_pair(const any_state *state, const row *rows, int n)
{
	double correlation = return_pair_correlation(&state->return_pair);
	long double up[2] = {1, 1};
	int hits = 0;

	for (int i = 0; i < n; i++)
	{
		hits += rows[i].value[0] > rows[i].value[1];
		for (int j = 0; j < 2 && rows[i].value[1] > 0; j++)
			up[j] *= 1 + (long double) rows[i].value[j];
	}
	require(return_pair_hit_rate(&state->return_pair) == (double) hits / n, "a hit rate is another");
	require(isnan(correlation) || fabs(correlation) <= 1, "a correlation is above 1");
	if (up[1] > 1.01L)
		require(is_close(return_pair_up_capture(&state->return_pair), (up[0] - 1) / (up[1] - 1),
						 (1 + up[0]) * up[1] / (up[1] - 1) / (up[1] - 1) * 1e-13L),
				"an up capture is another");
}

static bool
add_drawdown(any_state *state, const row *r)
{
	drawdown_state one;

	drawdown_begin(&one, r->ts, kind, r->value[0]);
	drawdown_append(&state->drawdown, &one);
	return true;
}

static bool
merge_drawdown(void *state, const void *other)
{
	drawdown_append(state, other);
	return true;
}

static void
check_drawdown(const any_state *state, const row *rows, int n)
{
	long double depth = 0;

	for (int i = 0; i < n; i++)
		for (int j = i; j < n; j++)
			depth = fminl(depth, (long double) rows[j].value[0] / rows[i].value[0] - 1);
	require(is_close(state->drawdown.depth, depth, 1e-15L), "a drawdown is another");
}

static bool
add_breadth(any_state *state, const row *r)
{
	return breadth_add(&state->breadth, r->value[0]);
}

static bool
subtract_breadth(any_state *state, const row *r)
{
	return breadth_subtract(&state->breadth, r->value[0]);
}

static bool
merge_breadth(void *state, const void *other)
{
	return breadth_merge(state, other);
}

static void
check_breadth(const any_state *state, const row *rows, int n)
{
	int unchanged = 0;

	for (int i = 0; i < n; i++)
		unchanged += rows[i].value[0] == 0;
	require(breadth_unchanged(&state->breadth) == unchanged, "who is unchanged is miscounted");
}

static bool
add_weight(any_state *state, const row *r)
{
	return weight_add(&state->weights, r->value[0]);
}

static bool
subtract_weight(any_state *state, const row *r)
{
	return weight_subtract(&state->weights, r->value[0]);
}

static bool
merge_weights(void *state, const void *other)
{
	return weight_merge(state, other);
}

static void
check_weights(const any_state *state, const row *rows, int n)
{
	long double sum = 0;
	long double squares = 0;
	long double effective;

	for (int i = 0; i < n; i++)
	{
		sum += rows[i].value[0];
		squares += (long double) rows[i].value[0] * rows[i].value[0];
	}
	effective = sum * sum / squares;
	require(is_close(weight_effective_n(&state->weights), effective, effective * 1e-14L),
			"an effective number is another");
	require(is_close(weight_herfindahl(&state->weights), 1 / effective, 1e-14L / effective),
			"a concentration is another");
}

static bool
add_earnings(any_state *state, const row *r)
{
	return earnings_add(&state->earnings, r->value[0], r->value[1]);
}

static bool
subtract_earnings(any_state *state, const row *r)
{
	return earnings_subtract(&state->earnings, r->value[0], r->value[1]);
}

static bool
merge_earnings(void *state, const void *other)
{
	return earnings_merge(state, other);
}

static void
check_earnings(const any_state *state, const row *rows, int n)
{
	long double cap = 0;
	long double earnings = 0;

	for (int i = 0; i < n; i++)
		if (rows[i].value[1] > 0)
		{
			cap += rows[i].value[0];
			earnings += rows[i].value[1];
		}
	if (earnings > 0)
		require(is_close(earnings_price_multiple(&state->earnings, false), cap / earnings,
						 cap / earnings * 1e-15L),
				"a multiple is another");
}

static bool
add_contribution(any_state *state, const row *r)
{
	return contribution_add(&state->contribution, r->value[0], r->value[1]);
}

static bool
subtract_contribution(any_state *state, const row *r)
{
	return contribution_subtract(&state->contribution, r->value[0], r->value[1]);
}

static bool
merge_contribution(void *state, const void *other)
{
	return contribution_merge(state, other);
}

static void
check_contribution(const any_state *state, const row *rows, int n)
{
	long double sum = 0;
	long double sizes = 0;

	for (int i = 0; i < n; i++)
	{
		sum += (long double) rows[i].value[0] * rows[i].value[1];
		sizes += fabsl((long double) rows[i].value[0] * rows[i].value[1]);
	}
	require(is_close(contribution_total(&state->contribution), sum, fabsl(sum) * 2e-16L + sizes * 1e-18L),
			"a contribution is another");
}

static bool
add_linked_effect(any_state *state, const row *r)
{
	return linked_effect_add(&state->linked_effect, r->value[0], r->value[1], r->value[2]);
}

static bool
subtract_linked_effect(any_state *state, const row *r)
{
	return linked_effect_subtract(&state->linked_effect, r->value[0], r->value[1], r->value[2]);
}

static bool
merge_linked_effect(void *state, const void *other)
{
	return linked_effect_merge(state, other);
}

/* The effects that are the differences of the returns add up to the difference of the whole. */
static void
check_linked_effect(const any_state *state, const row *rows, int n)
{
	linked_effect_state differences = {0, {{0}}, {{0}}, {{0}}};
	long double portfolio = 1;
	long double benchmark = 1;
	long double sizes = 0;
	long double most = 1;

	for (int i = 0; i < n; i++)
	{
		double p = rows[i].value[1];
		double b = rows[i].value[2];

		require(linked_effect_add(&differences, p - b, p, b), "a difference is refused");
		portfolio *= 1 + (long double) p;
		benchmark *= 1 + (long double) b;
		sizes += fabsl(log1pl(p)) + fabsl(log1pl(b));
		most = fmaxl(most, fmaxl(portfolio, benchmark));
	}
	require(is_close(linked_effect_carino(&differences), portfolio - benchmark,
					 (1 + sizes) * (portfolio + benchmark) * 1e-14L),
			"linked effects do not add up");
	require(state->linked_effect.n == n, "effects are miscounted");
}

static const state_use uses[] = {
	{&level_format, take_prices, add_level, NULL, merge_level, check_level, false},
	{&pair_format, take_sizes, add_pair, NULL, merge_pair, check_pair, false},
	{&yield_format, take_yield, add_yield, NULL, merge_yield, check_yield, false},
	{&drawdown_format, take_sizes, add_drawdown, NULL, merge_drawdown, check_drawdown, true},
	{&return_format, take_returns, add_return, subtract_return, merge_return, check_return, false},
	{&excess_format, take_returns, add_excess, subtract_excess, merge_excess, check_excess, false},
	{&return_pair_format, take_returns, add_return_pair, subtract_return_pair, merge_return_pair,
	 check_return_pair, false},
	{&breadth_format, take_returns, add_breadth, subtract_breadth, merge_breadth, check_breadth, false},
	{&weight_format, take_sizes, add_weight, subtract_weight, merge_weights, check_weights, false},
	{&earnings_format, take_earnings, add_earnings, subtract_earnings, merge_earnings, check_earnings, false},
	{&contribution_format, take_sizes, add_contribution, subtract_contribution, merge_contribution,
	 check_contribution, false},
	{&linked_effect_format, take_effect, add_linked_effect, subtract_linked_effect, merge_linked_effect,
	 check_linked_effect, false},
};

static any_state
state_of(const state_use *use, const row *rows, int n)
{
	any_state state;

	memset(&state, 0, sizeof state);
	for (int i = 0; i < n; i++)
		require(use->add(&state, &rows[i]), "a row is refused");
	return state;
}

/* The state of some rows, divided at random, the parts in any order or in that of the rows. */
static any_state
divided_state(input *in, const state_use *use, const row *rows, int n)
{
	int first = n < 2 ? 0 : take_below(in, n);
	any_state a;
	any_state b;
	bool turned = take_byte(in) & 1;

	if (first == 0)
		return state_of(use, rows, n);
	a = divided_state(in, use, rows, first);
	b = divided_state(in, use, rows + first, n - first);
	if (turned && !use->in_order)
	{
		require(use->merge(&b, &a), "parts are refused");
		return b;
	}
	require(use->merge(&a, &b), "parts are refused");
	return a;
}

static void
check_accepted(const state_use *use, const any_state *state)
{
	uint8_t binary[1024];
	char text[SUMMARY_MAX_TEXT];
	any_state read;
	size_t size = summary_binary_size(use->format, state);

	require(size <= sizeof binary, "more bytes than foreseen");
	summary_write(use->format, state, binary);
	require(summary_read(use->format, binary, size, &read) == NULL &&
				summary_equal(use->format, state, &read),
			"a state does not come back from its bytes");
	summary_print(use->format, state, text);
	require(summary_parse(use->format, text, &read) == NULL && summary_equal(use->format, state, &read),
			"a state does not come back from its text");
}

/* At each row of a window of some rows the state is that of its rows. */
static void
check_window(const state_use *use, const row *rows, int n, int width)
{
	sliding_window window;

	sliding_init(&window, use->format->size, use->merge);
	for (int i = 0; i < n; i++)
	{
		any_state one = state_of(use, &rows[i], 1);
		int from = i < width ? 0 : i - width + 1;
		any_state expected = state_of(use, rows + from, i - from + 1);
		any_state total;

		require(sliding_push(&window, &one), "a row is refused by a window");
		if (i >= width)
			require(sliding_pop(&window), "a row cannot leave a window");
		require(sliding_total(&window, &total) && summary_equal(use->format, &total, &expected),
				"a window has another state");
	}
	host_free(window.front.states);
	host_free(window.back.states);
	host_free(window.back_total);
}

void
fuzz_partial_states(input *in)
{
	const state_use *use = &uses[take_below(in, LENGTH(uses))];
	int n = 1 + take_below(in, ROWS);
	int order[ROWS];
	row rows[ROWS];
	row mixed[ROWS];
	any_state whole;
	any_state other;
	int64_t ts;

	kind = (ts_kind) (1 + take_below(in, 3));
	ts = take_below(in, 20000) * (kind == TS_DATE ? INT64_C(1) : INT64_C(86400000000));
	memset(rows, 0, sizeof rows);
	for (int i = 0; i < n; i++)
	{
		int gap = take_below(in, 400);

		/* two rows at one moment do no harm between the first and the last */
		gap += use->in_order || i < 2 || i == n - 1;
		rows[i].ts = ts += gap * (kind == TS_DATE ? INT64_C(1) : INT64_C(7200000000));
		use->take(in, &rows[i]);
	}
	whole = state_of(use, rows, n);
	check_accepted(use, &whole);
	use->check(&whole, rows, n);

	take_order(in, order, n);
	for (int i = 0; i < n; i++)
		mixed[i] = rows[use->in_order ? i : order[i]];
	other = divided_state(in, use, mixed, n);
	require(summary_equal(use->format, &whole, &other), "parts give another state");
	if (use->subtract != NULL)
	{
		int left = take_below(in, n + 1);

		for (int i = left; i < n; i++)
			require(use->subtract(&other, &mixed[i]), "a row cannot be taken out");
		whole = state_of(use, mixed, left);
		require(summary_equal(use->format, &whole, &other), "a row that was taken out leaves something");
	}
	check_window(use, rows, n, 1 + take_below(in, n));
}
