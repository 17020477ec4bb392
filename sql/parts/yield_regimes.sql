-- Regimes of a yield

CREATE TYPE regime_rules AS (
    method text,
    threshold_bp float8,
    frequency text,
    segments integer,
    min_days integer,
    split_divergence float8,
    threshold_down_bp float8
);
COMMENT ON TYPE regime_rules IS 'how a yield is cut into regimes; built by regime_rules()';

CREATE FUNCTION regime_rules(
    method text DEFAULT 'zigzag',
    threshold_bp float8 DEFAULT 25,
    frequency text DEFAULT 'month',
    segments integer DEFAULT NULL,
    min_days integer DEFAULT NULL,
    split_divergence float8 DEFAULT NULL,
    threshold_down_bp float8 DEFAULT NULL
) RETURNS regime_rules
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regime_rules(text, float8, text, integer, integer, float8, float8) IS 'rules for yield_regimes. method: ''zigzag'', turns confirmed by a move of a threshold, or ''chord'', the straight pieces that fit best. frequency: turns fall on the last observation of each ''day'', ''week'', ''month'' or ''quarter''. threshold_bp (zigzag): the move in basis points that confirms a turn, above zero. threshold_down_bp (zigzag): that of a fall, if it differs from that of a rise. segments (chord): how many pieces, 1 to 200. min_days (chord): the least length of a piece in calendar days; NULL for any. split_divergence: cut a regime where the relative return of two levels changes its sign by at least this fraction in both parts; NULL for no such cuts. NULL elsewhere stands for the default; raises 22023 for anything else';

CREATE TYPE yield_regime AS (
    number integer,
    direction text,
    start_ts date,
    end_ts date,
    start_yield float8,
    end_yield float8,
    change_bp float8,
    confirmed_on date,
    provisional boolean
);
COMMENT ON TYPE yield_regime IS 'a stretch (start_ts, end_ts] of a yield: direction ''rising'', ''falling'' or ''flat'' (before the first turn), yields in percent, change in basis points, the first date at which the data up to then establish that it has begun (NULL: not yet), and whether its end may still move. Regimes of method ''chord'' are never established: any later row may move them all';

CREATE TYPE yield_regime_return AS (
    number integer,
    direction text,
    start_ts date,
    end_ts date,
    return_a float8,
    return_b float8,
    relative_return float8,
    change_bp float8,
    confirmed_on date,
    provisional boolean
);
COMMENT ON TYPE yield_regime_return IS 'a yield regime with the returns of two levels over it, as fractions, and their difference; otherwise as yield_regime';

CREATE TYPE regime_label AS (
    number integer,
    direction text
);
COMMENT ON TYPE regime_label IS 'the regime that a row belongs to';

CREATE FUNCTION yield_regimes_accum(internal, ts date, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION yield_regimes_accum(internal, ts date, yield float8, rules regime_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION yield_regimes_accum(internal, ts date, yield float8, a float8, b float8, rules regime_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION yield_regimes_final(internal) RETURNS yield_regime[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION yield_regime_returns_final(internal) RETURNS yield_regime_return[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION yield_regimes_accum(internal, date, float8) IS 'transition function of yield_regimes';
COMMENT ON FUNCTION yield_regimes_accum(internal, date, float8, regime_rules) IS 'transition function of yield_regimes';
COMMENT ON FUNCTION yield_regimes_accum(internal, date, float8, float8, float8, regime_rules) IS 'transition function of yield_regimes and yield_regime_returns with two levels';
COMMENT ON FUNCTION yield_regimes_final(internal) IS 'final function of yield_regimes';
COMMENT ON FUNCTION yield_regime_returns_final(internal) IS 'final function of yield_regime_returns';

CREATE AGGREGATE yield_regimes(ts date, yield float8) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = yield_regimes_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE yield_regimes(ts date, yield float8, rules regime_rules) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = yield_regimes_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE yield_regimes(ts date, yield float8, a float8, b float8, rules regime_rules) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = yield_regimes_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE yield_regime_returns(ts date, yield float8, a float8, b float8, rules regime_rules) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = yield_regime_returns_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE yield_regimes(date, float8) IS 'the regimes of a yield (in percent) by zigzag with the default rules; see yield_regimes(ts, yield, rules)';
COMMENT ON AGGREGATE yield_regimes(date, float8, regime_rules) IS 'the regimes of a yield (in percent), in order: stretches between its confirmed turns, and the provisional one after the last. Zigzag: in a rise the high is extended until the yield stands threshold_down_bp or more below it, which confirms the high as a turn, in a fall the low until the yield stands threshold_bp or more above it; of equal extremes the first counts. Before the first turn either move sets the direction, and what precedes its extreme is ''flat''. Chord: segments straight pieces that share their ends, with the smallest sum of squared distances from the yields; of equal fits the earliest cuts count. Turns fall on the last row of a calendar period, once a row of a later one is there; ends of regimes are the first row, turns and the last row. Yields are compared as decimals of at most ten places. Rows in any order; NULLs are skipped; fewer than two rows give NULL; raises 22023 for a yield that is not finite or above 1e8 in size, for rules that differ between rows, and for more segments than the series has room for, 21000 if two rows share a ts, 54000 if method ''chord'' has more than 30000 points (zigzag: Lunde and Timmermann 2004; chord: Bellman 1961)';
COMMENT ON AGGREGATE yield_regimes(date, float8, float8, float8, regime_rules) IS 'the regimes of a yield, cut also where the relative return of levels a and b changes its sign as split_divergence asks. A NULL yield leaves the row''s levels in use, NULL levels its yield; otherwise as yield_regimes(ts, yield, rules)';
COMMENT ON AGGREGATE yield_regime_returns(date, float8, float8, float8, regime_rules) IS 'the regimes of a yield with the returns of levels a and b over each, on common dates: each level is taken at the last date on or before the regime''s ends that has both, and without a common date in a regime its returns are NULL; otherwise as yield_regimes(ts, yield, a, b, rules)';

CREATE FUNCTION yield_regime(ts date, yield float8, rules regime_rules DEFAULT NULL) RETURNS regime_label
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_regime_label';
COMMENT ON FUNCTION yield_regime(date, float8, regime_rules) IS 'window function: number and direction of the regime that each row''s date belongs to, with hindsight over the whole partition, whatever its order; rules are taken from the first row; NULL for a date outside the series; otherwise as yield_regimes(ts, yield, rules)';

-- The same, stored

CREATE FUNCTION regime_state_final(internal) RETURNS regime_state
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION regime_state_append_accum(internal, state regime_state, ts date, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION regime_state_append_final(internal) RETURNS regime_state
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regime_state_final(internal) IS 'final function of regime_state';
COMMENT ON FUNCTION regime_state_append_accum(internal, regime_state, date, float8) IS 'transition function of append';
COMMENT ON FUNCTION regime_state_append_final(internal) IS 'final function of append';

CREATE AGGREGATE regime_state(ts date, yield float8) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = regime_state_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE regime_state(ts date, yield float8, rules regime_rules) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = regime_state_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE append(state regime_state, ts date, yield float8) (
    SFUNC = regime_state_append_accum, STYPE = internal, FINALFUNC = regime_state_append_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE regime_state(date, float8) IS 'the state of a yield''s zigzag regimes by the default rules; see regime_state(ts, yield, rules)';
COMMENT ON AGGREGATE regime_state(date, float8, regime_rules) IS 'the state of a yield''s zigzag regimes, to be stored and extended by append. yield is in percent; rows in any order; NULLs are skipped; no row gives NULL; raises 22023 for rules of another method or with split_divergence; otherwise as yield_regimes(ts, yield, rules)';
COMMENT ON AGGREGATE append(regime_state, date, float8) IS 'a stored state extended by later rows, in any order, with the bits of regime_state over all rows. state must be the same in every row of a group; a NULL ts or yield (in percent) skips its row, no row gives NULL; raises 22004 for a NULL state, 22023 for a ts not after last_ts(state), 21000 if two rows share a ts';

CREATE FUNCTION yield_regimes(state regime_state) RETURNS yield_regime[]
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'regime_state_yield_regimes';
CREATE FUNCTION last_ts(state regime_state) RETURNS date
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'regime_state_last_ts';
COMMENT ON FUNCTION yield_regimes(regime_state) IS 'the regimes of a stored state, as yield_regimes(ts, yield, rules) gives them for its rows; NULL for fewer than two';
COMMENT ON FUNCTION last_ts(regime_state) IS 'the date of the last row that a stored state knows; NULL without one';

-- How far the threshold may move

CREATE TYPE threshold_plateau AS (
    above_bp float8,
    up_to_bp float8,
    pivots integer,
    pivot_ts date[]
);
COMMENT ON TYPE threshold_plateau IS 'an interval of zigzag thresholds in basis points, above above_bp and up to and including up_to_bp (NULL: no limit), with the number and the dates of the confirmed turns that each threshold in it gives';

CREATE FUNCTION threshold_plateaus_final(internal) RETURNS threshold_plateau[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION threshold_plateaus_final(internal) IS 'final function of threshold_plateaus';

CREATE AGGREGATE threshold_plateaus(ts date, yield float8) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = threshold_plateaus_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE threshold_plateaus(ts date, yield float8, rules regime_rules) (
    SFUNC = yield_regimes_accum, STYPE = internal, FINALFUNC = threshold_plateaus_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE threshold_plateaus(date, float8) IS 'every interval of the threshold over which a yield''s turns at month ends stay the same; see threshold_plateaus(ts, yield, rules)';
COMMENT ON AGGREGATE threshold_plateaus(date, float8, regime_rules) IS 'every interval of the zigzag threshold over which the confirmed turns of a yield (in percent) stay the same, from zero on; the last has no turns. Of the rules only frequency is used. Rows in any order; NULLs are skipped; fewer than two rows give NULL; raises 22023 for rules with another method, split_divergence or threshold_down_bp; otherwise as yield_regimes(ts, yield, rules)';

-- Flat, for tools that want plain columns

CREATE FUNCTION regimes(yields regclass, rules regime_rules DEFAULT NULL, as_of date DEFAULT NULL)
    RETURNS TABLE (number integer, direction text, start_ts date, end_ts date, start_yield float8, end_yield float8, change_bp float8, confirmed_on date, provisional boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regimes(regclass, regime_rules, date) IS 'the regimes of the yields (in percent) in a table or view with columns (ts, yield), one row each, in order, as they were known on the day as_of, from the rows up to then; NULL for all rows. Columns, NULLs and errors as in yield_regimes(ts, yield, rules); raises 42703 if a column is missing';

CREATE FUNCTION regime_table(levels regclass, yields regclass, large text, small text, rules regime_rules DEFAULT NULL, as_of date DEFAULT NULL)
    RETURNS TABLE (number integer, direction text, start_ts date, end_ts date, large_return float8, small_return float8, relative_return float8, change_bp float8, confirmed_on date, provisional boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regime_table(regclass, regclass, text, text, regime_rules, date) IS 'the regimes of a yield with the returns of two series over each. levels: a table or view with columns (series, ts, level), level a total return index or price; yields: one with (ts, yield), yield in percent; large, small: the two series; as_of: the day on which this was known, from the rows of both up to then, NULL for all rows. relative_return is large less small; returns are fractions; NULLs and errors as in yield_regime_returns(ts, yield, a, b, rules); raises 42703 if a column is missing';

CREATE FUNCTION threshold_plateaus(yields regclass, rules regime_rules DEFAULT NULL, as_of date DEFAULT NULL)
    RETURNS TABLE (above_bp float8, up_to_bp float8, pivots integer, pivot_ts date[])
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION threshold_plateaus(regclass, regime_rules, date) IS 'the threshold plateaus of the yields (in percent) in a table or view with columns (ts, yield), one row each, from the rows up to the day as_of, NULL for all; columns, NULLs and errors as in threshold_plateaus(ts, yield, rules); raises 42703 if a column is missing';
