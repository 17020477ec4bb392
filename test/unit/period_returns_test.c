/*
 * period_returns_test.c
 *		Returns over periods against their definition, day by day.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/period_returns.h"
#include "math/relative_change.h"

#define MOST_SERIES 5
#define MOST_DAYS 40

/* Levels by day and series, 0 where a series has none; and the same as sorted series. */
typedef struct panel
{
	int count;
	int days;
	double level[MOST_SERIES][MOST_DAYS];
	int32_t dates[MOST_SERIES][MOST_DAYS];
	double levels[MOST_SERIES][MOST_DAYS];
	level_series series[MOST_SERIES];
} panel;

/* Put the levels that a panel has by day into its series. */
static void
arrange(panel *p)
{
	for (int s = 0; s < p->count; s++)
	{
		int64_t n = 0;

		for (int day = 0; day < p->days; day++)
			if (p->level[s][day] > 0)
			{
				p->dates[s][n] = day;
				p->levels[s][n++] = p->level[s][day];
			}
		p->series[s] = (level_series){n, p->dates[s], p->levels[s]};
	}
}

/* Few holes or many, holidays of all, series that begin late and end early; ties between levels. */
static void
random_panel(panel *p)
{
	int holes = random_below(4) == 0 ? 60 : random_below(25);
	int holidays = random_below(30);
	bool steps = random_below(2) == 0;

	p->count = 1 + random_below(MOST_SERIES);
	p->days = 1 + random_below(MOST_DAYS);
	for (int s = 0; s < p->count; s++)
	{
		int first = random_below(3) == 0 ? random_below(p->days) : 0;
		int last = random_below(3) == 0 ? random_below(p->days) : p->days - 1;
		double level = 100;

		for (int day = 0; day < p->days; day++)
		{
			level *= steps ? 1 + 0.25 * (random_below(3) - 1) : exp(0.1 * random_fraction() - 0.05);
			p->level[s][day] = day < first || day > last || random_below(100) < holes ? 0 : level;
		}
	}
	for (int day = 0; day < p->days; day++)
		if (random_below(100) < holidays)
			for (int s = 0; s < p->count; s++)
				p->level[s][day] = 0;
	arrange(p);
}

/* Whether a series has a level from one day to another, which may lie outside the panel. */
static bool
has_level(const panel *p, int s, int from, int to)
{
	for (int day = 0; day < p->days; day++)
		if (day >= from && day <= to && p->level[s][day] > 0)
			return true;
	return false;
}

/* The definition: who takes part, which days they share, and the figures over those days. */
static void
define(const panel *p, int benchmark, const return_period *period, double periods_per_year, period_span *span,
	   period_figures *figures)
{
	bool taking_part[MOST_SERIES];
	int common[MOST_DAYS];
	int n = 0;
	int first = -1;

	*span = (period_span){0, 0, 0};
	for (int s = 0; s < p->count; s++)
	{
		figures[s] = (period_figures){false, NAN, NAN, NAN, NAN, NAN};
		taking_part[s] =
			has_level(p, s, INT32_MIN, period->start) && has_level(p, s, period->start + 1, period->end);
		if (period->complete)
			taking_part[s] = taking_part[s] && has_level(p, s, period->end, INT32_MAX);
	}
	for (int day = 0; day < p->days && day <= period->end; day++)
	{
		bool all = true;

		for (int s = 0; s < p->count; s++)
			all = all && (!taking_part[s] || p->level[s][day] > 0);
		if (all)
			common[n++] = day;
	}
	for (int i = 0; i < n; i++)
		if (common[i] <= period->start)
			first = i;
	if (first < 0 || first == n - 1)
		return;
	for (int s = 0; s < p->count; s++)
	{
		return_state state = {.periods_per_year = periods_per_year};
		int hits = 0;

		if (!taking_part[s])
			continue;
		*span = (period_span){common[first], common[n - 1], n - 1 - first};
		for (int i = first + 1; i < n; i++)
		{
			double r = relative_change(p->level[s][common[i - 1]], p->level[s][common[i]]);

			return_add(&state, r);
			hits += benchmark >= 0 &&
					r > relative_change(p->level[benchmark][common[i - 1]], p->level[benchmark][common[i]]);
		}
		figures[s].known = true;
		figures[s].series_return = relative_change(p->level[s][common[first]], p->level[s][common[n - 1]]);
		figures[s].volatility = return_annualized_volatility(&state);
		if (benchmark < 0 || !taking_part[benchmark])
			continue;
		figures[s].benchmark_return =
			relative_change(p->level[benchmark][common[first]], p->level[benchmark][common[n - 1]]);
		if (s == benchmark)
			continue;
		figures[s].relative_return = arithmetic_relative_change(
			p->level[s][common[first]], p->level[s][common[n - 1]], p->level[benchmark][common[first]],
			p->level[benchmark][common[n - 1]]);
		figures[s].hit_rate = (double) hits / (n - 1 - first);
	}
}

static bool
same_number(double a, double b)
{
	return (isnan(a) && isnan(b)) || same_bits(a, b);
}

static bool
same_figures(const period_figures *a, const period_figures *b)
{
	return a->known == b->known && same_number(a->series_return, b->series_return) &&
		   same_number(a->benchmark_return, b->benchmark_return) &&
		   same_number(a->relative_return, b->relative_return) && same_number(a->volatility, b->volatility) &&
		   same_number(a->hit_rate, b->hit_rate);
}

static void
check_random(void)
{
	int wrong = 0;
	int known = 0;
	int unknown_beside_known = 0;
	int against_benchmark = 0;
	int without_common_date = 0;

	for (int trial = 0; trial < 50000; trial++)
	{
		panel p;
		period_span span;
		period_span defined_span;
		period_figures figures[MOST_SERIES];
		period_figures defined[MOST_SERIES];
		return_period period;
		int benchmark;
		int found = 0;

		random_panel(&p);
		benchmark = random_below(p.count + 1) - 1;
		period.start = random_below(p.days + 4) - 2;
		period.end = random_below(10) == 0 ? INT32_MAX : period.start + random_below(p.days);
		period.complete = random_below(3) == 0;
		define(&p, benchmark, &period, 12, &defined_span, defined);
		wrong += !measure_period(p.series, p.count, benchmark, &period, 12, &span, figures);
		wrong += span.sessions != defined_span.sessions;
		wrong += span.sessions > 0 &&
				 (span.first_ts != defined_span.first_ts || span.last_ts != defined_span.last_ts);
		for (int s = 0; s < p.count; s++)
		{
			wrong += !same_figures(&figures[s], &defined[s]);
			found += figures[s].known;
			against_benchmark += !isnan(figures[s].hit_rate);
		}
		known += found;
		unknown_beside_known += found > 0 && found < p.count;
		without_common_date += found == 0 && !period.complete && has_level(&p, 0, INT32_MIN, period.start) &&
							   has_level(&p, 0, period.start + 1, period.end);
	}
	check(wrong == 0, "figures over random periods are those of the definition, bit by bit");
	check(known > 10000 && unknown_beside_known > 1000 && against_benchmark > 1000 &&
			  without_common_date > 100,
		  "with all kinds of holes: %d figures, %d periods with some, %d against a benchmark, %d without a "
		  "common date",
		  known, unknown_beside_known, against_benchmark, without_common_date);
}

/* Small numbers that can be followed by hand. */
static void
check_example(void)
{
	panel p = {
		.count = 3,
		.days = 6,
		.level = {{100, 110, 121, 0, 121, 0}, {100, 100, 130, 120, 130, 0}, {50, 0, 60, 66, 66, 0}},
	};
	return_period period = {0, 5, false};
	period_span span;
	period_figures figures[3];

	arrange(&p);
	check(measure_period(p.series, 3, 1, &period, 4, &span, figures) && span.first_ts == 0 &&
			  span.last_ts == 4 && span.sessions == 2,
		  "days 0, 2 and 4 are common to the three");
	check(is_near(figures[0].series_return, 0.21, 1e-15) &&
			  is_near(figures[0].relative_return, -0.09, 1e-15) &&
			  is_near(figures[2].series_return, 0.32, 1e-15) && figures[2].hit_rate == 0.5 &&
			  figures[0].hit_rate == 0,
		  "returns from the first of them to the last; an equal return is no hit");
	check(is_near(figures[0].volatility, 0.21 / sqrt(2) * sqrt(4), 1e-15), "volatility of the two returns");
	check(isnan(figures[1].relative_return) && isnan(figures[1].hit_rate) &&
			  figures[1].benchmark_return == figures[1].series_return,
		  "the benchmark is not compared with itself");

	period.complete = true;
	measure_period(p.series, 3, 1, &period, 4, &span, figures);
	check(span.sessions == 0 && !figures[0].known, "a period that the levels do not reach is not complete");
	period.end = 4;
	measure_period(p.series, 3, 1, &period, 4, &span, figures);
	check(span.sessions == 2 && figures[0].known, "one whose end they reach is");
	period = (return_period){2, 2, false};
	measure_period(p.series, 3, 1, &period, 4, &span, figures);
	check(span.sessions == 0 && !figures[1].known, "a period of no days has no figures");
	check(measure_period(NULL, 0, NO_BENCHMARK, &period, 4, &span, NULL) && span.sessions == 0,
		  "nor has one without series");
}

static void
check_range(void)
{
	int32_t dates[] = {0, 1, 2};
	level_series huge = {2, dates, (double[]){1e-300, 1e300}};
	level_series steps = {3, dates, (double[]){1e-160, 1, 1e160}};
	return_period period = {0, 5, false};
	period_span span;
	period_figures figures[1];

	check(!measure_period(&huge, 1, NO_BENCHMARK, &period, 1, &span, figures) &&
			  !measure_period(&steps, 1, NO_BENCHMARK, &period, 1, &span, figures),
		  "returns out of range are refused");
}

void
period_returns_test(void)
{
	long checks_before = interrupt_checks;

	random_seed(31);
	check_random();
	check_example();
	check_range();
	check(interrupt_checks > checks_before, "the walk can be interrupted");
}
