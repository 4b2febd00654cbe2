/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "client/desk-test-customer.h"
#include "client/desk-test-proxy.h"
#include "core/desk-error.h"

/* Two of the staff, one of them over a network that can fail, and the customer. */
typedef struct
{
  DeskTestServer *server;
  DeskTestProxy *proxy;
  char *folders[2];
  DeskSession *session; /* an executive, over the proxy */
  DeskSession *other;   /* an agent */
  DeskTestCustomer *customer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->server = desk_test_server_new (60);
  fixture->proxy = desk_test_proxy_new (fixture->server->port);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->folders); i++)
    fixture->folders[i] = desk_test_make_folder ();
  fixture->session =
      desk_test_sign_in (fixture->server, "executive", desk_test_proxy_get_url (fixture->proxy), fixture->folders[0]);
  fixture->other = desk_test_sign_in (fixture->server, "agent", NULL, fixture->folders[1]);
  fixture->customer = desk_test_customer_new (fixture->server);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->other);
  desk_test_customer_free (fixture->customer);
  desk_test_proxy_free (fixture->proxy);
  desk_test_server_free (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->folders); i++)
    {
      desk_test_remove_folder (fixture->folders[i]);
      g_free (fixture->folders[i]);
    }
}

static char *
try_it (DeskSession *session, DeskCommandKind kind, const char *chat_id, const char *arguments, GError **error)
{
  char *new_id = NULL;
  g_autofree char *id = desk_session_do (session, kind, chat_id,
                                         arguments != NULL ? g_variant_new_parsed (arguments) : NULL, &new_id, error);

  return id != NULL ? new_id : NULL;
}

static char *
do_it (DeskSession *session, DeskCommandKind kind, const char *chat_id, const char *arguments)
{
  g_autoptr (GError) error = NULL;
  char *new_id = try_it (session, kind, chat_id, arguments, &error);

  g_assert_no_error (error);
  return new_id;
}

static void
assert_refused (DeskSession *session, DeskCommandKind kind, const char *chat_id, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *new_id = try_it (session, kind, chat_id, "{'subject': <'x'>}", &error);

  /* Only what becomes a ticket takes a subject. */
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_INVALID))
    {
      g_clear_error (&error);
      new_id = try_it (session, kind, chat_id, NULL, &error);
    }
  g_assert_error (error, DESK_ERROR, DESK_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, why));
}

static DeskEntity *
wait_for_entity (DeskSession *session, const DeskKind *kind, const char *id)
{
  g_autoptr (DeskEntity) entity = NULL;

  desk_test_wait_for ((entity = desk_session_dup_entity (session, kind, id)) != NULL);
  return g_steal_pointer (&entity);
}

static DeskChatStatus
get_status (DeskEntity *chat)
{
  return desk_entity_get_enum (chat, DESK_CHAT_STATUS);
}

static const char *
get_me (DeskSession *session)
{
  return desk_entity_get_id (DESK_ENTITY (desk_session_get_me (session)));
}

/* Chats that wait, the longest waiting first. */
static DeskListModel *
list_waiting (DeskSession *session)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_chat_kind);

  desk_list_spec_add_enum (spec, DESK_CHAT_STATUS, DESK_CHAT_STATUS_WAITING);
  desk_list_spec_set_sort (spec, DESK_CHAT_WAITING_SINCE, FALSE);
  return desk_test_list (session, spec);
}

static DeskListModel *
list_unread (DeskSession *session)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_chat_kind);

  desk_list_spec_add_text (spec, DESK_CHAT_ASSIGNED_TO, get_me (session));
  desk_list_spec_set_range (spec, DESK_CHAT_UNREAD_BY_AGENT, 1, 0);
  return desk_test_list (session, spec);
}

/* From "somebody is waiting" to the last word: both of the staff see each step as it comes, without asking. */
static void
test_story (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (DeskListModel) waiting = list_waiting (fixture->session);
  g_autoptr (DeskListModel) unread = list_unread (fixture->session);
  g_autofree char *id = desk_test_customer_begin_chat (fixture->customer, "My kettle leaks");
  g_autoptr (DeskEntity) chat = wait_for_entity (fixture->session, &desk_chat_kind, id);
  g_autoptr (DeskEntity) theirs = wait_for_entity (fixture->other, &desk_chat_kind, id);
  g_autofree char *reply_id = NULL;
  g_autoptr (DeskEntity) reply = NULL;
  g_autofree char *path = g_strdup_printf ("/support/chats/%s", id);
  int place;

  g_assert_cmpint (get_status (chat), ==, DESK_CHAT_STATUS_WAITING);
  g_assert_cmpint (desk_entity_get_integer (chat, DESK_CHAT_UNREAD_BY_AGENT), ==, 1);
  desk_test_wait_for ((place = desk_list_model_find (waiting, id)) >= 0);
  /* The others have been waiting for longer. */
  g_assert_cmpint (place, ==, (int) g_list_model_get_n_items (G_LIST_MODEL (waiting)) - 1);

  g_free (do_it (fixture->session, DESK_COMMAND_CHAT_ACCEPT, id, NULL));
  desk_test_wait_for (get_status (theirs) == DESK_CHAT_STATUS_ACTIVE);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && get_status (chat) == DESK_CHAT_STATUS_ACTIVE);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO), ==, get_me (fixture->session));
  desk_test_wait_for (desk_list_model_find (waiting, id) < 0);
  desk_test_wait_for (desk_list_model_find (unread, id) >= 0);
  assert_refused (fixture->other, DESK_COMMAND_CHAT_ACCEPT, id, "has this chat already");

  g_free (do_it (fixture->session, DESK_COMMAND_CHAT_READ, id, NULL));
  desk_test_wait_for (desk_entity_get_integer (theirs, DESK_CHAT_UNREAD_BY_AGENT) == 0);
  desk_test_wait_for (desk_list_model_find (unread, id) < 0);

  reply_id = do_it (fixture->session, DESK_COMMAND_CHAT_REPLY, id, "{'body': <'We send another one'>}");
  reply = wait_for_entity (fixture->session, &desk_message_kind, reply_id);
  desk_test_wait_for (desk_entity_get_version (reply) > 0);
  g_assert_cmpint (desk_entity_get_enum (reply, DESK_MESSAGE_CHANNEL), ==, DESK_QUERY_SOURCE_CHAT);
  g_assert_false (desk_entity_is_set (reply, DESK_MESSAGE_READ_BY_CUSTOMER_AT));
  desk_test_customer_read (fixture->customer, id);
  desk_test_wait_for (desk_entity_is_set (reply, DESK_MESSAGE_READ_BY_CUSTOMER_AT));

  desk_test_customer_say (fixture->customer, id, "Thank you!");
  desk_test_wait_for (desk_entity_get_integer (chat, DESK_CHAT_UNREAD_BY_AGENT) == 1);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_LAST_MESSAGE), ==, "Thank you!");
  g_free (do_it (fixture->session, DESK_COMMAND_CHAT_END, id, NULL));
  desk_test_wait_for (get_status (theirs) == DESK_CHAT_STATUS_ENDED);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && get_status (chat) == DESK_CHAT_STATUS_ENDED);
  assert_refused (fixture->session, DESK_COMMAND_CHAT_END, id, "has ended already");
  assert_refused (fixture->session, DESK_COMMAND_CHAT_ACCEPT, id, "has ended");
  {
    g_autoptr (JsonObject) seen = desk_test_customer_call (fixture->customer, "GET", path, NULL);

    g_assert_cmpstr (json_object_get_string_member (seen, "status"), ==, "ended");
    g_assert_cmpint (json_object_get_int_member (seen, "message_count"), ==, 3);
  }
}

/* Without network all is shown at once, and comes to the customer in order. A note does not. */
static void
test_offline (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = desk_test_customer_begin_chat (fixture->customer, "Hello?");
  g_autoptr (DeskEntity) chat = wait_for_entity (fixture->session, &desk_chat_kind, id);
  g_autoptr (DeskEntity) before = NULL;
  g_autofree char *reply_id = NULL;
  g_autofree char *note_id = NULL;
  g_autoptr (DeskEntity) note = NULL;
  g_autofree char *path = g_strdup_printf ("/support/chats/%s/messages", id);
  g_autoptr (JsonObject) page = NULL;
  JsonArray *said;

  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (fixture->session) != DESK_SESSION_LIVE);
  before = desk_entity_copy (chat);
  /* Whoever answers in a chat that waits has it. */
  reply_id = do_it (fixture->session, DESK_COMMAND_CHAT_REPLY, id, "{'body': <'Here I am'>}");
  desk_test_wait_for (get_status (chat) == DESK_CHAT_STATUS_ACTIVE);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO), ==, get_me (fixture->session));
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_LAST_MESSAGE), ==, "Here I am");
  g_assert_false (desk_entity_is_set (chat, DESK_CHAT_WAITING_SINCE));
  note_id = do_it (fixture->session, DESK_COMMAND_CHAT_REPLY, id, "{'body': <'Sounds upset'>, 'is_internal': <true>}");
  note = wait_for_entity (fixture->session, &desk_message_kind, note_id);
  g_free (do_it (fixture->session, DESK_COMMAND_CHAT_READ, id, NULL));
  desk_test_wait_for (desk_entity_get_integer (chat, DESK_CHAT_UNREAD_BY_AGENT) == 0);
  g_free (do_it (fixture->session, DESK_COMMAND_CHAT_END, id, NULL));
  desk_test_wait_for (get_status (chat) == DESK_CHAT_STATUS_ENDED);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_LAST_MESSAGE), ==, "Here I am");
  g_assert_cmpuint (desk_test_get_n_waiting (fixture->session), ==, 4);
  g_assert_true (desk_session_is_pending (fixture->session, id));

  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (fixture->session);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && desk_test_is_in_step (fixture->session));
  desk_test_wait_for (desk_entity_get_version (chat) > desk_entity_get_version (before)
                      && get_status (chat) == DESK_CHAT_STATUS_ENDED);
  page = desk_test_customer_call (fixture->customer, "GET", path, NULL);
  said = json_object_get_array_member (page, "data");
  g_assert_cmpuint (json_array_get_length (said), ==, 2);
  g_assert_true (desk_entity_get_flag (note, DESK_MESSAGE_IS_INTERNAL));
}

/* Who was slower sees their own "accepted" taken back. */
static void
test_taken (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = desk_test_customer_begin_chat (fixture->customer, "Hello?");
  g_autoptr (DeskEntity) chat = wait_for_entity (fixture->session, &desk_chat_kind, id);
  g_autoptr (DeskEntity) theirs = wait_for_entity (fixture->other, &desk_chat_kind, id);
  guint refused = 0;

  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (fixture->session) != DESK_SESSION_LIVE);
  g_free (do_it (fixture->session, DESK_COMMAND_CHAT_ACCEPT, id, NULL));
  desk_test_wait_for (get_status (chat) == DESK_CHAT_STATUS_ACTIVE);
  g_free (do_it (fixture->other, DESK_COMMAND_CHAT_ACCEPT, id, NULL));
  desk_test_wait_for (desk_test_get_n_waiting (fixture->other) == 0 && get_status (theirs) == DESK_CHAT_STATUS_ACTIVE);
  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (fixture->session);
  while (refused == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (fixture->session, "outbox-refused", &refused, NULL);
    }
  desk_test_wait_for (g_strcmp0 (desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO), get_me (fixture->other)) == 0);
}

/* A chat becomes a query with what the customer said, once; another one a ticket. Both are shown before they have a
 * number. */
static void
test_convert (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = desk_test_customer_begin_chat (fixture->customer, "My kettle leaks");
  g_autoptr (DeskEntity) chat = wait_for_entity (fixture->session, &desk_chat_kind, id);
  g_autofree char *query_id = NULL;
  g_autofree char *second = NULL;
  g_autofree char *ticket_id = NULL;
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) other = NULL;

  query_id = do_it (fixture->session, DESK_COMMAND_CHAT_TO_QUERY, id,
                    "{'priority': <'high'>, 'message': <'The kettle leaks'>, 'remarks': <'Polite'>}");
  query = wait_for_entity (fixture->session, &desk_query_kind, query_id);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_MESSAGE), ==, "The kettle leaks");
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_SOURCE), ==, DESK_QUERY_SOURCE_CHAT);
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID), ==,
                   desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID));
  desk_test_wait_for (get_status (chat) == DESK_CHAT_STATUS_ENDED);
  g_assert_cmpstr (desk_entity_get_string (chat, DESK_CHAT_QUERY_ID), ==, query_id);
  assert_refused (fixture->session, DESK_COMMAND_CHAT_TO_TICKET, id, "become a query");
  desk_test_wait_for (desk_entity_is_set (query, DESK_QUERY_NUMBER));
  desk_test_wait_for (!desk_session_is_pending (fixture->session, query_id));
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_PRIORITY), ==, DESK_PRIORITY_HIGH);

  second = desk_test_customer_begin_chat (fixture->customer, "And the lid is broken");
  other = wait_for_entity (fixture->session, &desk_chat_kind, second);
  ticket_id = do_it (fixture->session, DESK_COMMAND_CHAT_TO_TICKET, second,
                     "{'subject': <'Broken lid'>, 'category': <'Product Complaint'>, 'priority': <'low'>}");
  ticket = wait_for_entity (fixture->session, &desk_ticket_kind, ticket_id);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_SUBJECT), ==, "Broken lid");
  desk_test_wait_for (desk_entity_is_set (ticket, DESK_TICKET_NUMBER));
  desk_test_wait_for (desk_entity_get_version (other) > 0 && get_status (other) == DESK_CHAT_STATUS_ENDED);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_DESCRIPTION), ==, "And the lid is broken");
}

/* The list's search finds a chat by what was said in it and by who says it. */
static void
test_search (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = desk_test_customer_begin_chat (fixture->customer, "The xylophone has no mallets");
  g_autoptr (DeskEntity) chat = wait_for_entity (fixture->session, &desk_chat_kind, id);
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_chat_kind);
  g_autoptr (DeskListModel) found = NULL;
  g_autofree char *name = g_strdup (desk_session_get_name (fixture->session, &desk_customer_kind,
                                                           desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID)));

  desk_list_spec_set_search (spec, "mallets xylo");
  found = desk_test_list (fixture->session, spec);
  desk_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (found)) == 1);
  g_assert_cmpint (desk_list_model_find (found, id), ==, 0);
  desk_list_spec_set_search (spec, "zither");
  desk_list_model_set_spec (found, spec);
  desk_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (found)) == 0);
  desk_test_customer_say (fixture->customer, id, "Nor has the zither");
  desk_test_wait_for (desk_list_model_find (found, id) == 0);
  desk_list_spec_set_search (spec, name);
  desk_list_model_set_spec (found, spec);
  desk_test_wait_for (desk_list_model_find (found, id) >= 0);
}

static gboolean
has_viewers (DeskSession *session, const char *thread_id)
{
  g_auto (GStrv) viewers = desk_session_dup_viewers (session, thread_id);

  return viewers != NULL && viewers[0] != NULL;
}

/* The customer is seen writing, and a colleague who comes and goes meanwhile does not end that. */
static void
test_typing (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *id = desk_test_customer_begin_chat (fixture->customer, "Hello?");
  g_autoptr (DeskEntity) chat = wait_for_entity (fixture->session, &desk_chat_kind, id);
  const char *customer_id = desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID);

  desk_session_join (fixture->session, DESK_SUBJECT_CHAT, id);
  desk_session_join (fixture->other, DESK_SUBJECT_CHAT, id);
  desk_test_wait_for (has_viewers (fixture->session, id));
  desk_test_customer_set_typing (fixture->customer, id, TRUE);
  desk_test_wait_for (desk_session_is_typing (fixture->session, id, customer_id));
  g_assert_false (desk_session_is_typing (fixture->session, id, get_me (fixture->other)));
  desk_session_leave (fixture->other, id);
  desk_test_wait_for (!has_viewers (fixture->session, id));
  g_assert_true (desk_session_is_typing (fixture->session, id, customer_id));
  desk_test_customer_set_typing (fixture->customer, id, FALSE);
  desk_test_wait_for (!desk_session_is_typing (fixture->session, id, customer_id));
  desk_session_leave (fixture->session, id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/client/chats/story", Fixture, NULL, set_up, test_story, tear_down);
  g_test_add ("/client/chats/offline", Fixture, NULL, set_up, test_offline, tear_down);
  g_test_add ("/client/chats/taken", Fixture, NULL, set_up, test_taken, tear_down);
  g_test_add ("/client/chats/convert", Fixture, NULL, set_up, test_convert, tear_down);
  g_test_add ("/client/chats/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/client/chats/typing", Fixture, NULL, set_up, test_typing, tear_down);
  return g_test_run ();
}
