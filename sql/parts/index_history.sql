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
COMMENT ON TYPE index_point IS 'an index at a close: price level, level with dividends reinvested, value of the basket per unit of level, and, after any rebalance at that close, members held, weight that changed hands (half the sum of the changes, NULL on the first date) and 1 / sum of squared weights. All but total_return_level are those of the price index: with dividends reinvested in the members, that level has weights, and at cost_bp costs, of its own';

CREATE FUNCTION index_history_final(internal) RETURNS index_point[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_history_final(internal) IS 'final function of the aggregates that rebuild an index';

--: for member in text bigint
CREATE FUNCTION index_history_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_history_accum_@member@';
CREATE FUNCTION index_history_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_history_accum_@member@';
COMMENT ON FUNCTION index_history_accum(internal, date, @member@, float8, float8, float8, float8, text) IS 'transition function of index_history';
COMMENT ON FUNCTION index_history_accum(internal, date, @member@, float8, float8, float8, float8, text, index_rules) IS 'transition function of index_history';

CREATE AGGREGATE index_history(ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE index_history(ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE index_history(date, @member@, float8, float8, float8, float8, text) IS 'an equally weighted index of its members, rebalanced daily; see index_history with rules';
COMMENT ON AGGREGATE index_history(date, @member@, float8, float8, float8, float8, text, index_rules) IS 'an index rebuilt from its members, one point a date, in order. One row a member and date: raw price, dividend and new shares for old (split) on ex-dates, market_cap where weights need it, sector for sector_equal. Members with a row on a rebalance date make the basket from its close on, and who appears later waits for the next one. Splits and changes of members leave the level continuous. Rows in any order, streamed if by date and else sorted within work_mem; a NULL ts, member or price skips the row, a NULL dividend is 0, a NULL split 1, and without a market_cap a member keeps out of a basket struck that day by capitalisation. No rows give NULL. Raises 22023 for a price, split or market_cap that is not positive and finite or a dividend below zero, 21000 if a member has two rows on a date, 22023 if cap is too low for the members, P0002 if a member has no row and missing is ''error'' or if nobody can be weighted on a rebalance date, 22004 for a missing sector, 22003 for an index that has lost everything (S&P Dow Jones Indices, Index Mathematics Methodology)';

CREATE FUNCTION equal_weight_index_accum(internal, ts date, member @member@, price float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_price_accum_@member@';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member @member@, price float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_price_accum_@member@';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_dividend_accum_@member@';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_dividend_accum_@member@';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8, split float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_split_accum_@member@';
CREATE FUNCTION equal_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'equal_weight_split_accum_@member@';
--: for arguments in price float8|price float8, rules index_rules|price float8, dividend float8|price float8, dividend float8, rules index_rules|price float8, dividend float8, split float8|price float8, dividend float8, split float8, rules index_rules
COMMENT ON FUNCTION equal_weight_index_accum(internal, ts date, member @member@, @arguments@) IS 'transition function of equal_weight_index';
--: end

CREATE FUNCTION cap_weight_index_accum(internal, ts date, member @member@, price float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_price_accum_@member@';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member @member@, price float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_price_accum_@member@';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_dividend_accum_@member@';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_dividend_accum_@member@';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_split_accum_@member@';
CREATE FUNCTION cap_weight_index_accum(internal, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, rules index_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'cap_weight_split_accum_@member@';
--: for arguments in price float8, market_cap float8|price float8, market_cap float8, rules index_rules|price float8, dividend float8, market_cap float8|price float8, dividend float8, market_cap float8, rules index_rules|price float8, dividend float8, split float8, market_cap float8|price float8, dividend float8, split float8, market_cap float8, rules index_rules
COMMENT ON FUNCTION cap_weight_index_accum(internal, ts date, member @member@, @arguments@) IS 'transition function of cap_weight_index';
--: end

--: for arguments in price float8|price float8, rules index_rules|price float8, dividend float8|price float8, dividend float8, rules index_rules|price float8, dividend float8, split float8|price float8, dividend float8, split float8, rules index_rules
CREATE AGGREGATE equal_weight_index(ts date, member @member@, @arguments@) (
    SFUNC = equal_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE equal_weight_index(date, @member@, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price alone; prices are taken as free of splits and dividends';
COMMENT ON AGGREGATE equal_weight_index(date, @member@, float8, index_rules) IS 'an equally weighted index of its members: index_history with price and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE equal_weight_index(date, @member@, float8, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price and dividend';
COMMENT ON AGGREGATE equal_weight_index(date, @member@, float8, float8, index_rules) IS 'an equally weighted index of its members: index_history with price, dividend and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE equal_weight_index(date, @member@, float8, float8, float8) IS 'an equally weighted index of its members, rebalanced daily: index_history with price, dividend and split';
COMMENT ON AGGREGATE equal_weight_index(date, @member@, float8, float8, float8, index_rules) IS 'an equally weighted index of its members: index_history with price, dividend, split and rules; raises 22023 if the rules ask for another weighting';

--: for arguments in price float8, market_cap float8|price float8, market_cap float8, rules index_rules|price float8, dividend float8, market_cap float8|price float8, dividend float8, market_cap float8, rules index_rules|price float8, dividend float8, split float8, market_cap float8|price float8, dividend float8, split float8, market_cap float8, rules index_rules
CREATE AGGREGATE cap_weight_index(ts date, member @member@, @arguments@) (
    SFUNC = cap_weight_index_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE cap_weight_index(date, @member@, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily (the classic divisor index): index_history with price and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, @member@, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, market_cap and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE cap_weight_index(date, @member@, float8, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily: index_history with price, dividend and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, @member@, float8, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, dividend, market_cap and rules; raises 22023 if the rules ask for another weighting';
COMMENT ON AGGREGATE cap_weight_index(date, @member@, float8, float8, float8, float8) IS 'a capitalisation-weighted index of its members, rebalanced daily: index_history with price, dividend, split and market_cap';
COMMENT ON AGGREGATE cap_weight_index(date, @member@, float8, float8, float8, float8, index_rules) IS 'a capitalisation-weighted index of its members: index_history with price, dividend, split, market_cap and rules; raises 22023 if the rules ask for another weighting';
--: end

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

--: for member in text bigint
CREATE AGGREGATE index_state(ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text, rules index_rules) (
    SFUNC = index_history_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_state_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE FUNCTION index_append_accum(internal, state index_state, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'index_append_accum_@member@';
CREATE AGGREGATE append(state index_state, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_append_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_state_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
CREATE AGGREGATE index_history(state index_state, ts date, member @member@, price float8, dividend float8, split float8, market_cap float8, sector text) (
    SFUNC = index_append_accum, STYPE = internal, SSPACE = 262144,
    FINALFUNC = index_history_final, FINALFUNC_MODIFY = READ_WRITE, PARALLEL = SAFE
);
COMMENT ON AGGREGATE index_state(date, @member@, float8, float8, float8, float8, text, index_rules) IS 'the state of an index after the given rows, to be stored and gone on with by append; arguments, NULLs and errors as in index_history';
COMMENT ON FUNCTION index_append_accum(internal, index_state, date, @member@, float8, float8, float8, float8, text) IS 'transition function of append and of index_history with a state';
COMMENT ON AGGREGATE append(index_state, date, @member@, float8, float8, float8, float8, text) IS 'a stored state gone on with by the rows of later dates, in any order, with the bits of index_state over all rows. state must be the same in every row of a group; its rules hold; no row gives NULL, only rows with NULL the state as it was. Raises 22004 for a NULL state, 22023 for a ts not after last_ts(state) and for members of another type; otherwise as index_history';
COMMENT ON AGGREGATE index_history(index_state, date, @member@, float8, float8, float8, float8, text) IS 'the points of an index from the last date of a stored state on, as index_history gives them over all rows: that date''s own first, which the next date may have made a rebalance date. Arguments, NULLs and errors as in append';
--: end

-- Flat, for tools that want plain columns

CREATE FUNCTION index_levels(prices regclass, rules index_rules DEFAULT NULL)
    RETURNS TABLE (index_name text, ts date, level float8, total_return_level float8, divisor float8, members integer, turnover float8, effective_n float8)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_levels(regclass, index_rules) IS 'every index in a table or view with columns (index_name, ts, member, price, dividend, split, market_cap, sector), rebuilt by index_history, one row an index and date; member is a number or text; all but ts, member and price may be missing; NULLs and errors as in index_history; raises 42703 if ts, member or price is missing';
