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

/* Growths that differ by as little as they may, and that are nearly nothing. */
static void
check_differences(void)
{
	static const double sizes[] = {0, 1e-12, 1e-3, 0.3};
	int wrong = 0;

	for (int trial = 0; trial < 3000; trial++)
	{
		int n = 1 + random_below(20);
		double size = sizes[random_below(LENGTH(sizes))];
		double loss = random_below(2) == 0 ? 0 : -0.9999;
		growth a = {0, {{0}}};
		growth b = {0, {{0}}};
		long double log_a = 0;
		long double log_b = 0;
		long double expected;

		for (int i = 0; i < n; i++)
		{
			double r = loss + 1e-5 * random_fraction();
			double q = r + (1 + r) * size * (random_fraction() - 0.5);

			growth_add(&a, r);
			growth_add(&b, q);
			log_a += log1pl((long double) r);
			log_b += log1pl((long double) q);
		}
		expected = expl(log_b) * expm1l(log_a - log_b);
		wrong +=
			fabsl(growth_difference(&a, &b, 1) - expected) > 1e-15L * n * expl(log_b) * (1 + fabsl(log_b));
		wrong += !same_bits(growth_difference(&b, &a, 1), 0 - growth_difference(&a, &b, 1));
		wrong += size == 0 && growth_difference(&a, &b, 12.0 / n) != 0;
	}
	check(wrong == 0, "the difference of two growths keeps its digits");

	growth lost = {1, {{0}}};
	growth doubled = {0, {{0}}};

	growth_add(&doubled, 1);
	check_near(growth_difference(&doubled, &lost, 1), 2, 1e-15,
			   "what grows is ahead of what is lost by all it has");
	check_near(growth_difference(&lost, &doubled, 1), -2, 1e-15, "and the other way round");
	check(growth_difference(&lost, &lost, 1) == 0, "two that are lost do not differ");
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
	check_differences();
	check_order();
	check_total_losses();
	check_untrusted();
}
