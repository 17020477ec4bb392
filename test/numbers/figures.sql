-- What each figure may be off by, in ulp of itself or of a size that is larger; and whether it was

CREATE TABLE figure (name text PRIMARY KEY, bound numeric NOT NULL, size text);

-- The nearest float8 there is
INSERT INTO figure
SELECT name, 0.5, NULL FROM unnest(ARRAY['hit_rate', 'percentile_rank', 'contribution', 'breadth.pct_advancing', 'breadth.ad_ratio', 'yield_change_bp',
    'yield_regime.start_yield', 'yield_regime.end_yield', 'yield_regime.change_bp', 'policy_cycle.total_bp', 'policy_phase.start_rate', 'policy_phase.end_rate', 'policy_phase.total_bp',
    'threshold_plateau.above_bp', 'threshold_plateau.up_to_bp', 'period_returns.hit_rate']) AS name;
-- One quotient of levels
INSERT INTO figure
SELECT name, 1, NULL FROM unnest(ARRAY['total_return of prices alone', 'simple_return', 'forward_return', 'calendar_returns.value', 'largest_stretches.value', 'smallest_stretches.value', 'drawdown', 'max_drawdown', 'drawdowns.depth',
    'return_pair.return_a', 'return_pair.return_b', 'period_returns.series_return', 'period_returns.benchmark_return', 'regime_table.large_return', 'regime_table.small_return', 'valuation_discount']) AS name;
INSERT INTO figure
SELECT name, 2, NULL FROM unnest(ARRAY['simple_return with a dividend', 'log_return', 'total_return_index of prices alone', 'rebase']) AS name;
INSERT INTO figure
SELECT name, 4, NULL FROM unnest(ARRAY['log_return with a dividend', 'relative_return', 'geometric_relative_return', 'return_pair.arithmetic', 'return_pair.geometric', 'relative_strength', 'period_returns.relative_return', 'regime_table.relative_return',
    'annualized_volatility', 'sharpe_ratio, risk-free return 0', 'downside_deviation', 'beta', 'alpha', 'return_correlation', 'zscore', 'herfindahl', 'effective_n', 'index_pe', 'index_pe without losses',
    'index_contribution.average_weight']) AS name;
-- Squares of values that were rounded before
INSERT INTO figure VALUES ('index_point.effective_n', 8, NULL);
-- Logarithms of many factors, each rounded, and differences of rounded numbers
INSERT INTO figure VALUES
    ('total_return', 4, '(1 + R) (|ln(P_T / P_0)| + sum ln(1 + D / P) + sum |ln S|)'),
    ('price_return', 4, '(1 + R) (|ln(P_T / P_0)| + sum |ln S|), with a split'),
    ('income_return', 4, '(1 + R) sum ln(1 + D / P)'),
    ('total_return_index', 4, 'it times (|ln(P_T / P_0)| + sum ln(1 + D / P))'),
    ('annualized_return of prices', 4, '(1 + R) (|ln(P_T / P_0)| + sum ln(1 + D / P) + sum |ln S|) / years'),
    ('compound_return', 4, '(1 + R) sum |ln(1 + r)|'),
    ('annualized_return of returns', 4, '(1 + R) sum |ln(1 + r)| / years'),
    ('up_capture', 4, '(1 + A) sum |ln(1 + ra)| / |B| and it times (1 + B) sum |ln(1 + rb)| / |B|'),
    ('down_capture', 4, 'as up_capture'),
    ('sharpe_ratio', 4, '(1 + |S|) times the root mean square of r - rf over its deviation'),
    ('sortino_ratio', 4, 'mean |r - mar| over downside deviation'),
    ('annualized_volatility, the smallest', 4, '2^-76 / the deviation, annualised'),
    ('tracking_error', 4, 'the root mean square of ra - rb, annualised'),
    ('information_ratio', 4, 'the sizes of both annualised returns over tracking error, and it times the size of that'),
    ('carino_linked', 4, 'sum |effect k| / K times 1 + sum |ln(1 + Rp)| + sum |ln(1 + Rb)|'),
    ('period_returns.volatility', 4, 'the root mean square of the returns, annualised'),
    ('reconcile_return.difference', 1, '1 + the published return'),
    ('index_point.level', 4, 'it times the number of rebalances'),
    ('index_point.divisor', 4, 'it times the number of rebalances'),
    ('index_point.total_return_level', 4, 'it times the number of dates'),
    ('index_point.turnover', 4, '1'),
    ('index_contribution.contribution', 4, '16, of which an ulp is 2^-48'),
    ('index_contribution.price_contribution', 4, '16, of which an ulp is 2^-48');

-- Numbers that are handed on as they are, and the same figures under another name
CREATE TABLE handed_on (name text PRIMARY KEY);
INSERT INTO handed_on
SELECT unnest(ARRAY['move.value', 'check_prices.price', 'check_prices.previous_price',
    'index_rules.cap', 'index_rules.delisting_return', 'index_rules.cost_bp', 'index_rules.base', 'reconstitution_rules.band', 'regime_rules.threshold_bp', 'regime_rules.threshold_down_bp', 'regime_rules.split_divergence',
    'drawdown_period.depth', 'market_breadth.pct_advancing', 'market_breadth.ad_ratio', 'stretch_return.value', 'calendar_table.value', 'stretch_table.value',
    'yield_regime_return.return_a', 'yield_regime_return.return_b', 'yield_regime_return.relative_return', 'yield_regime_return.change_bp',
    'regimes.start_yield', 'regimes.end_yield', 'regimes.change_bp', 'regime_table.change_bp', 'policy_cycles.total_bp', 'policy_phases.start_rate', 'policy_phases.end_rate', 'policy_phases.total_bp',
    'threshold_plateaus.above_bp', 'threshold_plateaus.up_to_bp', 'reconcile_return.value',
    'regime_returns.series_return', 'regime_returns.benchmark_return', 'regime_returns.relative_return', 'regime_returns.volatility', 'regime_returns.hit_rate',
    'index_levels.level', 'index_levels.total_return_level', 'index_levels.divisor', 'index_levels.turnover', 'index_levels.effective_n',
    'index_contributions.average_weight', 'index_contributions.contribution', 'index_contributions.price_contribution']);

-- Every float8 that the extension gives: results, columns of composite types, columns of tables
CREATE VIEW given AS
WITH own AS (SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation') AND deptype = 'e')
SELECT proname::text AS name FROM own JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid
WHERE prorettype = 'float8'::regtype AND NOT 'internal'::regtype = ANY (proargtypes)
UNION
SELECT typname || '.' || attname FROM own JOIN pg_type AS t ON classid = 'pg_type'::regclass AND objid = t.oid JOIN pg_attribute ON attrelid = typrelid AND attnum > 0
WHERE atttypid = 'float8'::regtype
UNION
SELECT proname || '.' || a.name FROM own JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid, unnest(proallargtypes, proargmodes, proargnames) AS a (type, mode, name)
WHERE a.type = 'float8'::regtype AND a.mode IN ('t', 'o');

-- TAP, but for the numbers of the tests
CREATE FUNCTION tap(passed boolean, what text) RETURNS text LANGUAGE sql RETURN CASE WHEN passed THEN 'ok - ' ELSE 'not ok - ' END || what;

SELECT tap(bool_and(power(5::numeric, k) = five AND exact(2::float8 ^ -k) * two = 1), 'powers of 2 and 5 are exact')
FROM (WITH RECURSIVE p AS (SELECT 1 AS k, 5::numeric AS five, 2::numeric AS two UNION ALL SELECT k + 1, five * 5, two * 2 FROM p WHERE k < 1074) SELECT * FROM p) AS p;
SELECT tap(bool_and(exact(x)::float8 = x AND exact(x) + exact(- x) = 0), 'a number and its exact value are the same')
FROM (SELECT sign_of(i, 1) * (1 + fraction(i, 3)) * 10 ^ (614 * fraction(i, 2) - 307) FROM generate_series(1, 1000) AS i UNION ALL VALUES (5e-324::float8), (0), (1.7976931348623157e308)) AS s (x);
SELECT tap(exact(0.1) = 0.1000000000000000055511151231257827021181583404541015625, 'one tenth is what binary makes of it');
SELECT tap(error_in_ulp(1.0000000000000002, 1, 0) = 1 AND error_in_ulp(0.3, 0.3, 0) < 0.5 AND error_in_ulp(1e-3, 0, 1) = round(exact(1e-3) * 2 ^ 52::numeric, 4), 'errors are counted in ulp');
SELECT tap(string_agg(name, ', ') IS NULL, coalesce('not measured: ' || string_agg(name, ', ' ORDER BY name), 'every number that the extension gives is measured'))
FROM given WHERE NOT EXISTS (SELECT FROM figure WHERE given.name = split_part(split_part(figure.name, ',', 1), ' ', 1)) AND NOT EXISTS (SELECT FROM handed_on WHERE handed_on.name = given.name);
SELECT tap(string_agg(figure, ', ') IS NULL, coalesce('without a bound: ' || string_agg(figure, ', '), 'every figure has a bound')) FROM (SELECT DISTINCT figure FROM measured WHERE figure NOT IN (SELECT name FROM figure)) AS s;
SELECT tap(coalesce(worst <= bound, false), format('%s: %s of %s ulp%s, %s', name, trim_scale(round(worst, 2)), trim_scale(bound), ' of ' || size, coalesce(n || ' measured, worst with ' || inputs, 'not measured')))
FROM figure LEFT JOIN (SELECT figure, max(error) AS worst, count(*) AS n, (array_agg(inputs ORDER BY error DESC))[1] AS inputs FROM measured GROUP BY figure) AS m ON figure = name
ORDER BY name COLLATE "C";
