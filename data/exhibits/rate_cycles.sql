WITH cycles AS (
    SELECT * FROM policy_cycles('federal_funds_target')
)
SELECT cycle, phase, start_ts, end_ts, cuts, total_bp, open
FROM cycles
UNION ALL
SELECT cycle, 'pause', early.end_ts, later.start_ts, NULL, NULL, NULL
FROM cycles AS early
JOIN cycles AS later USING (cycle)
WHERE early.phase = 'early' AND later.phase = 'later'
ORDER BY cycle, start_ts, end_ts;
