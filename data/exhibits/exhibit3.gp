# exhibit3.gp
#      The largest days of the Russell 2000, with the yield on them.

picture_height = 450
heading = 'Exhibit 3: The largest days of the Russell 2000'
subheading = 'The four largest daily returns from July 2023 to July 2024, each with the regime of the 10-year yield that it belongs to'
source = 'Source: published daily returns and changes of the 10-year U.S. Treasury yield; days ranked and regimes found by rotation.'
load 'style.gp'

# Bars lie on their side, n times half their thickness off the row of the day.
thickness = 0.3
row(n) = column('place') + n * thickness / 2
left(name) = column(name) < 0 ? column(name) : 0
right(name) = column(name) < 0 ? 0 : column(name)
set yrange [4.6:0.4]
unset ytics
unset grid
set yzeroaxis linestyle 6

set multiplot
panel_top = 105
panel_bottom = 395
panel_left = 140
panel_right = 500
@panel
@legend
set xrange [-2:6]
set xtics 2
set label 10 bold('Return of the day (%)') @titled
plot 'exhibit3.csv' using (0):(row(-1)):(left('small')):(right('small')):(row(-2)):(row(0)) with boxxyerror @middle_fill title 'Russell 2000', \
	'' using (0):(row(1)):(left('large')):(right('large')):(row(0)):(row(2)) with boxxyerror @dark_fill title 'Russell 1000', \
	'' using (above('small')):(row(-1)):(signed(strcol('small'))) @value_right, \
	'' using (below('small')):(row(-1)):(signed(strcol('small'))) @value_left, \
	'' using (above('large')):(row(1)):(signed(strcol('large'))) @value_right, \
	'' using (below('large')):(row(1)):(signed(strcol('large'))) @value_left, \
	'' using (-2):(row(-0.6)):(bold(strftime('%d %b %Y', day('ts')))) with labels right offset -1,0 textcolor rgb ink, \
	'' using (-2):(row(0.9)):('regime '.strcol('regime').', '.strcol('direction')) with labels right offset -1,0 textcolor rgb faint

unset label
unset key
panel_left = 560
panel_right = 770
@panel
set xrange [-24:0]
set xtics 10
set label 10 bold('Change of the 10-year yield (bp)') @titled
plot 'exhibit3.csv' using (0):(row(0)):(left('change_bp')):(right('change_bp')):(row(-1)):(row(1)) with boxxyerror @grey_fill, \
	'' using (above('change_bp')):(row(0)):(signed(strcol('change_bp'))) @value_right, \
	'' using (below('change_bp')):(row(0)):(signed(strcol('change_bp'))) @value_left
unset multiplot
