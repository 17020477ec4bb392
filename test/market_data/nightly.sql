-- A nightly job keeps one summary a month of each official Russell index. Rolled
-- up, the stored summaries have the bits of the aggregates over the raw rows; a
-- new day's rows touch one month; and no form they are carried in changes a bit.

SELECT plan(14);

-- The files have no dividends. Those of a price index are what the total return
-- index says, so that the summaries hold sums of logarithms too.
CREATE TEMP TABLE raw_rows AS
SELECT p.series, p.ts, date_trunc('month', p.ts)::date AS month, p.value AS level, simple_return(p.value) OVER w AS r,
       greatest(0, p.value * (simple_return(t.value) OVER w - simple_return(p.value) OVER w)) AS dividend
FROM series p JOIN series t ON t.series = left(p.series, 6) || 'TR' AND t.ts = p.ts
WHERE p.series LIKE 'RU_000__' AND p.value IS NOT NULL
WINDOW w AS (PARTITION BY p.series ORDER BY p.ts);
CREATE INDEX ON raw_rows (ts);
ANALYZE raw_rows;

CREATE TEMP VIEW summarised AS
SELECT series, month, level_summary(ts, level, dividend) AS prices, return_summary(r) AS returns,
       drawdown_summary(ts, level) AS falls
FROM raw_rows
GROUP BY series, month;

CREATE TABLE nightly (
    series text, month date, prices level_summary, returns return_summary, falls drawdown_summary,
    PRIMARY KEY (series, month)
);

CREATE VIEW nightly_bits AS
SELECT series, month, prices::text, level_summary_send(prices) AS prices_sent, returns::text,
       return_summary_send(returns) AS returns_sent, falls::text, drawdown_summary_send(falls) AS falls_sent
FROM nightly;

-- What the job does with the rows of one day: it reads no others.
CREATE FUNCTION pg_temp.append(day date) RETURNS date
    LANGUAGE sql
    BEGIN ATOMIC
        INSERT INTO nightly AS old
        SELECT series, month, level_summary(ts, level, dividend), return_summary(r), drawdown_summary(ts, level)
        FROM raw_rows WHERE ts = day
        GROUP BY series, month
        ON CONFLICT (series, month) DO UPDATE SET
            prices = (SELECT rollup(s) FROM (VALUES (old.prices), (EXCLUDED.prices)) AS v (s)),
            returns = (SELECT rollup(s) FROM (VALUES (old.returns), (EXCLUDED.returns)) AS v (s)),
            falls = (SELECT rollup(s) FROM (VALUES (old.falls), (EXCLUDED.falls)) AS v (s));
        SELECT day;
    END;

-- The history at once, what came since 2018 day by day, the last day alone.
INSERT INTO nightly SELECT * FROM summarised WHERE month < '2018-01-01';
SELECT is(count(pg_temp.append(ts)), 257::bigint, 'days appended one by one')
FROM (SELECT DISTINCT ts FROM raw_rows WHERE ts BETWEEN '2018-01-01' AND '2019-01-09' ORDER BY ts) AS days;

CREATE TEMP TABLE before AS SELECT * FROM nightly_bits;
SELECT pg_temp.append('2019-01-10') \g /dev/null
SELECT is(array_agg((series, month)::text ORDER BY series),
    '{"(RU1000PR,2019-01-01)","(RU1000TR,2019-01-01)","(RU2000PR,2019-01-01)","(RU2000TR,2019-01-01)"}',
    'a day''s rows change the rows of their month alone')
FROM (SELECT * FROM nightly_bits EXCEPT SELECT * FROM before) AS changed;

-- The first month has no return, so that its summary of returns is NULL.
SELECT is(count(*) FILTER (WHERE n.prices = s.prices AND n.returns IS NOT DISTINCT FROM s.returns
                             AND n.falls = s.falls), 1928::bigint,
    'every month has the bits of a summary of all its rows')
FROM nightly n JOIN summarised s USING (series, month);

CREATE TEMP TABLE spans AS
SELECT 'all months' AS kind, date '1978-12-01' AS first, date '2019-01-01' AS last
UNION ALL
SELECT unit, min(month), max(month)
FROM (SELECT DISTINCT month FROM nightly) AS months, unnest(ARRAY['quarter', 'year', 'decade']) AS unit
GROUP BY unit, date_trunc(unit, month)
UNION ALL
SELECT DISTINCT 'twelve months', month, (month + interval '11 months')::date FROM nightly
UNION ALL
SELECT 'arbitrary months', least(a, b), greatest(a, b)
FROM generate_series(1, 50) AS k,
     LATERAL (SELECT (date '1978-12-01' + interval '1 month' * (k * 104729 % 482))::date AS a,
                     (date '1978-12-01' + interval '1 month' * (k * 611953 % 482))::date AS b) AS ends;

-- The figures from the raw rows are those of the aggregates, not of a summary.
CREATE TEMP TABLE from_raw_rows AS
SELECT kind, series, first, last,
       level_summary_send(level_summary(ts, level, dividend)) AS prices,
       return_summary_send(return_summary(r)) AS returns,
       drawdown_summary_send(drawdown_summary(ts, level)) AS falls,
       ARRAY[float8send(total_return(ts, level, dividend)), float8send(price_return(ts, level, dividend)),
             float8send(income_return(ts, level, dividend)), float8send(annualized_return(ts, level, dividend)),
             float8send(compound_return(r)), float8send(annualized_return(r, 252)),
             float8send(annualized_volatility(r, 252)), float8send(max_drawdown(ts, level))] AS figures
FROM spans JOIN raw_rows ON month BETWEEN first AND last
GROUP BY kind, series, first, last;

CREATE TEMP TABLE rolled_up AS
SELECT kind, series, first, last,
       level_summary_send(prices) AS prices, return_summary_send(returns) AS returns, drawdown_summary_send(falls) AS falls,
       ARRAY[float8send(total_return(prices)), float8send(price_return(prices)),
             float8send(income_return(prices)), float8send(annualized_return(prices)),
             float8send(compound_return(returns)), float8send(annualized_return(returns, 252)),
             float8send(annualized_volatility(returns, 252)), float8send(max_drawdown(falls))] AS figures
FROM (SELECT kind, series, first, last, rollup(prices) AS prices, rollup(returns) AS returns, rollup(falls) AS falls
      FROM spans JOIN nightly ON month BETWEEN first AND last
      GROUP BY kind, series, first, last) AS r;

SELECT ok(count(*) > 0 AND bool_and((a.prices, a.returns, a.falls, a.figures) IS NOT DISTINCT FROM
                                    (b.prices, b.returns, b.falls, b.figures)),
    format('%s, %s stretches: the bits of eight figures and three summaries', kind, count(*)))
FROM from_raw_rows a FULL JOIN rolled_up b USING (kind, series, first, last)
GROUP BY kind
ORDER BY kind;

-- Without these the figures could all be NULL, or a part of them constant.
SELECT is(count(*) FILTER (WHERE array_position(figures, NULL) IS NOT NULL), 0::bigint, 'no figure of a year is missing')
FROM rolled_up WHERE kind IN ('twelve months', 'decade', 'all months');
SELECT ok(abs(price_return(r) - 26.6257) < 1e-12 AND income_return(r) > 1.5,
    format('Russell 1000: price %s, income %s', price_return(r), income_return(r)))
FROM (SELECT rollup(prices) AS r FROM nightly WHERE series = 'RU1000PR') AS whole;

-- To another database, and back as bits.
CREATE TABLE carried AS SELECT ''::text AS form, * FROM nightly_bits WITH NO DATA;
\! for form in dump text binary; do sh "$HERE/carry" $form; done

SELECT is(count(*), 1928::bigint, format('%s: every summary has the same text and the same bytes', f))
FROM unnest(ARRAY['dump', 'text', 'binary']) AS f,
     LATERAL (SELECT c.series, c.month, c.prices, c.prices_sent, c.returns, c.returns_sent, c.falls, c.falls_sent
              FROM carried c WHERE form = f
              INTERSECT SELECT * FROM nightly_bits) AS same
GROUP BY f
ORDER BY f;

SELECT * FROM finish();
