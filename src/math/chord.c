/*
 * chord.c
 *		A series as a given number of straight pieces that fit it best.
 *
 * Each piece is the chord from one point of the series to a later one, where the
 * next piece begins; the first piece begins at the first point and the last ends
 * at the last. Of all ways to place the cuts, the one with the smallest sum of
 * squared distances between the points and the chords (in value, at the point's
 * time) is found by dynamic programming over the end of the last piece:
 * R. Bellman, "On the approximation of curves by line segments using dynamic
 * programming", Communications of the ACM 4 (1961).
 *
 * With u and v the time and the value of a point less those of a chord's begin,
 * and U and V the same of its end, the chord's error is
 *     Σ(v - uV/U)² = (U² Σv² - 2 UV Σuv + V² Σu²) / U²
 * and its sums are differences of running ones, so it costs the same for any
 * length. All are whole numbers: the terms cancel exactly, in 128 bits, and the
 * division rounds once.
 */
#include "math/chord.h"

#include <math.h>
#include <stddef.h>

#include "math/host.h"

/* The server's memory is aligned to 8 bytes. */
typedef __int128 wide __attribute__((aligned(8)));

/* What n · length² · range² may reach: the terms of an error are up to 16 times as large. */
#define WIDE_LIMIT 0x1p122

/* Sums over the points before one. */
typedef struct running_sums
{
	int64_t x;
	int64_t y;
	wide sum_x;
	wide sum_y;
	wide sum_xx;
	wide sum_xy;
	wide sum_yy;
} running_sums;

/* What the values are divided by, so that the sums fit; 1 unless they are enormous. */
static int64_t
coarsening(const chord_series *series)
{
	double length = (double) series->ts[series->n - 1] - series->ts[0];
	double range = 0;
	int64_t divisor = 1;

	for (int32_t i = 0; i < series->n; i++)
		range = fmax(range, fabs((double) series->value[i] - (double) series->value[0]));
	while (series->n * length * length * (range / (double) divisor) * (range / (double) divisor) > WIDE_LIMIT)
		divisor *= 10;
	return divisor;
}

/* One more entry than there are points: the sums of all are the last. */
static running_sums *
running_sums_of(const chord_series *series)
{
	running_sums *sums = host_resize(NULL, ((size_t) series->n + 1) * sizeof(running_sums));
	int64_t divisor = coarsening(series);
	running_sums total = {0};

	for (int32_t i = 0; i < series->n; i++)
	{
		int64_t x = (int64_t) series->ts[i] - series->ts[0];
		int64_t y = series->value[i] / divisor - series->value[0] / divisor;

		sums[i] = total;
		sums[i].x = x;
		sums[i].y = y;
		total.sum_x += x;
		total.sum_y += y;
		total.sum_xx += (wide) x * x;
		total.sum_xy += (wide) x * y;
		total.sum_yy += (wide) y * y;
	}
	sums[series->n] = total;
	return sums;
}

/* The squared error of the chord between two points. */
static double
chord_error(const running_sums *begin, const running_sums *end, int32_t points)
{
	int64_t x = begin->x;
	int64_t y = begin->y;
	wide length = end->x - x;
	wide rise = end->y - y;
	wide sum_x = end->sum_x - begin->sum_x;
	wide sum_y = end->sum_y - begin->sum_y;
	wide sum_uu = end->sum_xx - begin->sum_xx - 2 * x * sum_x + (wide) points * x * x;
	wide sum_uv = end->sum_xy - begin->sum_xy - x * sum_y - y * sum_x + (wide) points * x * y;
	wide sum_vv = end->sum_yy - begin->sum_yy - 2 * (wide) y * sum_y + (wide) points * y * y;
	wide error = length * length * sum_vv - 2 * length * rise * sum_uv + rise * rise * sum_uu;

	return (double) error / ((double) length * (double) length);
}

/*
 * Find the points at which each piece but the last ends, in order; of equal fits
 * the one whose last cut is earliest, and so on back. False if the series is too
 * short for so many pieces of the least length, in time, that each must have.
 */
bool
chord_cuts(const chord_series *series, int32_t pieces, int32_t least_length, int32_t *cuts)
{
	size_t entries = (size_t) series->n * ((size_t) pieces + 1);
	running_sums *sums = running_sums_of(series);

	/* the least error of the first k pieces if they end at a point, and where the last of them begins */
	double *least_error = host_resize(NULL, entries * sizeof(double));
	int32_t *begins = host_resize(NULL, entries * sizeof(int32_t));
	int32_t end = series->n - 1;
	bool found;

	for (int32_t j = 0; j < series->n; j++)
	{
		double *error = least_error + (size_t) j * ((size_t) pieces + 1);
		int32_t *begin = begins + (size_t) j * ((size_t) pieces + 1);
		double worst = INFINITY; /* of the errors that another begin could improve */

		for (int32_t k = 0; k <= pieces; k++)
		{
			error[k] = j == 0 && k == 0 ? 0 : INFINITY;
			begin[k] = -1;
		}
		for (int32_t i = j - 1; i >= 0; i--)
		{
			const double *before = least_error + (size_t) i * ((size_t) pieces + 1);
			int32_t most = pieces < i + 1 ? pieces : i + 1;
			double piece;

			if ((int64_t) series->ts[j] - series->ts[i] < least_length)
				continue;
			piece = chord_error(&sums[i], &sums[j], j - i);
			if (piece > worst && i > 0)
				continue;
			for (int32_t k = 1; k <= most; k++)
				if (before[k - 1] + piece <= error[k] && before[k - 1] < INFINITY)
				{
					error[k] = before[k - 1] + piece;
					begin[k] = i;
				}
			worst = 0;
			for (int32_t k = 2; k <= pieces; k++)
				worst = fmax(worst, error[k]);
		}
		host_check_interrupts();
	}

	found = begins[(size_t) end * ((size_t) pieces + 1) + (size_t) pieces] >= 0;
	for (int32_t k = pieces; found && k > 1; k--)
		end = cuts[k - 2] = begins[(size_t) end * ((size_t) pieces + 1) + (size_t) k];
	host_free(begins);
	host_free(least_error);
	host_free(sums);
	return found;
}
