/*
 * migrations_test.c
 *		Migrations of random memberships against the index of each day and the day
 *		before.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/migrations.h"

#define MEMBERS 5
#define DAYS 12

static void
check_random(void)
{
	static const migration_change changes[2] = {MIGRATION_GRADUATED, MIGRATION_FELL};
	int wrong = 0;
	int seen[4] = {0};

	for (int trial = 0; trial < 20000; trial++)
	{
		int index[MEMBERS][DAYS + 2];
		membership memberships[MEMBERS * DAYS];
		migration expected[MEMBERS * DAYS];
		int32_t order[MEMBERS * DAYS];
		membership shuffled[MEMBERS * DAYS];
		migration_result result;
		int64_t n = 0;
		int64_t count = 0;
		int first = DAYS;

		for (int m = 0; m < MEMBERS; m++)
		{
			int current = NO_INDEX;

			for (int d = 0; d < DAYS; d++)
			{
				bool same = random_below(3) > 0;

				if (!same)
					current = random_below(4) - 1;
				index[m][d] = current;
				if (current == NO_INDEX)
					continue;
				if (d < first)
					first = d;
				/* one range or several that follow each other */
				if (d > 0 && index[m][d - 1] == current && random_below(4) > 0)
					memberships[n - 1].end = d + 1;
				else
					memberships[n++] = (membership){m, current, d, d + 1};
			}
			if (current != NO_INDEX && random_below(2) == 0)
				memberships[n - 1].end = NO_END;
			index[m][DAYS] = current != NO_INDEX && memberships[n - 1].end == NO_END ? current : NO_INDEX;
		}
		for (int d = first + 1; d <= DAYS; d++)
			for (int m = 0; m < MEMBERS; m++)
			{
				int before = index[m][d - 1];
				int after = index[m][d];

				if (before == after)
					continue;
				expected[count++] = (migration){d, m, before, after,
												before == NO_INDEX  ? MIGRATION_ADDED
												: after == NO_INDEX ? MIGRATION_REMOVED
																	: changes[after > before]};
				seen[expected[count - 1].change]++;
			}
		random_order(order, (int32_t) n);
		for (int64_t i = 0; i < n; i++)
			shuffled[i] = memberships[order[i]];
		result = find_migrations(shuffled, n);
		wrong += result.overlap || result.count != count ||
				 memcmp(result.migrations, expected, (size_t) count * sizeof(migration)) != 0;
		host_free(result.migrations);
	}
	check(wrong == 0 && seen[0] > 1000 && seen[1] > 1000 && seen[2] > 1000 && seen[3] > 1000,
		  "migrations of random memberships are the changes from day to day");
}

static void
check_edges(void)
{
	membership touching[] = {{0, 0, 1, 5}, {0, 1, 5, 9}};
	membership overlapping[] = {{0, 0, 1, 9}, {1, 0, 1, 5}, {1, 1, 4, 9}};
	membership open[] = {{0, 0, 1, NO_END}, {0, 1, 8, 9}};
	migration_result result = find_migrations(touching, 2);

	check(!result.overlap && result.count == 2, "memberships that touch do not overlap");
	host_free(result.migrations);
	result = find_migrations(overlapping, 3);
	check(result.overlap && result.member == 1, "memberships that overlap by a day do");
	host_free(result.migrations);
	result = find_migrations(open, 2);
	check(result.overlap && result.member == 0, "and so do those after one without an end");
	host_free(result.migrations);
	result = find_migrations(NULL, 0);
	check(!result.overlap && result.count == 0, "no memberships have no migrations");
	host_free(result.migrations);
}

static void
check_interrupts(void)
{
	const int64_t n = 100000;
	membership *memberships = malloc((size_t) n * sizeof(membership));
	migration_result result;
	long before = interrupt_checks;

	for (int32_t i = 0; i < n; i++)
		memberships[i] = (membership){i, 0, i, i + 1};
	result = find_migrations(memberships, n);
	check(result.count == 2 * n - 1 && interrupt_checks > before + n / 4096,
		  "a long list can be interrupted");
	host_free(result.migrations);
	free(memberships);
}

void
migrations_test(void)
{
	random_seed(23);
	check_random();
	check_edges();
	check_interrupts();
}
