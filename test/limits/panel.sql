-- panel.sql
--      Members by days with all that an index needs, in order of time. Variables:
--      members and days.
SET search_path = limits, public;
CREATE TABLE panel AS
SELECT 'index' AS index_name, date '1990-01-01' + d AS ts, 'member ' || m AS member,
       100 + (hashint8(m * 100000::bigint + d) & 65535) / 6553.6::float8 AS price, CASE WHEN (m + d) % 63 = 0 THEN 0.1::float8 END AS dividend,
       NULL::float8 AS split, 1e6::float8 * m + d AS market_cap, 'sector ' || m % 11 AS sector
FROM generate_series(1, :days) AS d, generate_series(1, :members) AS m;
-- the same in no order
CREATE TABLE shuffled AS SELECT * FROM panel ORDER BY hashint8(price::bigint * 100 + length(member)), price;
ANALYZE panel, shuffled;
CREATE VIEW panel_levels AS SELECT member AS series, ts, price AS level FROM panel;

-- What each call may take. Those whose state is the series must have its rows in
-- memory, 16 bytes each with up to as much again free, and as much where they are sorted.
CREATE TABLE panel_call (id integer GENERATED ALWAYS AS IDENTITY, name text, query text, per_row integer);
INSERT INTO panel_call (name, query, per_row) VALUES
    ('index_history', 'SELECT unnest(index_history(ts, member, price, dividend, split, market_cap, sector)) FROM limits.panel', 0),
    ('index_history, rows in no order', 'SELECT unnest(index_history(ts, member, price, dividend, split, market_cap, sector)) FROM limits.shuffled', 0),
    ('index_levels', 'SELECT * FROM index_levels(''limits.panel'', index_rules(''cap'', rebalance => ''month''))', 0),
    ('member_contribution', 'SELECT unnest(member_contribution(ts, member, price, dividend, split, market_cap, sector)) FROM limits.panel', 0),
    ('index_state', 'SELECT index_state(ts, member, price, dividend, split, market_cap, sector, index_rules()) FROM limits.panel', 0),
    ('total_return by member', 'SELECT member, total_return(ts, price, dividend) FROM limits.shuffled GROUP BY member', 0),
    ('max_drawdown by member', 'SELECT member, max_drawdown(ts, price) FROM limits.shuffled GROUP BY member', 48),
    ('yield_regimes', 'SELECT unnest(yield_regimes(ts, price)) FROM (SELECT ts + substr(member, 8)::integer * 50000 AS ts, price FROM limits.shuffled) AS s', 96),
    ('period_returns', 'SELECT * FROM period_returns(''limits.panel_levels'', ARRAY[ROW(''all'', ''1990-01-02'', NULL)::holding_period])', 64),
    ('reconstitute', 'SELECT unnest(reconstitute(ts, member, market_cap)) FROM limits.shuffled', 96),
    ('largest_moves by member', 'SELECT member, largest_moves(ts, price / 1000, 5) FROM limits.shuffled GROUP BY member', 0);
