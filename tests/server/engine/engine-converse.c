/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include "core/desk-json.h"
#include "server/desk/desk-converse.h"

/* A reply that was written without having seen the newest message is held back, with what was missed. */
static void
test_base_seq (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) first = engine_say (desk, desk->customer, &desk_ticket_kind, id, "One", FALSE, -1, NULL);
  gint64 seen = desk_entity_get_seq (first);
  g_autoptr (DeskEntity) second = engine_say (desk, desk->customer, &desk_ticket_kind, id, "Two", FALSE, -1, NULL);
  g_autoptr (DeskEntity) note = NULL;
  g_autoptr (DeskEntity) answer = NULL;
  g_autoptr (DeskEntity) again = NULL;
  g_autoptr (JsonNode) missed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (engine_say (desk, desk->agent, &desk_ticket_kind, id, "Answer", FALSE, seen, &error));
  engine_assert_error (error, DESK_ERROR_CONFLICT);
  g_assert_cmpstr (desk_error_get_extra_name (error), ==, "messages");
  missed = desk_json_parse (desk_error_get_extra_json (error), -1, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (missed)), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (json_node_get_array (missed), 0),
                                                  "body"),
                   ==, "Two");

  /* A note disturbs nobody; who has seen all may answer; one's own words are no news. */
  note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hm", TRUE, seen, NULL);
  answer = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Answer", FALSE, desk_entity_get_seq (second), NULL);
  again = engine_say (desk, desk->agent, &desk_ticket_kind, id, "More", FALSE, desk_entity_get_seq (second), NULL);
  g_assert_nonnull (again);
}

typedef struct
{
  const char *id;
  gint64 n;
} Read;

static gboolean
mark_read (DeskTransaction *transaction, gpointer data, GError **error)
{
  Read *read = data;

  return desk_converse_mark_read (transaction, &desk_ticket_kind, read->id, NULL, &read->n, error);
}

/* Reading, and changing hands, move messages in the feed: neither makes an old message look like a new one. */
static void
test_moved_is_not_new (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) said = engine_say (desk, desk->customer, &desk_ticket_kind, id, "One", FALSE, -1, NULL);
  Read read = { id, 0 };
  g_autoptr (DeskEntity) given = NULL;
  g_autoptr (DeskEntity) answer = NULL;
  g_autoptr (DeskEntity) moved = NULL;

  engine_run (desk, desk->agent, DESK_DB_WRITE, mark_read, &read, NULL);
  g_assert_cmpint (read.n, ==, 1);
  given = engine_assign (desk, desk->admin, id, desk->agent_two->id, NULL);
  moved = engine_get (desk, desk->agent_two, &desk_message_kind, desk_entity_get_id (said), NULL);
  g_assert_cmpint (desk_entity_get_seq (moved), >, desk_entity_get_seq (said));
  g_assert_true (desk_entity_is_set (moved, DESK_MESSAGE_READ_BY_AGENT_AT));
  answer = engine_say (desk, desk->agent_two, &desk_ticket_kind, id, "A", FALSE, desk_entity_get_seq (said), NULL);
  g_assert_nonnull (answer);
}

static void
test_rights (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  g_autoptr (DeskEntity) ticket = engine_escalate (desk, desk->executive, "Q-1", desk->agent->id, NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (GError) note_error = NULL;
  g_autoptr (GError) executive_error = NULL;
  g_autoptr (GError) other_error = NULL;

  g_assert_null (engine_say (desk, desk->customer, &desk_ticket_kind, id, "x", TRUE, -1, &note_error));
  engine_assert_field (note_error, "is_internal");
  g_assert_null (engine_say (desk, desk->executive, &desk_ticket_kind, id, "x", FALSE, -1, &executive_error));
  engine_assert_error (executive_error, DESK_ERROR_FORBIDDEN);
  g_assert_null (engine_say (desk, desk->tech, &desk_ticket_kind, id, "x", FALSE, -1, &other_error));
  engine_assert_error (other_error, DESK_ERROR_NOT_FOUND);
}

/* Words that follow each other at once stay in their order for everybody: no two have the same millisecond. */
static void
test_order (EngineDesk *desk)
{
  g_autoptr (DeskEntity) query = engine_add_query (desk, desk->executive, "+919876543210", NULL, NULL);
  gint64 last = desk_entity_get_time (query, DESK_QUERY_LAST_MESSAGE_AT) / 1000;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (DeskEntity) said = engine_say (desk, desk->executive, &desk_query_kind, "Q-1", "x", i % 2, -1, NULL);
      gint64 at = desk_entity_get_time (said, DESK_ENTITY_CREATED_AT) / 1000;

      g_assert_cmpint (at, >, last);
      last = at;
    }
}

void
engine_add_converse_cases (void)
{
  engine_add ("converse/base-seq", test_base_seq);
  engine_add ("converse/moved-is-not-new", test_moved_is_not_new);
  engine_add ("converse/rights", test_rights);
  engine_add ("converse/order", test_order);
}
