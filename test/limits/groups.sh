# shellcheck shell=sh disable=SC2154 # run reads this file, and sets what it shares

# Each aggregate over many groups, by hash and by sort, and with almost no memory.
groups() {
	echo "# groups"
	sql -v groups="$groups" -v of_group="$of_group" -f "$here/groups.sql" > "$work/result"
	tap "$work/result"
	[ "$long" -gt 0 ] || return
	sql -c "CREATE TABLE limits.long AS SELECT i, i AS j, date '1900-01-01' + i AS ts, (hashint8(i) & 65535) / 65536.0::float8 AS x FROM generate_series(1, $long) AS i"
	sql -c "SELECT replace(query, 'few_read', 'long') FROM limits.call WHERE NOT large AND name !~ 'timestamp' AND query !~ '^SELECT count' ORDER BY id" > "$work/long"
	sql -c "SELECT format('SELECT count(r) FROM (SELECT %s OVER (ORDER BY i ROWS %s PRECEDING) AS r FROM long) AS s', call, frame)
		FROM unnest('{252,100000}'::integer[]) AS frame,
			unnest('{sum(i),\"total_return(ts, 100 + x, 0.001)\",compound_return(x),\"annualized_volatility(x, 252)\",\"beta(x, x * x)\",\"max_drawdown(ts, 100 + x)\",zscore(x),percentile_rank(x)}'::text[]) AS call" >> "$work/long"
	sql -c "SELECT format('SELECT count(r) FROM (SELECT %s OVER (ORDER BY i) AS r FROM long) AS s', call)
		FROM unnest('{row_number(),simple_return(100 + x),\"log_return(100 + x, 0.1)\",\"total_return_index(100 + x, 0.00001, 100)\",\"relative_strength(100 + x, 101 - x)\",drawdown(100 + x),\"rebase(100 + x, ts, date ''1950-01-01'')\",\"forward_return(100 + x, ts, ''30 days'')\",\"yield_regime(ts, 4 * x)\"}'::text[]) AS call" >> "$work/long"
	failed=0
	while read -r query; do
		measure "$query" "work_mem = '8GB'" "search_path = limits, public"
		# So many returns in a row leave the range, so many moves are more than a value holds.
		case "$state $query" in
			00000* | "22003 "*compound_return\(* | "22003 "*carino_linked\(* | "54000 "*policy_phases\(* | "54000 "*threshold_plateaus\(*) ;;
			*) failed=$((failed + 1)) ;;
		esac
		echo "# $seconds s, $((peak / 1024)) MB at most, $state $message: $query"
	done < "$work/long"
	if [ $failed = 0 ]; then
		ok "groups and windows of $long rows"
	else
		not_ok "groups and windows of $long rows"
	fi
}
