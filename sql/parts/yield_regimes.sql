-- Regimes of a yield

CREATE TYPE regime_rules AS (
    method text,
    threshold_bp float8,
    frequency text,
    split_divergence float8
);
COMMENT ON TYPE regime_rules IS 'how a yield is cut into regimes; built by regime_rules()';

CREATE FUNCTION regime_rules(
    method text DEFAULT 'zigzag',
    threshold_bp float8 DEFAULT 25,
    frequency text DEFAULT 'month',
    split_divergence float8 DEFAULT NULL
) RETURNS regime_rules
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regime_rules(text, float8, text, float8) IS 'rules for yield_regimes. method: ''zigzag''. threshold_bp: the move that confirms a turn, above zero. frequency: turns fall on the last observation of each ''day'', ''week'', ''month'' or ''quarter''. split_divergence: cut a regime where the relative return of two levels changes its sign by at least this fraction in both parts; NULL for no such cuts. NULL elsewhere stands for the default; raises 22023 for anything else';

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
COMMENT ON TYPE yield_regime IS 'a stretch (start_ts, end_ts] of a yield: direction ''rising'', ''falling'' or ''flat'' (before the first turn), yields in percent, change in basis points, the first date at which the data up to then establish that it has begun (NULL: not yet), and whether its end may still move';

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
COMMENT ON AGGREGATE yield_regimes(date, float8, regime_rules) IS 'the regimes of a yield (in percent), in order: stretches between its confirmed turns, and the provisional one after the last. Rows in any order; NULLs are skipped; fewer than two rows give NULL; raises 22023 for a yield that is not finite, 21000 if two rows share a ts (Lunde and Timmermann 2004)';
COMMENT ON AGGREGATE yield_regimes(date, float8, float8, float8, regime_rules) IS 'the regimes of a yield, cut also where the relative return of levels a and b changes its sign as split_divergence asks. A NULL yield leaves the row''s levels in use, NULL levels its yield; otherwise as yield_regimes(ts, yield, rules)';
COMMENT ON AGGREGATE yield_regime_returns(date, float8, float8, float8, regime_rules) IS 'the regimes of a yield with the returns of levels a and b over each, on common dates: each level is taken at the last date on or before the regime''s ends that has both, and without a common date in a regime its returns are NULL; otherwise as yield_regimes(ts, yield, a, b, rules)';

CREATE FUNCTION yield_regime(ts date, yield float8, rules regime_rules DEFAULT NULL) RETURNS regime_label
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_regime_label';
COMMENT ON FUNCTION yield_regime(date, float8, regime_rules) IS 'window function: number and direction of the regime that each row''s date belongs to, with hindsight over the whole partition, whatever its order; rules are taken from the first row; NULL for a date outside the series; otherwise as yield_regimes(ts, yield, rules)';

-- Flat, for tools that want plain columns

CREATE FUNCTION regimes(yields regclass, rules regime_rules DEFAULT NULL)
    RETURNS TABLE (number integer, direction text, start_ts date, end_ts date, start_yield float8, end_yield float8, change_bp float8, confirmed_on date, provisional boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regimes(regclass, regime_rules) IS 'the regimes of the yields (in percent) in a table or view with columns (ts, yield), one row each, in order; columns, NULLs and errors as in yield_regimes(ts, yield, rules); raises 42703 if a column is missing';

CREATE FUNCTION regime_table(levels regclass, yields regclass, large text, small text, rules regime_rules DEFAULT NULL)
    RETURNS TABLE (number integer, direction text, start_ts date, end_ts date, large_return float8, small_return float8, relative_return float8, change_bp float8, confirmed_on date, provisional boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regime_table(regclass, regclass, text, text, regime_rules) IS 'the regimes of a yield with the returns of two series over each. levels: a table or view with columns (series, ts, level), level a total return index or price; yields: one with (ts, yield), yield in percent; large, small: the two series. relative_return is large less small; returns are fractions; NULLs and errors as in yield_regime_returns(ts, yield, a, b, rules); raises 42703 if a column is missing';
