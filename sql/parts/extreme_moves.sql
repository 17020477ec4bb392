-- The largest and smallest moves of a series

CREATE TYPE move AS (
    ts date,
    value float8
);
COMMENT ON TYPE move IS 'a value of a series and its date';

CREATE FUNCTION extreme_moves_combine(bigint[], bigint[]) RETURNS bigint[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION extreme_moves_final(bigint[]) RETURNS move[]
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION extreme_moves_combine(bigint[], bigint[]) IS 'combine function of largest_moves and smallest_moves';
COMMENT ON FUNCTION extreme_moves_final(bigint[]) IS 'final function of largest_moves and smallest_moves';

--: for name in largest smallest
CREATE FUNCTION @name@_moves_accum(bigint[], ts date, r float8, k integer) RETURNS bigint[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @name@_moves_accum(bigint[], date, float8, integer) IS 'transition function of @name@_moves';

CREATE AGGREGATE @name@_moves(ts date, r float8, k integer) (
    SFUNC = @name@_moves_accum, STYPE = bigint[], FINALFUNC = extreme_moves_final,
    COMBINEFUNC = extreme_moves_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @name@_moves(date, float8, integer) IS 'the k @name@ returns (as fractions) with their dates, from the @name@ on; of equal returns the earlier date comes first; k is 1 to 1000 and the same in every row; rows with a NULL are skipped, none left gives NULL; raises 22023 for a return below -1 or not finite and for another k, 21000 if two of the moves share a date';
--: end
