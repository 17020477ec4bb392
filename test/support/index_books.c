/*
 * index_books.c
 *		The books of an investor who follows the rules of an index.
 *
 * The investor holds numbers of shares and trades them at the day's prices;
 * nothing is normalised, and no divisor is kept. What each member has gained is
 * kept in money.
 */
#include "support/index_books.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "math/host.h"
#include "math/rounded_parts.h"
#include "unit/test.h"

typedef struct book
{
	double shares[MEMBERS];
	double price[MEMBERS]; /* the last known one */
	bool held[MEMBERS];
	double gain[MEMBERS]; /* of the day, in money */
} book;

/* A basket that is announced: numbers of shares, up to a common factor. */
typedef struct announcement
{
	double shares[MEMBERS];
	int dates; /* until it takes effect, 0 if there is none */
} announcement;

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
		if (rows[m].price > 0 && rows[m].sector != NO_SECTOR && per_sector[rows[m].sector]++ == 0)
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
			b->gain[m] = b->shares[m] * b->price[m] * delisting_return;
			b->held[m] = false;
		}
	}
	for (int m = 0; m < MEMBERS; m++)
		b->shares[m] *= (rest + proceeds) / rest;
}

/* One day in the books, up to its close. Dividends are taken if there is a rule for them. */
static void
live_through(book *b, const index_rule *rule, const index_row *rows, const bool *leaves, bool dividends)
{
	bool sees_row = false;
	double cash = 0;
	double before;

	memset(b->gain, 0, sizeof b->gain);
	for (int m = 0; m < MEMBERS; m++)
		sees_row = sees_row || (b->held[m] && rows[m].price > 0);
	if (rule->missing == MISSING_DROP && sees_row)
		drop_members(b, rows, rule->delisting_return);
	for (int m = 0; m < MEMBERS; m++)
	{
		double value = b->shares[m] * b->price[m];
		double paid = 0;

		if (!b->held[m])
			continue;
		if (rows[m].price > 0)
		{
			b->price[m] = rows[m].price;
			b->shares[m] *= rows[m].split;
			if (dividends)
				paid = b->shares[m] * rows[m].dividend;
		}
		else if (leaves[m])
			b->price[m] *= 1 + rule->delisting_return;
		b->gain[m] = b->shares[m] * b->price[m] + paid - value;
		if (rule->reinvest == REINVEST_MEMBER)
			b->shares[m] += paid > 0 ? paid / b->price[m] : 0; /* what has lost everything pays nothing */
		else
			cash += paid;
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

/* Each member bears costs as it is traded, and the money that is left is invested. */
static void
buy(book *b, const double *prices, const double *weights, double cost)
{
	double all = worth(b);
	double money = all * (1 - cost * traded(b, weights));

	for (int m = 0; m < MEMBERS; m++)
		b->gain[m] -= all * cost * fabs(weights[m] - (b->held[m] ? b->shares[m] * b->price[m] / all : 0));
	for (int m = 0; m < MEMBERS; m++)
	{
		b->held[m] = weights[m] > 0;
		b->price[m] = prices[m];
		b->shares[m] = b->held[m] ? weights[m] * money / prices[m] : 0;
	}
}

static void
buy_first(book *b, const double *prices, const double *weights, double money)
{
	memset(b, 0, sizeof *b);
	for (int m = 0; m < MEMBERS; m++)
	{
		b->held[m] = weights[m] > 0;
		b->price[m] = prices[m];
		b->shares[m] = b->held[m] ? weights[m] * money / prices[m] : 0;
	}
}

/* The weights that the announced shares have at the prices of the day. */
static void
value_shares(const announcement *announced, const index_rule *rule, const index_row *rows,
			 const double *prices, double *weights)
{
	bool sees_row = false;
	double sum = 0;

	for (int m = 0; m < MEMBERS; m++)
		sees_row = sees_row || (announced->shares[m] > 0 && rows[m].price > 0);
	for (int m = 0; m < MEMBERS; m++)
	{
		bool out = rule->missing == MISSING_DROP && sees_row && rows[m].price == 0;

		weights[m] = out ? 0 : announced->shares[m] * prices[m];
		sum += weights[m];
	}
	for (int m = 0; m < MEMBERS; m++)
		weights[m] /= sum;
}

/* What a member or its sector is called in the attribution. */
static int
name_of(bool by_sector, int member, const int32_t *sectors)
{
	return 1 + (by_sector ? sectors[member] : member);
}

/* Follow the books. Whether the engine's points agree with them; what everyone contributed. */
bool
books_agree(const panel *p, const index_rule *rule, const index_point *points, bool by_sector, attribution *a)
{
	book price;
	book total;
	announcement announced = {{0}, 0};
	double prices[MEMBERS] = {0};
	double held_weights[MEMBERS] = {0};
	int32_t sectors[MEMBERS];
	double start_price = 0;
	double start_total = 0;

	for (int m = 0; m < MEMBERS; m++)
		sectors[m] = NO_SECTOR;
	for (int day = 0; day < p->dates; day++)
	{
		const index_row *rows = p->rows[day];
		const index_point *point = &points[day];
		bool takes_effect = announced.dates > 0 && --announced.dates == 0;
		bool strikes = day == 0 || takes_effect || (rule->announcement_lag == 0 && p->rebalance[day]);
		bool counts = day > a->from && day <= a->to;
		double weights[MEMBERS];
		bool leaves[MEMBERS];
		double squares = 0;
		double all;
		int held = 0;

		for (int m = 0; m < MEMBERS; m++)
			if (rows[m].price > 0)
			{
				prices[m] = rows[m].price;
				announced.shares[m] *= rows[m].split;
				if (rows[m].sector != NO_SECTOR)
					sectors[m] = rows[m].sector;
			}
		if (takes_effect)
			value_shares(&announced, rule, rows, prices, weights);
		else
			choose_weights(rule, rows, weights);
		for (int m = 0; m < MEMBERS; m++)
			leaves[m] = strikes && weights[m] == 0;
		if (day == 0)
		{
			buy_first(&price, prices, weights, rule->base);
			buy_first(&total, prices, weights, rule->base);
		}
		else
		{
			bool held_before[MEMBERS];

			memcpy(held_before, price.held, sizeof held_before);
			live_through(&price, rule, rows, leaves, false);
			live_through(&total, rule, rows, leaves, true);
			if (strikes)
			{
				if (!is_near(point->turnover, traded(&price, weights) / 2, 1e-10))
					return false;
				buy(&price, prices, weights, rule->cost);
				buy(&total, prices, weights, rule->cost);
			}
			else if (point->turnover != 0)
				return false;
			for (int m = 0; m < MEMBERS && counts; m++)
			{
				int name = name_of(by_sector, m, sectors);

				a->weight[name] += held_weights[m] / (a->to - a->from);
				a->price[name] += price.gain[m] / start_price;
				a->total[name] += total.gain[m] / start_total;
				a->present[name] = a->present[name] || held_before[m] || price.gain[m] != 0;
			}
		}
		if (rule->announcement_lag > 0 && p->rebalance[day] && day > 0)
		{
			choose_weights(rule, rows, weights);
			for (int m = 0; m < MEMBERS; m++)
				announced.shares[m] = weights[m] > 0 ? weights[m] / prices[m] : 0;
			announced.dates = rule->announcement_lag;
		}
		all = worth(&price);
		if (day == a->from)
		{
			start_price = all;
			start_total = worth(&total);
		}
		for (int m = 0; m < MEMBERS; m++)
		{
			held_weights[m] = price.held[m] ? price.shares[m] * price.price[m] / all : 0;
			squares += held_weights[m] * held_weights[m];
			held += price.held[m];
		}
		if (point->ts != p->ts[day] || point->members != held || !is_near(point->level, all, 1e-10) ||
			!is_near(point->total_return_level, worth(&total), 1e-10) ||
			!is_near(point->effective_n, 1 / squares, 1e-10))
			return false;
	}
	return true;
}

/* Whether parts add up to the return between two levels as it is rounded, to the same in either direction. */
static bool
add_up(const contribution_row *rows, int n, size_t offset, double from, double to)
{
	double whole = to / from - 1;
	double parts[MEMBERS + 1] = {0};
	double grid;
	double forth = 0;
	double back = 0;

	for (int i = 0; i < n; i++)
	{
		forth += *(const double *) ((const char *) &rows[i] + offset);
		back += *(const double *) ((const char *) &rows[n - 1 - i] + offset);
	}
	for (int i = 0; i < n; i++)
		parts[i] = *(const double *) ((const char *) &rows[i] + offset);
	grid = parts_grid(parts, n, whole);
	return forth == back && fabs(forth - whole) <= grid;
}

/* Whether the contributions are those in the books. */
bool
books_attribute(const index_contribution *contribution, const attribution *a, const index_point *points)
{
	int32_t places[64];
	contribution_row *rows;
	int32_t n;
	int found = 0;
	bool good = true;

	/* names in the opposite order of their numbers */
	for (int i = 0; i < LENGTH(places); i++)
		places[i] = LENGTH(places) - i;
	n = index_contribution_rows(contribution, places, &rows);
	for (int32_t i = 0; i < n && good; i++)
	{
		int name = rows[i].name + 1;

		good = a->present[name] && is_near(rows[i].average_weight, a->weight[name], 1e-12) &&
			   is_near(rows[i].contribution, a->total[name], 1e-11) &&
			   is_near(rows[i].price_contribution, a->price[name], 1e-11) &&
			   (i == 0 || rows[i].contribution < rows[i - 1].contribution ||
				(rows[i].contribution == rows[i - 1].contribution && rows[i].name < rows[i - 1].name));
	}
	for (int i = 0; i <= MEMBERS; i++)
		found += a->present[i];
	good = good && found == n &&
		   add_up(rows, n, offsetof(contribution_row, contribution), points[a->from].total_return_level,
				  points[a->to].total_return_level) &&
		   add_up(rows, n, offsetof(contribution_row, price_contribution), points[a->from].level,
				  points[a->to].level);
	host_free(rows);
	return good;
}
