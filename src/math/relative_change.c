/*
 * relative_change.c
 *		How the returns of two series differ, without cancellation.
 *
 * With a quotient of levels A for the one series and B for the other
 *
 *	arithmetic		A - B
 *	geometric		A / B - 1 = (A - B) / B
 *
 * and A - B over a common denominator is a difference of two products.
 */
#include "math/relative_change.h"

/*
 * a b - c d within 1.5 ulp, whatever cancels: Kahan's algorithm.
 * C.-P. Jeannerod, N. Louvet and J.-M. Muller, "Further analysis of Kahan's
 * algorithm for the accurate computation of 2 x 2 determinants", Mathematics of
 * Computation 82 (2013).
 */
static double
difference_of_products(double a, double b, double c, double d)
{
	double product = c * d;
	double rest = fma(-c, d, product);

	return fma(a, b, -product) + rest;
}

/* Bring the first of two levels near 1, and the other in proportion: no product of them leaves the range then. */
static void
scale_levels(double *from, double *to)
{
	int exponent;

	*from = frexp(*from, &exponent);
	*to = ldexp(*to, -exponent);
}

double
arithmetic_relative_change(double from_a, double to_a, double from_b, double to_b)
{
	scale_levels(&from_a, &to_a);
	scale_levels(&from_b, &to_b);
	return difference_of_products(to_a, from_b, to_b, from_a) / (from_a * from_b);
}

double
geometric_relative_change(double from_a, double to_a, double from_b, double to_b)
{
	scale_levels(&from_a, &to_a);
	scale_levels(&from_b, &to_b);
	return difference_of_products(to_a, from_b, to_b, from_a) / (from_a * to_b);
}
