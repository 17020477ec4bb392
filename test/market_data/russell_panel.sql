-- The Russell 1000 and 2000 rebuilt from the holdings of two funds and a panel
-- of share prices. The figures to two decimals are those in the README of the
-- data, those to one decimal are printed in exhibit 3.
--
-- price is the adjusted close, so that levels are total return levels. There
-- are two ways to a market capitalisation, because the panel's close is
-- adjusted for the splits after the date of the holdings:
--   as_given    shares held x the panel's close. A share that was split 3:1
--               later on counts for a third. The README's two decimals are
--               those of this way.
--   unadjusted  what the holding was worth on its date, moved with the close:
--               shares held x unadjusted price. It changes the two days by
--               less than 0.01 points and leaves the printed decimal.

SELECT plan(34);

CREATE TEMP TABLE prices AS
SELECT h.index_name, p.ts, p.ticker AS member, p.adjusted AS price,
       h.shares * p.close AS as_given,
       h.shares * h.price * p.close / on_date.close AS unadjusted
FROM holdings h
    JOIN panel p USING (ticker)
    LEFT JOIN panel on_date ON on_date.ticker = h.ticker AND on_date.ts = '2023-11-22';
ANALYZE prices;

CREATE TEMP VIEW as_given AS
SELECT index_name, ts, member, price, as_given AS market_cap FROM prices;

CREATE TEMP VIEW unadjusted AS
SELECT index_name, ts, member, price, unadjusted AS market_cap FROM prices;

-- CMAX is not in the README's list: its shares were consolidated 1:30 in 2024.
SELECT is(
    array_agg(DISTINCT ticker ORDER BY ticker), '{CENT,CENTA,CMAX,COO,HUBG,SNEX,WMT,WOR}',
    'the shares whose price in the holdings is not the panel''s close')
FROM holdings h JOIN panel p USING (ticker)
WHERE p.ts = '2023-11-22' AND h.price > 0 AND abs(p.close / h.price - 1) > 0.05;

-- Every way to the same indexes.
CREATE TEMP TABLE points AS
SELECT 'cap, as given' AS way, index_name, ts, level
FROM index_levels('as_given', index_rules(weighting => 'cap', rebalance => 'day'))
UNION ALL
SELECT 'cap, unadjusted', index_name, ts, level
FROM index_levels('unadjusted', index_rules(weighting => 'cap', rebalance => 'day'))
UNION ALL
SELECT 'equal', index_name, ts, level
FROM index_levels('as_given', index_rules(weighting => 'equal', rebalance => 'day'));

CREATE TEMP TABLE grouped AS
SELECT 'cap, as given' AS way, index_name, p.ts, p.level
FROM (SELECT index_name, cap_weight_index(ts, member, price, as_given) AS a FROM prices GROUP BY index_name) s,
     unnest(s.a) AS p
UNION ALL
SELECT 'cap, unadjusted', index_name, p.ts, p.level
FROM (SELECT index_name, cap_weight_index(ts, member, price, unadjusted) AS a FROM prices GROUP BY index_name) s,
     unnest(s.a) AS p
UNION ALL
SELECT 'equal', index_name, p.ts, p.level
FROM (SELECT index_name, equal_weight_index(ts, member, price) AS a FROM prices GROUP BY index_name) s,
     unnest(s.a) AS p;

CREATE TEMP TABLE returns AS
SELECT source, way, index_name, ts, 100 * simple_return(level) OVER w AS percent
FROM (SELECT 'index_levels' AS source, * FROM points
      UNION ALL
      SELECT 'GROUP BY', * FROM grouped) AS both_sources
WINDOW w AS (PARTITION BY source, way, index_name ORDER BY ts);

SELECT shows(percent, printed, format('%s, %s of %s, %s, %%', source, index_name, ts, way))
FROM (VALUES
        ('cap, as given', 'Russell 1000', date '2023-11-14', 2.10),
        ('cap, as given', 'Russell 2000', '2023-11-14', 5.49),
        ('cap, as given', 'Russell 1000', '2023-12-13', 1.46),
        ('cap, as given', 'Russell 2000', '2023-12-13', 3.53),
        ('cap, unadjusted', 'Russell 1000', '2023-11-14', 2.1),
        ('cap, unadjusted', 'Russell 2000', '2023-11-14', 5.5),
        ('cap, unadjusted', 'Russell 1000', '2023-12-13', 1.5),
        ('cap, unadjusted', 'Russell 2000', '2023-12-13', 3.5),
        ('equal', 'Russell 1000', '2023-11-14', 3.72),
        ('equal', 'Russell 2000', '2023-11-14', 6.11),
        ('equal', 'Russell 1000', '2023-12-13', 2.56),
        ('equal', 'Russell 2000', '2023-12-13', 4.20)
    ) AS expected (way, index_name, ts, printed)
    CROSS JOIN (VALUES ('index_levels'), ('GROUP BY')) AS s (source)
    LEFT JOIN returns USING (source, way, index_name, ts)
ORDER BY source DESC, way, ts, index_name;

SELECT is((SELECT count(*) FROM points p JOIN grouped g USING (way, index_name, ts) WHERE p.level = g.level),
    (SELECT count(DISTINCT (index_name, ts)) * 3 FROM prices),
    'index_levels and GROUP BY give the same bits on every day');

-- All days of the panel, and not two alone, against sums and means in plain
-- SQL. Who has a row on one day is held to the next, at that day's price or,
-- without one, at the last.
CREATE TEMP TABLE plain AS
SELECT index_name, next_ts AS ts, avg(r) AS equal,
       sum(as_given * r) / sum(as_given) AS "cap, as given",
       sum(unadjusted * r) FILTER (WHERE unadjusted > 0) / sum(unadjusted) AS "cap, unadjusted"
FROM (
    SELECT a.*, next_ts, coalesce(b.price / a.price - 1, 0) AS r
    FROM prices a
        JOIN (SELECT ts, lead(ts) OVER (ORDER BY ts) AS next_ts FROM (SELECT DISTINCT ts FROM prices) AS d) AS days
            USING (ts)
        LEFT JOIN prices b ON b.index_name = a.index_name AND b.member = a.member AND b.ts = next_ts
    WHERE next_ts IS NOT NULL
) AS held
GROUP BY index_name, next_ts;

SELECT agrees(
    max(abs(percent / 100 - CASE way WHEN 'equal' THEN equal
                                     WHEN 'cap, as given' THEN "cap, as given"
                                     ELSE "cap, unadjusted" END)),
    count(percent), 1e-12, format('%s, every day, %s, against plain SQL', index_name, way))
FROM plain LEFT JOIN returns USING (index_name, ts)
WHERE source = 'GROUP BY'
GROUP BY index_name, way
ORDER BY index_name, way;

-- Between the two ways to a capitalisation there are less than 0.01 points.
SELECT ok(max(abs(a.percent - b.percent)) < 0.01,
    format('what the splits change on the two days, points: %s',
        round(max(abs(a.percent - b.percent))::numeric, 4)))
FROM returns a JOIN returns b USING (source, ts, index_name)
WHERE a.way = 'cap, as given' AND b.way = 'cap, unadjusted' AND ts IN ('2023-11-14', '2023-12-13');

SELECT ok(count(DISTINCT ts) = 194 AND count(DISTINCT member) FILTER (WHERE index_name = 'Russell 1000') > 900
          AND count(DISTINCT member) FILTER (WHERE index_name = 'Russell 2000') > 1800,
    format('%s rows, %s days, %s members', count(*), count(DISTINCT ts), count(DISTINCT member)))
FROM prices;

SELECT * FROM finish();
