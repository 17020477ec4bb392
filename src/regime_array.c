/*
 * regime_array.c
 *		Regimes as an array of yield_regime.
 */
#include "regime_array.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "math/yield.h"

const char *const regime_direction_names[] = {"flat", "rising", "falling"};

/* Finish an array that has been begun. */
Datum
regime_array(row_array *result, const regime *regimes, int32 count)
{
	for (int32 i = 0; i < count; i++)
	{
		const regime *r = &regimes[i];
		bool nulls[9] = {[7] = r->confirmed == NOT_CONFIRMED};
		Datum values[9] = {
			Int32GetDatum(i + 1),
			CStringGetTextDatum(regime_direction_names[r->direction]),
			DateADTGetDatum(r->start_ts),
			DateADTGetDatum(r->end_ts),
			Float8GetDatum(yield_percent(r->start_value)),
			Float8GetDatum(yield_percent(r->end_value)),
			Float8GetDatum(yield_bp(r->end_value - r->start_value)),
			DateADTGetDatum(r->confirmed),
			BoolGetDatum(r->provisional),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(result, values, nulls);
	}
	return row_array_finish(result);
}
