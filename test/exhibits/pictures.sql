-- pictures.sql
--      Checks the pictures in the folder :pictures and the data behind them in the
--      folder :data against the published figures; test/exhibits/run calls it.

-- A check that finds no rows at all is missed by its number only.
SELECT plan(50);

\cd :data
CREATE TEMP TABLE months (ts date, yield numeric, large numeric, small numeric, large_so_far numeric, small_so_far numeric);
CREATE TEMP TABLE turns (number integer, direction text, start_ts date, start_yield numeric, end_ts date, end_yield numeric, change_bp numeric, confirmed_on date, yield_then numeric);
CREATE TEMP TABLE days (place integer, ts date, small numeric, large numeric, relative numeric, change_bp numeric, regime integer, direction text);
CREATE TEMP TABLE periods (number integer, direction text, start_ts date, end_ts date, change_bp numeric, large numeric, small numeric, relative numeric);
CREATE TEMP TABLE weights (place integer, start_ts date, end_ts date, series text, cap_weighted numeric, equal_weighted numeric, difference numeric);
CREATE TEMP TABLE phases (cycle integer, phase text, start_ts date, end_ts date, cuts integer, total_bp numeric, open boolean);
CREATE TEMP TABLE later (place integer, cycle integer, later_phase date, russell_2000 numeric, sp_500 numeric);
CREATE TEMP TABLE target (ts date, rate numeric);
\copy months FROM 'exhibit1.csv' WITH (FORMAT csv, HEADER)
\copy turns FROM 'exhibit2.csv' WITH (FORMAT csv, HEADER)
\copy days FROM 'exhibit3.csv' WITH (FORMAT csv, HEADER)
\copy periods FROM 'exhibit4.csv' WITH (FORMAT csv, HEADER)
\copy weights FROM 'exhibit5.csv' WITH (FORMAT csv, HEADER)
\copy phases FROM 'rate_cycles.csv' WITH (FORMAT csv, HEADER)
\copy later FROM 'later_phases.csv' WITH (FORMAT csv, HEADER)
\copy target FROM 'federal_funds_target.csv' WITH (FORMAT csv, HEADER)

-- the data
SELECT results_eq('SELECT ts, yield, large, small FROM months ORDER BY ts',
                  'SELECT month_end, ten_year_yield, 100 * russell_1000::numeric, 100 * russell_2000::numeric FROM exhibit1 ORDER BY month_end',
                  'exhibit 1: the months as published');
SELECT is(count(*) FILTER (WHERE abs(m.large_so_far - p.large) > 0.05 OR abs(m.small_so_far - p.small) > 0.05), 0::bigint,
          'exhibit 1: cumulative returns as compounded by logarithms')
FROM months AS m
JOIN (SELECT month_end AS ts, 100 * exp(sum(ln(1 + coalesce(russell_1000, 0)::numeric)) OVER w) - 100 AS large,
             100 * exp(sum(ln(1 + coalesce(russell_2000, 0)::numeric)) OVER w) - 100 AS small
      FROM exhibit1 WINDOW w AS (ORDER BY month_end)) AS p USING (ts);
SELECT results_eq('SELECT start_ts FROM turns ORDER BY start_ts', 'SELECT start_ts FROM exhibit4 WHERE period <= 4 ORDER BY start_ts',
                  'exhibit 2: the published periods start at the turns, but for the last');
SELECT is(count(*), 4::bigint, 'exhibit 2: from turn to turn, and established by a yield 25 bp on')
FROM turns AS t
JOIN exhibit1 AS e ON e.month_end = t.confirmed_on AND e.ten_year_yield = t.yield_then
WHERE t.change_bp = 100 * (t.end_yield - t.start_yield) AND t.confirmed_on <= t.end_ts AND abs(t.yield_then - t.start_yield) >= 0.25
  AND t.start_yield = (SELECT ten_year_yield FROM exhibit1 WHERE month_end = t.start_ts);
SELECT results_eq('SELECT ts, small, large, change_bp FROM days ORDER BY place',
                  'SELECT day, 100 * russell_2000::numeric, 100 * russell_1000::numeric, ten_year_change_bp::numeric FROM exhibit3 ORDER BY russell_2000 DESC, day',
                  'exhibit 3: the days as published, the largest first');
SELECT results_eq('SELECT regime FROM days ORDER BY place',
                  'SELECT p.period FROM days JOIN exhibit4 AS p ON ts > p.start_ts AND ts <= p.end_ts ORDER BY place',
                  'exhibit 3: each in its published period');
SELECT is(count(*), 5::bigint, 'exhibit 4: within 0.1 points and 2.5 bp of the published periods')
FROM periods AS p
JOIN exhibit4 AS e ON e.period = p.number AND e.start_ts = p.start_ts AND e.end_ts = p.end_ts
WHERE abs(p.large - 100 * e.russell_1000::numeric) <= 0.1 AND abs(p.small - 100 * e.russell_2000::numeric) <= 0.1
  AND abs(p.relative - 100 * e.relative::numeric) <= 0.1 AND abs(p.change_bp - e.ten_year_change_bp::numeric) <= 2.5
  AND (p.direction = 'rising') = (e.ten_year_change_bp > 0);
SELECT results_eq('SELECT start_ts, end_ts, large.cap_weighted, large.equal_weighted, small.cap_weighted, small.equal_weighted FROM weights AS large JOIN weights AS small USING (start_ts, end_ts) WHERE large.series = ''Russell 1000'' AND small.series = ''Russell 2000'' ORDER BY start_ts',
                  'SELECT start_ts, end_ts, 100 * russell_1000::numeric, 100 * russell_1000_equal_weight::numeric, 100 * russell_2000::numeric, 100 * russell_2000_equal_weight::numeric FROM exhibit5 ORDER BY start_ts',
                  'exhibit 5: as published');
SELECT is(count(*) FILTER (WHERE difference <> equal_weighted - cap_weighted), 0::bigint, 'exhibit 5: the differences') FROM weights;
SELECT results_eq('SELECT early.start_ts, CASE WHEN NOT early.open THEN later.end_ts END, pause.start_ts, pause.end_ts FROM phases AS early JOIN phases AS pause USING (cycle) JOIN phases AS later USING (cycle) WHERE early.phase = ''early'' AND pause.phase = ''pause'' AND later.phase = ''later'' ORDER BY cycle',
                  'SELECT cycle_start, cycle_end, pause_from, pause_to FROM rate_cut_cycles ORDER BY cycle_start',
                  'rate cycles: as published');
SELECT results_eq('SELECT russell_2000 FROM later WHERE russell_2000 IS NOT NULL ORDER BY place', 'SELECT 100 * price_return::numeric FROM later_phase_returns WHERE series = ''russell_2000'' ORDER BY later_phase', 'rate cycles: published returns of the Russell 2000');
SELECT results_eq('SELECT sp_500 FROM later WHERE sp_500 IS NOT NULL ORDER BY place', 'SELECT 100 * price_return::numeric FROM later_phase_returns WHERE series = ''sp_500'' ORDER BY later_phase', 'rate cycles: published returns of the S&P 500');
SELECT results_eq('SELECT ts, rate FROM target ORDER BY ts', 'SELECT announced, target_upper FROM fomc_decisions ORDER BY announced', 'rate cycles: the target as published');

-- the pictures
\cd :pictures
\set exhibit1 `cat exhibit1.svg`
\set exhibit2 `cat exhibit2.svg`
\set exhibit3 `cat exhibit3.svg`
\set exhibit4 `cat exhibit4.svg`
\set exhibit5 `cat exhibit5.svg`
\set rate_cycles `cat rate_cycles.svg`
CREATE TEMP TABLE picture AS
SELECT *
FROM (VALUES ('exhibit1', 800, 600, :'exhibit1'), ('exhibit2', 800, 450, :'exhibit2'), ('exhibit3', 800, 450, :'exhibit3'),
             ('exhibit4', 800, 450, :'exhibit4'), ('exhibit5', 800, 450, :'exhibit5'), ('rate_cycles', 800, 600, :'rate_cycles')) AS p (name, width, height, content);
SELECT ok(xml_is_well_formed_document(content), name || '.svg is well-formed') FROM picture ORDER BY name;

CREATE TEMP TABLE svg AS
SELECT name, width, height, content::xml AS content, ARRAY[ARRAY['s', 'http://www.w3.org/2000/svg']] AS space FROM picture;
SELECT is((xpath('/s:svg/@viewBox', content, space))[1]::text, format('0 0 %s %s', width, height), name || '.svg has its size')
FROM svg ORDER BY name;
SELECT ok(content::text !~* '<script|href=.(http|//)|[0-9]{2}:[0-9]{2}:[0-9]{2}', name || '.svg has no scripts, links or times') FROM svg ORDER BY name;

-- every piece of text, those that a line break parts by themselves
CREATE TEMP TABLE words AS
SELECT name, btrim(replace(t::text, '&amp;', '&')) AS word
FROM svg, unnest(xpath('//s:tspan/text()', content, space)) AS t;

CREATE TEMP TABLE expected (name text, word text);
INSERT INTO expected VALUES
    ('exhibit1', 'Exhibit 1: Large and small companies over the trajectory of the 10-year yield'),
    ('exhibit1', 'Cumulative return since 30 June 2023 (%)'), ('exhibit1', 'Return of each month (%)'),
    ('exhibit1', '10-year Treasury yield at the end of the month (%)'),
    ('exhibit1', 'Russell 1000'), ('exhibit1', 'Russell 2000'), ('exhibit1', '30 Jun'), ('exhibit1', '23 Jul'),
    ('exhibit2', 'Exhibit 2: The trajectory of the 10-year yield and its regimes'), ('exhibit2', 'cut where the indexes change places'),
    ('exhibit2', 'first date on which the regime is established'),
    ('exhibit3', 'Exhibit 3: The largest days of the Russell 2000'), ('exhibit3', 'Return of the day (%)'), ('exhibit3', 'Change of the 10-year yield (bp)'),
    ('exhibit4', 'Exhibit 4: Returns over the regimes of the 10-year yield'), ('exhibit4', 'Return (%)'), ('exhibit4', 'Change of the 10-year yield (bp)'),
    ('exhibit4', 'Russell 1000 less 2000'), ('exhibit4', '29 Dec 2023 – 30 Apr 2024'),
    ('exhibit5', 'Exhibit 5: Capitalisation-weighted against equal-weighted returns'), ('exhibit5', 'cap-weighted'), ('exhibit5', 'equal-weighted'),
    ('rate_cycles', 'Rate cycles: The phases of cuts in the federal funds target since 2000'), ('rate_cycles', 'Federal funds target, upper bound (%)'),
    ('rate_cycles', 'Cuts by cycle and phase (bp)'), ('rate_cycles', 'early phase'), ('rate_cycles', 'pause'), ('rate_cycles', 'later phase'), ('rate_cycles', 'S&P 500');
-- the figures at the bars and lines
INSERT INTO expected
SELECT name, replace(to_char(figure, CASE WHEN scale(figure) = 0 THEN 'FMSG990' ELSE 'FMSG990.0' END), '-', '−')
FROM (SELECT 'exhibit1', unnest(ARRAY[large_so_far, small_so_far]) FROM months WHERE ts = '2024-07-23'
      UNION ALL SELECT 'exhibit3', unnest(ARRAY[small, large, change_bp]) FROM days
      UNION ALL SELECT 'exhibit4', unnest(ARRAY[large, small, relative, change_bp]) FROM periods
      UNION ALL SELECT 'exhibit5', unnest(ARRAY[cap_weighted, equal_weighted]) FROM weights
      UNION ALL SELECT 'rate_cycles', unnest(ARRAY[russell_2000, sp_500]) FROM later
      UNION ALL SELECT 'rate_cycles', total_bp FROM phases) AS f (name, figure)
WHERE figure IS NOT NULL;
INSERT INTO expected SELECT 'exhibit5', replace(to_char(difference, 'FM(SG990.0)'), '-', '−') FROM weights;
INSERT INTO expected SELECT 'exhibit2', replace(to_char(change_bp, 'FMSG990'), '-', '−') || ' bp' FROM periods;
INSERT INTO expected SELECT 'exhibit2', start_yield::text FROM turns;
INSERT INTO expected SELECT 'exhibit3', to_char(ts, 'DD Mon YYYY') FROM days;
SELECT is(string_agg(DISTINCT word, '; ') FILTER (WHERE needed > found), NULL, name || '.svg has its titles, labels and figures, as often as needed')
FROM (SELECT name, word, count(*) AS needed, (SELECT count(*) FROM words WHERE words.name = expected.name AND words.word = expected.word) AS found
      FROM expected GROUP BY name, word) AS w
GROUP BY name ORDER BY name;
SELECT is(count(*), 1::bigint, p.name || '.svg has one line that names its source')
FROM picture AS p LEFT JOIN words AS w ON w.name = p.name AND w.word LIKE 'Source: published %' OR w.name = p.name AND w.word LIKE 'Source: decisions %'
GROUP BY p.name ORDER BY p.name;
SELECT is(string_agg(name || ': ' || word, '; '), NULL, 'no hyphen stands for a minus sign') FROM words WHERE word ~ '^\(?-';

-- filled rectangles: four corners each
CREATE TEMP TABLE rectangles AS
SELECT name, row_number() OVER (PARTITION BY name) AS n, replace((xpath('/s:polygon/@fill', p, space))[1]::text, ' ', '') AS fill,
       (SELECT array_agg(split_part(c, ',', 1)::float8) FROM regexp_split_to_table(btrim((xpath('/s:polygon/@points', p, space))[1]::text), ' ') AS c) AS x,
       (SELECT array_agg(split_part(c, ',', 2)::float8) FROM regexp_split_to_table(btrim((xpath('/s:polygon/@points', p, space))[1]::text), ' ') AS c) AS y
FROM svg, unnest(xpath('//s:polygon', content, space)) AS p;
CREATE TEMP TABLE shaded AS
SELECT name, min(v.x) AS left_x, max(v.x) AS right_x
FROM rectangles AS r, unnest(r.x) AS v (x)
WHERE fill = 'rgb(230,232,235)'
GROUP BY name, n;
-- the axis of exhibits 1 and 2: 685 units for the days and twelve before and after
SELECT is(format('%s of %s', count(p.number), count(*)), format('%s of %1$s', 2 * panels), name || '.svg shades the regimes of a rising yield, and no other days, in every panel')
FROM (VALUES ('exhibit1', 3), ('exhibit2', 1)) AS e (name, panels)
JOIN shaded AS s USING (name)
LEFT JOIN periods AS p ON p.direction = 'rising'
 AND abs(s.left_x - (50 + 685 * (p.start_ts - date '2023-06-18') / 413.0)) < 0.1
 AND abs(s.right_x - (50 + 685 * (p.end_ts - date '2023-06-18') / 413.0)) < 0.1
GROUP BY name, panels ORDER BY name;
SELECT is(count(*), 4::bigint, 'exhibit4.svg shades two regimes in two panels') FROM shaded WHERE name = 'exhibit4';

-- and that of the target: 720 units for the 9497 days from 2000 to 2025
SELECT is(count(r.n), count(*), 'rate_cycles.svg shades every phase of more than one cut, where it was')
FROM phases AS p
LEFT JOIN rectangles AS r ON r.name = 'rate_cycles' AND r.fill = CASE p.phase WHEN 'early' THEN 'rgb(169,189,211)' ELSE 'rgb(79,114,153)' END
 AND abs((SELECT min(v) FROM unnest(r.x) AS v) - (50 + 720 * (p.start_ts - date '2000-01-01') / 9497.0)) < 0.1
 AND abs((SELECT max(v) FROM unnest(r.x) AS v) - (50 + 720 * (p.end_ts - date '2000-01-01') / 9497.0)) < 0.1
WHERE p.phase <> 'pause' AND p.cuts > 1;

-- the bars of exhibit 4, without the ones in the legend: as high as the returns, of one scale
SELECT is(count(*) FILTER (WHERE abs(height - scale * figure) < 0.1), 5::bigint, 'exhibit4.svg has bars as long as the returns of the ' || series)
FROM (SELECT series, height, figure, sum(height) OVER (PARTITION BY series) / sum(figure) OVER (PARTITION BY series) AS scale
      FROM (SELECT 'Russell 1000' AS series, number, abs(large) AS figure FROM periods
            UNION ALL SELECT 'Russell 2000', number, abs(small) FROM periods) AS f
      JOIN (SELECT CASE fill WHEN 'rgb(18,53,91)' THEN 'Russell 1000' ELSE 'Russell 2000' END AS series,
                   row_number() OVER (PARTITION BY fill ORDER BY n) - 1 AS number,
                   (SELECT max(v) - min(v) FROM unnest(y) AS v) AS height
            FROM rectangles WHERE name = 'exhibit4' AND fill IN ('rgb(18,53,91)', 'rgb(224,138,0)')) AS b USING (series, number)) AS c
GROUP BY series ORDER BY series;

SELECT * FROM finish();
