/*
 * zigzag_test.c
 *		Turning points against the definition, worked out the slow way.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "math/zigzag.h"

#define MAX_N 200

/* The first of the largest (sign 1) or smallest (sign -1) samples from one to another. */
static int32_t
first_extreme(const sample *samples, int32_t from, int32_t to, int sign)
{
	int32_t best = from;

	for (int32_t i = from; i <= to; i++)
		if (sign * samples[i].value > sign * samples[best].value)
			best = i;
	return best;
}

/*
 * Straight from the definition: at each sample, look at all samples since the
 * last pivot (or the beginning) for an extreme that this one lies a threshold
 * away from. After a high only a low can follow, and the other way round.
 */
static int32_t
zigzag_by_definition(const sample *samples, int32_t n, int64_t threshold, pivot *pivots)
{
	int32_t count = 0;

	for (int32_t i = 0; i < n; i++)
	{
		int32_t since = count == 0 ? 0 : pivots[count - 1].sample;
		int32_t high = first_extreme(samples, since, i, 1);
		int32_t low = first_extreme(samples, since, i, -1);

		if ((count == 0 || !pivots[count - 1].high) && samples[high].value - samples[i].value >= threshold)
			pivots[count++] = (pivot){high, i, true};
		else if ((count == 0 || pivots[count - 1].high) && samples[i].value - samples[low].value >= threshold)
			pivots[count++] = (pivot){low, i, false};
	}
	return count;
}

static bool
same_pivots(const pivot *a, const pivot *b, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (a[i].sample != b[i].sample || a[i].confirmed != b[i].confirmed || a[i].high != b[i].high)
			return false;
	return true;
}

static void
check_series(const char *what, const int64_t *values, int n, int64_t threshold, const pivot *expected,
			 int count)
{
	sample samples[MAX_N] = {{0}};
	pivot pivots[MAX_N];

	for (int i = 0; i < n; i++)
		samples[i].value = values[i];
	check(zigzag(samples, n, threshold, pivots) == count && same_pivots(pivots, expected, count), "%s", what);
}

static void
check_known_series(void)
{
	check_series("one sample has no pivot", (int64_t[]){7}, 1, 1, NULL, 0);
	check_series("no sample has none", NULL, 0, 1, NULL, 0);
	check_series("two samples a threshold apart", (int64_t[]){5, 10}, 2, 5, (pivot[]){{0, 1, false}}, 1);
	check_series("two samples less than that apart", (int64_t[]){5, 9}, 2, 5, NULL, 0);
	check_series("a fall from the first sample", (int64_t[]){10, 5}, 2, 5, (pivot[]){{0, 1, true}}, 1);
	check_series("a constant series", (int64_t[]){3, 3, 3, 3, 3}, 5, 1, NULL, 0);
	check_series("of equal extremes the first counts", (int64_t[]){0, 9, 4, 9, 9, 0, 0, 9}, 8, 6,
				 (pivot[]){{0, 1, false}, {1, 5, true}, {5, 7, false}}, 3);
	check_series("a drift in small steps", (int64_t[]){10, 9, 11, 12, 10, 13, 8}, 7, 4,
				 (pivot[]){{1, 5, false}, {5, 6, true}}, 2);
	check_series("a move through both extremes at once", (int64_t[]){0, 2, -2, 1}, 4, 4,
				 (pivot[]){{1, 2, true}}, 1);
	check_series("yields of the largest size", (int64_t[]){-1000000000000000000, 1000000000000000000}, 2,
				 2000000000000000000, (pivot[]){{0, 1, false}}, 1);
}

/* Small integers, so that ties and thresholds met exactly are common. */
static int32_t
random_series(sample *samples)
{
	int32_t n = 1 + random_below(MAX_N);
	int64_t value = 0;
	int step = 1 + random_below(6);
	bool walk = random_below(2) == 0;

	for (int32_t i = 0; i < n; i++)
	{
		value = walk ? value + random_below(2 * step + 1) - step : random_below(4 * step);
		samples[i] = (sample){value, i, i};
	}
	return n;
}

static void
check_random_series(void)
{
	int wrong = 0;
	int repainted = 0;
	int wrong_mirrors = 0;
	long found = 0;

	for (int trial = 0; trial < 20000; trial++)
	{
		sample samples[MAX_N];
		pivot pivots[MAX_N];
		pivot others[MAX_N];
		int32_t n = random_series(samples);
		int64_t threshold = 1 + random_below(12);
		int32_t count = zigzag(samples, n, threshold, pivots);
		int32_t prefix = random_below(n + 1);
		int32_t prefix_count;
		int32_t confirmed = 0;

		found += count;
		wrong += zigzag_by_definition(samples, n, threshold, others) != count ||
				 !same_pivots(pivots, others, count);

		/* with only a prefix known: just the pivots confirmed in it */
		prefix_count = zigzag(samples, prefix, threshold, others);
		while (confirmed < count && pivots[confirmed].confirmed < prefix)
			confirmed++;
		repainted += prefix_count != confirmed || !same_pivots(pivots, others, confirmed);

		for (int32_t i = 0; i < n; i++)
			samples[i].value = -samples[i].value;
		wrong_mirrors += zigzag(samples, n, threshold, others) != count;
		for (int32_t i = 0; i < count; i++)
			wrong_mirrors += others[i].sample != pivots[i].sample || others[i].high == pivots[i].high;
	}
	check(wrong == 0 && found > 100000, "20000 random series agree with the definition");
	check(repainted == 0, "no pivot changes when more samples arrive");
	check(wrong_mirrors == 0, "highs and lows change places in the mirrored series");
}

static void
check_interrupts(void)
{
	const int32_t n = 1000000;
	sample *samples = calloc((size_t) n, sizeof(sample));
	pivot *pivots = malloc((size_t) n * sizeof(pivot));
	long before = interrupt_checks;

	for (int32_t i = 0; i < n; i++)
		samples[i].value = i % 2;
	check(zigzag(samples, n, 1, pivots) == n - 1, "there are fewer pivots than samples");
	check(interrupt_checks > before, "a long search can be interrupted");
	free(samples);
	free(pivots);
}

void
zigzag_test(void)
{
	random_seed(8);
	check_known_series();
	check_random_series();
	check_interrupts();
}
