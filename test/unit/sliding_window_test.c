/*
 * sliding_window_test.c
 *		Windows of states against states made afresh from the window's rows.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/host.h"
#include "math/level_state.h"
#include "math/sliding_window.h"

static long merges;

static bool
merge_levels(void *older, const void *newer)
{
	merges++;
	return level_merge(older, newer);
}

/* An order-sensitive combination: strings of up to 63 letters. */
typedef struct word
{
	char letters[64];
} word;

static bool
merge_words(void *older, const void *newer)
{
	word *a = older;
	const word *b = newer;

	if (strlen(a->letters) + strlen(b->letters) >= sizeof a->letters)
		return false;
	strcat(a->letters, b->letters);
	return true;
}

static void
end_window(sliding_window *window)
{
	host_free(window->front.states);
	host_free(window->back.states);
	host_free(window->back_total);
}

static void
add_level(level_state *state, int row)
{
	/* any function of the row will do for its price, dividend and split */
	double price = 50 + row * 37 % 101;
	double income = row % 3 == 0 ? log1p(row % 7 / price) : 0;
	double split = row % 5 == 0 ? log(0.5 + row % 4) : 0;

	level_add_factors(state, span_add(&state->span, row, TS_DATE), price, income, split);
}

static void
check_levels(void)
{
	sliding_window window;
	int first = 0;
	int next = 0;
	int wrong = 0;
	int wrong_empty = 0;

	sliding_init(&window, sizeof(level_state), merge_levels);
	for (int step = 0; step < 20000; step++)
	{
		/* stretches of growing and of shrinking windows */
		bool push = first == next || random_below(100) < (step / 700 % 2 ? 35 : 60);
		level_state total;
		level_state again = {0};

		if (push)
		{
			level_state row = {0};

			add_level(&row, next++);
			sliding_push(&window, &row);
		}
		else
		{
			sliding_pop(&window);
			first++;
		}
		wrong_empty += sliding_is_empty(&window) != (first == next);
		if (first == next)
			continue;
		for (int row = first; row < next; row++)
			add_level(&again, row);
		wrong += !sliding_total(&window, &total) || !summary_equal(&level_format, &total, &again);
	}
	end_window(&window);
	check(wrong == 0, "random windows have the bits of fresh states");
	check(wrong_empty == 0, "a window knows when it is empty");
}

static void
check_words(void)
{
	sliding_window window;
	char text[1001];
	int first = 0;
	int wrong = 0;
	word total;

	sliding_init(&window, sizeof(word), merge_words);
	for (int i = 0; i < 1000; i++)
	{
		word letter = {{0}};

		letter.letters[0] = text[i] = (char) ('a' + random_below(26));
		sliding_push(&window, &letter);
		while (i + 1 - first > 1 + random_below(20))
		{
			sliding_pop(&window);
			first++;
		}
		wrong += !sliding_total(&window, &total) ||
				 strncmp(total.letters, text + first, (size_t) (i + 1 - first)) ||
				 total.letters[i + 1 - first] != '\0';
	}
	check(wrong == 0, "states are combined in the order of their rows");

	while (!sliding_is_empty(&window))
		sliding_pop(&window);
	for (int i = 0; i < 63; i++)
		sliding_push(&window, &(word){"x"});
	check(sliding_total(&window, &total) && !sliding_push(&window, &(word){"x"}),
		  "a combination out of range is reported");
	end_window(&window);
}

/* The cost of a row does not grow with the window. */
static void
check_cost(int width)
{
	sliding_window window;
	const int rows = 50 * width;

	merges = 0;
	sliding_init(&window, sizeof(level_state), merge_levels);
	for (int row = 0; row < rows; row++)
	{
		level_state state = {0};

		add_level(&state, row);
		sliding_push(&window, &state);
		if (row >= width)
			sliding_pop(&window);
		sliding_total(&window, &state);
	}
	end_window(&window);
	check(merges <= 3L * rows, "at most three merges a row in a window of %d", width);
}

void
sliding_window_test(void)
{
	random_seed(6);
	check_levels();
	check_words();
	check_cost(21);
	check_cost(2520);
}
