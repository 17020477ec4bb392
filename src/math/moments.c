/*
 * moments.c
 *		Mean and standard deviation from exact sums.
 *
 * Without rounding in the sums, n * sum(x^2) - sum(x)^2 loses nothing where the
 * values lie close together, and its root needs no second pass.
 */
#include "math/moments.h"

#include <math.h>
#include <stddef.h>

double
moments_mean(const moments *m, int64_t n)
{
	return exact_sum_value(&m->sum) / (double) n;
}

/*
 * One of n values less the mean. Both may be large and close together, so their
 * difference is rounded only once; n times a value whose square is in the sums is in
 * their range.
 */
double
moments_distance(const moments *m, int64_t n, double x)
{
	exact_sum distance = {{0}};

	exact_sum_add_product(&distance, (double) n, x);
	exact_sum_remove(&distance, &m->sum);
	return exact_sum_value(&distance) / (double) n;
}

/* The standard deviation of a sample of at least two values. */
double
moments_deviation(const moments *m, int64_t n)
{
	double cross = exact_sum_cross(n, &m->squares, &m->sum, &m->sum);

	return sqrt(fmax(cross, 0) / ((double) n * (double) (n - 1)));
}

/* What is wrong with moments from an untrusted source, or NULL. */
const char *
moments_check(const moments *m, int64_t n)
{
	if (exact_sum_is_negative(&m->squares))
		return "negative sum of squares";
	if (n == 0 && (!exact_sum_is_zero(&m->sum) || !exact_sum_is_zero(&m->squares)))
		return "sums without observations";
	return NULL;
}
