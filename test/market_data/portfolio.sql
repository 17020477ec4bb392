-- Indexes against Return.portfolio of the R package PerformanceAnalytics, which
-- portfolio.R runs: monthly returns of 13 fund indexes, and 30 shares daily. How
-- its conventions are turned into those of index_history is said there.

SELECT no_plan();

CREATE TEMP TABLE members (data text, ts date, member bigint, price float8, dividend float8, market_cap float8);
CREATE TEMP TABLE theirs (
    data text, weighting text, rebalance text, cost_bp float8, ts date, level float8, in_index float8, in_member float8,
    turnover float8, effective_n float8
);
\copy members FROM PROGRAM 'Rscript "$HERE/portfolio.R" "$FOLDER" members' WITH (FORMAT csv)
\copy theirs FROM PROGRAM 'Rscript "$HERE/portfolio.R" "$FOLDER" portfolios' WITH (FORMAT csv)

CREATE TEMP TABLE ours AS
SELECT data, weighting, rebalance, cost_bp, reinvest, p.*
FROM (SELECT data, weighting, rebalance, cost_bp, reinvest,
             index_history(ts, member, price, dividend, NULL, market_cap, NULL,
                           index_rules(weighting => weighting, rebalance => rebalance, cost_bp => cost_bp, reinvest => reinvest)) AS history
      FROM (SELECT DISTINCT data, weighting, rebalance, cost_bp FROM theirs) AS t
          CROSS JOIN (VALUES ('index'), ('member')) AS r (reinvest)
          JOIN members USING (data)
      GROUP BY data, weighting, rebalance, cost_bp, reinvest) AS h,
    unnest(history) AS p;

-- Returns are compared, as by the package; a return from the level of the date before.
CREATE TEMP TABLE compared AS
SELECT data, weighting, rebalance, cost_bp, ts,
       abs(o.level / lag(o.level) OVER w - t.level / lag(t.level) OVER w) AS r,
       abs(o.total_return_level / lag(o.total_return_level) OVER w - their_total / lag(their_total) OVER w) AS total_r,
       greatest(abs(o.level / t.level - 1), abs(o.total_return_level / their_total - 1)) AS level,
       abs(o.turnover - t.turnover) AS turnover, abs(o.effective_n / t.effective_n - 1) AS effective_n,
       o.members = m.members AND (o.turnover IS NULL) = (t.turnover IS NULL) AS other
FROM theirs t
    CROSS JOIN (VALUES ('index'), ('member')) AS r (reinvest)
    CROSS JOIN LATERAL (SELECT CASE reinvest WHEN 'index' THEN in_index ELSE in_member END AS their_total) AS l
    LEFT JOIN ours o USING (data, weighting, rebalance, cost_bp, reinvest, ts)
    LEFT JOIN (SELECT data, count(DISTINCT member) AS members FROM members GROUP BY data) AS m USING (data)
WINDOW w AS (PARTITION BY data, weighting, rebalance, cost_bp, reinvest ORDER BY ts);

SELECT ok(bool_and(other IS TRUE) AND count(level) = count(*) AND count(effective_n) = count(*)
          AND greatest(max(r), max(total_r), max(level), max(turnover), max(effective_n)) <= 1e-10,
    format('%s, %s weights by %s, costs %s: %s points, largest deviation of returns %s, total returns %s, levels %s, turnover %s, effective_n %s',
        data, weighting, rebalance, cost_bp, count(*), max(r)::float4, max(total_r)::float4, max(level)::float4,
        max(turnover)::float4, max(effective_n)::float4))
FROM compared
GROUP BY data, weighting, rebalance, cost_bp
ORDER BY data, weighting, rebalance, cost_bp;

SELECT is((SELECT count(DISTINCT (data, weighting, rebalance)) FROM compared), 20::bigint, 'two weightings by four schedules of the funds and six of the shares');
SELECT ok(count(*) FILTER (WHERE dividend > 0) > 50 AND count(DISTINCT member) FILTER (WHERE data = 'edhec') = 13
          AND count(DISTINCT member) FILTER (WHERE data = 'shares') = 30,
    format('%s rows, %s dividends', count(*), count(*) FILTER (WHERE dividend > 0)))
FROM members;

SELECT * FROM finish();
