-- Makes a night fail before its n-th write: with an error, with the end of its
-- session, or with that of the whole server. The settings test.fault and
-- test.fault_at of the night's session say how and where; each write to a table of
-- the schema counts, and each refresh.

CREATE SCHEMA fault;
CREATE SEQUENCE fault.writes;
CREATE FUNCTION fault.strike() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    fault text := current_setting('test.fault', true);
    postmaster text := split_part(pg_read_file('postmaster.pid'), E'\n', 1);
BEGIN
    IF coalesce(fault, '') = '' OR nextval('fault.writes') <> current_setting('test.fault_at')::integer THEN
        RETURN;
    END IF;
    CASE fault
        WHEN 'wait' THEN PERFORM pg_advisory_xact_lock(1); RETURN;
        WHEN 'error' THEN RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full';
        WHEN 'cancel' THEN PERFORM pg_cancel_backend(pg_backend_pid());
        WHEN 'terminate' THEN PERFORM pg_terminate_backend(pg_backend_pid());
        -- a server whose process is killed throws away its memory, and recovers
        WHEN 'crash' THEN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', 'kill -KILL ' || pg_backend_pid());
        WHEN 'stop' THEN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', 'kill -QUIT ' || postmaster);
    END CASE;
    PERFORM pg_sleep(60);
END
$$;
CREATE FUNCTION fault.on_write() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM fault.strike(); RETURN NULL; END $$;
CREATE FUNCTION fault.on_refresh() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN PERFORM fault.strike(); END $$;
DO $$
DECLARE
    kept regclass;
BEGIN
    FOR kept IN SELECT oid FROM pg_class WHERE relnamespace = 'nightly'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('CREATE TRIGGER fault BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH STATEMENT EXECUTE FUNCTION fault.on_write()', kept);
    END LOOP;
END
$$;
CREATE EVENT TRIGGER fault ON ddl_command_start WHEN TAG IN ('REFRESH MATERIALIZED VIEW') EXECUTE FUNCTION fault.on_refresh();
