SELECT r.number, r.direction, r.start_ts, r.start_yield, r.end_ts, r.end_yield, r.change_bp,
       r.confirmed_on, y.yield AS yield_then
FROM regimes('ten_year_yields') AS r
LEFT JOIN ten_year_yields AS y ON y.ts = r.confirmed_on
ORDER BY r.number;
