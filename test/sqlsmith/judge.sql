-- judge.sql
--      What random queries were worth, from the tables asked and log; run fills them.
CREATE VIEW calls AS
SELECT query, query ~ '\m(public\.[a-z_]+|smith\.rows_of_[a-z_]+)\(' AS ours FROM asked;
CREATE VIEW failed AS
SELECT l.*, query ~ '\m(public\.[a-z_]+|smith\.rows_of_[a-z_]+)\(' AS ours, substring(location FROM '([a-z_]+\.c):[0-9]+$') IN (SELECT file FROM source) AS in_extension
FROM log AS l
WHERE user_name = 'smith' AND error_severity IN ('ERROR', 'FATAL', 'PANIC');
CREATE VIEW worth AS
SELECT a.*, f.*, 100.0 * ours / asked AS percent_ours, 100.0 * (ours - ours_failed) / ours AS percent_answered
FROM (SELECT count(*) AS asked, count(*) FILTER (WHERE ours) AS ours FROM calls) AS a,
     (SELECT count(*) AS failed, count(*) FILTER (WHERE ours) AS ours_failed, count(*) FILTER (WHERE in_extension) AS refused FROM failed) AS f;

SELECT format('# %s queries, %s %% of them call the extension; %s %% of all and %s %% of those are answered; %s are refused by the extension',
              asked, round(percent_ours), round(100.0 * (asked - failed) / asked), round(percent_answered), refused) FROM worth;
SELECT format('# %s names of the extension called, of %s', count(DISTINCT m[1]), (SELECT count(name) FROM callable))
FROM calls, regexp_matches(query, '\m(?:public\.|smith\.rows_of_)([a-z_]+)\(', 'g') AS m;
SELECT format('# errors %s: %s', sql_state_code, count(*)) FROM failed GROUP BY sql_state_code ORDER BY count(*) DESC LIMIT 12;
SELECT format('# internal error of PostgreSQL, %s times: %s (%s)', count(*), message, location) FROM failed WHERE sql_state_code = 'XX000' AND in_extension IS NOT TRUE GROUP BY message, location ORDER BY count(*) DESC;
SELECT format('# internal error of the extension, %s times: %s (%s): %s', count(*), message, location, left(min(query), 2000)) FROM failed WHERE sql_state_code = 'XX000' AND in_extension GROUP BY message, location ORDER BY count(*) DESC;

SELECT CASE WHEN percent_ours >= 30 THEN 'ok' ELSE 'not ok' END || ' 1 - at least 30 % of the queries call the extension' FROM worth;
SELECT CASE WHEN percent_answered >= 30 THEN 'ok' ELSE 'not ok' END || ' 2 - at least 30 % of those have an answer' FROM worth;
SELECT CASE WHEN count(*) = 0 THEN 'ok' ELSE 'not ok' END || ' 3 - no internal error of the extension' AS verdict FROM failed WHERE sql_state_code = 'XX000' AND in_extension \gset
\echo :verdict
SELECT 1 / (percent_ours >= 30 AND percent_answered >= 30 AND :'verdict' ~ '^ok')::integer AS passed FROM worth \gset
