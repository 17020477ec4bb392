/*
 * exact_sum.c
 *		Sums of doubles that do not depend on the order of the additions.
 *
 * The fixed-point form of Kulisch's exact accumulator, cut to the range that
 * prices, capitalisations and returns need. A value whose bits reach below
 * 2^-128 is rounded there before it is added, half away from zero: the rounding
 * depends on the value alone and is the same for x and -x, so that subtracting
 * undoes adding.
 *
 * U. Kulisch and W. Miranker, "The arithmetic of the digital computer: a new
 * approach", SIAM Review 28 (1986).
 */
#include "math/exact_sum.h"

#include <math.h>
#include <string.h>

/* Add another sum. */
bool
exact_sum_merge(exact_sum *sum, const exact_sum *other)
{
	uint64_t sign = sum->limb[EXACT_SUM_LIMBS - 1] >> 63;
	uint64_t other_sign = other->limb[EXACT_SUM_LIMBS - 1] >> 63;
	uint64_t carry = 0;

	for (int i = 0; i < EXACT_SUM_LIMBS; i++)
	{
		uint64_t a = sum->limb[i] + carry;
		uint64_t b = a + other->limb[i];

		carry = (a < carry) | (b < a);
		sum->limb[i] = b;
	}
	return sign != other_sign || sum->limb[EXACT_SUM_LIMBS - 1] >> 63 == sign;
}

/* Take another sum out again. */
bool
exact_sum_remove(exact_sum *sum, const exact_sum *other)
{
	uint64_t sign = sum->limb[EXACT_SUM_LIMBS - 1] >> 63;
	uint64_t other_sign = other->limb[EXACT_SUM_LIMBS - 1] >> 63;
	uint64_t borrow = 0;

	for (int i = 0; i < EXACT_SUM_LIMBS; i++)
	{
		uint64_t a = sum->limb[i] - borrow;
		uint64_t b = a - other->limb[i];

		borrow = (a > sum->limb[i]) | (b > a);
		sum->limb[i] = b;
	}
	return sign == other_sign || sum->limb[EXACT_SUM_LIMBS - 1] >> 63 == sign;
}

/* Turn a two's complement number into its magnitude; returns whether it was negative. */
static bool
magnitude(uint64_t *limbs, int n)
{
	bool carry = true;

	if (limbs[n - 1] >> 63 == 0)
		return false;
	for (int i = 0; i < n; i++)
	{
		limbs[i] = ~limbs[i] + carry;
		carry = carry && limbs[i] == 0;
	}
	return true;
}

/* A two's complement number as the nearest double, ties to even. The limbs are used up. */
static double
nearest_double(uint64_t *l, int n, int fraction_bits)
{
	bool negative = magnitude(l, n);
	int top = n - 1;

	while (top > 0 && l[top] == 0)
		top--;
	if (l[top] == 0)
		return 0;

	/* the 64 bits from the highest set one on, and whether any is set below */
	int shift = __builtin_clzll(l[top]);
	uint64_t head = l[top] << shift;
	uint64_t below = 0;

	if (top > 0)
	{
		head |= l[top - 1] >> 1 >> (63 - shift);
		below = l[top - 1] << shift;
	}
	for (int i = 0; i < top - 1; i++)
		below |= l[i];

	uint64_t mantissa = head >> 11;
	uint64_t rest = head & 0x7ff;

	if (rest > 0x400 || (rest == 0x400 && (below != 0 || (mantissa & 1))))
		mantissa++;

	/* nothing here is subnormal, so the exponent can be put in its place; a mantissa of 2^53 carries into it */
	uint64_t exponent = (uint64_t) (64 * top - shift + 11 - fraction_bits + 1075 - 1);
	uint64_t bits = (exponent << 52) + mantissa + ((uint64_t) negative << 63);
	double value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

/* The sum as the nearest double, ties to even. */
double
exact_sum_value(const exact_sum *sum)
{
	exact_sum copy = *sum;

	return nearest_double(copy.limb, EXACT_SUM_LIMBS, EXACT_SUM_FRACTION_BITS);
}

#define CROSS_LIMBS (2 * EXACT_SUM_LIMBS)

/* The limbs of a magnitude up to its highest one that is not zero. */
static int
used_limbs(const uint64_t *limbs, int n)
{
	while (n > 0 && limbs[n - 1] == 0)
		n--;
	return n;
}

/* Add or subtract the product of two magnitudes, at a place of the result. */
static void
add_limb_products(uint64_t *result, const uint64_t *a, int a_limbs, const uint64_t *b, int b_limbs, int place,
				  bool subtract)
{
	uint64_t product[CROSS_LIMBS] = {0};
	bool carry = false;

	/* returns add up to small numbers, of which half the limbs are zero */
	a_limbs = used_limbs(a, a_limbs);
	b_limbs = used_limbs(b, b_limbs);
	for (int i = 0; i < a_limbs; i++)
	{
		uint64_t high = 0;

		for (int j = 0; j < b_limbs && place + i + j < CROSS_LIMBS; j++)
		{
			unsigned __int128 t = (unsigned __int128) a[i] * b[j] + product[place + i + j] + high;

			product[place + i + j] = (uint64_t) t;
			high = (uint64_t) (t >> 64);
		}
		if (place + i + b_limbs < CROSS_LIMBS)
			product[place + i + b_limbs] = high;
	}
	for (int i = 0; i < CROSS_LIMBS; i++)
	{
		uint64_t term = product[i];
		uint64_t with_carry = subtract ? result[i] - carry : result[i] + carry;
		bool next = carry && (subtract ? result[i] == 0 : with_carry == 0);

		if (subtract)
			next |= with_carry < term;
		result[i] = subtract ? with_carry - term : with_carry + term;
		if (!subtract)
			next |= result[i] < term;
		carry = next;
	}
}

/*
 * n * sum(x y) - sum(x) * sum(y), rounded once: n (n - 1) times the covariance
 * of x and y, or the variance of x with y = x. The products in sum(x y) were cut
 * at 2^-128 each, so a result within what that can add up to is 0, as it is for
 * values that are all the same.
 */
double
exact_sum_cross(int64_t n, const exact_sum *xy, const exact_sum *x, const exact_sum *y)
{
	exact_sum a = *xy;
	exact_sum b = *x;
	exact_sum c = *y;
	uint64_t count = (uint64_t) n;
	uint64_t result[CROSS_LIMBS] = {0};
	bool negative = magnitude(a.limb, EXACT_SUM_LIMBS);
	bool product_negative = magnitude(b.limb, EXACT_SUM_LIMBS) != magnitude(c.limb, EXACT_SUM_LIMBS);
	double value;

	add_limb_products(result, a.limb, EXACT_SUM_LIMBS, &count, 1, EXACT_SUM_FRACTION_BITS / 64, negative);
	add_limb_products(result, b.limb, EXACT_SUM_LIMBS, c.limb, EXACT_SUM_LIMBS, 0, !product_negative);
	value = nearest_double(result, CROSS_LIMBS, 2 * EXACT_SUM_FRACTION_BITS);
	return fabs(value) <= ldexp((double) n * (double) n, -EXACT_SUM_FRACTION_BITS) ? 0 : value;
}

/* x y - z w, rounded once. */
double
exact_sum_determinant(const exact_sum *x, const exact_sum *y, const exact_sum *z, const exact_sum *w)
{
	exact_sum a = *x;
	exact_sum b = *y;
	exact_sum c = *z;
	exact_sum d = *w;
	uint64_t result[CROSS_LIMBS] = {0};
	bool first_negative = magnitude(a.limb, EXACT_SUM_LIMBS) != magnitude(b.limb, EXACT_SUM_LIMBS);
	bool second_negative = magnitude(c.limb, EXACT_SUM_LIMBS) != magnitude(d.limb, EXACT_SUM_LIMBS);

	add_limb_products(result, a.limb, EXACT_SUM_LIMBS, b.limb, EXACT_SUM_LIMBS, 0, first_negative);
	add_limb_products(result, c.limb, EXACT_SUM_LIMBS, d.limb, EXACT_SUM_LIMBS, 0, !second_negative);
	return nearest_double(result, CROSS_LIMBS, 2 * EXACT_SUM_FRACTION_BITS);
}

/* How a b compares with c d, without rounding; none of them is below zero. */
int
exact_sum_compare_products(const exact_sum *a, const exact_sum *b, const exact_sum *c, const exact_sum *d)
{
	uint64_t difference[CROSS_LIMBS] = {0};

	add_limb_products(difference, a->limb, EXACT_SUM_LIMBS, b->limb, EXACT_SUM_LIMBS, 0, false);
	add_limb_products(difference, c->limb, EXACT_SUM_LIMBS, d->limb, EXACT_SUM_LIMBS, 0, true);
	if (difference[CROSS_LIMBS - 1] >> 63 != 0)
		return -1;
	return used_limbs(difference, CROSS_LIMBS) > 0;
}

/*
 * The product of two doubles without error, as two doubles.
 * T. J. Dekker, "A floating-point technique for extending the available
 * precision", Numerische Mathematik 18 (1971).
 */
static double
exact_product(double a, double b, double *rest)
{
	const double splitter = 134217729; /* 2^27 + 1 */
	double product = a * b;
	double c = splitter * a;
	double a_high = c - (c - a);
	double a_low = a - a_high;

	c = splitter * b;

	double b_high = c - (c - b);
	double b_low = b - b_high;

	*rest = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
	return product;
}

/* Add a * b, unrounded as far as it lies above 2^-128. */
bool
exact_sum_add_product(exact_sum *sum, double a, double b)
{
	double rest;
	double product = exact_product(a, b, &rest);

	return exact_sum_add(sum, product) && exact_sum_add(sum, rest);
}

/* Take a product out again. */
bool
exact_sum_subtract_product(exact_sum *sum, double a, double b)
{
	double rest;
	double product = exact_product(a, b, &rest);

	return exact_sum_subtract(sum, product) && exact_sum_subtract(sum, rest);
}
