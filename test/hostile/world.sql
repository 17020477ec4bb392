-- world.sql
--      What hostile calls are made of: relations of every kind, and for each type of
--      argument the values at its edges, as expressions. All of it is in the schema
--      hostile of a database of its own.
SET client_min_messages = error;
SET DateStyle = 'ISO, YMD';
CREATE SCHEMA hostile;
SET search_path = hostile, public;

-- A relation that every function which reads one can use
CREATE TABLE good AS
SELECT 'm' || m AS member, 's' || m AS series, 'index' AS index_name, date '2023-12-29' + 9 * i AS ts,
       100 + (i * 37 * m) % 11 AS price, 100 + (i * 29 * m) % 13 AS level, 0.5 AS dividend, 1::float8 AS split,
       1000.0 * m + i AS market_cap, 'sector ' || m % 2 AS sector, 4 + (i * 7) % 5 * 0.25 AS yield, 3 + i % 4 * 0.25 AS rate,
       date '2024-01-15' + i AS start_ts, date '2024-03-15' + i AS end_ts,
       daterange(date '2024-01-01' + i * 10, date '2024-01-06' + i * 10) AS valid
FROM generate_series(1, 20) AS i, generate_series(1, 2) AS m;
CREATE VIEW one_series AS SELECT * FROM good WHERE series = 's1';
CREATE VIEW memberships AS SELECT member, CASE WHEN member = 'm1' THEN 'large' ELSE 'small' END AS index_name, valid FROM good;

-- Others, each wrong or odd in its own way
CREATE TABLE empty (LIKE good);
CREATE TABLE no_columns ();
CREATE TABLE other_columns (a integer, b text);
CREATE TABLE parent (LIKE good) PARTITION BY RANGE (ts);
CREATE TABLE child PARTITION OF parent FOR VALUES FROM ('2023-01-01') TO ('2025-01-01');
INSERT INTO parent SELECT * FROM one_series;
CREATE INDEX by_ts ON good (ts, level, yield, price);
CREATE SEQUENCE counter;
CREATE TYPE pair AS (ts date, yield float8);
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE foreign_table (ts date, series text, member text, level float8, price float8, yield float8, rate float8) SERVER nowhere;
CREATE MATERIALIZED VIEW unfilled AS SELECT * FROM good WITH NO DATA;
CREATE VIEW raises AS SELECT ts, series, member, 1 / (price - price)::integer AS level, 1 / (price - price)::integer AS price, 1 / (price - price)::integer AS yield, rate / 0 AS rate, market_cap / 0 AS market_cap, index_name, valid, start_ts, end_ts FROM good;
CREATE TABLE as_text AS SELECT ts::text, member, series, price::text, level::text, yield::text, rate::text, market_cap::text, index_name, valid::text, start_ts::text, end_ts::text FROM one_series;
CREATE TABLE garbled AS SELECT 'tomorrow?' AS ts, 'm' AS member, 's1' AS series, 'ten' AS price, 'ten' AS level, 'ten' AS yield, 'ten' AS rate, 'ten' AS market_cap, 'large' AS index_name, '[a,b)' AS valid, 'x' AS start_ts, 'x' AS end_ts;
CREATE TABLE no_cast (ts point, member point, series point, price point, level point, yield point, rate point, market_cap point, index_name point, valid point, start_ts point, end_ts point);
CREATE TABLE as_json AS SELECT to_json(ts) AS ts, to_json(member) AS member, to_json(series) AS series, to_json(price) AS price, to_json(level) AS level, to_json(yield) AS yield, to_json(rate) AS rate, to_json(market_cap) AS market_cap, to_json(index_name) AS index_name, to_json(valid) AS valid, to_json(start_ts) AS start_ts, to_json(end_ts) AS end_ts FROM one_series;
CREATE TABLE timed AS SELECT ts::timestamptz + '23 hours' AS ts, member, series, price, level, yield, rate, market_cap, index_name, valid, start_ts::timestamp, end_ts::timestamp FROM one_series;
CREATE TABLE numbers AS SELECT ts, row_number() OVER () AS member, 1 AS series, price::integer, level::smallint, yield::real, rate::real, market_cap::bigint, index_name, valid, start_ts, end_ts FROM one_series;
CREATE TABLE nulls AS SELECT NULL::date AS ts, NULL::text AS member, NULL::text AS series, NULL::float8 AS price, NULL::float8 AS level, NULL::float8 AS yield, NULL::float8 AS rate, NULL::float8 AS market_cap, NULL::text AS index_name, NULL::daterange AS valid, NULL::date AS start_ts, NULL::date AS end_ts;
CREATE TABLE twice AS SELECT * FROM one_series UNION ALL SELECT * FROM one_series;
CREATE TABLE single AS SELECT * FROM good LIMIT 1;
CREATE TABLE "a ""quoted"" 'name' %s \ ÄÖ é中 😀" AS SELECT * FROM one_series;
CREATE SCHEMA "select.from ""x"" %n";
CREATE TABLE "select.from ""x"" %n"."abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz %%%%%%%%%" AS SELECT * FROM one_series;
CREATE VIEW calls_itself AS SELECT date '2024-01-01' AS ts, 4.0::float8 AS yield;
CREATE OR REPLACE VIEW calls_itself AS SELECT start_ts AS ts, start_yield AS yield FROM public.regimes('hostile.calls_itself');
CREATE TABLE edges AS
SELECT t.ts, 'm1' AS member, 's1' AS series, 'large' AS index_name, v.x AS price, v.x AS level, v.x AS yield, v.x AS rate, v.x AS market_cap, daterange(t.ts, NULL) AS valid, t.ts AS start_ts, t.ts AS end_ts
FROM unnest('{0,-0,5e-324,1e-300,1e300,1.7e308,NaN,Infinity,-Infinity}'::float8[]) AS v (x),
     unnest('{4714-11-24 BC,5874897-12-31,infinity,-infinity}'::date[]) AS t (ts);
CREATE VIEW far AS SELECT ts, 'm1' AS member, 's1' AS series, 'large' AS index_name, 1 + random() * 0 AS price, 5e-324::float8 AS level, -1e8::float8 AS yield, 1e8::float8 AS rate, 1e300::float8 AS market_cap, daterange(ts, ts, '[]') AS valid, ts AS start_ts, NULL::date AS end_ts
FROM (VALUES (date '4714-11-24 BC'), ('4714-11-25 BC'), ('5874897-12-30'), ('5874897-12-31')) AS v (ts);
CREATE TABLE dropped (a integer);
CREATE TABLE dropped_oid AS SELECT 'dropped'::regclass::oid AS oid;
DROP TABLE dropped;

-- The values of each type
CREATE TABLE value (type regtype, literal text);
INSERT INTO value SELECT t::regtype, 'NULL::' || t
FROM unnest('{float8,date,timestamp,timestamptz,integer,bigint,text,interval,boolean,regclass,text[],integer[],bigint[],date[],name,regime_rules,cycle_rules,index_rules,reconstitution_rules}'::text[]) AS t;
INSERT INTO value VALUES ('internal', 'NULL'), ('cstring', 'NULL');
INSERT INTO value SELECT 'float8', quote_literal(x) || '::float8'
FROM unnest('{0,-0,5e-324,-5e-324,2.2250738585072014e-308,1.7976931348623157e308,-1.7976931348623157e308,NaN,Infinity,-Infinity,1,-1,0.5,-0.9999999999999999,1e-300,1e300,1e24,-1e24,1e8,-100000000.00000001,9007199254740993}'::text[]) AS x;
INSERT INTO value VALUES
    ('float8', '''NaN''::numeric'), ('float8', '''-Infinity''::numeric'), ('float8', '1e-1000::numeric'), ('float8', '1e131071::numeric'),
    ('float8', '(-32768)::smallint'), ('float8', '''-9223372036854775808''::bigint');
INSERT INTO value SELECT 'date', quote_literal(x) || '::date'
FROM unnest('{4714-11-24 BC,4713-01-01 BC,0001-12-31 BC,1999-12-31,2000-01-01,2000-02-29,2024-02-01,5874897-12-31,infinity,-infinity}'::text[]) AS x;
INSERT INTO value VALUES ('cstring', ''''''), ('cstring', '''1 2 3'''), ('cstring', '''\x00'''), ('cstring', 'repeat(''1 '', 500000)::cstring');
INSERT INTO value SELECT 'daterange', quote_literal(x) || '::daterange' FROM unnest('{empty,"(,)","[2024-01-01,)","(,infinity]","[-infinity,infinity]","[4714-11-24 BC,5874897-12-31)"}'::text[]) AS x;
INSERT INTO value SELECT 'timestamp', quote_literal(x) || '::timestamp'
FROM unnest('{4714-11-24 00:00:00 BC,1999-12-31 23:59:59.999999,2000-01-01,294276-12-31 23:59:59.999999,infinity,-infinity}'::text[]) AS x;
INSERT INTO value SELECT 'timestamptz', quote_literal(x) || '::timestamptz'
FROM unnest('{4714-11-24 00:00:00+00 BC,1999-12-31 23:59:59.999999+00,2000-01-01 00:00:00+00,294276-12-31 23:59:59.999999+00,infinity,-infinity}'::text[]) AS x;
INSERT INTO value SELECT 'integer', format('(%s)', x) FROM unnest('{0,1,-1,2,200,1000,1001,2147483647,-2147483648}'::text[]) AS x;
INSERT INTO value SELECT 'bigint', quote_literal(x) || '::bigint' FROM unnest('{0,1,-1,9223372036854775807,-9223372036854775808}'::text[]) AS x;
INSERT INTO value VALUES ('boolean', 'true'), ('boolean', 'false');
INSERT INTO value SELECT 'text', quote_literal(x) || '::text'
FROM unnest(ARRAY['', ' ', 'month', 'chord', 'sector', 'never', 'm1', 's1', 'x''; DROP TABLE good; --', E'"\n\t\\', '%s%n%99999d', 'é中😀', E'\u0001', '{NULL}', '(,,,)']) AS x;
INSERT INTO value VALUES ('text', 'repeat(''x'', 1000000)'), ('text', 'repeat(E''\U0001F600'', 10000)');
INSERT INTO value SELECT 'interval', quote_literal(x) || '::interval'
FROM unnest('{0,1 microsecond,1 day,-1 day,12 months,1 month -30 days,-1 month 31 days,178956970 years 7 months 2147483647 days,-178956970 years -8 months -2147483648 days,24 hours -1 microsecond}'::text[]) AS x;
SELECT current_setting('server_version_num')::integer >= 170000 AS has_infinite_intervals \gset
\if :has_infinite_intervals
INSERT INTO value VALUES ('interval', '''infinity''::interval'), ('interval', '''-infinity''::interval');
\endif
INSERT INTO value SELECT 'text[]', quote_literal(x) || '::text[]'
FROM unnest(ARRAY['{}', '{NULL}', '{s1,NULL}', '{s1,s2}', '{s1,s1}', '{{s1,s2},{large,small}}', '[5:6]={large,small}', '[0:0]={s1}', '{""}', '{"\"","''"}']) AS x;
INSERT INTO value VALUES ('text[]', 'array_fill(''s1''::text, ''{30000}'')'), ('text[]', 'ARRAY[repeat(''x'', 1000000)]');
INSERT INTO value SELECT 'integer[]', quote_literal(x) || '::integer[]'
FROM unnest('{"{}","{NULL}","{1,NULL}","{0,1}","{1,1}","{2,1}","{1,2}","{1,2147483647}","{-2147483648,0}","{{1,2},{3,4}}","[-3:-2]={1,2}"}'::text[]) AS x;
INSERT INTO value SELECT 'date[]', quote_literal(x) || '::date[]'
FROM unnest('{"{}","{NULL}","{2024-01-31,NULL}","{2024-02-01,2024-02-01}","{infinity}","{-infinity,2024-02-01}","{4714-11-24 BC,5874897-12-31}","{{2024-02-01},{2024-02-03}}","[5:5]={2024-02-01}"}'::text[]) AS x;
-- lists of moves, whose numbers travel as their bits
CREATE FUNCTION bits(list float8[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE
RETURN (SELECT array_agg(('x' || encode(float8send(x), 'hex'))::bit(64)::bigint ORDER BY n) FROM unnest(list) WITH ORDINALITY AS u (x, n));
INSERT INTO value SELECT 'bigint[]', quote_literal(x) || '::bigint[]' FROM unnest('{"{}","{NULL}","{1,NULL}","{{1,1},{8000,2}}","[0:1]={1,1}","{1,2}","{-1,-1}","{9223372036854775807,-9223372036854775808}"}'::text[]) AS x;
INSERT INTO value SELECT 'bigint[]', quote_literal(bits(x::float8[])) || '::bigint[]'
FROM unnest('{"{1,1}","{2,1,8000,0.5,8001,0.5}","{2,-1,8000,NaN}","{1,1,8000,0.5,8001,0.4}","{1000,-1,8000,0.5}","{1001,1}","{1,0}","{NaN,1}","{Infinity,1}","{1,1,8000}","{1,1,1e300,0}","{1,1,0.5,0}","{1,1,2145031949,0}","{1,1,8000,-Infinity}","{2,1,8000,0.5,8000,0.4}","{1,1,8000,1e300,8000,1e300}"}'::text[]) AS x;
INSERT INTO value SELECT 'bigint[]', format('%L::bigint[] || array_fill(%L::bigint, ''{%s}'')', bits(ARRAY[k, 1]), (bits('{8000}'))[1], n)
FROM (VALUES (1000, 2000), (1000, 2002), (1000, 100000), (1, 1000000)) AS v (k, n);
INSERT INTO value SELECT 'name', quote_literal(x) || '::name' FROM unnest(ARRAY['', 'hostile', 'pg_catalog', 'pg_new', 'information_schema', 'a "b" %s ''', repeat('x', 63)]) AS x;
INSERT INTO value SELECT 'regclass', format('%L::regclass', c.oid::regclass) FROM pg_class AS c WHERE relnamespace = 'hostile'::regnamespace AND relkind IN ('r', 'v', 'm', 'f', 'p') AND relname NOT IN ('value', 'dropped_oid', 'calls_itself');
INSERT INTO value VALUES
    ('regclass', '(SELECT oid FROM hostile.dropped_oid)::regclass'), ('regclass', '0::oid::regclass'), ('regclass', '4294967295::oid::regclass'),
    ('regclass', '''hostile.by_ts''::regclass'), ('regclass', '''hostile.counter''::regclass'), ('regclass', '''hostile.pair''::regclass'),
    ('regclass', '''pg_class''::regclass'), ('regclass', '''pg_authid''::regclass'), ('regclass', '''information_schema.columns''::regclass'),
    ('regclass', '(SELECT reltoastrelid FROM pg_class WHERE oid = ''hostile.good''::regclass)::regclass'),
    ('regclass', format('%L::regclass', '"select.from ""x"" %n"."abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz %%%%%%%%%"'));

-- What the extension has made, and a value of each type of its own to begin with
CREATE VIEW member AS
SELECT p.* FROM pg_depend JOIN pg_proc AS p ON p.oid = objid
WHERE classid = 'pg_proc'::regclass AND refclassid = 'pg_extension'::regclass AND deptype = 'e'
      AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation');
CREATE TABLE sample (type regtype, literal text);

-- An ordinary expression for an argument in the row i, by its name where the type does not say
CREATE FUNCTION ordinary(name text, type regtype, i integer) RETURNS text LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
SELECT CASE
    WHEN name = 'method' THEN '''zigzag''::text'
    WHEN name = 'weighting' THEN '''capped''::text'
    WHEN name = 'cap' THEN format('%s::float8', i)
    WHEN name = 'missing' THEN '''carry''::text'
    WHEN name = 'reinvest' THEN '''index''::text'
    WHEN name IN ('frequency', 'rebalance') THEN '''month''::text'
    WHEN name IN ('segments', 'min_days', 'rebalance_dates', 'delisting_return', 'schedule') THEN 'NULL'
    WHEN name = 'names' THEN '''{large,small}''::text[]'
    WHEN name = 'breakpoints' THEN '''{1,2}''::integer[]'
    WHEN name = 'band' THEN '0.02::float8'
    WHEN name IN ('max_gap_days', 'pause_days') THEN '60'
    WHEN type = 'bigint[]'::regtype THEN quote_literal(hostile.bits('{2,1,8000,0.5}')) || '::bigint[]'
    WHEN type = 'name'::regtype THEN '''made''::name'
    WHEN name = 'by' THEN '''member''::text'
    WHEN name IN ('large', 'series') AND type = 'text'::regtype THEN '''s1''::text'
    WHEN name IN ('small', 'benchmark') AND type = 'text'::regtype THEN '''s2''::text'
    WHEN name = 'series' THEN '''{s2,s1}''::text[]'
    WHEN name = 'periods_per_year' THEN format('252::%s', type)
    WHEN name = 'base' THEN '100::float8'
    WHEN name IN ('k', 'sessions') THEN '2'
    WHEN name = 'yields' OR name = 'rates' THEN '''hostile.one_series''::regclass'
    WHEN name = 'memberships' AND type = 'regclass'::regtype THEN '''hostile.memberships''::regclass'
    WHEN name = 'horizon' OR name = 'forward' THEN '''2 days''::interval'
    WHEN name = 'published' THEN '0.05::float8'
    WHEN name = 'from_ts' THEN '''2024-01-15''::date'
    WHEN name = 'to_ts' THEN '''2024-05-15''::date'
    WHEN name = 'base_ts' THEN format('''2024-02-01%s''::%s', CASE WHEN type = 'timestamptz'::regtype THEN ' 00:00+00' END, type)
    WHEN name IN ('r', 'ra', 'rb', 'w', 'effect', 'r_portfolio', 'r_benchmark') THEN format('%s::float8', (i * 7 % 5 - 2) / 100.0)
    WHEN name IN ('member', 'sector') THEN format(CASE WHEN type = 'text'::regtype THEN '''m%s''::text' ELSE '%s::bigint' END, i % 2)
    WHEN type = 'float8'::regtype THEN format('%s::float8', 100 + i * 7 % 5)
    WHEN type = 'timestamptz'::regtype THEN format('(''2024-01-30''::date + %s)::timestamp AT TIME ZONE ''UTC''', i)
    WHEN type IN ('date', 'timestamp') THEN format('(''2024-01-30''::date + %s)::%s', i, type)
    WHEN name = 'announcement_lag' THEN '0'
    WHEN type = 'integer'::regtype THEN '2'
    WHEN type = 'bigint'::regtype THEN format('%s::bigint', i % 2)
    WHEN type = 'text'::regtype THEN format('''s%s''::text', i % 2)
    WHEN type = 'boolean'::regtype THEN 'true'
    WHEN type = 'regclass'::regtype THEN '''hostile.good''::regclass'
    WHEN type = 'internal'::regtype THEN 'NULL'
    WHEN type = 'cstring'::regtype THEN '''0'''
    WHEN type IN ('regime_rules', 'cycle_rules', 'index_rules', 'reconstitution_rules') THEN format('%s()', type)
    ELSE (SELECT literal FROM hostile.sample WHERE sample.type = ordinary.type)
END;
END;

-- Aggregates that anyone may make of the support functions: each keeps its state as it is
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT oid::regproc AS name, prorettype::regtype AS state,
                    (SELECT string_agg(format('%I %s', coalesce(nullif(proargnames[n + 1], ''), 'summary'), proargtypes[n]::regtype), ', ' ORDER BY n)
                     FROM generate_series(1, pronargs - 1) AS n) AS arguments
             FROM hostile.member
             WHERE prokind = 'f' AND proargtypes[0] = prorettype AND pronargs > 1 AND prorettype <> 'internal'::regtype
    LOOP
        EXECUTE format('CREATE AGGREGATE hostile.own_%s(%s) (SFUNC = %s, STYPE = %s)', replace(f.name::text, 'public.', ''), f.arguments, f.name, f.state);
    END LOOP;
END $$;
