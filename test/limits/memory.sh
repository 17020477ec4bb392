# shellcheck shell=sh disable=SC2154 # run reads this file, and sets what it shares

# A panel far larger than work_mem: the same answers as with plenty of it, and not
# more memory than the state of the aggregate is documented to take.
memory() {
	echo "# memory"
	sql -v members="$members" -v days="$days" -f "$here/panel.sql"
	total=$((members * days))
	echo "# $members members, $days days, $(sql -c "SELECT pg_size_pretty(pg_table_size('limits.panel'))"), work_mem = 4MB"
	for id in $(sql -c "SELECT id FROM limits.panel_call ORDER BY id"); do
		name=$(sql -c "SELECT name FROM limits.panel_call WHERE id = $id")
		query=$(sql -c "SELECT query FROM limits.panel_call WHERE id = $id")
		per_row=$(sql -c "SELECT per_row FROM limits.panel_call WHERE id = $id")
		measure "$query" "work_mem = '1GB'"
		expected=$digest
		measure "$query" "work_mem = '4MB'"
		most_memory=$((80000 + total * per_row / 1024))
		echo "# $name: $seconds s, $((peak / 1024)) MB at most, $((temp / 1048576)) MB of temporary files"
		if [ "$state" = 00000 ] && [ "$digest" = "$expected" ] && [ "$peak" -le $most_memory ]; then
			ok "$name of a panel larger than work_mem"
		else
			not_ok "$name of a panel larger than work_mem" "$state $message" "$peak of at most $most_memory kB" "$digest, expected $expected"
		fi
	done
	measure "SELECT unnest(index_history(ts, member, price, dividend, split, market_cap, sector)) FROM limits.shuffled" "work_mem = '4MB'" "temp_file_limit = '1MB'"
	if [ "$state" = 53400 ]; then
		ok "temp_file_limit is an error as any other"
	else
		not_ok "temp_file_limit is an error as any other" "$state $message"
	fi
	without_memory
}

# Another session limits the address space of the process, whose user it shares: each
# call fails for want of memory or gives its answer, and the session goes on.
without_memory() {
	if [ -n "${SERVER_ENVIRONMENT:-}" ]; then
		echo "# skipped calls without memory: the sanitizers end a process that gets none"
		return
	fi
	cat > "$work/limit" << 'SQL'
psql -Xq -c 'CREATE TEMP TABLE nothing (line text)' -c "COPY nothing FROM PROGRAM 'prlimit --pid $BACKEND --as=$MOST:'"
SQL
	LIMIT=$work/limit
	export LIMIT
	every=9
	[ "${SCALE:-}" != full ] || every=1
	refused=0
	answered=0
	sql -c "SELECT id FROM limits.call WHERE large AND id % $every = 0 AND query !~ 'create_dashboard_views|receive' ORDER BY id" > "$work/ids"
	while read -r id; do
		query=$(sql -c "SELECT query FROM limits.call WHERE id = $id")
		digest_of="SELECT coalesce(sum(hashtextextended(r::text, 0)::numeric)::text, 'no rows') AS digest FROM ($query) AS r"
		{
			cat << SQL
SET search_path = limits, public;
SET work_mem = '16MB';
SELECT limits.is_last() AS loads, index_rules() AS libraries \gset discarded_
SELECT pg_backend_pid() AS pid, substring(pg_read_file('/proc/self/status') FROM 'VmSize:\s+(\d+)') AS size,
       substring(pg_read_file('/proc/self/limits') FROM 'Max address space +(\S+)') AS before \gset
\setenv BACKEND :pid
SQL
			for megabytes in 1 4 16 64; do
				cat << SQL
SELECT (:size + 1024 * $megabytes::bigint) * 1024 AS most \gset
\setenv MOST :most
\! sh "\$LIMIT"
\set digest none
$digest_of \gset
\echo :SQLSTATE :digest
SQL
			done
			cat << SQL
\setenv MOST :before
\! sh "\$LIMIT"
\set digest none
$digest_of \gset
\echo :SQLSTATE :digest
SQL
		} > "$work/starved.sql"
		psql -XAtq -d "$database" -f "$work/starved.sql" > "$work/starved" 2> "$work/errors"
		read -r state expected << LINE
$(sed -n 5p "$work/starved")
LINE
		if [ "${state:-}" = 00000 ] && [ "$(wc -l < "$work/starved")" = 5 ] && ! grep -v -e '^53200 none$' -e "^00000 $expected\$" "$work/starved"; then
			refused=$((refused + $(grep -c '^53200' "$work/starved")))
			answered=$((answered + $(grep -c '^00000' "$work/starved")))
		else
			not_ok "call $id without memory" "$query" "$(cat "$work/starved" "$work/errors")"
		fi
	done < "$work/ids"
	if [ $refused -gt 5 ] && [ $answered -gt 0 ]; then
		ok "without memory a call ends with 53200 and the session goes on: $refused times, $answered times it was enough"
	else
		not_ok "without memory a call ends with 53200 and the session goes on" "$refused times, $answered times it was enough"
	fi
}
