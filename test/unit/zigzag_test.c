/*
 * zigzag_test.c
 *		Turning points against the definition, worked out the slow way.
 */
#include "test.h"

#include <stdlib.h>

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
 * last turn (or the beginning) for an extreme that this one lies a threshold
 * away from. After a high only a low can follow, and the other way round.
 */
int32_t
turns_by_definition(const sample *samples, int32_t n, const zigzag_threshold *threshold, turn *turns)
{
	int32_t count = 0;

	for (int32_t i = 0; i < n; i++)
	{
		int32_t since = count == 0 ? 0 : turns[count - 1].sample;
		int32_t high = first_extreme(samples, since, i, 1);
		int32_t low = first_extreme(samples, since, i, -1);

		if ((count == 0 || !turns[count - 1].high) &&
			samples[high].value - samples[i].value >= threshold->fall)
			turns[count++] = (turn){high, i, true};
		else if ((count == 0 || turns[count - 1].high) &&
				 samples[i].value - samples[low].value >= threshold->rise)
			turns[count++] = (turn){low, i, false};
	}
	return count;
}

/* So far apart that a ts taken for a known date, or the other way round, cannot go unnoticed. */
#define KNOWN_LATER 10000000

static sample
numbered_sample(int32_t number, int64_t value)
{
	return (sample){value, number, number + KNOWN_LATER};
}

/* The turns that the machine finds, by number; sample -1 where value or date are not those of one sample. */
static int32_t
find_turns(const sample *samples, int32_t n, const zigzag_threshold *threshold, turn *turns)
{
	zigzag state = {0};
	int32_t count = 0;

	for (int32_t i = 0; i < n; i++)
	{
		pivot found;

		if (!zigzag_add(&state, threshold, &samples[i], &found))
			continue;
		turns[count] = (turn){found.ts, found.confirmed - KNOWN_LATER, !state.rising};
		if (found.ts < 0 || found.ts > i || samples[found.ts].value != found.value)
			turns[count].sample = -1;
		count++;
	}
	return count;
}

static bool
same_turns(const turn *a, const turn *b, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (a[i].sample != b[i].sample || a[i].confirmed != b[i].confirmed || a[i].high != b[i].high)
			return false;
	return true;
}

static void
check_series_apart(const char *what, const int64_t *values, int n, zigzag_threshold threshold,
				   const turn *expected, int count)
{
	sample samples[MAX_N];
	turn turns[MAX_N];

	for (int i = 0; i < n; i++)
		samples[i] = numbered_sample(i, values[i]);
	check(find_turns(samples, n, &threshold, turns) == count && same_turns(turns, expected, count), "%s",
		  what);
}

static void
check_series(const char *what, const int64_t *values, int n, int64_t threshold, const turn *expected,
			 int count)
{
	check_series_apart(what, values, n, (zigzag_threshold){threshold, threshold}, expected, count);
}

static void
check_known_series(void)
{
	check_series("one sample has no pivot", (int64_t[]){7}, 1, 1, NULL, 0);
	check_series("no sample has none", NULL, 0, 1, NULL, 0);
	check_series("two samples a threshold apart", (int64_t[]){5, 10}, 2, 5, (turn[]){{0, 1, false}}, 1);
	check_series("two samples less than that apart", (int64_t[]){5, 9}, 2, 5, NULL, 0);
	check_series("a fall from the first sample", (int64_t[]){10, 5}, 2, 5, (turn[]){{0, 1, true}}, 1);
	check_series("a constant series", (int64_t[]){3, 3, 3, 3, 3}, 5, 1, NULL, 0);
	check_series("of equal extremes the first counts", (int64_t[]){0, 9, 4, 9, 9, 0, 0, 9}, 8, 6,
				 (turn[]){{0, 1, false}, {1, 5, true}, {5, 7, false}}, 3);
	check_series("a drift in small steps", (int64_t[]){10, 9, 11, 12, 10, 13, 8}, 7, 4,
				 (turn[]){{1, 5, false}, {5, 6, true}}, 2);
	check_series("a move through both extremes at once", (int64_t[]){0, 2, -2, 1}, 4, 4,
				 (turn[]){{1, 2, true}}, 1);
	check_series("yields of the largest size", (int64_t[]){-1000000000000000000, 1000000000000000000}, 2,
				 2000000000000000000, (turn[]){{0, 1, false}}, 1);
}

/* Worked out by hand: rises of 2 confirm a low, falls of 5 a high. */
static void
check_two_thresholds(void)
{
	const zigzag_threshold apart = {.rise = 2, .fall = 5};

	check_series_apart("a rise by its own threshold", (int64_t[]){0, 2}, 2, apart, (turn[]){{0, 1, false}},
					   1);
	check_series_apart("a fall less than its own", (int64_t[]){4, 0}, 2, apart, NULL, 0);
	check_series_apart("a fall by its own threshold", (int64_t[]){5, 0}, 2, apart, (turn[]){{0, 1, true}}, 1);
	check_series_apart("a fall short of its threshold is no turn, though below the low before it",
					   (int64_t[]){0, 2, -2, -3, -1}, 5, apart,
					   (turn[]){{0, 1, false}, {1, 3, true}, {3, 4, false}}, 3);
	check_series_apart("the first move is a fall, then a rise from its end", (int64_t[]){4, 0, 1, 2, 7, 3, 2},
					   7, apart, (turn[]){{1, 3, false}, {4, 6, true}}, 2);
	check_series_apart("the larger threshold for rises", (int64_t[]){0, 4, 2, 6, 7, 5}, 6,
					   (zigzag_threshold){.rise = 5, .fall = 2},
					   (turn[]){{1, 2, true}, {2, 4, false}, {4, 5, true}}, 3);
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
		samples[i] = numbered_sample(i, value);
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
	long found_apart = 0;

	for (int trial = 0; trial < 40000; trial++)
	{
		sample samples[MAX_N];
		turn turns[MAX_N];
		turn others[MAX_N];
		int32_t n = random_series(samples);
		int64_t one = 1 + random_below(12);
		zigzag_threshold threshold = {one, one};
		zigzag_threshold mirrored;
		int32_t count;
		int32_t prefix = random_below(n + 1);
		int32_t prefix_count;
		int32_t confirmed = 0;

		if (trial % 2 == 1)
			threshold.fall = 1 + random_below(12);
		mirrored = (zigzag_threshold){.rise = threshold.fall, .fall = threshold.rise};
		count = find_turns(samples, n, &threshold, turns);
		*(trial % 2 == 1 ? &found_apart : &found) += count;
		wrong +=
			turns_by_definition(samples, n, &threshold, others) != count || !same_turns(turns, others, count);

		/* with only a prefix known: just the turns confirmed in it */
		prefix_count = find_turns(samples, prefix, &threshold, others);
		while (confirmed < count && turns[confirmed].confirmed < prefix)
			confirmed++;
		repainted += prefix_count != confirmed || !same_turns(turns, others, confirmed);

		for (int32_t i = 0; i < n; i++)
			samples[i].value = -samples[i].value;
		wrong_mirrors += find_turns(samples, n, &mirrored, others) != count;
		for (int32_t i = 0; i < count; i++)
			wrong_mirrors += others[i].sample != turns[i].sample ||
							 others[i].confirmed != turns[i].confirmed || others[i].high == turns[i].high;
	}
	check(wrong == 0 && found > 100000 && found_apart > 100000,
		  "20000 random series with one threshold, and as many with two, agree with the definition");
	check(repainted == 0, "no turn changes when more samples arrive");
	check(wrong_mirrors == 0, "highs and lows change places in the mirrored series");
}

static void
check_most_turns(void)
{
	const int32_t n = 1000000;
	const zigzag_threshold threshold = {1, 1};
	sample *samples = malloc((size_t) n * sizeof(sample));
	turn *turns = malloc((size_t) n * sizeof(turn));

	for (int32_t i = 0; i < n; i++)
		samples[i] = numbered_sample(i, i % 2);
	check(find_turns(samples, n, &threshold, turns) == n - 1, "there are fewer turns than samples");
	free(samples);
	free(turns);
}

void
zigzag_test(void)
{
	random_seed(8);
	check_known_series();
	check_two_thresholds();
	check_random_series();
	check_most_turns();
}
