/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases.h"

#define N_WRITERS 6
#define N_WRITES 60

typedef struct
{
  gint64 last;
  guint n;
  gboolean fails;
} Taken;

static gboolean
take_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Taken *taken = data;

  for (guint i = 0; i < taken->n; i++)
    {
      gint64 seq = desk_db_next_seq (transaction, error);

      g_assert_cmpint (seq, >, taken->last);
      taken->last = seq;
      if (!desk_db_execute (transaction, error, "INSERT INTO t (seq) VALUES ($1)", "i", seq))
        return FALSE;
    }
  if (taken->fails)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "Given back");
  return !taken->fails;
}

/* Numbers only grow: after a rollback, after everything was deleted, after a restart. */
static void
test_seq_grows (Desk *desk)
{
  Taken taken = { .n = 3 };
  g_autoptr (GError) error = NULL;
  gint64 before_failure;

  execute (desk->db, "CREATE TABLE t (seq BIGINT PRIMARY KEY)");
  run_work (desk->db, DESK_DB_WRITE, take_work, &taken);
  run_work (desk->db, DESK_DB_WRITE, take_work, &taken);
  before_failure = taken.last;
  taken.fails = TRUE;
  g_free (fail_work (desk->db, DESK_DB_WRITE, take_work, &taken, DESK_ERROR_FORBIDDEN));
  taken.fails = FALSE;
  /* What was given back may be given again, since nobody has seen it. */
  taken.last = before_failure;
  run_work (desk->db, DESK_DB_WRITE, take_work, &taken);
  execute (desk->db, "DELETE FROM t");
  desk_test_assert_last_unref (desk->db);
  desk->db = desk_db_open (desk->url, &error);
  g_assert_no_error (error);
  run_work (desk->db, DESK_DB_WRITE, take_work, &taken);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM t"), ==, 3);
}

static gboolean
read_seq_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_next_seq (transaction, error) != 0;
}

static void
test_seq_of_reader (Desk *desk)
{
  g_free (fail_work (desk->db, DESK_DB_READ, read_seq_work, NULL, DESK_ERROR_INTERNAL));
}

typedef struct
{
  Desk *desk;
  gint64 number;
  GMutex lock;
  gint64 n_committed;  /* under the lock */
  guint n_writing;     /* under the lock */
  GHashTable *entries; /* of the reader: seen entries */
} Feed;

typedef struct
{
  gint64 id;
  guint pause; /* microseconds */
  gboolean fails;
} Entry;

/* Takes its place early and commits late, as far as others can tell. */
static gboolean
entry_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Entry *entry = data;
  gint64 seq = desk_db_next_seq (transaction, error);

  if (seq == 0
      || !desk_db_execute (transaction, error, "INSERT INTO feed (id, seq) VALUES ($1, $2)", "ii", entry->id, seq))
    return FALSE;
  g_usleep (entry->pause);
  if (entry->fails)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "Given back");
  return !entry->fails;
}

static gpointer
writer_thread (gpointer data)
{
  Feed *feed = data;

  for (guint i = 0; i < N_WRITES; i++)
    {
      g_autoptr (GError) error = NULL;
      Entry entry = { .pause = g_random_int_range (0, 4) == 0 ? g_random_int_range (0, 6000) : 0,
                      .fails = g_random_int_range (0, 8) == 0 };

      g_mutex_lock (&feed->lock);
      entry.id = ++feed->number;
      g_mutex_unlock (&feed->lock);
      if (!desk_db_run (feed->desk->db, DESK_DB_WRITE, entry_work, &entry, &error))
        g_assert_error (error, DESK_ERROR, DESK_ERROR_FORBIDDEN);
      g_mutex_lock (&feed->lock);
      feed->n_committed += error == NULL;
      g_mutex_unlock (&feed->lock);
    }
  g_mutex_lock (&feed->lock);
  feed->n_writing--;
  g_mutex_unlock (&feed->lock);
  return NULL;
}

typedef struct
{
  gint64 after;
  GArray *ids;
} Page;

static gboolean
page_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Page *page = data;
  g_autofree char *sql = g_strdup_printf ("SELECT id, seq FROM feed WHERE seq > $1 AND seq < %s ORDER BY seq LIMIT 7",
                                          desk_db_get_sql (transaction, DESK_DB_SQL_FEED_HORIZON));
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, sql, "i", page->after);

  g_array_set_size (page->ids, 0);
  while (desk_db_step (statement, error))
    {
      gint64 id = desk_db_column_integer (statement, 0);

      g_assert_cmpint (desk_db_column_integer (statement, 1), >, page->after);
      page->after = desk_db_column_integer (statement, 1);
      g_array_append_val (page->ids, id);
    }
  return *error == NULL;
}

/* Who reads on from the last place they saw, up to the horizon, misses nothing, in whatever order others commit. */
static void
test_horizon (Desk *desk)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Page page = { .ids = ids };
  Feed feed = { .desk = desk, .n_writing = N_WRITERS };
  GThread *threads[N_WRITERS];
  gboolean is_over = FALSE;

  execute (desk->db, "CREATE TABLE feed (id BIGINT PRIMARY KEY, seq BIGINT NOT NULL UNIQUE)");
  g_mutex_init (&feed.lock);
  for (guint i = 0; i < N_WRITERS; i++)
    threads[i] = g_thread_new ("writer", writer_thread, &feed);
  while (TRUE)
    {
      gboolean was_over = is_over;

      g_mutex_lock (&feed.lock);
      is_over = feed.n_writing == 0;
      g_mutex_unlock (&feed.lock);
      run_work (desk->db, DESK_DB_READ, page_work, &page);
      for (guint i = 0; i < ids->len; i++)
        g_assert_true (g_hash_table_add (seen, GINT_TO_POINTER (g_array_index (ids, gint64, i))));
      if (was_over && ids->len == 0)
        break;
    }
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  g_mutex_clear (&feed.lock);
  g_assert_cmpint (feed.n_committed, >, N_WRITERS * N_WRITES / 2);
  g_assert_cmpint (g_hash_table_size (seen), ==, feed.n_committed);
  g_assert_cmpint (ask_integer (desk->db, "SELECT count(*) FROM feed"), ==, feed.n_committed);
}

typedef struct
{
  GHashTable *counts; /* of how often each channel was heard */
  GThread *thread;
} Heard;

static void
on_notified_cb (DeskDb *db, const char *channel, gpointer user_data)
{
  Heard *heard = user_data;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (heard->counts, channel));

  g_assert_true (g_thread_self () == heard->thread);
  g_hash_table_insert (heard->counts, g_strdup (channel), GUINT_TO_POINTER (n + 1));
}

static guint
count_heard (Heard *heard, const char *channel)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (heard->counts, channel));
}

static void
start_hearing (Heard *heard, DeskDb *db)
{
  heard->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  heard->thread = g_thread_self ();
  g_signal_connect (db, "notified", G_CALLBACK (on_notified_cb), heard);
}

static gboolean
notify_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  for (guint i = 0; i < 3; i++)
    {
      desk_db_notify (transaction, data);
      desk_db_notify (transaction, "always");
    }
  return TRUE;
}

static gboolean
notify_and_fail_work (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  desk_db_notify (transaction, "rolled back");
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "Given back");
  return FALSE;
}

static gboolean
has_heard_last (gpointer data)
{
  return count_heard (data, "last") > 0;
}

static void
test_notify (Desk *desk)
{
  Heard heard;

  start_hearing (&heard, desk->db);
  for (guint i = 0; i < 50; i++)
    run_work (desk->db, DESK_DB_WRITE, notify_work, "often");
  g_free (fail_work (desk->db, DESK_DB_WRITE, notify_and_fail_work, NULL, DESK_ERROR_FORBIDDEN));
  run_work (desk->db, DESK_DB_WRITE, notify_work, "last");
  /* Nothing is told before the context gets its turn, and then once for all of them. */
  g_assert_cmpint (g_hash_table_size (heard.counts), ==, 0);
  desk_test_wait_until (has_heard_last, &heard);
  g_assert_cmpint (count_heard (&heard, "often"), ==, 1);
  g_assert_cmpint (count_heard (&heard, "always"), ==, 1);
  g_assert_cmpint (count_heard (&heard, "last"), ==, 1);
  g_assert_cmpint (count_heard (&heard, "rolled back"), ==, 0);
  g_hash_table_unref (heard.counts);
  g_signal_handlers_disconnect_by_data (desk->db, &heard);
}

/* A database that is gone is told nothing more. */
static void
test_notify_and_close (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskDb) other = desk_db_open (desk->url, &error);
  Heard heard;

  g_assert_no_error (error);
  start_hearing (&heard, other);
  run_work (other, DESK_DB_WRITE, notify_work, "last");
  desk_test_assert_last_unref (other);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (g_hash_table_size (heard.counts), ==, 0);
  g_hash_table_unref (heard.counts);
}

const Case feed_cases[] = {
  { "seq-grows", test_seq_grows }, { "seq-of-reader", test_seq_of_reader },       { "horizon", test_horizon },
  { "notify", test_notify },       { "notify-and-close", test_notify_and_close }, { NULL, NULL },
};
