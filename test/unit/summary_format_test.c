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

#define DIGITS_63 "000000000000000000000000000000000000000000000000000000000000000"
#define ZERO DIGITS_63 "0"
#define ONE "0000000000000000000000000000000100000000000000000000000000000000"
#define MINUS_ONE "ffffffffffffffffffffffffffffffff00000000000000000000000000000000"

#define MAX_BINARY 512

static const summary_format *const formats[] = {
	&level_format,  &pair_format,        &return_format,   &yield_format,
	&excess_format, &return_pair_format, &drawdown_format,
};

typedef union any_state
{
	level_state level;
	pair_state pair;
	return_state returns;
	yield_state yield;
	excess_state excess;
	return_pair_state return_pair;
	drawdown_state drawdown;
} any_state;

/* A state of a few random rows. */
static void
random_state_of(const summary_format *format, any_state *state)
{
	int rows = random_below(6);
	ts_kind kind = (ts_kind) (1 + random_below(3));

	memset(state, 0, sizeof *state);
	for (int i = 0; i < rows; i++)
	{
		int64_t ts = random_below(8) - 4;

		if (kind != TS_DATE)
			ts *= INT64_C(86400000000) * (1 + random_below(1000));
		if (format == &level_format)
			level_add_factors(&state->level, span_add(&state->level.span, ts, kind),
							  fabs(random_decades(-300, 300)), log1p(fabs(random_decades(-20, 20))),
							  random_below(2) ? 0 : log(fabs(random_decades(-3, 3))));
		else if (format == &pair_format)
			pair_add(&state->pair, ts, kind, fabs(random_decades(-300, 300)), fabs(random_decades(-6, 6)));
		else if (format == &yield_format)
			yield_add(&state->yield, ts, kind, random_below(3) == 0 ? -0.0 : random_decades(-12, 7));
		else if (format == &drawdown_format)
		{
			drawdown_state row;

			drawdown_begin(&row, i - 4, kind, fabs(random_decades(-300, 300)));
			drawdown_append(&state->drawdown, &row);
		}
		else if (format == &excess_format)
		{
			state->excess.periods_per_year = random_below(2) ? 252 : 0;
			excess_add(&state->excess, random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)),
					   random_decades(-15, 1));
		}
		else if (format == &return_pair_format)
		{
			state->return_pair.periods_per_year = 12;
			return_pair_add(&state->return_pair, random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)),
							random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)));
		}
		else
		{
			state->returns.periods_per_year = 12;
			return_add(&state->returns, random_below(4) == 0 ? -1 : expm1(random_decades(-15, 1)));
		}
	}
}

/* Whether a state comes back from its text and its bytes, and those from it. */
static bool
makes_round_trip(const summary_format *format, const any_state *state)
{
	char text[SUMMARY_MAX_TEXT];
	char again[SUMMARY_MAX_TEXT];
	uint8_t binary[MAX_BINARY];
	uint8_t binary_again[MAX_BINARY];
	size_t size = summary_binary_size(format);
	any_state from_text;
	any_state from_binary;

	summary_print(format, state, text);
	summary_write(format, state, binary);
	if (summary_parse(format, text, &from_text) != NULL ||
		summary_read(format, binary, size, &from_binary) != NULL)
		return false;
	summary_print(format, &from_binary, again);
	summary_write(format, &from_text, binary_again);
	return summary_equal(format, state, &from_text) && summary_equal(format, state, &from_binary) &&
		   strcmp(text, again) == 0 && memcmp(binary, binary_again, size) == 0;
}

static void
check_round_trips(void)
{
	for (int f = 0; f < LENGTH(formats); f++)
	{
		int wrong = 0;

		for (int trial = 0; trial < 5000; trial++)
		{
			any_state state;

			random_state_of(formats[f], &state);
			wrong += !makes_round_trip(formats[f], &state);
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
	char text[SUMMARY_MAX_TEXT];
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
	check(summary_binary_size(&return_format) == 4 + 8 + 8 + 8 + 3 * 32 &&
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
	any_state state;
	char text[SUMMARY_MAX_TEXT];
	int accepted = 0;
	int misnamed = 0;

	do
		random_state_of(format, &state);
	while (state.level.span.n < 3);
	summary_print(format, &state, text);
	for (int i = 0; i < format->field_count; i++)
	{
		const summary_field *field = &format->fields[i];

		for (int w = 0; w < 20 && bad_words[field->kind][w] != NULL; w++)
		{
			char bad[SUMMARY_MAX_TEXT + 256];
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
	any_state state;
	int wrong = 0;

	for (int i = 0; i < format->field_count; i++)
		for (int v = 0; v < LENGTH(values); v++)
		{
			const summary_field *field = &format->fields[i];
			uint8_t binary[MAX_BINARY];
			const char *problem;

			if (field->kind != FIELD_NUMBER)
				continue;
			random_state_of(format, &state);
			memcpy((char *) &state + field->offset, &values[v], sizeof(double));
			summary_write(format, &state, binary);
			problem = summary_read(format, binary, summary_binary_size(format), &state);
			wrong += problem == NULL || strcmp(problem, field->name) != 0;
		}
	check(wrong == 0, "%s: bytes of NaN and infinities are refused, and the field named", format->type_name);
}

/* Text cut short, or with more after it. */
static void
check_ends(const summary_format *format)
{
	static const char *const tails[] = {" 0", " x", "x", "0", " 1 1", ",", "\v"};
	static const char *const versions[] = {"", "0", "2", "-1", "x", "1.0", "01x", "4294967297"};
	any_state state;
	char text[SUMMARY_MAX_TEXT];
	char bad[SUMMARY_MAX_TEXT + 16];
	int accepted = 0;
	int length;

	do
		random_state_of(format, &state);
	while (state.level.span.n < 2);
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

/* A return_pair_summary: its head, the sum and the squares of b, and the growth of a where b fell. */
#define PAIR(head, sum, squares, growth)                                                                     \
	"1 " head " " ZERO " " ZERO " " sum " " squares " " ZERO " " ZERO " " ZERO " 0 " ZERO " 0 " ZERO         \
	" " growth " 0 " ZERO

/* Well-formed texts that no rows lead to. The first of each type is good. */
static const struct impossible
{
	const summary_format *format;
	const char *text;
	const char *what;
} impossible_states[] = {
	{&level_format, "1 2 1 10 20 0 0 5 0 0 6 " ONE " " MINUS_ONE, NULL},
	{&level_format, "1 -1 1 10 20 0 0 5 0 0 6 " ONE " " MINUS_ONE, "a negative count"},
	{&level_format, "1 -1 1 10 10 1 1 5 0 0 6 " ONE " " MINUS_ONE, "a negative count at one moment"},
	{&level_format, "1 9223372036854775807 1 10 20 0 0 5 0 0 6 " ONE " " MINUS_ONE, "a count to overflow"},
	{&level_format, "1 2 0 10 20 0 0 5 0 0 6 " ONE " " MINUS_ONE, "no kind of ts"},
	{&level_format, "1 2 4 10 20 0 0 5 0 0 6 " ONE " " MINUS_ONE, "an unknown kind of ts"},
	{&level_format, "1 2 1 20 10 0 0 5 0 0 6 " ONE " " MINUS_ONE, "ends the wrong way round"},
	{&level_format, "1 2 1 10 10 0 0 5 0 0 6 " ONE " " MINUS_ONE, "two rows at one moment, not marked"},
	{&level_format, "1 2 1 10 20 1 0 5 0 0 6 " ONE " " MINUS_ONE, "more rows at the ends than rows"},
	{&level_format, "1 3 1 10 20 1 1 5 0 0 6 " ONE " " MINUS_ONE, "more rows at both ends than rows"},
	{&level_format, "1 1 1 10 20 0 0 5 0 0 5 " ZERO " " ZERO, "one row with two moments"},
	{&level_format, "1 1 1 10 10 1 0 5 0 0 5 " ZERO " " ZERO, "one row repeated"},
	{&level_format, "1 1 1 10 10 0 0 5 0 0 6 " ZERO " " ZERO, "one row with two prices"},
	{&level_format, "1 1 1 10 10 0 0 5 0 0 5 " ONE " " ZERO, "one row with income"},
	{&level_format, "1 1 1 10 10 0 0 5 0 0 5 " ZERO " " ONE, "one row with splits"},
	{&level_format, "1 2 1 10 2145031949 0 0 5 0 0 6 " ONE " " ZERO, "a date after the last"},
	{&level_format, "1 2 1 -2451546 20 0 0 5 0 0 6 " ONE " " ZERO, "a date before the first"},
	{&level_format, "1 2 2 10 9223371331200000000 0 0 5 0 0 6 " ONE " " ZERO, "a timestamp after the last"},
	{&level_format, "1 2 3 -211813488000000001 0 0 0 5 0 0 6 " ONE " " ZERO, "a timestamp before the first"},
	{&level_format, "1 2 1 10 20 0 0 0 0 0 6 " ONE " " ZERO, "a first price of 0"},
	{&level_format, "1 2 1 10 20 0 0 5 0 0 -6 " ONE " " ZERO, "a negative last price"},
	{&level_format, "1 2 1 10 20 0 0 5 -1 0 6 " ONE " " ZERO, "a negative first income"},
	{&level_format, "1 2 1 10 20 0 0 5 0 0 6 " MINUS_ONE " " ZERO, "negative income"},
	{&level_format, "1 0 0 0 0 0 0 1 0 0 0 " ZERO " " ZERO, "a price without rows"},
	{&level_format, "1 0 0 0 0 0 0 0 0 0 0 " ONE " " ZERO, "income without rows"},
	{&level_format, "1 0 0 0 0 0 0 0 0 0 0 " ZERO " " ONE, "splits without rows"},
	{&level_format, "1 0 1 0 0 0 0 0 0 0 0 " ZERO " " ZERO, "a kind of ts without rows"},
	{&level_format, "1 0 0 0 1 0 0 0 0 0 0 " ZERO " " ZERO, "a moment without rows"},
	{&pair_format, "1 2 1 10 20 0 0 5 6 7 8", NULL},
	{&pair_format, "1 2 1 10 20 0 0 5 0 7 8", "a level of 0"},
	{&pair_format, "1 2 1 10 20 0 0 5 6 -7 8", "a negative level"},
	{&pair_format, "1 1 1 10 10 0 0 5 6 5 7", "one row with two levels"},
	{&pair_format, "1 0 0 0 0 0 0 0 0 0 1", "a level without rows"},
	{&return_format, "1 3 12 1 " MINUS_ONE " " ZERO " " ONE, NULL},
	{&return_format, "1 -3 12 0 " ONE " " ZERO " " ZERO, "a negative count"},
	{&return_format, "1 3 12 -1 " ONE " " ZERO " " ZERO, "a negative count of losses"},
	{&return_format, "1 3 12 4 " ONE " " ZERO " " ZERO, "more losses than returns"},
	{&return_format, "1 3 12 3 " ONE " " ZERO " " ZERO, "growth of total losses"},
	{&return_format, "1 0 0 0 " ONE " " ZERO " " ZERO, "growth without returns"},
	{&return_format, "1 3 -12 1 " ONE " " ZERO " " ZERO, "negative periods per year"},
	{&return_format, "1 3 12 1 " ONE " " ZERO " " MINUS_ONE, "a negative sum of squares"},
	{&return_format, "1 0 12 0 " ZERO " " ONE " " ZERO, "a sum without returns"},
	{&yield_format, "1 2 1 10 20 0 0 -0.5 4.25", NULL},
	{&yield_format, "1 2 1 10 20 0 0 -0.5 1.1e8", "a yield out of range"},
	{&yield_format, "1 2 1 10 20 0 0 -1e300 4.25", "a negative yield out of range"},
	{&yield_format, "1 1 1 10 10 0 0 -0.5 4.25", "one row with two yields"},
	{&yield_format, "1 0 0 0 0 0 0 0 4.25", "a yield without rows"},
	{&excess_format, "1 3 12 " MINUS_ONE " " ONE " " ONE, NULL},
	{&excess_format, "1 -3 12 " MINUS_ONE " " ONE " " ONE, "a negative count"},
	{&excess_format, "1 9223372036854775807 12 " MINUS_ONE " " ONE " " ONE, "a count to overflow"},
	{&excess_format, "1 3 -12 " MINUS_ONE " " ONE " " ONE, "negative periods per year"},
	{&excess_format, "1 3 12 " ONE " " MINUS_ONE " " ZERO, "a negative sum of squares"},
	{&excess_format, "1 3 12 " MINUS_ONE " " ONE " " MINUS_ONE, "a negative shortfall"},
	{&excess_format, "1 0 12 " ONE " " ZERO " " ZERO, "a sum without returns"},
	{&excess_format, "1 0 12 " ZERO " " ONE " " ZERO, "squares without returns"},
	{&excess_format, "1 0 12 " ZERO " " ZERO " " ONE, "a shortfall without returns"},
	{&return_pair_format, PAIR("3 12 2", ONE, ONE, "0 " ONE), NULL},
	{&return_pair_format, PAIR("-3 12 0", ONE, ONE, "0 " ONE), "a negative count"},
	{&return_pair_format, PAIR("3 12 4", ONE, ONE, "0 " ONE), "more hits than returns"},
	{&return_pair_format, PAIR("3 12 -1", ONE, ONE, "0 " ONE), "a negative count of hits"},
	{&return_pair_format, PAIR("3 -12 2", ONE, ONE, "0 " ONE), "negative periods per year"},
	{&return_pair_format, PAIR("3 12 2", ONE, MINUS_ONE, "0 " ONE), "a negative sum of squares"},
	{&return_pair_format, PAIR("0 12 0", ONE, ZERO, "0 " ZERO), "a sum without returns"},
	{&return_pair_format, PAIR("0 12 0", ZERO, ONE, "0 " ZERO), "squares without returns"},
	{&return_pair_format, PAIR("0 12 0", ZERO, ZERO, "0 " ONE), "growth without returns"},
	{&return_pair_format, PAIR("3 12 2", ONE, ONE, "4 " ZERO), "more losses than returns"},
	{&return_pair_format, PAIR("3 12 2", ONE, ONE, "-1 " ZERO), "a negative count of losses"},
	{&return_pair_format, PAIR("3 12 2", ONE, ONE, "3 " ONE), "growth of total losses"},
	{&drawdown_format, "1 3 1 10 20 0 0 8 4 -0.5", NULL},
	{&drawdown_format, "1 -3 1 10 20 0 0 8 4 -0.5", "a negative count"},
	{&drawdown_format, "1 3 1 10 20 1 0 8 4 -0.5", "two levels at the first moment"},
	{&drawdown_format, "1 3 1 10 20 0 1 8 4 -0.5", "two levels at the last moment"},
	{&drawdown_format, "1 2 1 10 10 1 1 8 4 -0.5", "two levels at one moment"},
	{&drawdown_format, "1 3 1 10 20 0 0 4 8 0", "a highest level below the lowest"},
	{&drawdown_format, "1 3 1 10 20 0 0 8 0 -0.5", "a level of 0"},
	{&drawdown_format, "1 3 1 10 20 0 0 8 -4 -0.5", "a negative level"},
	{&drawdown_format, "1 3 1 10 20 0 0 8 4 0.5", "a depth above 0"},
	{&drawdown_format, "1 3 1 10 20 0 0 8 4 -0.51", "a depth beyond the lowest level"},
	{&drawdown_format, "1 1 1 10 10 0 0 8 4 -0.5", "one row with two levels"},
	{&drawdown_format, "1 1 1 10 10 0 0 8 8 -0.5", "one row with a fall"},
	{&drawdown_format, "1 0 0 0 0 0 0 8 0 0", "a level without rows"},
	{&drawdown_format, "1 0 0 0 0 0 0 0 0 -0.5", "a fall without rows"},
};

/* As text, and as the bytes that the same fields make. */
static void
check_impossible_states(const summary_format *format)
{
	int refused = 0;
	int accepted = 0;

	for (int i = 0; i < LENGTH(impossible_states); i++)
	{
		const struct impossible *item = &impossible_states[i];
		any_state state;
		uint8_t binary[MAX_BINARY];
		bool text_is_good;
		bool binary_is_good;

		if (item->format != format)
			continue;
		text_is_good = summary_parse(format, item->text, &state) == NULL;
		summary_write(format, &state, binary);
		binary_is_good = summary_read(format, binary, summary_binary_size(format), &state) == NULL;
		if (item->what == NULL)
			refused += !text_is_good || !binary_is_good;
		else if (text_is_good || binary_is_good)
		{
			printf("# accepted: %s\n", item->what);
			accepted++;
		}
	}
	check(refused == 0, "%s: a good state is accepted", format->type_name);
	check(accepted == 0, "%s: states that no rows lead to are refused", format->type_name);
}

/*
 * What is accepted of mutated text and bytes comes back as itself. With every
 * bit of every byte, and every character for every other.
 */
static void
check_mutations(const summary_format *format)
{
	static const char characters[] = "0123456789abcdef-+.enixNIX \t,\x80";
	size_t size = summary_binary_size(format);
	int wrong_lengths = 0;
	int wrong_bits = 0;
	int wrong_characters = 0;
	int accepted = 0;
	int refused = 0;

	for (int trial = 0; trial < 8; trial++)
	{
		any_state state;
		any_state other;
		uint8_t binary[MAX_BINARY + 1] = {0};
		char text[SUMMARY_MAX_TEXT];

		random_state_of(format, &state);
		summary_write(format, &state, binary);
		for (size_t length = 0; length <= size + 1; length++)
		{
			/* a block of just that length, so that a checker of memory sees a read beyond it */
			uint8_t *block = malloc(length + (length == 0));

			memcpy(block, binary, length);
			wrong_lengths += (summary_read(format, block, length, &other) == NULL) != (length == size);
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
				wrong_bits += memcmp(binary, again, size) != 0 || !makes_round_trip(format, &other);
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
					wrong_characters += !makes_round_trip(format, &other);
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
		check_impossible_states(formats[f]);
	}
}
