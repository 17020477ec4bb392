-- What the night has to arrive at, straight from the raw rows by the aggregates of
-- the extension, and how what is stored differs from it: bit for bit, as text.

CREATE SCHEMA expected;

CREATE VIEW expected.stored AS
SELECT 'series' AS what, series AS name, NULL::date AS ts, NULL AS bits FROM nightly.level_series
UNION ALL SELECT 'month', series, month, (last_ts, levels, returns, falls)::text FROM nightly.level_months
UNION ALL SELECT 'regime state', name, month, (rules, state)::text FROM nightly.regime_states
UNION ALL SELECT 'index state', name, month, (rules, state)::text FROM nightly.index_states
UNION ALL SELECT 'point', name, ts, (level, total_return_level, divisor, members, turnover, effective_n)::text FROM nightly.index_points;

CREATE VIEW expected.kept AS
SELECT DISTINCT 'series' AS what, series AS name, NULL::date AS ts, NULL AS bits FROM levels WHERE level IS NOT NULL
UNION ALL
SELECT 'month', series, month, (max(ts), level_summary(ts, level), return_summary(r), drawdown_summary(ts, level))::text
FROM (SELECT series, ts, level, date_trunc('month', ts::timestamp)::date AS month, simple_return(level) OVER (PARTITION BY series ORDER BY ts) AS r
      FROM levels WHERE level IS NOT NULL) AS l
GROUP BY series, month
UNION ALL
SELECT 'regime state', name, month, (rules, regime_state(ts, yield, rules))::text
FROM nightly.regime_settings
JOIN (SELECT DISTINCT series, date_trunc('month', ts::timestamp)::date AS month FROM yields WHERE yield IS NOT NULL) AS months USING (series)
JOIN yields USING (series)
WHERE ts < month + interval '1 month'
GROUP BY name, month, rules
UNION ALL
SELECT 'index state', name, month, (rules, index_state(ts, member, price, dividend, split, market_cap, sector, rules))::text
FROM nightly.index_settings
JOIN (SELECT DISTINCT index_name, date_trunc('month', ts::timestamp)::date AS month FROM prices) AS months USING (index_name)
JOIN prices USING (index_name)
WHERE ts < month + interval '1 month'
GROUP BY name, month, rules
UNION ALL
SELECT 'point', name, p.ts, (p.level, p.total_return_level, p.divisor, p.members, p.turnover, p.effective_n)::text
FROM (SELECT name, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS points
      FROM nightly.index_settings JOIN prices USING (index_name) GROUP BY name) AS h, unnest(points) AS p;

CREATE VIEW expected.shown AS
SELECT 'regime' AS what, name, number, r::text AS bits FROM nightly.regimes AS r
UNION ALL SELECT 'performance', series, months, format('%s %s %s %s %s', start_ts, end_ts, total_return, volatility, max_drawdown)
FROM nightly.performance JOIN (VALUES ('month', 1), ('3 months', 3), ('12 months', 12)) AS p (period, months) USING (period)
UNION ALL SELECT 'index', name, NULL, format('%s %s %s %s', ts, level, day_return, month_return) FROM nightly.indexes;

CREATE VIEW expected.seen AS
SELECT 'regime' AS what, name, number, (name, r.*)::text AS bits
FROM (SELECT name, yield_regimes(ts, yield, rules) AS regimes FROM nightly.regime_settings JOIN yields USING (series) GROUP BY name) AS s, unnest(regimes) AS r
UNION ALL
SELECT 'performance', series, months, format('%s %s %s %s %s', max(ts) FILTER (WHERE ts < start), max(ts), compound_return(r) FILTER (WHERE ts >= start),
       annualized_volatility(r, 252) FILTER (WHERE ts >= start), max_drawdown(ts, level) FILTER (WHERE ts >= start))
FROM (SELECT series, ts, level, simple_return(level) OVER w AS r, date_trunc('month', max(ts) OVER (PARTITION BY series)::timestamp)::date AS this_month
      FROM levels WHERE level IS NOT NULL WINDOW w AS (PARTITION BY series ORDER BY ts)) AS l,
     unnest(ARRAY[1, 3, 12]) AS months, LATERAL (SELECT (this_month - interval '1 month' * (months - 1))::date AS start) AS s
GROUP BY series, months
HAVING bool_or(ts < start)
UNION ALL
SELECT 'index', name, NULL, format('%s %s %s %s', ts, level, total_return_level / day - 1, total_return_level / month - 1)
FROM (SELECT name, p.ts, p.level, p.total_return_level, lag(p.total_return_level) OVER w AS day,
             (SELECT q.total_return_level FROM unnest(points) AS q WHERE q.ts < date_trunc('month', p.ts::timestamp) ORDER BY q.ts DESC LIMIT 1) AS month,
             row_number() OVER (PARTITION BY name ORDER BY p.ts DESC) AS back
      FROM (SELECT name, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS points
            FROM nightly.index_settings JOIN prices USING (index_name) GROUP BY name) AS h, unnest(points) AS p
      WINDOW w AS (PARTITION BY name ORDER BY p.ts)) AS i
WHERE back = 1;

CREATE FUNCTION expected.differences() RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
    (SELECT format('%s too much: %s', count(*), min((d.what, d.name, d.ts)::text)) FROM (TABLE expected.stored EXCEPT ALL TABLE expected.kept) AS d HAVING count(*) > 0)
    UNION ALL
    (SELECT format('%s missing: %s', count(*), min((d.what, d.name, d.ts)::text)) FROM (TABLE expected.kept EXCEPT ALL TABLE expected.stored) AS d HAVING count(*) > 0)
    UNION ALL
    (SELECT format('%s shown too much: %s', count(*), min(d::text)) FROM (TABLE expected.shown EXCEPT ALL TABLE expected.seen) AS d HAVING count(*) > 0)
    UNION ALL
    (SELECT format('%s not shown: %s', count(*), min(d::text)) FROM (TABLE expected.seen EXCEPT ALL TABLE expected.shown) AS d HAVING count(*) > 0)
    UNION ALL
    (SELECT format('%s changes left', count(*)) FROM nightly.changes HAVING count(*) > 0);
END;
