/*
 * extreme_moves_test.c
 *		Lists of the largest and smallest moves against sorting.
 */
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/extreme_moves.h"

typedef struct move
{
	double ts;
	double value;
} move;

static double order_sign;

static int
compare_moves(const void *a, const void *b)
{
	const move *x = a;
	const move *y = b;

	if (x->value != y->value)
		return order_sign * x->value > order_sign * y->value ? -1 : 1;
	return x->ts < y->ts ? -1 : x->ts > y->ts;
}

/* Random moves with many ties, in random order. */
static bool
agrees_with_sorting(int n, int wanted, double sign)
{
	move moves[200];
	int32_t order[200];
	double list[MOVES_LENGTH(200)] = {wanted, sign};
	int length = MOVES_HEADER;
	int kept = n < wanted ? n : wanted;

	for (int i = 0; i < n; i++)
		moves[i] = (move){i, (random_below(21) - 10) / 8.0};
	random_order(order, n);
	for (int i = 0; i < n; i++)
	{
		const move *m = &moves[order[i]];

		if (moves_would_keep(list, length, m->ts, m->value))
			length = moves_insert(list, length, m->ts, m->value);
	}
	order_sign = sign;
	qsort(moves, (size_t) n, sizeof(move), compare_moves);
	return length == MOVES_LENGTH(kept) &&
		   memcmp(list + MOVES_HEADER, moves, (size_t) kept * sizeof(move)) == 0 &&
		   moves_check(list, length) == NULL;
}

static void
check_lists(void)
{
	int wrong = 0;

	for (int trial = 0; trial < 5000; trial++)
		wrong += !agrees_with_sorting(random_below(200), 1 + random_below(20), trial % 2 ? 1 : -1);
	check(wrong == 0, "the k first of the sorted moves, earlier ones first among equals");
	wrong = 0;
	for (int n = 0; n < 40; n++)
		wrong += !agrees_with_sorting(n, 20, 1);
	check(wrong == 0, "lists that do not fill up, and that just do");
}

static void
check_untrusted_lists(void)
{
	static const struct
	{
		double list[6];
		int length;
		const char *what;
	} cases[] = {
		{{2, 1, 10, 0.5, 20, 0.25}, 6, NULL},
		{{2, 1}, 2, NULL},
		{{2, 1, 10, 0.5}, 3, "half a move"},
		{{2}, 1, "no header"},
		{{0, 1}, 2, "no move wanted"},
		{{1001, 1}, 2, "too many wanted"},
		{{1.5, 1, 10, 0.5}, 4, "one and a half wanted"},
		{{NAN, 1}, 2, "NaN wanted"},
		{{1, 1, 10, 0.5, 20, 0.25}, 6, "more than wanted"},
		{{2, 0, 10, 0.5}, 4, "a sign of 0"},
		{{2, 1, 10.5, 0.5}, 4, "half a day"},
		{{2, 1, NAN, 0.5}, 4, "a ts that is NaN"},
		{{2, 1, 2145031949, 0.5}, 4, "a date after the last"},
		{{2, 1, 10, INFINITY}, 4, "an infinite value"},
		{{2, 1, 10, NAN}, 4, "a value that is NaN"},
		{{2, 1, 10, 0.25, 20, 0.5}, 6, "moves in the wrong order"},
		{{2, -1, 10, 0.5, 20, 0.25}, 6, "the smallest in the wrong order"},
		{{2, 1, 20, 0.5, 10, 0.5}, 6, "equal moves in the wrong order"},
	};

	int wrong = 0;

	for (int i = 0; i < LENGTH(cases); i++)
		if ((moves_check(cases[i].list, cases[i].length) == NULL) != (cases[i].what == NULL))
		{
			printf("# %s\n", cases[i].what == NULL ? "a good list" : cases[i].what);
			wrong++;
		}
	check(wrong == 0, "of untrusted lists just the good ones are accepted");
}

void
extreme_moves_test(void)
{
	random_seed(7);
	check_lists();
	check_untrusted_lists();
}
