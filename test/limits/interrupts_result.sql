-- interrupts_result.sql
--      What the measurements say. Variables: most, how many seconds a call may go on, and parts.
SET search_path = limits, public;
\pset format unaligned
\pset tuples_only on
SELECT CASE WHEN count(*) = 0 THEN '' ELSE 'not ' END || 'ok 1 - every public function has a call that is broken off'
    || coalesce(E'\n# ' || string_agg(function::text, ', '), '')
FROM public_function AS f WHERE NOT EXISTS (SELECT FROM call WHERE name = f.function::text);
SELECT CASE WHEN count(*) = 0 THEN '' ELSE 'not ' END || 'ok 2 - every function that no argument can make long has a reason for it: ' || (SELECT count(*) FROM short)
    || coalesce(E'\n# ' || string_agg(function::text, ', '), '')
FROM short WHERE why IS NULL;
SELECT CASE WHEN count(*) = 0 THEN '' ELSE 'not ' END || 'ok 3 - every call works when nothing stops it' || coalesce(E'\n# ' || string_agg(query, E'\n# '), '')
FROM call WHERE seconds IS NULL;
SELECT CASE WHEN count(*) = 0 THEN '' ELSE 'not ' END || format('ok 4 - no call goes on for more than %s s after its time is up', :'most') || coalesce(E'\n# ' || string_agg(format('%s s: %s', round(overshoot::numeric, 3), query), E'\n# '), '')
FROM attempt WHERE overshoot > :most;
SELECT CASE WHEN count(*) = 0 THEN '' ELSE 'not ' END || 'ok 5 - no part of the step that ends a call goes on when its time is up: ' || (SELECT count(DISTINCT call) FROM point WHERE part IS NOT NULL) || ' steps'
    || coalesce(E'\n# ' || string_agg(format('part %s, %s s of %s s: %s', part, round(overshoot::numeric, 3), round(step::numeric, 3), query), E'\n# '), '')
FROM attempt AS a WHERE is_too_late(a, :parts);
SELECT CASE WHEN count(overshoot) > count(*) / 2 THEN '' ELSE 'not ' END || 'ok 6 - most attempts found the call under way'
FROM attempt;
SELECT format('# %s of %s attempts found the call under way; they ended after a median of %s ms, 99 %% within %s ms, all within %s ms', count(overshoot), count(*),
              round((1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY overshoot))::numeric, 2), round((1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY overshoot))::numeric, 1),
              round((1000 * max(overshoot))::numeric, 1)) FROM attempt;
SELECT format('# all but those that take or give a text of 100 bytes a row, or read one from a file, within %s ms', round((1000 * max(overshoot))::numeric, 1)) FROM attempt WHERE NOT moves_large_value(name);
SELECT format('# %s ms, %s ms before its end: %s', round((1000 * overshoot)::numeric, 1), round((1000 * left_over)::numeric), query) FROM attempt WHERE overshoot IS NOT NULL ORDER BY overshoot DESC LIMIT 8;
