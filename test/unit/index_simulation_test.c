/*
 * index_simulation_test.c
 *		Random indexes against the books of an investor, see index_books.c.
 */
#include "test.h"

#include <math.h>

#include "support/index_books.h"

static void
make_panel(panel *p, const index_rule *rule)
{
	/* 2024-01-01 was a Monday */
	int day_of_year = 0;
	double prices[MEMBERS];
	int first[MEMBERS];

	p->dates = MAX_DATES;
	for (int m = 0; m < MEMBERS; m++)
	{
		prices[m] = 10 + 90 * random_fraction();
		first[m] = m < 4 ? 0 : random_below(MAX_DATES);
	}
	for (int day = 0; day < MAX_DATES; day++)
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

			*row = (index_row){p->ts[day], m, (m + day / 50) % SECTORS, 0, 0, 1, NAN};
			if (rule->weighting != WEIGHT_SECTOR_EQUAL && random_below(8) == 0)
				row->sector = NO_SECTOR;
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
		if (day + 1 == MAX_DATES && rule->rebalance != FREQUENCY_DAY)
			p->rebalance[day] = false;
	}
}

/* Whether an index and its contributions differ from the books. */
static void
count_disagreements(const index_rule *rule, int *wrong_points, int *wrong_contributions)
{
	static panel p;
	index_engine engine;
	index_contribution contribution;
	index_problem problem = INDEX_OK;
	bool by_sector = random_below(2) == 0;
	bool open = random_below(4) == 0;
	attribution a = {.from = random_below(MAX_DATES - 1)};

	a.to = a.from + 1 + random_below(MAX_DATES - 1 - a.from);
	if (open)
	{
		a.from = 0;
		a.to = MAX_DATES - 1;
	}
	make_panel(&p, rule);
	index_begin(&engine, rule);

	/* the days behind an end may have no rows */
	index_contribution_begin(
		&contribution, by_sector,
		open ? OPEN_START : p.ts[a.from] + random_below(p.ts[a.from + 1] - p.ts[a.from]),
		open ? OPEN_END
			 : p.ts[a.to] + (a.to + 1 < MAX_DATES ? random_below(p.ts[a.to + 1] - p.ts[a.to]) : 1000));
	engine.contribution = &contribution;
	for (int day = 0; day < MAX_DATES; day++)
		for (int m = 0; m < MEMBERS; m++)
			if (p.rows[day][m].price > 0 && problem == INDEX_OK)
				problem = index_add(&engine, &p.rows[day][m]);
	if (problem == INDEX_OK)
		problem = index_finish(&engine);
	if (problem != INDEX_OK || engine.point_count != MAX_DATES ||
		!books_agree(&p, rule, engine.points, by_sector, &a))
		++*wrong_points;
	else if (!books_attribute(&contribution, &a, engine.points))
		++*wrong_contributions;
	index_contribution_end(&contribution);
	index_end(&engine);
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
			int wrong_contributions = 0;

			for (int trial = 0; trial < 300; trial++)
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
					/* a month has four dates at least */
					.announcement_lag = trial / 48 % 3 == 0 ? 0
										: trial % 4 < 2     ? 1
															: trial / 48 % 4 + 1,
					.base = 100,
				};

				count_disagreements(&rule, &wrong, &wrong_contributions);
			}
			check(wrong == 0,
				  "%s weights, missing members %s: 300 random indexes agree with an investor's books",
				  weightings[weighting], missing == MISSING_CARRY ? "carried" : "dropped");
			check(wrong_contributions == 0, "and so does what their members contributed");
		}
}
