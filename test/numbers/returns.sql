-- Figures of returns

CREATE TABLE return_pair_row (inputs text, g integer, ra float8, rb float8, target float8);
INSERT INTO return_pair_row
SELECT 'a year of days', g, 0.04 * fraction(300 * g + i, 1) - 0.02, 0.04 * fraction(300 * g + i, 2) - 0.02, 0.0001
FROM generate_series(1, :groups / 5) AS g, generate_series(1, 252) AS i;
INSERT INTO return_pair_row
SELECT 'two to four returns', g, 0.2 * fraction(10 * g + i, 3) - 0.1, 0.2 * fraction(10 * g + i, 4) - 0.1, 0.01 * fraction(10 * g + i, 5)
FROM generate_series(1, 3 * :groups) AS g, generate_series(1, 2 + g % 3) AS i;
INSERT INTO return_pair_row
SELECT 'twelve decades', g, sign_of(100 * g + i, 6) * 10 ^ (12 * fraction(100 * g + i, 7) - 12), sign_of(100 * g + i, 8) * 10 ^ (12 * fraction(100 * g + i, 9) - 12), 0
FROM generate_series(1, :groups) AS g, generate_series(1, 12) AS i;
INSERT INTO return_pair_row
SELECT 'returns that offset each other but for 1e-15 to 1', g,
       CASE i % 2 WHEN 0 THEN r ELSE - r / (1 + r) * (1 + rest) END, CASE i % 2 WHEN 0 THEN q ELSE - q / (1 + q) * (1 + rest) END, 1e-5
FROM generate_series(1, :groups) AS g, generate_series(1, 8) AS i,
     LATERAL (SELECT 10 ^ (-15 * fraction(g, 10)), 0.5 * fraction(100 * g + i / 2, 11), 0.5 * fraction(100 * g + i / 2, 12)) AS f (rest, r, q);
INSERT INTO return_pair_row
SELECT 'deviations of 1e-10 to 1e-2 around 1 %', g, 0.01 + size * (fraction(100 * g + i, 13) - 0.5), 0.012 + size * (fraction(100 * g + i, 14) - 0.5), 0.3
FROM generate_series(1, :groups) AS g, generate_series(1, 9) AS i, LATERAL (SELECT 10 ^ (-8 * fraction(g, 15) - 2)) AS f (size);
INSERT INTO return_pair_row
SELECT 'a pair that differs by 1e-10 to 1e-2', g, r * 0.98 + size * fraction(100 * g + i, 16), r, 0
FROM generate_series(1, :groups) AS g, generate_series(1, 9) AS i, LATERAL (SELECT 10 ^ (-8 * fraction(g, 15) - 2), 0.2 * fraction(100 * g + i, 17) - 0.1) AS f (size, r);
INSERT INTO return_pair_row
SELECT 'returns near -1 and up to 1e9', g, CASE i % 3 WHEN 0 THEN 10 ^ (9 * fraction(100 * g + i, 18)) ELSE -1 + 10 ^ (-9 * fraction(100 * g + i, 18)) END,
       CASE i % 4 WHEN 0 THEN 10 ^ (9 * fraction(100 * g + i, 19)) ELSE -1 + 10 ^ (-9 * fraction(100 * g + i, 19)) END, 0.5
FROM generate_series(1, :groups) AS g, generate_series(1, 6) AS i;
INSERT INTO return_pair_row
SELECT 'as many returns as ' || :length, 0, size * (fraction(i, 20) - 0.4975), size * (fraction(i, 21) - 0.4975), size / 4000
FROM generate_series(1, :length) AS i, LATERAL (SELECT 4e3 / :length) AS f (size);

CREATE TABLE return_figure AS
SELECT inputs, g, return_summary(ra) AS linked, excess_summary(ra, 0) AS alone, excess_summary(ra, target) AS excess, return_pair_summary(ra, rb) AS pair
FROM return_pair_row GROUP BY inputs, g;

-- The true sums and products, and what the logarithms add up to in size
CREATE TABLE return_truth AS
SELECT inputs, g, count(*)::numeric AS n, sum(a) AS sum_a, sum(b) AS sum_b, sum(a * a) AS sum_aa, sum(b * b) AS sum_bb, sum(a * b) AS sum_ab,
       sum(a - t) AS sum_x, sum(abs(a - t)) AS size_x, sum((a - t) * (a - t)) AS sum_xx, coalesce(sum((a - t) * (a - t)) FILTER (WHERE a < t), 0) AS sum_below, count(*) FILTER (WHERE ra > rb) AS hits,
       product(1 + a) AS growth_a, product(1 + b) AS growth_b, coalesce(product(1 + a) FILTER (WHERE rb > 0), 1) AS up_a, coalesce(product(1 + b) FILTER (WHERE rb > 0), 1) AS up_b,
       coalesce(product(1 + a) FILTER (WHERE rb <= 0), 1) AS down_a, coalesce(product(1 + b) FILTER (WHERE rb <= 0), 1) AS down_b,
       coalesce(sum(abs(ln(1 + ra))) FILTER (WHERE rb > 0), 0)::numeric AS up_size_a, coalesce(sum(abs(ln(1 + rb))) FILTER (WHERE rb > 0), 0)::numeric AS up_size_b,
       coalesce(sum(abs(ln(1 + ra))) FILTER (WHERE rb <= 0), 0)::numeric AS down_size_a, coalesce(sum(abs(ln(1 + rb))) FILTER (WHERE rb <= 0), 0)::numeric AS down_size_b
FROM (SELECT *, exact(ra) AS a, exact(rb) AS b, exact(target) AS t FROM return_pair_row OFFSET 0) AS r GROUP BY inputs, g;
CREATE VIEW return_reference AS
SELECT t.*, l.*, m.*, to_power(growth_a, round(12, 150) / n) AS yearly_a, to_power(growth_b, round(12, 150) / n) AS yearly_b,
       sqrt(variance_a) AS deviation_a, sqrt(variance_b) AS deviation_b, sqrt(variance_x) AS deviation_x, sqrt(variance_d) AS deviation_d,
       sqrt(round(sum_xx / n, 150)) AS root_x, sqrt(round((sum_aa + sum_bb - 2 * sum_ab) / n, 150)) AS root_d, sqrt(round(sum_below / n, 300)) AS downside, sqrt(round(12, 150)) AS annual
FROM return_truth AS t,
     LATERAL (SELECT up_size_a + down_size_a, up_size_b + down_size_b) AS l (size_a, size_b),
     LATERAL (SELECT (n * sum_aa - sum_a * sum_a) / (n * (n - 1)), (n * sum_bb - sum_b * sum_b) / (n * (n - 1)), (n * sum_ab - sum_a * sum_b) / (n * (n - 1)), (n * sum_xx - sum_x * sum_x) / (n * (n - 1))) AS v (a, b, ab, x),
     LATERAL (SELECT round(a, 300), round(b, 300), round(ab, 300), round(x, 300), round(a + b - 2 * ab, 300)) AS m (variance_a, variance_b, covariance, variance_x, variance_d);

INSERT INTO measured
SELECT v.figure, inputs, v.result, v.reference, v.size
FROM return_figure JOIN return_reference USING (inputs, g),
     LATERAL (VALUES
    ('compound_return', compound_return(linked), growth_a - 1, growth_a * size_a),
    ('annualized_return of returns', annualized_return(linked, 12), yearly_a, (1 + yearly_a) * size_a * 12 / n),
    ('annualized_volatility', annualized_volatility(linked, 12), deviation_a * annual, 0),
    ('sharpe_ratio, risk-free return 0', sharpe_ratio(alone, 12), sum_a / n / deviation_a * annual, 0),
    ('sharpe_ratio', sharpe_ratio(excess, 12), sum_x / n / deviation_x * annual, (1 + abs(sum_x) / n / deviation_x) * root_x / deviation_x * annual),
    ('downside_deviation', downside_deviation(excess, 12), downside * annual, 0),
    ('tracking_error', tracking_error(pair, 12), deviation_d * annual, root_d * annual),
    ('information_ratio', information_ratio(pair, 12), (yearly_a - yearly_b) / (deviation_d * annual),
     ((1 + yearly_a) * size_a + (1 + yearly_b) * size_b) * 12 / n / (deviation_d * annual) + abs(yearly_a - yearly_b) / (deviation_d * annual) * root_d / deviation_d),
    ('beta', beta(pair), covariance / variance_b, 0),
    ('alpha', alpha(pair), (sum_a - covariance / variance_b * sum_b) / n, 0),
    ('return_correlation', return_correlation(pair), covariance / (deviation_a * deviation_b), 0),
    ('hit_rate', hit_rate(pair), hits / n, 0)) AS v (figure, result, reference, size);
INSERT INTO measured
SELECT 'sortino_ratio', inputs, sortino_ratio(excess, 12), sum_x / n / downside * annual, size_x / n / downside * annual
FROM return_figure JOIN return_reference USING (inputs, g) WHERE sum_below > 0;
INSERT INTO measured
SELECT 'up_capture', inputs, up_capture(pair), (up_a - 1) / (up_b - 1), (up_a * up_size_a + abs((up_a - 1) / (up_b - 1)) * up_b * up_size_b) / abs(up_b - 1)
FROM return_figure JOIN return_reference USING (inputs, g) WHERE up_b <> 1;
INSERT INTO measured
SELECT 'down_capture', inputs, down_capture(pair), (down_a - 1) / (down_b - 1), (down_a * down_size_a + abs((down_a - 1) / (down_b - 1)) * down_b * down_size_b) / abs(down_b - 1)
FROM return_figure JOIN return_reference USING (inputs, g) WHERE down_b <> 1;

-- Deviations so small that their squares reach below what sums keep
CREATE TABLE small_return AS
SELECT g, 10 ^ (-14 * fraction(g, 24) - 4) * (fraction(100 * g + i, 25) - 0.5) AS r FROM generate_series(1, :groups) AS g, generate_series(1, 9) AS i;
INSERT INTO measured
SELECT 'annualized_volatility, the smallest', 'deviations of 1e-18 to 1e-4', result, deviation * sqrt(round(12, 150)), round(exact(2::float8 ^ -76), 150) / deviation * sqrt(round(12, 150))
FROM (SELECT g, annualized_volatility(r, 12) AS result, sqrt(round((sum(exact(r) * exact(r)) - sum(exact(r)) * round(sum(exact(r)), 150) / count(*)) / (count(*) - 1), 200)) AS deviation FROM small_return GROUP BY g) AS s;
