/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#define N_THREADS 16

typedef DeskEntity *(*RaceStep) (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error);

typedef struct
{
  EngineDesk *desk;
  DeskViewer *viewer;
  RaceStep step;
  const char *key;
  gint *n_won;
} Racer;

static gpointer
race (gpointer data)
{
  Racer *racer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) won = racer->step (racer->desk, racer->viewer, racer->key, &error);

  if (won != NULL)
    g_atomic_int_inc (racer->n_won);
  else if (error->code != DESK_ERROR_CONFLICT && error->code != DESK_ERROR_NOT_FOUND)
    g_error ("A race ended with: %s", error->message);
  return NULL;
}

static gint
run_race (EngineDesk *desk, DeskViewer *const *viewers, guint n_viewers, RaceStep step, const char *key)
{
  GThread *threads[N_THREADS];
  Racer racers[N_THREADS];
  gint n_won = 0;

  for (guint i = 0; i < N_THREADS; i++)
    {
      racers[i] = (Racer){ desk, viewers[i % n_viewers], step, key, &n_won };
      threads[i] = g_thread_new ("racer", race, &racers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  return n_won;
}

static DeskEntity *
escalate_step (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  return engine_escalate (desk, viewer, key, NULL, error);
}

static DeskEntity *
say_step (EngineDesk *desk, DeskViewer *viewer, const char *key, GError **error)
{
  return engine_say (desk, viewer, &desk_ticket_kind, key, "Hello", FALSE, -1, error);
}

/* Two executives press Escalate at once: one ticket. */
static void
test_escalate (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->executive, desk->agent, desk->admin };
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);

  g_assert_cmpint (run_race (desk, viewers, G_N_ELEMENTS (viewers), escalate_step, "Q-1"), ==, 1);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM tickets"), ==, 1);
}

/* Two agents take the same ticket: one has it. */
static void
test_take (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->agent, desk->agent_two };
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) taken = NULL;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  /* Who has it already is told so, again and again: half of the racers. */
  g_assert_cmpint (run_race (desk, viewers, 2, engine_take, desk_entity_get_id (ticket)), ==, N_THREADS / 2);
  taken = engine_get (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (ticket), NULL);
  g_assert_nonnull (desk_entity_get_string (taken, DESK_TICKET_ASSIGNED_TO));
  g_assert_cmpint (desk_entity_get_version (taken), ==, 2);
}

/* Everything that is said at once is said, counted and chained. */
static void
test_say (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->admin, desk->agent, desk->customer };
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) after = NULL;

  g_assert_cmpint (run_race (desk, viewers, G_N_ELEMENTS (viewers), say_step, id), ==, N_THREADS);
  after = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (desk_entity_get_integer (after, DESK_TICKET_MESSAGE_COUNT), ==, N_THREADS);
}

void
engine_add_race_cases (void)
{
  engine_add ("races/escalate", test_escalate);
  engine_add ("races/take", test_take);
  engine_add ("races/say", test_say);
}
