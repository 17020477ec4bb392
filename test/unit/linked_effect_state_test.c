/*
 * linked_effect_state_test.c
 *		Effects linked over periods, against the definition in long double and
 *		published figures.
 */
#include "test.h"

#include <math.h>

#include "math/linked_effect_state.h"

typedef struct period
{
	double effect;
	double portfolio;
	double benchmark;
} period;

static linked_effect_state
state_of(const period *periods, int n)
{
	linked_effect_state state = {0};

	for (int i = 0; i < n; i++)
		linked_effect_add(&state, periods[i].effect, periods[i].portfolio, periods[i].benchmark);
	return state;
}

static double
linked(const period *periods, int n)
{
	linked_effect_state state = state_of(periods, n);

	return linked_effect_carino(&state);
}

/* ln((1 + p) / (1 + b)) / (p - b), close to each other by the series of ln x in (x - 1) / (x + 1), divided through. */
static long double
coefficient(long double p, long double b)
{
	long double z = (p - b) / (2 + p + b);
	long double term = 2 / (2 + p + b);
	long double sum = 0;

	if (fabsl(z) > 0.05L)
		return (logl(1 + p) - logl(1 + b)) / (p - b);
	for (int k = 1; k < 30; k += 2, term *= z * z)
		sum += term / k;
	return sum;
}

static double
linked_by_definition(const period *periods, int n)
{
	long double sum = 0;
	long double p = 1;
	long double b = 1;

	for (int i = 0; i < n; i++)
	{
		sum += periods[i].effect * coefficient(periods[i].portfolio, periods[i].benchmark);
		p *= 1 + (long double) periods[i].portfolio;
		b *= 1 + (long double) periods[i].benchmark;
	}
	return (double) (sum / coefficient(p - 1, b - 1));
}

/*
 * Bacon's example, whose totals are 8.3, -3.4, -5 and 4.5 % against 6.4, -4.6,
 * -12.5 and 2 %, and the allocation to and selection of Japanese equities there:
 * C. Bacon, "Practical Portfolio Performance Measurement and Attribution", 2nd
 * edition (2008), table 8.2, as in PortfolioAttribution's test_suite.R. The figures
 * are those of mpmath 1.3 with 30 digits.
 */
static void
check_published(void)
{
	const period allocation[] = {
		{-0.0104, 0.083, 0.064}, {-0.0086, -0.034, -0.046}, {0.0175, -0.05, -0.125}, {-0.007, 0.045, 0.02}};
	const period selection[] = {
		{-0.003, 0.083, 0.064}, {-0.002, -0.034, -0.046}, {0.015, -0.05, -0.125}, {-0.01, 0.045, 0.02}};
	const period excess[] = {
		{0.019, 0.083, 0.064}, {0.012, -0.034, -0.046}, {0.075, -0.05, -0.125}, {0.025, 0.045, 0.02}};

	check_near(linked(allocation, 4), -0.0060553205525605321, 1e-17, "Bacon's example, allocation");
	check_near(linked(selection, 4), 0.0018287919564119187, 1e-17, "Bacon's example, selection");
	check_near(linked(excess, 4), 0.1326557295, 3e-17, "Bacon's example, all effects");
}

static void
check_special(void)
{
	check(isnan(linked(NULL, 0)), "no periods, no effect");
	check_near(linked((period[]){{0.01, 0.2, 0.1}}, 1), 0.01, 2e-18, "one period keeps its effect");
	check_near(linked((period[]){{0.01, 0.25, 0.25}, {-0.02, 0.5, 0.5}}, 2), -0.01, 2e-18,
			   "equal returns: each effect grows with the other periods");
	check(linked((period[]){{0.2, 0.2, 0}, {-0.2, 0, 0.2}}, 2) == 0 &&
			  linked((period[]){{0.7, 0.7, 0}, {-0.7, 0, 0.7}}, 2) == 0,
		  "what one period gives and the next one takes is nothing");
	check_near(linked((period[]){{0.2, 0.2, 0}, {-0.1, 0, 0.2}}, 2), 0.1 * log(1.2) / 0.2 * 1.2, 1e-16,
			   "the compounded returns are equal");
	check_near(linked((period[]){{0.5, 9e11, 1e11}}, 1), 0.5, 1e-15, "the largest returns");
	check_near(linked((period[]){{0.1, -1 + 1e-10, 0.1}, {0.1, 1, 0.5}}, 2),
			   (double) ((0.1L * (logl(1 + (long double) (-1 + 1e-10)) - log1pl(0.1L)) / (-1.1L + 1e-10L) +
						  0.1L * (logl(2) - logl(1.5L)) / 0.5L) /
						 ((logl(1 + (long double) (-1 + 1e-10)) + logl(2) - log1pl(0.1L) - logl(1.5L)) /
						  ((1 + (long double) (-1 + 1e-10)) * 2 - 1.65L))),
			   1e-16, "all but a total loss");

	period growth[50];

	for (int i = 0; i < 50; i++)
		growth[i] = (period){0, 1e11, 1e10};
	check(isinf(linked(growth, 50)), "returns that compound beyond a double are told from others");
}

/* Effects that add to the difference in each period add to the compounded difference. */
static void
check_random(void)
{
	enum
	{
		N = 60
	};
	static const double distances[] = {0.3, 1e-3, 1e-8, 1e-14};

	for (int d = 0; d < LENGTH(distances); d++)
	{
		int far = 0;
		int apart = 0;

		for (int trial = 0; trial < 300; trial++)
		{
			int n = 1 + random_below(N);
			period allocation[N];
			period selection[N];
			long double difference = 0, b = 1;

			for (int i = 0; i < n; i++)
			{
				double portfolio = 0.6 * random_fraction() - 0.3;
				double benchmark = portfolio + distances[d] * (random_fraction() - 0.5);
				double part = random_fraction() - 0.5;

				allocation[i] = (period){part * (portfolio - benchmark), portfolio, benchmark};
				selection[i] = (period){(portfolio - benchmark) * (1 - part), portfolio, benchmark};
				difference =
					difference * (1 + (long double) portfolio) + b * ((long double) portfolio - benchmark);
				b *= 1 + (long double) benchmark;
			}

			double a = linked(allocation, n);
			double s = linked(selection, n);
			/* effects may cancel, so errors are measured by what they are sums of */
			double size = (double) b * n * distances[d];

			far += !(fabs(a - linked_by_definition(allocation, n)) < 1e-15 * size);
			far += !(fabs(s - linked_by_definition(selection, n)) < 1e-15 * size);
			apart += !(fabsl(a + (long double) s - difference) < 1e-15 * size);
		}
		check(far == 0, "returns within %g as by definition", distances[d]);
		check(apart == 0, "returns within %g: linked effects add to the excess return", distances[d]);
	}
}

static void
check_windows(void)
{
	enum
	{
		N = 600,
		WIDTH = 24
	};
	static period periods[N];
	linked_effect_state state = {0};
	int wrong = 0;

	for (int i = 0; i < N; i++)
	{
		periods[i] =
			(period){random_decades(-9, 0), expm1(random_decades(-9, 0)), expm1(random_decades(-9, 0))};
		if (random_below(4) == 0)
			periods[i].benchmark = periods[i].portfolio;
		linked_effect_add(&state, periods[i].effect, periods[i].portfolio, periods[i].benchmark);
		if (i >= WIDTH)
		{
			linked_effect_state again = state_of(periods + i + 1 - WIDTH, 10);
			linked_effect_state rest = state_of(periods + i + 11 - WIDTH, WIDTH - 10);

			linked_effect_subtract(&state, periods[i - WIDTH].effect, periods[i - WIDTH].portfolio,
								   periods[i - WIDTH].benchmark);
			linked_effect_merge(&again, &rest);
			wrong += !summary_equal(&linked_effect_format, &state, &again);
		}
	}
	check(wrong == 0, "a sliding window has the bits of two fresh parts");
}

void
linked_effect_state_test(void)
{
	random_seed(34);
	check_published();
	check_special();
	check_random();
	check_windows();
}
