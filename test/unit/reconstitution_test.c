/*
 * reconstitution_test.c
 *		Memberships of random markets against the rules, day by day and member by
 *		member, and what an error leaves.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/reconstitution.h"

#define MOST_MEMBERS 14
#define MOST_DAYS 8
#define MOST_INDEXES 3

/* Capitalisations are whole numbers here, 0 for no row, so that the reference is exact in integers. */
typedef struct market
{
	int members;
	int days;
	int64_t cap[MOST_DAYS][MOST_MEMBERS];
	reconstitution_date dates[MOST_DAYS];
	int32_t breakpoints[MOST_INDEXES];
	reconstitution_rule rule;
} market;

/* The index of each member after each day. */
typedef int index_table[MOST_DAYS][MOST_MEMBERS];

static int seen_stay;
static int seen_edge;
static int seen_addition;
static int seen_refused;
static int seen_return;
static int seen_tie;

static void
make_market(market *m)
{
	static const int64_t bands[] = {0, 1000000, 25000000, 50000000, 100000000, 250000000, 300000000};
	int32_t rank = 0;
	int most_cap = random_below(2) ? 6 : 40;

	m->members = 1 + random_below(MOST_MEMBERS);
	m->days = 1 + random_below(MOST_DAYS);
	m->rule.indexes = 1 + random_below(MOST_INDEXES);
	for (int i = 0; i < m->rule.indexes; i++)
		m->breakpoints[i] = rank += 1 + random_below(4);
	m->rule.breakpoints = m->breakpoints;
	m->rule.band_units = bands[random_below(LENGTH(bands))];
	m->rule.dates = m->dates;
	m->rule.date_count = random_below(3) == 0 ? 0 : m->days;
	for (int d = 0; d < m->days; d++)
	{
		bool any = false;

		m->dates[d] = (reconstitution_date){10 * d, 10 * d, false};
		if (m->rule.date_count > 0)
		{
			m->dates[d].effective_ts += random_below(10);
			m->dates[d].additions_only = d > 0 && random_below(2) == 0;
		}
		for (int i = 0; i < m->members; i++)
		{
			m->cap[d][i] = random_below(4) == 0 ? 0 : 1 + random_below(most_cap);
			any = any || m->cap[d][i] > 0;
		}
		if (!any)
			m->cap[d][random_below(m->members)] = 1;
	}
}

/* The rank of a member on a day, counted. */
static int
rank_of(const market *m, int day, int member)
{
	int rank = 1;

	for (int i = 0; i < m->members; i++)
	{
		if (m->cap[day][i] > m->cap[day][member])
			rank++;
		else if (i < member && m->cap[day][i] == m->cap[day][member])
		{
			rank++;
			seen_tie++;
		}
	}
	return rank;
}

/* The capitalisation of the ranks from the first to the given one. */
static int64_t
cumulated(const market *m, int day, int rank)
{
	int64_t sum = 0;

	for (int i = 0; i < m->members; i++)
		if (m->cap[day][i] > 0 && rank_of(m, day, i) <= rank)
			sum += m->cap[day][i];
	return sum;
}

/* The capitalisation at a rank, 0 beyond the last. */
static int64_t
cap_at(const market *m, int day, int rank)
{
	for (int i = 0; i < m->members; i++)
		if (m->cap[day][i] > 0 && rank_of(m, day, i) == rank)
			return m->cap[day][i];
	return 0;
}

static int
full_index(const market *m, int day, int member, int before)
{
	int rank = rank_of(m, day, member);
	int by_rank = 0;
	int crossed;
	int64_t distance;
	int64_t limit;

	while (by_rank < m->rule.indexes && rank > m->breakpoints[by_rank])
		by_rank++;
	if (by_rank == m->rule.indexes)
		return NO_INDEX;
	if (before == NO_INDEX || before == by_rank || m->rule.band_units == 0)
		return by_rank;
	crossed = m->breakpoints[before < by_rank ? before : before - 1];
	distance = llabs(cumulated(m, day, rank) - cumulated(m, day, crossed)) * INT64_C(1000000000);
	limit = m->rule.band_units * cumulated(m, day, m->members);
	seen_stay += distance <= limit;
	seen_edge += distance == limit;
	return distance <= limit ? before : by_rank;
}

/* False if no member has a row by which the market can be measured. */
static bool
addition_index(const market *m, int day, int full, int member, const index_table table, int *index)
{
	int64_t then = 0;
	int64_t now = 0;

	for (int i = 0; i < m->members; i++)
		if (table[day - 1][i] != NO_INDEX && m->cap[full][i] > 0 && m->cap[day][i] > 0)
		{
			then += m->cap[full][i];
			now += m->cap[day][i];
		}
	*index = table[day - 1][member];
	for (int d = full; d < day; d++)
		if (m->cap[d][member] > 0)
			return then > 0;
	if (m->cap[day][member] == 0)
		return then > 0;
	for (int i = 0; i < m->rule.indexes; i++)
		if (m->cap[day][member] * then >= cap_at(m, full, m->breakpoints[i]) * now)
		{
			*index = i;
			seen_addition++;
			return then > 0;
		}
	seen_refused++;
	return then > 0;
}

/* By the rules; false if a day for additions cannot be measured. */
static bool
index_by_rules(const market *m, index_table table)
{
	int full = 0;

	for (int d = 0; d < m->days; d++)
	{
		if (!m->dates[d].additions_only)
			full = d;
		for (int i = 0; i < m->members; i++)
		{
			if (!m->dates[d].additions_only)
				table[d][i] =
					m->cap[d][i] == 0 ? NO_INDEX : full_index(m, d, i, d == 0 ? NO_INDEX : table[d - 1][i]);
			else if (!addition_index(m, d, full, i, table, &table[d][i]))
				return false;
		}
	}
	return true;
}

/* The rows in a random order. */
static int64_t
rows_of(const market *m, capitalisation *rows)
{
	int32_t order[MOST_DAYS * MOST_MEMBERS];
	int64_t n = 0;

	random_order(order, m->days * m->members);
	for (int k = 0; k < m->days * m->members; k++)
	{
		int d = order[k] / m->members;
		int i = order[k] % m->members;

		if (m->cap[d][i] > 0)
			rows[n++] = (capitalisation){10 * d, i, (double) m->cap[d][i]};
	}
	return n;
}

/* The runs of days with one index, as memberships. */
static int64_t
runs(const market *m, const index_table table, membership *expected)
{
	int64_t n = 0;

	for (int i = 0; i < m->members; i++)
		for (int d = 0; d < m->days; d++)
		{
			if (table[d][i] == NO_INDEX)
				continue;
			if (d > 0 && table[d - 1][i] == table[d][i])
				continue;
			seen_return +=
				n > 0 && expected[n - 1].member == i && expected[n - 1].end < m->dates[d].effective_ts;
			expected[n] = (membership){i, table[d][i], m->dates[d].effective_ts, NO_END};
			for (int e = d + 1; e < m->days && expected[n].end == NO_END; e++)
				if (table[e][i] != table[d][i])
					expected[n].end = m->dates[e].effective_ts;
			n++;
		}
	return n;
}

static void
check_rules(void)
{
	static market m;
	static index_table table;
	static membership expected[MOST_DAYS * MOST_MEMBERS];
	capitalisation rows[MOST_DAYS * MOST_MEMBERS];
	int wrong = 0;
	int wrong_problem = 0;
	int problems = 0;

	for (int trial = 0; trial < 40000; trial++)
	{
		reconstitution_result result;
		int64_t n;

		make_market(&m);
		n = rows_of(&m, rows);
		result = reconstitute(&m.rule, rows, n, m.members);
		if (!index_by_rules(&m, table))
		{
			wrong_problem += result.problem != RECONSTITUTION_NO_MEMBERS;
			problems++;
		}
		else
		{
			/* without a schedule a day without rows is none at all, but make_market leaves none empty */
			int64_t count = runs(&m, table, expected);

			wrong += result.problem != RECONSTITUTION_OK || result.count != count ||
					 memcmp(result.memberships, expected, (size_t) count * sizeof(membership)) != 0;
		}
		host_free(result.memberships);
	}
	check(wrong == 0, "memberships of random markets are those of the rules");
	check(wrong_problem == 0 && problems > 100, "additions that nothing can place are a problem");
	check(seen_stay > 1000 && seen_edge > 100 && seen_addition > 1000 && seen_refused > 1000 &&
			  seen_return > 1000 && seen_tie > 1000,
		  "with members in the band and at its edge, additions, refusals, returns and ties");
}

static void
check_problems(void)
{
	const int32_t breakpoints[] = {1, 3};
	const reconstitution_date dates[] = {{10, 12, false}, {20, 22, true}, {30, 32, false}};
	const reconstitution_rule rule = {2, breakpoints, 0, 3, dates};
	capitalisation twice[] = {{10, 0, 3}, {10, 1, 2}, {10, 0, 1}};
	capitalisation twice_added[] = {{10, 0, 3}, {20, 1, 2}, {20, 0, 2}, {20, 1, 1}};
	capitalisation gap[] = {{10, 0, 3}, {30, 0, 2}};
	capitalisation early[] = {{10, 0, 3}, {20, 0, 3}};
	capitalisation late[] = {{20, 0, 3}, {30, 0, 2}};
	reconstitution_result result = reconstitute(&rule, twice, 3, 2);

	check(result.problem == RECONSTITUTION_REPEATED_ROW && result.ts == 10 && result.member == 0,
		  "two rows of a member on a rank day");
	host_free(result.memberships);
	result = reconstitute(&rule, twice_added, 4, 2);
	check(result.problem == RECONSTITUTION_REPEATED_ROW && result.ts == 20 && result.member == 1,
		  "and on a day for additions");
	host_free(result.memberships);
	result = reconstitute(&rule, gap, 2, 1);
	check(result.problem == RECONSTITUTION_NO_ROWS && result.ts == 20, "a rank day without rows");
	host_free(result.memberships);
	result = reconstitute(&rule, early, 2, 1);
	check(result.problem == RECONSTITUTION_NO_ROWS && result.ts == 30, "the last one");
	host_free(result.memberships);
	result = reconstitute(&rule, late, 2, 1);
	check(result.problem == RECONSTITUTION_NO_ROWS && result.ts == 10, "the first one");
	host_free(result.memberships);
	check(!is_rank_day(&rule, 9) && is_rank_day(&rule, 10) && !is_rank_day(&rule, 12) &&
			  is_rank_day(&rule, 20) && is_rank_day(&rule, 30) && !is_rank_day(&rule, 31),
		  "the rank days of a schedule");
	check(is_rank_day(&(reconstitution_rule){2, breakpoints, 0, 0, NULL}, 9), "every day is one without");
}

/* Whether the largest of two stays in its index, ranked second with a quarter of all or a trifle more. */
static bool
stays(double smallest)
{
	const int32_t breakpoints[] = {1, 5};
	const reconstitution_rule rule = {2, breakpoints, 250000000, 0, NULL};
	capitalisation rows[] = {{1, 0, 2},       {1, 1, 1},      {2, 0, 0x1p60},
							 {2, 1, 0x1p61},  {2, 2, 0x1p59}, {2, 3, 0x1p59 - 0x1p7},
							 {2, 4, smallest}};
	reconstitution_result result = reconstitute(&rule, rows, LENGTH(rows), 5);
	bool in_first = result.memberships[0].member == 0 && result.memberships[0].index == 0 &&
					result.memberships[0].end == NO_END;

	host_free(result.memberships);
	return in_first;
}

static void
check_exactness(void)
{
	check(stays(0x1p7), "a member exactly at the edge of the band stays");
	check(!stays(0x1p7 - 0.5), "and moves if it is beyond by what no sum of doubles would hold");
}

static void
check_interrupts(void)
{
	const int32_t n = 100000;
	const int32_t breakpoints[] = {1000, 3000};
	const reconstitution_date dates[] = {{0, 0, false}, {1, 1, true}};
	const reconstitution_rule rule = {2, breakpoints, 25000000, 2, dates};
	capitalisation *rows = malloc(2 * (size_t) n * sizeof(capitalisation));
	reconstitution_result result;
	long before = interrupt_checks;

	for (int32_t i = 0; i < n; i++)
	{
		rows[i] = (capitalisation){0, i, 1 + random_fraction()};
		rows[n + i] = (capitalisation){1, i + n / 2, 1 + random_fraction()};
	}
	result = reconstitute(&rule, rows, 2 * n, n + n / 2);
	check(result.problem == RECONSTITUTION_OK && interrupt_checks > before + 5 * (n / 4096),
		  "a large market can be interrupted");
	host_free(result.memberships);
	free(rows);
}

void
reconstitution_test(void)
{
	random_seed(22);
	check_rules();
	check_problems();
	check_exactness();
	check_interrupts();
}
