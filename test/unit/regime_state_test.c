/*
 * regime_state_test.c
 *		Stored states of regimes: built at once, continued, and against the definition.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/yield.h"
#include "math/yield_regimes.h"
#include "support/sound_regimes.h"

#define MAX_N 160

static const frequency frequencies[] = {FREQUENCY_DAY, FREQUENCY_WEEK, FREQUENCY_MONTH, FREQUENCY_QUARTER};
static const char *const frequency_names[] = {"day", "week", "month", "quarter"};

/* Small integers, so that ties are common, on dates with gaps of up to some weeks. */
void
random_yield(int32_t *ts, int64_t *units, int32_t n)
{
	int32_t day = random_below(2000) - 1000;
	int32_t gap = random_below(3) == 0 ? 1 : 1 + random_below(40);
	bool walk = random_below(2) == 0;
	int step = 1 + random_below(5);
	int64_t value = 0;

	for (int32_t i = 0; i < n; i++)
	{
		day += 1 + (random_below(3) == 0) * random_below(gap);
		value = walk ? value + random_below(2 * step + 1) - step : random_below(4 * step) - 2 * step;
		ts[i] = day;
		units[i] = value;
	}
}

static zigzag_threshold
random_thresholds(void)
{
	zigzag_threshold threshold = {1 + random_below(8), 1 + random_below(8)};

	if (random_below(3) == 0)
		threshold.fall = threshold.rise;
	return threshold;
}

static regime_state *
built_at_once(const int32_t *ts, const int64_t *units, int32_t n, const zigzag_threshold *threshold,
			  frequency f)
{
	growing_regimes regimes;

	regimes_begin(&regimes, threshold, f);
	for (int32_t i = 0; i < n; i++)
		regimes_add(&regimes, ts[i], units[i]);
	return regimes.state;
}

/* The regimes from the turns by definition; returns how many. */
static int32_t
regimes_by_definition(const int32_t *ts, const int64_t *units, int32_t n, const zigzag_threshold *threshold,
					  frequency f, regime *regimes)
{
	sample samples[MAX_N];
	turn turns[MAX_N];
	int32_t sample_count = 0;
	int32_t turn_count;
	int32_t count = 0;

	for (int32_t i = 0; i < n; i++)
		if (f == FREQUENCY_DAY)
			samples[sample_count++] = (sample){units[i], ts[i], ts[i]};
		else if (i + 1 < n && calendar_period(ts[i], f) < calendar_period(ts[i + 1], f))
			samples[sample_count++] = (sample){units[i], ts[i], ts[i + 1]};
	turn_count = turns_by_definition(samples, sample_count, threshold, turns);
	if (n < 2)
		return 0;
	if (turn_count == 0 || samples[turns[0].sample].ts != ts[0])
		regimes[count++] = (regime){
			.start_ts = ts[0],
			.start_value = units[0],
			.confirmed = turn_count == 0 ? NOT_CONFIRMED : samples[turns[0].confirmed].known,
			.direction = REGIME_FLAT,
		};
	for (int32_t i = 0; i < turn_count; i++)
		regimes[count++] = (regime){
			.start_ts = samples[turns[i].sample].ts,
			.start_value = samples[turns[i].sample].value,
			.confirmed = samples[turns[i].confirmed].known,
			.direction = turns[i].high ? REGIME_FALLING : REGIME_RISING,
		};
	for (int32_t i = 0; i < count; i++)
	{
		regimes[i].provisional = i + 1 == count;
		regimes[i].end_ts = i + 1 == count ? ts[n - 1] : regimes[i + 1].start_ts;
		regimes[i].end_value = i + 1 == count ? units[n - 1] : regimes[i + 1].start_value;
	}
	return count;
}

static void
check_definition(void)
{
	int wrong = 0;
	int not_as_found = 0;
	long turns = 0;

	for (int trial = 0; trial < 8000; trial++)
	{
		int32_t ts[MAX_N];
		int64_t units[MAX_N];
		int32_t n = 1 + random_below(MAX_N);
		regime_rule rule = {.frequency = frequencies[trial % LENGTH(frequencies)],
							.threshold = random_thresholds()};
		regime expected[MAX_N];
		int32_t count;
		int32_t found_count;
		regime_state *state;
		regime *regimes;
		regime *found;

		random_yield(ts, units, n);
		state = built_at_once(ts, units, n, &rule.threshold, rule.frequency);
		turns += state->turns;
		regimes = regimes_of_state(state, &count);
		wrong += regimes_by_definition(ts, units, n, &rule.threshold, rule.frequency, expected) != count ||
				 !equal_regimes(regimes, expected, count);
		not_as_found +=
			find_regimes(&(yield_series){n, ts, units}, NULL, &rule, &found, &found_count) != REGIMES_FOUND ||
			found_count != count || !equal_regimes(regimes, found, count);
		host_free(found);
		host_free(regimes);
		host_free(state);
	}
	check(wrong == 0 && turns > 10000, "the regimes of 8000 random states agree with the definition");
	check(not_as_found == 0, "and with those found in the rows");
}

/* Row by row, each time from a copy of the state before. */
static void
check_row_by_row(frequency f, const char *name)
{
	int different = 0;
	int repainted = 0;
	int unsound = 0;
	int not_copied = 0;
	long turns = 0;

	for (int trial = 0; trial < 100; trial++)
	{
		int32_t ts[MAX_N];
		int64_t units[MAX_N];
		zigzag_threshold threshold = random_thresholds();
		regime_state *whole;
		growing_regimes regimes;

		random_yield(ts, units, MAX_N);
		whole = built_at_once(ts, units, MAX_N, &threshold, f);
		regimes_begin(&regimes, &threshold, f);
		for (int32_t i = 0; i < MAX_N; i++)
		{
			regime_state *prefix = built_at_once(ts, units, i + 1, &threshold, f);
			regime_state *before = regimes.state;
			regime_state *same = built_at_once(ts, units, i, &threshold, f);

			regimes_continue(&regimes, before);
			regimes_add(&regimes, ts[i], units[i]);
			different += !summary_equal(&regime_state_format, regimes.state, prefix);
			not_copied += !summary_equal(&regime_state_format, before, same);
			unsound += !stays_sound(regimes.state, random_bits());
			repainted += prefix->turns > whole->turns ||
						 memcmp(prefix->pivots, whole->pivots, (size_t) prefix->turns * sizeof(pivot)) != 0;
			/* those confirmed by now, all of them */
			repainted += prefix->turns < whole->turns && whole->pivots[prefix->turns].confirmed <= ts[i];
			host_free(before);
			host_free(prefix);
			host_free(same);
		}
		turns += whole->turns;
		host_free(regimes.state);
		host_free(whole);
	}
	check(different == 0, "%s: a state continued row by row has the bits of one built at once", name);
	check(not_copied == 0, "%s: continuing leaves the state before as it is", name);
	check(repainted == 0 && turns > 100, "%s: no turn changes as rows are added, and none is late", name);
	check(unsound == 0, "%s: every state on the way is accepted and sound", name);
}

/* In stretches of any length, stored as bytes and as text between them. */
static void
check_stretches(void)
{
	int different = 0;
	int refused = 0;
	long stretches = 0;

	for (int trial = 0; trial < 2000; trial++)
	{
		int32_t ts[MAX_N];
		int64_t units[MAX_N];
		int32_t n = 1 + random_below(MAX_N);
		frequency f = frequencies[trial % LENGTH(frequencies)];
		zigzag_threshold threshold = random_thresholds();
		regime_state *whole;
		growing_regimes regimes;

		random_yield(ts, units, n);
		whole = built_at_once(ts, units, n, &threshold, f);
		regimes_begin(&regimes, &threshold, f);
		for (int32_t i = 0; i < n; stretches++)
		{
			size_t size = summary_binary_size(&regime_state_format, regimes.state);
			uint8_t *binary = malloc(size);
			regime_state *stored = malloc(summary_room(&regime_state_format, size));
			char *text = malloc(summary_text_size(&regime_state_format, regimes.state));
			regime_state *parsed;

			summary_write(&regime_state_format, regimes.state, binary);
			refused += summary_read(&regime_state_format, binary, size, stored) != NULL;
			summary_print(&regime_state_format, stored, text);
			parsed = malloc(summary_room(&regime_state_format, strlen(text)));
			refused += summary_parse(&regime_state_format, text, parsed) != NULL;
			host_free(regimes.state);
			regimes_continue(&regimes, parsed);
			free(binary);
			free(stored);
			free(text);
			free(parsed);
			for (int32_t end = i + 1 + random_below(n - i); i < end; i++)
				regimes_add(&regimes, ts[i], units[i]);
		}
		different += !summary_equal(&regime_state_format, regimes.state, whole);
		host_free(regimes.state);
		host_free(whole);
	}
	check(different == 0 && refused == 0 && stretches > 5000,
		  "stored and continued in stretches, states have the bits of those built at once");
}

static void
check_exhibit1(void)
{
	const zigzag_threshold threshold = {2500000000, 2500000000};
	const int turns[] = {0, 4, 6, 10};
	const int confirmed[] = {3, 6, 9, 13};
	int32_t ts[EXHIBIT1_MONTHS];
	int64_t units[EXHIBIT1_MONTHS];
	regime_state *state;
	bool right;

	exhibit1_yields(ts, units);
	state = built_at_once(ts, units, EXHIBIT1_MONTHS, &threshold, FREQUENCY_MONTH);
	right = state->n == EXHIBIT1_MONTHS && state->turns == LENGTH(turns);
	for (int i = 0; i < LENGTH(turns); i++)
		right = right && state->pivots[i].ts == ts[turns[i]] && state->pivots[i].value == units[turns[i]] &&
				state->pivots[i].confirmed == ts[confirmed[i]];
	check(right, "the turns of exhibit 1 at 25 bp");
	host_free(state);
}

static void
check_few_rows(void)
{
	const zigzag_threshold threshold = {1, 1};
	const zigzag_threshold largest = {yield_units(YIELD_MAX), yield_units(YIELD_MAX)};
	const int32_t ts[] = {DATE_MIN, DATE_END - 1};
	const int64_t units[] = {-yield_units(YIELD_MAX), yield_units(YIELD_MAX)};
	int wrong = 0;

	for (int f = 0; f < LENGTH(frequencies); f++)
		for (int n = 0; n <= 2; n++)
		{
			regime_state *state = built_at_once(ts, units, n, n == 2 ? &largest : &threshold, frequencies[f]);
			int32_t count;
			regime *regimes = regimes_of_state(state, &count);

			wrong += !stays_sound(state, random_bits()) || state->n != n || count != (n == 2) ||
					 state->turns != (n == 2 && frequencies[f] == FREQUENCY_DAY);
			host_free(regimes);
			host_free(state);
		}
	check(wrong == 0, "no rows, one, and two at the ends of what there is");
}

void
regime_state_test(void)
{
	random_seed(15);
	check_definition();
	for (int f = 0; f < LENGTH(frequencies); f++)
		check_row_by_row(frequencies[f], frequency_names[f]);
	check_stretches();
	check_exhibit1();
	check_few_rows();
}
