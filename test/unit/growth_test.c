/*
 * growth_test.c
 *		Compounded returns against their product.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/growth.h"

static bool
equal_growths(const growth *a, const growth *b)
{
	return a->total_losses == b->total_losses && memcmp(&a->logarithm, &b->logarithm, sizeof(exact_sum)) == 0;
}

static void
check_products(void)
{
	int wrong = 0;

	for (int trial = 0; trial < 3000; trial++)
	{
		int n = 1 + random_below(100);
		growth g = {0, {{0}}};
		long double product = 1;

		for (int i = 0; i < n; i++)
		{
			double r = 0.4 * random_fraction() - 0.2;

			growth_add(&g, r);
			product *= 1 + (long double) r;
		}
		wrong += !is_near(growth_return(&g, 1), (double) (product - 1), 1e-14);
		wrong += !is_near(growth_return(&g, 12.0 / n), (double) (powl(product, 12.0L / n) - 1), 1e-13);
	}
	check(wrong == 0, "growth is the product of 1 + r, to a power");
}

static void
check_small_returns(void)
{
	growth g = {0, {{0}}};

	check(growth_return(&g, 1) == 0, "no returns are no growth");
	for (int i = 0; i < 1000; i++)
		growth_add(&g, 1e-18);
	check(fabs(growth_return(&g, 1) - 1e-15) <= 1e-30, "returns too small to change 1 add up");
	for (int i = 0; i < 1000; i++)
		growth_subtract(&g, 1e-18);
	check(exact_sum_is_zero(&g.logarithm), "and leave no trace");
}

static void
check_order(void)
{
	enum
	{
		N = 3000
	};
	static double returns[N];
	static int32_t order[N];
	growth whole = {0, {{0}}};
	growth shuffled = {0, {{0}}};
	growth parts[3] = {{0, {{0}}}, {0, {{0}}}, {0, {{0}}}};
	growth rest;

	for (int i = 0; i < N; i++)
	{
		returns[i] = random_below(50) == 0 ? -1 : expm1(random_decades(-12, 1));
		growth_add(&whole, returns[i]);
	}
	random_order(order, N);
	for (int i = 0; i < N; i++)
	{
		growth_add(&shuffled, returns[order[i]]);
		growth_add(&parts[order[i] % 3], returns[order[i]]);
	}
	check(equal_growths(&whole, &shuffled), "growth in another order has the same bits");
	rest = whole;
	for (int i = 0; i < N; i++)
		if (order[i] % 3 != 1)
			growth_subtract(&rest, returns[order[i]]);
	check(equal_growths(&rest, &parts[1]), "what is not subtracted remains");
	growth_merge(&parts[1], &parts[2]);
	growth_merge(&parts[0], &parts[1]);
	check(equal_growths(&whole, &parts[0]), "three parts merged have the bits of the whole");
}

static void
check_total_losses(void)
{
	growth g = {0, {{0}}};

	growth_add(&g, 0.25);
	growth_add(&g, -1);
	growth_add(&g, -1);
	check(growth_return(&g, 1) == -1 && growth_return(&g, 0.5) == -1, "a total loss is not made good");
	growth_subtract(&g, -1);
	check(growth_return(&g, 1) == -1, "nor is the second of two");
	growth_subtract(&g, -1);
	check_near(growth_return(&g, 1), 0.25, 1e-16, "without them the others grow");
	check(!growth_add(&g, -1.5) && !growth_add(&g, NAN) && !growth_add(&g, INFINITY),
		  "what no return can be is refused");
}

static void
check_untrusted(void)
{
	growth g = {2, {{0}}};

	check(growth_check(&g, 2) == NULL && growth_check(&g, 3) == NULL, "total losses among returns are good");
	check(growth_check(&g, 1) != NULL, "more losses than returns are not");
	g.logarithm.limb[0] = 1;
	check(growth_check(&g, 2) != NULL && growth_check(&g, 3) == NULL, "growth needs a return besides them");
	g.total_losses = -1;
	check(growth_check(&g, 3) != NULL, "less than no losses are none");
}

void
growth_test(void)
{
	random_seed(12);
	check_products();
	check_small_returns();
	check_order();
	check_total_losses();
	check_untrusted();
}
