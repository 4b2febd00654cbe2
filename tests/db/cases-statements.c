/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#include <math.h>
#include <string.h>

static const gint64 numbers[] = { 0,          1,          -1,        42,           G_MAXINT32,      G_MININT32,
                                  G_MAXINT64, G_MININT64, 1LL << 53, -(1LL << 53), 1790000000000000 };

static const char *const texts[] = {
  "",
  "Order #ORD-001 arrived broken",
  "it's \"quoted\" \\ %s ; -- $1",
  "line\nline\ttab\r\n",
  "Zoë Müller, नमस्ते, 你好, مرحبا, 🧾👩‍💻",
  "e\xcc\x81 \xc3\xa9 \xef\xbf\xbd",
  "\x01\x7f",
  " leading and trailing ",
};

static const double doubles[] = { 0.0, -0.5, 0.1, 1.0 / 3, 1e300, -1e-300, 123456789.123456789, 9007199254740993.0 };

static gboolean
integers_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!desk_db_execute (transaction, error, "INSERT INTO t (id, n) VALUES ($1, $2)", "ii", (gint64) i, numbers[i]))
      return FALSE;
  statement = desk_db_query (transaction, error, "SELECT n FROM t ORDER BY id", "");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[i]);

      g_assert_true (desk_db_step (statement, error));
      g_assert_cmpint (desk_db_column_integer (statement, 0), ==, numbers[i]);
      g_assert_cmpstr (desk_db_column_text (statement, 0), ==, digits);
      g_assert_false (desk_db_column_is_null (statement, 0));
    }
  g_assert_false (desk_db_step (statement, error));
  g_assert_false (desk_db_step (statement, error));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (DeskDbStatement) found =
          desk_db_query (transaction, error, "SELECT id FROM t WHERE n = $1", "i", numbers[i]);

      g_assert_true (desk_db_step (found, error));
      g_assert_cmpint (desk_db_column_integer (found, 0), ==, i);
    }
  return TRUE;
}

static void
test_integers (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)");
  run_work (desk->db, DESK_DB_WRITE, integers_work, NULL);
}

static gboolean
texts_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!desk_db_execute (transaction, error, "INSERT INTO t (id, x) VALUES ($1, $2)", "is", (gint64) i, texts[i]))
      return FALSE;
  statement = desk_db_query (transaction, error, "SELECT x, length(x) FROM t ORDER BY id", "");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (desk_db_step (statement, error));
      g_assert_cmpstr (desk_db_column_text (statement, 0), ==, texts[i]);
      g_assert_cmpint (desk_db_column_integer (statement, 1), ==, g_utf8_strlen (texts[i], -1));
    }
  return TRUE;
}

static void
test_texts (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, x TEXT)");
  run_work (desk->db, DESK_DB_WRITE, texts_work, NULL);
}

static gboolean
long_text_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autofree char *text = g_malloc (2000001);
  g_autoptr (DeskDbStatement) statement = NULL;

  for (guint i = 0; i < 2000000; i++)
    text[i] = 'a' + i % 26;
  text[2000000] = '\0';
  if (!desk_db_execute (transaction, error, "INSERT INTO t (x) VALUES ($1)", "s", text))
    return FALSE;
  statement = desk_db_query (transaction, error, "SELECT x FROM t", "");
  g_assert_true (desk_db_step (statement, error));
  g_assert_cmpstr (desk_db_column_text (statement, 0), ==, text);
  return TRUE;
}

static void
test_long_text (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (x TEXT)");
  run_work (desk->db, DESK_DB_WRITE, long_text_work, NULL);
}

/* Byte order, on both: names of ids and numbers must sort alike. */
static void
test_collation (Desk *desk)
{
  g_autofree char *order = NULL;

  execute (desk->db, "CREATE TABLE t (x TEXT)");
  execute (desk->db, "INSERT INTO t (x) VALUES ('a'), ('Z'), ('ä'), ('z'), ('B'), ('_')");
  order =
      ask_text (desk->db, "WITH RECURSIVE s(x, n, line) AS (SELECT min(x), 1, min(x) FROM t UNION ALL SELECT (SELECT "
                          "min(t.x) FROM t WHERE t.x > s.x), n + 1, line || (SELECT min(t.x) FROM t WHERE t.x > s.x) "
                          "FROM s WHERE n < 6) SELECT line FROM s WHERE n = 6");
  g_assert_cmpstr (order, ==, "BZ_azä");
}

static gboolean
flags_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  g_assert_true (desk_db_execute (transaction, error,
                                  "INSERT INTO t (id, f) VALUES (1, $1), (2, $2), (3, TRUE), (4, FALSE)", "bb", TRUE,
                                  FALSE));
  g_assert_true (execute_in (transaction, "INSERT INTO t (id) VALUES (5)", error));
  statement = desk_db_query (transaction, error, "SELECT f, id = 1 OR id = 3 FROM t ORDER BY id", "");
  for (guint id = 1; id <= 5; id++)
    {
      g_assert_true (desk_db_step (statement, error));
      g_assert_cmpint (desk_db_column_flag (statement, 0), ==, id == 1 || id == 3);
      g_assert_cmpint (desk_db_column_flag (statement, 1), ==, id == 1 || id == 3);
      g_assert_cmpint (desk_db_column_integer (statement, 0), ==, id == 1 || id == 3);
    }
  g_assert_cmpint (ask_integer_in (transaction, "SELECT count(*) FROM t WHERE f"), ==, 2);
  g_assert_cmpint (ask_integer_in (transaction, "SELECT count(*) FROM t WHERE NOT f"), ==, 3);
  desk_db_statement_free (statement);
  statement = desk_db_query (transaction, error, "SELECT count(*) FROM t WHERE f = $1", "b", TRUE);
  g_assert_true (desk_db_step (statement, error));
  g_assert_cmpint (desk_db_column_integer (statement, 0), ==, 2);
  return TRUE;
}

static void
test_flags (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, f BOOLEAN NOT NULL DEFAULT FALSE)");
  run_work (desk->db, DESK_DB_WRITE, flags_work, NULL);
}

static gboolean
doubles_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    if (!desk_db_execute (transaction, error, "INSERT INTO t (id, d) VALUES ($1, $2)", "id", (gint64) i, doubles[i]))
      return FALSE;
  g_assert_true (desk_db_execute (transaction, error, "INSERT INTO t (id, d) VALUES (100, $1)", "d", NAN));
  statement = desk_db_query (transaction, error, "SELECT d FROM t ORDER BY id", "");
  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_assert_true (desk_db_step (statement, error));
      g_assert_true (desk_db_column_double (statement, 0) == doubles[i]);
    }
  g_assert_true (desk_db_step (statement, error));
  g_assert_true (desk_db_column_is_null (statement, 0));
  desk_db_statement_free (statement);
  statement = desk_db_query (transaction, error, "SELECT avg(id) FROM t WHERE id < 4", "");
  g_assert_true (desk_db_step (statement, error));
  g_assert_true (desk_db_column_double (statement, 0) == 1.5);
  return TRUE;
}

static void
test_doubles (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, d DOUBLE PRECISION)");
  run_work (desk->db, DESK_DB_WRITE, doubles_work, NULL);
}

static gboolean
nulls_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_prepare (transaction, "INSERT INTO t (id, x, n, f, d) VALUES ($1, $2, $3, $4, $5)", error);

  /* $2 is never bound. */
  desk_db_bind_integer (statement, 1, 1);
  desk_db_bind_null (statement, 3);
  desk_db_bind_flag (statement, 4, TRUE);
  desk_db_bind_null (statement, 4);
  desk_db_bind_double (statement, 5, NAN);
  g_assert_false (desk_db_step (statement, error));
  g_assert_true (*error == NULL);
  g_assert_true (
      desk_db_execute (transaction, error, "INSERT INTO t (id, x) VALUES (2, $1)", "s", (const char *) NULL));
  desk_db_statement_free (statement);

  statement = desk_db_query (transaction, error, "SELECT x, n, f, d FROM t ORDER BY id", "");
  for (guint row = 0; row < 2; row++)
    {
      g_assert_true (desk_db_step (statement, error));
      for (guint column = 0; column < 4; column++)
        {
          g_assert_true (desk_db_column_is_null (statement, column));
          g_assert_null (desk_db_column_text (statement, column));
          g_assert_cmpint (desk_db_column_integer (statement, column), ==, 0);
          g_assert_false (desk_db_column_flag (statement, column));
          g_assert_true (desk_db_column_double (statement, column) == 0.0);
        }
    }
  return TRUE;
}

static void
test_nulls (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, x TEXT, n BIGINT, f BOOLEAN, d DOUBLE PRECISION)");
  run_work (desk->db, DESK_DB_WRITE, nulls_work, NULL);
}

static gboolean
parameters_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error,
                     "SELECT CAST($3 AS text), CAST($1 AS text), CAST($2 AS bigint), CAST($1 AS text) || CAST($3 AS "
                     "text), '$4 -- ' /* $5 "
                     "'\" */ -- $6\n WHERE CAST($2 AS bigint) = $2",
                     "sis", "one", (gint64) 2, "three");

  g_assert_nonnull (statement);
  g_assert_true (desk_db_step (statement, error));
  g_assert_cmpstr (desk_db_column_text (statement, 0), ==, "three");
  g_assert_cmpstr (desk_db_column_text (statement, 1), ==, "one");
  g_assert_cmpint (desk_db_column_integer (statement, 2), ==, 2);
  g_assert_cmpstr (desk_db_column_text (statement, 3), ==, "onethree");
  g_assert_cmpstr (desk_db_column_text (statement, 4), ==, "$4 -- ");
  return TRUE;
}

static void
test_parameters (Desk *desk)
{
  run_work (desk->db, DESK_DB_READ, parameters_work, NULL);
}

static gboolean
many_parameters_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (DeskDbStatement) statement = NULL;

  for (guint i = 500; i > 0; i--)
    g_string_append_printf (sql, "CAST($%u AS bigint)%s", i, i > 1 ? " + " : "");
  statement = desk_db_prepare (transaction, sql->str, error);
  for (guint i = 1; i <= 500; i++)
    desk_db_bind_integer (statement, i, i);
  g_assert_true (desk_db_step (statement, error));
  g_assert_cmpint (desk_db_column_integer (statement, 0), ==, 500 * 501 / 2);
  return TRUE;
}

static void
test_many_parameters (Desk *desk)
{
  run_work (desk->db, DESK_DB_READ, many_parameters_work, NULL);
}

static gboolean
too_few_types_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction, error, "INSERT INTO t (x) VALUES ($1)", "");
}

static gboolean
bad_types_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction, error, "INSERT INTO t (x) VALUES ($1)", "x", "text");
}

static gboolean
no_such_parameter_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_prepare (transaction, "INSERT INTO t (x) VALUES ($1)", error);

  desk_db_bind_text (statement, 1, "text");
  desk_db_bind_text (statement, 2, "text");
  return desk_db_step (statement, error);
}

static gboolean
not_utf8_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return execute_in (transaction, "INSERT INTO t (x) VALUES ('before')", error)
         && desk_db_execute (transaction, error, "INSERT INTO t (x) VALUES ($1)", "s", data);
}

static void
test_refused_parameters (Desk *desk)
{
  const char *const bad[] = { "\xff", "abc\xc3", "\xed\xa0\x80", "\xc0\x80" };
  g_autofree char *message = NULL;

  execute (desk->db, "CREATE TABLE t (x TEXT)");
  g_free (fail_work (desk->db, DESK_DB_WRITE, too_few_types_work, NULL, DESK_ERROR_INTERNAL));
  g_free (fail_work (desk->db, DESK_DB_WRITE, bad_types_work, NULL, DESK_ERROR_INTERNAL));
  message = fail_work (desk->db, DESK_DB_WRITE, no_such_parameter_work, NULL, DESK_ERROR_INTERNAL);
  g_assert_nonnull (strstr (message, "$2"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_free (fail_work (desk->db, DESK_DB_WRITE, not_utf8_work, (gpointer) bad[i], DESK_ERROR_MALFORMED));
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 0);
}

/* What a caller may try to slip in as a text stays a text, and ends at the NUL that C strings end with. */
static gboolean
nul_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction, error, "INSERT INTO t (x) VALUES ($1)", "s", "before\0'); DROP TABLE t; --");
}

static void
test_nul (Desk *desk)
{
  g_autofree char *text = NULL;

  execute (desk->db, "CREATE TABLE t (x TEXT)");
  run_work (desk->db, DESK_DB_WRITE, nul_work, NULL);
  text = ask_text (desk->db, "SELECT x FROM t");
  g_assert_cmpstr (text, ==, "before");
  g_assert_cmpint (ask_integer (desk->db, "SELECT length(x) FROM t"), ==, 6);
}

static gboolean
nested_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  const char *sql = "SELECT id FROM t WHERE id >= $1 ORDER BY id";
  g_autoptr (DeskDbStatement) outer = desk_db_query (transaction, error, sql, "i", (gint64) 1);
  guint seen = 0;

  while (desk_db_step (outer, error))
    {
      g_autoptr (DeskDbStatement) inner = desk_db_query (transaction, error, sql, "i", (gint64) 3);

      while (desk_db_step (inner, error))
        {
          g_assert_cmpint (desk_db_column_integer (inner, 0), >=, 3);
          seen++;
        }
      g_assert_true (desk_db_execute (transaction, error, "UPDATE t SET n = n + $1", "i", (gint64) 1));
    }
  g_assert_no_error (*error);
  g_assert_cmpint (seen, ==, 4 * 2);
  return TRUE;
}

static void
test_nested (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)");
  execute (desk->db, "INSERT INTO t (id, n) VALUES (1, 0), (2, 0), (3, 0), (4, 0)");
  run_work (desk->db, DESK_DB_WRITE, nested_work, NULL);
  g_assert_cmpint (ask_integer (desk->db, "SELECT sum(n) FROM t"), ==, 16);
}

static gboolean
changes_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  const struct
  {
    const char *sql;
    gint64 changes;
  } steps[] = {
    { "INSERT INTO t (id, n) VALUES (1, 1), (2, 2), (3, 3)", 3 },
    { "SELECT id FROM t", 0 },
    { "UPDATE t SET n = n WHERE id > 1", 2 },
    { "UPDATE t SET n = 0 WHERE id > 10", 0 },
    { "INSERT INTO t (id, n) VALUES (1, 9) ON CONFLICT (id) DO NOTHING", 0 },
    { "INSERT INTO t (id, n) VALUES (1, 9), (4, 9) ON CONFLICT (id) DO UPDATE SET n = excluded.n", 2 },
    { "UPDATE t SET n = 5 WHERE id < 3 RETURNING id", 2 },
    { "CREATE TABLE u (id BIGINT)", 0 },
    { "DELETE FROM t WHERE id <> 2", 3 },
    { "DELETE FROM t", 1 },
    { "DELETE FROM t", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_assert_true (execute_in (transaction, steps[i].sql, error));
      g_assert_cmpint (desk_db_get_changes (transaction), ==, steps[i].changes);
    }
  return TRUE;
}

static void
test_changes (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)");
  run_work (desk->db, DESK_DB_WRITE, changes_work, NULL);
}

static gboolean
returning_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  for (gint64 n = 1; n <= 3; n++)
    {
      g_autoptr (DeskDbStatement) statement =
          desk_db_query (transaction, error,
                         "INSERT INTO counters (year, n) VALUES ($1, 1) ON CONFLICT (year) DO UPDATE SET n = "
                         "counters.n + 1 RETURNING n",
                         "i", (gint64) 2026);

      /* Only the first row is looked at; the change counts nevertheless. */
      g_assert_true (desk_db_step (statement, error));
      g_assert_cmpint (desk_db_column_integer (statement, 0), ==, n);
    }
  return TRUE;
}

static void
test_returning (Desk *desk)
{
  execute (desk->db, "CREATE TABLE counters (year BIGINT PRIMARY KEY, n BIGINT)");
  run_work (desk->db, DESK_DB_WRITE, returning_work, NULL);
  g_assert_cmpint (ask_integer (desk->db, "SELECT n FROM counters"), ==, 3);
}

static void
test_refused_statements (Desk *desk)
{
  const char *const bad[] = {
    "SELEKT 1",
    "SELECT nosuch FROM t",
    "SELECT \"nosuch\" FROM t",
    "SELECT x FROM nosuch",
    "INSERT INTO t (nosuch) VALUES (1)",
    "INSERT INTO t (x) VALUES ('a'); INSERT INTO t (x) VALUES ('b')",
    "INSERT INTO t (x) VALUES (?)",
  };

  execute (desk->db, "CREATE TABLE t (x TEXT)");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *message = fail_to_execute (desk->db, bad[i], DESK_ERROR_INTERNAL);

      g_assert_cmpint (strlen (message), >, strlen ("Database: "));
    }
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 0);
}

static gboolean
kept_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 600; i++)
      {
        g_autofree char *sql = g_strdup_printf ("SELECT %u + CAST($1 AS bigint)", i);
        g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, sql, "i", (gint64) round);

        g_assert_true (desk_db_step (statement, error));
        g_assert_cmpint (desk_db_column_integer (statement, 0), ==, i + round);
      }
  return TRUE;
}

/* More different statements than a connection keeps. */
static void
test_kept_statements (Desk *desk)
{
  for (guint i = 0; i < 3; i++)
    run_work (desk->db, DESK_DB_READ, kept_work, NULL);
}

static gboolean
pages_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  for (gint64 i = 0; i < 100; i++)
    g_assert_true (desk_db_execute (transaction, error, "INSERT INTO t (id, n) VALUES ($1, $2)", "ii", i, i % 10));
  statement = desk_db_query (transaction, error,
                             "SELECT n, id FROM t WHERE (n, id) < ($1, $2) ORDER BY n DESC, id DESC LIMIT $3 OFFSET $4",
                             "iiii", (gint64) 5, (gint64) 35, (gint64) 3, (gint64) 2);
  for (guint i = 0; i < 3; i++)
    {
      const gint64 expected[] = { 5, 94, 84 };

      g_assert_true (desk_db_step (statement, error));
      g_assert_cmpint (desk_db_column_integer (statement, 0), ==, i == 0 ? expected[0] : 4);
      g_assert_cmpint (desk_db_column_integer (statement, 1), ==, i == 0 ? 5 : expected[i]);
    }
  g_assert_false (desk_db_step (statement, error));
  return TRUE;
}

/* (5, 25), (5, 15) are passed over; (5, 5), (4, 94), (4, 84) follow. */
static void
test_pages (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (id BIGINT PRIMARY KEY, n BIGINT)");
  run_work (desk->db, DESK_DB_WRITE, pages_work, NULL);
}

static gboolean
dialect_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autofree char *greatest = g_strdup_printf ("SELECT %s(3, 7)", desk_db_get_sql (transaction, DESK_DB_SQL_GREATEST));
  g_autofree char *for_update =
      g_strdup_printf ("SELECT 5 FROM t WHERE x = 'a' %s", desk_db_get_sql (transaction, DESK_DB_SQL_FOR_UPDATE));
  g_autofree char *horizon = g_strdup_printf ("SELECT %s", desk_db_get_sql (transaction, DESK_DB_SQL_FEED_HORIZON));
  g_autoptr (DeskDbStatement) there =
      desk_db_query (transaction, error, desk_db_get_sql (transaction, DESK_DB_SQL_TABLE_EXISTS), "s", "t");
  g_autoptr (DeskDbStatement) not_there =
      desk_db_query (transaction, error, desk_db_get_sql (transaction, DESK_DB_SQL_TABLE_EXISTS), "s", "u");

  g_assert_cmpint (ask_integer_in (transaction, greatest), ==, 7);
  g_assert_cmpint (ask_integer_in (transaction, for_update), ==, 5);
  g_assert_cmpint (ask_integer_in (transaction, horizon), >, 0);
  g_assert_true (desk_db_step (there, error));
  g_assert_false (desk_db_step (not_there, error));
  g_assert_cmpstr (desk_db_get_engine (transaction), ==, data);
  return TRUE;
}

static void
test_dialect (Desk *desk)
{
  execute (desk->db, "CREATE TABLE t (x TEXT)");
  execute (desk->db, "INSERT INTO t (x) VALUES ('a')");
  run_work (desk->db, DESK_DB_WRITE, dialect_work, (gpointer) desk->engine);
}

const Case statement_cases[] = {
  { "integers", test_integers },
  { "texts", test_texts },
  { "long-text", test_long_text },
  { "collation", test_collation },
  { "flags", test_flags },
  { "doubles", test_doubles },
  { "nulls", test_nulls },
  { "parameters", test_parameters },
  { "many-parameters", test_many_parameters },
  { "refused-parameters", test_refused_parameters },
  { "nul", test_nul },
  { "nested", test_nested },
  { "changes", test_changes },
  { "returning", test_returning },
  { "refused-statements", test_refused_statements },
  { "kept-statements", test_kept_statements },
  { "pages", test_pages },
  { "dialect", test_dialect },
  { NULL, NULL },
};
