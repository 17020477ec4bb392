/*
 * odbc.c
 *		What a dashboard does through psqlODBC.
 *
 *		odbc CONNECTION FILE
 *
 * writes every view of the schema dashboard to FILE, as its catalog functions name
 * and type them, and checks statements with parameters, dates, NULLs, errors and
 * cursors. Prints TAP.
 */
#include <inttypes.h>
#include <sql.h>
#include <sqlext.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum
{
	TEXT_SIZE = 4096,
	MOST_VIEWS = 100,
	MOST_COLUMNS = 100
};

static SQLHDBC connection;
static int checks;
static int failures;

static void
ok(bool passed, const char *what)
{
	failures += !passed;
	printf("%sok %d - ODBC: %s\n", passed ? "" : "not ", ++checks, what);
}

static void
equal(const char *have, const char *want, const char *what)
{
	ok(strcmp(have, want) == 0, what);
	if (strcmp(have, want) != 0)
		printf("# have %s, want %s\n", have, want);
}

/* The driver's word on what went wrong. */
static void
diagnose(SQLSMALLINT type, SQLHANDLE handle, char state[6], char message[TEXT_SIZE])
{
	SQLSMALLINT length;

	strcpy(state, "");
	strcpy(message, "");
	SQLGetDiagRec(type, handle, 1, (SQLCHAR *) state, NULL, (SQLCHAR *) message, TEXT_SIZE, &length);
}

/* Give up where nothing that follows makes sense. */
static void
must(SQLRETURN result, SQLSMALLINT type, SQLHANDLE handle, const char *what)
{
	char state[6];
	char message[TEXT_SIZE];

	if (SQL_SUCCEEDED(result))
		return;
	diagnose(type, handle, state, message);
	ok(false, what);
	printf("# %s %s\n", state, message);
	exit(1);
}

static SQLHSTMT
new_statement(void)
{
	SQLHSTMT statement;

	must(SQLAllocHandle(SQL_HANDLE_STMT, connection, &statement), SQL_HANDLE_DBC, connection, "a statement");
	return statement;
}

static void
free_statement(SQLHSTMT statement)
{
	SQLFreeHandle(SQL_HANDLE_STMT, statement);
}

static SQLHSTMT
prepare(const char *query)
{
	SQLHSTMT statement = new_statement();

	must(SQLPrepare(statement, (SQLCHAR *) query, SQL_NTS), SQL_HANDLE_STMT, statement, query);
	return statement;
}

static void
execute(SQLHSTMT statement, const char *what)
{
	must(SQLExecute(statement), SQL_HANDLE_STMT, statement, what);
}

/* Parameters are read when the statement is executed, and may change from one time to the next. */
static void
bind_text(SQLHSTMT statement, SQLUSMALLINT number, char *value, SQLLEN *indicator)
{
	must(SQLBindParameter(statement, number, SQL_PARAM_INPUT, SQL_C_CHAR, SQL_VARCHAR, TEXT_SIZE, 0, value, 0,
						  indicator),
		 SQL_HANDLE_STMT, statement, "a parameter of text");
}

static void
bind_double(SQLHSTMT statement, SQLUSMALLINT number, double *value, SQLLEN *indicator)
{
	must(SQLBindParameter(statement, number, SQL_PARAM_INPUT, SQL_C_DOUBLE, SQL_DOUBLE, 0, 0, value, 0,
						  indicator),
		 SQL_HANDLE_STMT, statement, "a parameter of double precision");
}

static void
bind_date(SQLHSTMT statement, SQLUSMALLINT number, SQL_DATE_STRUCT *value, SQLLEN *indicator)
{
	must(SQLBindParameter(statement, number, SQL_PARAM_INPUT, SQL_C_TYPE_DATE, SQL_TYPE_DATE, 10, 0, value, 0,
						  indicator),
		 SQL_HANDLE_STMT, statement, "a parameter that is a date");
}

/*
 * A field of the current row by its type: every bit of a number, "\N" for NULL.
 */
static void
get_field(SQLHSTMT statement, SQLUSMALLINT column, SQLSMALLINT type, char text[TEXT_SIZE])
{
	SQLLEN indicator = 0;
	SQL_DATE_STRUCT date;
	double number;
	uint64_t bits;
	SQLINTEGER integer;
	unsigned char bit;
	SQLRETURN result;

	switch (type)
	{
		case SQL_DOUBLE:
		case SQL_FLOAT:
			result = SQLGetData(statement, column, SQL_C_DOUBLE, &number, 0, &indicator);
			memcpy(&bits, &number, sizeof(bits));
			snprintf(text, TEXT_SIZE, "%016" PRIx64, bits);
			break;
		case SQL_TYPE_DATE:
			result = SQLGetData(statement, column, SQL_C_TYPE_DATE, &date, 0, &indicator);
			snprintf(text, TEXT_SIZE, "%04d-%02d-%02d", date.year, date.month, date.day);
			break;
		case SQL_INTEGER:
			result = SQLGetData(statement, column, SQL_C_SLONG, &integer, 0, &indicator);
			snprintf(text, TEXT_SIZE, "%d", (int) integer);
			break;
		case SQL_BIT:
			result = SQLGetData(statement, column, SQL_C_BIT, &bit, 0, &indicator);
			snprintf(text, TEXT_SIZE, "%s", bit ? "t" : "f");
			break;
		default:
			result = SQLGetData(statement, column, SQL_C_CHAR, text, TEXT_SIZE, &indicator);
			break;
	}
	must(result, SQL_HANDLE_STMT, statement, "a field can be read");
	if (indicator == SQL_NULL_DATA)
		strcpy(text, "\\N");
}

/* One field of the one row that a statement has given. */
static void
get_only(SQLHSTMT statement, SQLSMALLINT type, char text[TEXT_SIZE])
{
	must(SQLFetch(statement), SQL_HANDLE_STMT, statement, "a row");
	get_field(statement, 1, type, text);
	SQLCloseCursor(statement);
}

static const char *
type_name(SQLSMALLINT type)
{
	switch (type)
	{
		case SQL_DOUBLE:
		case SQL_FLOAT:
			return "double precision";
		case SQL_TYPE_DATE:
			return "date";
		case SQL_INTEGER:
			return "integer";
		case SQL_BIT:
			return "boolean";
		case SQL_VARCHAR:
		case SQL_WVARCHAR:
			return "text";
		default:
			return "another type";
	}
}

/* Every view with its columns and rows, a line each. */
static void
write_views(FILE *file)
{
	static char views[MOST_VIEWS][TEXT_SIZE];
	int nviews = 0;
	SQLHSTMT statement = new_statement();
	bool same = true;

	must(SQLTables(statement, NULL, 0, (SQLCHAR *) "dashboard", SQL_NTS, (SQLCHAR *) "%", SQL_NTS,
				   (SQLCHAR *) "VIEW", SQL_NTS),
		 SQL_HANDLE_STMT, statement, "SQLTables");
	while (nviews < MOST_VIEWS && SQL_SUCCEEDED(SQLFetch(statement)))
		get_field(statement, 3, SQL_VARCHAR, views[nviews++]);
	free_statement(statement);
	ok(nviews > 20, "SQLTables lists the views");

	for (int i = 0; i < nviews; i++)
	{
		SQLSMALLINT types[MOST_COLUMNS];
		SQLSMALLINT ncolumns = 0;
		char text[TEXT_SIZE];
		char query[2 * TEXT_SIZE];

		statement = new_statement();
		must(SQLColumns(statement, NULL, 0, (SQLCHAR *) "dashboard", SQL_NTS, (SQLCHAR *) views[i], SQL_NTS,
						(SQLCHAR *) "%", SQL_NTS),
			 SQL_HANDLE_STMT, statement, "SQLColumns");
		while (ncolumns < MOST_COLUMNS && SQL_SUCCEEDED(SQLFetch(statement)))
		{
			get_field(statement, 4, SQL_VARCHAR, text);
			fprintf(file, "%s column %d %s ", views[i], ncolumns + 1, text);
			get_field(statement, 5, SQL_INTEGER, text);
			types[ncolumns] = (SQLSMALLINT) atoi(text);
			fprintf(file, "%s\n", type_name(types[ncolumns]));
			ncolumns++;
		}
		free_statement(statement);

		snprintf(query, sizeof(query), "SELECT * FROM dashboard.%s", views[i]);
		statement = prepare(query);
		execute(statement, query);
		for (SQLSMALLINT j = 0; j < ncolumns; j++)
		{
			SQLSMALLINT type;
			SQLSMALLINT length;
			SQLSMALLINT digits;
			SQLSMALLINT nullable;
			SQLULEN size;

			SQLDescribeCol(statement, (SQLUSMALLINT) (j + 1), (SQLCHAR *) text, TEXT_SIZE, &length, &type,
						   &size, &digits, &nullable);
			same = same && type == types[j];
		}
		while (SQL_SUCCEEDED(SQLFetch(statement)))
		{
			fprintf(file, "%s row", views[i]);
			for (SQLSMALLINT j = 0; j < ncolumns; j++)
			{
				get_field(statement, (SQLUSMALLINT) (j + 1), types[j], text);
				fprintf(file, "|%s", text);
			}
			fprintf(file, "\n");
		}
		free_statement(statement);
	}
	ok(same, "SQLDescribeCol and SQLColumns agree on every column");
}

/* The catalog of functions: names, arguments and columns. */
static void
check_procedures(void)
{
	SQLHSTMT statement = new_statement();
	char text[TEXT_SIZE];
	char list[TEXT_SIZE] = "";
	int functions = 0;

	must(
		SQLProcedures(statement, NULL, 0, (SQLCHAR *) "public", SQL_NTS, (SQLCHAR *) "regime_table", SQL_NTS),
		SQL_HANDLE_STMT, statement, "SQLProcedures");
	while (SQL_SUCCEEDED(SQLFetch(statement)))
		functions++;
	free_statement(statement);
	ok(functions == 1, "SQLProcedures finds a flat function");

	statement = new_statement();
	must(SQLProcedureColumns(statement, NULL, 0, (SQLCHAR *) "public", SQL_NTS, (SQLCHAR *) "regime_table",
							 SQL_NTS, NULL, 0),
		 SQL_HANDLE_STMT, statement, "SQLProcedureColumns");
	while (SQL_SUCCEEDED(SQLFetch(statement)))
	{
		get_field(statement, 4, SQL_VARCHAR, text);
		if (strlen(list) + strlen(text) + 2 < TEXT_SIZE)
			strcat(strcat(list, text), " ");
	}
	free_statement(statement);
	equal(list,
		  "levels yields large small rules as_of number direction start_ts end_ts large_return small_return "
		  "relative_return change_bp confirmed_on provisional ",
		  "SQLProcedureColumns names its arguments and columns");
}

static void
check_parameters(void)
{
	SQLHSTMT statement;
	char levels[] = "index_levels_by_month";
	char yields[] = "ten_year_yields";
	char large[] = "Russell 1000";
	char small[] = "Russell 2000";
	double threshold = 30;
	SQL_DATE_STRUCT as_of = {2024, 4, 30};
	SQLLEN is_text = SQL_NTS;
	SQLLEN given = 0;
	SQLLEN missing = SQL_NULL_DATA;
	SQLLEN as_of_given;
	SQLSMALLINT nparams;
	char text[TEXT_SIZE];

	/* the same statement time and again, with other values and with NULL */
	statement =
		prepare("SELECT count(*)::integer FROM regime_table(CAST(? AS regclass), CAST(? AS regclass), ?, ?,"
				" regime_rules(threshold_bp => ?), ?)");
	must(SQLNumParams(statement, &nparams), SQL_HANDLE_STMT, statement, "SQLNumParams");
	ok(nparams == 6, "parameters are counted");
	bind_text(statement, 1, levels, &is_text);
	bind_text(statement, 2, yields, &is_text);
	bind_text(statement, 3, large, &is_text);
	bind_text(statement, 4, small, &is_text);
	bind_double(statement, 5, &threshold, &given);
	bind_date(statement, 6, &as_of, &as_of_given);
	as_of_given = 0;
	execute(statement, "a date");
	get_only(statement, SQL_INTEGER, text);
	equal(text, "3", "a flat function with parameters of text, double precision and date");
	as_of_given = missing;
	for (int i = 0; i < 10; i++)
	{
		threshold = 30 + i;
		execute(statement, "NULL");
		get_only(statement, SQL_INTEGER, text);
		if (strcmp(text, i <= 3 ? "4" : "3") != 0)
			break;
	}
	equal(text, "3", "executed ten times more, with a NULL date and other thresholds");
	free_statement(statement);

	/* figures that are NULL, and those that are not */
	statement = prepare("SELECT forward_return FROM (SELECT ts, forward_return(level, ts, CAST(? AS "
						"interval)) OVER () FROM index_levels_by_month"
						" WHERE series = ?) AS s WHERE ts = ?");
	strcpy(text, "1 month");
	bind_text(statement, 1, text, &is_text);
	bind_text(statement, 2, small, &is_text);
	as_of = (SQL_DATE_STRUCT){2024, 7, 23};
	bind_date(statement, 3, &as_of, &given);
	execute(statement, "an interval");
	{
		char have[TEXT_SIZE];

		get_only(statement, SQL_DOUBLE, have);
		equal(have, "\\N", "a figure that is NULL");
		as_of = (SQL_DATE_STRUCT){2024, 5, 31};
		execute(statement, "an interval");
		get_only(statement, SQL_DOUBLE, have);
		ok(strcmp(have, "\\N") != 0, "and one that is not, over an interval");
	}
	free_statement(statement);

	/* arrays are text with a cast */
	statement = prepare("SELECT count(*)::integer FROM regime_returns('index_levels_by_month', 'exhibit4', "
						"series => CAST(? AS text[]), benchmark => ?)");
	strcpy(text, "{\"Russell 2000\"}");
	bind_text(statement, 1, text, &is_text);
	bind_text(statement, 2, large, &is_text);
	execute(statement, "an array");
	get_only(statement, SQL_INTEGER, text);
	equal(text, "5", "a parameter that is an array");
	free_statement(statement);

	/* dates far away */
	{
		static const SQL_DATE_STRUCT dates[] = {
			{1, 1, 1}, {1871, 1, 1}, {1900, 2, 28}, {2100, 2, 28}, {9999, 12, 31}};
		bool same = true;

		statement = prepare("SELECT last_ts(regime_state(CAST(? AS date), 4.0, regime_rules()))");
		bind_date(statement, 1, &as_of, &given);
		for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		{
			char want[TEXT_SIZE];

			as_of = dates[i];
			snprintf(want, sizeof(want), "%04d-%02d-%02d", as_of.year, as_of.month, as_of.day);
			execute(statement, "a date");
			get_only(statement, SQL_TYPE_DATE, text);
			same = same && strcmp(text, want) == 0;
		}
		ok(same, "dates from the first year to the last");
		free_statement(statement);
	}
}

static void
check_error(const char *query, const char *state, const char *message)
{
	SQLHSTMT statement = new_statement();
	SQLRETURN result = SQLExecDirect(statement, (SQLCHAR *) query, SQL_NTS);
	char have_state[6];
	char have_message[TEXT_SIZE];

	diagnose(SQL_HANDLE_STMT, statement, have_state, have_message);
	ok(!SQL_SUCCEEDED(result) && strcmp(have_state, state) == 0 && strstr(have_message, message) != NULL,
	   query);
	printf("# %s %s\n", have_state, have_message);
	free_statement(statement);
}

int
main(int argc, char **argv)
{
	SQLHENV environment;
	FILE *file;

	if (argc != 3 || (file = fopen(argv[2], "w")) == NULL)
		return 2;
	SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment);
	SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER) SQL_OV_ODBC3, 0);
	SQLAllocHandle(SQL_HANDLE_DBC, environment, &connection);
	must(SQLDriverConnect(connection, NULL, (SQLCHAR *) argv[1], SQL_NTS, NULL, 0, NULL, SQL_DRIVER_NOPROMPT),
		 SQL_HANDLE_DBC, connection, "a connection");

	write_views(file);
	check_procedures();
	check_parameters();
	check_error("SELECT * FROM regimes('ten_year_yields', regime_rules(threshold_bp => 0))", "22023",
				"threshold_bp must be");
	check_error("SELECT * FROM regimes('exhibit4')", "42703", "has no column");

	fclose(file);
	SQLDisconnect(connection);
	SQLFreeHandle(SQL_HANDLE_DBC, connection);
	SQLFreeHandle(SQL_HANDLE_ENV, environment);
	return failures > 0;
}
