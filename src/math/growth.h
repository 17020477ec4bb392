/*
 * growth.h
 *		The growth that a set of returns compounds to.
 *
 *	total_losses	returns of -1, whose logarithm is not a number
 *	logarithm		sum of ln(1 + r) over the others
 *
 * Each logarithm is rounded, their sum is not. So a return R is within 4 ulp of the
 * larger of itself and (1 + R) * sum(|ln(1 + r)|), times the power where it is to one.
 */
#ifndef ROTATION_GROWTH_H
#define ROTATION_GROWTH_H

#include <math.h>

#include "math/exact_sum.h"

typedef struct growth
{
	int64_t total_losses;
	exact_sum logarithm;
} growth;

/* Add a return of -1 or more; false if the sum leaves its range. */
static inline bool
growth_add(growth *g, double r)
{
	if (r == -1)
	{
		g->total_losses++;
		return true;
	}
	return exact_sum_add(&g->logarithm, log1p(r));
}

/* Take a return out again. */
static inline bool
growth_subtract(growth *g, double r)
{
	if (r == -1)
	{
		g->total_losses--;
		return true;
	}
	return exact_sum_subtract(&g->logarithm, log1p(r));
}

static inline bool
growth_merge(growth *g, const growth *other)
{
	g->total_losses += other->total_losses;
	return exact_sum_merge(&g->logarithm, &other->logarithm);
}

/* prod(1 + r)^power - 1; the power is 1 for the compound return, periods per year / n to annualise. */
static inline double
growth_return(const growth *g, double power)
{
	return g->total_losses > 0 ? -1 : expm1(exact_sum_value(&g->logarithm) * power);
}

/*
 * prod(1 + a)^power - prod(1 + b)^power, which keeps its digits where both are
 * close together, or nearly nothing.
 */
static inline double
growth_difference(const growth *a, const growth *b, double power)
{
	double log_a = exact_sum_value(&a->logarithm) * power;
	double log_b = exact_sum_value(&b->logarithm) * power;
	exact_sum rest = a->logarithm;
	double distance;

	if (a->total_losses > 0 || b->total_losses > 0)
		return (a->total_losses > 0 ? 0 : exp(log_a)) - (b->total_losses > 0 ? 0 : exp(log_b));
	exact_sum_remove(&rest, &b->logarithm);
	distance = exact_sum_value(&rest) * power;
	return copysign(exp(fmax(log_a, log_b)) * expm1(-fabs(distance)), distance);
}

/* What is wrong with a growth of n returns from an untrusted source, or NULL. */
static inline const char *
growth_check(const growth *g, int64_t n)
{
	if (g->total_losses < 0 || g->total_losses > n)
		return "more total losses than returns";
	if (g->total_losses == n && !exact_sum_is_zero(&g->logarithm))
		return "growth without returns";
	return 0;
}

#define GROWTH_FIELDS(struct_name, member, label)                                                            \
	{"total losses" label, FIELD_INTEGER, offsetof(struct_name, member.total_losses)},                       \
	{                                                                                                        \
		"log growth" label, FIELD_SUM, offsetof(struct_name, member.logarithm)                               \
	}

#endif
