/*
 * threshold_plateaus_test.c
 *		Intervals of thresholds against a zigzag at every end and middle of them.
 */
#include "test.h"

#include <stdlib.h>

#include "math/host.h"
#include "math/threshold_plateaus.h"
#include "math/yield.h"
#include "math/yield_regimes.h"

#define MAX_N 80

/* Whether the zigzag of all samples at a threshold has just the turns that an interval lists. */
static bool
has_turns(const plateau *p, const sample *samples, int32_t n, int64_t threshold)
{
	const zigzag_threshold both = {threshold, threshold};
	zigzag state = {0};
	int32_t count = 0;

	for (int32_t i = 0; i < n; i++)
	{
		pivot turn;

		if (!zigzag_add(&state, &both, &samples[i], &turn))
			continue;
		if (count == p->turns || p->extremes[count].value != turn.value || p->extremes[count].ts != turn.ts)
			return false;
		count++;
	}
	return count == p->turns;
}

/* The turns of an interval, to compare the next one with. */
typedef struct turn_list
{
	int32_t n;
	sample turns[MAX_N];
} turn_list;

static void
remember(turn_list *list, const plateau *p)
{
	list->n = p->turns;
	for (int32_t i = 0; i < p->turns; i++)
		list->turns[i] = p->extremes[i];
}

static bool
is_same_list(const turn_list *list, const plateau *p)
{
	for (int32_t i = 0; i < p->turns && i < list->n; i++)
		if (list->turns[i].ts != p->extremes[i].ts || list->turns[i].value != p->extremes[i].value)
			return false;
	return list->n == p->turns;
}

/* What is wrong with the intervals of a series. */
typedef struct faults
{
	int turns;
	int gaps;
	int repetitions;
	int ends;
	long intervals;
} faults;

static void
add_faults(faults *sum, const sample *samples, int32_t n)
{
	plateau p;
	turn_list before = {-1, {{0}}};
	int64_t up_to = 0;

	plateau_begin(&p, samples, n);
	do
	{
		sum->intervals++;
		sum->gaps += p.above != up_to || p.up_to <= p.above;
		sum->turns += !has_turns(&p, samples, n, p.above + 1) ||
					  !has_turns(&p, samples, n, p.above + 1 + (p.up_to - p.above - 1) / 2) ||
					  !has_turns(&p, samples, n, p.up_to);
		sum->repetitions += is_same_list(&before, &p);
		sum->ends += (p.up_to == NO_LIMIT) != (p.turns == 0);
		remember(&before, &p);
		up_to = p.up_to;
	} while (plateau_next(&p));
	sum->gaps += up_to != NO_LIMIT;
	sum->ends += plateau_next(&p);
	host_free(p.extremes);
}

static void
report(const faults *sum, long least, const char *what)
{
	check(sum->turns == 0, "%s: the turns of each interval, at both its ends and in its middle", what);
	check(sum->gaps == 0, "%s: the intervals adjoin from zero on, without a limit at the end", what);
	check(sum->repetitions == 0, "%s: no two neighbours have the same turns", what);
	check(sum->ends == 0 && sum->intervals >= least, "%s: the last has no turns, and no other", what);
}

/* Small integers, so that ties are common; or large ones, which leave wide intervals. */
static void
random_samples(sample *samples, int32_t n)
{
	int64_t scale = random_below(3) == 0 ? 1 + random_below(1000000) : 1;
	int step = 1 + random_below(8);
	bool walk = random_below(2) == 0;
	int64_t value = 0;

	for (int32_t i = 0; i < n; i++)
	{
		value = walk ? value + random_below(2 * step + 1) - step : random_below(4 * step) - 2 * step;
		samples[i] = (sample){value * scale, 3 * i, 3 * i + 1};
	}
}

static void
check_random_series(void)
{
	sample samples[MAX_N];
	faults all = {0};
	faults few = {0};

	for (int trial = 0; trial < 20000; trial++)
	{
		int32_t n = random_below(MAX_N + 1);

		random_samples(samples, n);
		add_faults(&all, samples, n);
	}
	report(&all, 100000, "20000 random series");
	for (int trial = 0; trial < 5000; trial++)
	{
		int32_t n = random_below(6);

		random_samples(samples, n);
		add_faults(&few, samples, n);
	}
	report(&few, 5000, "5000 of up to five samples");
}

static void
check_few_samples(void)
{
	const sample two[] = {{100, 1, 1}, {93, 2, 2}, {93, 3, 3}};
	const sample extremes[] = {{-1000000000000000000, 1, 1}, {1000000000000000000, 2, 2}};
	const sample constant[] = {{4, 1, 1}, {4, 2, 2}, {4, 5, 5}, {4, 6, 6}};
	plateau p;
	bool right;

	plateau_begin(&p, NULL, 0);
	right = p.above == 0 && p.up_to == NO_LIMIT && p.turns == 0 && !plateau_next(&p);
	host_free(p.extremes);
	check(right, "no samples: one interval without turns");
	plateau_begin(&p, two, 1);
	right = p.above == 0 && p.up_to == NO_LIMIT && p.turns == 0 && !plateau_next(&p);
	host_free(p.extremes);
	check(right, "one sample, too");
	plateau_begin(&p, constant, LENGTH(constant));
	right = p.above == 0 && p.up_to == NO_LIMIT && p.turns == 0 && !plateau_next(&p);
	host_free(p.extremes);
	check(right, "and a constant series");

	plateau_begin(&p, two, LENGTH(two));
	right = p.above == 0 && p.up_to == 7 && p.turns == 1 && p.extremes[0].value == 100 &&
			p.extremes[0].ts == 1 && plateau_next(&p) && p.above == 7 && p.up_to == NO_LIMIT &&
			p.turns == 0 && !plateau_next(&p);
	host_free(p.extremes);
	check(right, "one fall: up to and including its size there is a turn");

	plateau_begin(&p, extremes, LENGTH(extremes));
	right = p.up_to == 2000000000000000000 && p.turns == 1 && plateau_next(&p) &&
			p.above == 2000000000000000000 && p.turns == 0;
	host_free(p.extremes);
	check(right, "the largest swing that there is");
}

/* The yields of exhibit 1 at their month ends: worked out by hand, see yield_regimes_test.c. */
static void
check_exhibit1(void)
{
	const struct
	{
		double above_bp, up_to_bp;
		int turns;
	} expected[] = {{0, 5, 6}, {5, 33, 4}, {33, 81, 3}, {81, 100, 2}, {100, 107, 1}, {107, 0, 0}};
	const int four[] = {0, 4, 6, 10};
	int32_t ts[EXHIBIT1_MONTHS];
	int64_t units[EXHIBIT1_MONTHS];
	const yield_series yields = {EXHIBIT1_MONTHS, ts, units};
	int32_t n;
	sample *samples;
	plateau p;
	bool right = true;

	exhibit1_yields(ts, units);
	samples = period_ends(&yields, FREQUENCY_MONTH, &n);
	plateau_begin(&p, samples, n);
	for (int i = 0; i < LENGTH(expected); i++)
	{
		bool last = i + 1 == LENGTH(expected);

		right = right && p.above == (int64_t) (expected[i].above_bp * YIELD_UNITS_PER_BP) &&
				p.up_to == (last ? NO_LIMIT : (int64_t) (expected[i].up_to_bp * YIELD_UNITS_PER_BP)) &&
				p.turns == expected[i].turns;
		for (int t = 0; i == 1 && right && t < LENGTH(four); t++)
			right = p.extremes[t].ts == ts[four[t]] && p.extremes[t].value == units[four[t]];
		right = right && plateau_next(&p) == !last;
	}
	check(right, "exhibit 1 has four turns above 5 bp and up to 33");
	host_free(p.extremes);
	host_free(samples);
}

static void
check_interrupts(void)
{
	const int32_t n = 300000;
	sample *samples = malloc((size_t) n * sizeof(sample));
	long before = interrupt_checks;
	plateau p;
	bool right;

	for (int32_t i = 0; i < n; i++)
		samples[i] = (sample){i % 2, i, i};
	plateau_begin(&p, samples, n);
	right = p.turns == n - 1 && p.up_to == 1 && plateau_next(&p) && p.turns == 0;
	host_free(p.extremes);
	free(samples);
	check(right, "a turn on every sample but the last");
	check(interrupt_checks - before >= 2 * (n / 65536), "long searches can be interrupted");
}

void
threshold_plateaus_test(void)
{
	random_seed(16);
	check_random_series();
	check_few_samples();
	check_exhibit1();
	check_interrupts();
}
