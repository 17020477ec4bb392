/*
 * reconstitution.c
 *		Who belongs to which index when, from capitalisations on rank days.
 *
 * A full reconstitution ranks the members by capitalisation. Ranks up to the
 * first breakpoint are in the first index, those up to the next in the second.
 * A member that its rank would move to another index stays in its own while its
 * percentile, the capitalisation of the ranks down to its own as a fraction of
 * all, is within the band around that of the breakpoint it has crossed. Whether
 * a member belongs to any index at all is decided by rank alone: the last
 * breakpoint has no band, as at the bottom of the Russell 2000, where existing
 * and new members have the same lower limit.
 *
 * Between full reconstitutions a day may be for additions only. Then a new
 * listing, one that has not been ranked since the last full reconstitution, is
 * placed by the capitalisations at the breakpoints of that one, moved with the
 * market: the capitalisation, then and now, of the members that were ranked then
 * and have a row now.
 *
 * All sums are exact and compared without rounding.
 *
 * FTSE Russell, "Russell U.S. Equity Indexes: Construction and Methodology".
 */
#include "math/reconstitution.h"

#include <string.h>

#include "math/exact_sum.h"
#include "math/host.h"

/* Rank days are numbered from 1. */
typedef struct member_state
{
	int32_t index;
	int32_t since;
	int32_t ranked;       /* the last day with a row, 0 for none */
	int32_t fully_ranked; /* the last of them that was not for additions only */
	double market_cap;    /* on that day */
} member_state;

/* What a full reconstitution leaves for the additions after it. */
typedef struct breakpoint
{
	exact_sum cumulated; /* capitalisation of the ranks down to it */
	double market_cap;   /* of the member at it, 0 if there are fewer members */
} breakpoint;

typedef struct reconstitution
{
	const reconstitution_rule *rule;
	member_state *states; /* by number of the member */
	int32_t members;
	breakpoint *breakpoints;
	exact_sum billion;
	exact_sum band;
	int32_t day;
	int32_t full_day;
	reconstitution_result result;
	int64_t room;
} reconstitution;

/* Whether rows of a day count. */
bool
is_rank_day(const reconstitution_rule *rule, int32_t ts)
{
	int32_t low = 0;
	int32_t high = rule->date_count;

	if (rule->date_count == 0)
		return true;
	while (low < high)
	{
		int32_t middle = low + (high - low) / 2;

		if (rule->dates[middle].rank_ts < ts)
			low = middle + 1;
		else
			high = middle;
	}
	return low < rule->date_count && rule->dates[low].rank_ts == ts;
}

/* By day, then from the largest to the smallest, of equal ones by member. */
static int
compare_ranks(const void *a, const void *b)
{
	const capitalisation *x = a;
	const capitalisation *y = b;

	if (x->ts != y->ts)
		return x->ts < y->ts ? -1 : 1;
	if (x->market_cap != y->market_cap)
		return x->market_cap > y->market_cap ? -1 : 1;
	return (x->member > y->member) - (x->member < y->member);
}

/* By member, then in order of time. */
int
compare_memberships(const void *a, const void *b)
{
	const membership *x = a;
	const membership *y = b;

	if (x->member != y->member)
		return x->member < y->member ? -1 : 1;
	return (x->start > y->start) - (x->start < y->start);
}

static void
add_membership(reconstitution *r, int32_t member, int32_t end)
{
	const member_state *state = &r->states[member];
	reconstitution_result *result = &r->result;

	if (result->count == r->room)
	{
		r->room = r->room == 0 ? 1024 : 2 * r->room;
		result->memberships = host_resize(result->memberships, (size_t) r->room * sizeof(membership));
	}
	result->memberships[result->count++] = (membership){member, state->index, state->since, end};
}

/* Put a member in an index, or in none, from a date on. */
static void
place(reconstitution *r, int32_t member, int32_t index, int32_t ts)
{
	member_state *state = &r->states[member];

	if (index == state->index)
		return;
	if (state->index != NO_INDEX)
		add_membership(r, member, ts);
	state->index = index;
	state->since = ts;
}

static bool
problem(reconstitution *r, reconstitution_problem kind, int32_t ts, int32_t member)
{
	r->result.problem = kind;
	r->result.ts = ts;
	r->result.member = member;
	return false;
}

/* Cumulate the ranked rows of a day up to each breakpoint and to the last, and note who has one. */
static bool
cumulate(reconstitution *r, const capitalisation *rows, int64_t n, exact_sum *total)
{
	int32_t next = 0;

	memset(total, 0, sizeof *total);
	for (int64_t i = 0; i < n; i++)
	{
		member_state *state = &r->states[rows[i].member];

		host_check_interrupts_at(i);
		if (state->ranked == r->day)
			return problem(r, RECONSTITUTION_REPEATED_ROW, rows[i].ts, rows[i].member);
		state->ranked = state->fully_ranked = r->day;
		state->market_cap = rows[i].market_cap;
		exact_sum_add(total, rows[i].market_cap);
		if (next < r->rule->indexes && i + 1 == r->rule->breakpoints[next])
			r->breakpoints[next++] = (breakpoint){*total, rows[i].market_cap};
	}
	for (; next < r->rule->indexes; next++)
	{
		host_check_interrupts_at(next);
		r->breakpoints[next] = (breakpoint){*total, 0};
	}
	return true;
}

/* Whether a member stays in its index, though its rank has crossed into another. */
static bool
is_in_band(const reconstitution *r, int32_t current, int32_t by_rank, const exact_sum *cumulated,
		   const exact_sum *total)
{
	const exact_sum *crossed = &r->breakpoints[by_rank > current ? current : current - 1].cumulated;
	exact_sum distance = by_rank > current ? *cumulated : *crossed;

	exact_sum_remove(&distance, by_rank > current ? crossed : cumulated);
	return exact_sum_compare_products(&distance, &r->billion, total, &r->band) <= 0;
}

static bool
rank_all(reconstitution *r, const reconstitution_date *date, const capitalisation *rows, int64_t n)
{
	exact_sum total;
	exact_sum cumulated = {{0}};
	int32_t by_rank = 0;

	r->full_day = r->day;
	if (!cumulate(r, rows, n, &total))
		return false;
	for (int64_t i = 0; i < n; i++)
	{
		int32_t current = r->states[rows[i].member].index;

		host_check_interrupts_at(i);
		if (by_rank != NO_INDEX && i == r->rule->breakpoints[by_rank])
			by_rank = by_rank + 1 < r->rule->indexes ? by_rank + 1 : NO_INDEX;
		exact_sum_add(&cumulated, rows[i].market_cap);
		if (r->rule->band_units == 0 || by_rank == NO_INDEX || current == NO_INDEX || by_rank == current ||
			!is_in_band(r, current, by_rank, &cumulated, &total))
			place(r, rows[i].member, by_rank, date->effective_ts);
	}

	/* who has not been ranked is gone */
	for (int32_t member = 0; member < r->members; member++)
	{
		host_check_interrupts_at(member);
		if (r->states[member].ranked != r->day)
			place(r, member, NO_INDEX, date->effective_ts);
	}
	return true;
}

/* The index of a new listing: the first whose breakpoint, moved with the market, it reaches. */
static int32_t
index_of_addition(const reconstitution *r, double market_cap, const exact_sum *then, const exact_sum *now)
{
	exact_sum own = {{0}};

	exact_sum_add(&own, market_cap);
	for (int32_t i = 0; i < r->rule->indexes; i++)
	{
		exact_sum limit = {{0}};

		host_check_interrupts_at(i);
		exact_sum_add(&limit, r->breakpoints[i].market_cap);
		if (exact_sum_compare_products(&own, then, &limit, now) >= 0)
			return i;
	}
	return NO_INDEX;
}

static bool
add_new_listings(reconstitution *r, const reconstitution_date *date, capitalisation *rows, int64_t n)
{
	exact_sum then = {{0}};
	exact_sum now = {{0}};
	int64_t listings = 0;

	for (int64_t i = 0; i < n; i++)
	{
		capitalisation row = rows[i];
		member_state *state = &r->states[row.member];

		host_check_interrupts_at(i);
		if (state->ranked == r->day)
			return problem(r, RECONSTITUTION_REPEATED_ROW, row.ts, row.member);
		if (state->ranked < r->full_day)
			rows[listings++] = row;
		else if (state->index != NO_INDEX && state->fully_ranked == r->full_day)
		{
			exact_sum_add(&then, state->market_cap);
			exact_sum_add(&now, row.market_cap);
		}
		state->ranked = r->day;
	}
	if (exact_sum_is_zero(&then))
		return problem(r, RECONSTITUTION_NO_MEMBERS, date->rank_ts, 0);
	for (int64_t i = 0; i < listings; i++)
	{
		host_check_interrupts_at(i);
		place(r, rows[i].member, index_of_addition(r, rows[i].market_cap, &then, &now), date->effective_ts);
	}
	return true;
}

/* Work off the days in order. */
static bool
reconstitute_days(reconstitution *r, capitalisation *rows, int64_t n)
{
	const reconstitution_rule *rule = r->rule;
	int64_t end;

	for (int64_t start = 0; start < n; start = end)
	{
		reconstitution_date date = {rows[start].ts, rows[start].ts, false};

		if (rule->date_count > 0)
		{
			date = rule->dates[r->day];
			if (date.rank_ts != rows[start].ts)
				break;
		}
		r->day++;
		for (end = start; end < n && rows[end].ts == date.rank_ts; end++)
			host_check_interrupts_at(end);
		if (!(date.additions_only ? add_new_listings(r, &date, rows + start, end - start)
								  : rank_all(r, &date, rows + start, end - start)))
			return false;
	}
	if (r->day < rule->date_count)
		return problem(r, RECONSTITUTION_NO_ROWS, rule->dates[r->day].rank_ts, 0);
	return true;
}

/* The memberships that follow from rows on rank days, which are sorted in place. */
reconstitution_result
reconstitute(const reconstitution_rule *rule, capitalisation *rows, int64_t n, int32_t members)
{
	reconstitution r = {.rule = rule, .members = members};

	/* one more than there are, as no block is empty */
	r.states = host_resize(NULL, ((size_t) members + 1) * sizeof(member_state));
	r.breakpoints = host_resize(NULL, (size_t) rule->indexes * sizeof(breakpoint));
	for (int32_t member = 0; member < members; member++)
	{
		host_check_interrupts_at(member);
		r.states[member] = (member_state){.index = NO_INDEX};
	}
	exact_sum_add(&r.billion, BAND_UNITS_PER_ONE);
	exact_sum_add(&r.band, (double) rule->band_units);

	host_sort(rows, (size_t) n, sizeof(capitalisation), compare_ranks);
	if (reconstitute_days(&r, rows, n))
		for (int32_t member = 0; member < members; member++)
		{
			host_check_interrupts_at(member);
			if (r.states[member].index != NO_INDEX)
				add_membership(&r, member, NO_END);
		}
	host_sort(r.result.memberships, (size_t) r.result.count, sizeof(membership), compare_memberships);
	host_free(r.states);
	host_free(r.breakpoints);
	return r.result;
}
