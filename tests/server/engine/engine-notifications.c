/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-json.h"
#include "server/desk/desk-staff.h"

/* How many notices of a kind somebody has. */
static guint
count_notices (EngineDesk *desk, DeskViewer *viewer, DeskNotificationKind kind)
{
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, &desk_notification_kind, NULL, NULL);
  GHashTableIter iter;
  gpointer json;
  guint n = 0;

  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, NULL, &json))
    {
      g_autoptr (JsonObject) row = desk_json_parse_object (json, -1, NULL);

      if (g_str_equal (json_object_get_string_member (row, "kind"),
                       desk_enum_to_wire (&desk_notification_kind_enum, kind)))
        n++;
    }
  return n;
}

#define assert_notices(desk, viewer, kind, n)                                                                          \
  g_assert_cmpuint (count_notices (desk, viewer, DESK_NOTIFICATION_KIND_##kind), ==, n)

/* DOMAIN, "Notifications", line by line. */
static void
test_table (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) started = NULL;
  g_autoptr (DeskEntity) answer = NULL;
  g_autoptr (DeskEntity) wrote = NULL;
  g_autoptr (DeskEntity) note = NULL;
  g_autoptr (DeskEntity) handed = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) closed = NULL;
  const char *id;

  /* query arrived: available executives; never the one who took it down */
  query = engine_add_query (desk, desk->agent, "+919876543210", NULL, NULL);
  assert_notices (desk, desk->executive, QUERY_ARRIVED, 1);
  assert_notices (desk, desk->agent, QUERY_ARRIVED, 0);

  /* ticket created: admins, the department's managers and agents who may see it; assigned: the new agent, the customer
   */
  ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  id = desk_entity_get_id (ticket);
  assert_notices (desk, desk->admin, TICKET_CREATED, 1);
  assert_notices (desk, desk->manager, TICKET_CREATED, 1);
  assert_notices (desk, desk->manager_tech, TICKET_CREATED, 0);
  assert_notices (desk, desk->agent, TICKET_CREATED, 0);
  assert_notices (desk, desk->agent_two, TICKET_CREATED, 0);
  assert_notices (desk, desk->agent, TICKET_ASSIGNED, 1);
  assert_notices (desk, desk->customer, TICKET_ASSIGNED, 1);
  assert_notices (desk, desk->executive, TICKET_ASSIGNED, 0);

  /* status changed: the customer; admins (the query's counts too) */
  started = engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_IN_PROGRESS, NULL);
  assert_notices (desk, desk->customer, STATUS_CHANGED, 2);
  assert_notices (desk, desk->admin, STATUS_CHANGED, 2);
  assert_notices (desk, desk->agent, STATUS_CHANGED, 0);

  /* agent replied: the customer; customer wrote: the assignee */
  answer = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hello", FALSE, -1, NULL);
  assert_notices (desk, desk->customer, AGENT_REPLIED, 1);
  wrote = engine_say (desk, desk->customer, &desk_ticket_kind, id, "Thanks", FALSE, -1, NULL);
  assert_notices (desk, desk->agent, CUSTOMER_WROTE, 1);
  assert_notices (desk, desk->manager, CUSTOMER_WROTE, 0);

  /* mentioned in a note: that agent, where they may see it */
  note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "@Meera and @Tara, @Meera please", TRUE, -1, NULL);
  assert_notices (desk, desk->manager, MENTIONED, 1);
  assert_notices (desk, desk->tech, MENTIONED, 0);
  assert_notices (desk, desk->customer, AGENT_REPLIED, 1);

  /* escalated: the new agent, the customer */
  handed = engine_hand_up (desk, desk->agent, id, desk->tech->id, NULL, NULL);
  assert_notices (desk, desk->tech, TICKET_ESCALATED, 1);
  assert_notices (desk, desk->customer, TICKET_ESCALATED, 1);

  /* resolved, closed: the customer */
  resolved = engine_resolve (desk, desk->tech, id, DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
  assert_notices (desk, desk->customer, RESOLVED, 1);
  closed = engine_move (desk, desk->admin, &desk_ticket_kind, id, DESK_TICKET_STATUS_CLOSED, NULL);
  assert_notices (desk, desk->customer, CLOSED, 1);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM notifications n JOIN history h ON h.id = n.id"), ==, 0);
}

/* Nobody has it: the department is told. */
static void
test_department (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) wrote = NULL;

  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  assert_notices (desk, desk->agent, TICKET_CREATED, 1);
  assert_notices (desk, desk->agent_two, TICKET_CREATED, 1);
  assert_notices (desk, desk->tech, TICKET_CREATED, 0);
  assert_notices (desk, desk->newcomer, TICKET_CREATED, 0);
  wrote = engine_say (desk, desk->customer, &desk_ticket_kind, desk_entity_get_id (ticket), "?", FALSE, -1, NULL);
  assert_notices (desk, desk->agent, CUSTOMER_WROTE, 1);
  assert_notices (desk, desk->agent_two, CUSTOMER_WROTE, 1);
  assert_notices (desk, desk->manager, CUSTOMER_WROTE, 1);
  assert_notices (desk, desk->customer, CUSTOMER_WROTE, 0);
}

static gboolean
decide (DeskTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskEntity) agent = desk_staff_decide (transaction, data, TRUE, error);

  return agent != NULL;
}

static void
test_approval (EngineDesk *desk)
{
  engine_run (desk, desk->admin, DESK_DB_WRITE, decide, desk->newcomer->id, NULL);
  desk->newcomer->is_approved = TRUE;
  assert_notices (desk, desk->newcomer, AGENT_APPROVED, 1);
  /* Whoever registered was told to the admins when they did. */
  assert_notices (desk, desk->admin, AGENT_REGISTERED, 1);
}

void
engine_add_notification_cases (void)
{
  engine_add ("notifications/table", test_table);
  engine_add ("notifications/department", test_department);
  engine_add ("notifications/approval", test_approval);
}
