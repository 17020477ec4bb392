\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

CREATE TEMP TABLE price (ts date, p float8, d float8, s float8);
INSERT INTO price VALUES
    ('2024-01-02', 100, 5, 3), -- dividend and split of the first row lie before the period
    ('2024-01-03', 110, NULL, NULL),
    ('2024-01-04', 60, 1.2, 2),
    ('2024-01-05', 66, 0, 1);

SELECT pg_temp.near(total_return(ts, p), 66.0 / 100 - 1, 1e-15, 'total return of prices alone') FROM price;
SELECT pg_temp.near(total_return(ts, p, d), 0.66 * (1 + 1.2 / 60) - 1, 1e-15, 'total return with dividends') FROM price;
SELECT pg_temp.near(total_return(ts, p, d, s), 0.66 * 1.02 * 2 - 1, 1e-15, 'total return with dividends and splits') FROM price;
SELECT pg_temp.near(price_return(ts, p, d, s), 0.66 * 2 - 1, 1e-15, 'price return') FROM price;
SELECT pg_temp.near(price_return(ts, p, d), 0.66 - 1, 1e-15, 'price return without splits') FROM price;
SELECT pg_temp.near(price_return(ts, p), 0.66 - 1, 1e-15, 'price return of prices alone') FROM price;
SELECT pg_temp.near(income_return(ts, p, d, s), 0.02, 1e-15, 'income return') FROM price;
SELECT pg_temp.near(income_return(ts, p, d), 0.02, 1e-15, 'income return without splits') FROM price;
SELECT is(income_return(ts, p), 0::float8, 'income return without dividends is 0') FROM price;
SELECT pg_temp.near((1 + price_return(ts, p, d, s)) * (1 + income_return(ts, p, d, s)) - 1, total_return(ts, p, d, s), 1e-15,
                    '1 + total = (1 + price) * (1 + income)') FROM price;

-- row order, argument types
SELECT is(total_return(ts, p, d, s ORDER BY p), (SELECT total_return(ts, p, d, s ORDER BY ts DESC) FROM price), 'row order does not matter') FROM price;
SELECT is(total_return(ts::timestamp, p, d, s), total_return(ts, p, d, s), 'timestamp') FROM price;
SELECT is(total_return(ts::timestamptz, p, d, s), total_return(ts, p, d, s), 'timestamptz') FROM price;
SELECT is(total_return(ts, p::numeric, d::numeric, s::integer), total_return(ts, p, d, s), 'numeric and integer arguments') FROM price;

-- annualised
SELECT pg_temp.near(annualized_return(ts, p), 1.21 ^ (365.25 / 731) - 1, 1e-15, 'annualised over act/365.25')
FROM (VALUES (date '2020-01-01', 100), ('2022-01-01', 121)) AS v (ts, p);
SELECT pg_temp.near(annualized_return(ts, p), 1.21 ^ (365.25 / 731) - 1, 1e-15, 'annualised from timestamps')
FROM (VALUES (timestamp '2020-01-01 16:00', 100), ('2022-01-01 16:00', 121)) AS v (ts, p);
SELECT pg_temp.near(annualized_return(ts, p), 0.1, 1e-15, 'under a year not annualised')
FROM (VALUES (date '2020-01-01', 100), ('2020-07-01', 110)) AS v (ts, p);
SELECT pg_temp.near(annualized_return(level_summary(ts, p), true), 1.1 ^ (365.25 / 182) - 1, 1e-15, 'under a year annualised where asked')
FROM (VALUES (date '2020-01-01', 100), ('2020-07-01', 110)) AS v (ts, p);
SELECT pg_temp.near(annualized_return(r, 12), 1.01 ^ 12 - 1, 1e-14, 'annualised return of monthly returns')
FROM (VALUES (0.01), (0.01), (0.01)) AS v (r);

-- compound_return
SELECT pg_temp.near(compound_return(r), 1.1 * 0.8 - 1, 1e-15, 'compound return') FROM (VALUES (0.1), (NULL), (-0.2)) AS v (r);
SELECT is(compound_return(r), -1::float8, 'a return of -1 gives -1') FROM (VALUES (0.1), (-1), (0.5)) AS v (r);
SELECT is(annualized_return(r, 12), -1::float8, 'annualised too') FROM (VALUES (0.1), (-1), (0.5)) AS v (r);
SELECT results_eq(
    'SELECT round((compound_return(r) OVER (ORDER BY i ROWS 1 PRECEDING))::numeric, 14) FROM (VALUES (1, 0.5), (2, -1), (3, 0.5), (4, 0.25)) AS v (i, r)',
    ARRAY[0.5, -1, -1, 0.875]::numeric[], 'a return of -1 leaves a window''s frame again');
-- 24 monthly returns of portfolio and benchmark: Bacon (2008), page 38; cumulative as PerformanceAnalytics 2.1 gives it
SELECT pg_temp.near(compound_return(r), 0.2181058, 5e-8, 'Bacon''s portfolio, cumulative') FROM unnest(ARRAY[
    0.003, 0.026, 0.011, -0.010, 0.015, 0.025, 0.016, 0.067, -0.014, 0.040, -0.005, 0.081,
    0.040, -0.037, -0.061, 0.017, -0.049, -0.022, 0.070, 0.058, -0.065, 0.024, -0.005, -0.009]) AS r;
SELECT pg_temp.near(annualized_return(r, 12), 0.1036783, 5e-8, 'Bacon''s portfolio, annualised') FROM unnest(ARRAY[
    0.003, 0.026, 0.011, -0.010, 0.015, 0.025, 0.016, 0.067, -0.014, 0.040, -0.005, 0.081,
    0.040, -0.037, -0.061, 0.017, -0.049, -0.022, 0.070, 0.058, -0.065, 0.024, -0.005, -0.009]) AS r;

-- yields
SELECT is(yield_change_bp(ts, y), -5::float8, 'a yield''s change is exact to the decimal')
FROM (VALUES (date '2024-02-29', 4.25), ('2024-03-28', 4.20)) AS v (ts, y);
SELECT is(yield_change_bp(ts, y), -65::float8, 'yields may be negative')
FROM (VALUES (date '2024-03-28', -0.35), ('2024-02-29', 0.3)) AS v (ts, y);
SELECT results_eq(
    $$SELECT yield_change_bp(ts, y) OVER (ORDER BY ts ROWS 1 PRECEDING)
      FROM (VALUES (date '2024-01-01', 4.1), ('2024-01-02', 4.2), ('2024-01-03', 4.05)) AS v (ts, y)$$,
    ARRAY[NULL, 10, -15]::float8[], 'a yield''s change in a window');

-- too few observations
SELECT is(total_return(ts, p), NULL, 'no rows') FROM price WHERE false;
SELECT is(total_return(ts, p), NULL, 'one row') FROM price WHERE p = 100;
SELECT is(total_return(ts, p, d, s), NULL, 'all NULL') FROM (VALUES (NULL::date, 1::float8, 1, 1), ('2024-01-01', NULL, 1, 1)) AS v (ts, p, d, s);
SELECT pg_temp.near(total_return(ts, p), 0.1, 1e-15, 'a NULL price skips its row')
FROM (VALUES (date '2024-01-01', 10), ('2024-01-02', NULL), ('2024-01-03', 11)) AS v (ts, p);
SELECT is(compound_return(r), NULL, 'no returns') FROM (VALUES (NULL::float8)) AS v (r);
SELECT is(annualized_return(r, 12), NULL, 'no returns to annualise') FROM (VALUES (NULL::float8)) AS v (r);
SELECT is(yield_change_bp(ts, p), NULL, 'one yield') FROM price WHERE p = 100;

-- bad values
SELECT pg_temp.raises(format('SELECT total_return(ts, p) FROM (VALUES (date ''2024-01-01'', 1), (''2024-01-02'', %L::float8)) AS v (ts, p)', value),
                      '22023', '^price must be positive and finite, not ' || value || ' \(ts 2024-01-02\)$', 'price ' || value)
FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity', '0', '-1']) AS value;
SELECT pg_temp.raises(format('SELECT total_return(ts, 1, d) FROM (VALUES (date ''2024-01-01'', 1), (''2024-01-02'', %L::float8)) AS v (ts, d)', value),
                      '22023', '^dividend must be zero or more and finite, not ' || value || ' \(ts 2024-01-02\)$', 'dividend ' || value)
FROM unnest(ARRAY['NaN', 'Infinity', '-0.5']) AS value;
SELECT pg_temp.raises(format('SELECT total_return(ts, 1, 0, s) FROM (VALUES (date ''2024-01-01'', 1), (''2024-01-02'', %L::float8)) AS v (ts, s)', value),
                      '22023', '^split must be positive and finite, not ' || value || ' \(ts 2024-01-02\)$', 'split ' || value)
FROM unnest(ARRAY['NaN', 'Infinity', '0', '-2']) AS value;
SELECT pg_temp.raises(format('SELECT compound_return(r) FROM (VALUES (0.1), (%L::float8)) AS v (r)', value),
                      '22023', '^r must be -1 or more and finite, not ' || value || '$', 'return ' || value)
FROM unnest(ARRAY['NaN', 'Infinity', '-1.01']) AS value;
SELECT pg_temp.raises(format('SELECT yield_change_bp(ts, y) FROM (VALUES (date ''2024-01-01'', %L::float8)) AS v (ts, y)', value),
                      '22023', '^yield must be finite', 'yield ' || value)
FROM unnest(ARRAY['NaN', 'Infinity', '1e9']) AS value;
SELECT pg_temp.raises(format('SELECT total_return(%L::%s, 1)', value, type), '22023', '^ts must be finite, not ' || value || '$', type || ' ' || value)
FROM unnest(ARRAY['date', 'timestamp', 'timestamptz']) AS type, unnest(ARRAY['infinity', '-infinity']) AS value;
SELECT pg_temp.raises('SELECT annualized_return(0.1, n) FROM (VALUES (12), (4)) AS v (n)', '22023', 'same in every row', 'two frequencies');
SELECT pg_temp.raises('SELECT annualized_return(0.1, 0)', '22023', '^periods_per_year must be positive', 'frequency 0');
SELECT pg_temp.raises('SELECT annualized_return(0.1, NULL)', '22004', '^periods_per_year must not be NULL', 'frequency NULL');

-- two rows at one moment matter at the ends, whatever the order of the rows
SELECT pg_temp.raises('SELECT total_return(ts, 1) FROM (VALUES (date ''2024-01-01''), (''2024-01-01''), (''2024-01-02'')) AS v (ts)',
                      '21000', '^two rows have the ts 2024-01-01$', 'first ts twice');
SELECT pg_temp.raises('SELECT total_return(ts, 1) FROM (VALUES (timestamp ''2024-01-02''), (''2024-01-01''), (''2024-01-02'')) AS v (ts)',
                      '21000', '^two rows have the ts 2024-01-02 00:00:00$', 'last ts twice');
SELECT is(total_return(ts, 1 ORDER BY i), 0::float8, 'a ts that was the last for a while')
FROM (VALUES (1, date '2024-01-01'), (2, '2024-01-02'), (3, '2024-01-02'), (4, '2024-01-03')) AS v (i, ts);
SELECT pg_temp.raises('SELECT yield_change_bp(ts, 1) FROM (VALUES (date ''2024-01-01''), (''2024-01-01'')) AS v (ts)',
                      '21000', '^two rows have the ts 2024-01-01$', 'only one ts');

-- results out of range
SELECT pg_temp.raises('SELECT total_return(ts, p) FROM (VALUES (date ''2024-01-01'', 1e-200), (''2024-01-02'', 1e200)) AS v (ts, p)',
                      '22003', '^total_return is out of range$', 'overflow');

SELECT * FROM finish();
ROLLBACK;
