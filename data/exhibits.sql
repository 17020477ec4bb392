-- exhibits.sql
--      Computes the published exhibits from the figures that load.sql has loaded
--      and prints each beside the printed figure. Returns are in percent here.

\pset footer off
\pset null ''

\echo
\echo 'Exhibit 1: month by month and cumulative, from levels (percent; printed figure and difference beside)'
SELECT ts AS month_end,
       round(100 * r1::numeric, 2) AS "R1000", round(100 * e.russell_1000::numeric, 2) AS printed,
       round(100 * (r1 - e.russell_1000)::numeric, 4) AS diff,
       round(100 * r2::numeric, 2) AS "R2000", round(100 * e.russell_2000::numeric, 2) AS printed,
       round(100 * (r2 - e.russell_2000)::numeric, 4) AS diff,
       round(100 * (r1 - r2)::numeric, 2) AS relative,
       yield_bp AS "10y bp",
       round(c1::numeric - 100, 2) AS "R1000 cum.", round(c2::numeric - 100, 2) AS "R2000 cum."
FROM (SELECT l.ts, l.level AS c1, s.level AS c2,
             simple_return(l.level) OVER w AS r1, simple_return(s.level) OVER w AS r2,
             yield_change_bp(l.ts, y.yield) OVER (ORDER BY l.ts ROWS 1 PRECEDING) AS yield_bp
      FROM index_levels_by_month AS l
      JOIN index_levels_by_month AS s USING (ts)
      JOIN ten_year_yields AS y USING (ts)
      WHERE l.series = 'Russell 1000' AND s.series = 'Russell 2000'
      WINDOW w AS (ORDER BY l.ts)) AS m
JOIN exhibit1 AS e ON e.month_end = m.ts
WHERE r1 IS NOT NULL
ORDER BY ts;

\echo 'Exhibit 3: the largest days of the Russell 2000, ranked by largest_moves'
SELECT m.place, m.ts AS day,
       round(100 * m.value::numeric, 1) AS "R2000", round(100 * e.russell_2000::numeric, 1) AS printed,
       round(100 * (m.value - e.russell_2000)::numeric, 4) AS diff,
       round(100 * (e.russell_1000 - m.value)::numeric, 1) AS relative, e.ten_year_change_bp AS "10y bp"
FROM (SELECT largest_moves(day, russell_2000, 4) AS days FROM exhibit3) AS s,
     unnest(s.days) WITH ORDINALITY AS m (ts, value, place)
JOIN exhibit3 AS e ON e.day = m.ts
ORDER BY m.place;

\echo 'Exhibit 4: returns by regime of the 10-year yield, regimes found by regime_table (percent; printed and difference)'
SELECT r.number AS "no", r.direction, r.start_ts, r.end_ts,
       round(100 * r.large_return::numeric, 1) AS "R1000", round(100 * e.russell_1000::numeric, 1) AS printed,
       round(100 * (r.large_return - e.russell_1000)::numeric, 2) AS diff,
       round(100 * r.small_return::numeric, 1) AS "R2000", round(100 * e.russell_2000::numeric, 1) AS printed,
       round(100 * (r.small_return - e.russell_2000)::numeric, 2) AS diff,
       round(100 * r.relative_return::numeric, 1) AS relative, round(100 * e.relative::numeric, 1) AS printed,
       round(100 * (r.relative_return - e.relative)::numeric, 2) AS diff,
       r.change_bp AS "10y bp", e.ten_year_change_bp AS printed,
       round((r.change_bp - e.ten_year_change_bp)::numeric, 1) AS diff
FROM regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000',
                  regime_rules(split_divergence => 0.035)) AS r
LEFT JOIN exhibit4 AS e ON e.start_ts = r.start_ts AND e.end_ts = r.end_ts
ORDER BY r.number;
\echo '(the printed yield changes come from another source of the yield than exhibit 1, which differs by up to 2.5 bp)'

\echo
\echo 'Rate-cut cycles of the federal funds target, found by policy_cycles (by the day announced; printed beside; a missing end: still open)'
SELECT early.cycle AS "no", early.start_ts, p.cycle_start AS printed,
       CASE WHEN NOT early.open THEN coalesce(later.end_ts, early.end_ts) END AS end_ts, p.cycle_end AS printed,
       early.end_ts AS pause_from, p.pause_from AS printed,
       later.start_ts AS pause_to, p.pause_to AS printed,
       later.start_ts - early.end_ts AS days, p.largest_pause_days AS printed,
       to_char(later.start_ts, 'YYYY-MM') AS later_phase, p.later_phase_month AS printed,
       early.total_bp AS "early bp", later.total_bp AS "later bp"
FROM policy_cycles('federal_funds_target') AS early
LEFT JOIN policy_cycles('federal_funds_target') AS later ON later.cycle = early.cycle AND later.phase = 'later'
FULL JOIN rate_cut_cycles AS p ON p.cycle_start = early.start_ts
WHERE early.phase = 'early' OR early.phase IS NULL
ORDER BY coalesce(early.start_ts, p.cycle_start);

\echo 'Capitalisation-weighted against equal-weighted: two SYNTHETIC indexes (percent), rebalanced quarterly; no real share is in them'
SELECT c.index_name, min(c.ts) AS "from", max(c.ts) AS "to", max(c.members) AS members,
       round(100 * total_return(c.ts, c.total_return_level)::numeric, 1) AS "cap-weighted",
       round(100 * total_return(e.ts, e.total_return_level)::numeric, 1) AS "equal-weighted",
       round(100 * relative_return(c.ts, e.total_return_level, c.total_return_level)::numeric, 1) AS "equal less cap",
       round(avg(c.effective_n)::numeric) AS "effective n, cap", round(avg(e.effective_n)::numeric) AS "effective n, equal"
FROM index_levels('synthetic_prices', index_rules(weighting => 'cap', rebalance => 'quarter')) AS c
JOIN index_levels('synthetic_prices', index_rules(weighting => 'equal', rebalance => 'quarter')) AS e USING (index_name, ts)
GROUP BY c.index_name
ORDER BY c.index_name;

\echo 'Exhibit 5, as printed (percent): it takes the prices of some 3,000 shares, which are not shipped; the spread is computed'
SELECT start_ts, end_ts,
       round(100 * russell_1000::numeric, 1) AS "R1000", round(100 * russell_1000_equal_weight::numeric, 1) AS "R1000 EW",
       round(100 * (russell_1000_equal_weight - russell_1000)::numeric, 1) AS "equal less cap",
       round(100 * russell_2000::numeric, 1) AS "R2000", round(100 * russell_2000_equal_weight::numeric, 1) AS "R2000 EW",
       round(100 * (russell_2000_equal_weight - russell_2000)::numeric, 1) AS "equal less cap"
FROM exhibit5
ORDER BY start_ts, end_ts;
