-- Indexes rebuilt from their members, and who moved them

-- Members whose prices lie twelve decades apart, with a dividend now and then
CREATE TABLE member_row AS
SELECT date '2000-01-01' + i AS ts, member, price, CASE WHEN (i + member) % 30 = 0 THEN 0.02 * price END AS dividend, CASE WHEN i > 0 AND (i + member) % 200 = 0 THEN 2 END::float8 AS split, price * cap AS market_cap, 's' || member % 4 AS sector
FROM generate_series(1, 12) AS member, generate_series(0, :dates - 1) AS i,
     LATERAL (SELECT 10 ^ (12 * fraction(member, 81) - 6) * (1 + 0.1 * fraction(100 * i + member, 82)) / 2 ^ ((i + member) / 200 - member / 200), 10 ^ (3 * fraction(member, 83) + 8)) AS p (price, cap);
CREATE TABLE index_rule (name text, rules index_rules);
INSERT INTO index_rule VALUES ('equal, daily', index_rules('equal', rebalance => 'day')), ('cap, daily', index_rules('cap', rebalance => 'day')), ('cap, struck once', index_rules('cap', rebalance => 'never')),
    ('equal, monthly', index_rules('equal', rebalance => 'month')), ('sectors equal, daily', index_rules('sector_equal', rebalance => 'day')), ('capped at 20 %, daily', index_rules('capped', 0.2, rebalance => 'day')),
    ('equal, daily, at a cost of 10 bp', index_rules('equal', rebalance => 'day', cost_bp => 10)), ('equal, monthly, dividends in the member', index_rules('equal', rebalance => 'month', reinvest => 'member'));
CREATE TABLE index_row AS
SELECT name, h.* FROM (SELECT name, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS history FROM index_rule, member_row GROUP BY name) AS s, unnest(history) AS h;

-- The same in numeric: weights are struck, drift with the prices, and are struck again
CREATE TABLE member_move AS
SELECT ts, array_agg(quotient(price, before) * coalesce(exact(split), 1) ORDER BY member) AS moves, array_agg(quotient(coalesce(dividend, 0), before) * coalesce(exact(split), 1) ORDER BY member) AS yields,
       array_agg(1 + quotient(coalesce(dividend, 0), price) ORDER BY member) AS reinvested, array_agg(exact(market_cap) ORDER BY member) AS caps,
       coalesce(date_trunc('month', ts) <> date_trunc('month', next_ts), false) AS ends_month, ts = min(ts) OVER () AS first
FROM (SELECT *, lag(price) OVER w AS before, lead(ts) OVER w AS next_ts FROM member_row WINDOW w AS (PARTITION BY member ORDER BY ts)) AS s GROUP BY ts, next_ts;
CREATE TABLE index_truth (name text, ts date, rebalances integer, level numeric, total_return_level numeric, divisor numeric, turnover numeric, effective_n numeric);
CREATE TABLE contribution_truth (name text, member text, average_weight numeric, contribution numeric, price_contribution numeric);

CREATE FUNCTION struck_weights(rules index_rules, caps numeric[]) RETURNS numeric[] LANGUAGE plpgsql AS $$
DECLARE
    n integer := cardinality(caps);
    sum_caps numeric := (SELECT sum(c) FROM unnest(caps) AS c);
    weights numeric[];
    capped boolean[] := array_fill(false, ARRAY[n]);
    lifted boolean := true;
    factor numeric;
BEGIN
    IF rules.weighting = 'equal' THEN
        RETURN array_fill(long(1) / n, ARRAY[n]);
    END IF;
    IF rules.weighting = 'sector_equal' THEN
        RETURN (SELECT array_agg(long(1) / 4 / (SELECT count(*) FROM generate_series(1, n) AS o WHERE o % 4 = m % 4) ORDER BY m) FROM generate_series(1, n) AS m);
    END IF;
    weights := (SELECT array_agg(long(c) / sum_caps ORDER BY m) FROM unnest(caps) WITH ORDINALITY AS u (c, m));
    WHILE rules.weighting = 'capped' AND lifted LOOP
        lifted := false;
        factor := (SELECT (1 - coalesce(sum(exact(rules.cap)) FILTER (WHERE c), 0)) / sum(w) FILTER (WHERE NOT c) FROM unnest(weights, capped) AS u (w, c));
        FOR m IN 1..n LOOP
            IF NOT capped[m] THEN
                weights[m] := long(weights[m] * factor);
                IF weights[m] > exact(rules.cap) THEN
                    weights[m] := exact(rules.cap);
                    capped[m] := true;
                    lifted := true;
                END IF;
            END IF;
        END LOOP;
    END LOOP;
    RETURN weights;
END
$$;

CREATE PROCEDURE rebuild(rule_name text, rules index_rules) LANGUAGE plpgsql AS $$
DECLARE
    today member_move;
    n integer;
    weights numeric[];  -- values of the members, which add up to 1 at a rebalance
    total_weights numeric[];
    targets numeric[];
    average numeric[];
    contributions numeric[];
    price_contributions numeric[];
    value numeric := 1;
    total_value numeric := 1;
    value_before numeric;
    level numeric := exact(rules.base);
    total numeric := exact(rules.base);
    level_before numeric;
    total_before numeric;
    divisor numeric;
    turnover numeric;
    change numeric;
    rebalances integer := 0;
    dates integer := 0;
BEGIN
    FOR today IN SELECT * FROM member_move ORDER BY ts LOOP
        n := cardinality(today.caps);
        IF today.first THEN
            average := array_fill(0::numeric, ARRAY[n]);
            contributions := average;
            price_contributions := average;
        ELSE
            dates := dates + 1;
            value_before := value;
            level_before := level;
            total_before := total;
            change := 0;
            FOR m IN 1..n LOOP
                average[m] := average[m] + weights[m] / value_before;
                price_contributions[m] := price_contributions[m] + level_before / value_before * weights[m] * (today.moves[m] - 1);
                contributions[m] := contributions[m] + total_before / value_before * weights[m] * (today.moves[m] - 1 + today.yields[m]);
                change := change + weights[m] * today.yields[m];
                weights[m] := long(weights[m] * today.moves[m]);
                total_weights[m] := long(total_weights[m] * today.moves[m] * today.reinvested[m]);
            END LOOP;
            value := (SELECT sum(w) FROM unnest(weights) AS w);
            level := long(level_before * value / value_before);
            IF rules.reinvest = 'index' THEN
                total := long(total_before * (value + change) / value_before);
            ELSE
                total := long(total * (SELECT sum(w) FROM unnest(total_weights) AS w) / total_value);
                total_value := (SELECT sum(w) FROM unnest(total_weights) AS w);
            END IF;
        END IF;
        turnover := CASE WHEN today.first THEN NULL ELSE 0 END;
        IF today.first OR rules.rebalance = 'day' OR rules.rebalance = 'month' AND today.ends_month THEN
            targets := struck_weights(rules, today.caps);
            IF NOT today.first THEN
                turnover := (SELECT sum(abs(t - w / value)) / 2 FROM unnest(targets, weights) AS u (t, w));
                level := long(level * (1 - exact(rules.cost_bp) / 10000 * 2 * turnover));
                total := long(total * (1 - exact(rules.cost_bp) / 10000 * 2 * turnover));
            END IF;
            weights := targets;
            total_weights := targets;
            value := (SELECT sum(w) FROM unnest(weights) AS w);
            total_value := value;
            divisor := CASE rules.weighting WHEN 'equal' THEN n WHEN 'sector_equal' THEN 1 ELSE (SELECT sum(c) FROM unnest(today.caps) AS c) END / level;
            rebalances := rebalances + 1;
        END IF;
        INSERT INTO index_truth VALUES (rule_name, today.ts, rebalances, level, total, divisor, turnover, value * value / (SELECT sum(w * w) FROM unnest(weights) AS w));
    END LOOP;
    INSERT INTO contribution_truth
    SELECT rule_name, m::text, round(average[m], 100) / dates, contributions[m] / exact(rules.base), price_contributions[m] / exact(rules.base) FROM generate_series(1, n) AS m;
END
$$;
DO $$
DECLARE
    r index_rule;
BEGIN
    FOR r IN SELECT * FROM index_rule LOOP
        CALL rebuild(r.name, r.rules);
    END LOOP;
END
$$;

-- Levels and divisors are rounded at each rebalance and on each date, turnover is a difference of weights
INSERT INTO measured
SELECT v.figure, name, v.result, v.reference, v.size
FROM index_row AS x JOIN index_truth AS t USING (name, ts), LATERAL (SELECT ts - date '2000-01-01') AS d (dates), LATERAL (VALUES
    ('index_point.level', x.level, t.level, t.level * (1 + rebalances)),
    ('index_point.total_return_level', x.total_return_level, t.total_return_level, t.total_return_level * (1 + dates)),
    ('index_point.divisor', x.divisor, t.divisor, t.divisor * (1 + rebalances)),
    ('index_point.turnover', x.turnover, t.turnover, 1),
    ('index_point.effective_n', x.effective_n, t.effective_n, 0)) AS v (figure, result, reference, size)
WHERE v.reference IS NOT NULL;
INSERT INTO measured
SELECT v.figure, t.name, v.result, v.reference, v.size
FROM (SELECT name, rules, member_contribution(ts, member, price, dividend, split, market_cap, sector, rules) AS parts FROM index_rule, member_row WHERE (rules).cost_bp = 0 GROUP BY name, rules) AS s, unnest(parts) AS x JOIN contribution_truth AS t ON t.member = x.name,
     LATERAL (VALUES ('index_contribution.average_weight', x.average_weight, t.average_weight, 0), ('index_contribution.contribution', x.contribution, t.contribution, 16), ('index_contribution.price_contribution', x.price_contribution, t.price_contribution, 16)) AS v (figure, result, reference, size)
WHERE t.name = s.name AND (v.figure <> 'index_contribution.contribution' OR (rules).reinvest = 'index');
