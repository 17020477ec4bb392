/*
 * reconstitution.c
 *		The aggregate reconstitute, and the same as a table.
 *
 * All rows on rank days are needed, so the state collects them, with numbers for
 * the members in order of appearance. The final function works on a copy in which
 * the numbers are in order of the members' names.
 */
#include "arguments.h"
#include "key_ids.h"
#include "query_result.h"
#include "reconstitution_rules.h"
#include "row_array.h"
#include "rules.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

#include "math/exact_sum.h"
#include "math/host.h"

#define FIRST_ROOM 16

typedef struct reconstitution_state
{
	rules_argument rules;
	reconstitution_rule rule;
	char **names;
	bool text_members;
	key_ids members;
	capitalisation *rows; /* those on rank days */
	int64 n;
	int64 room;
	bool has_rows; /* on whatever day */
} reconstitution_state;

static reconstitution_state *
new_state(FunctionCallInfo fcinfo, bool text_members)
{
	reconstitution_state *state = palloc0(sizeof(reconstitution_state));

	remember_rules(fcinfo, 4, &state->rules);
	state->rule = reconstitution_rule_of(state->rules.value, state->rules.isnull, &state->names);
	state->text_members = text_members;
	key_ids_begin(&state->members);
	return state;
}

/* The number of the row's member. */
static int32
member_argument(FunctionCallInfo fcinfo, reconstitution_state *state)
{
	if (state->text_members)
	{
		text *name = PG_GETARG_TEXT_PP(2);

		return key_id(&state->members, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	}
	else
	{
		uint64 key = key_of_number(PG_GETARG_INT64(2));

		return key_id(&state->members, (const char *) &key, sizeof key);
	}
}

/* Add the row in the arguments to a state, which grows in the given memory context. */
static void
add_row(FunctionCallInfo fcinfo, reconstitution_state *state, MemoryContext context)
{
	int32 ts = (int32) ts_argument(fcinfo, 1, TS_DATE);
	double market_cap = positive_value(PG_GETARG_FLOAT8(3), "market_cap", TS_DATE, ts);

	if (market_cap >= ldexp(1, EXACT_SUM_MAX_EXPONENT))
		result_out_of_range("market_cap");
	state->has_rows = true;
	if (!is_rank_day(&state->rule, ts))
		return;
	if (state->n == state->room)
	{
		MemoryContext caller = MemoryContextSwitchTo(context);

		state->room = state->room == 0 ? FIRST_ROOM : 2 * state->room;
		state->rows = host_resize(state->rows, state->room * sizeof(capitalisation));
		MemoryContextSwitchTo(caller);
	}
	state->rows[state->n++] = (capitalisation){ts, member_argument(fcinfo, state), market_cap};
}

/* Transition function of reconstitute: (state, rank_ts, member, market_cap[, rules]). */
static Datum
reconstitute_accum(FunctionCallInfo fcinfo, bool text_members)
{
	MemoryContext context;
	MemoryContext caller;
	reconstitution_state *state;

	require_aggregate(fcinfo, &context);
	if (!PG_ARGISNULL(0))
		check_same_rules(fcinfo, 4, &((reconstitution_state *) PG_GETARG_POINTER(0))->rules);
	if (PG_ARGISNULL(0))
	{
		caller = MemoryContextSwitchTo(context);
		state = new_state(fcinfo, text_members);
		MemoryContextSwitchTo(caller);
	}
	else
		state = (reconstitution_state *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		add_row(fcinfo, state, context);
	PG_RETURN_POINTER(state);
}

/* The same for members with a name. */
PG_FUNCTION_INFO_V1(reconstitute_accum_text);
Datum
reconstitute_accum_text(PG_FUNCTION_ARGS)
{
	return reconstitute_accum(fcinfo, true);
}

/* The same for members with a number. */
PG_FUNCTION_INFO_V1(reconstitute_accum_bigint);
Datum
reconstitute_accum_bigint(PG_FUNCTION_ARGS)
{
	return reconstitute_accum(fcinfo, false);
}

/* A member's name as SQL shows it. */
static char *
member_name(const reconstitution_state *state, const key_entry *entry)
{
	uint64 key;

	if (state->text_members)
		return pnstrdup(entry->data, entry->size);
	memcpy(&key, entry->data, sizeof key);
	return psprintf(INT64_FORMAT, number_of_key(key));
}

/* Raise what was met on a rank day. */
static void
check_problem(const reconstitution_state *state, const reconstitution_result *result, const key_entry *member)
{
	const char *date = format_ts(TS_DATE, result->ts);

	switch (result->problem)
	{
		case RECONSTITUTION_OK:
			break;
		case RECONSTITUTION_REPEATED_ROW:
			ereport(ERROR, (errcode(ERRCODE_CARDINALITY_VIOLATION),
							errmsg("member %s has two rows with the ts %s", member_name(state, member), date),
							errhint("Add up the share classes of a company, or remove the duplicates.")));
		case RECONSTITUTION_NO_ROWS:
			ereport(ERROR, (errcode(ERRCODE_NO_DATA_FOUND),
							errmsg("no member can be ranked on %s: there are no rows", date),
							errhint("Each rank_ts of the schedule needs rows: give one on which there are, "
									"or leave it out.")));
		case RECONSTITUTION_NO_MEMBERS:
			ereport(ERROR, (errcode(ERRCODE_NO_DATA_FOUND),
							errmsg("no additions can be placed on %s: no member of an index has a row", date),
							errhint("The rows of members tell how far the market has moved since the last "
									"full reconstitution.")));
	}
}

/* A date as the end of a range. */
static RangeBound
range_bound(int32 ts, bool lower)
{
	return (RangeBound){
		.val = DateADTGetDatum(ts),
		.infinite = ts == NO_END,
		.inclusive = lower,
		.lower = lower,
	};
}

/* The dates of a membership as a daterange. */
static Datum
validity(const membership *m)
{
	RangeBound start = range_bound(m->start, true);
	RangeBound end = range_bound(m->end, false);

	return RangeTypePGetDatum(new_range(lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO), &start, &end));
}

/* Final function of reconstitute: NULL without rows. */
PG_FUNCTION_INFO_V1(reconstitute_final);
Datum
reconstitute_final(PG_FUNCTION_ARGS)
{
	const reconstitution_state *state;
	const key_ids *members;
	const key_entry **in_order;
	int32 *places;
	capitalisation *rows;
	reconstitution_result found;
	row_array result;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (const reconstitution_state *) PG_GETARG_POINTER(0);
	if (!state->has_rows)
		PG_RETURN_NULL();

	members = &state->members;
	in_order = key_ids_in_order(members, &places);
	rows = host_resize(NULL, Max(state->n, 1) * sizeof(capitalisation));
	for (int64 i = 0; i < state->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		rows[i] = state->rows[i];
		rows[i].member = places[rows[i].member];
	}
	found = reconstitute(&state->rule, rows, state->n, members->count);
	check_problem(state, &found, members->count > 0 ? in_order[found.member] : NULL);

	row_array_begin(&result, fcinfo);
	for (int64 i = 0; i < found.count; i++)
	{
		const membership *m = &found.memberships[i];
		char *name = member_name(state, in_order[m->member]);
		bool nulls[3] = {false};
		Datum values[3] = {
			CStringGetTextDatum(name),
			CStringGetTextDatum(state->names[m->index]),
			validity(m),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(&result, values, nulls);
		for (int column = 0; column < 3; column++)
			pfree(DatumGetPointer(values[column]));
		pfree(name);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

/* index_memberships(caps regclass, rules) */
PG_FUNCTION_INFO_V1(index_memberships);
Datum
index_memberships(PG_FUNCTION_ARGS)
{
	Oid types[] = {argument_type(fcinfo, 1)};
	Datum values[] = {PG_GETARG_DATUM(1)};
	bool nulls[] = {PG_ARGISNULL(1)};
	Oid caps = relation_argument(fcinfo, 0, "caps");
	char *ts = column_or_null(caps, "ts", "pg_catalog.date", true);
	char *member = member_column(caps);
	char *market_cap = column_or_null(caps, "market_cap", "pg_catalog.float8", true);

	return_query(fcinfo,
				 psprintf("SELECT r.* FROM (SELECT %s(ts, member, market_cap, $1) AS found"
						  " FROM (SELECT %s AS ts, %s AS member, %s AS market_cap FROM %s) AS input) AS s,"
						  " pg_catalog.unnest(s.found) AS r",
						  qualified_name(fcinfo, "reconstitute"), ts, member, market_cap,
						  qualified_relation(caps)),
				 1, types, values, nulls);
	return (Datum) 0;
}
