/*
 * rounded_parts.h
 *		The parts of a whole, rounded so that they add up to it exactly.
 */
#ifndef ROTATION_ROUNDED_PARTS_H
#define ROTATION_ROUNDED_PARTS_H

#include <stdint.h>

extern double parts_grid(const double *parts, int32_t n, double whole);
extern void round_parts(double *parts, const int32_t *places, int32_t n, double whole);

#endif
