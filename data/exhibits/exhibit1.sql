SELECT ts, y.yield,
       round(100 * simple_return(large.level) OVER months::numeric, 2) AS large,
       round(100 * simple_return(small.level) OVER months::numeric, 2) AS small,
       round(total_return_index(large.level) OVER months::numeric - 100, 1) AS large_so_far,
       round(total_return_index(small.level) OVER months::numeric - 100, 1) AS small_so_far
FROM index_levels_by_month AS large
JOIN index_levels_by_month AS small USING (ts)
JOIN ten_year_yields AS y USING (ts)
WHERE large.series = 'Russell 1000' AND small.series = 'Russell 2000'
WINDOW months AS (ORDER BY ts)
ORDER BY ts;
