/*
 * index_contribution.c
 *		The aggregates member_contribution and sector_contribution.
 *
 * They rebuild an index as index_history.c does, from rows in any order, and ask
 * its engine at each close what everyone has contributed.
 */
#include "index_build.h"
#include "row_array.h"

#include "miscadmin.h"
#include "utils/builtins.h"

/*			stored, ts, dividend, split, market_cap, sector, rules, attribution, window */
INDEX_FORM(member_contribution, WEIGHTING_FROM_RULES, 0, 1, 4, 5, 6, 7, 8, ATTRIBUTE_TO_MEMBERS, 0);
INDEX_FORM(member_contribution_window, WEIGHTING_FROM_RULES, 0, 1, 4, 5, 6, 7, 8, ATTRIBUTE_TO_MEMBERS, 9);
INDEX_FORM(sector_contribution, WEIGHTING_FROM_RULES, 0, 1, 4, 5, 6, 7, 8, ATTRIBUTE_TO_SECTORS, 0);
INDEX_FORM(sector_contribution_window, WEIGHTING_FROM_RULES, 0, 1, 4, 5, 6, 7, 8, ATTRIBUTE_TO_SECTORS, 9);

typedef struct contributor
{
	const char *name;
	int32 number;
} contributor;

static int
compare_contributors(const void *a, const void *b, void *unused pg_attribute_unused())
{
	return strcmp(((const contributor *) a)->name, ((const contributor *) b)->name);
}

/* The names by number, which is a sector's plus 1; NULL for no sector. */
static const char **
contributor_names(const index_build *state, int32 *count)
{
	bool sectors = state->form->attribution == ATTRIBUTE_TO_SECTORS;
	int32 first = sectors ? 1 : 0;
	const char **names;

	*count = first + (sectors ? state->sectors.count : state->members.count);
	names = MemoryContextAllocHuge(CurrentMemoryContext, (*count + 1) * sizeof(char *));
	names[0] = NULL;
	for (int32 i = first; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		names[i] = sectors ? state->sectors.entries[i - 1].data : index_build_member_name(state, i);
	}
	return names;
}

/* The place of each name in their order, byte by byte, NULL behind all others. */
static int32 *
places_of(const char *const *names, int32 count)
{
	contributor *contributors =
		MemoryContextAllocHuge(CurrentMemoryContext, (count + 1) * sizeof(contributor));
	int32 *places = MemoryContextAllocHuge(CurrentMemoryContext, (count + 1) * sizeof(int32));
	int32 n = 0;

	for (int32 i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (names[i] != NULL)
			contributors[n++] = (contributor){names[i], i};
		else
			places[i] = count;
	}
	qsort_interruptible(contributors, n, sizeof(contributor), compare_contributors, NULL);
	for (int32 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		places[contributors[i].number] = i;
	}
	return places;
}

/* Final function: who moved the index, NULL without a date in the window or one before it. */
PG_FUNCTION_INFO_V1(index_contribution_final);
Datum
index_contribution_final(PG_FUNCTION_ARGS)
{
	MemoryContext caller;
	index_build *state = index_build_finish_rows(fcinfo, &caller);
	row_array result;
	contribution_row *rows;
	const char **names;
	int32 count;
	int32 n;

	if (state == NULL)
		PG_RETURN_NULL();
	index_build_check(state, index_finish(&state->engine));
	MemoryContextSwitchTo(caller);

	names = contributor_names(state, &count);
	n = index_contribution_rows(&state->contribution, places_of(names, count), &rows);
	if (n < 0)
		index_build_check(state, INDEX_OUT_OF_RANGE);
	if (n == 0)
		PG_RETURN_NULL();
	row_array_begin(&result, fcinfo);
	for (int32 i = 0; i < n; i++)
	{
		const contribution_row *row = &rows[i];
		const char *name = names[state->contribution.by_sector ? row->name + 1 : row->name];
		bool nulls[4] = {name == NULL};
		Datum values[4] = {
			name == NULL ? (Datum) 0 : CStringGetTextDatum(name),
			Float8GetDatum(row->average_weight),
			Float8GetDatum(row->contribution),
			Float8GetDatum(row->price_contribution),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}
