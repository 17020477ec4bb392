-- Returns of one series

-- Accessors of level_summary, which are also the aggregates' final functions

--: for name in total_return price_return income_return annualized_return
CREATE FUNCTION @name@(summary level_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_@name@';
COMMENT ON FUNCTION @name@(level_summary) IS '@name@ of the rows in a summary, as a fraction; prices, dividends and splits are those it was built from; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';

CREATE FUNCTION level_summary_window_@name@(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_@name@(internal) IS 'final function of @name@ over a moving window frame';

--: end
CREATE FUNCTION annualized_return(summary level_summary, under_a_year boolean) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_annualized_return_asked';
COMMENT ON FUNCTION annualized_return(level_summary, boolean) IS 'annualized_return of the rows in a summary, as a fraction; with under_a_year true, stretches of a year or less are annualised too; NULLs and errors as in annualized_return(summary)';

CREATE FUNCTION level_summary_combine(level_summary, level_summary) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_combine(level_summary, level_summary) IS 'combine function of the aggregates over prices, transition function of rollup';

CREATE AGGREGATE rollup(level_summary) (
    SFUNC = level_summary_combine, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(level_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped; raises 22023 if they were built from different types of ts';

-- Support functions and aggregates for each type of ts and each list of arguments

--: for ts in date timestamp timestamptz
--: for arguments in price float8|price float8, dividend float8|price float8, dividend float8, split float8
CREATE FUNCTION level_summary_accum(level_summary, ts @ts@, @arguments@) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_@ts@';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts @ts@, @arguments@) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts @ts@, @arguments@) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_@ts@';
COMMENT ON FUNCTION level_summary_window_push(internal, ts @ts@, @arguments@) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts @ts@, @arguments@) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts @ts@, @arguments@) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

--: for name in total_return price_return income_return annualized_return
CREATE AGGREGATE @name@(ts @ts@, @arguments@) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = @name@, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_@name@, PARALLEL = SAFE
);
--: end
CREATE AGGREGATE level_summary(ts @ts@, @arguments@) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE total_return(@ts@, float8) IS 'total return from the first ts to the last, as a fraction: P_T / P_0 - 1; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a price that is not positive and finite or a ts that is infinite, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE total_return(@ts@, float8, float8) IS 'total return with dividends reinvested at the ex-date close, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) - 1 over t after the first; dividend is per share, a NULL one 0; raises 22023 for one below zero; see total_return(ts, price) for the rest (Feibel 2003, chapter 4)';
COMMENT ON AGGREGATE total_return(@ts@, float8, float8, float8) IS 'total return of raw prices, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) * prod(S_t) - 1 over t after the first; split is the number of new shares for one old, a NULL one 1, dividend per share after the split of its date; raises 22023 for a split that is not positive and finite; see total_return(ts, price, dividend) for the rest';
COMMENT ON AGGREGATE price_return(@ts@, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(@ts@, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(@ts@, float8, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 * prod(S_t) - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(@ts@, float8) IS 'income part of the total return without dividends: 0; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(@ts@, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first, so that 1 + total = (1 + price) * (1 + income); errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(@ts@, float8, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first; errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(@ts@, float8) IS 'total return a year, as a fraction, geometric, over years of 365.25 days: (1 + total_return)^(365.25 / days) - 1; stretches of a year or less are not annualised (annualized_return(level_summary(ts, price), true) does it); errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(@ts@, float8, float8) IS 'total return a year with dividends, geometric, over years of 365.25 days; see annualized_return(ts, price)';
COMMENT ON AGGREGATE annualized_return(@ts@, float8, float8, float8) IS 'total return a year of raw prices, geometric, over years of 365.25 days; see annualized_return(ts, price)';

COMMENT ON AGGREGATE level_summary(@ts@, float8) IS 'summary of prices that total_return and its parts can be read from; NULL over no rows; arguments and errors as in total_return(ts, price)';
COMMENT ON AGGREGATE level_summary(@ts@, float8, float8) IS 'summary of prices and dividends; see level_summary(ts, price)';
COMMENT ON AGGREGATE level_summary(@ts@, float8, float8, float8) IS 'summary of raw prices, dividends and splits; see level_summary(ts, price)';

CREATE FUNCTION yield_summary_accum(yield_summary, ts @ts@, yield float8) RETURNS yield_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_accum_@ts@';
CREATE FUNCTION yield_summary_window_push(internal, ts @ts@, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_window_push_@ts@';
CREATE FUNCTION yield_summary_window_pop(internal, ts @ts@, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION yield_summary_accum(yield_summary, @ts@, float8) IS 'transition function of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_push(internal, @ts@, float8) IS 'moving transition function (push) of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_pop(internal, @ts@, float8) IS 'moving transition function (pop) of yield_change_bp';

--: end
-- The change of a yield

CREATE FUNCTION yield_summary_combine(yield_summary, yield_summary) RETURNS yield_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION yield_summary_combine(yield_summary, yield_summary) IS 'combine function of yield_change_bp';

CREATE FUNCTION yield_change_bp(summary yield_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_change_bp';
CREATE FUNCTION yield_summary_window_change_bp(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION yield_change_bp(yield_summary) IS 'final function of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_change_bp(internal) IS 'final function of yield_change_bp over a moving window frame';

--: for ts in date timestamp timestamptz
CREATE AGGREGATE yield_change_bp(ts @ts@, yield float8) (
    SFUNC = yield_summary_accum, STYPE = yield_summary, FINALFUNC = yield_change_bp,
    COMBINEFUNC = yield_summary_combine,
    MSFUNC = yield_summary_window_push, MINVFUNC = yield_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = yield_summary_window_change_bp, PARALLEL = SAFE
);
COMMENT ON AGGREGATE yield_change_bp(@ts@, float8) IS 'last yield less first, yields in percent, change in basis points and exact to the decimal (4.20 after 4.25 is -5); rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a yield that is not finite or above 1e8 in size, 21000 if two rows share the first or the last ts';
--: end
