/*
 * extreme_moves.c
 *		The k largest or smallest values of a series.
 */
#include "math/extreme_moves.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* The largest and smallest date of the server, in days from 2000-01-01. */
#define DATE_MIN (-2451545)
#define DATE_MAX 2145031948

/* Whether one move comes before another in the list. */
static bool
comes_before(double sign, double ts, double value, const double *other)
{
	if (value != other[1])
		return sign * value > sign * other[1];
	return ts < other[0];
}

static bool
is_full(const double *list, int length)
{
	return length >= MOVES_LENGTH((int) list[MOVES_WANTED]);
}

/* Whether a move belongs in the list. */
bool
moves_would_keep(const double *list, int length, double ts, double value)
{
	return !is_full(list, length) || comes_before(list[MOVES_SIGN], ts, value, list + length - 2);
}

/*
 * Put a move that belongs in the list in its place, and return the new length.
 * A full list loses its last move; any other has room for one more.
 */
int
moves_insert(double *list, int length, double ts, double value)
{
	int place = length;

	if (is_full(list, length))
	{
		length -= 2;
		place = length;
	}
	while (place > MOVES_HEADER && comes_before(list[MOVES_SIGN], ts, value, list + place - 2))
		place -= 2;
	memmove(list + place + 2, list + place, (size_t) (length - place) * sizeof(double));
	list[place] = ts;
	list[place + 1] = value;
	return length + 2;
}

/* What is wrong with a list from an untrusted source, or NULL. */
const char *
moves_check(const double *list, int length)
{
	if (length < MOVES_HEADER || length % 2 != 0)
		return "wrong length";
	if (!(list[MOVES_WANTED] >= 1 && list[MOVES_WANTED] <= MOVES_MOST) ||
		list[MOVES_WANTED] != floor(list[MOVES_WANTED]))
		return "number of moves out of range";
	if (length > MOVES_LENGTH((int) list[MOVES_WANTED]))
		return "more moves than asked for";
	if (list[MOVES_SIGN] != 1 && list[MOVES_SIGN] != -1)
		return "sign out of range";
	for (int i = MOVES_HEADER; i < length; i += 2)
	{
		if (!(list[i] >= DATE_MIN && list[i] <= DATE_MAX) || list[i] != floor(list[i]))
			return "ts out of range";
		if (!isfinite(list[i + 1]))
			return "value not finite";
		if (i > MOVES_HEADER && comes_before(list[MOVES_SIGN], list[i], list[i + 1], list + i - 2))
			return "moves out of order";
	}
	return NULL;
}
