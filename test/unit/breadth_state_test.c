/*
 * breadth_state_test.c
 *		How many members rose and fell.
 */
#include "test.h"

#include <math.h>

#include "math/breadth_state.h"

static breadth_state
state_of(const double *returns, int n)
{
	breadth_state state = {0};

	for (int i = 0; i < n; i++)
		breadth_add(&state, returns[i]);
	return state;
}

static void
check_counts(void)
{
	breadth_state state = state_of((double[]){0.1, -1, 0, -0.0, 5e-324, -5e-324, 2}, 7);

	check(state.n == 7 && state.advancers == 3 && state.decliners == 2 && breadth_unchanged(&state) == 2,
		  "the smallest move counts, and neither zero does");
	check(breadth_advancing_share(&state) == 3.0 / 7, "the share that rose is one of all");
	check(breadth_advance_decline_ratio(&state) == 1.5, "the ratio leaves out those unchanged");
	state = state_of((double[]){0.1, 0}, 2);
	check(isnan(breadth_advance_decline_ratio(&state)) && breadth_advancing_share(&state) == 0.5,
		  "no ratio without decliners");
	state = state_of((double[]){-0.1, 0}, 2);
	check(breadth_advance_decline_ratio(&state) == 0 && breadth_advancing_share(&state) == 0,
		  "without advancers both are 0");
	state = (breadth_state){0};
	check(isnan(breadth_advance_decline_ratio(&state)) && isnan(breadth_advancing_share(&state)),
		  "no members, no figures");
}

static void
check_windows(void)
{
	const double returns[] = {0.1, -0.2, 0, 0.3, 0, -0.1, -0.4, 0.2};
	breadth_state whole = state_of(returns, 8);
	breadth_state part = state_of(returns, 3);
	breadth_state rest = state_of(returns + 3, 5);
	breadth_state moving = whole;

	breadth_merge(&part, &rest);
	check(summary_equal(&breadth_format, &part, &whole), "two parts merged are the whole");
	for (int i = 0; i < 3; i++)
		breadth_subtract(&moving, returns[i]);
	check(summary_equal(&breadth_format, &moving, &rest), "members taken out leave no trace");
}

void
breadth_state_test(void)
{
	check_counts();
	check_windows();
}
