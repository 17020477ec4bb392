/*
 * yield_regimes_test.c
 *		Regimes of the published yields, and of random ones against their rules.
 */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/yield.h"
#include "math/yield_regimes.h"

#define N 14

/* data/exhibit1_month_returns.csv */
static const struct
{
	int year, month, day;
	double large, small, yield;
} exhibit1[N] = {
	{2023, 6, 30, 0, 0, 3.81},
	{2023, 7, 31, 0.0344, 0.0612, 3.97},
	{2023, 8, 31, -0.0175, -0.0500, 4.09},
	{2023, 9, 29, -0.0470, -0.0589, 4.59},
	{2023, 10, 31, -0.0242, -0.0682, 4.88},
	{2023, 11, 30, 0.0934, 0.0905, 4.37},
	{2023, 12, 29, 0.0494, 0.1222, 3.88},
	{2024, 1, 31, 0.0139, -0.0389, 3.99},
	{2024, 2, 29, 0.0540, 0.0565, 4.25},
	{2024, 3, 28, 0.0321, 0.0358, 4.20},
	{2024, 4, 30, -0.0426, -0.0704, 4.69},
	{2024, 5, 31, 0.0471, 0.0502, 4.51},
	{2024, 6, 28, 0.0331, -0.0093, 4.36},
	{2024, 7, 23, 0.0200, 0.0960, 4.25},
};

static int32_t exhibit1_ts[N];
static int64_t exhibit1_units[N];
static double exhibit1_large[N];
static double exhibit1_small[N];
static const yield_series exhibit1_yields = {N, exhibit1_ts, exhibit1_units};
static const level_pairs exhibit1_levels = {N, exhibit1_ts, exhibit1_large, exhibit1_small};

static void
prepare_exhibit1(void)
{
	for (int i = 0; i < N; i++)
	{
		exhibit1_ts[i] = date(exhibit1[i].year, exhibit1[i].month, exhibit1[i].day);
		exhibit1_units[i] = yield_units(exhibit1[i].yield);
		exhibit1_large[i] = (i == 0 ? 100 : exhibit1_large[i - 1]) * (1 + exhibit1[i].large);
		exhibit1_small[i] = (i == 0 ? 100 : exhibit1_small[i - 1]) * (1 + exhibit1[i].small);
	}
}

static regime_rule
rule_of(double threshold_bp, frequency f, double divergence)
{
	return (regime_rule){llround(threshold_bp * YIELD_UNITS_PER_BP), f, divergence};
}

static bool
same_regimes(const regime *a, const regime *b, int count)
{
	for (int i = 0; i < count; i++)
		if (a[i].start != b[i].start || a[i].end != b[i].end || a[i].confirmed != b[i].confirmed ||
			a[i].direction != b[i].direction || a[i].provisional != b[i].provisional)
			return false;
	return true;
}

static void
check_regimes(const char *what, regime_rule rule, const level_pairs *levels, const regime *expected,
			  int expected_count)
{
	int32_t count;
	regime *regimes = find_regimes(&exhibit1_yields, levels, &rule, &count);

	check(count == expected_count && same_regimes(regimes, expected, count), "%s", what);
	host_free(regimes);
}

/* Worked out by hand from the yields; rows are those of exhibit1. */
static void
check_thresholds(void)
{
	const regime fine[] = {
		{0, 4, 2, REGIME_RISING, false},   {4, 6, 6, REGIME_FALLING, false},
		{6, 8, 8, REGIME_RISING, false},   {8, 9, 10, REGIME_FALLING, false},
		{9, 10, 11, REGIME_RISING, false}, {10, 13, 12, REGIME_FALLING, true},
	};
	regime four[] = {
		{0, 4, 2, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 10, 8, REGIME_RISING, false},
		{10, 13, 12, REGIME_FALLING, true},
	};
	const regime three[] = {
		{0, 4, 4, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 13, 9, REGIME_RISING, true},
	};
	const regime one[] = {{0, 13, NOT_CONFIRMED, REGIME_FLAT, true}};
	regime by_day[4];

	/* 4.25 - 4.20 is 5 bp: a fall from February to March */
	check_regimes("exhibit 1 at 5 bp has six regimes", rule_of(5, FREQUENCY_MONTH, 0), NULL, fine, 6);

	/* 3.81, 3.97: 16 bp, known in August; 4.88, 4.37; 3.88, 3.99: 11 bp, known in February; 4.69, 4.51: 18 bp */
	check_regimes("and at 5.01 bp four", rule_of(5.01, FREQUENCY_MONTH, 0), NULL, four, 4);

	/* 4.09: 28 bp, known in September; 4.25: 37 bp, known in March; 4.36: 33 bp, known in July */
	four[0].confirmed = 3;
	four[2].confirmed = 9;
	four[3].confirmed = 13;
	check_regimes("and at 25 bp four", rule_of(25, FREQUENCY_MONTH, 0), NULL, four, 4);
	four[0].confirmed = 4;
	check_regimes("and at 33 bp four", rule_of(33, FREQUENCY_MONTH, 0), NULL, four, 4);
	check_regimes("and at 33.01 bp three", rule_of(33.01, FREQUENCY_MONTH, 0), NULL, three, 3);
	check_regimes("and at 108 bp one", rule_of(108, FREQUENCY_MONTH, 0), NULL, one, 1);

	/* by day, the last row counts as well, and each is known at once: 4.69 - 4.25 is 44 bp */
	memcpy(by_day, four, sizeof four);
	by_day[0].confirmed = 3;
	by_day[1].confirmed = 5;
	by_day[2].confirmed = 10;
	by_day[3].confirmed = 13;
	check_regimes("by day at 44 bp four, the last confirmed by the last row", rule_of(44, FREQUENCY_DAY, 0),
				  NULL, by_day, 4);
}

/* data/exhibit4_periods.csv has 2024-06-28 for a boundary, which no threshold finds. */
static void
check_exhibit4(void)
{
	const regime five[] = {
		{0, 4, 3, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 10, 9, REGIME_RISING, false},
		{10, 12, 13, REGIME_FALLING, true},
		{12, 13, NOT_CONFIRMED, REGIME_FALLING, true},
	};
	const regime four[] = {
		{0, 4, 3, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 10, 9, REGIME_RISING, false},
		{10, 13, 13, REGIME_FALLING, true},
	};

	check_regimes("a divergence of 3 % gives the periods of exhibit 4", rule_of(25, FREQUENCY_MONTH, 0.03),
				  &exhibit1_levels, five, 5);
	check_regimes("and so does one of 4.1 %", rule_of(25, FREQUENCY_MONTH, 0.041), &exhibit1_levels, five, 5);
	check_regimes("but not one of 4.2 %", rule_of(25, FREQUENCY_MONTH, 0.042), &exhibit1_levels, four, 4);
}

static void
check_flat_beginning(void)
{
	const int32_t ts[] = {0, 1, 2, 3, 4, 5};
	const int64_t units[] = {50, 48, 47, 47, 60, 61};
	const yield_series yields = {6, ts, units};
	const yield_series first = {1, ts, units};
	const regime expected[] = {{0, 2, 4, REGIME_FLAT, false}, {2, 5, 4, REGIME_RISING, true}};
	const regime_rule rule = {10, FREQUENCY_DAY, 0};
	int32_t count;
	regime *regimes = find_regimes(&yields, NULL, &rule, &count);

	check(count == 2 && same_regimes(regimes, expected, 2), "the stretch before the first extreme is flat");
	host_free(regimes);
	regimes = find_regimes(&first, NULL, &rule, &count);
	check(count == 0, "one observation has no regime");
	host_free(regimes);
}

static void
check_returns_between(void)
{
	const int32_t ts[] = {10, 20, 30};
	const double a[] = {100, 110, 121};
	const double b[] = {100, 50, 200};
	const level_pairs levels = {3, ts, a, b};
	double return_a;
	double return_b;

	check(returns_between(&levels, 15, 29, &return_a, &return_b) && is_near(return_a, 0.1, 1e-15) &&
			  return_b == -0.5,
		  "levels are taken at the last date on or before");
	check(returns_between(&levels, 20, 30, &return_a, &return_b) && is_near(return_a, 0.1, 1e-15) &&
			  return_b == 3,
		  "the date itself included");
	check(!returns_between(&levels, 9, 30, &return_a, &return_b),
		  "there is no return from before the first level");
	check(!returns_between(&levels, 20, 29, &return_a, &return_b), "nor where no level lies between");
}

/* Random series on trading days, with levels on most of them. */
#define DAYS 400

typedef struct market
{
	int32_t ts[DAYS];
	int64_t units[DAYS];
	int32_t level_ts[DAYS];
	double a[DAYS];
	double b[DAYS];
	yield_series yields;
	level_pairs levels;
} market;

static void
make_market(market *data)
{
	int32_t day = random_below(1000) - 500;
	int64_t yield = 0;
	double a = 100;
	double b = 100;
	int32_t n = 1 + random_below(DAYS);
	int32_t levels = 0;

	for (int32_t i = 0; i < n; i++)
	{
		day += 1 + (random_below(4) == 0) * random_below(10);
		yield += random_below(7) - 3;
		a *= 1 + 0.04 * (random_fraction() - 0.5);
		b *= 1 + 0.04 * (random_fraction() - 0.5);
		data->ts[i] = day;
		data->units[i] = yield;
		if (random_below(10) > 0)
		{
			data->level_ts[levels] = day;
			data->a[levels] = a;
			data->b[levels++] = b;
		}
	}
	data->yields = (yield_series){n, data->ts, data->units};
	data->levels = (level_pairs){levels, data->level_ts, data->a, data->b};
}

/* The regimes of what is known at the given row. */
static regime *
regimes_up_to(const market *data, int32_t row, const regime_rule *rule, int32_t *count)
{
	yield_series yields = data->yields;
	level_pairs levels = data->levels;

	yields.n = row + 1;
	while (levels.n > 0 && levels.ts[levels.n - 1] > data->ts[row])
		levels.n--;
	return find_regimes(&yields, &levels, rule, count);
}

static bool
joins_up(const regime *regimes, int32_t count, int32_t n)
{
	if (n == 1)
		return count == 0;
	for (int32_t i = 0; i < count; i++)
	{
		const regime *r = &regimes[i];

		if (r->start != (i == 0 ? 0 : regimes[i - 1].end) || r->end <= r->start || r->confirmed >= n ||
			(r->provisional && r->end == n - 1 && i + 1 != count) || (!r->provisional && i + 1 == count))
			return false;
	}
	return count > 0 && regimes[count - 1].end == n - 1;
}

/* Whether an established regime is there with more or fewer rows: its end is open while it is provisional. */
static bool
is_found_again(const regime *r, const regime *regimes, int32_t count)
{
	for (int32_t i = 0; i < count; i++)
		if (regimes[i].start == r->start)
			return regimes[i].confirmed == r->confirmed && regimes[i].direction == r->direction &&
				   (r->provisional || regimes[i].provisional || regimes[i].end == r->end);
	return false;
}

static void
check_no_repainting(frequency f, double divergence, const char *what)
{
	static market data;
	int repainted = 0;
	int late = 0;
	int broken = 0;
	long confirmed = 0;

	for (int trial = 0; trial < 150; trial++)
	{
		regime_rule rule = {3 + random_below(15), f, divergence};
		int32_t count;
		regime *regimes;

		make_market(&data);
		regimes = find_regimes(&data.yields, &data.levels, &rule, &count);
		broken += !joins_up(regimes, count, data.yields.n);
		for (int32_t row = 1; row < data.yields.n; row += 1 + random_below(5))
		{
			int32_t known_count;
			regime *known = regimes_up_to(&data, row, &rule, &known_count);

			for (int32_t i = 0; i < known_count; i++)
				if (known[i].confirmed != NOT_CONFIRMED)
				{
					repainted += !is_found_again(&known[i], regimes, count);
					confirmed++;
				}
			for (int32_t i = 0; i < count; i++)
				if (regimes[i].confirmed != NOT_CONFIRMED && regimes[i].confirmed <= row)
					late += !is_found_again(&regimes[i], known, known_count);
			host_free(known);
		}
		host_free(regimes);
	}
	check(broken == 0, "%s: regimes join up from the first row to the last", what);
	check(repainted == 0 && confirmed > 100, "%s: no confirmed regime changes when more rows arrive", what);
	check(late == 0, "%s: a regime is known from the row that confirms it on", what);
}

/* The cuts of one regime by the rule itself, into rows in order; returns how many. */
static int
cut_by_definition(const market *data, const bool *is_period_end, int32_t start, int32_t end, double least,
				  int32_t *cuts)
{
	double clearest = 0;
	int32_t cut = -1;
	int count;

	for (int32_t row = start + 1; row < end; row++)
	{
		double a1, b1, a2, b2;
		double size;

		if (!is_period_end[row] ||
			!returns_between(&data->levels, data->ts[start], data->ts[row], &a1, &b1) ||
			!returns_between(&data->levels, data->ts[row], data->ts[end], &a2, &b2))
			continue;
		if ((a1 > b1) == (a2 > b2))
			continue;
		size = fabs(a1 - b1) < fabs(a2 - b2) ? fabs(a1 - b1) : fabs(a2 - b2);
		if (size >= least && size > clearest)
		{
			clearest = size;
			cut = row;
		}
	}
	if (cut < 0)
		return 0;
	count = cut_by_definition(data, is_period_end, start, cut, least, cuts);
	cuts[count++] = cut;
	return count + cut_by_definition(data, is_period_end, cut, end, least, cuts + count);
}

static void
check_splits(void)
{
	static market data;
	int wrong = 0;
	long found = 0;

	for (int trial = 0; trial < 1000; trial++)
	{
		regime_rule whole_rule = {10 + random_below(20), FREQUENCY_WEEK, 0};
		regime_rule split_rule = whole_rule;
		bool is_period_end[DAYS] = {false};
		int32_t cuts[DAYS];
		int32_t whole_count;
		int32_t count;
		int32_t place = 0;
		regime *wholes;
		regime *parts;

		split_rule.split_divergence = 0.01 + 0.05 * random_fraction();
		make_market(&data);
		/* 2000-01-03 was a Monday */
		for (int32_t i = 0; i + 1 < data.yields.n; i++)
			is_period_end[i] = floor((data.ts[i] - date(2000, 1, 3)) / 7.0) !=
							   floor((data.ts[i + 1] - date(2000, 1, 3)) / 7.0);
		wholes = find_regimes(&data.yields, NULL, &whole_rule, &whole_count);
		parts = find_regimes(&data.yields, &data.levels, &split_rule, &count);
		for (int32_t i = 0; i < whole_count; i++)
		{
			int n = cut_by_definition(&data, is_period_end, wholes[i].start, wholes[i].end,
									  split_rule.split_divergence, cuts);

			cuts[n] = wholes[i].end;
			found += n;
			for (int c = 0; c <= n; c++, place++)
				wrong += place >= count || parts[place].end != cuts[c] ||
						 parts[place].direction != wholes[i].direction;
		}
		wrong += place != count;
		host_free(wholes);
		host_free(parts);
	}
	check(wrong == 0 && found > 500, "random splits agree with the definition");
}

static void
check_interrupts(void)
{
	const int32_t n = 200000;
	int32_t *ts = malloc((size_t) n * sizeof(int32_t));
	int64_t *units = malloc((size_t) n * sizeof(int64_t));
	const yield_series yields = {n, ts, units};
	const regime_rule rule = {1, FREQUENCY_MONTH, 0};
	long before = interrupt_checks;
	int32_t count;

	for (int32_t i = 0; i < n; i++)
	{
		ts[i] = i;
		units[i] = i / 31 % 5;
	}
	host_free(find_regimes(&yields, NULL, &rule, &count));
	check(interrupt_checks > before, "a long series can be interrupted");
	free(ts);
	free(units);
}

void
yield_regimes_test(void)
{
	random_seed(9);
	prepare_exhibit1();
	check_thresholds();
	check_exhibit4();
	check_flat_beginning();
	check_returns_between();
	check_no_repainting(FREQUENCY_DAY, 0, "day");
	check_no_repainting(FREQUENCY_WEEK, 0, "week");
	check_no_repainting(FREQUENCY_MONTH, 0, "month");
	check_no_repainting(FREQUENCY_QUARTER, 0, "quarter");
	check_no_repainting(FREQUENCY_WEEK, 0.02, "week with splits");
	check_splits();
	check_interrupts();
}
