# shellcheck shell=sh disable=SC2154 # run reads this file, and sets what it shares

# Values that cannot be: those beyond 1 GB need that much memory to be tried. Were one
# of them made, its text would take the server 1 kB a row, so that is not asked for.
large_values() {
	echo "# large_values"
	if [ "${SCALE:-}" != full ]; then
		echo "# skipped values of 1 GB, run them with: SCALE=full"
		return
	fi
	while IFS='|' read -r code pattern query; do
		[ -n "$code" ] || continue
		measure "$query"
		if [ "$state" = "$code" ] && echo "$message" | grep -q "$pattern"; then
			ok "$message: $query"
		else
			not_ok "$code $pattern: $query" "$state $message"
		fi
		echo "# $seconds s, $((peak / 1024)) MB at most"
	done < "$here/large_values.txt"
	if [ "$(sql -c 'SELECT 1')" = 1 ]; then
		ok "the server is up"
	else
		not_ok "the server is up"
	fi
}
