-- The one-liners of doc/loading.md on the raw files themselves, against what was loaded line by line.

SELECT plan(15);

CREATE TEMP TABLE one_series (ts date PRIMARY KEY, value numeric);

-- a dot for missing, lines that end as on Windows
\copy one_series FROM PROGRAM 'cat "$FOLDER/fred/ru2000tr.csv"' (FORMAT csv, HEADER, NULL '.')
SELECT results_eq('SELECT ts, value::float8 FROM one_series ORDER BY ts', 'SELECT ts, value FROM series WHERE series = ''RU2000TR'' ORDER BY ts',
                  'FRED with dots: ' || count(*) || ' days, ' || count(*) - count(value) || ' without a level') FROM one_series;

-- nothing for missing
TRUNCATE one_series;
\copy one_series FROM PROGRAM 'cat "$FOLDER/fred/dgs10.csv"' (FORMAT csv, HEADER)
SELECT results_eq('SELECT ts, value::float8 FROM one_series ORDER BY ts', 'SELECT ts, value FROM series WHERE series = ''DGS10'' ORDER BY ts',
                  'FRED with blanks: ' || count(*) || ' days, ' || count(*) - count(value) || ' without a yield') FROM one_series;

-- either, loaded twice
CREATE TEMP TABLE as_text (ts date, value text);
\copy as_text FROM PROGRAM 'cat "$FOLDER/fred/ru2000tr.csv"' (FORMAT csv, HEADER)
\copy as_text FROM PROGRAM 'cat "$FOLDER/fred/dgs10.csv"' (FORMAT csv, HEADER) WHERE ts > '2019-01-10'
SELECT is(count(*) FILTER (WHERE value = '.') > 0 AND count(*) FILTER (WHERE value IS NULL) > 0, true, 'dots and blanks in one table') FROM as_text;
TRUNCATE one_series;
INSERT INTO one_series SELECT ts, nullif(value, '.')::numeric FROM as_text;
UPDATE one_series SET value = 0 WHERE ts > '2018-01-01';
INSERT INTO one_series SELECT ts, nullif(value, '.')::numeric FROM as_text WHERE ts > '2018-01-01' ON CONFLICT (ts) DO UPDATE SET value = excluded.value;
SELECT is((count(*), count(value), min(value) > 0)::text, (SELECT (count(*), count(nullif(value, '.')), true)::text FROM as_text), 'loaded again without duplicates, and corrected') FROM one_series;

-- two files of one rate
CREATE TEMP TABLE rates (ts date PRIMARY KEY, rate numeric);
\copy rates FROM PROGRAM 'cat "$FOLDER/fred/dfedtar.csv"' (FORMAT csv, HEADER, NULL '.')
\copy rates FROM PROGRAM 'cat "$FOLDER/fred/dfedtaru.csv"' (FORMAT csv, HEADER, NULL '.')
SELECT is((count(*), count(rate), max(ts) - min(ts) + 1)::text, (SELECT (count(*), count(*), count(*))::text FROM series WHERE series IN ('DFEDTAR', 'DFEDTARU')), 'a policy rate every day, from two files') FROM rates;

-- prices of the usual columns
CREATE TEMP TABLE quotes (member text, ts date, open float8, high float8, low float8, close float8, adjusted_close float8, volume float8, PRIMARY KEY (member, ts));
ALTER TABLE quotes ALTER member SET DEFAULT 'SPX';
\copy quotes (ts, open, high, low, close, adjusted_close, volume) FROM PROGRAM 'cat "$FOLDER/etf/spx_ohlc_adj.csv"' (FORMAT csv, HEADER, NULL 'null')
ALTER TABLE quotes ALTER member SET DEFAULT 'RUT';
\copy quotes (ts, close, high, low, open, volume) FROM PROGRAM 'cat "$FOLDER/etf/rut_price_index.csv"' (FORMAT csv, HEADER)
ALTER TABLE quotes ALTER member SET DEFAULT 'IWM';
\copy quotes (ts, open, high, low, close, volume) FROM PROGRAM 'cat "$FOLDER/etf/iwm_close.csv"' (FORMAT csv, HEADER)
SELECT is(count(*) FILTER (WHERE value = CASE series WHEN 'SPX' THEN adjusted_close ELSE close END), count(*), 'prices of ' || series || ': ' || count(*) || ' days')
FROM series JOIN quotes USING (ts)
WHERE (series, member) IN (('SPX', 'SPX'), ('RUT', 'RUT'), ('IWM close', 'IWM'))
GROUP BY series ORDER BY series;

-- Close and dividends give the return of the adjusted close, but for a dividend times what the price moves by on that day.
CREATE TEMP TABLE dividends (ts date PRIMARY KEY, dividend float8);
\copy dividends FROM PROGRAM 'cat "$FOLDER/etf/iwm_dividends.csv"' (FORMAT csv, HEADER)
SELECT is((SELECT count(*) FROM dividends WHERE ts NOT IN (SELECT ts FROM quotes WHERE member = 'IWM')), 0::bigint, 'every dividend meets a price');
SELECT agrees(max(abs(rebuilt - adjusted)), count(*), 0.0003, 'a year''s return from close and dividends, and from the adjusted close')
FROM (SELECT extract(year FROM ts) AS year, total_return(ts, close, dividend) AS rebuilt, total_return(ts, value) AS adjusted
      FROM quotes LEFT JOIN dividends USING (ts) JOIN series USING (ts)
      WHERE member = 'IWM' AND series = 'IWM'
      GROUP BY 1) AS years;

-- quoted prices, newest first
CREATE TEMP TABLE quoted (
    ts date, open float8, high float8, low float8, close float8, volume float8, dividend float8, split float8,
    adjusted_open float8, adjusted_high float8, adjusted_low float8, adjusted_close float8, adjusted_volume float8
);
\copy quoted FROM PROGRAM 'cat "$FOLDER/wiki/aapl.csv"' (FORMAT csv, HEADER)
SELECT bag_eq('SELECT ts, close, dividend, split, adjusted_close FROM quoted', 'SELECT ts, close, dividend, split, adjusted FROM shares WHERE symbol = ''aapl''', 'quoted prices: ' || count(*) || ' days') FROM quoted;
SELECT agrees(abs(total_return(ts, close, dividend, split) / total_return(ts, adjusted_close) - 1), count(*), 1e-9, 'dividends and splits against the adjusted close') FROM quoted;

-- a wide table whose columns nobody has named
CREATE TEMP TABLE wide_lines (number integer GENERATED ALWAYS AS IDENTITY, line text);
\copy wide_lines (line) FROM PROGRAM 'cat "$FOLDER/sp500_shiller_monthly.csv"' (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
CREATE TEMP TABLE long AS
SELECT c.series, split_part(l.line, ',', 1)::date AS ts, nullif(c.value, '')::float8 AS level
FROM wide_lines AS h, wide_lines AS l,
     unnest(string_to_array(h.line, ','), string_to_array(l.line, ',')) WITH ORDINALITY AS c (series, value, place)
WHERE h.number = 1 AND l.number > 1 AND c.place > 1;
SELECT is((count(DISTINCT series), count(*), count(DISTINCT ts) * 9, min(level) FILTER (WHERE series = 'SP500' AND ts = '1871-01-01'))::text,
          (SELECT (9, 9 * (count(*) - 1), 9 * (count(*) - 1), 4.44)::text FROM wide_lines), 'a wide table: ' || count(*) || ' figures') FROM long;

-- a byte order mark, thousands commas, '--' for missing
CREATE TEMP TABLE holdings_as_text (LIKE raw_holdings);
ALTER TABLE holdings_as_text DROP index_name;
\copy holdings_as_text FROM PROGRAM 'grep ",Equity," "$FOLDER/holdings/iwb_2023-11-22.csv"' (FORMAT csv, NULL '--')
SELECT bag_eq('SELECT ticker, sector, replace(shares, '','', '''')::float8 FROM holdings_as_text WHERE ticker IS NOT NULL', 'SELECT ticker, sector, shares FROM holdings WHERE index_name = ''Russell 1000''', 'holdings: ' || count(*) || ' lines') FROM holdings_as_text;
SELECT ok(count(*) BETWEEN 990 AND 1020 AND sum(replace(weight, ',', '')::float8) BETWEEN 99 AND 100.1, 'they are the whole fund') FROM holdings_as_text;

SELECT * FROM finish();
