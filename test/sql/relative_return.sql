\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

-- b has no level at the first date of a and the other way round at the last: the legs share 2 to 4 January
CREATE TEMP TABLE level (ts date, a float8, b float8);
INSERT INTO level VALUES
    ('2024-01-01', 90, NULL),
    ('2024-01-02', 100, 50),
    ('2024-01-03', 105, 49),
    ('2024-01-04', 110, 51),
    ('2024-01-05', NULL, 60);

SELECT pg_temp.near(relative_return(ts, a, b), 0.1 - 0.02, 1e-15, 'arithmetic, on common dates') FROM level;
SELECT pg_temp.near(geometric_relative_return(ts, a, b), 1.1 / 1.02 - 1, 1e-15, 'geometric') FROM level;
SELECT is(relative_return(ts::timestamp, a, b), relative_return(ts, a, b), 'timestamp') FROM level;
SELECT is(relative_return(ts::timestamptz, a::numeric, b::numeric), relative_return(ts, a, b), 'timestamptz and numeric') FROM level;
SELECT is(geometric_relative_return(ts::timestamp, a, b), geometric_relative_return(ts::timestamptz, a, b), 'geometric from timestamps') FROM level;
SELECT row_eq('SELECT (p).start_ts, (p).end_ts, (p).n FROM (SELECT return_pair(ts, a, b) AS p FROM level) AS s',
              ROW(date '2024-01-02', date '2024-01-04', 3::bigint), 'return_pair: common dates');
SELECT pg_temp.near((p).return_a, 0.1, 1e-15, 'return_pair: a') FROM (SELECT return_pair(ts, a, b) AS p FROM level) AS s;
SELECT pg_temp.near((p).return_b, 0.02, 1e-15, 'return_pair: b') FROM (SELECT return_pair(ts, a, b) AS p FROM level) AS s;
SELECT pg_temp.near((p).arithmetic, 0.08, 1e-15, 'return_pair: arithmetic') FROM (SELECT return_pair(ts, a, b) AS p FROM level) AS s;
SELECT pg_temp.near((p).geometric, 1.1 / 1.02 - 1, 1e-15, 'return_pair: geometric') FROM (SELECT return_pair(ts, a, b) AS p FROM level) AS s;
SELECT is(relative_return(rollup), relative_return, 'read from a stored summary')
FROM (SELECT rollup(s) FROM (SELECT pair_summary(ts, a, b) AS s FROM level GROUP BY ts) AS t) AS r,
     (SELECT relative_return(ts, a, b) FROM level) AS d;

SELECT is(relative_return(ts, a, b), NULL, 'no rows') FROM level WHERE false;
SELECT is(relative_return(ts, a, b), NULL, 'one common row') FROM level WHERE ts <= '2024-01-02';
SELECT ok(return_pair(ts, a, b) IS NULL, 'no pair from one common row') FROM level WHERE ts <= '2024-01-02';
SELECT is(geometric_relative_return(ts, a, NULL), NULL, 'all NULL') FROM level;
SELECT pg_temp.raises('SELECT relative_return(ts, a, -b) FROM level', '22023', '^b must be positive and finite, not -50 \(ts 2024-01-02\)$', 'negative level b');
SELECT pg_temp.raises('SELECT relative_return(ts, ''NaN'', b) FROM level', '22023', '^a must be positive and finite, not NaN', 'level a not a number');
SELECT pg_temp.raises('SELECT return_pair(ts, 1, 1) FROM (VALUES (date ''2024-01-01''), (''2024-01-02''), (''2024-01-02'')) AS v (ts)',
                      '21000', '^two rows have the ts 2024-01-02$', 'last ts twice');
SELECT pg_temp.raises('SELECT return_pair(pair_summary(ts::timestamp, a, b)) FROM level', '0A000', 'dates', 'no dates from timestamps');

SELECT results_eq(
    'SELECT relative_return(ts, a, b) OVER (ORDER BY ts ROWS 1 PRECEDING) IS NULL FROM level ORDER BY ts',
    ARRAY[true, true, false, false, true], 'in a window, frames with fewer than two common rows are NULL');
SELECT results_eq(
    'SELECT (return_pair(ts, a, b) OVER (ORDER BY ts ROWS 1 PRECEDING)).n FROM level ORDER BY ts',
    ARRAY[NULL, NULL, 2, 2, NULL]::bigint[], 'return_pair in a window');

SELECT * FROM finish();
ROLLBACK;
