SELECT m.place, m.ts,
       round(100 * m.value::numeric, 1) AS small, round(100 * e.russell_1000::numeric, 1) AS large,
       round(100 * (e.russell_1000 - m.value)::numeric, 1) AS relative, round(e.ten_year_change_bp::numeric, 1) AS change_bp,
       r.number AS regime, r.direction
FROM (SELECT largest_moves(day, russell_2000, 4) AS days FROM exhibit3) AS s,
     unnest(s.days) WITH ORDINALITY AS m (ts, value, place)
JOIN exhibit3 AS e ON e.day = m.ts
JOIN regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000',
                  regime_rules(split_divergence => 0.035)) AS r ON m.ts > r.start_ts AND m.ts <= r.end_ts
ORDER BY m.place;
