/*
 * yield_regimes.c
 *		Stretches of a yield between its turns.
 *
 * Turns fall on the last observation of a calendar period. A period is complete
 * once a later one has begun, so an observation counts from the first row of the
 * next period on; a date has one observation and is complete with it. The last
 * period may be incomplete, and moves only the provisional end.
 *
 * Neighbouring regimes share an endpoint: each is the period (start, end].
 */
#include "math/yield_regimes.h"

#include <math.h>
#include <stddef.h>

#include "math/host.h"
#include "math/zigzag.h"

/* The last observations of the complete calendar periods. */
static sample *
period_ends(const yield_series *yields, frequency f, int32_t *count)
{
	sample *samples = host_resize(NULL, (size_t) yields->n * sizeof(sample));
	int32_t n = 0;

	for (int32_t row = 0; row < yields->n; row++)
	{
		int32_t known = row;

		if (row % 65536 == 0)
			host_check_interrupts();
		if (f != FREQUENCY_DAY)
		{
			if (row + 1 == yields->n ||
				calendar_period(yields->ts[row], f) == calendar_period(yields->ts[row + 1], f))
				continue;
			known = row + 1;
		}
		samples[n++] = (sample){yields->units[row], row, known};
	}
	*count = n;
	return samples;
}

/* The place of the last pair at or before a date, or -1. */
static int32_t
last_pair(const level_pairs *levels, int32_t date)
{
	int32_t low = 0;
	int32_t high = levels->n;

	while (low < high)
	{
		int32_t middle = low + (high - low) / 2;

		if (levels->ts[middle] <= date)
			low = middle + 1;
		else
			high = middle;
	}
	return low - 1;
}

/*
 * The returns of both levels from one date to another, each taken at the last
 * common date on or before it. False if no common date lies between.
 */
bool
returns_between(const level_pairs *levels, int32_t start, int32_t end, double *a, double *b)
{
	int32_t first = last_pair(levels, start);
	int32_t last = last_pair(levels, end);

	if (first < 0 || last <= first)
		return false;
	*a = levels->a[last] / levels->a[first] - 1;
	*b = levels->b[last] / levels->b[first] - 1;
	return true;
}

/*
 * How clearly the relative return of a and b changes its sign at a date: the
 * size of its smaller part, or 0 if it does not.
 */
static double
divergence(const level_pairs *levels, int32_t start, int32_t cut, int32_t end)
{
	double a;
	double b;
	double before;
	double after;

	if (!returns_between(levels, start, cut, &a, &b))
		return 0;
	before = a - b;
	if (!returns_between(levels, cut, end, &a, &b))
		return 0;
	after = a - b;
	return before * after < 0 ? fmin(fabs(before), fabs(after)) : 0;
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
 * established only when that is, at the row given by closed.
 */
static void
append_split(regime_list *result, regime whole, int32_t closed, const yield_series *yields,
			 const level_pairs *levels, const sample *samples, int32_t sample_count, double least)
{
	regime_list pending = {0};

	append(&pending, whole);
	while (pending.n > 0)
	{
		regime part = pending.items[--pending.n];
		int32_t cut = -1;
		double clearest = 0;

		for (int32_t i = 0; i < sample_count && samples[i].row < part.end; i++)
		{
			if (i % 4096 == 0)
				host_check_interrupts();
			if (samples[i].row <= part.start)
				continue;

			double size =
				divergence(levels, yields->ts[part.start], yields->ts[samples[i].row], yields->ts[part.end]);

			if (size >= least && size > clearest)
			{
				clearest = size;
				cut = samples[i].row;
			}
		}
		if (cut < 0)
			append(result, part);
		else
		{
			regime later = part;

			later.start = cut;
			later.confirmed = closed;
			part.end = cut;
			append(&pending, later);
			append(&pending, part);
		}
	}
	host_free(pending.items);
}

/* The regimes of a yield with at least one observation, in order of time. Levels may be NULL. */
regime *
find_regimes(const yield_series *yields, const level_pairs *levels, const regime_rule *rule, int32_t *count)
{
	int32_t sample_count;
	sample *samples = period_ends(yields, rule->frequency, &sample_count);
	pivot *pivots = host_resize(NULL, ((size_t) sample_count + 1) * sizeof(pivot));
	int32_t pivot_count = zigzag(samples, sample_count, rule->threshold, pivots);
	int32_t last_row = yields->n - 1;
	regime_list result = {0};

	for (int32_t i = -1; i < pivot_count; i++)
	{
		bool first = i < 0;
		bool last = i + 1 == pivot_count;
		regime whole = {
			.start = first ? 0 : samples[pivots[i].sample].row,
			.end = last ? last_row : samples[pivots[i + 1].sample].row,
			.confirmed = NOT_CONFIRMED,
			.direction = first            ? REGIME_FLAT
						 : pivots[i].high ? REGIME_FALLING
										  : REGIME_RISING,
			.provisional = last,
		};
		int32_t closed = last ? NOT_CONFIRMED : samples[pivots[i + 1].confirmed].known;

		if (whole.start == whole.end)
			continue; /* the first extreme is the first row */
		whole.confirmed = first ? closed : samples[pivots[i].confirmed].known;
		if (levels != NULL && rule->split_divergence > 0)
			append_split(&result, whole, closed, yields, levels, samples, sample_count,
						 rule->split_divergence);
		else
			append(&result, whole);
	}
	host_free(pivots);
	host_free(samples);
	*count = result.n;
	return result.items;
}
