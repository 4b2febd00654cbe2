/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "server/desk/desk-staff.h"
#include "server/engine/engine-copy.h"
#include "server/engine/engine-steps.h"
#include "server/store/desk-feed.h"

#define N_WRITERS 8
#define N_STEPS 40

/* Random histories: after each few steps everybody's copy is what the lists say, whatever came into sight or left it.
 */
static void
test_law (EngineDesk *desk)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260103);
  DeskViewer *viewers[ENGINE_N_READERS];
  guint n = engine_copy_list_viewers (desk, viewers);
  EngineCopy copies[ENGINE_N_READERS];

  for (guint i = 0; i < n; i++)
    copies[i] = engine_copy_new (viewers[i], 1 + g_rand_int_range (random, 0, 40));
  for (guint round = 0; round < 25; round++)
    {
      for (guint step = 0; step < 6; step++)
        engine_take_step (desk, random);
      for (guint i = 0; i < n; i++)
        if (g_rand_int_range (random, 0, 3) > 0) /* some stay away for a while */
          {
            engine_copy_sync (desk, &copies[i]);
            engine_copy_assert_equals_lists (desk, &copies[i]);
          }
    }
  for (guint i = 0; i < n; i++)
    {
      engine_copy_sync (desk, &copies[i]);
      engine_copy_assert_equals_lists (desk, &copies[i]);
      engine_copy_clear (&copies[i]);
    }
}

typedef struct
{
  EngineDesk *desk;
  guint32 seed;
  gint *n_running;
} Writer;

static gpointer
write_randomly (gpointer data)
{
  Writer *writer = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (writer->seed);

  for (guint i = 0; i < N_STEPS; i++)
    engine_take_step (writer->desk, random);
  g_atomic_int_dec_and_test (writer->n_running);
  return NULL;
}

/* The same while many write at once and everybody reads along: no order of commits makes anybody miss a change. */
static void
test_concurrent (EngineDesk *desk)
{
  GThread *threads[N_WRITERS];
  Writer writers[N_WRITERS];
  DeskViewer *viewers[ENGINE_N_READERS];
  guint n = engine_copy_list_viewers (desk, viewers);
  EngineCopy copies[ENGINE_N_READERS];
  gint n_running = N_WRITERS;

  for (guint i = 0; i < n; i++)
    copies[i] = engine_copy_new (viewers[i], 50);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      writers[i] = (Writer){ desk, 1000 + i, &n_running };
      threads[i] = g_thread_new ("writer", write_randomly, &writers[i]);
    }
  while (g_atomic_int_get (&n_running) > 0)
    for (guint i = 0; i < n; i++)
      engine_copy_sync (desk, &copies[i]);
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < n; i++)
    {
      engine_copy_sync (desk, &copies[i]);
      engine_copy_assert_equals_lists (desk, &copies[i]);
      engine_copy_clear (&copies[i]);
    }
}

/* Somebody new to a busy desk is not told of everything that they don't see. */
static void
test_first_reading (EngineDesk *desk)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  EngineCopy copy = engine_copy_new (desk->tech, 5);
  gboolean more = TRUE;

  for (guint i = 0; i < 150; i++)
    engine_take_step (desk, random);
  /* A few pages, and then changes while the reading goes on. */
  for (guint i = 0; i < 5 && more; i++)
    more = engine_copy_read_page (desk, &copy);
  g_assert_true (more);
  g_assert_cmpint (copy.snapshot, >, 0);
  g_assert_cmpuint (copy.n_drops, ==, 0);
  engine_copy_sync (desk, &copy);
  g_assert_cmpuint (copy.n_drops, ==, 0);
  g_assert_cmpint (copy.snapshot, ==, 0);
  engine_copy_assert_equals_lists (desk, &copy);
  engine_copy_clear (&copy);

  copy = engine_copy_new (desk->tech, 5);
  for (guint i = 0; i < 5; i++)
    engine_copy_read_page (desk, &copy);
  for (guint i = 0; i < 50; i++)
    engine_take_step (desk, random);
  engine_copy_sync (desk, &copy);
  engine_copy_assert_equals_lists (desk, &copy);
  engine_copy_clear (&copy);
}

typedef struct
{
  DeskViewer *agent;
  const char *department_id;
} Transfer;

static gboolean
transfer (DeskTransaction *transaction, gpointer data, GError **error)
{
  Transfer *transfer_data = data;
  g_autoptr (DeskEntity) before =
      desk_transaction_lock (transaction, &desk_agent_kind, transfer_data->agent->id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  desk_entity_set_string (after, DESK_AGENT_DEPARTMENT_ID, transfer_data->department_id);
  return desk_staff_edit_agent (transaction, before, after, error);
}

/* Another department is another view: the epoch says that the copy is of no use any more. */
static void
test_epoch (EngineDesk *desk)
{
  EngineCopy copy = engine_copy_new (desk->agent, 100);
  g_autofree char *first = NULL;
  Transfer move = { desk->agent, desk->technical };

  engine_copy_sync (desk, &copy);
  first = g_strdup (copy.epoch);
  engine_copy_sync (desk, &copy);
  g_assert_cmpstr (copy.epoch, ==, first);
  engine_run (desk, desk->admin, DESK_DB_WRITE, transfer, &move, NULL);
  g_free (desk->agent->department_id);
  desk->agent->department_id = g_strdup (desk->technical);
  engine_copy_sync (desk, &copy);
  g_assert_cmpstr (copy.epoch, !=, first);
  engine_copy_clear (&copy);
}

typedef struct
{
  gint64 since;
  GPtrArray *changes;
} Changes;

static gboolean
read_changes (DeskTransaction *transaction, gpointer data, GError **error)
{
  Changes *changes = data;
  gboolean more;

  return desk_feed_changes (transaction->db, changes->since, 1000, changes->changes, &changes->since, &more, error);
}

/* What the hub hears: every entity once, at its latest place, deleted ones too. */
static void
test_changes (EngineDesk *desk)
{
  Changes changes = { 0, g_ptr_array_new_with_free_func ((GDestroyNotify) desk_feed_change_free) };
  g_autoptr (DeskEntity) query = NULL;
  gboolean has_query = FALSE;
  gint64 last = 0;

  engine_run (desk, desk->system, DESK_DB_READ, read_changes, &changes, NULL);
  g_ptr_array_set_size (changes.changes, 0);
  query = engine_add_query (desk, desk->executive, "+14155550123", NULL, NULL);
  engine_run (desk, desk->system, DESK_DB_READ, read_changes, &changes, NULL);
  for (guint i = 0; i < changes.changes->len; i++)
    {
      DeskFeedChange *change = changes.changes->pdata[i];

      g_assert_cmpint (change->seq, >, last);
      last = change->seq;
      if (change->kind == &desk_query_kind)
        {
          has_query = TRUE;
          g_assert_true (desk_entity_equal (change->entity, query));
        }
    }
  g_assert_true (has_query);
  g_ptr_array_set_size (changes.changes, 0);
  engine_delete (desk, desk->admin, &desk_query_kind, "Q-1", NULL);
  engine_run (desk, desk->system, DESK_DB_READ, read_changes, &changes, NULL);
  has_query = FALSE;
  for (guint i = 0; i < changes.changes->len; i++)
    {
      DeskFeedChange *change = changes.changes->pdata[i];

      has_query = has_query || (change->kind == &desk_query_kind && change->is_deleted);
    }
  g_assert_true (has_query);
  g_ptr_array_unref (changes.changes);
}

void
engine_add_feed_cases (void)
{
  engine_add ("feed/law", test_law);
  engine_add ("feed/concurrent", test_concurrent);
  engine_add ("feed/first-reading", test_first_reading);
  engine_add ("feed/epoch", test_epoch);
  engine_add ("feed/changes", test_changes);
}
