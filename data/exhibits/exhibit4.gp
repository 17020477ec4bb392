# exhibit4.gp
#      Returns over the regimes of the 10-year yield.

picture_height = 450
heading = 'Exhibit 4: Returns over the regimes of the 10-year yield'
subheading = 'Total returns, 30 June 2023 to 23 July 2024; regimes of a rising yield are shaded'
source = 'Source: published monthly returns and month-end 10-year U.S. Treasury yields; regimes, returns over them and changes computed by rotation.'
load 'style.gp'

panel_left = 50
panel_right = 780
rising = ''
stats 'exhibit4.csv' using (rising = rising.(strcol('direction') eq 'rising' ? ' '.strcol('number') : ''), column('number')) nooutput
set xrange [0.5:STATS_max + 0.5]
do for [n in rising] {
	set object n + 0 rectangle from n - 0.5,graph 0 to n + 0.5,graph 1 behind fillstyle solid noborder fillcolor rgb shade
}
unset grid
set xzeroaxis linestyle 6
thickness = 0.26
place(n) = column('number') + n * thickness
year_of(t, other) = tm_year(t) == tm_year(other) ? '' : strftime(' %Y', t)
period(start, end) = strftime('%d %b', start).year_of(start, end).' – '.strftime('%d %b %Y', end)

set multiplot
set format x ''
panel_top = 90
panel_bottom = 282
@panel
@legend
set yrange [-16:27]
set ytics 10
set label 10 bold('Return (%)') @titled
plot 'exhibit4.csv' using (place(-1)):'large':(thickness) with boxes @dark_fill title 'Russell 1000', \
	'' using (place(0)):'small':(thickness) with boxes @middle_fill title 'Russell 2000', \
	'' using (place(1)):'relative':(thickness) with boxes @hatched_ink title 'Russell 1000 less 2000', \
	for [i = 1:3] '' using (place(i - 2)):(above(word('large small relative', i))):(signed(strcol(word('large small relative', i)))) @value_above, \
	for [i = 1:3] '' using (place(i - 2)):(below(word('large small relative', i))):(signed(strcol(word('large small relative', i)))) @value_below

unset label
unset key
panel_top = 316
panel_bottom = 380
@panel
set yrange [-190:190]
set ytics 100
set label 10 bold('Change of the 10-year yield (bp)') @titled
plot 'exhibit4.csv' using (place(0)):'change_bp':(thickness):xtic(bold(strcol('number').' '.strcol('direction'))."\n".period(day('start_ts'), day('end_ts'))) with boxes @grey_fill, \
	'' using (place(0)):(above('change_bp')):(signed(strcol('change_bp'))) @value_above, \
	'' using (place(0)):(below('change_bp')):(signed(strcol('change_bp'))) @value_below
unset multiplot
