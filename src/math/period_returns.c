/*
 * period_returns.c
 *		Returns of several series over a period, between common dates.
 *
 * A series takes part in the period (start, end] if it has a level on or before
 * its start and one in it. Those that do are measured between the same dates, on
 * which all of them have a level: from the last one on or before the start to
 * the last one on or before the end. Volatility and hit rate are those of the
 * returns from each common date to the next.
 *
 * The common dates are found by walking through the sorted series side by side,
 * so the work follows the rows that lie in the period, and no more is kept than
 * a place in each series.
 */
#include "math/period_returns.h"

#include <math.h>
#include <stddef.h>

#include "math/calendar.h"
#include "math/host.h"
#include "math/moments.h"
#include "math/relative_change.h"

/* A series that takes part. */
typedef struct member
{
	const level_series *series;
	period_figures *figures;
	int64_t row;
	double first_level;
	double level; /* at the last common date */
	int64_t hits;
	moments moments;
} member;

/* Whether a series takes part in a period, with the number of its rows until the start. */
static bool
takes_part(const level_series *series, const return_period *period, int64_t *before)
{
	*before = dates_until(series->ts, series->n, period->start);
	return *before > 0 && *before < series->n && series->ts[*before] <= period->end &&
		   (!period->complete || series->ts[series->n - 1] >= period->end);
}

/* Walk back to the last date that all members have; false if there is none. */
static bool
last_common_date(member *members, int32_t count, int32_t *found)
{
	int32_t date = members[0].series->ts[members[0].row];
	bool agreed;

	do
	{
		agreed = true;
		for (int32_t i = 0; i < count; i++)
		{
			member *m = &members[i];

			host_check_interrupts_at(i);
			for (; m->row >= 0 && m->series->ts[m->row] > date; m->row--)
				host_check_interrupts_at(m->row);
			if (m->row < 0)
				return false;
			agreed = agreed && m->series->ts[m->row] == date;
			date = m->series->ts[m->row];
		}
	} while (!agreed);
	*found = date;
	return true;
}

/* Walk on to the next date that all members have; false if there is none until the end. */
static bool
next_common_date(member *members, int32_t count, int32_t end, int32_t *found)
{
	int32_t date = *found + 1;
	bool agreed;

	do
	{
		agreed = true;
		for (int32_t i = 0; i < count; i++)
		{
			member *m = &members[i];

			host_check_interrupts_at(i);
			for (; m->row < m->series->n && m->series->ts[m->row] < date; m->row++)
				host_check_interrupts_at(m->row);
			if (m->row == m->series->n || m->series->ts[m->row] > end)
				return false;
			agreed = agreed && m->series->ts[m->row] == date;
			date = m->series->ts[m->row];
		}
	} while (!agreed);
	*found = date;
	return true;
}

/* The returns of all members from the common date before to this one; false if a sum leaves its range. */
static bool
add_session(member *members, int32_t count, const member *benchmark)
{
	double benchmark_return =
		benchmark == NULL ? NAN : relative_change(benchmark->level, benchmark->series->level[benchmark->row]);

	for (int32_t i = 0; i < count; i++)
	{
		member *m = &members[i];
		double level = m->series->level[m->row];
		double r = relative_change(m->level, level);

		host_check_interrupts_at(i);
		if (!moments_add(&m->moments, r))
			return false;
		m->hits += r > benchmark_return;
		m->level = level;
	}
	return true;
}

/* The figures of the members after the last common date; false if a return is too large. */
static bool
finish(member *members, int32_t count, const member *benchmark, int64_t sessions, double periods_per_year)
{
	for (int32_t i = 0; i < count; i++)
	{
		const member *m = &members[i];
		period_figures *figures = m->figures;

		host_check_interrupts_at(i);
		figures->known = true;
		figures->series_return = relative_change(m->first_level, m->level);
		if (!isfinite(figures->series_return))
			return false;
		if (sessions >= 2)
			figures->volatility = moments_deviation(&m->moments, sessions) * sqrt(periods_per_year);
		if (benchmark == NULL)
			continue;
		figures->benchmark_return = relative_change(benchmark->first_level, benchmark->level);
		if (m == benchmark)
			continue;
		figures->relative_return =
			arithmetic_relative_change(m->first_level, m->level, benchmark->first_level, benchmark->level);
		figures->hit_rate = (double) m->hits / (double) sessions;
	}
	return true;
}

/*
 * The figures of each series over a period, against the one with the number of
 * the benchmark, which has neither a relative return nor a hit rate of its own.
 * False if a return or a sum of them leaves its range.
 */
bool
measure_period(const level_series *series, int32_t count, int32_t benchmark, const return_period *period,
			   double periods_per_year, period_span *span, period_figures *figures)
{
	member *members = host_resize(NULL, ((size_t) count + 1) * sizeof(member));
	const member *benchmark_member = NULL;
	int32_t n = 0;
	int32_t date;
	bool good = true;

	*span = (period_span){0, 0, 0};
	for (int32_t i = 0; i < count; i++)
	{
		int64_t before;

		host_check_interrupts_at(i);
		figures[i] = (period_figures){false, NAN, NAN, NAN, NAN, NAN};
		if (!takes_part(&series[i], period, &before))
			continue;
		if (i == benchmark)
			benchmark_member = &members[n];
		members[n++] = (member){.series = &series[i], .figures = &figures[i], .row = before - 1};
	}
	if (n > 0 && last_common_date(members, n, &date))
	{
		span->first_ts = date;
		for (int32_t i = 0; i < n; i++)
		{
			host_check_interrupts_at(i);
			members[i].first_level = members[i].level = members[i].series->level[members[i].row];
		}
		while (good && next_common_date(members, n, period->end, &date))
		{
			span->last_ts = date;
			span->sessions++;
			good = add_session(members, n, benchmark_member);
		}
		if (good && span->sessions > 0)
			good = finish(members, n, benchmark_member, span->sessions, periods_per_year);
	}
	host_free(members);
	return good;
}
