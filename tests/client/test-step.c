/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>
#include <time.h>

#include "client/desk-test-proxy.h"
#include "client/desk-test-server.h"
#include "client/desk-test-world.h"
#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"

/* Staying in step with the desk, whatever happens to what is told live, to the desk, to the person and to the clock. */

typedef struct
{
  DeskTestServer *server;
  DeskTestProxy *proxy;
  DeskTestVisitor *boss;
  char *folder;
  char *email;
  DeskSession *session; /* over the proxy */
} Fixture;

static gint64 clock_ahead;

/* Instead of GLib's, for this program alone: a clock that somebody has set wrong. */
gint64
g_get_real_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000 + clock_ahead;
}

static void
set_up (Fixture *fixture, gconstpointer who)
{
  fixture->server = desk_test_server_new (60);
  fixture->proxy = desk_test_proxy_new (fixture->server->port);
  fixture->boss = desk_test_visitor_new (fixture->server->url, "admin@demo.deskbell", fixture->server->password);
  fixture->folder = desk_test_make_folder ();
  fixture->email = g_strconcat (who, "@demo.deskbell", NULL);
  fixture->session =
      desk_test_sign_in (fixture->server, who, desk_test_proxy_get_url (fixture->proxy), fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer who)
{
  clock_ahead = 0;
  g_clear_object (&fixture->session);
  desk_test_visitor_free (fixture->boss);
  desk_test_proxy_free (fixture->proxy);
  desk_test_server_free (fixture->server);
  desk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->email);
}

static char *
do_it (DeskSession *session, DeskCommandKind kind, const char *target_id, const char *arguments)
{
  g_autoptr (GError) error = NULL;
  char *new_id = NULL;
  g_autofree char *id = desk_session_do (session, kind, target_id, g_variant_new_parsed (arguments), &new_id, &error);

  g_assert_no_error (error);
  return new_id;
}

static char *
add_query (DeskSession *session)
{
  return do_it (session, DESK_COMMAND_QUERY_CREATE, NULL,
                "{'source': <'phone'>, 'name': <'Asha Rao'>, 'mobile': <'98765 00001'>, 'message': <'Hello'>}");
}

/* (nullable) */
static DeskTestWorld *
read_cache (DeskSession *session)
{
  DeskTestWorld *world = desk_test_world_new ();

  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autoptr (DeskListSpec) spec = desk_list_spec_new (desk_kinds[i]);
      g_autoptr (DeskListModel) list = desk_test_list (session, spec);

      for (guint row = 0; row < g_list_model_get_n_items (G_LIST_MODEL (list)); row++)
        {
          g_autoptr (DeskEntity) entity = g_list_model_get_item (G_LIST_MODEL (list), row);

          if (desk_entity_get_id (entity) != NULL)
            g_hash_table_replace (world->entities, g_strdup (desk_entity_get_id (entity)), g_object_ref (entity));
        }
    }
  return world;
}

static char *
compare (Fixture *fixture, const char *password)
{
  g_autoptr (DeskTestVisitor) same_person = desk_test_visitor_new (fixture->server->url, fixture->email, password);
  g_autoptr (DeskTestWorld) server = desk_test_visitor_read_feed (same_person);
  g_autoptr (DeskTestWorld) cache = read_cache (fixture->session);

  return desk_test_world_compare (cache, server, NULL);
}

/* The cache comes to what the server says, without anybody pressing anything. Each look signs in, so they are few. */
static void
assert_in_step (Fixture *fixture)
{
  g_autofree char *difference = NULL;

  for (guint i = 0; i < 6; i++)
    {
      gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

      while (g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
      g_free (difference);
      difference = compare (fixture, fixture->server->password);
      if (difference == NULL)
        return;
    }
  g_error ("Not in step:\n%s", difference);
}

static void
write_message (Fixture *fixture, const char *query_id, guint n)
{
  g_autofree char *path = g_strdup_printf ("/support/queries/%s/messages", query_id);
  g_autofree char *json = g_strdup_printf ("{\"body\":\"Number %u\"}", n);

  g_assert_cmpuint (desk_test_visitor_send (fixture->boss, "POST", path, json), ==, 201);
}

/* Events that do not come, come twice, or the other way around; the one after them makes it good. */
static void
test_events (Fixture *fixture, gconstpointer who)
{
  static const DeskTestFault faults[] = { DESK_TEST_FAULT_EVENTS_LOST, DESK_TEST_FAULT_EVENTS_TWICE,
                                          DESK_TEST_FAULT_EVENTS_SWAPPED };
  g_autofree char *id = add_query (fixture->session);

  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      guint n_met = desk_test_proxy_get_n_met (fixture->proxy);

      desk_test_proxy_set_fault (fixture->proxy, faults[i], 0);
      for (guint n = 0; n < 12; n++)
        {
          write_message (fixture, id, n);
          g_main_context_iteration (NULL, FALSE);
        }
      desk_test_wait_for (desk_test_proxy_get_n_met (fixture->proxy) > n_met + 2);
      desk_test_proxy_allow (fixture->proxy);
      write_message (fixture, id, 12);
      assert_in_step (fixture);
    }
}

/* The server goes and comes, and things happen while it is away from this window alone. */
static void
test_restart (Fixture *fixture, gconstpointer who)
{
  g_autofree char *id = add_query (fixture->session);

  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0);
  desk_test_proxy_refuse (fixture->proxy);
  desk_test_server_kill (fixture->server);
  desk_test_server_start (fixture->server);
  write_message (fixture, id, 1);
  desk_test_proxy_allow (fixture->proxy);
  desk_test_wait_for (desk_test_is_in_step (fixture->session));
  assert_in_step (fixture);
}

static void
run_sql (Fixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->server->folder, "desk.db", NULL);
  const char *const arguments[] = { "/usr/bin/python3",
                                    "-c",
                                    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
                                    "c.executescript(sys.argv[2]); c.commit()",
                                    path,
                                    sql,
                                    NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* Another desk stands behind the same address: its feed is another one, even where it is as long. */
static void
test_epoch (Fixture *fixture, gconstpointer who)
{
  g_autofree char *id = add_query (fixture->session);

  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && desk_test_is_in_step (fixture->session));
  desk_test_server_kill (fixture->server);
  /* Its rows are other ones, and no feed of the old one tells of it. */
  run_sql (fixture, "UPDATE settings SET value = 'another' WHERE name = 'epoch';"
                    "UPDATE customers SET name = 'Somebody else'");
  desk_test_server_start (fixture->server);
  desk_session_reconnect (fixture->session);
  desk_test_wait_for (desk_test_is_in_step (fixture->session));
  assert_in_step (fixture);
}

/* A role is another one: what it may see comes and goes, and what it may do is known. */
static void
test_role (Fixture *fixture, gconstpointer who)
{
  DeskEntity *me = DESK_ENTITY (desk_session_get_me (fixture->session));
  g_autofree char *path = g_strconcat ("/support/agents/", desk_entity_get_id (me), NULL);
  static const DeskRole roles[] = { DESK_ROLE_MANAGER, DESK_ROLE_EXECUTIVE, DESK_ROLE_AGENT };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      const char *word = desk_enum_to_wire (&desk_role_enum, roles[i]);
      g_autofree char *json = g_strdup_printf ("{\"role\":\"%s\"}", word);

      desk_test_wait_for (desk_test_is_in_step (fixture->session));
      g_assert_cmpuint (desk_test_visitor_change (fixture->boss, "PATCH", path, desk_entity_get_version (me), json), ==,
                        200);
      desk_test_wait_for (desk_session_get_me (fixture->session) != NULL
                          && desk_entity_get_enum (desk_session_get_me (fixture->session), DESK_AGENT_ROLE)
                                 == (int) roles[i]);
      me = DESK_ENTITY (desk_session_get_me (fixture->session));
      g_assert_cmpint (desk_session_may (fixture->session, DESK_PERMISSION_TICKETS_ASSIGN), ==,
                       roles[i] == DESK_ROLE_MANAGER);
      assert_in_step (fixture);
    }
}

static void
on_signed_out_cb (DeskSession *session, const char *why, guint *n)
{
  (*n)++;
}

/* Somebody changes the password elsewhere: this window is signed out, and nothing that was written is lost. */
static void
test_signed_out_elsewhere (Fixture *fixture, gconstpointer who)
{
  g_autoptr (DeskTestVisitor) same_person =
      desk_test_visitor_new (fixture->server->url, fixture->email, fixture->server->password);
  g_autofree char *id = add_query (fixture->session);
  g_autofree char *json =
      g_strdup_printf ("{\"password\":\"%s\",\"new_password\":\"quite another battery\"}", fixture->server->password);
  g_autofree char *draft = NULL;
  g_autofree char *n_replies = NULL;
  g_autoptr (GError) error = NULL;
  guint n_out = 0;

  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0);
  g_signal_connect (fixture->session, "signed-out", G_CALLBACK (on_signed_out_cb), &n_out);
  desk_test_proxy_refuse (fixture->proxy);
  desk_test_wait_for (desk_session_get_state (fixture->session) != DESK_SESSION_LIVE);
  g_free (do_it (fixture->session, DESK_COMMAND_QUERY_REPLY, id, "{'body': <'Not sent yet'>}"));
  desk_session_set_draft (fixture->session, id, "Half a sen", FALSE);
  g_assert_cmpuint (desk_test_visitor_send (same_person, "POST", "/auth/password", json), <, 300);
  desk_test_proxy_allow (fixture->proxy);
  desk_session_reconnect (fixture->session);
  desk_test_wait_for (n_out == 1);
  g_assert_cmpint (desk_session_get_state (fixture->session), ==, DESK_SESSION_SIGNED_OUT);

  desk_test_try_sign_in (fixture->session, desk_test_proxy_get_url (fixture->proxy), fixture->email,
                         "quite another battery", &error);
  g_assert_no_error (error);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0 && desk_test_is_in_step (fixture->session));
  draft = desk_session_dup_draft (fixture->session, id, NULL);
  g_assert_cmpstr (draft, ==, "Half a sen");
  n_replies = desk_test_server_ask (fixture->server, "SELECT count(*) FROM messages WHERE body = 'Not sent yet'");
  g_assert_cmpstr (n_replies, ==, "1");
  g_signal_handlers_disconnect_by_data (fixture->session, &n_out);
}

static void
on_notified_cb (DeskSession *session, DeskNotification *notification, guint *n)
{
  (*n)++;
}

/* A clock that is hours wrong, and jumps: one can sign in, everything arrives in order, news is news, and what is
 * shown in the end has the desk's times. */
static void
test_clock (Fixture *fixture, gconstpointer who)
{
  static const gint64 errors[] = { 7 * DESK_TIME_HOUR, -7 * DESK_TIME_HOUR, 400 * 24 * DESK_TIME_HOUR };
  g_autofree char *me = g_strdup (desk_entity_get_id (DESK_ENTITY (desk_session_get_me (fixture->session))));

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *folder = desk_test_make_folder ();
      g_autofree char *reply_id = NULL;
      g_autofree char *id = NULL;
      g_autofree char *path = NULL;
      g_autofree char *json = NULL;
      g_autoptr (DeskSession) fresh = NULL;
      g_autoptr (DeskEntity) mine = NULL;
      g_autoptr (DeskEntity) query = NULL;
      guint n_rung = 0;
      gint64 real;

      /* In the middle of a session, and before one. */
      clock_ahead = errors[i];
      fresh = desk_test_sign_in (fixture->server, who, NULL, folder);
      g_signal_connect (fixture->session, "notified", G_CALLBACK (on_notified_cb), &n_rung);
      id = add_query (fixture->session);
      desk_test_wait_for ((mine = desk_session_dup_entity (fixture->session, &desk_query_kind, id)) != NULL);
      reply_id = do_it (fixture->session, DESK_COMMAND_QUERY_REPLY, id, "{'body': <'Hello'>}");
      desk_test_wait_for (desk_test_get_n_waiting (fixture->session) == 0);
      desk_test_wait_for ((query = desk_session_dup_entity (fresh, &desk_query_kind, id)) != NULL);
      real = g_get_real_time () - clock_ahead;
      g_assert_cmpint (ABS (desk_entity_get_time (query, DESK_ENTITY_CREATED_AT) - real), <, DESK_TIME_MINUTE);

      path = g_strdup_printf ("/support/queries/%s/escalate", id);
      json = g_strdup_printf ("{\"subject\":\"Broken\",\"category\":\"Product Complaint\",\"description\":\"It is\","
                              "\"assigned_to\":\"%s\"}",
                              me);
      g_assert_cmpuint (desk_test_visitor_send (fixture->boss, "POST", path, json), ==, 201);
      desk_test_wait_for (n_rung > 0);
      assert_in_step (fixture);
      g_signal_handlers_disconnect_by_data (fixture->session, &n_rung);
      g_clear_object (&query);
      g_clear_object (&fresh);
      desk_test_remove_folder (folder);
    }
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
    { "events", "executive", test_events },
    { "restart", "executive", test_restart },
    { "epoch", "executive", test_epoch },
    { "role", "agent", test_role },
    { "signed-out-elsewhere", "executive", test_signed_out_elsewhere },
    { "clock", "agent", test_clock },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/client/step/", rows[i].name, NULL);

      g_test_add (path, Fixture, rows[i].who, set_up, rows[i].function, tear_down);
    }
  return g_test_run ();
}
