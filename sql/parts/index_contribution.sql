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

--: for by in member sector
--: for member in text bigint
CREATE FUNCTION @by@_contribution_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', '@by@_contribution_accum_@member@';
CREATE FUNCTION @by@_contribution_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', '@by@_contribution_accum_@member@';
CREATE FUNCTION @by@_contribution_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules, from_ts date, to_ts date) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', '@by@_contribution_window_accum_@member@';
COMMENT ON FUNCTION @by@_contribution_accum(internal, date, @member@, float8, float8, float8, float8, text) IS 'transition function of @by@_contribution';
COMMENT ON FUNCTION @by@_contribution_accum(internal, date, @member@, float8, float8, float8, float8, text, index_rules) IS 'transition function of @by@_contribution';
COMMENT ON FUNCTION @by@_contribution_accum(internal, date, @member@, float8, float8, float8, float8, text, index_rules, date, date) IS 'transition function of @by@_contribution';

--: for arguments in sector text|sector text, rules index_rules|sector text, rules index_rules, from_ts date, to_ts date
CREATE AGGREGATE @by@_contribution(ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, @arguments@) (
    SFUNC = @by@_contribution_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_contribution_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE @by@_contribution(date, @member@, float8, float8, float8, float8, text) IS 'who moved an equally weighted index, rebalanced daily, over its whole history; see @by@_contribution with rules and a window';
COMMENT ON AGGREGATE @by@_contribution(date, @member@, float8, float8, float8, float8, text, index_rules) IS 'who moved the index that index_history rebuilds, over its whole history; see @by@_contribution with a window';
--: end
--: end

--: for member in text bigint
COMMENT ON AGGREGATE member_contribution(date, @member@, float8, float8, float8, float8, text, index_rules, date, date) IS 'who moved the index that index_history rebuilds from the same arguments, over (from_ts, to_ts]: what each member that was held contributed to the total and to the price return, largest first, then by name. from_ts and to_ts stand for the last date on or before them, NULL for the first and the last; NULL if no date is on or before from_ts or none is in the window. On each date a member contributes its change in value in the basket; to the total return with its dividends as the rules reinvest them; its delisting return when it is let go; and its share of the costs, in proportion to the weight that it trades. Divided by the level at from_ts, these add up to level_to / level_from - 1. Contributions are rounded to multiples of 2^-48 (of 2^(e-52) if their sizes add up to 2^(e-1) or more, e > 4) by largest remainders, so that their float8 sum in any order is exactly round(return * 2^48) / 2^48. Raises 22023 for a window that ends before it starts or differs between rows, otherwise as index_history';
COMMENT ON AGGREGATE sector_contribution(date, @member@, float8, float8, float8, float8, text, index_rules, date, date) IS 'member_contribution by sector: what a member contributes on a date accrues to the sector it has on it, the last known one where its row has none, NULL where none is known; arguments, window, rounding and errors as in member_contribution';
--: end

CREATE FUNCTION index_contributions(prices regclass, rules index_rules DEFAULT NULL, by text DEFAULT 'member', from_ts date DEFAULT NULL, to_ts date DEFAULT NULL)
    RETURNS TABLE (index_name text, name text, average_weight float8, contribution float8, price_contribution float8)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_contributions(regclass, index_rules, text, date, date) IS 'who moved every index in a table or view with columns (index_name, ts, member, price, dividend, split, market_cap, sector), over (from_ts, to_ts]: the rows of member_contribution, or with by => ''sector'' of sector_contribution; only ts, member and price need be there; NULLs and errors as there; raises 42703 if one of the three is missing, 22023 for another by';
