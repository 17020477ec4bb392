/*
 * summary_format_test.c
 *		Summaries as text and as bytes: what is written comes back bit for bit,
 *		and what no state can be is refused.
 */
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "impossible_states.h"
#include "math/host.h"
#include "math/yield.h"
#include "support/round_trip.h"
#include "support/sound_regimes.h"

/* Of a state with its list. */
#define MAX_TEXT 4096
#define MAX_BINARY 1024
#define MAX_ROOM 16384

static const summary_format *const formats[] = {
	&level_format,       &pair_format,         &return_format,        &yield_format,   &excess_format,
	&return_pair_format, &drawdown_format,     &regime_state_format,  &breadth_format, &weight_format,
	&earnings_format,    &contribution_format, &linked_effect_format,
};

typedef union state_with_room
{
	any_state any;
	regime_state regimes;
	char room[MAX_ROOM];
} state_with_room;

/* A state of regimes with a few turns, or none. */
static void
random_regimes(regime_state *state)
{
	growing_regimes regimes;
	int32_t ts[32];
	int64_t units[32];
	int32_t n = random_below(LENGTH(ts) + 1);
	zigzag_threshold threshold = {1 + random_below(8), 1 + random_below(8)};
	/* a step of these yields is a tenth of a basis point */
	int64_t scale = random_below(2) ? 1 : 10000000;

	threshold.rise *= scale;
	threshold.fall *= scale;
	random_yield(ts, units, n);
	regimes_begin(&regimes, &threshold, (frequency) random_below(4));
	for (int32_t i = 0; i < n; i++)
		regimes_add(&regimes, ts[i], units[i] * scale);
	memcpy(state, regimes.state, summary_size(&regime_state_format, regimes.state));
	host_free(regimes.state);
}

/* A state of a few random rows. */
static void
random_state_of(const summary_format *format, state_with_room *state)
{
	any_state *any = &state->any;
	int rows = random_below(6);
	ts_kind kind = (ts_kind) (1 + random_below(3));

	memset(state, 0, sizeof *state);
	if (format == &regime_state_format)
	{
		random_regimes(&state->regimes);
		return;
	}
	for (int i = 0; i < rows; i++)
	{
		int64_t ts = random_below(8) - 4;

		if (kind != TS_DATE)
			ts *= INT64_C(86400000000) * (1 + random_below(1000));
		if (format == &level_format)
			level_add_factors(&any->level, span_add(&any->level.span, ts, kind),
							  fabs(random_decades(-300, 300)), log1p(fabs(random_decades(-20, 20))),
							  random_below(2) ? 0 : log(fabs(random_decades(-3, 3))));
		else if (format == &pair_format)
			pair_add(&any->pair, ts, kind, fabs(random_decades(-300, 300)), fabs(random_decades(-6, 6)));
		else if (format == &yield_format)
			yield_add(&any->yield, ts, kind, random_below(3) == 0 ? -0.0 : random_decades(-12, 7));
		else if (format == &drawdown_format)
		{
			drawdown_state row;

			drawdown_begin(&row, i - 4, kind, fabs(random_decades(-300, 300)));
			drawdown_append(&any->drawdown, &row);
		}
		else if (format == &excess_format)
		{
			any->excess.periods_per_year = random_below(2) ? 252 : 0;
			excess_add(&any->excess, random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)),
					   random_decades(-15, 1));
		}
		else if (format == &return_pair_format)
		{
			any->return_pair.periods_per_year = 12;
			return_pair_add(&any->return_pair, random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)),
							random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)));
		}
		else if (format == &breadth_format)
			breadth_add(&any->breadth, random_below(3) - 1);
		else if (format == &weight_format)
			weight_add(&any->weights, fabs(random_decades(-9, 24)));
		else if (format == &earnings_format)
			earnings_add(&any->earnings, fabs(random_decades(-3, 18)), random_decades(-3, 18));
		else if (format == &contribution_format)
			contribution_add(&any->contribution, random_decades(-6, 1), expm1(random_decades(-15, 1)));
		else if (format == &linked_effect_format)
			linked_effect_add(&any->linked_effect, random_decades(-9, 0), expm1(random_decades(-9, 1)),
							  expm1(random_decades(-9, 1)));
		else
		{
			any->returns.periods_per_year = 12;
			return_add(&any->returns, random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)));
		}
	}
}

/* How many items a state has. */
static int64_t
items_of(const summary_format *format, const state_with_room *state)
{
	return format == &regime_state_format ? state->regimes.turns : 0;
}

/* A state with some rows, and of items where it can have them. */
static void
random_full_state_of(const summary_format *format, state_with_room *state, int64_t rows)
{
	do
		random_state_of(format, state);
	while (state->any.level.span.n < rows || (format->list.field_count > 0 && items_of(format, state) < 2));
}

/* The field of a state's text that a word belongs to: those of its first item after those of the struct. */
static const summary_field *
field_of_word(const summary_format *format, int number)
{
	return number < format->field_count ? &format->fields[number]
										: &format->list.fields[number - format->field_count];
}

/* The same of a state that was accepted from outside, which must also be good for what it is kept for. */
static bool
is_good(const summary_format *format, const state_with_room *state)
{
	return round_trip_problem(format, state) == NULL &&
		   (format != &regime_state_format || stays_sound(&state->regimes, random_bits()));
}

static void
check_round_trips(void)
{
	for (int f = 0; f < LENGTH(formats); f++)
	{
		int wrong = 0;

		for (int trial = 0; trial < 5000; trial++)
		{
			state_with_room state;

			random_state_of(formats[f], &state);
			wrong += !is_good(formats[f], &state);
		}
		check(wrong == 0, "%s: random states come back bit for bit", formats[f]->type_name);
	}
}

/* The text form is an interface: partial states travel in it from one machine to another. */
static void
check_layout(void)
{
	level_state level = {0};
	level_state other;
	return_state returns = {.n = 2, .periods_per_year = 12, .growth = {.total_losses = 1}};
	char text[MAX_TEXT];
	uint8_t binary[MAX_BINARY];
	static const uint8_t expected[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0x40, 0x28,
									   0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,    1};

	level_add(&level, -1, TS_DATE, 0.1);
	level_add_factors(&level, span_add(&level.span, 8765, TS_DATE), 100, 0.5, -0.25);
	summary_print(&level_format, &level, text);
	check(strcmp(text, "1 2 1 -1 8765 0 0 0.10000000000000001 0 0 100 "
					   "0000000000000000000000000000000080000000000000000000000000000000 "
					   "ffffffffffffffffffffffffffffffffc0000000000000000000000000000000") == 0,
		  "a level_summary as text");

	exact_sum_add(&returns.growth.logarithm, 1);
	summary_write(&return_format, &returns, binary);
	check(summary_binary_size(&return_format, &returns) == 4 + 8 + 8 + 8 + 3 * 32 &&
			  memcmp(binary, expected, sizeof expected) == 0 && binary[28 + 15] == 1,
		  "a return_summary as bytes");

	other = level;
	other.last_price = 101;
	check(!summary_equal(&level_format, &level, &other), "summaries that differ in a price are not equal");
	other = level;
	other.split.limb[0]++;
	check(!summary_equal(&level_format, &level, &other),
		  "nor are those that differ in the last bit of a sum");
	check(summary_parse(&return_format, " \t1\n0  0 0 \r" ZERO "\t" ZERO " " ZERO " \n", &returns) == NULL,
		  "space around and between the fields is allowed");
}

/* Put a word in place of the one given by number. */
static void
replace_word(const char *text, int number, const char *replacement, char *result)
{
	const char *start = text;
	const char *end;

	for (; number > 0; number--)
		start = strchr(start, ' ') + 1;
	end = start + strcspn(start, " ");
	sprintf(result, "%.*s%s%s", (int) (start - text), text, replacement, end);
}

/* Words that no field of a kind can hold. */
static const char *const bad_words[][20] = {
	[FIELD_INTEGER] = {"", "-", "--1", "1-", "x", "1.0", "1e2", "0x10", "nan", "9223372036854775808",
					   "-9223372036854775809", "+", "1,000"},
	[FIELD_DATE] = {"", "-", "--1", "1-", "x", "1.0", "1e2", "0x10", "nan", "2147483648", "-2147483649",
					"4294967297", "+", "1,000"},
	[FIELD_BYTE] = {"", "-1", "256", "1.0", "x", "0x1", "18446744073709551617", "nan"},
	[FIELD_FLAG] = {"", "-1", "2", "t", "true", "1.0", "4294967297"},
	[FIELD_NUMBER] = {"", "nan", "NaN", "-nan", "inf", "-inf", "infinity", "Infinity", "0x1p3", "0x10", "0X1",
					  "1e999", "-1e999", "1e", "1.2.3", "--1", "1d3", "1,5"},
	[FIELD_SUM] = {"", "0", DIGITS_63, DIGITS_63 "00", DIGITS_63 "A", DIGITS_63 "g", DIGITS_63 "-",
				   "0x" DIGITS_63, "-" DIGITS_63 "0", DIGITS_63 "0" DIGITS_63 "0"},
};

/* Each field in turn with each bad word: it must be named as the problem. */
static void
check_words(const summary_format *format)
{
	state_with_room state;
	char text[MAX_TEXT];
	int accepted = 0;
	int misnamed = 0;

	random_full_state_of(format, &state, 3);
	summary_print(format, &state, text);
	for (int i = 0; i < format->field_count + format->list.field_count; i++)
	{
		const summary_field *field = field_of_word(format, i);

		for (int w = 0; w < 20 && bad_words[field->kind][w] != NULL; w++)
		{
			char bad[MAX_TEXT + 256];
			const char *problem;
			bool is_left_out = bad_words[field->kind][w][0] == '\0';

			replace_word(text, i + 1, bad_words[field->kind][w], bad);
			problem = summary_parse(format, bad, &state);
			accepted += problem == NULL;
			/* without a word the next one stands in its place, which may be good there */
			if (!is_left_out && problem != NULL && strcmp(problem, field->name) != 0)
				misnamed++;
		}
	}
	check(accepted == 0, "%s: bad words are refused in each field", format->type_name);
	check(misnamed == 0, "%s: the field with the bad word is named", format->type_name);
}

/* Bytes of numbers that are none: the field must be named as the problem. */
static void
check_non_finite(const summary_format *format)
{
	static const double values[] = {NAN, INFINITY, -INFINITY};
	state_with_room state;
	int wrong = 0;
	int numbers = 0;

	for (int i = 0; i < format->field_count; i++)
		for (int v = 0; v < LENGTH(values); v++)
		{
			const summary_field *field = &format->fields[i];
			uint8_t binary[MAX_BINARY];
			const char *problem;

			if (field->kind != FIELD_NUMBER)
				continue;
			numbers++;
			random_state_of(format, &state);
			memcpy((char *) &state + field->offset, &values[v], sizeof(double));
			summary_write(format, &state, binary);
			problem = summary_read(format, binary, summary_binary_size(format, &state), &state);
			wrong += problem == NULL || strcmp(problem, field->name) != 0;
		}
	if (numbers > 0)
		check(wrong == 0, "%s: bytes of NaN and infinities are refused, and the field named",
			  format->type_name);
}

/* Text cut short, or with more after it. */
static void
check_ends(const summary_format *format)
{
	static const char *const tails[] = {" 0", " x", "x", "0", " 1 1", ",", "\v"};
	static const char *const versions[] = {"", "0", "2", "-1", "x", "1.0", "01x", "4294967297"};
	state_with_room state;
	char text[MAX_TEXT];
	char bad[MAX_TEXT + 16];
	int accepted = 0;
	int length;

	random_full_state_of(format, &state, 2);
	summary_print(format, &state, text);
	length = (int) strlen(text);
	/* cut within the last number of a pair or yield another number would be left, so from its blank on */
	while (format->fields[format->field_count - 1].kind != FIELD_SUM && text[length] != ' ')
		length--;
	for (int i = 0; i < length; i++)
	{
		sprintf(bad, "%.*s", i, text);
		accepted += summary_parse(format, bad, &state) == NULL;
	}
	check(accepted == 0, "%s: text cut short is refused", format->type_name);

	accepted = 0;
	for (int i = 0; i < LENGTH(tails); i++)
	{
		/* another digit would only make the last number another one */
		if (strcmp(tails[i], "0") == 0 && format->fields[format->field_count - 1].kind != FIELD_SUM)
			continue;
		sprintf(bad, "%s%s", text, tails[i]);
		accepted += summary_parse(format, bad, &state) == NULL;
	}
	check(accepted == 0, "%s: text with more after it is refused", format->type_name);

	accepted = 0;
	for (int i = 0; i < LENGTH(versions); i++)
	{
		replace_word(text, 0, versions[i], bad);
		accepted += summary_parse(format, bad, &state) == NULL;
	}
	check(accepted == 0, "%s: another format version is refused", format->type_name);
}

/* As text, and as the bytes that the same fields make. */
static void
check_impossible_states(const summary_format *format)
{
	int refused = 0;
	int accepted = 0;

	for (int i = 0; i < impossible_state_count; i++)
	{
		const impossible_state *item = &impossible_states[i];
		state_with_room state;
		uint8_t binary[MAX_BINARY];
		bool text_is_good;
		bool binary_is_good;

		if (item->format != format)
			continue;
		text_is_good = summary_parse(format, item->text, &state) == NULL;
		summary_write(format, &state, binary);
		binary_is_good = summary_read(format, binary, summary_binary_size(format, &state), &state) == NULL;
		if (item->what == NULL)
			refused += !text_is_good || !binary_is_good || !is_good(format, &state);
		else if (text_is_good || binary_is_good)
		{
			printf("# accepted: %s\n", item->what);
			accepted++;
		}
	}
	check(refused == 0, "%s: a good state is accepted", format->type_name);
	check(accepted == 0, "%s: states that no rows lead to are refused", format->type_name);
}

/* What is wrong with a text or bytes, read into a block of just the room that they may need. */
static const char *
parse_text(const summary_format *format, const char *text)
{
	void *state = malloc(summary_room(format, strlen(text)));
	const char *problem = summary_parse(format, text, state);

	free(state);
	return problem;
}

static const char *
read_binary(const summary_format *format, const uint8_t *binary, size_t size)
{
	void *state = malloc(summary_room(format, size));
	const char *problem = summary_read(format, binary, size, state);

	free(state);
	return problem;
}

/* A list with more items than it says, or fewer, or so many that sizes run over. */
static void
check_counts(const summary_format *format)
{
	state_with_room state;
	char text[MAX_TEXT];
	uint8_t binary[MAX_BINARY];
	size_t size;
	size_t place = 4;
	int word = 1;
	int accepted = 0;
	int late = 0;

	random_full_state_of(format, &state, 3);
	size = summary_binary_size(format, &state);
	summary_print(format, &state, text);
	summary_write(format, &state, binary);
	for (; format->fields[word - 1].offset != format->list.count_offset; word++)
		switch (format->fields[word - 1].kind)
		{
			case FIELD_BYTE:
			case FIELD_FLAG:
				place += 1;
				break;
			case FIELD_DATE:
				place += 4;
				break;
			case FIELD_SUM:
				place += 32;
				break;
			default:
				place += 8;
		}
	for (int bit = 0; bit < 64; bit++)
		for (int step = -1; step <= 1; step++)
		{
			int64_t right = items_of(format, &state);
			int64_t count = (int64_t) ((UINT64_C(1) << bit) + (uint64_t) ((1 + step) * right) / 2);
			const char *problem;
			char digits[24];
			char bad[MAX_TEXT + 32];
			uint8_t bad_binary[MAX_BINARY];

			if (count == right)
				continue;
			sprintf(digits, "%lld", (long long) count);
			replace_word(text, word, digits, bad);
			problem = parse_text(format, bad);
			accepted += problem == NULL;
			if (count < 0 || count > (int64_t) strlen(bad))
				late += problem == NULL || strcmp(problem, "number of items out of range") != 0;
			memcpy(bad_binary, binary, size);
			for (int i = 0; i < 8; i++)
				bad_binary[place + i] = (uint8_t) ((uint64_t) count >> (56 - 8 * i));
			problem = read_binary(format, bad_binary, size);
			accepted += problem == NULL;
			late += problem == NULL || strcmp(problem, "wrong length") != 0;
		}
	check(late == 0, "%s: a number of items that cannot be is refused before they are read",
		  format->type_name);
	check(accepted == 0, "%s: another number of items than there are is refused", format->type_name);
}

/*
 * What is accepted of mutated text and bytes comes back as itself. With every
 * bit of every byte, and every character for every other.
 */
static void
check_mutations(const summary_format *format)
{
	static const char characters[] = "0123456789abcdef-+.enixNIX \t,\x80";
	int wrong_lengths = 0;
	int wrong_bits = 0;
	int wrong_characters = 0;
	int accepted = 0;
	int refused = 0;

	for (int trial = 0; trial < 8; trial++)
	{
		state_with_room state;
		state_with_room other;
		uint8_t binary[MAX_BINARY + 1] = {0};
		char text[MAX_TEXT];
		size_t size;

		random_state_of(format, &state);
		size = summary_binary_size(format, &state);
		summary_write(format, &state, binary);
		for (size_t length = 0; length <= size + 1; length++)
		{
			/* a block of just that length, so that a checker of memory sees a read beyond it */
			uint8_t *block = malloc(length + (length == 0));

			memcpy(block, binary, length);
			wrong_lengths += (read_binary(format, block, length) == NULL) != (length == size);
			free(block);
		}
		for (size_t bit = 0; bit < 8 * size; bit++)
		{
			uint8_t again[MAX_BINARY];

			binary[bit / 8] ^= (uint8_t) (1 << bit % 8);
			if (summary_read(format, binary, size, &other) == NULL)
			{
				accepted++;
				summary_write(format, &other, again);
				wrong_bits += memcmp(binary, again, size) != 0 || !is_good(format, &other);
			}
			else
				refused++;
			binary[bit / 8] ^= (uint8_t) (1 << bit % 8);
		}

		summary_print(format, &state, text);
		for (char *place = text; *place != '\0'; place++)
		{
			char original = *place;

			for (int i = 0; i < (int) sizeof characters; i++)
			{
				*place = characters[i];
				if (summary_parse(format, text, &other) == NULL)
					wrong_characters += !is_good(format, &other);
			}
			*place = original;
		}
	}
	check(wrong_lengths == 0, "%s: bytes of the wrong length are refused", format->type_name);
	check(wrong_bits == 0 && accepted > 0 && refused > 0, "%s: bytes with a bit flipped", format->type_name);
	check(wrong_characters == 0, "%s: text with a character changed", format->type_name);
}

void
summary_format_test(void)
{
	random_seed(2);
	check_layout();
	check_round_trips();
	for (int f = 0; f < LENGTH(formats); f++)
	{
		check_words(formats[f]);
		check_non_finite(formats[f]);
		check_ends(formats[f]);
		check_mutations(formats[f]);
		if (formats[f]->list.field_count > 0)
			check_counts(formats[f]);
		check_impossible_states(formats[f]);
	}
}
