/*
 * index_build.h
 *		What the aggregates that rebuild an index from its members share.
 */
#ifndef ROTATION_INDEX_BUILD_H
#define ROTATION_INDEX_BUILD_H

#include "compat.h"

#include "arguments.h"
#include "index_rules.h"
#include "key_ids.h"
#include "row_spool.h"
#include "rules.h"

#include "math/index_contribution.h"
#include "math/index_engine.h"

/* Whose contributions an aggregate gives, if any. */
typedef enum index_attribution
{
	ATTRIBUTE_TO_NOBODY,
	ATTRIBUTE_TO_MEMBERS,
	ATTRIBUTE_TO_SECTORS
} index_attribution;

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
	index_attribution attribution;
	int window; /* from_ts, then to_ts */
} index_form;

#define ARGUMENT_MEMBER(form) ((form)->ts + 1)
#define ARGUMENT_PRICE(form) ((form)->ts + 2)

typedef struct index_build
{
	const index_form *form;
	rules_argument rules;
	Datum stored; /* as it came, which may be a pointer to where it is kept */
	int32 stored_ts;
	int32 from_ts; /* of the window */
	int32 to_ts;
	index_engine engine;
	index_contribution contribution; /* of an aggregate that attributes */
	key_ids members;
	key_ids sectors;
	row_spool spool;
	bool in_order;
	int32 last_ts;
	int64 rows;
} index_build;

extern index_build *index_build_begin(FunctionCallInfo fcinfo, const index_form *form);
extern void index_build_check_stored(FunctionCallInfo fcinfo, const index_build *state);
extern void index_build_check_window(FunctionCallInfo fcinfo, const index_build *state);
extern void index_build_check(const index_build *state, index_problem problem);
extern const char *index_build_member_name(const index_build *state, int32 member);
extern index_build *index_build_finish_rows(FunctionCallInfo fcinfo, MemoryContext *caller);

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
		state = index_build_begin(fcinfo, form);
		MemoryContextSwitchTo(caller);
	}
	else
	{
		state = (index_build *) PG_GETARG_POINTER(0);
		if (form->stored != 0)
			index_build_check_stored(fcinfo, state);
		else
			check_same_rules(fcinfo, form->rules, &state->rules);
		if (form->window != 0)
			index_build_check_window(fcinfo, state);
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

#endif
