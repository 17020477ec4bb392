/*
 * moments.h
 *		Exact sums of values and of their squares.
 */
#ifndef ROTATION_MOMENTS_H
#define ROTATION_MOMENTS_H

#include "math/exact_sum.h"

typedef struct moments
{
	exact_sum sum;
	exact_sum squares;
} moments;

static inline bool
moments_add(moments *m, double x)
{
	return exact_sum_add(&m->sum, x) && exact_sum_add_product(&m->squares, x, x);
}

static inline bool
moments_subtract(moments *m, double x)
{
	return exact_sum_subtract(&m->sum, x) && exact_sum_subtract_product(&m->squares, x, x);
}

static inline bool
moments_merge(moments *m, const moments *other)
{
	return exact_sum_merge(&m->sum, &other->sum) && exact_sum_merge(&m->squares, &other->squares);
}

extern double moments_mean(const moments *m, int64_t n);
extern double moments_distance(const moments *m, int64_t n, double x);
extern double moments_deviation(const moments *m, int64_t n);
extern const char *moments_check(const moments *m, int64_t n);

/* The fields that moments add to a format. */
#define MOMENTS_FIELDS(struct_name, member, label)                                                           \
	{"sum of " label, FIELD_SUM, offsetof(struct_name, member.sum)},                                         \
	{                                                                                                        \
		"squares of " label, FIELD_SUM, offsetof(struct_name, member.squares)                                \
	}

#endif
