/*
 * summaries.c
 *		Summaries from outside, as text and as bytes.
 *
 * Whatever is accepted must come back from its own text and bytes as it is, and
 * must neither break a merge nor a figure that is read from it; regimes must be
 * sound, also with rows added.
 *
 * The first byte says what the rest is: a summary of one of the types, or two of
 * them, which are merged.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/regime_state.h"
#include "math/yield.h"
#include "support/round_trip.h"
#include "support/sound_regimes.h"

/* How the server uses a type. */
typedef struct summary_use
{
	const summary_format *format;
	bool has_span;
	bool has_frequency;
	bool in_order;                                           /* only a later stretch can be merged */
	bool (*merge)(any_state *state, const any_state *other); /* NULL if states are never merged */
	void (*read_figures)(const any_state *state);            /* NULL for regimes */
} summary_use;

static void
require_between(double figure, double low, double high, const char *what)
{
	require(isnan(figure) || (figure >= low && figure <= high), what);
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
	require_between(level_total_return(&state->level), -1, INFINITY, "level_total_return is out of range");
	require_between(level_price_return(&state->level), -1, INFINITY, "level_price_return is out of range");
	require_between(level_income_return(&state->level), 0, INFINITY, "level_income_return is out of range");
	require_between(level_annualized_return(&state->level, false), -1, INFINITY,
					"level_annualized_return is out of range");
	require_between(level_annualized_return(&state->level, true), -1, INFINITY,
					"level_annualized_return is out of range");
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
	require_between(pair_return_a(&state->pair), -1, INFINITY, "pair_return_a is out of range");
	require_between(pair_return_b(&state->pair), -1, INFINITY, "pair_return_b is out of range");
	require_between(pair_arithmetic(&state->pair), -INFINITY, INFINITY, "pair_arithmetic is out of range");
	require_between(pair_geometric(&state->pair), -1, INFINITY, "pair_geometric is out of range");
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
	require_between(yield_change(&state->yield), -2e10, 2e10, "yield_change is out of range");
}

static bool
merge_returns(any_state *state, const any_state *other)
{
	return return_merge(&state->returns, &other->returns);
}

static void
read_returns(const any_state *state)
{
	require_between(return_compound(&state->returns), -1, INFINITY, "return_compound is out of range");
	require_between(return_annualized(&state->returns), -1, INFINITY, "return_annualized is out of range");
	require_between(return_annualized_volatility(&state->returns), 0, INFINITY,
					"return_annualized_volatility is out of range");
}

static bool
merge_excess(any_state *state, const any_state *other)
{
	return excess_merge(&state->excess, &other->excess);
}

static void
read_excess(const any_state *state)
{
	require_between(excess_sharpe_ratio(&state->excess), -INFINITY, INFINITY,
					"excess_sharpe_ratio is out of range");
	require_between(excess_sortino_ratio(&state->excess), -INFINITY, INFINITY,
					"excess_sortino_ratio is out of range");
	require_between(excess_downside_deviation(&state->excess), 0, INFINITY,
					"excess_downside_deviation is out of range");
}

static bool
merge_return_pair(any_state *state, const any_state *other)
{
	return return_pair_merge(&state->return_pair, &other->return_pair);
}

static void
read_return_pair(const any_state *state)
{
	require_between(return_pair_tracking_error(&state->return_pair), 0, INFINITY,
					"return_pair_tracking_error is out of range");
	require_between(return_pair_information_ratio(&state->return_pair), -INFINITY, INFINITY,
					"return_pair_information_ratio is out of range");
	require_between(return_pair_beta(&state->return_pair), -INFINITY, INFINITY,
					"return_pair_beta is out of range");
	require_between(return_pair_alpha(&state->return_pair), -INFINITY, INFINITY,
					"return_pair_alpha is out of range");
	require_between(return_pair_correlation(&state->return_pair), -1, 1,
					"return_pair_correlation is out of range");
	require_between(return_pair_up_capture(&state->return_pair), -INFINITY, INFINITY,
					"return_pair_up_capture is out of range");
	require_between(return_pair_down_capture(&state->return_pair), -INFINITY, INFINITY,
					"return_pair_down_capture is out of range");
	require_between(return_pair_hit_rate(&state->return_pair), 0, 1, "return_pair_hit_rate is out of range");
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
	require_between(state->drawdown.depth, -1, 0, "depth is out of range");
}

static bool
merge_breadth(any_state *state, const any_state *other)
{
	return breadth_merge(&state->breadth, &other->breadth);
}

static void
read_breadth(const any_state *state)
{
	require(breadth_unchanged(&state->breadth) >= 0, "more advancers and decliners than members");
	require_between(breadth_advancing_share(&state->breadth), 0, 1,
					"breadth_advancing_share is out of range");
	require_between(breadth_advance_decline_ratio(&state->breadth), 0, INFINITY,
					"breadth_advance_decline_ratio is out of range");
}

static bool
merge_weights(any_state *state, const any_state *other)
{
	return weight_merge(&state->weights, &other->weights);
}

static void
read_weights(const any_state *state)
{
	require_between(weight_herfindahl(&state->weights), 0, INFINITY, "weight_herfindahl is out of range");
	require_between(weight_effective_n(&state->weights), 0, INFINITY, "weight_effective_n is out of range");
}

static bool
merge_earnings(any_state *state, const any_state *other)
{
	return earnings_merge(&state->earnings, &other->earnings);
}

static void
read_earnings(const any_state *state)
{
	require_between(earnings_price_multiple(&state->earnings, true), 0, INFINITY,
					"earnings_price_multiple is out of range");
	require_between(earnings_price_multiple(&state->earnings, false), 0, INFINITY,
					"earnings_price_multiple is out of range");
}

static bool
merge_contribution(any_state *state, const any_state *other)
{
	return contribution_merge(&state->contribution, &other->contribution);
}

static void
read_contribution(const any_state *state)
{
	require_between(contribution_total(&state->contribution), -INFINITY, INFINITY,
					"contribution_total is out of range");
}

static bool
merge_linked_effect(any_state *state, const any_state *other)
{
	return linked_effect_merge(&state->linked_effect, &other->linked_effect);
}

static void
read_linked_effect(const any_state *state)
{
	require_between(linked_effect_carino(&state->linked_effect), -INFINITY, INFINITY,
					"linked_effect_carino is out of range");
}

static const summary_use uses[] = {
	{&level_format, true, false, false, merge_level, read_level},
	{&pair_format, true, false, false, merge_pair, read_pair},
	{&yield_format, true, false, false, merge_yield, read_yield},
	{&return_format, false, true, false, merge_returns, read_returns},
	{&excess_format, false, true, false, merge_excess, read_excess},
	{&return_pair_format, false, true, false, merge_return_pair, read_return_pair},
	{&drawdown_format, true, false, true, merge_drawdown, read_drawdown},
	{&regime_state_format, false, false, false, NULL, NULL},
	{&breadth_format, false, false, false, merge_breadth, read_breadth},
	{&weight_format, false, false, false, merge_weights, read_weights},
	{&earnings_format, false, false, false, merge_earnings, read_earnings},
	{&contribution_format, false, false, false, merge_contribution, read_contribution},
	{&linked_effect_format, false, false, false, merge_linked_effect, read_linked_effect},
};

static void
require_round_trip(const summary_format *format, const void *state)
{
	const char *problem = round_trip_problem(format, state);

	require(problem == NULL, problem);
}

/* The first or last moments of two states differ, so that it is clear whose prices are the ends. */
static bool
has_clear_ends(const span *a, const span *b)
{
	return a->n == 0 || b->n == 0 || (a->first_ts != b->first_ts && a->last_ts != b->last_ts);
}

/* Merge as the server does: what does not go together is refused there, and what runs over afterwards. */
static void
check_merge(const summary_use *use, const any_state *a, const any_state *b)
{
	any_state state;
	any_state reverse;

	memcpy(&state, a, use->format->size);
	memcpy(&reverse, b, use->format->size);
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
	use->read_figures(&state);
	require_round_trip(use->format, &state);
	if (!use->in_order && (!use->has_span || has_clear_ends(&a->span, &b->span)))
	{
		require(use->merge(&reverse, a), "merging depends on the order");
		require(summary_equal(use->format, &state, &reverse), "merging the other way gives another state");
	}
}

/* Read a state and look at it alone; NULL if it is refused. Text goes up to the first byte of 0. */
static void *
accepted_state(const summary_use *use, bool is_text, const uint8_t *data, size_t size)
{
	/* a block of just that length, so that a checker of memory sees a read beyond it */
	uint8_t *block = block_of(size + is_text);
	size_t length;
	void *state;
	const char *problem;

	if (size > 0)
		memcpy(block, data, size);
	if (is_text)
		block[size] = '\0';
	length = is_text ? strlen((const char *) block) : size;
	state = block_of(summary_room(use->format, length));
	problem = is_text ? summary_parse(use->format, (const char *) block, state)
					  : summary_read(use->format, block, size, state);
	if (problem == NULL)
	{
		if (!is_text)
		{
			uint8_t *again = block_of(size);

			require(summary_binary_size(use->format, state) == size, "the bytes have another length");
			summary_write(use->format, state, again);
			require(memcmp(again, data, size) == 0, "the bytes are others");
			free(again);
		}
		require_round_trip(use->format, state);
		if (use->read_figures != NULL)
			use->read_figures(state);
		else
			/* the rows that are added differ from state to state */
			require(stays_sound(state, (uint64_t) size * 0x9e3779b97f4a7c15),
					"regimes are not sound, or not with rows added");
	}
	free(block);
	if (problem == NULL)
		return state;
	free(state);
	return NULL;
}

void
fuzz_summaries(input *in)
{
	int choice = take_byte(in);
	const summary_use *use = &uses[choice % LENGTH(uses)];
	bool is_text = choice / LENGTH(uses) % 2 == 0;
	size_t size = in->left;
	size_t second = size;
	any_state *a;
	any_state *b;

	if (choice / LENGTH(uses) / 2 % 2 == 1 && use->merge != NULL)
	{
		second = size / 2;
		if (is_text && memchr(in->next, '\0', size) != NULL)
			second = (size_t) ((const uint8_t *) memchr(in->next, '\0', size) - in->next) + 1;
	}
	a = accepted_state(use, is_text, in->next, second);
	b = second == size ? NULL : accepted_state(use, is_text, in->next + second, size - second);
	if (a != NULL && b != NULL)
		check_merge(use, a, b);
	if (a != NULL && use->merge != NULL)
		check_merge(use, a, a);
	free(a);
	free(b);
}
