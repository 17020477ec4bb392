\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();
\i data/load.sql

-- the cycles in the columns of the printed ones; the longest stretch between two cuts is counted from the cuts
CREATE FUNCTION pg_temp.printed(rates regclass, rules cycle_rules DEFAULT NULL) RETURNS SETOF rate_cut_cycles LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT early.start_ts, CASE WHEN NOT early.open THEN coalesce(later.end_ts, early.end_ts) END, early.end_ts, later.start_ts, to_char(later.start_ts, ''YYYY-MM''),
                (SELECT max(c.ts - c.before) FROM (SELECT m.ts, lag(m.ts) OVER (ORDER BY m.ts) AS before
                                                   FROM (SELECT ts, rate < lag(rate) OVER (ORDER BY ts) AS cut FROM %1$s) AS m WHERE m.cut) AS c
                 WHERE c.before >= early.start_ts AND c.ts <= later.end_ts)
         FROM policy_cycles(%2$L, $1) AS early
         LEFT JOIN policy_cycles(%2$L, $1) AS later ON later.cycle = early.cycle AND later.phase = ''later''
         WHERE early.phase = ''early''', rates, rates::text) USING rules;
END
$$;
CREATE FUNCTION pg_temp.as_printed(rates regclass, rules cycle_rules DEFAULT NULL) RETURNS boolean LANGUAGE sql AS $$
    SELECT array_agg(found ORDER BY cycle_start) IS NOT DISTINCT FROM (SELECT array_agg(p ORDER BY cycle_start) FROM rate_cut_cycles AS p)
    FROM pg_temp.printed(rates, rules) AS found
$$;

-- the published cycles
SELECT results_eq($$SELECT * FROM pg_temp.printed('federal_funds_target') ORDER BY cycle_start$$, 'SELECT * FROM rate_cut_cycles ORDER BY cycle_start', 'the five published cycles');
SELECT is(pause_to - pause_from, largest_pause_days, 'the pause of the cycle of ' || cycle_start || ' is its longest stretch') FROM rate_cut_cycles ORDER BY cycle_start;
SELECT is(count(*) FILTER (WHERE pg_temp.as_printed('federal_funds_target', cycle_rules(g, p))), 57 * 5::bigint, 'the same for every max_gap_days from 273 to 329 and pause_days from 51 to 55')
FROM generate_series(273, 329) AS g, generate_series(51, 55) AS p;
SELECT ok(NOT pg_temp.as_printed('federal_funds_target', cycle_rules(g, p)), format('but not at %s and %s', g, p))
FROM (VALUES (272, 52), (330, 52), (300, 50), (300, 56)) AS v (g, p);
SELECT is(count(*), n, format('max_gap_days %s gives %s cycles', g, n))
FROM (VALUES (272, 6::bigint), (273, 5), (329, 5), (330, 4)) AS v (g, n), policy_cycles('federal_funds_target', cycle_rules(g)) AS c WHERE c.phase = 'early' GROUP BY g, n ORDER BY g;
SELECT is(c.end_ts, pause, format('pause_days %s: early phase of the cycle of %s', p, start_ts))
FROM (VALUES (50, date '2024-09-18', date '2024-09-18'), (51, '2024-09-18', '2024-12-18'), (55, '2001-01-03', '2001-06-27'), (56, '2001-01-03', '2001-12-11')) AS v (p, first, pause),
     policy_cycles('federal_funds_target', cycle_rules(pause_days => p)) AS c WHERE c.phase = 'early' AND c.start_ts = first ORDER BY p;
CREATE VIEW recorded AS SELECT recorded AS ts, target_upper AS rate FROM fomc_decisions;
SELECT is(array_agg((r.cycle_end IS NULL) = (p.cycle_end IS NULL) AND greatest(abs(r.cycle_start - p.cycle_start), abs(r.cycle_end - p.cycle_end), abs(r.pause_from - p.pause_from), abs(r.pause_to - p.pause_to)) <= 1
                    AND r.later_phase_month = p.later_phase_month), '{t,t,t,t,t}', 'by the day recorded the same five, to a day')
FROM (SELECT *, row_number() OVER (ORDER BY cycle_start) AS n FROM pg_temp.printed('recorded')) AS r
FULL JOIN (SELECT *, row_number() OVER (ORDER BY cycle_start) AS n FROM rate_cut_cycles) AS p USING (n);
SELECT is(sum(c.cuts), (SELECT count(*) FROM fomc_decisions WHERE change_bp < 0), 'every cut is in a phase') FROM policy_cycles('federal_funds_target') AS c;
SELECT is(c.total_bp, (SELECT sum(change_bp) FROM fomc_decisions WHERE announced BETWEEN c.start_ts AND c.end_ts), format('total_bp, cycle %s, %s', c.cycle, c.phase)) FROM policy_cycles('federal_funds_target') AS c;

-- daily, at changes, at decisions
CREATE TEMP VIEW daily AS
SELECT day::date AS ts, (SELECT target_upper FROM fomc_decisions WHERE announced <= day ORDER BY announced DESC LIMIT 1) AS rate
FROM generate_series(timestamp '2000-02-02', '2025-10-29', '1 day') AS day;
CREATE TEMP VIEW decisions AS SELECT ts, rate FROM daily WHERE extract(day FROM ts) IN (1, 15) UNION SELECT ts, rate FROM federal_funds_target;
SELECT ok(pg_temp.as_printed(form::regclass), form || ': the published cycles') FROM unnest(ARRAY['daily', 'decisions']) AS form;
SELECT is((SELECT array_agg(c)::text FROM policy_cycles(form::regclass) AS c), (SELECT array_agg(c)::text FROM policy_cycles('federal_funds_target') AS c), form || ': cycles as at changes only') FROM unnest(ARRAY['daily', 'decisions']) AS form;
SELECT is((SELECT array_agg(p)::text FROM policy_phases(form::regclass) AS p), (SELECT array_agg(p)::text FROM policy_phases('federal_funds_target') AS p), form || ': phases as at changes only') FROM unnest(ARRAY['daily', 'decisions']) AS form;

-- phases
SELECT ok(bool_and(p.start_ts = before) AND min(p.start_ts) = '2000-02-02' AND max(p.end_ts) = '2025-10-29', 'phases share their ends from the first row to the last') || E'\n'
    || ok(bool_and(p.start_rate = rate), 'and their rates') || E'\n'
    || ok(bool_and(CASE p.phase WHEN 'cut' THEN p.moves > 0 AND p.total_bp < 0 WHEN 'hike' THEN p.moves > 0 AND p.total_bp > 0 ELSE p.moves = 0 AND p.total_bp = 0 END), 'cuts go down, hikes up, the rest is at rest') || E'\n'
    || ok(bool_and(p.total_bp = round(100 * (p.end_rate - p.start_rate)::numeric, 8)), 'total_bp is the change of the rate') || E'\n'
    || is(sum(p.moves), (SELECT count(*) - 1 FROM fomc_decisions), 'every move is in a phase') || E'\n'
    || is(array_agg(p.number), array_agg(place::integer), 'numbered in order')
FROM (SELECT *, lag(end_ts, 1, start_ts) OVER w AS before, lag(end_rate, 1, start_rate) OVER w AS rate, row_number() OVER w AS place FROM policy_phases('federal_funds_target') WINDOW w AS (ORDER BY number)) AS p;
SELECT is(array_agg((p.phase, p.start_ts, p.end_ts, p.start_rate, p.end_rate, p.moves, p.total_bp)::text ORDER BY p.number), ARRAY[
    '(hold,2018-12-19,2019-07-31,2.5,2.5,0,0)', '(cut,2019-07-31,2019-10-30,2.5,1.75,3,-75)', '(pause,2019-10-30,2020-03-03,1.75,1.75,0,0)', '(cut,2020-03-03,2020-03-15,1.75,0.25,2,-150)',
    '(hold,2020-03-15,2022-03-16,0.25,0.25,0,0)', '(hike,2022-03-16,2022-07-27,0.25,2.5,4,225)', '(pause,2022-07-27,2022-09-21,2.5,2.5,0,0)'], 'the phases from 2018 to 2022')
FROM policy_phases('federal_funds_target') AS p WHERE p.start_ts BETWEEN '2018-12-19' AND '2022-07-27' AND p.end_ts > '2018-12-19';

-- what was known on a day
SELECT is((SELECT string_agg(concat_ws(' ', c.cycle, c.phase, c.start_ts, c.end_ts, c.open), ', ') FROM policy_cycles('daily', as_of => day) AS c WHERE c.end_ts >= '2001-08-21'), want, 'cycles known on ' || day) FROM (VALUES
    (date '2001-08-20', NULL),
    ('2001-08-21', '1 later 2001-08-21 2001-08-21 t'),
    ('2002-10-07', '1 later 2001-08-21 2001-12-11 t'),
    ('2002-10-08', '1 later 2001-08-21 2001-12-11 f'),
    ('2002-11-06', '1 later 2001-08-21 2001-12-11 f, 2 early 2002-11-06 2002-11-06 t')) AS v (day, want);
SELECT is((SELECT string_agg(concat_ws(' ', p.phase, p.start_ts, p.end_ts, p.open), ', ') FROM policy_phases('daily', as_of => day) AS p WHERE p.end_ts >= '2001-06-27'), want, 'phases known on ' || day) FROM (VALUES
    (date '2001-06-27', 'cut 2001-01-03 2001-06-27 t'),
    ('2001-06-28', 'cut 2001-01-03 2001-06-27 t, hold 2001-06-27 2001-06-28 t'),
    ('2001-08-17', 'cut 2001-01-03 2001-06-27 t, hold 2001-06-27 2001-08-17 t'),
    ('2001-08-18', 'cut 2001-01-03 2001-06-27 f, hold 2001-06-27 2001-08-18 t'),
    ('2001-08-21', 'cut 2001-01-03 2001-06-27 f, pause 2001-06-27 2001-08-21 f, cut 2001-08-21 2001-08-21 t')) AS v (day, want);
SELECT is((SELECT array_agg(c)::text FROM policy_cycles('daily', as_of => day) AS c), (SELECT array_agg(c)::text FROM policy_cycles('daily') AS c), 'as_of ' || coalesce(day::text, 'NULL') || ' leaves all rows')
FROM unnest('{2025-10-29,infinity,NULL}'::date[]) AS day;
SELECT is(count(*), 1::bigint, 'rules and as_of by name, as bare literals') FROM policy_cycles('daily', rules => NULL, as_of => '2001-08-20');
SELECT is(count(*), 0::bigint, 'nothing is known before the second row') FROM policy_cycles('daily', as_of => '2000-02-02');
SELECT is(count(*), 0::bigint, 'nor are phases') FROM policy_phases('daily', as_of => '2000-02-02');

-- small series: days of January 2024 on
CREATE FUNCTION pg_temp.cycles(rates numeric[], days integer[], rules cycle_rules) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN s.g IS NOT NULL THEN coalesce((SELECT string_agg(format('%s %s %s-%s %s %s%s', c.cycle, c.phase, c.start_ts - date '2024-01-01', c.end_ts - date '2024-01-01', c.cuts, c.total_bp, CASE WHEN c.open THEN ' open' ELSE '' END), ', ') FROM unnest(s.g) AS c), '') END
    FROM (SELECT policy_cycles(date '2024-01-01' + d, r, rules) AS g FROM unnest(rates, days) AS u (r, d)) AS s
$$;
CREATE FUNCTION pg_temp.phases(rates numeric[], days integer[], rules cycle_rules) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN s.g IS NOT NULL THEN coalesce((SELECT string_agg(format('%s %s-%s %s>%s %s%s', p.phase, p.start_ts - date '2024-01-01', p.end_ts - date '2024-01-01', p.start_rate, p.end_rate, p.moves, CASE WHEN p.open THEN ' open' ELSE '' END), ', ') FROM unnest(s.g) AS p), '') END
    FROM (SELECT policy_phases(date '2024-01-01' + d, r, rules) AS g FROM unnest(rates, days) AS u (r, d)) AS s
$$;
CREATE TEMP TABLE small (rates numeric[], days integer[], cycles text, phases text, what text);
INSERT INTO small VALUES
    ('{}', '{}', NULL, NULL, 'no rows'),
    ('{5}', '{0}', NULL, NULL, 'one row'),
    ('{5,NULL}', '{0,1}', NULL, NULL, 'one row and a NULL rate'),
    ('{5,4.75}', '{0,NULL}', NULL, NULL, 'one row and a NULL ts'),
    ('{5,NULL,4.75}', '{0,1,2}', '1 early 2-2 1 -25 open', 'hold 0-2 5>5 0, cut 2-2 5>4.75 1 open', 'a NULL skips its row'),
    ('{5,5}', '{0,100}', '', 'hold 0-100 5>5 0 open', 'no move'),
    ('{5,5.25}', '{0,1}', '', 'hold 0-1 5>5 0, hike 1-1 5>5.25 1 open', 'a hike'),
    ('{5,4.75}', '{0,1}', '1 early 1-1 1 -25 open', 'hold 0-1 5>5 0, cut 1-1 5>4.75 1 open', 'a cut'),
    ('{5,4,3}', '{0,1,10}', '1 early 1-10 2 -200 open', 'hold 0-1 5>5 0, cut 1-10 5>3 2 open', 'two cuts a day short of a pause apart'),
    ('{5,4,3}', '{0,1,11}', '1 early 1-1 1 -100 open, 1 later 11-11 1 -100 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1, pause 1-11 4>4 0, cut 11-11 4>3 1 open', 'a pause apart'),
    ('{5,4,3}', '{0,1,21}', '1 early 1-1 1 -100 open, 1 later 21-21 1 -100 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1, pause 1-21 4>4 0, cut 21-21 4>3 1 open', 'the limit apart'),
    ('{5,4,3}', '{0,1,22}', '1 early 1-1 1 -100, 2 early 22-22 1 -100 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1, hold 1-22 4>4 0, cut 22-22 4>3 1 open', 'a day over the limit apart'),
    ('{5,4,3,2,1}', '{0,1,15,20,35}', '1 early 1-1 1 -100 open, 1 later 15-35 3 -300 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1, pause 1-15 4>4 0, cut 15-20 4>2 2, pause 20-35 2>2 0, cut 35-35 2>1 1 open', 'only the first pause parts the phases of a cycle'),
    ('{5,4,4.5,4}', '{0,1,2,3}', '1 early 1-1 1 -100, 2 early 3-3 1 -50 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1, hold 1-2 4>4 0, hike 2-2 4>4.5 1, hold 2-3 4.5>4.5 0, cut 3-3 4.5>4 1 open', 'a hike between cuts'),
    ('{5,4,4}', '{0,1,10}', '1 early 1-1 1 -100 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1 open, hold 1-10 4>4 0 open', 'at rest for less than a pause'),
    ('{5,4,4}', '{0,1,11}', '1 early 1-1 1 -100 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1, hold 1-11 4>4 0 open', 'at rest for as long as a pause'),
    ('{5,4,4}', '{0,1,21}', '1 early 1-1 1 -100 open', 'hold 0-1 5>5 0, cut 1-1 5>4 1, hold 1-21 4>4 0 open', 'at rest up to the limit'),
    ('{5,4,4}', '{0,1,22}', '1 early 1-1 1 -100', 'hold 0-1 5>5 0, cut 1-1 5>4 1, hold 1-22 4>4 0 open', 'at rest over the limit'),
    ('{4.25,4.20,4.20}', '{0,1,2}', '1 early 1-1 1 -5 open', 'hold 0-1 4.25>4.25 0, cut 1-1 4.25>4.2 1 open, hold 1-2 4.2>4.2 0 open', 'exactly 5 bp'),
    ('{0,-0.1,-0.75}', '{0,1,2}', '1 early 1-2 2 -75 open', 'hold 0-1 0>0 0, cut 1-2 0>-0.75 2 open', 'rates below zero');
SELECT is(pg_temp.cycles(rates, days, cycle_rules(20, 10)), cycles, 'cycles: ' || what) || E'\n' || is(pg_temp.phases(rates, days, cycle_rules(20, 10)), phases, 'phases: ' || what) FROM small;
SELECT is(cardinality(policy_cycles(ts, rate)), 0, 'no cut gives an empty array') FROM (VALUES (date '2024-01-01', 1), ('2024-01-02', 2)) AS v (ts, rate);
SELECT is(pg_temp.cycles('{5,4,3}', '{0,1,2}', cycle_rules(1, 1)), '1 early 1-1 1 -100 open, 1 later 2-2 1 -100 open', 'limits of a day');
CREATE TEMP VIEW steps AS SELECT date '2024-01-01' + i AS ts, 0.1 * (50 - i) + 0.2 AS rate FROM generate_series(0, 40) AS i;
SELECT is(c.total_bp, -400::float8, 'float8 rates are summed as decimals') FROM (SELECT policy_cycles(ts, (0.1::float8 * (50 - (ts - '2024-01-01')) + 0.2::float8)) AS g FROM steps) AS s, unnest(s.g) AS c;
SELECT is(cardinality(policy_cycles(ts, CASE WHEN ts < '2024-01-10' THEN 0.1::float8 + 0.2::float8 ELSE 0.3 END)), 0, 'the same decimal is no move') FROM steps;

-- rows in any order, rules, types
SELECT is(policy_cycles(ts, rate ORDER BY rate, ts), policy_cycles(ts, rate ORDER BY ts DESC), 'cycles: row order does not matter') || E'\n'
    || is(policy_phases(ts, rate ORDER BY rate, ts), policy_phases(ts, rate), 'phases: row order does not matter') || E'\n'
    || is(policy_cycles(ts, rate::float8), policy_cycles(ts, rate), 'cycles: numeric and float8') || E'\n'
    || is(policy_cycles(ts, rate, NULL), policy_cycles(ts, rate), 'cycles: NULL rules are the default ones') || E'\n'
    || is(policy_phases(ts, rate, cycle_rules()), policy_phases(ts, rate), 'phases: so are those of cycle_rules()') || E'\n'
    || is(policy_cycles(ts, rate, ROW(NULL, NULL)::cycle_rules), policy_cycles(ts, rate, cycle_rules(300, 52)), 'a NULL in rules is its default')
FROM federal_funds_target;
SELECT ok(bool_and(so_far = (SELECT policy_phases(ts, rate) FROM federal_funds_target WHERE ts <= f.ts)) AND count(*) = 72, 'over a growing frame, rows out of order at first')
FROM (SELECT ts, policy_phases(ts, rate) OVER (ORDER BY ts) AS so_far FROM federal_funds_target) AS f WHERE so_far IS NOT NULL;
SELECT ok(bool_and(c.cycles = (SELECT policy_cycles(ts, rate) FROM federal_funds_target)) AND count(*) = 3, 'by group')
FROM (SELECT country, policy_cycles(ts, rate) AS cycles FROM federal_funds_target, generate_series(1, 3) AS country GROUP BY country) AS c;

-- errors
SELECT pg_temp.raises(format('SELECT cycle_rules(%s)', arguments), '22023', pattern, 'cycle_rules(' || arguments || ')') FROM (VALUES
    ('max_gap_days => 0', '^max_gap_days must be at least 1, not 0$'),
    ('max_gap_days => -1', '^max_gap_days must be at least 1, not -1$'),
    ('pause_days => 0', '^pause_days must be at least 1, not 0$'),
    ('pause_days => 301', '^pause_days must not be above max_gap_days, not 301 with 300$'),
    ('max_gap_days => 51', '^pause_days must not be above max_gap_days, not 52 with 51$')) AS v (arguments, pattern);
SELECT lives_ok(format('SELECT cycle_rules(%s)', arguments), 'cycle_rules(' || arguments || ')') FROM unnest(ARRAY['1, 1', '52', 'pause_days => 300', 'NULL, NULL']) AS arguments;
CREATE FUNCTION pg_temp.hint(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    EXECUTE statement;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN hint;
END
$$;
SELECT is(pg_temp.hint(format('SELECT cycle_rules(%s)', arguments)), 'Allowed: 1 or more days, pause_days not above max_gap_days.', 'the hint for ' || arguments) FROM unnest(ARRAY['0', '10, 0', '10, 11']) AS arguments;
SELECT pg_temp.raises(format('SELECT %s(ts, rate, ROW(10, 20)::cycle_rules) FROM daily', f), '22023', '^pause_days', f || ': rules that did not come from cycle_rules() are checked too') || E'\n'
    || pg_temp.raises(format('SELECT %s(ts, rate, ROW(10, 20)::cycle_rules) FROM (VALUES (date ''2024-01-01'', 1)) AS v (ts, rate)', f), '22023', '^pause_days', f || ': even for one row') || E'\n'
    || pg_temp.raises(format('SELECT %s(ts, rate, cycle_rules(300 + extract(day FROM ts)::integer)) FROM daily', f), '22023', '^rules must be the same in every row', f || ': rules that change') || E'\n'
    || pg_temp.raises(format('SELECT %s(ts, rate, CASE WHEN ts > ''2001-01-01'' THEN cycle_rules() END) FROM daily', f), '22023', '^rules must be the same in every row', f || ': rules in some rows') || E'\n'
    || pg_temp.raises(format('SELECT %s(ts, ''NaN'') FROM daily', f), '22023', '^rate must be finite and at most 1e8 percent in size, not NaN \(ts 2000-02-02\)$', f || ': rate not a number') || E'\n'
    || pg_temp.raises(format('SELECT %s(ts, ''-Infinity'') FROM daily', f), '22023', '^rate must be finite', f || ': rate infinite') || E'\n'
    || pg_temp.raises(format('SELECT %s(ts, 1.1e8) FROM daily', f), '22023', '^rate must be finite', f || ': rate too large') || E'\n'
    || pg_temp.raises(format('SELECT %s(CASE WHEN ts < ''2024-01-01'' THEN ts ELSE ''infinity'' END, rate) FROM daily', f), '22023', '^ts must be finite, not infinity$', f || ': infinite date') || E'\n'
    || pg_temp.raises(format('SELECT %s(date ''2024-01-05'', rate) FROM daily', f), '21000', '^two rows have the ts 2024-01-05$', f || ': two rates on a date') || E'\n'
    || pg_temp.raises(format('SELECT * FROM %s(''ten_year_yields'')', f), '42703', 'has no column rate$', f || ': a table without rates') || E'\n'
    || pg_temp.raises(format('SELECT * FROM %s(''fomc_decisions'')', f), '42703', 'has no column ts$', f || ': a table without ts') || E'\n'
    || pg_temp.raises(format('SELECT * FROM %s(NULL)', f), '22004', '^rates must not be NULL$', f || ': no table') || E'\n'
    || pg_temp.raises(format('SELECT * FROM %s(''federal_funds_target'', ROW(10, 20)::cycle_rules)', f), '22023', '^pause_days', f || ': rules of a table checked')
FROM unnest(ARRAY['policy_cycles', 'policy_phases']) AS f;

-- names are quoted and qualified
CREATE SCHEMA "odd ""schema";
CREATE TABLE "odd ""schema"."a table; DROP" AS SELECT ts::timestamp, rate::text::numeric FROM daily;
CREATE TEMP TABLE nothing (ts date, rate numeric);
CREATE SCHEMA first_in_path;
CREATE FUNCTION first_in_path.unnest(policy_cycle[]) RETURNS SETOF policy_cycle LANGUAGE sql AS 'SELECT NULL::policy_cycle WHERE false';
CREATE FUNCTION first_in_path.no(date, date) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE OPERATOR first_in_path.<= (LEFTARG = date, RIGHTARG = date, FUNCTION = first_in_path.no);
CREATE AGGREGATE first_in_path.policy_cycles(date, float8, cycle_rules) (SFUNC = policy_cycles_accum, STYPE = internal, FINALFUNC = policy_phases_final);
SET LOCAL search_path = first_in_path, pg_catalog, public, pg_temp;
SELECT is((SELECT count(*) FROM policy_cycles('"odd ""schema"."a table; DROP"', as_of => '2025-10-29')), 10::bigint, 'a table of an odd name, whatever the search_path');
SELECT is((SELECT count(*) FROM policy_cycles('nothing')), 0::bigint, 'no rows, flat');

SELECT * FROM finish();
ROLLBACK;
