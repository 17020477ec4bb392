-- publisher.sql
--      A table of stored values that is published, and what happens to it.
SET client_min_messages = warning;
\ir stored.sql
ALTER TABLE stored REPLICA IDENTITY FULL;
CREATE PUBLICATION everything FOR ALL TABLES;

CREATE FUNCTION stored_at(first integer, last integer, day integer) RETURNS SETOF stored LANGUAGE sql STABLE AS $$
    SELECT id, level_summary(date '2024-01-01' + d, 100 + (id * d * 7) % 13), return_summary((id * d % 7 - 3) / 100.0), pair_summary(date '2024-01-01' + d, 100 + (id * d * 7) % 13, 100 + d),
           drawdown_summary(date '2024-01-01' + d, 100 + (id * d * 7) % 13), earnings_summary(1000 + id, d), regime_state(date '2024-01-01' + d, 4 + (id * d % 11) / 10.0),
           index_state(date '2024-01-01' + d, 'm' || id, 100 + (id * d * 7) % 13, NULL, NULL, NULL, NULL, index_rules(rebalance => 'day')), index_rules(rebalance => 'month'),
           yield_regimes(date '2024-01-01' + d, 4 + (id * d % 11) / 10.0)
    FROM generate_series(first, last) AS id, generate_series(1, day) AS d
    GROUP BY id
$$;
INSERT INTO yields SELECT date '2024-01-01' + i, 4 + (i * 37 % 101) / 50.0 FROM generate_series(1, 50) AS i;
INSERT INTO stored SELECT * FROM stored_at(1, 30, 20);
