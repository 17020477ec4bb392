-- Both Russell indexes rebuilt by every weighting, schedule and way with missing
-- members, against pandas: rebuild.py, which runs on the raw files themselves and
-- says which rules it has followed. In the panel a member has a row on every date
-- from its first one on; there is one with gaps too.
--
-- Prices are the panel's closes, dividends what its adjusted closes earn beyond
-- them. Of three shares the closes here are those before a split, which pandas
-- knows nothing of: levels may not differ.

SELECT plan(33);

CREATE TEMP TABLE absent (ticker text, ts date);
CREATE TEMP TABLE theirs (
    number integer, rows text, weighting text, cap float8, rebalance text, rebalance_dates date[], missing text,
    delisting_return float8, reinvest text, cost_bp float8, index_name text, ts date, level float8,
    total_return_level float8, divisor float8, members integer, turnover float8, effective_n float8
);
\copy absent FROM PROGRAM '/usr/bin/python3 -I "$HERE/rebuild.py" "$FOLDER" absent' WITH (FORMAT csv)
\copy theirs FROM PROGRAM '/usr/bin/python3 -I "$HERE/rebuild.py" "$FOLDER" points' WITH (FORMAT csv)

CREATE TEMP TABLE split_shares (ticker text, ts date, split float8);
INSERT INTO split_shares VALUES ('WMT', '2024-02-26', 3), ('COO', '2024-02-20', 4), ('HUBG', '2024-01-29', 2);

CREATE TEMP TABLE as_given AS
SELECT index_name, d.ts, ticker AS member, close * old_shares AS price,
       CASE WHEN dividend >= 0.01 THEN dividend * old_shares END AS dividend,
       CASE WHEN d.ts = s.ts THEN split END AS split,
       (shares + volume) * close AS market_cap, sector
FROM (SELECT *, lag(close) OVER w * adjusted / lag(adjusted) OVER w - close AS dividend
      FROM panel WINDOW w AS (PARTITION BY ticker ORDER BY ts)) AS d
    JOIN holdings USING (ticker)
    LEFT JOIN split_shares s USING (ticker),
    LATERAL (SELECT CASE WHEN d.ts < s.ts THEN split ELSE 1 END AS old_shares) AS o
ORDER BY d.ts;
CREATE TEMP TABLE with_gaps AS
SELECT p.* FROM as_given p LEFT JOIN absent a ON a.ticker = p.member AND a.ts = p.ts WHERE a.ts IS NULL ORDER BY p.ts;
ANALYZE as_given, with_gaps;

CREATE TEMP TABLE combinations AS
SELECT DISTINCT number, rows, weighting, cap, rebalance, rebalance_dates, missing, delisting_return, reinvest, cost_bp,
       index_rules(weighting, cap, rebalance, rebalance_dates, missing, delisting_return, reinvest, cost_bp) AS rules
FROM theirs;
CREATE TEMP TABLE ours AS
SELECT number, p.*
FROM combinations,
    LATERAL index_levels(CASE rows WHEN 'as given' THEN 'as_given'::regclass WHEN 'with gaps' THEN 'with_gaps' END, rules) AS p;

CREATE TEMP TABLE differences AS
SELECT number, greatest(abs(o.level / t.level - 1), abs(o.total_return_level / t.total_return_level - 1)) AS level,
       abs(o.turnover - t.turnover) AS turnover, abs(o.effective_n / t.effective_n - 1) AS effective_n,
       abs(o.divisor / t.divisor - 1) AS divisor,
       -- of the rest, what one side has and the other has not
       (o.members, o.turnover IS NULL, o.effective_n IS NULL) IS DISTINCT FROM (t.members, t.turnover IS NULL, t.effective_n IS NULL) AS other
FROM ours o FULL JOIN theirs t USING (number, index_name, ts);

SELECT ok(count(*) = 7 * 2 * 194 AND NOT bool_or(other) AND count(level) = count(*)
          AND greatest(max(level), max(turnover), max(effective_n), max(divisor)) <= 1e-12,
    format('%s, %s, missing %s, dividends in the %s, cost %s: %s points, largest deviation of levels %s, turnover %s, effective_n %s%s',
        rows, concat_ws(' ', weighting, cap), concat_ws(' ', missing, delisting_return), reinvest, cost_bp, count(*),
        max(level)::float4, max(turnover)::float4, max(effective_n)::float4, ', divisor ' || max(divisor)::float4))
FROM differences JOIN combinations USING (number)
GROUP BY rows, weighting, cap, missing, delisting_return, reinvest, cost_bp
ORDER BY rows, weighting, cap, missing, delisting_return;

-- With a row of each member on each date it does not matter what becomes of those without.
SELECT is((SELECT array_agg(p ORDER BY index_name, ts) FROM index_levels('as_given', index_rules(weighting, cap, 'month', missing => m)) AS p)::text,
          (SELECT array_agg((index_name, ts, level, total_return_level, o.divisor, members, turnover, effective_n) ORDER BY index_name, ts) FROM ours o WHERE o.number = c.number)::text,
    format('as given, %s by month, missing %s: the same bits as with carry', concat_ws(' ', weighting, cap), m))
FROM combinations c, unnest(ARRAY['drop', 'error']) AS m
WHERE rows = 'as given' AND rebalance = 'month'
ORDER BY number, m;

-- Of the panel with gaps, an error on the first date on which a member of the basket has no row.
CREATE TEMP VIEW small_with_gaps AS SELECT * FROM with_gaps WHERE index_name = 'Russell 2000';
SELECT throws_matching(
    format('SELECT * FROM index_levels(''small_with_gaps'', index_rules(rebalance => %L, missing => ''error''))', rebalance),
    format('^member (%s) has no row on %s$', string_agg(ticker, '|'), ts), format('with gaps, by %s: error', rebalance))
FROM (SELECT a.ts, ticker, min(a.ts) OVER () AS first
      FROM absent a JOIN holdings h USING (ticker)
          -- in the basket since the day before, or since the first
      WHERE index_name = 'Russell 2000' AND EXISTS (SELECT FROM small_with_gaps s WHERE s.member = ticker AND s.ts = '2023-06-01')) AS a,
    unnest(ARRAY['day', 'never']) AS rebalance
WHERE ts = first
GROUP BY rebalance, ts
ORDER BY rebalance;

SELECT * FROM finish();
