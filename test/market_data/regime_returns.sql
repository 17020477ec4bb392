-- Returns over any periods: exhibit 4 by funds, and what followed the later phases
-- of rate cuts.

SELECT plan(21);

-- All series of the files at once, with their different holidays and lengths.
CREATE TEMP VIEW levels AS
SELECT series, ts, value AS level FROM series WHERE series IN ('IWB', 'IWM', 'RUT', 'RU2000TR');

CREATE TEMP TABLE printed (
    number integer, start_ts date, end_ts date, iwb numeric, iwm numeric
);
INSERT INTO printed VALUES
    (1, '2023-06-30', '2023-10-31', -5.52, -11.74),
    (2, '2023-10-31', '2023-12-29', 14.80, 22.44),
    (3, '2023-12-29', '2024-04-30', 5.55, -2.15),
    (4, '2024-04-30', '2024-06-28', 8.08, 3.86),
    (5, '2024-06-28', '2024-07-23', 1.97, 9.73);

CREATE TEMP TABLE computed AS
SELECT source, r.*
FROM (SELECT y.series AS source,
             yield_regimes(ts, y.value, iwb.value, iwm.value, regime_rules(split_divergence => 0.035)) AS regimes
      FROM series AS y
          LEFT JOIN (SELECT * FROM series WHERE series = 'IWB') AS iwb USING (ts)
          LEFT JOIN (SELECT * FROM series WHERE series = 'IWM') AS iwm USING (ts)
      WHERE y.series IN ('TNX', 'DGS10') AND ts BETWEEN '2023-06-30' AND '2024-07-23'
      GROUP BY y.series) AS found,
    period_returns('levels', found.regimes, '{IWM,IWB}', 'IWB') AS r;

SELECT is(
    (SELECT array_agg((number, start_ts, end_ts)::text ORDER BY number) FROM computed AS c WHERE c.source = s.source AND series = 'IWM'),
    (SELECT array_agg((number, start_ts, end_ts)::text ORDER BY number) FROM printed),
    format('the periods of %s are those of exhibit 4', s.source))
FROM (VALUES ('TNX'), ('DGS10')) AS s (source);

SELECT shows(100 * c.benchmark_return, iwb, format('period %s, IWB, %%', number)) || E'\n'
    || shows(100 * c.series_return, iwm, format('period %s, IWM, %%', number))
FROM printed AS p LEFT JOIN computed AS c USING (number)
WHERE c.source = 'DGS10' AND c.series = 'IWM'
ORDER BY number;

-- Each figure beside the aggregate over the same rows.
SELECT ok(count(*) = 5 AND bool_and(c.volatility = a.volatility AND c.hit_rate = a.hits AND c.sessions = a.n),
    format('volatility and hit rate of IWM in %s periods are those of the aggregates, to the bit', count(*)))
FROM computed AS c
    CROSS JOIN LATERAL (
        SELECT annualized_volatility(rm, 252) AS volatility, hit_rate(rm, rb) AS hits, count(rm) AS n
        FROM (SELECT simple_return(m.value) OVER w AS rm, simple_return(b.value) OVER w AS rb
              FROM series AS m JOIN series AS b USING (ts)
              WHERE m.series = 'IWM' AND b.series = 'IWB' AND m.value + b.value IS NOT NULL
                  AND ts BETWEEN c.start_ts AND c.end_ts
              WINDOW w AS (ORDER BY ts)) AS returns
    ) AS a
WHERE c.source = 'TNX' AND c.series = 'IWM';

SELECT is(string_agg(format('%s: %s of %s', label, hits, periods), ', ' ORDER BY label),
    'falling: 2 of 3, rising: 0 of 2', 'how often IWM beat IWB')
FROM (SELECT label, count(*) AS periods, count(*) FILTER (WHERE relative_return > 0) AS hits
      FROM computed WHERE source = 'TNX' AND series = 'IWM' GROUP BY label) AS s;

-- Twelve months from the month ends at which the later phases of three cycles of rate cuts began.
CREATE TEMP TABLE forward AS
SELECT * FROM period_returns('levels',
    ARRAY[ROW('2001', '2001-08-31', NULL), ROW('2003', '2003-06-30', NULL), ROW('2020', '2020-03-31', NULL)]::holding_period[],
    '{RUT,RU2000TR}', forward => '12 months');
SELECT shows(100 * series_return, printed, format('Russell 2000, 12 months from %s, price, %%', start_ts))
FROM forward JOIN (VALUES ('2001', -16.6), ('2003', 31.9), ('2020', 92.6)) AS p (label, printed) USING (label)
WHERE series = 'RUT' ORDER BY label;
SELECT shows(100 * series_return, 33.4, 'Russell 2000, 12 months from 2003-06-30, total, %') FROM forward WHERE series = 'RU2000TR' AND label = '2003';
SELECT is((first_ts, last_ts, sessions)::text, '(2003-06-30,2004-06-30,252)', 'from month end to month end') FROM forward WHERE series = 'RUT' AND label = '2003';

-- The official index ends on 2019-01-10: it has no 12 months from then on, and the funds do.
SELECT is(array_agg((series, series_return IS NULL)::text ORDER BY place), ARRAY['(IWM,f)', '(RU2000TR,t)'],
    'a series that ends before the horizon does not disturb the other')
FROM period_returns('levels', ARRAY[ROW(NULL, '2018-06-29', NULL)]::holding_period[], '{IWM,RU2000TR}', forward => '12 months')
    WITH ORDINALITY AS r (number, label, start_ts, end_ts, series, series_return, benchmark_return, relative_return, volatility, hit_rate, sessions, first_ts, last_ts, place);

-- A period between two holidays.
SELECT is((first_ts, last_ts)::text, '(2002-12-24,2003-12-24)', 'holidays at both ends')
FROM period_returns('levels', ARRAY[ROW('Christmas', '2002-12-25', '2003-12-25')]::holding_period[], '{RU2000TR,RUT}', 'RUT')
WHERE series = 'RU2000TR';

SELECT * FROM finish();
