/*
 * yield_regimes.c
 *		Stretches of a yield between its turns.
 *
 * The turns are those of the zigzag, which are known for good once confirmed, or
 * the ends of a given number of chords, which any later row may move.
 *
 * Neighbouring regimes share an endpoint: each is the period (start, end].
 */
#include "math/yield_regimes.h"

#include <math.h>
#include <stddef.h>

#include "math/chord.h"
#include "math/host.h"
#include "math/relative_change.h"

/* The last observations of the complete calendar periods. */
sample *
period_ends(const yield_series *yields, frequency f, int32_t *count)
{
	sample *samples = host_resize(NULL, (size_t) yields->n * sizeof(sample));
	int32_t n = 0;

	for (int32_t row = 0; row < yields->n; row++)
	{
		int32_t known = row;

		host_check_interrupts_at(row);
		if (f != FREQUENCY_DAY)
		{
			if (row + 1 == yields->n ||
				calendar_period(yields->ts[row], f) == calendar_period(yields->ts[row + 1], f))
				continue;
			known = row + 1;
		}
		samples[n++] = (sample){yields->units[row], yields->ts[row], yields->ts[known]};
	}
	*count = n;
	return samples;
}

/*
 * The returns of both levels from one date to another, each taken at the last
 * common date on or before it. False if no common date lies between.
 */
bool
returns_between(const level_pairs *levels, int32_t start, int32_t end, level_returns *returns)
{
	int64_t first = dates_until(levels->ts, levels->n, start) - 1;
	int64_t last = dates_until(levels->ts, levels->n, end) - 1;

	if (first < 0 || last <= first)
		return false;
	returns->a = relative_change(levels->a[first], levels->a[last]);
	returns->b = relative_change(levels->b[first], levels->b[last]);
	returns->relative =
		arithmetic_relative_change(levels->a[first], levels->a[last], levels->b[first], levels->b[last]);
	return true;
}

/*
 * How clearly the relative return of a and b changes its sign at a date: the
 * size of its smaller part, or 0 if it does not.
 */
static double
divergence(const level_pairs *levels, int32_t start, int32_t cut, int32_t end)
{
	level_returns before;
	level_returns after;

	if (!returns_between(levels, start, cut, &before) || !returns_between(levels, cut, end, &after))
		return 0;
	return before.relative * after.relative < 0 ? fmin(fabs(before.relative), fabs(after.relative)) : 0;
}

/* A list of regimes that grows. */
typedef struct regime_list
{
	regime *items;
	int32_t n;
	int32_t room;
} regime_list;

static void
append(regime_list *list, regime item)
{
	if (list->n == list->room)
	{
		list->room = list->room == 0 ? 16 : 2 * list->room;
		list->items = host_resize(list->items, (size_t) list->room * sizeof(regime));
	}
	list->items[list->n++] = item;
}

/*
 * Append a regime, cut at every period end where the relative return changes
 * its sign by at least the rule's divergence: the clearest such date first, then
 * each part again. Where to cut depends on the regime's end, so the cuts are
 * established only when that is, on the date given by closed.
 */
static void
append_split(regime_list *result, const regime *whole, int32_t closed, const level_pairs *levels,
			 const sample *samples, int32_t sample_count, double least)
{
	regime_list pending = {0};

	append(&pending, *whole);
	while (pending.n > 0)
	{
		regime part = pending.items[--pending.n];
		const sample *cut = NULL;
		double clearest = 0;

		for (int32_t i = 0; i < sample_count && samples[i].ts < part.end_ts; i++)
		{
			host_check_interrupts_at(i);
			if (samples[i].ts <= part.start_ts)
				continue;

			double size = divergence(levels, part.start_ts, samples[i].ts, part.end_ts);

			if (size >= least && size > clearest)
			{
				clearest = size;
				cut = &samples[i];
			}
		}
		if (cut == NULL)
			append(result, part);
		else
		{
			regime later = part;

			later.start_ts = part.end_ts = cut->ts;
			later.start_value = part.end_value = cut->value;
			later.confirmed = closed;
			append(&pending, later);
			append(&pending, part);
		}
	}
	host_free(pending.items);
}

/* Cut each regime where the relative return of two levels says so. */
static void
split_regimes(regime **regimes, int32_t *count, const yield_series *yields, const level_pairs *levels,
			  const regime_rule *rule)
{
	int32_t sample_count;
	sample *samples = period_ends(yields, rule->frequency, &sample_count);
	regime_list result = {0};

	for (int32_t i = 0; i < *count; i++)
	{
		int32_t closed = i + 1 == *count ? NOT_CONFIRMED : (*regimes)[i + 1].confirmed;

		append_split(&result, &(*regimes)[i], closed, levels, samples, sample_count, rule->split_divergence);
	}
	host_free(samples);
	host_free(*regimes);
	*regimes = result.items;
	*count = result.n;
}

static void
zigzag_regimes(const yield_series *yields, const regime_rule *rule, regime **regimes, int32_t *count)
{
	growing_regimes found;

	regimes_begin(&found, &rule->threshold, rule->frequency);
	for (int32_t row = 0; row < yields->n; row++)
	{
		host_check_interrupts_at(row);
		regimes_add(&found, yields->ts[row], yields->units[row]);
	}
	*regimes = regimes_of_state(found.state, count);
	host_free(found.state);
}

/*
 * The chords run through the first observation, the ends of complete periods and
 * the last observation. Where they meet depends on all of these, so nothing is
 * confirmed and everything is provisional.
 */
static regime_problem
chord_regimes(const yield_series *yields, const regime_rule *rule, regime **regimes, int32_t *count)
{
	int32_t sample_count;
	sample *samples = period_ends(yields, rule->frequency, &sample_count);
	int32_t *ts = host_resize(NULL, ((size_t) sample_count + 2) * sizeof(int32_t));
	int64_t *value = host_resize(NULL, ((size_t) sample_count + 2) * sizeof(int64_t));
	int32_t *cuts = host_resize(NULL, (size_t) rule->segments * sizeof(int32_t));
	chord_series series = {0, ts, value};
	int32_t last = yields->n - 1;
	regime_problem problem = REGIMES_FOUND;

	ts[0] = yields->ts[0];
	value[0] = yields->units[0];
	series.n = 1;
	for (int32_t i = 0; i < sample_count; i++)
	{
		host_check_interrupts_at(i);
		if (samples[i].ts > yields->ts[0] && samples[i].ts < yields->ts[last])
		{
			ts[series.n] = samples[i].ts;
			value[series.n++] = samples[i].value;
		}
	}
	ts[series.n] = yields->ts[last];
	value[series.n++] = yields->units[last];
	host_free(samples);

	if (series.n > CHORD_MAX_POINTS)
		problem = TOO_MANY_POINTS;
	else if (rule->segments >= series.n)
		problem = TOO_MANY_SEGMENTS;
	else if (!chord_cuts(&series, rule->segments, rule->min_days, cuts))
		problem = TOO_SHORT_FOR_SEGMENTS;
	*count = problem == REGIMES_FOUND ? rule->segments : series.n - 1;
	*regimes = NULL;
	if (problem == REGIMES_FOUND)
	{
		*regimes = host_resize(NULL, (size_t) rule->segments * sizeof(regime));
		for (int32_t i = 0, start = 0; i < rule->segments; i++)
		{
			int32_t end = i + 1 == rule->segments ? series.n - 1 : cuts[i];

			(*regimes)[i] = (regime){
				.start_ts = ts[start],
				.end_ts = ts[end],
				.start_value = value[start],
				.end_value = value[end],
				.confirmed = NOT_CONFIRMED,
				.direction = value[end] > value[start]   ? REGIME_RISING
							 : value[end] < value[start] ? REGIME_FALLING
														 : REGIME_FLAT,
				.provisional = true,
			};
			start = end;
		}
	}
	host_free(cuts);
	host_free(value);
	host_free(ts);
	return problem;
}

/*
 * The regimes of a yield with at least one observation, in order of time. Levels
 * may be NULL. If the rule asks for too many segments, count is the most that
 * there can be.
 */
regime_problem
find_regimes(const yield_series *yields, const level_pairs *levels, const regime_rule *rule, regime **regimes,
			 int32_t *count)
{
	/* one observation has no regimes, whatever the method: a zigzag finds none, a chord would have no length */
	if (rule->method == METHOD_CHORD && yields->n > 1)
	{
		regime_problem problem = chord_regimes(yields, rule, regimes, count);

		if (problem != REGIMES_FOUND)
			return problem;
	}
	else
		zigzag_regimes(yields, rule, regimes, count);
	if (levels != NULL && rule->split_divergence > 0)
		split_regimes(regimes, count, yields, levels, rule);
	return REGIMES_FOUND;
}
