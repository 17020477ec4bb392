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

#define MANTISSA_BITS 53

/* Add the 128-bit magnitude low, high at the given limb; false on overflow. */
static inline bool
add_magnitude(exact_sum *sum, int limb, uint64_t low, uint64_t high)
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
subtract_magnitude(exact_sum *sum, int limb, uint64_t low, uint64_t high)
{
	uint64_t *l = sum->limb;
	uint64_t sign_before = l[EXACT_SUM_LIMBS - 1] >> 63;
	bool borrow = __builtin_sub_overflow(l[limb], low, &l[limb]);

	borrow = __builtin_sub_overflow(l[limb + 1], high + borrow, &l[limb + 1]);
	for (int i = limb + 2; borrow && i < EXACT_SUM_LIMBS; i++)
		borrow = l[i]-- == 0;
	return !(sign_before == 1 && l[EXACT_SUM_LIMBS - 1] >> 63 == 0);
}

static inline bool
accumulate(exact_sum *sum, double value, bool negate)
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
		if (position < -MANTISSA_BITS)
			return true;
		mantissa = (mantissa + (UINT64_C(1) << (-position - 1))) >> -position;
		position = 0;
	}

	int limb = position >> 6;
	int offset = position & 63;
	uint64_t low = mantissa << offset;
	uint64_t high = mantissa >> 1 >> (63 - offset);

	return (bits >> 63 != 0) != negate ? subtract_magnitude(sum, limb, low, high)
									   : add_magnitude(sum, limb, low, high);
}

/*
 * Add a value. False, with the sum undefined, if it is not finite, is 2^80 or
 * more in size, or the sum leaves its range.
 */
bool
exact_sum_add(exact_sum *sum, double value)
{
	return accumulate(sum, value, false);
}

/* Take a value out again that was added before. */
bool
exact_sum_subtract(exact_sum *sum, double value)
{
	return accumulate(sum, value, true);
}

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

/* The sum as the nearest double, ties to even. */
double
exact_sum_value(const exact_sum *sum)
{
	uint64_t l[EXACT_SUM_LIMBS];
	bool negative = sum->limb[EXACT_SUM_LIMBS - 1] >> 63;
	int top = EXACT_SUM_LIMBS - 1;

	memcpy(l, sum->limb, sizeof l);
	if (negative)
	{
		bool carry = true;

		for (int i = 0; i < EXACT_SUM_LIMBS; i++)
		{
			l[i] = ~l[i] + carry;
			carry = carry && l[i] == 0;
		}
	}
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

	/* both factors and the product are exact: nothing here is subnormal */
	double value = ldexp((double) mantissa, 64 * top - shift + 11 - EXACT_SUM_FRACTION_BITS);

	return negative ? -value : value;
}
