/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-json.h"
#include "server/desk/desk-knowledge.h"
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

static guint
assert_hides_staff_fields (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind)
{
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, kind, NULL, NULL);
  GHashTableIter iter;
  gpointer json;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &json))
    {
      g_autoptr (JsonObject) row = desk_json_parse_object (json, -1, NULL);

      for (guint i = 0; i < kind->n_fields; i++)
        g_assert_cmpint (json_object_has_member (row, kind->fields[i].name), ==,
                         (kind->fields[i].flags & DESK_FIELD_STAFF) == 0);
    }
  return g_hash_table_size (rows);
}

static gboolean
add_faqs (DeskTransaction *transaction, gpointer data, GError **error)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DeskEntity) faq = desk_entity_new (&desk_faq_kind);

      desk_entity_set_string (faq, DESK_FAQ_QUESTION, "Where?");
      desk_entity_set_string (faq, DESK_FAQ_ANSWER, "Here");
      desk_entity_set_flag (faq, DESK_FAQ_IS_ACTIVE, i == 0);
      if (!desk_knowledge_create (transaction, faq, error))
        return FALSE;
    }
  return TRUE;
}

/* Who brought no token sees what is in use of the FAQ, and neither they nor customers read what is the desk's. */
static void
test_nobody (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  g_autoptr (DeskEntity) chat = engine_start_chat (desk, desk->customer, desk->customer, "Hello", NULL);
  DeskViewer nobody = { .name = (char *) "Nobody" };

  engine_run (desk, desk->admin, DESK_DB_WRITE, add_faqs, NULL, NULL);
  g_assert_cmpint (desk_viewer_get_audience (&nobody), ==, DESK_AUDIENCE_CUSTOMER);
  g_assert_cmpint (desk_viewer_get_audience (desk->customer), ==, DESK_AUDIENCE_CUSTOMER);
  g_assert_cmpint (desk_viewer_get_audience (desk->executive), ==, DESK_AUDIENCE_STAFF);
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      guint n = assert_hides_staff_fields (desk, &nobody, desk_kinds[i]);

      g_assert_cmpuint (n, ==, desk_kinds[i] == &desk_faq_kind ? 1 : 0);
      n = assert_hides_staff_fields (desk, desk->customer, desk_kinds[i]);
      if (desk_kinds[i] == &desk_ticket_kind || desk_kinds[i] == &desk_query_kind || desk_kinds[i] == &desk_chat_kind)
        g_assert_cmpuint (n, ==, 1);
    }
}

void
engine_add_visibility_cases (void)
{
  engine_add ("visibility/tickets", test_tickets);
  engine_add ("visibility/threads", test_threads);
  engine_add ("visibility/people", test_people);
  engine_add ("visibility/viewers", test_viewers);
  engine_add ("visibility/nobody", test_nobody);
}
