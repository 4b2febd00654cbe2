/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-cases.h"

#include <string.h>

#include "core/desk-json.h"
#include "core/desk-time.h"

#define CANARY "canary in a note"
#define N_RACERS 12

static DeskEntity *
get_chat (EngineDesk *desk, const char *id)
{
  return engine_get (desk, desk->admin, &desk_chat_kind, id, NULL);
}

static void
assert_chat (EngineDesk *desk, const char *id, DeskChatStatus status, DeskViewer *holder)
{
  g_autoptr (DeskEntity) chat = get_chat (desk, id);

  g_assert_cmpint (desk_entity_get_enum (chat, DESK_CHAT_STATUS), ==, status);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO), ==, holder != NULL ? holder->id : NULL);
}

static void
assert_unread (EngineDesk *desk, const char *id, gint64 by_agent, gint64 by_customer)
{
  g_autoptr (DeskEntity) chat = get_chat (desk, id);

  g_assert_cmpint (desk_entity_get_integer (chat, DESK_CHAT_UNREAD_BY_AGENT), ==, by_agent);
  g_assert_cmpint (desk_entity_get_integer (chat, DESK_CHAT_UNREAD_BY_CUSTOMER), ==, by_customer);
  engine_recount (desk);
}

static void
say (EngineDesk *desk, DeskViewer *viewer, const char *id, const char *body)
{
  g_autoptr (DeskEntity) message = engine_say (desk, viewer, &desk_chat_kind, id, body, FALSE, -1, NULL);

  g_assert_nonnull (message);
}

static void
note (EngineDesk *desk, DeskViewer *viewer, const char *id, const char *body)
{
  g_autoptr (DeskEntity) message = engine_say (desk, viewer, &desk_chat_kind, id, body, TRUE, -1, NULL);

  g_assert_nonnull (message);
}

static void
accept_chat (EngineDesk *desk, DeskViewer *viewer, const char *id)
{
  g_autoptr (DeskEntity) chat = engine_accept_chat (desk, viewer, id, NULL);

  g_assert_nonnull (chat);
}

/* A chat of the customer that waits: its id. */
static char *
start (EngineDesk *desk)
{
  g_autoptr (DeskEntity) chat = engine_start_chat (desk, desk->customer, desk->customer, "Hello, I need help", NULL);

  return g_strdup (desk_entity_get_id (chat));
}

/* How many notices somebody has about chats, of one kind; those that are read count only with @also_read. */
static guint
count_notices (EngineDesk *desk, DeskViewer *viewer, DeskNotificationKind kind, gboolean also_read)
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
                       desk_enum_to_wire (&desk_notification_kind_enum, kind))
          && g_strcmp0 (json_object_get_string_member (row, "about_kind"),
                        desk_enum_to_wire (&desk_subject_enum, DESK_SUBJECT_CHAT))
                 == 0
          && (also_read || json_object_get_null_member (row, "read_at")))
        n++;
    }
  return n;
}

#define assert_notices(desk, viewer, kind, n)                                                                          \
  g_assert_cmpuint (count_notices (desk, (desk)->viewer, DESK_NOTIFICATION_KIND_##kind, FALSE), ==, n)

/* services-marketplace.md, "Use case 2. Live Chat Support", step by step. */
static void
test_live_chat_support (EngineDesk *desk)
{
  /* 1. Customer opens chat in app */
  g_autofree char *id = start (desk);
  g_autoptr (DeskEntity) chat = NULL;

  /* 2. Message appears in admin chat panel; 3. Admin sees unread count (1) */
  chat = engine_get (desk, desk->admin, &desk_chat_kind, id, NULL);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_LAST_MESSAGE), ==, "Hello, I need help");
  assert_unread (desk, id, 1, 0);
  assert_chat (desk, id, DESK_CHAT_STATUS_WAITING, NULL);
  /* 4. Admin opens conversation; 5. Admin responds to customer */
  accept_chat (desk, desk->admin, id);
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->admin);
  say (desk, desk->admin, id, "We're here to help!");
  assert_unread (desk, id, 1, 1);
  /* 6. Real-time back-and-forth conversation */
  g_assert_true (engine_read_chat (desk, desk->customer, id, NULL, NULL));
  say (desk, desk->customer, id, "My account");
  say (desk, desk->admin, id, "What seems to be the issue?");
  say (desk, desk->customer, id, "I can't sign in");
  say (desk, desk->admin, id, "Done, please try again");
  assert_unread (desk, id, 3, 2);
  /* 7. Issue resolved; 8. Admin marks as read */
  g_assert_true (engine_read_chat (desk, desk->admin, id, NULL, NULL));
  assert_unread (desk, id, 0, 2);
  g_object_unref (engine_end_chat (desk, desk->admin, id, NULL));
  assert_chat (desk, id, DESK_CHAT_STATUS_ENDED, desk->admin);
  g_clear_object (&chat);
  chat = get_chat (desk, id);
  g_assert_cmpint (desk_entity_get_integer (chat, DESK_CHAT_MESSAGE_COUNT), ==, 6);
  g_assert_false (desk_entity_is_set (chat, DESK_CHAT_WAITING_SINCE));
  g_assert_true (desk_entity_is_set (chat, DESK_CHAT_FIRST_RESPONSE_AT));
  g_assert_true (desk_entity_is_set (chat, DESK_CHAT_ENDED_AT));
}

/* Read marks go up to a message, and a side only marks what the other one wrote. */
static void
test_read_up_to (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (DeskEntity) second = engine_say (desk, desk->customer, &desk_chat_kind, id, "Hello?", FALSE, -1, NULL);

  say (desk, desk->customer, id, "Are you there?");
  g_assert_true (engine_read_chat (desk, desk->customer, id, NULL, NULL));
  assert_unread (desk, id, 3, 0);
  g_assert_true (engine_read_chat (desk, desk->agent, id, desk_entity_get_id (second), NULL));
  assert_unread (desk, id, 1, 0);
  g_assert_true (engine_read_chat (desk, desk->agent, id, desk_entity_get_id (second), NULL));
  assert_unread (desk, id, 1, 0);
  say (desk, desk->agent, id, "Yes");
  say (desk, desk->agent, id, "I am");
  g_assert_true (engine_read_chat (desk, desk->customer, id, NULL, NULL));
  assert_unread (desk, id, 1, 0);
}

/* Customers begin for themselves, staff for a customer; there is one conversation at a time. */
static void
test_start (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (GError) other = NULL, twice = NULL, unknown = NULL;
  g_autoptr (DeskEntity) by_staff = NULL;
  DeskViewer nobody = { .id = (char *) "0190a5a0-0000-7000-8000-000000000000" };

  g_assert_null (engine_start_chat (desk, desk->customer_two, desk->customer, "Not mine", &other));
  engine_assert_field (other, "customer_id");
  g_assert_null (engine_start_chat (desk, desk->admin, desk->customer, "Once more", &twice));
  engine_assert_error (twice, DESK_ERROR_CONFLICT);
  g_assert_cmpstr (desk_error_get_extra_name (twice), ==, "chat");
  g_assert_nonnull (strstr (desk_error_get_extra_json (twice), id));
  g_assert_null (engine_start_chat (desk, desk->admin, &nobody, "Who?", &unknown));
  engine_assert_field (unknown, "customer_id");
  by_staff = engine_start_chat (desk, desk->executive, desk->customer_two, "Your order is on its way", NULL);
  assert_chat (desk, desk_entity_get_id (by_staff), DESK_CHAT_STATUS_ACTIVE, desk->executive);
  assert_unread (desk, desk_entity_get_id (by_staff), 0, 1);
  g_assert_cmpuint (count_notices (desk, desk->customer_two, DESK_NOTIFICATION_KIND_AGENT_REPLIED, TRUE), ==, 1);
}

/* A chat that waits is taken once; who comes second is told who has it, and one that has ended is not taken. */
static void
test_accept (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (DeskEntity) again = NULL;
  g_autoptr (GError) taken = NULL, ended = NULL, over = NULL;

  accept_chat (desk, desk->executive, id);
  again = engine_accept_chat (desk, desk->executive, id, NULL);
  g_assert_nonnull (again);
  g_assert_null (engine_accept_chat (desk, desk->agent, id, &taken));
  engine_assert_error (taken, DESK_ERROR_CONFLICT);
  g_assert_nonnull (strstr (taken->message, desk->executive->name));
  g_assert_nonnull (strstr (desk_error_get_extra_json (taken), desk->executive->id));
  g_object_unref (engine_end_chat (desk, desk->customer, id, NULL));
  g_assert_null (engine_accept_chat (desk, desk->executive, id, &ended));
  engine_assert_error (ended, DESK_ERROR_CONFLICT);
  g_assert_null (engine_end_chat (desk, desk->executive, id, &over));
  engine_assert_error (over, DESK_ERROR_CONFLICT);
}

/* Whoever answers in a chat that nobody has, has it: nobody is left waiting beside an answer. */
static void
test_answer_takes (EngineDesk *desk)
{
  g_autofree char *id = start (desk);

  note (desk, desk->agent, id, "Who takes this?");
  assert_chat (desk, id, DESK_CHAT_STATUS_WAITING, NULL);
  say (desk, desk->agent, id, "Hello Priya");
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->agent);
  say (desk, desk->admin, id, "And from me");
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->agent);
}

/* A customer who writes in a chat that has ended waits in it again; staff who do have it again. */
static void
test_ended (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (DeskEntity) other = NULL;
  g_autoptr (GError) refused = NULL;

  accept_chat (desk, desk->executive, id);
  say (desk, desk->executive, id, "Hello");
  g_object_unref (engine_end_chat (desk, desk->executive, id, NULL));
  say (desk, desk->customer, id, "One more thing");
  assert_chat (desk, id, DESK_CHAT_STATUS_WAITING, NULL);
  g_object_unref (engine_end_chat (desk, desk->executive, id, NULL));
  say (desk, desk->admin, id, "I forgot to say");
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->admin);
  g_object_unref (engine_end_chat (desk, desk->admin, id, NULL));
  /* Not beside another one that goes on. */
  other = engine_start_chat (desk, desk->customer, desk->customer, "New", NULL);
  g_assert_null (engine_say (desk, desk->customer, &desk_chat_kind, id, "Old", FALSE, -1, &refused));
  engine_assert_error (refused, DESK_ERROR_CONFLICT);
  g_assert_nonnull (strstr (desk_error_get_extra_json (refused), desk_entity_get_id (other)));
  note (desk, desk->admin, id, "A note opens nothing");
  assert_chat (desk, id, DESK_CHAT_STATUS_ENDED, desk->admin);
}

/* PAINS, "Chats stuck on an agent who left": answer timeout, back to the queue. */
static void
test_unanswered_goes_back_to_the_queue (EngineDesk *desk)
{
  gint64 patience = desk_preset_get_chat_answer (desk->preset);
  g_autofree char *id = start (desk);

  engine_return_chats (desk, patience * 10);
  assert_notices (desk, executive, CHAT_WAITING, 1); /* what waits already is not announced again */
  accept_chat (desk, desk->agent, id);
  assert_notices (desk, executive, CHAT_WAITING, 0);
  engine_return_chats (desk, patience - DESK_TIME_MINUTE);
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->agent);
  engine_return_chats (desk, patience + DESK_TIME_SECOND);
  assert_chat (desk, id, DESK_CHAT_STATUS_WAITING, NULL);
  assert_notices (desk, executive, CHAT_WAITING, 1);

  /* Who has answered keeps it, until the customer waits again. */
  accept_chat (desk, desk->agent, id);
  say (desk, desk->agent, id, "Hello");
  engine_return_chats (desk, patience * 10);
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->agent);
  say (desk, desk->customer, id, "And now?");
  engine_return_chats (desk, patience + DESK_TIME_SECOND);
  assert_chat (desk, id, DESK_CHAT_STATUS_WAITING, NULL);
  g_object_unref (engine_end_chat (desk, desk->admin, id, NULL));
  engine_return_chats (desk, patience * 10);
  assert_chat (desk, id, DESK_CHAT_STATUS_ENDED, NULL);
}

/* PAINS, "Chats stuck on an agent who left": whoever goes away, or loses the connection, leaves them to the others. */
static void
test_who_leaves_gives_back (EngineDesk *desk)
{
  g_autofree char *id = start (desk);

  accept_chat (desk, desk->agent, id);
  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_BUSY);
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->agent);
  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  assert_chat (desk, id, DESK_CHAT_STATUS_WAITING, NULL);
  assert_notices (desk, executive, CHAT_WAITING, 1);

  accept_chat (desk, desk->agent, id);
  say (desk, desk->agent, id, "Hello");
  engine_see (desk, desk->agent);
  engine_see (desk, desk->tech);
  engine_return_chats (desk, DESK_TIME_MINUTE);
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->agent);
  engine_return_chats (desk, 3 * DESK_TIME_MINUTE);
  assert_chat (desk, id, DESK_CHAT_STATUS_WAITING, NULL);

  /* Somebody who was never seen, and whoever was seen by a server that is gone, is not gone. */
  accept_chat (desk, desk->admin, id);
  say (desk, desk->admin, id, "Hello");
  engine_return_chats (desk, DESK_TIME_HOUR);
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->admin);
  engine_see (desk, desk->admin);
  engine_see (desk, NULL);
  engine_return_chats (desk, DESK_TIME_HOUR);
  assert_chat (desk, id, DESK_CHAT_STATUS_ACTIVE, desk->admin);
}

/* DOMAIN, "Notifications": chat waiting -> available executives; then whoever has it. */
static void
test_notifications (EngineDesk *desk)
{
  g_autofree char *id = NULL;

  engine_set_availability (desk, desk->executive, DESK_AVAILABILITY_AWAY);
  id = start (desk);
  assert_notices (desk, executive, CHAT_WAITING, 0);
  /* PAINS: drained when somebody comes online. */
  engine_set_availability (desk, desk->executive, DESK_AVAILABILITY_AVAILABLE);
  assert_notices (desk, executive, CHAT_WAITING, 1);
  engine_set_availability (desk, desk->executive, DESK_AVAILABILITY_BUSY);
  engine_set_availability (desk, desk->executive, DESK_AVAILABILITY_AVAILABLE);
  assert_notices (desk, executive, CHAT_WAITING, 1);
  assert_notices (desk, agent, CHAT_WAITING, 0);
  say (desk, desk->customer, id, "Hello?");
  assert_notices (desk, executive, CHAT_WAITING, 1);
  assert_notices (desk, executive, CUSTOMER_WROTE, 0);
  accept_chat (desk, desk->agent, id);
  assert_notices (desk, executive, CHAT_WAITING, 0);
  say (desk, desk->customer, id, "Still there");
  assert_notices (desk, agent, CUSTOMER_WROTE, 0); /* they have not answered what made them take it */
  say (desk, desk->agent, id, "Hello");
  say (desk, desk->agent, id, "How can I help you?");
  assert_notices (desk, customer, AGENT_REPLIED, 1);
  say (desk, desk->customer, id, "My parcel");
  say (desk, desk->customer, id, "is lost");
  assert_notices (desk, agent, CUSTOMER_WROTE, 1);
  assert_notices (desk, executive, CUSTOMER_WROTE, 0);
  note (desk, desk->agent, id, "@Meera please look");
  assert_notices (desk, manager, MENTIONED, 1);
}

static void
assert_sees (EngineDesk *desk, DeskViewer *viewer, const DeskKind *kind, const char *id, gboolean is_seen)
{
  g_autoptr (GHashTable) rows = engine_list (desk, viewer, kind, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) entity = engine_get (desk, viewer, kind, id, &error);

  g_assert_cmpint (g_hash_table_contains (rows, id), ==, is_seen);
  g_assert_cmpint (entity != NULL, ==, is_seen);
}

/* DOMAIN, "Who may do what": chat - own for a customer, all for staff. */
static void
test_visibility (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  DeskViewer *staff[] = { desk->admin, desk->manager,   desk->manager_tech, desk->agent,
                          desk->tech,  desk->agent_two, desk->executive };
  DeskViewer *others[] = { desk->customer_two, desk->newcomer };
  g_autoptr (DeskEntity) reply = engine_say (desk, desk->agent, &desk_chat_kind, id, "Hello", FALSE, -1, NULL);
  g_autoptr (GError) said = NULL, ended = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (staff); i++)
    {
      assert_sees (desk, staff[i], &desk_chat_kind, id, TRUE);
      assert_sees (desk, staff[i], &desk_message_kind, desk_entity_get_id (reply), TRUE);
    }
  assert_sees (desk, desk->customer, &desk_chat_kind, id, TRUE);
  assert_sees (desk, desk->customer, &desk_message_kind, desk_entity_get_id (reply), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      assert_sees (desk, others[i], &desk_chat_kind, id, FALSE);
      assert_sees (desk, others[i], &desk_message_kind, desk_entity_get_id (reply), FALSE);
    }
  g_assert_null (engine_say (desk, desk->customer_two, &desk_chat_kind, id, "Mine?", FALSE, -1, &said));
  engine_assert_error (said, DESK_ERROR_NOT_FOUND);
  g_assert_null (engine_end_chat (desk, desk->customer_two, id, &ended));
  engine_assert_error (ended, DESK_ERROR_NOT_FOUND);
}

static void
assert_no_canary (EngineDesk *desk, DeskViewer *viewer)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autoptr (GHashTable) rows = engine_list (desk, viewer, desk_kinds[i], NULL, NULL);
      GHashTableIter iter;
      gpointer json;

      g_hash_table_iter_init (&iter, rows);
      while (g_hash_table_iter_next (&iter, NULL, &json))
        g_assert_null (strstr (json, CANARY));
    }
}

/* A note in a chat stays at the desk: not in what the customer lists, nor in a preview, a count, a notice, or in what
 * the chat becomes. */
static void
test_note_never_reaches_the_customer (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (GError) refused = NULL;
  g_autoptr (DeskEntity) ticket = NULL;

  accept_chat (desk, desk->agent, id);
  note (desk, desk->agent, id, CANARY);
  assert_unread (desk, id, 1, 0);
  note (desk, desk->executive, id, CANARY " @Arjun");
  say (desk, desk->agent, id, "Hello");
  note (desk, desk->agent, id, CANARY);
  assert_unread (desk, id, 1, 1);
  g_assert_null (engine_say (desk, desk->customer, &desk_chat_kind, id, "A note of mine", TRUE, -1, &refused));
  engine_assert_field (refused, "is_internal");
  ticket = engine_convert_chat (desk, desk->agent, id, DESK_SUBJECT_TICKET, NULL);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_DESCRIPTION), ==, "Hello, I need help");
  assert_no_canary (desk, desk->customer);
  assert_no_canary (desk, desk->customer_two);
}

/* A chat becomes a query once; the conversation stays reachable from it. */
static void
test_becomes_a_query (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) chat = NULL;
  g_autoptr (GHashTable) messages = NULL;
  g_autoptr (GError) refused = NULL;

  say (desk, desk->customer, id, "My parcel is lost");
  accept_chat (desk, desk->executive, id);
  say (desk, desk->executive, id, "I look into it");
  query = engine_convert_chat (desk, desk->executive, id, DESK_SUBJECT_QUERY, NULL);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID), ==, desk->customer->id);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_NAME), ==, "Priya Sharma");
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_MESSAGE), ==, "Hello, I need help\nMy parcel is lost");
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_SOURCE), ==, DESK_QUERY_SOURCE_CHAT);
  assert_chat (desk, id, DESK_CHAT_STATUS_ENDED, desk->executive);
  chat = get_chat (desk, id);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_QUERY_ID), ==, desk_entity_get_id (query));
  messages = engine_list (desk, desk->tech, &desk_message_kind, "thread_id", id);
  g_assert_cmpuint (g_hash_table_size (messages), ==, 3);
  g_assert_null (engine_convert_chat (desk, desk->agent, id, DESK_SUBJECT_TICKET, &refused));
  engine_assert_error (refused, DESK_ERROR_CONFLICT);
  g_assert_nonnull (strstr (refused->message, desk_entity_get_string (query, DESK_QUERY_NUMBER)));
  g_assert_cmpstr (desk_error_get_extra_name (refused), ==, "query");
  /* Deleted, the query leaves the chat behind, which may become something else. */
  g_assert_true (engine_delete (desk, desk->admin, &desk_query_kind, desk_entity_get_id (query), NULL));
  g_object_unref (engine_convert_chat (desk, desk->executive, id, DESK_SUBJECT_TICKET, NULL));
}

/* A chat becomes a ticket, also by an executive, who keeps sight of it: that is how they escalate. */
static void
test_becomes_a_ticket (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (DeskEntity) ticket = engine_convert_chat (desk, desk->executive, id, DESK_SUBJECT_TICKET, NULL);
  g_autoptr (DeskEntity) seen =
      engine_get (desk, desk->executive, &desk_ticket_kind, desk_entity_get_id (ticket), NULL);
  g_autoptr (GError) refused = NULL;

  g_assert_nonnull (seen);
  g_assert_true (desk_entity_is_set (ticket, DESK_TICKET_WAITING_SINCE));
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO), ==, desk->agent->id);
  assert_chat (desk, id, DESK_CHAT_STATUS_ENDED, NULL);
  g_assert_null (engine_convert_chat (desk, desk->admin, id, DESK_SUBJECT_QUERY, &refused));
  engine_assert_error (refused, DESK_ERROR_CONFLICT);
  g_assert_nonnull (strstr (refused->message, desk_entity_get_string (ticket, DESK_TICKET_NUMBER)));
  g_assert_true (engine_delete (desk, desk->admin, &desk_ticket_kind, desk_entity_get_id (ticket), NULL));
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM chats WHERE ticket_id IS NOT NULL"), ==, 0);
}

/* The history tells who had a chat and when, and why it came back; what was said stands in the conversation. */
static void
test_history (EngineDesk *desk)
{
  g_autofree char *id = start (desk);
  g_autoptr (GHashTable) rows = NULL;

  accept_chat (desk, desk->agent, id);
  say (desk, desk->agent, id, "Hello");
  say (desk, desk->customer, id, "Hello");
  engine_set_availability (desk, desk->agent, DESK_AVAILABILITY_AWAY);
  say (desk, desk->executive, id, "Hello");
  g_object_unref (engine_end_chat (desk, desk->executive, id, NULL));
  rows = engine_list (desk, desk->agent, &desk_history_kind, "entity_id", id);
  g_assert_cmpuint (g_hash_table_size (rows), ==, 5);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM history WHERE entity_kind = 'chat' "
                                       "AND details LIKE '%went away%'"),
                   ==, 1);
}

typedef struct
{
  EngineDesk *desk;
  DeskViewer *viewer;
  const char *id;
  gint *n_won;
} Racer;

static void
check_lost (const GError *error)
{
  if (error->code != DESK_ERROR_CONFLICT)
    g_error ("A race ended with: %s", error->message);
}

static gpointer
race_to_accept (gpointer data)
{
  Racer *racer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) chat = engine_accept_chat (racer->desk, racer->viewer, racer->id, &error);

  if (chat != NULL)
    g_atomic_int_inc (racer->n_won);
  else
    check_lost (error);
  return NULL;
}

static gpointer
race_to_start (gpointer data)
{
  Racer *racer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) chat = engine_start_chat (racer->desk, racer->viewer, racer->desk->customer, "Hello", &error);

  if (chat != NULL)
    g_atomic_int_inc (racer->n_won);
  else
    check_lost (error);
  return NULL;
}

static gpointer
race_to_convert (gpointer data)
{
  Racer *racer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntity) made =
      engine_convert_chat (racer->desk, racer->viewer, racer->id,
                           racer->viewer == racer->desk->admin ? DESK_SUBJECT_QUERY : DESK_SUBJECT_TICKET, &error);

  if (made != NULL)
    g_atomic_int_inc (racer->n_won);
  else
    check_lost (error);
  return NULL;
}

/* Everything at once that may happen to one chat. */
static gpointer
race_to_talk (gpointer data)
{
  Racer *racer = data;
  EngineDesk *desk = racer->desk;

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GError) error = NULL, read_error = NULL;
      g_autoptr (DeskEntity) said =
          engine_say (desk, racer->viewer, &desk_chat_kind, racer->id, "Hello", i % 3 == 2, -1, &error);

      if (said != NULL)
        g_atomic_int_inc (racer->n_won);
      engine_read_chat (desk, racer->viewer, racer->id, NULL, &read_error);
      g_assert_no_error (read_error);
      if (racer->viewer == desk->agent)
        engine_set_availability (desk, desk->agent, i % 2 == 0 ? DESK_AVAILABILITY_AWAY : DESK_AVAILABILITY_AVAILABLE);
      if (racer->viewer == desk->admin)
        engine_return_chats (desk, DESK_TIME_HOUR);
    }
  return NULL;
}

static gint
run_race (EngineDesk *desk, DeskViewer *const *viewers, guint n_viewers, GThreadFunc step, const char *id)
{
  GThread *threads[N_RACERS];
  Racer racers[N_RACERS];
  gint n_won = 0;

  for (guint i = 0; i < N_RACERS; i++)
    {
      racers[i] = (Racer){ desk, viewers[i % n_viewers], id, &n_won };
      threads[i] = g_thread_new ("racer", step, &racers[i]);
    }
  for (guint i = 0; i < N_RACERS; i++)
    g_thread_join (threads[i]);
  return n_won;
}

/* Two executives accept at once: one has it. */
static void
test_race_to_accept (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->executive, desk->agent, desk->admin };
  g_autofree char *id = start (desk);

  /* Who has it already is told so, again and again: a third of the racers. */
  g_assert_cmpint (run_race (desk, viewers, G_N_ELEMENTS (viewers), race_to_accept, id), ==, N_RACERS / 3);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM chats WHERE status = 'active' AND version = 2"), ==, 1);
}

/* A customer with two windows, and somebody who writes to them, begin one conversation. */
static void
test_race_to_start (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->customer, desk->executive };

  g_assert_cmpint (run_race (desk, viewers, G_N_ELEMENTS (viewers), race_to_start, NULL), ==, 1);
  g_assert_cmpint (engine_count (desk, "SELECT count(*) FROM chats"), ==, 1);
}

static void
test_race_to_convert (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->executive, desk->agent, desk->admin };
  g_autofree char *id = start (desk);

  g_assert_cmpint (run_race (desk, viewers, G_N_ELEMENTS (viewers), race_to_convert, id), ==, 1);
  g_assert_cmpint (engine_count (desk, "SELECT (SELECT count(*) FROM tickets) + (SELECT count(*) FROM queries)"), ==,
                   1);
}

/* Whatever is said and read at once, both counts of what is unread are those of a recount. */
static void
test_race_to_talk (EngineDesk *desk)
{
  DeskViewer *viewers[] = { desk->customer, desk->agent, desk->admin };
  g_autofree char *id = start (desk);

  g_assert_cmpint (run_race (desk, viewers, G_N_ELEMENTS (viewers), race_to_talk, id), >, N_RACERS * 6 * 3 / 4);
}

void
engine_add_chat_cases (void)
{
  engine_add ("chats/services-use-case-2-live-chat-support", test_live_chat_support);
  engine_add ("chats/read-up-to", test_read_up_to);
  engine_add ("chats/start", test_start);
  engine_add ("chats/accept", test_accept);
  engine_add ("chats/answer-takes", test_answer_takes);
  engine_add ("chats/ended", test_ended);
  engine_add ("chats/unanswered-goes-back-to-the-queue", test_unanswered_goes_back_to_the_queue);
  engine_add ("chats/who-leaves-gives-back", test_who_leaves_gives_back);
  engine_add ("chats/notifications", test_notifications);
  engine_add ("chats/visibility", test_visibility);
  engine_add ("chats/note-never-reaches-the-customer", test_note_never_reaches_the_customer);
  engine_add ("chats/becomes-a-query", test_becomes_a_query);
  engine_add ("chats/becomes-a-ticket", test_becomes_a_ticket);
  engine_add ("chats/history", test_history);
  engine_add ("chats/race-to-accept", test_race_to_accept);
  engine_add ("chats/race-to-start", test_race_to_start);
  engine_add ("chats/race-to-convert", test_race_to_convert);
  engine_add ("chats/race-to-talk", test_race_to_talk);
}
