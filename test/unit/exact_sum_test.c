/*
 * exact_sum_test.c
 *		Exact sums against literals and against sums in plain long hand.
 */
#include "test.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/exact_sum.h"

/*
 * A sum in long hand: a count for each binary place from 2^-320 on, carried only
 * when it is looked at. Products of sums have none below 2^-256, the doubles next
 * to them have.
 */
#define PLACES 512
#define PLACE_OF_ONE 320

typedef struct long_sum
{
	int64_t digit[PLACES];
} long_sum;

static void
long_add(long_sum *sum, double value, int sign)
{
	int exponent;
	double mantissa = frexp(fabs(value), &exponent);

	if (value < 0)
		sign = -sign;
	for (int place = exponent - 1; mantissa != 0; place--)
	{
		mantissa *= 2;
		if (mantissa >= 1)
		{
			sum->digit[PLACE_OF_ONE + place] += sign;
			mantissa -= 1;
		}
	}
}

/* Add the product of two values, digit by digit of the product of their mantissas. */
static void
long_add_product(long_sum *sum, double a, double b)
{
	int exponent_a;
	int exponent_b;
	uint64_t mantissa_a = (uint64_t) ldexp(frexp(fabs(a), &exponent_a), 53);
	uint64_t mantissa_b = (uint64_t) ldexp(frexp(fabs(b), &exponent_b), 53);
	unsigned __int128 product = (unsigned __int128) mantissa_a * mantissa_b;

	for (int place = exponent_a + exponent_b - 106; product != 0; place++, product >>= 1)
		if (product & 1)
			sum->digit[PLACE_OF_ONE + place] += (a < 0) == (b < 0) ? 1 : -1;
}

/* Add an exact sum so many times. */
static void
long_add_sum(long_sum *sum, const exact_sum *other, int64_t times)
{
	for (int i = 0; i < 64 * EXACT_SUM_LIMBS; i++)
		if (other->limb[i / 64] >> i % 64 & 1)
			sum->digit[PLACE_OF_ONE - EXACT_SUM_FRACTION_BITS + i] +=
				i == 64 * EXACT_SUM_LIMBS - 1 ? -times : times;
}

/* Carry, so that each digit is 0 or 1; what is left over is 0 or, for a negative sum, -1. */
static int64_t
long_carry(long_sum *sum)
{
	int64_t carry = 0;

	for (int i = 0; i < PLACES; i++)
	{
		int64_t digit = sum->digit[i] + carry;

		sum->digit[i] = digit & 1;
		carry = (digit - sum->digit[i]) / 2;
	}
	return carry;
}

static void
long_absolute(long_sum *sum)
{
	long_sum copy = *sum;

	if (long_carry(&copy) < 0)
		for (int i = 0; i < PLACES; i++)
			sum->digit[i] = -sum->digit[i];
	long_carry(sum);
}

/* Subtract the product of two exact sums, of which the bits of each go by those of the other. */
static void
long_subtract_product(long_sum *sum, const exact_sum *x, const exact_sum *y)
{
	const int lowest = PLACE_OF_ONE - EXACT_SUM_FRACTION_BITS;
	bool negative = (x->limb[EXACT_SUM_LIMBS - 1] ^ y->limb[EXACT_SUM_LIMBS - 1]) >> 63;
	long_sum a = {{0}};
	long_sum b = {{0}};

	long_add_sum(&a, x, 1);
	long_add_sum(&b, y, 1);
	long_absolute(&a);
	long_absolute(&b);
	for (int i = 0; lowest + i < PLACES; i++)
		for (int j = 0; a.digit[lowest + i] && lowest + j < PLACES; j++)
			if (b.digit[lowest + j])
				sum->digit[PLACE_OF_ONE - 2 * EXACT_SUM_FRACTION_BITS + i + j] -= negative ? -1 : 1;
}

static bool
equals_long(const exact_sum *sum, const long_sum *other)
{
	long_sum carried = *other;

	long_carry(&carried);
	for (int i = 0; i < 64 * EXACT_SUM_LIMBS; i++)
		if ((sum->limb[i / 64] >> i % 64 & 1) !=
			(uint64_t) carried.digit[PLACE_OF_ONE - EXACT_SUM_FRACTION_BITS + i])
			return false;
	return true;
}

/* To a whole number of 2^-128, halves away from zero; exact in each step. */
static double
rounded(double value)
{
	return fabs(value) < 0x1p-60 ? ldexp(round(ldexp(value, 128)), -128) : value;
}

static int
compare_distance(const long_sum *sum, double a, double b)
{
	long_sum to_a = *sum;
	long_sum to_b = *sum;

	long_add(&to_a, a, -1);
	long_add(&to_b, b, -1);
	long_absolute(&to_a);
	long_absolute(&to_b);
	for (int i = PLACES - 1; i >= 0; i--)
		if (to_a.digit[i] != to_b.digit[i])
			return to_a.digit[i] < to_b.digit[i] ? -1 : 1;
	return 0;
}

/* Whether no double is nearer to a sum, and of two as near it is the even one. */
static bool
is_nearest(double value, const long_sum *sum)
{
	double neighbours[2] = {nextafter(value, -INFINITY), nextafter(value, INFINITY)};
	uint64_t bits;

	/* no sum lies between 0 and 2^-128 */
	if (value == 0)
		return compare_distance(sum, 0, 0x1p-129) < 0 && compare_distance(sum, 0, -0x1p-129) < 0;
	memcpy(&bits, &value, sizeof bits);
	for (int i = 0; i < 2; i++)
	{
		int order = compare_distance(sum, value, neighbours[i]);

		if (order > 0 || (order == 0 && bits % 2 == 1))
			return false;
	}
	return true;
}

static exact_sum
sum_of(const double *values, int n)
{
	exact_sum sum = {{0}};

	for (int i = 0; i < n; i++)
		if (!exact_sum_add(&sum, values[i]))
			abort();
	return sum;
}

static bool
equal_sums(const exact_sum *a, const exact_sum *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

/* A value that may be added, subnormal or of any size below 2^80, all exponents alike. */
static double
random_value(void)
{
	uint64_t exponent = (uint64_t) random_below(1023 + EXACT_SUM_MAX_EXPONENT);
	uint64_t bits = (random_bits() & ~(UINT64_C(0x7ff) << 52)) | exponent << 52;
	double value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

/* python3: math.fsum of the same terms */
static void
check_literals(void)
{
	exact_sum sum = {{0}};
	exact_sum backwards = {{0}};
	/* python3: sum of fractions.Fraction(1.0 / k), times 2**128, in hexadecimal */
	const exact_sum harmonic = {{0, UINT64_C(0x7c47d17d3986724c), 7, 0}};

	for (int k = 1; k <= 1000; k++)
	{
		exact_sum_add(&sum, 1.0 / k);
		exact_sum_add(&backwards, 1.0 / (1001 - k));
	}
	check(exact_sum_value(&sum) == 7.485470860550345, "1 + 1/2 + ... + 1/1000");
	check(equal_sums(&sum, &harmonic), "the same, bit for bit");
	check(equal_sums(&sum, &backwards), "the same from the other end");

	memset(&sum, 0, sizeof sum);
	for (int k = 1; k <= 100000; k++)
		exact_sum_add(&sum, (k % 2 ? 1.0 : -1.0) / k);
	check(exact_sum_value(&sum) == 0.6931421805849453, "1 - 1/2 + 1/3 - ... - 1/100000");

	memset(&sum, 0, sizeof sum);
	for (int k = 1; k <= 100000; k++)
		exact_sum_add(&sum, sqrt(k));
	check(exact_sum_value(&sum) == 21082008.97391774, "sum of 100000 square roots");

	sum = sum_of((double[]){0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 10);
	check(exact_sum_value(&sum) == 1, "ten times 0.1");
	sum = sum_of((double[]){1e23, 1, -1e23, 1e-20, 3.5e-10}, 5);
	check(exact_sum_value(&sum) == 1.00000000035, "small values survive large ones");
	sum = sum_of((double[]){0x1p79, 0x1p-128, -0x1p79}, 3);
	check(exact_sum_value(&sum) == 0x1p-128, "2^79 + 2^-128 - 2^79");
}

typedef double value_source(void);

static double
twelve_decades(void)
{
	return random_decades(-6, 6);
}

static double
sixty_decades(void)
{
	return random_decades(-37, 23);
}

/* Adding many values, and taking them out again in another order. */
static void
check_source(value_source *source, const char *what)
{
	enum
	{
		TRIALS = 40,
		N = 500
	};
	int wrong_sums = 0;
	int wrong_values = 0;
	int traces = 0;

	for (int trial = 0; trial < TRIALS; trial++)
	{
		exact_sum sum = {{0}};
		long_sum expected = {{0}};
		double values[N];
		int32_t order[N];

		for (int i = 0; i < N; i++)
		{
			values[i] = source();
			exact_sum_add(&sum, values[i]);
			long_add(&expected, rounded(values[i]), 1);
		}
		wrong_sums += !equals_long(&sum, &expected);
		wrong_values += !is_nearest(exact_sum_value(&sum), &expected);

		random_order(order, N);
		for (int i = 0; i < N; i++)
			if (!exact_sum_subtract(&sum, values[order[i]]))
				traces++;
		traces += !exact_sum_is_zero(&sum);
	}
	check(wrong_sums == 0, "sums of %s are those in long hand", what);
	check(wrong_values == 0, "no double is nearer to sums of %s", what);
	check(traces == 0, "subtracting leaves no trace of %s", what);
}

static void
check_nearest(void)
{
	static const struct
	{
		double terms[3];
		double nearest;
	} ties[] = {
		{{0x1p53, 1, 0}, 0x1p53},
		{{0x1p53, 3, 0}, 0x1p53 + 4},
		{{0x1p53, 1, 0x1p-128}, 0x1p53 + 2},
		{{0x1p53, 3, -0x1p-128}, 0x1p53 + 2},
		{{0x1p54, -1, 0}, 0x1p54},             /* half way below a power of two */
		{{0x1p54, -1, -0x1p-128}, 0x1p54 - 2}, /* the spacing changes there */
		{{0x1.fffffffffffffp79, 0x1p26, 0}, 0x1p80},
		{{0x1p-64, 0x1p-117, 0}, 0x1p-64},
		{{0x1p-64, 0x1p-117, 0x1p-128}, 0x1.0000000000001p-64},
	};
	int wrong = 0;

	for (int i = 0; i < LENGTH(ties); i++)
	{
		exact_sum sum = sum_of(ties[i].terms, 3);
		exact_sum negative = {{0}};

		exact_sum_remove(&negative, &sum);
		if (exact_sum_value(&sum) != ties[i].nearest || exact_sum_value(&negative) != -ties[i].nearest)
			wrong++;
	}
	check(wrong == 0, "ties go to the even double, whatever the sign");

	wrong = 0;
	/* few terms that lie close together give ties and near ties */
	for (int trial = 0; trial < 20000; trial++)
	{
		exact_sum sum = {{0}};
		long_sum expected = {{0}};
		int scale = random_below(100) - 60;

		for (int i = 0; i < 3; i++)
		{
			double value = ldexp(random_below(9) - 4, scale - random_below(2) * 53 - random_below(2));

			exact_sum_add(&sum, value);
			long_add(&expected, value, 1);
		}
		wrong += !is_nearest(exact_sum_value(&sum), &expected);
	}
	check(wrong == 0, "nearest doubles to sums at and near ties");
}

static void
check_small_values(void)
{
	static const struct
	{
		double value;
		double rounded;
	} cases[] = {
		{0x1p-128, 0x1p-128},
		{0x1p-129, 0x1p-128},
		{0x1.fffffffffffffp-130, 0},
		{0x1.8p-128, 0x1p-127},
		{0x1.4p-127, 0x1.8p-127},
		{0x1.3ffffffffffffp-127, 0x1p-127},
		{0x1.0000000000001p-76, 0x1.0000000000001p-76},
		{0x1.0000000000001p-77, 0x1.0000000000002p-77},
		{DBL_MIN, 0},
		{5e-324, 0},
	};
	int wrong = 0;

	for (int i = 0; i < LENGTH(cases); i++)
	{
		exact_sum sum = sum_of(&cases[i].value, 1);
		exact_sum negative = {{0}};

		exact_sum_add(&negative, -cases[i].value);
		if (exact_sum_value(&sum) != cases[i].rounded || exact_sum_value(&negative) != -cases[i].rounded)
			wrong++;
	}
	check(wrong == 0, "values are rounded to 2^-128, halves away from zero, whatever the sign");
}

static void
check_order(void)
{
	enum
	{
		N = 100000,
		PARTS = 37
	};
	double *values = malloc(N * sizeof(double));
	int32_t *order = malloc(N * sizeof(int32_t));
	exact_sum parts[PARTS] = {{{0}}};
	exact_sum sum = {{0}};
	exact_sum shuffled = {{0}};
	exact_sum merged = {{0}};
	exact_sum rest;
	exact_sum last = {{0}};

	for (int i = 0; i < N; i++)
		values[i] = i % 3 == 0 ? twelve_decades() : i % 3 == 1 ? sixty_decades() : random_value();
	for (int i = 0; i < N; i++)
		exact_sum_add(&sum, values[i]);

	random_order(order, N);
	for (int i = 0; i < N; i++)
	{
		exact_sum_add(&shuffled, values[order[i]]);
		exact_sum_add(&parts[order[i] % PARTS], values[order[i]]);
	}
	for (int part = PARTS - 1; part >= 0; part--)
		exact_sum_merge(&merged, &parts[part]);
	check(equal_sums(&sum, &shuffled), "100000 values shuffled give the same bits");
	check(equal_sums(&sum, &merged), "and so they do in 37 parts");

	rest = sum;
	for (int i = 0; i < N; i++)
		if (i % PARTS == PARTS - 1)
			exact_sum_add(&last, values[i]);
		else
			exact_sum_subtract(&rest, values[i]);
	exact_sum_remove(&sum, &last);
	exact_sum_merge(&sum, &last);
	check(equal_sums(&rest, &last), "what is not subtracted remains");
	check(equal_sums(&sum, &shuffled), "removing a sum undoes merging it");
	free(values);
	free(order);
}

static void
check_range(void)
{
	static const double refused[] = {0x1p80,   -0x1p80,   0x1.8p80, DBL_MAX, -DBL_MAX,
									 INFINITY, -INFINITY, NAN,      -NAN};
	const double largest = 0x1.fffffffffffffp79;
	exact_sum sum = {{0}};
	exact_sum top = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 1}};
	exact_sum bottom = {{0, 0, 0, UINT64_C(1) << 63}};
	exact_sum one = {{1}};
	exact_sum minus_one = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
	exact_sum copy;
	bool in_range = true;
	int accepted = 0;

	for (int i = 0; i < LENGTH(refused); i++)
		accepted += exact_sum_add(&sum, refused[i]) || exact_sum_subtract(&sum, refused[i]);
	check(accepted == 0, "2^80, more, infinities and NaN are refused");

	memset(&sum, 0, sizeof sum);
	for (int i = 0; i < 1000000; i++)
		in_range = exact_sum_add(&sum, largest) && in_range;
	check(in_range && exact_sum_value(&sum) == 1000000 * largest, "a million of the largest values fit");
	for (int i = 0; i < 2000000; i++)
		in_range = exact_sum_add(&sum, -largest) && in_range;
	check(in_range && exact_sum_value(&sum) == -1000000 * largest, "and two million of their negatives");

	copy = top;
	check(exact_sum_value(&top) == 0x1p127 && exact_sum_value(&bottom) == -0x1p127,
		  "the largest and the smallest sum have values");
	check(!exact_sum_merge(&copy, &one), "a merge beyond the largest sum is refused");
	copy = bottom;
	check(!exact_sum_merge(&copy, &minus_one), "a merge beyond the smallest sum is refused");
	copy = top;
	check(!exact_sum_remove(&copy, &minus_one), "a removal beyond the largest sum is refused");
	copy = bottom;
	check(!exact_sum_remove(&copy, &one), "a removal beyond the smallest sum is refused");
	copy = top;
	in_range = exact_sum_add(&copy, 0x1p-128);
	copy = top;
	in_range = exact_sum_subtract(&copy, -1) || in_range;
	check(!in_range, "a value beyond the largest sum is refused");
	copy = bottom;
	in_range = exact_sum_subtract(&copy, 0x1p-128);
	copy = bottom;
	in_range = exact_sum_add(&copy, -1) || in_range;
	check(!in_range, "a value beyond the smallest sum is refused");
	copy = top;
	check(exact_sum_merge(&copy, &bottom) && equal_sums(&copy, &minus_one),
		  "the largest and the smallest sum together are -2^-128");
	copy = bottom;
	check(exact_sum_remove(&copy, &bottom) && exact_sum_is_zero(&copy), "the smallest sum less itself is 0");
}

static void
check_zero(void)
{
	exact_sum sum = {{0}};

	exact_sum_add(&sum, -0.0);
	exact_sum_subtract(&sum, 0.0);
	check(exact_sum_is_zero(&sum) && same_bits(exact_sum_value(&sum), 0.0), "zeros of either sign add to 0");
	exact_sum_add(&sum, 1);
	check(!exact_sum_is_zero(&sum), "1 is not 0");
	exact_sum_add(&sum, -1);
	check(same_bits(exact_sum_value(&sum), 0.0), "1 - 1 is positive zero");
}

/* Of either sign, with all 53 bits, from 2^least up to 2^most. */
static double
random_power(int least, int most)
{
	double value = ldexp(1 + random_fraction(), least + random_below(most - least));

	return random_bits() & 1 ? value : -value;
}

static void
check_products(void)
{
	enum
	{
		TRIALS = 40,
		N = 500
	};
	int wrong_sums = 0;
	int wrong_values = 0;
	int traces = 0;
	int wrong_signs = 0;
	int far = 0;

	for (int trial = 0; trial < TRIALS; trial++)
	{
		exact_sum sum = {{0}};
		long_sum expected = {{0}};
		double a[N];
		double b[N];
		int32_t order[N];

		for (int i = 0; i < N; i++)
		{
			/* the last bit of a product is then 2^-124 or more */
			a[i] = random_power(-10, 40);
			b[i] = random_power(-10, 39);
			exact_sum_add_product(&sum, a[i], b[i]);
			long_add_product(&expected, a[i], b[i]);
		}
		wrong_sums += !equals_long(&sum, &expected);
		wrong_values += !is_nearest(exact_sum_value(&sum), &expected);

		random_order(order, N);
		for (int i = 0; i < N; i++)
			if (!exact_sum_subtract_product(&sum, b[order[i]], a[order[i]]))
				traces++;
		traces += !exact_sum_is_zero(&sum);
	}
	check(wrong_sums == 0, "sums of products are those in long hand");
	check(wrong_values == 0, "no double is nearer to sums of products");
	check(traces == 0, "subtracting products leaves no trace, whichever factor comes first");

	for (int trial = 0; trial < 20000; trial++)
	{
		exact_sum sum = {{0}};
		exact_sum opposite = {{0}};
		long_sum rest = {{0}};
		double a = random_power(-74, -20);
		double b = random_power(-74, 0);

		exact_sum_add_product(&sum, a, b);
		exact_sum_subtract_product(&opposite, -a, b);
		wrong_signs += !equal_sums(&sum, &opposite);
		long_add_product(&rest, a, b);
		long_add_sum(&rest, &sum, -1);
		long_absolute(&rest);
		for (int i = PLACE_OF_ONE - EXACT_SUM_FRACTION_BITS; i < PLACES; i++)
			far += rest.digit[i] != 0;
	}
	check(wrong_signs == 0, "adding a product is subtracting its negative");
	check(far == 0, "products with bits below 2^-128 are kept to less than 2^-128");
}

static void
check_product_range(void)
{
	static const double refused[][2] = {
		{0x1p40, 0x1p40}, {0x1p79, 2},    {-0x1p60, 0x1p20}, {0x1p300, 0x1p300}, {DBL_MAX, DBL_MAX},
		{INFINITY, 1},    {1, -INFINITY}, {INFINITY, 0},     {NAN, 1},           {0, NAN},
	};
	exact_sum sum = {{0}};
	int accepted = 0;

	for (int i = 0; i < LENGTH(refused); i++)
		for (int j = 0; j < 2; j++)
		{
			accepted += exact_sum_add_product(&sum, refused[i][j], refused[i][1 - j]);
			accepted += exact_sum_subtract_product(&sum, refused[i][j], refused[i][1 - j]);
		}
	check(accepted == 0, "products of 2^80 and more, of infinities and of NaN are refused");

	memset(&sum, 0, sizeof sum);
	check(exact_sum_add_product(&sum, 0x1.fffffffffffffp39, 0x1p40) &&
			  exact_sum_value(&sum) == 0x1.fffffffffffffp79,
		  "the largest product is accepted");
	memset(&sum, 0, sizeof sum);
	exact_sum_add_product(&sum, 0, 0x1p70);
	exact_sum_add_product(&sum, -0.0, -1);
	exact_sum_add_product(&sum, 5e-324, 5e-324);
	exact_sum_add_product(&sum, DBL_MIN, -0x1.8p-1000);
	check(exact_sum_is_zero(&sum), "products of 0 and of subnormal numbers are 0");
}

/* Of so many bits at most, of either sign. */
static exact_sum
random_sum(int bits)
{
	exact_sum sum = {{0}};
	exact_sum negative = {{0}};

	for (int i = 0; i < bits; i++)
		sum.limb[i / 64] |= (random_bits() & 1) << i % 64;
	exact_sum_remove(&negative, &sum);
	return random_bits() & 1 ? sum : negative;
}

/* Whether n * xy - x * y is the given value, where up to n^2 * 2^-128 counts as 0. */
static bool
is_cross(double value, int64_t n, const exact_sum *xy, const exact_sum *x, const exact_sum *y)
{
	double limit = ldexp((double) n * (double) n, -EXACT_SUM_FRACTION_BITS);
	long_sum expected = {{0}};

	long_add_sum(&expected, xy, n);
	long_subtract_product(&expected, x, y);
	if (value != 0)
		return fabs(value) > limit && is_nearest(value, &expected);
	long_absolute(&expected);
	long_add(&expected, limit, -1);
	if (long_carry(&expected) < 0)
		return true;
	for (int i = 0; i < PLACES; i++)
		if (expected.digit[i] != 0)
			return false;
	return true;
}

static void
check_cross(void)
{
	int wrong = 0;
	int zeros = 0;
	exact_sum bottom = {{0, 0, 0, UINT64_C(1) << 63}};
	exact_sum top = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 1}};
	exact_sum zero = {{0}};

	for (int trial = 0; trial < 500; trial++)
	{
		exact_sum xy = random_sum(random_below(220));
		exact_sum x = random_sum(random_below(220));
		exact_sum y = random_sum(random_below(220));
		int64_t n = 1 + (int64_t) (random_bits() >> (24 + random_below(40)));
		double value = exact_sum_cross(n, &xy, &x, &y);

		zeros += value == 0;
		wrong += !is_cross(value, n, &xy, &x, &y) || !same_bits(value, exact_sum_cross(n, &xy, &y, &x));
	}
	check(wrong == 0 && zeros > 0, "n * xy - x * y is the nearest double to that in long hand");

	/* whole multiples of 2^-30, so that 128 bits hold every sum */
	wrong = 0;
	for (int trial = 0; trial < 2000; trial++)
	{
		int n = 1 + random_below(50);
		int32_t spread = 1 + random_below(INT32_MAX);
		int32_t level = random_below(INT32_MAX);
		exact_sum sums[3] = {{{0}}};
		__int128 whole[3] = {0};

		for (int i = 0; i < n; i++)
		{
			int64_t x = (int64_t) level + random_below(spread);
			int64_t y = (int64_t) random_below(spread) - level;

			exact_sum_add_product(&sums[0], ldexp((double) x, -30), ldexp((double) y, -30));
			exact_sum_add(&sums[1], ldexp((double) x, -30));
			exact_sum_add(&sums[2], ldexp((double) y, -30));
			whole[0] += (__int128) x * y;
			whole[1] += x;
			whole[2] += y;
		}
		wrong += exact_sum_cross(n, &sums[0], &sums[1], &sums[2]) !=
				 ldexp((double) (n * whole[0] - whole[1] * whole[2]), -60);
	}
	check(wrong == 0, "and as in 128-bit integers");

	check(exact_sum_cross(5, &(exact_sum){{5}}, &zero, &zero) == 0 &&
			  exact_sum_cross(5, &(exact_sum){{6}}, &zero, &zero) == 30 * 0x1p-128,
		  "what cutting five products can make is 0, and no more");
	check(exact_sum_cross(1, &zero, &bottom, &bottom) == -0x1p254 &&
			  exact_sum_cross(1, &zero, &top, &bottom) == 0x1p254 &&
			  exact_sum_cross(INT64_MAX, &bottom, &zero, &zero) == -0x1p190 &&
			  exact_sum_cross(0, &top, &zero, &bottom) == 0,
		  "the largest sums do not overflow");
}

static void
check_determinant(void)
{
	exact_sum bottom = {{0, 0, 0, UINT64_C(1) << 63}};
	exact_sum top = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX >> 1}};
	exact_sum zero = {{0}};
	int wrong = 0;

	for (int trial = 0; trial < 500; trial++)
	{
		exact_sum x = random_sum(random_below(220));
		exact_sum y = random_sum(random_below(220));
		exact_sum z = random_below(3) == 0 ? y : random_sum(random_below(220));
		exact_sum w = random_below(3) == 0 ? x : random_sum(random_below(220));
		exact_sum minus_x = {{0}};
		long_sum expected = {{0}};
		double value;

		/* nearly equal products too */
		w.limb[0] ^= (uint64_t) random_below(2);
		exact_sum_remove(&minus_x, &x);
		long_subtract_product(&expected, &minus_x, &y);
		long_subtract_product(&expected, &z, &w);
		value = exact_sum_determinant(&x, &y, &z, &w);
		wrong += !is_nearest(value, &expected);
		wrong += !same_bits(value, exact_sum_determinant(&y, &x, &w, &z));
		wrong += value != -exact_sum_determinant(&z, &w, &x, &y);
	}
	check(wrong == 0, "x y - z w is the nearest double to that in long hand");
	check(exact_sum_determinant(&bottom, &top, &zero, &top) == -0x1p254 &&
			  exact_sum_determinant(&zero, &top, &top, &top) == -0x1p254 &&
			  exact_sum_determinant(&bottom, &bottom, &zero, &zero) == 0x1p254 &&
			  same_bits(exact_sum_determinant(&top, &bottom, &bottom, &top), 0),
		  "the largest products do not overflow");
}

/* Products of whole numbers below 2^62, which 128 bits hold, scaled by a power of two. */
static void
check_compare_products(void)
{
	exact_sum zero = {{0}};
	exact_sum top = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, INT64_MAX}};
	exact_sum less = {{UINT64_MAX - 1, UINT64_MAX, UINT64_MAX, INT64_MAX}};
	int wrong = 0;
	int equal = 0;

	for (int trial = 0; trial < 20000; trial++)
	{
		int bits = 1 + random_below(62);
		int limb = random_below(EXACT_SUM_LIMBS);
		uint64_t value[4];
		exact_sum sum[4] = {{{0}}};
		unsigned __int128 ab;
		unsigned __int128 cd;

		for (int i = 0; i < 4; i++)
			value[i] = random_bits() >> (64 - bits);
		if (random_below(4) == 0)
		{
			value[2] = value[1];
			value[3] = value[0] + (uint64_t) random_below(2);
		}
		ab = (unsigned __int128) value[0] * value[1];
		cd = (unsigned __int128) value[2] * value[3];
		for (int i = 0; i < 4; i++)
			sum[i].limb[i % 2 == 0 ? limb : EXACT_SUM_LIMBS - 1 - limb] = value[i];
		wrong += exact_sum_compare_products(&sum[0], &sum[1], &sum[2], &sum[3]) != (ab > cd) - (ab < cd);
		equal += ab == cd;
	}
	check(wrong == 0 && equal > 1000, "products compare as those of whole numbers");
	check(exact_sum_compare_products(&top, &top, &top, &less) == 1 &&
			  exact_sum_compare_products(&less, &top, &top, &top) == -1 &&
			  exact_sum_compare_products(&top, &top, &top, &top) == 0 &&
			  exact_sum_compare_products(&zero, &top, &zero, &zero) == 0,
		  "at the ends of the range");
}

void
exact_sum_test(void)
{
	random_seed(1);
	check_literals();
	check_source(twelve_decades, "values over 12 decades");
	check_source(sixty_decades, "values over 60 decades");
	check_source(random_value, "values of all exponents, subnormal ones among them");
	check_nearest();
	check_small_values();
	check_order();
	check_range();
	check_zero();
	check_products();
	check_product_range();
	check_cross();
	check_determinant();
	check_compare_products();
}
