-- Summaries: what the aggregates keep of their rows, as types that can be stored

--: for type in level_summary pair_summary yield_summary return_summary excess_summary return_pair_summary drawdown_summary regime_state breadth_summary weight_summary earnings_summary contribution_summary linked_effect_summary
CREATE TYPE @type@;

CREATE FUNCTION @type@_in(cstring) RETURNS @type@
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION @type@_out(@type@) RETURNS cstring
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION @type@_recv(internal) RETURNS @type@
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION @type@_send(@type@) RETURNS bytea
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE TYPE @type@ (
    INPUT = @type@_in,
    OUTPUT = @type@_out,
    RECEIVE = @type@_recv,
    SEND = @type@_send,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = double,
    STORAGE = plain
);

CREATE FUNCTION @type@_eq(@type@, @type@) RETURNS boolean
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';

CREATE OPERATOR = (
    LEFTARG = @type@, RIGHTARG = @type@, FUNCTION = @type@_eq, COMMUTATOR = =
);

COMMENT ON FUNCTION @type@_in(cstring) IS 'input function of @type@: checks every field; raises 22P02 for a malformed or inconsistent text';
COMMENT ON FUNCTION @type@_out(@type@) IS 'output function of @type@: text that gives back every bit';
COMMENT ON FUNCTION @type@_recv(internal) IS 'receive function of @type@: checks every field; raises 22P03 for malformed or inconsistent bytes';
COMMENT ON FUNCTION @type@_send(@type@) IS 'send function of @type@: format version and fields in network byte order';
COMMENT ON FUNCTION @type@_eq(@type@, @type@) IS 'whether two summaries hold the same bits';
COMMENT ON OPERATOR = (@type@, @type@) IS 'whether two summaries hold the same bits';

--: end
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
