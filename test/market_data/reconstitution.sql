-- Memberships of the Russell 1000 and 2000 from capitalisations: shares held by two
-- funds x the panel's close, in whole dollars so that plain SQL is exact as well.
--
-- Each fund holds its own fraction of the shares of its companies, and the files do
-- not say which: about 0.074 % of the 7.43 billion of MSFT in the Russell 1000, about
-- 2.4 % of the 55.5 million of ELF in the Russell 2000. So the shares of the first are
-- taken 32 times. Not all real memberships can follow: the indexes date from June
-- 2023, kept members within the band, rank companies and not share classes, and rank
-- all shares and not those in free float. How many do is printed, and what is checked
-- are the rules.

\ir ../reconstitution_in_sql.psql

SELECT plan(13);

CREATE TEMP TABLE caps AS
SELECT index_name, ticker AS member, ts,
       round(CASE WHEN index_name = 'Russell 1000' THEN 32 ELSE 1 END * shares * close) AS market_cap
FROM holdings JOIN panel USING (ticker) WHERE shares > 0 AND close > 0;
ANALYZE caps;

-- A day ranked without a band: the breakpoints are the numbers of real members.
CREATE FUNCTION pg_temp.names() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$SELECT '{Russell 1000,Russell 2000}'::text[]$$;

CREATE TEMP TABLE days AS
SELECT ts, count(*) FILTER (WHERE index_name = 'Russell 1000') AS larges, count(*) AS members
FROM caps WHERE ts IN ('2023-06-01', '2023-06-30', '2023-11-22') GROUP BY ts;

CREATE TEMP TABLE by_rank AS
SELECT d.ts, f.member, f.index_name
FROM (SELECT ts, larges, members, reconstitute(ts, member, market_cap,
             reconstitution_rules(pg_temp.names(), ARRAY[larges, members]::integer[], band => 0)) AS found
      FROM caps JOIN days USING (ts) GROUP BY ts, larges, members) AS d, unnest(d.found) AS f;

SELECT is((SELECT array_agg((member, index_name)::text ORDER BY member COLLATE "C") FROM by_rank AS r WHERE r.ts = d.ts),
          (SELECT array_agg((member, CASE WHEN rank <= larges THEN 'Russell 1000' ELSE 'Russell 2000' END)::text ORDER BY member COLLATE "C")
           FROM (SELECT member, row_number() OVER (ORDER BY market_cap DESC, member COLLATE "C") AS rank FROM caps AS c WHERE c.ts = d.ts) AS s),
    format('%s: %s members, %s of them large, as ranked in plain SQL', ts, members, larges))
FROM days AS d ORDER BY ts;

SELECT is(too_large, too_small,
    format('%s: %s of %s real memberships (%s %%) by rank alone, %s too large and as many too small',
        ts, same, members, round(100.0 * same / members, 1), too_large))
FROM (SELECT ts, count(*) AS members, count(*) FILTER (WHERE r.index_name = c.index_name) AS same,
             count(*) FILTER (WHERE r.index_name < c.index_name) AS too_large,
             count(*) FILTER (WHERE r.index_name > c.index_name) AS too_small
      FROM by_rank AS r JOIN caps AS c USING (ts, member) GROUP BY ts) AS s
ORDER BY ts;

-- Reconstitution every week of the panel, and by a schedule: ranked at the end of each
-- month, effective two weeks later, every third time in full.
CREATE TEMP TABLE schedules AS
SELECT 'weekly' AS kind, array_agg(ROW(ts, NULL, NULL)::reconstitution_date) AS schedule
FROM (SELECT max(ts) AS ts FROM caps GROUP BY date_trunc('week', ts)) AS w
UNION ALL
SELECT 'monthly', array_agg(ROW(ts, ts + 14, n % 3 <> 1)::reconstitution_date)
FROM (SELECT max(ts) AS ts, row_number() OVER (ORDER BY max(ts)) AS n FROM caps
      WHERE ts < '2024-03-01' GROUP BY date_trunc('month', ts)) AS m;

CREATE TEMP TABLE histories AS
SELECT kind, band, (SELECT reconstitute(ts, member, market_cap, reconstitution_rules(pg_temp.names(), '{1000,2500}', band, schedule))
                    FROM caps) AS found
FROM schedules, (VALUES (0.0), (0.025)) AS b (band);

SELECT is((SELECT array_agg((f.member, f.index_name, f.valid)::text) FROM unnest(found) AS f),
          (SELECT array_agg(s::text) FROM pg_temp.memberships_in_sql('caps', pg_temp.names(), '{1000,2500}', band, schedule) AS s),
    format('%s, band %s: %s memberships as in plain SQL', kind, band, cardinality(found)))
FROM histories JOIN schedules USING (kind) ORDER BY kind, band;

SELECT ok(bool_and(members = 2500), format('2,500 members on each of %s days', count(*)))
FROM (SELECT d.ts, count(*) AS members FROM histories, unnest(found) AS f JOIN (SELECT DISTINCT ts FROM caps) AS d ON f.valid @> d.ts
      WHERE kind = 'weekly' AND band = 0.025 GROUP BY d.ts) AS s;

SELECT ok(min(moves) FILTER (WHERE band = 0) > 10 * max(moves) FILTER (WHERE band > 0),
    format('who graduated or fell from week to week: %s', string_agg(format('band %s: %s', band, moves), ', ' ORDER BY band)))
FROM (SELECT band, count(*) AS moves
      FROM histories, unnest(migrations(found, reconstitution_rules(pg_temp.names()))) AS m
      WHERE kind = 'weekly' AND change IN ('graduated', 'fell') GROUP BY band) AS s;

SELECT is(count(*), 0::bigint, 'no member is in two indexes at once')
FROM (SELECT f.valid && lead(f.valid) OVER (PARTITION BY kind, band, f.member ORDER BY lower(f.valid)) AS twice
      FROM histories, unnest(found) AS f) AS s
WHERE twice;

SELECT * FROM finish();
