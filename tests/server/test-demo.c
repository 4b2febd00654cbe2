/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-time.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-migrate.h"
#include "db/desk-rows.h"
#include "server/demo/desk-demo.h"

#include <glib/gstdio.h>

#define N_TICKETS 400
#define NOW (G_GINT64_CONSTANT (1763700000) * G_USEC_PER_SEC) /* 2025-11-21T04:40:00Z */

static const char *const presets[] = { "shop", "grocery", "services", "logistics", "fintech" };

static char *
find_data (const char *name)
{
  return g_build_filename (g_getenv ("DESKBELL_DATADIR"), name, NULL);
}

static DeskPreset *
load (const char *name)
{
  g_autofree char *directory = find_data ("presets");
  g_autoptr (GError) error = NULL;
  DeskPreset *preset = desk_preset_load (directory, name, &error);

  g_assert_no_error (error);
  return preset;
}

static DeskDemoWords *
load_words (DeskPreset *preset)
{
  g_autofree char *directory = find_data ("demo");
  g_autoptr (GError) error = NULL;
  DeskDemoWords *words = desk_demo_words_load (directory, preset, &error);

  for (guint i = 0; error != NULL && desk_error_get_fields (error) != NULL && i < desk_error_get_fields (error)->len;
       i++)
    {
      const DeskFieldError *field = desk_error_get_fields (error)->pdata[i];

      g_test_message ("%s: %s", field->field, field->detail);
    }
  g_assert_no_error (error);
  return words;
}

static DeskDb *
make_desk (const char *name, guint n_tickets)
{
  g_autofree char *sql = find_data ("sql");
  g_autoptr (DeskPreset) preset = load (name);
  g_autoptr (DeskDemoWords) words = load_words (preset);
  g_autoptr (GError) error = NULL;
  DeskDb *db = desk_db_open (":memory:", &error);

  g_assert_no_error (error);
  g_assert_true (desk_migrate (db, sql, &error));
  g_assert_no_error (error);
  g_assert_true (desk_demo_fill_at (db, preset, words, n_tickets, "correct horse", NOW, &error));
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
test_same_every_time (gconstpointer preset)
{
  g_autoptr (DeskDb) first = make_desk (preset, N_TICKETS);
  g_autoptr (DeskDb) second = make_desk (preset, N_TICKETS);
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
test_believable (gconstpointer preset)
{
  g_autoptr (DeskDb) db = make_desk (preset, N_TICKETS);

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
test_derived_facts (gconstpointer preset)
{
  g_autoptr (DeskDb) db = make_desk (preset, N_TICKETS);

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
  g_assert_cmpint (count_desk (db, "SELECT sum(n) FROM numbers WHERE name = 'ticket'"), ==, N_TICKETS);
  g_assert_cmpint (count_desk (db, "SELECT n - (SELECT count(*) FROM queries) FROM numbers WHERE name = 'query'"), ==,
                   0);
}

/* If this failed, a desk would speak of things that its business does not know. */
static void
test_speaks_its_business (gconstpointer name)
{
  g_autoptr (DeskDb) db = make_desk (name, N_TICKETS);
  g_autoptr (DeskPreset) preset = load (name);
  g_autoptr (DeskDemoWords) words = load_words (preset);
  const GPtrArray *categories = desk_preset_get_categories (preset);
  const GPtrArray *types = desk_preset_get_issue_types (preset);

  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM tickets WHERE department_id IS NULL OR tier IS NULL"), ==, 0);
  for (guint i = 0; i < categories->len; i++)
    {
      const char *category = ((DeskPresetCategory *) categories->pdata[i])->name;
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM tickets WHERE category = '%s'", category);

      g_test_message ("%s", category);
      g_assert_cmpint (count_desk (db, sql), >, 0);
    }
  for (guint i = 0; i < types->len; i++)
    {
      const char *type = ((DeskPresetIssueType *) types->pdata[i])->name;
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM tickets WHERE issue_type = '%s'", type);

      g_test_message ("%s", type);
      g_assert_cmpint (count_desk (db, sql), >, 0);
    }
  /* Whatever had to be filled into a text was. */
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM messages WHERE body LIKE '%{%'"), ==, 0);
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM tickets WHERE subject LIKE '%{%'"), ==, 0);
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM tickets WHERE resolution LIKE '%{%'"), ==, 0);
  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM customers WHERE kind = 'provider'") > 0, ==,
                   words->provider_every > 0);
}

/* FTS5 holds the index against the documents here, and says so where they differ. */
static gboolean
check_index (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run_script (transaction, "INSERT INTO search (search) VALUES ('integrity-check')", error);
}

static gboolean
forget_all (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run_script (transaction, "UPDATE documents SET body = 'nothing'; DELETE FROM documents", error);
}

/* If this failed, what the demo made could not be found, or what is said at its desk later: its words are not taken
 * into the index one by one. */
static void
test_is_found (gconstpointer preset)
{
  g_autoptr (DeskDb) db = make_desk (preset, N_TICKETS);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (count_desk (db, "SELECT count(*) FROM documents"), >, N_TICKETS);
  g_assert_cmpint (count_desk (db,
                               "SELECT count(*) FROM documents d WHERE d.n IN (SELECT s.rowid FROM search ('the') s)"),
                   >, 0);
  g_assert_true (desk_db_run (db, DESK_DB_WRITE, check_index, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_desk (db,
                               "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'documents'"),
                   ==, 3);
  g_assert_true (desk_db_run (db, DESK_DB_WRITE, forget_all, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (desk_db_run (db, DESK_DB_WRITE, check_index, NULL, &error));
  g_assert_no_error (error);
}

/* A story of a category that the preset does not have would go nowhere. */
static void
test_words_fit_their_preset (void)
{
  g_autofree char *directory = find_data ("demo");
  g_autofree char *path = NULL;
  g_autoptr (DeskPreset) grocery = load ("grocery");
  g_autofree char *folder = g_dir_make_tmp ("deskbell-demo-XXXXXX", NULL);
  g_autofree char *shop = g_build_filename (directory, "shop.json", NULL);
  g_autofree char *people = g_build_filename (directory, "people-india.json", NULL);
  g_autofree char *text = NULL, *people_text = NULL;
  g_autofree char *people_path = g_build_filename (folder, "people-india.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (desk_demo_words_load (folder, grocery, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  path = g_build_filename (folder, "grocery.json", NULL);
  g_assert_true (g_file_get_contents (shop, &text, NULL, NULL) && g_file_set_contents (path, text, -1, NULL));
  g_assert_true (g_file_get_contents (people, &people_text, NULL, NULL)
                 && g_file_set_contents (people_path, people_text, -1, NULL));
  g_assert_null (desk_demo_words_load (folder, grocery, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
  g_assert_cmpstr (((DeskFieldError *) desk_error_get_fields (error)->pdata[0])->field, ==, "accounts.executive");
  g_remove (path);
  g_remove (people_path);
  g_rmdir (folder);
}

static void
add (const char *what, const char *preset, GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/demo/%s/%s", preset, what);

  g_test_add_data_func (path, preset, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      add ("same-every-time", presets[i], test_same_every_time);
      add ("believable", presets[i], test_believable);
      add ("derived-facts", presets[i], test_derived_facts);
      add ("speaks-its-business", presets[i], test_speaks_its_business);
      add ("is-found", presets[i], test_is_found);
    }
  g_test_add_func ("/demo/words-fit-their-preset", test_words_fit_their_preset);
  return g_test_run ();
}
