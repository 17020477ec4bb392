\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\i :abs_srcdir/reconstitution_in_sql.psql

BEGIN;
SELECT no_plan();

-- markets as days of capitalisations, results as lines of text
CREATE FUNCTION pg_temp.caps(market jsonb) RETURNS TABLE (ts date, member text, market_cap float8) LANGUAGE sql AS $$
    SELECT day.key::date, row.key, row.value::float8 FROM jsonb_each(market) AS day, jsonb_each_text(day.value) AS row
$$;
CREATE FUNCTION pg_temp.shown(found index_membership[]) RETURNS text LANGUAGE sql AS $$
    SELECT CASE WHEN found IS NOT NULL THEN coalesce(string_agg(format('%s %s %s', member, index_name, valid), ', ' ORDER BY place), '') END
    FROM unnest(found) WITH ORDINALITY AS f (member, index_name, valid, place)
$$;
CREATE FUNCTION pg_temp.memberships(market jsonb, rules reconstitution_rules) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.shown(reconstitute(ts, member, market_cap, rules)) FROM pg_temp.caps(market)
$$;
-- two indexes of two
CREATE FUNCTION pg_temp.two(band float8, schedule reconstitution_date[] DEFAULT NULL) RETURNS reconstitution_rules LANGUAGE sql AS $$
    SELECT reconstitution_rules(breakpoints => '{2,4}', band => band, schedule => schedule)
$$;

-- ranks and breakpoints
CREATE TEMP TABLE small (market jsonb, band float8, memberships text, what text);
INSERT INTO small VALUES
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}}', 0.1, 'a large [2024-01-01,), b large [2024-01-01,), c small [2024-01-01,), d small [2024-01-01,)', 'ranks up to the breakpoints'),
    ('{"2024-01-01": {"e": 40, "d": 30, "c": 15, "b": 10, "a": 5}}', 0.1, 'b small [2024-01-01,), c small [2024-01-01,), d large [2024-01-01,), e large [2024-01-01,)', 'in order of members'),
    ('{"2024-01-01": {"a": 1}}', 0.1, 'a large [2024-01-01,)', 'one member'),
    ('{"2024-01-01": {"d": 1, "b": 1, "a": 1, "e": 1, "c": 1}}', 0.1, 'a large [2024-01-01,), b large [2024-01-01,), c small [2024-01-01,), d small [2024-01-01,)', 'ties by member'),
    ('{"2024-01-01": {"é": 1, "b": 1, "B": 1, "aa": 1, "a": 1}}', 0.1, 'B large [2024-01-01,), a large [2024-01-01,), aa small [2024-01-01,), b small [2024-01-01,)', 'names by their bytes'),
    -- a breakpoint at 61 %, b at 81 %, c at the breakpoint
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "c": 21, "b": 20, "d": 10, "e": 9}}', 0,
     'a large [2024-01-01,), b large [2024-01-01,2024-07-01), b small [2024-07-01,), c small [2024-01-01,2024-07-01), c large [2024-07-01,), d small [2024-01-01,)', 'without a band, rank alone'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "c": 21, "b": 20, "d": 10, "e": 9}}', 0.1,
     'a large [2024-01-01,), b large [2024-01-01,2024-07-01), b small [2024-07-01,), c small [2024-01-01,), d small [2024-01-01,)', 'who ranks at the breakpoint is in any band; who is below it falls'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "c": 21, "b": 20, "d": 10, "e": 9}}', 0.199999999,
     'a large [2024-01-01,), b large [2024-01-01,2024-07-01), b small [2024-07-01,), c small [2024-01-01,), d small [2024-01-01,)', 'a billionth beyond the band'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "c": 21, "b": 20, "d": 10, "e": 9}}', 0.2,
     'a large [2024-01-01,), b large [2024-01-01,), c small [2024-01-01,), d small [2024-01-01,)', 'exactly at the edge below the breakpoint: stays'),
    -- c at 40 %, a breakpoint at 70 %
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"c": 40, "a": 30, "b": 20, "d": 6, "e": 4}}', 0.3,
     'a large [2024-01-01,), b large [2024-01-01,), c small [2024-01-01,), d small [2024-01-01,)', 'exactly at the edge above it: 0.3, whose binary value is less'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15}, "2024-07-01": {"c": 9686, "a": 157, "b": 157}}', 0.0157, 'a large [2024-01-01,), b large [2024-01-01,), c small [2024-01-01,)', 'and on both sides of a breakpoint: 0.0157'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"c": 40, "a": 30, "b": 20, "d": 6, "e": 4}}', 0.299999999,
     'a large [2024-01-01,), b large [2024-01-01,), c small [2024-01-01,2024-07-01), c large [2024-07-01,), d small [2024-01-01,)', 'a billionth beyond it: graduates'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "b": 30, "c": 15, "e": 8, "d": 7}}', 0.4,
     'a large [2024-01-01,), b large [2024-01-01,), c small [2024-01-01,), d small [2024-01-01,2024-07-01), e small [2024-07-01,)', 'no band at the last breakpoint'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "c": 30, "d": 15, "e": 8, "b": 7}}', 0.4,
     'a large [2024-01-01,), b large [2024-01-01,2024-07-01), c small [2024-01-01,), d small [2024-01-01,), e small [2024-07-01,)', 'beyond the last breakpoint no other band holds'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "n": 30, "c": 15, "d": 10}}', 0.1,
     'a large [2024-01-01,), b large [2024-01-01,2024-07-01), c small [2024-01-01,), d small [2024-01-01,), n large [2024-07-01,)', 'one delisted, one new'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10}, "2024-07-01": {"a": 40}, "2025-01-01": {"a": 40, "b": 30, "c": 15, "d": 10}}', 0.1,
     'a large [2024-01-01,), b large [2024-01-01,2024-07-01), b large [2025-01-01,), c small [2024-01-01,2024-07-01), c small [2025-01-01,), d small [2024-01-01,2024-07-01), d small [2025-01-01,)', 'gone for half a year and back'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 20, "d": 10}, "2024-07-01": {"b": 30, "c": 20, "d": 10}, "2025-01-01": {"a": 19, "b": 30, "c": 20, "d": 10}}', 0.3,
     'a large [2024-01-01,2024-07-01), a small [2025-01-01,), b large [2024-01-01,), c small [2024-01-01,), d small [2024-01-01,)', 'who returns is no incumbent, whatever the band'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10}, "2024-07-01": {"c": 10}}', 0.1,
     'a large [2024-01-01,2024-07-01), b large [2024-01-01,2024-07-01), c small [2024-01-01,), d small [2024-01-01,2024-07-01)', 'fewer members than the breakpoint: it is at all of the capitalisation, and the band counts'),
    ('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10}, "2024-07-01": {"c": 10}}', 0,
     'a large [2024-01-01,2024-07-01), b large [2024-01-01,2024-07-01), c small [2024-01-01,2024-07-01), c large [2024-07-01,), d small [2024-01-01,2024-07-01)', 'without a band');
SELECT is(pg_temp.memberships(market, pg_temp.two(band)), memberships, what) FROM small;
SELECT is(pg_temp.memberships('{"2024-01-01": {"a": 60, "b": 20, "c": 12, "d": 8}, "2024-07-01": {"b": 50, "c": 30, "a": 12, "d": 8}}', reconstitution_rules('{first,second,third}', '{1,2,4}', 0.3)),
          'a first [2024-01-01,2024-07-01), a third [2024-07-01,), b second [2024-01-01,), c third [2024-01-01,), d third [2024-01-01,)', 'three indexes: b and c are held at the breakpoints they crossed, a is not by that of an index it has not been in');
SELECT is(pg_temp.memberships('{"2024-01-01": {"a": 9, "b": 8, "c": 7}}', reconstitution_rules('{all}', '{2}')), 'a all [2024-01-01,), b all [2024-01-01,)', 'one index');

-- a schedule: days between rank day and effective date, two full reconstitutions a year, rows on other days
CREATE TEMP TABLE year (market jsonb);
INSERT INTO year VALUES ('{"2024-04-30": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-05-01": {"e": 99}, "2024-06-28": {"e": 99, "a": 1},
                           "2024-10-31": {"a": 40, "c": 30, "b": 15, "d": 10, "e": 12}, "2025-04-30": {"a": 40, "c": 30, "b": 15, "d": 10, "e": 9}}');
SELECT is(pg_temp.memberships(market, pg_temp.two(0, ARRAY[('2024-10-31', '2024-12-16', false), ('2024-04-30', '2024-07-01', NULL), ('2025-04-30', NULL, NULL)]::reconstitution_date[])),
          'a large [2024-07-01,), b large [2024-07-01,2024-12-16), b small [2024-12-16,), c small [2024-07-01,2024-12-16), c large [2024-12-16,), d small [2024-07-01,2024-12-16), d small [2025-04-30,), e small [2024-12-16,2025-04-30)',
          'semi-annual, effective later; the schedule in any order; other days are passed over') FROM year;
SELECT is(pg_temp.memberships(market, pg_temp.two(0, ARRAY[('2024-04-30', '2024-07-01', false)]::reconstitution_date[])),
          'a large [2024-07-01,), b large [2024-07-01,), c small [2024-07-01,), d small [2024-07-01,)', 'one rank day of many days') FROM year;
SELECT is(pg_temp.memberships('{"2024-01-01": {"a": 9, "b": 8, "c": 7}, "2024-01-02": {"c": 9, "b": 8, "a": 7}}', pg_temp.two(0, ARRAY[('2024-01-01', '2024-02-01', false), ('2024-01-02', '2024-02-02', false)]::reconstitution_date[])),
          'a large [2024-02-01,2024-02-02), a small [2024-02-02,), b large [2024-02-01,), c small [2024-02-01,2024-02-02), c large [2024-02-02,)', 'ranked again before the last one took effect');

-- additions: the market is at 100, then at 200, so the breakpoints at 30 and 10 are at 60 and 20
CREATE FUNCTION pg_temp.additions(market jsonb, rank_days date[] DEFAULT '{2024-06-30}') RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.memberships(market, pg_temp.two(0.1, (SELECT array_agg(ROW(day, day::date + 20, day::date <> ALL (rank_days))::reconstitution_date) FROM jsonb_object_keys(market) AS day)))
$$;
SELECT is(pg_temp.additions(market), members || additions, what) FROM (VALUES
    ('{"2024-06-30": {"a": 45, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-09-30": {"a": 90, "b": 60, "c": 30, "d": 20, "m": 59.9, "n": 60, "p": 20, "q": 19.9}}'::jsonb,
     'a large [2024-07-20,), b large [2024-07-20,), c small [2024-07-20,), d small [2024-07-20,)', ', m small [2024-10-20,), n large [2024-10-20,), p small [2024-10-20,)', 'additions reach the breakpoints, moved with the market'),
    ('{"2024-06-30": {"a": 45, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-09-30": {"a": 1, "c": 59, "d": 10, "e": 1000, "n": 30, "p": 9.9}}',
     'a large [2024-07-20,), b large [2024-07-20,), c small [2024-07-20,), d small [2024-07-20,)', ', n large [2024-10-20,)', 'nobody moves or leaves; who was ranked before is no new listing; the market is measured by those on both days'),
    ('{"2024-06-30": {"a": 45, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-09-30": {"a": 90, "n": 61, "q": 19}, "2024-12-31": {"a": 90, "n": 10000, "q": 10000, "s": 60, "t": 60}}',
     'a large [2024-07-20,), b large [2024-07-20,), c small [2024-07-20,), d small [2024-07-20,)', ', n large [2024-10-20,), s large [2025-01-20,), t large [2025-01-20,)', 'an addition does not measure the market of the next; who was refused waits'),
    ('{"2024-06-30": {"a": 45, "b": 30, "c": 15}, "2024-09-30": {"a": 90, "n": 0.001}}',
     'a large [2024-07-20,), b large [2024-07-20,), c small [2024-07-20,)', ', n small [2024-10-20,)', 'a breakpoint that was not reached takes anyone'),
    ('{"2024-06-30": {"a": 45}, "2024-09-30": {"a": 90, "n": 0.001, "m": 1000}}', 'a large [2024-07-20,)', ', m large [2024-10-20,), n large [2024-10-20,)', 'and so does the first')) AS v (market, members, additions, what);
SELECT is(pg_temp.additions('{"2024-06-30": {"a": 40, "b": 30, "c": 20, "d": 10, "e": 5}, "2024-09-30": {"a": 40, "n": 31, "m": 16, "q": 1}, "2025-06-30": {"a": 60, "c": 30, "n": 5, "q": 5, "b": 1}, "2025-09-30": {"n": 50, "a": 60, "d": 30, "e": 5, "z": 4}}', '{2024-06-30,2025-06-30}'),
          'a large [2024-07-20,), b large [2024-07-20,2025-07-20), c small [2024-07-20,), d small [2024-07-20,2025-07-20), d small [2025-10-20,), m small [2024-10-20,2025-07-20), n large [2024-10-20,), q small [2025-07-20,)',
          'an addition is an incumbent of the next full reconstitution, and leaves without a row; one that is back after it is a new listing');

-- markets of whole numbers against the same rules in plain SQL: members come, go and return, capitalisations are often equal, every third date is a full reconstitution
CREATE TEMP TABLE market AS
SELECT seed, date '2000-01-31' + 91 * day AS ts, 'M' || member AS member, member AS id,
       (1 + power(10, (hashint4(seed * 100003 + member) & 1023) / 400.0 + (hashint4(seed * 100019 + member * 53 + day) & 255) / 400.0))::integer::float8 AS market_cap
FROM generate_series(1, 12) AS seed, generate_series(0, 15) AS day, generate_series(1, 120) AS member
WHERE (hashint4(seed * 100043 + member) & 15) <= day * 2 + 9 AND hashint4(seed * 100057 + member * 59 + day) & 15 > 0;
CREATE TEMP TABLE variant AS
SELECT seed, names, breakpoints, band,
       ARRAY(SELECT ROW(ts, ts + 7 * seed, row_number() OVER (ORDER BY ts) % 3 <> 1)::reconstitution_date FROM (SELECT DISTINCT ts FROM market AS m WHERE m.seed = v.seed) AS d) AS schedule
FROM (SELECT seed, CASE WHEN seed % 2 = 0 THEN '{large,small}' ELSE '{giant,large,small}' END::text[] AS names, CASE WHEN seed % 2 = 0 THEN '{30,80}' ELSE '{10,30,90}' END::integer[] AS breakpoints,
             (ARRAY[0, 0.025, 0.1, 0.3])[1 + seed / 2 % 4] AS band FROM generate_series(1, 12) AS seed) AS v;
CREATE FUNCTION pg_temp.in_sql(variant variant) RETURNS TABLE (member text, index_name text, valid daterange) LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE one AS SELECT * FROM market AS m WHERE m.seed = variant.seed;
    RETURN QUERY SELECT * FROM pg_temp.memberships_in_sql('one', variant.names, variant.breakpoints, variant.band, variant.schedule);
    DROP TABLE one;
END
$$;
CREATE TEMP TABLE by_aggregate AS
SELECT seed, f.place, f.member, f.index_name, f.valid
FROM (SELECT seed, reconstitute(ts, member, market_cap, reconstitution_rules(names, breakpoints, band, schedule)) AS found FROM market JOIN variant USING (seed) GROUP BY seed) AS s,
     unnest(s.found) WITH ORDINALITY AS f (member, index_name, valid, place);
SELECT is((SELECT array_agg((b.member, b.index_name, b.valid)::text ORDER BY b.place) FROM by_aggregate AS b WHERE b.seed = v.seed),
          (SELECT array_agg(s::text ORDER BY s.member COLLATE "C", lower(s.valid)) FROM pg_temp.in_sql(v) AS s), format('market %s: %s, band %s, as in plain SQL', seed, breakpoints, band))
FROM variant AS v ORDER BY seed;
SELECT ok(count(*) > 2000 AND count(*) FILTER (WHERE NOT upper_inf(valid)) > 1000 AND count(DISTINCT member) > 100, 'of some size') FROM by_aggregate;
SELECT ok(bool_and(n = least(ranked, breakpoints[cardinality(breakpoints)])), 'the indexes together have as many members as the last breakpoint, after each full reconstitution')
FROM (SELECT v.seed, v.breakpoints, d.rank_ts, count(*) AS ranked, count(b.member) AS n
      FROM variant AS v CROSS JOIN unnest(v.schedule) AS d JOIN market AS m ON m.seed = v.seed AND m.ts = d.rank_ts
      LEFT JOIN by_aggregate AS b ON b.seed = v.seed AND b.member = m.member AND b.valid @> d.effective_ts
      WHERE NOT d.additions_only GROUP BY 1, 2, 3) AS s;

-- no member is in two indexes at once
SELECT is(count(*), 0::bigint, 'memberships of a member do not overlap') FROM by_aggregate AS a JOIN by_aggregate AS b USING (seed, member) WHERE a.place < b.place AND a.valid && b.valid;
SELECT is(count(*), 0::bigint, 'neighbouring ones are merged') FROM by_aggregate AS a JOIN by_aggregate AS b USING (seed, member, index_name) WHERE a.valid -|- b.valid;
CREATE TYPE pg_temp.name_range AS RANGE (subtype = text, collation = "C");
CREATE TEMP TABLE by_name (member text, index_name text, valid daterange, EXCLUDE USING gist (pg_temp.name_range(member COLLATE "C", member COLLATE "C", '[]') WITH &&, valid WITH &&));
SELECT lives_ok('INSERT INTO by_name SELECT member, index_name, valid FROM by_aggregate WHERE seed = 5', 'they satisfy an exclusion constraint');
SELECT pg_temp.raises('INSERT INTO by_name SELECT member, index_name, valid FROM by_aggregate WHERE seed = 5 LIMIT 1', '23P01', '', 'which is one');
SELECT count(*) > 0 AS has_btree_gist FROM pg_available_extensions WHERE name = 'btree_gist' \gset
\if :has_btree_gist
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TEMP TABLE by_btree_gist (member text, index_name text, valid daterange, EXCLUDE USING gist (member WITH =, valid WITH &&));
SELECT lives_ok('INSERT INTO by_btree_gist SELECT member, index_name, valid FROM by_aggregate WHERE seed = 5', 'and the customary one of btree_gist, where it is installed');
\else
SELECT pass('and the customary one of btree_gist, where it is installed');
\endif

-- forms
CREATE TEMP VIEW caps AS SELECT ts, member, id, market_cap FROM market WHERE seed = 2;
CREATE FUNCTION pg_temp.rules() RETURNS reconstitution_rules LANGUAGE sql IMMUTABLE AS 'SELECT reconstitution_rules(breakpoints => ''{30,80}'')';
SELECT is(reconstitute(ts, member, market_cap, pg_temp.rules() ORDER BY hashint4(id * 7919 + (ts - date '2000-01-01'))), (SELECT reconstitute(ts, member, market_cap, pg_temp.rules()) FROM caps), 'row order does not matter') FROM caps;
CREATE FUNCTION pg_temp.flat_memberships(caps regclass) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s %s %s', member, index_name, valid), ', ' ORDER BY place) FROM index_memberships(caps, pg_temp.rules()) WITH ORDINALITY AS f (member, index_name, valid, place)
$$;
CREATE TEMP VIEW numbered AS SELECT ts, id::smallint AS member, market_cap::numeric FROM caps;
SELECT is(pg_temp.flat_memberships('caps'), pg_temp.shown(reconstitute(ts, member, market_cap, pg_temp.rules())), 'index_memberships is reconstitute, flat') || E'\n'
    || is(pg_temp.flat_memberships('numbered'), pg_temp.shown(reconstitute(ts, id, market_cap, pg_temp.rules())), 'the same of a table with numbers, numeric capitalisations') || E'\n'
    || is(reconstitute(ts, '1' || lpad(id::text, 3, '0'), market_cap, pg_temp.rules()), reconstitute(ts, 1000 + id, market_cap, pg_temp.rules()), 'numbers for members') FROM caps;
SELECT is(pg_temp.shown(reconstitute('2024-01-01', id, 1, pg_temp.two(0))), '-10 large [2024-01-01,), -9 large [2024-01-01,), 9 small [2024-01-01,), 10 small [2024-01-01,)', 'numbers in their order') FROM unnest('{10,9,11,-9,-10}'::bigint[]) AS id;
SELECT is(pg_temp.shown(reconstitute('2024-01-01', id, 1, pg_temp.two(0))), '-9223372036854775808 large [2024-01-01,), 0 large [2024-01-01,), 9223372036854775807 small [2024-01-01,)', 'the largest numbers') FROM unnest('{9223372036854775807,0,-9223372036854775808}'::bigint[]) AS id;
SELECT is(reconstitute(ts, member, market_cap), reconstitute(ts, member, market_cap, reconstitution_rules()), 'the default rules') || E'\n'
    || is(reconstitute(ts, member, market_cap), reconstitute(ts, member, market_cap, NULL), 'NULL for them') || E'\n'
    || is(reconstitute(ts, member, market_cap), reconstitute(ts, member, market_cap, ROW(NULL, NULL, NULL, NULL)::reconstitution_rules), 'a NULL in them') || E'\n'
    || is(reconstitute(ts, id, market_cap), reconstitute(ts, id, market_cap, reconstitution_rules('{large,small}', '{1000,3000}', 0.025)), 'as documented')
FROM (SELECT date '2000-01-01' + day AS ts, id, 'M' || id AS member, 1 + (hashint4(id * 31 + day) & 65535) AS market_cap FROM generate_series(1, 3500) AS id, generate_series(0, 1) AS day) AS s;
SELECT is(reconstitute(ts, member, market_cap, pg_temp.rules()), (SELECT reconstitute(ts, member, market_cap, pg_temp.rules()) FROM caps), 'NULLs are skipped')
FROM (SELECT ts, member, market_cap FROM caps UNION ALL VALUES (NULL::date, 'M1', 1), ('2000-01-31', NULL, 1), ('2000-01-31', 'M1', NULL), ('2024-01-01', 'M1', NULL)) AS with_nulls (ts, member, market_cap);
SELECT is(reconstitute(ts, member, market_cap), NULL, 'no rows') FROM caps WHERE false;
SELECT is(reconstitute(ts, member, NULL), NULL, 'all NULL') || E'\n' || is(reconstitute(ts, member, NULL, pg_temp.two(0, ARRAY[('2024-04-30', NULL, NULL)]::reconstitution_date[])), NULL, 'all NULL, with a schedule') FROM caps;
SELECT ok(bool_and(so_far = (SELECT reconstitute(ts, member, market_cap, pg_temp.rules()) FROM caps WHERE ts <= f.ts)) AND count(*) = 16, 'over a growing frame')
FROM (SELECT DISTINCT ts, reconstitute(ts, member, market_cap, pg_temp.rules()) OVER (ORDER BY ts) AS so_far FROM caps) AS f;

-- migrations
CREATE FUNCTION pg_temp.migrations(market jsonb, rules reconstitution_rules) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(concat_ws(' ', f.ts, f.member, coalesce(f.from_index, '-'), coalesce(f.to_index, '-'), f.change), ', ' ORDER BY f.place)
    FROM (SELECT migrations(reconstitute(ts, member, market_cap, rules), rules) AS found FROM pg_temp.caps(market)) AS s, unnest(s.found) WITH ORDINALITY AS f (ts, member, from_index, to_index, change, place)
$$;
SELECT is(pg_temp.migrations('{"2024-01-01": {"a": 40, "b": 30, "c": 15, "d": 10, "e": 5}, "2024-07-01": {"a": 40, "c": 21, "b": 20, "e": 9}, "2025-01-01": {"a": 40, "c": 21, "d": 20, "b": 9, "e": 8}}', pg_temp.two(0)),
          '2024-07-01 b large small fell, 2024-07-01 c small large graduated, 2024-07-01 d small - removed, 2024-07-01 e - small added, 2025-01-01 d - small added, 2025-01-01 e small - removed', 'all four changes; the beginning of the history is none');
SELECT is(pg_temp.migrations('{"2024-01-01": {"a": 40, "b": 30}}', pg_temp.two(0)), NULL, 'no change');
SELECT is(migrations('{}'), '{}', 'no memberships') || E'\n' || is(migrations(NULL), NULL, 'NULL for NULL') || E'\n' || is(migrations(NULL, NULL), NULL, 'NULL rules');
CREATE TEMP TABLE memberships (member text, index_name text, valid daterange);
INSERT INTO memberships VALUES ('a', 'small', '[2024-01-01,2024-02-01)'), ('a', 'small', '[2024-02-01,2024-03-01)'), ('a', 'large', '[2024-03-01,2024-04-01)'), ('b', 'large', '[2024-02-15,infinity)'), ('c', 'large', '[2024-01-01,)'),
    ('d', NULL, '[2024-02-01,)'), (NULL, 'large', '[2024-02-01,)'), ('e', 'large', NULL), ('f', 'large', 'empty'), ('A', 'small', '[2024-02-15,)');
CREATE FUNCTION pg_temp.flat(rules reconstitution_rules DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(concat_ws(' ', ts, member, coalesce(from_index, '-'), coalesce(to_index, '-'), change), ', ' ORDER BY place)
    FROM index_migrations('memberships', rules) WITH ORDINALITY AS m (ts, member, from_index, to_index, change, place)
$$;
SELECT is(pg_temp.flat(), '2024-02-15 A - small added, 2024-02-15 b - large added, 2024-03-01 a small large graduated, 2024-04-01 a large - removed', 'of a table; NULLs and empty ranges are skipped, ranges that touch are one');
SELECT is(pg_temp.flat(reconstitution_rules('{small,large}')), '2024-02-15 A - small added, 2024-02-15 b - large added, 2024-03-01 a small large fell, 2024-04-01 a large - removed', 'the order of names is that of the indexes');
INSERT INTO memberships VALUES ('g', 'large', '(,2024-01-05)');
SELECT is(pg_temp.flat(), '2024-01-01 a - small added, 2024-01-01 c - large added, 2024-01-05 g large - removed, 2024-02-15 A - small added, 2024-02-15 b - large added, 2024-03-01 a small large graduated, 2024-04-01 a large - removed',
          'a membership without a beginning is in the history before all dates');
SELECT ok(count(*) > 100 AND bool_and(CASE m.change WHEN 'added' THEN m.from_index IS NULL AND NOT EXISTS (SELECT FROM by_aggregate AS b WHERE b.seed = 2 AND b.member = m.member AND b.valid @> m.ts - 1)
                                                    WHEN 'removed' THEN m.to_index IS NULL AND NOT EXISTS (SELECT FROM by_aggregate AS b WHERE b.seed = 2 AND b.member = m.member AND b.valid @> m.ts)
                                                    WHEN 'graduated' THEN m.from_index = 'small' AND m.to_index = 'large' WHEN 'fell' THEN m.from_index = 'large' AND m.to_index = 'small' END
                                      AND (m.from_index IS NULL OR EXISTS (SELECT FROM by_aggregate AS b WHERE b.seed = 2 AND b.member = m.member AND b.index_name = m.from_index AND b.valid @> m.ts - 1))
                                      AND (m.to_index IS NULL OR EXISTS (SELECT FROM by_aggregate AS b WHERE b.seed = 2 AND b.member = m.member AND b.index_name = m.to_index AND b.valid @> m.ts))), 'each migration is between memberships')
FROM (SELECT migrations(array_agg(ROW(member, index_name, valid)::index_membership ORDER BY hashtext(member || valid::text))) AS found FROM by_aggregate WHERE seed = 2) AS s, unnest(s.found) AS m;
SELECT is((SELECT count(*) FILTER (WHERE upper_inf(valid)) - count(*) FILTER (WHERE lower(valid) = first) FROM (SELECT valid, min(lower(valid)) OVER () AS first FROM by_aggregate WHERE seed = 2) AS b),
          count(*) FILTER (WHERE m.change = 'added') - count(*) FILTER (WHERE m.change = 'removed'), 'who came less who left is the change in members')
FROM (SELECT migrations(array_agg(ROW(member, index_name, valid)::index_membership)) AS found FROM by_aggregate WHERE seed = 2) AS s, unnest(s.found) AS m;

-- errors
SELECT pg_temp.raises(format('SELECT reconstitution_rules(%s)', arguments), code, pattern, 'reconstitution_rules(' || arguments || ')') FROM (VALUES
    ($$names => '{}'$$, '22023', '^names is empty$'),
    ($$names => '{large,NULL}'$$, '22004', '^names must not hold NULL$'),
    ($$names => '{large,large}'$$, '22023', '^names must differ, not hold "large" twice$'),
    ($$names => '{large}'$$, '22023', '^there must be one breakpoint an index, not 2 for 1$'),
    ($$breakpoints => '{1,2,3}'$$, '22023', '^there must be one breakpoint an index, not 3 for 2$'),
    ($$breakpoints => '{}'$$, '22023', '^breakpoints is empty$'),
    ($$breakpoints => '{1,NULL}'$$, '22004', '^breakpoints must not hold NULL$'),
    ($$breakpoints => '{0,1}'$$, '22023', '^breakpoints must be above zero and increase, not be 0 after 0$'),
    ($$breakpoints => '{5,5}'$$, '22023', '^breakpoints must be above zero and increase, not be 5 after 5$'),
    ($$breakpoints => '{5,4}'$$, '22023', '^breakpoints must be above zero and increase, not be 4 after 5$'),
    ($$band => -0.001$$, '22023', '^band must be zero or more and below 0.5, not -0.001$'),
    ($$band => 0.5$$, '22023', '^band must be zero or more and below 0.5, not 0.5$'),
    ($$band => 'NaN'$$, '22023', '^band must be zero or more and below 0.5, not NaN$'),
    ($$schedule => '{}'$$, '22023', '^schedule is empty$'),
    ($$schedule => '{NULL}'$$, '22004', '^schedule must not hold NULL$'),
    ($$schedule => ARRAY[(NULL, '2024-01-01', false)]::reconstitution_date[]$$, '22004', '^rank_ts in schedule must not be NULL$'),
    ($$schedule => ARRAY[('infinity', NULL, false)]::reconstitution_date[]$$, '22023', '^rank_ts in schedule must be finite, not infinity$'),
    ($$schedule => ARRAY[('2024-01-01', 'infinity', false)]::reconstitution_date[]$$, '22023', '^effective_ts in schedule must be finite, not infinity$'),
    ($$schedule => ARRAY[('2024-01-02', '2024-01-01', false)]::reconstitution_date[]$$, '22023', '^effective_ts 2024-01-01 in schedule is before its rank_ts 2024-01-02$'),
    ($$schedule => ARRAY[('2024-01-02', NULL, true), ('2024-01-03', NULL, false)]::reconstitution_date[]$$, '22023', '^the first rank_ts in schedule, 2024-01-02, must not be for additions only$'),
    ($$schedule => ARRAY[('2024-01-02', '2024-01-05', false), ('2024-01-03', '2024-01-06', false), ('2024-01-02', '2024-01-05', false)]::reconstitution_date[]$$, '22023', '^schedule has the rank_ts 2024-01-02 twice$'),
    ($$schedule => ARRAY[('2024-01-02', '2024-01-05', false), ('2024-01-03', '2024-01-05', false)]::reconstitution_date[]$$, '22023', '^effective_ts in schedule must be in the order of rank_ts, not 2024-01-05 after 2024-01-05$'),
    ($$schedule => ARRAY[('2024-01-02', '2024-01-05', false), ('2024-01-03', '2024-01-04', false)]::reconstitution_date[]$$, '22023', '^effective_ts in schedule must be in the order of rank_ts, not 2024-01-04 after 2024-01-05$')) AS v (arguments, code, pattern);
SELECT lives_ok(format('SELECT reconstitution_rules(%s)', arguments), 'reconstitution_rules(' || arguments || ')')
FROM unnest(ARRAY['NULL, NULL, NULL, NULL', 'band => 0', 'band => 0.499999999', $$breakpoints => '{1,2147483647}'$$, $$schedule => ARRAY[('2024-01-03', '2024-01-04', true), ('2024-01-02', '2024-01-03', NULL)]::reconstitution_date[]$$]) AS arguments;
SELECT pg_temp.raises('SELECT reconstitution_rules(band => b) FROM unnest(ARRAY[0.1, 0.1, 0.5]) AS b', '22023', '^band must be zero or more and below 0.5, not 0.5$', 'rules are checked wherever they change');
CREATE FUNCTION pg_temp.hint(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hint text;
BEGIN
    EXECUTE statement;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
    RETURN hint;
END
$$;
SELECT is(pg_temp.hint(statement), hint, 'the hint of ' || what) FROM (VALUES
    ('SELECT reconstitution_rules(band => 1)', 'A fraction of the capitalisation of all members ranked; 0 for no band.', 'a band too wide'),
    ($$SELECT reconstitution_rules(breakpoints => '{1}')$$, 'A breakpoint is the rank of the smallest member of its index.', 'breakpoints of another number'),
    ($$SELECT reconstitute('2024-01-01', 'a', 1, pg_temp.two(0, ARRAY[('2024-01-02', NULL, NULL)]::reconstitution_date[]))$$, 'Each rank_ts of the schedule needs rows: give one on which there are, or leave it out.', 'a rank day without rows')) AS v (statement, hint, what);
SELECT pg_temp.raises(statement, code, pattern, what) FROM (VALUES
    ($$SELECT reconstitute(ts, member, -market_cap) FROM caps$$, '22023', '^market_cap must be positive and finite, not -\d+ \(ts \d', 'capitalisation below zero'),
    ($$SELECT reconstitute(ts, member, 0) FROM caps$$, '22023', '^market_cap must be positive and finite, not 0', 'capitalisation 0'),
    ($$SELECT reconstitute(ts, member, 'NaN') FROM caps$$, '22023', '^market_cap must be positive and finite, not NaN', 'not a number'),
    ($$SELECT reconstitute(ts, member, 'infinity') FROM caps$$, '22023', '^market_cap must be positive and finite', 'infinite'),
    ($$SELECT reconstitute(ts, member, 2.0 ^ 80) FROM caps$$, '22003', '^market_cap is out of range$', 'larger than sums hold'),
    ($$SELECT reconstitute('infinity', member, 1) FROM caps$$, '22023', '^ts must be finite, not infinity$', 'infinite date'),
    ($$SELECT reconstitute(ts, 'x' || id % 100, market_cap, pg_temp.rules()) FROM caps$$, '21000', '^member x\d+ has two rows with the ts 2000-01-31$', 'a member twice on a rank day'),
    ($$SELECT reconstitute(ts, id % 100, market_cap, pg_temp.rules()) FROM caps$$, '21000', '^member \d+ has two rows with the ts 2000-01-31$', 'a number twice'),
    ($$SELECT reconstitute(ts, member, market_cap, pg_temp.two(0, ARRAY[('2000-01-31', NULL, NULL), ('2000-02-01', NULL, NULL)]::reconstitution_date[])) FROM caps$$, 'P0002', '^no member can be ranked on 2000-02-01: there are no rows$', 'a rank day without rows'),
    ($$SELECT reconstitute(ts, member, market_cap, pg_temp.two(0, ARRAY[('1999-01-31', NULL, NULL), ('2000-01-31', NULL, NULL)]::reconstitution_date[])) FROM caps$$, 'P0002', '^no member can be ranked on 1999-01-31', 'before all rows'),
    ($$SELECT reconstitute(ts, member, market_cap, pg_temp.two(0, ARRAY[('1999-01-31', NULL, NULL)]::reconstitution_date[])) FROM caps$$, 'P0002', '^no member can be ranked on 1999-01-31', 'no rank day with rows'),
    ($$SELECT reconstitute(ts, member, 1, pg_temp.two(0, ARRAY[('2024-01-01', NULL, false), ('2024-02-01', NULL, true)]::reconstitution_date[])) FROM (VALUES (date '2024-01-01', 'a'), ('2024-02-01', 'b')) AS v (ts, member)$$,
     'P0002', '^no additions can be placed on 2024-02-01: no member of an index has a row$', 'additions without the market'),
    ($$SELECT reconstitute(ts, member, market_cap, reconstitution_rules(band => market_cap / 1e9)) FROM caps$$, '22023', '^rules must be the same in every row', 'rules that change'),
    ($$SELECT reconstitute(ts, member, market_cap, CASE WHEN id > 60 THEN pg_temp.rules() END) FROM caps$$, '22023', '^rules must be the same in every row', 'rules in some rows'),
    ($$SELECT reconstitute(ts, member, market_cap, ROW('{a}', '{2,3}', 0, NULL)::reconstitution_rules) FROM caps$$, '22023', '^there must be one breakpoint', 'rules that did not come from reconstitution_rules()'),
    ($$SELECT reconstitute(ts, member, NULL, ROW('{a}', '{2,3}', 0, NULL)::reconstitution_rules) FROM caps$$, '22023', '^there must be one breakpoint', 'even where no row counts'),
    ($$SELECT * FROM index_memberships(NULL)$$, '22004', '^caps must not be NULL$', 'no table'),
    ($$SELECT * FROM index_memberships('by_name')$$, '42703', 'has no column ts$', 'a table without the columns'),
    ($$SELECT * FROM index_memberships('caps', ROW('{a}', '{2,3}', 0, NULL)::reconstitution_rules)$$, '22023', '^there must be one breakpoint', 'rules of a table checked'),
    ($$SELECT * FROM index_migrations(NULL)$$, '22004', '^memberships must not be NULL$', 'no table of memberships'),
    ($$SELECT * FROM index_migrations('caps')$$, '42703', 'has no column index_name$', 'a table without memberships'),
    ($$SELECT * FROM index_migrations('memberships', reconstitution_rules('{large,medium}'))$$, '22023', '^index small is not among the names in the rules$', 'an index without a place'),
    ($$SELECT migrations(ARRAY[('a', 'large', '[2024-01-01,2024-02-01)'), ('a', 'small', '[2024-01-31,)')]::index_membership[])$$, '22023', '^memberships of a overlap$', 'memberships that overlap'),
    ($$SELECT migrations(ARRAY[('a', 'large', '[2024-01-01,2024-02-01)')]::index_membership[], ROW('{a}', '{2,3}', 0, NULL)::reconstitution_rules)$$, '22023', '^there must be one breakpoint', 'rules of migrations checked')) AS v (statement, code, pattern, what);

-- names are quoted and qualified
CREATE SCHEMA "odd ""schema";
CREATE TABLE "odd ""schema"."a table; DROP" AS SELECT ts::timestamp, member::varchar, market_cap::text::numeric FROM caps;
CREATE TABLE "odd ""schema"."members; DROP" AS SELECT * FROM memberships;
CREATE TEMP TABLE nothing (ts date, member bigint, market_cap numeric, index_name text, valid daterange);
CREATE SCHEMA first_in_path;
CREATE FUNCTION first_in_path.unnest(index_membership[]) RETURNS SETOF index_membership LANGUAGE sql AS 'SELECT NULL::index_membership WHERE false';
CREATE FUNCTION first_in_path.unnest(index_migration[]) RETURNS SETOF index_migration LANGUAGE sql AS 'SELECT NULL::index_migration WHERE false';
CREATE FUNCTION first_in_path.migrations(index_membership[], reconstitution_rules) RETURNS index_migration[] LANGUAGE sql AS 'SELECT NULL::index_migration[]';
CREATE AGGREGATE first_in_path.reconstitute(date, text, float8, reconstitution_rules) (SFUNC = reconstitute_accum, STYPE = internal, FINALFUNC = policy_phases_final);
SELECT count(*) AS memberships FROM index_memberships('caps', pg_temp.rules()) \gset
SELECT count(*) AS migrations FROM index_migrations('memberships') \gset
SET LOCAL search_path = first_in_path, pg_catalog, public, pg_temp;
SELECT is(count(*), :memberships::bigint, 'a table of an odd name, whatever the search_path') FROM index_memberships('"odd ""schema"."a table; DROP"', pg_temp.rules());
SELECT is(count(*), :migrations::bigint, 'and of memberships') FROM index_migrations('"odd ""schema"."members; DROP"');
SELECT is((SELECT count(*) FROM index_memberships('nothing')) + (SELECT count(*) FROM index_migrations('nothing')), 0::bigint, 'no rows, flat');
RESET search_path;

-- can be cancelled, also while it ranks
SET LOCAL statement_timeout = '150ms';
SELECT pg_temp.raises('SELECT reconstitute(date ''1900-01-01'' + i % 100, i, i) FROM generate_series(1, 3000000) AS i', '57014', 'statement timeout', 'a cancel is heeded');
RESET statement_timeout;

SELECT * FROM finish();
ROLLBACK;
