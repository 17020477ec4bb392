-- Two series on common dates

CREATE TYPE return_pair AS (
    return_a float8,
    return_b float8,
    arithmetic float8,
    geometric float8,
    start_ts date,
    end_ts date,
    n bigint
);
COMMENT ON TYPE return_pair IS 'returns of two series over one stretch, as fractions: each, their arithmetic and geometric difference, the first and last common date, the number of common dates';

CREATE FUNCTION pair_summary_combine(pair_summary, pair_summary) RETURNS pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION pair_summary_combine(pair_summary, pair_summary) IS 'combine function of the aggregates over two series, transition function of rollup';

CREATE AGGREGATE rollup(pair_summary) (
    SFUNC = pair_summary_combine, STYPE = pair_summary, COMBINEFUNC = pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(pair_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped; raises 22023 if they were built from different types of ts';

--: for name in relative_return geometric_relative_return
CREATE FUNCTION @name@(summary pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_@name@';
CREATE FUNCTION pair_summary_window_@name@(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @name@(pair_summary) IS '@name@ of the rows in a summary, as a fraction; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION pair_summary_window_@name@(internal) IS 'final function of @name@ over a moving window frame';
--: end

CREATE FUNCTION return_pair(summary pair_summary) RETURNS return_pair
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_return_pair';
CREATE FUNCTION pair_summary_window_return_pair(internal) RETURNS return_pair
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair(pair_summary) IS 'both returns and their differences of the rows in a summary built from dates, as fractions; NULL for fewer than two rows; raises 0A000 for a summary built from timestamps, 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION pair_summary_window_return_pair(internal) IS 'final function of return_pair over a moving window frame';

--: for ts in date timestamp timestamptz
CREATE FUNCTION pair_summary_accum(pair_summary, ts @ts@, a float8, b float8) RETURNS pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_accum_@ts@';
CREATE FUNCTION pair_summary_window_push(internal, ts @ts@, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_window_push_@ts@';
CREATE FUNCTION pair_summary_window_pop(internal, ts @ts@, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION pair_summary_accum(pair_summary, @ts@, float8, float8) IS 'transition function of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_push(internal, @ts@, float8, float8) IS 'moving transition function (push) of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_pop(internal, @ts@, float8, float8) IS 'moving transition function (pop) of the aggregates over two series';

CREATE AGGREGATE relative_return(ts @ts@, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE relative_return(@ts@, float8, float8) IS 'arithmetic relative return, as a fraction: return of level a less that of level b, from the first to the last ts at which both are present; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share the first or the last ts (Bacon 2008, chapter 3)';

CREATE AGGREGATE geometric_relative_return(ts @ts@, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = geometric_relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_geometric_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_relative_return(@ts@, float8, float8) IS 'geometric relative return, as a fraction: (1 + return of a) / (1 + return of b) - 1; errors and NULLs as in relative_return (Bacon 2008, chapter 3)';

CREATE AGGREGATE pair_summary(ts @ts@, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, COMBINEFUNC = pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pair_summary(@ts@, float8, float8) IS 'summary of two series that the relative returns can be read from; NULL over no common rows; arguments and errors as in relative_return';

--: end
CREATE AGGREGATE return_pair(ts date, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = return_pair,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_return_pair, PARALLEL = SAFE
);
COMMENT ON AGGREGATE return_pair(date, float8, float8) IS 'returns of two series over their common dates in one row: return_a, return_b, arithmetic, geometric, start_ts, end_ts, n; NULL for fewer than two common dates; errors as in relative_return';
