/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "client/desk-cache-feed.h"
#include "client/desk-cache-query.h"
#include "client/desk-list-diff.h"
#include "client/desk-test-server.h"
#include "core/desk-id.h"
#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"

/* A cache of its own, without any server, and lists over it. */
typedef struct
{
  char *folder;
  DeskCache *cache;
  DeskOverlay *overlay;
  gint64 seq;
  GPtrArray *ids; /* of tickets that are there */
} Fixture;

typedef struct
{
  gboolean is_done;
  GError *error;
} Answer;

static void
on_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  desk_cache_open_finish (DESK_CACHE (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  desk_cache_write_finish (DESK_CACHE (source), result, &answer->error);
  answer->is_done = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  Answer answer = { 0 };
  g_autofree char *path = NULL;

  fixture->folder = desk_test_make_folder ();
  fixture->cache = desk_cache_new ();
  fixture->overlay = desk_overlay_new (NULL, NULL, NULL);
  fixture->ids = g_ptr_array_new_with_free_func (g_free);
  path = g_build_filename (fixture->folder, "cache.db", NULL);
  desk_cache_open_async (fixture->cache, path, NULL, on_opened_cb, &answer);
  desk_test_wait_for (answer.is_done);
  g_assert_no_error (answer.error);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_object_unref (fixture->cache);
  desk_overlay_unref (fixture->overlay);
  g_ptr_array_unref (fixture->ids);
  desk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
append_drop (Fixture *fixture, GString *lines)
{
  guint place = g_test_rand_int_range (0, fixture->ids->len);

  g_string_append_printf (lines, "{\"seq\":%" G_GINT64_FORMAT ",\"kind\":\"ticket\",\"op\":\"drop\",\"id\":\"%s\"}\n",
                          ++fixture->seq, (char *) fixture->ids->pdata[place]);
  g_ptr_array_remove_index_fast (fixture->ids, place);
}

static void
append_put (Fixture *fixture, GString *lines, const char *id)
{
  static const char *const words[] = { "printer", "VPN", "mixer", "100% wool", "_" };
  char created[DESK_TIME_LENGTH + 1];
  char updated[DESK_TIME_LENGTH + 1];
  char due[DESK_TIME_LENGTH + 1];
  g_autofree char *due_json = NULL;
  gint64 now = G_GINT64_CONSTANT (1760000000000000) + g_test_rand_int_range (0, 500) * DESK_TIME_SECOND;

  desk_time_write (now, created);
  desk_time_write (now + g_test_rand_int_range (0, 100) * DESK_TIME_SECOND, updated);
  desk_time_write (now + g_test_rand_int_range (0, 9) * DESK_TIME_HOUR, due);
  due_json = g_test_rand_bit () ? g_strdup ("null") : g_strdup_printf ("\"%s\"", due);
  g_string_append_printf (lines,
                          "{\"seq\":%" G_GINT64_FORMAT
                          ",\"kind\":\"ticket\",\"op\":\"put\",\"data\":{\"id\":\"%s\",\"version\":1,"
                          "\"seq\":%" G_GINT64_FORMAT
                          ",\"created_at\":\"%s\",\"updated_at\":\"%s\",\"number\":\"TKT-%d\","
                          "\"subject\":\"%s %d\",\"status\":\"%s\",\"priority\":\"%s\",\"resolution_due_at\":%s}}\n",
                          fixture->seq + 1, id, fixture->seq + 1, created, updated, g_test_rand_int_range (1, 2000),
                          words[g_test_rand_int_range (0, G_N_ELEMENTS (words))], g_test_rand_int_range (0, 50),
                          desk_enum_to_wire (&desk_ticket_status_enum, g_test_rand_int_range (1, 9)),
                          desk_enum_to_wire (&desk_priority_enum, g_test_rand_int_range (1, 5)), due_json);
}

/* So many random changes at once, as a page of the feed. */
static void
change (Fixture *fixture, guint n)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  DeskFeedBatch *batch;
  Answer answer = { 0 };

  for (guint i = 0; i < n; i++)
    {
      int what = g_test_rand_int_range (0, 10);

      if (what < 2 && fixture->ids->len > 0)
        append_drop (fixture, lines);
      else if (what < 6 && fixture->ids->len > 0)
        {
          append_put (fixture, lines, fixture->ids->pdata[g_test_rand_int_range (0, fixture->ids->len)]);
          fixture->seq++;
        }
      else
        {
          char *id = desk_id_new ();

          g_ptr_array_add (fixture->ids, id);
          append_put (fixture, lines, id);
          fixture->seq++;
        }
    }
  g_string_append_printf (lines, "{\"next\":%" G_GINT64_FORMAT ",\"more\":false,\"epoch\":\"e\"}\n", fixture->seq);
  bytes = g_bytes_new (lines->str, lines->len);
  batch = desk_feed_batch_parse (bytes, &answer.error);
  g_assert_no_error (answer.error);
  desk_cache_write_async (fixture->cache, desk_cache_feed_work, desk_cache_feed_new (batch, fixture->overlay, FALSE),
                          desk_cache_feed_free, on_written_cb, &answer);
  desk_test_wait_for (answer.is_done);
  g_assert_no_error (answer.error);
}

/* What somebody knows of a list who only heard its signals. */
static void
on_items_changed_cb (GListModel *model, guint position, guint removed, guint added, GPtrArray *copy)
{
  g_assert_cmpuint (position + removed, <=, copy->len);
  if (removed > 0)
    g_ptr_array_remove_range (copy, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (DeskEntity) entity = g_list_model_get_item (model, position + i);

      g_ptr_array_insert (copy, position + i, g_strdup (desk_entity_get_id (entity)));
    }
  g_assert_cmpuint (copy->len, ==, g_list_model_get_n_items (model));
}

typedef struct
{
  const char *sql;
  GPtrArray *ids;
} Question;

static gboolean
read_ids (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, question->sql, "");

  g_ptr_array_set_size (question->ids, 0);
  while (statement != NULL && desk_db_step (statement, NULL))
    g_ptr_array_add (question->ids, g_strdup (desk_db_column_text (statement, 0)));
  return statement != NULL;
}

static GPtrArray *
get_expected (Fixture *fixture, const char *sql)
{
  Question question = { sql, g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (GError) error = NULL;

  desk_db_run (desk_cache_get_db (fixture->cache), DESK_DB_READ, read_ids, &question, &error);
  g_assert_no_error (error);
  return question.ids;
}

static gboolean
lists_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (a->pdata[i], b->pdata[i]))
      return FALSE;
  return TRUE;
}

/* The lists that are watched, each with plain SQL that says the same in other words. */
static DeskListSpec *
make_spec (guint which, const char **sql)
{
  DeskListSpec *spec = desk_list_spec_new (&desk_ticket_kind);

  switch (which)
    {
    case 0:
      *sql = "SELECT id FROM tickets ORDER BY created_at DESC, id DESC";
      break;
    case 1:
      desk_list_spec_add_enum (spec, DESK_TICKET_STATUS, DESK_TICKET_STATUS_NEW);
      desk_list_spec_add_enum (spec, DESK_TICKET_STATUS, DESK_TICKET_STATUS_RESOLVED);
      desk_list_spec_set_sort (spec, DESK_ENTITY_UPDATED_AT, FALSE);
      *sql = "SELECT id FROM tickets WHERE status IN ('new', 'resolved') ORDER BY updated_at, id";
      break;
    case 2:
      desk_list_spec_add_enum (spec, DESK_TICKET_PRIORITY, DESK_PRIORITY_CRITICAL);
      desk_list_spec_add_enum (spec, DESK_TICKET_STATUS, DESK_TICKET_STATUS_ASSIGNED);
      desk_list_spec_add_text (spec, DESK_TICKET_ASSIGNED_TO, NULL);
      *sql = "SELECT id FROM tickets WHERE priority = 'critical' AND status = 'assigned' AND assigned_to IS NULL"
             " ORDER BY created_at DESC, id DESC";
      break;
    case 3:
      desk_list_spec_set_sort (spec, DESK_TICKET_PRIORITY, TRUE);
      *sql = "SELECT id FROM tickets ORDER BY instr ('low   mediumhigh  critical', priority) DESC, created_at DESC,"
             " id DESC";
      break;
    case 4:
      desk_list_spec_set_search (spec, "  PRINT 1");
      *sql = "SELECT id FROM tickets WHERE (lower (subject) LIKE '%print%' OR lower (number) LIKE '%print%')"
             " AND (subject LIKE '%1%' OR number LIKE '%1%') ORDER BY created_at DESC, id DESC";
      break;
    case 5:
      desk_list_spec_set_sort (spec, DESK_TICKET_RESOLUTION_DUE_AT, FALSE);
      *sql = "SELECT id FROM tickets ORDER BY resolution_due_at IS NULL, resolution_due_at, created_at DESC, id DESC";
      break;
    case 6:
      desk_list_spec_set_search (spec, "100%");
      *sql = "SELECT id FROM tickets WHERE instr (subject, '100%') > 0 OR instr (number, '100%') > 0"
             " ORDER BY created_at DESC, id DESC";
      break;
    default:
      desk_list_spec_set_range (spec, DESK_ENTITY_CREATED_AT, G_GINT64_CONSTANT (1760000100000000),
                                G_GINT64_CONSTANT (1760000300000000));
      desk_list_spec_set_sort (spec, DESK_TICKET_NUMBER, TRUE);
      *sql = "SELECT id FROM tickets WHERE created_at >= 1760000100000000 AND created_at < 1760000300000000"
             " ORDER BY CAST(substr (number, 5) AS INTEGER) DESC, created_at DESC, id DESC";
    }
  return spec;
}

#define N_LISTS 8

/* Random changes: every list always comes to say what plain SQL says, and its signals alone tell the same story. */
static void
test_follows (Fixture *fixture, gconstpointer unused)
{
  DeskListModel *lists[N_LISTS];
  GPtrArray *copies[N_LISTS];
  const char *sql[N_LISTS];

  change (fixture, 200);
  for (guint i = 0; i < N_LISTS; i++)
    {
      g_autoptr (DeskListSpec) spec = make_spec (i, &sql[i]);

      copies[i] = g_ptr_array_new_with_free_func (g_free);
      lists[i] = desk_list_model_new (fixture->cache, spec);
      g_signal_connect (lists[i], "items-changed", G_CALLBACK (on_items_changed_cb), copies[i]);
    }
  for (guint round = 0; round < 60; round++)
    {
      change (fixture, g_test_rand_int_range (1, 40));
      for (guint i = 0; i < N_LISTS; i++)
        {
          g_autoptr (GPtrArray) expected = get_expected (fixture, sql[i]);

          desk_test_wait_for (lists_equal (copies[i], expected));
          if (expected->len > 0)
            {
              guint place = g_test_rand_int_range (0, expected->len);

              g_assert_cmpint (desk_list_model_find (lists[i], expected->pdata[place]), ==, (int) place);
            }
        }
    }
  for (guint i = 0; i < N_LISTS; i++)
    {
      g_object_unref (lists[i]);
      g_ptr_array_unref (copies[i]);
    }
}

static void
count_signals (GListModel *model, guint position, guint removed, guint added, guint *n)
{
  *n += removed + added;
}

/* One ticket is said to be another, later than all others. @fields: as JSON, without braces. */
static void
edit (Fixture *fixture, const char *id, const char *fields)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  Answer answer = { 0 };

  fixture->seq++;
  g_string_append_printf (line,
                          "{\"seq\":%" G_GINT64_FORMAT ",\"kind\":\"ticket\",\"op\":\"put\",\"data\":{\"id\":\"%s\","
                          "\"version\":%" G_GINT64_FORMAT ",\"seq\":%" G_GINT64_FORMAT
                          ",\"created_at\":\"2026-01-01T00:00:00.000Z\","
                          "\"updated_at\":\"2027-01-01T00:00:00.000Z\",%s}}\n",
                          fixture->seq, id, fixture->seq, fixture->seq, fields);
  bytes = g_bytes_new (line->str, line->len);
  desk_cache_write_async (fixture->cache, desk_cache_feed_work,
                          desk_cache_feed_new (desk_feed_batch_parse (bytes, NULL), fixture->overlay, FALSE),
                          desk_cache_feed_free, on_written_cb, &answer);
  desk_test_wait_for (answer.is_done);
  g_assert_no_error (answer.error);
}

/* One ticket that moves to the top does not shake the whole list; one object a ticket, which says what is new. */
static void
test_small_changes (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_ticket_kind);
  g_autoptr (DeskListModel) list = NULL;
  g_autoptr (DeskEntity) last = NULL;
  g_autoptr (DeskEntity) again = NULL;
  guint n_moved = 0;
  guint n;

  change (fixture, 500);
  desk_list_spec_set_sort (spec, DESK_ENTITY_UPDATED_AT, TRUE);
  list = desk_list_model_new (fixture->cache, spec);
  desk_test_wait_for (!desk_list_model_get_loading (list));
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  last = g_list_model_get_item (G_LIST_MODEL (list), n - 1);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_signals), &n_moved);
  edit (fixture, desk_entity_get_id (last), "\"subject\":\"Moved\"");
  g_assert_cmpstr (desk_entity_get_string (last, DESK_TICKET_SUBJECT), ==, "Moved");
  desk_test_wait_for (desk_list_model_find (list, desk_entity_get_id (last)) == 0);
  g_assert_cmpuint (n_moved, ==, 2);
  again = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_true (again == last);
}

/* A ticket that is merged into another leaves the lists, and comes back when that is undone. */
static void
test_merged (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_ticket_kind);
  g_autoptr (DeskListModel) list = NULL;
  g_autofree char *id = NULL;
  g_autofree char *merged = NULL;
  guint n;

  change (fixture, 50);
  list = desk_list_model_new (fixture->cache, spec);
  desk_test_wait_for (!desk_list_model_get_loading (list));
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  id = g_strdup (fixture->ids->pdata[0]);
  merged = g_strdup_printf ("\"merged_into_id\":\"%s\"", (char *) fixture->ids->pdata[1]);
  g_assert_cmpint (desk_list_model_find (list, id), >=, 0);
  edit (fixture, id, merged);
  desk_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (list)) == n - 1);
  g_assert_cmpint (desk_list_model_find (list, id), <, 0);
  edit (fixture, id, "\"merged_into_id\":null");
  desk_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (list)) == n);
}

/* The diff alone: applied to the old list it gives the new one, and it leaves the longest part where it is. */
static void
test_diff (void)
{
  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) after = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) splices = NULL;

      for (gint64 i = 1; i <= g_test_rand_int_range (0, 60); i++)
        {
          if (g_test_rand_int_range (0, 5) > 0)
            g_array_insert_val (before, g_test_rand_int_range (0, before->len + 1), i);
          if (g_test_rand_int_range (0, 5) > 0)
            g_array_insert_val (after, g_test_rand_int_range (0, after->len + 1), i);
        }
      splices = desk_list_diff ((gint64 *) before->data, before->len, (gint64 *) after->data, after->len,
                                g_test_rand_bit () ? 1000 : 3);
      for (guint i = splices->len; i-- > 0;)
        {
          DeskListSplice *splice = &g_array_index (splices, DeskListSplice, i);

          g_array_remove_range (before, splice->before, splice->removed);
          g_array_insert_vals (before, splice->before, &g_array_index (after, gint64, splice->after), splice->added);
        }
      g_assert_cmpmem (before->data, before->len * sizeof (gint64), after->data, after->len * sizeof (gint64));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/lists/diff", test_diff);
  g_test_add ("/client/lists/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/client/lists/small-changes", Fixture, NULL, set_up, test_small_changes, tear_down);
  g_test_add ("/client/lists/merged", Fixture, NULL, set_up, test_merged, tear_down);
  return g_test_run ();
}
