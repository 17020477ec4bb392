/*
 * exact_sum.h
 *		Sums of doubles that do not depend on the order of the additions.
 */
#ifndef ROTATION_EXACT_SUM_H
#define ROTATION_EXACT_SUM_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * A 256-bit fixed-point number in two's complement, least significant limb
 * first, with 128 bits after the binary point.
 *
 * Integer addition is associative and has an exact inverse, so a sum has the
 * same bits however the rows were divided among workers, partitions, machines,
 * stored summaries or window frames, and a row taken out leaves no trace.
 *
 * 128 bits would do for logarithms of prices. They do not for capitalisations
 * (10^18 for a market in a small currency) beside weights and squared returns
 * (10^-12), which the same sums serve: 2^-128 is 3e-39.
 */
#define EXACT_SUM_LIMBS 4
#define EXACT_SUM_FRACTION_BITS 128

/*
 * Every value is below 2^80 in size (1.2e24). 2^46 of them cannot reach the
 * accumulator's 2^127, so whether a sum overflows depends on its values and
 * never on their order.
 */
#define EXACT_SUM_MAX_EXPONENT 80

typedef struct exact_sum
{
	uint64_t limb[EXACT_SUM_LIMBS];
} exact_sum;

extern bool exact_sum_merge(exact_sum *sum, const exact_sum *other);
extern bool exact_sum_remove(exact_sum *sum, const exact_sum *other);
extern double exact_sum_value(const exact_sum *sum);
extern bool exact_sum_add_product(exact_sum *sum, double a, double b);
extern bool exact_sum_subtract_product(exact_sum *sum, double a, double b);
extern double exact_sum_cross(int64_t n, const exact_sum *xy, const exact_sum *x, const exact_sum *y);
extern double exact_sum_determinant(const exact_sum *x, const exact_sum *y, const exact_sum *z,
									const exact_sum *w);
extern int exact_sum_compare_products(const exact_sum *a, const exact_sum *b, const exact_sum *c,
									  const exact_sum *d);

/* Add the 128-bit magnitude low, high at the given limb; false on overflow. */
static inline bool
exact_sum_add_magnitude(exact_sum *sum, int limb, uint64_t low, uint64_t high)
{
	uint64_t *l = sum->limb;
	uint64_t sign_before = l[EXACT_SUM_LIMBS - 1] >> 63;
	bool carry = __builtin_add_overflow(l[limb], low, &l[limb]);

	/* high is below 2^53, so adding the carry to it cannot overflow */
	carry = __builtin_add_overflow(l[limb + 1], high + carry, &l[limb + 1]);
	for (int i = limb + 2; carry && i < EXACT_SUM_LIMBS; i++)
		carry = ++l[i] == 0;
	return !(sign_before == 0 && l[EXACT_SUM_LIMBS - 1] >> 63 == 1);
}

/* The same, subtracting. */
static inline bool
exact_sum_subtract_magnitude(exact_sum *sum, int limb, uint64_t low, uint64_t high)
{
	uint64_t *l = sum->limb;
	uint64_t sign_before = l[EXACT_SUM_LIMBS - 1] >> 63;
	bool borrow = __builtin_sub_overflow(l[limb], low, &l[limb]);

	borrow = __builtin_sub_overflow(l[limb + 1], high + borrow, &l[limb + 1]);
	for (int i = limb + 2; borrow && i < EXACT_SUM_LIMBS; i++)
		borrow = l[i]-- == 0;
	return !(sign_before == 1 && l[EXACT_SUM_LIMBS - 1] >> 63 == 0);
}

/* Add or subtract a value; see exact_sum_add. */
static inline bool
exact_sum_accumulate(exact_sum *sum, double value, bool negate)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);

	int exponent = (int) (bits >> 52 & 0x7ff);
	uint64_t mantissa = bits & ((UINT64_C(1) << 52) - 1);

	if (exponent >= 1023 + EXACT_SUM_MAX_EXPONENT)
		return false; /* also NaN and infinities */
	if (exponent != 0)
		mantissa |= UINT64_C(1) << 52;
	else
		exponent = 1;

	/* the place of the mantissa's lowest bit in the accumulator */
	int position = exponent - 1075 + EXACT_SUM_FRACTION_BITS;

	if (position < 0)
	{
		if (position < -53)
			return true;
		mantissa = (mantissa + (UINT64_C(1) << (-position - 1))) >> -position;
		position = 0;
	}

	int limb = position >> 6;
	int offset = position & 63;
	uint64_t low = mantissa << offset;
	uint64_t high = mantissa >> 1 >> (63 - offset);

	return (bits >> 63 != 0) != negate ? exact_sum_subtract_magnitude(sum, limb, low, high)
									   : exact_sum_add_magnitude(sum, limb, low, high);
}

/*
 * Add a value. False, with the sum undefined, if it is not finite, is 2^80 or
 * more in size, or the sum leaves its range.
 */
static inline bool
exact_sum_add(exact_sum *sum, double value)
{
	return exact_sum_accumulate(sum, value, false);
}

/* Take a value out again that was added before. */
static inline bool
exact_sum_subtract(exact_sum *sum, double value)
{
	return exact_sum_accumulate(sum, value, true);
}

static inline bool
exact_sum_is_negative(const exact_sum *sum)
{
	return sum->limb[EXACT_SUM_LIMBS - 1] >> 63 != 0;
}

static inline bool
exact_sum_is_zero(const exact_sum *sum)
{
	return (sum->limb[0] | sum->limb[1] | sum->limb[2] | sum->limb[3]) == 0;
}

#endif
