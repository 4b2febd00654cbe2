/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "client/desk-test-server.h"
#include "core/desk-error.h"

static void
test_sign_in_errors (void)
{
  g_autoptr (DeskTestServer) server = desk_test_server_new (20);
  g_autofree char *folder = desk_test_make_folder ();
  g_autoptr (DeskSession) session = desk_session_new (folder);
  g_autofree char *dead = NULL;
  GError *error = NULL;

  g_assert_false (desk_test_try_sign_in (session, server->url, "manager@demo.deskbell", "wrong", &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED);
  g_assert_cmpstr (error->message, ==, "The e-mail or the password is wrong");
  g_clear_error (&error);

  /* All that is wrong is named at once. */
  g_assert_false (desk_test_try_sign_in (session, "not an address", "", "", &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_INVALID);
  g_assert_cmpuint (desk_error_get_fields (error)->len, ==, 3);
  g_clear_error (&error);

  /* A customer has an account, but no place at the desk. */
  g_assert_false (desk_test_try_sign_in (session, server->url, "customer@demo.deskbell", server->password, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_FORBIDDEN);
  g_clear_error (&error);

  g_assert_cmpint (desk_session_get_state (session), ==, DESK_SESSION_SIGNED_OUT);
  g_assert_null (desk_session_get_me (session));

  dead = g_strdup (server->url);
  desk_test_server_kill (server);
  g_assert_false (desk_test_try_sign_in (session, dead, "manager@demo.deskbell", server->password, &error));
  g_assert_error (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  desk_test_remove_folder (folder);
}

static void
assert_counts_equal (DeskTestServer *server, DeskSession *session)
{
  static const struct
  {
    const DeskKind *kind;
    const char *sql;
  } rows[] = {
    { &desk_query_kind, "SELECT count(*) FROM queries" },
    { &desk_ticket_kind, "SELECT count(*) FROM tickets" },
    { &desk_chat_kind, "SELECT count(*) FROM chats" },
    { &desk_customer_kind, "SELECT count(*) FROM customers" },
    { &desk_order_kind, "SELECT count(*) FROM orders" },
    { &desk_message_kind, "SELECT count(*) FROM messages" },
    { &desk_agent_kind, "SELECT count(*) FROM agents" },
    { &desk_department_kind, "SELECT count(*) FROM departments" },
    { &desk_history_kind, "SELECT count(*) FROM history" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *expected = desk_test_server_ask (server, rows[i].sql);
      g_autofree char *found = g_strdup_printf ("%u", desk_test_count (session, rows[i].kind));

      g_test_message ("%s: %s", rows[i].kind->name, expected);
      g_assert_cmpstr (found, ==, expected);
    }
}

/* An administrator sees everything: after the first sync the cache has as much of each kind as the desk. */
static void
test_first_sync (void)
{
  g_autoptr (DeskTestServer) server = desk_test_server_new (300);
  g_autofree char *folder = desk_test_make_folder ();
  g_autoptr (DeskSession) session = desk_test_sign_in (server, "admin", NULL, folder);

  assert_counts_equal (server, session);
  g_assert_nonnull (desk_session_get_me (session));
  g_assert_cmpstr (desk_entity_get_string (desk_session_get_me (session), DESK_AGENT_EMAIL), ==, "admin@demo.deskbell");
  g_assert_cmpstr (desk_preset_get_name (desk_session_get_preset (session)), ==, "shop");
  g_clear_object (&session);
  desk_test_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/session/sign-in-errors", test_sign_in_errors);
  g_test_add_func ("/client/session/first-sync", test_first_sync);
  return g_test_run ();
}
