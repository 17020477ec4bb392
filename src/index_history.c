/*
 * index_history.c
 *		The aggregates index_history, equal_weight_index and cap_weight_index, and
 *		those that build a stored index_state and go on with it.
 */
#include "index_build.h"
#include "index_state.h"
#include "row_array.h"

#include "miscadmin.h"

/*			stored, ts, dividend, split, market_cap, sector, rules, attribution, window */
INDEX_FORM(index_history, WEIGHTING_FROM_RULES, 0, 1, 4, 5, 6, 7, 8, ATTRIBUTE_TO_NOBODY, 0);
INDEX_FORM(index_append, WEIGHTING_FROM_RULES, 1, 2, 5, 6, 7, 8, 0, ATTRIBUTE_TO_NOBODY, 0);
INDEX_FORM(equal_weight_price, WEIGHT_EQUAL, 0, 1, 0, 0, 0, 0, 4, ATTRIBUTE_TO_NOBODY, 0);
INDEX_FORM(equal_weight_dividend, WEIGHT_EQUAL, 0, 1, 4, 0, 0, 0, 5, ATTRIBUTE_TO_NOBODY, 0);
INDEX_FORM(equal_weight_split, WEIGHT_EQUAL, 0, 1, 4, 5, 0, 0, 6, ATTRIBUTE_TO_NOBODY, 0);
INDEX_FORM(cap_weight_price, WEIGHT_CAP, 0, 1, 0, 0, 4, 0, 5, ATTRIBUTE_TO_NOBODY, 0);
INDEX_FORM(cap_weight_dividend, WEIGHT_CAP, 0, 1, 4, 0, 5, 0, 6, ATTRIBUTE_TO_NOBODY, 0);
INDEX_FORM(cap_weight_split, WEIGHT_CAP, 0, 1, 4, 5, 6, 0, 7, ATTRIBUTE_TO_NOBODY, 0);

/* Final function of index_state and append: NULL without rows. */
PG_FUNCTION_INFO_V1(index_state_final);
Datum
index_state_final(PG_FUNCTION_ARGS)
{
	MemoryContext caller;
	const index_build *state = index_build_finish_rows(fcinfo, &caller);

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
	index_build *state = index_build_finish_rows(fcinfo, &caller);
	row_array result;

	if (state == NULL)
		PG_RETURN_NULL();
	index_build_check(state, index_finish(&state->engine));
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
