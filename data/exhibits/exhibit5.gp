# exhibit5.gp
#      Capitalisation-weighted against equal-weighted indexes.

picture_height = 450
heading = 'Exhibit 5: Capitalisation-weighted against equal-weighted returns'
subheading = 'Total returns (%); in brackets the equal-weighted return less the capitalisation-weighted one (percentage points)'
source = 'Source: published returns of the Russell 1000 and Russell 2000 and of their equal-weighted versions; differences computed in SQL.'
load 'style.gp'

unset grid
unset xtics
set xzeroaxis linestyle 6
set xrange [0.4:3.6]
set yrange [-2:12]
set ytics 2
thickness = 0.34
# a period of a day is known by that day
period(start, end) = (end - start > 86400 ? strftime('%d %b – ', start) : '').strftime('%d %b %Y', end)
series(name, value) = strcol('series') eq name ? value : NaN

array names[2] = ['Russell 1000', 'Russell 2000']
array solid[2] = [dark, middle]
set multiplot
panel_top = 105
panel_bottom = 370
do for [i = 1:2] {
	panel_left = 50 + 375 * (i - 1)
	panel_right = panel_left + 350
	@panel
	@legend
	set label 10 bold(names[i]) @titled
	place(n) = series(names[i], column('place') + n * thickness / 2)
	plot 'exhibit5.csv' using (place(-1)):'cap_weighted':(thickness) with boxes fillstyle solid border linecolor rgb solid[i] fillcolor rgb solid[i] title 'cap-weighted', \
		'' using (place(1)):'equal_weighted':(thickness) with boxes fillstyle pattern 5 border linecolor rgb solid[i] fillcolor rgb solid[i] title 'equal-weighted', \
		'' using (place(-1)):(above('cap_weighted')):(signed(strcol('cap_weighted'))) @value_above, \
		'' using (place(-1)):(below('cap_weighted')):(signed(strcol('cap_weighted'))) @value_below, \
		'' using (place(1)):(above('equal_weighted')):(signed(strcol('equal_weighted'))) @value_above, \
		'' using (place(1)):(below('equal_weighted')):(signed(strcol('equal_weighted'))) @value_below, \
		'' using (place(0)):(-2):(period(day('start_ts'), day('end_ts'))."\n(".signed(strcol('difference')).')') with labels offset 0,-1.2 textcolor rgb ink font ',10'
	unset label
}
unset multiplot
