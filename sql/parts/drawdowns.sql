-- Drawdowns

CREATE TYPE drawdown_period AS (
    peak_ts date,
    trough_ts date,
    recovery_ts date,
    depth float8,
    days integer
);
COMMENT ON TYPE drawdown_period IS 'a drawdown: last date at the peak, first date of the lowest level, first date at the peak or above again (NULL: not yet), depth as a fraction (below zero), calendar days from the peak to the recovery or to the last date';

CREATE FUNCTION max_drawdown(summary drawdown_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_summary_max_drawdown';
COMMENT ON FUNCTION max_drawdown(drawdown_summary) IS 'max_drawdown of the rows in a summary, as a fraction (zero or below); NULL for fewer than two rows';

CREATE FUNCTION max_drawdown_final(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdown_summary_final(internal) RETURNS drawdown_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdowns_final(internal) RETURNS drawdown_period[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdown_window_final(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdown_rollup_accum(internal, drawdown_summary) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdown_rollup_final(internal) RETURNS drawdown_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION max_drawdown_final(internal) IS 'final function of max_drawdown';
COMMENT ON FUNCTION drawdown_summary_final(internal) IS 'final function of drawdown_summary';
COMMENT ON FUNCTION drawdowns_final(internal) IS 'final function of drawdowns';
COMMENT ON FUNCTION drawdown_window_final(internal) IS 'final function of max_drawdown over a moving window frame';
COMMENT ON FUNCTION drawdown_rollup_accum(internal, drawdown_summary) IS 'transition function of rollup';
COMMENT ON FUNCTION drawdown_rollup_final(internal) IS 'final function of rollup';

CREATE AGGREGATE rollup(drawdown_summary) (
    SFUNC = drawdown_rollup_accum, STYPE = internal, FINALFUNC = drawdown_rollup_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(drawdown_summary) IS 'one summary of all the rows in several, given in any order: the same bits as a summary of those rows; NULLs are skipped; raises 22023 if two of them overlap in time or were built from different types of ts';

--: for ts in date timestamp timestamptz
CREATE FUNCTION drawdown_accum(internal, ts @ts@, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_accum_@ts@';
CREATE FUNCTION drawdown_window_push(internal, ts @ts@, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_window_push_@ts@';
CREATE FUNCTION drawdown_window_pop(internal, ts @ts@, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION drawdown_accum(internal, @ts@, float8) IS 'transition function of max_drawdown, drawdowns and drawdown_summary';
COMMENT ON FUNCTION drawdown_window_push(internal, @ts@, float8) IS 'moving transition function (a row enters the frame) of max_drawdown';
COMMENT ON FUNCTION drawdown_window_pop(internal, @ts@, float8) IS 'moving transition function (the oldest row leaves the frame) of max_drawdown';

CREATE AGGREGATE max_drawdown(ts @ts@, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = max_drawdown_final, SSPACE = 16384,
    MSFUNC = drawdown_window_push, MINVFUNC = drawdown_window_pop, MSTYPE = internal,
    MFINALFUNC = drawdown_window_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE max_drawdown(@ts@, float8) IS 'deepest fall of a level from one reached before, as a fraction (zero or below): min over t of level_t / max(level_s, s <= t) - 1, the first level included. Rows in any order, read without sorting if by ts; NULLs are skipped, fewer than two rows give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share a ts (Magdon-Ismail and Atiya 2004)';

CREATE AGGREGATE drawdown_summary(ts @ts@, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = drawdown_summary_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE drawdown_summary(@ts@, float8) IS 'summary of a stretch of levels that max_drawdown can be read from, also after rollup with the stretches before and after; NULL over no rows; arguments and errors as in max_drawdown';
--: end

CREATE AGGREGATE drawdowns(ts date, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = drawdowns_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE drawdowns(date, float8) IS 'every fall of a level from a peak to its recovery, in order of time; the last one may not have recovered; an empty array if the level never fell; arguments, NULLs and errors as in max_drawdown';

CREATE FUNCTION drawdown(level float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION drawdown(float8) IS 'window function: level / (highest level so far in the window''s order) - 1, zero or below; a NULL level gives NULL; raises 22023 for a level that is not positive and finite';
