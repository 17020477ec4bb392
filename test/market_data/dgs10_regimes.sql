-- The regimes of the daily 10-year yield since 1962: what was known on each day,
-- the stored state, plateaus, chords.

SELECT plan(24);

CREATE TEMP TABLE dgs10 AS SELECT ts, value AS yield FROM series WHERE series = 'DGS10';
CREATE TEMP VIEW exhibit4_dgs10 AS SELECT * FROM dgs10 WHERE ts BETWEEN '2023-06-30' AND '2024-07-23';
CREATE TEMP VIEW observed AS SELECT ts, yield FROM dgs10 WHERE yield IS NOT NULL;
SELECT ok(count(*) - count(yield) > 500 AND count(yield) > 15900, format('%s days, of which %s are holidays', count(*), count(*) - count(yield))) FROM dgs10;

CREATE TEMP TABLE rule (name text PRIMARY KEY, rules regime_rules);
INSERT INTO rule VALUES ('month, 25 bp', regime_rules()), ('day, 100 bp', regime_rules(frequency => 'day', threshold_bp => 100)),
    ('week, rises of 50 bp, falls of 30 bp', regime_rules(frequency => 'week', threshold_bp => 50, threshold_down_bp => 30));

-- The regimes found on each day from the rows up to it, against those of all rows.
CREATE TEMP TABLE known AS
SELECT name, day, r.*
FROM rule, LATERAL (SELECT ts AS day, yield_regimes(ts, yield, rules) OVER (ORDER BY ts) AS found FROM observed) AS d, unnest(d.found) AS r;
SELECT ok(count(DISTINCT k.day) > 14900 AND bool_and(coalesce((k.direction, k.start_ts, k.start_yield, k.confirmed_on) = (f.direction, f.start_ts, f.start_yield, f.confirmed_on), false)),
    format('%s: %s confirmed turns over %s days, none of which changes later', k.name, count(DISTINCT k.start_ts), count(DISTINCT k.day)))
FROM known AS k LEFT JOIN known AS f ON f.name = k.name AND f.number = k.number AND f.day = (SELECT max(ts) FROM observed)
WHERE k.confirmed_on IS NOT NULL GROUP BY k.name ORDER BY k.name;
SELECT ok(bool_and(coalesce(k.end_ts = f.end_ts AND k.end_yield = f.end_yield, false)), k.name || ': nor does the end of a regime that is not provisional')
FROM known AS k LEFT JOIN known AS f ON f.name = k.name AND f.number = k.number AND f.day = (SELECT max(ts) FROM observed)
WHERE NOT k.provisional GROUP BY k.name ORDER BY k.name;
SELECT ok(bool_and(confirmed_on = first_day), name || ': confirmed_on is the first day on which a turn is found')
FROM (SELECT name, direction, start_ts, confirmed_on, min(day) AS first_day FROM known WHERE direction <> 'flat' GROUP BY name, direction, start_ts, confirmed_on) AS s
GROUP BY name ORDER BY name;

-- A stored state, extended one row at a time from the first, has the bits of one built from all rows up to each day.
CREATE TEMP TABLE stored (name text, ts date, state regime_state);
CREATE FUNCTION pg_temp.append_each(rule_name text, rule regime_rules) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    day record;
    state regime_state;
BEGIN
    FOR day IN SELECT ts, yield FROM observed ORDER BY ts LOOP
        IF state IS NULL THEN
            SELECT regime_state(day.ts, day.yield, rule) INTO state;
        ELSE
            SELECT append(state, day.ts, day.yield) INTO state;
        END IF;
        INSERT INTO stored VALUES (rule_name, day.ts, state);
    END LOOP;
    RETURN (SELECT count(*) FROM stored AS s WHERE s.name = rule_name);
END
$$;
SELECT is(pg_temp.append_each(name, rules), (SELECT count(*) FROM observed), name || ': extended day by day') FROM rule ORDER BY name;
SELECT ok(count(*) = (SELECT count(*) FROM observed) AND bool_and(s.state = d.state), rule.name || ': each state has the bits of the recomputed one')
FROM rule, LATERAL (SELECT ts, regime_state(ts, yield, rules) OVER (ORDER BY ts) AS state FROM observed) AS d LEFT JOIN stored AS s USING (ts)
WHERE s.name = rule.name GROUP BY rule.name ORDER BY rule.name;

SELECT ok(bool_and(state::text::regime_state = state), name || ': each state comes back from its text') FROM stored GROUP BY name ORDER BY name;

-- Plateaus: every interval by its ends and its middle.
CREATE FUNCTION pg_temp.turns(f text, bp float8) RETURNS date[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(start_ts ORDER BY number) FILTER (WHERE direction <> 'flat'), '{}') FROM regimes('dgs10', regime_rules(threshold_bp => bp, frequency => f))
$$;
SELECT ok(count(*) > 20 AND bool_and(pg_temp.turns(f, bp) = p.pivot_ts), format('by %s, %s plateaus hold at both ends and in the middle', f, count(DISTINCT above_bp)))
FROM unnest(ARRAY['day', 'month']) AS f, LATERAL threshold_plateaus('dgs10', regime_rules(frequency => f)) AS p,
     LATERAL unnest(ARRAY[above_bp + 0.00000001, (above_bp + coalesce(up_to_bp, above_bp + 1)) / 2, coalesce(up_to_bp, above_bp + 1000)]) AS bp
GROUP BY f ORDER BY f;
SELECT ok(bool_and(above_bp <= 10 AND up_to_bp >= 30), 'exhibit 4: the turns of its year hold from 10 to 30 bp')
FROM threshold_plateaus('exhibit4_dgs10')
WHERE pivot_ts = '{2023-06-30,2023-10-31,2023-12-29,2024-04-30}';

-- Chords.
SELECT is((SELECT array_agg(start_ts ORDER BY number) FROM regimes('exhibit4_dgs10', regime_rules('chord', segments => 4))), '{2023-06-30,2023-10-31,2023-12-29,2024-04-30}', 'exhibit 4: four chords at month ends have its boundaries');
SELECT ok(bool_and(n = k AND first = '1962-01-02' AND last = (SELECT max(ts) FROM observed)), 'chords of 1 to 40 segments since 1962')
FROM generate_series(1, 40) AS k, LATERAL (SELECT count(*) AS n, min(start_ts) AS first, max(end_ts) AS last FROM regimes('dgs10', regime_rules('chord', segments => k))) AS c;

SELECT * FROM finish();
