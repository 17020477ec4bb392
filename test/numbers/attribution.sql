-- Figures of windows, weights and attribution

-- Where the last value stands among the others
CREATE TABLE position AS
SELECT inputs, g, i, x, zscore(x) OVER w, percentile_rank(x) OVER w
FROM (SELECT 'values spread over twelve decades' AS inputs, g, i, sign_of(100 * g + i, 31) * 10 ^ (12 * fraction(100 * g + i, 32) - 6) AS x FROM generate_series(1, :groups / 2) AS g, generate_series(1, 20) AS i
      UNION ALL
      SELECT 'deviations of 1e-8 to 1 around 1e6', g, i, 1e6 + 10 ^ (-8 * fraction(g, 33)) * (fraction(100 * g + i, 34) - 0.5) FROM generate_series(1, :groups / 2) AS g, generate_series(1, 20) AS i
      UNION ALL
      SELECT 'values at their mean but for 1e-12 to 1', g, i, CASE WHEN i < 20 THEN 100 + sign_of(i, 1) * (i + 1) / 2 ELSE 100 * (1 + 10 ^ (-12 * fraction(g, 35))) END FROM generate_series(1, :groups) AS g, generate_series(1, 20) AS i
      UNION ALL
      SELECT 'values up to 1e12', g, i, 1e12 * (fraction(100 * g + i, 36) - 0.5) FROM generate_series(1, :groups / 2) AS g, generate_series(1, 20) AS i) AS s
WINDOW w AS (PARTITION BY inputs, g ORDER BY i ROWS 11 PRECEDING);
INSERT INTO measured
SELECT v.figure, inputs, v.result, v.reference, 0
FROM (SELECT *, count(*) OVER w AS n, sum(exact(x)) OVER w AS sum_x, sum(exact(x) * exact(x)) OVER w AS sum_xx, array_agg(x) OVER w AS frame FROM position WINDOW w AS (PARTITION BY inputs, g ORDER BY i ROWS 11 PRECEDING)) AS p,
     LATERAL (VALUES ('zscore', zscore, (exact(x) - round(sum_x, 150) / n) / sqrt(round((sum_xx - sum_x * round(sum_x, 150) / n) / (n - 1), 200))),
                     ('percentile_rank', percentile_rank, round((SELECT count(*) FROM unnest(frame) AS f (y) WHERE y < x), 150) / (n - 1))) AS v (figure, result, reference)
WHERE i >= 12;

-- Concentration, valuation, contributions
CREATE TABLE weight_row AS
SELECT 'twelve decades' AS inputs, g, i, 10 ^ (12 * fraction(100 * g + i, 41) - 6) AS w, sign_of(100 * g + i, 42) * 10 ^ (12 * fraction(100 * g + i, 43) - 12) AS r
FROM generate_series(1, :groups) AS g, generate_series(1, 20) AS i
UNION ALL
SELECT 'sums that nearly cancel', g, i, 1 + i / 2 * fraction(g, 44), CASE i % 2 WHEN 0 THEN 1 ELSE -1 - 10 ^ (-14 * fraction(g, 45)) END * 0.01 * (i / 2 + fraction(100 * g + i / 2, 46))
FROM generate_series(1, :groups) AS g, generate_series(2, 11) AS i
UNION ALL
SELECT 'capitalisations from 1e6 to 1e18', g, i, 10 ^ (12 * fraction(100 * g + i, 47) + 6), 0.2 * fraction(100 * g + i, 48) - 0.1
FROM generate_series(1, :groups) AS g, generate_series(1, 20) AS i
UNION ALL
SELECT 'one to three members', g, i, fraction(10 * g + i, 49), fraction(10 * g + i, 50) - 0.5
FROM generate_series(1, :groups) AS g, generate_series(0, g % 3) AS i
UNION ALL
SELECT 'as many members as ' || :length, 0, i, 10 ^ (12 * fraction(i, 51) - 6), 0.04 * fraction(i, 52) - 0.02
FROM generate_series(1, :length) AS i;
CREATE TABLE weight_figure AS
SELECT inputs, g, herfindahl(w), effective_n(w), contribution(w, r), index_pe(w, w * r) AS all_members, index_pe(w, w * r, false) AS earners, breadth(r) AS breadth
FROM weight_row GROUP BY inputs, g;
CREATE TABLE weight_truth AS
SELECT inputs, g, count(*)::numeric AS n, sum(x) AS sum_x, sum(x * x) AS sum_xx, sum(x * y) AS sum_xy, sum(exact(w * r)) AS earnings, sum(x) FILTER (WHERE w * r > 0) AS earning_cap, sum(exact(w * r)) FILTER (WHERE w * r > 0) AS earned,
       count(*) FILTER (WHERE r > 0) AS up, count(*) FILTER (WHERE r < 0) AS down
FROM (SELECT *, exact(w) AS x, exact(r) AS y FROM weight_row OFFSET 0) AS s GROUP BY inputs, g;
INSERT INTO measured
SELECT v.figure, inputs, v.result, v.reference, 0
FROM weight_figure JOIN weight_truth USING (inputs, g), LATERAL (VALUES
    ('herfindahl', herfindahl, round(sum_xx, 300) / (sum_x * sum_x)),
    ('effective_n', effective_n, round(sum_x * sum_x, 300) / sum_xx),
    ('contribution', contribution, sum_xy),
    ('index_pe', all_members, CASE WHEN earnings > 0 THEN round(sum_x, 300) / earnings END),
    ('index_pe without losses', earners, round(earning_cap, 300) / earned),
    ('breadth.pct_advancing', (breadth).pct_advancing, round(up, 150) / n),
    ('breadth.ad_ratio', (breadth).ad_ratio, CASE WHEN down > 0 THEN round(up, 150) / down END)) AS v (figure, result, reference)
WHERE v.reference IS NOT NULL;

-- Effects linked by logarithms
CREATE TABLE effect_row AS
SELECT 'a year of months' AS inputs, g, 0.01 * (fraction(100 * g + i, 61) - 0.5) AS effect, 0.1 * fraction(100 * g + i, 62) - 0.05 AS rp, 0.1 * fraction(100 * g + i, 63) - 0.05 AS rb
FROM generate_series(1, :groups) AS g, generate_series(1, 12) AS i
UNION ALL
SELECT 'returns that differ by 1e-15 to 1', g, r * size, r, r * (1 + size)
FROM generate_series(1, :groups) AS g, generate_series(1, 6) AS i, LATERAL (SELECT 10 ^ (-15 * fraction(g, 64)), 0.9 * (fraction(100 * g + i, 65) - 0.5)) AS f (size, r)
UNION ALL
SELECT 'returns near -1 and up to 1e6', g, fraction(100 * g + i, 66) - 0.5, CASE i % 2 WHEN 0 THEN 10 ^ (6 * fraction(100 * g + i, 67)) ELSE -1 + 10 ^ (-6 * fraction(100 * g + i, 67)) END,
       CASE i % 3 WHEN 0 THEN 10 ^ (6 * fraction(100 * g + i, 68)) ELSE -1 + 10 ^ (-6 * fraction(100 * g + i, 68)) END
FROM generate_series(1, :groups) AS g, generate_series(1, 6) AS i;
CREATE TABLE effect_truth AS
SELECT inputs, g, linked, growth_p, growth_b, sum_k, sum_size_k, size, CASE WHEN growth_p = growth_b THEN growth_b ELSE (growth_p - growth_b) / ln(round(growth_p / growth_b, 150)) END AS scale
FROM (SELECT inputs, g, carino_linked(effect, rp, rb) AS linked, product(1 + p) AS growth_p, product(1 + b) AS growth_b, sum(e * k) AS sum_k, sum(abs(e) * k) AS sum_size_k, sum(abs(ln(1 + rp)) + abs(ln(1 + rb)))::numeric AS size
      FROM (SELECT *, exact(effect) AS e, exact(rp) AS p, exact(rb) AS b FROM effect_row OFFSET 0) AS r, LATERAL (SELECT CASE WHEN p = b THEN 1 / long(1 + b) ELSE ln(long(1 + p) / (1 + b)) / (p - b) END) AS c (k)
      GROUP BY inputs, g) AS s;
INSERT INTO measured
SELECT 'carino_linked', inputs, linked, sum_k * scale, sum_size_k * scale * (1 + size) FROM effect_truth;
