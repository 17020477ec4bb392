/*
 * sound_regimes.c
 *		What holds of the regimes of every stored state.
 */
#include "support/sound_regimes.h"

#include <string.h>

#include "math/host.h"
#include "math/yield.h"

enum
{
	LATER_ROWS = 8
};

bool
equal_regimes(const regime *a, const regime *b, int32_t count)
{
	for (int32_t i = 0; i < count; i++)
		if (a[i].start_ts != b[i].start_ts || a[i].end_ts != b[i].end_ts ||
			a[i].start_value != b[i].start_value || a[i].end_value != b[i].end_value ||
			a[i].confirmed != b[i].confirmed || a[i].direction != b[i].direction ||
			a[i].provisional != b[i].provisional)
			return false;
	return true;
}

/*
 * Whether the regimes of a state are what its reader counts on: they run from
 * the first observation to the last, each from where the one before ends, rising
 * and falling by turns and by their thresholds at least; each known after it has
 * begun, and after the one before.
 */
static bool
has_sound_regimes(const regime_state *state)
{
	int32_t count;
	regime *regimes = regimes_of_state(state, &count);
	bool sound = state->n < 2 ? count == 0
							  : count > 0 && regimes[0].start_ts == state->first_ts &&
									regimes[0].start_value == state->first_value &&
									regimes[count - 1].end_ts == state->last_ts &&
									regimes[count - 1].end_value == state->last_value;

	for (int32_t i = 0; i < count; i++)
	{
		const regime *r = &regimes[i];
		const regime *before = i == 0 ? NULL : &regimes[i - 1];
		int64_t change = r->end_value - r->start_value;

		sound = sound && r->start_ts < r->end_ts && r->provisional == (i + 1 == count);
		sound = sound && (r->confirmed == NOT_CONFIRMED
							  ? state->turns == 0
							  : r->confirmed > r->start_ts && r->confirmed <= state->last_ts);
		if (r->direction == REGIME_FLAT)
			sound = sound && before == NULL;
		else if (!r->provisional)
			sound = sound && (r->direction == REGIME_RISING ? change >= state->threshold.rise
															: -change >= state->threshold.fall);
		if (before != NULL)
			sound = sound && r->start_ts == before->end_ts && r->start_value == before->end_value &&
					r->direction != before->direction &&
					(before->direction == REGIME_FLAT ? r->confirmed == before->confirmed
													  : r->confirmed > before->confirmed);
	}
	host_free(regimes);
	return sound;
}

/*
 * Whether a state is accepted from outside and has sound regimes, and so with a few
 * more rows, a byte of the choices each, which take none of its turns back.
 */
bool
stays_sound(const regime_state *stored, uint64_t choices)
{
	growing_regimes regimes;
	int64_t step =
		(stored->threshold.rise > stored->threshold.fall ? stored->threshold.rise : stored->threshold.fall) /
			2 +
		1;
	bool sound = regime_state_format.check(stored) == NULL && has_sound_regimes(stored);

	regimes_continue(&regimes, stored);
	for (int i = 0; i < LATER_ROWS && sound; i++, choices >>= 8)
	{
		int choice = (int) (choices & 255);
		int64_t value = regimes.state->last_value + (choice % 5 - 2) * step;
		int32_t days = 1 + (choice % 2) * (choice / 5 * 2);

		if (regimes.state->last_ts >= DATE_END - days || regimes.state->n == INT32_MAX)
			break;
		if (value > yield_units(YIELD_MAX) || value < -yield_units(YIELD_MAX))
			value = 0;
		regimes_add(&regimes, regimes.state->last_ts + days, value);
		sound = regime_state_format.check(regimes.state) == NULL && has_sound_regimes(regimes.state) &&
				regimes.state->turns >= stored->turns &&
				memcmp(regimes.state->pivots, stored->pivots, (size_t) stored->turns * sizeof(pivot)) == 0;
	}
	host_free(regimes.state);
	return sound;
}
