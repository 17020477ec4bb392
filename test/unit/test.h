/*
 * test.h
 *		A small harness that prints TAP, and what several tests share.
 */
#ifndef ROTATION_TEST_H
#define ROTATION_TEST_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "math/drawdown_state.h"
#include "math/excess_state.h"
#include "math/level_state.h"
#include "math/pair_state.h"
#include "math/regime_state.h"
#include "math/return_pair_state.h"
#include "math/return_state.h"
#include "math/summary_format.h"
#include "math/yield_state.h"
#include "math/zigzag.h"

#define LENGTH(array) ((int) (sizeof(array) / sizeof(array)[0]))

/* One line of TAP. */
extern void check(bool passed, const char *what, ...) __attribute__((format(printf, 2, 3)));

/* The same, for a result that must agree with a figure to the given relative error. */
extern void check_near(double result, double figure, double error, const char *what);
static inline bool
is_near(double result, double figure, double error)
{
	return fabs(result - figure) <= error * fmax(fabs(figure), 1);
}

extern bool same_bits(double a, double b);

/* Pseudo-random numbers, the same on every machine. */
extern void random_seed(uint64_t seed);
extern uint64_t random_bits(void);
extern int32_t random_below(int32_t n);
extern double random_fraction(void);
extern double random_decades(int from, int to);
extern void random_order(int32_t *order, int32_t n);

/* Dates by counting the days of one year and month after the other. */
extern int32_t date(int year, int month, int day);
extern int days_in_month(int year, int month);

/* Published monthly returns, see bacon.c. */
#define BACON_MONTHS 24
extern const double bacon_portfolio[BACON_MONTHS];
extern const double bacon_benchmark[BACON_MONTHS];

/* Published monthly returns and yields, see exhibit1.c. */
#define EXHIBIT1_MONTHS 14
typedef struct exhibit1_month
{
	int year, month, day;
	double large, small, yield;
} exhibit1_month;
extern const exhibit1_month exhibit1[EXHIBIT1_MONTHS];
extern void exhibit1_yields(int32_t *ts, int64_t *units);

/* The turns of a series the slow way, see zigzag_test.c: samples, and the ones that confirm, by number. */
typedef struct turn
{
	int32_t sample;
	int32_t confirmed;
	bool high;
} turn;
extern int32_t turns_by_definition(const sample *samples, int32_t n, const zigzag_threshold *threshold,
								   turn *turns);

/* Random rows of a yield, see regime_state_test.c. */
extern void random_yield(int32_t *ts, int64_t *units, int32_t n);

/* What the mathematics has asked of its host. */
extern long blocks_in_use;
extern long interrupt_checks;

extern void breadth_state_test(void);
extern void calendar_test(void);
extern void chord_test(void);
extern void contribution_state_test(void);
extern void drawdown_periods_test(void);
extern void drawdown_state_test(void);
extern void earnings_state_test(void);
extern void exact_sum_test(void);
extern void excess_state_test(void);
extern void extreme_moves_test(void);
extern void growth_test(void);
extern void index_engine_test(void);
extern void index_simulation_test(void);
extern void interrupts_test(void);
extern void level_state_test(void);
extern void linked_effect_state_test(void);
extern void migrations_test(void);
extern void moments_test(void);
extern void pair_state_test(void);
extern void policy_cycles_test(void);
extern void reconstitution_test(void);
extern void relative_change_test(void);
extern void period_returns_test(void);
extern void regime_state_test(void);
extern void return_pair_state_test(void);
extern void return_state_test(void);
extern void rounded_parts_test(void);
extern void sliding_window_test(void);
extern void summary_format_test(void);
extern void threshold_plateaus_test(void);
extern void weight_state_test(void);
extern void yield_regimes_test(void);
extern void zigzag_test(void);

#endif
