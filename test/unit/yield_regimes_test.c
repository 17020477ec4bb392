/*
 * yield_regimes_test.c
 *		Regimes of the published yields, and of random ones against their rules.
 */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/chord.h"
#include "math/host.h"
#include "math/yield.h"
#include "math/yield_regimes.h"

#define N EXHIBIT1_MONTHS

static int32_t exhibit1_ts[N];
static int64_t exhibit1_units[N];
static double exhibit1_large[N];
static double exhibit1_small[N];
static const yield_series yields_of_exhibit1 = {N, exhibit1_ts, exhibit1_units};
static const level_pairs levels_of_exhibit1 = {N, exhibit1_ts, exhibit1_large, exhibit1_small};

static void
prepare_exhibit1(void)
{
	exhibit1_yields(exhibit1_ts, exhibit1_units);
	for (int i = 0; i < N; i++)
	{
		exhibit1_large[i] = (i == 0 ? 100 : exhibit1_large[i - 1]) * (1 + exhibit1[i].large);
		exhibit1_small[i] = (i == 0 ? 100 : exhibit1_small[i - 1]) * (1 + exhibit1[i].small);
	}
}

static regime_rule
zigzag_rule(int64_t rise, int64_t fall, frequency f, double divergence)
{
	return (regime_rule){
		.method = METHOD_ZIGZAG, .frequency = f, .threshold = {rise, fall}, .split_divergence = divergence};
}

static regime_rule
chord_rule(int32_t segments, int32_t min_days, frequency f)
{
	return (regime_rule){.method = METHOD_CHORD, .frequency = f, .segments = segments, .min_days = min_days};
}

static regime_rule
rule_of(double threshold_bp, frequency f, double divergence)
{
	int64_t threshold = llround(threshold_bp * YIELD_UNITS_PER_BP);

	return zigzag_rule(threshold, threshold, f, divergence);
}

/* A regime by the rows that it runs from and to, and the one that confirms it. */
typedef struct row_regime
{
	int32_t start;
	int32_t end;
	int32_t confirmed;
	regime_direction direction;
	bool provisional;
} row_regime;

#define NO_ROW (-1)

static bool
same_regimes(const yield_series *yields, const regime *found, const row_regime *expected, int count)
{
	for (int i = 0; i < count; i++)
	{
		const row_regime *e = &expected[i];

		if (found[i].start_ts != yields->ts[e->start] || found[i].start_value != yields->units[e->start] ||
			found[i].end_ts != yields->ts[e->end] || found[i].end_value != yields->units[e->end] ||
			found[i].confirmed != (e->confirmed == NO_ROW ? NOT_CONFIRMED : yields->ts[e->confirmed]) ||
			found[i].direction != e->direction || found[i].provisional != e->provisional)
			return false;
	}
	return true;
}

static void
check_regimes_of(const yield_series *yields, const char *what, regime_rule rule, const level_pairs *levels,
				 const row_regime *expected, int expected_count)
{
	int32_t count = -1;
	regime *regimes = NULL;
	regime_problem problem = find_regimes(yields, levels, &rule, &regimes, &count);

	check(problem == REGIMES_FOUND && count == expected_count &&
			  same_regimes(yields, regimes, expected, count),
		  "%s", what);
	host_free(regimes);
}

static void
check_regimes(const char *what, regime_rule rule, const level_pairs *levels, const row_regime *expected,
			  int expected_count)
{
	check_regimes_of(&yields_of_exhibit1, what, rule, levels, expected, expected_count);
}

/* Worked out by hand from the yields; rows are those of exhibit1. */
static void
check_thresholds(void)
{
	const row_regime fine[] = {
		{0, 4, 2, REGIME_RISING, false},   {4, 6, 6, REGIME_FALLING, false},
		{6, 8, 8, REGIME_RISING, false},   {8, 9, 10, REGIME_FALLING, false},
		{9, 10, 11, REGIME_RISING, false}, {10, 13, 12, REGIME_FALLING, true},
	};
	row_regime four[] = {
		{0, 4, 2, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 10, 8, REGIME_RISING, false},
		{10, 13, 12, REGIME_FALLING, true},
	};
	const row_regime three[] = {
		{0, 4, 4, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 13, 9, REGIME_RISING, true},
	};
	const row_regime one[] = {{0, 13, NO_ROW, REGIME_FLAT, true}};
	row_regime by_day[4];

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
	const row_regime five[] = {
		{0, 4, 3, REGIME_RISING, false},        {4, 6, 6, REGIME_FALLING, false},
		{6, 10, 9, REGIME_RISING, false},       {10, 12, 13, REGIME_FALLING, true},
		{12, 13, NO_ROW, REGIME_FALLING, true},
	};
	const row_regime four[] = {
		{0, 4, 3, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 10, 9, REGIME_RISING, false},
		{10, 13, 13, REGIME_FALLING, true},
	};

	check_regimes("a divergence of 3 % gives the periods of exhibit 4", rule_of(25, FREQUENCY_MONTH, 0.03),
				  &levels_of_exhibit1, five, 5);
	check_regimes("and so does one of 4.1 %", rule_of(25, FREQUENCY_MONTH, 0.041), &levels_of_exhibit1, five,
				  5);
	check_regimes("but not one of 4.2 %", rule_of(25, FREQUENCY_MONTH, 0.042), &levels_of_exhibit1, four, 4);
}

/* Worked out by hand, too. */
static void
check_two_thresholds(void)
{
	const row_regime slow_falls[] = {
		{0, 4, 2, REGIME_RISING, false},
		{4, 6, 7, REGIME_FALLING, false},
		{6, 13, 8, REGIME_RISING, true},
	};
	const row_regime slow_rises[] = {
		{0, 4, 5, REGIME_RISING, false},
		{4, 6, 6, REGIME_FALLING, false},
		{6, 10, 11, REGIME_RISING, false},
		{10, 13, 12, REGIME_FALLING, true},
	};

	/* 4.88, 3.88: 100 bp, known in January; the 33 bp after April are no fall */
	check_regimes("rises at 5.01 bp, falls at 60", zigzag_rule(501000000, 6000000000, FREQUENCY_MONTH, 0),
				  NULL, slow_falls, 3);

	/* 3.81, 4.88: 107 bp, known in November; 3.88, 4.69: 81 bp, known in May */
	check_regimes("falls at 5.01 bp, rises at 80", zigzag_rule(8000000000, 501000000, FREQUENCY_MONTH, 0),
				  NULL, slow_rises, 4);
}

static void
check_flat_beginning(void)
{
	const int32_t ts[] = {0, 1, 2, 3, 4, 5};
	const int64_t units[] = {50, 48, 47, 47, 60, 61};
	const yield_series yields = {6, ts, units};
	const yield_series first = {1, ts, units};
	const row_regime expected[] = {{0, 2, 4, REGIME_FLAT, false}, {2, 5, 4, REGIME_RISING, true}};

	check_regimes_of(&yields, "the stretch before the first extreme is flat",
					 zigzag_rule(10, 10, FREQUENCY_DAY, 0), NULL, expected, 2);
	check_regimes_of(&first, "one observation has no regime", zigzag_rule(10, 10, FREQUENCY_DAY, 0), NULL,
					 NULL, 0);
	check_regimes_of(&first, "nor has it one piece", chord_rule(1, 0, FREQUENCY_DAY), NULL, NULL, 0);
}

static void
check_returns_between(void)
{
	const int32_t ts[] = {10, 20, 30};
	const double a[] = {100, 110, 121};
	const double b[] = {100, 50, 200};
	const level_pairs levels = {3, ts, a, b};
	level_returns r;

	check(returns_between(&levels, 15, 29, &r) && r.a == 0.1 && r.b == -0.5 && r.relative == 0.6,
		  "levels are taken at the last date on or before");
	check(returns_between(&levels, 20, 30, &r) && r.a == 0.1 && r.b == 3 && r.relative == -2.9,
		  "the date itself included");
	check(!returns_between(&levels, 9, 30, &r), "there is no return from before the first level");
	check(!returns_between(&levels, 20, 29, &r), "nor where no level lies between");
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

/* The regimes of a zigzag, which there always are. */
static regime *
zigzag_regimes(const yield_series *yields, const level_pairs *levels, const regime_rule *rule, int32_t *count)
{
	regime *regimes;

	if (find_regimes(yields, levels, rule, &regimes, count) != REGIMES_FOUND)
		abort();
	return regimes;
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
	return zigzag_regimes(&yields, &levels, rule, count);
}

static bool
joins_up(const regime *regimes, int32_t count, const yield_series *yields)
{
	int32_t last = yields->n - 1;

	if (last == 0)
		return count == 0;
	for (int32_t i = 0; i < count; i++)
	{
		const regime *r = &regimes[i];

		if (r->start_ts != (i == 0 ? yields->ts[0] : regimes[i - 1].end_ts) ||
			r->start_value != (i == 0 ? yields->units[0] : regimes[i - 1].end_value) ||
			r->end_ts <= r->start_ts || r->confirmed > yields->ts[last] ||
			(r->provisional && r->end_ts == yields->ts[last] && i + 1 != count) ||
			(!r->provisional && i + 1 == count))
			return false;
	}
	return count > 0 && regimes[count - 1].end_ts == yields->ts[last] &&
		   regimes[count - 1].end_value == yields->units[last];
}

/* Whether an established regime is there with more or fewer rows: its end is open while it is provisional. */
static bool
is_found_again(const regime *r, const regime *regimes, int32_t count)
{
	for (int32_t i = 0; i < count; i++)
		if (regimes[i].start_ts == r->start_ts)
			return regimes[i].start_value == r->start_value && regimes[i].confirmed == r->confirmed &&
				   regimes[i].direction == r->direction &&
				   (r->provisional || regimes[i].provisional ||
					(regimes[i].end_ts == r->end_ts && regimes[i].end_value == r->end_value));
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

	for (int trial = 0; trial < 300; trial++)
	{
		regime_rule rule = zigzag_rule(3 + random_below(15), 3 + random_below(15), f, divergence);
		int32_t count;
		regime *regimes;

		if (trial % 2 == 0)
			rule.threshold.fall = rule.threshold.rise;
		make_market(&data);
		regimes = zigzag_regimes(&data.yields, &data.levels, &rule, &count);
		broken += !joins_up(regimes, count, &data.yields);
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
				if (regimes[i].confirmed != NOT_CONFIRMED && regimes[i].confirmed <= data.yields.ts[row])
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
		level_returns before;
		level_returns after;
		double size;

		if (!is_period_end[row] || !returns_between(&data->levels, data->ts[start], data->ts[row], &before) ||
			!returns_between(&data->levels, data->ts[row], data->ts[end], &after))
			continue;
		if ((before.relative > 0) == (after.relative > 0))
			continue;
		size = fmin(fabs(before.relative), fabs(after.relative));
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

static int32_t
row_at(const market *data, int32_t ts)
{
	int32_t row = 0;

	while (data->ts[row] != ts)
		row++;
	return row;
}

static void
check_splits(void)
{
	static market data;
	int wrong = 0;
	long found = 0;

	for (int trial = 0; trial < 1000; trial++)
	{
		int64_t threshold = 10 + random_below(20);
		regime_rule whole_rule = zigzag_rule(threshold, threshold, FREQUENCY_WEEK, 0);
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
		wholes = zigzag_regimes(&data.yields, NULL, &whole_rule, &whole_count);
		parts = zigzag_regimes(&data.yields, &data.levels, &split_rule, &count);
		for (int32_t i = 0; i < whole_count; i++)
		{
			int32_t end = row_at(&data, wholes[i].end_ts);
			int n = cut_by_definition(&data, is_period_end, row_at(&data, wholes[i].start_ts), end,
									  split_rule.split_divergence, cuts);

			cuts[n] = end;
			found += n;
			for (int c = 0; c <= n; c++, place++)
				wrong += place >= count || parts[place].end_ts != data.ts[cuts[c]] ||
						 parts[place].end_value != data.units[cuts[c]] ||
						 (place > 0 && parts[place].start_value != parts[place - 1].end_value) ||
						 parts[place].direction != wholes[i].direction;
		}
		wrong += place != count;
		host_free(wholes);
		host_free(parts);
	}
	check(wrong == 0 && found > 500, "random splits agree with the definition");
}

/* Worked out by hand: of the yields of two months, the month ends and both ends of the series count. */
static void
check_chords(void)
{
	const int32_t ts[] = {date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 15),
						  date(2024, 2, 29), date(2024, 3, 1),  date(2024, 3, 4)};
	const int64_t units[] = {0, 8, 100, 8, -5, 3};
	const yield_series yields = {6, ts, units};
	const row_regime by_month[] = {
		{0, 1, NO_ROW, REGIME_RISING, true},
		{1, 3, NO_ROW, REGIME_FLAT, true},
		{3, 5, NO_ROW, REGIME_FALLING, true},
	};
	const row_regime four[] = {
		{0, 4, NO_ROW, REGIME_RISING, true},
		{4, 6, NO_ROW, REGIME_FALLING, true},
		{6, 10, NO_ROW, REGIME_RISING, true},
		{10, 13, NO_ROW, REGIME_FALLING, true},
	};
	row_regime cut[] = {
		{0, 4, NO_ROW, REGIME_RISING, true},    {4, 6, NO_ROW, REGIME_FALLING, true},
		{6, 10, NO_ROW, REGIME_RISING, true},   {10, 12, NO_ROW, REGIME_FALLING, true},
		{12, 13, NO_ROW, REGIME_FALLING, true},
	};
	regime_rule rule = chord_rule(4, 0, FREQUENCY_MONTH);

	check_regimes_of(&yields, "chords meet at month ends", chord_rule(3, 0, FREQUENCY_MONTH), NULL, by_month,
					 3);
	check_regimes("exhibit 1 as four chords", rule, NULL, four, 4);
	check_regimes("and day by day", chord_rule(4, 0, FREQUENCY_DAY), NULL, four, 4);
	rule.split_divergence = 0.03;
	check_regimes("chords are cut as other regimes are", rule, &levels_of_exhibit1, cut, 5);
}

static void
check_problem(const char *what, const yield_series *yields, regime_rule rule, regime_problem expected,
			  int32_t expected_count)
{
	int32_t count = -1;
	regime *regimes;
	regime_problem problem = find_regimes(yields, NULL, &rule, &regimes, &count);

	check(problem == expected && (expected_count < 0 || count == expected_count), "%s", what);
	if (problem == REGIMES_FOUND)
		host_free(regimes);
}

static void
check_problems(void)
{
	const int32_t n = CHORD_MAX_POINTS + 1;
	int32_t *ts = malloc((size_t) n * sizeof(int32_t));
	int64_t *units = calloc((size_t) n, sizeof(int64_t));
	yield_series many = {n, ts, units};
	const yield_series *few = &yields_of_exhibit1;

	for (int32_t i = 0; i < n; i++)
		ts[i] = 2 * i;
	check_problem("as many segments as there are points less one", few, chord_rule(13, 0, FREQUENCY_MONTH),
				  REGIMES_FOUND, 13);
	check_problem("too many segments, and how many there can be", few, chord_rule(14, 0, FREQUENCY_MONTH),
				  TOO_MANY_SEGMENTS, 13);
	check_problem("fewer by quarter: four ends between the first and the last row", few,
				  chord_rule(6, 0, FREQUENCY_QUARTER), TOO_MANY_SEGMENTS, 5);
	check_problem("as long as the series", few, chord_rule(1, 389, FREQUENCY_MONTH), REGIMES_FOUND, 1);
	check_problem("too short for one segment", few, chord_rule(1, 390, FREQUENCY_MONTH),
				  TOO_SHORT_FOR_SEGMENTS, -1);
	check_problem("too many points", &many, chord_rule(1, 0, FREQUENCY_DAY), TOO_MANY_POINTS, -1);
	check_problem("but not by week", &many, chord_rule(1, 0, FREQUENCY_WEEK), REGIMES_FOUND, 1);
	many.n--;
	check_problem("nor with one less", &many, chord_rule(1, 2 * (CHORD_MAX_POINTS - 1), FREQUENCY_DAY),
				  REGIMES_FOUND, 1);
	free(ts);
	free(units);
}

static void
check_interrupts(void)
{
	static const frequency frequencies[] = {FREQUENCY_DAY, FREQUENCY_MONTH};
	const int32_t n = 200000;
	int32_t *ts = malloc((size_t) n * sizeof(int32_t));
	int64_t *units = malloc((size_t) n * sizeof(int64_t));
	const yield_series yields = {n, ts, units};
	int32_t count;

	for (int32_t i = 0; i < n; i++)
	{
		ts[i] = i;
		units[i] = i / 31 % 5;
	}
	for (int f = 0; f < LENGTH(frequencies); f++)
	{
		const regime_rule rule = zigzag_rule(1, 1, frequencies[f], 0);
		long before = interrupt_checks;

		host_free(zigzag_regimes(&yields, NULL, &rule, &count));
		check(interrupt_checks - before >= n / 65536, "a long series can be interrupted%s",
			  f == 0 ? "" : " by month");
	}
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
	check_two_thresholds();
	check_flat_beginning();
	check_returns_between();
	check_no_repainting(FREQUENCY_DAY, 0, "day");
	check_no_repainting(FREQUENCY_WEEK, 0, "week");
	check_no_repainting(FREQUENCY_MONTH, 0, "month");
	check_no_repainting(FREQUENCY_QUARTER, 0, "quarter");
	check_no_repainting(FREQUENCY_WEEK, 0.02, "week with splits");
	check_splits();
	check_chords();
	check_problems();
	check_interrupts();
}
