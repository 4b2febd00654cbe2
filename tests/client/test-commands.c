/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "client/desk-test-proxy.h"
#include "client/desk-test-server.h"
#include "client/desk-test-world.h"
#include "core/desk-error.h"

/* A server, a network that can fail, and people at it. */
typedef struct
{
  DeskTestServer *server;
  DeskTestProxy *proxy;
  char *folder;
  DeskSession *session; /* an executive, over the proxy */
} Fixture;

static void
on_refused_say_cb (DeskSession *session, DeskOutboxItem *item, gpointer unused)
{
  g_test_message ("Refused: %s", desk_outbox_item_get_problem (item));
}

static void
set_up (Fixture *fixture, gconstpointer who)
{
  fixture->server = desk_test_server_new (200);
  fixture->proxy = desk_test_proxy_new (fixture->server->port);
  fixture->folder = desk_test_make_folder ();
  fixture->session =
      desk_test_sign_in (fixture->server, who, desk_test_proxy_get_url (fixture->proxy), fixture->folder);
  g_signal_connect (fixture->session, "command-refused", G_CALLBACK (on_refused_say_cb), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer who)
{
  g_clear_object (&fixture->session);
  desk_test_proxy_free (fixture->proxy);
  desk_test_server_free (fixture->server);
  desk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GVariant *
make_arguments (const char *first, ...)
{
  GVariantBuilder builder;
  va_list args;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  va_start (args, first);
  for (const char *name = first; name != NULL; name = va_arg (args, const char *))
    g_variant_builder_add (&builder, "{sv}", name, g_variant_new_string (va_arg (args, const char *)));
  va_end (args);
  return g_variant_builder_end (&builder);
}

static char *
do_it (DeskSession *session, DeskCommandKind kind, const char *target_id, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  char *new_id = NULL;
  g_autofree char *id = desk_session_do (session, kind, target_id, arguments, &new_id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
  return new_id;
}

static guint
get_n_refused (DeskSession *session)
{
  guint n;

  g_object_get (session, "outbox-refused", &n, NULL);
  return n;
}

static DeskEntity *
wait_for_entity (DeskSession *session, const DeskKind *kind, const char *id)
{
  g_autoptr (DeskEntity) entity = NULL;

  desk_test_wait_for ((entity = desk_session_dup_entity (session, kind, id)) != NULL);
  return g_steal_pointer (&entity);
}

static gboolean
is_there (DeskSession *session, const DeskKind *kind, const char *id)
{
  g_autoptr (DeskEntity) entity = desk_session_dup_entity (session, kind, id);

  return entity != NULL;
}

static char *
add_query (DeskSession *session, const char *name, const char *message)
{
  return do_it (session, DESK_COMMAND_QUERY_CREATE, NULL,
                make_arguments ("source", "phone", "name", name, "mobile", "98765 00001", "message", message, NULL));
}

static char *ask (Fixture *fixture, const char *format, ...) G_GNUC_PRINTF (2, 3);

static char *
ask (Fixture *fixture, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list args;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  return desk_test_server_ask (fixture->server, sql);
}

#define assert_server_says(fixture, expected, ...)                                                                     \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *said = ask (fixture, __VA_ARGS__);                                                                \
    g_assert_cmpstr (said, ==, expected);                                                                              \
  }                                                                                                                    \
  G_STMT_END

/* What is typed in is shown before the server knows of it, gets its number, and is there once. */
static void
test_create (Fixture *fixture, gconstpointer who)
{
  g_autofree char *id = add_query (fixture->session, "Asha Rao", "Where is my order?");
  g_autoptr (DeskEntity) query = wait_for_entity (fixture->session, &desk_query_kind, id);

  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_NAME), ==, "Asha Rao");
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_OPEN);
  desk_test_wait_for (desk_entity_is_set (query, DESK_QUERY_NUMBER));
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0);
  g_assert_false (desk_session_is_pending (fixture->session, id));
  g_assert_cmpstr (desk_entity_get_string (query, DESK_QUERY_MOBILE), ==, "+919876500001");
  assert_server_says (fixture, "1", "SELECT count(*) FROM queries WHERE id = '%s'", id);
}

/* Bad arguments are named, all at once, and nothing is kept of them. */
static void
test_bad_arguments (Fixture *fixture, gconstpointer who)
{
  g_autoptr (GError) error = NULL;
  GVariant *arguments = make_arguments ("source", "pigeon", "mobile", "12", "colour", "blue", NULL);
  g_autofree char *id = desk_session_do (fixture->session, DESK_COMMAND_QUERY_CREATE, NULL, arguments, NULL, &error);
  const GPtrArray *fields;
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_null (id);
  g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
  fields = desk_error_get_fields (error);
  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (names, "%s ", ((DeskFieldError *) fields->pdata[i])->field);
  g_assert_nonnull (strstr (names->str, "source "));
  g_assert_nonnull (strstr (names->str, "mobile "));
  g_assert_nonnull (strstr (names->str, "colour "));
  g_assert_nonnull (strstr (names->str, "name "));
  g_assert_nonnull (strstr (names->str, "message "));
  g_assert_cmpuint (fields->len, ==, 5);
  g_assert_cmpuint (g_list_model_get_n_items (desk_session_get_outbox (fixture->session)), ==, 0);
}

/* A day without network: a call is typed in, answered and escalated; all of it is shown, and arrives once and in order.
 */
static void
test_offline_story (Fixture *fixture, gconstpointer who)
{
  DeskSession *session = fixture->session;
  g_autofree char *id = NULL;
  g_autofree char *reply_id = NULL;
  g_autofree char *note_id = NULL;
  g_autofree char *ticket_id = NULL;
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskEntity) ticket = NULL;
  g_autoptr (DeskEntity) reply = NULL;
  g_autofree char *order = NULL;

  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (session) != DESK_SESSION_LIVE);

  id = add_query (session, "Vikram Shah", "The mixer is broken");
  query = wait_for_entity (session, &desk_query_kind, id);
  reply_id = do_it (session, DESK_COMMAND_QUERY_REPLY, id, make_arguments ("body", "We look into it", NULL));
  note_id = do_it (session, DESK_COMMAND_QUERY_REPLY, id,
                   g_variant_new_parsed ("{'body': <'He sounded upset'>, 'is_internal': <true>}"));
  ticket_id = do_it (session, DESK_COMMAND_QUERY_ESCALATE, id,
                     make_arguments ("subject", "Broken mixer", "category", "Product Complaint", "priority", "high",
                                     "description", "The mixer is broken", NULL));
  ticket = wait_for_entity (session, &desk_ticket_kind, ticket_id);
  reply = wait_for_entity (session, &desk_message_kind, reply_id);
  desk_test_wait_for (desk_entity_get_enum (query, DESK_QUERY_STATUS) == DESK_QUERY_STATUS_ESCALATED);
  g_assert_true (desk_session_is_pending (session, ticket_id));
  g_assert_cmpuint (desk_test_get_n_waiting (session), ==, 4);
  g_assert_cmpstr (desk_entity_get_string (ticket, DESK_TICKET_SUBJECT), ==, "Broken mixer");

  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (session);
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0 && desk_test_is_in_step (session));
  desk_test_wait_for (desk_entity_is_set (ticket, DESK_TICKET_NUMBER));
  g_assert_cmpuint (get_n_refused (session), ==, 0);
  assert_server_says (fixture, "1", "SELECT count(*) FROM queries WHERE id = '%s'", id);
  assert_server_says (fixture, "1", "SELECT count(*) FROM tickets WHERE query_id = '%s'", id);
  assert_server_says (fixture, "3", "SELECT count(*) FROM messages WHERE thread_id = '%s'", id);
  order = ask (fixture,
               "SELECT group_concat(action, ' ') FROM (SELECT action FROM history WHERE entity_id = '%s' ORDER BY seq)",
               id);
  g_assert_cmpstr (order, ==, "created replied noted escalated");
}

/* Answers that get lost on their way: the commands are sent again, and count once. */
static void
test_lost_answers (Fixture *fixture, gconstpointer who)
{
  DeskSession *session = fixture->session;
  g_autofree char *id = add_query (session, "Meera Iyer", "One");
  guint n_lost;

  desk_test_wait_for (desk_test_get_n_waiting (session) == 0 && desk_test_is_in_step (session));
  n_lost = desk_test_proxy_get_n_lost (fixture->proxy);
  desk_test_proxy_lose_answers (fixture->proxy, TRUE);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *body = g_strdup_printf ("Reply %u", i);

      g_free (do_it (session, DESK_COMMAND_QUERY_REPLY, id, make_arguments ("body", body, NULL)));
    }
  desk_test_wait_for (desk_test_proxy_get_n_lost (fixture->proxy) >= n_lost + 3);
  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (session);
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0 && desk_test_is_in_step (session));
  g_assert_cmpuint (get_n_refused (session), ==, 0);
  assert_server_says (fixture, "5", "SELECT count(*) FROM messages WHERE thread_id = '%s' AND body LIKE 'Reply %%'",
                      id);
  assert_server_says (fixture, "Reply 0 Reply 1 Reply 2 Reply 3 Reply 4",
                      "SELECT group_concat(body, ' ') FROM (SELECT body FROM messages WHERE thread_id = '%s' AND body"
                      " LIKE 'Reply %%' ORDER BY seq)",
                      id);
}

/* The server is killed again and again while commands are sent: each is there once, and in order. */
static void
test_killed_server (Fixture *fixture, gconstpointer who)
{
  DeskSession *session = fixture->session;
  g_autofree char *id = add_query (session, "Rahul Nair", "Hello");
  g_autoptr (GString) expected = g_string_new (NULL);

  desk_test_wait_for (desk_test_get_n_waiting (session) == 0);
  for (guint round = 0; round < 5; round++)
    {
      for (guint i = 0; i < 6; i++)
        {
          g_autofree char *body = g_strdup_printf ("Reply %u-%u", round, i);

          g_string_append_printf (expected, "%s%s", expected->len > 0 ? " " : "", body);
          g_free (do_it (session, DESK_COMMAND_QUERY_REPLY, id, make_arguments ("body", body, NULL)));
        }
      /* Somewhere in the middle of sending. */
      desk_test_wait_for (desk_test_get_n_waiting (session) <= (guint) g_test_rand_int_range (1, 6));
      desk_test_server_kill (fixture->server);
      desk_test_server_start (fixture->server);
      desk_session_reconnect (session);
    }
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0 && desk_test_is_in_step (session));
  g_assert_cmpuint (get_n_refused (session), ==, 0);
  assert_server_says (fixture, expected->str,
                      "SELECT group_concat(body, ' ') FROM (SELECT body FROM messages WHERE thread_id = '%s' AND body"
                      " LIKE 'Reply %%' ORDER BY seq)",
                      id);
}

/* One that somebody works on. */
static DeskEntity *
find_ticket (DeskSession *session)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_ticket_kind);
  g_autoptr (DeskListModel) list = NULL;

  for (DeskTicketStatus status = DESK_TICKET_STATUS_NEW; status < DESK_TICKET_STATUS_RESOLVED; status++)
    desk_list_spec_add_enum (spec, DESK_TICKET_STATUS, status);
  list = desk_test_list (session, spec);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), >, 0);
  return g_list_model_get_item (G_LIST_MODEL (list), 0);
}

static void
on_refused_cb (DeskSession *session, DeskOutboxItem *item, GPtrArray *refused)
{
  g_ptr_array_add (refused, g_object_ref (item));
}

/* Somebody else is faster: what is shown goes back to what the server says, and the command stays with its reason. */
static void
test_refusal (Fixture *fixture, gconstpointer who)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autoptr (DeskSession) other = desk_test_sign_in (fixture->server, "admin", NULL, folder);
  DeskSession *session = fixture->session;
  g_autoptr (DeskEntity) ours = find_ticket (session);
  const char *id = desk_entity_get_id (ours);
  g_autoptr (DeskEntity) theirs = wait_for_entity (other, &desk_ticket_kind, id);
  g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (session, "command-refused", G_CALLBACK (on_refused_cb), refused);
  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (session) != DESK_SESSION_LIVE);
  g_free (do_it (session, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("subject", "Mine", NULL)));
  desk_test_wait_for (g_str_equal (desk_entity_get_string (ours, DESK_TICKET_SUBJECT), "Mine"));
  g_free (do_it (other, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("subject", "Theirs", NULL)));
  desk_test_wait_for (desk_test_get_n_waiting (other) == 0);

  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (session);
  desk_test_wait_for (refused->len == 1);
  desk_test_wait_for (g_str_equal (desk_entity_get_string (ours, DESK_TICKET_SUBJECT), "Theirs"));
  g_assert_cmpuint (get_n_refused (session), ==, 1);
  g_assert_nonnull (strstr (desk_outbox_item_get_problem (refused->pdata[0]), "Theirs"));

  /* "Mine anyway" */
  desk_session_retry (session, desk_outbox_item_get_id (refused->pdata[0]));
  desk_test_wait_for (get_n_refused (session) == 0 && desk_test_get_n_waiting (session) == 0);
  desk_test_wait_for (g_str_equal (desk_entity_get_string (theirs, DESK_TICKET_SUBJECT), "Mine"));
  g_clear_object (&other);
  desk_test_remove_folder (folder);
}

/* Two people change different fields of one ticket: nobody is bothered. */
static void
test_no_collision (Fixture *fixture, gconstpointer who)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autoptr (DeskSession) other = desk_test_sign_in (fixture->server, "admin", NULL, folder);
  DeskSession *session = fixture->session;
  g_autoptr (DeskEntity) ours = find_ticket (session);
  const char *id = desk_entity_get_id (ours);
  g_autoptr (DeskEntity) theirs = wait_for_entity (other, &desk_ticket_kind, id);

  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (session) != DESK_SESSION_LIVE);
  g_free (do_it (session, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("subject", "Mine", NULL)));
  g_free (do_it (session, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("subject", "Mine, better", NULL)));
  g_free (do_it (other, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("description", "Theirs", NULL)));
  desk_test_wait_for (desk_test_get_n_waiting (other) == 0);
  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (session);
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0 && desk_test_is_in_step (session));
  g_assert_cmpuint (get_n_refused (session), ==, 0);
  desk_test_wait_for (g_strcmp0 (desk_entity_get_string (ours, DESK_TICKET_DESCRIPTION), "Theirs") == 0);
  g_assert_cmpstr (desk_entity_get_string (ours, DESK_TICKET_SUBJECT), ==, "Mine, better");
  assert_server_says (fixture, "Mine, better", "SELECT subject FROM tickets WHERE id = '%s'", id);
  g_clear_object (&other);
  desk_test_remove_folder (folder);
}

/* Two people who change one ticket all the time, each another field: the server says "somebody was faster" again and
 * again, and everything that both did is there in the end. */
static void
test_race (Fixture *fixture, gconstpointer who)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autoptr (DeskSession) other = desk_test_sign_in (fixture->server, "admin", NULL, folder);
  DeskSession *session = fixture->session;
  g_autoptr (DeskEntity) ours = find_ticket (session);
  g_autofree char *id = g_strdup (desk_entity_get_id (ours));

  g_signal_connect (other, "command-refused", G_CALLBACK (on_refused_say_cb), NULL);
  for (guint i = 1; i <= 15; i++)
    {
      g_autofree char *text = g_strdup_printf ("Number %u", i);

      g_free (do_it (session, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("subject", text, NULL)));
      g_free (do_it (other, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("description", text, NULL)));
    }
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0 && desk_test_get_n_waiting (other) == 0);
  g_assert_cmpuint (get_n_refused (session) + get_n_refused (other), ==, 0);
  assert_server_says (fixture, "Number 15 Number 15",
                      "SELECT subject || ' ' || description FROM tickets WHERE id = '%s'", id);
  assert_server_says (fixture, "30",
                      "SELECT count(*) FROM history WHERE entity_id = '%s' AND details LIKE '%%Number%%'", id);
  g_clear_object (&other);
  desk_test_remove_folder (folder);
}

/* What the server refuses for a reason that could not be known here. */
static void
test_refused_by_rule (Fixture *fixture, gconstpointer who)
{
  DeskSession *session = fixture->session;
  g_autofree char *id = add_query (session, "Anil Kumar", "Hello");
  g_autoptr (DeskEntity) query = wait_for_entity (session, &desk_query_kind, id);
  g_autofree char *ticket_id = NULL;
  g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (session, "command-refused", G_CALLBACK (on_refused_cb), refused);
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0);
  ticket_id = do_it (session, DESK_COMMAND_QUERY_ESCALATE, id,
                     make_arguments ("subject", "Hello", "assigned_to", "0197ed1b-0000-7000-8000-000000000000", NULL));
  desk_test_wait_for (desk_entity_get_flag (query, DESK_QUERY_IS_ESCALATED));
  desk_test_wait_for (refused->len == 1);
  desk_test_wait_for (!desk_entity_get_flag (query, DESK_QUERY_IS_ESCALATED));
  g_assert_cmpint (desk_entity_get_enum (query, DESK_QUERY_STATUS), ==, DESK_QUERY_STATUS_OPEN);
  desk_test_wait_for (desk_session_dup_entity (session, &desk_ticket_kind, ticket_id) == NULL);
  g_assert_nonnull (strstr (desk_outbox_item_get_problem (refused->pdata[0]), "assigned to"));
  g_assert_true (desk_session_take_back (session, desk_outbox_item_get_id (refused->pdata[0])));
  g_assert_cmpuint (get_n_refused (session), ==, 0);
}

/* What is to be done to a thing that will not be made is not shown, and waits for what the user decides about that. */
static void
test_unmade (Fixture *fixture, gconstpointer who)
{
  DeskSession *session = fixture->session;
  g_autofree char *id = add_query (session, "Anil Kumar", "Hello");
  g_autoptr (DeskEntity) query = wait_for_entity (session, &desk_query_kind, id);
  g_autofree char *ticket_id = NULL;
  g_autofree char *reply_id = NULL;
  g_autoptr (DeskEntity) reply = NULL;
  g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (session, "command-refused", G_CALLBACK (on_refused_cb), refused);
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0);
  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (session) != DESK_SESSION_LIVE);
  ticket_id = do_it (session, DESK_COMMAND_QUERY_ESCALATE, id,
                     make_arguments ("subject", "Hello", "assigned_to", "0197ed1b-0000-7000-8000-000000000000", NULL));
  g_object_unref (wait_for_entity (session, &desk_ticket_kind, ticket_id));
  reply_id = do_it (session, DESK_COMMAND_TICKET_REPLY, ticket_id, make_arguments ("body", "We look into it", NULL));
  reply = wait_for_entity (session, &desk_message_kind, reply_id);

  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (session);
  desk_test_wait_for (refused->len == 1);
  desk_test_wait_for (!is_there (session, &desk_message_kind, reply_id));
  g_assert_cmpuint (desk_test_get_n_waiting (session), ==, 1);
  g_assert_true (desk_session_take_back (session, desk_outbox_item_get_id (refused->pdata[0])));
  g_assert_cmpuint (desk_test_get_n_waiting (session), ==, 0);
  g_assert_cmpuint (get_n_refused (session), ==, 1);
}

/* What somebody else has deleted can't be changed any more: the change comes back, and does not wait for ever. */
static void
test_gone (Fixture *fixture, gconstpointer who)
{
  g_autoptr (DeskTestVisitor) boss =
      desk_test_visitor_new (fixture->server->url, "admin@demo.deskbell", fixture->server->password);
  DeskSession *session = fixture->session;
  g_autoptr (DeskEntity) ticket = find_ticket (session);
  g_autofree char *id = g_strdup (desk_entity_get_id (ticket));
  g_autofree char *path = g_strconcat ("/support/tickets/", id, NULL);
  gint64 version = desk_entity_get_version (ticket);

  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (session) != DESK_SESSION_LIVE);
  g_free (do_it (session, DESK_COMMAND_TICKET_UPDATE, id, make_arguments ("subject", "Mine", NULL)));
  g_assert_cmpuint (desk_test_visitor_change (boss, "DELETE", path, version, NULL), ==, 204);

  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (session);
  desk_test_wait_for (desk_test_get_n_waiting (session) == 0);
  g_assert_cmpuint (get_n_refused (session), ==, 1);
  desk_test_wait_for (!is_there (session, &desk_ticket_kind, id));
}

/* A command and a draft survive the program, also one that is killed. */
static void
test_restart (Fixture *fixture, gconstpointer who)
{
  g_autofree char *id = NULL;
  g_autofree char *draft = NULL;
  gboolean is_note = FALSE;
  g_autoptr (DeskEntity) query = NULL;

  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (fixture->session) != DESK_SESSION_LIVE);
  id = add_query (fixture->session, "Sunita Joshi", "Before the crash");
  desk_session_set_draft (fixture->session, id, "Half a sen", TRUE);
  g_clear_object (&fixture->session);

  fixture->session = desk_session_new (fixture->folder);
  g_assert_true (desk_test_resume (fixture->session));
  query = wait_for_entity (fixture->session, &desk_query_kind, id);
  g_assert_cmpuint (desk_test_get_n_waiting (fixture->session), ==, 1);
  g_assert_true (desk_session_is_pending (fixture->session, id));
  draft = desk_session_dup_draft (fixture->session, id, &is_note);
  g_assert_cmpstr (draft, ==, "Half a sen");
  g_assert_true (is_note);

  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (fixture->session);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && desk_test_is_in_step (fixture->session));
  assert_server_says (fixture, "1", "SELECT count(*) FROM queries WHERE id = '%s'", id);
}

/* Taken back before it was sent: as if it had never been. */
static void
test_take_back (Fixture *fixture, gconstpointer who)
{
  DeskSession *session = fixture->session;
  g_autofree char *id = add_query (session, "Asha Rao", "Hello");
  g_autofree char *reply_id = NULL;
  g_autofree char *command = NULL;
  g_autoptr (DeskEntity) query = wait_for_entity (session, &desk_query_kind, id);
  g_autoptr (DeskEntity) before = NULL;

  desk_test_wait_for (desk_test_get_n_waiting (session) == 0 && desk_entity_is_set (query, DESK_QUERY_NUMBER));
  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (session) != DESK_SESSION_LIVE);
  before = desk_entity_copy (query);
  command =
      desk_session_do (session, DESK_COMMAND_QUERY_REPLY, id, make_arguments ("body", "Oops", NULL), &reply_id, NULL);
  g_assert_nonnull (command);
  desk_test_wait_for (desk_entity_get_integer (query, DESK_QUERY_MESSAGE_COUNT) == 2);
  g_assert_true (desk_session_take_back (session, command));
  desk_test_wait_for (desk_entity_equal (query, before));
  g_assert_null (desk_session_dup_entity (session, &desk_message_kind, reply_id));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    const char *who;
    void (*function) (Fixture *fixture, gconstpointer who);
  } rows[] = {
    { "create", "executive", test_create },
    { "bad-arguments", "executive", test_bad_arguments },
    { "offline-story", "executive", test_offline_story },
    { "lost-answers", "executive", test_lost_answers },
    { "killed-server", "executive", test_killed_server },
    { "refusal", "manager", test_refusal },
    { "no-collision", "manager", test_no_collision },
    { "race", "manager", test_race },
    { "refused-by-rule", "executive", test_refused_by_rule },
    { "unmade", "manager", test_unmade },
    { "gone", "manager", test_gone },
    { "restart", "executive", test_restart },
    { "take-back", "executive", test_take_back },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/client/commands/", rows[i].name, NULL);

      g_test_add (path, Fixture, rows[i].who, set_up, rows[i].function, tear_down);
    }
  return g_test_run ();
}
