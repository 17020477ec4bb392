-- calls.sql
--      Calls that end with a step over many rows: the final functions that sort and
--      build, states and arrays that are large, and the functions that read a table.
SET search_path = limits, public;

CREATE FUNCTION one_date(i bigint) RETURNS date LANGUAGE sql IMMUTABLE RETURN date '2000-01-01' - (i = 2)::integer;
CREATE FUNCTION two_dates(i bigint) RETURNS date LANGUAGE sql IMMUTABLE RETURN date '2000-01-01' + ((i / 3) % 2)::integer;

-- A value that comes as text, which may be wrong, and one that comes in the binary protocol
CREATE FUNCTION read_text(input regproc, value text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT %s($1::cstring)', input) USING value;
    RETURN true;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN false;
END $$;
CREATE FUNCTION receive(name text, file text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('COPY limits.%I FROM %L (FORMAT binary)', name, file);
END $$;

-- Relations for the functions that read one
CREATE VIEW levels AS SELECT 's' || j % 3 AS series, date '1900-01-01' + j / 3 AS ts, 100 + x AS level FROM many_read;
CREATE VIEW many_series AS SELECT 's' || i / 2 AS series, date '2000-01-01' + (i % 2)::integer AS ts, 100 + x AS level FROM many_read;
CREATE VIEW one_level AS SELECT 's' AS series, ts, 100 + x AS level FROM many_read;
CREATE VIEW yields AS SELECT ts, round((4 * x)::numeric, 2) AS yield, round((4 * x)::numeric, 2) AS rate FROM many_read;
CREATE VIEW few_yields AS SELECT ts, round((4 * x)::numeric, 1) AS yield FROM few_read;
CREATE VIEW prices AS SELECT date '1900-01-01' + j / 1000 AS ts, 'm' || j % 1000 AS member, 100 + x AS price, 1000 * x + 1 AS market_cap, 's' || j % 11 AS sector FROM many_read;
CREATE VIEW few_prices AS SELECT date '1900-01-01' + j / 100 AS ts, 'm' || j % 100 AS member, 100 + x AS price FROM few_read;
CREATE VIEW caps AS SELECT date '2000-01-01' + 20 * (j % 20) AS ts, 'm' || j / 20 AS member, 1000 * x + 1 AS market_cap FROM many_read;
CREATE TABLE membership_rows (member text, index_name text, valid daterange);
CREATE VIEW memberships AS SELECT * FROM membership_rows;
CREATE VIEW periods AS SELECT 'p' || j AS label, ts AS start_ts, ts + 30 AS end_ts FROM few_read;

-- Values that are large in themselves, kept as they are
CREATE TABLE large_value (regime_state regime_state, index_state index_state, bigint_state index_state, memberships index_membership[], dates date[],
                          names text[], breakpoints integer[], schedule reconstitution_date[], regime_text text, index_text text, blanks text, ones text);
DO $$
DECLARE
    attribute text;
BEGIN
    FOR attribute IN SELECT attname FROM pg_attribute WHERE attrelid = 'limits.large_value'::regclass AND attnum > 0 LOOP
        EXECUTE format('ALTER TABLE limits.large_value ALTER %I SET STORAGE external', attribute);
    END LOOP;
END $$;
INSERT INTO large_value (regime_state, index_state, bigint_state, memberships, dates, schedule)
SELECT regime_state(ts, round((4 * x)::numeric, 2), regime_rules(threshold_bp => 1, frequency => 'day')),
       index_state(date '2000-01-01', 'm' || j, 100 + x, NULL, NULL, NULL, 's' || j % 100000, index_rules(weighting => 'equal')),
       index_state(date '2000-01-01', j, 100 + x, NULL, NULL, NULL, 's' || j % 100000, index_rules(weighting => 'equal')),
       reconstitute(date '2000-01-01' + 20 * (j % 5), 'm' || j / 5, 1000 * x + 1, reconstitution_rules(names => '{large,mid,small}', breakpoints => '{100,1000,100000000}')),
       array_agg(ts), array_agg(ROW(ts, ts, false)::reconstitution_date)
FROM many;
INSERT INTO membership_rows SELECT m.* FROM large_value, unnest(memberships) AS m;
UPDATE large_value SET regime_text = regime_state, index_text = index_state,
    blanks = repeat(' ', 100 * current_setting('limits.many')::integer), ones = repeat('1', 100 * current_setting('limits.many')::integer);
UPDATE large_value SET names = s.names, breakpoints = s.places FROM (SELECT array_agg('i' || i) AS names, array_agg(i) AS places FROM few WHERE i < 10000) AS s;

CREATE TABLE stretch AS SELECT i, drawdown_summary(ts, 100 + x) FROM many GROUP BY i;

-- Functions that only the server calls: to and from text and the binary protocol
CREATE TABLE received_regimes (state regime_state);
CREATE TABLE received_index (state index_state);
CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER drop_row BEFORE INSERT ON received_regimes FOR EACH ROW EXECUTE FUNCTION drop_row();
CREATE TRIGGER drop_row BEFORE INSERT ON received_index FOR EACH ROW EXECUTE FUNCTION drop_row();
SELECT current_setting('data_directory') || '/limits.regimes' AS regimes_file, current_setting('data_directory') || '/limits.index' AS index_file \gset
COPY (SELECT regime_state FROM large_value) TO :'regimes_file' (FORMAT binary);
COPY (SELECT index_state FROM large_value) TO :'index_file' (FORMAT binary);

INSERT INTO call (large, name, query)
SELECT true, name, 'SELECT ' || query FROM (VALUES
    ('max_drawdown(date,double precision)', 'max_drawdown(ts, 100 + x) FROM many_read'),
    ('max_drawdown(date,double precision)', 'count(r) FROM (SELECT max_drawdown(ts, 100 + x) OVER (ORDER BY i ROWS 2000 PRECEDING) AS r FROM few_read LIMIT 2200) AS s'),
    ('drawdowns(date,double precision)', 'drawdowns(ts, 100 + x) FROM many_read'),
    ('rollup(drawdown_summary)', 'rollup(drawdown_summary) FROM (SELECT * FROM stretch WHERE i < current_setting(''limits.many'')::bigint OR is_last()) AS s'),
    ('total_return(date,double precision)', 'count(r) FROM (SELECT total_return(ts, 100 + x) OVER (ORDER BY i ROWS 100000 PRECEDING) AS r FROM many_read) AS s'),
    ('zscore(double precision)', 'count(r) FROM (SELECT zscore(x) OVER (ORDER BY i ROWS 100000 PRECEDING) AS r FROM many_read) AS s'),
    ('percentile_rank(double precision)', 'count(r) FROM (SELECT percentile_rank(x) OVER (ORDER BY i ROWS 100000 PRECEDING) AS r FROM many_read) AS s'),
    ('forward_return(double precision,date,interval)', 'count(r) FROM (SELECT forward_return(100 + x, ts, ''30 days'') OVER (ORDER BY i) AS r FROM many_read) AS s'),
    ('rebase(double precision,date,date,double precision)', 'count(r) FROM (SELECT rebase(100 + x, ts, ts, 1) OVER (ORDER BY i) AS r FROM many_read LIMIT 3) AS s'),
    ('yield_regime(date,double precision,regime_rules)', 'count(r) FROM (SELECT yield_regime(ts, 4 * x, regime_rules(threshold_bp => 1, frequency => ''day'')) OVER (ORDER BY i) AS r FROM many_read) AS s'),
    ('calendar_returns(date,double precision,text)', 'calendar_returns(ts, 100 + x, ''day'') FROM many_read'),
    ('largest_stretches(date,double precision,integer,integer)', 'largest_stretches(ts, 100 + x, 5, 1000) FROM many_read'),
    ('smallest_stretches(date,double precision,integer,integer)', 'smallest_stretches(ts, 100 + x, 5, 1000) FROM many_read'),
    ('yield_regimes(date,double precision,regime_rules)', 'yield_regimes(ts, 4 * x, regime_rules(threshold_bp => 1, frequency => ''day'')) FROM many_read'),
    ('yield_regimes(date,double precision,regime_rules)', 'yield_regimes(ts, 4 * x, regime_rules(''chord'', segments => 20, frequency => ''day'')) FROM few_read WHERE j < 4000'),
    ('yield_regimes(date,double precision,double precision,double precision,regime_rules)', 'yield_regimes(ts, 4 * x, 100 + x, 101 - x, regime_rules(threshold_bp => 200, frequency => ''day'', split_divergence => 0.0001)) FROM few_read'),
    ('yield_regime_returns(date,double precision,double precision,double precision,regime_rules)', 'yield_regime_returns(ts, 4 * x, 100 + x, 101 - x, regime_rules(threshold_bp => 1, frequency => ''day'')) FROM many_read'),
    ('regime_state(date,double precision,regime_rules)', 'regime_state(ts, 4 * x, regime_rules(threshold_bp => 1, frequency => ''day'')) FROM many_read'),
    ('append(regime_state,date,double precision)', 'append(s.regime_state, ts + 4000000, 4 * x) FROM many_read, stored AS s'),
    ('append(regime_state,date,double precision)', 'append(s.regime_state, date ''2500000-01-01'' + i::integer, 4) FROM generate_series(1, 2) AS i, large_value AS s'),
    ('yield_regimes(regime_state)', 'yield_regimes(regime_state) FROM large_value'),
    ('last_ts(regime_state)', 'last_ts(regime_state) FROM large_value'),
    ('regime_state_eq(regime_state,regime_state)', 'regime_state = regime_state FROM large_value'),
    ('regime_state_out(regime_state)', 'length(regime_state::text) FROM large_value'),
    ('regime_state_in(cstring)', 'read_text(''regime_state_in'', regime_text) FROM large_value'),
    ('regime_state_in(cstring)', 'read_text(''regime_state_in'', blanks) FROM large_value'),
    ('regime_state_in(cstring)', 'read_text(''regime_state_in'', ones) FROM large_value'),
    ('regime_state_send(regime_state)', 'length(regime_state_send(regime_state)) FROM large_value'),
    ('regime_state_recv(internal)', format('receive(''received_regimes'', %L)', :'regimes_file')),
    ('threshold_plateaus(date,double precision,regime_rules)', 'threshold_plateaus(ts, round((4 * x)::numeric, 1), regime_rules(frequency => ''day'')) FROM few_read'),
    ('policy_cycles(date,double precision,cycle_rules)', 'policy_cycles(ts, round((4 * x)::numeric, 2), cycle_rules(max_gap_days => 1, pause_days => 1)) FROM many_read'),
    ('policy_phases(date,double precision,cycle_rules)', 'policy_phases(ts, round((4 * x)::numeric, 2), cycle_rules(max_gap_days => 1, pause_days => 1)) FROM many_read'),
    ('index_history(date,bigint,double precision,double precision,double precision,double precision,text,index_rules)', 'index_history(one_date(i), i, 100 + x, 1, 1, 1000 * x + 1, ''s'', index_rules(''capped'', cap => 1)) FROM many_read'),
    ('index_history(date,text,double precision,double precision,double precision,double precision,text,index_rules)', 'index_history(two_dates(i), i::text, 100 + x, NULL, NULL, NULL, i::text, index_rules(''sector_equal'', missing => ''drop'')) FROM many_read'),
    ('index_state(date,text,double precision,double precision,double precision,double precision,text,index_rules)', 'index_state(date ''2000-01-01'', ''m'' || j, 100 + x, NULL, NULL, NULL, ''s'' || j, index_rules()) FROM many_read'),
    ('index_state(date,bigint,double precision,double precision,double precision,double precision,text,index_rules)', 'index_state(date ''2000-01-01'', j, 100 + x, NULL, NULL, NULL, NULL, index_rules()) FROM many_read'),
    ('append(index_state,date,text,double precision,double precision,double precision,double precision,text)', 'append(s.index_state, date ''2000-01-02'', i::text, 1, 0, 1, NULL, ''s'') FROM generate_series(1, 2) AS i, large_value AS s'),
    ('append(index_state,date,bigint,double precision,double precision,double precision,double precision,text)', 'append(s.bigint_state, date ''2000-01-02'', i, 1, 0, 1, NULL, ''s'') FROM generate_series(1, 2) AS i, large_value AS s'),
    ('index_history(index_state,date,text,double precision,double precision,double precision,double precision,text)', 'index_history(s.index_state, date ''2000-01-02'', i::text, 1, 0, 1, NULL, ''s'') FROM generate_series(1, 2) AS i, large_value AS s'),
    ('last_ts(index_state)', 'last_ts(index_state) FROM large_value'),
    ('index_state_eq(index_state,index_state)', 'index_state = index_state FROM large_value'),
    ('index_state_out(index_state)', 'length(index_state::text) FROM large_value'),
    ('index_state_in(cstring)', 'read_text(''index_state_in'', index_text) FROM large_value'),
    ('index_state_send(index_state)', 'length(index_state_send(index_state)) FROM large_value'),
    ('index_state_recv(internal)', format('receive(''received_index'', %L)', :'index_file')),
    ('member_contribution(date,text,double precision,double precision,double precision,double precision,text,index_rules)', 'member_contribution(two_dates(i), ''m'' || (i - i / 3 % 2 * 3), 100 + x, NULL, NULL, NULL, NULL) FROM many_read'),
    ('sector_contribution(date,text,double precision,double precision,double precision,double precision,text,index_rules)', 'sector_contribution(two_dates(i), ''m'' || (i - i / 3 % 2 * 3), 100 + x, NULL, NULL, NULL, ''s'' || (i - i / 3 % 2 * 3)) FROM many_read'),
    ('reconstitute(date,text,double precision,reconstitution_rules)', 'reconstitute(date ''2000-01-01'', ''m'' || j, 1000 * x + 1, reconstitution_rules(breakpoints => ''{1000,100000000}'')) FROM many_read'),
    ('reconstitute(date,bigint,double precision)', 'reconstitute(date ''2000-01-01'' + j % 5, j / 5, 1000 * x + 1) FROM many_read'),
    ('migrations(index_membership[],reconstitution_rules)', 'migrations(memberships, reconstitution_rules(names => ''{large,mid,small}'', breakpoints => ''{1000,100000000,1000000000}'')) FROM large_value'),
    ('index_rules(text,double precision,text,date[],text,double precision,text,double precision,double precision,integer)', 'index_rules(rebalance_dates => dates) FROM large_value'),
    ('reconstitution_rules(text[],integer[],double precision,reconstitution_date[])', 'reconstitution_rules(schedule => schedule) FROM large_value'),
    ('reconstitution_rules(text[],integer[],double precision,reconstitution_date[])', 'reconstitution_rules(names => names, breakpoints => breakpoints) FROM large_value'),
    ('period_returns(regclass,holding_period[],text[],text,interval,double precision)', 'count(*) FROM period_returns(''many_series'', ''{"(p,2000-01-01,2000-01-02)","(p,2000-01-01,2000-01-02)"}'', benchmark => ''s1'')'),
    ('regime_returns(regclass,regclass,text[],text,interval,double precision)', 'count(*) FROM regime_returns(''levels'', ''periods'')'),
    ('regimes(regclass,regime_rules,date)', 'count(*) FROM regimes(''yields'', regime_rules(threshold_bp => 1, frequency => ''day''))'),
    ('threshold_plateaus(regclass,regime_rules,date)', 'count(*) FROM threshold_plateaus(''few_yields'', regime_rules(frequency => ''day''))'),
    ('policy_cycles(regclass,cycle_rules,date)', 'count(*) FROM policy_cycles(''yields'')'),
    ('policy_phases(regclass,cycle_rules,date)', 'count(*) FROM policy_phases(''yields'')'),
    ('regime_table(regclass,regclass,text,text,regime_rules,date)', 'count(*) FROM regime_table(''levels'', ''yields'', ''s0'', ''s1'')'),
    ('index_levels(regclass,index_rules)', 'count(*) FROM index_levels(''prices'')'),
    ('index_contributions(regclass,index_rules,text,date,date)', 'count(*) FROM index_contributions(''prices'')'),
    ('index_memberships(regclass,reconstitution_rules)', 'count(*) FROM index_memberships(''caps'')'),
    ('index_migrations(regclass,reconstitution_rules)', 'count(*) FROM index_migrations(''memberships'', reconstitution_rules(names => ''{large,mid,small}'', breakpoints => ''{1,2,3}''))'),
    ('calendar_table(regclass,text)', 'count(*) FROM calendar_table(''levels'', ''month'')'),
    ('stretch_table(regclass,integer,integer)', 'count(*) FROM stretch_table(''levels'', 5, 100)'),
    ('reconcile_return(regclass,text,double precision,date,date,double precision)', 'count(*) FROM reconcile_return(''one_level'', ''s'', 0.01, ''1950-01-01'', ''1960-01-01'', 100)'),
    ('check_prices(regclass,integer)', 'count(*) FROM check_prices(''few_prices'')'),
    ('create_dashboard_views(name,regclass,regclass,regclass,regclass,text,text,regime_rules,cycle_rules,index_rules,integer)', 'count(*) FROM generate_series(1, 5) AS i, LATERAL (SELECT create_dashboard_views(''views_'' || i, yields => ''yields'')) AS s')
) AS v (name, query);
