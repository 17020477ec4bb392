/*
 * index_simulation_test.c
 *		Random indexes against the books of an investor who follows their rules.
 *
 * The investor holds numbers of shares and trades them at the day's prices;
 * nothing is normalised, and no divisor is kept.
 */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/index_engine.h"

enum
{
	MEMBERS = 8,
	DATES = 120,
	SECTORS = 3
};

/* A day's row of each member; a price of 0 where it has none. */
typedef struct panel
{
	int32_t ts[DATES];
	bool rebalance[DATES]; /* at the close, by the rule */
	index_row rows[DATES][MEMBERS];
} panel;

typedef struct book
{
	double shares[MEMBERS];
	double price[MEMBERS]; /* the last known one */
	bool held[MEMBERS];
} book;

static double
worth(const book *b)
{
	double sum = 0;

	for (int m = 0; m < MEMBERS; m++)
		if (b->held[m])
			sum += b->shares[m] * b->price[m];
	return sum;
}

/* The weights that the members with a row get. */
static void
choose_weights(const index_rule *rule, const index_row *rows, double *weights)
{
	double sum = 0;
	int per_sector[SECTORS] = {0};
	int sectors = 0;

	for (int m = 0; m < MEMBERS; m++)
		if (rows[m].price > 0 && per_sector[rows[m].sector]++ == 0)
			sectors++;
	for (int m = 0; m < MEMBERS; m++)
	{
		weights[m] = 0;
		if (rows[m].price == 0)
			continue;
		if (rule->weighting == WEIGHT_EQUAL)
			weights[m] = 1;
		else if (rule->weighting == WEIGHT_SECTOR_EQUAL)
			weights[m] = 1.0 / (sectors * per_sector[rows[m].sector]);
		else if (!isnan(rows[m].market_cap))
			weights[m] = rows[m].market_cap;
		sum += weights[m];
	}
	for (int m = 0; m < MEMBERS; m++)
		weights[m] /= sum;
	if (rule->weighting != WEIGHT_CAPPED)
		return;

	/* scale the weights by the factor at which, cut to the cap, they add up to 1: by bisection */
	double low = 0;
	double high = 1e9;

	for (int step = 0; step < 200; step++)
	{
		double factor = (low + high) / 2;

		sum = 0;
		for (int m = 0; m < MEMBERS; m++)
			sum += fmin(factor * weights[m], rule->cap);
		if (sum < 1)
			low = factor;
		else
			high = factor;
	}
	for (int m = 0; m < MEMBERS; m++)
		weights[m] = fmin(high * weights[m], rule->cap);
}

/* Sell the members without a row at their last price, and buy the others in proportion. */
static void
drop_members(book *b, const index_row *rows, double delisting_return)
{
	double rest = 0;
	double proceeds = 0;

	for (int m = 0; m < MEMBERS; m++)
	{
		if (!b->held[m])
			continue;
		if (rows[m].price > 0)
			rest += b->shares[m] * b->price[m];
		else
		{
			proceeds += b->shares[m] * b->price[m] * (1 + delisting_return);
			b->held[m] = false;
		}
	}
	for (int m = 0; m < MEMBERS; m++)
		b->shares[m] *= (rest + proceeds) / rest;
}

/* One day in the books, up to its close. Dividends are taken if there is a rule for them. */
static void
live_through(book *b, const index_rule *rule, const index_row *rows, bool rebalance, bool dividends)
{
	bool sees_row = false;
	double cash = 0;
	double before;

	for (int m = 0; m < MEMBERS; m++)
		sees_row = sees_row || (b->held[m] && rows[m].price > 0);
	if (rule->missing == MISSING_DROP && sees_row)
		drop_members(b, rows, rule->delisting_return);
	for (int m = 0; m < MEMBERS; m++)
	{
		if (!b->held[m])
			continue;
		if (rows[m].price == 0)
		{
			if (rebalance)
				b->price[m] *= 1 + rule->delisting_return;
			continue;
		}
		b->price[m] = rows[m].price;
		b->shares[m] *= rows[m].split;
		if (!dividends)
			continue;
		if (rule->reinvest == REINVEST_MEMBER)
			b->shares[m] += b->shares[m] * rows[m].dividend / rows[m].price;
		else
			cash += b->shares[m] * rows[m].dividend;
	}
	before = worth(b);
	for (int m = 0; m < MEMBERS; m++)
		b->shares[m] *= (before + cash) / before;
}

/* The sum of the absolute changes in weight that a rebalance brings. */
static double
traded(const book *b, const double *weights)
{
	double all = worth(b);
	double sum = 0;

	for (int m = 0; m < MEMBERS; m++)
		sum += fabs(weights[m] - (b->held[m] ? b->shares[m] * b->price[m] / all : 0));
	return sum;
}

static void
buy(book *b, const index_row *rows, const double *weights, double money)
{
	for (int m = 0; m < MEMBERS; m++)
	{
		b->held[m] = weights[m] > 0;
		b->price[m] = rows[m].price;
		b->shares[m] = b->held[m] ? weights[m] * money / rows[m].price : 0;
	}
}

/* Whether the engine's points agree with the books. */
static bool
agrees(const panel *p, const index_rule *rule, const index_point *points)
{
	book price = {{0}, {0}, {0}};
	book total = {{0}, {0}, {0}};

	for (int day = 0; day < DATES; day++)
	{
		const index_row *rows = p->rows[day];
		const index_point *point = &points[day];
		double weights[MEMBERS];
		double squares = 0;
		double all;
		int held = 0;

		if (day > 0)
		{
			live_through(&price, rule, rows, p->rebalance[day], false);
			live_through(&total, rule, rows, p->rebalance[day], true);
		}
		choose_weights(rule, rows, weights);
		if (day == 0)
		{
			buy(&price, rows, weights, rule->base);
			buy(&total, rows, weights, rule->base);
		}
		else if (p->rebalance[day])
		{
			double sum = traded(&price, weights);

			if (!is_near(point->turnover, sum / 2, 1e-10))
				return false;
			buy(&price, rows, weights, worth(&price) * (1 - rule->cost * sum));
			buy(&total, rows, weights, worth(&total) * (1 - rule->cost * traded(&total, weights)));
		}
		else if (point->turnover != 0)
			return false;
		all = worth(&price);
		for (int m = 0; m < MEMBERS; m++)
			if (price.held[m])
			{
				squares += pow(price.shares[m] * price.price[m] / all, 2);
				held++;
			}
		if (point->ts != p->ts[day] || point->members != held || !is_near(point->level, all, 1e-10) ||
			!is_near(point->total_return_level, worth(&total), 1e-10) ||
			!is_near(point->effective_n, 1 / squares, 1e-10))
			return false;
	}
	return true;
}

static void
make_panel(panel *p, const index_rule *rule)
{
	/* 2024-01-01 was a Monday */
	int day_of_year = 0;
	double prices[MEMBERS];
	int first[MEMBERS];

	for (int m = 0; m < MEMBERS; m++)
	{
		prices[m] = 10 + 90 * random_fraction();
		first[m] = m < 4 ? 0 : random_below(DATES);
	}
	for (int day = 0; day < DATES; day++)
	{
		int year_day;
		int month = 1;

		p->ts[day] = date(2024, 1, 1) + day_of_year;
		for (int m = 0; m < MEMBERS; m++)
		{
			index_row *row = &p->rows[day][m];
			double split = random_below(40) == 0 ? 0.25 + 2 * random_fraction() : 1;

			/* a member without a row has no split either; three always have one, for the cap to be high enough */
			bool present = day >= first[m] && (m < 3 || day == 0 || random_below(12) > 0);

			*row = (index_row){p->ts[day], m, m % SECTORS, 0, 0, 1, NAN};
			prices[m] *= 0.95 + 0.1 * random_fraction();
			if (!present)
				continue;
			prices[m] /= split;
			row->price = prices[m];
			row->split = split;
			if (random_below(15) == 0)
				row->dividend = prices[m] * 0.04 * random_fraction();
			if (random_below(10) > 0 || m < 3)
				row->market_cap = 1e6 * (1 + random_below(100)) * prices[m];
		}

		/* the next day with rows, at times after a gap */
		year_day = day_of_year;
		day_of_year += random_below(6) > 0 ? 1 : 2 + random_below(5);
		for (int end = 31; year_day >= end; end += days_in_month(2024, ++month))
			;
		p->rebalance[day] = rule->rebalance == FREQUENCY_DAY;
		if (rule->rebalance == FREQUENCY_WEEK)
			p->rebalance[day] = year_day / 7 != day_of_year / 7;
		if (rule->rebalance == FREQUENCY_MONTH)
		{
			int next_month = 1;

			for (int end = 31; day_of_year >= end && next_month < 12;
				 end += days_in_month(2024, ++next_month))
				;
			p->rebalance[day] = month != next_month;
		}
		if (day + 1 == DATES && rule->rebalance != FREQUENCY_DAY)
			p->rebalance[day] = false;
	}
}

static int
count_disagreements(const index_rule *rule)
{
	static panel p;
	index_engine engine;
	index_problem problem = INDEX_OK;
	int wrong;

	make_panel(&p, rule);
	index_begin(&engine, rule);
	for (int day = 0; day < DATES; day++)
		for (int m = 0; m < MEMBERS; m++)
			if (p.rows[day][m].price > 0 && problem == INDEX_OK)
				problem = index_add(&engine, &p.rows[day][m]);
	if (problem == INDEX_OK)
		problem = index_finish(&engine);
	wrong = problem != INDEX_OK || engine.point_count != DATES || !agrees(&p, rule, engine.points);
	index_end(&engine);
	return wrong;
}

void
index_simulation_test(void)
{
	static const char *const weightings[] = {"equal", "cap", "sector_equal", "capped"};
	static const frequency frequencies[] = {FREQUENCY_DAY, FREQUENCY_WEEK, FREQUENCY_MONTH, FREQUENCY_NEVER};

	random_seed(11);
	for (int weighting = WEIGHT_EQUAL; weighting <= WEIGHT_CAPPED; weighting++)
		for (int missing = MISSING_CARRY; missing <= MISSING_DROP; missing++)
		{
			int wrong = 0;

			for (int trial = 0; trial < 200; trial++)
			{
				index_rule rule = {
					.weighting = (index_weighting) weighting,
					.cap = 0.4,
					.rebalance = frequencies[trial % 4],
					.missing = (missing_member) missing,
					.delisting_return = trial / 4 % 3 == 0   ? 0
										: trial / 4 % 3 == 1 ? -0.5
															 : 0.1,
					.reinvest = trial / 12 % 2 == 0 ? REINVEST_INDEX : REINVEST_MEMBER,
					.cost = trial / 24 % 2 == 0 ? 0 : 0.002,
					.base = 100,
				};

				wrong += count_disagreements(&rule);
			}
			check(wrong == 0,
				  "%s weights, missing members %s: 200 random indexes agree with an investor's books",
				  weightings[weighting], missing == MISSING_CARRY ? "carried" : "dropped");
		}
}
