-- Exhibit 4: returns of funds on the Russell 1000 and 2000 over the periods of
-- the 10-year yield. The figures are those in the README of the data.

SELECT plan(45);

CREATE TEMP VIEW levels AS
SELECT series, ts, value AS level FROM series
WHERE series IN ('IWB', 'IWM') AND ts BETWEEN '2023-06-30' AND '2024-07-23';

CREATE TEMP VIEW tnx AS
SELECT ts, value AS yield FROM series
WHERE series = 'TNX' AND ts BETWEEN '2023-06-30' AND '2024-07-23';

-- With holidays: their yield is NULL.
CREATE TEMP VIEW dgs10 AS
SELECT ts, value AS yield FROM series
WHERE series = 'DGS10' AND ts BETWEEN '2023-06-30' AND '2024-07-23';

CREATE TEMP TABLE printed (
    number integer, start_ts date, end_ts date,
    iwb numeric, iwm numeric, tnx_bp numeric, dgs10_bp numeric
);
INSERT INTO printed VALUES
    (1, '2023-06-30', '2023-10-31', -5.52, -11.74, 105.6, 107),
    (2, '2023-10-31', '2023-12-29', 14.80, 22.44, -100.9, -100),
    (3, '2023-12-29', '2024-04-30', 5.55, -2.15, 82.0, 81),
    (4, '2024-04-30', '2024-06-28', 8.08, 3.86, -34.3, -33),
    (5, '2024-06-28', '2024-07-23', 1.97, 9.73, -10.4, -11);

CREATE TEMP TABLE computed AS
SELECT 'TNX' AS source, r.*
FROM regime_table('levels', 'tnx', 'IWB', 'IWM', regime_rules(split_divergence => 0.035)) r
UNION ALL
SELECT 'DGS10', r.*
FROM regime_table('levels', 'dgs10', 'IWB', 'IWM', regime_rules(split_divergence => 0.035)) r;

SELECT is(
    (SELECT array_agg((number, start_ts, end_ts)::text ORDER BY number) FROM computed c WHERE c.source = s.source),
    (SELECT array_agg((number, start_ts, end_ts)::text ORDER BY number) FROM printed),
    format('the periods of %s are those of exhibit 4', s.source))
FROM (VALUES ('TNX'), ('DGS10')) AS s (source);

SELECT shows(100 * large_return, iwb, format('period %s by %s, IWB, %%', number, source)) || E'\n'
    || shows(100 * small_return, iwm, format('period %s by %s, IWM, %%', number, source)) || E'\n'
    || shows(change_bp, CASE source WHEN 'TNX' THEN tnx_bp ELSE dgs10_bp END,
             format('period %s by %s, yield, bp', number, source))
FROM printed p LEFT JOIN computed c USING (number)
ORDER BY source DESC, number;

-- The relative return is that of the two printed figures, each rounded to 0.01.
SELECT ok(abs(100 * relative_return - (iwb - iwm)) < 0.01,
    format('period %s, IWB less IWM, points: %s', number, round(100 * relative_return::numeric, 4)))
FROM printed p LEFT JOIN computed c USING (number)
WHERE source = 'TNX'
ORDER BY number;

-- The threshold is not critical.
SELECT is(
    array_agg(DISTINCT found.ends), ARRAY[(SELECT array_agg(end_ts ORDER BY number)::text FROM printed)],
    format('%s: thresholds of 10, 11 ... 30 bp give the same periods', yields))
FROM (VALUES ('tnx'), ('dgs10')) AS s (yields), generate_series(10, 30) AS threshold,
    LATERAL (
        SELECT array_agg(end_ts ORDER BY number)::text AS ends
        FROM regime_table('levels', s.yields::regclass, 'IWB', 'IWM',
            regime_rules(threshold_bp => threshold, split_divergence => 0.035))
    ) AS found
GROUP BY yields
ORDER BY yields DESC;

-- Nor is the divergence, from 3 to 4.1 %.
SELECT is(
    array_agg(DISTINCT found.ends), ARRAY[(SELECT array_agg(end_ts ORDER BY number)::text FROM printed)],
    'divergences of 3.0, 3.1 ... 4.1 % give the same periods')
FROM generate_series(30, 41) AS divergence,
    LATERAL (
        SELECT array_agg(end_ts ORDER BY number)::text AS ends
        FROM regime_table('levels', 'tnx', 'IWB', 'IWM',
            regime_rules(split_divergence => divergence / 1000.0))
    ) AS found;

-- Closes and dividends give the total return of the adjusted close, which its
-- source has rounded: to 0.02 points.
SELECT ok(abs(rebuilt - adjusted) <= 0.0002,
    format('period %s, IWM from close and dividends, %%: %s, from adjusted close %s', number,
        round(100 * rebuilt::numeric, 4), round(100 * adjusted::numeric, 4)))
FROM (
    SELECT number, total_return(c.ts, c.value, d.value) AS rebuilt, total_return(c.ts, a.value) AS adjusted
    FROM printed
        LEFT JOIN series c ON c.series = 'IWM close' AND c.ts BETWEEN start_ts AND end_ts
        LEFT JOIN series a ON a.series = 'IWM' AND a.ts = c.ts
        LEFT JOIN series d ON d.series = 'IWM dividend' AND d.ts = c.ts
    GROUP BY number
) AS returns
ORDER BY number;

SELECT * FROM finish();
