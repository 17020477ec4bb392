-- The tables that the aggregates are tried on, the same on every server. Columns
-- are named after the arguments of the aggregates; series is what tables are cut by.

-- series of prices, yields and returns, one row a day
CREATE TABLE panel (
    series integer, ts date, ts_timestamp timestamp, ts_timestamptz timestamptz,
    price float8, dividend float8, split float8, level float8, a float8, b float8,
    yield float8, rate float8, r float8, ra float8, rb float8, target float8, x float8,
    w float8, cap float8, earnings float8, effect float8, r_portfolio float8, r_benchmark float8,
    frequency text
);

-- the members of indexes, one index a series
CREATE TABLE shares (
    series integer, ts date, member text, number bigint,
    price float8, dividend float8, split float8, market_cap float8, sector text
);

-- summaries of the panel by month
CREATE TABLE monthly (
    series integer, month date, level_summary level_summary, pair_summary pair_summary,
    return_summary return_summary, excess_summary excess_summary,
    return_pair_summary return_pair_summary, drawdown_summary drawdown_summary,
    breadth_summary breadth_summary, weight_summary weight_summary,
    earnings_summary earnings_summary, contribution_summary contribution_summary,
    linked_effect_summary linked_effect_summary
);
