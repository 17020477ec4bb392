-- schema.sql
--      Makes the schema nightly: stored summaries, regimes and indexes of a
--      database's market data, which CALL nightly.run() brings up to date at the
--      cost of what is new. doc/nightly.md explains it. Run as the owner of the
--      tables that hold the data:
--          psql -v levels=market.levels -f doc/nightly/schema.sql
--
-- Variables, and the tables they name unless they are given:
--      levels      levels  (series, ts, level)
--      yields      yields  (series, ts, yield)
--      prices      prices  (index_name, ts, member, price, dividend, split, market_cap, sector)
--
-- Everything here is derived from these tables. DROP SCHEMA nightly CASCADE takes
-- it away, and the triggers on them too.

\set ON_ERROR_STOP on
\if :{?levels}
\else
    \set levels levels
\endif
\if :{?yields}
\else
    \set yields yields
\endif
\if :{?prices}
\else
    \set prices prices
\endif

BEGIN;
CREATE EXTENSION IF NOT EXISTS rotation;
SELECT extnamespace::regnamespace AS rotation FROM pg_extension WHERE extname = 'rotation' \gset
SELECT set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), :'rotation'), true) AS search_path \gset

CREATE SCHEMA nightly;
COMMENT ON SCHEMA nightly IS 'summaries, regimes and indexes that a nightly job keeps up to date';

--
-- The data, as their owner keeps them. Rows that the aggregates skip are left out
-- here, so that the date of the last row is that of the last one counted.
--

CREATE VIEW nightly.levels AS SELECT series, ts, level FROM :levels WHERE level IS NOT NULL;
CREATE VIEW nightly.yields AS SELECT series, ts, yield FROM :yields WHERE yield IS NOT NULL;
CREATE VIEW nightly.prices AS
SELECT index_name, ts, member, price, dividend, split, market_cap, sector FROM :prices
WHERE price IS NOT NULL AND member IS NOT NULL;
COMMENT ON VIEW nightly.levels IS 'the levels of index and other series';
COMMENT ON VIEW nightly.yields IS 'the yields, in percent';
COMMENT ON VIEW nightly.prices IS 'the prices of the members of each index';

--
-- What is asked for. A row that is added, and rules that are changed, take effect
-- in the next night.
--

CREATE TABLE nightly.regime_settings (
    name text PRIMARY KEY,
    series text NOT NULL,
    rules regime_rules NOT NULL DEFAULT regime_rules()
);
CREATE TABLE nightly.index_settings (
    name text PRIMARY KEY,
    index_name text NOT NULL,
    rules index_rules NOT NULL DEFAULT index_rules()
);
COMMENT ON TABLE nightly.regime_settings IS 'the regimes to keep: a name, the series of yields, and the rules (method zigzag)';
COMMENT ON TABLE nightly.index_settings IS 'the indexes to keep: a name, the index_name of its members'' prices, and the rules';

--
-- What is kept. The states of a regime or an index are stored once a month, as they
-- are after the last row of the month (so far), so that a correction of the past
-- goes on from the month before it.
--

CREATE TABLE nightly.level_series (
    series text PRIMARY KEY
);
CREATE TABLE nightly.level_months (
    series text REFERENCES nightly.level_series ON DELETE CASCADE,
    month date,
    last_ts date NOT NULL,
    levels level_summary NOT NULL,
    returns return_summary,
    falls drawdown_summary NOT NULL,
    PRIMARY KEY (series, month)
);
CREATE TABLE nightly.regime_states (
    name text REFERENCES nightly.regime_settings ON UPDATE CASCADE ON DELETE CASCADE,
    month date,
    series text NOT NULL,
    rules regime_rules NOT NULL,
    state regime_state NOT NULL,
    last_ts date GENERATED ALWAYS AS (last_ts(state)) STORED,
    PRIMARY KEY (name, month)
);
CREATE TABLE nightly.index_states (
    name text REFERENCES nightly.index_settings ON UPDATE CASCADE ON DELETE CASCADE,
    month date,
    index_name text NOT NULL,
    rules index_rules NOT NULL,
    state index_state NOT NULL,
    last_ts date GENERATED ALWAYS AS (last_ts(state)) STORED,
    PRIMARY KEY (name, month)
);
CREATE TABLE nightly.index_points (
    name text REFERENCES nightly.index_settings ON UPDATE CASCADE ON DELETE CASCADE,
    ts date,
    level float8,
    total_return_level float8,
    divisor float8,
    members integer,
    turnover float8,
    effective_n float8,
    PRIMARY KEY (name, ts)
);
COMMENT ON TABLE nightly.level_series IS 'the series that have levels';
COMMENT ON TABLE nightly.level_months IS 'each month of each series, summarised: its levels, its daily returns (the first one from the level before the month; NULL if there is none), its drawdowns';
COMMENT ON TABLE nightly.regime_states IS 'the state of each yield''s regimes after the last row of each month, the newest month being under way';
COMMENT ON TABLE nightly.index_states IS 'the state of each index after the last row of each month, the newest month being under way';
COMMENT ON TABLE nightly.index_points IS 'the history of each index';

CREATE TABLE nightly.nights (
    night bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    items integer,
    failures integer
);
CREATE TABLE nightly.failures (
    night bigint REFERENCES nightly.nights ON DELETE CASCADE,
    kind text,
    name text,
    error text NOT NULL,
    PRIMARY KEY (night, kind, name)
);
COMMENT ON TABLE nightly.nights IS 'the runs of the job, with the items worked through and how many of them failed; one without finished_at is under way, or was broken off';
COMMENT ON TABLE nightly.failures IS 'what failed, and why; it is tried again in the next night';

--
-- What has changed since the last night. The triggers add rows here in the very
-- transaction that changes the data, so that neither is seen without the other:
-- nothing is missed because it was committed late or is older than what is known.
--

CREATE TABLE nightly.changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('levels', 'yields', 'prices')),
    name text NOT NULL,
    ts date NOT NULL
);
CREATE INDEX ON nightly.changes (kind, name);
COMMENT ON TABLE nightly.changes IS 'rows that were added, changed or deleted and that no night has worked through: for each statement, series and month the first date';

CREATE FUNCTION nightly.month_of(ts date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN date_trunc('month', ts::timestamp)::date;
COMMENT ON FUNCTION nightly.month_of(date) IS 'the first day of the month of a date, in any time zone';

-- Arguments: the kind, the column with the name, and all columns that count. It
-- runs as its owner, so that who loads data needs no rights here; who may create
-- triggers must not call it with arguments of their own, see REVOKE below.
CREATE FUNCTION nightly.note_changes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    columns text := (SELECT string_agg(quote_ident(c), ', ') FROM unnest(TG_ARGV[1:]) AS c);
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO nightly.changes (kind, name, ts)
        SELECT TG_ARGV[0], series, month FROM nightly.level_months WHERE TG_ARGV[0] = 'levels'
        UNION ALL
        SELECT TG_ARGV[0], series, '-infinity' FROM nightly.regime_settings WHERE TG_ARGV[0] = 'yields'
        UNION ALL
        SELECT TG_ARGV[0], index_name, '-infinity' FROM nightly.index_settings WHERE TG_ARGV[0] = 'prices';
        RETURN NULL;
    END IF;
    -- Of an update only rows with another content count: a feed that delivers the
    -- last weeks again each day costs nothing but the comparison.
    EXECUTE format('INSERT INTO nightly.changes (kind, name, ts)
                    SELECT %L, %I, min(ts) FROM (%s) AS changed
                    WHERE %2$I IS NOT NULL AND ts IS NOT NULL GROUP BY %2$I, nightly.month_of(ts)',
                   TG_ARGV[0], TG_ARGV[1],
                   format(CASE TG_OP WHEN 'UPDATE'
                          THEN '(SELECT %1$s FROM old_rows EXCEPT SELECT %1$s FROM new_rows) UNION ALL (SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows)'
                          ELSE 'SELECT %1$s FROM changed_rows' END, columns));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION nightly.note_changes() IS 'trigger function: what a statement has changed goes to nightly.changes';

CREATE FUNCTION nightly.watch(kind text, source regclass) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    arguments text := CASE kind WHEN 'levels' THEN 'levels, series, ts, level'
                                WHEN 'yields' THEN 'yields, series, ts, yield'
                                WHEN 'prices' THEN 'prices, index_name, ts, member, price, dividend, split, market_cap, sector' END;
    event text;
    tables text;
BEGIN
    IF arguments IS NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = format('unknown kind: %s', kind), HINT = 'levels, yields or prices.';
    END IF;
    FOR event, tables IN VALUES ('insert', 'REFERENCING NEW TABLE AS changed_rows'),
                                ('update', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
                                ('delete', 'REFERENCING OLD TABLE AS changed_rows'),
                                ('truncate', '') LOOP
        EXECUTE format('CREATE TRIGGER nightly_%s AFTER %1$s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION nightly.note_changes(%s)',
                       event, source, tables, arguments);
    END LOOP;
END
$$;
COMMENT ON FUNCTION nightly.watch(text, regclass) IS 'creates the triggers that note the changes of a table of levels, yields or prices';

CREATE FUNCTION nightly.changed(kind text, name text, since date DEFAULT '-infinity') RETURNS void
    LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO nightly.changes (kind, name, ts)
    SELECT kind, name, since WHERE kind <> 'levels'
    UNION ALL
    SELECT kind, name, greatest(month, since)
    FROM (SELECT nightly.month_of(ts) AS month FROM nightly.levels WHERE series = name AND ts >= since
          UNION
          SELECT month FROM nightly.level_months WHERE series = name AND last_ts >= since) AS months
    WHERE kind = 'levels';
END;
COMMENT ON FUNCTION nightly.changed(text, text, date) IS 'notes by hand what no trigger has seen: the rows of a series or an index_name from a date on';

CREATE VIEW nightly.pending AS
SELECT kind, name FROM nightly.changes
UNION
SELECT 'yields', series FROM nightly.regime_settings AS r
WHERE (SELECT s.series = r.series AND s.rules = r.rules FROM nightly.regime_states AS s WHERE s.name = r.name ORDER BY month DESC LIMIT 1) IS NOT true
UNION
SELECT 'prices', index_name FROM nightly.index_settings AS i
WHERE (SELECT s.index_name = i.index_name AND s.rules = i.rules FROM nightly.index_states AS s WHERE s.name = i.name ORDER BY month DESC LIMIT 1) IS NOT true;
COMMENT ON VIEW nightly.pending IS 'what the next night has to work through: series of levels, series of yields, and prices by index_name';

--
-- The work on one item. Each function throws away what the first change has touched
-- and goes on from what is left, with the new rows alone where nothing is touched.
-- Changes that the transaction does not see stay for the next night.
--

CREATE FUNCTION nightly.add_levels(item text) RETURNS void
    LANGUAGE plpgsql SET search_path = :rotation, pg_temp AS $$
DECLARE
    noted bigint[];
    touched record;
    known date;
BEGIN
    SELECT array_agg(id) INTO noted FROM nightly.changes WHERE kind = 'levels' AND name = item;
    INSERT INTO nightly.level_series VALUES (item) ON CONFLICT DO NOTHING;
    FOR touched IN
        WITH changed AS (
            SELECT nightly.month_of(ts) AS month, min(ts) AS since FROM nightly.changes WHERE id = ANY (noted) GROUP BY 1
        )
        SELECT month, min(since) AS since
        FROM (SELECT month, since FROM changed
              UNION ALL
              -- the first return of a month starts from the level before it
              SELECT nightly.month_of(later.ts), later.ts
              FROM changed, LATERAL (SELECT ts FROM nightly.levels WHERE series = item AND ts >= (month + interval '1 month')::date
                                     ORDER BY ts LIMIT 1) AS later) AS months
        GROUP BY month ORDER BY month
    LOOP
        DELETE FROM nightly.level_months WHERE series = item AND month = touched.month AND last_ts >= touched.since;
        known := coalesce((SELECT last_ts FROM nightly.level_months WHERE series = item AND month = touched.month), touched.month - 1);
        INSERT INTO nightly.level_months AS old (series, month, last_ts, levels, returns, falls)
        SELECT item, touched.month, max(ts), level_summary(ts, level), return_summary(r), drawdown_summary(ts, level)
        FROM (SELECT ts, level, simple_return(level) OVER (ORDER BY ts) AS r
              FROM nightly.levels
              WHERE series = item AND ts < (touched.month + interval '1 month')::date
                AND ts >= coalesce((SELECT ts FROM nightly.levels WHERE series = item AND ts <= known ORDER BY ts DESC LIMIT 1), '-infinity')) AS rows
        WHERE ts > known
        HAVING count(*) > 0
        ON CONFLICT (series, month) DO UPDATE SET
            last_ts = EXCLUDED.last_ts,
            levels = (SELECT rollup(s) FROM (VALUES (old.levels), (EXCLUDED.levels)) AS v (s)),
            returns = (SELECT rollup(s) FROM (VALUES (old.returns), (EXCLUDED.returns)) AS v (s)),
            falls = (SELECT rollup(s) FROM (VALUES (old.falls), (EXCLUDED.falls)) AS v (s));
    END LOOP;
    DELETE FROM nightly.level_series AS s WHERE series = item AND NOT EXISTS (SELECT FROM nightly.level_months AS m WHERE m.series = s.series);
    DELETE FROM nightly.changes WHERE id = ANY (noted);
END
$$;
COMMENT ON FUNCTION nightly.add_levels(text) IS 'brings the months of a series of levels up to date';

CREATE FUNCTION nightly.add_yields(item text) RETURNS void
    LANGUAGE plpgsql SET search_path = :rotation, pg_temp AS $$
DECLARE
    noted bigint[];
    first_change date;
    since date;
    setting nightly.regime_settings;
    now_state regime_state;
    known date;
    this_month date;
BEGIN
    SELECT array_agg(id), min(ts) INTO noted, first_change FROM nightly.changes WHERE kind = 'yields' AND name = item;
    FOR setting IN SELECT * FROM nightly.regime_settings WHERE series = item ORDER BY name LOOP
        SELECT CASE WHEN series = item AND rules = setting.rules THEN first_change ELSE '-infinity' END INTO since
        FROM nightly.regime_states WHERE name = setting.name ORDER BY month DESC LIMIT 1;
        DELETE FROM nightly.regime_states WHERE name = setting.name AND month >= nightly.month_of(since) AND last_ts >= since;
        SELECT state, last_ts INTO now_state, known FROM nightly.regime_states WHERE name = setting.name ORDER BY month DESC LIMIT 1;
        LOOP
            this_month := (SELECT nightly.month_of(ts) FROM nightly.yields
                           WHERE series = item AND ts > coalesce(known, '-infinity') ORDER BY ts LIMIT 1);
            EXIT WHEN this_month IS NULL;
            IF known IS NULL THEN
                SELECT regime_state(ts, yield, setting.rules) INTO now_state
                FROM nightly.yields WHERE series = item AND ts < (this_month + interval '1 month')::date;
            ELSE
                SELECT append(now_state, ts, yield) INTO now_state
                FROM nightly.yields WHERE series = item AND ts > known AND ts < (this_month + interval '1 month')::date;
            END IF;
            known := last_ts(now_state);
            INSERT INTO nightly.regime_states (name, month, series, rules, state) VALUES (setting.name, this_month, item, setting.rules, now_state)
            ON CONFLICT (name, month) DO UPDATE SET state = EXCLUDED.state;
        END LOOP;
    END LOOP;
    DELETE FROM nightly.changes WHERE id = ANY (noted);
END
$$;
COMMENT ON FUNCTION nightly.add_yields(text) IS 'brings the regimes of a series of yields up to date';

CREATE FUNCTION nightly.add_prices(item text) RETURNS void
    LANGUAGE plpgsql SET search_path = :rotation, pg_temp AS $$
DECLARE
    noted bigint[];
    first_change date;
    since date;
    setting nightly.index_settings;
    now_state index_state;
    known date;
    this_month date;
    points index_point[];
BEGIN
    SELECT array_agg(id), min(ts) INTO noted, first_change FROM nightly.changes WHERE kind = 'prices' AND name = item;
    -- Without rows after it, a date that was followed by others becomes the last
    -- one, which ends no month: it has to be worked out again.
    IF NOT EXISTS (SELECT FROM nightly.prices WHERE index_name = item AND ts >= first_change) THEN
        first_change := coalesce((SELECT ts FROM nightly.prices WHERE index_name = item AND ts < first_change ORDER BY ts DESC LIMIT 1), first_change);
    END IF;
    FOR setting IN SELECT * FROM nightly.index_settings WHERE index_name = item ORDER BY name LOOP
        SELECT CASE WHEN index_name = item AND rules = setting.rules THEN first_change ELSE '-infinity' END INTO since
        FROM nightly.index_states WHERE name = setting.name ORDER BY month DESC LIMIT 1;
        DELETE FROM nightly.index_states WHERE name = setting.name AND month >= nightly.month_of(since) AND last_ts >= since;
        SELECT state, last_ts INTO now_state, known FROM nightly.index_states WHERE name = setting.name ORDER BY month DESC LIMIT 1;
        IF known IS NULL THEN
            DELETE FROM nightly.index_points WHERE name = setting.name;
        END IF;
        LOOP
            this_month := (SELECT nightly.month_of(ts) FROM nightly.prices
                           WHERE index_name = item AND ts > coalesce(known, '-infinity') ORDER BY ts LIMIT 1);
            EXIT WHEN this_month IS NULL;
            IF known IS NULL THEN
                SELECT index_state(ts, member, price, dividend, split, market_cap, sector, setting.rules),
                       index_history(ts, member, price, dividend, split, market_cap, sector, setting.rules) INTO now_state, points
                FROM nightly.prices WHERE index_name = item AND ts < (this_month + interval '1 month')::date;
            ELSE
                SELECT append(now_state, ts, member, price, dividend, split, market_cap, sector),
                       index_history(now_state, ts, member, price, dividend, split, market_cap, sector) INTO now_state, points
                FROM nightly.prices WHERE index_name = item AND ts > known AND ts < (this_month + interval '1 month')::date;
                -- the new dates may have made the last one a rebalance date
                DELETE FROM nightly.index_points WHERE name = setting.name AND ts >= known;
            END IF;
            known := last_ts(now_state);
            INSERT INTO nightly.index_points SELECT setting.name, p.* FROM unnest(points) AS p;
            INSERT INTO nightly.index_states (name, month, index_name, rules, state) VALUES (setting.name, this_month, item, setting.rules, now_state)
            ON CONFLICT (name, month) DO UPDATE SET state = EXCLUDED.state;
        END LOOP;
    END LOOP;
    DELETE FROM nightly.changes WHERE id = ANY (noted);
END
$$;
COMMENT ON FUNCTION nightly.add_prices(text) IS 'brings the indexes of an index_name up to date';

--
-- What analysts read. Any materialised view of this schema with a unique index is
-- refreshed by the night.
--

CREATE MATERIALIZED VIEW nightly.performance AS
SELECT series, period, max(last_ts) FILTER (WHERE month < first_month) AS start_ts, max(last_ts) AS end_ts,
       compound_return(rollup(returns) FILTER (WHERE month >= first_month)) AS total_return,
       annualized_volatility(rollup(returns) FILTER (WHERE month >= first_month), 252) AS volatility,
       max_drawdown(rollup(falls) FILTER (WHERE month >= first_month)) AS max_drawdown
FROM (SELECT m.*, max(month) OVER (PARTITION BY m.series) AS last_month
      FROM nightly.level_series AS s,
           -- no more than the longest period needs, however long the history is
           LATERAL (SELECT * FROM nightly.level_months AS m WHERE m.series = s.series ORDER BY month DESC LIMIT 61) AS m) AS recent,
     LATERAL (VALUES ('month', last_month), ('3 months', last_month - interval '2 months'), ('year', date_trunc('year', last_month::timestamp)),
                     ('12 months', last_month - interval '11 months'), ('60 months', last_month - interval '59 months')) AS p (period, first_month)
GROUP BY series, period
HAVING bool_or(month < first_month);
CREATE UNIQUE INDEX ON nightly.performance (series, period);
COMMENT ON MATERIALIZED VIEW nightly.performance IS 'each series of levels over calendar months up to its last row: the month and the year so far, and the last 3, 12 and 60 months, that of the last row included; from the last close before the period (start_ts), if there is one';

CREATE MATERIALIZED VIEW nightly.regimes AS
SELECT name, r.*
FROM nightly.regime_settings AS s,
     LATERAL (SELECT state FROM nightly.regime_states AS n WHERE n.name = s.name ORDER BY month DESC LIMIT 1) AS newest,
     LATERAL unnest(yield_regimes(state)) AS r;
CREATE UNIQUE INDEX ON nightly.regimes (name, number);
COMMENT ON MATERIALIZED VIEW nightly.regimes IS 'the regimes of each yield, as yield_regimes gives them';

CREATE MATERIALIZED VIEW nightly.indexes AS
SELECT name, last.ts, last.level, last.total_return_level, last.members, last.effective_n,
       last.total_return_level / day.level - 1 AS day_return,
       last.total_return_level / month.level - 1 AS month_return,
       last.total_return_level / year.level - 1 AS year_return
FROM nightly.index_settings AS s
JOIN LATERAL (SELECT * FROM nightly.index_points AS p WHERE p.name = s.name ORDER BY ts DESC LIMIT 1) AS last USING (name)
LEFT JOIN LATERAL (SELECT total_return_level AS level FROM nightly.index_points AS p
                   WHERE p.name = s.name AND ts < last.ts ORDER BY ts DESC LIMIT 1) AS day ON true
LEFT JOIN LATERAL (SELECT total_return_level AS level FROM nightly.index_points AS p
                   WHERE p.name = s.name AND ts < nightly.month_of(last.ts) ORDER BY ts DESC LIMIT 1) AS month ON true
LEFT JOIN LATERAL (SELECT total_return_level AS level FROM nightly.index_points AS p
                   WHERE p.name = s.name AND ts < date_trunc('year', last.ts::timestamp)::date ORDER BY ts DESC LIMIT 1) AS year ON true;
CREATE UNIQUE INDEX ON nightly.indexes (name);
COMMENT ON MATERIALIZED VIEW nightly.indexes IS 'each index at its last date, with the total returns since the closes of the date, the month and the year before';

--
-- The night. Each item has a transaction of its own, which sees one moment of the
-- data and takes its changes from nightly.changes as it stores what they led to.
-- Broken off anywhere, a night leaves whole items and those still to be done. An
-- item that fails does not keep back the others.
--

CREATE PROCEDURE nightly.run()
    LANGUAGE plpgsql AS $$
DECLARE
    this_night bigint;
    item nightly.pending;
    worked integer := 0;
    failed integer := 0;
BEGIN
    INSERT INTO nightly.nights DEFAULT VALUES RETURNING night INTO this_night;
    FOREACH item IN ARRAY ARRAY(
        SELECT ROW(kind, name)::nightly.pending
        FROM (SELECT kind, name, 0 AS view FROM nightly.pending
              UNION ALL
              -- in the order in which they were created, so that one can read another
              SELECT 'view', relname, oid::bigint FROM pg_catalog.pg_class
              WHERE relnamespace = 'nightly'::regnamespace AND relkind = 'm') AS items
        ORDER BY view, kind, name)
    LOOP
        COMMIT;
        -- Nights that meet take turns, and see what the other one has done: the
        -- lock comes before the first look at the data.
        SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
        LOCK TABLE nightly.nights IN SHARE UPDATE EXCLUSIVE MODE;
        BEGIN
            CASE item.kind
                WHEN 'levels' THEN PERFORM nightly.add_levels(item.name);
                WHEN 'yields' THEN PERFORM nightly.add_yields(item.name);
                WHEN 'prices' THEN PERFORM nightly.add_prices(item.name);
                WHEN 'view' THEN EXECUTE format('REFRESH MATERIALIZED VIEW CONCURRENTLY nightly.%I', item.name);
            END CASE;
            worked := worked + 1;
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO nightly.failures VALUES (this_night, item.kind, item.name, SQLERRM);
            failed := failed + 1;
        END;
    END LOOP;
    COMMIT;
    UPDATE nightly.nights SET finished_at = clock_timestamp(), items = worked + failed, failures = failed WHERE night = this_night;
    COMMIT;
    IF failed > 0 THEN
        RAISE EXCEPTION '% of % items failed', failed, worked + failed
            USING DETAIL = (SELECT string_agg(format('%s %s: %s', kind, name, error), E'\n' ORDER BY kind, name) FROM nightly.failures WHERE night = this_night),
                  HINT = 'See nightly.failures. They are tried again in the next night.';
    END IF;
END
$$;
COMMENT ON PROCEDURE nightly.run() IS 'the nightly job: works through nightly.pending and refreshes the materialised views; at the end an error if an item has failed';

REVOKE ALL ON ALL ROUTINES IN SCHEMA nightly FROM PUBLIC;

--
-- From here on changes are noted; what is there already is one of them.
--

SELECT nightly.watch('levels', :'levels'), nightly.watch('yields', :'yields'), nightly.watch('prices', :'prices') \g /dev/null
INSERT INTO nightly.changes (kind, name, ts)
SELECT 'levels', series, min(ts) FROM nightly.levels GROUP BY series, nightly.month_of(ts);
COMMIT;
