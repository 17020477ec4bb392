/*
 * interrupts_test.c
 *		How often long work asks whether it is to stop: in each of its passes over the
 *		data, so that none goes on for long.
 */
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/index_contribution.h"
#include "math/index_engine.h"
#include "math/index_state.h"
#include "math/rounded_parts.h"

#define N 100000
#define STEP 4096

static long before;

static void
begin(void)
{
	before = interrupt_checks;
}

/* At least so many passes over N items, as far as one can tell from outside. */
static void
check_passes(int passes, const char *what)
{
	long asked = interrupt_checks - before;

	check(asked >= (long) passes * (N / STEP), "%s asks in each of its %d passes", what, passes);
}

/* Close three dates of an index of N members, of whom one is missing on the second. */
static void
check_closes(index_rule rule, index_contribution *contribution, int passes, const char *what)
{
	index_engine engine;
	index_problem problem = INDEX_OK;

	rule.rebalance = FREQUENCY_DAY;
	rule.base = 100;
	rule.cap = 0.5;
	index_begin(&engine, &rule);
	engine.contribution = contribution;
	begin();
	for (int32_t ts = 0; ts < 3; ts++)
		for (int32_t i = ts == 1; i < N && problem == INDEX_OK; i++)
			problem = index_add(
				&engine, &(index_row){ts, i, i % 11, 100 + i % 7 + ts, 0, 1, 1000 + random_below(100)});
	check(problem == INDEX_OK && index_finish(&engine) == INDEX_OK, "%s: closed", what);
	check_passes(passes, what);
	index_end(&engine);
}

static void
check_index(void)
{
	index_contribution contribution;
	contribution_row *rows;
	int32_t *places = malloc(2 * (N + 1) * sizeof(int32_t));

	/* each date sets the targets, sums them and strikes; the second has someone missing */
	check_closes((index_rule){.weighting = WEIGHT_EQUAL}, NULL, 10, "an equally weighted index");
	check_closes((index_rule){.weighting = WEIGHT_CAP, .missing = MISSING_DROP}, NULL, 16,
				 "an index by capitalisation");
	check_closes((index_rule){.weighting = WEIGHT_SECTOR_EQUAL}, NULL, 19, "an index equal by sector");
	check_closes((index_rule){.weighting = WEIGHT_CAPPED}, NULL, 25, "a capped index");

	index_contribution_begin(&contribution, false, INT32_MIN, INT32_MAX);
	check_closes((index_rule){.weighting = WEIGHT_EQUAL}, &contribution, 19, "an index with contributions");
	for (int32_t i = 0; i < 2 * (N + 1); i++)
		places[i] = i;
	begin();
	check(index_contribution_rows(&contribution, places, &rows) == N, "contributions of all members");
	check_passes(8, "rounding contributions");
	host_free(rows);
	index_contribution_end(&contribution);
	free(places);
}

/* Store an index of N members and as many sectors, and read it back. */
static void
check_index_state(bool text_members)
{
	const index_rule rule = {.weighting = WEIGHT_EQUAL, .rebalance = FREQUENCY_DAY, .base = 100};
	named_index index = {.text_members = text_members, .sector_count = N};
	named_index read;
	char(*names)[8] = malloc(N * sizeof *names);
	int64_t *numbers = malloc(N * sizeof *numbers);
	uint8_t *bytes;
	size_t size;

	index.members = malloc(N * sizeof(index_name));
	index.sectors = malloc(N * sizeof(index_name));
	index_begin(&index.engine, &rule);
	for (int32_t i = 0; i < N; i++)
	{
		numbers[i] = N - i;
		for (int32_t digit = 0, rest = i; digit < 8; digit++, rest /= 10)
			names[i][digit] = (char) ('0' + rest % 10);
		index.sectors[i] = (index_name){names[i], 8};
		index.members[i] = text_members ? index.sectors[i] : (index_name){(char *) &numbers[i], 8};
		index_add(&index.engine, &(index_row){0, i, i, 100, 0, 1, NAN});
	}
	begin();
	size = index_state_write(&index, NULL);
	check_passes(4, "storing an index");
	bytes = malloc(size);
	index_state_write(&index, bytes);
	begin();
	check(index_state_read(bytes, size, &read) == NULL, "a stored index is read back");
	check_passes(3, "reading a stored index");
	index_state_end(&read);
	index_end(&index.engine);
	free(index.members);
	free(index.sectors);
	free(names);
	free(numbers);
	free(bytes);
}

static void
check_regime_state(void)
{
	const zigzag_threshold threshold = {1, 1};
	growing_regimes regimes;
	regime *found;
	int32_t count;
	char *text;
	uint8_t *binary;
	size_t size;
	regime_state *read;

	regimes_begin(&regimes, &threshold, FREQUENCY_DAY);
	for (int32_t i = 0; i < N + 10; i++)
		regimes_add(&regimes, i, i % 2);
	begin();
	found = regimes_of_state(regimes.state, &count);
	check_passes(1, "listing regimes");
	host_free(found);

	text = malloc(summary_text_size(&regime_state_format, regimes.state) + N);
	begin();
	summary_print(&regime_state_format, regimes.state, text);
	check_passes(1, "printing a state");
	read = malloc(summary_room(&regime_state_format, strlen(text) + N));
	begin();
	check(summary_parse(&regime_state_format, text, read) == NULL, "a printed state is read back");
	check_passes(2, "reading a state from text, and checking it,");
	begin();
	check(summary_equal(&regime_state_format, read, regimes.state), "and the same");
	check_passes(1, "comparing states");

	size = summary_binary_size(&regime_state_format, read);
	binary = malloc(size);
	begin();
	summary_write(&regime_state_format, read, binary);
	check_passes(1, "writing a state as bytes");
	begin();
	check(summary_read(&regime_state_format, binary, size, read) == NULL, "a written state is read back");
	check_passes(2, "reading a state from bytes, and checking it,");

	memset(text, ' ', N);
	text[N] = '\0';
	begin();
	check(summary_parse(&regime_state_format, text, read) != NULL, "blanks are no state");
	check_passes(1, "reading blanks");
	host_free(regimes.state);
	free(binary);
	free(text);
	free(read);
}

void
interrupts_test(void)
{
	check_index();
	check_index_state(true);
	check_index_state(false);
	check_regime_state();
}
