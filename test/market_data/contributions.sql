-- Who moved the Russell 1000 and 2000 on the two days of exhibit 3 that the panel
-- has: contributions by member and by sector, under three weightings. They add up
-- to the index's own move to the last bit of the grid they are rounded to.

SELECT plan(32);

CREATE TEMP TABLE prices AS
SELECT h.index_name, p.ts, p.ticker AS member, p.adjusted AS price, h.shares * p.close AS market_cap, h.sector
FROM holdings h JOIN panel p USING (ticker)
WHERE p.ts IN ('2023-11-13', '2023-11-14', '2023-12-12', '2023-12-13');
ANALYZE prices;

CREATE TEMP TABLE day AS
SELECT * FROM (VALUES (date '2023-11-13', date '2023-11-14'), ('2023-12-12', '2023-12-13')) AS v (before, ts);

CREATE TEMP TABLE moved AS
SELECT w.weighting, d.ts, by, c.*
FROM day AS d, unnest(ARRAY['cap', 'equal', 'sector_equal']) AS w (weighting), unnest(ARRAY['member', 'sector']) AS by,
     LATERAL index_contributions('prices', index_rules(weighting => w.weighting), by, d.before, d.ts) AS c;

CREATE TEMP TABLE index_move AS
SELECT w.weighting, l.index_name, d.ts, max(l.total_return_level) FILTER (WHERE l.ts = d.ts) / max(l.total_return_level) FILTER (WHERE l.ts = d.before) - 1 AS r
FROM day AS d, unnest(ARRAY['cap', 'equal', 'sector_equal']) AS w (weighting), LATERAL index_levels('prices', index_rules(weighting => w.weighting)) AS l
GROUP BY 1, 2, 3;

-- The moves of the README of the data; sector_equal beside them.
SELECT shows(100 * m.r, printed, format('%s, %s of %s, %%', m.weighting, m.index_name, m.ts))
FROM (VALUES ('cap', 'Russell 1000', date '2023-11-14', 2.10), ('cap', 'Russell 2000', '2023-11-14', 5.49), ('cap', 'Russell 1000', '2023-12-13', 1.46), ('cap', 'Russell 2000', '2023-12-13', 3.53),
             ('equal', 'Russell 1000', '2023-11-14', 3.72), ('equal', 'Russell 2000', '2023-11-14', 6.11), ('equal', 'Russell 1000', '2023-12-13', 2.56), ('equal', 'Russell 2000', '2023-12-13', 4.20)) AS v (weighting, index_name, ts, printed)
JOIN index_move AS m USING (weighting, index_name, ts) ORDER BY 1;
SELECT ok(abs(m.r - p.r) < 1e-14, format('sector_equal, %s of %s: %s %%, the mean of the sectors'' means', m.index_name, m.ts, round(100 * m.r::numeric, 4)))
FROM index_move AS m JOIN (
    SELECT index_name, ts, avg(r) AS r FROM (
        SELECT a.index_name, d.ts, a.sector, avg(b.price / a.price - 1) AS r
        FROM day AS d JOIN prices AS a ON a.ts = d.before JOIN prices AS b ON b.ts = d.ts AND b.member = a.member AND b.index_name = a.index_name GROUP BY 1, 2, 3) AS s
    GROUP BY 1, 2) AS p USING (index_name, ts)
WHERE m.weighting = 'sector_equal' ORDER BY m.index_name, m.ts;

SELECT ok(count(*) = 2 AND bool_and(total = round(m.r * 2 ^ 48) / 2 ^ 48 AND backwards = total), format('%s, %s of %s: %s contributions add up to the last bit', weighting, index_name, ts, string_agg(by || ' ' || n, ', ' ORDER BY by)))
FROM (SELECT weighting, index_name, ts, by, count(*) AS n, sum(contribution ORDER BY name) AS total, sum(contribution ORDER BY name DESC) AS backwards FROM moved GROUP BY 1, 2, 3, 4) AS s
JOIN index_move AS m USING (weighting, index_name, ts) GROUP BY weighting, index_name, ts ORDER BY weighting, index_name, ts;

-- A day's contribution is the weight at the close before times the return, to one
-- step of the grid, 2^-48 or 3.6e-15.
SELECT agrees(max(abs(c.contribution - p.weight * p.r)), count(*), 4e-15, format('cap, %s: weight times return in plain SQL', c.index_name))
FROM moved AS c JOIN (
    SELECT a.index_name, d.ts, a.member AS name, a.market_cap / sum(a.market_cap) OVER (PARTITION BY a.index_name, d.ts) AS weight, b.price / a.price - 1 AS r
    FROM day AS d JOIN prices AS a ON a.ts = d.before JOIN prices AS b ON b.ts = d.ts AND b.member = a.member AND b.index_name = a.index_name) AS p USING (index_name, ts, name)
WHERE c.weighting = 'cap' AND c.by = 'member' GROUP BY c.index_name ORDER BY c.index_name;
SELECT agrees(max(abs(s.contribution - m.contribution)), count(*), 1e-12, 'a sector has what its members have')
FROM moved AS s JOIN (SELECT weighting, ts, c.index_name, p.sector AS name, sum(contribution) AS contribution FROM moved AS c JOIN (SELECT DISTINCT index_name, member, sector FROM prices) AS p ON p.index_name = c.index_name AND p.member = c.name WHERE by = 'member' GROUP BY 1, 2, 3, 4) AS m USING (weighting, ts, index_name, name) WHERE s.by = 'sector';

-- All days of the panel: quarterly, with costs, announced five sessions before.
CREATE TEMP TABLE every_day AS
SELECT h.index_name, p.ts, p.ticker AS member, p.adjusted AS price, h.shares * p.close AS market_cap, h.sector
FROM holdings h JOIN panel p USING (ticker);
ANALYZE every_day;

CREATE TEMP TABLE quarterly AS
SELECT * FROM index_levels('every_day', index_rules('cap', rebalance => 'quarter', cost_bp => 10, announcement_lag => 5));

SELECT ok(bool_and(total = round((b.level / a.level - 1) * 2 ^ 48) / 2 ^ 48) AND count(*) = 4,
    format('%s to %s, quarterly, by member and sector: %s', a.ts, b.ts, string_agg(DISTINCT format('%s %s %%', index_name, round(100 * total::numeric, 2)), ', ')))
FROM (VALUES (NULL::date, NULL::date, date '2023-06-01', date '2024-03-08'), ('2023-07-30', '2024-01-01', '2023-07-28', '2023-12-29'), ('2023-10-27', NULL, '2023-10-27', '2024-03-08'))
        AS v (from_ts, to_ts, first_ts, last_ts),
    LATERAL (SELECT index_name, by, sum(contribution) AS total
             FROM unnest('{member,sector}'::text[]) AS by,
                  index_contributions('every_day', index_rules('cap', rebalance => 'quarter', cost_bp => 10, announcement_lag => 5), by, from_ts, to_ts)
             GROUP BY index_name, by) AS s
    JOIN quarterly AS a USING (index_name)
    JOIN quarterly AS b USING (index_name)
WHERE a.ts = first_ts AND b.ts = last_ts GROUP BY a.ts, b.ts ORDER BY a.ts, b.ts;

-- The fifth sessions after the quarters' ends; 4 July 2023 and New Year are none.
SELECT is(array_agg(ts ORDER BY ts), '{2023-07-10,2023-10-06,2024-01-08}', format('the %s is traded when its basket takes effect', index_name))
FROM quarterly WHERE turnover > 0 GROUP BY index_name ORDER BY index_name;

SELECT * FROM finish();
