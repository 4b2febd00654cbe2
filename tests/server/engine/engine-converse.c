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

typedef struct
{
  const char *id;
  const char *body;
  char *told; /* owned */
} Note;

static gboolean
write_note (DeskTransaction *transaction, gpointer data, GError **error)
{
  Note *note = data;
  g_autoptr (DeskEntity) message = desk_entity_new (&desk_message_kind);
  g_autoptr (GString) told = g_string_new (NULL);

  desk_entity_set_string (message, DESK_MESSAGE_BODY, note->body);
  desk_entity_set_flag (message, DESK_MESSAGE_IS_INTERNAL, TRUE);
  if (!desk_converse_write_telling (transaction, &desk_ticket_kind, note->id, message, DESK_CONVERSE_NO_BASE, FALSE,
                                    told, error))
    return FALSE;
  note->told = g_string_free (g_steal_pointer (&told), FALSE);
  return TRUE;
}

/* Writes a note and gives what its writer learns of whom it names: "text:number of agents:told". */
static char *
dup_told (EngineDesk *desk, const char *id, const char *body)
{
  Note note = { id, body, NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *mentions;

  engine_run (desk, desk->agent, DESK_DB_WRITE, write_note, &note, NULL);
  node = desk_json_parse (note.told, -1, NULL);
  mentions = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (mentions); i++)
    {
      JsonObject *mention = json_array_get_object_element (mentions, i);

      g_string_append_printf (text, "%s%s:%u:%s", i > 0 ? " " : "", json_object_get_string_member (mention, "text"),
                              json_array_get_length (json_object_get_array_member (mention, "agent_ids")),
                              json_object_get_boolean_member (mention, "is_told") ? "told" : "not");
    }
  g_free (note.told);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
rename_tech (DeskTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction->db, error, "UPDATE agents SET name = 'Meera Tech' WHERE id = $1", "s", data);
}

static void
assert_told (EngineDesk *desk, const char *id, const char *body, const char *expected)
{
  g_autofree char *told = dup_told (desk, id, body);

  g_assert_cmpstr (told, ==, expected);
}

/* Who may not see the ticket hears nothing, a name that says too little is nobody's: and the writer learns it. */
static void
test_mentions (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);

  assert_told (desk, id, "Nobody is named, not even by me@meera.example or @Meeras", "");
  assert_told (desk, id, "@meera, please; @Meera!", "@Meera:1:told");
  assert_told (desk, id, "@Tara and @Nina and @Arjun Agent", "@Tara:1:not @Arjun Agent:1:not");
  engine_run (desk, desk->system, DESK_DB_WRITE, rename_tech, desk->tech->id, NULL);
  assert_told (desk, id, "@Meera?", "@Meera:2:not");
  assert_told (desk, id, "@Meera Manager and @Meera Tech", "@Meera Manager:1:told @Meera Tech:1:not");
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM notifications WHERE kind = 'mentioned'"), ==, 2);
}

typedef struct
{
  const char *id;
  const char *up_to;
  gint64 n;
} ReadUpTo;

static gboolean
mark_read_up_to (DeskTransaction *transaction, gpointer data, GError **error)
{
  ReadUpTo *read = data;

  return desk_converse_mark_read (transaction, &desk_ticket_kind, read->id, read->up_to, &read->n, error);
}

static gint64
mark_as (EngineDesk *desk, DeskViewer *viewer, const char *id, DeskEntity *up_to)
{
  ReadUpTo read = { id, up_to != NULL ? desk_entity_get_id (up_to) : NULL, 0 };

  engine_run (desk, viewer, DESK_DB_WRITE, mark_read_up_to, &read, NULL);
  return read.n;
}

/* Each side marks what the other wrote, up to where it has read; its own words and notes are not counted. */
static void
test_read_by_each_side (EngineDesk *desk)
{
  g_autoptr (DeskEntity) ticket = engine_add_ticket (desk, desk->admin, "Delivery Problem", NULL);
  const char *id = desk_entity_get_id (ticket);
  g_autoptr (DeskEntity) one = engine_say (desk, desk->customer, &desk_ticket_kind, id, "One", FALSE, -1, NULL);
  g_autoptr (DeskEntity) two = engine_say (desk, desk->customer, &desk_ticket_kind, id, "Two", FALSE, -1, NULL);
  g_autoptr (DeskEntity) note = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Hm", TRUE, -1, NULL);
  g_autoptr (DeskEntity) reply = engine_say (desk, desk->agent, &desk_ticket_kind, id, "Three", FALSE, -1, NULL);
  g_autoptr (DeskEntity) read_one = NULL;
  g_autoptr (DeskEntity) read_note = NULL;

  g_assert_cmpint (mark_as (desk, desk->agent, id, one), ==, 1);
  g_assert_cmpint (mark_as (desk, desk->agent, id, NULL), ==, 1);
  g_assert_cmpint (mark_as (desk, desk->agent, id, NULL), ==, 0);
  g_assert_cmpint (mark_as (desk, desk->customer, id, NULL), ==, 1);
  g_assert_cmpint (mark_as (desk, desk->customer, id, NULL), ==, 0);
  read_one = engine_get (desk, desk->agent, &desk_message_kind, desk_entity_get_id (one), NULL);
  read_note = engine_get (desk, desk->agent, &desk_message_kind, desk_entity_get_id (note), NULL);
  g_assert_true (desk_entity_is_set (read_one, DESK_MESSAGE_READ_BY_AGENT_AT));
  g_assert_false (desk_entity_is_set (read_one, DESK_MESSAGE_READ_BY_CUSTOMER_AT));
  g_assert_false (desk_entity_is_set (read_note, DESK_MESSAGE_READ_BY_CUSTOMER_AT));
}

void
engine_add_converse_cases (void)
{
  /* PAINS: "Two agents answer at once". */
  engine_add ("converse/two-agents-answer-at-once", test_base_seq);
  engine_add ("converse/moved-is-not-new", test_moved_is_not_new);
  engine_add ("converse/rights", test_rights);
  engine_add ("converse/order", test_order);
  engine_add ("converse/mentions", test_mentions);
  engine_add ("converse/read-by-each-side", test_read_by_each_side);
}
