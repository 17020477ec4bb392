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
 * a b - c d within 2 ulp, whatever cancels, and the same but for its sign with the
 * products in the other order: the method of Cornea, Harrison and Tang.
 * C.-P. Jeannerod, "A radix-independent error analysis of the Cornea-Harrison-Tang
 * method", ACM Transactions on Mathematical Software 42 (2016).
 */
static double
difference_of_products(double a, double b, double c, double d)
{
	double first = a * b;
	double second = c * d;

	return (first - second) + (fma(a, b, -first) - fma(c, d, -second));
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

/*
 * Here a quotient is in the denominator, so its own size matters as well: the digits
 * of all four levels are taken apart from their powers of two. Where these are far
 * apart, so are the products, and nothing cancels.
 */
double
geometric_relative_change(double from_a, double to_a, double from_b, double to_b)
{
	int exponent[4];
	int shift;

	to_a = frexp(to_a, &exponent[0]);
	from_b = frexp(from_b, &exponent[1]);
	to_b = frexp(to_b, &exponent[2]);
	from_a = frexp(from_a, &exponent[3]);
	shift = exponent[0] + exponent[1] - exponent[2] - exponent[3];
	if (shift < -3 || shift > 3)
		return ldexp(to_a * from_b / (from_a * to_b), shift) - 1;
	return difference_of_products(ldexp(to_a, shift), from_b, to_b, from_a) / (from_a * to_b);
}
