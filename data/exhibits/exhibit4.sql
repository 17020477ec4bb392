SELECT number, direction, start_ts, end_ts, change_bp,
       round(100 * large_return::numeric, 1) AS large, round(100 * small_return::numeric, 1) AS small,
       round(100 * relative_return::numeric, 1) AS relative
FROM regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000',
                  regime_rules(split_divergence => 0.035))
ORDER BY number;
