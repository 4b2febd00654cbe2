/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "cases.h"
#include "lib/desk-test-postgres.h"

/* One suite for both engines: "test-db" runs all of it, "test-db sqlite" one half. */

typedef struct
{
  const char *engine;
  const Case *item;
} Run;

static const struct
{
  const char *name;
  const Case *cases;
} groups[] = {
  { "statements", statement_cases },
  { "transactions", transaction_cases },
  { "scheduler", scheduler_cases },
  { "feed", feed_cases },
  { "rows", rows_cases },
  { "migrate", migrate_cases },
};

static const char *const engines[] = { "sqlite", "postgresql" };

static char *
dup_new_url (const char *engine)
{
  return g_str_equal (engine, "sqlite") ? desk_test_dup_path ("desk.db") : desk_test_postgres_dup_url ();
}

static void
run_case (gconstpointer data)
{
  const Run *run = data;
  g_autofree char *url = dup_new_url (run->engine);
  g_autoptr (GError) error = NULL;
  Desk desk = { .engine = run->engine, .url = url };

  desk.db = desk_db_open (url, &error);
  g_assert_no_error (error);
  run->item->run (&desk);
  desk_test_assert_last_unref (desk.db);
}

static guint
add_cases (const char *engine)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const Case *item = groups[i].cases; item->name != NULL; item++, n++)
      {
        g_autofree char *path = g_strdup_printf ("/%s/%s/%s", engine, groups[i].name, item->name);
        Run *run = g_new0 (Run, 1);

        run->engine = engine;
        run->item = item;
        g_test_add_data_func_full (path, run, run_case, g_free);
      }
  return n;
}

int
main (int argc, char **argv)
{
  guint n = 0;

  desk_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (engines); i++)
    if (argc < 2 || g_str_equal (argv[1], engines[i]))
      n += add_cases (engines[i]);
  g_assert_cmpint (n, >, 0);
  return g_test_run ();
}
