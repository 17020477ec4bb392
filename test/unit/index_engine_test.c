/*
 * index_engine_test.c
 *		Indexes of a few members, worked out by hand.
 */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/index_engine.h"

#define BASE_RULE .rebalance = FREQUENCY_DAY, .base = 100

/* Rows of no dividend, split or sector, and of others. */
#define PRICE(ts, member, price)                                                                             \
	{                                                                                                        \
		ts, member, NO_SECTOR, price, 0, 1, NAN                                                              \
	}
#define CAP(ts, member, price, cap)                                                                          \
	{                                                                                                        \
		ts, member, NO_SECTOR, price, 0, 1, cap                                                              \
	}
#define SECTOR(ts, member, price, sector)                                                                    \
	{                                                                                                        \
		ts, member, sector, price, 0, 1, NAN                                                                 \
	}
#define DIVIDEND(ts, member, price, dividend)                                                                \
	{                                                                                                        \
		ts, member, NO_SECTOR, price, dividend, 1, NAN                                                       \
	}
#define SPLIT(ts, member, price, dividend, split)                                                            \
	{                                                                                                        \
		ts, member, NO_SECTOR, price, dividend, split, NAN                                                   \
	}

static index_problem
build(index_engine *engine, const index_rule *rule, const index_row *rows, int n)
{
	index_begin(engine, rule);
	for (int i = 0; i < n; i++)
	{
		index_problem problem = index_add(engine, &rows[i]);

		if (problem != INDEX_OK)
			return problem;
	}
	return index_finish(engine);
}

/* The points' levels must be those given, and the total return levels too where there are some. */
static void
check_levels(const char *what, index_rule rule, const index_row *rows, int n, const double *levels,
			 const double *total_levels, int points)
{
	index_engine engine;
	bool passed = build(&engine, &rule, rows, n) == INDEX_OK && engine.point_count == points;

	for (int i = 0; passed && i < points; i++)
		passed =
			is_near(engine.points[i].level, levels[i], 1e-14) &&
			is_near(engine.points[i].total_return_level, (total_levels ? total_levels : levels)[i], 1e-14);
	check(passed, "%s", what);
	index_end(&engine);
}

#define CHECK_LEVELS(what, rule, rows, ...)                                                                  \
	check_levels(what, rule, rows, LENGTH(rows), (double[]) __VA_ARGS__, NULL,                               \
				 LENGTH(((double[]) __VA_ARGS__)))

static void
check_equal_weights(void)
{
	const index_row rows[] = {PRICE(1, 0, 10), PRICE(1, 1, 20), PRICE(2, 0, 11),
							  PRICE(2, 1, 20), PRICE(3, 0, 11), PRICE(3, 1, 25)};
	const index_rule daily = {BASE_RULE};
	const index_rule never = {.rebalance = FREQUENCY_NEVER, .base = 100};
	index_engine engine;

	/* 1 + (0.1 + 0) / 2 = 1.05; 1 + (0 + 0.25) / 2 = 1.125 */
	CHECK_LEVELS("equal weights, struck each day", daily, rows, {100, 105, 118.125});
	/* (1.1 + 1) / 2; (1.1 + 1.25) / 2 */
	CHECK_LEVELS("equal weights, left to drift", never, rows, {100, 105, 117.5});

	build(&engine, &daily, rows, LENGTH(rows));
	check(isnan(engine.points[0].turnover), "there is no turnover on the first date");
	/* weights 1.1 / 2.1 and 1 / 2.1 go to a half each */
	check_near(engine.points[1].turnover, 1.0 / 42, 1e-15,
			   "turnover is half the sum of the changes in weight");
	check(engine.points[1].effective_n == 2 && engine.points[1].members == 2, "two members of equal weight");
	/* the divisor of n unit amounts is n / level */
	check_near(engine.points[1].divisor, 2 / 105.0, 1e-15, "the divisor");
	index_end(&engine);

	build(&engine, &never, rows, LENGTH(rows));
	check(engine.points[1].turnover == 0 && engine.points[2].turnover == 0,
		  "no turnover without a rebalance");
	check_near(engine.points[2].effective_n, 2.35 * 2.35 / (1.1 * 1.1 + 1.25 * 1.25), 1e-14,
			   "the effective number of drifted members");
	check_near(engine.points[2].divisor, 0.02, 1e-15, "the divisor stays between rebalances");
	index_end(&engine);
}

static void
check_other_weights(void)
{
	/* member 0 issues shares on date 2, when its capitalisation doubles */
	const index_row caps[] = {CAP(1, 0, 10, 300), CAP(1, 1, 20, 100), CAP(2, 0, 11, 660),
							  CAP(2, 1, 16, 80),  CAP(3, 0, 11, 660), CAP(3, 1, 24, 120)};
	const index_row sectors[] = {SECTOR(1, 0, 10, 0), SECTOR(1, 1, 10, 0), SECTOR(1, 2, 10, 1),
								 SECTOR(2, 0, 11, 0), SECTOR(2, 1, 9, 0),  SECTOR(2, 2, 10.4, 1)};
	const index_row capped[] = {CAP(1, 0, 10, 60), CAP(1, 1, 10, 30), CAP(1, 2, 10, 10),
								CAP(2, 0, 12, 60), CAP(2, 1, 10, 30), CAP(2, 2, 9, 10)};
	index_rule rule = {.weighting = WEIGHT_CAP, BASE_RULE};
	index_engine engine;

	/* 0.75 * 1.1 + 0.25 * 0.8 = 1.025; then (660 * 1 + 80 * 1.5) / 740 = 780 / 740 */
	CHECK_LEVELS("capitalisation weights", rule, caps, {100, 102.5, 102.5 * 780 / 740});
	build(&engine, &rule, caps, LENGTH(caps));
	check_near(engine.points[0].divisor, 4, 1e-15, "the divisor is capitalisation / level");
	check_near(engine.points[1].divisor, 740 / 102.5, 1e-15,
			   "an issue of shares moves the divisor, not the level");
	check_near(engine.points[0].effective_n, 1 / (0.75 * 0.75 + 0.25 * 0.25), 1e-15,
			   "the effective number of members of 75 % and 25 %");
	index_end(&engine);

	rule.weighting = WEIGHT_SECTOR_EQUAL;
	/* weights 1/4, 1/4, 1/2 */
	CHECK_LEVELS("sectors first, then their members", rule, sectors, {100, 102});

	rule.weighting = WEIGHT_CAPPED;
	rule.cap = 0.5;
	/* 60 % to 50 %; 30 and 10 share the rest as 37.5 and 12.5 */
	CHECK_LEVELS("capped weights", rule, capped, {100, 100 + 0.5 * 20 - 0.125 * 10});
	rule.cap = 0.4;
	/* 30 and 10 would become 45 and 15, so that the second is cut to 40 too and 20 remain */
	CHECK_LEVELS("a cap that lifts others to it", rule, capped, {100, 100 + 0.4 * 20 - 0.2 * 10});
	rule.cap = 1.0 / 3;
	CHECK_LEVELS("a cap of one third for three", rule, capped, {100, 100 + (20 - 10) / 3.0});
	rule.cap = 1;
	CHECK_LEVELS("a cap of 1 is none", rule, capped, {100, 100 + 0.6 * 20 - 0.1 * 10});
}

static void
check_missing_members(void)
{
	const index_row away[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(2, 0, 11), PRICE(3, 0, 11),
							  PRICE(3, 1, 20)};
	const index_row gone[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(2, 0, 11), PRICE(3, 0, 12.1)};
	const index_row replaced[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(2, 2, 10), PRICE(3, 2, 11)};
	index_rule rule = {.rebalance = FREQUENCY_NEVER, .base = 100};
	index_engine engine;

	/* (1.1 + 1) / 2; (1.1 + 2) / 2 */
	CHECK_LEVELS("carry: held at its last price", rule, away, {100, 105, 155});
	rule.missing = MISSING_DROP;
	CHECK_LEVELS("drop: sold into the rest, for good", rule, away, {100, 110, 110});
	rule.delisting_return = -0.5;
	/* a quarter is lost, the rest makes 10 % */
	CHECK_LEVELS("drop: sold with its delisting return", rule, away, {100, 82.5, 82.5});
	rule.delisting_return = -1;
	CHECK_LEVELS("drop: worthless", rule, gone, {100, 55, 60.5});
	rule.missing = MISSING_CARRY;
	CHECK_LEVELS("carry: no delisting return before a rebalance", rule, gone, {100, 105, 110.5});

	rule.rebalance = FREQUENCY_DAY;
	rule.delisting_return = -0.5;
	/* (1.1 + 0.5) / 2 = 0.8, then member 0 alone */
	CHECK_LEVELS("carry: let go at the rebalance with its delisting return", rule, gone, {100, 80, 88});
	rule.delisting_return = 0;
	CHECK_LEVELS("carry: let go at its last price", rule, gone, {100, 105, 115.5});
	rule.missing = MISSING_DROP;
	CHECK_LEVELS("with nobody left to sell to, all are held until the rebalance", rule, replaced,
				 {100, 100, 110});
	rule.delisting_return = 0.2;
	CHECK_LEVELS("and let go with their delisting return", rule, replaced, {100, 120, 132});

	rule.missing = MISSING_ERROR;
	check(build(&engine, &rule, gone, LENGTH(gone)) == INDEX_MISSING_MEMBER && engine.problem_member == 1 &&
			  engine.ts == 2,
		  "error: the member and the date are named");
	index_end(&engine);
}

static void
check_dividends(void)
{
	const index_row rows[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), DIVIDEND(2, 0, 10, 1),
							  PRICE(2, 1, 10), PRICE(3, 0, 11), DIVIDEND(3, 1, 10, 2)};
	const index_row first[] = {DIVIDEND(1, 0, 10, 5), PRICE(2, 0, 10)};
	index_rule rule = {.rebalance = FREQUENCY_NEVER, .base = 100};

	/* in the index: 1 / 20 on date 2; on date 3 2.1 / 2 and dividends of 0.2 / 2 */
	check_levels("dividends reinvested in the index", rule, rows, LENGTH(rows), (double[]){100, 100, 105},
				 (double[]){100, 105, 105 * (105 + 10) / 100.0}, 3);
	/* in the members: 1.1 and 1; then 1.1 * 1.1 and 1.2 */
	rule.reinvest = REINVEST_MEMBER;
	check_levels("dividends reinvested in their members", rule, rows, LENGTH(rows), (double[]){100, 100, 105},
				 (double[]){100, 105, (1.21 + 1.2) * 50}, 3);
	rule.rebalance = FREQUENCY_DAY;
	check_levels("the same, struck each day", rule, rows, LENGTH(rows), (double[]){100, 100, 105},
				 (double[]){100, 105, 105 * (1.1 + 1.2) / 2}, 3);
	rule.reinvest = REINVEST_INDEX;
	check_levels("a dividend on the first date lies before the index", rule, first, LENGTH(first),
				 (double[]){100, 100}, NULL, 2);
}

static void
check_splits(void)
{
	/* 2 for 1 with a dividend of 0.5 on each new share, then 1 for 4 */
	const index_row rows[] = {PRICE(1, 0, 10), PRICE(1, 1, 10),          SPLIT(2, 0, 5, 0.5, 2),
							  PRICE(2, 1, 10), SPLIT(3, 0, 20, 0, 0.25), PRICE(3, 1, 12)};
	index_rule rule = {.rebalance = FREQUENCY_NEVER, .base = 100};

	check_levels("splits leave the level continuous", rule, rows, LENGTH(rows), (double[]){100, 100, 110},
				 (double[]){100, 105, 115.5}, 3);
	rule.rebalance = FREQUENCY_DAY;
	check_levels("the same, struck each day", rule, rows, LENGTH(rows), (double[]){100, 100, 110},
				 (double[]){100, 105, 115.5}, 3);
}

static void
check_costs(void)
{
	const index_row rows[] = {DIVIDEND(1, 0, 10, 0), PRICE(1, 1, 20), PRICE(2, 0, 11), PRICE(2, 1, 20)};
	const index_row swap[] = {PRICE(1, 0, 10), PRICE(2, 0, 10), PRICE(2, 1, 5), PRICE(3, 0, 10),
							  PRICE(3, 1, 10)};
	const index_rule rule = {.cost = 0.001, BASE_RULE};

	/* turnover 1/42, bought and sold: 105 * (1 - 0.001 / 21) */
	CHECK_LEVELS("costs of what is bought and sold", rule, rows, {100, 104.995});
	/* half of member 0 is sold and member 1 bought; member 1 doubles: thirds go to halves */
	CHECK_LEVELS("costs of a new member", rule, swap, {100, 99.9, 99.9 * 1.5 * (1 - 0.001 / 3)});
}

/* The points at which a basket is struck, as bits. The first member gains each day, so each has turnover. */
static unsigned
rebalances(const index_rule *rule, const int32_t *dates, int n)
{
	index_engine engine;
	unsigned result = 0;

	index_begin(&engine, rule);
	for (int i = 0; i < n; i++)
	{
		index_row rows[] = {PRICE(dates[i], 0, 10 + i), PRICE(dates[i], 1, 10)};

		index_add(&engine, &rows[0]);
		index_add(&engine, &rows[1]);
	}
	index_finish(&engine);
	for (int i = 1; i < engine.point_count; i++)
		if (engine.points[i].turnover > 0)
			result |= 1U << i;
	index_end(&engine);
	return result;
}

static unsigned
rebalances_on(const int32_t *chosen, int count, const int32_t *dates, int n)
{
	index_rule rule = {BASE_RULE, .rebalance_dates = chosen, .rebalance_date_count = count};

	return rebalances(&rule, dates, n);
}

static void
check_rebalance_dates(void)
{
	const int32_t
		dates
			[] =
				{
					date(2024, 3, 25), /* 0: a Monday */
					date(2024, 3, 26),
					date(2024, 3, 27),
					date(2024, 3, 28), /* 3: the day before Good Friday */
					date(2024, 4, 1),
					date(2024, 4, 2),  /* 5 */
					date(2024, 4, 30), /* a Tuesday */
					date(2024, 5, 1),
					date(2024, 12, 31), /* 8: a Tuesday */
					date(2025, 1, 2),
					date(2025, 1, 3), /* 10: the last date, of which nothing says that it ends its period */
				};
	static const struct
	{
		frequency frequency;
		unsigned expected;
		const char *what;
	} calendars[] = {
		{FREQUENCY_DAY, 0x7fe, "each day"},
		{FREQUENCY_WEEK, 1 << 3 | 1 << 5 | 1 << 7, "last days of weeks"},
		{FREQUENCY_MONTH, 1 << 3 | 1 << 6 | 1 << 7 | 1 << 8, "last days of months"},
		{FREQUENCY_QUARTER, 1 << 3 | 1 << 7 | 1 << 8, "last days of quarters"},
		{FREQUENCY_YEAR, 1 << 8, "last days of years"},
		{FREQUENCY_NEVER, 0, "never"},
	};
	const int n = LENGTH(dates);

	for (int i = 0; i < LENGTH(calendars); i++)
	{
		const index_rule rule = {.rebalance = calendars[i].frequency, .base = 100};

		check(rebalances(&rule, dates, n) == calendars[i].expected, "rebalanced: %s", calendars[i].what);
	}
	check(rebalances_on((int32_t[]){date(2024, 4, 2), date(2025, 1, 3)}, 2, dates, n) == (1U << 5 | 1U << 10),
		  "rebalanced on given dates, the last one too");
	check(rebalances_on((int32_t[]){date(2024, 3, 29), date(2024, 6, 1), date(2024, 7, 1), date(2025, 1, 1)},
						4, dates, n) == (1U << 3 | 1U << 7 | 1U << 8),
		  "a given date without rows stands for the last one before it");
	check(rebalances_on((int32_t[]){date(2024, 3, 24), date(2024, 3, 25), date(2025, 1, 4)}, 3, dates, n) ==
			  0,
		  "given dates up to the first and after the last are without effect");
	check(rebalances_on((int32_t[]){date(2024, 4, 1), date(2024, 4, 1)}, 2, dates, n) == 1U << 4,
		  "a date given twice counts once");
}

static void
check_entering_members(void)
{
	const int32_t jan30 = date(2024, 1, 30);
	const int32_t jan31 = date(2024, 1, 31);
	const int32_t feb1 = date(2024, 2, 1);
	const index_row rows[] = {PRICE(jan30, 0, 10), PRICE(jan31, 0, 11), PRICE(jan31, 1, 5),
							  PRICE(feb1, 0, 11),  PRICE(feb1, 1, 6),   PRICE(feb1, 2, 7)};
	const index_row late[] = {PRICE(jan30 - 1, 0, 10), PRICE(jan30, 0, 10), PRICE(jan30, 1, 5),
							  PRICE(jan31, 0, 10),     PRICE(feb1, 0, 10),  PRICE(feb1, 1, 9)};
	const index_rule rule = {.rebalance = FREQUENCY_MONTH, .base = 100};
	index_engine engine;

	CHECK_LEVELS("a member enters at the close of a rebalance date", rule, rows, {100, 110, 121});
	build(&engine, &rule, rows, LENGTH(rows));
	check(engine.points[0].members == 1 && engine.points[1].members == 2 && engine.points[2].members == 2,
		  "and one that comes later waits");
	index_end(&engine);
	CHECK_LEVELS("a member without a row on the rebalance date stays out", rule, late, {100, 100, 100, 100});
}

static void
check_announcements(void)
{
	/* struck on date 2: half each, so 1/11 share of member 0 to 1/10 of member 1; in effect at the close of date 3 */
	const int32_t dates[] = {2, 4};
	const index_row rows[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(2, 0, 11), PRICE(2, 1, 10),
							  PRICE(3, 0, 11), PRICE(3, 1, 12), PRICE(4, 0, 22), PRICE(4, 1, 12)};
	const index_row split[] = {PRICE(1, 0, 10),      PRICE(1, 1, 10), PRICE(2, 0, 11),
							   PRICE(2, 1, 10),      PRICE(3, 0, 11), PRICE(3, 1, 12),
							   SPLIT(3, 2, 5, 0, 4), PRICE(4, 0, 22), PRICE(4, 1, 12)};
	const index_row newcomer[] = {PRICE(1, 0, 10),      PRICE(2, 0, 10), PRICE(2, 1, 8), PRICE(3, 0, 10),
								  SPLIT(3, 1, 5, 0, 2), PRICE(4, 0, 10), PRICE(4, 1, 10)};
	const index_row away[] = {PRICE(1, 0, 10), PRICE(2, 0, 10), PRICE(2, 1, 8),
							  PRICE(3, 0, 12), PRICE(4, 0, 12), PRICE(4, 1, 16)};
	const index_row nobody[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(2, 1, 10), PRICE(3, 0, 5),
								PRICE(4, 1, 20)};
	const index_row leaving[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(2, 0, 10), PRICE(3, 0, 10),
								 PRICE(4, 0, 10)};
	const index_row no_cap[] = {CAP(1, 0, 10, 5), PRICE(2, 0, 10), PRICE(3, 0, 10)};
	const double amount = 1 + 1.2; /* of the new basket at the close of date 3 */
	index_rule rule = {.rebalance = FREQUENCY_NEVER,
					   .rebalance_dates = dates,
					   .rebalance_date_count = 1,
					   .announcement_lag = 1,
					   .base = 100};
	index_engine engine;

	/* the old basket until date 3, (1.1 + 1.2) / 2 */
	CHECK_LEVELS("a basket takes effect a date after it is announced, drifted", rule, rows,
				 {100, 105, 115, 115 * (2 + 1.2) / amount});
	build(&engine, &rule, rows, LENGTH(rows));
	check(engine.points[1].turnover == 0 && engine.points[3].turnover == 0,
		  "nothing is traded before and after");
	check_near(engine.points[2].turnover, 1.1 / 2.3 - 1 / amount, 1e-14,
			   "it is traded at its drifted weights");
	check_near(engine.points[2].divisor, amount / 115, 1e-14, "the divisor is that of the shares announced");
	index_end(&engine);
	rule.cost = 0.01;
	CHECK_LEVELS("costs fall due when it takes effect", rule, rows,
				 {100, 105, 115 * (1 - 0.02 * (1.1 / 2.3 - 1 / amount)),
				  115 * (1 - 0.02 * (1.1 / 2.3 - 1 / amount)) * (2 + 1.2) / amount});
	rule.cost = 0;
	CHECK_LEVELS("a row of another member is without effect", rule, split,
				 {100, 105, 115, 115 * (2 + 1.2) / amount});
	/* member 1 has 1/8, split to 2/8 of 5: 1.25 against 1 of member 0, and doubles */
	CHECK_LEVELS("a split between the two keeps the value of the shares", rule, newcomer,
				 {100, 100, 100, 100 * (1 + 2.5) / 2.25});
	rule.announcement_lag = 2;
	CHECK_LEVELS("on the last date a basket takes effect too", rule, rows, {100, 105, 115, 170});
	build(&engine, &rule, rows, LENGTH(rows));
	check(engine.points[2].turnover == 0, "nothing is traded a date later");
	check_near(engine.points[3].turnover, 2.2 / 3.4 - 2 / 3.2, 1e-14, "but two dates later");
	index_end(&engine);
	rule.announcement_lag = 3;
	build(&engine, &rule, rows, LENGTH(rows));
	check(engine.points[3].turnover == 0, "and later than the rows it does not");
	index_end(&engine);

	rule.announcement_lag = 1;
	/* 1 of member 0, grown to 1.2, and 1 of member 1 at its last price, which then doubles */
	CHECK_LEVELS("carry: an announced member without a row is bought at its last price", rule, away,
				 {100, 100, 120, 120 * (1.2 + 2) / 2.2});
	rule.missing = MISSING_DROP;
	CHECK_LEVELS("drop: it is left out", rule, away, {100, 100, 120, 120});
	build(&engine, &rule, away, LENGTH(away));
	check(engine.points[2].members == 1, "and not held");
	index_end(&engine);
	rule.delisting_return = -0.5;
	/* member 1 makes up for 0, which is sold at half; announced alone, it has no row on date 3 and is held */
	CHECK_LEVELS("drop: with nobody left to buy, all are bought at their last price", rule, nobody,
				 {100, 75, 75, 150});
	rule.missing = MISSING_ERROR;
	check(build(&engine, &rule, away, LENGTH(away)) == INDEX_MISSING_MEMBER && engine.problem_member == 1 &&
			  engine.ts == 3,
		  "error: the member and the date are named");
	index_end(&engine);

	rule.missing = MISSING_CARRY;
	CHECK_LEVELS("carry: who leaves does so when the basket takes effect", rule, leaving, {100, 100, 75, 75});
	rule.rebalance_dates = (const int32_t[]){1};
	CHECK_LEVELS("the first basket does not wait, and is not announced again", rule, leaving,
				 {100, 100, 100, 100});
	rule.rebalance_dates = dates;
	rule.rebalance_date_count = 2;
	rule.announcement_lag = 2;
	check(build(&engine, &rule, rows, LENGTH(rows)) == INDEX_OK,
		  "one basket takes effect, the next is announced");
	index_end(&engine);
	rule.announcement_lag = 3;
	check(build(&engine, &rule, rows, LENGTH(rows)) == INDEX_BASKETS_OVERLAP && engine.announced_ts == 2 &&
			  engine.ts == 4,
		  "a basket announced before the last one is in effect");
	index_end(&engine);
	rule.weighting = WEIGHT_CAP;
	rule.announcement_lag = 1;
	check(build(&engine, &rule, no_cap, LENGTH(no_cap)) == INDEX_NO_WEIGHTS && engine.ts == 2,
		  "a basket that cannot be weighted is a problem when it is announced");
	index_end(&engine);
}

static void
check_problems(void)
{
	const index_row repeated[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(1, 0, 11)};
	const index_row no_sector[] = {SECTOR(1, 0, 10, 0), PRICE(1, 1, 10)};
	const index_row no_cap[] = {PRICE(1, 0, 10), PRICE(1, 1, 10)};
	const index_row some_cap[] = {PRICE(1, 0, 10), CAP(1, 1, 10, 5), PRICE(2, 0, 20), CAP(2, 1, 11, 5)};
	const index_row two[] = {CAP(1, 0, 10, 5), CAP(1, 1, 10, 5)};
	const index_row huge[] = {PRICE(1, 0, 1e-200), PRICE(2, 0, 1e200)};
	const index_row huge_cap[] = {CAP(1, 0, 10, 0x1p80), CAP(1, 1, 10, 5)};
	index_rule rule = {BASE_RULE};
	index_engine engine;

	check(build(&engine, &rule, repeated, 3) == INDEX_REPEATED_ROW && engine.problem_member == 0,
		  "two rows of a member on a date");
	index_end(&engine);
	check(build(&engine, &rule, huge, 2) == INDEX_OUT_OF_RANGE, "a price that leaves the range of the sums");
	index_end(&engine);
	check(build(&engine, &rule, NULL, 0) == INDEX_OK && engine.point_count == 0, "no rows make no points");
	index_end(&engine);
	check(build(&engine, &rule, no_cap, 2) == INDEX_OK && engine.point_count == 1 &&
			  engine.points[0].level == 100,
		  "one date makes one point at the base");
	index_end(&engine);

	rule.weighting = WEIGHT_SECTOR_EQUAL;
	check(build(&engine, &rule, no_sector, 2) == INDEX_MISSING_SECTOR && engine.problem_member == 1,
		  "a member without a sector");
	index_end(&engine);
	rule.weighting = WEIGHT_CAP;
	check(build(&engine, &rule, no_cap, 2) == INDEX_NO_WEIGHTS, "no capitalisation at all");
	index_end(&engine);
	check(build(&engine, &rule, huge_cap, 2) == INDEX_OUT_OF_RANGE, "a capitalisation of 2^80");
	index_end(&engine);
	CHECK_LEVELS("a member without a capitalisation is left out", rule, some_cap, {100, 110});
	rule.weighting = WEIGHT_CAPPED;
	rule.cap = 0.49;
	check(build(&engine, &rule, two, 2) == INDEX_CAP_TOO_LOW, "a cap of 0.49 for two members");
	index_end(&engine);
}

/* Values beyond what sums hold, on each way that they may come. */
static void
check_range(void)
{
	const index_row leaves[] = {PRICE(1, 0, 10), PRICE(1, 1, 10), PRICE(2, 0, 10)};
	const index_row pays[] = {PRICE(1, 0, 10), DIVIDEND(2, 0, 10, 1e30)};
	const index_row rises[] = {PRICE(1, 0, 10), PRICE(2, 0, 10), PRICE(2, 1, 1e-30), PRICE(3, 0, 10),
							   PRICE(3, 1, 1)};
	const index_row grows[] = {CAP(1, 0, 10, 5), CAP(2, 0, 10, 0x1p80), CAP(3, 0, 10, 5)};
	const index_rule carry = {BASE_RULE, .delisting_return = 1e30};
	const index_rule drop = {BASE_RULE, .missing = MISSING_DROP, .delisting_return = 1e30};
	const index_rule index = {BASE_RULE};
	const index_rule member = {BASE_RULE, .reinvest = REINVEST_MEMBER};
	const index_rule announced = {BASE_RULE, .announcement_lag = 1};
	const index_rule announced_caps = {BASE_RULE, .weighting = WEIGHT_CAP, .announcement_lag = 1};
	const index_rule capped = {BASE_RULE, .weighting = WEIGHT_CAPPED, .cap = 1};
	const struct
	{
		const char *what;
		const index_rule *rule;
		const index_row *rows;
		int n;
	} builds[] = {
		{"a member let go with a return too large", &carry, leaves, LENGTH(leaves)},
		{"a member sold with a return too large", &drop, leaves, LENGTH(leaves)},
		{"a dividend too large for the index", &index, pays, LENGTH(pays)},
		{"a dividend too large in the member", &member, pays, LENGTH(pays)},
		{"a member that rises too far between its announcement and its purchase", &announced, rises,
		 LENGTH(rises)},
		{"a capitalisation too large to announce", &announced_caps, grows, LENGTH(grows)},
		{"a capitalisation too large to cap", &capped, grows, LENGTH(grows)},
	};

	for (int i = 0; i < LENGTH(builds); i++)
	{
		index_engine engine;

		check(build(&engine, builds[i].rule, builds[i].rows, builds[i].n) == INDEX_OUT_OF_RANGE, "%s",
			  builds[i].what);
		index_end(&engine);
	}
}

/* Any order of the rows of a date, and any numbers given to members and sectors, give the same bits. */
static void
check_order(index_weighting weighting, const char *what)
{
	enum
	{
		MEMBERS = 40,
		DATES = 60
	};
	static index_row rows[MEMBERS * DATES];
	static index_row shuffled[MEMBERS * DATES];
	const index_rule rule = {
		.weighting = weighting,
		.cap = 0.1,
		.rebalance = FREQUENCY_WEEK,
		.missing = weighting == WEIGHT_CAP ? MISSING_DROP : MISSING_CARRY,
		.delisting_return = -0.3,
		.reinvest = weighting == WEIGHT_EQUAL ? REINVEST_MEMBER : REINVEST_INDEX,
		.cost = 0.001,
		.base = 100,
	};
	double prices[MEMBERS];
	int32_t numbers[MEMBERS];
	index_engine engine;
	index_engine other;
	int n = 0;

	for (int m = 0; m < MEMBERS; m++)
		prices[m] = fabs(random_decades(0, 3));
	random_order(numbers, MEMBERS);
	for (int day = 0; day < DATES; day++)
	{
		int32_t order[MEMBERS];
		int first = n;

		for (int m = 0; m < MEMBERS; m++)
		{
			prices[m] *= 0.97 + 0.06 * random_fraction();
			if (random_below(20) > 0)
				rows[n++] = (index_row){day,
										m,
										m % 7,
										prices[m],
										random_below(9) == 0 ? prices[m] / 50 : 0,
										random_below(30) == 0 ? 2 : 1,
										prices[m] * (m + 1) * 1e7};
		}
		random_order(order, n - first);
		for (int i = first; i < n; i++)
		{
			shuffled[i] = rows[first + order[i - first]];
			shuffled[i].member = numbers[shuffled[i].member];
			shuffled[i].sector = 6 - shuffled[i].sector;
		}
	}
	check(build(&engine, &rule, rows, n) == INDEX_OK && build(&other, &rule, shuffled, n) == INDEX_OK &&
			  engine.point_count == DATES && other.point_count == DATES &&
			  memcmp(engine.points, other.points, DATES * sizeof(index_point)) == 0,
		  "%s: the same bits in any order of rows and members", what);
	index_end(&engine);
	index_end(&other);
}

void
index_engine_test(void)
{
	random_seed(10);
	check_equal_weights();
	check_other_weights();
	check_missing_members();
	check_dividends();
	check_splits();
	check_costs();
	check_rebalance_dates();
	check_entering_members();
	check_announcements();
	check_problems();
	check_range();
	check_order(WEIGHT_EQUAL, "equal");
	check_order(WEIGHT_CAP, "cap");
	check_order(WEIGHT_SECTOR_EQUAL, "sector_equal");
	check_order(WEIGHT_CAPPED, "capped");
}
