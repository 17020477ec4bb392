-- New days, and rows of the past that change, come late or go: after each night
-- what is stored has the bits of what the raw rows give.

SELECT no_plan();

CREATE FUNCTION feed.at(kind text, seed integer) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
    found date;
BEGIN
    EXECUTE format('SELECT ts FROM (SELECT DISTINCT ts FROM %I) AS s ORDER BY hashtextextended(ts::text, $1) LIMIT 1', kind) INTO found USING seed;
    RETURN found;
END
$$;
CREATE FUNCTION feed.disturb(step integer, seed integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CASE step
        WHEN 0 THEN UPDATE levels SET level = level * 1.01 WHERE ts = feed.at('levels', seed) AND series <> 'series 2';
        WHEN 1 THEN DELETE FROM levels WHERE ts = feed.at('levels', seed);
        WHEN 2 THEN INSERT INTO levels SELECT f.* FROM feed.levels AS f WHERE ts <= (SELECT max(ts) FROM levels) ON CONFLICT DO NOTHING;
        WHEN 3 THEN UPDATE yields SET yield = yield + 0.4 WHERE ts = feed.at('yields', seed);
        WHEN 4 THEN DELETE FROM yields WHERE ts BETWEEN feed.at('yields', seed) AND feed.at('yields', seed) + 3;
        WHEN 5 THEN INSERT INTO yields SELECT f.* FROM feed.yields AS f WHERE ts <= (SELECT max(ts) FROM yields)
                    ON CONFLICT (series, ts) DO UPDATE SET yield = EXCLUDED.yield;
        WHEN 6 THEN UPDATE prices SET price = price * 1.02, dividend = 0.1 WHERE ts = feed.at('prices', seed) AND member IN ('M3', 'M4', 'M6');
        WHEN 7 THEN DELETE FROM prices WHERE ts BETWEEN feed.at('prices', seed) AND feed.at('prices', seed) + 12 AND member IN ('M3', 'M5');
        WHEN 8 THEN INSERT INTO prices SELECT f.* FROM feed.prices AS f WHERE ts <= (SELECT max(ts) FROM prices) ON CONFLICT DO NOTHING;
        WHEN 9 THEN DELETE FROM prices WHERE ts = (SELECT max(ts) FROM prices);
                    DELETE FROM yields WHERE ts = (SELECT max(ts) FROM yields);
                    DELETE FROM levels WHERE ts = (SELECT max(ts) FROM levels);
        WHEN 10 THEN UPDATE prices SET ts = ts - 1, member = member || 'a' WHERE ts = feed.at('prices', seed) AND member = 'M7';
        WHEN 11 THEN CREATE TEMP TABLE again AS TABLE prices;
                     TRUNCATE prices;
                     INSERT INTO prices SELECT * FROM again WHERE ts > (SELECT min(ts) FROM again);
                     DROP TABLE again;
        WHEN 12 THEN DELETE FROM levels WHERE date_trunc('month', ts) = date_trunc('month', feed.at('levels', seed));
        WHEN 13 THEN UPDATE nightly.index_settings SET rules = index_rules('cap', rebalance => 'quarter', cost_bp => seed) WHERE name = 'large';
                     UPDATE nightly.regime_settings SET rules = regime_rules(threshold_bp => 20 + seed) WHERE name = 'by month';
                     UPDATE nightly.index_settings SET index_name = CASE index_name WHEN 'large' THEN 'small' ELSE 'large' END WHERE name = 'large equal';
                     UPDATE nightly.regime_settings SET series = CASE series WHEN '2-year' THEN '10-year' ELSE '2-year' END, name = 'short ' || seed WHERE name LIKE 'short%';
        WHEN 14 THEN DELETE FROM prices WHERE ts > feed.at('prices', seed);
    END CASE;
END
$$;

SELECT feed.load(1, 60) \g /dev/null
CALL nightly.run();
SELECT is(array_agg(d), NULL, 'the first night') FROM expected.differences() AS d;
SELECT ok(count(*) FILTER (WHERE what = 'month') > 8 AND count(*) FILTER (WHERE what = 'point') = 180
          AND count(*) FILTER (WHERE what = 'regime state') > 6, 'stores months, states and points') FROM expected.stored;

CREATE TABLE feed.wrong (night integer, difference text);
DO $$
BEGIN
    FOR night IN 1 .. 30 LOOP
        PERFORM feed.load(60 + night, 60 + night);
        PERFORM feed.disturb(night % 15, night);
        IF night % 4 = 0 THEN
            PERFORM feed.disturb(abs(hashint4(night)) % 15, night + 100);
        END IF;
        COMMIT;
        -- Nothing hangs on the session's time zone.
        PERFORM set_config('TimeZone', (ARRAY['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'])[1 + night % 3], false);
        CALL nightly.run();
        INSERT INTO feed.wrong SELECT night, expected.differences();
        COMMIT;
    END LOOP;
END
$$;
UPDATE nightly.regime_settings SET name = 'short' WHERE name LIKE 'short%';
SELECT is(array_agg(w::text), NULL, '30 nights of new days and corrections of every kind') FROM feed.wrong AS w;
SELECT is(array_agg(f::text), NULL, 'of which none failed') FROM nightly.failures AS f;
RESET TimeZone;

-- What is touched
TRUNCATE levels, yields, prices;
SELECT feed.load(1, 130) \g /dev/null
CALL nightly.run();
CREATE VIEW feed.versions AS
SELECT 'months' AS what, series AS name, month, xmin::text AS version FROM nightly.level_months
UNION ALL SELECT 'regimes', name, month, xmin::text FROM nightly.regime_states
UNION ALL SELECT 'indexes', name, month, xmin::text FROM nightly.index_states;
CREATE TEMP TABLE before AS TABLE feed.versions;
CREATE FUNCTION pg_temp.touched() RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s %s %s', what, name, months), ', ' ORDER BY what, name)
    FROM (SELECT what, name, string_agg(to_char(month, 'YYMM'), ' ' ORDER BY month) AS months
          FROM (TABLE feed.versions EXCEPT TABLE before) AS v GROUP BY what, name) AS s
$$;
SELECT is(pg_temp.touched(), NULL, 'nothing yet');
UPDATE levels SET level = level; UPDATE yields SET yield = yield; UPDATE prices SET price = price, sector = sector;
SELECT is(count(*), 0::bigint, 'an update that changes nothing is no change') FROM nightly.changes;
CALL nightly.run();
SELECT is(pg_temp.touched(), NULL, 'and touches nothing');
UPDATE levels SET level = level + 1 WHERE series = 'series 3' AND ts = '2023-03-16';
UPDATE yields SET yield = yield + 1 WHERE series = '2-year' AND ts = '2023-04-18';
CALL nightly.run();
SELECT is(pg_temp.touched(), 'months series 3 2303 2304, regimes short 2304 2305 2306',
    'a level touches its month, and the next one for its first return; a yield the states from its month on');
TRUNCATE before;
INSERT INTO before TABLE feed.versions;
UPDATE prices SET price = price + 1 WHERE member = 'M3' AND ts = '2023-05-16';
CALL nightly.run();
SELECT is(pg_temp.touched(), 'indexes large 2305 2306, indexes large equal 2305 2306', 'a price the states of its indexes from its month on');
SELECT is(array_agg(d), NULL, 'with the right bits') FROM expected.differences() AS d;

-- Rows that move to another series, index or month, and a month that goes altogether:
-- the last date before it ends no month any more
UPDATE levels SET series = 'series 9' WHERE series = 'series 1' AND ts > '2023-04-20';
UPDATE levels SET ts = ts + 60 WHERE series = 'series 2' AND ts = '2023-04-21';
UPDATE prices SET index_name = 'small' WHERE member = 'M6' AND ts > '2023-03-10';
UPDATE yields SET series = 'none' WHERE series = '2-year' AND ts = '2023-04-21';
CALL nightly.run();
SELECT is(array_agg(d), NULL, 'rows that move') FROM expected.differences() AS d;
DELETE FROM prices WHERE ts >= '2023-06-01';
DELETE FROM levels WHERE ts >= '2023-06-01';
DELETE FROM yields WHERE ts >= '2023-06-01';
CALL nightly.run();
SELECT is(array_agg(d), NULL, 'a last month that goes') FROM expected.differences() AS d;

-- Everything gone, and back
TRUNCATE levels, yields, prices;
CALL nightly.run();
SELECT is(count(*), 0::bigint, 'without rows nothing is kept') FROM expected.stored;
SELECT feed.load(1, 100) \g /dev/null
CALL nightly.run();
SELECT is(array_agg(d), NULL, 'and back') FROM expected.differences() AS d;

-- Without triggers
ALTER TABLE prices DISABLE TRIGGER USER;
ALTER TABLE levels DISABLE TRIGGER USER;
UPDATE prices SET price = price * 2 WHERE ts = '2023-04-18' AND member = 'M6';
UPDATE levels SET level = level * 2 WHERE ts = '2023-02-15';
DELETE FROM levels WHERE series = 'series 1' AND date_trunc('month', ts) = '2023-04-01';
ALTER TABLE prices ENABLE TRIGGER USER;
ALTER TABLE levels ENABLE TRIGGER USER;
CALL nightly.run();
SELECT isnt(array_agg(d), NULL, 'what no trigger sees is not known') FROM expected.differences() AS d;
SELECT nightly.changed('prices', 'large', '2023-04-18'), nightly.changed('levels', series, '2023-02-15') FROM nightly.level_series \g /dev/null
CALL nightly.run();
SELECT is(array_agg(d), NULL, 'until it is told') FROM expected.differences() AS d;

SELECT * FROM finish();
