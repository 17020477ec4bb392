/*
 * exact_sum.c
 *		Exact sums, and what is computed from them, against long whole numbers.
 *
 * The reference is arithmetic as it is done on paper, on digits of base 2^16 with
 * signs, wide enough for every product.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/exact_sum.h"
#include "math/growth.h"
#include "math/moments.h"
#include "math/rounded_parts.h"

#define DIGITS 50
#define BASE 65536

/* The sum of digit[i] * BASE^i; digits are below BASE and have the sign of the whole. */
typedef struct whole_number
{
	int64_t digit[DIGITS];
} whole_number;

/* Carry, so that all digits are in range and of one sign. */
static void
normalize(whole_number *a)
{
	int sign = 0;

	/* towards digits from 0 to BASE - 1 under a top one with the sign */
	for (int i = 0; i + 1 < DIGITS; i++)
	{
		int64_t carry = a->digit[i] / BASE - (a->digit[i] % BASE < 0);

		a->digit[i] -= carry * BASE;
		a->digit[i + 1] += carry;
	}
	sign = a->digit[DIGITS - 1] < 0 ? -1 : 1;
	if (sign < 0)
	{
		/* the same of the opposite number */
		for (int i = 0; i < DIGITS; i++)
			a->digit[i] = -a->digit[i];
		for (int i = 0; i + 1 < DIGITS; i++)
		{
			int64_t carry = a->digit[i] / BASE - (a->digit[i] % BASE < 0);

			a->digit[i] -= carry * BASE;
			a->digit[i + 1] += carry;
		}
		for (int i = 0; i < DIGITS; i++)
			a->digit[i] = -a->digit[i];
	}
}

static whole_number
plus(const whole_number *a, const whole_number *b, int sign)
{
	whole_number result;

	for (int i = 0; i < DIGITS; i++)
		result.digit[i] = a->digit[i] + sign * b->digit[i];
	normalize(&result);
	return result;
}

static whole_number
times(const whole_number *a, const whole_number *b)
{
	whole_number result = {{0}};
	int used = DIGITS;

	while (used > 0 && b->digit[used - 1] == 0)
		used--;
	for (int i = 0; i < DIGITS; i++)
		for (int j = 0; a->digit[i] != 0 && j < used && i + j < DIGITS; j++)
			result.digit[i + j] += a->digit[i] * b->digit[j];
	normalize(&result);
	return result;
}

static int
sign_of(const whole_number *a)
{
	for (int i = DIGITS - 1; i >= 0; i--)
		if (a->digit[i] != 0)
			return a->digit[i] < 0 ? -1 : 1;
	return 0;
}

static int
compare(const whole_number *a, const whole_number *b)
{
	whole_number difference = plus(a, b, -1);

	return sign_of(&difference);
}

static whole_number
magnitude_of(const whole_number *a)
{
	whole_number result = *a;

	for (int i = 0; i < DIGITS; i++)
		result.digit[i] = llabs(result.digit[i]);
	return result;
}

/* x * 2^scale as a whole number, half away from zero. */
static whole_number
scaled(double x, int scale)
{
	whole_number result = {{0}};
	int exponent;
	int64_t mantissa = (int64_t) ldexp(frexp(x, &exponent), 53);

	exponent += scale - 53;
	if (exponent < 0)
	{
		/* long double has 64 bits, and rounds half away from zero */
		mantissa = exponent < -60 ? 0 : (int64_t) roundl(ldexpl((long double) mantissa, exponent));
		exponent = 0;
	}
	for (int digit = exponent / 16; mantissa != 0; digit++)
	{
		result.digit[digit] = mantissa % BASE * (1 << exponent % 16);
		mantissa /= BASE;
	}
	normalize(&result);
	return result;
}

/* What the four limbs of a sum say, times 2^128. */
static whole_number
number_of(const exact_sum *sum)
{
	whole_number result = {{0}};

	for (int i = 0; i < 16; i++)
		result.digit[i] = (int64_t) (sum->limb[i / 4] >> 16 * (i % 4) & 0xffff);
	if (result.digit[15] >= BASE / 2)
		result.digit[16] = -1;
	normalize(&result);
	return result;
}

/* Whether a number of 256 bits and a sign can be no sum. */
static bool
is_out_of_range(const whole_number *a)
{
	whole_number limit = {{0}};

	limit.digit[15] = BASE / 2;
	return compare(a, &limit) >= 0 || (limit.digit[15] = -BASE / 2, compare(a, &limit) < 0);
}

/* Whether no double is nearer to a number times 2^-scale, and of two as near, x is the even one. */
static bool
is_nearest(double x, const whole_number *a, int scale)
{
	whole_number own = scaled(x, scale);
	whole_number distance = plus(a, &own, -1);
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	distance = magnitude_of(&distance);
	for (int up = 0; up <= 1; up++)
	{
		whole_number other = scaled(nextafter(x, up ? INFINITY : -INFINITY), scale);
		whole_number other_distance = plus(a, &other, -1);
		int order;

		/* below one of the units there is nothing but zero */
		if (compare(&own, &other) == 0)
			continue;
		other_distance = magnitude_of(&other_distance);
		order = compare(&distance, &other_distance);
		if (order > 0 || (order == 0 && (bits & 1) != 0))
			return false;
	}
	return true;
}

static double
take_value(input *in)
{
	uint64_t bits;
	double value;

	switch (take_below(in, 4))
	{
		case 0: /* any double */
			bits = (uint64_t) take_word(in, 8);
			memcpy(&value, &bits, sizeof value);
			return value;
		case 1: /* at the bottom of the sums' range */
			return take_signed(in, -140, -60);
		case 2: /* over all of it */
			return take_signed(in, -140, 82);
		default:
			return (int8_t) take_byte(in) / 16.0;
	}
}

static bool
same_sum(const exact_sum *a, const exact_sum *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

/* Values are added and taken out; false if one is refused. */
static bool
check_additions(input *in, exact_sum *sum)
{
	whole_number expected = {{0}};
	int n = take_below(in, 12);

	memset(sum, 0, sizeof *sum);
	if (take_byte(in) == 1)
	{
		/* from near the end of the range */
		for (int i = 0; i < EXACT_SUM_LIMBS; i++)
			sum->limb[i] = (uint64_t) take_word(in, 8);
		expected = number_of(sum);
	}
	for (int i = 0; i < n; i++)
	{
		double x = take_value(in);
		bool subtract = take_byte(in) & 1;
		bool good = subtract ? exact_sum_subtract(sum, x) : exact_sum_add(sum, x);
		whole_number term;
		whole_number found;

		if (!isfinite(x) || fabs(x) >= 0x1p80)
		{
			require(!good, "a value out of range is accepted");
			return false;
		}
		term = scaled(x, 128);
		expected = plus(&expected, &term, subtract ? -1 : 1);
		require(good == !is_out_of_range(&expected), "overflow is noticed wrongly");
		if (!good)
			return false;
		found = number_of(sum);
		require(compare(&found, &expected) == 0, "a sum is another");
	}
	require(is_nearest(exact_sum_value(sum), &expected, 128), "a value is not the nearest");
	require(exact_sum_is_negative(sum) == (sign_of(&expected) < 0), "a sign is wrong");
	require(exact_sum_is_zero(sum) == (sign_of(&expected) == 0), "zero is not seen");
	return true;
}

static void
check_merges(const exact_sum *a, const exact_sum *b)
{
	whole_number x = number_of(a);
	whole_number y = number_of(b);
	whole_number both = plus(&x, &y, 1);
	whole_number difference = plus(&x, &y, -1);
	whole_number found;
	exact_sum merged = *a;
	exact_sum removed = *a;
	bool good = exact_sum_merge(&merged, b);

	require(good == !is_out_of_range(&both), "overflow is noticed wrongly in a merge");
	if (good)
	{
		found = number_of(&merged);
		require(compare(&found, &both) == 0, "a merged sum is another");
	}
	good = exact_sum_remove(&removed, b);
	require(good == !is_out_of_range(&difference), "overflow is noticed wrongly where a sum is taken out");
	if (good)
	{
		found = number_of(&removed);
		require(compare(&found, &difference) == 0, "a sum less another is another");
	}
}

/* A product is rounded by less than a unit of the sums, and taking it out leaves nothing. */
static void
check_products(input *in)
{
	double a = take_value(in);
	double b = take_value(in);
	exact_sum sum = {{0}};
	exact_sum begin;
	whole_number x;
	whole_number y;
	whole_number found;
	whole_number unit = {{0}};

	/* what is summed lies in this range */
	if (!isfinite(a) || !isfinite(b) || fabs(a) >= 0x1p80 || fabs(b) >= 0x1p80)
		return;
	exact_sum_add(&sum, take_signed(in, -100, 40));
	begin = sum;
	if (!exact_sum_add_product(&sum, a, b))
	{
		require(fabs(a * b) >= 0x1p80, "a product in range is refused");
		return;
	}
	if (fabs(a) >= 0x1p-300 && fabs(b) >= 0x1p-300)
	{
		x = scaled(a, 352);
		y = scaled(b, 352);
		x = times(&x, &y);
		exact_sum_remove(&sum, &begin);
		found = number_of(&sum);
		/* both times 2^704 */
		y = (whole_number){{0}};
		for (int i = 0; i + 36 < DIGITS; i++)
			y.digit[i + 36] = found.digit[i];
		x = plus(&x, &y, -1);
		x = magnitude_of(&x);
		unit.digit[36] = 1;
		require(compare(&x, &unit) < 0, "a product is another");
		exact_sum_merge(&sum, &begin);
	}
	require(exact_sum_subtract_product(&sum, a, b) && same_sum(&sum, &begin), "a product leaves something");
}

/* n * sum(xy) - sum(x) * sum(y), and which of two products is larger. */
static void
check_cross(input *in, const exact_sum *a, const exact_sum *b, const exact_sum *c)
{
	int64_t n = 1 + take_below(in, 60000);
	whole_number x = number_of(a);
	whole_number y = number_of(b);
	whole_number z = number_of(c);
	whole_number product = times(&y, &z);
	whole_number count = {{0}};
	whole_number limit = {{0}};
	whole_number whole;
	whole_number size;
	double found = exact_sum_cross(n, a, b, c);

	/* in the range that n values below 2^80 have, where nothing runs over */
	if (llabs(x.digit[15]) + llabs(y.digit[15]) + llabs(z.digit[15]) > 1000)
		return;
	count.digit[8] = n;
	whole = times(&x, &count);
	whole = plus(&whole, &product, -1);
	size = magnitude_of(&whole);
	limit.digit[8] = n;
	count.digit[8] = 0;
	count.digit[0] = n;
	limit = times(&limit, &count);

	/* the limit is compared with the rounded value, so just around it either is right */
	if (found == 0)
	{
		whole_number excess = plus(&size, &limit, -1);

		whole_number slack = {{0}};

		slack.digit[7] = 1;
		require(sign_of(&excess) <= 0 || compare(&excess, &slack) < 0, "a covariance is lost");
	}
	else
	{
		require(compare(&size, &limit) > 0, "a covariance is made up");
		require(is_nearest(found, &whole, 256), "a covariance is not the nearest");
	}
}

static void
check_comparison(const exact_sum sums[4])
{
	whole_number n[4];
	whole_number left;
	whole_number right;
	int order;

	for (int i = 0; i < 4; i++)
	{
		if (exact_sum_is_negative(&sums[i]))
			return;
		n[i] = number_of(&sums[i]);
	}
	left = times(&n[0], &n[1]);
	right = times(&n[2], &n[3]);
	order = exact_sum_compare_products(&sums[0], &sums[1], &sums[2], &sums[3]);
	require(order == compare(&left, &right), "products are compared wrongly");
	require(exact_sum_compare_products(&sums[0], &sums[1], &sums[1], &sums[0]) == 0,
			"a product is not equal to itself");
}

/* Mean, deviation and growth of returns, against two passes in long double. */
static void
check_figures(input *in)
{
	double r[16];
	int n = 2 + take_below(in, LENGTH(r) - 1);
	moments m = {{{0}}, {{0}}};
	growth g = {0, {{0}}};
	bool total_loss = false;
	long double sum = 0;
	long double sizes = 0;
	long double squares = 0;
	long double logarithm = 0;
	long double logarithms = 0;
	long double largest = 0;

	for (int i = 0; i < n; i++)
	{
		r[i] = take_return(in);
		require(moments_add(&m, r[i]) && growth_add(&g, r[i]), "a return is refused");
		total_loss = total_loss || r[i] == -1;
		sum += r[i];
		sizes += fabsl(r[i]);
		largest = fmaxl(largest, fabsl(r[i]));
		if (r[i] > -1)
		{
			logarithm += log1pl(r[i]);
			logarithms += fabsl(log1pl(r[i]));
		}
	}
	for (int i = 0; i < n; i++)
		squares += (r[i] - sum / n) * (r[i] - sum / n);
	require(is_close(moments_mean(&m, n), sum / n, 0x1p-50L * sizes + 0x1p-120L), "a mean is another");
	require(is_close(moments_deviation(&m, n), sqrtl(squares / (n - 1)),
					 0x1p-50L * sqrtl(squares) + 0x1p-62L * largest + 0x1p-60L),
			"a deviation is another");
	if (total_loss)
		require(growth_return(&g, 1) == -1, "a total loss is survived");
	else
		require(is_close(growth_return(&g, 1), expm1l(logarithm),
						 (expl(logarithm) * logarithms + fabsl(expm1l(logarithm))) * 0x1p-50L + 0x1p-120L),
				"a compound return is another");
	for (int i = 0; i < n; i++)
		require(moments_subtract(&m, r[i]) && growth_subtract(&g, r[i]), "a return is not taken out");
	require(exact_sum_is_zero(&m.sum) && exact_sum_is_zero(&m.squares) && exact_sum_is_zero(&g.logarithm) &&
				g.total_losses == 0,
			"a return leaves something");
}

/* Parts add up to the whole on the grid in any order, and each is within a unit of what it was. */
static void
check_parts(input *in)
{
	enum
	{
		MOST = 10
	};
	double before[MOST];
	double parts[MOST];
	double turned[MOST];
	int32_t places[MOST];
	int32_t turned_places[MOST];
	int order[MOST];
	int32_t n = 1 + take_below(in, MOST);
	int range = take_below(in, 3) * 300 + 4;
	long double exact = 0;
	double whole;
	double grid;
	double rounded;
	double forth = 0;
	double back = 0;

	take_order(in, order, n);
	for (int32_t i = 0; i < n; i++)
	{
		before[i] = parts[i] = take_below(in, 5) == 0 ? 0 : take_signed(in, -range, range);
		places[i] = (n - i) * 3;
		exact += before[i];
	}
	whole = take_byte(in) < 200 ? (double) exact : take_signed(in, -range, range);
	for (int32_t i = 0; i < n; i++)
	{
		turned[i] = parts[order[i]];
		turned_places[i] = places[order[i]];
	}
	grid = parts_grid(parts, n, whole);
	rounded = rint(whole / grid) * grid;
	round_parts(parts, places, n, whole);
	round_parts(turned, turned_places, n, whole);
	for (int32_t i = 0; i < n; i++)
	{
		forth += parts[order[i]];
		back += parts[n - 1 - i];
		require(parts[i] / grid == rint(parts[i] / grid), "a part is off its grid");
		require(turned[i] == parts[order[i]], "parts depend on their order");

		/* long double holds the sum where the parts are not too far apart */
		if (range == 4)
			require(fabsl(exact - whole) > 4 * grid || fabsl((long double) parts[i] - before[i]) <= 2 * grid,
					"a part has moved");
	}
	require(forth == rounded && back == rounded, "parts do not add up");
}

void
fuzz_exact_sum(input *in)
{
	exact_sum sums[4];
	bool good = true;

	switch (take_below(in, 4))
	{
		case 0:
			for (int i = 0; i < 4; i++)
				good = check_additions(in, &sums[i]) && good;
			if (!good)
				return;
			check_merges(&sums[0], &sums[1]);
			check_merges(&sums[1], &sums[0]);
			check_cross(in, &sums[0], &sums[1], &sums[2]);
			check_cross(in, &sums[0], &sums[1], &sums[1]);
			check_comparison(sums);
			break;
		case 1:
			check_products(in);
			break;
		case 2:
			check_figures(in);
			break;
		default:
			check_parts(in);
	}
}
