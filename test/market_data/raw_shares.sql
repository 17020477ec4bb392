-- Raw closes, dividends and splits of three shares give the returns of their
-- adjusted closes over any stretch. A return is compared by its growth, 1 + r.

SELECT plan(12);

CREATE TEMP TABLE numbered AS
SELECT *, row_number() OVER (PARTITION BY symbol ORDER BY ts) AS n FROM shares;

CREATE TEMP TABLE ranges AS
SELECT symbol, count(*) AS rows, min(ts) AS first, max(ts) AS last FROM shares GROUP BY symbol;

-- A year starts at the last close of the year before, where there is one.
-- The multipliers are primes beyond the number of rows: any would do.
CREATE TEMP TABLE stretches AS
SELECT 'whole history' AS kind, symbol, first, last FROM ranges
UNION ALL
SELECT 'calendar years', symbol,
       coalesce((SELECT max(ts) FROM shares s WHERE s.symbol = r.symbol AND s.ts < make_date(y, 1, 1)), first),
       (SELECT max(ts) FROM shares s WHERE s.symbol = r.symbol AND s.ts <= make_date(y, 12, 31))
FROM ranges r,
     generate_series(date_part('year', first)::integer, date_part('year', last)::integer) AS y
UNION ALL
SELECT 'arbitrary stretches', symbol, least(a.ts, b.ts), greatest(a.ts, b.ts)
FROM ranges r, generate_series(1, 300) AS k,
     LATERAL (SELECT ts FROM numbered x WHERE x.symbol = r.symbol AND x.n = 1 + k * 104729 % r.rows) AS a,
     LATERAL (SELECT ts FROM numbered x WHERE x.symbol = r.symbol AND x.n = 1 + k * 611953 % r.rows) AS b
WHERE a.ts <> b.ts;

SELECT agrees(max(abs((1 + rebuilt) / (a1.adjusted / a0.adjusted) - 1)), count(rebuilt), 1e-9,
    format('%s, %s', symbol, kind))
FROM (
    SELECT kind, symbol, first, last, total_return(ts, close, dividend, split) AS rebuilt
    FROM stretches JOIN shares USING (symbol)
    WHERE ts BETWEEN first AND last
    GROUP BY kind, symbol, first, last
) AS returns
    JOIN shares a0 USING (symbol)
    JOIN shares a1 USING (symbol)
WHERE a0.ts = first AND a1.ts = last
GROUP BY symbol, kind
ORDER BY symbol, kind DESC;

-- Rolling years of 252 rows. The first row alone has no return.
SELECT agrees(
    CASE WHEN count(*) FILTER (WHERE (rebuilt IS NULL) <> (n = 1)) = 0
         THEN max(abs((1 + rebuilt) / (adjusted / adjusted_then) - 1)) END,
    count(rebuilt), 1e-9, format('%s, OVER (ORDER BY ts ROWS 251 PRECEDING)', symbol))
FROM (
    SELECT symbol, n, adjusted, first_value(adjusted) OVER w AS adjusted_then,
           total_return(ts, close, dividend, split) OVER w AS rebuilt
    FROM numbered
    WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS 251 PRECEDING)
) AS rolling
GROUP BY symbol
ORDER BY symbol;

SELECT * FROM finish();
