\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();
\i data/load.sql

CREATE TABLE daily AS
SELECT date '2015-01-01' + i AS ts, CASE WHEN i % 31 <> 7 THEN round((1 + 2 * sin(i / 140.0) + sin(i / 17.0) / 4 + (hashint4(i) % 100) / 900.0)::numeric, 2) END AS yield
FROM generate_series(0, 1500) AS i WHERE i % 7 < 5 AND i % 97 <> 13 AND i NOT BETWEEN 400 AND 437;
CREATE TABLE rule (name text PRIMARY KEY, rules regime_rules);
INSERT INTO rule VALUES ('day', regime_rules(frequency => 'day')), ('week', regime_rules(frequency => 'week')), ('month', regime_rules()), ('quarter', regime_rules(frequency => 'quarter')),
    ('two thresholds', regime_rules(frequency => 'day', threshold_bp => 10, threshold_down_bp => 30));

-- a state gives the regimes of its rows
SELECT is(yield_regimes(regime_state(ts, yield, rules)), yield_regimes(ts, yield, rules), 'regimes of a state: ' || name) FROM daily, rule GROUP BY name ORDER BY name;
SELECT is(yield_regimes(regime_state(ts, yield)), yield_regimes(ts, yield), 'default rules') FROM daily;
SELECT ok(regime_state(ts, yield ORDER BY ts) = regime_state(ts, yield ORDER BY yield), 'row order does not matter') FROM daily;
SELECT is(last_ts(regime_state(ts, yield)), max(ts) FILTER (WHERE yield IS NOT NULL), 'last_ts') FROM daily;

-- extended by a row, by rows in any order, at once: the same bits
CREATE TABLE nightly (name text PRIMARY KEY, state regime_state);
INSERT INTO nightly SELECT name, regime_state(ts, yield, rules) FROM daily, rule WHERE ts < '2016-01-01' GROUP BY name;
CREATE FUNCTION pg_temp.night(day date) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE nightly AS n SET state = new.state
    FROM (SELECT name, append(state, ts, yield) AS state FROM nightly JOIN daily ON ts > last_ts(state) AND ts <= day GROUP BY name) AS new
    WHERE new.name = n.name;
    RETURN (SELECT bool_and(state = again) FROM nightly JOIN (SELECT name, regime_state(ts, yield, rules) AS again FROM daily, rule WHERE ts <= day GROUP BY name) AS a USING (name));
END
$$;
SELECT is(count(*) FILTER (WHERE pg_temp.night(ts)), count(*), format('%s nights, each with the bits of all rows', count(*))) FROM (SELECT ts FROM daily WHERE ts >= '2016-01-01' AND ts < '2017-06-01' ORDER BY ts) AS s;
SELECT ok(pg_temp.night('2017-06-01') AND pg_temp.night('2017-06-01'), 'a night that is run again changes nothing');
SELECT ok(pg_temp.night('2018-09-30'), 'a job that was away for a year catches up');
SELECT ok(append(state, ts, yield ORDER BY yield) = (SELECT regime_state(ts, yield, rules) FROM daily, rule WHERE name = 'week'), 'rows in any order')
FROM nightly, daily WHERE name = 'week' AND ts > '2018-09-30';
SELECT ok(append(state, ts, yield) = (SELECT state FROM nightly WHERE name = 'day'), 'only NULLs leave it as it is') FROM nightly, (VALUES (NULL::date, 1.0), ('2030-01-01', NULL)) AS v (ts, yield) WHERE name = 'day';
SELECT is(append(state, ts, yield), NULL, 'no rows give NULL') FROM nightly, daily WHERE false;

-- small states
SELECT is(yield_regimes(regime_state(ts, yield)), NULL, 'one row has no regimes') FROM (VALUES (date '2024-01-01', 1.0)) AS v (ts, yield);
SELECT is(regime_state(ts, yield), NULL, 'only NULLs have no state') FROM (VALUES (date '2024-01-01', NULL::float8)) AS v (ts, yield);
SELECT is(regime_state(ts, yield), NULL, 'nor have no rows') FROM daily WHERE false;
SELECT ok(append(s.state, v.ts, v.yield) = (SELECT regime_state(ts, yield) FROM ten_year_yields), 'from one row on')
FROM (SELECT regime_state(ts, yield) AS state FROM ten_year_yields WHERE ts = '2023-06-30') AS s, ten_year_yields AS v WHERE v.ts > '2023-06-30';
SELECT is('1 0 1 1 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0'::regime_state::text, '1 0 1 1 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 'an empty state');
SELECT is(last_ts('1 0 1 1 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0'::regime_state), NULL, 'has no last_ts');
SELECT ok(append('1 0 2500000000 2500000000 2 0 0 0 0 0 0 0 0 0 0 0 0 0 0'::regime_state, ts, yield) = regime_state(ts, yield), 'and can be extended') FROM daily;

-- text, binary, storage
SELECT is(state::text::regime_state::text, state::text, 'text comes back: ' || name) FROM nightly;
SELECT ok(state::text::regime_state = state, 'with every bit') FROM nightly WHERE name = 'day';
CREATE TABLE large AS SELECT regime_state(date '1970-01-01' + i, i % 2, regime_rules(frequency => 'day')) AS state FROM generate_series(1, 20000) AS i;
SELECT ok(pg_column_size(state) < 16 * 19999 AND cardinality(yield_regimes(state)) = 19999 AND length(state::text) > 100000, 'a state of 20000 turns is compressed or kept aside') FROM large;
SELECT is(cardinality(yield_regimes(append(state, '2030-01-01', 0.5 + i))), 20000, 'and is extended like any other') FROM large, generate_series(1, 1) AS i;
SELECT ok(bool_and(state::text::regime_state = state), 'and comes back from its text') FROM large;
CREATE FUNCTION pg_temp.file() RETURNS text LANGUAGE sql AS $$ SELECT current_setting('data_directory') || '/received_state' $$;
CREATE TABLE again (name text, state regime_state);
DO $$
BEGIN
    EXECUTE format('COPY (SELECT name, state FROM nightly UNION ALL SELECT ''large'', state FROM large) TO %L WITH (FORMAT binary)', pg_temp.file());
    EXECUTE format('COPY again FROM %L WITH (FORMAT binary)', pg_temp.file());
END
$$;
SELECT is(count(*) FILTER (WHERE a.state = n.state), 6::bigint, 'bytes come back') FROM again AS a JOIN (TABLE nightly UNION ALL SELECT 'large', state FROM large) AS n USING (name);
DO $$
BEGIN
    EXECUTE format('COPY (SELECT substr(regime_state_send(state), 1, length(regime_state_send(state)) - 1) FROM large) TO %L WITH (FORMAT binary)', pg_temp.file());
END
$$;
SELECT pg_temp.raises(format('COPY large FROM %L WITH (FORMAT binary)', pg_temp.file()), '22P03', '^invalid regime_state: wrong length', 'bytes cut short');
DO $$ BEGIN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', format('rm %L', pg_temp.file())); END $$;

-- malformed text: the state of exhibit 1 with one field changed
CREATE TABLE ten_year AS SELECT regime_state(ts, yield)::text AS state FROM ten_year_yields;
CREATE FUNCTION pg_temp.changed(field integer, value text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(CASE WHEN i = field THEN value ELSE word END, ' ' ORDER BY i)
    FROM ten_year, pg_catalog.regexp_split_to_table(state, ' ') WITH ORDINALITY AS w (word, i)
$$;
SELECT is(state, '1 14 2500000000 2500000000 2 8581 8970 38100000000 42500000000 1 1 0 43600000000 8945 8970 46900000000 8886 8917 4 '
    || '38100000000 8581 8672 48800000000 8704 8763 38800000000 8763 8853 46900000000 8886 8970', 'the format of a state') FROM ten_year;
SELECT pg_temp.raises(format('SELECT %L::regime_state', pg_temp.changed(field, value)), '22P02', '^invalid regime_state: ' || problem, format('field %s as %s: %s', field, value, problem)) FROM (VALUES
    (1, '2', 'unknown format version'), (2, '-1', 'count out of range'), (2, '4', 'count out of range'), (2, '3000000000', 'count out of range'), (2, '391', 'ts out of range'),
    (3, '0', 'threshold out of range'), (4, '-5', 'threshold out of range'), (5, '4', 'unknown frequency'), (5, '300', 'frequency'),
    (6, '2145031949', 'ts out of range'), (6, '99999999999', 'first ts'), (7, '8580', 'ts out of range'), (8, '9000000000000000000', 'yield out of range'), (9, '1e9', 'last yield'),
    (10, '0', 'complete period without contents'), (11, '0', 'direction without a turn'), (12, '1', 'turn too near to the one before'), (13, '50000000000', 'extreme too near to the last turn'),
    (14, '9000', 'extreme out of range'), (15, '8944', 'extreme out of range'), (19, '3', 'more than its fields'), (19, '5', 'yield of a turn'), (19, '-1', 'number of items out of range'), (19, '4000000000', 'number of items out of range'),
    (21, '8580', 'turn out of range'), (21, '8704', 'turn confirmed too early'), (22, '8581', 'turn confirmed too early'), (24, '9999', 'turn out of range'), (23, '40000000000', 'turn too near to the one before')) AS v (field, value, problem);
SELECT pg_temp.raises(format('SELECT %L::regime_state', input), '22P02', '^invalid regime_state: ' || problem, coalesce(nullif(input, ''), 'nothing') || ': ' || problem) FROM (VALUES
    ('', 'format version missing'), ('1', 'n'), ('1 0 1 1 2 0 0 0 0 1 0 0 0 0 0 0 0 0 0', 'contents without a complete period'), ('1 0 1 1 2 5 5 0 0 0 0 0 0 0 0 0 0 0 0', 'contents without observations'),
    ('1 1 1 1 2 5 6 0 0 0 0 0 0 0 0 0 0 0 0', 'ts out of range'), ('1 1 1 1 0 5 5 1 1 0 0 0 0 0 0 0 0 0 0', 'complete period without contents')) AS v (input, problem);

-- errors
SELECT pg_temp.raises($$SELECT append(state, ts, yield) FROM nightly, daily WHERE name = 'day' AND ts >= last_ts(state)$$, '22023', '^ts 2018-09-30 is not after the state''s last ts 2018-09-30$', 'a row that is there already');
SELECT pg_temp.raises($$SELECT append(state, ts, yield) FROM nightly, daily WHERE name = 'day'$$, '22023', '^ts 2015-01-01 is not after', 'rows of the past');
SELECT pg_temp.raises($$SELECT append(state, ts, yield) FROM nightly, daily WHERE ts > '2018-09-30'$$, '22023', '^state must be the same in every row', 'several states in a group');
SELECT pg_temp.raises($$SELECT append(NULL, ts, yield) FROM daily$$, '22004', '^state must not be NULL', 'no state');
SELECT pg_temp.raises($$SELECT append(state, date '2030-01-01', 1) FROM nightly, generate_series(1, 2) WHERE name = 'day'$$, '21000', '^two rows have the ts 2030-01-01', 'a date twice');
SELECT pg_temp.raises($$SELECT append(state, date '2030-01-01', 'NaN') FROM nightly WHERE name = 'day'$$, '22023', '^yield must be finite', 'a yield that is no number');
SELECT pg_temp.raises($$SELECT append(state, 'infinity', 1) FROM nightly WHERE name = 'day'$$, '22023', '^ts must be finite', 'no day');
SELECT pg_temp.raises($$SELECT regime_state(ts, yield, regime_rules('chord', segments => 4)) FROM daily$$, '22023', 'is of method ''zigzag''', 'chords cannot be extended');
SELECT pg_temp.raises($$SELECT regime_state(ts, yield, regime_rules(split_divergence => 0.1)) FROM daily$$, '22023', 'needs two levels', 'nor cuts by divergence');

SELECT * FROM finish();
ROLLBACK;
