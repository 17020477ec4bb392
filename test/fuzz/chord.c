/*
 * chord.c
 *		Series cut into chords, against all ways to cut them.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>

#include "math/chord.h"

enum
{
	MOST = 11
};

typedef struct best_cuts
{
	const chord_series *series;
	int32_t pieces;
	int32_t least_length;
	int32_t cuts[MOST]; /* that are being tried */
	int32_t ways;       /* to cut the series at all */
	long double least_error;
	int32_t best[MOST];
} best_cuts;

/* The squared distances of the points from the chord between two of them. */
static long double
chord_error(const chord_series *s, int32_t from, int32_t to)
{
	long double length = (long double) s->ts[to] - s->ts[from];
	long double rise = (long double) s->value[to] - s->value[from];
	long double error = 0;

	for (int32_t i = from; i <= to; i++)
	{
		long double u = (long double) s->ts[i] - s->ts[from];
		long double distance = ((long double) s->value[i] - s->value[from]) - u * rise / length;

		error += distance * distance;
	}
	return error;
}

/* The cuts whose last is earlier, and so on back, come first. */
static bool
is_earlier(const int32_t *a, const int32_t *b, int32_t n)
{
	for (int32_t i = n - 1; i >= 0; i--)
		if (a[i] != b[i])
			return a[i] < b[i];
	return false;
}

static void
try_pieces(best_cuts *t, int32_t piece, int32_t from, long double error)
{
	const chord_series *s = t->series;

	if (piece == t->pieces)
	{
		int32_t n = t->pieces - 1;

		if (from != s->n - 1)
			return;
		if (t->ways++ == 0 || error < t->least_error ||
			(error == t->least_error && is_earlier(t->cuts, t->best, n)))
		{
			t->least_error = error;
			for (int32_t i = 0; i < n; i++)
				t->best[i] = t->cuts[i];
		}
		return;
	}
	for (int32_t to = from + 1; to < s->n; to++)
		if ((int64_t) s->ts[to] - s->ts[from] >= t->least_length)
		{
			if (piece + 1 < t->pieces)
				t->cuts[piece] = to;
			try_pieces(t, piece + 1, to, error + chord_error(s, from, to));
		}
}

static long double
error_of(const chord_series *s, const int32_t *cuts, int32_t pieces)
{
	long double error = 0;

	for (int32_t i = 0, from = 0; i < pieces; i++)
	{
		int32_t to = i + 1 < pieces ? cuts[i] : s->n - 1;

		error += chord_error(s, from, to);
		from = to;
	}
	return error;
}

void
fuzz_chord(input *in)
{
	int32_t ts[MOST];
	int64_t value[MOST];
	chord_series series = {2 + take_below(in, MOST - 1), ts, value};
	best_cuts tried = {.series = &series};
	int kind = take_byte(in);
	int gaps = 1 + take_below(in, 30);

	/* small numbers, real yields, or the largest there are, which are made coarser where dates lie far apart */
	int64_t unit = kind % 4 == 0 ? 100000000 : kind % 4 == 1 ? INT64_C(7800000000000000) : 1;
	bool exact = unit == 1;
	int32_t cuts[MOST];
	long double error;
	long double slack;
	long double range = 0;
	int32_t before = 0;
	bool found;

	tried.pieces = 1 + take_below(in, series.n - 1);
	tried.least_length = take_below(in, 30);
	for (int32_t i = 0; i < series.n; i++)
	{
		ts[i] = (i == 0 ? take_below(in, 20000) - 10000 : ts[i - 1]) + 1 + take_below(in, gaps);
		value[i] = unit * (int8_t) take_byte(in);
		if (unit > 1)
			value[i] += take_byte(in);
	}
	if (kind & 128)
	{
		/* over all dates there are */
		ts[0] = DATE_MIN;
		ts[series.n - 1] = DATE_END - 1;
	}
	for (int32_t i = 0; i < series.n; i++)
		range = fmaxl(range, fabsl((long double) value[i] - value[0]));
	try_pieces(&tried, 0, 0, 0);
	found = chord_cuts(&series, tried.pieces, tried.least_length, cuts);
	require(found == (tried.ways > 0), "cuts are possible or not");
	if (!found)
		return;
	for (int32_t i = 0; i < tried.pieces; i++)
	{
		int32_t to = i + 1 < tried.pieces ? cuts[i] : series.n - 1;

		require(to > before && to < series.n && (int64_t) ts[to] - ts[before] >= tried.least_length,
				"a piece is too short");
		before = to;
	}
	error = error_of(&series, cuts, tried.pieces);
	slack = 1e-13L * tried.least_error + (exact ? 1e-12L : (kind & 128 ? 1e-7L : 1e-13L) * range * range);
	require(error <= tried.least_error + slack, "there is a better fit");

	/* errors are exact where they are zero, so of perfect fits it must be the right one */
	if (exact && tried.least_error == 0)
		for (int32_t i = 0; i + 1 < tried.pieces; i++)
			require(cuts[i] == tried.best[i], "an equal fit with an earlier cut");
}
