\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

CREATE TEMP TABLE price AS
SELECT date '2024-01-01' + i AS ts, 50 + (hashint4(i) & 1023) / 7.0 AS p, CASE WHEN i % 3 = 0 THEN 0.1 * i END AS d, CASE WHEN i % 7 = 0 THEN 2 END AS s,
       (hashint4(i) % 100) / 1000.0 AS r
FROM generate_series(1, 40) AS i;
CREATE TEMP TABLE summary AS
SELECT level_summary(ts, p, d, s) AS level, return_summary(r) AS return, pair_summary(ts, p, p + 1) AS pair,
       level_summary(ts::timestamptz, p) AS level_tz
FROM price;

-- text and binary forms give back every bit
SELECT ok(level::text::level_summary = level AND return::text::return_summary = return AND pair::text::pair_summary = pair
          AND level_tz::text::level_summary = level_tz, 'text round trip') FROM summary;
SET extra_float_digits = -15;
SELECT ok(level::text::level_summary = level AND return::text::return_summary = return AND pair::text::pair_summary = pair, 'whatever extra_float_digits is') FROM summary;
RESET extra_float_digits;
\set file `mktemp`
\set copy_out '\\copy summary TO ' :file ' WITH (FORMAT binary)'
:copy_out
CREATE TEMP TABLE copied (LIKE summary);
\set copy_in '\\copy copied FROM ' :file ' WITH (FORMAT binary)'
:copy_in
\set remove '\\! rm ' :file
:remove
SELECT ok(c.level = s.level AND c.return = s.return AND c.pair = s.pair AND c.level_tz = s.level_tz, 'binary round trip') FROM summary AS s, copied AS c;
SELECT ok(NOT (level = level_tz), 'summaries of different rows differ') FROM summary;

-- read as the aggregates
SELECT ok(total_return(level) = direct.total AND price_return(level) = direct.price AND income_return(level) = direct.income AND annualized_return(level) = direct.annualized, 'accessors of level_summary')
FROM summary, (SELECT total_return(ts, p, d, s) AS total, price_return(ts, p, d, s) AS price, income_return(ts, p, d, s) AS income, annualized_return(ts, p, d, s) AS annualized FROM price) AS direct;
SELECT ok(compound_return(return) = direct.compound AND annualized_return(return, 252) = direct.annualized, 'accessors of return_summary')
FROM summary, (SELECT compound_return(r) AS compound, annualized_return(r, 252) AS annualized FROM price) AS direct;
SELECT ok(relative_return(pair) = direct.relative AND geometric_relative_return(pair) = direct.geometric AND return_pair(pair) = direct.pair_of, 'accessors of pair_summary')
FROM summary, (SELECT relative_return(ts, p, p + 1) AS relative, geometric_relative_return(ts, p, p + 1) AS geometric, return_pair(ts, p, p + 1) AS pair_of FROM price) AS direct;

-- rolled up in any grouping
SELECT ok(rollup(part) = (SELECT level FROM summary), 'rollup of ' || n || ' parts is the whole')
FROM (SELECT n, level_summary(ts, p, d, s) AS part FROM price, unnest(ARRAY[1, 2, 5, 40]) AS n GROUP BY n, extract(day FROM ts)::integer % n) AS parts GROUP BY n ORDER BY n;
SELECT ok(rollup(part) = (SELECT level FROM summary), 'with NULLs between')
FROM (SELECT level_summary(ts, p, d, s) AS part FROM price GROUP BY ts < '2024-01-20' UNION ALL SELECT NULL) AS parts;
SELECT is(rollup(level), NULL, 'rollup of nothing') FROM summary WHERE false;
SELECT pg_temp.raises('SELECT rollup(s) FROM (SELECT level AS s FROM summary UNION ALL SELECT level_tz FROM summary) AS both_kinds', '22023', 'different types of ts', 'date and timestamptz do not mix');
SELECT pg_temp.raises('SELECT total_return(rollup(level)) FROM (SELECT level FROM summary UNION ALL SELECT level FROM summary) AS twice', '21000', '^two rows have the ts', 'the same days twice');
SELECT pg_temp.raises('SELECT rollup(s) FROM (SELECT ''1 1 12 0 ' || repeat('0', 64) || ' ' || repeat('0', 64) || ' ' || repeat('0', 64) || '''::return_summary AS s UNION ALL SELECT ''1 1 4 0 ' || repeat('0', 64) || ' ' || repeat('0', 64) || ' ' || repeat('0', 64) || ''') AS t', '22023', 'same in every row', 'two frequencies do not mix');

-- malformed text
CREATE FUNCTION pg_temp.refused(type text, input text, problem text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.raises(format('SELECT %L::%s', input, type), '22P02', '^invalid ' || type || ': ' || problem || '$', type || ' refuses ' || quote_literal(left(input, 40)) || ': ' || problem)
$$;
\set zero '''0000000000000000000000000000000000000000000000000000000000000000'''
SELECT is(('1 0 0 0 0 0 0 0 0 0 0 ' || :zero || ' ' || :zero)::level_summary::text, '1 0 0 0 0 0 0 0 0 0 0 ' || :zero || ' ' || :zero, 'an empty summary is valid');
SELECT is(total_return(('1 0 0 0 0 0 0 0 0 0 0 ' || :zero || ' ' || :zero)::level_summary), NULL, 'and has no return');
SELECT pg_temp.refused('level_summary', input, problem) FROM (VALUES
    ('', 'format version missing'),
    ('x', 'format version missing'),
    ('2 0 0 0 0 0 0 0 0 0 0 ' || :zero || ' ' || :zero, 'unknown format version'),
    ('1', 'n'),
    ('1 -1 1 0 0 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'count out of range'),
    ('1 9223372036854775807 1 0 1 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'count out of range'),
    ('1 99999999999999999999 1 0 1 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'n'),
    ('1 2 4 0 1 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'unknown kind of ts'),
    ('1 2 256 0 1 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'kind of ts'),
    ('1 2 1 1 0 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'first ts after last ts'),
    ('1 2 1 0 9999999999 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'ts out of range'),
    ('1 2 1 0 0 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'several observations at one moment'),
    ('1 2 1 0 1 1 0 1 0 0 1 ' || :zero || ' ' || :zero, 'more moments than observations'),
    ('1 2 1 0 1 2 0 1 0 0 1 ' || :zero || ' ' || :zero, 'first repeated'),
    ('1 1 1 0 1 0 0 1 0 0 1 ' || :zero || ' ' || :zero, 'one observation with two moments'),
    ('1 1 1 0 0 0 0 1 0 0 2 ' || :zero || ' ' || :zero, 'one observation with a return'),
    ('1 0 0 0 0 0 0 1 0 0 0 ' || :zero || ' ' || :zero, 'contents without observations'),
    ('1 2 1 0 1 0 0 -1 0 0 1 ' || :zero || ' ' || :zero, 'price not positive'),
    ('1 2 1 0 1 0 0 NaN 0 0 1 ' || :zero || ' ' || :zero, 'first price'),
    ('1 2 1 0 1 0 0 Infinity 0 0 1 ' || :zero || ' ' || :zero, 'first price'),
    ('1 2 1 0 1 0 0 1e999 0 0 1 ' || :zero || ' ' || :zero, 'first price'),
    ('1 2 1 0 1 0 0 0x1p3 0 0 1 ' || :zero || ' ' || :zero, 'first price'),
    ('1 2 1 0 1 0 0 1 -1 0 1 ' || :zero || ' ' || :zero, 'factor of the first row out of range'),
    ('1 2 1 0 1 0 0 1 0 0 1 ' || 'f' || substr(:zero, 2) || ' ' || :zero, 'negative income'),
    ('1 2 1 0 1 0 0 1 0 0 1 ' || substr(:zero, 2) || ' ' || :zero, 'income'),
    ('1 2 1 0 1 0 0 1 0 0 1 ' || :zero, 'split'),
    ('1 2 1 0 1 0 0 1 0 0 1 ' || :zero || ' ' || 'g' || substr(:zero, 2), 'split'),
    ('1 2 1 0 1 0 0 1 0 0 1 ' || :zero || ' ' || :zero || ' 0', 'more than its fields'),
    (repeat('1', 100000), 'format version missing')) AS v (input, problem);
SELECT pg_temp.refused('return_summary', input, problem) FROM (VALUES
    ('1 -1 0 0 ' || :zero || ' ' || :zero || ' ' || :zero, 'count out of range'),
    ('1 1 0 2 ' || :zero || ' ' || :zero || ' ' || :zero, 'more total losses than returns'),
    ('1 1 -12 0 ' || :zero || ' ' || :zero || ' ' || :zero, 'periods per year out of range'),
    ('1 1 0 1 ' || '1' || substr(:zero, 2) || ' ' || :zero || ' ' || :zero, 'growth without returns'),
    ('1 1 0 0 ' || :zero || ' ' || :zero || ' f' || substr(:zero, 2), 'negative sum of squares'),
    ('1 0 0 0 ' || :zero || ' 1' || substr(:zero, 2) || ' ' || :zero, 'sums without observations')) AS v (input, problem);
SELECT pg_temp.refused('pair_summary', input, problem) FROM (VALUES
    ('1 2 1 0 1 0 0 1 1 0 1', 'level not positive'),
    ('1 1 1 0 0 0 0 1 1 1 2', 'one observation with a return'),
    ('1 0 0 0 0 0 0 1 1 1 1', 'contents without observations')) AS v (input, problem);
SELECT pg_temp.refused('yield_summary', input, problem) FROM (VALUES
    ('1 2 1 0 1 0 0 1e9 1', 'yield out of range'),
    ('1 1 1 0 0 0 0 1 2', 'one observation with a change')) AS v (input, problem);

-- malformed binary, as COPY reads it: PGCOPY header, one field of the given bytes
CREATE TEMP TABLE one (level level_summary);
CREATE FUNCTION pg_temp.receive(bytes bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    file text := pg_temp.file();
BEGIN
    EXECUTE format('COPY (SELECT %L::bytea) TO %L WITH (FORMAT binary)', bytes, file);
    EXECUTE format('COPY one FROM %L WITH (FORMAT binary)', file);
END
$$;
CREATE FUNCTION pg_temp.file() RETURNS text LANGUAGE sql AS $$ SELECT current_setting('data_directory') || '/received_summary' $$;
CREATE TEMP TABLE sent AS SELECT level_summary_send(level) AS bytes FROM summary;
SELECT lives_ok('SELECT pg_temp.receive(bytes) FROM sent', 'a summary as it was sent is received');
SELECT pg_temp.raises(format('SELECT pg_temp.receive(%s) FROM sent', change), '22P03', '^invalid level_summary: ' || problem, 'binary ' || change || ': ' || problem) FROM (VALUES
    ('substr(bytes, 1, 3)', 'format version missing'),
    ('substr(bytes, 1, 50)', 'wrong length'),
    ('substr(bytes, 1, length(bytes) - 1)', 'wrong length'),
    ($$bytes || '\x00'$$, 'wrong length'),
    ('set_byte(bytes, 3, 2)', 'unknown format version'),
    ('set_byte(bytes, 4, 255)', 'count out of range'),
    ('set_byte(bytes, 12, 9)', 'unknown kind of ts'),
    ('set_byte(bytes, 29, 2)', 'first repeated'),
    ($$overlay(bytes PLACING '\x7ff8000000000000' FROM 32)$$, 'first price'),
    ($$overlay(bytes PLACING '\x7ff0000000000000' FROM 32)$$, 'first price'),
    ($$overlay(bytes PLACING '\xbff0000000000000' FROM 32)$$, 'price not positive')) AS v (change, problem);
SELECT is(count(*), 1::bigint, 'none of them was stored') FROM one;
DO $$ BEGIN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', format('rm %L', pg_temp.file())); END $$;
SELECT is(length(level_summary_send(level)), 4 + 3 * 8 + 3 + 4 * 8 + 2 * 32, 'binary form has the length of its fields') FROM summary;

-- transition functions only work for aggregates
SELECT pg_temp.raises('SELECT level_summary_accum(NULL, date ''2024-01-01'', 1)', '42809', 'outside an aggregate', 'transition function called directly');
SELECT pg_temp.raises('SELECT level_summary_combine(level, level) FROM summary', '42809', 'outside an aggregate', 'combine function called directly');
SELECT pg_temp.raises('SELECT return_summary_combine(return, return) FROM summary', '42809', 'outside an aggregate', 'combine function of returns called directly');

SELECT * FROM finish();
ROLLBACK;
