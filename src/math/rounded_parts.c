/*
 * rounded_parts.c
 *		The parts of a whole, rounded so that they add up to it exactly.
 *
 * Parts and whole become multiples of a power of two, so coarse that doubles
 * hold every sum of parts: then floating-point addition in any order is exact.
 * Each part is rounded down, and the units that are still missing from the whole
 * go one each to the parts that lost most (the method of largest remainders, or
 * of Hamilton; M. Balinski and H. P. Young, "Fair Representation", 1982).
 */
#include "math/rounded_parts.h"

#include <math.h>

#include "math/host.h"

/* The finest grid is 2^-48, for parts whose sizes add up to less than 2^4. */
#define LEAST_EXPONENT 4
#define GRID_BITS 52

typedef struct rounded_part
{
	double remainder;
	int32_t place; /* among equal remainders */
	int32_t part;
} rounded_part;

static int
compare_remainders(const void *a, const void *b)
{
	const rounded_part *x = a;
	const rounded_part *y = b;

	if (x->remainder != y->remainder)
		return x->remainder > y->remainder ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* What parts and whole are to be multiples of: 2^-48, or 2^(e - 52) for sizes that add up to 2^(e - 1) or more. */
double
parts_grid(const double *parts, int32_t n, double whole)
{
	double sizes = 0;
	int exponent;

	for (int32_t i = 0; i < n; i++)
	{
		host_check_interrupts_at(i);
		sizes += fabs(parts[i]);
	}
	frexp(fmax(sizes, fabs(whole)), &exponent);
	return ldexp(1, (exponent > LEAST_EXPONENT ? exponent : LEAST_EXPONENT) - GRID_BITS);
}

/*
 * Round n finite parts, at least one, to their grid, so that they add up to the
 * whole as that is rounded to the grid, half to even. Of equal remainders the one
 * with the lower place gets a unit first; a sum of the given parts that is off the
 * whole by more than rounding is spread evenly.
 */
void
round_parts(double *parts, const int32_t *places, int32_t n, double whole)
{
	double grid = parts_grid(parts, n, whole);
	int64_t missing = (int64_t) rint(whole / grid);
	rounded_part *rounded = host_resize(NULL, (size_t) n * sizeof(rounded_part));
	int64_t each;

	for (int32_t i = 0; i < n; i++)
	{
		double units = parts[i] / grid;
		double below = floor(units);

		host_check_interrupts_at(i);
		rounded[i] = (rounded_part){units - below, places[i], i};
		parts[i] = below;
		missing -= (int64_t) below;
	}
	host_sort(rounded, (size_t) n, sizeof(rounded_part), compare_remainders);
	each = missing / n - (missing % n < 0);
	missing -= each * n;
	for (int32_t i = 0; i < n; i++)
	{
		double *part = &parts[rounded[i].part];

		host_check_interrupts_at(i);
		*part = (double) ((int64_t) *part + each + (i < missing)) * grid;
	}
	host_free(rounded);
}
