-- lines.sql
--      The lines of the table: what is measured, in how many processes, beside
--      which twin, and the ratio aimed at, where there is one. To add a line,
--      add a row; see panel.sql for the tables.

\set scan '$$SELECT count(close) FROM panel$$'
\set sum '$$SELECT member, sum(close) FROM panel GROUP BY member$$'
\set total_return '$$SELECT member, total_return(ts, close, dividend) FROM panel GROUP BY member$$'
\set exp_sum_ln '$$SELECT member, (array_agg(close ORDER BY ts DESC))[1] / (array_agg(close ORDER BY ts))[1] * exp(sum(ln(1 + coalesce(dividend, 0) / close)) FILTER (WHERE ts > date ''2022-01-03'')) - 1 FROM panel GROUP BY member$$'
\set rebuild '$$SELECT equal_weight_index(ts, member, close) FROM panel$$'
\set four_panels '$$SELECT equal_weight_index(ts, member, close) FROM (SELECT ts, member, close FROM panel UNION ALL SELECT ts + 4000, member, close FROM panel UNION ALL SELECT ts + 8000, member, close FROM panel UNION ALL SELECT ts + 12000, member, close FROM panel) AS four$$'
\set lag_avg '$$SELECT ts, 100 * exp(sum(ln(1 + r)) OVER (ORDER BY ts)) FROM (SELECT ts, coalesce(avg(close / previous - 1), 0) AS r FROM (SELECT ts, close, lag(close) OVER (PARTITION BY member ORDER BY ts) AS previous FROM panel) AS p GROUP BY ts) AS d$$'

INSERT INTO line (work, processes, query, twin, twin_query, target) VALUES
    ('count(close), the scan', 1, :scan, NULL, NULL, NULL),
    ('count(close), the scan', 2, :scan, NULL, NULL, NULL),
    ('sum(close) by member', 1, :sum, 'the scan', :scan, NULL),
    ('sum(close) by member', 2, :sum, 'the scan', :scan, NULL),
    ('total_return with dividends by member', 1, :total_return, 'sum(close) by member', :sum, 1.15),
    ('total_return with dividends by member', 2, :total_return, 'sum(close) by member', :sum, 1.15),
    ('total_return with dividends by member', 1, :total_return, 'exp(sum(ln)), array_agg', :exp_sum_ln, NULL),
    ('equal_weight_index, daily', 1, :rebuild, 'the scan', :scan, 2.2),
    ('equal_weight_index, daily', 1, :rebuild, 'lag(), avg()', :lag_avg, NULL),
    ('equal_weight_index, shuffled rows', 1, 'SELECT equal_weight_index(ts, member, close) FROM shuffled', 'ordered rows', :rebuild, NULL),
    ('equal_weight_index, members by name', 1, 'SELECT equal_weight_index(ts, member, close) FROM named', 'by number', :rebuild, 1.3),
    ('equal_weight_index, the panel four times', 1, :four_panels, 'once', :rebuild, 4.4),
    ('equal_weight_index, four times the days', 1, :rebuild, 'a quarter', 'SELECT equal_weight_index(ts, member, close) FROM quarter', 4.4),
    ('total_return over 252 rows', 1, 'SELECT count(x) FROM (SELECT total_return(ts, close, dividend) OVER (PARTITION BY member ORDER BY ts ROWS 252 PRECEDING) AS x FROM thirty) AS w', 'over 21 rows', 'SELECT count(x) FROM (SELECT total_return(ts, close, dividend) OVER (PARTITION BY member ORDER BY ts ROWS 21 PRECEDING) AS x FROM thirty) AS w', NULL),
    ('annualized_volatility over 252 rows', 1, 'SELECT count(x) FROM (SELECT annualized_volatility(r, 252) OVER (PARTITION BY member ORDER BY ts ROWS 251 PRECEDING) AS x FROM thirty) AS w', 'over 21 rows', 'SELECT count(x) FROM (SELECT annualized_volatility(r, 252) OVER (PARTITION BY member ORDER BY ts ROWS 20 PRECEDING) AS x FROM thirty) AS w', 1.15),
    ('annualized_volatility over 252 rows', 1, 'SELECT count(x) FROM (SELECT annualized_volatility(r, 252) OVER (PARTITION BY member ORDER BY ts ROWS 251 PRECEDING) AS x FROM thirty) AS w', 'stddev_samp', 'SELECT count(x) FROM (SELECT stddev_samp(r) OVER (PARTITION BY member ORDER BY ts ROWS 251 PRECEDING) AS x FROM thirty) AS w', 1 / 15.0);
