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
	host_copy(regimes->state, state, state_size(state->turns));
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

		host_check_interrupts_at(i);
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

/* By day an observation counts at once, otherwise from a later period on. */
static bool
is_sample(const regime_state *state, const sample *s)
{
	frequency f = (frequency) state->frequency;

	return is_date_between(s->ts, state->first_ts, state->last_ts) &&
		   is_date_between(s->known, s->ts, state->last_ts) &&
		   (f == FREQUENCY_DAY ? s->known == s->ts
							   : calendar_period(s->known, f) > calendar_period(s->ts, f)) &&
		   is_value(s->value) && (s->ts != state->first_ts || s->value == state->first_value) &&
		   (s->ts != state->last_ts || s->value == state->last_value);
}

static bool
is_nothing(const sample *s)
{
	return s->value == 0 && s->ts == 0 && s->known == 0;
}

/* Whether the extremes of a zigzag leave its direction open. */
static bool
are_without_turn(const zigzag *z, const zigzag_threshold *threshold)
{
	int64_t height = z->high.value - z->low.value;

	if (z->low.ts == z->high.ts)
		return height == 0 && z->low.known == z->high.known;
	return height > 0 && height < (z->low.ts < z->high.ts ? threshold->rise : threshold->fall);
}

/* Whether the first observation is on the way to the first turn, or between the extremes without one. */
static bool
has_first_observation(const regime_state *state)
{
	bool low = state->zigzag.rising == (state->turns % 2 == 1);
	int64_t move;

	if (state->turns == 0)
		return state->first_value >= state->zigzag.low.value &&
			   state->first_value <= state->zigzag.high.value;
	move = low ? state->first_value - state->pivots[0].value : state->pivots[0].value - state->first_value;
	return move >= 0 && move < (low ? state->threshold.fall : state->threshold.rise);
}

/* Whether adding the last observation once more changes nothing. */
static bool
has_last_observation(const regime_state *state)
{
	zigzag z = state->zigzag;
	pivot turn;

	return !zigzag_add(&z, &state->threshold, &(sample){state->last_value, state->last_ts, state->last_ts},
					   &turn) &&
		   z.low.ts == state->zigzag.low.ts && z.high.ts == state->zigzag.high.ts;
}

/* What is wrong with the zigzag of a state from an untrusted source, or NULL. */
static const char *
zigzag_check(const regime_state *state)
{
	const zigzag *z = &state->zigzag;
	frequency f = (frequency) state->frequency;
	bool complete = f == FREQUENCY_DAY
						? state->n > 0
						: calendar_period(state->first_ts, f) != calendar_period(state->last_ts, f);

	if (z->started != complete)
		return z->started ? "contents without a complete period" : "complete period without contents";
	if (z->known != (state->turns > 0) || (z->rising && !z->known))
		return "direction without a turn";
	if (!z->started)
		return state->turns == 0 && is_nothing(&z->low) && is_nothing(&z->high)
				   ? NULL
				   : "contents without a complete period";
	if (!is_sample(state, &z->low) || !is_sample(state, &z->high))
		return "extreme out of range";
	if (state->turns == 0 && !are_without_turn(z, &state->threshold))
		return "extremes with a turn between them";
	return NULL;
}

/* Whether an extreme can be the turn after another. */
static bool
follows(const regime_state *state, const pivot *before, bool low, int64_t value, int32_t ts)
{
	frequency f = (frequency) state->frequency;

	return calendar_period(ts, f) > calendar_period(before->ts, f) &&
		   (f != FREQUENCY_DAY || ts >= before->confirmed) &&
		   (low ? before->value - value >= state->threshold.fall
				: value - before->value >= state->threshold.rise);
}

/* What is wrong with the turns of a state from an untrusted source, or NULL. */
static const char *
turns_check(const regime_state *state)
{
	frequency f = (frequency) state->frequency;
	const zigzag *z = &state->zigzag;
	const sample *next = z->rising ? &z->high : &z->low;
	const sample *past = z->rising ? &z->low : &z->high;
	bool low = z->rising == (state->turns % 2 == 1);
	const pivot *before = NULL;

	for (int64_t i = 0; i < state->turns; i++, low = !low)
	{
		const pivot *turn = &state->pivots[i];

		host_check_interrupts_at(i);
		if (!is_date_between(turn->ts, state->first_ts, state->last_ts) || !is_value(turn->value) ||
			(turn->ts == state->first_ts && turn->value != state->first_value))
			return "turn out of range";

		/* by an observation of a later period, which itself counts from the period after that on */
		if (!is_date_between(turn->confirmed, turn->ts, state->last_ts) ||
			calendar_period(turn->confirmed, f) - calendar_period(turn->ts, f) < (f == FREQUENCY_DAY ? 1 : 2))
			return "turn confirmed too early";
		if (before != NULL && (!follows(state, before, low, turn->value, turn->ts) ||
							   calendar_period(turn->confirmed, f) <= calendar_period(before->confirmed, f)))
			return "turn too near to the one before";
		before = turn;
	}
	if (before == NULL)
		return NULL;
	if (!follows(state, before, low, next->value, next->ts) || next->known < before->confirmed)
		return "extreme too near to the last turn";

	/* the other extreme is the last turn, or lies beyond it where that move was no turn */
	if (past->ts == before->ts ? past->value != before->value
							   : past->ts < before->ts || (z->rising ? past->value >= before->value
																	 : past->value <= before->value))
		return "extreme before the last turn";
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
	if (state->n == 0 &&
		(state->first_ts != 0 || state->last_ts != 0 || state->first_value != 0 || state->last_value != 0))
		return "contents without observations";
	if (!calendar_is_date(state->first_ts) || !calendar_is_date(state->last_ts) ||
		(int64_t) state->last_ts - state->first_ts < state->n - 1 ||
		(state->n == 1 && state->first_ts != state->last_ts))
		return "ts out of range";
	if (!is_value(state->first_value) || !is_value(state->last_value) ||
		(state->n == 1 && state->first_value != state->last_value))
		return "yield out of range";
	problem = zigzag_check(state);
	if (problem == NULL)
		problem = turns_check(state);
	if (problem == NULL && state->frequency == FREQUENCY_DAY && state->n > 0 &&
		!(has_first_observation(state) && has_last_observation(state)))
		return "first or last observation beyond the extremes";
	return problem;
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
