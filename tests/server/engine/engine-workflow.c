/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-error.h"

static int
get_status (DeskEntity *ticket)
{
  return desk_entity_get_enum (ticket, DESK_TICKET_STATUS);
}

/* The shop's document, steps 1 to 5: from a phone call to a closed ticket. */
static void
test_two_tier_shop (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "98765-43210", "ORD-001", NULL);
  g_autoptr (DeskEntity) reply = NULL;
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) escalated = NULL;
  g_autoptr (DeskEntity) started = NULL;
  g_autoptr (DeskEntity) waiting = NULL;
  g_autoptr (DeskEntity) answer = NULL;
  g_autoptr (DeskEntity) going_on = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) closed = NULL;
  const char *id;

  /* Step 1: the query, with the right customer and a high priority, since it has an order. */
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_NUMBER), ==, "Q-1");
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID), ==, desk->customer->id);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_ORDER_ID), ==, desk->order);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_MOBILE), ==, "+919876543210");
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_HIGH);
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_OPEN);
  g_assert_cmpint (desk_entity_get_integer (query, DESK_QUERY_MESSAGE_COUNT), ==, 1);
  g_assert_true (desk_entity_is_set (query, DESK_QUERY_WAITING_SINCE));

  /* Step 2: a reply, which starts it. */
  reply = engine_say (desk, desk->executive, &desk_query_kind, "Q-1", "We look into it", FALSE, -1, NULL);
  g_clear_object (&query);
  query = engine_get (desk, desk->executive, &desk_query_kind, "Q-1", NULL);
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_IN_PROGRESS);
  g_assert_true (desk_entity_is_set (query, DESK_QUERY_FIRST_RESPONSE_AT));
  g_assert_false (desk_entity_is_set (query, DESK_QUERY_WAITING_SINCE));

  /* Steps 3 and 4: escalation, in one go. */
  ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  id = desk_entity_get_id (ticket);
  escalated = engine_get (desk, desk->executive, &desk_query_kind, "Q-1", NULL);
  g_assert_true (desk_entity_get_flag (escalated, DESK_QUERY_IS_ESCALATED));
  g_assert_cmpint (desk_entity_get_enum (escalated, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_ESCALATED);
  g_assert_cmpstr (desk_entity_get_string (escalated, DESK_QUERY_ESCALATED_TICKET_ID), ==, id);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_QUERY_ID), ==, desk_entity_get_id (query));
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID), ==, desk->customer->id);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_ESCALATED_BY), ==, desk->executive->id);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID), ==, desk->logistics);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_DESCRIPTION), ==, "My order hasn't arrived");
  g_assert_cmpint (get_status (ticket), ==, DESK_TICKET_STATUS_ASSIGNED);
  g_assert_true (desk_entity_is_set (ticket, DESK_TICKET_RESOLUTION_DUE_AT));

  /* Step 5: the team's part. */
  started = engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_IN_PROGRESS, NULL);
  waiting = engine_move (desk, desk->agent, &desk_ticket_kind, id, DESK_TICKET_STATUS_PENDING_CUSTOMER, NULL);
  g_assert_true (desk_entity_is_set (waiting, DESK_TICKET_RESOLUTION_PAUSED_AT));
  answer = engine_say (desk, desk->customer, &desk_ticket_kind, id, "At my neighbour's", FALSE, -1, NULL);
  going_on = engine_get (desk, desk->agent, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (get_status (going_on), ==, DESK_TICKET_STATUS_IN_PROGRESS);
  g_assert_false (desk_entity_is_set (going_on, DESK_TICKET_RESOLUTION_PAUSED_AT));
  resolved = engine_resolve (desk, desk->agent, id, DESK_RESOLUTION_TYPE_PARTIAL_REFUND, 50000, NULL);
  g_assert_cmpint (get_status (resolved), ==, DESK_TICKET_STATUS_RESOLVED);
  g_assert_cmpstr (desk_entity_get_string (resolved, DESK_TICKET_RESOLVED_BY), ==, desk->agent->id);
  closed = engine_close (desk, desk->customer, id, NULL);
  g_assert_true (desk_entity_is_set (closed, DESK_TICKET_CLOSED_AT));
}

static void
test_escalated_once (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  g_autoptr (DeskEntity) moved = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) move_error = NULL;

  g_assert_null (engine_escalate (desk, desk->agent, "Q-1", NULL, &error));
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, desk_entity_get_string (ticket, DESK_TICKET_NUMBER)));
  g_assert_null (engine_move (desk, desk->executive, &desk_query_kind, "Q-1", DESK_QUERY_STATUS_RESOLVED, &move_error));
  engine_assert_error (move_error, DESK_ERROR_CONFLICT);

  /* Its ticket's deletion is the way back. */
  engine_delete (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (ticket), NULL);
  moved = engine_get (desk, desk->executive, &desk_query_kind, "Q-1", NULL);
  g_assert_cmpint (desk_entity_get_enum (moved, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_IN_PROGRESS);
  g_assert_false (desk_entity_get_flag (moved, DESK_QUERY_IS_ESCALATED));
}

/* A query that has a ticket stays until the ticket is gone. */
static void
test_delete (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (engine_delete (desk, desk->admin, &desk_query_kind, "Q-1", &error));
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  engine_delete (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (ticket), NULL);
  engine_delete (desk, desk->admin, &desk_query_kind, "Q-1", NULL);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM messages"), ==, 0);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM documents WHERE kind NOT IN ('customer', 'order')"), ==,
                   0);
}

/* Every move that the table does not have is refused, with what is allowed. */
static void
test_transitions (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Other", NULL);
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) reopened = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) resolve_error = NULL;
  g_autoptr (GError) reopen_error = NULL;
  const char *id = desk_entity_get_id (ticket);

  g_assert_null (engine_move (desk, desk->admin, &desk_ticket_kind, id, DESK_TICKET_STATUS_CLOSED, &error));
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  g_assert_cmpstr (desk_error_get_extra_name (error), ==, "allowed");
  g_assert_null (engine_move (desk, desk->admin, &desk_ticket_kind, id, DESK_TICKET_STATUS_RESOLVED, &resolve_error));
  engine_assert_field (resolve_error, "status");
  g_assert_null (engine_reopen (desk, desk->admin, id, &reopen_error));
  engine_assert_error (reopen_error, DESK_ERROR_CONFLICT);

  resolved = engine_resolve (desk, desk->admin, id, DESK_RESOLUTION_TYPE_NO_ACTION, -1, NULL);
  reopened = engine_reopen (desk, desk->admin, id, NULL);
  g_assert_cmpint (get_status (reopened), ==, DESK_TICKET_STATUS_IN_PROGRESS);
  g_assert_cmpint (desk_entity_get_integer (reopened, DESK_TICKET_REOPENED_COUNT), ==, 1);
  g_assert_false (desk_entity_is_set (reopened, DESK_TICKET_RESOLVED_AT));
}

/* A customer who writes again opens what was settled. */
static void
test_customer_reopens (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->customer, "Other", NULL);
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) said = NULL;
  g_autoptr (DeskEntity) open = NULL;
  const char *id = desk_entity_get_id (ticket);

  resolved = engine_resolve (desk, desk->admin, id, DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
  said = engine_say (desk, desk->customer, &desk_ticket_kind, id, "It is broken again", FALSE, -1, NULL);
  open = engine_get (desk, desk->customer, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (get_status (open), ==, DESK_TICKET_STATUS_IN_PROGRESS);
  g_assert_cmpint (desk_entity_get_integer (open, DESK_TICKET_REOPENED_COUNT), ==, 1);
  g_assert_true (desk_entity_is_set (open, DESK_TICKET_WAITING_SINCE));
}

static int
say_and_look (EngineDesk *desk, const char *id, const char *body)
{
  g_autoptr (DeskEntity) said = engine_say (desk, desk->customer, &desk_ticket_kind, id, body, FALSE, -1, NULL);
  g_autoptr (DeskEntity) ticket = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);

  g_assert_cmpint (desk_entity_get_integer (ticket, DESK_TICKET_REOPENED_COUNT), ==,
                   get_status (ticket) == DESK_TICKET_STATUS_IN_PROGRESS ? 1 : 0);
  g_assert_true (desk_entity_is_set (ticket, DESK_TICKET_WAITING_SINCE)
                 == (get_status (ticket) == DESK_TICKET_STATUS_IN_PROGRESS));
  return get_status (ticket);
}

/* PAINS: "\"Thanks!\" reopens and spoils figures". It is said and counted, and nobody waits; whatever says more opens
 * what was settled. Of a query it is the same. */
static void
test_thanks_reopens (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->customer, "Delivery Problem", NULL);
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) answered = NULL;
  g_autoptr (DeskEntity) resolved = NULL;
  g_autoptr (DeskEntity) closed = NULL;
  g_autoptr (DeskEntity) after = NULL;
  const char *id = desk_entity_get_id (ticket);

  answered = engine_say (desk, desk->admin, &desk_ticket_kind, id, "It is on its way", FALSE, -1, NULL);
  resolved = engine_resolve (desk, desk->admin, id, DESK_RESOLUTION_TYPE_OTHER, -1, NULL);
  g_assert_cmpint (say_and_look (desk, id, "Thanks! \U0001f64f"), ==, DESK_TICKET_STATUS_RESOLVED);
  closed = engine_close (desk, desk->customer, id, NULL);
  g_assert_cmpint (say_and_look (desk, id, "Thank you very much.\nPriya Sharma"), ==, DESK_TICKET_STATUS_CLOSED);
  after = engine_get (desk, desk->admin, &desk_ticket_kind, id, NULL);
  g_assert_cmpint (desk_entity_get_integer (after, DESK_TICKET_MESSAGE_COUNT), ==, 3);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM notifications WHERE kind = 'customer_wrote'"), >, 0);
  g_assert_cmpint (say_and_look (desk, id, "Thanks, but it still leaks"), ==, DESK_TICKET_STATUS_IN_PROGRESS);
  g_assert_nonnull (query);
}

static void
refuse_refund (EngineDesk *desk, const char *id, DeskResolutionType type, gint64 refund)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_resolve (desk, desk->agent, id, type, refund, &error));
  engine_assert_field (error, "refund");
}

static void
test_refund (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", "ORD-001", NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  g_autoptr (DeskEntity) resolved = NULL;
  const char *id = desk_entity_get_id (ticket);

  refuse_refund (desk, id, DESK_RESOLUTION_TYPE_FULL_REFUND, -1);
  refuse_refund (desk, id, DESK_RESOLUTION_TYPE_FULL_REFUND, 0);
  refuse_refund (desk, id, DESK_RESOLUTION_TYPE_PARTIAL_REFUND, 350001);
  refuse_refund (desk, id, DESK_RESOLUTION_TYPE_REPLACEMENT, 100);
  resolved = engine_resolve (desk, desk->agent, id, DESK_RESOLUTION_TYPE_FULL_REFUND, 350000, NULL);
  g_assert_nonnull (resolved);
}

static void
test_bad_query (EngineDesk *desk)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_add_query (desk, desk->executive, "12", "ORD-404", &error));
  engine_assert_field (error, "mobile");
  engine_assert_field (error, "order_number");
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM queries"), ==, 0);
}

void
engine_add_workflow_cases (void)
{
  engine_add ("workflow/two-tier-shop", test_two_tier_shop);
  engine_add ("workflow/escalated-once", test_escalated_once);
  engine_add ("workflow/delete", test_delete);
  engine_add ("workflow/transitions", test_transitions);
  engine_add ("workflow/customer-reopens", test_customer_reopens);
  engine_add ("workflow/\"Thanks!\" reopens and spoils figures", test_thanks_reopens);
  engine_add ("workflow/refund", test_refund);
  engine_add ("workflow/bad-query", test_bad_query);
}
