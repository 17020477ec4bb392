-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION rotation" to load this file. \quit

-- Summaries: what the aggregates keep of their rows, as types that can be stored

CREATE TYPE level_summary;

CREATE FUNCTION level_summary_in(cstring) RETURNS level_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION level_summary_out(level_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION level_summary_recv(internal) RETURNS level_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION level_summary_send(level_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE level_summary (
    INPUT = level_summary_in,
    OUTPUT = level_summary_out,
    RECEIVE = level_summary_recv,
    SEND = level_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION level_summary_eq(level_summary, level_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = level_summary, RIGHTARG = level_summary, FUNCTION = level_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION level_summary_in(cstring) IS 'input function of level_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION level_summary_out(level_summary) IS 'output function of level_summary: text that gives back every bit';
COMMENT ON FUNCTION level_summary_recv(internal) IS 'receive function of level_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION level_summary_send(level_summary) IS 'send function of level_summary: format version and fields in network byte order';
COMMENT ON FUNCTION level_summary_eq(level_summary, level_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (level_summary, level_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE pair_summary;

CREATE FUNCTION pair_summary_in(cstring) RETURNS pair_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION pair_summary_out(pair_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION pair_summary_recv(internal) RETURNS pair_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION pair_summary_send(pair_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE pair_summary (
    INPUT = pair_summary_in,
    OUTPUT = pair_summary_out,
    RECEIVE = pair_summary_recv,
    SEND = pair_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION pair_summary_eq(pair_summary, pair_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = pair_summary, RIGHTARG = pair_summary, FUNCTION = pair_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION pair_summary_in(cstring) IS 'input function of pair_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION pair_summary_out(pair_summary) IS 'output function of pair_summary: text that gives back every bit';
COMMENT ON FUNCTION pair_summary_recv(internal) IS 'receive function of pair_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION pair_summary_send(pair_summary) IS 'send function of pair_summary: format version and fields in network byte order';
COMMENT ON FUNCTION pair_summary_eq(pair_summary, pair_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (pair_summary, pair_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE yield_summary;

CREATE FUNCTION yield_summary_in(cstring) RETURNS yield_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION yield_summary_out(yield_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION yield_summary_recv(internal) RETURNS yield_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION yield_summary_send(yield_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE yield_summary (
    INPUT = yield_summary_in,
    OUTPUT = yield_summary_out,
    RECEIVE = yield_summary_recv,
    SEND = yield_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION yield_summary_eq(yield_summary, yield_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = yield_summary, RIGHTARG = yield_summary, FUNCTION = yield_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION yield_summary_in(cstring) IS 'input function of yield_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION yield_summary_out(yield_summary) IS 'output function of yield_summary: text that gives back every bit';
COMMENT ON FUNCTION yield_summary_recv(internal) IS 'receive function of yield_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION yield_summary_send(yield_summary) IS 'send function of yield_summary: format version and fields in network byte order';
COMMENT ON FUNCTION yield_summary_eq(yield_summary, yield_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (yield_summary, yield_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE return_summary;

CREATE FUNCTION return_summary_in(cstring) RETURNS return_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION return_summary_out(return_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION return_summary_recv(internal) RETURNS return_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION return_summary_send(return_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE return_summary (
    INPUT = return_summary_in,
    OUTPUT = return_summary_out,
    RECEIVE = return_summary_recv,
    SEND = return_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION return_summary_eq(return_summary, return_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = return_summary, RIGHTARG = return_summary, FUNCTION = return_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION return_summary_in(cstring) IS 'input function of return_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION return_summary_out(return_summary) IS 'output function of return_summary: text that gives back every bit';
COMMENT ON FUNCTION return_summary_recv(internal) IS 'receive function of return_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION return_summary_send(return_summary) IS 'send function of return_summary: format version and fields in network byte order';
COMMENT ON FUNCTION return_summary_eq(return_summary, return_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (return_summary, return_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE excess_summary;

CREATE FUNCTION excess_summary_in(cstring) RETURNS excess_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION excess_summary_out(excess_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION excess_summary_recv(internal) RETURNS excess_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION excess_summary_send(excess_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE excess_summary (
    INPUT = excess_summary_in,
    OUTPUT = excess_summary_out,
    RECEIVE = excess_summary_recv,
    SEND = excess_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION excess_summary_eq(excess_summary, excess_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = excess_summary, RIGHTARG = excess_summary, FUNCTION = excess_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION excess_summary_in(cstring) IS 'input function of excess_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION excess_summary_out(excess_summary) IS 'output function of excess_summary: text that gives back every bit';
COMMENT ON FUNCTION excess_summary_recv(internal) IS 'receive function of excess_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION excess_summary_send(excess_summary) IS 'send function of excess_summary: format version and fields in network byte order';
COMMENT ON FUNCTION excess_summary_eq(excess_summary, excess_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (excess_summary, excess_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE return_pair_summary;

CREATE FUNCTION return_pair_summary_in(cstring) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION return_pair_summary_out(return_pair_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION return_pair_summary_recv(internal) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION return_pair_summary_send(return_pair_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE return_pair_summary (
    INPUT = return_pair_summary_in,
    OUTPUT = return_pair_summary_out,
    RECEIVE = return_pair_summary_recv,
    SEND = return_pair_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION return_pair_summary_eq(return_pair_summary, return_pair_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = return_pair_summary, RIGHTARG = return_pair_summary, FUNCTION = return_pair_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION return_pair_summary_in(cstring) IS 'input function of return_pair_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION return_pair_summary_out(return_pair_summary) IS 'output function of return_pair_summary: text that gives back every bit';
COMMENT ON FUNCTION return_pair_summary_recv(internal) IS 'receive function of return_pair_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION return_pair_summary_send(return_pair_summary) IS 'send function of return_pair_summary: format version and fields in network byte order';
COMMENT ON FUNCTION return_pair_summary_eq(return_pair_summary, return_pair_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (return_pair_summary, return_pair_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE drawdown_summary;

CREATE FUNCTION drawdown_summary_in(cstring) RETURNS drawdown_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdown_summary_out(drawdown_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdown_summary_recv(internal) RETURNS drawdown_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION drawdown_summary_send(drawdown_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE drawdown_summary (
    INPUT = drawdown_summary_in,
    OUTPUT = drawdown_summary_out,
    RECEIVE = drawdown_summary_recv,
    SEND = drawdown_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION drawdown_summary_eq(drawdown_summary, drawdown_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = drawdown_summary, RIGHTARG = drawdown_summary, FUNCTION = drawdown_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION drawdown_summary_in(cstring) IS 'input function of drawdown_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION drawdown_summary_out(drawdown_summary) IS 'output function of drawdown_summary: text that gives back every bit';
COMMENT ON FUNCTION drawdown_summary_recv(internal) IS 'receive function of drawdown_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION drawdown_summary_send(drawdown_summary) IS 'send function of drawdown_summary: format version and fields in network byte order';
COMMENT ON FUNCTION drawdown_summary_eq(drawdown_summary, drawdown_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (drawdown_summary, drawdown_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE regime_state;

CREATE FUNCTION regime_state_in(cstring) RETURNS regime_state
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION regime_state_out(regime_state) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION regime_state_recv(internal) RETURNS regime_state
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION regime_state_send(regime_state) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE regime_state (
    INPUT = regime_state_in,
    OUTPUT = regime_state_out,
    RECEIVE = regime_state_recv,
    SEND = regime_state_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION regime_state_eq(regime_state, regime_state) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = regime_state, RIGHTARG = regime_state, FUNCTION = regime_state_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION regime_state_in(cstring) IS 'input function of regime_state: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION regime_state_out(regime_state) IS 'output function of regime_state: text that gives back every bit';
COMMENT ON FUNCTION regime_state_recv(internal) IS 'receive function of regime_state: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION regime_state_send(regime_state) IS 'send function of regime_state: format version and fields in network byte order';
COMMENT ON FUNCTION regime_state_eq(regime_state, regime_state) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (regime_state, regime_state) IS 'whether two summaries hold the same bits';

CREATE TYPE breadth_summary;

CREATE FUNCTION breadth_summary_in(cstring) RETURNS breadth_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION breadth_summary_out(breadth_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION breadth_summary_recv(internal) RETURNS breadth_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION breadth_summary_send(breadth_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE breadth_summary (
    INPUT = breadth_summary_in,
    OUTPUT = breadth_summary_out,
    RECEIVE = breadth_summary_recv,
    SEND = breadth_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION breadth_summary_eq(breadth_summary, breadth_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = breadth_summary, RIGHTARG = breadth_summary, FUNCTION = breadth_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION breadth_summary_in(cstring) IS 'input function of breadth_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION breadth_summary_out(breadth_summary) IS 'output function of breadth_summary: text that gives back every bit';
COMMENT ON FUNCTION breadth_summary_recv(internal) IS 'receive function of breadth_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION breadth_summary_send(breadth_summary) IS 'send function of breadth_summary: format version and fields in network byte order';
COMMENT ON FUNCTION breadth_summary_eq(breadth_summary, breadth_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (breadth_summary, breadth_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE weight_summary;

CREATE FUNCTION weight_summary_in(cstring) RETURNS weight_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION weight_summary_out(weight_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION weight_summary_recv(internal) RETURNS weight_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION weight_summary_send(weight_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE weight_summary (
    INPUT = weight_summary_in,
    OUTPUT = weight_summary_out,
    RECEIVE = weight_summary_recv,
    SEND = weight_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION weight_summary_eq(weight_summary, weight_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = weight_summary, RIGHTARG = weight_summary, FUNCTION = weight_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION weight_summary_in(cstring) IS 'input function of weight_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION weight_summary_out(weight_summary) IS 'output function of weight_summary: text that gives back every bit';
COMMENT ON FUNCTION weight_summary_recv(internal) IS 'receive function of weight_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION weight_summary_send(weight_summary) IS 'send function of weight_summary: format version and fields in network byte order';
COMMENT ON FUNCTION weight_summary_eq(weight_summary, weight_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (weight_summary, weight_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE earnings_summary;

CREATE FUNCTION earnings_summary_in(cstring) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION earnings_summary_out(earnings_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION earnings_summary_recv(internal) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION earnings_summary_send(earnings_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE earnings_summary (
    INPUT = earnings_summary_in,
    OUTPUT = earnings_summary_out,
    RECEIVE = earnings_summary_recv,
    SEND = earnings_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION earnings_summary_eq(earnings_summary, earnings_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = earnings_summary, RIGHTARG = earnings_summary, FUNCTION = earnings_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION earnings_summary_in(cstring) IS 'input function of earnings_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION earnings_summary_out(earnings_summary) IS 'output function of earnings_summary: text that gives back every bit';
COMMENT ON FUNCTION earnings_summary_recv(internal) IS 'receive function of earnings_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION earnings_summary_send(earnings_summary) IS 'send function of earnings_summary: format version and fields in network byte order';
COMMENT ON FUNCTION earnings_summary_eq(earnings_summary, earnings_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (earnings_summary, earnings_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE contribution_summary;

CREATE FUNCTION contribution_summary_in(cstring) RETURNS contribution_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION contribution_summary_out(contribution_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION contribution_summary_recv(internal) RETURNS contribution_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION contribution_summary_send(contribution_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE contribution_summary (
    INPUT = contribution_summary_in,
    OUTPUT = contribution_summary_out,
    RECEIVE = contribution_summary_recv,
    SEND = contribution_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION contribution_summary_eq(contribution_summary, contribution_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = contribution_summary, RIGHTARG = contribution_summary, FUNCTION = contribution_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION contribution_summary_in(cstring) IS 'input function of contribution_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION contribution_summary_out(contribution_summary) IS 'output function of contribution_summary: text that gives back every bit';
COMMENT ON FUNCTION contribution_summary_recv(internal) IS 'receive function of contribution_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION contribution_summary_send(contribution_summary) IS 'send function of contribution_summary: format version and fields in network byte order';
COMMENT ON FUNCTION contribution_summary_eq(contribution_summary, contribution_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (contribution_summary, contribution_summary) IS 'whether two summaries hold the same bits';

CREATE TYPE linked_effect_summary;

CREATE FUNCTION linked_effect_summary_in(cstring) RETURNS linked_effect_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION linked_effect_summary_out(linked_effect_summary) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION linked_effect_summary_recv(internal) RETURNS linked_effect_summary
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION linked_effect_summary_send(linked_effect_summary) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE linked_effect_summary (
    INPUT = linked_effect_summary_in,
    OUTPUT = linked_effect_summary_out,
    RECEIVE = linked_effect_summary_recv,
    SEND = linked_effect_summary_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION linked_effect_summary_eq(linked_effect_summary, linked_effect_summary) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = linked_effect_summary, RIGHTARG = linked_effect_summary, FUNCTION = linked_effect_summary_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION linked_effect_summary_in(cstring) IS 'input function of linked_effect_summary: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION linked_effect_summary_out(linked_effect_summary) IS 'output function of linked_effect_summary: text that gives back every bit';
COMMENT ON FUNCTION linked_effect_summary_recv(internal) IS 'receive function of linked_effect_summary: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION linked_effect_summary_send(linked_effect_summary) IS 'send function of linked_effect_summary: format version and fields in network byte order';
COMMENT ON FUNCTION linked_effect_summary_eq(linked_effect_summary, linked_effect_summary) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (linked_effect_summary, linked_effect_summary) IS 'whether two summaries hold the same bits';

-- It grows with the turns, so that it must be able to leave its row.
ALTER TYPE regime_state SET (STORAGE = extended);

COMMENT ON TYPE level_summary IS 'what total_return and its parts need of a series of prices: count, first and last price with their ts, exact sums of ln(1 + dividend / price) and ln(split)';
COMMENT ON TYPE return_summary IS 'what compound_return and annualized_volatility need of a set of returns: count, count of -1, exact sums of ln(1 + r), r and r^2';
COMMENT ON TYPE excess_summary IS 'what sharpe_ratio, sortino_ratio and downside_deviation need of returns against a target: count, exact sums of r - target, of its square, and of its square where it is below zero';
COMMENT ON TYPE return_pair_summary IS 'what beta, tracking_error and the like need of the returns of a series and its benchmark: count, exact sums of both, of their squares, products and difference, and what they compound to where the benchmark rose and where it did not';
COMMENT ON TYPE drawdown_summary IS 'what max_drawdown needs of a stretch of levels: count, first and last ts, highest and lowest level, deepest fall';
COMMENT ON TYPE pair_summary IS 'what relative_return needs of two series: count of common rows, both levels at the first and the last of them';
COMMENT ON TYPE yield_summary IS 'what yield_change_bp needs of a yield: count, first and last yield with their ts';
COMMENT ON TYPE regime_state IS 'what yield_regimes needs of a yield to go on by zigzag: the rules, count, first and last yield, running low and high, and the confirmed turns with their dates (16 bytes each)';
COMMENT ON TYPE breadth_summary IS 'what breadth needs of a set of returns: count, and how many are above and below 0';
COMMENT ON TYPE weight_summary IS 'what herfindahl and effective_n need of a set of weights: count, exact sums of w and w^2 (that of large weights apart, scaled)';
COMMENT ON TYPE earnings_summary IS 'what index_pe needs of a set of members: count, exact sums of cap and earnings, those of loss makers apart';
COMMENT ON TYPE contribution_summary IS 'what contribution needs of a set of weights and returns: count, exact sum of w * r';
COMMENT ON TYPE linked_effect_summary IS 'what carino_linked needs of an effect and the total returns of its periods: count, exact sums of effect * k, ln((1 + Rp) / (1 + Rb)) and ln(1 + Rb)';
-- Returns of one series

-- Accessors of level_summary, which are also the aggregates' final functions

CREATE FUNCTION total_return(summary level_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_total_return';
COMMENT ON FUNCTION total_return(level_summary) IS 'total_return of the rows in a summary, as a fraction; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';

CREATE FUNCTION level_summary_window_total_return(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_total_return(internal) IS 'final function of total_return over a moving window frame';

CREATE FUNCTION price_return(summary level_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_price_return';
COMMENT ON FUNCTION price_return(level_summary) IS 'price_return of the rows in a summary, as a fraction; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';

CREATE FUNCTION level_summary_window_price_return(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_price_return(internal) IS 'final function of price_return over a moving window frame';

CREATE FUNCTION income_return(summary level_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_income_return';
COMMENT ON FUNCTION income_return(level_summary) IS 'income_return of the rows in a summary, as a fraction; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';

CREATE FUNCTION level_summary_window_income_return(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_income_return(internal) IS 'final function of income_return over a moving window frame';

CREATE FUNCTION annualized_return(summary level_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_annualized_return';
COMMENT ON FUNCTION annualized_return(level_summary) IS 'annualized_return of the rows in a summary, as a fraction; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';

CREATE FUNCTION level_summary_window_annualized_return(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_annualized_return(internal) IS 'final function of annualized_return over a moving window frame';

CREATE FUNCTION annualized_return(summary level_summary, under_a_year boolean) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_annualized_return_asked';
COMMENT ON FUNCTION annualized_return(level_summary, boolean) IS 'annualized_return of the rows in a summary; with under_a_year true, stretches of a year or less are annualised too';

CREATE FUNCTION level_summary_combine(level_summary, level_summary) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_combine(level_summary, level_summary) IS 'combine function of the aggregates over prices, transition function of rollup';

CREATE AGGREGATE rollup(level_summary) (
    SFUNC = level_summary_combine, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(level_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped; raises 22023 if they were built from different types of ts';

-- Support functions and aggregates for each type of ts and each list of arguments

CREATE FUNCTION level_summary_accum(level_summary, ts date, price float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_date';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts date, price float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts date, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_date';
COMMENT ON FUNCTION level_summary_window_push(internal, ts date, price float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts date, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts date, price float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts date, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts date, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts date, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts date, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts date, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
CREATE FUNCTION level_summary_accum(level_summary, ts date, price float8, dividend float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_date';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts date, price float8, dividend float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts date, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_date';
COMMENT ON FUNCTION level_summary_window_push(internal, ts date, price float8, dividend float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts date, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts date, price float8, dividend float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts date, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts date, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts date, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts date, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts date, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
CREATE FUNCTION level_summary_accum(level_summary, ts date, price float8, dividend float8, split float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_date';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts date, price float8, dividend float8, split float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts date, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_date';
COMMENT ON FUNCTION level_summary_window_push(internal, ts date, price float8, dividend float8, split float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts date, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts date, price float8, dividend float8, split float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts date, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts date, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts date, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts date, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts date, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE total_return(date, float8) IS 'total return from the first ts to the last, as a fraction: P_T / P_0 - 1; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a price that is not positive and finite, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE total_return(date, float8, float8) IS 'total return with dividends reinvested at the ex-date close, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) - 1 over t after the first; a NULL dividend is 0; see total_return(ts, price) for the rest (Feibel 2003, chapter 4)';
COMMENT ON AGGREGATE total_return(date, float8, float8, float8) IS 'total return of raw prices, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) * prod(S_t) - 1 over t after the first; a NULL split is 1, 2 stands for two new shares for one old; see total_return(ts, price, dividend) for the rest';
COMMENT ON AGGREGATE price_return(date, float8) IS 'price part of the total return: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(date, float8, float8) IS 'price part of the total return: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(date, float8, float8, float8) IS 'price part of the total return: P_T / P_0 * prod(S_t) - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(date, float8) IS 'income part of the total return without dividends: 0; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(date, float8, float8) IS 'income part of the total return: prod(1 + D_t / P_t) - 1 over t after the first, so that 1 + total = (1 + price) * (1 + income); errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(date, float8, float8, float8) IS 'income part of the total return: prod(1 + D_t / P_t) - 1 over t after the first; errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(date, float8) IS 'total return a year, geometric, over years of 365.25 days; stretches of a year or less are not annualised (annualized_return(level_summary(ts, price), true) does it); errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(date, float8, float8) IS 'total return a year with dividends, geometric, over years of 365.25 days; see annualized_return(ts, price)';
COMMENT ON AGGREGATE annualized_return(date, float8, float8, float8) IS 'total return a year of raw prices, geometric, over years of 365.25 days; see annualized_return(ts, price)';

COMMENT ON AGGREGATE level_summary(date, float8) IS 'summary of prices that total_return and its parts can be read from; NULL over no rows; arguments and errors as in total_return(ts, price)';
COMMENT ON AGGREGATE level_summary(date, float8, float8) IS 'summary of prices and dividends; see level_summary(ts, price)';
COMMENT ON AGGREGATE level_summary(date, float8, float8, float8) IS 'summary of raw prices, dividends and splits; see level_summary(ts, price)';

CREATE FUNCTION yield_summary_accum(yield_summary, ts date, yield float8) RETURNS yield_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_accum_date';
CREATE FUNCTION yield_summary_window_push(internal, ts date, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_window_push_date';
CREATE FUNCTION yield_summary_window_pop(internal, ts date, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION yield_summary_accum(yield_summary, date, float8) IS 'transition function of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_push(internal, date, float8) IS 'moving transition function (push) of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_pop(internal, date, float8) IS 'moving transition function (pop) of yield_change_bp';

CREATE FUNCTION level_summary_accum(level_summary, ts timestamp, price float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_timestamp';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts timestamp, price float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts timestamp, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_timestamp';
COMMENT ON FUNCTION level_summary_window_push(internal, ts timestamp, price float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts timestamp, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts timestamp, price float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts timestamp, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts timestamp, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts timestamp, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts timestamp, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts timestamp, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
CREATE FUNCTION level_summary_accum(level_summary, ts timestamp, price float8, dividend float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_timestamp';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts timestamp, price float8, dividend float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts timestamp, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_timestamp';
COMMENT ON FUNCTION level_summary_window_push(internal, ts timestamp, price float8, dividend float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts timestamp, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts timestamp, price float8, dividend float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts timestamp, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts timestamp, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts timestamp, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts timestamp, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts timestamp, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
CREATE FUNCTION level_summary_accum(level_summary, ts timestamp, price float8, dividend float8, split float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_timestamp';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts timestamp, price float8, dividend float8, split float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts timestamp, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_timestamp';
COMMENT ON FUNCTION level_summary_window_push(internal, ts timestamp, price float8, dividend float8, split float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts timestamp, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts timestamp, price float8, dividend float8, split float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts timestamp, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts timestamp, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts timestamp, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts timestamp, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts timestamp, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE total_return(timestamp, float8) IS 'total return from the first ts to the last, as a fraction: P_T / P_0 - 1; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a price that is not positive and finite, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE total_return(timestamp, float8, float8) IS 'total return with dividends reinvested at the ex-date close, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) - 1 over t after the first; a NULL dividend is 0; see total_return(ts, price) for the rest (Feibel 2003, chapter 4)';
COMMENT ON AGGREGATE total_return(timestamp, float8, float8, float8) IS 'total return of raw prices, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) * prod(S_t) - 1 over t after the first; a NULL split is 1, 2 stands for two new shares for one old; see total_return(ts, price, dividend) for the rest';
COMMENT ON AGGREGATE price_return(timestamp, float8) IS 'price part of the total return: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamp, float8, float8) IS 'price part of the total return: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamp, float8, float8, float8) IS 'price part of the total return: P_T / P_0 * prod(S_t) - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamp, float8) IS 'income part of the total return without dividends: 0; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamp, float8, float8) IS 'income part of the total return: prod(1 + D_t / P_t) - 1 over t after the first, so that 1 + total = (1 + price) * (1 + income); errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamp, float8, float8, float8) IS 'income part of the total return: prod(1 + D_t / P_t) - 1 over t after the first; errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(timestamp, float8) IS 'total return a year, geometric, over years of 365.25 days; stretches of a year or less are not annualised (annualized_return(level_summary(ts, price), true) does it); errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(timestamp, float8, float8) IS 'total return a year with dividends, geometric, over years of 365.25 days; see annualized_return(ts, price)';
COMMENT ON AGGREGATE annualized_return(timestamp, float8, float8, float8) IS 'total return a year of raw prices, geometric, over years of 365.25 days; see annualized_return(ts, price)';

COMMENT ON AGGREGATE level_summary(timestamp, float8) IS 'summary of prices that total_return and its parts can be read from; NULL over no rows; arguments and errors as in total_return(ts, price)';
COMMENT ON AGGREGATE level_summary(timestamp, float8, float8) IS 'summary of prices and dividends; see level_summary(ts, price)';
COMMENT ON AGGREGATE level_summary(timestamp, float8, float8, float8) IS 'summary of raw prices, dividends and splits; see level_summary(ts, price)';

CREATE FUNCTION yield_summary_accum(yield_summary, ts timestamp, yield float8) RETURNS yield_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_accum_timestamp';
CREATE FUNCTION yield_summary_window_push(internal, ts timestamp, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_window_push_timestamp';
CREATE FUNCTION yield_summary_window_pop(internal, ts timestamp, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION yield_summary_accum(yield_summary, timestamp, float8) IS 'transition function of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_push(internal, timestamp, float8) IS 'moving transition function (push) of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_pop(internal, timestamp, float8) IS 'moving transition function (pop) of yield_change_bp';

CREATE FUNCTION level_summary_accum(level_summary, ts timestamptz, price float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_timestamptz';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts timestamptz, price float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts timestamptz, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_timestamptz';
COMMENT ON FUNCTION level_summary_window_push(internal, ts timestamptz, price float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts timestamptz, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts timestamptz, price float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts timestamptz, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts timestamptz, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts timestamptz, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts timestamptz, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts timestamptz, price float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
CREATE FUNCTION level_summary_accum(level_summary, ts timestamptz, price float8, dividend float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_timestamptz';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts timestamptz, price float8, dividend float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts timestamptz, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_timestamptz';
COMMENT ON FUNCTION level_summary_window_push(internal, ts timestamptz, price float8, dividend float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts timestamptz, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts timestamptz, price float8, dividend float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts timestamptz, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts timestamptz, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts timestamptz, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts timestamptz, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts timestamptz, price float8, dividend float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
CREATE FUNCTION level_summary_accum(level_summary, ts timestamptz, price float8, dividend float8, split float8) RETURNS level_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_accum_timestamptz';
COMMENT ON FUNCTION level_summary_accum(level_summary, ts timestamptz, price float8, dividend float8, split float8) IS 'transition function of the aggregates over prices';
CREATE FUNCTION level_summary_window_push(internal, ts timestamptz, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'level_summary_window_push_timestamptz';
COMMENT ON FUNCTION level_summary_window_push(internal, ts timestamptz, price float8, dividend float8, split float8) IS 'moving transition function (a row enters the frame) of the aggregates over prices';
CREATE FUNCTION level_summary_window_pop(internal, ts timestamptz, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION level_summary_window_pop(internal, ts timestamptz, price float8, dividend float8, split float8) IS 'moving transition function (the oldest row leaves the frame) of the aggregates over prices';

CREATE AGGREGATE total_return(ts timestamptz, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = total_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_total_return, PARALLEL = SAFE
);
CREATE AGGREGATE price_return(ts timestamptz, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = price_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_price_return, PARALLEL = SAFE
);
CREATE AGGREGATE income_return(ts timestamptz, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = income_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_income_return, PARALLEL = SAFE
);
CREATE AGGREGATE annualized_return(ts timestamptz, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, FINALFUNC = annualized_return, COMBINEFUNC = level_summary_combine,
    MSFUNC = level_summary_window_push, MINVFUNC = level_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = level_summary_window_annualized_return, PARALLEL = SAFE
);
CREATE AGGREGATE level_summary(ts timestamptz, price float8, dividend float8, split float8) (
    SFUNC = level_summary_accum, STYPE = level_summary, COMBINEFUNC = level_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE total_return(timestamptz, float8) IS 'total return from the first ts to the last, as a fraction: P_T / P_0 - 1; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a price that is not positive and finite, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE total_return(timestamptz, float8, float8) IS 'total return with dividends reinvested at the ex-date close, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) - 1 over t after the first; a NULL dividend is 0; see total_return(ts, price) for the rest (Feibel 2003, chapter 4)';
COMMENT ON AGGREGATE total_return(timestamptz, float8, float8, float8) IS 'total return of raw prices, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) * prod(S_t) - 1 over t after the first; a NULL split is 1, 2 stands for two new shares for one old; see total_return(ts, price, dividend) for the rest';
COMMENT ON AGGREGATE price_return(timestamptz, float8) IS 'price part of the total return: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamptz, float8, float8) IS 'price part of the total return: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamptz, float8, float8, float8) IS 'price part of the total return: P_T / P_0 * prod(S_t) - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamptz, float8) IS 'income part of the total return without dividends: 0; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamptz, float8, float8) IS 'income part of the total return: prod(1 + D_t / P_t) - 1 over t after the first, so that 1 + total = (1 + price) * (1 + income); errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamptz, float8, float8, float8) IS 'income part of the total return: prod(1 + D_t / P_t) - 1 over t after the first; errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(timestamptz, float8) IS 'total return a year, geometric, over years of 365.25 days; stretches of a year or less are not annualised (annualized_return(level_summary(ts, price), true) does it); errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(timestamptz, float8, float8) IS 'total return a year with dividends, geometric, over years of 365.25 days; see annualized_return(ts, price)';
COMMENT ON AGGREGATE annualized_return(timestamptz, float8, float8, float8) IS 'total return a year of raw prices, geometric, over years of 365.25 days; see annualized_return(ts, price)';

COMMENT ON AGGREGATE level_summary(timestamptz, float8) IS 'summary of prices that total_return and its parts can be read from; NULL over no rows; arguments and errors as in total_return(ts, price)';
COMMENT ON AGGREGATE level_summary(timestamptz, float8, float8) IS 'summary of prices and dividends; see level_summary(ts, price)';
COMMENT ON AGGREGATE level_summary(timestamptz, float8, float8, float8) IS 'summary of raw prices, dividends and splits; see level_summary(ts, price)';

CREATE FUNCTION yield_summary_accum(yield_summary, ts timestamptz, yield float8) RETURNS yield_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_accum_timestamptz';
CREATE FUNCTION yield_summary_window_push(internal, ts timestamptz, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'yield_summary_window_push_timestamptz';
CREATE FUNCTION yield_summary_window_pop(internal, ts timestamptz, yield float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION yield_summary_accum(yield_summary, timestamptz, float8) IS 'transition function of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_push(internal, timestamptz, float8) IS 'moving transition function (push) of yield_change_bp';
COMMENT ON FUNCTION yield_summary_window_pop(internal, timestamptz, float8) IS 'moving transition function (pop) of yield_change_bp';

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

CREATE AGGREGATE yield_change_bp(ts date, yield float8) (
    SFUNC = yield_summary_accum, STYPE = yield_summary, FINALFUNC = yield_change_bp,
    COMBINEFUNC = yield_summary_combine,
    MSFUNC = yield_summary_window_push, MINVFUNC = yield_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = yield_summary_window_change_bp, PARALLEL = SAFE
);
COMMENT ON AGGREGATE yield_change_bp(date, float8) IS 'last yield less first, yields in percent, change in basis points and exact to the decimal (4.20 after 4.25 is -5); rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a yield that is not finite, 21000 if two rows share the first or the last ts';
CREATE AGGREGATE yield_change_bp(ts timestamp, yield float8) (
    SFUNC = yield_summary_accum, STYPE = yield_summary, FINALFUNC = yield_change_bp,
    COMBINEFUNC = yield_summary_combine,
    MSFUNC = yield_summary_window_push, MINVFUNC = yield_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = yield_summary_window_change_bp, PARALLEL = SAFE
);
COMMENT ON AGGREGATE yield_change_bp(timestamp, float8) IS 'last yield less first, yields in percent, change in basis points and exact to the decimal (4.20 after 4.25 is -5); rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a yield that is not finite, 21000 if two rows share the first or the last ts';
CREATE AGGREGATE yield_change_bp(ts timestamptz, yield float8) (
    SFUNC = yield_summary_accum, STYPE = yield_summary, FINALFUNC = yield_change_bp,
    COMBINEFUNC = yield_summary_combine,
    MSFUNC = yield_summary_window_push, MINVFUNC = yield_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = yield_summary_window_change_bp, PARALLEL = SAFE
);
COMMENT ON AGGREGATE yield_change_bp(timestamptz, float8) IS 'last yield less first, yields in percent, change in basis points and exact to the decimal (4.20 after 4.25 is -5); rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a yield that is not finite, 21000 if two rows share the first or the last ts';
-- Aggregates over returns already computed: of one series, against a target, against a benchmark

-- what each keeps of its rows
CREATE FUNCTION return_summary_combine(return_summary, return_summary) RETURNS return_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_summary_combine(return_summary, return_summary) IS 'combine function of the aggregates over return_summary, transition function of rollup';

CREATE AGGREGATE rollup(return_summary) (
    SFUNC = return_summary_combine, STYPE = return_summary, COMBINEFUNC = return_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(return_summary) IS 'one summary of all the returns in several: the same bits as a summary of those returns; NULLs are skipped; raises 22023 if they were built with different periods_per_year';
CREATE FUNCTION excess_summary_combine(excess_summary, excess_summary) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION excess_summary_combine(excess_summary, excess_summary) IS 'combine function of the aggregates over excess_summary, transition function of rollup';

CREATE AGGREGATE rollup(excess_summary) (
    SFUNC = excess_summary_combine, STYPE = excess_summary, COMBINEFUNC = excess_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(excess_summary) IS 'one summary of all the returns in several: the same bits as a summary of those returns; NULLs are skipped; raises 22023 if they were built with different periods_per_year';
CREATE FUNCTION return_pair_summary_combine(return_pair_summary, return_pair_summary) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair_summary_combine(return_pair_summary, return_pair_summary) IS 'combine function of the aggregates over return_pair_summary, transition function of rollup';

CREATE AGGREGATE rollup(return_pair_summary) (
    SFUNC = return_pair_summary_combine, STYPE = return_pair_summary, COMBINEFUNC = return_pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(return_pair_summary) IS 'one summary of all the returns in several: the same bits as a summary of those returns; NULLs are skipped; raises 22023 if they were built with different periods_per_year';

CREATE FUNCTION return_summary_accum(return_summary, r float8) RETURNS return_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_summary_accum(return_summary, r float8) IS 'transition function (accum) of the aggregates over returns';
CREATE FUNCTION return_summary_accum(return_summary, r float8, periods_per_year float8) RETURNS return_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_summary_accum(return_summary, r float8, periods_per_year float8) IS 'transition function (accum) of the aggregates over returns';
CREATE FUNCTION excess_summary_accum(excess_summary, r float8, target float8) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION excess_summary_accum(excess_summary, r float8, target float8) IS 'transition function (accum) of the aggregates over returns against a target';
CREATE FUNCTION excess_summary_accum(excess_summary, r float8, target float8, periods_per_year float8) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION excess_summary_accum(excess_summary, r float8, target float8, periods_per_year float8) IS 'transition function (accum) of the aggregates over returns against a target';
CREATE FUNCTION return_pair_summary_accum(return_pair_summary, ra float8, rb float8) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair_summary_accum(return_pair_summary, ra float8, rb float8) IS 'transition function (accum) of the aggregates over returns against a benchmark';
CREATE FUNCTION return_pair_summary_accum(return_pair_summary, ra float8, rb float8, periods_per_year float8) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair_summary_accum(return_pair_summary, ra float8, rb float8, periods_per_year float8) IS 'transition function (accum) of the aggregates over returns against a benchmark';
CREATE FUNCTION return_summary_retract(return_summary, r float8) RETURNS return_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_summary_retract(return_summary, r float8) IS 'transition function (retract) of the aggregates over returns';
CREATE FUNCTION return_summary_retract(return_summary, r float8, periods_per_year float8) RETURNS return_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_summary_retract(return_summary, r float8, periods_per_year float8) IS 'transition function (retract) of the aggregates over returns';
CREATE FUNCTION excess_summary_retract(excess_summary, r float8, target float8) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION excess_summary_retract(excess_summary, r float8, target float8) IS 'transition function (retract) of the aggregates over returns against a target';
CREATE FUNCTION excess_summary_retract(excess_summary, r float8, target float8, periods_per_year float8) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION excess_summary_retract(excess_summary, r float8, target float8, periods_per_year float8) IS 'transition function (retract) of the aggregates over returns against a target';
CREATE FUNCTION return_pair_summary_retract(return_pair_summary, ra float8, rb float8) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair_summary_retract(return_pair_summary, ra float8, rb float8) IS 'transition function (retract) of the aggregates over returns against a benchmark';
CREATE FUNCTION return_pair_summary_retract(return_pair_summary, ra float8, rb float8, periods_per_year float8) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair_summary_retract(return_pair_summary, ra float8, rb float8, periods_per_year float8) IS 'transition function (retract) of the aggregates over returns against a benchmark';

CREATE AGGREGATE return_summary(r float8) (
    SFUNC = return_summary_accum, STYPE = return_summary, COMBINEFUNC = return_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE excess_summary(r float8, target float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, COMBINEFUNC = excess_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE return_pair_summary(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, COMBINEFUNC = return_pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE return_summary(float8) IS 'summary of returns that compound_return, annualized_return and annualized_volatility can be read from; NULL over no rows; errors as in compound_return';
COMMENT ON AGGREGATE excess_summary(float8, float8) IS 'summary of returns against a target (a risk-free or least acceptable return of the same period) that sharpe_ratio, sortino_ratio and downside_deviation can be read from; NULL over no rows; errors as in sharpe_ratio';
COMMENT ON AGGREGATE return_pair_summary(float8, float8) IS 'summary of the returns of a series (ra) and its benchmark (rb) that tracking_error, information_ratio, beta, alpha, return_correlation, up_capture, down_capture and hit_rate can be read from; NULL over no rows; errors as in beta';

-- figures that take no frequency

CREATE FUNCTION compound_return(summary return_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_compound_return';
COMMENT ON FUNCTION compound_return(return_summary) IS 'prod(1 + r) - 1 of the returns in a summary; NULL without returns';

CREATE AGGREGATE compound_return(r float8) (
    SFUNC = return_summary_accum, STYPE = return_summary, FINALFUNC = compound_return,
    COMBINEFUNC = return_summary_combine,
    MSFUNC = return_summary_accum, MINVFUNC = return_summary_retract, MSTYPE = return_summary,
    MFINALFUNC = compound_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE compound_return(float8) IS 'returns linked: prod(1 + r) - 1, r and result as fractions; NULLs are skipped, none left gives NULL; a return of -1 gives -1; raises 22023 for a return below -1 or not finite (Bacon 2008, page 27)';

CREATE FUNCTION beta(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_beta';
COMMENT ON FUNCTION beta(return_pair_summary) IS 'beta of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE beta(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = beta,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = beta, PARALLEL = SAFE
);
CREATE FUNCTION alpha(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_alpha';
COMMENT ON FUNCTION alpha(return_pair_summary) IS 'alpha of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE alpha(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = alpha,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = alpha, PARALLEL = SAFE
);
CREATE FUNCTION return_correlation(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_return_correlation';
COMMENT ON FUNCTION return_correlation(return_pair_summary) IS 'return_correlation of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE return_correlation(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = return_correlation,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = return_correlation, PARALLEL = SAFE
);
CREATE FUNCTION up_capture(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_up_capture';
COMMENT ON FUNCTION up_capture(return_pair_summary) IS 'up_capture of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE up_capture(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = up_capture,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = up_capture, PARALLEL = SAFE
);
CREATE FUNCTION down_capture(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_down_capture';
COMMENT ON FUNCTION down_capture(return_pair_summary) IS 'down_capture of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE down_capture(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = down_capture,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = down_capture, PARALLEL = SAFE
);
CREATE FUNCTION hit_rate(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_hit_rate';
COMMENT ON FUNCTION hit_rate(return_pair_summary) IS 'hit_rate of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE hit_rate(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = hit_rate,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = hit_rate, PARALLEL = SAFE
);
COMMENT ON AGGREGATE beta(float8, float8) IS 'slope of the returns of a series (ra) on those of its benchmark (rb): covariance / variance of rb; give returns in excess of a risk-free rate if that is meant. Rows with a NULL are skipped; NULL if rb does not vary; raises 22023 for a return below -1 or not finite (Bacon 2008, page 71)';
COMMENT ON AGGREGATE alpha(float8, float8) IS 'intercept of the returns of a series (ra) on those of its benchmark (rb), per period: mean of ra - beta * mean of rb; NULLs and errors as in beta (Bacon 2008, page 71)';
COMMENT ON AGGREGATE return_correlation(float8, float8) IS 'correlation of the returns of a series and its benchmark, -1 to 1; NULL if either does not vary; errors as in beta';
COMMENT ON AGGREGATE up_capture(float8, float8) IS 'compound return of a series (ra) / that of its benchmark (rb) over the periods in which the benchmark rose (rb > 0); NULL without any; errors as in beta (Bacon 2008, page 47)';
COMMENT ON AGGREGATE down_capture(float8, float8) IS 'compound return of a series (ra) / that of its benchmark (rb) over the periods in which the benchmark did not rise (rb <= 0); NULL without any or if the benchmark lost nothing; errors as in beta (Bacon 2008, page 47)';
COMMENT ON AGGREGATE hit_rate(float8, float8) IS 'share of the periods in which a series (ra) did better than its benchmark (rb), 0 to 1; NULL without any; errors as in beta';

-- figures a year: the frequency is 12 for monthly, 252 for daily returns, the same in every row

CREATE FUNCTION annualized_return(summary return_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_annualized_return';
CREATE FUNCTION annualized_return(summary return_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_annualized_return';
COMMENT ON FUNCTION annualized_return(return_summary) IS 'final function of annualized_return; raises 22023 for a summary without a frequency';
COMMENT ON FUNCTION annualized_return(return_summary, float8) IS 'annualized_return of the returns in a summary; NULL where it is not defined';

CREATE FUNCTION annualized_volatility(summary return_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_annualized_volatility';
CREATE FUNCTION annualized_volatility(summary return_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_annualized_volatility';
COMMENT ON FUNCTION annualized_volatility(return_summary) IS 'final function of annualized_volatility; raises 22023 for a summary without a frequency';
COMMENT ON FUNCTION annualized_volatility(return_summary, float8) IS 'annualized_volatility of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE annualized_return(r float8, periods_per_year float8) (
    SFUNC = return_summary_accum, STYPE = return_summary, FINALFUNC = annualized_return,
    COMBINEFUNC = return_summary_combine,
    MSFUNC = return_summary_accum, MINVFUNC = return_summary_retract, MSTYPE = return_summary,
    MFINALFUNC = annualized_return, PARALLEL = SAFE
);

-- the volatility needs no logarithms, and keeps what the ratios against a target keep
CREATE FUNCTION annualized_volatility(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_annualized_volatility';
COMMENT ON FUNCTION annualized_volatility(excess_summary) IS 'final function of annualized_volatility; raises 22023 for a summary without a frequency';
CREATE FUNCTION volatility_accum(excess_summary, r float8, periods_per_year float8) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION volatility_accum(excess_summary, float8, float8) IS 'transition function (accum) of annualized_volatility';
CREATE FUNCTION volatility_retract(excess_summary, r float8, periods_per_year float8) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION volatility_retract(excess_summary, float8, float8) IS 'transition function (retract) of annualized_volatility';
CREATE AGGREGATE annualized_volatility(r float8, periods_per_year float8) (
    SFUNC = volatility_accum, STYPE = excess_summary, FINALFUNC = annualized_volatility,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = volatility_accum, MINVFUNC = volatility_retract, MSTYPE = excess_summary,
    MFINALFUNC = annualized_volatility, PARALLEL = SAFE
);
COMMENT ON AGGREGATE annualized_return(float8, float8) IS 'returns linked and annualised: prod(1 + r)^(periods_per_year / n) - 1, however short the stretch; periods_per_year is 12 for monthly, 252 for daily returns and the same in every row; errors and NULLs as in compound_return (Bacon 2008, page 56)';
COMMENT ON AGGREGATE annualized_volatility(float8, float8) IS 'standard deviation of the returns (of a sample, n - 1) times sqrt(periods_per_year), as a fraction; NULL for fewer than two returns; errors and NULLs as in annualized_return (Bacon 2008, page 64)';

CREATE FUNCTION tracking_error(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_tracking_error';
CREATE FUNCTION tracking_error(summary return_pair_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_tracking_error';
COMMENT ON FUNCTION tracking_error(return_pair_summary) IS 'final function of tracking_error; raises 22023 for a summary without a frequency';
COMMENT ON FUNCTION tracking_error(return_pair_summary, float8) IS 'tracking_error of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE tracking_error(ra float8, rb float8, periods_per_year float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = tracking_error,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = tracking_error, PARALLEL = SAFE
);
CREATE FUNCTION information_ratio(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_information_ratio';
CREATE FUNCTION information_ratio(summary return_pair_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_information_ratio';
COMMENT ON FUNCTION information_ratio(return_pair_summary) IS 'final function of information_ratio; raises 22023 for a summary without a frequency';
COMMENT ON FUNCTION information_ratio(return_pair_summary, float8) IS 'information_ratio of the returns in a summary; NULL where it is not defined';

CREATE AGGREGATE information_ratio(ra float8, rb float8, periods_per_year float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = information_ratio,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = information_ratio, PARALLEL = SAFE
);
COMMENT ON AGGREGATE tracking_error(float8, float8, float8) IS 'standard deviation of ra - rb (of a sample, n - 1) times sqrt(periods_per_year), over the rows with both; NULL for fewer than two; errors as in beta and annualized_return (Bacon 2008, page 78)';
COMMENT ON AGGREGATE information_ratio(float8, float8, float8) IS '(annualised return of ra - annualised return of rb) / tracking error, over the rows with both; NULL if ra - rb does not vary; errors as in tracking_error (Bacon 2008, page 80)';

CREATE FUNCTION sharpe_ratio(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_sharpe_ratio';
CREATE FUNCTION sortino_ratio(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_sortino_ratio';
CREATE FUNCTION downside_deviation(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_downside_deviation';
COMMENT ON FUNCTION sharpe_ratio(excess_summary) IS 'sharpe_ratio of the returns in a summary, per period; NULL where it is not defined';
CREATE FUNCTION sharpe_ratio(summary excess_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_sharpe_ratio';
COMMENT ON FUNCTION sharpe_ratio(excess_summary, float8) IS 'sharpe_ratio of the returns in a summary, annualised; NULL where it is not defined';

CREATE AGGREGATE sharpe_ratio(r float8, target float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, FINALFUNC = sharpe_ratio,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = excess_summary_accum, MINVFUNC = excess_summary_retract, MSTYPE = excess_summary,
    MFINALFUNC = sharpe_ratio, PARALLEL = SAFE
);
CREATE AGGREGATE sharpe_ratio(r float8, target float8, periods_per_year float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, FINALFUNC = sharpe_ratio,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = excess_summary_accum, MINVFUNC = excess_summary_retract, MSTYPE = excess_summary,
    MFINALFUNC = sharpe_ratio, PARALLEL = SAFE
);
COMMENT ON FUNCTION sortino_ratio(excess_summary) IS 'sortino_ratio of the returns in a summary, per period; NULL where it is not defined';
CREATE FUNCTION sortino_ratio(summary excess_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_sortino_ratio';
COMMENT ON FUNCTION sortino_ratio(excess_summary, float8) IS 'sortino_ratio of the returns in a summary, annualised; NULL where it is not defined';

CREATE AGGREGATE sortino_ratio(r float8, target float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, FINALFUNC = sortino_ratio,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = excess_summary_accum, MINVFUNC = excess_summary_retract, MSTYPE = excess_summary,
    MFINALFUNC = sortino_ratio, PARALLEL = SAFE
);
CREATE AGGREGATE sortino_ratio(r float8, target float8, periods_per_year float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, FINALFUNC = sortino_ratio,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = excess_summary_accum, MINVFUNC = excess_summary_retract, MSTYPE = excess_summary,
    MFINALFUNC = sortino_ratio, PARALLEL = SAFE
);
COMMENT ON FUNCTION downside_deviation(excess_summary) IS 'downside_deviation of the returns in a summary, per period; NULL where it is not defined';
CREATE FUNCTION downside_deviation(summary excess_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_downside_deviation';
COMMENT ON FUNCTION downside_deviation(excess_summary, float8) IS 'downside_deviation of the returns in a summary, annualised; NULL where it is not defined';

CREATE AGGREGATE downside_deviation(r float8, target float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, FINALFUNC = downside_deviation,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = excess_summary_accum, MINVFUNC = excess_summary_retract, MSTYPE = excess_summary,
    MFINALFUNC = downside_deviation, PARALLEL = SAFE
);
CREATE AGGREGATE downside_deviation(r float8, target float8, periods_per_year float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, FINALFUNC = downside_deviation,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = excess_summary_accum, MINVFUNC = excess_summary_retract, MSTYPE = excess_summary,
    MFINALFUNC = downside_deviation, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sharpe_ratio(float8, float8) IS 'mean of r - rf / standard deviation of r - rf (of a sample, n - 1), per period; the second argument is the risk-free return of the same period, constant or a series. Rows with a NULL are skipped; NULL if r - rf does not vary; raises 22023 for a return below -1 or not finite (Sharpe 1994)';
COMMENT ON AGGREGATE sharpe_ratio(float8, float8, float8) IS 'sharpe_ratio(r, rf) times sqrt(periods_per_year), which is 12 for monthly, 252 for daily returns';
COMMENT ON AGGREGATE sortino_ratio(float8, float8) IS 'mean of r - mar / downside deviation, per period; the second argument is the least acceptable return of a period, constant or a series. NULL if no return lies below it; errors as in sharpe_ratio (Sortino and Price 1994)';
COMMENT ON AGGREGATE sortino_ratio(float8, float8, float8) IS 'sortino_ratio(r, mar) times sqrt(periods_per_year)';
COMMENT ON AGGREGATE downside_deviation(float8, float8) IS 'sqrt(sum of min(r - mar, 0)^2 / n) over all n returns, per period; the second argument is the least acceptable return of a period; NULL without returns; errors as in sharpe_ratio (Sortino and Price 1994)';
COMMENT ON AGGREGATE downside_deviation(float8, float8, float8) IS 'downside_deviation(r, mar) times sqrt(periods_per_year)';
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

CREATE FUNCTION relative_return(summary pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_relative_return';
CREATE FUNCTION pair_summary_window_relative_return(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION relative_return(pair_summary) IS 'relative_return of the rows in a summary, as a fraction; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION pair_summary_window_relative_return(internal) IS 'final function of relative_return over a moving window frame';
CREATE FUNCTION geometric_relative_return(summary pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_geometric_relative_return';
CREATE FUNCTION pair_summary_window_geometric_relative_return(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION geometric_relative_return(pair_summary) IS 'geometric_relative_return of the rows in a summary, as a fraction; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION pair_summary_window_geometric_relative_return(internal) IS 'final function of geometric_relative_return over a moving window frame';

CREATE FUNCTION return_pair(summary pair_summary) RETURNS return_pair
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_return_pair';
CREATE FUNCTION pair_summary_window_return_pair(internal) RETURNS return_pair
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair(pair_summary) IS 'both returns and their differences of the rows in a summary built from dates; NULL for fewer than two rows; raises 0A000 for a summary built from timestamps, 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION pair_summary_window_return_pair(internal) IS 'final function of return_pair over a moving window frame';

CREATE FUNCTION pair_summary_accum(pair_summary, ts date, a float8, b float8) RETURNS pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_accum_date';
CREATE FUNCTION pair_summary_window_push(internal, ts date, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_window_push_date';
CREATE FUNCTION pair_summary_window_pop(internal, ts date, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION pair_summary_accum(pair_summary, date, float8, float8) IS 'transition function of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_push(internal, date, float8, float8) IS 'moving transition function (push) of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_pop(internal, date, float8, float8) IS 'moving transition function (pop) of the aggregates over two series';

CREATE AGGREGATE relative_return(ts date, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE relative_return(date, float8, float8) IS 'arithmetic relative return, as a fraction: return of level a less that of level b, from the first to the last ts at which both are present; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share the first or the last ts (Bacon 2008, chapter 3)';

CREATE AGGREGATE geometric_relative_return(ts date, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = geometric_relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_geometric_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_relative_return(date, float8, float8) IS 'geometric relative return, as a fraction: (1 + return of a) / (1 + return of b) - 1; errors and NULLs as in relative_return (Bacon 2008, chapter 3)';

CREATE AGGREGATE pair_summary(ts date, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, COMBINEFUNC = pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pair_summary(date, float8, float8) IS 'summary of two series that the relative returns can be read from; NULL over no common rows; arguments and errors as in relative_return';

CREATE FUNCTION pair_summary_accum(pair_summary, ts timestamp, a float8, b float8) RETURNS pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_accum_timestamp';
CREATE FUNCTION pair_summary_window_push(internal, ts timestamp, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_window_push_timestamp';
CREATE FUNCTION pair_summary_window_pop(internal, ts timestamp, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION pair_summary_accum(pair_summary, timestamp, float8, float8) IS 'transition function of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_push(internal, timestamp, float8, float8) IS 'moving transition function (push) of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_pop(internal, timestamp, float8, float8) IS 'moving transition function (pop) of the aggregates over two series';

CREATE AGGREGATE relative_return(ts timestamp, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE relative_return(timestamp, float8, float8) IS 'arithmetic relative return, as a fraction: return of level a less that of level b, from the first to the last ts at which both are present; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share the first or the last ts (Bacon 2008, chapter 3)';

CREATE AGGREGATE geometric_relative_return(ts timestamp, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = geometric_relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_geometric_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_relative_return(timestamp, float8, float8) IS 'geometric relative return, as a fraction: (1 + return of a) / (1 + return of b) - 1; errors and NULLs as in relative_return (Bacon 2008, chapter 3)';

CREATE AGGREGATE pair_summary(ts timestamp, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, COMBINEFUNC = pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pair_summary(timestamp, float8, float8) IS 'summary of two series that the relative returns can be read from; NULL over no common rows; arguments and errors as in relative_return';

CREATE FUNCTION pair_summary_accum(pair_summary, ts timestamptz, a float8, b float8) RETURNS pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_accum_timestamptz';
CREATE FUNCTION pair_summary_window_push(internal, ts timestamptz, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'pair_summary_window_push_timestamptz';
CREATE FUNCTION pair_summary_window_pop(internal, ts timestamptz, a float8, b float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION pair_summary_accum(pair_summary, timestamptz, float8, float8) IS 'transition function of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_push(internal, timestamptz, float8, float8) IS 'moving transition function (push) of the aggregates over two series';
COMMENT ON FUNCTION pair_summary_window_pop(internal, timestamptz, float8, float8) IS 'moving transition function (pop) of the aggregates over two series';

CREATE AGGREGATE relative_return(ts timestamptz, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE relative_return(timestamptz, float8, float8) IS 'arithmetic relative return, as a fraction: return of level a less that of level b, from the first to the last ts at which both are present; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share the first or the last ts (Bacon 2008, chapter 3)';

CREATE AGGREGATE geometric_relative_return(ts timestamptz, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = geometric_relative_return,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_geometric_relative_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_relative_return(timestamptz, float8, float8) IS 'geometric relative return, as a fraction: (1 + return of a) / (1 + return of b) - 1; errors and NULLs as in relative_return (Bacon 2008, chapter 3)';

CREATE AGGREGATE pair_summary(ts timestamptz, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, COMBINEFUNC = pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE pair_summary(timestamptz, float8, float8) IS 'summary of two series that the relative returns can be read from; NULL over no common rows; arguments and errors as in relative_return';

CREATE AGGREGATE return_pair(ts date, a float8, b float8) (
    SFUNC = pair_summary_accum, STYPE = pair_summary, FINALFUNC = return_pair,
    COMBINEFUNC = pair_summary_combine,
    MSFUNC = pair_summary_window_push, MINVFUNC = pair_summary_window_pop, MSTYPE = internal,
    MFINALFUNC = pair_summary_window_return_pair, PARALLEL = SAFE
);
COMMENT ON AGGREGATE return_pair(date, float8, float8) IS 'returns of two series over their common dates in one row: return_a, return_b, arithmetic, geometric, start_ts, end_ts, n; NULL for fewer than two common dates; errors as in relative_return';
-- Window functions over a series of prices

CREATE FUNCTION simple_return(price float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION simple_return(price float8, dividend float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION log_return(price float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION log_return(price float8, dividend float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION simple_return(float8) IS 'window function: P_t / P_t-1 - 1 in the window''s order, as a fraction; a NULL price gives NULL and is passed over by the next row; NULL in the first row; raises 22023 for a price that is not positive and finite';
COMMENT ON FUNCTION simple_return(float8, float8) IS 'window function: (P_t + D_t) / P_t-1 - 1 in the window''s order, as a fraction; a NULL dividend is 0; see simple_return(price)';
COMMENT ON FUNCTION log_return(float8) IS 'window function: ln(P_t / P_t-1) in the window''s order; NULLs and errors as in simple_return(price)';
COMMENT ON FUNCTION log_return(float8, float8) IS 'window function: ln((P_t + D_t) / P_t-1) in the window''s order; a NULL dividend is 0; NULLs and errors as in simple_return(price)';

CREATE FUNCTION total_return_index(price float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION total_return_index(price float8, dividend float8, base float8 DEFAULT 100) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION total_return_index(float8) IS 'window function: 100 * P_t / P_0 in the window''s order, 100 in the first row; a NULL price gives NULL; raises 22023 for a price that is not positive and finite';
COMMENT ON FUNCTION total_return_index(float8, float8, float8) IS 'window function: base * (1 + total return since the first row), dividends reinvested at the ex-date close; the first row is base; a NULL dividend is 0, a NULL price or base gives NULL; raises 22023 for a price or base that is not positive and finite, or a dividend below zero';

CREATE FUNCTION rebase(level float8, ts date, base_ts date, base float8 DEFAULT 100) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'rebase_date';
COMMENT ON FUNCTION rebase(float8, date, date, float8) IS 'window function: level * base / (level at the last ts of the partition on or before base_ts), in any row order; NULL for a NULL argument or if there is no such ts; raises 22023 for a level or base that is not positive and finite, 21000 if two rows have that ts';

CREATE FUNCTION forward_return(level float8, ts date, horizon interval) RETURNS float8
    LANGUAGE C STABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'forward_return_date';
COMMENT ON FUNCTION forward_return(float8, date, interval) IS 'window function: return, as a fraction, from each row to the last ts of the partition on or before ts + horizon, in any row order; NULL until the partition has a ts at or after that moment, and for a NULL argument; raises 22023 for a level that is not positive and finite or a horizon that does not lead forward, 21000 if two rows share a ts';
CREATE FUNCTION rebase(level float8, ts timestamp, base_ts timestamp, base float8 DEFAULT 100) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'rebase_timestamp';
COMMENT ON FUNCTION rebase(float8, timestamp, timestamp, float8) IS 'window function: level * base / (level at the last ts of the partition on or before base_ts), in any row order; NULL for a NULL argument or if there is no such ts; raises 22023 for a level or base that is not positive and finite, 21000 if two rows have that ts';

CREATE FUNCTION forward_return(level float8, ts timestamp, horizon interval) RETURNS float8
    LANGUAGE C STABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'forward_return_timestamp';
COMMENT ON FUNCTION forward_return(float8, timestamp, interval) IS 'window function: return, as a fraction, from each row to the last ts of the partition on or before ts + horizon, in any row order; NULL until the partition has a ts at or after that moment, and for a NULL argument; raises 22023 for a level that is not positive and finite or a horizon that does not lead forward, 21000 if two rows share a ts';
CREATE FUNCTION rebase(level float8, ts timestamptz, base_ts timestamptz, base float8 DEFAULT 100) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'rebase_timestamptz';
COMMENT ON FUNCTION rebase(float8, timestamptz, timestamptz, float8) IS 'window function: level * base / (level at the last ts of the partition on or before base_ts), in any row order; NULL for a NULL argument or if there is no such ts; raises 22023 for a level or base that is not positive and finite, 21000 if two rows have that ts';

CREATE FUNCTION forward_return(level float8, ts timestamptz, horizon interval) RETURNS float8
    LANGUAGE C STABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'forward_return_timestamptz';
COMMENT ON FUNCTION forward_return(float8, timestamptz, interval) IS 'window function: return, as a fraction, from each row to the last ts of the partition on or before ts + horizon, in any row order; NULL until the partition has a ts at or after that moment, and for a NULL argument; raises 22023 for a level that is not positive and finite or a horizon that does not lead forward, 21000 if two rows share a ts';

CREATE FUNCTION relative_strength(a float8, b float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION relative_strength(float8, float8) IS 'window function: (a / a_0) / (b / b_0) * 100 in the window''s order, with a_0 and b_0 those of the first row that has both; NULL for a NULL level; raises 22023 for a level that is not positive and finite';
-- Falls from a level reached before

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

CREATE FUNCTION drawdown_accum(internal, ts date, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_accum_date';
CREATE FUNCTION drawdown_window_push(internal, ts date, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_window_push_date';
CREATE FUNCTION drawdown_window_pop(internal, ts date, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION drawdown_accum(internal, date, float8) IS 'transition function of max_drawdown, drawdowns and drawdown_summary';
COMMENT ON FUNCTION drawdown_window_push(internal, date, float8) IS 'moving transition function (a row enters the frame) of max_drawdown';
COMMENT ON FUNCTION drawdown_window_pop(internal, date, float8) IS 'moving transition function (the oldest row leaves the frame) of max_drawdown';

CREATE AGGREGATE max_drawdown(ts date, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = max_drawdown_final, SSPACE = 16384,
    MSFUNC = drawdown_window_push, MINVFUNC = drawdown_window_pop, MSTYPE = internal,
    MFINALFUNC = drawdown_window_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE max_drawdown(date, float8) IS 'deepest fall of a level from one reached before, as a fraction (zero or below): min over t of level_t / max(level_s, s <= t) - 1, the first level included. Rows in any order, read without sorting if by ts; NULLs are skipped, fewer than two rows give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share a ts (Magdon-Ismail and Atiya 2004)';

CREATE AGGREGATE drawdown_summary(ts date, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = drawdown_summary_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE drawdown_summary(date, float8) IS 'summary of a stretch of levels that max_drawdown can be read from, also after rollup with the stretches before and after; NULL over no rows; arguments and errors as in max_drawdown';
CREATE FUNCTION drawdown_accum(internal, ts timestamp, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_accum_timestamp';
CREATE FUNCTION drawdown_window_push(internal, ts timestamp, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_window_push_timestamp';
CREATE FUNCTION drawdown_window_pop(internal, ts timestamp, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION drawdown_accum(internal, timestamp, float8) IS 'transition function of max_drawdown, drawdowns and drawdown_summary';
COMMENT ON FUNCTION drawdown_window_push(internal, timestamp, float8) IS 'moving transition function (a row enters the frame) of max_drawdown';
COMMENT ON FUNCTION drawdown_window_pop(internal, timestamp, float8) IS 'moving transition function (the oldest row leaves the frame) of max_drawdown';

CREATE AGGREGATE max_drawdown(ts timestamp, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = max_drawdown_final, SSPACE = 16384,
    MSFUNC = drawdown_window_push, MINVFUNC = drawdown_window_pop, MSTYPE = internal,
    MFINALFUNC = drawdown_window_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE max_drawdown(timestamp, float8) IS 'deepest fall of a level from one reached before, as a fraction (zero or below): min over t of level_t / max(level_s, s <= t) - 1, the first level included. Rows in any order, read without sorting if by ts; NULLs are skipped, fewer than two rows give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share a ts (Magdon-Ismail and Atiya 2004)';

CREATE AGGREGATE drawdown_summary(ts timestamp, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = drawdown_summary_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE drawdown_summary(timestamp, float8) IS 'summary of a stretch of levels that max_drawdown can be read from, also after rollup with the stretches before and after; NULL over no rows; arguments and errors as in max_drawdown';
CREATE FUNCTION drawdown_accum(internal, ts timestamptz, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_accum_timestamptz';
CREATE FUNCTION drawdown_window_push(internal, ts timestamptz, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'drawdown_window_push_timestamptz';
CREATE FUNCTION drawdown_window_pop(internal, ts timestamptz, level float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION drawdown_accum(internal, timestamptz, float8) IS 'transition function of max_drawdown, drawdowns and drawdown_summary';
COMMENT ON FUNCTION drawdown_window_push(internal, timestamptz, float8) IS 'moving transition function (a row enters the frame) of max_drawdown';
COMMENT ON FUNCTION drawdown_window_pop(internal, timestamptz, float8) IS 'moving transition function (the oldest row leaves the frame) of max_drawdown';

CREATE AGGREGATE max_drawdown(ts timestamptz, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = max_drawdown_final, SSPACE = 16384,
    MSFUNC = drawdown_window_push, MINVFUNC = drawdown_window_pop, MSTYPE = internal,
    MFINALFUNC = drawdown_window_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE max_drawdown(timestamptz, float8) IS 'deepest fall of a level from one reached before, as a fraction (zero or below): min over t of level_t / max(level_s, s <= t) - 1, the first level included. Rows in any order, read without sorting if by ts; NULLs are skipped, fewer than two rows give NULL; raises 22023 for a level that is not positive and finite, 21000 if two rows share a ts (Magdon-Ismail and Atiya 2004)';

CREATE AGGREGATE drawdown_summary(ts timestamptz, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = drawdown_summary_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE drawdown_summary(timestamptz, float8) IS 'summary of a stretch of levels that max_drawdown can be read from, also after rollup with the stretches before and after; NULL over no rows; arguments and errors as in max_drawdown';

CREATE AGGREGATE drawdowns(ts date, level float8) (
    SFUNC = drawdown_accum, STYPE = internal, FINALFUNC = drawdowns_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE drawdowns(date, float8) IS 'every fall of a level from a peak to its recovery, in order of time; the last one may not have recovered; an empty array if the level never fell; arguments, NULLs and errors as in max_drawdown';

CREATE FUNCTION drawdown(level float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION drawdown(float8) IS 'window function: level / (highest level so far in the window''s order) - 1, zero or below; a NULL level gives NULL; raises 22023 for a level that is not positive and finite';
-- Where the last value of a window's frame stands among the others

CREATE FUNCTION zscore_push(internal, x float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION zscore_pop(internal, x float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION zscore_final(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION zscore_push(internal, float8) IS 'transition function (a row enters the frame) of zscore';
COMMENT ON FUNCTION zscore_pop(internal, float8) IS 'transition function (the oldest row leaves the frame) of zscore';
COMMENT ON FUNCTION zscore_final(internal) IS 'final function of zscore';

CREATE AGGREGATE zscore(x float8) (
    SFUNC = zscore_push, STYPE = internal, FINALFUNC = zscore_final,
    MSFUNC = zscore_push, MINVFUNC = zscore_pop, MSTYPE = internal, MFINALFUNC = zscore_final, PARALLEL = SAFE
);
CREATE FUNCTION percentile_rank_push(internal, x float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION percentile_rank_pop(internal, x float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION percentile_rank_final(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION percentile_rank_push(internal, float8) IS 'transition function (a row enters the frame) of percentile_rank';
COMMENT ON FUNCTION percentile_rank_pop(internal, float8) IS 'transition function (the oldest row leaves the frame) of percentile_rank';
COMMENT ON FUNCTION percentile_rank_final(internal) IS 'final function of percentile_rank';

CREATE AGGREGATE percentile_rank(x float8) (
    SFUNC = percentile_rank_push, STYPE = internal, FINALFUNC = percentile_rank_final,
    MSFUNC = percentile_rank_push, MINVFUNC = percentile_rank_pop, MSTYPE = internal, MFINALFUNC = percentile_rank_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE zscore(float8) IS 'over a window''s frame: (last value - mean) / standard deviation (of a sample, n - 1) of the frame''s values, the last included; rows with a NULL are skipped, but a NULL in the last row gives NULL; NULL for fewer than two values or if they do not vary; raises 22023 for a value that is not finite, 42809 without an OVER clause';
COMMENT ON AGGREGATE percentile_rank(float8) IS 'over a window''s frame: share of the frame''s other values that lie below the last one, 0 for the lowest and 1 for the highest, as percent_rank(): (rank - 1) / (n - 1); at O(log n) a row; NULLs and errors as in zscore';
-- Returns of a series by calendar period, and its best and worst stretches of so many sessions

CREATE TYPE stretch_return AS (
    start_ts date,
    end_ts date,
    value float8,
    provisional boolean
);
COMMENT ON TYPE stretch_return IS 'return of a level over (start_ts, end_ts], as a fraction, and whether its end may still move';

CREATE FUNCTION calendar_returns_accum(internal, ts date, level float8, frequency text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION calendar_returns_final(internal) RETURNS stretch_return[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION stretches_accum(internal, ts date, level float8, sessions integer, k integer) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION calendar_returns_accum(internal, date, float8, text) IS 'transition function of calendar_returns';
COMMENT ON FUNCTION calendar_returns_final(internal) IS 'final function of calendar_returns';
COMMENT ON FUNCTION stretches_accum(internal, date, float8, integer, integer) IS 'transition function of largest_stretches and smallest_stretches';

CREATE AGGREGATE calendar_returns(ts date, level float8, frequency text) (
    SFUNC = calendar_returns_accum, STYPE = internal, FINALFUNC = calendar_returns_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE calendar_returns(date, float8, text) IS 'returns of a level by ''day'', ''week'', ''month'', ''quarter'' or ''year'', in order: each from the last date of the period before to the last of its own, the first from the first date; the last is provisional as its period may not be over. Rows in any order; NULLs are skipped, fewer than two rows give NULL; raises 22023 for a level that is not positive and finite and for another frequency, 21000 if two rows share a ts';

CREATE FUNCTION largest_stretches_final(internal) RETURNS stretch_return[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION largest_stretches_final(internal) IS 'final function of largest_stretches';

CREATE AGGREGATE largest_stretches(ts date, level float8, sessions integer, k integer) (
    SFUNC = stretches_accum, STYPE = internal, FINALFUNC = largest_stretches_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE largest_stretches(date, float8, integer, integer) IS 'the k largest returns of a level over so many sessions (rows of the series), none of which overlap: the largest, then the largest of those clear of it, and so on; of equal ones the earlier; k is 1 to 1000. NULL for no more rows than sessions; NULLs and errors as in calendar_returns';
CREATE FUNCTION smallest_stretches_final(internal) RETURNS stretch_return[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION smallest_stretches_final(internal) IS 'final function of smallest_stretches';

CREATE AGGREGATE smallest_stretches(ts date, level float8, sessions integer, k integer) (
    SFUNC = stretches_accum, STYPE = internal, FINALFUNC = smallest_stretches_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE smallest_stretches(date, float8, integer, integer) IS 'the k smallest returns of a level over so many sessions (rows of the series), none of which overlap: the smallest, then the smallest of those clear of it, and so on; of equal ones the earlier; k is 1 to 1000. NULL for no more rows than sessions; NULLs and errors as in calendar_returns';

CREATE FUNCTION calendar_table(levels regclass, frequency text DEFAULT 'month')
    RETURNS TABLE (series text, start_ts date, end_ts date, value float8, provisional boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION calendar_table(regclass, text) IS 'calendar_returns of each series in a table or view with columns (series, ts, level), flat; series may be missing; NULLs and errors as in calendar_returns; raises 42703 if ts or level is missing';

CREATE FUNCTION stretch_table(levels regclass, sessions integer, k integer DEFAULT 1)
    RETURNS TABLE (series text, kind text, place bigint, start_ts date, end_ts date, value float8)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION stretch_table(regclass, integer, integer) IS 'the k best and the k worst returns over so many sessions of each series in a table or view with columns (series, ts, level), flat, kind ''best'' or ''worst'', from place 1 on; as largest_stretches and smallest_stretches; raises 42703 if ts or level is missing';
-- The largest and smallest moves of a series

CREATE TYPE move AS (
    ts date,
    value float8
);
COMMENT ON TYPE move IS 'a value of a series and its date';

CREATE FUNCTION extreme_moves_combine(float8[], float8[]) RETURNS float8[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION extreme_moves_final(float8[]) RETURNS move[]
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION extreme_moves_combine(float8[], float8[]) IS 'combine function of largest_moves and smallest_moves';
COMMENT ON FUNCTION extreme_moves_final(float8[]) IS 'final function of largest_moves and smallest_moves';

CREATE FUNCTION largest_moves_accum(float8[], ts date, r float8, k integer) RETURNS float8[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION largest_moves_accum(float8[], date, float8, integer) IS 'transition function of largest_moves';

CREATE AGGREGATE largest_moves(ts date, r float8, k integer) (
    SFUNC = largest_moves_accum, STYPE = float8[], FINALFUNC = extreme_moves_final,
    COMBINEFUNC = extreme_moves_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE largest_moves(date, float8, integer) IS 'the k largest returns (as fractions) with their dates, from the largest on; of equal returns the earlier date comes first; k is 1 to 1000 and the same in every row; rows with a NULL are skipped, none left gives NULL; raises 22023 for a return below -1 or not finite and for another k, 21000 if two of the moves share a date';
CREATE FUNCTION smallest_moves_accum(float8[], ts date, r float8, k integer) RETURNS float8[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION smallest_moves_accum(float8[], date, float8, integer) IS 'transition function of smallest_moves';

CREATE AGGREGATE smallest_moves(ts date, r float8, k integer) (
    SFUNC = smallest_moves_accum, STYPE = float8[], FINALFUNC = extreme_moves_final,
    COMBINEFUNC = extreme_moves_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE smallest_moves(date, float8, integer) IS 'the k smallest returns (as fractions) with their dates, from the smallest on; of equal returns the earlier date comes first; k is 1 to 1000 and the same in every row; rows with a NULL are skipped, none left gives NULL; raises 22023 for a return below -1 or not finite and for another k, 21000 if two of the moves share a date';
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
COMMENT ON AGGREGATE yield_regimes(date, float8, regime_rules) IS 'the regimes of a yield (in percent), in order: stretches between its confirmed turns, and the provisional one after the last. Rows in any order; NULLs are skipped; fewer than two rows give NULL; raises 22023 for a yield that is not finite or more segments than the series has room for, 21000 if two rows share a ts, 54000 if method ''chord'' has more than 30000 points (zigzag: Lunde and Timmermann 2004; chord: Bellman 1961)';
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

CREATE FUNCTION policy_cycles_final(internal) RETURNS policy_cycle[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION policy_cycles_final(internal) IS 'final function of policy_cycles';

CREATE AGGREGATE policy_cycles(ts date, rate float8) (
    SFUNC = policy_cycles_accum, STYPE = internal, FINALFUNC = policy_cycles_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE policy_cycles(ts date, rate float8, rules cycle_rules) (
    SFUNC = policy_cycles_accum, STYPE = internal, FINALFUNC = policy_cycles_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE policy_cycles(date, float8) IS 'the cycles of a policy rate (in percent) by the default rules; see policy_cycles(ts, rate, rules)';
CREATE FUNCTION policy_phases_final(internal) RETURNS policy_phase[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION policy_phases_final(internal) IS 'final function of policy_phases';

CREATE AGGREGATE policy_phases(ts date, rate float8) (
    SFUNC = policy_cycles_accum, STYPE = internal, FINALFUNC = policy_phases_final, SSPACE = 16384, PARALLEL = SAFE
);
CREATE AGGREGATE policy_phases(ts date, rate float8, rules cycle_rules) (
    SFUNC = policy_cycles_accum, STYPE = internal, FINALFUNC = policy_phases_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE policy_phases(date, float8) IS 'the phases of a policy rate (in percent) by the default rules; see policy_phases(ts, rate, rules)';
COMMENT ON AGGREGATE policy_cycles(date, float8, cycle_rules) IS 'the rate-cut cycles of a policy rate (in percent), in order, as one or two phases each. A cycle is a maximal run of cuts without a hike between them or a gap of more than max_gap_days; its pause is the first gap of at least pause_days: the early phase has the cuts before it, the later phase those after it. Only changes from row to row count, as exact decimals, so rates may be given daily, at changes or at every decision; rows in any order. NULLs are skipped; fewer than two rows give NULL, no cut an empty array; raises 22023 for a rate that is not finite and for rules that differ, 21000 if two rows share a ts';
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
-- Returns over any periods

CREATE TYPE holding_period AS (
    label text,
    start_ts date,
    end_ts date
);
COMMENT ON TYPE holding_period IS 'a stretch (start_ts, end_ts] over which returns are measured, with a label to group by; end_ts NULL: to the last date. Write it ROW(label, start_ts, end_ts)::holding_period';

-- What has periods becomes holding periods by itself, one by one and in arrays.
CREATE FUNCTION holding_period(regime yield_regime) RETURNS holding_period
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ROW((regime).direction, (regime).start_ts, (regime).end_ts)::holding_period;
COMMENT ON FUNCTION holding_period(yield_regime) IS 'the period of a yield regime, labelled by its direction; NULL for NULL';
CREATE CAST (yield_regime AS holding_period) WITH FUNCTION holding_period(yield_regime) AS IMPLICIT;
COMMENT ON CAST (yield_regime AS holding_period) IS 'the period of a yield regime, labelled by its direction';
CREATE FUNCTION holding_period(regime yield_regime_return) RETURNS holding_period
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ROW((regime).direction, (regime).start_ts, (regime).end_ts)::holding_period;
COMMENT ON FUNCTION holding_period(yield_regime_return) IS 'the period of a yield regime, labelled by its direction; NULL for NULL';
CREATE CAST (yield_regime_return AS holding_period) WITH FUNCTION holding_period(yield_regime_return) AS IMPLICIT;
COMMENT ON CAST (yield_regime_return AS holding_period) IS 'the period of a yield regime, labelled by its direction';
CREATE FUNCTION holding_period(stretch policy_cycle) RETURNS holding_period
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ROW((stretch).phase, (stretch).start_ts, (stretch).end_ts)::holding_period;
COMMENT ON FUNCTION holding_period(policy_cycle) IS 'the period of a policy_cycle, labelled by its phase; NULL for NULL';
CREATE CAST (policy_cycle AS holding_period) WITH FUNCTION holding_period(policy_cycle) AS IMPLICIT;
COMMENT ON CAST (policy_cycle AS holding_period) IS 'the period of a policy_cycle, labelled by its phase';
CREATE FUNCTION holding_period(stretch policy_phase) RETURNS holding_period
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ROW((stretch).phase, (stretch).start_ts, (stretch).end_ts)::holding_period;
COMMENT ON FUNCTION holding_period(policy_phase) IS 'the period of a policy_phase, labelled by its phase; NULL for NULL';
CREATE CAST (policy_phase AS holding_period) WITH FUNCTION holding_period(policy_phase) AS IMPLICIT;
COMMENT ON CAST (policy_phase AS holding_period) IS 'the period of a policy_phase, labelled by its phase';

CREATE FUNCTION period_returns(
    levels regclass,
    periods holding_period[],
    series text[] DEFAULT NULL,
    benchmark text DEFAULT NULL,
    forward interval DEFAULT NULL,
    periods_per_year float8 DEFAULT 252
) RETURNS TABLE (
    number integer, label text, start_ts date, end_ts date, series text, series_return float8, benchmark_return float8,
    relative_return float8, volatility float8, hit_rate float8, sessions integer, first_ts date, last_ts date
)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION period_returns(regclass, holding_period[], text[], text, interval, float8) IS 'returns of series over periods, a row for each period, numbered in the order of the array, and series, in the order of theirs. levels: a table or view with columns (series, ts, level), level a total return index or price; periods: stretches (start_ts, end_ts], also an array of yield_regime, policy_cycle or policy_phase, end_ts NULL: to the last date; series: those shown, NULL for all by name; benchmark: the series to compare with; forward: measure (start_ts, start_ts + forward] instead; periods_per_year: rows of levels a year. A series takes part in a period if it has a level on or before start_ts and one in the period, with forward also one on or after its end. Those that do, the benchmark among them, are measured between the same dates: first_ts and last_ts are the last on or before the period''s ends on which all of them have a level, sessions the returns from one common date to the next. Returns are fractions; relative_return is series_return less benchmark_return, hit_rate the share of sessions in which the series beat the benchmark, both NULL for the benchmark itself; volatility is annualized_volatility of the sessions'' returns, NULL for fewer than two. All figures are NULL for a series that does not take part, or without a common date in the period; those against a benchmark that does not take part are NULL. Rows with a NULL are skipped; no periods, or NULL, give no rows. Raises 22004 for a period without start_ts, a NULL in series, and NULL for levels or periods_per_year; 22023 for a period that ends before it starts, an infinite date, a level that is not positive and finite, a series or benchmark that is not in levels, a series named twice, forward below a day, periods_per_year that is not positive, an array of two dimensions; 21000 if two rows of a series share a ts; 42703 if a column is missing (Bacon 2008)';

CREATE FUNCTION regime_returns(
    levels regclass,
    periods regclass,
    series text[] DEFAULT NULL,
    benchmark text DEFAULT NULL,
    forward interval DEFAULT NULL,
    periods_per_year float8 DEFAULT 252
) RETURNS TABLE (
    number integer, label text, start_ts date, end_ts date, series text, series_return float8, benchmark_return float8,
    relative_return float8, volatility float8, hit_rate float8, sessions integer, first_ts date, last_ts date
)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regime_returns(regclass, regclass, text[], text, interval, float8) IS 'returns of series over the periods in a table or view with columns (start_ts, end_ts), numbered in order of start_ts, end_ts and label, which is the first that it has of the columns label, direction, phase and name. Raises 22004 if periods is NULL; otherwise as period_returns';
-- An index rebuilt from the prices of its members

CREATE TYPE index_rules AS (
    weighting text,
    cap float8,
    rebalance text,
    rebalance_dates date[],
    missing text,
    delisting_return float8,
    reinvest text,
    cost_bp float8,
    base float8,
    announcement_lag integer
);
COMMENT ON TYPE index_rules IS 'how an index is rebuilt from its members; built by index_rules()';

CREATE FUNCTION index_rules(
    weighting text DEFAULT NULL,
    cap float8 DEFAULT NULL,
    rebalance text DEFAULT 'day',
    rebalance_dates date[] DEFAULT NULL,
    missing text DEFAULT 'carry',
    delisting_return float8 DEFAULT NULL,
    reinvest text DEFAULT 'index',
    cost_bp float8 DEFAULT 0,
    base float8 DEFAULT 100,
    announcement_lag integer DEFAULT 0
) RETURNS index_rules
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_rules(text, float8, text, date[], text, float8, text, float8, float8, integer) IS 'rules for index_history. weighting: ''equal'' (the default of index_history), ''cap'', ''sector_equal'' (sectors first, then members within them) or ''capped'' (by capitalisation, none above cap, a fraction). rebalance: weights are struck at the close of the last date of each ''day'', ''week'', ''month'', ''quarter'' or ''year'', or ''never'' again after the first; rebalance_dates replaces it (a date without rows stands for the last one before it). The last date of all ends its day but no longer period, and a rebalance date after it is still to come. missing: a member without a row is held at its last price until the next rebalance (''carry''), sold at it into the rest before the moves of that date, unless all are without (''drop''), or an ''error''. delisting_return: its last return when it is let go, a fraction, NULL for none. reinvest: dividends in the whole ''index'' or in the paying ''member''. cost_bp: cost of each value bought or sold at a rebalance, in basis points. base: the first level. announcement_lag: dates of the index from the rebalance date, whose closing prices turn weights into numbers of shares, to the close at which these become the basket and costs fall due, 0 for the same close and for the first basket; a member without a row then is bought at its last price, left out if missing is ''drop'', or an ''error''; raises 22023 if a basket is announced before the last one has taken effect. NULL elsewhere stands for the default; raises 22023 for anything else';

CREATE TYPE index_point AS (
    ts date,
    level float8,
    total_return_level float8,
    divisor float8,
    members integer,
    turnover float8,
    effective_n float8
);
COMMENT ON TYPE index_point IS 'an index at a close: price level, level with dividends reinvested, value of the basket per unit of level, and, after any rebalance at that close, members held, weight that changed hands (half the sum of the changes, NULL on the first date) and 1 / sum of squared weights';

CREATE FUNCTION index_history_final(internal) RETURNS index_point[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_history_final(internal) IS 'final function of the aggregates that rebuild an index';

CREATE FUNCTION index_history_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_history_accum_text';
CREATE FUNCTION index_history_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_history_accum_text';
COMMENT ON FUNCTION index_history_accum(internal, date, text, float8, float8, float8, float8, text) IS 'transition function of index_history';
COMMENT ON FUNCTION index_history_accum(internal, date, text, float8, float8, float8, float8, text, index_rules) IS 'transition function of index_history';

CREATE AGGREGATE index_history(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE index_history(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE index_history(date, text, float8, float8, float8, float8, text) IS 'an equally weighted index of its members, rebalanced daily; see index_history with rules';
COMMENT ON AGGREGATE index_history(date, text, float8, float8, float8, float8, text, index_rules) IS 'an index rebuilt from its members, one point a date, in order. One row a member and date: raw price, dividend and new shares for old (split) on ex-dates, market_cap where weights need it, sector for sector_equal. Rows in any order, streamed if by date; a NULL ts, member or price skips the row, a NULL dividend is 0, a NULL split 1, and without a market_cap a member keeps out of a basket struck that day by capitalisation. No rows give NULL. Raises 22023 for a price, split or market_cap that is not positive and finite or a dividend below zero, 21000 if a member has two rows on a date, 22023 if cap is too low for the members, P0002 if a member has no row and missing is ''error'' or if nobody can be weighted on a rebalance date, 22004 for a missing sector, 22003 for an index that has lost everything (S&P Dow Jones Indices, Index Mathematics Methodology)';

CREATE FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_price_accum_text';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_price_accum_text';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_dividend_accum_text';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_dividend_accum_text';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_split_accum_text';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_split_accum_text';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, rules index_rules) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8, rules index_rules) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8, rules index_rules) IS 'transition function of equal_weight_index';

CREATE FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_price_accum_text';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_price_accum_text';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_dividend_accum_text';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_dividend_accum_text';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_split_accum_text';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_split_accum_text';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, market_cap float8) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, market_cap float8, rules index_rules) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, market_cap float8) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, market_cap float8, rules index_rules) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, rules index_rules) IS 'transition function of cap_weight_index';

CREATE AGGREGATE equal_weight_index(ts date, member text, price float8) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member text, price float8, rules index_rules) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member text, price float8, dividend float8) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member text, price float8, dividend float8, rules index_rules) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member text, price float8, dividend float8, split float8) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member text, price float8, dividend float8, split float8, rules index_rules) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE equal_weight_index(date, text, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price alone; prices are taken as free of splits and dividends';
COMMENT ON AGGREGATE equal_weight_index(date, text, float8, index_rules) IS 'an equally weighted index of its members: index_history with price and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE equal_weight_index(date, text, float8, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price and dividend';
COMMENT ON AGGREGATE equal_weight_index(date, text, float8, float8, index_rules) IS 'an equally weighted index of its members: index_history with price, dividend and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE equal_weight_index(date, text, float8, float8, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price, dividend and split';
COMMENT ON AGGREGATE equal_weight_index(date, text, float8, float8, float8, index_rules) IS 'an equally weighted index of its members: index_history with price, dividend, split and rules; raises 22023 if the rules ask for another weighting';

CREATE AGGREGATE cap_weight_index(ts date, member text, price float8, market_cap float8) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member text, price float8, market_cap float8, rules index_rules) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member text, price float8, dividend float8, market_cap float8) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member text, price float8, dividend float8, market_cap float8, rules index_rules) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member text, price float8, dividend float8, split float8, market_cap float8) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member text, price float8, dividend float8, split float8, market_cap float8, rules index_rules) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cap_weight_index(date, text, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily (the classic divisor index): index_history with price and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, text, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, market_cap and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE cap_weight_index(date, text, float8, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily: index_history with price, dividend and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, text, float8, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, dividend, market_cap and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE cap_weight_index(date, text, float8, float8, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily: index_history with price, dividend, split and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, text, float8, float8, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, dividend, split, market_cap and rules; raises 22023 if the rules ask for another weighting';
CREATE FUNCTION index_history_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_history_accum_bigint';
CREATE FUNCTION index_history_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_history_accum_bigint';
COMMENT ON FUNCTION index_history_accum(internal, date, bigint, float8, float8, float8, float8, text) IS 'transition function of index_history';
COMMENT ON FUNCTION index_history_accum(internal, date, bigint, float8, float8, float8, float8, text, index_rules) IS 'transition function of index_history';

CREATE AGGREGATE index_history(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE index_history(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE index_history(date, bigint, float8, float8, float8, float8, text) IS 'an equally weighted index of its members, rebalanced daily; see index_history with rules';
COMMENT ON AGGREGATE index_history(date, bigint, float8, float8, float8, float8, text, index_rules) IS 'an index rebuilt from its members, one point a date, in order. One row a member and date: raw price, dividend and new shares for old (split) on ex-dates, market_cap where weights need it, sector for sector_equal. Rows in any order, streamed if by date; a NULL ts, member or price skips the row, a NULL dividend is 0, a NULL split 1, and without a market_cap a member keeps out of a basket struck that day by capitalisation. No rows give NULL. Raises 22023 for a price, split or market_cap that is not positive and finite or a dividend below zero, 21000 if a member has two rows on a date, 22023 if cap is too low for the members, P0002 if a member has no row and missing is ''error'' or if nobody can be weighted on a rebalance date, 22004 for a missing sector, 22003 for an index that has lost everything (S&P Dow Jones Indices, Index Mathematics Methodology)';

CREATE FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_price_accum_bigint';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_price_accum_bigint';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_dividend_accum_bigint';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_dividend_accum_bigint';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_split_accum_bigint';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_split_accum_bigint';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, rules index_rules) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, rules index_rules) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8) IS 'transition function of equal_weight_index';
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, rules index_rules) IS 'transition function of equal_weight_index';

CREATE FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_price_accum_bigint';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_price_accum_bigint';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_dividend_accum_bigint';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_dividend_accum_bigint';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_split_accum_bigint';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_split_accum_bigint';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, market_cap float8) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, market_cap float8, rules index_rules) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, market_cap float8) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, market_cap float8, rules index_rules) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8) IS 'transition function of cap_weight_index';
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, rules index_rules) IS 'transition function of cap_weight_index';

CREATE AGGREGATE equal_weight_index(ts date, member bigint, price float8) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member bigint, price float8, rules index_rules) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member bigint, price float8, dividend float8) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member bigint, price float8, dividend float8, rules index_rules) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member bigint, price float8, dividend float8, split float8) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE equal_weight_index(ts date, member bigint, price float8, dividend float8, split float8, rules index_rules) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE equal_weight_index(date, bigint, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price alone; prices are taken as free of splits and dividends';
COMMENT ON AGGREGATE equal_weight_index(date, bigint, float8, index_rules) IS 'an equally weighted index of its members: index_history with price and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE equal_weight_index(date, bigint, float8, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price and dividend';
COMMENT ON AGGREGATE equal_weight_index(date, bigint, float8, float8, index_rules) IS 'an equally weighted index of its members: index_history with price, dividend and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE equal_weight_index(date, bigint, float8, float8, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price, dividend and split';
COMMENT ON AGGREGATE equal_weight_index(date, bigint, float8, float8, float8, index_rules) IS 'an equally weighted index of its members: index_history with price, dividend, split and rules; raises 22023 if the rules ask for another weighting';

CREATE AGGREGATE cap_weight_index(ts date, member bigint, price float8, market_cap float8) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member bigint, price float8, market_cap float8, rules index_rules) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member bigint, price float8, dividend float8, market_cap float8) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member bigint, price float8, dividend float8, market_cap float8, rules index_rules) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE cap_weight_index(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, rules index_rules) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE cap_weight_index(date, bigint, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily (the classic divisor index): index_history with price and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, bigint, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, market_cap and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE cap_weight_index(date, bigint, float8, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily: index_history with price, dividend and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, bigint, float8, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, dividend, market_cap and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE cap_weight_index(date, bigint, float8, float8, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily: index_history with price, dividend, split and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, bigint, float8, float8, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, dividend, split, market_cap and rules; raises 22023 if the rules ask for another weighting';

-- An index under way, stored

CREATE TYPE index_state;
CREATE FUNCTION index_state_in(cstring) RETURNS index_state
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION index_state_out(index_state) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION index_state_recv(internal) RETURNS index_state
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION index_state_send(index_state) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE TYPE index_state (
    INPUT = index_state_in,
    OUTPUT = index_state_out,
    RECEIVE = index_state_recv,
    SEND = index_state_send,
    INTERNALLENGTH = VARIABLE,
    STORAGE = extended
);
CREATE FUNCTION index_state_eq(index_state, index_state) RETURNS boolean
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'byteaeq';
CREATE OPERATOR = (
    LEFTARG = index_state, RIGHTARG = index_state, FUNCTION = index_state_eq, COMMUTATOR = =
);
CREATE FUNCTION last_ts(state index_state) RETURNS date
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_state_last_date';
COMMENT ON TYPE index_state IS 'what an index needs of its past to go on: the rules, the sums of the last close, the date under way, and each member that is held or has a row on that date (some 70 bytes and its name)';
COMMENT ON FUNCTION index_state_in(cstring) IS 'input function of index_state: hexadecimal as of bytea; checks every field; raises 22P02 for what is not a state';
COMMENT ON FUNCTION index_state_out(index_state) IS 'output function of index_state: hexadecimal that gives back every bit';
COMMENT ON FUNCTION index_state_recv(internal) IS 'receive function of index_state: checks every field; raises 22P03 for what is not a state';
COMMENT ON FUNCTION index_state_send(index_state) IS 'send function of index_state: format version and fields in network byte order';
COMMENT ON FUNCTION index_state_eq(index_state, index_state) IS 'whether two states hold the same bits';
COMMENT ON OPERATOR = (index_state, index_state) IS 'whether two states hold the same bits';
COMMENT ON FUNCTION last_ts(index_state) IS 'the date of the last row that a stored state knows';

CREATE FUNCTION index_state_final(internal) RETURNS index_state
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_state_final(internal) IS 'final function of index_state and append';

CREATE AGGREGATE index_state(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_state_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE FUNCTION index_append_accum(internal, state index_state, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_append_accum_text';
CREATE AGGREGATE append(state index_state, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_append_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_state_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE index_history(state index_state, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_append_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE index_state(date, text, float8, float8, float8, float8, text, index_rules) IS 'the state of an index after the given rows, to be stored and gone on with by append; arguments, NULLs and errors as in index_history';
COMMENT ON FUNCTION index_append_accum(internal, index_state, date, text, float8, float8, float8, float8, text) IS 'transition function of append and of index_history with a state';
COMMENT ON AGGREGATE append(index_state, date, text, float8, float8, float8, float8, text) IS 'a stored state gone on with by the rows of later dates, in any order, with the bits of index_state over all rows. state must be the same in every row of a group; its rules hold; no row gives NULL, only rows with NULL the state as it was. Raises 22004 for a NULL state, 22023 for a ts not after last_ts(state) and for members of another type; otherwise as index_history';
COMMENT ON AGGREGATE index_history(index_state, date, text, float8, float8, float8, float8, text) IS 'the points of an index from the last date of a stored state on, as index_history gives them over all rows: that date''s own first, which the next date may have made a rebalance date. Arguments, NULLs and errors as in append';
CREATE AGGREGATE index_state(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_state_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE FUNCTION index_append_accum(internal, state index_state, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_append_accum_bigint';
CREATE AGGREGATE append(state index_state, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_append_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_state_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE index_history(state index_state, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_append_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE index_state(date, bigint, float8, float8, float8, float8, text, index_rules) IS 'the state of an index after the given rows, to be stored and gone on with by append; arguments, NULLs and errors as in index_history';
COMMENT ON FUNCTION index_append_accum(internal, index_state, date, bigint, float8, float8, float8, float8, text) IS 'transition function of append and of index_history with a state';
COMMENT ON AGGREGATE append(index_state, date, bigint, float8, float8, float8, float8, text) IS 'a stored state gone on with by the rows of later dates, in any order, with the bits of index_state over all rows. state must be the same in every row of a group; its rules hold; no row gives NULL, only rows with NULL the state as it was. Raises 22004 for a NULL state, 22023 for a ts not after last_ts(state) and for members of another type; otherwise as index_history';
COMMENT ON AGGREGATE index_history(index_state, date, bigint, float8, float8, float8, float8, text) IS 'the points of an index from the last date of a stored state on, as index_history gives them over all rows: that date''s own first, which the next date may have made a rebalance date. Arguments, NULLs and errors as in append';

-- Flat, for tools that want plain columns

CREATE FUNCTION index_levels(prices regclass, rules index_rules DEFAULT NULL)
    RETURNS TABLE (index_name text, ts date, level float8, total_return_level float8, divisor float8, members integer, turnover float8, effective_n float8)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_levels(regclass, index_rules) IS 'every index in a table or view with columns (index_name, ts, member, price, dividend, split, market_cap, sector), rebuilt by index_history, one row an index and date; member is a number or text; all but ts, member and price may be missing; NULLs and errors as in index_history; raises 42703 if ts, member or price is missing';
-- Index membership from capitalisations

CREATE TYPE reconstitution_date AS (
    rank_ts date,
    effective_ts date,
    additions_only boolean
);
COMMENT ON TYPE reconstitution_date IS 'an entry of a reconstitution schedule: the day on which members are ranked by capitalisation, the first day of the new memberships (NULL: the same day) and whether new listings alone are added (NULL: false)';

CREATE TYPE reconstitution_rules AS (
    names text[],
    breakpoints integer[],
    band float8,
    schedule reconstitution_date[]
);
COMMENT ON TYPE reconstitution_rules IS 'how members are divided among indexes by capitalisation; built by reconstitution_rules()';

CREATE FUNCTION reconstitution_rules(
    names text[] DEFAULT '{large,small}',
    breakpoints integer[] DEFAULT '{1000,3000}',
    band float8 DEFAULT 0.025,
    schedule reconstitution_date[] DEFAULT NULL
) RETURNS reconstitution_rules
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION reconstitution_rules(text[], integer[], float8, reconstitution_date[]) IS 'rules for reconstitute. names: the indexes, from the largest to the smallest. breakpoints: the rank of the smallest member of each. band: a member whose rank crosses into another index stays in its own while its cumulative capitalisation percentile is within this fraction of the breakpoint''s, on either side, to nine decimals; 0 for no band. The last breakpoint has none. schedule: rank days with the dates on which they take effect, in any order; with NULL every date in the rows is a full reconstitution, effective on that day. NULL stands for the default; raises 22023 for names or breakpoints that are empty, repeated or not as many, breakpoints that do not increase, a band outside 0 <= band < 0.5, and a schedule that takes effect before its rank day or in another order, has a rank day twice, or begins with additions; 22004 for a NULL among them';

CREATE TYPE index_membership AS (
    member text,
    index_name text,
    valid daterange
);
COMMENT ON TYPE index_membership IS 'a member of an index and the dates on which it is one, without an upper bound if it still is';

CREATE FUNCTION reconstitute_final(internal) RETURNS index_membership[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION reconstitute_final(internal) IS 'final function of reconstitute';

CREATE FUNCTION reconstitute_accum(internal, rank_ts date, member text, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'reconstitute_accum_text';
CREATE FUNCTION reconstitute_accum(internal, rank_ts date, member text, market_cap float8, rules reconstitution_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'reconstitute_accum_text';
COMMENT ON FUNCTION reconstitute_accum(internal, date, text, float8) IS 'transition function of reconstitute';
COMMENT ON FUNCTION reconstitute_accum(internal, date, text, float8, reconstitution_rules) IS 'transition function of reconstitute';

CREATE AGGREGATE reconstitute(rank_ts date, member text, market_cap float8) (
    SFUNC = reconstitute_accum, STYPE = internal, SSPACE = 262144, FINALFUNC = reconstitute_final, PARALLEL = SAFE
);
CREATE AGGREGATE reconstitute(rank_ts date, member text, market_cap float8, rules reconstitution_rules) (
    SFUNC = reconstitute_accum, STYPE = internal, SSPACE = 262144, FINALFUNC = reconstitute_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE reconstitute(date, text, float8) IS 'index memberships by the default rules; see reconstitute(rank_ts, member, market_cap, rules)';
COMMENT ON AGGREGATE reconstitute(date, text, float8, reconstitution_rules) IS 'who belongs to which index when, from capitalisations on rank days, in order of member (names by their bytes, numbers by value) and date; no two memberships of a member overlap. One row a member and rank day, in any order; rows on days that the schedule does not have are passed over. On a full reconstitution members are ranked by capitalisation, the largest first, ties by member. Ranks up to the first breakpoint are in the first index, up to the next in the second. A member that its rank would move to another index stays while its percentile (capitalisation of the ranks down to its own / that of all ranked) is within band of the percentile of the breakpoint it crossed; beyond the last breakpoint, or without a row, it leaves. On a date for additions nobody moves or leaves: a new listing, one without a row on any rank day since the last full reconstitution, joins the first index whose breakpoint it reaches, the capitalisation at that rank then, times the change since in the capitalisation of the members that have a row on both days. Comparisons are exact. NULLs are skipped; no rows give NULL; raises 22023 for a market_cap that is not positive and finite, 22003 for one of 2^80 or more, 21000 if a member has two rows on a rank day, P0002 for a rank day of the schedule without rows and for additions without a row of a member (FTSE Russell, Russell U.S. Equity Indexes: Construction and Methodology)';
CREATE FUNCTION reconstitute_accum(internal, rank_ts date, member bigint, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'reconstitute_accum_bigint';
CREATE FUNCTION reconstitute_accum(internal, rank_ts date, member bigint, market_cap float8, rules reconstitution_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'reconstitute_accum_bigint';
COMMENT ON FUNCTION reconstitute_accum(internal, date, bigint, float8) IS 'transition function of reconstitute';
COMMENT ON FUNCTION reconstitute_accum(internal, date, bigint, float8, reconstitution_rules) IS 'transition function of reconstitute';

CREATE AGGREGATE reconstitute(rank_ts date, member bigint, market_cap float8) (
    SFUNC = reconstitute_accum, STYPE = internal, SSPACE = 262144, FINALFUNC = reconstitute_final, PARALLEL = SAFE
);
CREATE AGGREGATE reconstitute(rank_ts date, member bigint, market_cap float8, rules reconstitution_rules) (
    SFUNC = reconstitute_accum, STYPE = internal, SSPACE = 262144, FINALFUNC = reconstitute_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE reconstitute(date, bigint, float8) IS 'index memberships by the default rules; see reconstitute(rank_ts, member, market_cap, rules)';
COMMENT ON AGGREGATE reconstitute(date, bigint, float8, reconstitution_rules) IS 'who belongs to which index when, from capitalisations on rank days, in order of member (names by their bytes, numbers by value) and date; no two memberships of a member overlap. One row a member and rank day, in any order; rows on days that the schedule does not have are passed over. On a full reconstitution members are ranked by capitalisation, the largest first, ties by member. Ranks up to the first breakpoint are in the first index, up to the next in the second. A member that its rank would move to another index stays while its percentile (capitalisation of the ranks down to its own / that of all ranked) is within band of the percentile of the breakpoint it crossed; beyond the last breakpoint, or without a row, it leaves. On a date for additions nobody moves or leaves: a new listing, one without a row on any rank day since the last full reconstitution, joins the first index whose breakpoint it reaches, the capitalisation at that rank then, times the change since in the capitalisation of the members that have a row on both days. Comparisons are exact. NULLs are skipped; no rows give NULL; raises 22023 for a market_cap that is not positive and finite, 22003 for one of 2^80 or more, 21000 if a member has two rows on a rank day, P0002 for a rank day of the schedule without rows and for additions without a row of a member (FTSE Russell, Russell U.S. Equity Indexes: Construction and Methodology)';

CREATE TYPE index_migration AS (
    ts date,
    member text,
    from_index text,
    to_index text,
    change text
);
COMMENT ON TYPE index_migration IS 'a change of membership: its first date, the member, its index before and after (NULL for none), and ''graduated'' (to an index of larger companies), ''fell'' (to one of smaller), ''added'' or ''removed''';

CREATE FUNCTION migrations(memberships index_membership[], rules reconstitution_rules DEFAULT NULL) RETURNS index_migration[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrations(index_membership[], reconstitution_rules) IS 'who graduated, fell, came and left, from memberships as reconstitute returns them, in order of date and member. Of the rules only the names count, which give the order of the indexes. A membership on the first date of all is where the history begins, not an addition. Memberships with a NULL or an empty range are skipped; NULL gives NULL; raises 22023 for an index that is not among the names and for memberships of a member that overlap';

-- Flat, for tools that want plain columns

CREATE FUNCTION index_memberships(caps regclass, rules reconstitution_rules DEFAULT NULL)
    RETURNS TABLE (member text, index_name text, valid daterange)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_memberships(regclass, reconstitution_rules) IS 'the memberships of reconstitute from the capitalisations in a table or view with columns (ts, member, market_cap), one row each; member is a number or text; NULLs and errors as there; raises 42703 if a column is missing';

CREATE FUNCTION index_migrations(memberships regclass, rules reconstitution_rules DEFAULT NULL)
    RETURNS TABLE (ts date, member text, from_index text, to_index text, change text)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_migrations(regclass, reconstitution_rules) IS 'the migrations among the memberships in a table or view with columns (member, index_name, valid), one row each; NULLs and errors as in migrations; raises 42703 if a column is missing';
-- Breadth, concentration, valuation and attribution

CREATE TYPE market_breadth AS (
    advancers bigint,
    decliners bigint,
    unchanged bigint,
    pct_advancing float8,
    ad_ratio float8
);
COMMENT ON TYPE market_breadth IS 'how many members rose, fell and stayed where they were, the share that rose (a fraction of all three: 0.6 is 60 %), and advancers / decliners (NULL without decliners)';

-- what each keeps of its rows
CREATE FUNCTION breadth_summary_combine(breadth_summary, breadth_summary) RETURNS breadth_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION breadth_summary_combine(breadth_summary, breadth_summary) IS 'combine function of the aggregates over breadth_summary, transition function of rollup';

CREATE AGGREGATE rollup(breadth_summary) (
    SFUNC = breadth_summary_combine, STYPE = breadth_summary, COMBINEFUNC = breadth_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(breadth_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped';
CREATE FUNCTION weight_summary_combine(weight_summary, weight_summary) RETURNS weight_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION weight_summary_combine(weight_summary, weight_summary) IS 'combine function of the aggregates over weight_summary, transition function of rollup';

CREATE AGGREGATE rollup(weight_summary) (
    SFUNC = weight_summary_combine, STYPE = weight_summary, COMBINEFUNC = weight_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(weight_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped';
CREATE FUNCTION earnings_summary_combine(earnings_summary, earnings_summary) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION earnings_summary_combine(earnings_summary, earnings_summary) IS 'combine function of the aggregates over earnings_summary, transition function of rollup';

CREATE AGGREGATE rollup(earnings_summary) (
    SFUNC = earnings_summary_combine, STYPE = earnings_summary, COMBINEFUNC = earnings_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(earnings_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped';
CREATE FUNCTION contribution_summary_combine(contribution_summary, contribution_summary) RETURNS contribution_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION contribution_summary_combine(contribution_summary, contribution_summary) IS 'combine function of the aggregates over contribution_summary, transition function of rollup';

CREATE AGGREGATE rollup(contribution_summary) (
    SFUNC = contribution_summary_combine, STYPE = contribution_summary, COMBINEFUNC = contribution_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(contribution_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped';
CREATE FUNCTION linked_effect_summary_combine(linked_effect_summary, linked_effect_summary) RETURNS linked_effect_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION linked_effect_summary_combine(linked_effect_summary, linked_effect_summary) IS 'combine function of the aggregates over linked_effect_summary, transition function of rollup';

CREATE AGGREGATE rollup(linked_effect_summary) (
    SFUNC = linked_effect_summary_combine, STYPE = linked_effect_summary, COMBINEFUNC = linked_effect_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(linked_effect_summary) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped';

CREATE FUNCTION breadth_summary_accum(breadth_summary, r float8) RETURNS breadth_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION breadth_summary_accum(breadth_summary, float8) IS 'transition function (accum) of breadth';
CREATE FUNCTION weight_summary_accum(weight_summary, w float8) RETURNS weight_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION weight_summary_accum(weight_summary, float8) IS 'transition function (accum) of herfindahl and effective_n';
CREATE FUNCTION earnings_summary_accum(earnings_summary, cap float8, earnings float8) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION earnings_summary_accum(earnings_summary, cap float8, earnings float8) IS 'transition function (accum) of index_pe';
CREATE FUNCTION earnings_summary_accum(earnings_summary, cap float8, earnings float8, include_losses boolean) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION earnings_summary_accum(earnings_summary, cap float8, earnings float8, include_losses boolean) IS 'transition function (accum) of index_pe';
CREATE FUNCTION contribution_summary_accum(contribution_summary, w float8, r float8) RETURNS contribution_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION contribution_summary_accum(contribution_summary, float8, float8) IS 'transition function (accum) of contribution';
CREATE FUNCTION linked_effect_summary_accum(linked_effect_summary, effect float8, r_portfolio float8, r_benchmark float8) RETURNS linked_effect_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION linked_effect_summary_accum(linked_effect_summary, float8, float8, float8) IS 'transition function (accum) of carino_linked';
CREATE FUNCTION breadth_summary_retract(breadth_summary, r float8) RETURNS breadth_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION breadth_summary_retract(breadth_summary, float8) IS 'transition function (retract) of breadth';
CREATE FUNCTION weight_summary_retract(weight_summary, w float8) RETURNS weight_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION weight_summary_retract(weight_summary, float8) IS 'transition function (retract) of herfindahl and effective_n';
CREATE FUNCTION earnings_summary_retract(earnings_summary, cap float8, earnings float8) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION earnings_summary_retract(earnings_summary, cap float8, earnings float8) IS 'transition function (retract) of index_pe';
CREATE FUNCTION earnings_summary_retract(earnings_summary, cap float8, earnings float8, include_losses boolean) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION earnings_summary_retract(earnings_summary, cap float8, earnings float8, include_losses boolean) IS 'transition function (retract) of index_pe';
CREATE FUNCTION contribution_summary_retract(contribution_summary, w float8, r float8) RETURNS contribution_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION contribution_summary_retract(contribution_summary, float8, float8) IS 'transition function (retract) of contribution';
CREATE FUNCTION linked_effect_summary_retract(linked_effect_summary, effect float8, r_portfolio float8, r_benchmark float8) RETURNS linked_effect_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION linked_effect_summary_retract(linked_effect_summary, float8, float8, float8) IS 'transition function (retract) of carino_linked';

CREATE AGGREGATE breadth_summary(r float8) (
    SFUNC = breadth_summary_accum, STYPE = breadth_summary, COMBINEFUNC = breadth_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE weight_summary(w float8) (
    SFUNC = weight_summary_accum, STYPE = weight_summary, COMBINEFUNC = weight_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE earnings_summary(cap float8, earnings float8) (
    SFUNC = earnings_summary_accum, STYPE = earnings_summary, COMBINEFUNC = earnings_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE contribution_summary(w float8, r float8) (
    SFUNC = contribution_summary_accum, STYPE = contribution_summary, COMBINEFUNC = contribution_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE linked_effect_summary(effect float8, r_portfolio float8, r_benchmark float8) (
    SFUNC = linked_effect_summary_accum, STYPE = linked_effect_summary, COMBINEFUNC = linked_effect_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE breadth_summary(float8) IS 'summary of returns that breadth can be read from; NULL over no rows; arguments and errors as in breadth(r)';
COMMENT ON AGGREGATE weight_summary(float8) IS 'summary of weights that herfindahl and effective_n can be read from; NULL over no rows; arguments and errors as in herfindahl(w)';
COMMENT ON AGGREGATE earnings_summary(float8, float8) IS 'summary of capitalisations and earnings that index_pe can be read from, with or without loss makers; NULL over no rows; arguments and errors as in index_pe(cap, earnings)';
COMMENT ON AGGREGATE contribution_summary(float8, float8) IS 'summary of weights and returns that contribution can be read from; NULL over no rows; arguments and errors as in contribution(w, r)';
COMMENT ON AGGREGATE linked_effect_summary(float8, float8, float8) IS 'summary of an attribution effect that carino_linked can be read from; NULL over no rows; arguments and errors as in carino_linked(effect, r_portfolio, r_benchmark)';

-- how many members rose and fell

CREATE FUNCTION breadth(summary breadth_summary) RETURNS market_breadth
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'breadth_summary_breadth';
COMMENT ON FUNCTION breadth(breadth_summary) IS 'breadth of the returns in a summary; NULL without any';

CREATE AGGREGATE breadth(r float8) (
    SFUNC = breadth_summary_accum, STYPE = breadth_summary, FINALFUNC = breadth,
    COMBINEFUNC = breadth_summary_combine,
    MSFUNC = breadth_summary_accum, MINVFUNC = breadth_summary_retract, MSTYPE = breadth_summary,
    MFINALFUNC = breadth, PARALLEL = SAFE
);
COMMENT ON AGGREGATE breadth(float8) IS 'how many of the returns of a period (fractions, one a member) are above, below and exactly 0, as market_breadth: advancers, decliners, unchanged, pct_advancing = advancers / all (a fraction), ad_ratio = advancers / decliners (NULL without decliners). NULLs are skipped, none left give NULL; raises 22023 for a return below -1 or not finite (Colby 2003)';

-- how concentrated weights are

CREATE FUNCTION herfindahl(summary weight_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'weight_summary_herfindahl';
COMMENT ON FUNCTION herfindahl(weight_summary) IS 'herfindahl of the weights in a summary; NULL if they add to 0; raises 22003 for weights too small to square';

CREATE AGGREGATE herfindahl(w float8) (
    SFUNC = weight_summary_accum, STYPE = weight_summary, FINALFUNC = herfindahl,
    COMBINEFUNC = weight_summary_combine,
    MSFUNC = weight_summary_accum, MINVFUNC = weight_summary_retract, MSTYPE = weight_summary,
    MFINALFUNC = herfindahl, PARALLEL = SAFE
);
CREATE FUNCTION effective_n(summary weight_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'weight_summary_effective_n';
COMMENT ON FUNCTION effective_n(weight_summary) IS 'effective_n of the weights in a summary; NULL if they add to 0; raises 22003 for weights too small to square';

CREATE AGGREGATE effective_n(w float8) (
    SFUNC = weight_summary_accum, STYPE = weight_summary, FINALFUNC = effective_n,
    COMBINEFUNC = weight_summary_combine,
    MSFUNC = weight_summary_accum, MINVFUNC = weight_summary_retract, MSTYPE = weight_summary,
    MFINALFUNC = effective_n, PARALLEL = SAFE
);
COMMENT ON AGGREGATE herfindahl(float8) IS 'concentration of weights or capitalisations, from 1 / n (all equal) to 1 (all in one): sum((w / sum(w))^2), which is sum(w^2) for weights that add to 1. NULLs are skipped; NULL if the weights add to 0; raises 22023 for a weight that is negative or not finite, 22003 for weights of 2^80 (1.2e24) or more, or below 5e-12 on average (Hirschman 1964)';
COMMENT ON AGGREGATE effective_n(float8) IS 'so many members of equal weight are as concentrated as these weights or capitalisations: 1 / herfindahl(w), from 1 to n; NULLs and errors as in herfindahl (Adelman 1969)';

-- what an index costs

CREATE FUNCTION index_pe(summary earnings_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'earnings_summary_index_pe';
CREATE FUNCTION index_pe(summary earnings_summary, include_losses boolean) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'earnings_summary_index_pe';
COMMENT ON FUNCTION index_pe(earnings_summary) IS 'index_pe of the members in a summary; NULL if their earnings do not add to more than 0';
COMMENT ON FUNCTION index_pe(earnings_summary, boolean) IS 'index_pe of the members in a summary; include_losses false leaves out those with earnings of 0 or below';

CREATE AGGREGATE index_pe(cap float8, earnings float8) (
    SFUNC = earnings_summary_accum, STYPE = earnings_summary, FINALFUNC = index_pe,
    COMBINEFUNC = earnings_summary_combine,
    MSFUNC = earnings_summary_accum, MINVFUNC = earnings_summary_retract, MSTYPE = earnings_summary,
    MFINALFUNC = index_pe, PARALLEL = SAFE
);
CREATE AGGREGATE index_pe(cap float8, earnings float8, include_losses boolean) (
    SFUNC = earnings_summary_accum, STYPE = earnings_summary, FINALFUNC = index_pe,
    COMBINEFUNC = earnings_summary_combine,
    MSFUNC = earnings_summary_accum, MINVFUNC = earnings_summary_retract, MSTYPE = earnings_summary,
    MFINALFUNC = index_pe, PARALLEL = SAFE
);
COMMENT ON AGGREGATE index_pe(float8, float8) IS 'price/earnings ratio of an index: sum(cap) / sum(earnings), loss makers included; both in one currency, earnings a year. Rows with a NULL are skipped; NULL if the earnings do not add to more than 0; raises 22023 for a cap that is not positive and finite, or earnings that are not finite. The same as the harmonic mean of the members'' ratios, weighted by cap';
COMMENT ON AGGREGATE index_pe(float8, float8, boolean) IS 'price/earnings ratio of an index: sum(cap) / sum(earnings); include_losses false leaves a row with earnings of 0 or below out of both sums, true counts it. It is judged row by row; raises 22004 if it is NULL; see index_pe(cap, earnings) for the rest';

CREATE FUNCTION valuation_discount(a float8, b float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION valuation_discount(float8, float8) IS 'how much cheaper valuation a is than b, as a fraction: 1 - a / b; 0.3 is 30 % cheaper, below 0 is dearer. NULL for a NULL; raises 22023 for a valuation that is not positive and finite';

-- who contributed what

CREATE FUNCTION contribution(summary contribution_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'contribution_summary_contribution';
COMMENT ON FUNCTION contribution(contribution_summary) IS 'contribution of the rows in a summary, as a fraction; NULL without any';

CREATE AGGREGATE contribution(w float8, r float8) (
    SFUNC = contribution_summary_accum, STYPE = contribution_summary, FINALFUNC = contribution,
    COMBINEFUNC = contribution_summary_combine,
    MSFUNC = contribution_summary_accum, MINVFUNC = contribution_summary_retract, MSTYPE = contribution_summary,
    MFINALFUNC = contribution, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contribution(float8, float8) IS 'contribution to a return, as a fraction: sum(w * r), unrounded until the end; w is the weight at the start of the period (a fraction, below 0 for a short position), r the return over it. Over all members it is the return of the whole. Rows with a NULL are skipped, none left give NULL; raises 22023 for a weight that is not finite, or a return below -1 or not finite (Bacon 2008, chapter 5)';

CREATE FUNCTION carino_linked(summary linked_effect_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'linked_effect_summary_carino_linked';
COMMENT ON FUNCTION carino_linked(linked_effect_summary) IS 'carino_linked of the periods in a summary, as a fraction; NULL without any; raises 22003 if the returns compound to more than a number holds';

CREATE AGGREGATE carino_linked(effect float8, r_portfolio float8, r_benchmark float8) (
    SFUNC = linked_effect_summary_accum, STYPE = linked_effect_summary, FINALFUNC = carino_linked,
    COMBINEFUNC = linked_effect_summary_combine,
    MSFUNC = linked_effect_summary_accum, MINVFUNC = linked_effect_summary_retract, MSTYPE = linked_effect_summary,
    MFINALFUNC = carino_linked, PARALLEL = SAFE
);
COMMENT ON AGGREGATE carino_linked(float8, float8, float8) IS 'attribution effect linked over periods, as a fraction: sum(effect * k) / K with k = (ln(1 + Rp) - ln(1 + Rb)) / (Rp - Rb) of the total returns of a period (1 / (1 + Rp) where they are equal) and K the same of the compounded ones. One row a period: where the effects of each period add to Rp - Rb, the linked effects add to the compounded excess return. That needs every effect in every period: give 0 where there was none, since a row with a NULL is skipped, period and all. No rows give NULL; raises 22023 for an effect that is not finite, or a return that is not above -1 and below 1e12 (Carino 1999)';
-- Who moved an index

CREATE TYPE index_contribution AS (
    name text,
    average_weight float8,
    contribution float8,
    price_contribution float8
);
COMMENT ON TYPE index_contribution IS 'what a member or sector (NULL: no sector is known) has contributed to the return of an index: its mean weight at the close before each date of the window, its part of the total return and its part of the price return, as fractions of the level at the start';

CREATE FUNCTION index_contribution_final(internal) RETURNS index_contribution[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_contribution_final(internal) IS 'final function of member_contribution and sector_contribution';

CREATE FUNCTION member_contribution_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'member_contribution_accum_text';
CREATE FUNCTION member_contribution_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'member_contribution_accum_text';
CREATE FUNCTION member_contribution_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'member_contribution_window_accum_text';
COMMENT ON FUNCTION member_contribution_accum(internal, date, text, float8, float8, float8, float8, text) IS 'transition function of member_contribution';
COMMENT ON FUNCTION member_contribution_accum(internal, date, text, float8, float8, float8, float8, text, index_rules) IS 'transition function of member_contribution';
COMMENT ON FUNCTION member_contribution_accum(internal, date, text, float8, float8, float8, float8, text, index_rules, date, date) IS 'transition function of member_contribution';

CREATE AGGREGATE member_contribution(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = member_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE member_contribution(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = member_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE member_contribution(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) (
    SFUNC = member_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE member_contribution(date, text, float8, float8, float8, float8, text) IS 'who moved an equally weighted index, rebalanced daily, over its whole history; see member_contribution with rules and a window';
COMMENT ON AGGREGATE member_contribution(date, text, float8, float8, float8, float8, text, index_rules) IS 'who moved the index that index_history rebuilds, over its whole history; see member_contribution with a window';
CREATE FUNCTION member_contribution_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'member_contribution_accum_bigint';
CREATE FUNCTION member_contribution_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'member_contribution_accum_bigint';
CREATE FUNCTION member_contribution_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'member_contribution_window_accum_bigint';
COMMENT ON FUNCTION member_contribution_accum(internal, date, bigint, float8, float8, float8, float8, text) IS 'transition function of member_contribution';
COMMENT ON FUNCTION member_contribution_accum(internal, date, bigint, float8, float8, float8, float8, text, index_rules) IS 'transition function of member_contribution';
COMMENT ON FUNCTION member_contribution_accum(internal, date, bigint, float8, float8, float8, float8, text, index_rules, date, date) IS 'transition function of member_contribution';

CREATE AGGREGATE member_contribution(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = member_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE member_contribution(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = member_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE member_contribution(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) (
    SFUNC = member_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE member_contribution(date, bigint, float8, float8, float8, float8, text) IS 'who moved an equally weighted index, rebalanced daily, over its whole history; see member_contribution with rules and a window';
COMMENT ON AGGREGATE member_contribution(date, bigint, float8, float8, float8, float8, text, index_rules) IS 'who moved the index that index_history rebuilds, over its whole history; see member_contribution with a window';
CREATE FUNCTION sector_contribution_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'sector_contribution_accum_text';
CREATE FUNCTION sector_contribution_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'sector_contribution_accum_text';
CREATE FUNCTION sector_contribution_accum(internal, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'sector_contribution_window_accum_text';
COMMENT ON FUNCTION sector_contribution_accum(internal, date, text, float8, float8, float8, float8, text) IS 'transition function of sector_contribution';
COMMENT ON FUNCTION sector_contribution_accum(internal, date, text, float8, float8, float8, float8, text, index_rules) IS 'transition function of sector_contribution';
COMMENT ON FUNCTION sector_contribution_accum(internal, date, text, float8, float8, float8, float8, text, index_rules, date, date) IS 'transition function of sector_contribution';

CREATE AGGREGATE sector_contribution(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = sector_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE sector_contribution(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = sector_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE sector_contribution(ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) (
    SFUNC = sector_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sector_contribution(date, text, float8, float8, float8, float8, text) IS 'who moved an equally weighted index, rebalanced daily, over its whole history; see sector_contribution with rules and a window';
COMMENT ON AGGREGATE sector_contribution(date, text, float8, float8, float8, float8, text, index_rules) IS 'who moved the index that index_history rebuilds, over its whole history; see sector_contribution with a window';
CREATE FUNCTION sector_contribution_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'sector_contribution_accum_bigint';
CREATE FUNCTION sector_contribution_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'sector_contribution_accum_bigint';
CREATE FUNCTION sector_contribution_accum(internal, ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'sector_contribution_window_accum_bigint';
COMMENT ON FUNCTION sector_contribution_accum(internal, date, bigint, float8, float8, float8, float8, text) IS 'transition function of sector_contribution';
COMMENT ON FUNCTION sector_contribution_accum(internal, date, bigint, float8, float8, float8, float8, text, index_rules) IS 'transition function of sector_contribution';
COMMENT ON FUNCTION sector_contribution_accum(internal, date, bigint, float8, float8, float8, float8, text, index_rules, date, date) IS 'transition function of sector_contribution';

CREATE AGGREGATE sector_contribution(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = sector_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE sector_contribution(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = sector_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE sector_contribution(ts date, member bigint, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) (
    SFUNC = sector_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE sector_contribution(date, bigint, float8, float8, float8, float8, text) IS 'who moved an equally weighted index, rebalanced daily, over its whole history; see sector_contribution with rules and a window';
COMMENT ON AGGREGATE sector_contribution(date, bigint, float8, float8, float8, float8, text, index_rules) IS 'who moved the index that index_history rebuilds, over its whole history; see sector_contribution with a window';

COMMENT ON AGGREGATE member_contribution(date, text, float8, float8, float8, float8, text, index_rules, date, date) IS 'who moved the index that index_history rebuilds from the same arguments, over (from_ts, to_ts]: what each member that was held contributed to the total and to the price return, largest first, then by name. from_ts and to_ts stand for the last date on or before them, NULL for the first and the last; NULL if no date is on or before from_ts or none is in the window. On each date a member contributes its change in value in the basket; to the total return with its dividends as the rules reinvest them; its delisting return when it is let go; and its share of the costs, in proportion to the weight that it trades. Divided by the level at from_ts, these add up to level_to / level_from - 1. Contributions are rounded to multiples of 2^-48 (of 2^(e-52) if their sizes add up to 2^(e-1) or more, e > 4) by largest remainders, so that their float8 sum in any order is exactly round(return * 2^48) / 2^48. Raises 22023 for a window that ends before it starts or differs between rows, otherwise as index_history';
COMMENT ON AGGREGATE sector_contribution(date, text, float8, float8, float8, float8, text, index_rules, date, date) IS 'member_contribution by sector: what a member contributes on a date accrues to the sector it has on it, the last known one where its row has none, NULL where none is known; arguments, window, rounding and errors as in member_contribution';
COMMENT ON AGGREGATE member_contribution(date, bigint, float8, float8, float8, float8, text, index_rules, date, date) IS 'who moved the index that index_history rebuilds from the same arguments, over (from_ts, to_ts]: what each member that was held contributed to the total and to the price return, largest first, then by name. from_ts and to_ts stand for the last date on or before them, NULL for the first and the last; NULL if no date is on or before from_ts or none is in the window. On each date a member contributes its change in value in the basket; to the total return with its dividends as the rules reinvest them; its delisting return when it is let go; and its share of the costs, in proportion to the weight that it trades. Divided by the level at from_ts, these add up to level_to / level_from - 1. Contributions are rounded to multiples of 2^-48 (of 2^(e-52) if their sizes add up to 2^(e-1) or more, e > 4) by largest remainders, so that their float8 sum in any order is exactly round(return * 2^48) / 2^48. Raises 22023 for a window that ends before it starts or differs between rows, otherwise as index_history';
COMMENT ON AGGREGATE sector_contribution(date, bigint, float8, float8, float8, float8, text, index_rules, date, date) IS 'member_contribution by sector: what a member contributes on a date accrues to the sector it has on it, the last known one where its row has none, NULL where none is known; arguments, window, rounding and errors as in member_contribution';

CREATE FUNCTION index_contributions(prices regclass, rules index_rules DEFAULT NULL, by text DEFAULT 'member', from_ts date DEFAULT NULL, to_ts date DEFAULT NULL)
    RETURNS TABLE (index_name text, name text, average_weight float8, contribution float8, price_contribution float8)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_contributions(regclass, index_rules, text, date, date) IS 'who moved every index in a table or view with columns (index_name, ts, member, price, dividend, split, market_cap, sector), over (from_ts, to_ts]: the rows of member_contribution, or with by => ''sector'' of sector_contribution; only ts, member and price need be there; NULLs and errors as there; raises 42703 if one of the three is missing, 22023 for another by';
-- Auditing: printed figures, and the prices themselves

CREATE FUNCTION reconcile_return(levels regclass, series text, published float8, from_ts date, to_ts date, tolerance float8 DEFAULT 0.0005)
    RETURNS TABLE (convention text, measure text, start_ts date, end_ts date, first_ts date, last_ts date, value float8, difference float8)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION reconcile_return(regclass, text, float8, date, date, float8) IS 'the windows over which a series has a printed return. levels: a table or view with columns (series, ts, level) and, if it has one, total_return_level; published: the return as a fraction; from_ts, to_ts: the window as the text around the figure gives it. One row for each convention and measure whose return is within the tolerance of published, nearest first, then in the order of this list; a tolerance of ''infinity'' lists them all. convention: ''given day'' (from_ts to to_ts), ''day before'' (the day before each), ''prior month-end'' (the last calendar day of the month before each), ''same month-end'' (the last calendar day of the month of each); start_ts and end_ts are those days. first_ts and last_ts are the rows used: the last on or before each. measure: the column used. value is last / first - 1, difference is value - published. A window is left out if its start is before the first row, if both its ends come to one row, or if its end is not reached, which takes a row on end_ts or later: a series that ends on a Friday does not show that a month that ends on the Sunday is over. A NULL ts, level or total_return_level skips that row of that measure; the others are checked in the whole series. Raises 22004 for a NULL argument; 22023 for a published return below -1 or not finite, for a tolerance below zero or not a number, unless to_ts is after from_ts and both are finite, for a series without a row, and for a level that is not positive and finite; 21000 if two rows of the series share a ts; 42703 if a column is missing';

CREATE FUNCTION check_prices(prices regclass, max_gap_days integer DEFAULT 7)
    RETURNS TABLE (problem text, member text, ts date, previous_ts date, price float8, previous_price float8, detail text)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION check_prices(regclass, integer) IS 'what is wrong with prices, one row a finding, by member, ts and problem. prices: a table or view with columns ts, price (or level), and, if it has them, member (or series; otherwise all rows are one member''s) and split (new shares for one old). No price is an error here. problem is one of: ''not finite'' (NaN or infinite, price or ts) and ''not positive'' (zero or below): these rows are left out of the rest, as are those with a NULL price or ts; ''duplicate'' (rows of one member on one ts; detail: how many, and their lowest and highest price); ''gap'' (a hole before ts: one date or more on which other members have a row and this one has none, or more than max_gap_days calendar days; detail: how many of both, as ''dates missed: 1, days: 4''); ''split'' (a suspected split for which the prices are not adjusted; detail: new for old shares, as ''7:1'', or ''1:10''). previous_ts and previous_price are the member''s row before. A split is suspected in a move of the logarithm of the price, after the split that the row records, that is at least 20 times the member''s typical move (the median size of its moves, of an even number the lower; at least 0.005) and within 8 / b typical moves of the ratio a:b or b:a (2:1, 3:1, 3:2, 4:1, 4:3, 5:1, 5:2, 5:3, 5:4, 6:1, 7:1, 8:1, 10:1, 15:1, 20:1, 25:1, 30:1, 50:1, 100:1; of several the one with the smallest distance times b). A share whose typical move is above 0.035 hides a split of 2:1, and one that falls by half in a day is suspected of one. A NULL split is 1, as is one that is not positive and finite; a move from or to a date with different prices is not judged. Raises 22004 for a NULL argument, 22023 for max_gap_days below 1, 42703 if ts and price or level are missing';
