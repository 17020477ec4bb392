/*
 * regime_state.c
 *		What is kept of a yield to give its zigzag regimes, and to go on from there.
 *
 * Turns fall on the last observation of a calendar period. A period is complete
 * once a later one has begun, so an observation counts from the first row of the
 * next period on; a date has one observation and is complete with it. The last
 * period may be incomplete, and moves only the provisional end.
 *
 * So a row added costs the same however many came before. The state grows by the
 * turns it has confirmed, which never change again.
 */
#include "math/regime_state.h"

#include <string.h>

#include "math/host.h"
#include "math/yield.h"

static size_t
state_size(int64_t turns)
{
	return sizeof(regime_state) + (size_t) turns * sizeof(pivot);
}

void
regimes_begin(growing_regimes *regimes, const zigzag_threshold *threshold, frequency f)
{
	regimes->room = 0;
	regimes->state = host_resize(NULL, state_size(0));
	memset(regimes->state, 0, state_size(0));
	regimes->state->threshold = *threshold;
	regimes->state->frequency = f;
}

/* Go on from a copy of a state. */
void
regimes_continue(growing_regimes *regimes, const regime_state *state)
{
	regimes->room = state->turns;
	regimes->state = host_resize(NULL, state_size(state->turns));
	memcpy(regimes->state, state, state_size(state->turns));
}

static void
add_sample(growing_regimes *regimes, const sample *next)
{
	regime_state *state = regimes->state;
	pivot turn;

	if (!zigzag_add(&state->zigzag, &state->threshold, next, &turn))
		return;
	if (state->turns == regimes->room)
	{
		regimes->room = regimes->room < 8 ? 16 : 2 * regimes->room;
		regimes->state = state = host_resize(state, state_size(regimes->room));
	}
	state->pivots[state->turns++] = turn;
}

/* Add an observation later than all before. */
void
regimes_add(growing_regimes *regimes, int32_t ts, int64_t value)
{
	regime_state *state = regimes->state;
	frequency f = (frequency) state->frequency;

	if (state->n == 0)
	{
		state->first_ts = ts;
		state->first_value = value;
	}
	else if (f != FREQUENCY_DAY && calendar_period(state->last_ts, f) != calendar_period(ts, f))
		add_sample(regimes, &(sample){state->last_value, state->last_ts, ts});
	if (f == FREQUENCY_DAY)
		add_sample(regimes, &(sample){value, ts, ts});
	state = regimes->state;
	state->n++;
	state->last_ts = ts;
	state->last_value = value;
}

/*
 * The regimes in order of time: neighbours share an endpoint, the first turn may
 * have a flat stretch before it, and the last regime runs to the last
 * observation. None for fewer than two observations.
 */
regime *
regimes_of_state(const regime_state *state, int32_t *count)
{
	regime *regimes = host_resize(NULL, ((size_t) state->turns + 1) * sizeof(regime));

	/* the last turn was a low if the yield is rising, and turns alternate */
	bool rising = state->zigzag.rising == (state->turns % 2 == 1);

	*count = 0;
	for (int64_t i = -1; i < state->turns; i++)
	{
		const pivot *turn = &state->pivots[i < 0 ? 0 : i];
		const pivot *next = &state->pivots[i + 1];
		bool first = i < 0;
		bool last = i + 1 == state->turns;
		regime r = {
			.start_ts = first ? state->first_ts : turn->ts,
			.start_value = first ? state->first_value : turn->value,
			.end_ts = last ? state->last_ts : next->ts,
			.end_value = last ? state->last_value : next->value,
			.confirmed = state->turns == 0 ? NOT_CONFIRMED : turn->confirmed,
			.direction = first    ? REGIME_FLAT
						 : rising ? REGIME_RISING
								  : REGIME_FALLING,
			.provisional = last,
		};

		if (!first)
			rising = !rising;
		if (r.start_ts != r.end_ts) /* else the first turn is the first observation */
			regimes[(*count)++] = r;
	}
	return regimes;
}

static bool
is_date_between(int32_t ts, int32_t first, int32_t last)
{
	return ts >= first && ts <= last;
}

static bool
is_value(int64_t value)
{
	return value >= -yield_units(YIELD_MAX) && value <= yield_units(YIELD_MAX);
}

static bool
is_threshold(int64_t value)
{
	return value > 0 && value <= yield_units(YIELD_MAX);
}

/* What is wrong with the zigzag of a state from an untrusted source, or NULL. */
static const char *
zigzag_check(const regime_state *state)
{
	const zigzag *z = &state->zigzag;
	const sample *extremes[] = {&z->low, &z->high};

	if (!z->started)
	{
		const zigzag nothing = {0};

		if (state->turns != 0 || z->known || z->rising || z->low.value != 0 || z->high.value != 0 ||
			z->low.ts != 0 || z->high.ts != 0 || z->low.known != 0 || z->high.known != nothing.high.known)
			return "contents without a complete period";
		return state->frequency == FREQUENCY_DAY && state->n > 0 ? "no complete period" : NULL;
	}
	for (int i = 0; i < 2; i++)
		if (!is_date_between(extremes[i]->ts, state->first_ts, state->last_ts) ||
			!is_date_between(extremes[i]->known, extremes[i]->ts, state->last_ts) ||
			!is_value(extremes[i]->value))
			return "extreme out of range";
	if (z->low.value > z->high.value)
		return "low above high";
	if (z->known != (state->turns > 0) || (z->rising && !z->known))
		return "direction without a turn";
	return NULL;
}

/* What is wrong with the turns of a state from an untrusted source, or NULL. */
static const char *
turns_check(const regime_state *state)
{
	bool low = state->zigzag.rising == (state->turns % 2 == 1);
	int32_t earliest = state->first_ts;
	int32_t known = state->first_ts;

	for (int64_t i = 0; i < state->turns; i++, low = !low)
	{
		const pivot *turn = &state->pivots[i];

		if (!is_date_between(turn->ts, earliest, state->last_ts) || !is_value(turn->value) ||
			turn->confirmed <= turn->ts || !is_date_between(turn->confirmed, known, state->last_ts))
			return "turn out of range";
		earliest = turn->ts + 1;
		known = turn->confirmed + 1;
		if (i > 0 && (low ? state->pivots[i - 1].value - turn->value < state->threshold.fall
						  : turn->value - state->pivots[i - 1].value < state->threshold.rise))
			return "turn within the threshold";
	}
	return NULL;
}

static const char *
regime_state_check(const void *pointer)
{
	const regime_state *state = pointer;
	const char *problem;

	if (state->n < 0 || state->n > INT32_MAX || state->turns >= (state->n == 0 ? 1 : state->n))
		return "count out of range";
	if (!is_threshold(state->threshold.rise) || !is_threshold(state->threshold.fall))
		return "threshold out of range";
	if (state->frequency > FREQUENCY_QUARTER)
		return "unknown frequency";
	if (state->n == 0 && (state->first_ts != 0 || state->last_ts != 0 || state->first_value != 0 ||
						  state->last_value != 0 || state->zigzag.started))
		return "contents without observations";
	if (!calendar_is_date(state->first_ts) || !calendar_is_date(state->last_ts) ||
		(int64_t) state->last_ts - state->first_ts < state->n - 1 ||
		(state->n == 1 && state->first_ts != state->last_ts))
		return "ts out of range";
	if (!is_value(state->first_value) || !is_value(state->last_value) ||
		(state->n == 1 && state->first_value != state->last_value))
		return "yield out of range";
	problem = zigzag_check(state);
	return problem != NULL ? problem : turns_check(state);
}

static const summary_field regime_state_fields[] = {
	{"n", FIELD_INTEGER, offsetof(regime_state, n)},
	{"threshold of a rise", FIELD_INTEGER, offsetof(regime_state, threshold.rise)},
	{"threshold of a fall", FIELD_INTEGER, offsetof(regime_state, threshold.fall)},
	{"frequency", FIELD_BYTE, offsetof(regime_state, frequency)},
	{"first ts", FIELD_DATE, offsetof(regime_state, first_ts)},
	{"last ts", FIELD_DATE, offsetof(regime_state, last_ts)},
	{"first yield", FIELD_INTEGER, offsetof(regime_state, first_value)},
	{"last yield", FIELD_INTEGER, offsetof(regime_state, last_value)},
	{"started", FIELD_FLAG, offsetof(regime_state, zigzag.started)},
	{"known", FIELD_FLAG, offsetof(regime_state, zigzag.known)},
	{"rising", FIELD_FLAG, offsetof(regime_state, zigzag.rising)},
	{"low", FIELD_INTEGER, offsetof(regime_state, zigzag.low.value)},
	{"ts of the low", FIELD_DATE, offsetof(regime_state, zigzag.low.ts)},
	{"known ts of the low", FIELD_DATE, offsetof(regime_state, zigzag.low.known)},
	{"high", FIELD_INTEGER, offsetof(regime_state, zigzag.high.value)},
	{"ts of the high", FIELD_DATE, offsetof(regime_state, zigzag.high.ts)},
	{"known ts of the high", FIELD_DATE, offsetof(regime_state, zigzag.high.known)},
	{"turns", FIELD_INTEGER, offsetof(regime_state, turns)},
};

static const summary_field pivot_fields[] = {
	{"yield of a turn", FIELD_INTEGER, offsetof(pivot, value)},
	{"ts of a turn", FIELD_DATE, offsetof(pivot, ts)},
	{"confirming ts of a turn", FIELD_DATE, offsetof(pivot, confirmed)},
};

const summary_format regime_state_format = SUMMARY_FORMAT_WITH_LIST(
	"regime_state", regime_state, 1, regime_state_fields, turns, pivot, pivot_fields, regime_state_check);
