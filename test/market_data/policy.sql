-- Rate-cut cycles from the federal funds target as recorded on every calendar
-- day: the target to 2008-12-15, the upper bound of its range from 2008-12-16.
-- Since 2000 they are the cycles of the published decisions.

SELECT plan(9);

\getenv here HERE
\cd :here/../..
\i data/load.sql

CREATE VIEW recorded_target AS
SELECT ts, value AS rate FROM series
WHERE series = 'DFEDTAR' AND ts <= '2008-12-15' OR series = 'DFEDTARU' AND ts >= '2008-12-16';

CREATE VIEW recorded_decisions AS
SELECT recorded AS ts, target_upper AS rate FROM fomc_decisions;

SELECT is(count(*), max(ts) - min(ts) + 1::bigint, format('a rate on each of %s days', count(*)))
FROM recorded_target WHERE rate IS NOT NULL;

-- The series has its changes on the days that the decisions say.
SELECT results_eq(
    $$SELECT ts, rate::numeric FROM (SELECT ts, rate, lag(rate) OVER (ORDER BY ts) AS before FROM recorded_target) AS t
      WHERE rate <> before AND ts >= '2000-01-01' ORDER BY ts$$,
    'SELECT recorded, target_upper FROM fomc_decisions ORDER BY recorded',
    'since 2000 the rate changes as the decisions say');

SELECT results_eq(
    $$SELECT dense_rank() OVER (ORDER BY cycle), phase, start_ts, end_ts, cuts, total_bp, open
      FROM policy_cycles('recorded_target') WHERE start_ts >= '2000-01-01' ORDER BY start_ts$$,
    $$SELECT cycle::bigint, phase, start_ts, end_ts, cuts, total_bp, open
      FROM policy_cycles('recorded_decisions') ORDER BY start_ts$$,
    'the cycles since 2000 are those of the decisions');

SELECT results_eq(
    $$SELECT to_char(later.start_ts, 'YYYY-MM'), later.open
      FROM policy_cycles('recorded_target') AS later WHERE phase = 'later' AND start_ts >= '2000-01-01' ORDER BY start_ts$$,
    'SELECT later_phase_month, cycle_end IS NULL FROM rate_cut_cycles ORDER BY cycle_start',
    'and the months in which their later phases began are the printed ones');

-- The limits are not critical.
SELECT is(
    array_agg(DISTINCT found.phases),
    ARRAY[(SELECT array_agg((phase, start_ts, end_ts)::text ORDER BY start_ts)::text FROM policy_cycles('recorded_decisions'))],
    'pauses of 51, 52 ... 55 days and gaps of 273, 301 and 329 give the same')
FROM generate_series(51, 55) AS pause, generate_series(273, 329, 28) AS gap,
    LATERAL (
        SELECT array_agg((phase, start_ts, end_ts)::text ORDER BY start_ts)::text AS phases
        FROM policy_cycles('recorded_target', cycle_rules(gap, pause)) WHERE start_ts >= '2000-01-01'
    ) AS found;

-- The cycles of the 1990s: three cuts each, and a pause in the first.
SELECT is(
    array_agg((phase, start_ts, end_ts, cuts, total_bp, open)::text ORDER BY start_ts),
    '{"(early,1995-07-06,1995-07-06,1,-25,f)","(later,1995-12-19,1996-01-31,2,-50,f)","(early,1998-09-29,1998-11-17,3,-75,f)"}',
    'the cycles of 1995-96 and 1998')
FROM policy_cycles('recorded_target')
WHERE start_ts BETWEEN '1995-01-01' AND '1999-12-31';

-- What was known before the cut of December 1995, and on that day.
SELECT is(array_agg((phase, start_ts, end_ts, open)::text ORDER BY start_ts), '{"(early,1995-07-06,1995-07-06,t)"}',
    'on 1995-12-18 the cycle of 1995 was open, with one cut')
FROM policy_cycles('recorded_target', as_of => '1995-12-18')
WHERE start_ts >= '1995-01-01';
SELECT is(array_agg((phase, start_ts, end_ts, open)::text ORDER BY number),
    '{"(cut,1995-07-06,1995-07-06,f)","(pause,1995-07-06,1995-12-19,f)","(cut,1995-12-19,1995-12-19,t)"}',
    'on 1995-12-19 the rest since July was a pause')
FROM policy_phases('recorded_target', as_of => '1995-12-19')
WHERE start_ts >= '1995-07-06';

-- All phases together are the whole series.
SELECT ok(
    bool_and(start_ts = before) AND min(start_ts) = '1982-09-27' AND
        max(end_ts) = (SELECT max(ts) FROM recorded_target) AND
        sum(total_bp) = (SELECT yield_change_bp(ts, rate) FROM recorded_target) AND count(*) > 100,
    format('%s phases share their ends and add up to the change of the rate: %s bp', count(*), sum(total_bp)))
FROM (SELECT *, lag(end_ts, 1, start_ts) OVER (ORDER BY number) AS before FROM policy_phases('recorded_target')) AS phases;

SELECT * FROM finish();
