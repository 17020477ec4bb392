-- Summaries: what the aggregates keep of their rows, as types that can be stored

--: for type in level_summary return_summary pair_summary yield_summary
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
COMMENT ON TYPE level_summary IS 'what total_return and its parts need of a series of prices: count, first and last price with their ts, exact sums of ln(1 + dividend / price) and ln(split)';
COMMENT ON TYPE return_summary IS 'what compound_return needs of a set of returns: count, count of -1, exact sum of ln(1 + r)';
COMMENT ON TYPE pair_summary IS 'what relative_return needs of two series: count of common rows, both levels at the first and the last of them';
COMMENT ON TYPE yield_summary IS 'what yield_change_bp needs of a yield: count, first and last yield with their ts';
