\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();
\i data/load.sql

-- members of two indexes on weekdays; m3 splits on a Monday
CREATE TABLE prices (index_name text, ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text);
INSERT INTO prices
SELECT CASE WHEN m <= 4 THEN 'large' ELSE 'small' END, date '2023-06-29' + d, 'm' || m, (10 + m + 0.2 * sin(d * m / 7.0)) / CASE WHEN m = 3 AND d >= 102 THEN 2 ELSE 1 END,
       CASE WHEN d % 90 = m THEN 0.25 END, CASE WHEN m = 3 AND d = 102 THEN 2 END, 1000 * (10 + m + 0.2 * sin(d * m / 7.0)) / m, 's' || m % 3
FROM generate_series(1, 400) AS d, generate_series(1, 12) AS m
WHERE extract(isodow FROM date '2023-06-29' + d) < 6;

CREATE TEMP TABLE made AS
SELECT * FROM create_dashboard_views('dashboard', 'index_levels_by_month', 'ten_year_yields', 'prices', 'federal_funds_target', 'Russell 1000', 'Russell 2000',
                                     regime_rules(split_divergence => 0.035), cycle_rules(pause_days => 60), index_rules('capped', cap => 0.4, rebalance => 'month', rebalance_dates => NULL), 12);

-- what is there: the names are part of the interface
CREATE TEMP VIEW described AS
SELECT relname::text COLLATE "default" AS relname, attname::text COLLATE "default" AS attname, attnum, format_type(atttypid, atttypmod) AS type, col_description(attrelid, attnum) AS comment
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' AND attnum > 0;
SELECT results_eq('SELECT relname, string_agg(attname, '', '' ORDER BY attnum) FROM described GROUP BY relname ORDER BY relname COLLATE "C"', $$VALUES
('calendar_returns', 'series, frequency, year, quarter, month, start_ts, end_ts, series_return, complete'),
    ('direction_returns', 'series, direction, regimes, compound_return, average_return, average_relative_return, hit_rate'),
    ('drawdowns', 'series, number, peak_ts, trough_ts, recovery_ts, depth, days, recovered'),
    ('index_breadth', 'index_name, ts, advancers, decliners, unchanged, pct_advancing, ad_ratio, advance_decline_line'),
    ('index_broadening', 'index_name, ts, equal_level, cap_level, relative_strength'),
    ('index_levels', 'index_name, weighting, ts, level, total_return_level, divisor, members, turnover, effective_n'),
    ('index_members', 'index_name, ts, member, sector, price, market_cap, cap_weight'),
    ('index_series', 'series, ts, level'),
    ('large_small_history', 'ts, large_level, small_level, large_return, small_return, relative_return, relative_strength'),
    ('large_small_regimes', 'number, direction, start_ts, end_ts, large_return, small_return, relative_return, change_bp, confirmed_on, provisional'),
    ('largest_moves', 'series, kind, place, start_ts, end_ts, series_return'),
    ('level_problems', 'problem, series, ts, previous_ts, level, previous_level, detail'),
    ('levels', 'series, ts, level'),
    ('member_contributions', 'index_name, weighting, horizon, start_ts, member, average_weight, contribution, price_contribution'),
    ('member_prices', 'member, ts, price, dividend, split, market_cap, sector'),
    ('phase_returns', 'number, phase, start_ts, end_ts, series, series_return, benchmark_return, relative_return, volatility, hit_rate, sessions, first_ts, last_ts'),
    ('policy_cycles', 'cycle, phase, start_ts, end_ts, cuts, total_bp, open'),
    ('policy_phases', 'number, phase, start_ts, end_ts, start_rate, end_rate, moves, total_bp, open'),
    ('price_problems', 'problem, member, ts, previous_ts, price, previous_price, detail'),
    ('prices', 'index_name, ts, member, price, dividend, split, market_cap, sector'),
    ('rates', 'ts, rate'),
    ('regime_returns', 'number, direction, start_ts, end_ts, series, series_return, benchmark_return, relative_return, volatility, hit_rate, sessions, first_ts, last_ts'),
    ('sector_contributions', 'index_name, weighting, horizon, start_ts, sector, average_weight, contribution, price_contribution'),
    ('series_history', 'series, ts, level, simple_return, cumulative_return, rebased_level, drawdown, rolling_return, rolling_volatility'),
    ('series_summary', 'series, observations, first_ts, last_ts, last_level, total_return, annualized_return, volatility, max_drawdown, drawdown'),
    ('trailing_returns', 'number, horizon, start_ts, series, series_return, benchmark_return, relative_return, volatility, hit_rate, sessions, first_ts, last_ts'),
    ('yield_history', 'ts, yield, change_bp, regime, direction, provisional'),
    ('yield_regimes', 'number, direction, start_ts, end_ts, start_yield, end_yield, change_bp, confirmed_on, provisional'),
    ('yields', 'ts, yield')
$$, 'the views and their columns');
SELECT results_eq('SELECT DISTINCT type FROM described ORDER BY type', ARRAY['boolean', 'date', 'double precision', 'integer', 'text'], 'only plain types');
SELECT is(string_agg(attname, ', '), NULL, 'a name has one type in all views') FROM (SELECT attname FROM described GROUP BY attname HAVING count(DISTINCT type) > 1) AS s;
SELECT is(string_agg(relname || '.' || attname, ', '), NULL, 'every column has a comment') FROM described WHERE comment IS NULL;
SELECT is(string_agg(oid::regclass::text, ', '), NULL, 'every view has a comment, and so has the function told')
FROM pg_class LEFT JOIN made ON relname = view_name
WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' AND obj_description(oid, 'pg_class') IS DISTINCT FROM description || ' (create_dashboard_views)';
SELECT is((SELECT count(*) FROM made), (SELECT count(DISTINCT relname) FROM described), 'the function returns what it has made');

-- the table functions give plain columns too, but for two
SELECT bag_eq($$SELECT DISTINCT (proname || '.' || proargnames[i])::text COLLATE "default", format_type(proallargtypes[i], NULL)
                FROM pg_depend JOIN pg_proc ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid, generate_subscripts(proallargtypes, 1) AS i
                WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation') AND deptype = 'e'
                    AND 'regclass'::regtype = ANY (proargtypes) AND proargmodes[i] = 't'
                    AND proallargtypes[i] <> ALL ('{boolean,date,float8,integer,bigint,text}'::regtype[])$$,
              $$VALUES ('threshold_plateaus.pivot_ts', 'date[]'), ('index_memberships.valid', 'daterange')$$, 'what the table functions have that is not plain');

-- the inputs as they are
SELECT bag_eq('SELECT * FROM dashboard.levels', 'SELECT * FROM index_levels_by_month', 'levels');
SELECT bag_eq('SELECT * FROM dashboard.yields', 'SELECT ts, yield::float8 FROM ten_year_yields', 'yields');
SELECT bag_eq('SELECT * FROM dashboard.rates', 'SELECT ts, rate::float8 FROM federal_funds_target', 'rates');
SELECT bag_eq('SELECT * FROM dashboard.prices', 'SELECT * FROM prices', 'prices');

-- series
CREATE TEMP VIEW published AS
SELECT month_end AS ts, s.series, s.r FROM exhibit1, LATERAL (VALUES ('Russell 1000', russell_1000), ('Russell 2000', russell_2000)) AS s (series, r) WHERE s.r IS NOT NULL;
SELECT pg_temp.near(max(abs(simple_return - r)), 0, 1e-14, 'series_history: the published returns of ' || count(*) || ' months') FROM dashboard.series_history JOIN published USING (series, ts);
SELECT pg_temp.near(max(abs(simple_return - (level / lag - 1)) + abs(cumulative_return - (level / first - 1)) + abs(drawdown - (level / highest - 1)) + abs(rebased_level - level)), 0, 1e-13,
                    'series_history: against the levels')
FROM (SELECT *, lag(level) OVER w, first_value(level) OVER w AS first, max(level) OVER w AS highest FROM dashboard.series_history WINDOW w AS (PARTITION BY series ORDER BY ts)) AS s;
SELECT is(array_agg((series, ts, round(rolling_return::numeric, 4), round(rolling_volatility::numeric, 4))::text ORDER BY series, ts),
          (SELECT array_agg((series, ts, round(year::numeric, 4), round(volatility::numeric, 4))::text ORDER BY series, ts)
           FROM (SELECT series, ts, level / lag(level, 12) OVER (PARTITION BY series ORDER BY ts) - 1 AS year,
                        sqrt(12) * stddev_samp(r) OVER (PARTITION BY series ORDER BY ts ROWS 11 PRECEDING) AS volatility
                 FROM index_levels_by_month LEFT JOIN published USING (series, ts)) AS s WHERE year IS NOT NULL),
          'series_history: a year of rows, once there is one')
FROM dashboard.series_history WHERE rolling_return IS NOT NULL OR rolling_volatility IS NOT NULL;
SELECT is((observations, first_ts, last_ts, round(last_level::numeric, 3), round(total_return::numeric, 4), round(annualized_return::numeric, 4), round(volatility::numeric, 4), round(max_drawdown::numeric, 4), drawdown)::text,
          '(14,2023-06-30,2024-07-23,120.617,0.2062,0.1924,0.2380,-0.1669,0)', 'series_summary')
FROM dashboard.series_summary WHERE series = 'Russell 2000';
SELECT results_eq('SELECT number, horizon, start_ts, first_ts, last_ts, round(series_return::numeric, 4), round(relative_return::numeric, 4) FROM dashboard.trailing_returns WHERE series = ''Russell 2000'' ORDER BY number', $$VALUES
    (1, '1 month', date '2024-06-23', date '2024-05-31', date '2024-07-23', 0.0858, 0.0320),
    (2, '3 months', '2024-04-23', '2024-03-28', '2024-07-23', 0.0600, 0.0036),
    (3, '6 months', '2024-01-23', '2023-12-29', '2024-07-23', 0.1149, -0.0503),
    (4, 'year to date', '2023-12-31', '2023-12-29', '2024-07-23', 0.1149, -0.0503),
    (5, '1 year', '2023-07-23', '2023-06-30', '2024-07-23', 0.2062, -0.0573),
    (6, '3 years', '2021-07-23', NULL, NULL, NULL, NULL),
    (7, '5 years', '2019-07-23', NULL, NULL, NULL, NULL),
    (8, '10 years', '2014-07-23', NULL, NULL, NULL, NULL)$$, 'trailing_returns');
SELECT pg_temp.near(max(abs(series_return - r)), 0, 1e-14, 'calendar_returns: the published returns of ' || count(*) || ' months')
FROM dashboard.calendar_returns AS c JOIN published AS p ON p.series = c.series AND p.ts = end_ts AND frequency = 'month' AND (year, quarter, month) = (extract(year FROM ts), extract(quarter FROM ts), extract(month FROM ts));
SELECT is(array_agg((frequency, year, quarter, month, start_ts, complete)::text ORDER BY end_ts, frequency),
          '{"(quarter,2023,3,,2023-06-30,t)","(quarter,2023,4,,2023-09-29,t)","(year,2023,,,2023-06-30,f)","(quarter,2024,1,,2023-12-29,t)","(quarter,2024,2,,2024-03-28,t)","(month,2024,3,7,2024-06-28,f)","(quarter,2024,3,,2024-06-28,f)","(year,2024,,,2023-12-29,f)"}',
          'calendar_returns: periods, complete or not')
FROM dashboard.calendar_returns WHERE series = 'Russell 1000' AND (frequency <> 'month' OR NOT complete);
SELECT bag_eq('SELECT series, number, peak_ts, trough_ts, recovery_ts, round(depth::numeric, 4), days, recovered FROM dashboard.drawdowns WHERE series = ''Russell 1000''', $$VALUES
    ('Russell 1000', 1, date '2023-07-31', date '2023-10-31', date '2023-12-29', -0.0863, 151, true),
    ('Russell 1000', 2, '2024-03-28', '2024-04-30', '2024-05-31', -0.0426, 64, true)$$, 'drawdowns');
SELECT is(array_agg(kind || place || ' ' || start_ts || ' ' || round(series_return::numeric, 4) ORDER BY kind, place), '{"best1 2023-11-30 0.1222","worst1 2024-03-28 -0.0704"}', 'largest_moves')
FROM dashboard.largest_moves WHERE series = 'Russell 2000' AND place = 1;
SELECT is_empty('SELECT * FROM dashboard.level_problems', 'level_problems: a month is no gap in monthly levels');
SELECT pg_temp.near(max(abs(relative_return - (l.r - s.r))), 0, 1e-14, 'large_small_history: relative returns')
FROM dashboard.large_small_history AS h JOIN published AS l USING (ts) JOIN published AS s USING (ts) WHERE l.series = 'Russell 1000' AND s.series = 'Russell 2000';
SELECT pg_temp.near(relative_strength, 100 * large_level / small_level, 1e-12, 'large_small_history: relative strength at the end') FROM dashboard.large_small_history ORDER BY ts DESC LIMIT 1;

-- yields and rates
SELECT results_eq('SELECT number, start_ts, end_ts, round(large_return::numeric, 3), round(small_return::numeric, 3), round(relative_return::numeric, 3) FROM dashboard.large_small_regimes ORDER BY number',
                  'SELECT period, start_ts, end_ts, russell_1000::numeric, russell_2000::numeric, CASE period WHEN 1 THEN 0.061 WHEN 2 THEN -0.076 ELSE relative::numeric END FROM exhibit4 ORDER BY period', 'large_small_regimes: exhibit 4');
SELECT bag_eq('SELECT number, direction, start_ts, end_ts, change_bp, confirmed_on, provisional FROM dashboard.yield_regimes',
              'SELECT number, direction, start_ts, end_ts, change_bp, confirmed_on, provisional FROM dashboard.large_small_regimes', 'yield_regimes are the same');
SELECT bag_eq('SELECT number, direction, start_ts, end_ts, series, series_return, relative_return FROM dashboard.regime_returns WHERE series = ''Russell 2000''',
              'SELECT number, direction, start_ts, end_ts, ''Russell 2000''::text, small_return, -relative_return FROM dashboard.large_small_regimes', 'regime_returns too, of small less large');
SELECT results_eq('SELECT series, direction, regimes, round(compound_return::numeric, 4), round(average_return::numeric, 4), round(average_relative_return::numeric, 4), round(hit_rate::numeric, 4) FROM dashboard.direction_returns ORDER BY series, direction',
                  $$SELECT 'Russell 1000', direction, count(*)::integer, round((exp(sum(ln(1 + large_return))) - 1)::numeric, 4), round(avg(large_return)::numeric, 4), NULL::numeric, NULL::numeric FROM dashboard.large_small_regimes GROUP BY direction
                    UNION ALL
                    SELECT 'Russell 2000', direction, count(*)::integer, round((exp(sum(ln(1 + small_return))) - 1)::numeric, 4), round(avg(small_return)::numeric, 4), round(avg(-relative_return)::numeric, 4),
                           round(avg((relative_return < 0)::integer), 4) FROM dashboard.large_small_regimes GROUP BY direction ORDER BY 1, 2$$, 'direction_returns');
SELECT is(array_agg((ts, yield, change_bp, regime)::text ORDER BY ts), (SELECT array_agg((month_end, ten_year_yield, 100 * (ten_year_yield - lag), (SELECT min(period) FROM exhibit4 WHERE month_end <= end_ts))::text ORDER BY month_end)
                                                                    FROM (SELECT *, lag(ten_year_yield) OVER (ORDER BY month_end) FROM exhibit1) AS s), 'yield_history')
FROM (SELECT ts, yield::numeric(4, 2), (change_bp::numeric + 0.00) AS change_bp, regime FROM dashboard.yield_history) AS s;
SELECT bag_eq('SELECT * FROM dashboard.policy_cycles', 'SELECT * FROM policy_cycles(''federal_funds_target'', rules => cycle_rules(pause_days => 60))', 'policy_cycles, with their rules');
SELECT isnt((SELECT count(*) FROM dashboard.policy_phases), (SELECT count(*) FROM policy_phases('federal_funds_target')), 'which are not the default ones');
SELECT bag_eq('SELECT * FROM dashboard.policy_phases', 'SELECT * FROM policy_phases(''federal_funds_target'', rules => cycle_rules(pause_days => 60))', 'policy_phases');
SELECT is(array_agg((phase, start_ts, end_ts, series, round(series_return::numeric, 4))::text ORDER BY series), '{"(hold,2023-07-26,2024-09-18,\"Russell 1000\",0.2635)","(hold,2023-07-26,2024-09-18,\"Russell 2000\",0.2062)"}', 'phase_returns')
FROM dashboard.phase_returns WHERE series_return IS NOT NULL;

-- indexes
SELECT bag_eq('SELECT * FROM dashboard.index_levels',
              $$SELECT index_name, weighting, ts, level, total_return_level, divisor, members, turnover, effective_n
                FROM (VALUES ('equal', index_rules('equal', rebalance => 'month')), ('cap', index_rules('cap', rebalance => 'month')), ('capped', index_rules('capped', cap => 0.4, rebalance => 'month'))) AS w (weighting, rules),
                     index_levels('prices', rules)$$, 'index_levels: both weightings, and that of the rules');
SELECT bag_eq('SELECT * FROM dashboard.index_series', 'SELECT index_name || '', '' || weighting, ts, total_return_level FROM dashboard.index_levels', 'index_series');
SELECT pg_temp.near(max(abs(relative_strength - 100 * equal_level / cap_level)), 0, 1e-11, 'index_broadening, of ' || count(*)) FROM dashboard.index_broadening;
SELECT results_eq('SELECT index_name, ts, advancers, decliners, unchanged, advance_decline_line FROM dashboard.index_breadth ORDER BY index_name, ts',
                  $$SELECT index_name, ts, advancers, decliners, unchanged, sum(advancers - decliners) OVER (PARTITION BY index_name ORDER BY ts)::integer
                    FROM (SELECT index_name, ts, count(*) FILTER (WHERE r > 1)::integer AS advancers, count(*) FILTER (WHERE r < 1)::integer AS decliners, count(*) FILTER (WHERE r = 1)::integer AS unchanged
                          FROM (SELECT index_name, ts, price * coalesce(split, 1) / lag(price) OVER (PARTITION BY member ORDER BY ts) AS r FROM prices) AS s WHERE r IS NOT NULL GROUP BY index_name, ts) AS s ORDER BY index_name, ts$$, 'index_breadth');
SELECT is((count(*), min(ts), max(ts), round(sum(cap_weight)::numeric, 12), round(sum(market_cap * cap_weight)::numeric, 3))::text, (SELECT (count(*), max(ts), max(ts), 2.000000000000, round(sum(w)::numeric, 3))::text
    FROM (SELECT ts, market_cap ^ 2 / sum(market_cap) OVER (PARTITION BY index_name) AS w FROM prices WHERE ts = (SELECT max(ts) FROM prices)) AS s), 'index_members') FROM dashboard.index_members;
SELECT bag_eq('SELECT index_name, weighting, horizon, start_ts, member, average_weight, contribution, price_contribution FROM dashboard.member_contributions WHERE weighting = ''cap'' AND horizon = ''1 month''',
              $$SELECT index_name, 'cap' AS weighting, '1 month' AS horizon, date '2024-07-02', name, average_weight, contribution, price_contribution FROM index_contributions('prices', index_rules('cap', rebalance => 'month'), 'member', '2024-07-02')$$, 'member_contributions');
SELECT results_eq('SELECT DISTINCT horizon, start_ts FROM dashboard.sector_contributions ORDER BY start_ts', $$VALUES ('1 year', date '2023-08-02'), ('year to date', '2023-12-31'), ('1 month', '2024-07-02')$$, 'their horizons');
SELECT pg_temp.near(max(abs(m.total - s.total)), 0, 1e-12, 'sector_contributions add up to those of the members, ' || count(*) || ' times')
FROM (SELECT index_name, weighting, horizon, sum(contribution) AS total FROM dashboard.member_contributions GROUP BY 1, 2, 3) AS m
JOIN (SELECT index_name, weighting, horizon, sum(contribution) AS total FROM dashboard.sector_contributions GROUP BY 1, 2, 3) AS s USING (index_name, weighting, horizon);

-- prices with mistakes, and members of two indexes
SELECT is_empty('SELECT * FROM dashboard.price_problems', 'price_problems: none');
INSERT INTO prices SELECT 'all', ts, member, price, dividend, split, market_cap, sector FROM prices;
SELECT is_empty('SELECT * FROM dashboard.price_problems', 'a member of two indexes is no duplicate');
SELECT bag_eq('SELECT * FROM dashboard.member_prices', 'SELECT DISTINCT member, ts, price, dividend, split, market_cap, sector FROM prices', 'member_prices');
INSERT INTO prices SELECT * FROM prices WHERE member = 'm5' AND ts = '2023-07-03';
DELETE FROM prices WHERE member = 'm6' AND ts = '2023-07-04';
UPDATE prices SET split = NULL WHERE member = 'm3';
SELECT is(array_agg((problem, member, ts, detail)::text ORDER BY member), '{"(split,m3,2023-10-09,2:1)","(duplicate,m5,2023-07-03,\"2 rows, one price\")","(gap,m6,2023-07-05,\"dates missed: 1, days: 2\")"}', 'price_problems') FROM dashboard.price_problems;
DELETE FROM prices WHERE member = 'm5' AND ts = '2023-07-03';

-- again: views keep their privileges and options, those that are left out stay, those that are another's are not touched
CREATE ROLE regress_dashboard_reader;
GRANT USAGE ON SCHEMA dashboard TO regress_dashboard_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA dashboard TO regress_dashboard_reader;
ALTER VIEW dashboard.yields SET (security_invoker = true);
CREATE VIEW dependent AS SELECT * FROM dashboard.yield_regimes;
SELECT results_eq('SELECT view_name FROM create_dashboard_views(''dashboard'', yields => ''ten_year_yields'')', ARRAY['yields', 'yield_regimes', 'yield_history'], 'only what yields alone give');
SELECT bag_eq('SELECT number, direction, start_ts, end_ts FROM dependent', 'SELECT number, direction, start_ts, end_ts FROM regimes(''ten_year_yields'')', 'with the rules of the second time');
SELECT is(reloptions, '{security_invoker=true}', 'options are kept') FROM pg_class WHERE oid = 'dashboard.yields'::regclass;
SELECT ok(has_table_privilege('regress_dashboard_reader', 'dashboard.yields', 'SELECT'), 'and so are privileges');
SELECT is((SELECT count(*) FROM dashboard.large_small_regimes), 5::bigint, 'the other views are still there');
ALTER VIEW dashboard.yields RESET (security_invoker);

-- who may read the views needs no right on the tables
SET LOCAL ROLE regress_dashboard_reader;
SELECT pg_temp.raises('SELECT * FROM ten_year_yields', '42501', 'permission denied', 'no right on the tables');
DO $$
DECLARE
    relation regclass;
BEGIN
    FOR relation IN SELECT oid FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v' LOOP
        EXECUTE format('SELECT count(*) FROM %s', relation);
    END LOOP;
END
$$;
SELECT pass('every view can be read');
RESET ROLE;
REVOKE SELECT ON dashboard.yields FROM regress_dashboard_reader;
SET LOCAL ROLE regress_dashboard_reader;
SELECT pg_temp.raises('SELECT * FROM dashboard.large_small_regimes', '42501', 'permission denied for view yields', 'but one on the views that a view reads by name');
RESET ROLE;

CREATE TABLE policy_phases ();
SELECT pg_temp.raises('SELECT create_dashboard_views(''public'', rates => ''federal_funds_target'')', '42P07', 'relation public.policy_phases was not made by create_dashboard_views', 'a table is not overwritten');
SELECT hasnt_view('public', 'rates', 'and nothing is made');
COMMENT ON VIEW dashboard.rates IS 'mine';
SELECT pg_temp.raises('SELECT create_dashboard_views(''dashboard'', rates => ''federal_funds_target'')', '42P07', 'dashboard.rates was not made', 'nor is a view with another comment');
COMMENT ON VIEW dashboard.rates IS NULL;
SELECT pg_temp.raises('SELECT create_dashboard_views(''dashboard'', rates => ''federal_funds_target'')', '42P07', 'dashboard.rates was not made', 'or with none');
CREATE MATERIALIZED VIEW dashboard.materialized AS SELECT 1;
SELECT pg_temp.raises('ALTER VIEW dashboard.rates RENAME TO rates_of_old; ALTER MATERIALIZED VIEW dashboard.materialized RENAME TO rates; COMMENT ON MATERIALIZED VIEW dashboard.rates IS ''(create_dashboard_views)''; SELECT create_dashboard_views(''dashboard'', rates => ''federal_funds_target'')', '42P07', 'dashboard.rates was not made', 'nor is a materialised view');

-- names
CREATE SCHEMA "it's %1$s :large \";
CREATE TABLE "it's %1$s :large \"."le""vels" (series varchar, "x y" integer, ts timestamp, level numeric);
INSERT INTO "it's %1$s :large \"."le""vels" SELECT s, 1, date '2024-01-01' + d, 100 + d FROM unnest(ARRAY['l''a %s :small \', ' ''"b"']) AS s, generate_series(1, 5) AS d;
SELECT is((SELECT count(*) FROM create_dashboard_views('it''s %1$s :large \', '"it''s %1$s :large \"."le""vels"', 'ten_year_yields', large => 'l''a %s :small \', small => ' ''"b"', index_rules => index_rules('cap'))), 15::bigint, 'names with quotes and placeholders');
SELECT is((SELECT count(*) FROM "it's %1$s :large \".large_small_history), 5::bigint, 'are put where they belong');
SELECT is((SELECT count(*) FROM "it's %1$s :large \".trailing_returns WHERE series = ' ''"b"'), 8::bigint, 'in every place');
SET LOCAL standard_conforming_strings = off;
SET LOCAL escape_string_warning = off;
SELECT is((SELECT count(*) FROM create_dashboard_views(E'it''s %1$s :large \\', E'"it''s %1$s :large \\"."le""vels"', 'ten_year_yields', large => E'l''a %s :small \\', small => ' ''"b"')), 15::bigint, 'whatever a backslash means');
SET LOCAL standard_conforming_strings = on;
SET LOCAL escape_string_warning = on;

-- types: whatever can be cast, and rows that a series leaves out
CREATE TABLE other_prices (ts timestamptz, member bigint, price numeric(10, 2), index_name varchar(9) COLLATE "C");
INSERT INTO other_prices SELECT timestamptz '2024-01-01 12:00' + d * interval '1 day', m, 10 + m + d % m, CASE WHEN m < 3 THEN 'a' END FROM generate_series(1, 40) AS d, generate_series(1, 4) AS m;
INSERT INTO other_prices VALUES (NULL, 1, 5, 'a'), ('2024-01-01', NULL, 5, 'a'), ('2024-01-01', 1, NULL, 'a');
SELECT results_eq('SELECT view_name FROM create_dashboard_views(''other'', prices => ''other_prices'')',
                  ARRAY['prices', 'member_prices', 'price_problems', 'index_levels', 'index_series', 'index_breadth', 'index_members', 'member_contributions'], 'prices without capitalisations and sectors');
SELECT results_eq('SELECT index_name, weighting, count(*) FROM other.index_levels GROUP BY 1, 2 ORDER BY 1', $$VALUES ('a', 'equal', 40::bigint), (NULL, 'equal', 40)$$, 'are weighted equally');
SELECT results_eq('SELECT index_name, count(*), min(member) FROM other.index_members GROUP BY 1 ORDER BY 1', $$VALUES ('a', 2::bigint, '1'), (NULL, 2, '3')$$, 'members without an index too');
ALTER TABLE other_prices RENAME index_name TO another_name;
SELECT lives_ok('SELECT create_dashboard_views(''other'', prices => (SELECT oid FROM pg_class WHERE relname = ''other_prices''))', 'a view may change what it is made of');
SELECT results_eq('SELECT DISTINCT series FROM other.index_series', ARRAY['index, equal'], 'an index without a name');
TRUNCATE other_prices, "it's %1$s :large \"."le""vels";
CREATE TABLE other_rates (ts date, rate integer);
CREATE TABLE other_yields (ts date, yield integer);
SELECT lives_ok('SELECT create_dashboard_views(''other'', ''"it''''s %1$s :large \"."le""vels"'', ''other_yields'', ''other_prices'', ''other_rates'')', 'tables may be empty');
SELECT is_empty(string_agg(format('SELECT %L FROM other.%I', relname, relname), ' UNION ALL '), 'and so are the views, all ' || count(*) || ' of them')
FROM pg_class WHERE relnamespace = 'other'::regnamespace AND relkind = 'v';

-- errors
CREATE FUNCTION pg_temp.hint(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    EXECUTE statement;
    RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN hint;
END
$$;
SELECT pg_temp.raises('SELECT create_dashboard_views(NULL, ''index_levels_by_month'')', '22004', '^schema_name must not be NULL$', 'no schema');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'')', '22004', '^one of levels, yields, prices and rates must not be NULL$', 'nothing to look at');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', ''ten_year_yields'')', '42703', '^relation public.ten_year_yields has no column series$', 'a missing column');
SELECT is(pg_temp.hint('SELECT create_dashboard_views(''x'', prices => ''ten_year_yields'')'), 'Needed: ts, member, price. A view can give other columns these names.', 'its hint');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', yields => ''federal_funds_target'')', '42703', 'no column yield', 'of yields');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', rates => ''ten_year_yields'')', '42703', 'no column rate', 'of rates');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', rates => 1::oid)', '42703', 'relation 1 has no column', 'no relation');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', ''index_levels_by_month'', large => ''Russell 1000'')', '22023', '^large and small must be two series', 'one series to compare');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', ''index_levels_by_month'', large => ''Russell 1000'', small => ''Russell 1000'')', '22023', '^large and small must be two series', 'twice the same');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', yields => ''ten_year_yields'', large => ''Russell 1000'', small => ''Russell 2000'')', '22023', '^large and small must be two series', 'of no levels');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', ''index_levels_by_month'', large => ''Russell 1000'', small => ''Rusell 2000'')', '22023', '^series ''Rusell 2000'' is not in relation public.index_levels_by_month$', 'a series that is not there');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', yields => ''ten_year_yields'', regime_rules => regime_rules(split_divergence => 0.03))', '22023', '^split_divergence needs two levels', 'split_divergence without levels');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', ''index_levels_by_month'', ''ten_year_yields'', regime_rules => regime_rules(split_divergence => 0.03))', '22023', '^split_divergence needs two levels', 'or without their names');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', ''index_levels_by_month'', periods_per_year => 1)', '22023', '^periods_per_year must be at least 2, not 1$', 'periods_per_year');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', ''index_levels_by_month'', periods_per_year => NULL)', '22023', '^periods_per_year must be at least 2, not NULL$', 'or none');
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', yields => ''made'')', '42703', 'no column ts', 'a temporary table without the columns');
SET enable_hashjoin = off;
SET enable_nestloop = off;
DISCARD PLANS;
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', prices => ''made'')', '42703', 'no column ts', 'the first of them under any plan');
RESET enable_hashjoin;
RESET enable_nestloop;
DISCARD PLANS;
CREATE TEMP TABLE temporary_yields AS SELECT * FROM ten_year_yields;
SELECT pg_temp.raises('SELECT create_dashboard_views(''x'', yields => ''temporary_yields'')', '22023', 'relation temporary_yields is temporary$', 'or with them');
SELECT pg_temp.raises('SELECT create_dashboard_views(''dashboard'', yields => ''dashboard.yields'')', '22023', '^view dashboard.yields would read itself$', 'a view of itself');
CREATE VIEW roundabout AS SELECT * FROM dashboard.yields;
SELECT pg_temp.raises('SELECT create_dashboard_views(''dashboard'', yields => ''roundabout'')', '42P17', 'infinite recursion', 'in a roundabout way');
SELECT is((SELECT count(*) FROM dashboard.yields), 14::bigint, 'the view is as it was');
SELECT pg_temp.raises('SELECT create_dashboard_views(''pg_x'', yields => ''ten_year_yields'')', '42939', 'unacceptable schema name', 'a schema of the system');
SELECT hasnt_schema('x', 'errors leave nothing behind');

-- functions and operators of others on the search_path are not looked at
CREATE SCHEMA hostile;
CREATE FUNCTION hostile.total_return(date, float8) RETURNS float8 LANGUAGE sql AS 'SELECT 666::float8';
CREATE FUNCTION hostile.format(text, VARIADIC text[]) RETURNS text LANGUAGE sql AS 'SELECT ''hostile''';
CREATE FUNCTION hostile.minus(float8, integer) RETURNS float8 LANGUAGE sql AS 'SELECT 666::float8';
CREATE OPERATOR hostile.- (LEFTARG = float8, RIGHTARG = integer, FUNCTION = hostile.minus);
CREATE TABLE hostile.pg_class ();
CREATE VIEW expected_summary AS SELECT * FROM dashboard.series_summary;
CREATE TEMP TABLE expected AS SELECT * FROM dashboard.series_summary;
DROP VIEW expected_summary;
SET LOCAL search_path = hostile, pg_catalog, public;
SELECT count(*) AS made FROM public.create_dashboard_views('safe', 'index_levels_by_month', periods_per_year => 12) \gset
SET LOCAL search_path = public;
SELECT is(:made, 8, 'whatever the search_path');
SELECT bag_eq('SELECT * FROM safe.series_summary', 'SELECT * FROM expected', 'the views are the same');

-- the extension elsewhere, and gone
CREATE SCHEMA "else where";
ALTER EXTENSION rotation SET SCHEMA "else where";
SELECT bag_eq('SELECT * FROM safe.series_summary', 'SELECT * FROM expected', 'views follow the extension');
SELECT is((SELECT count(*) FROM safe.calendar_returns), 40::bigint, 'and so do the functions in them');
SELECT is((SELECT count(*) FROM "else where".create_dashboard_views('moved', 'index_levels_by_month', 'ten_year_yields', periods_per_year => 12)), 13::bigint, 'new ones find it');
SELECT bag_eq('SELECT * FROM moved.series_summary', 'SELECT * FROM expected', 'where it was moved to');
SELECT pg_temp.raises('DROP EXTENSION rotation', '2BP01', 'cannot drop extension rotation because other objects depend on it', 'it cannot go while there are views');
SELECT lives_ok('DROP SCHEMA dashboard, safe, moved, other, "it''s %1$s :large \" CASCADE', 'the views are dropped with their schema');

SELECT * FROM finish();
ROLLBACK;
