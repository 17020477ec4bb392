/*
 * exact_sum.h
 *		Sums of doubles that do not depend on the order of the additions.
 */
#ifndef ROTATION_EXACT_SUM_H
#define ROTATION_EXACT_SUM_H

#include <stdbool.h>
#include <stdint.h>

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

extern bool exact_sum_add(exact_sum *sum, double value);
extern bool exact_sum_subtract(exact_sum *sum, double value);
extern bool exact_sum_merge(exact_sum *sum, const exact_sum *other);
extern bool exact_sum_remove(exact_sum *sum, const exact_sum *other);
extern double exact_sum_value(const exact_sum *sum);
extern bool exact_sum_add_product(exact_sum *sum, double a, double b);
extern bool exact_sum_subtract_product(exact_sum *sum, double a, double b);
extern double exact_sum_cross(int64_t n, const exact_sum *xy, const exact_sum *x, const exact_sum *y);

static inline bool
exact_sum_is_zero(const exact_sum *sum)
{
	return (sum->limb[0] | sum->limb[1] | sum->limb[2] | sum->limb[3]) == 0;
}

#endif
