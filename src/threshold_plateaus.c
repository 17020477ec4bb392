/*
 * threshold_plateaus.c
 *		Aggregate of the thresholds between which a zigzag's turns stay the same.
 */
#include "arguments.h"
#include "regime_rules.h"
#include "row_array.h"
#include "yield_rows.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"

#include "math/host.h"
#include "math/threshold_plateaus.h"

/*
 * So many turns in all plateaus take 64 MB. Yields of sixty years have some ten
 * thousand turns by day, and a thousand plateaus of ever fewer; only made-up ones
 * have plateaus by the thousand that keep nearly all.
 */
#define MOST_TURNS (1 << 24)

static Datum
turn_dates(const plateau *p)
{
	Datum *dates = MemoryContextAllocHuge(CurrentMemoryContext, (p->turns + 1) * sizeof(Datum));
	ArrayType *array;

	for (int32 i = 0; i < p->turns; i++)
	{
		CHECK_FOR_INTERRUPTS();
		dates[i] = DateADTGetDatum(p->extremes[i].ts);
	}
	array = construct_array(dates, p->turns, DATEOID, sizeof(DateADT), true, TYPALIGN_INT);
	pfree(dates);
	return PointerGetDatum(array);
}

/*
 * Final function of threshold_plateaus(ts, yield[, rules]), after
 * yield_regimes_accum: NULL for fewer than two rows. Of the rules, the frequency
 * is used; a threshold for falls alone has no place in one interval.
 */
PG_FUNCTION_INFO_V1(threshold_plateaus_final);
Datum
threshold_plateaus_final(PG_FUNCTION_ARGS)
{
	const yield_rows *rows;
	yield_series yields;
	regime_rule rule;
	row_array result;
	plateau p;
	sample *samples;
	int32 count;
	int64 turns = 0;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = (const yield_rows *) PG_GETARG_POINTER(0);
	rule = zigzag_rule_of(rows->rules.value, rows->rules.isnull, "a threshold plateau");
	if (rule.threshold.rise != rule.threshold.fall)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("a threshold plateau is of one threshold, for rises and falls"),
						errhint("Leave threshold_down_bp out of the rules.")));
	if (rows->yields.n < 2)
		PG_RETURN_NULL();
	yields = yield_rows_yields(rows);
	samples = period_ends(&yields, rule.frequency, &count);
	row_array_begin(&result, fcinfo);
	plateau_begin(&p, samples, count);
	do
	{
		Datum dates;
		bool nulls[4] = {[1] = p.up_to == NO_LIMIT};
		Datum values[4] = {Float8GetDatum(yield_bp(p.above)), Float8GetDatum(yield_bp(p.up_to)),
						   Int32GetDatum(p.turns)};

		CHECK_FOR_INTERRUPTS();
		turns += p.turns;
		if (turns > MOST_TURNS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("the plateaus of %d yields have more than %d turns in all", count, MOST_TURNS),
					 errhint("Choose a longer frequency, or fewer rows.")));
		values[3] = dates = turn_dates(&p);
		row_array_add(&result, values, nulls);
		pfree(DatumGetPointer(dates));
	} while (plateau_next(&p));
	host_free(p.extremes);
	host_free(samples);
	PG_RETURN_DATUM(row_array_finish(&result));
}
