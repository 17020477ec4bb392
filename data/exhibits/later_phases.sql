SELECT row_number() OVER (ORDER BY c.cycle) AS place, c.cycle, c.start_ts AS later_phase,
       round(100 * max(r.price_return) FILTER (WHERE r.series = 'russell_2000')::numeric, 1) AS russell_2000,
       round(100 * max(r.price_return) FILTER (WHERE r.series = 'sp_500')::numeric, 1) AS sp_500
FROM policy_cycles('federal_funds_target') AS c
JOIN later_phase_returns AS r ON r.later_phase = extract(year FROM c.start_ts)
WHERE c.phase = 'later'
GROUP BY c.cycle, c.start_ts
ORDER BY c.cycle;
