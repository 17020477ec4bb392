# rate_cycles.gp
#      The federal funds target with the phases of its cycles of cuts.

picture_height = 600
heading = 'Rate cycles: The phases of cuts in the federal funds target since 2000'
subheading = 'The early phase of a cycle ends with its first pause of 52 days or more, after which the later phase begins'
source = 'Source: decisions of the Federal Open Market Committee, by the day announced; published price returns. Cycles and phases computed by rotation.'
load 'style.gp'

early = '#a9bdd3'
later = '#4f7299'
early_fill = "fillstyle solid border linecolor rgb early fillcolor rgb early"
later_fill = "fillstyle solid border linecolor rgb later fillcolor rgb later"
pause_fill = "fillstyle pattern 5 noborder fillcolor rgb '#6e6e6e'"

# Each row as four words, as only words can be gone through by a loop. A phase of a
# single cut is a line.
phases = ''
stats 'rate_cycles.csv' using (phases = phases.sprintf(' %s %s %.0f %.0f', strcol('cycle'), strcol('phase'), day('start_ts'), day('end_ts')), column('cycle')) nooutput
last_cycle = STATS_max
do for [i = 1:words(phases):4] {
	phase = word(phases, i + 1)
	from = word(phases, i + 2) + 0
	to = word(phases, i + 3) + 0
	if (phase eq 'early') { set object i rectangle from from,graph 0 to to,graph 1 behind @early_fill }
	if (phase eq 'pause') {
		set object i rectangle from from,graph 0 to to,graph 1 behind @pause_fill
		set label 100 + i bold(word(phases, i)) at (from + to) / 2,graph 1 center offset 0,0.6 textcolor rgb ink font ',10'
	}
	if (phase eq 'later') { set object i rectangle from from,graph 0 to to,graph 1 behind @later_fill }
	if (from == to) { set arrow i from from,graph 0 to to,graph 1 nohead back linewidth 2 linecolor rgb phase eq 'early' ? early : later }
}

set multiplot
panel_left = 50
panel_right = 770
panel_top = 105
panel_bottom = 325
@panel
stats 'federal_funds_target.csv' using (day('ts')) nooutput
last_day = STATS_max
set xrange [strptime('%Y', '2000'):strptime('%Y', '2026')]
set xtics 2 * 365.25 * 86400
set xtics time format '%Y'
set yrange [0:7]
set ytics 1
set label 10 bold('Federal funds target, upper bound (%)') at screen across(panel_left),down(74) textcolor rgb ink
set key at screen across(panel_right),down(74) right center horizontal Left reverse samplen 1 font ',10' textcolor rgb ink
plot keyentry with boxes @early_fill title 'early phase', \
	keyentry with boxes @pause_fill title 'pause', \
	keyentry with boxes @later_fill title 'later phase', \
	'federal_funds_target.csv' using (day('ts')):'rate' with steps linecolor rgb ink linewidth 1.8, \
	'' using (day('ts') == last_day ? last_day : NaN):'rate':'rate' with labels left offset 0.8,0 textcolor rgb ink font ',10'

unset label
unset object
unset arrow
unset key
unset grid
set xzeroaxis linestyle 6
panel_top = 392
panel_bottom = 530
panel_right = 430
@panel
set xrange [0.5:last_cycle + 0.5]
set xtics auto
set xtics format ''
set yrange [-400:0]
set ytics 100
thickness = 0.38
in(phase, value) = strcol('phase') eq phase ? value : NaN
set label 10 bold('Cuts by cycle and phase (bp)') @titled
plot 'rate_cycles.csv' using (in('early', column('cycle') - thickness / 2)):'total_bp':(thickness) with boxes @early_fill, \
	'' using (in('later', column('cycle') + thickness / 2)):'total_bp':(thickness) with boxes @later_fill, \
	'' using (in('early', column('cycle') - thickness / 2)):'total_bp':(signed(strcol('total_bp'))) @value_below, \
	'' using (in('later', column('cycle') + thickness / 2)):'total_bp':(signed(strcol('total_bp'))) @value_below, \
	'' using (in('early', column('cycle'))):(-400):(bold(strcol('cycle'))."\n".strftime('%b %Y', day('start_ts'))) with labels offset 0,-1.2 textcolor rgb ink font ',10'

unset label
panel_left = 500
panel_right = 770
@panel
set key at graph 0.02,0.97 left top vertical Left reverse samplen 1 font ',10' textcolor rgb ink
set xrange [0.5:3.5]
set yrange [-40:110]
set ytics 20
set label 10 bold('12-month price return after the pause (%)') @titled
plot 'later_phases.csv' using (column('place') - thickness / 2):'russell_2000':(thickness) with boxes @middle_fill title 'Russell 2000', \
	'' using (column('place') + thickness / 2):'sp_500':(thickness) with boxes @grey_fill title 'S\&P 500', \
	'' using (column('place') - thickness / 2):(above('russell_2000')):(signed(strcol('russell_2000'))) @value_above, \
	'' using (column('place') - thickness / 2):(below('russell_2000')):(signed(strcol('russell_2000'))) @value_below, \
	'' using (column('place') + thickness / 2):(above('sp_500')):(signed(strcol('sp_500'))) @value_above, \
	'' using (column('place') + thickness / 2):(below('sp_500')):(signed(strcol('sp_500'))) @value_below, \
	'' using (strcol('sp_500') eq '' ? column('place') + thickness / 2 : NaN):(0):('n/a') @value_above, \
	'' using 'place':(-40):(bold(strcol('cycle'))."\n".strftime('%b %Y', day('later_phase'))) with labels offset 0,-1.2 textcolor rgb ink font ',10'
unset multiplot
