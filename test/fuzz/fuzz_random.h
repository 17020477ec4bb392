/*
 * fuzz_random.h
 *		Numbers that are the same at each run.
 */
#ifndef ROTATION_FUZZ_RANDOM_H
#define ROTATION_FUZZ_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static uint64_t random_state;

/* SplitMix64: G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators" (2014). */
static inline uint64_t
random_bits(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static inline size_t
random_below(size_t n)
{
	return (size_t) (random_bits() % n);
}

#endif
