/*
 * regimes.c
 *		The regimes of a yield against their definitions.
 *
 * Turns are looked for from the first sample on at each of them, splits by trying
 * every date, plateaus by trying every threshold.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/relative_change.h"
#include "math/threshold_plateaus.h"
#include "math/yield_regimes.h"
#include "support/sound_regimes.h"

enum
{
	MAX_ROWS = 32,
	MAX_REGIMES = 2 * MAX_ROWS
};

typedef struct rows
{
	int32_t n;
	int32_t ts[MAX_ROWS];
	int64_t units[MAX_ROWS];
	double a[MAX_ROWS];
	double b[MAX_ROWS];
} rows;

static bool
same_pivots(const pivot *a, const pivot *b, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		if (a[i].value != b[i].value || a[i].ts != b[i].ts || a[i].confirmed != b[i].confirmed)
			return false;
	return true;
}

/*
 * The next turn after the one that a sample has confirmed, or the first of all
 * before there is a direction: the first sample a threshold away from the extreme
 * since then confirms that. Returns the sample that confirms, or n.
 */
static int32_t
next_turn(const sample *samples, int32_t n, const zigzag_threshold *threshold, int32_t from, bool may_be_high,
		  bool may_be_low, int32_t *turn, bool *high)
{
	int32_t top = from;
	int32_t bottom = from;

	for (int32_t i = from; i < n; i++)
	{
		top = samples[i].value > samples[top].value ? i : top;
		bottom = samples[i].value < samples[bottom].value ? i : bottom;
		*high = may_be_high && samples[top].value - samples[i].value >= threshold->fall;
		if (*high || (may_be_low && samples[i].value - samples[bottom].value >= threshold->rise))
		{
			*turn = *high ? top : bottom;
			return i;
		}
	}
	return n;
}

static int32_t
find_turns(const sample *samples, int32_t n, const zigzag_threshold *threshold, pivot *turns,
		   bool *first_high)
{
	int32_t count = 0;
	int32_t turn = 0;
	bool high = false;

	for (int32_t from = 0, by;; from = by)
	{
		bool any = count == 0;

		by = next_turn(samples, n, threshold, from, any || !high, any || high, &turn, &high);

		if (by == n)
			return count;
		if (any)
			*first_high = high;
		turns[count++] = (pivot){samples[turn].value, samples[turn].ts, samples[by].known};
	}
}

/* The last rows of calendar periods that a later row shows to be complete; of every day at once. */
static int32_t
find_samples(const rows *r, int32_t n, frequency f, sample *samples)
{
	int32_t count = 0;

	for (int32_t i = 0; i < n; i++)
		if (f == FREQUENCY_DAY)
			samples[count++] = (sample){r->units[i], r->ts[i], r->ts[i]};
		else if (i + 1 < n && period_by_counting(r->ts[i], f) != period_by_counting(r->ts[i + 1], f))
			samples[count++] = (sample){r->units[i], r->ts[i], r->ts[i + 1]};
	return count;
}

/* The regimes between the turns of the first rows. */
static int32_t
expected_regimes(const rows *r, int32_t n, frequency f, const zigzag_threshold *threshold, regime *regimes)
{
	sample samples[MAX_ROWS];
	pivot turns[MAX_ROWS];
	bool high = false;
	int32_t turn_count = find_turns(samples, find_samples(r, n, f, samples), threshold, turns, &high);
	int32_t count = 0;
	regime open = {.start_ts = r->ts[0],
				   .start_value = r->units[0],
				   .confirmed = turn_count == 0 ? NOT_CONFIRMED : turns[0].confirmed,
				   .direction = REGIME_FLAT};

	for (int32_t i = 0; i < turn_count; i++, high = !high)
	{
		open.end_ts = turns[i].ts;
		open.end_value = turns[i].value;
		if (open.start_ts < open.end_ts)
			regimes[count++] = open;
		open = (regime){.start_ts = turns[i].ts,
						.start_value = turns[i].value,
						.confirmed = turns[i].confirmed,
						.direction = high ? REGIME_FALLING : REGIME_RISING};
	}
	open.end_ts = r->ts[n - 1];
	open.end_value = r->units[n - 1];
	open.provisional = true;
	if (open.start_ts < open.end_ts)
		regimes[count++] = open;
	return count;
}

/* What is found row by row is the same as from scratch at each row, and no turn goes back. */
static void
check_growing(input *in, const rows *r, frequency f, const zigzag_threshold *threshold)
{
	growing_regimes growing;
	pivot before[MAX_ROWS];
	int64_t turns_before = 0;

	regimes_begin(&growing, threshold, f);
	for (int32_t n = 1; n <= r->n; n++)
	{
		regime expected[MAX_REGIMES];
		int32_t count;
		int32_t expected_count = expected_regimes(r, n, f, threshold, expected);
		regime *regimes;

		if (take_byte(in) == 1)
		{
			growing_regimes stored = growing;

			regimes_continue(&growing, stored.state);
			host_free(stored.state);
		}
		regimes_add(&growing, r->ts[n - 1], r->units[n - 1]);
		require(regime_state_format.check(growing.state) == NULL, "a state is refused");
		require(growing.state->turns >= turns_before &&
					same_pivots(growing.state->pivots, before, turns_before),
				"a turn goes back");
		turns_before = growing.state->turns;
		memcpy(before, growing.state->pivots, (size_t) turns_before * sizeof(pivot));
		regimes = regimes_of_state(growing.state, &count);
		require(count == expected_count && equal_regimes(regimes, expected, count), "regimes are others");
		host_free(regimes);
	}
	host_free(growing.state);
}

/* The interval of thresholds with the same turns, for each threshold that makes a difference. */
static void
check_plateaus(const rows *r, frequency f)
{
	sample samples[MAX_ROWS];
	int32_t n = find_samples(r, r->n, f, samples);
	plateau p;
	bool more = true;

	plateau_begin(&p, samples, n);
	require(p.above == 0, "the first plateau begins above zero");
	for (int64_t threshold = 1; threshold <= 70; threshold++)
	{
		const zigzag_threshold both = {threshold, threshold};
		pivot turns[MAX_ROWS];
		bool high;
		int32_t count = find_turns(samples, n, &both, turns, &high);
		bool begins = threshold > p.up_to;

		if (begins)
		{
			int64_t up_to = p.up_to;
			int32_t turns_before = p.turns;
			sample first = p.extremes[0];

			require(turns_before > 0 && first.ts >= samples[0].ts, "a plateau without turns ends");
			more = plateau_next(&p);
			require(more && p.above == up_to && p.up_to > up_to, "plateaus do not join up");
			require(p.turns < turns_before, "a plateau with the turns of the one before");
		}
		require(p.turns == count, "a plateau has other turns");
		for (int32_t i = 0; i < count; i++)
			require(p.extremes[i].value == turns[i].value && p.extremes[i].ts == turns[i].ts,
					"a plateau has other turns");
	}
	require(p.turns == 0 && p.up_to == NO_LIMIT && !plateau_next(&p), "the last plateau has turns");
	host_free(p.extremes);
}

/* The last of the rows with levels on or before a date, -1 if there is none. */
static int32_t
row_until(const rows *r, int32_t ts)
{
	int32_t found = -1;

	for (int32_t i = 0; i < r->n; i++)
		if (r->ts[i] <= ts)
			found = i;
	return found;
}

static double
relative_return(const rows *r, int32_t from, int32_t to)
{
	int32_t first = row_until(r, from);
	int32_t last = row_until(r, to);

	return first >= 0 && last > first
			   ? arithmetic_relative_change(r->a[first], r->a[last], r->b[first], r->b[last])
			   : 0;
}

/* Cut a regime at the clearest date, and the parts again; closed is when its end is confirmed. */
static int32_t
split(const rows *r, const sample *samples, int32_t sample_count, const regime *whole, int32_t closed,
	  double least, regime *parts)
{
	const sample *cut = NULL;
	double clearest = 0;
	regime part = *whole;
	int32_t count;

	for (int32_t i = 0; i < sample_count; i++)
	{
		double before;
		double after;
		double smaller;

		if (samples[i].ts <= whole->start_ts || samples[i].ts >= whole->end_ts)
			continue;
		before = relative_return(r, whole->start_ts, samples[i].ts);
		after = relative_return(r, samples[i].ts, whole->end_ts);
		smaller = fabs(before) < fabs(after) ? fabs(before) : fabs(after);
		if (((before < 0 && after > 0) || (before > 0 && after < 0)) && smaller >= least &&
			smaller > clearest)
		{
			clearest = smaller;
			cut = &samples[i];
		}
	}
	if (cut == NULL)
	{
		parts[0] = *whole;
		return 1;
	}
	part.end_ts = cut->ts;
	part.end_value = cut->value;
	count = split(r, samples, sample_count, &part, closed, least, parts);
	part = *whole;
	part.start_ts = cut->ts;
	part.start_value = cut->value;
	part.confirmed = closed;
	return count + split(r, samples, sample_count, &part, closed, least, parts + count);
}

static void
check_splits(input *in, const rows *r, frequency f, const zigzag_threshold *threshold)
{
	regime_rule rule = {.method = METHOD_ZIGZAG,
						.frequency = f,
						.threshold = *threshold,
						.split_divergence = take_below(in, 40) / 100.0};
	yield_series yields = {r->n, r->ts, r->units};
	level_pairs levels = {r->n, r->ts, r->a, r->b};
	regime whole[MAX_REGIMES];
	int32_t whole_count = expected_regimes(r, r->n, f, threshold, whole);
	regime expected[MAX_REGIMES];
	int32_t expected_count = 0;
	sample samples[MAX_ROWS];
	int32_t sample_count = find_samples(r, r->n, f, samples);
	regime *found;
	int32_t count;

	for (int32_t i = 0; i < whole_count; i++)
	{
		int32_t closed = i + 1 < whole_count ? whole[i + 1].confirmed : NOT_CONFIRMED;

		if (rule.split_divergence > 0)
			expected_count += split(r, samples, sample_count, &whole[i], closed, rule.split_divergence,
									expected + expected_count);
		else
			expected[expected_count++] = whole[i];
	}
	require(find_regimes(&yields, &levels, &rule, &found, &count) == REGIMES_FOUND, "regimes are refused");
	require(count == expected_count && equal_regimes(found, expected, count), "regimes are split otherwise");
	host_free(found);
}

void
fuzz_regimes(input *in)
{
	rows r = {.n = 1 + take_below(in, MAX_ROWS)};
	frequency f = (frequency) take_below(in, FREQUENCY_QUARTER + 1);
	int gaps = 1 + take_below(in, 100);
	bool wide = take_byte(in) == 1;

	/* whole numbers from 0 to 63, or so far apart as yields can be */
	int64_t unit = wide ? INT64_C(31250000000000000) : 1;
	zigzag_threshold threshold;
	int32_t ts = take_below(in, 16000) - 8000;

	threshold.rise = unit * (1 + take_below(in, 32));
	threshold.fall = unit * (1 + take_below(in, 32));
	for (int32_t i = 0; i < r.n; i++)
	{
		r.ts[i] = ts;
		ts += 1 + take_below(in, gaps);
		r.units[i] = unit * (take_below(in, 64) - (wide ? 32 : 0));
		r.a[i] = 1 + take_byte(in) / 64.0;
		r.b[i] = 1 + take_byte(in) / 64.0;
	}
	check_growing(in, &r, f, &threshold);
	check_splits(in, &r, f, &threshold);
	if (!wide)
		check_plateaus(&r, f);
}
