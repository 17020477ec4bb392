-- Window functions over a series of prices

--: for name in simple_return log_return
CREATE FUNCTION @name@(price float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION @name@(price float8, dividend float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
--: end
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

--: for ts in date timestamp timestamptz
CREATE FUNCTION rebase(level float8, ts @ts@, base_ts @ts@, base float8 DEFAULT 100) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'rebase_@ts@';
COMMENT ON FUNCTION rebase(float8, @ts@, @ts@, float8) IS 'window function: level * base / (level at the last ts of the partition on or before base_ts), in any row order; NULL for a NULL argument or if there is no such ts; raises 22023 for a level or base that is not positive and finite, 21000 if two rows have that ts';

CREATE FUNCTION forward_return(level float8, ts @ts@, horizon interval) RETURNS float8
    LANGUAGE C STABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME', 'forward_return_@ts@';
COMMENT ON FUNCTION forward_return(float8, @ts@, interval) IS 'window function: return, as a fraction, from each row to the last ts of the partition on or before ts + horizon, in any row order; NULL until the partition has a ts at or after that moment, and for a NULL argument; raises 22023 for a level that is not positive and finite or a horizon that does not lead forward, 21000 if two rows share a ts';
--: end

CREATE FUNCTION relative_strength(a float8, b float8) RETURNS float8
    LANGUAGE C IMMUTABLE WINDOW PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION relative_strength(float8, float8) IS 'window function: (a / a_0) / (b / b_0) * 100 in the window''s order, with a_0 and b_0 those of the first row that has both; NULL for a NULL level; raises 22023 for a level that is not positive and finite';
