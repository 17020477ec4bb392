SELECT row_number() OVER (PARTITION BY i.series ORDER BY e.start_ts) AS place, e.start_ts, e.end_ts, i.series,
       round(100 * i.cap_weighted::numeric, 1) AS cap_weighted, round(100 * i.equal_weighted::numeric, 1) AS equal_weighted,
       round(100 * (i.equal_weighted - i.cap_weighted)::numeric, 1) AS difference
FROM exhibit5 AS e,
     LATERAL (VALUES ('Russell 1000', russell_1000, russell_1000_equal_weight),
                     ('Russell 2000', russell_2000, russell_2000_equal_weight)) AS i (series, cap_weighted, equal_weighted)
ORDER BY i.series, place;
