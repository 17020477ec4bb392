/*
 * chord_test.c
 *		Cuts of a series against every other way to place them.
 */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/calendar.h"
#include "math/chord.h"
#include "math/yield.h"

#define MAX_N 120
#define MAX_PIECES 20

typedef struct points
{
	int32_t ts[MAX_N];
	int64_t value[MAX_N];
	chord_series series;
} points;

/* The squared error of one chord, point by point. */
static long double
error_of_chord(const chord_series *series, int32_t begin, int32_t end)
{
	long double length = (long double) series->ts[end] - series->ts[begin];
	long double rise = (long double) series->value[end] - series->value[begin];
	long double error = 0;

	for (int32_t i = begin + 1; i < end; i++)
	{
		long double u = (long double) series->ts[i] - series->ts[begin];
		long double v = (long double) series->value[i] - series->value[begin];
		long double distance = v - rise * u / length;

		error += distance * distance;
	}
	return error;
}

static long double
error_of_cuts(const chord_series *series, int32_t pieces, const int32_t *cuts)
{
	long double error = 0;

	for (int32_t k = 0; k < pieces; k++)
		error += error_of_chord(series, k == 0 ? 0 : cuts[k - 1], k + 1 == pieces ? series->n - 1 : cuts[k]);
	return error;
}

/* The best of all ways to place the cuts, and the error of the next best. */
typedef struct best_cuts
{
	long double error;
	long double next_error;
	int32_t cuts[MAX_PIECES];
} best_cuts;

static bool
is_long_enough(const chord_series *series, int32_t begin, int32_t end, int32_t least_length)
{
	return (int64_t) series->ts[end] - series->ts[begin] >= least_length;
}

/*
 * Try all cuts before an end, which the pieces after it have been given. Later
 * cuts vary slowest and come earliest first, so that the first of equal fits is
 * the one that the rule asks for.
 */
static void
try_all(const chord_series *series, int32_t end, int32_t pieces, int32_t least_length, long double error,
		int32_t *cuts, best_cuts *best)
{
	if (pieces == 1)
	{
		if (end < 1 || !is_long_enough(series, 0, end, least_length))
			return;
		error += error_of_chord(series, 0, end);
		if (error < best->error)
		{
			best->next_error = best->error;
			best->error = error;
			memcpy(best->cuts, cuts, sizeof best->cuts);
		}
		else if (error < best->next_error)
			best->next_error = error;
		return;
	}
	for (int32_t begin = 1; begin < end; begin++)
		if (is_long_enough(series, begin, end, least_length))
		{
			cuts[pieces - 2] = begin;
			try_all(series, begin, pieces - 1, least_length, error + error_of_chord(series, begin, end), cuts,
					best);
		}
}

/* False if there is no way. */
static bool
cuts_by_definition(const chord_series *series, int32_t pieces, int32_t least_length, best_cuts *best)
{
	int32_t cuts[MAX_PIECES] = {0};

	*best = (best_cuts){.error = INFINITY, .next_error = INFINITY};
	try_all(series, series->n - 1, pieces, least_length, 0, cuts, best);
	return best->error < INFINITY;
}

/* On dates with gaps of weeks. */
static void
random_points(points *p, int32_t n)
{
	int32_t day = random_below(10000) - 5000;
	bool walk = random_below(2) == 0;
	int step = 1 + random_below(6);
	int64_t value = 0;

	for (int32_t i = 0; i < n; i++)
	{
		day += 1 + (random_below(3) == 0) * random_below(30);
		value = walk ? value + random_below(2 * step + 1) - step : random_below(4 * step) - 2 * step;
		p->ts[i] = day;
		p->value[i] = value;
	}
	p->series = (chord_series){n, p->ts, p->value};
}

static int32_t
random_least_length(const points *p, int32_t pieces)
{
	int32_t length = p->ts[p->series.n - 1] - p->ts[0];

	return random_below(2) ? random_below(2) : random_below(2 * length / pieces + 1);
}

/* What differs from the definition. */
typedef struct faults
{
	int feasible;
	int errors;
	int cuts;
	long found;
	long impossible;
	long unique;
} faults;

static void
add_faults(faults *sum, const chord_series *series, int32_t pieces, int32_t least_length, double tolerance)
{
	int32_t cuts[MAX_PIECES] = {0};
	best_cuts best;
	bool feasible = cuts_by_definition(series, pieces, least_length, &best);
	bool found = chord_cuts(series, pieces, least_length, cuts);

	sum->feasible += found != feasible;
	if (!feasible || !found)
	{
		sum->impossible++;
		return;
	}
	sum->found++;
	for (int32_t k = 0; k < pieces; k++)
		if (!is_long_enough(series, k == 0 ? 0 : cuts[k - 1], k + 1 == pieces ? series->n - 1 : cuts[k],
							least_length))
			sum->feasible++;
	sum->errors +=
		!(fabsl(error_of_cuts(series, pieces, cuts) - best.error) <= tolerance * best.error + 1e-15L);
	if (best.next_error - best.error > 10 * tolerance * best.next_error)
	{
		sum->unique++;
		sum->cuts += memcmp(cuts, best.cuts, (size_t) (pieces - 1) * sizeof(int32_t)) != 0;
	}
}

static void
report(const faults *sum, const char *what)
{
	check(sum->feasible == 0 && sum->impossible > 50 && sum->found > 500,
		  "%s: cut where pieces can be long enough, and only there", what);
	check(sum->errors == 0, "%s: no other cuts have a smaller error", what);
	check(sum->cuts == 0 && sum->unique > 500, "%s: the cuts are those of the smallest error", what);
}

static void
check_random_series(void)
{
	faults sum = {0};

	for (int trial = 0; trial < 4000; trial++)
	{
		points p;
		int32_t n = 2 + random_below(11);
		int32_t pieces = 1 + random_below(5);

		random_points(&p, n);
		add_faults(&sum, &p.series, pieces, random_least_length(&p, pieces), 1e-12);
	}
	report(&sum, "4000 random series");
}

/* The least error by the recurrence over every begin of every piece. */
static long double
least_error_of(const chord_series *series, int32_t pieces, int32_t least_length)
{
	static long double least[MAX_PIECES + 1][MAX_N];

	for (int32_t k = 0; k <= pieces; k++)
		for (int32_t end = 0; end < series->n; end++)
		{
			least[k][end] = k == 0 && end == 0 ? 0 : INFINITY;
			for (int32_t begin = 0; k > 0 && begin < end; begin++)
				if (is_long_enough(series, begin, end, least_length))
					least[k][end] =
						fminl(least[k][end], least[k - 1][begin] + error_of_chord(series, begin, end));
		}
	return least[pieces][series->n - 1];
}

static void
check_longer_series(void)
{
	int wrong = 0;
	int found = 0;

	for (int trial = 0; trial < 150; trial++)
	{
		points p;
		int32_t pieces = 1 + random_below(MAX_PIECES);
		int32_t cuts[MAX_PIECES];
		int32_t least_length;
		long double least;

		random_points(&p, MAX_N - random_below(60));
		least_length = random_least_length(&p, pieces);
		least = least_error_of(&p.series, pieces, least_length);
		if (!chord_cuts(&p.series, pieces, least_length, cuts))
			wrong += least < INFINITY;
		else
		{
			found++;
			wrong += !(fabsl(error_of_cuts(&p.series, pieces, cuts) - least) <= 1e-12L * least + 1e-15L);
		}
	}
	check(wrong == 0 && found > 80, "series of up to %d points in up to %d pieces", MAX_N, MAX_PIECES);
}

/*
 * Constant series and exact lines, which all cuts fit: of those that are long
 * enough the last cut is the earliest, then the one before it, and so on.
 */
static void
check_ties(void)
{
	int wrong = 0;
	int found = 0;

	for (int trial = 0; trial < 2000; trial++)
	{
		points p;
		int32_t n = 2 + random_below(10);
		int32_t pieces = 1 + random_below(5);
		int64_t slope = trial % 2 == 0 ? 0 : random_below(200001) - 100000;
		int32_t least_length;
		int32_t cuts[MAX_PIECES];
		int32_t end = n - 1;
		bool feasible = true;

		random_points(&p, n);
		for (int32_t i = 0; i < n; i++)
			p.value[i] = 7 + slope * p.ts[i];
		least_length = random_least_length(&p, pieces);
		feasible = chord_cuts(&p.series, pieces, least_length, cuts);
		for (int32_t k = pieces; k > 1 && feasible; k--)
		{
			int32_t cut = 1;
			best_cuts ignored;

			/* the first point that the rest of the pieces can end at and that leaves room for this one */
			for (;; cut++)
			{
				chord_series before = {cut + 1, p.ts, p.value};

				if (cut >= end || (is_long_enough(&p.series, cut, end, least_length) &&
								   cuts_by_definition(&before, k - 1, least_length, &ignored)))
					break;
			}
			wrong += cuts[k - 2] != cut;
			end = cuts[k - 2];
		}
		found += feasible && pieces > 1;
	}
	check(wrong == 0 && found > 500, "of equal fits the one whose last cut is earliest, and so on back");
}

static void
check_limits(void)
{
	const int32_t ts[] = {-3, 0, 1, 40, 41, 100};
	const int64_t value[] = {5, -2, 8, 8, -1, 3};
	const int64_t flat[] = {4, 4, 4, 4, 4, 4};
	const chord_series six = {6, ts, value};
	const chord_series level = {6, ts, flat};
	const chord_series two = {2, ts, value};
	int32_t cuts[8];

	check(chord_cuts(&six, 5, 0, cuts) && cuts[0] == 1 && cuts[1] == 2 && cuts[2] == 3 && cuts[3] == 4,
		  "as many pieces as there are steps");
	check(!chord_cuts(&six, 6, 0, cuts), "no more than that");
	check(chord_cuts(&six, 1, 0, NULL), "one piece has no cuts");
	check(chord_cuts(&six, 1, 103, NULL) && !chord_cuts(&six, 1, 104, NULL), "it is as long as the series");
	check(chord_cuts(&two, 1, 3, NULL) && !chord_cuts(&two, 1, 4, NULL), "one piece of two points");
	check(!chord_cuts(&two, 2, 0, cuts), "but not two");
	check(chord_cuts(&six, 2, 44, cuts) && cuts[0] == 4, "the one cut that leaves 44 days on either side");
	check(!chord_cuts(&six, 2, 45, cuts), "none leaves a day more");
	check(!chord_cuts(&six, 2, INT32_MAX, cuts), "nor the longest of lengths");
	check(chord_cuts(&level, 3, 0, cuts) && cuts[0] == 1 && cuts[1] == 2, "a constant series, cut early");
	check(chord_cuts(&level, 3, 3, cuts) && cuts[0] == 1 && cuts[1] == 3, "as early as lengths allow");
}

/* The largest values and the longest spans that there are, where the last digits of an error are lost. */
static void
check_enormous(void)
{
	const int64_t largest = yield_units(YIELD_MAX);
	faults sum = {0};
	faults exact = {0};
	faults coarse = {0};

	for (int trial = 0; trial < 2000; trial++)
	{
		points p;
		int32_t n = 4 + random_below(7);
		int32_t pieces = 1 + random_below(4);
		int32_t day = DATE_MIN;
		int32_t step = trial % 2 == 0 ? (DATE_END - 1 - (int64_t) DATE_MIN) / n : 400000;

		for (int32_t i = 0; i < n; i++)
		{
			p.ts[i] = day;
			day += 1 + random_below(step);
			p.value[i] = (int64_t) ((2 * random_fraction() - 1) * (double) largest);
			if (random_below(3) == 0)
				p.value[i] = random_below(2) ? largest : -largest;
		}
		p.series = (chord_series){n, p.ts, p.value};
		add_faults(&sum, &p.series, pieces, random_below(3) == 0 ? step : 0, 1e-6);
	}
	report(&sum, "values up to 10^18 and dates from end to end");

	/* about as much as 128 bits hold without making the values coarser, with most points at the far end */
	for (int trial = 0; trial < 4000; trial++)
	{
		points p;
		int32_t n = 4 + random_below(7);
		int32_t length = 1 << (4 + random_below(26));
		int bits = 113 + random_below(15);
		double most = sqrt(exp2(bits) / n) / length * 0.999;
		int64_t range = most < (double) largest ? (int64_t) most : largest;

		for (int32_t i = 0; i < n; i++)
		{
			p.ts[i] = i < 2 ? i : length - (n - 1 - i);
			p.value[i] = i == 0 ? 0 : random_below(2) ? range : -range;
		}
		p.series = (chord_series){n, p.ts, p.value};
		add_faults(bits <= 122 ? &exact : &coarse, &p.series, 1 + random_below(3),
				   trial % 10 == 0 ? length : 0, bits <= 122 ? 1e-12 : 1e-6);
	}
	report(&exact, "sums of up to 122 bits");
	report(&coarse, "sums beyond them");
}

/* What is small beside the values still counts: deviations by a few units from lines of up to 10^12. */
static void
check_steep_series(void)
{
	faults sum = {0};

	for (int trial = 0; trial < 2000; trial++)
	{
		points p;
		int32_t n = 3 + random_below(10);
		int32_t pieces = 1 + random_below(4);

		random_points(&p, n);
		for (int32_t i = 0; i < n; i++)
			p.value[i] += (p.ts[i] - p.ts[0]) * (trial % 2 == 0 ? INT64_C(5000000000) : INT64_C(-7000000000));
		add_faults(&sum, &p.series, pieces, random_least_length(&p, pieces), 1e-6);
	}
	report(&sum, "2000 steep series");
}

static void
check_exhibit1(void)
{
	int32_t ts[EXHIBIT1_MONTHS];
	int64_t units[EXHIBIT1_MONTHS];
	const chord_series series = {EXHIBIT1_MONTHS, ts, units};
	int32_t cuts[3];

	exhibit1_yields(ts, units);
	check(chord_cuts(&series, 4, 0, cuts) && cuts[0] == 4 && cuts[1] == 6 && cuts[2] == 10,
		  "exhibit 1 as four chords has the turns of the zigzag");
}

static void
check_interrupts(void)
{
	const int32_t n = 2000;
	int32_t *ts = malloc((size_t) n * sizeof(int32_t));
	int64_t *value = malloc((size_t) n * sizeof(int64_t));
	const chord_series series = {n, ts, value};
	long before = interrupt_checks;
	int32_t cuts[4];
	bool found;

	for (int32_t i = 0; i < n; i++)
	{
		ts[i] = i;
		value[i] = abs(i - 700) + abs(i - 1500);
	}
	found = chord_cuts(&series, 3, 0, cuts);
	check(found && cuts[0] == 700 && cuts[1] == 1500, "three exact pieces of 2000 points");
	check(interrupt_checks - before >= n, "a long search can be interrupted at every point");
	free(ts);
	free(value);
}

void
chord_test(void)
{
	random_seed(17);
	check_random_series();
	check_longer_series();
	check_ties();
	check_limits();
	check_enormous();
	check_steep_series();
	check_exhibit1();
	check_interrupts();
}
