/*
 * policy_cycles.c
 *		Cycles and phases of a policy rate.
 *
 * The rate is a step function, and only its moves count: the rows at which it
 * differs from the row before. So a rate given daily, at its changes, or at every
 * decision has the same cycles. What is still open depends on the last row as
 * well, as it says how long nothing has happened.
 */
#include "math/policy_cycles.h"

#include <stddef.h>

#include "math/host.h"

static int64_t
days_between(const yield_series *rates, int64_t from, int64_t to)
{
	return (int64_t) rates->ts[to] - rates->ts[from];
}

/* The next row at which the rate moves; n if there is none. */
static int64_t
next_move(const yield_series *rates, int64_t row)
{
	do
	{
		host_check_interrupts_at(++row);
	} while (row < rates->n && rates->units[row] == rates->units[row - 1]);
	return row;
}

static bool
is_cut(const yield_series *rates, int64_t move)
{
	return rates->units[move] < rates->units[move - 1];
}

static int64_t
count_moves(const yield_series *rates)
{
	int64_t moves = 0;

	for (int64_t row = next_move(rates, 0); row < rates->n; row = next_move(rates, row))
		moves++;
	return moves;
}

/* The phases of the cycles of cuts, in order. */
cycle_phase *
find_policy_cycles(const yield_series *rates, const cycle_rule *rule, int64_t *count)
{
	/* one more than there can be, as no block is empty */
	cycle_phase *phases = host_resize(NULL, (size_t) (count_moves(rates) + 1) * sizeof(cycle_phase));
	cycle_phase *last = NULL; /* the one that a cut may continue */
	int32_t cycles = 0;
	int64_t n = 0;

	for (int64_t row = next_move(rates, 0); row < rates->n; row = next_move(rates, row))
	{
		if (!is_cut(rates, row))
		{
			last = NULL;
			continue;
		}
		if (last == NULL || days_between(rates, last->end, row) > rule->max_gap_days)
		{
			last = &phases[n++];
			*last = (cycle_phase){.cycle = ++cycles, .start = row};
		}
		else if (!last->later && days_between(rates, last->end, row) >= rule->pause_days)
		{
			last = &phases[n++];
			*last = (cycle_phase){.cycle = cycles, .later = true, .start = row};
		}
		last->end = row;
		last->cuts++;
	}
	if (last != NULL && days_between(rates, last->end, rates->n - 1) <= rule->max_gap_days)
		for (int64_t i = n; i > 0 && phases[i - 1].cycle == cycles; i--)
			phases[i - 1].open = true;
	*count = n;
	return phases;
}

/* The rate at rest from one row to another: to the next move, or to the last row. */
static policy_phase
rest(policy_phase_kind kind, int64_t start, int64_t end)
{
	return (policy_phase){.kind = kind, .start = start, .end = end, .before = start, .after = start};
}

/* The stretches of the whole series, in order: each begins where the one before has ended. */
policy_phase *
find_policy_phases(const yield_series *rates, const cycle_rule *rule, int64_t *count)
{
	/* before each move and after the last, and the moves themselves */
	policy_phase *phases = host_resize(NULL, (size_t) (2 * count_moves(rates) + 1) * sizeof(policy_phase));
	policy_phase *last = NULL; /* the one with the last move */
	int64_t since = 0;         /* that move, or the first row */
	int64_t n = 0;

	for (int64_t row = next_move(rates, 0); row < rates->n; row = next_move(rates, row))
	{
		policy_phase_kind kind = is_cut(rates, row) ? POLICY_CUT : POLICY_HIKE;
		int64_t gap = days_between(rates, since, row);
		bool goes_on = last != NULL && last->kind == kind;

		if (!goes_on || gap >= rule->pause_days)
		{
			bool pause = goes_on && gap <= rule->max_gap_days;

			phases[n++] = rest(pause ? POLICY_PAUSE : POLICY_HOLD, since, row);
			last = &phases[n++];
			*last = (policy_phase){.kind = kind, .start = row, .before = row - 1};
		}
		last->end = last->after = since = row;
		last->moves++;
	}

	/* what is yet to come may continue the last moves, and tells whether the rest after them is a pause */
	if (last != NULL)
		last->open = days_between(rates, since, rates->n - 1) < rule->pause_days;
	if (since < rates->n - 1)
	{
		phases[n] = rest(POLICY_HOLD, since, rates->n - 1);
		phases[n++].open = true;
	}
	*count = n;
	return phases;
}
