/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-entity-json.h"
#include "core/desk-time.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-migrate.h"
#include "db/desk-rows.h"
#include "server/demo/desk-demo.h"

#include <glib/gstdio.h>

#define N_TICKETS 400
#define NOW (G_GINT64_CONSTANT (1763700000) * G_USEC_PER_SEC) /* 2025-11-21T04:40:00Z */

static DeskPreset *
load_shop (void)
{
  g_autofree char *directory = g_build_filename (g_getenv ("DESKBELL_DATADIR"), "presets", NULL);
  g_autoptr (GError) error = NULL;
  DeskPreset *preset = desk_preset_load (directory, "shop", &error);

  g_assert_no_error (error);
  return preset;
}

static DeskDb *
make_desk (guint n_tickets)
{
  g_autofree char *sql = g_build_filename (g_getenv ("DESKBELL_DATADIR"), "sql", NULL);
  g_autoptr (DeskPreset) preset = load_shop ();
  g_autoptr (GError) error = NULL;
  DeskDb *db = desk_db_open (":memory:", &error);

  g_assert_no_error (error);
  g_assert_true (desk_migrate (db, sql, &error));
  g_assert_no_error (error);
  g_assert_true (desk_demo_fill_at (db, preset, n_tickets, "correct horse", NOW, &error));
  g_assert_no_error (error);
  return db;
}

/* All rows of all kinds, without their place in the feed. */
static gboolean
dump (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  GString *text = data;

  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autofree char *columns = desk_rows_dup_columns (desk_kinds[i], "t");
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s t ORDER BY t.id", columns, desk_kinds[i]->table);
      g_autoptr (DeskDbStatement) rows = desk_db_prepare (transaction, sql, error);

      while (rows != NULL && desk_db_step (rows, error))
        {
          desk_rows_append_json (desk_kinds[i], rows, 0, text, DESK_AUDIENCE_STAFF);
          g_string_append_c (text, '\n');
        }
    }
  return *error == NULL;
}

static char *
dump_desk (DeskDb *db)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_db_run (db, DESK_DB_READ, dump, text, &error));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

/* If this failed, two people could not talk about the same sample desk, and pictures would change by themselves. */
static void
test_same_every_time (void)
{
  g_autoptr (DeskDb) first = make_desk (N_TICKETS);
  g_autoptr (DeskDb) second = make_desk (N_TICKETS);
  g_autofree char *first_dump = dump_desk (first);
  g_autofree char *second_dump = dump_desk (second);

  g_assert_cmpuint (strlen (first_dump), >, 100000);
  g_assert_true (g_str_equal (first_dump, second_dump));
}

typedef struct
{
  const char *sql;
  gint64 value;
} Count;

static gboolean
count (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Count *self = data;
  g_autoptr (DeskDbStatement) rows = desk_db_query (transaction, error, self->sql, "");

  if (rows == NULL || !desk_db_step (rows, error))
    return FALSE;
  self->value = desk_db_column_integer (rows, 0);
  return TRUE;
}

static gint64
count_desk (DeskDb *db, const char *sql)
{
  Count self = { sql, -1 };
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_db_run (db, DESK_DB_READ, count, &self, &error));
  g_assert_no_error (error);
  return self.value;
}

static void
test_believable (void)
{
  g_autoptr (DeskDb) db = make_desk (N_TICKETS);

  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM tickets"), ==, N_TICKETS);
  g_assert_cmpint (count_desk (db, "SELECT count(DISTINCT number) FROM tickets"), ==, N_TICKETS);
  g_assert_cmpint (count_desk (db, "SELECT count(DISTINCT status) FROM tickets"), ==,
                   desk_enum_n_values (&desk_ticket_status_enum));
  g_assert_cmpint (count_desk (db, "SELECT count(DISTINCT status) FROM queries"), ==,
                   desk_enum_n_values (&desk_query_status_enum));
  g_assert_cmpint (count_desk (db, "SELECT count(DISTINCT source) FROM queries"), ==,
                   desk_enum_n_values (&desk_query_source_enum));
  g_assert_cmpint (count_desk (db, "SELECT count(DISTINCT status) FROM chats"), ==,
                   desk_enum_n_values (&desk_chat_status_enum));
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM chats c JOIN queries q ON q.id = c.query_id "
                                   "WHERE q.customer_id = c.customer_id AND q.source = 'chat'"),
                   >, 0);
  /* Nothing is of tomorrow, and nothing is older than a bit over a year. */
  g_assert_cmpint (count_desk (db, "SELECT max(updated_at) FROM tickets"), <=, NOW);
  g_assert_cmpint (count_desk (db, "SELECT max(updated_at) FROM chats"), <=, NOW);
  g_assert_cmpint (count_desk (db, "SELECT max(created_at) FROM messages"), <=, NOW);
  g_assert_cmpint (count_desk (db, "SELECT max(at) FROM history"), <=, NOW);
  g_assert_cmpint (count_desk (db, "SELECT min(created_at) FROM tickets"), >, NOW - 370 * DESK_TIME_DAY);
  g_assert_cmpint (count_desk (db, "SELECT min(created_at) FROM tickets"), <, NOW - 330 * DESK_TIME_DAY);
}

/* If this failed, what the desk counts as it goes would not be what is there. */
static void
test_derived_facts (void)
{
  g_autoptr (DeskDb) db = make_desk (N_TICKETS);

  g_assert_cmpint (
      count_desk (db, "SELECT count(*) FROM agents a WHERE a.active_tickets <> (SELECT count(*) FROM tickets t "
                      "WHERE t.assigned_to = a.id AND t.status NOT IN ('resolved', 'closed'))"),
      ==, 0);
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM agents WHERE active_tickets > capacity"), ==, 0);
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM chats c WHERE c.unread_by_agent <> (SELECT count(*) FROM "
                                   "messages m WHERE m.thread_id = c.id AND m.sender_type = 'customer' "
                                   "AND m.read_by_agent_at IS NULL) OR c.unread_by_customer <> (SELECT count(*) FROM "
                                   "messages m WHERE m.thread_id = c.id AND m.sender_type <> 'customer' "
                                   "AND m.read_by_customer_at IS NULL)"),
                   ==, 0);
  g_assert_cmpint (count_desk (db,
                               "SELECT count(*) FROM chats c WHERE c.message_count <> (SELECT count(*) FROM messages m "
                               "WHERE m.thread_id = c.id AND NOT m.is_internal)"),
                   ==, 0);
  g_assert_cmpint (
      count_desk (db, "SELECT count(*) FROM tickets t WHERE t.message_count <> (SELECT count(*) FROM messages m "
                      "WHERE m.thread_id = t.id AND NOT m.is_internal)"),
      ==, 0);
  g_assert_cmpint (
      count_desk (db, "SELECT count(*) FROM queries q WHERE q.message_count <> (SELECT count(*) FROM messages m "
                      "WHERE m.thread_id = q.id AND NOT m.is_internal)"),
      ==, 0);
  g_assert_cmpint (
      count_desk (db, "SELECT count(*) FROM departments d WHERE d.agent_count <> (SELECT count(*) FROM agents a "
                      "WHERE a.department_id = d.id)"),
      ==, 0);
  g_assert_cmpint (count_desk (db,
                               "SELECT count(*) FROM queries WHERE is_escalated <> (escalated_ticket_id IS NOT NULL)"),
                   ==, 0);
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM tickets t JOIN orders o ON o.id = t.order_id "
                                   "WHERE t.refund_amount > o.total_amount"),
                   ==, 0);
  /* The next ticket gets the next number. */
  g_assert_cmpint (count_desk (db, "SELECT sum(n) FROM numbers WHERE year > 0"), ==, N_TICKETS);
  g_assert_cmpint (count_desk (db, "SELECT n - (SELECT count(*) FROM queries) FROM numbers WHERE year = 0"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/same-every-time", test_same_every_time);
  g_test_add_func ("/demo/believable", test_believable);
  g_test_add_func ("/demo/derived-facts", test_derived_facts);
  return g_test_run ();
}
