/*
 * index_history.c
 *		The aggregates index_history, equal_weight_index and cap_weight_index, and
 *		those that build a stored index_state and go on with it.
 *
 * The transition state is internal: the engine of math/index_engine.h, the
 * numbers given to members and sectors, and the rows so far in a temporary file.
 * Rows go to the engine as they come while they are in order of time; otherwise
 * the final function sorts them first.
 */
#include "arguments.h"
#include "index_rules.h"
#include "index_state.h"
#include "key_ids.h"
#include "row_array.h"
#include "row_spool.h"
#include "rules.h"
#include "summary_type.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"

#include "math/index_engine.h"

/*
 * Where an aggregate has its arguments, 0 for one that it does not take. The
 * transition state is argument 0; ts, member and price follow one another.
 */
typedef struct index_form
{
	int weighting;
	bool text_member;
	int stored; /* state to go on with */
	int ts;
	int dividend;
	int split;
	int market_cap;
	int sector;
	int rules;
} index_form;

#define ARGUMENT_MEMBER(form) ((form)->ts + 1)
#define ARGUMENT_PRICE(form) ((form)->ts + 2)

typedef struct index_build
{
	const index_form *form;
	rules_argument rules;
	Datum stored; /* as it came, which may be a pointer to where it is kept */
	int32 stored_ts;
	index_engine engine;
	key_ids members;
	key_ids sectors;
	row_spool spool;
	bool in_order;
	int32 last_ts;
	int64 rows;
} index_build;

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
		key_id(&state->members, index->members[i].data, index->members[i].size);
	for (int32 i = 0; i < index->sector_count; i++)
		key_id(&state->sectors, index->sectors[i].data, index->sectors[i].size);
	state->stored_ts = index->engine.ts;
}

static index_build *
new_state(FunctionCallInfo fcinfo, const index_form *form)
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
	begin_engine(state);
	state->in_order = true;
	AggRegisterCallback(fcinfo, end_spool, PointerGetDatum(state));
	return state;
}

/* A row's state must be the first row's. */
static void
check_stored(FunctionCallInfo fcinfo, const index_build *state)
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
static const char *
member_name(const index_build *state, int32 member)
{
	const key_entry *entry = &state->members.entries[member];
	int64 number;

	if (state->form->text_member)
		return entry->data;
	memcpy(&number, entry->data, sizeof number);
	return psprintf(INT64_FORMAT, number);
}

/* Raise what the engine has met. */
static void
check_problem(const index_build *state, index_problem problem)
{
	const char *date;
	const char *member;

	if (likely(problem == INDEX_OK))
		return;
	date = format_ts(TS_DATE, state->engine.ts);
	member = member_name(state, state->engine.problem_member);
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
		case INDEX_OUT_OF_RANGE:
			ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
							errmsg("the index is out of range on %s", date)));
	}
}

/* The number of a row's member or sector. */
static inline int32
text_id(FunctionCallInfo fcinfo, int argument, key_ids *keys)
{
	text *value = PG_GETARG_TEXT_PP(argument);

	return key_id(keys, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

/* Read the row in the arguments; false if it does not count. */
static inline bool
read_row(FunctionCallInfo fcinfo, index_build *state, index_row *row)
{
	const index_form *form = state->form;

	if (PG_ARGISNULL(form->ts) || PG_ARGISNULL(ARGUMENT_MEMBER(form)) || PG_ARGISNULL(ARGUMENT_PRICE(form)))
		return false;
	row->ts = (int32) ts_argument(fcinfo, form->ts, TS_DATE);
	row->price = positive_value(PG_GETARG_FLOAT8(ARGUMENT_PRICE(form)), "price", TS_DATE, row->ts);
	row->dividend = 0;
	row->split = 1;
	row->market_cap = NAN;
	row->sector = NO_SECTOR;
	if (form->dividend != 0 && !PG_ARGISNULL(form->dividend))
		row->dividend = non_negative_value(PG_GETARG_FLOAT8(form->dividend), "dividend", TS_DATE, row->ts);
	if (form->split != 0 && !PG_ARGISNULL(form->split))
		row->split = positive_value(PG_GETARG_FLOAT8(form->split), "split", TS_DATE, row->ts);
	if (form->market_cap != 0 && !PG_ARGISNULL(form->market_cap))
		row->market_cap = positive_value(PG_GETARG_FLOAT8(form->market_cap), "market_cap", TS_DATE, row->ts);
	if (form->sector != 0 && !PG_ARGISNULL(form->sector))
		row->sector = text_id(fcinfo, form->sector, &state->sectors);
	if (form->text_member)
		row->member = text_id(fcinfo, ARGUMENT_MEMBER(form), &state->members);
	else
	{
		int64 number = PG_GETARG_INT64(ARGUMENT_MEMBER(form));

		row->member = key_id(&state->members, (const char *) &number, sizeof number);
	}
	return true;
}

/* Transition function of all forms. */
static inline Datum
index_accum(FunctionCallInfo fcinfo, const index_form *form)
{
	MemoryContext context;
	MemoryContext caller;
	index_build *state;
	index_row row;

	require_aggregate(fcinfo, &context);
	if (unlikely(PG_ARGISNULL(0)))
	{
		if (form->stored != 0 && PG_ARGISNULL(form->stored))
			refuse_null(fcinfo, form->stored, "state");
		caller = MemoryContextSwitchTo(context);
		state = new_state(fcinfo, form);
		MemoryContextSwitchTo(caller);
	}
	else
	{
		state = (index_build *) PG_GETARG_POINTER(0);
		if (form->stored != 0)
			check_stored(fcinfo, state);
		else
			check_same_rules(fcinfo, form->rules, &state->rules);
	}
	if (!read_row(fcinfo, state, &row))
		PG_RETURN_POINTER(state);
	if (form->stored != 0 && row.ts <= state->stored_ts)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("ts %s is not after the state's last ts %s", format_ts(TS_DATE, row.ts),
							   format_ts(TS_DATE, state->stored_ts)),
						errhint("Give only rows with ts > last_ts(state); where earlier prices have changed, "
								"build the state again with index_state().")));

	caller = MemoryContextSwitchTo(context);
	if (row.ts < state->last_ts && state->rows > 0)
		state->in_order = false;
	state->last_ts = row.ts;
	state->rows++;
	row_spool_write(&state->spool, &row);

	/* a problem may be a late row's, so it is raised only once all are in order */
	if (state->in_order && index_add(&state->engine, &row) != INDEX_OK)
		state->in_order = false;
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

#define INDEX_FORM(name, weighting, ...)                                                                     \
	static const index_form name##_form_text = {weighting, true, __VA_ARGS__};                               \
	static const index_form name##_form_bigint = {weighting, false, __VA_ARGS__};                            \
	PG_FUNCTION_INFO_V1(name##_accum_text);                                                                  \
	Datum name##_accum_text(PG_FUNCTION_ARGS)                                                                \
	{                                                                                                        \
		return index_accum(fcinfo, &name##_form_text);                                                       \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(name##_accum_bigint);                                                                \
	Datum name##_accum_bigint(PG_FUNCTION_ARGS)                                                              \
	{                                                                                                        \
		return index_accum(fcinfo, &name##_form_bigint);                                                     \
	}                                                                                                        \
	extern int name##_forms

/*			stored, ts, dividend, split, market_cap, sector, rules */
INDEX_FORM(index_history, WEIGHTING_FROM_RULES, 0, 1, 4, 5, 6, 7, 8);
INDEX_FORM(index_append, WEIGHTING_FROM_RULES, 1, 2, 5, 6, 7, 8, 0);
INDEX_FORM(equal_weight_price, WEIGHT_EQUAL, 0, 1, 0, 0, 0, 0, 4);
INDEX_FORM(equal_weight_dividend, WEIGHT_EQUAL, 0, 1, 4, 0, 0, 0, 5);
INDEX_FORM(equal_weight_split, WEIGHT_EQUAL, 0, 1, 4, 5, 0, 0, 6);
INDEX_FORM(cap_weight_price, WEIGHT_CAP, 0, 1, 0, 0, 4, 0, 5);
INDEX_FORM(cap_weight_dividend, WEIGHT_CAP, 0, 1, 4, 0, 5, 0, 6);
INDEX_FORM(cap_weight_split, WEIGHT_CAP, 0, 1, 4, 5, 6, 0, 7);

/* Work off the rows in order of time, if they did not come so. */
static void
rebuild_in_order(index_build *state)
{
	index_row row;

	index_end(&state->engine);
	begin_engine(state);
	row_spool_sort(&state->spool);
	while (row_spool_next(&state->spool, &row))
		check_problem(state, index_add(&state->engine, &row));
	row_spool_end(&state->spool);
}

/*
 * The index with all rows up to the date under way, for a final function, which
 * leaves the caller's memory context in the last argument; NULL without rows.
 */
static index_build *
finished_rows(FunctionCallInfo fcinfo, MemoryContext *caller)
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

/* Final function of index_state and append: NULL without rows. */
PG_FUNCTION_INFO_V1(index_state_final);
Datum
index_state_final(PG_FUNCTION_ARGS)
{
	MemoryContext caller;
	const index_build *state = finished_rows(fcinfo, &caller);

	if (state == NULL)
		PG_RETURN_NULL();
	MemoryContextSwitchTo(caller);
	PG_RETURN_DATUM(
		index_state_datum(&state->engine, &state->members, &state->sectors, state->form->text_member));
}

/* Final function of the others: the index's points, NULL without rows; those since the state where there is one. */
PG_FUNCTION_INFO_V1(index_history_final);
Datum
index_history_final(PG_FUNCTION_ARGS)
{
	MemoryContext caller;
	index_build *state = finished_rows(fcinfo, &caller);
	row_array result;

	if (state == NULL)
		PG_RETURN_NULL();
	check_problem(state, index_finish(&state->engine));
	MemoryContextSwitchTo(caller);

	row_array_begin(&result, fcinfo);
	for (int32 i = 0; i < state->engine.point_count; i++)
	{
		const index_point *point = &state->engine.points[i];
		bool nulls[7] = {[5] = isnan(point->turnover)};
		Datum values[7] = {
			DateADTGetDatum(point->ts),
			Float8GetDatum(point->level),
			Float8GetDatum(point->total_return_level),
			Float8GetDatum(point->divisor),
			Int32GetDatum(point->members),
			Float8GetDatum(point->turnover),
			Float8GetDatum(point->effective_n),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}
