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
		case FIELD_SUM:
			return sizeof(exact_sum);
		default:
			return 8;
	}
}

/* Write a state as text into a buffer of SUMMARY_MAX_TEXT bytes. */
void
summary_print(const summary_format *format, const void *state, char *text)
{
	char *end = text + SUMMARY_MAX_TEXT;

	text += snprintf(text, (size_t) (end - text), "%" PRId32, format->version);
	for (int i = 0; i < format->field_count; i++)
	{
		const char *field = (const char *) state + format->fields[i].offset;
		size_t room = (size_t) (end - text);

		switch (format->fields[i].kind)
		{
			case FIELD_INTEGER:
				text += snprintf(text, room, " %" PRId64, *(const int64_t *) field);
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
}

/* Copy the next word of the text; false if there is none or it is too long. */
static bool
next_word(const char **text, char *word)
{
	size_t length;

	*text += strspn(*text, " \t\n\r");
	length = strcspn(*text, " \t\n\r");
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

/* Read a state from text. Returns what is wrong with it, or NULL. */
const char *
summary_parse(const summary_format *format, const char *text, void *state)
{
	char word[MAX_TOKEN + 1];
	int64_t version;

	memset(state, 0, format->size);
	if (!next_word(&text, word) || !parse_integer(word, 0, INT32_MAX, &version))
		return "format version missing";
	if (version != format->version)
		return "unknown format version";
	for (int i = 0; i < format->field_count; i++)
	{
		if (!next_word(&text, word))
			return format->fields[i].name;
		if (!parse_field(word, format->fields[i].kind, (char *) state + format->fields[i].offset))
			return format->fields[i].name;
	}
	if (text[strspn(text, " \t\n\r")] != '\0')
		return "more than its fields";
	return format->check(state);
}

size_t
summary_binary_size(const summary_format *format)
{
	size_t size = VERSION_SIZE;

	for (int i = 0; i < format->field_count; i++)
		size += field_size(format->fields[i].kind);
	return size;
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

/* Write a state into summary_binary_size() bytes. */
void
summary_write(const summary_format *format, const void *state, uint8_t *binary)
{
	binary = write_integer(binary, (uint64_t) format->version, VERSION_SIZE);
	for (int i = 0; i < format->field_count; i++)
	{
		const char *field = (const char *) state + format->fields[i].offset;
		uint64_t word;

		switch (format->fields[i].kind)
		{
			case FIELD_INTEGER:
			case FIELD_NUMBER:
				memcpy(&word, field, sizeof word);
				binary = write_integer(binary, word, 8);
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
}

/* Read a state from the given bytes. Returns what is wrong with them, or NULL. */
const char *
summary_read(const summary_format *format, const uint8_t *binary, size_t size, void *state)
{
	uint64_t word;

	memset(state, 0, format->size);
	if (size < VERSION_SIZE)
		return "format version missing";
	binary = read_integer(binary, &word, VERSION_SIZE);
	if (word != (uint64_t) format->version)
		return "unknown format version";
	if (size != summary_binary_size(format))
		return "wrong length";
	for (int i = 0; i < format->field_count; i++)
	{
		char *field = (char *) state + format->fields[i].offset;
		double number;

		switch (format->fields[i].kind)
		{
			case FIELD_INTEGER:
				binary = read_integer(binary, &word, 8);
				memcpy(field, &word, sizeof word);
				break;
			case FIELD_NUMBER:
				binary = read_integer(binary, &word, 8);
				memcpy(&number, &word, sizeof number);
				if (!isfinite(number))
					return format->fields[i].name;
				memcpy(field, &number, sizeof number);
				break;
			case FIELD_BYTE:
				*(uint8_t *) field = *binary++;
				break;
			case FIELD_FLAG:
				if (*binary > 1)
					return format->fields[i].name;
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
	return format->check(state);
}

/* Whether two states hold the same bits. */
bool
summary_equal(const summary_format *format, const void *a, const void *b)
{
	for (int i = 0; i < format->field_count; i++)
	{
		size_t offset = format->fields[i].offset;

		if (memcmp((const char *) a + offset, (const char *) b + offset,
				   field_size(format->fields[i].kind)) != 0)
			return false;
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
