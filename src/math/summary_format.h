/*
 * summary_format.h
 *		The text and the binary form of a summary, from a list of its fields.
 *
 * Text is the format version and then the fields in order, separated by spaces:
 * numbers in decimal with enough digits to give back every bit, sums as 64
 * hexadecimal digits. Binary is the same sequence in network byte order. Both
 * come from outside, so that reading checks every field and the whole.
 *
 * A state may end with a list of items, each with fields of its own; one of the
 * state's fields is their number.
 */
#ifndef ROTATION_SUMMARY_FORMAT_H
#define ROTATION_SUMMARY_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum summary_field_kind
{
	FIELD_INTEGER, /* int64_t */
	FIELD_DATE,    /* int32_t */
	FIELD_BYTE,    /* uint8_t */
	FIELD_FLAG,    /* bool */
	FIELD_NUMBER,  /* double, finite */
	FIELD_SUM      /* exact_sum */
} summary_field_kind;

typedef struct summary_field
{
	const char *name;
	summary_field_kind kind;
	size_t offset;
} summary_field;

/* The items after the struct: none if there are no fields. */
typedef struct summary_list
{
	size_t count_offset; /* of an int64_t in the struct */
	size_t item_size;
	int field_count;
	const summary_field *fields;
} summary_list;

typedef struct summary_format
{
	const char *type_name;
	int32_t version;
	size_t size; /* of the struct */
	int field_count;
	const summary_field *fields;
	const char *(*check)(const void *state);
	summary_list list;
} summary_format;

#define SUMMARY_FORMAT(type_name, struct_name, version, fields, check)                                       \
	{                                                                                                        \
		type_name, version, sizeof(struct_name), (int) (sizeof(fields) / sizeof(fields)[0]), fields, check,  \
		{                                                                                                    \
			0                                                                                                \
		}                                                                                                    \
	}

#define SUMMARY_FORMAT_WITH_LIST(type_name, struct_name, version, fields, count, item, item_fields, check)   \
	{                                                                                                        \
		type_name, version, sizeof(struct_name), (int) (sizeof(fields) / sizeof(fields)[0]), fields, check,  \
		{                                                                                                    \
			offsetof(struct_name, count), sizeof(item),                                                      \
				(int) (sizeof(item_fields) / sizeof(item_fields)[0]), item_fields                            \
		}                                                                                                    \
	}

/* The fields that a span adds to a format. */
#define SPAN_FIELDS(struct_name)                                                                             \
	{"n", FIELD_INTEGER, offsetof(struct_name, span.n)},                                                     \
		{"kind of ts", FIELD_BYTE, offsetof(struct_name, span.kind)},                                        \
		{"first ts", FIELD_INTEGER, offsetof(struct_name, span.first_ts)},                                   \
		{"last ts", FIELD_INTEGER, offsetof(struct_name, span.last_ts)},                                     \
		{"first repeated", FIELD_FLAG, offsetof(struct_name, span.first_repeated)},                          \
	{                                                                                                        \
		"last repeated", FIELD_FLAG, offsetof(struct_name, span.last_repeated)                               \
	}

/* The fields of a summary of returns that comes first: how many, and the frequency. */
#define COUNT_FIELDS(struct_name)                                                                            \
	{"n", FIELD_INTEGER, offsetof(struct_name, n)},                                                          \
	{                                                                                                        \
		"periods per year", FIELD_NUMBER, offsetof(struct_name, periods_per_year)                            \
	}

extern const char *count_check(int64_t n, double periods_per_year);

/* Of a state without items. */
#define SUMMARY_MAX_TEXT 2048

extern size_t summary_size(const summary_format *format, const void *state);
extern size_t summary_room(const summary_format *format, size_t length);
extern size_t summary_text_size(const summary_format *format, const void *state);
extern void summary_print(const summary_format *format, const void *state, char *text);
extern const char *summary_parse(const summary_format *format, const char *text, void *state);
extern size_t summary_binary_size(const summary_format *format, const void *state);
extern void summary_write(const summary_format *format, const void *state, uint8_t *binary);
extern const char *summary_read(const summary_format *format, const uint8_t *binary, size_t size,
								void *state);
extern bool summary_equal(const summary_format *format, const void *a, const void *b);

#endif
