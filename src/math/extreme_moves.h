/*
 * extreme_moves.h
 *		The k largest or smallest values of a series.
 *
 * A list of numbers, so that it travels as an array: how many are asked for,
 * the sign that makes the largest of what is sought, then the moments and
 * values kept, best first. Of equal values the earlier moment comes first, so
 * the list is the same whatever the order of the rows.
 */
#ifndef ROTATION_EXTREME_MOVES_H
#define ROTATION_EXTREME_MOVES_H

#include <stdbool.h>
#include <stdint.h>

#define MOVES_MOST 1000
#define MOVES_HEADER 2
#define MOVES_WANTED 0
#define MOVES_SIGN 1

/* The length of a list with n moves. */
#define MOVES_LENGTH(n) (MOVES_HEADER + 2 * (n))

extern bool moves_would_keep(const double *list, int length, double ts, double value);
extern int moves_insert(double *list, int length, double ts, double value);
extern const char *moves_check(const double *list, int length);

#endif
