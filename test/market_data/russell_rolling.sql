-- Figures of the official Russell indexes at every row, the income part of
-- their returns, and their falls, against plain SQL. russell_pandas.sql compares
-- the same tables with pandas.
--
-- Frames of 252 rows come in two kinds: over all rows they hold holidays too,
-- which have no level and no return.

SELECT plan(22);

CREATE TABLE figures (source text, span text, figure text, series text, ts date, value float8);

CREATE TABLE falls (source text, series text, peak_ts date, trough_ts date, recovery_ts date, depth float8);

-- A row that only one of the two has, or only one has a figure for, fails.
CREATE FUNCTION same_figures(other_source text) RETURNS SETOF text
    LANGUAGE sql
    AS $$
SELECT agrees(
    CASE WHEN count(*) FILTER (WHERE o.ts IS NULL OR p.ts IS NULL OR (o.value IS NULL) <> (p.value IS NULL)) = 0
         THEN max(abs(o.value - p.value)) END,
    count(o.value), 1e-10, format('%s, %s, %s rows, against %s', figure, span, count(*), other_source))
FROM (SELECT * FROM figures WHERE source = 'rotation') AS o
    FULL JOIN (SELECT * FROM figures WHERE source = other_source) AS p USING (span, figure, series, ts)
GROUP BY figure, span
ORDER BY span, figure;
$$;

CREATE FUNCTION same_falls(other_source text) RETURNS text
    LANGUAGE sql
    RETURN (
        SELECT agrees(
            CASE WHEN count(*) FILTER (WHERE o.ts IS NULL OR p.ts IS NULL) = 0 THEN max(abs(o.depth - p.depth)) END,
            count(o.ts), 1e-10, format('falls of all four series, with their dates, against %s', other_source))
        FROM (SELECT peak_ts AS ts, * FROM falls WHERE source = 'rotation') AS o
            FULL JOIN (SELECT peak_ts AS ts, * FROM falls WHERE source = other_source) AS p
                ON (o.series, o.peak_ts, o.trough_ts, coalesce(o.recovery_ts, 'infinity'))
                 = (p.series, p.peak_ts, p.trough_ts, coalesce(p.recovery_ts, 'infinity'))
    );

CREATE TEMP TABLE levels AS
SELECT span, series, ts, value AS level, row_number() OVER w AS n, simple_return(value) OVER w AS r,
       value / lag(value) OVER (PARTITION BY span, series, value IS NULL ORDER BY ts) - 1 AS plain_r
FROM (SELECT 'all rows' AS span, * FROM series
      UNION ALL
      SELECT 'days with a level', * FROM series WHERE value IS NOT NULL) AS both_kinds
WHERE series LIKE 'RU_000__'
WINDOW w AS (PARTITION BY span, series ORDER BY ts);
CREATE INDEX ON levels (span, series, n);
ANALYZE levels;

CREATE TEMP TABLE small_and_large AS
SELECT span, ts, s.series, s.r AS small_r, l.r AS large_r, s.plain_r AS plain_small_r, l.plain_r AS plain_large_r
FROM levels s JOIN levels l USING (span, ts)
WHERE (s.series, l.series) IN (('RU2000PR', 'RU1000PR'), ('RU2000TR', 'RU1000TR'));

CREATE TEMP TABLE total_and_price AS
SELECT span, ts, left(t.series, 6) AS series, t.level AS total, p.level AS price
FROM levels t JOIN levels p USING (span, ts)
WHERE (t.series, p.series) IN (('RU1000TR', 'RU1000PR'), ('RU2000TR', 'RU2000PR'));
CREATE INDEX ON total_and_price (span, series, ts);
ANALYZE total_and_price;

-- From the last day of one period to the last day of the next.
CREATE TEMP VIEW stretches AS
SELECT *
FROM (
    SELECT unit AS span, max(ts) AS end_ts,
           coalesce(lag(max(ts)) OVER (PARTITION BY unit ORDER BY max(ts)), min(ts)) AS start_ts
    FROM series, unnest(ARRAY['month', 'quarter', 'year', 'decade', 'whole']) AS unit
    WHERE series = 'RU1000PR' AND value IS NOT NULL
    GROUP BY unit, CASE WHEN unit <> 'whole' THEN date_trunc(unit, ts) END
) AS periods
WHERE start_ts < end_ts;

INSERT INTO figures
SELECT 'rotation', span, 'volatility', series, ts, annualized_volatility(r, 252) OVER year FROM levels
WINDOW year AS (PARTITION BY span, series ORDER BY ts ROWS 251 PRECEDING)
UNION ALL
SELECT 'rotation', span, 'max_drawdown', series, ts, max_drawdown(ts, level) OVER year FROM levels
WINDOW year AS (PARTITION BY span, series ORDER BY ts ROWS 251 PRECEDING)
UNION ALL
SELECT 'rotation', span, 'drawdown', series, ts, drawdown(level) OVER (PARTITION BY span, series ORDER BY ts) FROM levels
UNION ALL
SELECT 'rotation', span, 'beta', series, ts, beta(small_r, large_r) OVER year FROM small_and_large
WINDOW year AS (PARTITION BY span, series ORDER BY ts ROWS 251 PRECEDING)
UNION ALL
SELECT 'rotation', span, 'total less price return', series, ts,
       total_return(ts, total) OVER year - total_return(ts, price) OVER year
FROM total_and_price
WINDOW year AS (PARTITION BY span, series ORDER BY ts ROWS 251 PRECEDING)
UNION ALL
SELECT 'rotation', s.span, 'total less price return', series, end_ts, total_return(ts, total) - total_return(ts, price)
FROM stretches s JOIN total_and_price t ON ts BETWEEN start_ts AND end_ts AND t.span = 'all rows'
GROUP BY s.span, series, end_ts;

INSERT INTO figures
SELECT 'plain SQL', span, 'volatility', series, ts, stddev_samp(plain_r) OVER year * sqrt(252) FROM levels
WINDOW year AS (PARTITION BY span, series ORDER BY ts ROWS 251 PRECEDING)
UNION ALL
SELECT 'plain SQL', span, 'max_drawdown', series, ts,
       (SELECT CASE WHEN count(level) > 1 THEN min(level / high) - 1 END
        FROM (SELECT level, max(level) OVER (ORDER BY n) AS high FROM levels f
              WHERE f.span = l.span AND f.series = l.series AND f.n BETWEEN l.n - 251 AND l.n) AS frame)
FROM levels l
UNION ALL
SELECT 'plain SQL', span, 'drawdown', series, ts, level / max(level) OVER (PARTITION BY span, series ORDER BY ts) - 1
FROM levels
UNION ALL
SELECT 'plain SQL', span, 'beta', series, ts, regr_slope(plain_small_r, plain_large_r) OVER year FROM small_and_large
WINDOW year AS (PARTITION BY span, series ORDER BY ts ROWS 251 PRECEDING)
UNION ALL
SELECT 'plain SQL', e.span, 'total less price return', e.series, e.ts, z.total / a.total - z.price / a.price
FROM (SELECT span, series, ts, min(ts) FILTER (WHERE total > 0) OVER year AS start_ts,
             max(ts) FILTER (WHERE total > 0) OVER year AS end_ts
      FROM total_and_price
      WINDOW year AS (PARTITION BY span, series ORDER BY ts ROWS 251 PRECEDING)
      UNION ALL
      SELECT span, series, end_ts, start_ts, end_ts FROM stretches, (VALUES ('RU1000'), ('RU2000')) AS i (series)) AS e
    LEFT JOIN total_and_price a ON a.span = 'all rows' AND a.series = e.series AND a.ts = start_ts
    LEFT JOIN total_and_price z ON z.span = 'all rows' AND z.series = e.series AND z.ts = end_ts AND start_ts < end_ts;

SELECT * FROM same_figures('plain SQL');

-- The two legs of relative_return are the two returns.
SELECT agrees(max(abs(relative - value)), count(relative), 1e-10, 'relative_return of total against price, all stretches')
FROM (SELECT s.span, series, end_ts AS ts, relative_return(ts, total, price) AS relative
      FROM stretches s JOIN total_and_price t ON ts BETWEEN start_ts AND end_ts AND t.span = 'all rows'
      GROUP BY s.span, series, end_ts) AS r
    JOIN figures USING (span, series, ts)
WHERE source = 'rotation' AND figure = 'total less price return';

CREATE TEMP TABLE found AS
SELECT series, f.*
FROM (SELECT series, drawdowns(ts, value) AS a FROM series WHERE series LIKE 'RU_000__' GROUP BY series) s,
     unnest(s.a) AS f;

INSERT INTO falls SELECT 'rotation', series, peak_ts, trough_ts, recovery_ts, depth FROM found;

INSERT INTO falls
SELECT 'plain SQL', series, peak_ts, (array_agg(ts ORDER BY level, ts))[1],
       (array_agg(next_ts ORDER BY ts DESC))[1], min(level / high) - 1
FROM (SELECT *, max(ts) FILTER (WHERE level = high) OVER (PARTITION BY series ORDER BY ts) AS peak_ts
      FROM (SELECT *, max(level) OVER w AS high, lead(ts) OVER w AS next_ts FROM levels
            WHERE span = 'days with a level'
            WINDOW w AS (PARTITION BY series ORDER BY ts)) AS highs) AS below
WHERE level < high
GROUP BY series, peak_ts;

SELECT same_falls('plain SQL');

SELECT is(count(*) FILTER (WHERE days <> coalesce(recovery_ts, '2019-01-10') - peak_ts), 0::bigint,
    'the days of a fall run to its recovery or to the last row')
FROM found;

SELECT is(depth, deepest, format('deepest fall of %s: %s %%, %s to %s, recovered on %s',
    series, round(100 * depth::numeric, 2), peak_ts, trough_ts, recovery_ts))
FROM (SELECT DISTINCT ON (series) * FROM found ORDER BY series, depth) AS f
    JOIN (SELECT series, max_drawdown(ts, value) AS deepest FROM series GROUP BY series) AS s USING (series)
ORDER BY series;

SELECT * FROM finish();
