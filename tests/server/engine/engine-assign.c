/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "server/desk/desk-staff.h"
#include "server/desk/desk-status.h"

static const char *
get_assignee (DeskEntity *ticket)
{
  return desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO);
}

static void
assert_load (EngineDesk *desk, DeskViewer *agent, gint64 load)
{
  g_autoptr (DeskEntity) entity = engine_get (desk, desk->admin, &desk_agent_kind, agent->id, NULL);

  g_assert_cmpint (desk_entity_get_integer (entity, DESK_AGENT_ACTIVE_TICKETS), ==, load);
}

/* The lowest load wins, then the longest since the last; nobody gets more than they have room for. */
static void
test_load (EngineDesk *desk)
{
  DeskViewer *expected[] = { desk->agent, desk->agent_two, desk->agent, desk->agent_two, desk->agent, desk->agent_two };

  engine_set_availability (desk, desk->agent_two, DESK_AVAILABILITY_AVAILABLE);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
      const char *first = i == 0 ? get_assignee (ticket) : NULL;

      /* Who is the first of two equals is the order of their ids. */
      if (first != NULL && g_strcmp0 (first, desk->agent->id) != 0)
        for (guint j = 0; j < G_N_ELEMENTS (expected); j++)
          expected[j] = expected[j] == desk->agent ? desk->agent_two : desk->agent;
      g_assert_cmpstr (get_assignee (ticket), ==, expected[i]->id);
    }
  assert_load (desk, desk->agent, 3);
  assert_load (desk, desk->agent_two, 3);
}

/* With nobody free a ticket waits, and goes to whoever becomes available, the most urgent first. */
static void
test_waits (EngineDesk *desk)
{
  g_autoptr (DeskEntity) waiting = NULL;
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) urgent = NULL;
  g_autoptr (DeskEntity) given = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autofree char *first_id = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);

      g_assert_cmpstr (get_assignee (ticket), ==, desk->agent->id);
      if (i == 0)
        first_id = g_strdup (desk_entity_get_id (ticket));
    }
  waiting = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  urgent = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL); /* high */
  g_assert_null (get_assignee (waiting));
  g_assert_null (get_assignee (urgent));
  g_assert_cmpint (desk_entity_get_enum (urgent, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_NEW);

  /* Somebody has room again. */
  resolved = engine_resolve (desk, desk->agent, first_id, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  given = engine_get (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (urgent), NULL);
  g_assert_cmpstr (get_assignee (given), ==, desk->agent->id);
  g_assert_cmpint (desk_entity_get_enum (given, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_ASSIGNED);
  assert_load (desk, desk->agent, 3);

  engine_set_availability (desk, desk->agent_two, DESK_AVAILABILITY_AVAILABLE);
  g_clear_object (&given);
  given = engine_get (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (waiting), NULL);
  g_assert_cmpstr (get_assignee (given), ==, desk->agent_two->id);
}

static void
test_by_hand (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) given = engine_assign (desk, desk->manager, id, desk->agent_two->id, NULL);
  g_autoptr (GError) agent_error = NULL;
  g_autoptr (GError) approval_error = NULL;
  g_autoptr (GError) executive_error = NULL;
  g_autoptr (GError) take_error = NULL;

  g_assert_cmpstr (get_assignee (given), ==, desk->agent_two->id);
  assert_load (desk, desk->agent, 0);
  assert_load (desk, desk->agent_two, 1);
  g_assert_null (engine_assign (desk, desk->agent_two, id, desk->agent->id, &agent_error));
  engine_assert_error (agent_error, DESK_ERROR_FORBIDDEN);
  g_assert_null (engine_assign (desk, desk->manager, id, desk->newcomer->id, &approval_error));
  engine_assert_field (approval_error, "agent_id");
  g_assert_null (engine_assign (desk, desk->manager, id, desk->executive->id, &executive_error));
  engine_assert_field (executive_error, "agent_id");
  g_assert_null (engine_take (desk, desk->manager, id, &take_error));
  engine_assert_error (take_error, DESK_ERROR_CONFLICT);
}

static void
test_take (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) taken = NULL;
  g_autoptr (GError) error = NULL;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_BUSY);
  ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_assert_null (get_assignee (ticket));
  taken = engine_take (desk, desk->agent, desk_entity_get_id (ticket), NULL);
  g_assert_cmpstr (get_assignee (taken), ==, desk->agent->id);
  g_assert_cmpint (desk_entity_get_enum (taken, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_ASSIGNED);
  /* It is out of the other's sight now. */
  g_assert_null (engine_take (desk, desk->agent_two, desk_entity_get_id (ticket), &error));
  engine_assert_error (error, DESK_ERROR_NOT_FOUND);
}

/* Higher up, or to another department; nothing else. */
static void
test_hand_up (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) handed = NULL;
  g_autoptr (GError) same_error = NULL;
  g_autoptr (GError) target_error = NULL;
  g_autoptr (GError) again_error = NULL;

  g_assert_null (engine_hand_up (desk, desk->agent, id, desk->agent_two->id, NULL, &same_error));
  engine_assert_field (same_error, "agent_id");
  g_assert_null (engine_hand_up (desk, desk->agent, id, NULL, NULL, &target_error));
  engine_assert_field (target_error, "department_id");
  handed = engine_hand_up (desk, desk->agent, id, NULL, desk->technical, NULL);
  g_assert_cmpint (desk_entity_get_enum (handed, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_ESCALATED);
  g_assert_cmpstr (get_assignee (handed), ==, desk->tech->id);
  g_assert_cmpstr (desk_entity_get_string (handed, DESK_TICKET_ESCALATED_TO), ==, desk->tech->id);
  g_assert_cmpstr (desk_entity_get_string (handed, DESK_TICKET_DEPARTMENT_ID), ==, desk->technical);
  assert_load (desk, desk->agent, 0);
  assert_load (desk, desk->tech, 1);
  g_assert_null (engine_hand_up (desk, desk->tech, id, desk->agent->id, NULL, &again_error));
  engine_assert_error (again_error, DESK_ERROR_CONFLICT);
}

typedef struct
{
  const char *id;
  const char *department;
} Move;

static gboolean
change_department (DeskTransaction *transaction, gpointer data, GError **error)
{
  Move *self = data;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, self->id, error);
  g_autoptr (DeskEntity) after = desk_entity_copy (before);

  desk_entity_set_string (after, DESK_TICKET_DEPARTMENT_ID, self->department);
  return desk_status_edit_ticket (transaction, before, after, error);
}

/* A ticket that nobody had time for finds somebody where it is moved to, told as the desk's own doing. */
static void
test_moved_to_where_somebody_is_free (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) given = NULL;
  Move move = { .department = desk->technical };

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_assert_null (get_assignee (ticket));
  move.id = desk_entity_get_id (ticket);
  engine_run (desk, desk->manager, DESK_DB_WRITE, change_department, &move, NULL);
  given = engine_get (desk, desk->admin, &desk_ticket_kind, move.id, NULL);
  g_assert_cmpstr (get_assignee (given), ==, desk->tech->id);
  g_assert_cmpint (engine_count (desk,
                                 "SELECT count(*) FROM history WHERE action = 'assigned' AND performed_by IS NULL"),
                   ==, 1);
  assert_load (desk, desk->tech, 1);
}

/* Settled without anybody, and there is work again: for whoever is free now. */
static void
test_reopened_for_whoever_is_free (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) said = NULL;
  g_autoptr (DeskEntity) given = NULL;
  const char *id;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  id = desk_entity_get_id (ticket);
  resolved = engine_resolve (desk, desk->admin, id, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AVAILABLE);
  said = engine_say (desk, desk->customer, &desk_ticket_kind, id, "It is lost again", FALSE, -1, NULL);
  given = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_cmpstr (get_assignee (given), ==, desk->agent->id);
  g_assert_cmpint (desk_entity_get_enum (given, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_IN_PROGRESS);
  assert_load (desk, desk->agent, 1);
}

static gboolean
approve (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) agent = desk_staff_decide (transaction, data, TRUE, error);

  return agent != NULL;
}

static void
test_approved_gets_what_waits (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) given = NULL;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  g_assert_null (get_assignee (ticket));
  engine_run (desk, desk->admin, DESK_DB_WRITE, approve, desk->newcomer->id, NULL);
  given = engine_get (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (ticket), NULL);
  g_assert_cmpstr (get_assignee (given), ==, desk->newcomer->id);
}

void
engine_add_assign_cases (void)
{
  engine_add ("assign/load", test_load);
  engine_add ("assign/waits", test_waits);
  engine_add ("assign/by-hand", test_by_hand);
  engine_add ("assign/take", test_take);
  engine_add ("assign/hand-up", test_hand_up);
  engine_add ("assign/moved-to-where-somebody-is-free", test_moved_to_where_somebody_is_free);
  engine_add ("assign/reopened-for-whoever-is-free", test_reopened_for_whoever_is_free);
  engine_add ("assign/approved-gets-what-waits", test_approved_gets_what_waits);
}
