-- Calendar periods, best and worst stretches

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
COMMENT ON AGGREGATE calendar_returns(date, float8, text) IS 'returns of a level, as fractions, by ''day'', ''week'', ''month'', ''quarter'' or ''year'', in order: each from the last date of the period before to the last of its own, the first from the first date; the last is provisional as its period may not be over. Rows in any order; NULLs are skipped, fewer than two rows give NULL; raises 22023 for a level that is not positive and finite and for another frequency, 21000 if two rows share a ts';

--: for name in largest smallest
CREATE FUNCTION @name@_stretches_final(internal) RETURNS stretch_return[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @name@_stretches_final(internal) IS 'final function of @name@_stretches';

CREATE AGGREGATE @name@_stretches(ts date, level float8, sessions integer, k integer) (
    SFUNC = stretches_accum, STYPE = internal, FINALFUNC = @name@_stretches_final, SSPACE = 16384, PARALLEL = SAFE
);
COMMENT ON AGGREGATE @name@_stretches(date, float8, integer, integer) IS 'the k @name@ returns of a level over so many sessions (rows of the series), none of which overlap: the @name@, then the @name@ of those clear of it, and so on; of equal ones the earlier; k is 1 to 1000. NULL for no more rows than sessions; NULLs and errors as in calendar_returns';
--: end

CREATE FUNCTION calendar_table(levels regclass, frequency text DEFAULT 'month')
    RETURNS TABLE (series text, start_ts date, end_ts date, value float8, provisional boolean)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION calendar_table(regclass, text) IS 'calendar_returns of each series in a table or view with columns (series, ts, level), flat; series may be missing; NULLs and errors as in calendar_returns; raises 42703 if ts or level is missing';

CREATE FUNCTION stretch_table(levels regclass, sessions integer, k integer DEFAULT 1)
    RETURNS TABLE (series text, kind text, place bigint, start_ts date, end_ts date, value float8)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION stretch_table(regclass, integer, integer) IS 'the k best and the k worst returns over so many sessions of each series in a table or view with columns (series, ts, level), flat, kind ''best'' or ''worst'', from place 1 on; as largest_stretches and smallest_stretches; raises 42703 if ts or level is missing';
