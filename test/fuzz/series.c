/*
 * series.c
 *		Drawdowns, policy cycles, extreme moves, ranks, calendar periods and returns of
 *		periods, each against its definition.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/drawdown_periods.h"
#include "math/extreme_moves.h"
#include "math/host.h"
#include "math/period_returns.h"
#include "math/policy_cycles.h"
#include "math/rank_tree.h"

enum
{
	ROWS = 40
};

/* A drawdown runs from a peak that nothing before exceeds to the first row as high; the trough is its first lowest row. */
static void
check_drawdowns(input *in)
{
	double level[ROWS];
	int n = 1 + take_below(in, ROWS);
	drawdown_walk walk = {0};
	drawdown_period found[ROWS];
	int found_count = 0;
	int count = 0;

	for (int i = 0; i < n; i++)
	{
		level[i] = 1 + take_below(in, 24) / 4.0;
		found_count += drawdown_step(&walk, i, level[i], &found[found_count]);
	}
	found_count += drawdown_end(&walk, &found[found_count]);
	for (int i = 0; i + 1 < n; i++)
	{
		bool peak = level[i + 1] < level[i];
		int recovery = i + 1;
		int trough = i + 1;

		for (int j = 0; j < i; j++)
			peak = peak && level[j] <= level[i];
		if (!peak)
			continue;
		while (recovery < n && level[recovery] < level[i])
			recovery++;
		for (int j = i + 1; j < recovery; j++)
			trough = level[j] < level[trough] ? j : trough;
		require(count < found_count && found[count].peak == i && found[count].trough == trough &&
					found[count].recovery == (recovery < n ? recovery : NOT_RECOVERED) &&
					is_close(found[count].depth, (long double) level[trough] / level[i] - 1, 1e-15L),
				"a drawdown is another");
		count++;
	}
	require(count == found_count, "there are more drawdowns");
}

/* The row of the move before one, or the first row. */
static int
move_before(const yield_series *rates, int row)
{
	for (row--; row > 0; row--)
		if (rates->units[row] != rates->units[row - 1])
			return row;
	return 0;
}

/* 1 for a hike, -1 for a cut, 0 for neither. */
static int
move_at(const yield_series *rates, int row)
{
	if (row <= 0)
		return 0;
	return (rates->units[row] > rates->units[row - 1]) - (rates->units[row] < rates->units[row - 1]);
}

/* Each cut belongs to a cycle and a phase: the same as the cut before it, if nothing says otherwise. */
static void
check_cycles(const yield_series *rates, const cycle_rule *rule)
{
	int64_t count;
	cycle_phase *phases = find_policy_cycles(rates, rule, &count);
	int64_t place = -1;
	int cuts = 0;

	for (int row = 1; row < rates->n; row++)
	{
		int before = move_before(rates, row);
		int gap = rates->ts[row] - rates->ts[before];
		bool begins;
		bool goes_on;

		if (move_at(rates, row) >= 0)
			continue;
		goes_on = move_at(rates, before) < 0 && gap <= rule->max_gap_days;
		begins = !goes_on || (!phases[place].later && gap >= rule->pause_days);
		if (begins)
		{
			require(place < 0 || phases[place].cuts == cuts, "cuts are miscounted");
			place++;
			cuts = 0;
			require(place < count && phases[place].start == row && phases[place].later == goes_on &&
						phases[place].cycle == (place == 0 ? 1 : phases[place - 1].cycle + (goes_on ? 0 : 1)),
					"a phase begins elsewhere");
		}
		cuts++;
		require(phases[place].start <= row && phases[place].end >= row, "a cut lies outside of its phase");
	}
	require(place + 1 == count && (place < 0 || phases[place].cuts == cuts), "there are more phases");
	for (int64_t i = 0; i < count; i++)
	{
		int end = (int) phases[i].end;
		bool last = phases[i].cycle == phases[count - 1].cycle;
		int64_t last_cut = phases[count - 1].end;
		bool hiked = false;

		for (int row = (int) last_cut + 1; row < rates->n; row++)
			hiked = hiked || move_at(rates, row) > 0;
		require(move_at(rates, end) < 0, "a phase ends with no cut");
		require(phases[i].open ==
					(last && !hiked && rates->ts[rates->n - 1] - rates->ts[last_cut] <= rule->max_gap_days),
				"a cycle is open or not");
	}
	host_free(phases);
}

/* The stretches join up, and each row with a move lies in one of its kind. */
static void
check_phases(const yield_series *rates, const cycle_rule *rule)
{
	int64_t count;
	policy_phase *phases = find_policy_phases(rates, rule, &count);
	int64_t at = 0;

	for (int64_t i = 0; i < count; i++)
	{
		const policy_phase *p = &phases[i];
		bool moves = p->kind == POLICY_CUT || p->kind == POLICY_HIKE;
		int sign = p->kind == POLICY_HIKE ? 1 : -1;
		int n = 0;

		require(p->start == at && p->end >= p->start && (p->end > p->start || moves),
				"phases do not join up");
		at = p->end;
		for (int row = (int) p->start; row <= p->end; row++)
		{
			int move = move_at(rates, row);

			/* a rest ends with the move after it, and begins with the one before */
			if (!moves)
			{
				require(move == 0 || row == p->start || row == p->end, "a rest with a move");
				continue;
			}
			require(move == 0 || move == sign, "a move of another kind");
			n += move == sign;
			require(move == 0 || row == p->start ||
						rates->ts[row] - rates->ts[move_before(rates, row)] < rule->pause_days,
					"moves too far apart");
		}
		require(p->moves == n, "moves are miscounted");
		if (moves)
			require(rates->units[p->before] == rates->units[p->start - 1] &&
						rates->units[p->after] == rates->units[p->end] &&
						move_at(rates, (int) p->start) == sign && move_at(rates, (int) p->end) == sign,
					"rates before and after are others");
		if (p->kind == POLICY_PAUSE)
		{
			int gap = rates->ts[p->end] - rates->ts[p->start];

			require(move_at(rates, (int) p->start) == move_at(rates, (int) p->end) &&
						gap >= rule->pause_days && gap <= rule->max_gap_days,
					"a pause is none");
		}
		require(!p->open || i + 2 >= count, "an early phase is open");
	}
	require(count == 0 ? rates->n == 1 : at == rates->n - 1, "phases end early");
	host_free(phases);
}

static void
check_policy(input *in)
{
	int32_t ts[ROWS];
	int64_t units[ROWS];
	yield_series rates = {2 + take_below(in, ROWS - 1), ts, units};
	cycle_rule rule = {1 + take_below(in, 120), 0};
	int gaps = 1 + take_below(in, 120);

	rule.pause_days = 1 + take_below(in, rule.max_gap_days);
	for (int i = 0; i < rates.n; i++)
	{
		ts[i] = (i == 0 ? 0 : ts[i - 1]) + 1 + take_below(in, gaps);
		units[i] = (i == 0 ? 0 : units[i - 1]) + (take_byte(in) + 1) % 5 - 1;
		units[i] = take_byte(in) % 4 == 0 ? -units[i] : units[i];
	}
	check_cycles(&rates, &rule);
	check_phases(&rates, &rule);
}

/* The list keeps what sorting all would put first. */
static void
check_moves(input *in)
{
	double list[MOVES_LENGTH(6)];
	double ts[ROWS];
	double value[ROWS];
	bool listed[ROWS] = {false};
	int n = take_below(in, ROWS);
	int wanted = 1 + take_below(in, 6);
	double sign = take_byte(in) & 1 ? 1 : -1;
	int length = MOVES_HEADER;
	int order[ROWS];

	take_order(in, order, n);
	list[MOVES_WANTED] = wanted;
	list[MOVES_SIGN] = sign;
	for (int i = 0; i < n; i++)
	{
		ts[i] = order[i] - 10;
		value[i] = (int8_t) take_byte(in) / 8 / 4.0;
		if (moves_would_keep(list, length, ts[i], value[i]))
			length = moves_insert(list, length, ts[i], value[i]);
		require(moves_check(list, length) == NULL, "a list is refused");
	}
	require(length == MOVES_LENGTH(n < wanted ? n : wanted), "a list has another length");
	for (int place = MOVES_HEADER; place < length; place += 2)
	{
		int best = -1;

		for (int i = 0; i < n; i++)
			if (!listed[i] && (best < 0 || sign * value[i] > sign * value[best] ||
							   (value[i] == value[best] && ts[i] < ts[best])))
				best = i;
		listed[best] = true;
		require(list[place] == ts[best] && list[place + 1] == value[best], "a move is another");
	}
}

/* A list from outside that is accepted is in order, and stays so. */
static void
check_untrusted_moves(input *in)
{
	double list[MOVES_LENGTH(8)];
	int length = take_below(in, MOVES_LENGTH(7) + 1);

	for (int i = 0; i < length; i++)
	{
		int choice = take_byte(in);
		int64_t word = choice < 8 ? take_word(in, 8) : 0;

		list[i] = choice - 128;
		if (choice < 8)
			memcpy(&list[i], &word, sizeof word);
	}
	if (moves_check(list, length) != NULL)
		return;
	for (int i = 0; i < 4; i++)
	{
		double ts = take_byte(in) - 128;
		double value = take_byte(in) - 128;

		if (length < MOVES_LENGTH(8) && moves_would_keep(list, length, ts, value))
			length = moves_insert(list, length, ts, value);
		require(moves_check(list, length) == NULL, "a list is refused with a move more");
	}
}

static void
check_ranks(input *in)
{
	rank_tree tree;
	double values[ROWS];
	int n = 0;

	rank_tree_begin(&tree, (uint32_t) take_word(in, 2));
	while (in->left > 0)
	{
		int what = take_byte(in);
		double value = (int8_t) take_byte(in) / 4 / 8.0;
		int below = 0;

		if (what % 4 == 0 && n > 0)
		{
			int place = what / 4 % n;

			rank_tree_remove(&tree, values[place]);
			values[place] = values[--n];
		}
		else if (n < ROWS)
		{
			rank_tree_add(&tree, value);
			values[n++] = value;
		}
		for (int i = 0; i < n; i++)
			below += values[i] < value;
		require(rank_tree_below(&tree, value) == below, "a rank is another");
	}
	host_free(tree.nodes);
}

static void
check_calendar(input *in)
{
	int32_t dates[ROWS];
	int n = take_below(in, ROWS);
	int32_t first = take_below(in, 2 * CALENDAR_REACH - 500) - CALENDAR_REACH;
	int32_t any = (int32_t) take_word(in, 4);
	int64_t until = 0;

	for (int f = FREQUENCY_DAY; f <= FREQUENCY_NEVER; f++)
	{
		for (int32_t date = first; date < first + 400; date++)
		{
			int32_t step = calendar_period(date + 1, (frequency) f) - calendar_period(date, (frequency) f);

			require(step == (period_by_counting(date, (frequency) f) !=
							 period_by_counting(date + 1, (frequency) f)),
					"a period ends elsewhere");
		}

		/* 400 years, which are whole weeks, have the same calendar */
		if (any < DATE_END - 146097 && any >= DATE_MIN && f != FREQUENCY_NEVER)
		{
			static const int32_t periods[] = {146097, 20871, 4800, 1600, 400};

			require(calendar_period(any + 146097, (frequency) f) ==
						calendar_period(any, (frequency) f) + periods[f],
					"400 years later the calendar is another");
		}
	}
	for (int i = 0; i < n; i++)
	{
		dates[i] = (i == 0 ? -20 : dates[i - 1]) + take_below(in, 4);
		until += dates[i] <= first % 64;
	}
	require(dates_until(dates, n, first % 64) == until, "dates are miscounted");
}

/* The row of a series on a date, -1 if it has none. */
static int64_t
row_on(const level_series *s, int32_t ts)
{
	for (int64_t i = 0; i < s->n; i++)
		if (s->ts[i] == ts)
			return i;
	return -1;
}

static void
check_periods(input *in)
{
	enum
	{
		SERIES = 4,
		LEVELS = 16
	};
	int32_t ts[SERIES][LEVELS];
	double level[SERIES][LEVELS];
	level_series series[SERIES];
	bool takes_part[SERIES];
	int n = 1 + take_below(in, SERIES);
	int benchmark = take_below(in, n + 1) - 1;
	return_period period = {.start = take_below(in, 30)};
	period_span span;
	period_figures figures[SERIES];
	int32_t common[64];
	int common_count = 0;
	int first = -1;
	bool any = false;

	period.complete = take_byte(in) & 1;
	period.end = period.start + 1 + take_below(in, 30);
	for (int i = 0; i < n; i++)
	{
		bool before = false;
		bool within = false;

		series[i] = (level_series){take_below(in, LEVELS + 1), ts[i], level[i]};
		for (int j = 0; j < series[i].n; j++)
		{
			ts[i][j] = (j == 0 ? 0 : ts[i][j - 1] + 1) + take_below(in, 5);
			level[i][j] = take_size(in, -2, 2);
			before = before || ts[i][j] <= period.start;
			within = within || (ts[i][j] > period.start && ts[i][j] <= period.end);
		}
		takes_part[i] = before && within && (!period.complete || ts[i][series[i].n - 1] >= period.end);
		any = any || takes_part[i];
	}
	for (int32_t date = 0; date <= period.end && any; date++)
	{
		bool all = true;

		for (int i = 0; i < n; i++)
			all = all && (!takes_part[i] || row_on(&series[i], date) >= 0);
		if (!all)
			continue;
		if (date <= period.start)
			common_count = first = 0;
		common[common_count++] = date;
	}
	require(
		measure_period(series, n, benchmark == -1 ? NO_BENCHMARK : benchmark, &period, 12, &span, figures),
		"a period is out of range");
	if (first < 0 || common_count < 2)
	{
		require(span.sessions == 0, "there are sessions");
		for (int i = 0; i < n; i++)
			require(!figures[i].known, "figures are known without a session");
		return;
	}
	require(span.sessions == common_count - 1 && span.first_ts == common[0] &&
				span.last_ts == common[common_count - 1],
			"the common dates are others");
	for (int i = 0; i < n; i++)
	{
		long double sum = 0;
		long double squares = 0;
		int hits = 0;
		bool compared = benchmark >= 0 && takes_part[benchmark] && i != benchmark;
		long double whole;

		require(figures[i].known == takes_part[i], "a series takes part or not");
		if (!takes_part[i])
			continue;
		for (int pass = 0; pass < 2; pass++)
			for (int j = 1; j < common_count; j++)
			{
				double r =
					level[i][row_on(&series[i], common[j])] / level[i][row_on(&series[i], common[j - 1])] - 1;

				if (pass == 0)
					sum += r;
				else
					squares += (r - sum / (common_count - 1)) * (r - sum / (common_count - 1));
				if (pass == 0 && compared)
					hits += r > level[benchmark][row_on(&series[benchmark], common[j])] /
										level[benchmark][row_on(&series[benchmark], common[j - 1])] -
									1;
			}
		whole = (long double) level[i][row_on(&series[i], common[common_count - 1])] /
					level[i][row_on(&series[i], common[0])] -
				1;
		require(is_close(figures[i].series_return, whole, 1e-14L), "a return is another");
		if (common_count > 2)
			require(is_close(figures[i].volatility, sqrtl(squares / (common_count - 2) * 12), 1e-9L),
					"a volatility is another");
		require(isnan(figures[i].volatility) == (common_count <= 2), "a volatility of one return");
		require(isnan(figures[i].hit_rate) == !compared &&
					(!compared || figures[i].hit_rate == (double) hits / (common_count - 1)),
				"a hit rate is another");
		require(isnan(figures[i].relative_return) == !compared, "a relative return is known or not");
	}
}

void
fuzz_series(input *in)
{
	static void (*const checks[])(input *) = {check_drawdowns,       check_policy, check_moves,
											  check_untrusted_moves, check_ranks,  check_calendar,
											  check_periods};

	checks[take_below(in, LENGTH(checks))](in);
}
