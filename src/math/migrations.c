/*
 * migrations.c
 *		Who moved between indexes, and when.
 *
 * A membership that begins where the one before has ended is a move, or no
 * change at all if the index is the same. One that begins with nothing before it
 * is an addition, unless it begins on the first date of all: then the history
 * begins, not the membership.
 */
#include "math/migrations.h"

#include "math/host.h"

/* A member has no two migrations on a date. */
static int
compare_migrations(const void *a, const void *b)
{
	const migration *x = a;
	const migration *y = b;

	if (x->ts != y->ts)
		return x->ts < y->ts ? -1 : 1;
	return (x->member > y->member) - (x->member < y->member);
}

static int32_t
first_start(const membership *memberships, int64_t n)
{
	int32_t first = INT32_MAX;

	for (int64_t i = 0; i < n; i++)
	{
		host_check_interrupts_at(i);
		if (memberships[i].start < first)
			first = memberships[i].start;
	}
	return first;
}

/* Whether a membership is of the same member as another and begins on or before its end. */
static bool
continues(const membership *before, const membership *after)
{
	return before->member == after->member && after->start <= before->end;
}

/* The migrations in memberships, which are sorted in place; none is empty. */
migration_result
find_migrations(membership *memberships, int64_t n)
{
	/* a membership begins and ends once; one more than there can be, as no block is empty */
	migration_result result = {.migrations = host_resize(NULL, (2 * (size_t) n + 1) * sizeof(migration))};
	int32_t first = first_start(memberships, n);

	host_sort(memberships, (size_t) n, sizeof(membership), compare_memberships);
	for (int64_t i = 0; i < n; i++)
	{
		const membership *m = &memberships[i];
		migration found = {.ts = m->start, .member = m->member, .from_index = NO_INDEX, .to_index = m->index};

		host_check_interrupts_at(i);
		if (i > 0 && continues(m - 1, m))
		{
			if (m->start < m[-1].end)
			{
				result.overlap = true;
				result.member = m->member;
				return result;
			}
			found.from_index = m[-1].index;
			found.change = m->index < m[-1].index ? MIGRATION_GRADUATED : MIGRATION_FELL;
			if (m->index != m[-1].index)
				result.migrations[result.count++] = found;
		}
		else if (m->start > first)
			result.migrations[result.count++] = found;
		if (m->end != NO_END && !(i + 1 < n && continues(m, m + 1)))
			result.migrations[result.count++] =
				(migration){m->end, m->member, m->index, NO_INDEX, MIGRATION_REMOVED};
	}
	host_sort(result.migrations, (size_t) result.count, sizeof(migration), compare_migrations);
	return result;
}
