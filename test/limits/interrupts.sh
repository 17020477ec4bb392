# shellcheck shell=sh disable=SC2154 # run reads this file, and sets what it shares

# Calls that are broken off at any moment, by a timeout and from another session.
interrupts() {
	echo "# interrupts"
	psql -Xq -d "$database" -v lane=0 -v parts="$parts" -f "$here/interrupts.sql" > "$work/lane0" 2>&1 &
	lane=$!
	psql -Xq -d "$database" -v lane=1 -v parts="$parts" -f "$here/interrupts.sql" > "$work/lane1" 2>&1
	wait "$lane"
	lane=
	# A timeout may also strike just before the call or just after; by then the server
	# may have forgotten it, and takes what it finds for a request of the user.
	grep -h ERROR: "$work/lane0" "$work/lane1" | grep -v 'canceling statement due to' > "$work/errors"
	if [ -s "$work/errors" ]; then
		not_ok "no call raises an error of its own" "$(cat "$work/errors")"
	else
		ok "no call raises an error of its own"
	fi
	sql -v most="$most" -v parts="$parts" -f "$here/interrupts_result.sql" > "$work/result"
	tap "$work/result"
	other_sessions
}

# Another session cancels a call, or ends its session.
other_sessions() {
	sql -c "CREATE TABLE limits.watched (since text)"
	stopped_by cancel 'canceling statement due to user request'
	stopped_by terminate 'terminating connection due to administrator command'
}

# stopped_by WHAT MESSAGE: in eight calls, of which some may have ended before
stopped_by() {
	slowest=0
	hits=0
	: > "$work/missed"
	for id in $(sql -c "SELECT id FROM generate_series(1, 4) AS again, limits.call WHERE large AND final > 0.05 ORDER BY again, hashint4(id)"); do
		[ $hits -lt 8 ] || break
		sql -c "TRUNCATE limits.watched"
		{
			echo "SET search_path = limits, public;"
			echo "SET work_mem = '1GB';"
			echo "DO 'BEGIN WHILE NOT EXISTS (SELECT FROM limits.watched) LOOP PERFORM pg_sleep(0.001); END LOOP; END';"
			echo "SET application_name = 'broken_off';"
			sql -c "SELECT query FROM limits.call WHERE id = $id"
		} > "$work/query"
		psql -Xq -d "$database" -f "$work/query" > "$work/said" 2>&1 &
		lane=$!
		sql > "$work/late" << SQL
SET client_min_messages = error;
CREATE TEMP TABLE late (ms numeric);
INSERT INTO limits.watched VALUES ('now');
DO \$\$
DECLARE
    start timestamptz;
    target integer;
    wait float8 := (SELECT seconds - final * (0.5 + 0.5 * random()) FROM limits.call WHERE id = $id);
BEGIN
    WHILE target IS NULL LOOP
        PERFORM pg_stat_clear_snapshot();
        target := (SELECT pid FROM pg_stat_activity WHERE application_name = 'broken_off' AND state = 'active' AND query !~ '^SET' LIMIT 1);
        PERFORM pg_sleep(0.001);
        EXIT WHEN clock_timestamp() > now() + interval '20 s';
    END LOOP;
    PERFORM pg_sleep(wait);
    start := clock_timestamp();
    PERFORM pg_$1_backend(target);
    WHILE EXISTS (SELECT FROM pg_stat_activity WHERE pid = target AND state = 'active') LOOP
        PERFORM pg_stat_clear_snapshot(), pg_sleep(0.001);
    END LOOP;
    INSERT INTO late VALUES (round(1000 * extract(epoch FROM clock_timestamp() - start)));
END \$\$;
SELECT ms FROM late;
SQL
		wait "$lane"
		lane=
		if grep -q "$2" "$work/said"; then
			hits=$((hits + 1))
			read -r late < "$work/late"
			[ "${late:-999999}" -le "$slowest" ] 2> /dev/null || slowest=${late:-999999}
		else
			cat "$work/said" >> "$work/missed"
		fi
	done
	if [ "$slowest" -lt "$(echo "$most" | awk '{ print $1 * 1000 }')" ] && [ $hits = 8 ] && ! grep ERROR: "$work/missed"; then
		ok "pg_$1_backend stops a call"
	else
		not_ok "pg_$1_backend stops a call" "$hits calls found under way" "$slowest ms" "$(cat "$work/late")"
	fi
	echo "# pg_$1_backend: $hits calls found under way ended within $slowest ms"
}
