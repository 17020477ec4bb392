-- Figures of yields, rates and periods. Yields are decimals: the reference is their text.

CREATE TABLE yield_row AS
SELECT inputs, date '1990-01-01' + i AS ts, yield::float8 AS yield, yield AS truth
FROM (SELECT 'hundredths of a percent' AS inputs, i, round((4 + 3 * sin(i / 40.0) + 0.2 * fraction(i, 71))::numeric, 2) AS yield FROM generate_series(0, 1999) AS i
      UNION ALL
      SELECT 'ten decimals, of either sign', i, round((2 * sin(i / 30.0) + 0.2 * fraction(i, 72))::numeric, 10) FROM generate_series(0, 1999) AS i
      UNION ALL
      SELECT 'up to 1e5 percent', i, round((1e5 * sin(i / 30.0) + 1e3 * fraction(i, 73))::numeric, 6) FROM generate_series(0, 1999) AS i
      UNION ALL
      SELECT 'changes of a hundred-millionth of a basis point', i, 4 + 1e-10 * ((hashint8extended(i, 74) & 1023) - 512) FROM generate_series(0, 1999) AS i) AS s;
CREATE TABLE yield_rule (inputs text, rules regime_rules);
INSERT INTO yield_rule VALUES ('hundredths of a percent', regime_rules(threshold_bp => 25)), ('ten decimals, of either sign', regime_rules(threshold_bp => 0.5, frequency => 'day')),
    ('up to 1e5 percent', regime_rules(threshold_bp => 1e4, frequency => 'week')), ('changes of a hundred-millionth of a basis point', regime_rules(threshold_bp => 1e-7, frequency => 'day'));

INSERT INTO measured
SELECT 'yield_change_bp', inputs, yield_change_bp(ts, yield) OVER w, 100 * (truth - first_value(truth) OVER w), 0 FROM yield_row
WINDOW w AS (PARTITION BY inputs ORDER BY ts ROWS 300 PRECEDING);
DELETE FROM measured WHERE figure = 'yield_change_bp' AND result IS NULL AND reference = 0;
CREATE TABLE regime_row AS
SELECT y.inputs, r.* FROM (SELECT inputs, yield_regimes(ts, yield, rules) AS all_of_them FROM yield_row JOIN yield_rule USING (inputs) GROUP BY inputs) AS y, unnest(all_of_them) AS r;
INSERT INTO measured
SELECT v.figure, inputs, v.result, v.reference, 0
FROM regime_row AS r JOIN yield_row AS a USING (inputs) JOIN yield_row AS b USING (inputs),
     LATERAL (VALUES ('yield_regime.start_yield', start_yield, exact(a.truth::float8)), ('yield_regime.end_yield', end_yield, exact(b.truth::float8)), ('yield_regime.change_bp', change_bp, 100 * (b.truth - a.truth))) AS v (figure, result, reference)
WHERE a.ts = r.start_ts AND b.ts = r.end_ts;
INSERT INTO measured
SELECT 'policy_cycle.total_bp', p.inputs, x.total_bp, 100 * (b.truth - a.truth), 0
FROM (SELECT inputs, policy_cycles(ts, yield) AS cycles FROM yield_row GROUP BY inputs) AS p, unnest(cycles) AS x, yield_row AS a, yield_row AS b
WHERE (a.inputs, a.ts) = (p.inputs, x.start_ts - 1) AND (b.inputs, b.ts) = (p.inputs, x.end_ts);
INSERT INTO measured
SELECT v.figure, p.inputs, v.result, v.reference, 0
FROM (SELECT inputs, policy_phases(ts, yield) AS phases FROM yield_row GROUP BY inputs) AS p, unnest(phases) AS x, yield_row AS a, yield_row AS b,
     LATERAL (VALUES ('policy_phase.total_bp', x.total_bp, 100 * (b.truth - a.truth)), ('policy_phase.start_rate', x.start_rate, exact(a.truth::float8)), ('policy_phase.end_rate', x.end_rate, exact(b.truth::float8))) AS v (figure, result, reference)
WHERE (a.inputs, a.ts) = (p.inputs, x.start_ts - CASE x.moves WHEN 0 THEN 0 ELSE 1 END) AND (b.inputs, b.ts) = (p.inputs, CASE x.moves WHEN 0 THEN x.start_ts ELSE x.end_ts END);
-- The limits of plateaus are changes between the ends of months: of those the nearest is the true one
CREATE TABLE month_change AS
SELECT DISTINCT inputs, 100 * abs(a.truth - b.truth) AS truth
FROM yield_row AS a JOIN yield_row AS b USING (inputs) WHERE extract(day FROM a.ts + 1) = 1 AND extract(day FROM b.ts + 1) = 1;
CREATE INDEX ON month_change (inputs, truth);
INSERT INTO measured
SELECT v.figure, p.inputs, v.result, n.truth, 0
FROM (SELECT inputs, threshold_plateaus(ts, yield) AS all_of_them FROM yield_row GROUP BY inputs) AS p, unnest(all_of_them) AS x,
     LATERAL (VALUES ('threshold_plateau.above_bp', above_bp), ('threshold_plateau.up_to_bp', up_to_bp)) AS v (figure, result),
     LATERAL (SELECT truth FROM ((SELECT truth FROM month_change AS m WHERE m.inputs = p.inputs AND m.truth >= exact(v.result) ORDER BY m.truth LIMIT 1)
                                 UNION ALL (SELECT truth FROM month_change AS m WHERE m.inputs = p.inputs AND m.truth < exact(v.result) ORDER BY m.truth DESC LIMIT 1)) AS m ORDER BY abs(truth - exact(v.result)) LIMIT 1) AS n
WHERE v.result > 0;

-- Returns over periods of two series that move almost alike, and of one that moves far
CREATE TABLE level (series text, ts date, level float8);
INSERT INTO level
SELECT series, date '1990-01-01' + i, CASE series WHEN 'large' THEN large WHEN 'small' THEN large * (3 + 1e-9 * fraction(i, 75)) ELSE 10 ^ (12 * fraction(i, 76) - 6) END
FROM generate_series(0, 1999) AS i, unnest(ARRAY['large', 'small', 'wild']) AS series, LATERAL (SELECT 100 * exp(0.001 * sin(i / 7.0) + i / 1e4)) AS l (large);
CREATE TABLE yield AS SELECT ts, yield FROM yield_row WHERE inputs = 'hundredths of a percent';
CREATE TABLE level_truth AS SELECT series, ts, level, lag(level) OVER (PARTITION BY series ORDER BY ts) AS before FROM level;
CREATE TABLE period_row AS
SELECT * FROM period_returns('level', (SELECT array_agg(ROW(i::text, s, s + (3 + 30 * fraction(i, 77))::integer)::holding_period) FROM generate_series(1, 60) AS i, LATERAL (SELECT date '1990-01-10' + 25 * i) AS f (s)), ARRAY['small', 'wild'], 'large');
INSERT INTO measured
SELECT v.figure, p.series, v.result, v.reference, v.size
FROM period_row AS p, level AS a, level AS b, level AS c, level AS d,
     LATERAL (SELECT quotient(b.level, a.level), quotient(d.level, c.level)) AS g (series, benchmark),
     LATERAL (SELECT sqrt(round((sum(r * r) - sum(r) * round(sum(r), 150) / count(*)) / (count(*) - 1), 150)) * sqrt(round(252, 150)), sqrt(round(sum(r * r) / count(*) * 252, 150)), round(count(*) FILTER (WHERE r > q), 150) / count(*)
              FROM level_truth AS t JOIN level_truth AS u USING (ts), LATERAL (SELECT quotient(t.level, t.before) - 1, quotient(u.level, u.before) - 1) AS x (r, q)
              WHERE t.series = p.series AND u.series = 'large' AND t.ts > p.first_ts AND t.ts <= p.last_ts) AS m (deviation, root, hits),
     LATERAL (VALUES ('period_returns.series_return', p.series_return, g.series - 1, 0), ('period_returns.benchmark_return', p.benchmark_return, g.benchmark - 1, 0),
                     ('period_returns.relative_return', p.relative_return, g.series - g.benchmark, 0), ('period_returns.volatility', p.volatility, m.deviation, m.root), ('period_returns.hit_rate', p.hit_rate, m.hits, 0)) AS v (figure, result, reference, size)
WHERE (a.series, a.ts) = (p.series, p.first_ts) AND (b.series, b.ts) = (p.series, p.last_ts) AND (c.series, c.ts) = ('large', p.first_ts) AND (d.series, d.ts) = ('large', p.last_ts);
INSERT INTO measured
SELECT v.figure, 'series that move almost alike', v.result, v.reference, 0
FROM regime_table('level', 'yield', 'large', 'small', regime_rules(threshold_bp => 25)) AS p, level AS a, level AS b, level AS c, level AS d,
     LATERAL (SELECT quotient(b.level, a.level), quotient(d.level, c.level)) AS g (large, small),
     LATERAL (VALUES ('regime_table.large_return', p.large_return, g.large - 1), ('regime_table.small_return', p.small_return, g.small - 1), ('regime_table.relative_return', p.relative_return, g.large - g.small)) AS v (figure, result, reference)
WHERE (a.series, a.ts) = ('large', p.start_ts) AND (b.series, b.ts) = ('large', p.end_ts) AND (c.series, c.ts) = ('small', p.start_ts) AND (d.series, d.ts) = ('small', p.end_ts);
INSERT INTO measured
SELECT 'reconcile_return.difference', s.series, r.difference, quotient(b.level, a.level) - 1 - exact(0.05), 1.05
FROM unnest(ARRAY['large', 'small']) AS s (series), reconcile_return('level', s.series, 0.05, '1990-02-03', '1991-03-04', 1) AS r, level AS a, level AS b
WHERE (a.series, a.ts) = (s.series, r.first_ts) AND (b.series, b.ts) = (s.series, r.last_ts);
