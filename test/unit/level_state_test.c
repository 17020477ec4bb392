/*
 * level_state_test.c
 *		Returns of a series of prices: known figures, and the same bits however
 *		its rows come.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/level_state.h"

typedef struct price_row
{
	int64_t ts;
	double price;
	double dividend;
	double split;
} price_row;

/* As the SQL layer adds a row. */
static void
add_row(level_state *state, const price_row *row)
{
	if (row->dividend == 0 && row->split == 1)
		level_add(state, row->ts, TS_DATE, row->price);
	else
		level_add_factors(state, span_add(&state->span, row->ts, TS_DATE), row->price,
						  row->dividend == 0 ? 0 : log1p(row->dividend / row->price), log(row->split));
}

static level_state
state_of(const price_row *rows, int n)
{
	level_state state = {0};

	for (int i = 0; i < n; i++)
		add_row(&state, &rows[i]);
	return state;
}

/* DESIGN: P_T / P_0 * prod(1 + D_t / P_t) * prod(split_t) - 1, worked by hand. */
static void
check_known_returns(void)
{
	level_state state = state_of((price_row[]){{0, 100, 7, 3}, {1, 110, 2.2, 1}}, 2);

	check_near(level_price_return(&state), 0.10, 1e-15, "price return 110 / 100 - 1");
	check_near(level_income_return(&state), 0.02, 1e-15, "income return 2.2 / 110");
	check_near(level_total_return(&state), 0.122, 1e-15, "total return 1.1 * 1.02 - 1");

	state = state_of((price_row[]){{0, 100, 0, 1}, {1, 50, 1, 2}, {2, 60, 0, 1}, {3, 30, 3, 2.5}}, 4);
	check_near(level_price_return(&state), 0.5, 1e-15, "splits of 2 and 2.5 multiply the price return");
	check_near(level_total_return(&state), 1.5 * 1.02 * 1.1 - 1, 1e-15, "and the total return");

	state = state_of((price_row[]){{0, 0.1, 0, 1}, {1, 0.3, 0, 1}}, 2);
	check(same_bits(level_total_return(&state), 0.3 / 0.1 - 1) &&
			  same_bits(level_price_return(&state), 0.3 / 0.1 - 1) && level_income_return(&state) == 0,
		  "without dividends and splits the returns are the plain quotient");

	/* python3: 1.21 ** (365.25 / 731) - 1 and 1.1 ** (365.25 / 366) - 1 */
	state = state_of((price_row[]){{0, 100, 0, 1}, {731, 121, 0, 1}}, 2);
	check_near(level_annualized_return(&state, false), 0.09992829153182337, 1e-14,
			   "annualised over two years");
	state = state_of((price_row[]){{0, 100, 0, 1}, {366, 110, 0, 1}}, 2);
	check_near(level_annualized_return(&state, false), 0.09978518245839707, 1e-14,
			   "annualised over 366 days");
	state = state_of((price_row[]){{0, 100, 0, 1}, {365, 110, 0, 1}}, 2);
	check(level_annualized_return(&state, false) == level_total_return(&state) &&
			  level_annualized_return(&state, true) > 0.1,
		  "up to a year annualised only if asked");
	state.span.kind = TS_TIMESTAMP;
	state.span.last_ts *= 2 * INT64_C(86400000000);
	check_near(span_years(&state.span), 730 / 365.25, 1e-15, "years of timestamps");
}

/* An earlier row displaces the first one, whose dividend and split then count: its own do not. */
static void
check_displacement(void)
{
	const price_row rows[] = {{3, 40, 4, 2}, {2, 50, 5, 2}, {1, 100, 50, 4}, {4, 80, 8, 0.5}};
	level_state state = state_of(rows, 4);
	level_state merged = {0};

	check_near(level_price_return(&state), 0.8 * 2 - 1, 1e-15,
			   "price return after three changes of the first row");
	check_near(level_income_return(&state), 0.331, 1e-15, "income return likewise");
	for (int i = 0; i < 4; i++)
	{
		level_state one = state_of(&rows[i], 1);

		level_merge(&merged, &one);
	}
	check(summary_equal(&level_format, &state, &merged), "the same bits by merging");
}

static void
check_repeated_moments(void)
{
	const price_row rows[] = {{5, 10, 1, 1}, {5, 11, 0, 2}, {9, 12, 0, 1},
							  {9, 12, 1, 1}, {7, 3, 0, 1},  {7, 4, 0, 1}};
	const price_row earlier = {1, 8, 0, 1};
	const price_row later = {20, 9, 0, 1};
	level_state state = state_of(rows, 6);
	level_state merged = state_of(rows + 1, 5);
	level_state first = state_of(rows, 1);

	check(state.span.first_repeated && state.span.last_repeated,
		  "rows that share the first and the last moment");
	level_merge(&merged, &first);
	check(merged.span.first_repeated && merged.span.last_repeated, "are noticed in a merge too");
	add_row(&state, &earlier);
	add_row(&state, &later);
	check(!state.span.first_repeated && !state.span.last_repeated, "they do not matter within the period");
	add_row(&merged, &later);
	add_row(&merged, &earlier);
	check(summary_equal(&level_format, &state, &merged), "and leave the same bits in any order");
}

/* Rows at random moments, many of them shared, in two groups: the repeated ends are those counted. */
static void
check_random_moments(void)
{
	int wrong = 0;

	for (int trial = 0; trial < 20000; trial++)
	{
		int64_t moments[6];
		int n = 1 + random_below(6);
		int64_t first = INT64_MAX;
		int64_t last = INT64_MIN;
		int at_first = 0;
		int at_last = 0;
		level_state groups[2];

		memset(groups, 0, sizeof groups);
		for (int i = 0; i < n; i++)
		{
			moments[i] = random_below(6);
			first = moments[i] < first ? moments[i] : first;
			last = moments[i] > last ? moments[i] : last;
			level_add(&groups[random_below(2)], moments[i], TS_DATE, 10);
		}
		for (int i = 0; i < n; i++)
		{
			at_first += moments[i] == first;
			at_last += moments[i] == last;
		}
		level_merge(&groups[0], &groups[1]);
		wrong += groups[0].span.n != n || groups[0].span.first_ts != first ||
				 groups[0].span.last_ts != last || groups[0].span.first_repeated != (at_first > 1) ||
				 groups[0].span.last_repeated != (at_last > 1);
	}
	check(wrong == 0, "repeated ends of random moments in two groups are those counted");
}

/* Random series in any order and any grouping, against the order of time and a product in long double. */
static void
check_order(void)
{
	enum
	{
		TRIALS = 2000,
		N = 30
	};
	int wrong_orders = 0;
	int wrong_groups = 0;
	int wrong_returns = 0;
	int wrong_checks = 0;

	for (int trial = 0; trial < TRIALS; trial++)
	{
		price_row rows[N];
		int32_t order[N];
		level_state sorted;
		level_state shuffled = {0};
		level_state groups[N];
		long double growth = 1;
		int count = N;

		for (int i = 0; i < N; i++)
		{
			rows[i] = (price_row){3 * i + random_below(3), 50 + 100 * random_fraction(), 0, 1};
			if (random_below(3) == 0)
				rows[i].dividend = 5 * random_fraction();
			if (random_below(5) == 0)
				rows[i].split = 0.5 + 2 * random_fraction();
			if (i > 0)
				growth *= (1 + (long double) rows[i].dividend / rows[i].price) * rows[i].split;
		}
		growth *= (long double) rows[N - 1].price / rows[0].price;
		sorted = state_of(rows, N);
		wrong_returns += !is_near(level_total_return(&sorted) + 1, (double) growth, 1e-14);
		wrong_checks += level_format.check(&sorted) != NULL;

		random_order(order, N);
		for (int i = 0; i < N; i++)
		{
			add_row(&shuffled, &rows[order[i]]);
			groups[i] = state_of(&rows[order[i]], random_below(4) > 0);
			if (groups[i].span.n == 0)
			{
				level_state one = state_of(&rows[order[i]], 1);

				level_merge(&groups[i], &one);
			}
		}
		wrong_orders += !summary_equal(&level_format, &sorted, &shuffled);

		/* merge two at random until one is left */
		while (count > 1)
		{
			int a = random_below(count);
			int b = random_below(count - 1);
			level_state empty = {0};

			b += b >= a;
			level_merge(&groups[a], &empty);
			level_merge(&groups[a], &groups[b]);
			groups[b] = groups[--count];
		}
		wrong_groups += !summary_equal(&level_format, &sorted, &groups[0]);
	}
	check(wrong_orders == 0, "rows in any order give the same bits");
	check(wrong_groups == 0, "groups of rows merged in any way give the same bits");
	check(wrong_returns == 0, "total returns agree with products in long double");
	check(wrong_checks == 0, "every state passes its own check");
}

void
level_state_test(void)
{
	random_seed(3);
	check_known_returns();
	check_displacement();
	check_repeated_moments();
	check_random_moments();
	check_order();
}
