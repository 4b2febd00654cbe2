/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/desk-test-postgres.h"

#include <gio/gio.h>
#include <libpq-fe.h>
#include <stdlib.h>

static char *server_url;
static GSubprocess *server;
static GDataInputStream *answers;
static guint n_databases;

static void
take_away_server (void)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (server), NULL, NULL);
  g_subprocess_wait (server, NULL, NULL);
  g_clear_object (&answers);
  g_clear_object (&server);
}

static char *
read_answer (void)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (answers, NULL, NULL, &error);

  g_assert_no_error (error);
  if (line == NULL)
    g_error ("PostgreSQL could not be started, see above");
  return line;
}

static void
command (const char *line, const char *answer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answered = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (server), line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
  answered = read_answer ();
  g_assert_cmpstr (answered, ==, answer);
}

static void
start_server (void)
{
  const char *given = g_getenv ("DESK_TEST_POSTGRES");
  g_autoptr (GError) error = NULL;

  if (server_url != NULL)
    return;
  if (given != NULL)
    {
      server_url = g_strdup (given);
      return;
    }
  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                             DESK_TEST_POSTGRES_SCRIPT,
                             g_getenv ("DESK_TEST_POSTGRES_SETTING") != NULL ? g_getenv ("DESK_TEST_POSTGRES_SETTING")
                                                                             : "fsync=off",
                             NULL);
  g_assert_no_error (error);
  answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  atexit (take_away_server);
  server_url = read_answer ();
}

/* Of the same server. */
static char *
dup_url_of (const char *database)
{
  g_autoptr (GRegex) regex = g_regex_new ("/postgres(?=\\?|$)", 0, 0, NULL);
  g_autofree char *path = g_strconcat ("/", database, NULL);

  return g_regex_replace_literal (regex, server_url, -1, 0, path, 0, NULL);
}

char *
desk_test_postgres_dup_url (void)
{
  g_autofree char *name = NULL;
  g_autofree char *sql = NULL;
  PGconn *connection;
  PGresult *result;

  start_server ();
  name = g_strdup_printf ("desk_%d_%u", (int) getpid (), ++n_databases);
  sql = g_strdup_printf ("CREATE DATABASE %s", name);
  connection = PQconnectdb (server_url);
  if (PQstatus (connection) != CONNECTION_OK)
    g_error ("%s: %s", server_url, PQerrorMessage (connection));
  result = PQexec (connection, sql);
  if (PQresultStatus (result) != PGRES_COMMAND_OK)
    g_error ("%s: %s", sql, PQerrorMessage (connection));
  PQclear (result);
  PQfinish (connection);
  return dup_url_of (name);
}

void
desk_test_postgres_stop (void)
{
  g_assert_nonnull (server);
  command ("stop\n", "stopped");
}

void
desk_test_postgres_start (void)
{
  g_assert_nonnull (server);
  command ("start\n", "started");
}
