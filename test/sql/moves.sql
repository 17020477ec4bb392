\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

CREATE TEMP TABLE day (ts date, r float8);
INSERT INTO day VALUES ('2024-01-05', 0.03), ('2024-01-02', 0.05), ('2024-01-03', -0.04), ('2024-01-04', 0.03), ('2024-01-08', NULL), ('2024-01-09', -0.04);

SELECT is(largest_moves(ts, r, 3)::text, '{"(2024-01-02,0.05)","(2024-01-04,0.03)","(2024-01-05,0.03)"}', 'the largest, ties by the earlier date') FROM day;
SELECT is(smallest_moves(ts, r, 2)::text, '{"(2024-01-03,-0.04)","(2024-01-09,-0.04)"}', 'the smallest') FROM day;
SELECT is(cardinality(largest_moves(ts, r, 1000)), 5, 'fewer than asked for') FROM day;
SELECT is(largest_moves(ts, r, 3), NULL, 'no rows') FROM day WHERE r IS NULL;
SELECT is(largest_moves(ts, r, 2 ORDER BY r), (SELECT largest_moves(ts, r, 2 ORDER BY r DESC) FROM day), 'row order does not matter') FROM day;
CREATE TEMP TABLE many AS SELECT date '2000-01-01' + i AS ts, (hashint4(i) & 255) / 256.0 AS r FROM generate_series(1, 5000) AS i;
SELECT is((SELECT array_agg(m.ts ORDER BY m.place) FROM (SELECT largest_moves(ts, r, 100) AS found FROM many) AS s, unnest(s.found) WITH ORDINALITY AS m (ts, value, place)),
          (SELECT array_agg(ts ORDER BY r DESC, ts) FROM (SELECT ts, r FROM many ORDER BY r DESC, ts LIMIT 100) AS s), 'largest_moves as ORDER BY r DESC, ts LIMIT 100');
SELECT is((SELECT array_agg(m.ts ORDER BY m.place) FROM (SELECT smallest_moves(ts, r, 100) AS found FROM many) AS s, unnest(s.found) WITH ORDINALITY AS m (ts, value, place)),
          (SELECT array_agg(ts ORDER BY r, ts) FROM (SELECT ts, r FROM many ORDER BY r, ts LIMIT 100) AS s), 'smallest_moves as ORDER BY r, ts LIMIT 100');

SELECT pg_temp.raises(format('SELECT largest_moves(ts, r, %s) FROM day', k), '22023', '^k is out of range', 'k = ' || k) FROM unnest(ARRAY[0, -1, 1001]) AS k;
SELECT pg_temp.raises('SELECT largest_moves(ts, r, NULL) FROM day', '22004', '^k must not be NULL', 'k NULL');
SELECT pg_temp.raises('SELECT largest_moves(ts, r, extract(day FROM ts)::integer) FROM day', '22023', '^k must be the same', 'two k');
SELECT pg_temp.raises('SELECT largest_moves(ts, -1.5, 2) FROM day', '22023', '^r must be -1 or more', 'return below -1');
SELECT pg_temp.raises('SELECT largest_moves(ts, ''NaN'', 2) FROM day', '22023', '^r must be -1 or more and finite, not NaN \(ts 2024-01-05\)', 'return not a number');
SELECT pg_temp.raises('SELECT largest_moves(''2024-01-01'', r, 2) FROM day', '21000', '^two rows have the ts 2024-01-01', 'two moves on a date');

-- the state, whose text gives back every bit
CREATE AGGREGATE pg_temp.state(date, float8, integer) (SFUNC = largest_moves_accum, STYPE = bigint[]);
CREATE TEMP TABLE state AS SELECT pg_temp.state(ts, 1 / (3 + r), 100) AS kept FROM many;
SET extra_float_digits = -15;
SELECT ok(kept::text::bigint[] = kept, 'the text of a state, whatever extra_float_digits is') FROM state;
RESET extra_float_digits;
SELECT is((SELECT extreme_moves_final(kept) FROM state), (SELECT largest_moves(ts, 1 / (3 + r), 100) FROM many), 'the state is that of the aggregate');

-- lists that did not come from the aggregate
CREATE FUNCTION pg_temp.bits(list float8[]) RETURNS bigint[] LANGUAGE sql AS $$
    SELECT array_agg(('x' || encode(float8send(list[i]), 'hex'))::bit(64)::bigint ORDER BY i) FROM generate_subscripts(list, 1) AS i
$$;
SELECT is(extreme_moves_final(pg_temp.bits('{2,1,3,0.5,2,0.25}'))::text, '{"(2000-01-04,0.5)","(2000-01-03,0.25)"}', 'a list made by hand');
SELECT pg_temp.raises(format('SELECT extreme_moves_final(%L)', pg_temp.bits(list::float8[])), '22023', '^invalid list of moves', 'malformed ' || list)
FROM unnest(ARRAY['{1}', '{1,1,0}', '{0,1}', '{1001,1}', '{2.5,1}', '{NaN,1}', '{2,0}', '{1,1,0,1,1,0.5}', '{2,1,0,NaN}', '{2,1,1e300,0}', '{2,1,0.5,0}',
                  '{2,1,0,1,1,2}', '{2,1,NULL,NULL}']) AS list;
SELECT pg_temp.raises(format('SELECT extreme_moves_final(%L)', list), '22023', '^invalid list of moves', 'malformed ' || list)
FROM unnest(ARRAY['{}', '{2,1}', '{{2,1},{0,1}}']) AS list;
SELECT pg_temp.raises('SELECT largest_moves_accum(''{2,1}'', ''2024-01-01'', 0, 2)', '42809', 'outside an aggregate', 'transition function called directly');
CREATE AGGREGATE pg_temp.hollow(date, float8, integer) (SFUNC = largest_moves_accum, STYPE = bigint[], INITCOND = '{}', FINALFUNC = extreme_moves_final);
SELECT pg_temp.raises('SELECT pg_temp.hollow(ts, r, 2) FROM day', '22023', '^invalid list of moves', 'an aggregate that starts with an empty list');

SELECT * FROM finish();
ROLLBACK;
