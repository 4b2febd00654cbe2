/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "server/engine/engine-copy.h"
#include "server/engine/engine-steps.h"

#define MOST_HOLDERS 4
#define N_STEPS 480 /* of all holders together */

/* How long one looks at the clock before one looks at the database for who waits for whom there. */
#define GLANCE (5 * G_TIME_SPAN_MILLISECOND)

typedef enum
{
  STATE_RUNNING,  /* or waiting for a lock that another one has */
  STATE_WRITTEN,  /* and held open */
  STATE_RELEASED, /* and committing, or waiting for a lock that a check at the commit needs */
  STATE_FINISHED,
} State;

typedef struct
{
  GMutex lock;
  GCond changed;
} Stage;

/* Somebody who has done something and has not committed it yet. */
typedef struct
{
  EngineDesk *desk;
  Stage *stage;
  GThread *thread;
  guint32 seed;
  State state; /* under the stage's lock */
  gint64 seq;  /* its first place in the feed behind what it wrote; under the lock */
} Holder;

static void
set_state (Holder *self, State state)
{
  self->state = state;
  g_cond_broadcast (&self->stage->changed);
}

static void
wait_for_release (DeskTransaction *transaction, gpointer data)
{
  Holder *self = data;
  g_autoptr (GError) error = NULL;
  gint64 seq = desk_db_next_seq (transaction->db, &error);

  g_assert_no_error (error);
  g_mutex_lock (&self->stage->lock);
  self->seq = seq;
  /* One that has to be begun again was let go of already. */
  if (self->state == STATE_RUNNING)
    set_state (self, STATE_WRITTEN);
  while (self->state == STATE_WRITTEN)
    g_cond_wait (&self->stage->changed, &self->stage->lock);
  g_mutex_unlock (&self->stage->lock);
}

static gpointer
write_and_hold (gpointer data)
{
  Holder *self = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (self->seed);

  engine_hold (wait_for_release, self);
  engine_take_step (self->desk, random);
  engine_hold (NULL, NULL);
  g_mutex_lock (&self->stage->lock);
  set_state (self, STATE_FINISHED);
  g_mutex_unlock (&self->stage->lock);
  return NULL;
}

/* SQLite has one that writes: the others read meanwhile. */
static guint
get_n_holders (void)
{
  return engine_is_postgres () ? MOST_HOLDERS : 1;
}

static guint
count_state (Holder *holders, guint n, State state)
{
  guint count = 0;

  for (guint i = 0; i < n; i++)
    count += holders[i].state == state;
  return count;
}

static guint
count_busy (Holder *holders, guint n)
{
  return count_state (holders, n, STATE_RUNNING) + count_state (holders, n, STATE_RELEASED);
}

static guint
count_blocked (EngineDesk *desk)
{
  if (!engine_is_postgres ())
    return 0;
  return (guint) engine_count (desk, "SELECT count(*) FROM pg_stat_activity "
                                     "WHERE datname = current_database() AND wait_event_type = 'Lock'");
}

/* Until each has written, is done, or waits for one that has written. With the lock held. */
static void
settle (EngineDesk *desk, Holder *holders, guint n)
{
  Stage *stage = holders[0].stage;

  while (count_busy (holders, n) > 0)
    if (!g_cond_wait_until (&stage->changed, &stage->lock, g_get_monotonic_time () + GLANCE))
      {
        guint n_blocked;

        g_mutex_unlock (&stage->lock);
        n_blocked = count_blocked (desk);
        g_mutex_lock (&stage->lock);
        if (n_blocked >= count_busy (holders, n) && count_state (holders, n, STATE_WRITTEN) > 0)
          return;
      }
}

/* Lets one of those that have written commit, whichever. Whether it overtakes one whose place is before its own. */
static gboolean
release_one (EngineDesk *desk, Holder *holders, guint n, GRand *random)
{
  guint index = (guint) g_rand_int_range (random, 0, (gint32) count_state (holders, n, STATE_WRITTEN));
  Holder *chosen = NULL;
  gboolean overtakes = FALSE;

  for (guint i = 0; i < n; i++)
    if (holders[i].state == STATE_WRITTEN && index-- == 0)
      chosen = &holders[i];
  set_state (chosen, STATE_RELEASED);
  settle (desk, holders, n);
  for (guint i = 0; i < n && chosen->state == STATE_FINISHED; i++)
    overtakes = overtakes || (holders[i].state == STATE_WRITTEN && holders[i].seq < chosen->seq);
  return overtakes;
}

/* Whoever reads now must not come past what is written and not committed. */
static void
read_along (EngineDesk *desk, EngineCopy *copies, guint n_copies, Holder *holders, guint n, GRand *random)
{
  gint64 first = G_MAXINT64;

  if (engine_is_postgres ())
    for (guint i = 0; i < n; i++)
      if (holders[i].state == STATE_WRITTEN)
        first = MIN (first, holders[i].seq);
  for (guint i = 0; i < n_copies; i++)
    if (g_rand_int_range (random, 0, 3) > 0) /* some stay away */
      {
        engine_copy_sync (desk, &copies[i]);
        g_assert_cmpint (copies[i].since, <, first);
      }
}

static guint
run_round (EngineDesk *desk, EngineCopy *copies, guint n_copies, GRand *random)
{
  Stage stage;
  Holder holders[MOST_HOLDERS];
  guint n = get_n_holders ();
  guint n_overtaken = 0;

  g_mutex_init (&stage.lock);
  g_cond_init (&stage.changed);
  g_mutex_lock (&stage.lock);
  for (guint i = 0; i < n; i++)
    {
      holders[i] = (Holder){ .desk = desk, .stage = &stage, .seed = g_rand_int (random) };
      holders[i].thread = g_thread_new ("holder", write_and_hold, &holders[i]);
      settle (desk, holders, i + 1);
    }
  while (count_state (holders, n, STATE_WRITTEN) > 0)
    {
      read_along (desk, copies, n_copies, holders, n, random);
      n_overtaken += release_one (desk, holders, n, random);
    }
  g_mutex_unlock (&stage.lock);
  for (guint i = 0; i < n; i++)
    g_thread_join (holders[i].thread);
  g_mutex_clear (&stage.lock);
  g_cond_clear (&stage.changed);
  return n_overtaken;
}

/* What nobody was told of was not tried. */
static void
assert_told_of_every_kind (EngineCopy *copies, guint n_copies)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      const DeskKind *kind = desk_kinds[i];
      gboolean is_for_customers =
          kind != &desk_agent_kind && kind != &desk_department_kind && kind != &desk_history_kind;
      guint n_staff = 0;
      guint n_customers = 0;

      for (guint j = 0; j < n_copies; j++)
        if (g_hash_table_contains (copies[j].kinds, kind->name))
          *(copies[j].viewer->role == DESK_ROLE_CUSTOMER ? &n_customers : &n_staff) += 1;
      if (n_staff == 0 || (n_customers > 0) != is_for_customers)
        g_error ("%u of staff and %u customers were told of a %s", n_staff, n_customers, kind->name);
    }
}

/* Random histories of which several steps at a time are held open and committed in another order than they have in the
 * feed, while everybody reads: nobody comes past what is to be committed yet, and at the end nobody has missed
 * anything, of any kind. */
static void
test_held (EngineDesk *desk)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260817);
  DeskViewer *viewers[ENGINE_N_READERS];
  guint n = engine_copy_list_viewers (desk, viewers);
  EngineCopy copies[ENGINE_N_READERS];
  guint n_rounds = N_STEPS / get_n_holders ();
  guint n_overtaken = 0;

  for (guint i = 0; i < n; i++)
    {
      copies[i] = engine_copy_new (viewers[i], 1 + (guint) g_rand_int_range (random, 0, 40));
      engine_copy_sync (desk, &copies[i]);
      g_hash_table_remove_all (copies[i].kinds);
    }
  for (guint round = 0; round < n_rounds; round++)
    {
      n_overtaken += run_round (desk, copies, n, random);
      for (guint i = 0; i < n; i++)
        if (round == n_rounds - 1 || g_rand_int_range (random, 0, 4) == 0)
          {
            engine_copy_sync (desk, &copies[i]);
            engine_copy_assert_equals_lists (desk, &copies[i]);
          }
    }
  g_test_message ("%u transactions overtook others", n_overtaken);
  if (engine_is_postgres ())
    g_assert_cmpuint (n_overtaken, >, n_rounds / 4);
  assert_told_of_every_kind (copies, n);
  for (guint i = 0; i < n; i++)
    engine_copy_clear (&copies[i]);
}

void
engine_add_held_cases (void)
{
  engine_add ("feed/held", test_held);
}
