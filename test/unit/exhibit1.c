/*
 * exhibit1.c
 *		Published monthly returns and yields: data/exhibit1_month_returns.csv.
 */
#include "test.h"

#include "math/yield.h"

const exhibit1_month exhibit1[EXHIBIT1_MONTHS] = {
	{2023, 6, 30, 0, 0, 3.81},
	{2023, 7, 31, 0.0344, 0.0612, 3.97},
	{2023, 8, 31, -0.0175, -0.0500, 4.09},
	{2023, 9, 29, -0.0470, -0.0589, 4.59},
	{2023, 10, 31, -0.0242, -0.0682, 4.88},
	{2023, 11, 30, 0.0934, 0.0905, 4.37},
	{2023, 12, 29, 0.0494, 0.1222, 3.88},
	{2024, 1, 31, 0.0139, -0.0389, 3.99},
	{2024, 2, 29, 0.0540, 0.0565, 4.25},
	{2024, 3, 28, 0.0321, 0.0358, 4.20},
	{2024, 4, 30, -0.0426, -0.0704, 4.69},
	{2024, 5, 31, 0.0471, 0.0502, 4.51},
	{2024, 6, 28, 0.0331, -0.0093, 4.36},
	{2024, 7, 23, 0.0200, 0.0960, 4.25},
};

void
exhibit1_yields(int32_t *ts, int64_t *units)
{
	for (int i = 0; i < EXHIBIT1_MONTHS; i++)
	{
		ts[i] = date(exhibit1[i].year, exhibit1[i].month, exhibit1[i].day);
		units[i] = yield_units(exhibit1[i].yield);
	}
}
