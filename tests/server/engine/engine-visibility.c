/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "server/store/desk-feed.h"

static void
assert_sees (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *id, gboolean is_seen)
{
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, kind, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) entity = engine_get (desk, viewer, kind, id, &error);

  g_assert_cmpint (g_hash_table_contains (rows, id), ==, is_seen);
  g_assert_cmpint (entity != NULL, ==, is_seen);
  if (!is_seen)
    engine_assert_error (error, DESK_ERROR_NOT_FOUND);
}

/* DOMAIN, "see tickets", line by line. */
static void
test_tickets (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) escalated = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  g_autoptr (DeskEntity) technical = engine_add_ticket (desk, desk->admin, "Technical Support", NULL);
  g_autoptr (DeskEntity) unassigned = NULL;
  const char *id = desk_entity_get_id (escalated);
  const char *technical_id = desk_entity_get_id (technical);
  const char *unassigned_id;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  unassigned = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  unassigned_id = desk_entity_get_id (unassigned);
  g_assert_null (desk_entity_get_string (unassigned, DESK_TICKET_ASSIGNED_TO));

  assert_sees (desk, desk->admin, &desk_ticket_kind, id, TRUE);
  assert_sees (desk, desk->executive, &desk_ticket_kind, id, TRUE);
  assert_sees (desk, desk->agent, &desk_ticket_kind, id, TRUE);
  assert_sees (desk, desk->agent_two, &desk_ticket_kind, id, FALSE);
  assert_sees (desk, desk->manager, &desk_ticket_kind, id, TRUE);
  assert_sees (desk, desk->manager_tech, &desk_ticket_kind, id, FALSE);
  assert_sees (desk, desk->customer, &desk_ticket_kind, id, TRUE);
  assert_sees (desk, desk->customer_two, &desk_ticket_kind, id, FALSE);
  assert_sees (desk, desk->newcomer, &desk_ticket_kind, id, FALSE);

  assert_sees (desk, desk->executive, &desk_ticket_kind, technical_id, FALSE);
  assert_sees (desk, desk->tech, &desk_ticket_kind, technical_id, TRUE);
  assert_sees (desk, desk->manager, &desk_ticket_kind, technical_id, FALSE);
  assert_sees (desk, desk->manager_tech, &desk_ticket_kind, technical_id, TRUE);

  assert_sees (desk, desk->agent, &desk_ticket_kind, unassigned_id, TRUE);
  assert_sees (desk, desk->agent_two, &desk_ticket_kind, unassigned_id, TRUE);
  assert_sees (desk, desk->tech, &desk_ticket_kind, unassigned_id, FALSE);
  assert_sees (desk, desk->manager_tech, &desk_ticket_kind, unassigned_id, TRUE);
  assert_sees (desk, desk->executive, &desk_ticket_kind, unassigned_id, FALSE);
  assert_sees (desk, desk->newcomer, &desk_ticket_kind, unassigned_id, FALSE);
}

/* Messages follow their thread, history its entity; notes and history never reach a customer. */
static void
test_threads (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) reply = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hello", FALSE, -1, NULL);
  g_autoptr (DeskEntity) note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "canary", TRUE, -1, NULL);
  g_autoptr (GHashTable) history = engine_list (desk, desk->customer, &desk_history_kind, NULL, NULL);
  g_autoptr (GHashTable) staff_history = engine_list (desk, desk->agent, &desk_history_kind, "entity_id", id);
  g_autoptr (GHashTable) other_history = engine_list (desk, desk->tech, &desk_history_kind, "entity_id", id);

  assert_sees (desk, desk->customer, &desk_message_kind, desk_entity_get_id (reply), TRUE);
  assert_sees (desk, desk->customer, &desk_message_kind, desk_entity_get_id (note), FALSE);
  assert_sees (desk, desk->customer_two, &desk_message_kind, desk_entity_get_id (reply), FALSE);
  assert_sees (desk, desk->agent, &desk_message_kind, desk_entity_get_id (note), TRUE);
  assert_sees (desk, desk->agent_two, &desk_message_kind, desk_entity_get_id (note), FALSE);
  assert_sees (desk, desk->executive, &desk_message_kind, desk_entity_get_id (note), TRUE);
  assert_sees (desk, desk->manager_tech, &desk_message_kind, desk_entity_get_id (reply), FALSE);
  g_assert_cmpuint (g_hash_table_size (history), ==, 0);
  g_assert_cmpuint (g_hash_table_size (staff_history), ==, 3);
  g_assert_cmpuint (g_hash_table_size (other_history), ==, 0);
}

static void
test_people (EngineDesk *desk)
{
  assert_sees (desk, desk->customer, &desk_customer_kind, desk->customer->id, TRUE);
  assert_sees (desk, desk->customer, &desk_customer_kind, desk->customer_two->id, FALSE);
  assert_sees (desk, desk->customer, &desk_order_kind, desk->order, TRUE);
  assert_sees (desk, desk->customer_two, &desk_order_kind, desk->order, FALSE);
  assert_sees (desk, desk->customer, &desk_agent_kind, desk->agent->id, FALSE);
  assert_sees (desk, desk->customer, &desk_department_kind, desk->logistics, FALSE);
  assert_sees (desk, desk->executive, &desk_customer_kind, desk->customer->id, TRUE);
  assert_sees (desk, desk->agent, &desk_agent_kind, desk->tech->id, TRUE);
  assert_sees (desk, desk->newcomer, &desk_agent_kind, desk->newcomer->id, TRUE);
  assert_sees (desk, desk->newcomer, &desk_agent_kind, desk->tech->id, FALSE);
}

typedef struct
{
  EngineDesk *desk;
  const DeskKind *kind;
  const char *id;
  GHashTable *may_see;
} Viewers;

static gboolean
find_viewers (DeskTransaction *transaction, gpointer data, GError **error)
{
  Viewers *viewers = data;
  EngineDesk *desk = viewers->desk;
  g_autoptr (GPtrArray) connected = g_ptr_array_new ();
  DeskViewer *people[] = { desk->admin, desk->manager,   desk->manager_tech, desk->agent,    desk->agent_two,
                           desk->tech,  desk->executive, desk->newcomer,     desk->customer, desk->customer_two };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_ptr_array_add (connected, people[i]->id);
  return desk_feed_viewers (transaction->db, viewers->kind, viewers->id, connected, viewers->may_see, error);
}

/* "Who may see this" says the same as "may this one see it", for everybody and everything. */
static void
test_viewers (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  g_autoptr (DeskEntity) note =
      engine_say (desk, desk->agent, &desk_ticket_kind, desk_entity_get_id (ticket), "x", TRUE, -1, NULL);
  DeskViewer *people[] = { desk->admin, desk->manager,   desk->manager_tech, desk->agent,    desk->agent_two,
                           desk->tech,  desk->executive, desk->newcomer,     desk->customer, desk->customer_two };

  for (guint k = 0; desk_kinds[k] != NULL; k++)
    {
      g_autoptr (GHashTable) all = engine_list (desk, desk->system, desk_kinds[k], NULL, NULL);
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, all);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        {
          g_autoptr (GHashTable) may_see = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          Viewers viewers = { desk, desk_kinds[k], id, may_see };

          engine_run (desk, desk->system, DESK_DB_READ, find_viewers, &viewers, NULL);
          for (guint i = 0; i < G_N_ELEMENTS (people); i++)
            {
              g_autoptr (GError) error = NULL;
              g_autoptr (DeskEntity) seen = NULL;

              if (people[i] == desk->newcomer) /* sees their own account, but is told of nothing live */
                continue;
              seen = engine_get (desk, people[i], desk_kinds[k], id, &error);
              g_assert_cmpint (g_hash_table_contains (may_see, people[i]->id), ==, seen != NULL);
            }
        }
    }
}

void
engine_add_visibility_cases (void)
{
  engine_add ("visibility/tickets", test_tickets);
  engine_add ("visibility/threads", test_threads);
  engine_add ("visibility/people", test_people);
  engine_add ("visibility/viewers", test_viewers);
}
