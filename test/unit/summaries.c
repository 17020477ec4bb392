/*
 * summaries.c
 *		The formats of the summary types. The SQL side keeps its own with its functions.
 */
#include "test.h"

#include "math/level_state.h"
#include "math/pair_state.h"
#include "math/return_state.h"
#include "math/yield_state.h"

#define SPAN_FIELDS(struct_name)                                                                             \
	{"n", FIELD_INTEGER, offsetof(struct_name, span.n)},                                                     \
		{"kind of ts", FIELD_BYTE, offsetof(struct_name, span.kind)},                                        \
		{"first ts", FIELD_INTEGER, offsetof(struct_name, span.first_ts)},                                   \
		{"last ts", FIELD_INTEGER, offsetof(struct_name, span.last_ts)},                                     \
		{"first repeated", FIELD_FLAG, offsetof(struct_name, span.first_repeated)},                          \
	{                                                                                                        \
		"last repeated", FIELD_FLAG, offsetof(struct_name, span.last_repeated)                               \
	}

static const summary_field level_fields[] = {
	SPAN_FIELDS(level_state),
	{"first price", FIELD_NUMBER, offsetof(level_state, first_price)},
	{"first income", FIELD_NUMBER, offsetof(level_state, first_income)},
	{"first split", FIELD_NUMBER, offsetof(level_state, first_split)},
	{"last price", FIELD_NUMBER, offsetof(level_state, last_price)},
	{"income", FIELD_SUM, offsetof(level_state, income)},
	{"split", FIELD_SUM, offsetof(level_state, split)},
};

static const summary_field pair_fields[] = {
	SPAN_FIELDS(pair_state),
	{"first a", FIELD_NUMBER, offsetof(pair_state, first_a)},
	{"first b", FIELD_NUMBER, offsetof(pair_state, first_b)},
	{"last a", FIELD_NUMBER, offsetof(pair_state, last_a)},
	{"last b", FIELD_NUMBER, offsetof(pair_state, last_b)},
};

static const summary_field return_fields[] = {
	{"n", FIELD_INTEGER, offsetof(return_state, n)},
	{"total losses", FIELD_INTEGER, offsetof(return_state, total_losses)},
	{"periods per year", FIELD_NUMBER, offsetof(return_state, periods_per_year)},
	{"log growth", FIELD_SUM, offsetof(return_state, log_growth)},
};

static const summary_field yield_fields[] = {
	SPAN_FIELDS(yield_state),
	{"first yield", FIELD_NUMBER, offsetof(yield_state, first_yield)},
	{"last yield", FIELD_NUMBER, offsetof(yield_state, last_yield)},
};

const summary_format level_format = {
	"level_summary", 1, sizeof(level_state), LENGTH(level_fields), level_fields, level_check,
};

const summary_format pair_format = {
	"pair_summary", 1, sizeof(pair_state), LENGTH(pair_fields), pair_fields, pair_check,
};

const summary_format return_format = {
	"return_summary", 1, sizeof(return_state), LENGTH(return_fields), return_fields, return_check,
};

const summary_format yield_format = {
	"yield_summary", 1, sizeof(yield_state), LENGTH(yield_fields), yield_fields, yield_check,
};
