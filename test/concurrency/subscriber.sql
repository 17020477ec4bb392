-- subscriber.sql
--      The other side: the same table with what the apply workers compute of each row.
SET client_min_messages = warning;
\ir stored.sql
ALTER TABLE stored
    ADD total float8 GENERATED ALWAYS AS (total_return(levels)) STORED,
    ADD volatility float8 GENERATED ALWAYS AS (annualized_volatility(returns, 252)) STORED,
    ADD found yield_regime[] GENERATED ALWAYS AS (yield_regimes(regimes)) STORED,
    ADD noted float8,
    ADD level float8;
CREATE INDEX ON stored (max_drawdown(drawdowns));
CREATE INDEX by_pair ON stored (relative_return(pairs), total_return(levels));
CREATE STATISTICS of_expressions ON (total_return(levels)), (annualized_volatility(returns, 252)) FROM stored;
CREATE TABLE log (id integer, aggregate float8, regimes bigint, running float8);

-- A trigger for each row, with a stored value, and one that reads a relation, aggregates and windows
CREATE FUNCTION level_after(index index_state, id integer) RETURNS float8 LANGUAGE sql
RETURN (SELECT (index_history(index, date '2025-01-01', 'm' || id, 200, NULL, NULL, NULL, NULL))[1].level);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.noted := public.max_drawdown(NEW.drawdowns) + public.index_pe(NEW.earnings);
    NEW.level := public.level_after(NEW.index, NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER note BEFORE INSERT OR UPDATE ON stored FOR EACH ROW EXECUTE FUNCTION note();
ALTER TABLE stored ENABLE ALWAYS TRIGGER note;
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.log
    SELECT NEW.id, (SELECT public.total_return(ts, yield) FROM public.yields), (SELECT count(*) FROM public.regimes('public.yields', public.regime_rules(frequency => 'day'))),
           (SELECT min(d) FROM (SELECT public.drawdown(yield) OVER (ORDER BY ts) AS d FROM public.yields) AS s);
    RETURN NULL;
END $$;
CREATE TRIGGER log AFTER INSERT ON stored FOR EACH ROW EXECUTE FUNCTION log();
ALTER TABLE stored ENABLE ALWAYS TRIGGER log;

-- What autovacuum has found of total_return in the index
CREATE VIEW analyzed AS
SELECT coalesce(most_common_vals::text::float8[], '{}') || coalesce(histogram_bounds::text::float8[], '{}') AS found
FROM pg_stats WHERE tablename = 'by_pair' AND attname = 'total_return';
