/*
 * policy_cycles_test.c
 *		Cycles and phases of random rates against their definitions.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/policy_cycles.h"

#define MAX 60
#define MOST_DAYS 800

/* A rate given by rows, with room for one a day. */
typedef struct rate_rows
{
	int32_t ts[MOST_DAYS];
	int64_t units[MOST_DAYS];
	yield_series series;
} rate_rows;

static void
add_row(rate_rows *rows, int32_t ts, int64_t units)
{
	rows->ts[rows->series.n] = ts;
	rows->units[rows->series.n++] = units;
	rows->series.ts = rows->ts;
	rows->series.units = rows->units;
}

/* Steps of a few sizes, unchanged ones among them, with gaps around the limits of random_rule. */
static void
make_rates(rate_rows *rows)
{
	int n = 2 + random_below(MAX - 1);
	int32_t ts = random_below(100) - 50;
	int64_t units = 0;
	int bias = random_below(4);

	rows->series.n = 0;
	for (int i = 0; i < n; i++)
	{
		int step = random_below(4);

		add_row(rows, ts, units);
		ts += 1 + random_below(12);
		/* stretches of one direction, or either at random */
		if (step > 0)
			units += (bias == 0 || (bias == 1 && random_below(8) == 0)) ? step : -step;
		if (random_below(15) == 0)
			bias = random_below(4);
	}
}

static cycle_rule
random_rule(void)
{
	int32_t max_gap = 1 + random_below(20);

	return (cycle_rule){max_gap, 1 + random_below(max_gap)};
}

/* The same rate on every day from the first row to the last. */
static void
expand(const yield_series *rates, rate_rows *daily)
{
	daily->series.n = 0;
	for (int64_t i = 0; i < rates->n; i++)
		for (int32_t ts = rates->ts[i]; i + 1 < rates->n ? ts < rates->ts[i + 1] : ts == rates->ts[i]; ts++)
			add_row(daily, ts, rates->units[i]);
}

/* The same rate by its first row, its changes and its last row. */
static void
reduce(const yield_series *rates, rate_rows *changes)
{
	changes->series.n = 0;
	for (int64_t i = 0; i < rates->n; i++)
		if (i == 0 || i + 1 == rates->n || rates->units[i] != rates->units[i - 1])
			add_row(changes, rates->ts[i], rates->units[i]);
}

/* A phase in dates, as any form of the series must give it. */
typedef struct found_phase
{
	int kind; /* a policy_phase_kind; of a cycle, whether it is the later phase */
	int32_t number;
	int32_t start;
	int32_t end;
	int32_t moves;
	int64_t from;
	int64_t to;
	bool open;
} found_phase;

static bool
same_phase(const found_phase *a, const found_phase *b)
{
	return a->kind == b->kind && a->number == b->number && a->start == b->start && a->end == b->end &&
		   a->moves == b->moves && a->from == b->from && a->to == b->to && a->open == b->open;
}

static bool
same_phases(const found_phase *a, int count_a, const found_phase *b, int count_b)
{
	for (int i = 0; i < count_a && i < count_b; i++)
		if (!same_phase(&a[i], &b[i]))
			return false;
	return count_a == count_b;
}

static int
cycles_of(const yield_series *rates, const cycle_rule *rule, found_phase *found)
{
	int64_t count;
	cycle_phase *phases = find_policy_cycles(rates, rule, &count);

	for (int64_t i = 0; i < count; i++)
		found[i] = (found_phase){
			.kind = phases[i].later,
			.number = phases[i].cycle,
			.start = rates->ts[phases[i].start],
			.end = rates->ts[phases[i].end],
			.moves = phases[i].cuts,
			.from = rates->units[phases[i].start - 1],
			.to = rates->units[phases[i].end],
			.open = phases[i].open,
		};
	host_free(phases);
	return (int) count;
}

static int
phases_of(const yield_series *rates, const cycle_rule *rule, found_phase *found)
{
	int64_t count;
	policy_phase *phases = find_policy_phases(rates, rule, &count);

	for (int64_t i = 0; i < count; i++)
		found[i] = (found_phase){
			.kind = phases[i].kind,
			.number = (int32_t) i + 1,
			.start = rates->ts[phases[i].start],
			.end = rates->ts[phases[i].end],
			.moves = phases[i].moves,
			.from = rates->units[phases[i].before],
			.to = rates->units[phases[i].after],
			.open = phases[i].open,
		};
	host_free(phases);
	return (int) count;
}

/*
 * The definitions, over a rate given daily: direction[d] is that of the move on
 * day d, and every question is answered by looking through the days again.
 */
typedef struct day_table
{
	int n;
	int direction[MOST_DAYS];
	const yield_series *daily;
} day_table;

static void
make_days(const yield_series *daily, day_table *days)
{
	days->n = (int) daily->n;
	days->daily = daily;
	for (int d = 0; d < days->n; d++)
		days->direction[d] =
			d == 0 ? 0 : (daily->units[d] > daily->units[d - 1]) - (daily->units[d] < daily->units[d - 1]);
}

/* The last move before a day, and the first on or after it; -1 if there is none. */
static int
move_before(const day_table *days, int day)
{
	for (int d = day - 1; d >= 0; d--)
		if (days->direction[d] != 0)
			return d;
	return -1;
}

static int
move_from(const day_table *days, int day)
{
	for (int d = day; d < days->n; d++)
		if (days->direction[d] != 0)
			return d;
	return -1;
}

/* Whether two cuts are of one cycle: no hike between them, nor a stretch over the limit without a cut. */
static bool
same_cycle(const day_table *days, const cycle_rule *rule, int first, int last)
{
	int quiet = 0;

	for (int d = first + 1; d <= last; d++)
	{
		quiet++;
		if (days->direction[d] > 0 || quiet > rule->max_gap_days)
			return false;
		if (days->direction[d] < 0)
			quiet = 0;
	}
	return true;
}

/* The first cut of the cycle that a cut is in. */
static int
cycle_start(const day_table *days, const cycle_rule *rule, int cut)
{
	for (int d = 0; d < cut; d++)
		if (days->direction[d] < 0 && same_cycle(days, rule, d, cut))
			return d;
	return cut;
}

/* Whether a cycle has paused somewhere from one of its cuts to another. */
static bool
has_paused(const day_table *days, const cycle_rule *rule, int first, int cut)
{
	for (int d = first + 1; d <= cut; d++)
		if (days->direction[d] < 0 && d - move_before(days, d) >= rule->pause_days)
			return true;
	return false;
}

/* Neither a hike nor as many days without a cut as the limit allows, up to the last row. */
static bool
cycle_is_open(const day_table *days, const cycle_rule *rule, int first)
{
	int last = -1;

	for (int d = first; d < days->n; d++)
		if (days->direction[d] < 0 && cycle_start(days, rule, d) == first)
			last = d;
	for (int d = last + 1; d < days->n; d++)
		if (days->direction[d] > 0 || d - last > rule->max_gap_days)
			return false;
	return true;
}

static int
cycles_by_definition(const day_table *days, const cycle_rule *rule, found_phase *found)
{
	int count = 0;
	int previous = -1; /* the first cut of the cycle before */
	int32_t cycle = 0;

	for (int d = 0; d < days->n; d++)
	{
		int first;
		bool later;

		if (days->direction[d] >= 0)
			continue;
		first = cycle_start(days, rule, d);
		later = has_paused(days, rule, first, d);
		cycle += first != previous;
		if (first != previous || later != found[count - 1].kind)
			found[count++] = (found_phase){
				.kind = later,
				.number = cycle,
				.start = days->daily->ts[d],
				.from = days->daily->units[d - 1],
				.open = cycle_is_open(days, rule, first),
			};
		found[count - 1].end = days->daily->ts[d];
		found[count - 1].to = days->daily->units[d];
		found[count - 1].moves++;
		previous = first;
	}
	return count;
}

/* What the night before a day belongs to. */
static int
kind_of_night(const day_table *days, const cycle_rule *rule, int day)
{
	int before = move_before(days, day);
	int after = move_from(days, day);

	if (before < 0 || after < 0 || days->direction[before] != days->direction[after])
		return POLICY_HOLD;
	if (after - before < rule->pause_days)
		return days->direction[after] < 0 ? POLICY_CUT : POLICY_HIKE;
	return after - before <= rule->max_gap_days ? POLICY_PAUSE : POLICY_HOLD;
}

/* Night after night and move after move: what is not of the kind of the stretch before begins another. */
static int
phases_by_definition(const day_table *days, const cycle_rule *rule, found_phase *found)
{
	const int32_t *ts = days->daily->ts;
	const int64_t *units = days->daily->units;
	int count = 0;

	for (int d = 1; d < days->n; d++)
	{
		int night = kind_of_night(days, rule, d);
		int move = days->direction[d] < 0 ? POLICY_CUT : POLICY_HIKE;

		if (count == 0 || found[count - 1].kind != night)
		{
			found[count] = (found_phase){
				.kind = night,
				.number = count + 1,
				.start = ts[d - 1],
				.from = units[d - 1],
				.to = units[d - 1],
				.open = move_from(days, d) < 0,
			};
			count++;
		}
		found[count - 1].end = ts[d];
		if (days->direction[d] == 0)
			continue;
		if (night != move)
		{
			found[count] =
				(found_phase){.kind = move, .number = count + 1, .start = ts[d], .from = units[d - 1]};
			count++;
		}
		found[count - 1].end = ts[d];
		found[count - 1].to = units[d];
		found[count - 1].moves++;
		found[count - 1].open = move_from(days, d + 1) < 0 && days->n - 1 - d < rule->pause_days;
	}
	return count;
}

static void
check_definitions(void)
{
	static rate_rows rows;
	static rate_rows daily;
	static rate_rows changes;
	static day_table days;
	static found_phase expected[2 * MOST_DAYS];
	static found_phase found[2 * MOST_DAYS];
	int wrong_cycles = 0;
	int wrong_phases = 0;
	int wrong_forms = 0;
	int seen[4][2] = {{0}};
	int later = 0;
	int open = 0;

	for (int trial = 0; trial < 5000; trial++)
	{
		cycle_rule rule = random_rule();
		int expected_count;
		int count;

		make_rates(&rows);
		expand(&rows.series, &daily);
		reduce(&rows.series, &changes);
		make_days(&daily.series, &days);

		expected_count = cycles_by_definition(&days, &rule, expected);
		count = cycles_of(&rows.series, &rule, found);
		wrong_cycles += !same_phases(found, count, expected, expected_count);
		for (int i = 0; i < count; i++)
		{
			later += found[i].kind;
			open += found[i].open;
		}
		count = cycles_of(&daily.series, &rule, found);
		wrong_forms += !same_phases(found, count, expected, expected_count);
		count = cycles_of(&changes.series, &rule, found);
		wrong_forms += !same_phases(found, count, expected, expected_count);

		expected_count = phases_by_definition(&days, &rule, expected);
		count = phases_of(&rows.series, &rule, found);
		wrong_phases += !same_phases(found, count, expected, expected_count);
		for (int i = 0; i < count; i++)
			seen[found[i].kind][found[i].open]++;
		count = phases_of(&daily.series, &rule, found);
		wrong_forms += !same_phases(found, count, expected, expected_count);
		count = phases_of(&changes.series, &rule, found);
		wrong_forms += !same_phases(found, count, expected, expected_count);
	}
	check(wrong_cycles == 0 && later > 1000 && open > 1000,
		  "the cycles of random rates are those of the definition");
	check(wrong_phases == 0 && seen[POLICY_CUT][0] > 1000 && seen[POLICY_CUT][1] > 100 &&
			  seen[POLICY_HIKE][0] > 1000 && seen[POLICY_HIKE][1] > 100 && seen[POLICY_PAUSE][0] > 1000 &&
			  seen[POLICY_PAUSE][1] == 0 && seen[POLICY_HOLD][0] > 1000 && seen[POLICY_HOLD][1] > 1000,
		  "the phases of random rates are those of the definition");
	check(wrong_forms == 0, "daily, at changes and at decisions a rate has the same of both");
}

/* Whether a phase is still the same with more rows; what was open may have changed. */
static int
changed(const found_phase *known, int known_count, const found_phase *all, int count)
{
	int wrong = 0;

	for (int i = 0; i < known_count; i++)
		if (!known[i].open)
			wrong += i >= count || !same_phase(&known[i], &all[i]);
	return wrong;
}

static void
check_no_repainting(void)
{
	static rate_rows rows;
	static found_phase all[2 * MAX];
	static found_phase known[2 * MAX];
	int wrong = 0;
	int closed = 0;

	for (int trial = 0; trial < 2000; trial++)
	{
		cycle_rule rule = random_rule();
		yield_series part;

		make_rates(&rows);
		part = rows.series;
		for (part.n = 2; part.n < rows.series.n; part.n++)
		{
			int count = phases_of(&rows.series, &rule, all);
			int known_count = phases_of(&part, &rule, known);

			wrong += changed(known, known_count, all, count);
			for (int i = 0; i < known_count; i++)
				closed += !known[i].open;
			wrong += !known[known_count - 1].open;
			count = cycles_of(&rows.series, &rule, all);
			known_count = cycles_of(&part, &rule, known);
			wrong += changed(known, known_count, all, count);
		}
	}
	check(wrong == 0 && closed > 1000, "only what is open changes when more rows arrive");
}

static void
check_edges(void)
{
	const cycle_rule rule = {20, 5};
	const yield_series one = {1, (int32_t[]){7}, (int64_t[]){1}};
	const yield_series quiet = {3, (int32_t[]){7, 8, 30}, (int64_t[]){1, 1, 1}};
	/* two cuts at the two ends of what a ts can hold */
	const yield_series wide = {3, (int32_t[]){INT32_MIN, INT32_MIN + 1, INT32_MAX}, (int64_t[]){9, 8, 7}};
	found_phase found[8];
	int64_t count;

	host_free(find_policy_cycles(&one, &rule, &count));
	check(count == 0, "one row has no cycle");
	check(cycles_of(&quiet, &rule, found) == 0, "nor has a rate that never moves");
	check(phases_of(&quiet, &rule, found) == 1 && found[0].kind == POLICY_HOLD && found[0].start == 7 &&
			  found[0].end == 30 && found[0].open,
		  "which is on hold from its first row to its last");
	check(cycles_of(&wide, &rule, found) == 2 && phases_of(&wide, &rule, found) == 4 &&
			  found[2].kind == POLICY_HOLD,
		  "gaps as long as dates allow");
}

static void
check_interrupts(void)
{
	const int32_t n = 200000;
	int32_t *ts = malloc((size_t) n * sizeof(int32_t));
	int64_t *units = malloc((size_t) n * sizeof(int64_t));
	const yield_series rates = {n, ts, units};
	const cycle_rule rule = {300, 52};
	int64_t count;
	long before;

	for (int32_t i = 0; i < n; i++)
	{
		ts[i] = i;
		units[i] = i / 2;
	}
	before = interrupt_checks;
	host_free(find_policy_cycles(&rates, &rule, &count));
	check(interrupt_checks > before, "the cycles of a long series can be interrupted");
	before = interrupt_checks;
	host_free(find_policy_phases(&rates, &rule, &count));
	check(interrupt_checks > before, "and so can its phases");
	free(ts);
	free(units);
}

void
policy_cycles_test(void)
{
	random_seed(21);
	check_definitions();
	check_no_repainting();
	check_edges();
	check_interrupts();
}
