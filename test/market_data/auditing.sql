-- Printed returns traced to the windows that give them, and what check_prices
-- finds in real prices.

SELECT plan(19);

-- The printed twelve months after the first cut of a later phase are price
-- returns of the Russell 2000 and the S&P 500.
CREATE TEMP VIEW price_levels AS
SELECT CASE series WHEN 'RUT' THEN 'russell_2000' ELSE 'sp_500' END AS series, ts, value AS level
FROM series
WHERE series IN ('RUT', 'SPX');

CREATE TEMP TABLE reconciled AS
SELECT phase, index_name, r.*
FROM later_phases
    JOIN (VALUES (2001, date '2001-08-21'), (2003, '2003-06-25'), (2020, '2020-03-03')) AS c (phase, cut) USING (phase),
    LATERAL reconcile_return('price_levels', index_name, published, cut, (cut + interval '1 year')::date) AS r;

SELECT is(found.windows, ARRAY[(start_ts, end_ts)::text], format('%s after %s: the window that gives %s, and no other', index_name, phase, published))
FROM later_phases LEFT JOIN LATERAL (
    SELECT array_agg((start_ts, end_ts)::text) AS windows FROM reconciled AS r
    WHERE r.phase = later_phases.phase AND r.index_name = later_phases.index_name
) AS found ON true
ORDER BY index_name, phase;

SELECT is(
    (SELECT array_agg(convention) FROM (
        SELECT convention FROM reconciled WHERE index_name = p.index_name
        GROUP BY convention HAVING count(*) = p.figures) AS s),
    ARRAY[CASE index_name WHEN 'sp_500' THEN 'prior month-end' ELSE 'same month-end' END],
    format('one convention gives all %s figures of %s', figures, index_name))
FROM (SELECT index_name, count(*) AS figures FROM later_phases GROUP BY index_name) AS p
ORDER BY index_name;

SELECT is(array_agg(age(date_trunc('month', r.end_ts), date_trunc('month', s.end_ts))),
    array_fill(interval '1 month', ARRAY[2]), 'the windows of the Russell 2000 end a month after those of the S&P 500')
FROM reconciled AS r JOIN reconciled AS s USING (phase)
WHERE r.index_name = 'russell_2000' AND s.index_name = 'sp_500';

-- The official indexes have both measures: 31.9 % is a price return, 33.4 % a total return.
CREATE TEMP VIEW official AS
SELECT 'Russell 2000' AS series, p.ts, p.value AS level, t.value AS total_return_level
FROM series AS p JOIN series AS t USING (ts)
WHERE p.series = 'RU2000PR' AND t.series = 'RU2000TR';

SELECT is((SELECT array_agg(convention || ', ' || measure) FROM reconcile_return('official', 'Russell 2000', published, '2003-06-25', '2004-06-25')),
    ARRAY['same month-end, ' || measure], format('%s is the return of %s', published, measure))
FROM (VALUES (0.319, 'level'), (0.334, 'total_return_level')) AS v (published, measure);

-- Raw closes, whose splits are known.
CREATE TEMP VIEW raw_closes AS SELECT symbol AS member, ts, close AS price FROM shares;
CREATE TEMP VIEW closes_and_splits AS SELECT symbol AS member, ts, close AS price, split FROM shares;
CREATE TEMP TABLE raw_findings AS SELECT * FROM check_prices('raw_closes');

CREATE TEMP TABLE known AS
SELECT symbol AS member, ts, CASE split WHEN 1.5 THEN '3:2' ELSE split || ':1' END AS detail FROM shares WHERE split <> 1;

SELECT is(count(f.ts), 19::bigint, 'every split of three shares is found, by its ratio')
FROM known LEFT JOIN raw_findings AS f USING (member, ts, detail);

SELECT is(array_agg(concat_ws(' ', member, ts, detail, previous_price, price)), '{"aapl 2000-09-29 2:1 53.5 25.75"}',
    'beside them one fall by 52 % in a day is suspected')
FROM raw_findings LEFT JOIN known USING (member, ts, detail) WHERE problem = 'split' AND known.member IS NULL;

SELECT is(array_agg(concat_ws(' ', member, ts, detail)), '{"aapl 2000-09-29 2:1","msft 1987-10-26 5:4"}',
    'with the splits at hand two falls are suspected, and no split')
FROM check_prices('closes_and_splits') WHERE problem = 'split';

-- Days on which others have a close: on 27 September 1985 New York was closed for a
-- hurricane, and the others are missing in the source.
SELECT is(array_agg(concat_ws(' ', member, ts, detail)),
    '{"aapl 1981-08-11 dates missed: 1, days: 4","aapl 1983-09-26 dates missed: 1, days: 4","aapl 2017-08-08 dates missed: 1, days: 4","ge 1985-09-30 dates missed: 1, days: 4"}',
    'holes')
FROM raw_findings WHERE problem <> 'split';

-- The S&P 500 has the bank holiday of 1933 and the crash of 1987.
SELECT is(array_agg(concat_ws(' ', member, problem, ts, detail)),
    '{"sp_500 gap 1933-03-15 dates missed: 0, days: 12","sp_500 split 1987-10-19 5:4"}', 'index levels')
FROM check_prices('price_levels');

SELECT is_empty('SELECT * FROM check_prices(''official'')', 'the official index');

-- The panel's closes are adjusted for splits, so what is suspected are falls and
-- takeovers, which have their volume; the one without is a fault of the source, whose
-- closes of that share are another's from that day on.
CREATE TEMP VIEW panel_closes AS SELECT ticker AS member, ts, close AS price FROM panel;
CREATE TEMP TABLE panel_findings AS SELECT * FROM check_prices('panel_closes');

SELECT is((SELECT array_agg(problem || ' ' || n) FROM (SELECT problem, count(*) AS n FROM panel_findings GROUP BY problem) AS s), '{"split 182"}',
    format('%s moves of %s members are suspected, in %s rows', count(*), count(DISTINCT member), (SELECT count(*) FROM panel)))
FROM panel_findings;

SELECT is(array_agg(concat_ws(' ', member, f.ts, previous_price, price)), '{"CSR 2024-03-06 56.009998 20.25"}',
    'all but one on a day with more than twice the usual volume')
FROM panel_findings AS f
    JOIN panel AS p ON p.ticker = f.member AND p.ts = f.ts
    JOIN (SELECT ticker, percentile_disc(0.5) WITHIN GROUP (ORDER BY volume) AS usual FROM panel GROUP BY ticker) AS v USING (ticker)
WHERE volume <= 2 * usual;

-- The splits that tell the panel from the prices of the holdings, undone.
CREATE TEMP VIEW unadjusted AS
SELECT ticker AS member, p.ts, close * CASE WHEN p.ts < s.ts THEN ratio ELSE 1 END AS price
FROM panel AS p
    JOIN (VALUES ('WMT', date '2024-02-26', 3.0), ('COO', '2024-02-20', 4), ('HUBG', '2024-01-29', 2),
                 ('SNEX', '2023-11-27', 1.5), ('CENTA', '2024-02-09', 1.25)) AS s (ticker, ts, ratio) USING (ticker);

SELECT is(array_agg(concat_ws(' ', member, ts, detail)),
    '{"COO 2024-02-20 4:1","HUBG 2024-01-29 2:1","SNEX 2023-11-27 3:2","WMT 2024-02-26 3:1"}',
    'splits undone are found; 5:4 is not in a share whose typical move is above 1.1 %')
FROM check_prices('unadjusted');

SELECT * FROM finish();
