-- Where a value stands among those of its window

--: for name in zscore percentile_rank
CREATE FUNCTION @name@_push(internal, x float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION @name@_pop(internal, x float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION @name@_final(internal) RETURNS float8
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @name@_push(internal, float8) IS 'transition function (a row enters the frame) of @name@';
COMMENT ON FUNCTION @name@_pop(internal, float8) IS 'transition function (the oldest row leaves the frame) of @name@';
COMMENT ON FUNCTION @name@_final(internal) IS 'final function of @name@';

CREATE AGGREGATE @name@(x float8) (
    SFUNC = @name@_push, STYPE = internal, FINALFUNC = @name@_final,
    MSFUNC = @name@_push, MINVFUNC = @name@_pop, MSTYPE = internal, MFINALFUNC = @name@_final, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE zscore(float8) IS 'over a window''s frame: (last value - mean) / standard deviation (of a sample, n - 1) of the frame''s values, the last included; rows with a NULL are skipped, but a NULL in the last row gives NULL; NULL for fewer than two values or if they do not vary; raises 22023 for a value that is not finite or 2^40 (1.1e12) or more in size, 42809 without an OVER clause';
COMMENT ON AGGREGATE percentile_rank(float8) IS 'over a window''s frame: share of the frame''s other values that lie below the last one, 0 for the lowest and 1 for the highest, as percent_rank(): (rank - 1) / (n - 1); at O(log n) a row; NULLs and errors as in zscore, but x may be of any size';
