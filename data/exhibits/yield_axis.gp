# yield_axis.gp
#      The axis of time of exhibits 1 and 2, with a mark at each month end of the
#      data, and the regimes of exhibit 4 behind it.

panel_left = 50
panel_right = 735
stats 'exhibit1.csv' using (day('ts')) nooutput
first_day = STATS_min
last_day = STATS_max
days = 86400
set xrange [first_day - 12 * days:last_day + 12 * days]

year_shown = 0
day_label(t) = strftime('%d %b', t).(tm_year(t) != year_shown ? sprintf("\n%d", year_shown = tm_year(t)) : '')

# Each row as four words, as only words can be gone through by a loop
regimes = ''
stats 'exhibit4.csv' using (regimes = regimes.sprintf(' %.0f %.0f ', day('start_ts'), day('end_ts')).strcol('direction').' '.strcol('change_bp'), 0) nooutput
number_of_regimes = words(regimes) / 4
regime_start(n) = word(regimes, 4 * n - 3) + 0
regime_end(n) = word(regimes, 4 * n - 2) + 0
regime_direction(n) = word(regimes, 4 * n - 1)
regime_change(n) = word(regimes, 4 * n)

do for [n = 1:number_of_regimes] {
	if (regime_direction(n) eq 'rising') {
		set object n rectangle from regime_start(n),graph 0 to regime_end(n),graph 1 behind fillstyle solid noborder fillcolor rgb shade
	}
	if (n > 1) {
		set arrow n from regime_start(n),graph 0 to regime_start(n),graph 1 nohead back linestyle 5
	}
}
