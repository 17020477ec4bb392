-- Cycles and phases of a policy rate

CREATE TYPE cycle_rules AS (
    max_gap_days integer,
    pause_days integer
);
COMMENT ON TYPE cycle_rules IS 'how a policy rate is cut into cycles; built by cycle_rules()';

CREATE FUNCTION cycle_rules(
    max_gap_days integer DEFAULT 300,
    pause_days integer DEFAULT 52
) RETURNS cycle_rules
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION cycle_rules(integer, integer) IS 'rules for policy_cycles and policy_phases, in calendar days. max_gap_days: cuts further apart belong to two cycles. pause_days: neighbouring moves at least as far apart have a pause between them. NULL stands for the default; raises 22023 for less than a day and for pause_days above max_gap_days';

CREATE TYPE policy_cycle AS (
    cycle integer,
    phase text,
    start_ts date,
    end_ts date,
    cuts integer,
    total_bp float8,
    open boolean
);
COMMENT ON TYPE policy_cycle IS 'a phase of a cycle of rate cuts: number of the cycle, ''early'' (before its pause) or ''later'' (after it), dates of the phase''s first and last cut, how many there are and their sum in basis points (below zero), and whether the cycle is open: neither a hike nor max_gap_days without a cut have closed it by the last row';

CREATE TYPE policy_phase AS (
    number integer,
    phase text,
    start_ts date,
    end_ts date,
    start_rate float8,
    end_rate float8,
    moves integer,
    total_bp float8,
    open boolean
);
COMMENT ON TYPE policy_phase IS 'a stretch of a policy rate: ''cut'' or ''hike'' from the first to the last of moves in quick succession (one date for a single move), ''pause'' or ''hold'' between those; the rate in percent before the stretch''s first move and after its last, how many moves there are and their sum in basis points, and whether later rows may still change the stretch';

CREATE FUNCTION policy_cycles_accum(internal, ts date, rate float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION policy_cycles_accum(internal, ts date, rate float8, rules cycle_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION policy_cycles_accum(internal, date, float8) IS 'transition function of policy_cycles and policy_phases';
COMMENT ON FUNCTION policy_cycles_accum(internal, date, float8, cycle_rules) IS 'transition function of policy_cycles and policy_phases';

--: for name in cycle phase
CREATE FUNCTION policy_@name@s_final(internal) RETURNS policy_@name@[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION policy_@name@s_final(internal) IS 'final function of policy_@name@s';

CREATE AGGREGATE policy_@name@s(ts date, rate float8) (
    SFUNC = policy_cycles_accum, STYPE = internal, FINALFUNC = policy_@name@s_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE policy_@name@s(ts date, rate float8, rules cycle_rules) (
    SFUNC = policy_cycles_accum, STYPE = internal, FINALFUNC = policy_@name@s_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE policy_@name@s(date, float8) IS 'the @name@s of a policy rate (in percent) by the default rules; see policy_@name@s(ts, rate, rules)';
--: end
COMMENT ON AGGREGATE policy_cycles(date, float8, cycle_rules) IS 'the rate-cut cycles of a policy rate (in percent), in order, as one or two phases each. A cycle is a maximal run of cuts without a hike between them or a gap of more than max_gap_days; its pause is the first gap of at least pause_days: the early phase has the cuts before it, the later phase those after it. Only changes from row to row count, as exact decimals, so rates may be given daily, at changes or at every decision; given at changes alone, nothing tells how long the last rate has lasted, and its cycle stays open until the next change. Rows in any order. NULLs are skipped; fewer than two rows give NULL, no cut an empty array; raises 22023 for a rate that is not finite or above 1e8 in size and for rules that differ between rows, 21000 if two rows share a ts';
COMMENT ON AGGREGATE policy_phases(date, float8, cycle_rules) IS 'a policy rate (in percent) from its first row to its last as stretches that share their ends. ''cut'' and ''hike'': neighbouring moves of one direction less than pause_days apart; ''pause'': between moves of one direction from pause_days to max_gap_days apart; ''hold'': all else. After the last move the rate is on ''hold'' and the stretch open, as only a further move tells a pause; the last moves are open for pause_days. A stretch that is not open never changes when rows arrive. Fewer than two rows give NULL; otherwise as policy_cycles(ts, rate, rules)';

-- Flat, for tools that want plain columns

CREATE FUNCTION policy_cycles(rates regclass, rules cycle_rules DEFAULT NULL, as_of date DEFAULT NULL)
    RETURNS TABLE (cycle integer, phase text, start_ts date, end_ts date, cuts integer, total_bp float8, open boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION policy_cycles(regclass, cycle_rules, date) IS 'the rate-cut cycles of the policy rates (in percent) in a table or view with columns (ts, rate), one row a phase, in order. as_of leaves out later rows: what was known on that day; NULL for all rows. rules: NULL for the default ones. Give both by name, as a bare NULL or date literal in their place may also be meant for the aggregate. Columns, NULLs and errors as in policy_cycles(ts, rate, rules); raises 42703 if a column is missing';

CREATE FUNCTION policy_phases(rates regclass, rules cycle_rules DEFAULT NULL, as_of date DEFAULT NULL)
    RETURNS TABLE (number integer, phase text, start_ts date, end_ts date, start_rate float8, end_rate float8, moves integer, total_bp float8, open boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION policy_phases(regclass, cycle_rules, date) IS 'the phases of the policy rates (in percent) in a table or view with columns (ts, rate), one row each, in order; as_of and rules as in policy_cycles(rates, rules, as_of); columns, NULLs and errors as in policy_phases(ts, rate, rules); raises 42703 if a column is missing';
