import java.io.PrintWriter;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * What a dashboard does through pgjdbc.
 *
 * Jdbc URL FILE writes every view of the schema dashboard to FILE, as the metadata
 * name and type them, and checks statements with parameters, dates, NULLs, errors
 * and cursors. User and password are those of PGUSER and PGPASSWORD. Prints TAP.
 */
public class Jdbc {
    private static int checks;
    private static int failures;

    private static void ok(boolean passed, String what) {
        failures += passed ? 0 : 1;
        System.out.println((passed ? "" : "not ") + "ok " + ++checks + " - JDBC: " + what);
    }

    private static void equal(Object have, Object want, String what) {
        boolean same = have == null ? want == null : have.equals(want);
        ok(same, what);
        if (!same)
            System.out.println("# have " + have + ", want " + want);
    }

    private static Connection connect(String url, String... settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", System.getenv("PGUSER"));
        properties.setProperty("password", System.getenv("PGPASSWORD"));
        for (int i = 0; i < settings.length; i += 2)
            properties.setProperty(settings[i], settings[i + 1]);
        return DriverManager.getConnection(url, properties);
    }

    private static String typeName(int type) {
        switch (type) {
            case Types.DOUBLE: return "double precision";
            case Types.DATE: return "date";
            case Types.INTEGER: return "integer";
            case Types.BIT:
            case Types.BOOLEAN: return "boolean";
            case Types.VARCHAR: return "text";
            default: return "another type";
        }
    }

    /** A field by its type: every bit of a number, "\N" for NULL. */
    private static String field(ResultSet rows, int column, int type) throws SQLException {
        String text;
        switch (type) {
            case Types.DOUBLE:
                text = String.format(Locale.ROOT, "%016x", Double.doubleToRawLongBits(rows.getDouble(column)));
                break;
            case Types.DATE:
                text = String.valueOf(rows.getObject(column, LocalDate.class));
                break;
            case Types.INTEGER:
                text = String.valueOf(rows.getInt(column));
                break;
            case Types.BIT:
            case Types.BOOLEAN:
                text = rows.getBoolean(column) ? "t" : "f";
                break;
            default:
                text = rows.getString(column);
        }
        return rows.wasNull() ? "\\N" : text;
    }

    /** Every view with its columns and rows, a line each. */
    private static void writeViews(Connection connection, PrintWriter file) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        List<String> views = new ArrayList<>();
        boolean same = true;
        boolean described = true;

        try (ResultSet tables = metadata.getTables(null, "dashboard", "%", new String[] {"VIEW"})) {
            while (tables.next()) {
                views.add(tables.getString("TABLE_NAME"));
                described = described && tables.getString("REMARKS") != null;
            }
        }
        ok(views.size() > 20, "getTables lists the views");

        for (String view : views) {
            List<Integer> types = new ArrayList<>();

            try (ResultSet columns = metadata.getColumns(null, "dashboard", view, "%")) {
                while (columns.next()) {
                    types.add(columns.getInt("DATA_TYPE"));
                    file.println(view + " column " + types.size() + " " + columns.getString("COLUMN_NAME") + " " + typeName(columns.getInt("DATA_TYPE")));
                    described = described && columns.getString("REMARKS") != null;
                }
            }
            try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM dashboard." + view);
                    ResultSet rows = statement.executeQuery()) {
                ResultSetMetaData result = rows.getMetaData();

                for (int i = 0; i < types.size(); i++)
                    same = same && result.getColumnType(i + 1) == types.get(i);
                while (rows.next()) {
                    StringBuilder line = new StringBuilder(view).append(" row");

                    for (int i = 0; i < types.size(); i++)
                        line.append('|').append(field(rows, i + 1, types.get(i)));
                    file.println(line);
                }
            }
        }
        ok(same, "result sets and getColumns agree on every column");
        ok(described, "every view and column has a remark");
    }

    private static void checkFunctions(Connection connection) throws SQLException {
        StringBuilder names = new StringBuilder();
        int functions = 0;

        try (ResultSet found = connection.getMetaData().getFunctions(null, "public", "regime_table")) {
            while (found.next())
                functions++;
        }
        equal(functions, 1, "getFunctions finds a flat function");
        try (ResultSet columns = connection.getMetaData().getFunctionColumns(null, "public", "regime_table", "%")) {
            while (columns.next())
                names.append(columns.getString("COLUMN_NAME")).append(' ');
        }
        equal(names.toString(), "levels yields large small rules as_of number direction start_ts end_ts large_return"
                + " small_return relative_return change_bp confirmed_on provisional ", "getFunctionColumns names its arguments and columns");
    }

    /** The same statement past the threshold at which the server prepares it and sends binary values. */
    private static void checkParameters(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT number, direction, start_ts, large_return, relative_return, confirmed_on, provisional"
                + " FROM regime_table(?::regclass, ?::regclass, ?, ?, regime_rules(threshold_bp => ?), ?)")) {
            boolean same = true;
            String first = null;

            statement.setString(1, "index_levels_by_month");
            statement.setString(2, "ten_year_yields");
            statement.setString(3, "Russell 1000");
            statement.setString(4, "Russell 2000");
            statement.setDouble(5, 30);
            statement.setObject(6, LocalDate.of(2024, 4, 30));
            equal(rows(statement), 3, "a flat function with parameters of text, double precision and date");
            statement.setNull(6, Types.DATE);
            for (int i = 0; i < 20; i++) {
                StringBuilder text = new StringBuilder();

                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next())
                        for (int column = 1; column <= 7; column++)
                            text.append(field(rows, column, rows.getMetaData().getColumnType(column))).append(' ');
                }
                first = i == 0 ? text.toString() : first;
                same = same && first.contentEquals(text) && first.contains("2024-04-30") && first.endsWith("t ");
            }
            ok(same, "executed twenty times more, with a NULL date");
            statement.setString(4, "no such series");
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                rows.getDouble("relative_return");
                ok(rows.wasNull(), "a figure that is NULL");
                equal(rows.getObject("relative_return"), null, "and no object");
            }
        }

        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*), count(series_return) FROM regime_returns('index_levels_by_month', 'exhibit4', series => ?, benchmark => ?, forward => ?::interval)")) {
            Array series = connection.createArrayOf("text", new String[] {"Russell 2000"});

            statement.setArray(1, series);
            statement.setString(2, "Russell 1000");
            for (int i = 0; i < 10; i++) {
                statement.setString(3, i < 9 ? "6 months" : null);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    if (i >= 8)
                        equal(rows.getInt(1) + " " + rows.getInt(2), i < 9 ? "5 3" : "5 5", "an array and an interval" + (i < 9 ? "" : ", which may be NULL"));
                }
            }
        }

        try (PreparedStatement statement = connection.prepareStatement("SELECT last_ts(regime_state(?, 4.0::float8, regime_rules()))")) {
            boolean same = true;

            for (int year : new int[] {1, 1582, 1871, 1900, 2100, 9999, 1, 1871, 2100, 9999})
                for (LocalDate date : new LocalDate[] {LocalDate.of(year, 1, 1), LocalDate.of(year, 2, 28), LocalDate.of(year, 12, 31)}) {
                    statement.setObject(1, date);
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        same = same && date.equals(rows.getObject(1, LocalDate.class));
                    }
                }
            ok(same, "dates from the first year to the last");
        }
    }

    private static int rows(PreparedStatement statement) throws SQLException {
        int n = 0;

        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next())
                n++;
        }
        return n;
    }

    /** A cursor that fetches a few rows at a time gives those that are fetched all at once. */
    private static void checkCursor(Connection connection) throws SQLException {
        String query = "SELECT * FROM dashboard.prices";

        connection.setAutoCommit(false);
        try (PreparedStatement whole = connection.prepareStatement(query);
                PreparedStatement part = connection.prepareStatement(query)) {
            part.setFetchSize(100);
            try (ResultSet a = whole.executeQuery(); ResultSet b = part.executeQuery()) {
                boolean same = true;
                int n = 0;

                while (a.next()) {
                    same = same && b.next() && a.getString("member").equals(b.getString("member"))
                            && a.getObject("ts").equals(b.getObject("ts")) && a.getDouble("price") == b.getDouble("price");
                    n++;
                }
                ok(same && !b.next() && n > 1000, "a cursor over " + n + " rows");
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void checkError(Connection connection, String query, String state, String message) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(query);
            ok(false, query);
        } catch (SQLException e) {
            ok(state.equals(e.getSQLState()) && e.getMessage().contains(message), query);
            System.out.println("# " + e.getSQLState() + " " + e.getMessage().replace("\n", " "));
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Connection connection = connect(arguments[0]); PrintWriter file = new PrintWriter(arguments[1], "UTF-8")) {
            writeViews(connection, file);
            checkFunctions(connection);
            checkParameters(connection);
            checkCursor(connection);
            checkError(connection, "SELECT * FROM regimes('ten_year_yields', regime_rules(threshold_bp => 0))", "22023", "threshold_bp must be");
            checkError(connection, "SELECT * FROM regimes('exhibit4')", "42703", "has no column");
            try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM create_dashboard_views(?, yields => ?::regclass)")) {
                statement.setString(1, "made by JDBC");
                statement.setString(2, "ten_year_yields");
                equal(rows(statement), 3, "views can be made");
            }
        }
        // binary values from the first execution on
        try (Connection connection = connect(arguments[0], "prepareThreshold", "-1"); PrintWriter file = new PrintWriter(arguments[1] + ".binary", "UTF-8")) {
            writeViews(connection, file);
        }
        System.exit(failures > 0 ? 1 : 0);
    }
}
