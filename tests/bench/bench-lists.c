/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page of 50 tickets with filters over HTTP, through the whole of deskbelld, against the same SQL alone: what the
 * list route says to SQLite for that page is written down once, and said again to the same file over a bare connection.
 * Both are asked in turns, one at a time. The bare connection has its statements prepared and does nothing with the
 * rows.
 *
 * bench-lists DESKBELLD FOLDER
 */
#include <string.h>
#include <time.h>

#include "bench-desk.h"
#include "bench-figures.h"
#include "bench-server.h"
#include "bench-sql.h"
#include "core/desk-preset.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-look.h"

#define BUDGET 2.0
#define MOST_TURNS 300
#define LEAST_TURNS 12
#define ONE_ROW (700 * G_TIME_SPAN_MILLISECOND)
#define NEWCOMER "newcomer@bench.deskbell"

/* Who asks: somebody who sees all, an agent of a busy department, one who has hardly anything in sight. */
static const char *const people[] = { "admin@demo.deskbell", "agent@demo.deskbell", NEWCOMER };
static const char *const titles[] = { "admin", "agent", "newcomer" };

/* DEPARTMENT, CATEGORY, NAME, NUMBER and MONTH stand for what there is at the desk. */
static const char *const queries[] = {
  "",
  "status=new&status=assigned&status=in_progress",
  "status=closed&priority=high",
  "priority=critical&sort=-updated_at",
  "assigned_to=me&status=assigned&status=in_progress&status=escalated",
  "assigned_to=unassigned",
  "department_id=DEPARTMENT&status=resolved",
  "department_id=DEPARTMENT&priority=low&sort=-last_message_at",
  "category=CATEGORY&status=closed&resolution_type=no_action",
  "is_overdue=true&sort=due_at",
  "is_waiting=true&sort=due_at",
  "has_unread=true",
  "sort=-priority",
  "sort=status&priority=high",
  "created_to=MONTH&sort=-created_at",
  "source=chat&status=closed",
  "tag=TAG",
  "include=customer&include=assignee&status=closed",
  "search=refund",
  "search=NAME",
  "search=NUMBER",
  "search=refund&status=closed&priority=high",
};

typedef struct
{
  BenchDesk desk;
  BenchServer server;
  BenchClient client;
  BenchPerson people[G_N_ELEMENTS (people)];
  char *file;
} Bench;

/* One list, as desk_look_list() is asked for it. */
typedef struct
{
  const char *query;
  const DeskViewer *viewer;
  DeskPreset *preset;
  GPtrArray *values; /* of what was asked last */
} Ask;

static const char *const *
get_values (gpointer data, const char *name)
{
  Ask *ask = data;
  g_auto (GStrv) pairs = g_strsplit (ask->query, "&", -1);
  GPtrArray *found = g_ptr_array_new ();
  gsize length = strlen (name);

  for (guint i = 0; pairs[i] != NULL; i++)
    if (strncmp (pairs[i], name, length) == 0 && pairs[i][length] == '=')
      g_ptr_array_add (found, g_uri_unescape_string (pairs[i] + length + 1, NULL));
  g_ptr_array_add (found, NULL);
  g_ptr_array_add (ask->values, found);
  return (const char *const *) found->pdata;
}

static gboolean
read_list (DeskTransaction *transaction, gpointer data, GError **error)
{
  Ask *ask = data;
  DeskListAsk list = {
    .kind = &desk_ticket_kind, .viewer = ask->viewer, .get_values = get_values, .data = ask, .sort = "-created_at"
  };
  g_autoptr (GString) json = g_string_new (NULL);

  transaction->viewer = (DeskViewer *) ask->viewer;
  return desk_look_list (transaction, &list, json, error);
}

/* What the list route says to SQLite. The second time, when all of it is prepared. */
static BenchSql *
record (Bench *self, const DeskViewer *viewer, const char *query)
{
  Ask ask = { query, viewer, desk_service_get_preset (self->desk.service),
              g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref) };
  g_autoptr (GError) error = NULL;

  bench_sql_begin ();
  if (!desk_service_run (self->desk.service, DESK_DB_READ, read_list, &ask, &error))
    g_error ("%s: %s", query, error->message);
  g_ptr_array_unref (ask.values);
  return bench_sql_end (self->file);
}

static char *
fill_in (Bench *self, const char *query)
{
  static const struct
  {
    const char *word;
    const char *sql;
  } words[] = {
    { "DEPARTMENT", "SELECT department_id FROM agents WHERE email = 'agent@demo.deskbell'" },
    { "CATEGORY", "SELECT category FROM tickets WHERE number = (SELECT min (number) FROM tickets)" },
    { "NAME", "SELECT name FROM customers WHERE id = (SELECT max (id) FROM customers)" },
    { "NUMBER", "SELECT min (number) FROM tickets" },
    { "TAG", "SELECT substr (tags, 3, instr (substr (tags, 3), '\"') - 1) FROM tickets WHERE tags LIKE '[\"%' "
             "ORDER BY created_at LIMIT 1" },
    { "MONTH", "SELECT strftime ('%Y-%m-%dT%H:%M:%SZ', max (created_at) / 1000000 - 180 * 86400, 'unixepoch') "
               "FROM tickets" },
  };
  g_autoptr (GString) filled = g_string_new (query);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *value =
          strstr (query, words[i].word) != NULL ? bench_desk_dup_text (&self->desk, words[i].sql) : NULL;
      g_autofree char *escaped = value != NULL ? g_uri_escape_string (value, NULL, FALSE) : NULL;

      if (escaped != NULL)
        g_string_replace (filled, words[i].word, escaped, 0);
    }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static double
time_request (Bench *self, const char *request)
{
  gint64 start = g_get_monotonic_time ();

  bench_client_ask (&self->client, request);
  return (double) (g_get_monotonic_time () - start);
}

static double
get_own_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * G_USEC_PER_SEC + (double) now.tv_nsec / 1000;
}

static double
time_sql (BenchSql *sql)
{
  gint64 start = g_get_monotonic_time ();

  bench_sql_run (sql);
  return (double) (g_get_monotonic_time () - start);
}

static void
measure (Bench *self, guint person, const char *query)
{
  g_autofree char *filled = fill_in (self, query);
  g_autofree char *path = g_strconcat ("/support/tickets?limit=50", *filled != '\0' ? "&" : "", filled, NULL);
  g_autofree char *request = bench_dup_request ("GET", path, self->people[person].token, NULL, NULL);
  g_autofree char *asked = g_strconcat ("limit=50&", filled, NULL);
  g_autofree char *what = g_strdup_printf ("%s: %s", titles[person], *query != '\0' ? query : "all");
  BenchSql *sql = record (self, self->people[person].viewer, asked);
  g_autofree char *scan = bench_sql_dup_scan (sql);
  BenchFigures http, alone;
  double work, sql_work = 0;
  gint64 start;

  bench_figures_init (&http);
  bench_figures_init (&alone);
  for (guint i = 0; i < 3; i++)
    {
      time_request (self, request);
      bench_sql_run (sql);
    }
  start = g_get_monotonic_time ();
  work = bench_server_get_work (&self->server);
  for (guint i = 0; i < LEAST_TURNS || (i < MOST_TURNS && g_get_monotonic_time () - start < ONE_ROW); i++)
    {
      double before = get_own_work ();

      bench_figures_add (&alone, time_sql (sql));
      sql_work += get_own_work () - before;
      bench_figures_add (&http, time_request (self, request));
    }
  work = (bench_server_get_work (&self->server) - work) / alone.values->len;
  sql_work /= alone.values->len;
  bench_tell ("%-60s HTTP %7.0f us, 99 %% %7.0f; SQL alone %7.0f, 99 %% %7.0f (%u statements)", what,
              bench_figures_get (&http, 0.5), bench_figures_get (&http, 0.99), bench_figures_get (&alone, 0.5),
              bench_figures_get (&alone, 0.99), bench_sql_count (sql));
  bench_tell ("  work of the processor: deskbelld %.0f us, SQL alone %.0f us, %.2f x", work, sql_work, work / sql_work);
  if (scan != NULL)
    bench_tell ("  a full table: %s", scan);
  bench_hold_at_most (what, self->desk.n_tickets, bench_figures_get (&http, 0.5) / bench_figures_get (&alone, 0.5),
                      BUDGET, "x");
  bench_watch_growth (what, self->desk.n_tickets, work);
  bench_figures_clear (&http);
  bench_figures_clear (&alone);
  bench_sql_free (sql);
}

static void
run (const char *deskbelld, const char *folder, guint n_tickets)
{
  Bench self = { 0 };
  g_autofree char *department = NULL;

  bench_desk_open (&self.desk, deskbelld, folder, n_tickets);
  self.file = g_build_filename (self.desk.folder, "desk.db", NULL);
  department = bench_desk_dup_text (&self.desk, "SELECT name FROM departments ORDER BY name LIMIT 1");
  bench_desk_enrol (&self.desk, NEWCOMER, DESK_ROLE_AGENT, department);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    bench_desk_sign_in (&self.desk, people[i], &self.people[i]);
  bench_server_start (&self.server, (const char *const[]){ deskbelld, "serve", "--data", self.desk.folder, "--listen",
                                                           "127.0.0.1:0", NULL });
  bench_client_init (&self.client, self.server.port);
  for (guint person = 0; person < G_N_ELEMENTS (people); person++)
    for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
      measure (&self, person, queries[i]);
  bench_client_clear (&self.client);
  bench_server_stop (&self.server);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    bench_person_clear (&self.people[i]);
  bench_desk_close (&self.desk);
  g_free (self.file);
}

int
main (int argc, char **argv)
{
  const guint *sizes = bench_desk_get_sizes ();

  if (argc != 3)
    g_error ("Usage: bench-lists DESKBELLD FOLDER");
  bench_sql_listen ();
  for (guint i = 0; sizes[i] != 0; i++)
    run (argv[1], argv[2], sizes[i]);
  return bench_end ();
}
