-- The figures of russell_rolling.sql against pandas, which rolling.py runs on
-- the raw files themselves. The shell that runs it knows where they are.

SELECT plan(16);

\copy figures FROM PROGRAM '/usr/bin/python3 -I "$HERE/rolling.py" "$FOLDER" figures' WITH (FORMAT csv)
\copy falls FROM PROGRAM '/usr/bin/python3 -I "$HERE/rolling.py" "$FOLDER" falls' WITH (FORMAT csv)

SELECT * FROM same_figures('pandas');
SELECT same_falls('pandas');

SELECT * FROM finish();
