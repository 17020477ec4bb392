# shellcheck shell=sh
# What the scripts of this folder share, to be read by them.

PGOPTIONS='-c client_min_messages=warning'
export PGOPTIONS

sql() {
	psql -XAtq -v ON_ERROR_STOP=1 "$@"
}

# check WHAT EXPECTED ACTUAL
check() {
	if [ "$2" = "$3" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		printf 'have: %s\nwant: %s\n' "$3" "$2" | sed 's/^/# /'
	fi
}

# until_true COMMAND: gives up after a minute and a half
until_true() {
	tries=0
	until "$@" > /dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 900 ] || return 1
		sleep 0.1
	done
}

# market DATABASE SERIES DAYS [OWNER]
market() {
	createdb ${4:+-O "$4"} "$1" &&
		sql -d "$1" -c "CREATE EXTENSION rotation" -c "CREATE EXTENSION pgtap" &&
		PGUSER=${4:-$PGUSER} sql -d "$1" -v "series=$2" -v "days=$3" -f test/nightly/tables.sql -f test/nightly/expected.sql &&
		sql -d "$1" -f test/nightly/faults.sql
}

load() {
	sql -d "$1" -c "SELECT feed.load($2, $3)" > /dev/null
}

differences() {
	sql -d "$1" -c 'SELECT expected.differences()'
}
