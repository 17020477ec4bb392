/*
 * index_build.c
 *		What the aggregates that rebuild an index from its members share.
 *
 * The transition state is internal: the engine of math/index_engine.h, the
 * numbers given to members and sectors, and the rows so far put by in a row_spool.
 * Rows go to the engine as they come while they are in order of time; otherwise
 * the final function sorts them first.
 */
#include "index_build.h"

#include "index_state.h"
#include "summary_type.h"

#include "miscadmin.h"
#include "utils/datum.h"

static void
end_spool(Datum state)
{
	row_spool_end(&((index_build *) DatumGetPointer(state))->spool);
}

/* Begin the index, or go on with the stored one: its members and sectors have the first numbers, in its order. */
static void
begin_engine(index_build *state)
{
	if (state->form->stored != 0)
		state->engine = stored_index(state->stored)->engine;
	else
	{
		index_rule rule = index_rule_of(state->rules.value, state->rules.isnull, state->form->weighting);

		index_begin(&state->engine, &rule);
	}
	if (state->form->attribution != ATTRIBUTE_TO_NOBODY)
	{
		index_contribution_end(&state->contribution);
		index_contribution_begin(&state->contribution, state->form->attribution == ATTRIBUTE_TO_SECTORS,
								 state->from_ts, state->to_ts);
		state->engine.contribution = &state->contribution;
	}
}

/* A date of the window, or what stands for an open end. */
static int32
window_date(FunctionCallInfo fcinfo, int argument, int32 open)
{
	return PG_ARGISNULL(argument) ? open : PG_GETARG_DATEADT(argument);
}

static void
read_window(FunctionCallInfo fcinfo, index_build *state)
{
	int from = state->form->window;
	int to = from + 1;

	state->from_ts = window_date(fcinfo, from, OPEN_START);
	state->to_ts = window_date(fcinfo, to, OPEN_END);
	if ((!PG_ARGISNULL(from) && DATE_NOT_FINITE(state->from_ts)) ||
		(!PG_ARGISNULL(to) && DATE_NOT_FINITE(state->to_ts)) || state->to_ts <= state->from_ts)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("from_ts and to_ts must be a window, not %s to %s",
							   PG_ARGISNULL(from) ? "NULL" : format_ts(TS_DATE, state->from_ts),
							   PG_ARGISNULL(to) ? "NULL" : format_ts(TS_DATE, state->to_ts)),
						errhint("Allowed: finite dates, to_ts after from_ts, or NULL for the first and the "
								"last date.")));
}

/* A row's window must be the first row's. */
void
index_build_check_window(FunctionCallInfo fcinfo, const index_build *state)
{
	int from = state->form->window;

	if (window_date(fcinfo, from, OPEN_START) != state->from_ts ||
		window_date(fcinfo, from + 1, OPEN_END) != state->to_ts)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("from_ts and to_ts must be the same in every row of a group")));
}

/* Number the names of the stored index, which must have such members. */
static void
number_names(index_build *state)
{
	const named_index *index = stored_index(state->stored);

	if (index->text_members != state->form->text_member)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the state has members of type %s, not %s", index->text_members ? "text" : "bigint",
						index->text_members ? "bigint" : "text"),
				 errhint("Cast member to the type that the state was built with.")));
	for (int32 i = 0; i < index->engine.member_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		key_id(&state->members, index->members[i].data, index->members[i].size);
	}
	for (int32 i = 0; i < index->sector_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		key_id(&state->sectors, index->sectors[i].data, index->sectors[i].size);
	}
	state->stored_ts = index->engine.ts;
}

/* The state of an aggregate that meets its first row, in the current memory context. */
index_build *
index_build_begin(FunctionCallInfo fcinfo, const index_form *form)
{
	index_build *state = palloc0(sizeof(index_build));

	state->form = form;
	key_ids_begin(&state->members);
	key_ids_begin(&state->sectors);
	if (form->stored != 0)
	{
		state->stored = datumCopy(PG_GETARG_DATUM(form->stored), false, -1);
		number_names(state);
	}
	else
		remember_rules(fcinfo, form->rules, &state->rules);
	state->from_ts = OPEN_START;
	state->to_ts = OPEN_END;
	if (form->window != 0)
		read_window(fcinfo, state);
	begin_engine(state);
	state->in_order = true;
	AggRegisterCallback(fcinfo, end_spool, PointerGetDatum(state));
	return state;
}

/* A row's state must be the first row's. */
void
index_build_check_stored(FunctionCallInfo fcinfo, const index_build *state)
{
	int argument = state->form->stored;

	if (PG_ARGISNULL(argument))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("state must not be NULL"),
						errhint("Build it with index_state().")));
	if (!stored_equal(PG_GETARG_DATUM(argument), state->stored))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("state must be the same in every row of a group")));
}

/* A member's name as SQL shows it. */
const char *
index_build_member_name(const index_build *state, int32 member)
{
	const key_entry *entry = &state->members.entries[member];
	int64 number;

	if (state->form->text_member)
		return entry->data;
	memcpy(&number, entry->data, sizeof number);
	return psprintf(INT64_FORMAT, number);
}

/* Raise what the engine has met. */
void
index_build_check(const index_build *state, index_problem problem)
{
	const char *date;
	const char *member;

	if (likely(problem == INDEX_OK))
		return;
	date = format_ts(TS_DATE, state->engine.ts);
	member = index_build_member_name(state, state->engine.problem_member);
	switch (problem)
	{
		case INDEX_OK:
			break;
		case INDEX_REPEATED_ROW:
			ereport(ERROR, (errcode(ERRCODE_CARDINALITY_VIOLATION),
							errmsg("member %s has two rows with the ts %s", member, date),
							errhint("Group by what tells indexes apart, or remove the duplicates.")));
		case INDEX_MISSING_MEMBER:
			ereport(ERROR,
					(errcode(ERRCODE_NO_DATA_FOUND), errmsg("member %s has no row on %s", member, date),
					 errhint("missing => 'carry' holds such a member at its last price, 'drop' sells it.")));
		case INDEX_MISSING_SECTOR:
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
							errmsg("member %s has no sector on the rebalance date %s", member, date),
							errhint("Give it one, as coalesce(sector, 'unknown').")));
		case INDEX_NO_WEIGHTS:
			ereport(ERROR, (errcode(ERRCODE_NO_DATA_FOUND),
							errmsg("no member can be weighted on the rebalance date %s", date),
							errhint("Capitalisation weights need a market_cap on each rebalance date.")));
		case INDEX_CAP_TOO_LOW:
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("cap %s is too low for the members of %s",
								   format_number(state->engine.rule.cap), date),
							errhint("The cap must be at least one divided by the number of members.")));
		case INDEX_BASKETS_OVERLAP:
			ereport(
				ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the basket announced on %s has not taken effect when the next is announced on %s",
						format_ts(TS_DATE, state->engine.announced_ts), date),
				 errhint("Allowed: an announcement_lag of at most the dates from one rebalance to "
						 "the next.")));
		case INDEX_OUT_OF_RANGE:
			ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
							errmsg("the index is out of range on %s", date)));
	}
}

/* Work off the rows in order of time, if they did not come so. */
static void
rebuild_in_order(index_build *state)
{
	index_row row;

	index_end(&state->engine);
	begin_engine(state);
	row_spool_sort(&state->spool);
	while (row_spool_next(&state->spool, &row))
	{
		CHECK_FOR_INTERRUPTS();
		index_build_check(state, index_add(&state->engine, &row));
	}
	row_spool_end(&state->spool);
}

/*
 * The index with all rows up to the date under way, for a final function, which
 * leaves the caller's memory context in the last argument; NULL without rows.
 */
index_build *
index_build_finish_rows(FunctionCallInfo fcinfo, MemoryContext *caller)
{
	MemoryContext context;
	index_build *state;

	require_aggregate(fcinfo, &context);
	if (PG_ARGISNULL(0))
		return NULL;
	state = (index_build *) PG_GETARG_POINTER(0);
	if (state->rows == 0 && state->form->stored == 0)
		return NULL;
	*caller = MemoryContextSwitchTo(context);
	if (!state->in_order)
		rebuild_in_order(state);
	row_spool_end(&state->spool);
	return state;
}
