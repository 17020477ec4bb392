-- Figures of prices and levels

-- Groups of prices that bring out what cancels and what overflows
CREATE TABLE price (inputs text, g integer, i integer, p float8, d float8, s float8);
INSERT INTO price
SELECT 'moves of 1e-15 to 1', g, i, CASE i WHEN 0 THEN first ELSE first * (1 + sign_of(g, 1) * 10 ^ (-15 * fraction(g, 2))) END, NULL, NULL
FROM generate_series(1, :groups) AS g, generate_series(0, 1) AS i, LATERAL (SELECT 10 ^ (12 * fraction(g, 3) - 6)) AS f (first);
INSERT INTO price
SELECT 'twelve decades', g, i, 10 ^ (12 * fraction(10 * g + i, 4) - 6), NULL, NULL
FROM generate_series(1, :groups) AS g, generate_series(0, 4) AS i;
INSERT INTO price
SELECT 'falls of 1e-6 to 1 offset by a dividend', g, i, CASE i WHEN 0 THEN first ELSE first - fall END,
       CASE i WHEN 0 THEN 7 ELSE fall * (1 + sign_of(g, 1) * 10 ^ (-15 * fraction(g, 2))) END, NULL
FROM generate_series(1, :groups) AS g, generate_series(0, 1) AS i, LATERAL (SELECT 10 ^ (12 * fraction(g, 3) - 6)) AS f (first),
     LATERAL (SELECT first * 0.99 * 10 ^ (-6 * fraction(g, 5))) AS c (fall);
INSERT INTO price
SELECT 'falls offset by a split', g, i, CASE i WHEN 0 THEN first ELSE first / split * (1 + sign_of(g, 1) * 10 ^ (-15 * fraction(g, 2))) END, NULL, split
FROM generate_series(1, :groups) AS g, generate_series(0, 1) AS i, LATERAL (SELECT 10 ^ (12 * fraction(g, 3) - 6)) AS f (first),
     LATERAL (SELECT (ARRAY[2, 3, 0.1, 1.5, 1000])[1 + g % 5]) AS c (split);
INSERT INTO price
SELECT 'dividends over twelve decades, and splits', g, i, p, CASE WHEN i % 4 = 1 THEN p * 10 ^ (12 * fraction(100 * g + i, 6) - 13) END,
       CASE WHEN i % 9 = 2 THEN (ARRAY[2, 0.5, 1.25, 0.3])[1 + (g + i) % 4] END
FROM generate_series(1, :groups) AS g, generate_series(0, 39) AS i, LATERAL (SELECT 10 ^ (6 * fraction(100 * g + i, 4) - 3)) AS f (p);
INSERT INTO price
SELECT 'near both ends of the range', g, i, CASE i WHEN 0 THEN 1 ELSE 1 + 10 ^ (-15 * fraction(g, 2)) END * CASE g % 3 WHEN 0 THEN 5e-324::float8 * (1 + g) WHEN 1 THEN 3e-308 ELSE 1e304 END, NULL, NULL
FROM generate_series(1, :groups) AS g, generate_series(0, 1) AS i;

-- A long one, whose rows are made where they are needed; its dividends are the smaller the longer it is
CREATE VIEW long_price AS
SELECT 'as many rows as ' || :length AS inputs, 0 AS g, i, 100 * exp(0.3 * fraction(i, 1)) AS p, CASE WHEN i % 60 = 0 THEN 2e5 / :length * fraction(i, 2) END AS d,
       CASE WHEN i % 1000 = 1 THEN 2 WHEN i % 1000 = 501 THEN 0.5 END::float8 AS s
FROM generate_series(0, :length - 1) AS i;

-- The true factors, and what the logarithms add up to in size
CREATE TABLE price_truth AS
SELECT inputs, g, count(*) AS n, (min(ARRAY[i, p]))[2] AS first, (max(ARRAY[i, p]))[2] AS last,
       product(1 + quotient(d, p)) FILTER (WHERE i > 0 AND d > 0) AS income, product(exact(s)) FILTER (WHERE i > 0 AND s <> 1) AS split,
       coalesce(sum(ln(1 + d / p)) FILTER (WHERE i > 0), 0) AS income_size, coalesce(sum(abs(ln(s))) FILTER (WHERE i > 0), 0) AS split_size,
       max(i) AS days
FROM (SELECT * FROM price UNION ALL SELECT * FROM long_price) AS p GROUP BY inputs, g;
CREATE VIEW price_reference AS
SELECT inputs, g, n, first, last, days, quotient(last, first) AS ratio, coalesce(income, 1) AS income, coalesce(split, 1) AS split,
       income_size::numeric AS income_size, (abs(ln(last / first)) + split_size)::numeric AS price_size
FROM price_truth;
CREATE TABLE price_figure AS
SELECT inputs, g, level_summary(date '2000-01-01' + i, p, d, s) AS summary, total_return(date '2000-01-01' + i, p) AS prices_alone
FROM (SELECT * FROM price UNION ALL SELECT * FROM long_price) AS p GROUP BY inputs, g;

INSERT INTO measured
SELECT 'total_return of prices alone', inputs, prices_alone, ratio - 1, 0
FROM price_figure JOIN price_reference USING (inputs, g);
INSERT INTO measured
SELECT 'total_return', inputs, total_return(summary), growth - 1, growth * (price_size + income_size)
FROM price_figure JOIN price_reference USING (inputs, g), LATERAL long(ratio * income * split) AS growth;
INSERT INTO measured
SELECT 'price_return', inputs, price_return(summary), growth - 1, CASE WHEN split = 1 THEN 0 ELSE growth * price_size END
FROM price_figure JOIN price_reference USING (inputs, g), LATERAL long(ratio * split) AS growth;
INSERT INTO measured
SELECT 'income_return', inputs, income_return(summary), income - 1, income * income_size
FROM price_figure JOIN price_reference USING (inputs, g) WHERE income > 1;
INSERT INTO measured
SELECT 'annualized_return of prices', inputs, annualized_return(summary, true), yearly, (1 + yearly) * (price_size + income_size) * power
FROM price_figure JOIN price_reference USING (inputs, g), LATERAL (SELECT 365.25 / days::numeric) AS y (power), LATERAL to_power(long(ratio * income * split), round(power, 150)) AS yearly
WHERE abs(ln(ratio * income * split) * power) < 600;

-- Window functions, each row against the one before
CREATE TABLE price_window AS
SELECT *, simple_return(p) OVER w AS simple, simple_return(p, d) OVER w AS simple_with_dividend, log_return(p) OVER w AS log, log_return(p, d) OVER w AS log_with_dividend,
       total_return_index(p) OVER w AS index_of_prices, total_return_index(p, d, 1000) OVER w AS index,
       rebase(p, i, base, 1000) OVER w AS rebased, forward_return(p, i, interval '1 day') OVER w AS forward,
       drawdown(p) OVER w AS drawdown, max_drawdown(i, p) OVER w AS max_drawdown, lag(p) OVER w AS before, lead(p) OVER w AS after, first_value(p) OVER w AS first, max(p) OVER w AS highest
FROM (SELECT inputs, g, date '2000-01-01' + i AS i, p, d, date '2000-01-01' AS base FROM price WHERE inputs NOT LIKE 'dividends over%' OR g % 8 = 0) AS p
WINDOW w AS (PARTITION BY inputs, g ORDER BY i);
INSERT INTO measured
SELECT f.figure, inputs, f.result, f.reference, 0
FROM price_window, LATERAL (VALUES
    ('simple_return', simple, quotient(p, before) - 1),
    ('simple_return with a dividend', simple_with_dividend, quotient(p, before) + quotient(coalesce(d, 0), before) - 1),
    ('log_return', log, ln(quotient(p, before))),
    ('log_return with a dividend', log_with_dividend, ln(quotient(p, before) + quotient(coalesce(d, 0), before)))) AS f (figure, result, reference)
WHERE before IS NOT NULL;
INSERT INTO measured
SELECT 'forward_return', inputs, forward, quotient(after, p) - 1, 0 FROM price_window WHERE after IS NOT NULL;
INSERT INTO measured
SELECT f.figure, inputs, f.result, f.reference, 0
FROM price_window, LATERAL (VALUES
    ('total_return_index of prices alone', index_of_prices, 100 * quotient(p, first)),
    ('rebase', rebased, 1000 * quotient(p, first)),
    ('drawdown', drawdown, quotient(p, highest) - 1)) AS f (figure, result, reference);
INSERT INTO measured
SELECT 'max_drawdown', inputs, max_drawdown, truth, 0
FROM (SELECT *, min(quotient(p, highest) - 1) OVER (PARTITION BY inputs, g ORDER BY i) AS truth FROM price_window) AS s WHERE before IS NOT NULL;
INSERT INTO measured
SELECT 'max_drawdown', inputs, max_drawdown(i, p), min(quotient(p, highest) - 1), 0 FROM price_window GROUP BY inputs, g;
INSERT INTO measured
SELECT 'drawdowns.depth', inputs, min((x).depth), least(min(truth), 0), 0
FROM (SELECT inputs, g, coalesce(nullif(drawdowns(i, p), '{}'), ARRAY[ROW(NULL, NULL, NULL, 0, NULL)::drawdown_period]) AS all_of_them, min(quotient(p, highest) - 1) AS truth
      FROM price_window GROUP BY inputs, g) AS s, unnest(all_of_them) AS x GROUP BY inputs, g;
INSERT INTO measured
SELECT 'total_return_index', inputs, index, 1000 * growth, 1000 * growth * (abs(ln(p / first)) + sum(CASE WHEN before IS NULL THEN 0 ELSE ln(1 + coalesce(d, 0) / p) END) OVER w)::numeric
FROM (SELECT *, long(quotient(p, first) * product(CASE WHEN before IS NULL OR d IS NULL THEN 1 ELSE 1 + quotient(d, p) END) OVER w) AS growth
      FROM price_window WHERE inputs <> 'near both ends of the range' WINDOW w AS (PARTITION BY inputs, g ORDER BY i)) AS s
WINDOW w AS (PARTITION BY inputs, g ORDER BY i);

-- Stretches: daily periods, and the largest of them
INSERT INTO measured
SELECT f.figure, s.inputs, f.result, quotient(b.p, a.p) - 1, 0
FROM (SELECT inputs, g, calendar_returns(i, p, 'day') AS every, largest_stretches(i, p, 1, 1000) AS largest, smallest_stretches(i, p, 1, 1000) AS smallest FROM price_window GROUP BY inputs, g) AS s,
     LATERAL (SELECT 'calendar_returns.value', x.* FROM unnest(every) AS x UNION ALL SELECT 'largest_stretches.value', x.* FROM unnest(largest) AS x
              UNION ALL SELECT 'smallest_stretches.value', x.* FROM unnest(smallest) AS x) AS f (figure, start_ts, end_ts, result),
     price_window AS a, price_window AS b
WHERE (a.inputs, a.g, a.i) = (s.inputs, s.g, f.start_ts) AND (b.inputs, b.g, b.i) = (s.inputs, s.g, f.end_ts);

-- Two series: relative returns from common to ever smaller differences
CREATE TABLE level_pair AS
SELECT 'relative returns of 1e-15 to 1' AS inputs, g, i, CASE i WHEN 0 THEN first_a ELSE first_a * move END AS a, CASE i WHEN 0 THEN first_b ELSE first_b * move * (1 + sign_of(g, 7) * 10 ^ (-15 * fraction(g, 8))) END AS b
FROM generate_series(1, 3 * :groups) AS g, generate_series(0, 1) AS i,
     LATERAL (SELECT 10 ^ (12 * fraction(g, 9) - 6), 10 ^ (12 * fraction(g, 10) - 6), CASE g % 3 WHEN 0 THEN 1 + 0.1 * fraction(g, 11) ELSE 10 ^ (12 * fraction(g, 11) - 6) END) AS f (first_a, first_b, move)
UNION ALL
SELECT 'twelve decades', g, i, 10 ^ (12 * fraction(10 * g + i, 12) - 6), 10 ^ (12 * fraction(10 * g + i, 13) - 6)
FROM generate_series(1, :groups) AS g, generate_series(0, 4) AS i
UNION ALL
SELECT 'near both ends of the range', g, i, 1e-320 * (1 + i * fraction(g, 14)), 8e307 * (1 + i * fraction(g, 14) * (1 + 1e-9 * fraction(g, 15)))
FROM generate_series(1, :groups) AS g, generate_series(0, 1) AS i;
CREATE TABLE pair_truth AS
SELECT s.*, quotient(a[n], a[1]) AS growth_a, quotient(b[n], b[1]) AS growth_b
FROM (SELECT inputs, g, count(*) AS n, array_agg(a ORDER BY i) AS a, array_agg(b ORDER BY i) AS b, pair_summary(date '2000-01-01' + i, a, b) AS summary FROM level_pair GROUP BY inputs, g) AS s;
INSERT INTO measured
SELECT f.figure, inputs, f.result, f.reference, 0
FROM pair_truth, LATERAL return_pair(summary) AS p, LATERAL (VALUES
    ('relative_return', relative_return(summary), growth_a - growth_b),
    ('geometric_relative_return', geometric_relative_return(summary), growth_a / growth_b - 1),
    ('return_pair.return_a', p.return_a, growth_a - 1),
    ('return_pair.return_b', p.return_b, growth_b - 1),
    ('return_pair.arithmetic', p.arithmetic, growth_a - growth_b),
    ('return_pair.geometric', p.geometric, growth_a / growth_b - 1)) AS f (figure, result, reference);
INSERT INTO measured
SELECT 'relative_strength', inputs, relative_strength, 100 * quotient(a, first_a) / quotient(b, first_b), 0
FROM (SELECT *, relative_strength(a, b) OVER w, first_value(a) OVER w AS first_a, first_value(b) OVER w AS first_b FROM level_pair WINDOW w AS (PARTITION BY inputs, g ORDER BY i)) AS s;
INSERT INTO measured
SELECT 'valuation_discount', inputs, valuation_discount(a[n], b[n]), 1 - quotient(a[n], b[n]), 0 FROM pair_truth WHERE inputs <> 'near both ends of the range'
UNION ALL
SELECT 'valuation_discount', 'discounts of 1e-15 to 1', valuation_discount(p, before), 1 - quotient(p, before), 0 FROM price_window WHERE inputs = 'moves of 1e-15 to 1' AND before IS NOT NULL;
