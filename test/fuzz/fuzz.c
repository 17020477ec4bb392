/*
 * fuzz.c
 *		Throws malformed summaries at the functions that read them.
 *
 * Summaries come from outside as text and as bytes. Whatever is accepted must
 * come back from its own text and bytes as it is, and must neither break a merge
 * nor a figure that is read from it; regimes must be sound, also with rows added.
 *
 * usage: fuzz [inputs for each type [seed]]
 *
 * Prints a line of TAP for each type. Built by clang with -DLIBFUZZER and
 * -fsanitize=fuzzer it is a target of libFuzzer instead.
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_random.h"
#include "math/breadth_state.h"
#include "math/contribution_state.h"
#include "math/drawdown_state.h"
#include "math/earnings_state.h"
#include "math/excess_state.h"
#include "math/level_state.h"
#include "math/host.h"
#include "math/linked_effect_state.h"
#include "math/pair_state.h"
#include "math/regime_state.h"
#include "math/return_pair_state.h"
#include "math/return_state.h"
#include "math/weight_state.h"
#include "math/yield.h"
#include "math/yield_state.h"

#define LENGTH(array) ((int) (sizeof(array) / sizeof(array)[0]))

/* Texts and bytes are no longer than this, and a state that is read from them fits MAX_ROOM bytes. */
#define MAX_INPUT 4096
#define MAX_ROOM (sizeof(regime_state) + MAX_INPUT / 6 * sizeof(pivot))

typedef union any_state
{
	span span;
	struct
	{
		int64_t n;
		double periods_per_year;
	} head; /* of a summary of returns */
	level_state level;
	pair_state pair;
	yield_state yield;
	return_state returns;
	excess_state excess;
	return_pair_state return_pair;
	drawdown_state drawdown;
	regime_state regimes;
	breadth_state breadth;
	weight_state weights;
	earnings_state earnings;
	contribution_state contribution;
	linked_effect_state linked_effect;
	char room[MAX_ROOM];
} any_state;

/* How the server uses a type. */
typedef struct summary_use
{
	const summary_format *format;
	bool has_span;
	bool has_frequency;
	bool in_order;                                           /* only a later stretch can be merged */
	bool (*merge)(any_state *state, const any_state *other); /* NULL if states are never merged */
	void (*read_figures)(const any_state *state);
	bool (*is_sound)(const any_state *state); /* or what takes the place of figures */
} summary_use;

static volatile double figure;
static long accepted;
static long merged;
static long added; /* rows, to a state */

void *
host_resize(void *block, size_t size)
{
	void *result = realloc(block, size);

	if (result == NULL)
		abort();
	return result;
}

void
host_free(void *block)
{
	free(block);
}

void
host_check_interrupts(void)
{
}

static bool
merge_level(any_state *state, const any_state *other)
{
	return level_merge(&state->level, &other->level);
}

static void
read_level(const any_state *state)
{
	if (state->span.n < 2)
		return;
	figure = level_total_return(&state->level);
	figure = level_price_return(&state->level);
	figure = level_income_return(&state->level);
	figure = level_annualized_return(&state->level, false);
	figure = level_annualized_return(&state->level, true);
}

static bool
merge_pair(any_state *state, const any_state *other)
{
	pair_merge(&state->pair, &other->pair);
	return true;
}

static void
read_pair(const any_state *state)
{
	if (state->span.n < 2)
		return;
	figure = pair_return_a(&state->pair);
	figure = pair_return_b(&state->pair);
	figure = pair_arithmetic(&state->pair);
	figure = pair_geometric(&state->pair);
}

static bool
merge_yield(any_state *state, const any_state *other)
{
	yield_merge(&state->yield, &other->yield);
	return true;
}

static void
read_yield(const any_state *state)
{
	figure = yield_change(&state->yield);
}

static bool
merge_returns(any_state *state, const any_state *other)
{
	return return_merge(&state->returns, &other->returns);
}

static void
read_returns(const any_state *state)
{
	figure = return_compound(&state->returns);
	figure = return_annualized(&state->returns);
	figure = return_annualized_volatility(&state->returns);
}

static bool
merge_excess(any_state *state, const any_state *other)
{
	return excess_merge(&state->excess, &other->excess);
}

static void
read_excess(const any_state *state)
{
	figure = excess_sharpe_ratio(&state->excess);
	figure = excess_sortino_ratio(&state->excess);
	figure = excess_downside_deviation(&state->excess);
}

static bool
merge_return_pair(any_state *state, const any_state *other)
{
	return return_pair_merge(&state->return_pair, &other->return_pair);
}

static void
read_return_pair(const any_state *state)
{
	figure = return_pair_tracking_error(&state->return_pair);
	figure = return_pair_information_ratio(&state->return_pair);
	figure = return_pair_beta(&state->return_pair);
	figure = return_pair_alpha(&state->return_pair);
	figure = return_pair_correlation(&state->return_pair);
	figure = return_pair_up_capture(&state->return_pair);
	figure = return_pair_down_capture(&state->return_pair);
	figure = return_pair_hit_rate(&state->return_pair);
}

static bool
merge_drawdown(any_state *state, const any_state *other)
{
	drawdown_append(&state->drawdown, &other->drawdown);
	return true;
}

static void
read_drawdown(const any_state *state)
{
	figure = state->drawdown.depth;
}

/* The regimes join up, and rise and fall by turns. */
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

	for (int32_t i = 0; i < count && sound; i++)
	{
		const regime *r = &regimes[i];
		int64_t change = r->end_value - r->start_value;

		sound =
			r->start_ts < r->end_ts && r->provisional == (i + 1 == count) &&
			(r->confirmed == NOT_CONFIRMED ? state->turns == 0
										   : r->confirmed > r->start_ts && r->confirmed <= state->last_ts) &&
			(i == 0 || (r->start_ts == r[-1].end_ts && r->start_value == r[-1].end_value &&
						r->direction != REGIME_FLAT && r->direction != r[-1].direction)) &&
			(r->provisional || r->direction == REGIME_FLAT ||
			 (r->direction == REGIME_RISING ? change >= state->threshold.rise
											: -change >= state->threshold.fall));
	}
	host_free(regimes);
	return sound;
}

/* Its regimes are sound, and so they are after each of some later rows. */
static bool
stays_sound(const any_state *state)
{
	const regime_state *stored = &state->regimes;
	growing_regimes regimes;
	int64_t step = 1 + (stored->threshold.rise > stored->threshold.fall ? stored->threshold.rise
																		: stored->threshold.fall);

	bool sound = has_sound_regimes(stored);

	regimes_continue(&regimes, stored);
	for (int i = 0; i < 6 && sound; i++)
	{
		const regime_state *last = regimes.state;
		int64_t value = last->last_value + (i % 2 == 0 ? step : -step);
		int32_t days = 1 + 45 * (i / 2);

		if (last->last_ts >= DATE_END - days || last->n == INT32_MAX)
			break;
		if (value > yield_units(YIELD_MAX) || value < -yield_units(YIELD_MAX))
			value = -last->last_value;
		regimes_add(&regimes, last->last_ts + days, value);
		added++;
		sound = regime_state_format.check(regimes.state) == NULL && has_sound_regimes(regimes.state) &&
				regimes.state->turns >= stored->turns &&
				memcmp(regimes.state->pivots, stored->pivots, (size_t) stored->turns * sizeof(pivot)) == 0;
	}
	host_free(regimes.state);
	return sound;
}

static bool
merge_breadth(any_state *state, const any_state *other)
{
	return breadth_merge(&state->breadth, &other->breadth);
}

static void
read_breadth(const any_state *state)
{
	figure = (double) breadth_unchanged(&state->breadth);
	figure = breadth_advancing_share(&state->breadth);
	figure = breadth_advance_decline_ratio(&state->breadth);
}

static bool
merge_weights(any_state *state, const any_state *other)
{
	return weight_merge(&state->weights, &other->weights);
}

static void
read_weights(const any_state *state)
{
	figure = weight_herfindahl(&state->weights);
	figure = weight_effective_n(&state->weights);
}

static bool
merge_earnings(any_state *state, const any_state *other)
{
	return earnings_merge(&state->earnings, &other->earnings);
}

static void
read_earnings(const any_state *state)
{
	figure = earnings_price_multiple(&state->earnings, true);
	figure = earnings_price_multiple(&state->earnings, false);
}

static bool
merge_contribution(any_state *state, const any_state *other)
{
	return contribution_merge(&state->contribution, &other->contribution);
}

static void
read_contribution(const any_state *state)
{
	figure = contribution_total(&state->contribution);
}

static bool
merge_linked_effect(any_state *state, const any_state *other)
{
	return linked_effect_merge(&state->linked_effect, &other->linked_effect);
}

static void
read_linked_effect(const any_state *state)
{
	figure = linked_effect_carino(&state->linked_effect);
}

static const summary_use uses[] = {
	{&level_format, true, false, false, merge_level, read_level, NULL},
	{&pair_format, true, false, false, merge_pair, read_pair, NULL},
	{&yield_format, true, false, false, merge_yield, read_yield, NULL},
	{&return_format, false, true, false, merge_returns, read_returns, NULL},
	{&excess_format, false, true, false, merge_excess, read_excess, NULL},
	{&return_pair_format, false, true, false, merge_return_pair, read_return_pair, NULL},
	{&drawdown_format, true, false, true, merge_drawdown, read_drawdown, NULL},
	{&regime_state_format, false, false, false, NULL, NULL, stays_sound},
	{&breadth_format, false, false, false, merge_breadth, read_breadth, NULL},
	{&weight_format, false, false, false, merge_weights, read_weights, NULL},
	{&earnings_format, false, false, false, merge_earnings, read_earnings, NULL},
	{&contribution_format, false, false, false, merge_contribution, read_contribution, NULL},
	{&linked_effect_format, false, false, false, merge_linked_effect, read_linked_effect, NULL},
};

/* States that were accepted, to mutate and to merge with: the last ones of each type. */
#define POOL 64

static any_state pool[LENGTH(uses)][POOL];
static int pool_size[LENGTH(uses)];

/* What is being checked, for the message of a failure. */
static const uint8_t *input;
static size_t input_size;

static void
require(bool passed, const summary_use *use, const char *what)
{
	if (passed)
		return;
	printf("not ok - %s: %s\n# input:", use->format->type_name, what);
	for (size_t i = 0; i < input_size; i++)
		printf(" %02x", input[i]);
	printf("\n");
	fflush(stdout);
	abort();
}

static void *
block_of(size_t size)
{
	void *block = malloc(size);

	if (block == NULL)
		abort();
	return block;
}

/* A state comes back from its text and its bytes, in blocks of just the right size. */
static void
check_round_trip(const summary_use *use, const any_state *state)
{
	size_t text_size = summary_text_size(use->format, state);
	size_t size = summary_binary_size(use->format, state);
	char *text = block_of(text_size);
	uint8_t *binary = block_of(size);
	uint8_t *again = block_of(size);
	void *from_binary = block_of(summary_room(use->format, size));
	void *from_text;

	summary_print(use->format, state, text);
	require(strlen(text) < text_size - 1, use, "its text is too long");
	from_text = block_of(summary_room(use->format, strlen(text)));
	require(summary_parse(use->format, text, from_text) == NULL, use, "its text is refused");
	require(summary_equal(use->format, state, from_text), use, "its text gives another state");
	summary_write(use->format, state, binary);
	require(summary_read(use->format, binary, size, from_binary) == NULL, use, "its bytes are refused");
	require(summary_equal(use->format, state, from_binary), use, "its bytes give another state");
	summary_write(use->format, from_binary, again);
	require(memcmp(binary, again, size) == 0, use, "its bytes give other bytes");
	free(text);
	free(binary);
	free(again);
	free(from_binary);
	free(from_text);
}

/* Merge as the server does: what does not go together is refused there, and what runs over afterwards. */
static void
check_merge(const summary_use *use, const any_state *a, const any_state *b)
{
	any_state state = *a;
	any_state reverse = *b;

	if (use->has_span)
	{
		if (a->span.n > 0 && b->span.n > 0 && a->span.kind != b->span.kind)
			return;
		if (use->in_order && a->span.n > 0 && b->span.n > 0 && b->span.first_ts <= a->span.last_ts)
			return;
	}
	else if (use->has_frequency)
		state.head.periods_per_year = reverse.head.periods_per_year;
	if (!use->merge(&state, b) || use->format->check(&state) != NULL)
		return;
	merged++;
	use->read_figures(&state);
	check_round_trip(use, &state);
	if (!use->has_span)
	{
		require(use->merge(&reverse, a), use, "merging depends on the order");
		require(summary_equal(use->format, &state, &reverse), use,
				"merging the other way gives another state");
	}
}

static void
check_accepted(int type, const any_state *state, unsigned choice)
{
	const summary_use *use = &uses[type];

	accepted++;
	if (use->read_figures != NULL)
		use->read_figures(state);
	require(use->is_sound == NULL || use->is_sound(state), use, "it is not sound, or not with rows added");
	check_round_trip(use, state);
	if (pool_size[type] > 0 && use->merge != NULL)
	{
		const any_state *other = &pool[type][choice % (unsigned) pool_size[type]];

		check_merge(use, state, other);
		if (use->in_order)
			check_merge(use, other, state);
	}
	if (pool_size[type] < POOL)
		pool[type][pool_size[type]++] = *state;
	else
		pool[type][choice / POOL % POOL] = *state;
}

/* Text goes up to the first byte of 0, as a string of the server does. */
static void
check_input(int type, bool is_text, const uint8_t *data, size_t size, unsigned choice)
{
	/* a block of just that length, so that a checker of memory sees a read beyond it */
	uint8_t *block = block_of(size + 1);
	any_state state;
	const char *problem;

	input = data;
	input_size = size;
	if (is_text)
	{
		memcpy(block, data, size);
		block[size] = '\0';
		problem = summary_parse(uses[type].format, (const char *) block, &state);
	}
	else
	{
		memcpy(block + 1, data, size);
		problem = summary_read(uses[type].format, block + 1, size, &state);
	}
	free(block);
	if (problem == NULL)
		check_accepted(type, &state, choice);
}

#ifdef LIBFUZZER

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte says which type, and whether text or bytes follow; the second one what to merge with. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= 2 && size - 2 <= MAX_INPUT)
		check_input(data[0] / 2 % LENGTH(uses), data[0] % 2 == 1, data + 2, size - 2, data[1]);
	return 0;
}

#else

static double
random_size(int from, int to)
{
	return pow(10, from + (to - from) * ((double) (random_bits() >> 11) * 0x1p-53));
}

static double
random_signed(int from, int to)
{
	double size = random_size(from, to);

	return random_bits() & 1 ? size : -size;
}

static double
random_return(void)
{
	return random_below(8) == 0 ? -1 : expm1(random_signed(-15, 1));
}

/* A state of a few rows or of some hundred, of small whole numbers or large ones. */
static void
random_regimes(regime_state *state)
{
	growing_regimes regimes;
	int rows = (int) random_below(random_below(8) == 0 ? 500 : 30);
	int64_t scale = random_below(4) == 0 ? INT64_C(100000000000000000) : 1;
	zigzag_threshold threshold = {scale * (1 + (int64_t) random_below(4)),
								  scale * (1 + (int64_t) random_below(4))};
	int32_t ts = (int32_t) random_below(20000) - 10000;
	size_t gap = 1 + random_below(60);

	regimes_begin(&regimes, &threshold, (frequency) random_below(4));
	for (int i = 0; i < rows; i++)
	{
		regimes_add(&regimes, ts, scale * ((int64_t) random_below(15) - 7));
		ts += 1 + (int32_t) random_below(gap);
	}
	memcpy(state, regimes.state, summary_size(&regime_state_format, regimes.state));
	host_free(regimes.state);
}

/* A state of a few rows. */
static void
random_summary(int type, any_state *state)
{
	const summary_format *format = uses[type].format;
	int rows = (int) random_below(6);
	ts_kind kind = (ts_kind) (1 + random_below(3));
	int64_t start = (int64_t) random_below(20000) - 10000;

	memset(state, 0, sizeof *state);
	if (format == &regime_state_format)
	{
		random_regimes(&state->regimes);
		return;
	}
	for (int i = 0; i < rows; i++)
	{
		int64_t ts = start + (int64_t) random_below(8);

		if (format == &level_format)
			level_add_factors(&state->level, span_add(&state->span, ts, kind), random_size(-300, 300),
							  log1p(random_size(-20, 20)), log(random_size(-3, 3)));
		else if (format == &pair_format)
			pair_add(&state->pair, ts, kind, random_size(-300, 300), random_size(-6, 6));
		else if (format == &yield_format)
			yield_add(&state->yield, ts, kind, random_signed(-12, 7));
		else if (format == &drawdown_format)
		{
			drawdown_state row;

			drawdown_begin(&row, start + i, kind, random_size(-300, 300));
			drawdown_append(&state->drawdown, &row);
		}
		else if (format == &breadth_format)
			breadth_add(&state->breadth, random_below(3) == 0 ? 0 : random_return());
		else if (format == &weight_format)
			weight_add(&state->weights, random_below(4) == 0 ? 0 : random_size(-12, 24));
		else if (format == &earnings_format)
			earnings_add(&state->earnings, random_size(-3, 18),
						 random_below(4) == 0 ? 0 : random_signed(-3, 18));
		else if (format == &contribution_format)
			contribution_add(&state->contribution, random_signed(-6, 1), random_return());
		else if (format == &linked_effect_format)
			linked_effect_add(&state->linked_effect, random_signed(-6, 0), expm1(random_signed(-9, 1)),
							  expm1(random_signed(-9, 1)));
		else
		{
			state->head.periods_per_year = random_below(3) == 0 ? 0 : 12;
			if (format == &return_format)
				return_add(&state->returns, random_return());
			else if (format == &excess_format)
				excess_add(&state->excess, random_return(), random_signed(-10, 0));
			else
				return_pair_add(&state->return_pair, random_return(), random_return());
		}
	}
}

#define ZEROS "000000000000000000000000000000000000000000000000000000000000000"
#define ONES "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"

static const char *const extreme_words[] = {
	"0",
	"-0",
	"1",
	"-1",
	"2",
	"3",
	"255",
	"256",
	"+1",
	"1e8",
	"-1e8",
	"1e308",
	"1.7976931348623157e308",
	"-1.7976931348623157e+308",
	"1.7976931348623159e308",
	"2.2250738585072014e-308",
	"5e-324",
	"-5e-324",
	"1e-400",
	"nan",
	"inf",
	"-inf",
	"0x1p3",
	"1e",
	"1e99999999999999999999",
	"2147483647",
	"2147483648",
	"1000000000000000000",
	"1000000000000000001",
	"-1000000000000000001",
	"9223372036854775807",
	"-9223372036854775808",
	"9223372036854775808",
	"2305843009213693951",
	"2305843009213693952",
	"1152921504606846976",
	"2145031948",
	"2145031949",
	"-2451545",
	"-2451546",
	"9223371331199999999",
	"9223371331200000000",
	"-211813488000000000",
	"-211813488000000001",
	ZEROS "0",
	ZEROS "1",
	ONES "f",
	"7" ONES,
	"8" ZEROS,
	"3" ONES,
	"c" ZEROS,
};

static const uint64_t extreme_numbers[] = {
	0,
	1,
	2,
	UINT64_MAX,
	INT64_MAX,
	UINT64_C(1) << 63,
	INT64_MAX / 4,
	INT64_MAX / 4 + 1,
	INT64_MAX / 8,
	INT32_MAX,
	UINT64_C(1000000000000000000), /* the largest yield, and one beyond it */
	UINT64_C(1000000000000000001),
	(UINT64_C(1) << 60) + 1,
	UINT64_C(0x7fefffffffffffff), /* the largest double, infinities, NaN, the smallest ones */
	UINT64_C(0xffefffffffffffff),
	UINT64_C(0x7ff0000000000000),
	UINT64_C(0xfff0000000000000),
	UINT64_C(0x7ff8000000000000),
	UINT64_C(0x0010000000000000),
	UINT64_C(0x000fffffffffffff),
	UINT64_C(0x3ff0000000000000),
};

static const char characters[] = "0123456789abcdef-+.eE \t\n xnif";

static uint8_t buffer[MAX_INPUT];
static size_t length;

/* Put a piece in place of so many bytes. */
static void
replace(size_t place, size_t bytes, const void *piece, size_t size)
{
	if (place + bytes > length || length - bytes + size > MAX_INPUT)
		return;
	memmove(buffer + place + size, buffer + place + bytes, length - place - bytes);
	memcpy(buffer + place, piece, size);
	length = length - bytes + size;
}

/* Text or bytes of a state of that type, into MAX_INPUT bytes; how many they are, or 0 if there is no room. */
static size_t
write_base(int type, bool is_text, const any_state *state, uint8_t *base)
{
	const summary_format *format = uses[type].format;
	size_t size = is_text ? summary_text_size(format, state) : summary_binary_size(format, state);
	void *block = block_of(size);

	if (is_text)
	{
		summary_print(format, state, block);
		size = strlen(block);
	}
	else
		summary_write(format, state, block);
	size = size <= MAX_INPUT ? size : 0;
	memcpy(base, block, size);
	free(block);
	return size;
}

static size_t
random_base(int type, bool is_text, uint8_t *base)
{
	any_state fresh;
	size_t size = 0;

	while (size == 0)
		if (pool_size[type] > 0 && random_below(2))
			size = write_base(type, is_text, &pool[type][random_below((size_t) pool_size[type])], base);
		else
		{
			random_summary(type, &fresh);
			size = write_base(type, is_text, &fresh, base);
		}
	return size;
}

/* The word after a random blank; its length is returned. */
static size_t
random_word(size_t *place)
{
	size_t end;

	*place = random_below(length + 1);
	while (*place > 0 && buffer[*place - 1] != ' ')
		--*place;
	for (end = *place; end < length && buffer[end] != ' ';)
		end++;
	return end - *place;
}

static void
mutate(int type, bool is_text)
{
	size_t place = random_below(length + 1);
	uint8_t byte = (uint8_t) random_bits();
	uint8_t other[MAX_INPUT];
	size_t size;

	switch (random_below(11))
	{
		case 0: /* flip a bit */
			if (place < length)
				buffer[place] ^= (uint8_t) (1 << byte % 8);
			break;
		case 1: /* cut it short */
			length = place;
			break;
		case 2: /* insert a byte, or a few of them */
			if (is_text && byte % 8 != 0)
				byte = (uint8_t) characters[byte % (sizeof characters - 1)];
			for (size_t n = 1 + random_below(4) / 3 * random_below(100); n > 0; n--)
				replace(place, 0, &byte, 1);
			break;
		case 3: /* take a few bytes out */
			replace(place, 1 + random_below(8), "", 0);
			break;
		case 4: /* go on as another one, mostly of this type */
			type = random_below(8) == 0 ? (int) random_below(LENGTH(uses)) : type;
			size = random_base(type, is_text, other);
			if (place < size)
			{
				length = place;
				replace(place, 0, other + place, size - place);
			}
			break;
		case 5: /* change a byte, in text mostly to another digit or sign */
			if (is_text && byte % 8 != 0)
				byte = (uint8_t) characters[byte % (sizeof characters - 1)];
			replace(place, 1, &byte, 1);
			break;
		case 6:
		case 7:
		case 8:
			if (is_text) /* another number */
			{
				const char *word = extreme_words[random_below(LENGTH(extreme_words))];

				size = random_word(&place);
				replace(place, size, word, strlen(word));
			}
			else /* in network byte order, mostly where one begins */
			{
				uint64_t number =
					random_below(4) ? extreme_numbers[random_below(LENGTH(extreme_numbers))] : random_bits();

				place = random_below(4) ? place / 8 * 8 + 4 + random_below(2) * 3 : place;
				for (int i = 0; i < 8; i++)
					other[i] = (uint8_t) (number >> (56 - 8 * i));
				replace(place, 8, other, 8);
			}
			break;
		case 9: /* repeat a piece of it */
			if (place < length)
			{
				size = 1 + random_below(length - place);
				memcpy(other, buffer + place, size < sizeof other ? size : sizeof other);
				replace(random_below(length + 1), random_below(2) ? size : 0, other,
						size < sizeof other ? size : sizeof other);
			}
			break;
		default: /* turn a number's sign, or a bit at its top */
			if (is_text)
			{
				random_word(&place);
				if (place < length && buffer[place] == '-')
					replace(place, 1, "", 0);
				else
					replace(place, 0, "-", 1);
			}
			else if (place < length)
				buffer[place] ^= 0x80;
	}
}

static void
random_input(int type, bool is_text)
{
	if (random_below(50) == 0)
	{
		length = random_below(600);
		for (size_t i = 0; i < length; i++)
			buffer[i] = is_text && random_below(64) != 0
							? (uint8_t) characters[random_below(sizeof characters - 1)]
							: (uint8_t) random_bits();
		return;
	}
	length = random_base(type, is_text, buffer);
	do
		mutate(type, is_text);
	while (random_below(3) == 0);
}

int
main(int count, char **arguments)
{
	long inputs = count > 1 ? strtol(arguments[1], NULL, 10) : 1000000;

	random_state = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
	printf("1..%d\n", LENGTH(uses));
	for (int type = 0; type < LENGTH(uses); type++)
	{
		accepted = merged = added = 0;
		for (long i = 0; i < inputs; i++)
		{
			bool is_text = random_bits() & 1;

			random_input(type, is_text);
			check_input(type, is_text, buffer, length, (unsigned) random_below(POOL * POOL));
		}
		printf("ok %d - %s: %ld inputs, %ld accepted, %ld merged, %ld rows added\n", type + 1,
			   uses[type].format->type_name, inputs, accepted, merged, added);
		fflush(stdout);
	}
	return 0;
}

#endif
