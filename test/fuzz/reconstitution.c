/*
 * reconstitution.c
 *		Memberships of indexes against ranks that are counted, in whole numbers.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/migrations.h"
#include "math/reconstitution.h"

enum
{
	MEMBERS = 7,
	DAYS = 6,
	INDEXES = 3
};

typedef struct market
{
	int members;
	int days;
	int32_t ts[DAYS];                /* on which there are rows */
	int64_t cap[DAYS][MEMBERS];      /* 0: no row */
	reconstitution_date dates[DAYS]; /* by day */
	int32_t index[DAYS][MEMBERS];    /* after the day, as expected */
} market;

/* How many of a day's members come before one. */
static int
rank_of(const market *m, int day, int member)
{
	int rank = 0;

	for (int i = 0; i < m->members; i++)
		rank += m->cap[day][i] > m->cap[day][member] || (m->cap[day][i] == m->cap[day][member] && i < member);
	return rank;
}

static int32_t
index_of_rank(const reconstitution_rule *rule, int rank)
{
	for (int32_t i = 0; i < rule->indexes; i++)
		if (rank < rule->breakpoints[i])
			return i;
	return NO_INDEX;
}

/* The capitalisation of a day's first ranks. */
static int64_t
cap_of_ranks(const market *m, int day, int ranks)
{
	int64_t sum = 0;

	for (int i = 0; i < m->members; i++)
		if (m->cap[day][i] > 0 && rank_of(m, day, i) < ranks)
			sum += m->cap[day][i];
	return sum;
}

static int32_t
fully_ranked_index(const market *m, const reconstitution_rule *rule, int day, int member, int32_t current)
{
	int rank;
	int32_t by_rank;
	int32_t crossed;
	int64_t distance;

	if (m->cap[day][member] == 0)
		return NO_INDEX;
	rank = rank_of(m, day, member);
	by_rank = index_of_rank(rule, rank);
	if (current == NO_INDEX || by_rank == NO_INDEX || by_rank == current || rule->band_units == 0)
		return by_rank;

	/* the breakpoint on the way out of the current index */
	crossed = by_rank > current ? current : current - 1;
	distance = llabs(cap_of_ranks(m, day, rank + 1) - cap_of_ranks(m, day, rule->breakpoints[crossed]));
	return (__int128) distance * (int64_t) BAND_UNITS_PER_ONE <=
				   (__int128) cap_of_ranks(m, day, m->members) * rule->band_units
			   ? current
			   : by_rank;
}

static int64_t
cap_at_breakpoint(const market *m, const reconstitution_rule *rule, int day, int32_t index)
{
	for (int i = 0; i < m->members; i++)
		if (m->cap[day][i] > 0 && rank_of(m, day, i) + 1 == rule->breakpoints[index])
			return m->cap[day][i];
	return 0;
}

/* Place the new listings of a day for additions; false if nobody is left to move the market with. */
static bool
place_additions(market *m, const reconstitution_rule *rule, int day, int full_day)
{
	int64_t then = 0;
	int64_t now = 0;

	for (int i = 0; i < m->members; i++)
		if (m->cap[day][i] > 0 && m->cap[full_day][i] > 0 && m->index[day - 1][i] != NO_INDEX)
		{
			then += m->cap[full_day][i];
			now += m->cap[day][i];
		}
	if (then == 0)
		return false;
	for (int i = 0; i < m->members; i++)
	{
		bool ranked = false;

		for (int d = full_day; d < day; d++)
			ranked = ranked || m->cap[d][i] > 0;
		m->index[day][i] = m->index[day - 1][i];
		if (m->cap[day][i] == 0 || ranked)
			continue;
		m->index[day][i] = NO_INDEX;
		for (int32_t index = rule->indexes - 1; index >= 0; index--)
			if ((__int128) m->cap[day][i] * then >=
				(__int128) cap_at_breakpoint(m, rule, full_day, index) * now)
				m->index[day][i] = index;
	}
	return true;
}

/* The memberships that the indexes by day make. */
static int
expected_memberships(const market *m, membership *expected)
{
	int n = 0;

	for (int i = 0; i < m->members; i++)
	{
		int32_t index = NO_INDEX;
		int32_t since = 0;

		for (int day = 0; day <= m->days; day++)
		{
			int32_t next = day < m->days ? m->index[day][i] : NO_INDEX;

			if (next == index)
				continue;
			if (index != NO_INDEX)
				expected[n++] =
					(membership){i, index, since, day < m->days ? m->dates[day].effective_ts : NO_END};
			index = next;
			since = day < m->days ? m->dates[day].effective_ts : 0;
		}
	}
	return n;
}

/* The moves between one day and the next are the migrations, in order of date and member. */
static void
check_migrations(const market *m, membership *memberships, int64_t n)
{
	migration_result found = find_migrations(memberships, n);
	int64_t place = 0;
	int first = 0;

	require(!found.overlap, "memberships overlap");

	/* the history begins on the first day on which anybody belongs to an index */
	for (bool any = false; first < m->days && !any; first += !any)
		for (int i = 0; i < m->members; i++)
			any = any || m->index[first][i] != NO_INDEX;
	for (int day = first + 1; day < m->days; day++)
		for (int i = 0; i < m->members; i++)
		{
			int32_t from = m->index[day - 1][i];
			int32_t to = m->index[day][i];
			const migration *move = &found.migrations[place];

			if (from == to)
				continue;
			require(place++ < found.count && move->ts == m->dates[day].effective_ts && move->member == i &&
						move->from_index == from && move->to_index == to,
					"a migration is another");
			require(move->change == (from == NO_INDEX ? MIGRATION_ADDED
									 : to == NO_INDEX ? MIGRATION_REMOVED
									 : to < from      ? MIGRATION_GRADUATED
													  : MIGRATION_FELL),
					"a migration is of another kind");
		}
	require(place == found.count, "there are more migrations");
	host_free(found.migrations);
}

/* Any intervals: an overlap is found where there is one, the moves do not run over. */
static void
check_any_memberships(input *in)
{
	membership memberships[8];
	int n = take_below(in, LENGTH(memberships) + 1);
	bool overlap = false;
	migration_result found;

	for (int i = 0; i < n; i++)
	{
		int32_t start = take_below(in, 20);
		int length = take_below(in, 12);
		int32_t member = take_below(in, 3);

		memberships[i] =
			(membership){member, take_below(in, INDEXES), start, length == 0 ? NO_END : start + length};
		for (int j = 0; j < i; j++)
			overlap = overlap || (memberships[j].member == memberships[i].member &&
								  memberships[j].start < memberships[i].end && start < memberships[j].end);
	}
	found = find_migrations(memberships, n);
	require(found.overlap == overlap, "an overlap is not seen");
	for (int64_t i = 1; i < found.count && !overlap; i++)
		require(found.migrations[i - 1].ts <= found.migrations[i].ts, "migrations are out of order");
	host_free(found.migrations);
}

void
fuzz_reconstitution(input *in)
{
	market m = {.members = 1 + take_below(in, MEMBERS)};
	int32_t breakpoints[INDEXES];
	reconstitution_rule rule = {.breakpoints = breakpoints};
	capitalisation rows[DAYS * MEMBERS];
	membership expected[DAYS * MEMBERS];
	int order[MEMBERS];
	int n = 0;
	int full_day = 0;
	int kind;
	int expected_count;
	bool good = true;
	reconstitution_result found;

	m.days = 1 + take_below(in, DAYS);
	rule.indexes = 1 + take_below(in, INDEXES);
	kind = take_byte(in);
	if (kind == 1)
	{
		check_any_memberships(in);
		return;
	}
	for (int32_t i = 0; i < rule.indexes; i++)
		breakpoints[i] = (i == 0 ? 0 : breakpoints[i - 1]) + 1 + take_below(in, 3);
	if (kind & 2)
		rule.band_units = (int64_t) take_below(in, 101) * 5000000;
	for (int day = 0; day < m.days; day++)
	{
		int32_t ts = (day == 0 ? 100 : m.ts[day - 1]) + 1 + take_below(in, 5);
		int32_t effective = (day == 0 ? 100 : m.dates[day - 1].effective_ts) + 1 + take_below(in, 5);
		bool any = false;

		m.ts[day] = ts;
		m.dates[day] = (reconstitution_date){ts, effective, day > 0 && take_byte(in) % 3 == 0};
		for (int i = 0; i < m.members; i++)
		{
			int size = take_byte(in);

			m.cap[day][i] =
				size & 128 ? 0 : (int64_t) (1 + size % 32) * (kind & 4 ? INT64_C(999999999989) : 1);
			any = any || m.cap[day][i] > 0;
		}
		if (!any)
			m.cap[day][0] = 1;
		if (kind & 8)
			continue;
		m.dates[day].effective_ts = ts;
		m.dates[day].additions_only = false;
	}
	if (kind & 8)
	{
		rule.dates = m.dates;
		rule.date_count = m.days;
	}
	for (int day = 0; day < m.days; day++)
	{
		take_order(in, order, m.members);
		for (int i = 0; i < m.members; i++)
			if (m.cap[day][order[i]] > 0)
				rows[n++] = (capitalisation){m.ts[day], order[i], (double) m.cap[day][order[i]]};
	}

	for (int day = 0; day < m.days && good; day++)
	{
		if (m.dates[day].additions_only)
		{
			good = place_additions(&m, &rule, day, full_day);
			continue;
		}
		full_day = day;
		for (int i = 0; i < m.members; i++)
			m.index[day][i] =
				fully_ranked_index(&m, &rule, day, i, day == 0 ? NO_INDEX : m.index[day - 1][i]);
	}
	found = reconstitute(&rule, rows, n, m.members);
	require(found.problem == (good ? RECONSTITUTION_OK : RECONSTITUTION_NO_MEMBERS),
			"another problem is found");
	if (good)
	{
		expected_count = expected_memberships(&m, expected);
		require(found.count == expected_count, "another number of memberships");
		for (int i = 0; i < expected_count; i++)
			require(found.memberships[i].member == expected[i].member &&
						found.memberships[i].index == expected[i].index &&
						found.memberships[i].start == expected[i].start &&
						found.memberships[i].end == expected[i].end,
					"a membership is another");
		check_migrations(&m, expected, expected_count);
	}
	host_free(found.memberships);
}
