/*
 * window_returns.c
 *		Window functions over a series of prices: simple_return, log_return,
 *		total_return_index, relative_strength, rebase and forward_return.
 *
 * The series is the partition, whatever the frame: in the window's order for the
 * first four, in order of ts for the others. A row with a NULL price gives NULL
 * and is passed over by the next one.
 */
#include "arguments.h"
#include "horizon.h"
#include "series_rows.h"
#include "window_partition.h"

#include "miscadmin.h"

#include "math/level_state.h"
#include "math/relative_change.h"

/* The price of the current row; false if it is NULL. */
static bool
current_price(WindowObject window, double *price)
{
	bool isnull;
	Datum value = WinGetFuncArgCurrent(window, 0, &isnull);

	if (isnull)
		return false;
	*price = positive_value(DatumGetFloat8(value), "price", TS_NONE, 0);
	return true;
}

/* The dividend of the current row, if the function takes one: 0 for NULL. */
static double
current_dividend(FunctionCallInfo fcinfo, WindowObject window)
{
	bool isnull;
	Datum value;

	if (PG_NARGS() < 2)
		return 0;
	value = WinGetFuncArgCurrent(window, 1, &isnull);
	return isnull ? 0 : non_negative_value(DatumGetFloat8(value), "dividend", TS_NONE, 0);
}

/*
 * What the rounded sum of two numbers leaves out.
 * D. Knuth, "The Art of Computer Programming", volume 2, 3rd edition (1997), section 4.2.2.
 */
static double
rest_of_sum(double a, double b, double sum)
{
	double rounded_b = sum - a;

	return (a - (sum - rounded_b)) + (b - rounded_b);
}

/* A price and its dividend against the price of the row before: worth + rest is their sum exactly. */
typedef struct price_move
{
	double before;
	double worth;
	double rest;
} price_move;

/* The move of the current row, with the price of the row before in partition memory; false for the first row. */
static bool
current_move(FunctionCallInfo fcinfo, price_move *move)
{
	WindowObject window = window_of_call(fcinfo);
	double *previous = WinGetPartitionLocalMemory(window, sizeof(double));
	double before = *previous;
	double price;
	double dividend;

	if (!current_price(window, &price))
		return false;
	*previous = price;
	if (before == 0)
		return false;
	dividend = current_dividend(fcinfo, window);
	move->before = before;
	move->worth = price + dividend;
	move->rest = rest_of_sum(price, dividend, move->worth);
	return true;
}

static double
simple_return_of(const price_move *move)
{
	return relative_change(move->before, move->worth) + move->rest / move->before;
}

/* simple_return(price[, dividend]) OVER w */
PG_FUNCTION_INFO_V1(simple_return);
Datum
simple_return(PG_FUNCTION_ARGS)
{
	price_move move;

	if (!current_move(fcinfo, &move))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(checked_result(simple_return_of(&move), "simple_return"));
}

/* log_return(price[, dividend]) OVER w */
PG_FUNCTION_INFO_V1(log_return);
Datum
log_return(PG_FUNCTION_ARGS)
{
	price_move move;

	if (!current_move(fcinfo, &move))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(checked_result(is_near_level(move.before, move.worth) ? log1p(simple_return_of(&move))
																		   : log(move.worth / move.before),
									"log_return"));
}

/*
 * total_return_index(price[, dividend[, base]]) OVER w: the total return since
 * the first row, from the same state as the aggregate total_return.
 */
PG_FUNCTION_INFO_V1(total_return_index);
Datum
total_return_index(PG_FUNCTION_ARGS)
{
	WindowObject window = window_of_call(fcinfo);
	level_state *state = WinGetPartitionLocalMemory(window, sizeof(level_state));
	double base = 100;
	double price;
	double dividend;
	int ends;

	if (PG_NARGS() > 2)
	{
		bool isnull;
		Datum value = WinGetFuncArgCurrent(window, 2, &isnull);

		if (isnull)
			PG_RETURN_NULL();
		base = positive_value(DatumGetFloat8(value), "base", TS_NONE, 0);
	}
	if (!current_price(window, &price))
		PG_RETURN_NULL();
	dividend = current_dividend(fcinfo, window);
	ends = span_add(&state->span, state->span.n, TS_DATE);
	if (!level_add_factors(state, ends, price, dividend == 0 ? 0 : log1p(dividend / price), 0))
		result_out_of_range("dividend / price");
	PG_RETURN_FLOAT8(checked_result(base * level_growth(state), "total_return_index"));
}

/* A level of the current row; false if it is NULL. */
static bool
current_level(WindowObject window, int argument, const char *name, double *level)
{
	bool isnull;
	Datum value = WinGetFuncArgCurrent(window, argument, &isnull);

	if (isnull)
		return false;
	*level = positive_value(DatumGetFloat8(value), name, TS_NONE, 0);
	return true;
}

/* relative_strength(a, b) OVER w: a / b against that of the first row with both, times 100. */
PG_FUNCTION_INFO_V1(relative_strength);
Datum
relative_strength(PG_FUNCTION_ARGS)
{
	WindowObject window = window_of_call(fcinfo);
	double *first = WinGetPartitionLocalMemory(window, 2 * sizeof(double));
	double a;
	double b;

	if (!current_level(window, 0, "a", &a) || !current_level(window, 1, "b", &b))
		PG_RETURN_NULL();
	if (first[0] == 0)
	{
		first[0] = a;
		first[1] = b;
	}
	PG_RETURN_FLOAT8(checked_result(a / first[0] / (b / first[1]) * 100, "relative_strength"));
}

/* What rebase() found in a partition. */
typedef struct rebase_state
{
	bool known;
	bool found;
	int64 base_ts;
	double base_level;
} rebase_state;

/* The level at the last moment on or before base_ts. */
static void
find_base(WindowObject window, rebase_state *state, int64 base_ts, ts_kind kind)
{
	int64 n = WinGetPartitionRowCount(window);
	int64 best = 0;

	state->known = true;
	state->found = false;
	state->base_ts = base_ts;
	for (int64 row = 0; row < n; row++)
	{
		bool isnull;
		bool isout;
		Datum value = WinGetFuncArgInPartition(window, 1, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
		int64 ts;

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			continue;
		ts = kind == TS_DATE ? DatumGetDateADT(value) : DatumGetTimestamp(value);
		if (ts > base_ts || (state->found && ts < best))
			continue;
		value = WinGetFuncArgInPartition(window, 0, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
		if (isnull)
			continue;
		if (state->found && ts == best)
			repeated_ts(kind, ts);
		state->found = true;
		state->base_level = positive_value(DatumGetFloat8(value), "level", kind, ts);
		best = ts;
	}
}

/* rebase(level, ts, base_ts[, base]) OVER w */
static Datum
rebase(FunctionCallInfo fcinfo, ts_kind kind)
{
	WindowObject window = window_of_call(fcinfo);
	rebase_state *state = WinGetPartitionLocalMemory(window, sizeof(rebase_state));
	bool isnull;
	Datum value = WinGetFuncArgCurrent(window, 2, &isnull);
	int64 base_ts;
	double base = 100;
	double level;

	if (isnull)
		PG_RETURN_NULL();
	base_ts = kind == TS_DATE ? DatumGetDateADT(value) : DatumGetTimestamp(value);
	if (PG_NARGS() > 3)
	{
		value = WinGetFuncArgCurrent(window, 3, &isnull);
		if (isnull)
			PG_RETURN_NULL();
		base = positive_value(DatumGetFloat8(value), "base", TS_NONE, 0);
	}
	if (!current_level(window, 0, "level", &level))
		PG_RETURN_NULL();
	if (!state->known || state->base_ts != base_ts)
		find_base(window, state, base_ts, kind);
	if (!state->found)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(checked_result(level * base / state->base_level, "rebase"));
}

TS_OVERLOADS(rebase);

/* The levels of a partition in order of time. */
typedef struct partition_levels
{
	bool known;
	series_rows levels;
	const char *sorted;
} partition_levels;

static void
collect_partition(FunctionCallInfo fcinfo, WindowObject window, partition_levels *partition, ts_kind kind)
{
	MemoryContext caller = MemoryContextSwitchTo(partition_context(fcinfo));
	int64 n = WinGetPartitionRowCount(window);

	partition->known = true;
	partition->levels.width = 1;
	partition->levels.kind = kind;
	for (int64 row = 0; row < n; row++)
	{
		bool isnull;
		bool isout;
		Datum level = WinGetFuncArgInPartition(window, 0, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
		Datum value;
		int64 ts;

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			continue;
		value = WinGetFuncArgInPartition(window, 1, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
		if (isnull)
			continue;
		ts = kind == TS_DATE ? DatumGetDateADT(value) : DatumGetTimestamp(value);
		if (kind == TS_DATE ? DATE_NOT_FINITE(ts) : TIMESTAMP_NOT_FINITE(ts))
			infinite_ts(kind, ts);
		series_append(&partition->levels, ts)->value[0] =
			positive_value(DatumGetFloat8(level), "level", kind, ts);
	}
	partition->sorted = series_sorted(&partition->levels);
	MemoryContextSwitchTo(caller);
}

/* forward_return(level, ts, horizon) OVER w */
static Datum
forward_return(FunctionCallInfo fcinfo, ts_kind kind)
{
	WindowObject window = window_of_call(fcinfo);
	partition_levels *partition = WinGetPartitionLocalMemory(window, sizeof(partition_levels));
	const series_rows *levels = &partition->levels;
	bool isnull;
	Datum ts;
	Datum horizon;
	double level;
	int64 until;
	int64 low = 0;
	int64 high;

	if (!partition->known)
		collect_partition(fcinfo, window, partition, kind);
	ts = WinGetFuncArgCurrent(window, 1, &isnull);
	if (isnull || !current_level(window, 0, "level", &level))
		PG_RETURN_NULL();
	horizon = WinGetFuncArgCurrent(window, 2, &isnull);
	if (isnull)
		PG_RETURN_NULL();
	until = moved_on(kind == TS_DATE ? DatumGetDateADT(ts) : DatumGetTimestamp(ts), kind, horizon, "horizon");
	if (levels->n == 0 || series_row_at(levels, partition->sorted, levels->n - 1)->ts < until)
		PG_RETURN_NULL();

	/* the first row after the horizon's end */
	high = levels->n;
	while (low < high)
	{
		int64 middle = low + (high - low) / 2;

		if (series_row_at(levels, partition->sorted, middle)->ts <= until)
			low = middle + 1;
		else
			high = middle;
	}

	/* the row itself lies before it, unless its arguments are volatile and have changed */
	if (low == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(
		checked_result(relative_change(level, series_row_at(levels, partition->sorted, low - 1)->value[0]),
					   "forward_return"));
}

TS_OVERLOADS(forward_return);
