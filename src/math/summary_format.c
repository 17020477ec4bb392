/*
 * summary_format.c
 *		The text and the binary form of a summary, from a list of its fields.
 */
#include "math/summary_format.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/exact_sum.h"
#include "math/host.h"

#define VERSION_SIZE 4
#define SUM_DIGITS (16 * EXACT_SUM_LIMBS)
#define MAX_TOKEN (SUM_DIGITS + 1)

static size_t
field_size(summary_field_kind kind)
{
	switch (kind)
	{
		case FIELD_BYTE:
		case FIELD_FLAG:
			return 1;
		case FIELD_DATE:
			return 4;
		case FIELD_SUM:
			return sizeof(exact_sum);
		default:
			return 8;
	}
}

/* How many items follow the struct. */
static int64_t
item_count(const summary_format *format, const void *state)
{
	int64_t count;

	if (format->list.field_count == 0)
		return 0;
	memcpy(&count, (const char *) state + format->list.count_offset, sizeof count);
	return count;
}

/* The bytes of a state with its items; SIZE_MAX if their number cannot be right. */
size_t
summary_size(const summary_format *format, const void *state)
{
	int64_t count = item_count(format, state);

	if (count < 0 || count > INT32_MAX)
		return SIZE_MAX;
	return format->size + (size_t) count * format->list.item_size;
}

/* The most items that a text or a sequence of bytes can hold: a field takes two characters or bytes at least. */
static size_t
most_items(const summary_format *format, size_t length)
{
	return format->list.field_count == 0 ? 0 : length / (2 * (size_t) format->list.field_count);
}

/* The bytes that reading may need for a state, given the length of its text or its bytes. */
size_t
summary_room(const summary_format *format, size_t length)
{
	return format->size + most_items(format, length) * format->list.item_size;
}

/* The characters that a field may take in the text, with the space before it. */
static const size_t most_characters[] = {
	[FIELD_INTEGER] = sizeof " -9223372036854775808" - 1,
	[FIELD_DATE] = sizeof " -2147483648" - 1,
	[FIELD_BYTE] = sizeof " 255" - 1,
	[FIELD_FLAG] = sizeof " 1" - 1,
	[FIELD_NUMBER] = sizeof " -1.7976931348623157e+308" - 1,
	[FIELD_SUM] = 1 + SUM_DIGITS,
};

/* The bytes that the text of a state may take. */
size_t
summary_text_size(const summary_format *format, const void *state)
{
	size_t item = 0;

	for (int i = 0; i < format->list.field_count; i++)
		item += most_characters[format->list.fields[i].kind];
	return SUMMARY_MAX_TEXT + (size_t) item_count(format, state) * item;
}

static char *
print_fields(const summary_field *fields, int field_count, const char *base, char *text, const char *end)
{
	for (int i = 0; i < field_count; i++)
	{
		const char *field = base + fields[i].offset;
		size_t room = (size_t) (end - text);

		switch (fields[i].kind)
		{
			case FIELD_INTEGER:
				text += snprintf(text, room, " %" PRId64, *(const int64_t *) field);
				break;
			case FIELD_DATE:
				text += snprintf(text, room, " %" PRId32, *(const int32_t *) field);
				break;
			case FIELD_BYTE:
				text += snprintf(text, room, " %u", *(const uint8_t *) field);
				break;
			case FIELD_FLAG:
				text += snprintf(text, room, " %d", *(const bool *) field ? 1 : 0);
				break;
			case FIELD_NUMBER:
				text += snprintf(text, room, " %.17g", *(const double *) field);
				break;
			case FIELD_SUM:
			{
				const exact_sum *sum = (const exact_sum *) field;

				text += snprintf(text, room, " %016" PRIx64 "%016" PRIx64 "%016" PRIx64 "%016" PRIx64,
								 sum->limb[3], sum->limb[2], sum->limb[1], sum->limb[0]);
				break;
			}
		}
	}
	return text;
}

/* Write a state as text into a buffer of summary_text_size() bytes. */
void
summary_print(const summary_format *format, const void *state, char *text)
{
	const char *end = text + summary_text_size(format, state);
	const char *item = (const char *) state + format->size;

	text += snprintf(text, (size_t) (end - text), "%" PRId32, format->version);
	text = print_fields(format->fields, format->field_count, state, text, end);
	for (int64_t i = item_count(format, state); i > 0; i--, item += format->list.item_size)
	{
		host_check_interrupts_at(i);
		text = print_fields(format->list.fields, format->list.field_count, item, text, end);
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *
skip_spaces(const char *text)
{
	for (int64_t i = 1; is_space(*text); i++, text++)
		host_check_interrupts_at(i);
	return text;
}

/* Copy the next word of the text; false if there is none or it is too long. */
static bool
next_word(const char **text, char *word)
{
	size_t length = 0;

	*text = skip_spaces(*text);
	while (length <= MAX_TOKEN && (*text)[length] != '\0' && !is_space((*text)[length]))
		length++;
	if (length == 0 || length > MAX_TOKEN)
		return false;
	memcpy(word, *text, length);
	word[length] = '\0';
	*text += length;
	return true;
}

static bool
parse_integer(const char *word, int64_t least, int64_t most, int64_t *value)
{
	char *end;

	if (strspn(word, "-0123456789") != strlen(word))
		return false;
	errno = 0;
	*value = strtoll(word, &end, 10);
	return errno == 0 && *end == '\0' && end != word && *value >= least && *value <= most;
}

static bool
parse_sum(const char *word, exact_sum *sum)
{
	if (strlen(word) != SUM_DIGITS || strspn(word, "0123456789abcdef") != SUM_DIGITS)
		return false;
	for (int i = 0; i < EXACT_SUM_LIMBS; i++)
	{
		char digits[17];

		memcpy(digits, word + 16 * (EXACT_SUM_LIMBS - 1 - i), 16);
		digits[16] = '\0';
		sum->limb[i] = strtoull(digits, NULL, 16);
	}
	return true;
}

static bool
parse_field(const char *word, summary_field_kind kind, void *field)
{
	int64_t integer;

	switch (kind)
	{
		case FIELD_INTEGER:
			return parse_integer(word, INT64_MIN, INT64_MAX, field);
		case FIELD_DATE:
			if (!parse_integer(word, INT32_MIN, INT32_MAX, &integer))
				return false;
			*(int32_t *) field = (int32_t) integer;
			return true;
		case FIELD_BYTE:
			if (!parse_integer(word, 0, UINT8_MAX, &integer))
				return false;
			*(uint8_t *) field = (uint8_t) integer;
			return true;
		case FIELD_FLAG:
			if (!parse_integer(word, 0, 1, &integer))
				return false;
			*(bool *) field = integer == 1;
			return true;
		case FIELD_NUMBER:
		{
			char *end;
			double number;

			if (strspn(word, "-+.0123456789e") != strlen(word))
				return false;
			number = strtod(word, &end);
			*(double *) field = number;
			return *end == '\0' && end != word && isfinite(number);
		}
		case FIELD_SUM:
			return parse_sum(word, field);
	}
	return false;
}

/* Read some fields from the text and go on behind them. Returns the name of the one that is wrong, or NULL. */
static const char *
parse_fields(const summary_field *fields, int field_count, const char **text, char *base)
{
	char word[MAX_TOKEN + 1];

	for (int i = 0; i < field_count; i++)
		if (!next_word(text, word) || !parse_field(word, fields[i].kind, base + fields[i].offset))
			return fields[i].name;
	return NULL;
}

/* Read a state from text, into summary_room() bytes. Returns what is wrong with it, or NULL. */
const char *
summary_parse(const summary_format *format, const char *text, void *state)
{
	size_t most = most_items(format, strlen(text));
	char *item = (char *) state + format->size;
	char word[MAX_TOKEN + 1];
	int64_t version;
	const char *problem;

	memset(state, 0, format->size);
	if (!next_word(&text, word) || !parse_integer(word, 0, INT32_MAX, &version))
		return "format version missing";
	if (version != format->version)
		return "unknown format version";
	problem = parse_fields(format->fields, format->field_count, &text, state);
	if (problem != NULL)
		return problem;
	if (item_count(format, state) < 0 || (size_t) item_count(format, state) > most)
		return "number of items out of range";
	for (int64_t i = item_count(format, state); i > 0; i--, item += format->list.item_size)
	{
		host_check_interrupts_at(i);
		memset(item, 0, format->list.item_size);
		problem = parse_fields(format->list.fields, format->list.field_count, &text, item);
		if (problem != NULL)
			return problem;
	}
	if (*skip_spaces(text) != '\0')
		return "more than its fields";
	return format->check(state);
}

static size_t
fields_size(const summary_field *fields, int field_count)
{
	size_t size = 0;

	for (int i = 0; i < field_count; i++)
		size += field_size(fields[i].kind);
	return size;
}

/* The length of a state's binary form. */
size_t
summary_binary_size(const summary_format *format, const void *state)
{
	return VERSION_SIZE + fields_size(format->fields, format->field_count) +
		   (size_t) item_count(format, state) * fields_size(format->list.fields, format->list.field_count);
}

static uint8_t *
write_integer(uint8_t *binary, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		*binary++ = (uint8_t) (value >> 8 * i);
	return binary;
}

static const uint8_t *
read_integer(const uint8_t *binary, uint64_t *value, int bytes)
{
	*value = 0;
	for (int i = 0; i < bytes; i++)
		*value = *value << 8 | *binary++;
	return binary;
}

static uint8_t *
write_fields(const summary_field *fields, int field_count, const char *base, uint8_t *binary)
{
	for (int i = 0; i < field_count; i++)
	{
		const char *field = base + fields[i].offset;
		uint64_t word;

		switch (fields[i].kind)
		{
			case FIELD_INTEGER:
			case FIELD_NUMBER:
				memcpy(&word, field, sizeof word);
				binary = write_integer(binary, word, 8);
				break;
			case FIELD_DATE:
				binary = write_integer(binary, (uint32_t) * (const int32_t *) field, 4);
				break;
			case FIELD_BYTE:
				*binary++ = *(const uint8_t *) field;
				break;
			case FIELD_FLAG:
				*binary++ = *(const bool *) field ? 1 : 0;
				break;
			case FIELD_SUM:
				for (int limb = EXACT_SUM_LIMBS - 1; limb >= 0; limb--)
					binary = write_integer(binary, ((const exact_sum *) field)->limb[limb], 8);
				break;
		}
	}
	return binary;
}

/* Write a state into summary_binary_size() bytes. */
void
summary_write(const summary_format *format, const void *state, uint8_t *binary)
{
	const char *item = (const char *) state + format->size;

	binary = write_integer(binary, (uint64_t) format->version, VERSION_SIZE);
	binary = write_fields(format->fields, format->field_count, state, binary);
	for (int64_t i = item_count(format, state); i > 0; i--, item += format->list.item_size)
	{
		host_check_interrupts_at(i);
		binary = write_fields(format->list.fields, format->list.field_count, item, binary);
	}
}

/* Read some fields, whose bytes are there. Returns the name of the one that is wrong, or NULL. */
static const char *
read_fields(const summary_field *fields, int field_count, const uint8_t **bytes, char *base)
{
	const uint8_t *binary = *bytes;

	for (int i = 0; i < field_count; i++)
	{
		char *field = base + fields[i].offset;
		uint64_t word;
		double number;

		switch (fields[i].kind)
		{
			case FIELD_INTEGER:
				binary = read_integer(binary, &word, 8);
				memcpy(field, &word, sizeof word);
				break;
			case FIELD_DATE:
				binary = read_integer(binary, &word, 4);
				*(int32_t *) field = (int32_t) (uint32_t) word;
				break;
			case FIELD_NUMBER:
				binary = read_integer(binary, &word, 8);
				memcpy(&number, &word, sizeof number);
				if (!isfinite(number))
					return fields[i].name;
				memcpy(field, &number, sizeof number);
				break;
			case FIELD_BYTE:
				*(uint8_t *) field = *binary++;
				break;
			case FIELD_FLAG:
				if (*binary > 1)
					return fields[i].name;
				*(bool *) field = *binary++ == 1;
				break;
			case FIELD_SUM:
				for (int limb = EXACT_SUM_LIMBS - 1; limb >= 0; limb--)
				{
					binary = read_integer(binary, &word, 8);
					((exact_sum *) field)->limb[limb] = word;
				}
				break;
		}
	}
	*bytes = binary;
	return NULL;
}

/* Read a state from the given bytes, into summary_room() bytes. Returns what is wrong with them, or NULL. */
const char *
summary_read(const summary_format *format, const uint8_t *binary, size_t size, void *state)
{
	char *item = (char *) state + format->size;
	uint64_t version;
	const char *problem;

	memset(state, 0, format->size);
	if (size < VERSION_SIZE)
		return "format version missing";
	binary = read_integer(binary, &version, VERSION_SIZE);
	if (version != (uint64_t) format->version)
		return "unknown format version";
	if (size < VERSION_SIZE + fields_size(format->fields, format->field_count))
		return "wrong length";
	problem = read_fields(format->fields, format->field_count, &binary, state);
	if (problem != NULL)
		return problem;
	if (item_count(format, state) < 0 || (size_t) item_count(format, state) > most_items(format, size) ||
		size != summary_binary_size(format, state))
		return "wrong length";
	for (int64_t i = item_count(format, state); i > 0; i--, item += format->list.item_size)
	{
		host_check_interrupts_at(i);
		memset(item, 0, format->list.item_size);
		problem = read_fields(format->list.fields, format->list.field_count, &binary, item);
		if (problem != NULL)
			return problem;
	}
	return format->check(state);
}

static bool
fields_equal(const summary_field *fields, int field_count, const char *a, const char *b)
{
	for (int i = 0; i < field_count; i++)
	{
		size_t offset = fields[i].offset;

		if (memcmp(a + offset, b + offset, field_size(fields[i].kind)) != 0)
			return false;
	}
	return true;
}

/* Whether two states hold the same bits. */
bool
summary_equal(const summary_format *format, const void *a, const void *b)
{
	const char *item_a = (const char *) a + format->size;
	const char *item_b = (const char *) b + format->size;

	if (!fields_equal(format->fields, format->field_count, a, b))
		return false;
	for (int64_t i = item_count(format, a); i > 0; i--)
	{
		host_check_interrupts_at(i);
		if (!fields_equal(format->list.fields, format->list.field_count, item_a, item_b))
			return false;
		item_a += format->list.item_size;
		item_b += format->list.item_size;
	}
	return true;
}

/* What is wrong with a count and a frequency from an untrusted source, or NULL. */
const char *
count_check(int64_t n, double periods_per_year)
{
	if (n < 0 || n > INT64_MAX / 4)
		return "count out of range";
	if (!(periods_per_year >= 0) || !isfinite(periods_per_year))
		return "periods per year out of range";
	return NULL;
}
