/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "client/desk-test-proxy.h"
#include "client/desk-test-server.h"
#include "core/desk-error.h"
#include "core/desk-time.h"

/* Two people at one desk. */
typedef struct
{
  DeskTestServer *server;
  char *folders[2];
  DeskSession *executive;
  DeskSession *agent;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->server = desk_test_server_new (100);
  fixture->folders[0] = desk_test_make_folder ();
  fixture->folders[1] = desk_test_make_folder ();
  fixture->executive = desk_test_sign_in (fixture->server, "executive", NULL, fixture->folders[0]);
  fixture->agent = desk_test_sign_in (fixture->server, "agent", NULL, fixture->folders[1]);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_object (&fixture->executive);
  g_clear_object (&fixture->agent);
  desk_test_server_free (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->folders); i++)
    {
      desk_test_remove_folder (fixture->folders[i]);
      g_free (fixture->folders[i]);
    }
}

static char *
do_it (DeskSession *session, DeskCommandKind kind, const char *target_id, const char *arguments)
{
  g_autoptr (GError) error = NULL;
  char *new_id = NULL;
  g_autofree char *id = desk_session_do (session, kind, target_id,
                                         arguments != NULL ? g_variant_new_parsed (arguments) : NULL, &new_id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
  return new_id;
}

static char *
add_query (DeskSession *session)
{
  return do_it (session, DESK_COMMAND_QUERY_CREATE, NULL,
                "{'source': <'phone'>, 'name': <'Asha Rao'>, 'mobile': <'98765 00001'>, 'message': <'Hello'>}");
}

static char *
escalate_to (DeskSession *session, const char *query_id, const char *agent_id)
{
  g_autofree char *arguments =
      g_strdup_printf ("{'subject': <'Broken mixer'>, 'category': <'Product Complaint'>, 'priority': <'high'>,"
                       " 'assigned_to': <'%s'>, 'description': <'It is broken'>}",
                       agent_id);

  return do_it (session, DESK_COMMAND_QUERY_ESCALATE, query_id, arguments);
}

static gint64
get_last_sync (DeskSession *session)
{
  gint64 last_sync;

  g_object_get (session, "last-sync", &last_sync, NULL);
  return last_sync;
}

static void
on_notified_cb (DeskSession *session, DeskNotification *notification, GPtrArray *notified)
{
  g_ptr_array_add (notified, g_object_ref (notification));
}

static void
on_read_cb (DeskSession *session, const char *id, GPtrArray *read)
{
  g_ptr_array_add (read, g_strdup (id));
}

/* From the phone call to the ringing bell: what one does the other one's list shows, and their bell rings once. */
static void
test_story (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *me = g_strdup (desk_entity_get_id (DESK_ENTITY (desk_session_get_me (fixture->agent))));
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_ticket_kind);
  g_autoptr (DeskListModel) mine = NULL;
  g_autoptr (GPtrArray) notified = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) rung_elsewhere = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *query_id = NULL;
  g_autofree char *ticket_id = NULL;
  g_autofree char *resolve = NULL;
  g_autofree char *mark = NULL;
  g_autoptr (DeskEntity) theirs = NULL;
  g_autoptr (DeskEntity) ours = NULL;
  guint before;

  desk_list_spec_add_text (spec, DESK_TICKET_ASSIGNED_TO, me);
  mine = desk_test_list (fixture->agent, spec);
  before = g_list_model_get_n_items (G_LIST_MODEL (mine));
  g_signal_connect (fixture->agent, "notified", G_CALLBACK (on_notified_cb), notified);
  g_signal_connect (fixture->agent, "notification-read", G_CALLBACK (on_read_cb), read);
  g_signal_connect (fixture->executive, "notified", G_CALLBACK (on_notified_cb), rung_elsewhere);

  query_id = add_query (fixture->executive);
  desk_test_wait_for ((ours = desk_session_dup_entity (fixture->executive, &desk_query_kind, query_id)) != NULL);
  ticket_id = escalate_to (fixture->executive, query_id, me);
  desk_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (mine)) == before + 1);
  g_assert_cmpint (desk_list_model_find (mine, ticket_id), ==, 0);
  desk_test_wait_for (notified->len > 0);
  g_assert_cmpint (desk_entity_get_enum (notified->pdata[0], DESK_NOTIFICATION_KIND), ==,
                   DESK_NOTIFICATION_KIND_TICKET_ASSIGNED);
  g_assert_cmpstr (desk_entity_get_string (notified->pdata[0], DESK_NOTIFICATION_ABOUT_ID), ==, ticket_id);

  /* The agent works on it; the executive sees it. */
  theirs = desk_session_dup_entity (fixture->agent, &desk_ticket_kind, ticket_id);
  g_free (do_it (fixture->agent, DESK_COMMAND_TICKET_UPDATE, ticket_id, "{'status': <'in_progress'>}"));
  g_free (do_it (fixture->agent, DESK_COMMAND_TICKET_REPLY, ticket_id, "{'body': <'We send a new one'>}"));
  g_free (do_it (fixture->agent, DESK_COMMAND_TICKET_RESOLVE, ticket_id,
                 "{'resolution_type': <'replacement'>, 'resolution': <'Replaced'>}"));
  g_clear_object (&ours);
  desk_test_wait_for ((ours = desk_session_dup_entity (fixture->executive, &desk_ticket_kind, ticket_id)) != NULL);
  desk_test_wait_for (desk_entity_get_enum (ours, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_RESOLVED);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->agent) == 0);
  g_assert_cmpint (desk_entity_get_enum (theirs, DESK_TICKET_STATUS), ==, DESK_TICKET_STATUS_RESOLVED);

  /* Read: told once, and the bell of one is not the bell of all. */
  mark = g_strdup_printf ("{'ids': <['%s']>}", desk_entity_get_id (notified->pdata[0]));
  g_free (do_it (fixture->agent, DESK_COMMAND_NOTIFICATIONS_READ, NULL, mark));
  desk_test_wait_for (read->len == 1 && desk_test_get_n_waiting (fixture->agent) == 0);
  g_assert_cmpstr (read->pdata[0], ==, desk_entity_get_id (notified->pdata[0]));
  for (guint i = 0; i < rung_elsewhere->len; i++)
    g_assert_cmpint (desk_entity_get_enum (rung_elsewhere->pdata[i], DESK_NOTIFICATION_KIND), !=,
                     DESK_NOTIFICATION_KIND_TICKET_ASSIGNED);
}

/* A new window finds old notifications in its list, and rings for none of them. */
static void
test_no_old_bells (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autofree char *me = g_strdup (desk_entity_get_id (DESK_ENTITY (desk_session_get_me (fixture->agent))));
  g_autofree char *query_id = add_query (fixture->executive);
  g_autofree char *ticket_id = NULL;
  g_autoptr (DeskEntity) entity = NULL;
  g_autoptr (GPtrArray) notified = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DeskSession) window = desk_session_new (folder);

  desk_test_wait_for ((entity = desk_session_dup_entity (fixture->executive, &desk_query_kind, query_id)) != NULL);
  ticket_id = escalate_to (fixture->executive, query_id, me);
  desk_test_wait_for (desk_test_get_n_waiting (fixture->executive) == 0);

  g_signal_connect (window, "notified", G_CALLBACK (on_notified_cb), notified);
  desk_test_try_sign_in (window, fixture->server->url, "agent@demo.deskbell", fixture->server->password, NULL);
  desk_test_wait_for (desk_test_is_in_step (window));
  g_assert_cmpuint (desk_test_count (window, &desk_notification_kind), >, 0);
  g_assert_cmpuint (notified->len, ==, 0);
  g_clear_object (&window);
  desk_test_remove_folder (folder);
}

static gboolean
names_are (DeskSession *session, const char *thread_id, const char *expected)
{
  g_auto (GStrv) names = desk_session_dup_viewers (session, thread_id);
  g_autofree char *joined = g_strjoinv (", ", names);

  return g_str_equal (joined, expected);
}

static gboolean
typing_is (DeskSession *session, const char *thread_id, const char *expected)
{
  g_autofree char *name = desk_session_dup_typing (session, thread_id);

  return g_strcmp0 (name, expected) == 0;
}

/* Before two people answer at once, they see each other; also after the connection was lost. */
static void
test_presence (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *query_id = add_query (fixture->executive);
  g_autofree char *agent_name =
      g_strdup (desk_entity_get_string (desk_session_get_me (fixture->agent), DESK_AGENT_NAME));

  desk_test_wait_for (desk_test_get_n_waiting (fixture->executive) == 0);
  desk_session_join (fixture->executive, DESK_SUBJECT_QUERY, query_id);
  desk_session_join (fixture->agent, DESK_SUBJECT_QUERY, query_id);
  desk_test_wait_for (names_are (fixture->executive, query_id, agent_name));
  desk_session_set_typing (fixture->agent, query_id, TRUE);
  desk_test_wait_for (typing_is (fixture->executive, query_id, agent_name));

  desk_test_server_kill (fixture->server);
  desk_test_wait_for (desk_session_get_state (fixture->executive) != DESK_SESSION_LIVE);
  desk_test_server_start (fixture->server);
  desk_session_reconnect (fixture->agent);
  desk_session_reconnect (fixture->executive);
  desk_test_wait_for (desk_test_is_in_step (fixture->executive) && desk_test_is_in_step (fixture->agent));
  desk_test_wait_for (names_are (fixture->executive, query_id, agent_name));
  desk_test_wait_for (typing_is (fixture->executive, query_id, agent_name));

  desk_session_set_typing (fixture->agent, query_id, FALSE);
  desk_test_wait_for (typing_is (fixture->executive, query_id, NULL));
  desk_session_leave (fixture->agent, query_id);
  desk_test_wait_for (names_are (fixture->executive, query_id, ""));
}

/* All ids and versions of a kind, as the cache has them. */
static char *
describe (DeskSession *session, const DeskKind *kind)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (kind);
  g_autoptr (DeskListModel) list = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  desk_list_spec_set_sort (spec, DESK_ENTITY_ID, FALSE);
  list = desk_test_list (session, spec);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (DeskEntity) entity = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (text, "%s %" G_GINT64_FORMAT "\n", desk_entity_get_id (entity),
                              desk_entity_get_version (entity));
    }
  return g_strdup (text->str);
}

static void
assert_same (DeskSession *a, DeskSession *b)
{
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autofree char *one = NULL;
      g_autofree char *other = NULL;

      if (desk_kinds[i] == &desk_notification_kind)
        continue;
      one = describe (a, desk_kinds[i]);
      other = describe (b, desk_kinds[i]);
      g_assert_cmpstr (one, ==, other);
    }
}

/* A first sync that is cut again and again, at any byte, goes on and ends with the same cache as one that is not. */
static void
test_cuts (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autofree char *email = g_strdup ("executive@demo.deskbell");
  g_autoptr (DeskTestProxy) proxy = desk_test_proxy_new (fixture->server->port);
  g_autoptr (DeskSession) session = desk_session_new (folder);
  g_autoptr (GError) error = NULL;

  desk_test_try_sign_in (session, desk_test_proxy_get_url (proxy), email, fixture->server->password, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 12 && !desk_test_is_in_step (session); i++)
    {
      desk_test_proxy_cut_after (proxy, g_test_rand_int_range (500, 120000));
      desk_test_wait_for (desk_test_proxy_is_cut (proxy) || desk_test_is_in_step (session));
      desk_session_reconnect (session);
    }
  desk_test_proxy_allow (proxy);
  desk_session_reconnect (session);
  desk_test_wait_for (desk_test_is_in_step (session));
  assert_same (session, fixture->executive);
  g_clear_object (&session);
  desk_test_remove_folder (folder);
}

/* The desk is another one (a backup was put back): everything is fetched anew, and what is gone is gone. */
static void
test_other_epoch (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *folder = desk_test_make_folder ();
  g_autofree char *path = g_build_filename (fixture->server->folder, "desk.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autofree char *backup = g_build_filename (fixture->server->folder, "backup.db", NULL);
  g_autofree char *query_id = NULL;
  g_autoptr (DeskEntity) query = NULL;
  g_autoptr (DeskSession) fresh = NULL;
  gint64 now;

  desk_test_server_back_up (fixture->server, backup);
  query_id = add_query (fixture->executive);
  desk_test_wait_for ((query = desk_session_dup_entity (fixture->executive, &desk_query_kind, query_id)) != NULL);
  desk_test_wait_for (desk_entity_is_set (query, DESK_QUERY_NUMBER));
  now = desk_time_now ();
  desk_session_reconnect (fixture->executive);
  desk_test_wait_for (get_last_sync (fixture->executive) > now);

  desk_test_server_kill (fixture->server);
  g_unlink (wal);
  g_unlink (shm);
  g_assert_cmpint (g_rename (backup, path), ==, 0);
  desk_test_server_start (fixture->server);
  desk_session_reconnect (fixture->executive);
  desk_test_wait_for (desk_session_dup_entity (fixture->executive, &desk_query_kind, query_id) == NULL);
  desk_test_wait_for (desk_test_is_in_step (fixture->executive));
  fresh = desk_test_sign_in (fixture->server, "executive", NULL, folder);
  assert_same (fixture->executive, fresh);
  g_clear_object (&fresh);
  desk_test_remove_folder (folder);
}

/* A cache that can't be read is fetched anew; the outbox and the drafts are not in it. */
static void
test_damaged_cache (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *query_id = add_query (fixture->executive);
  g_autofree char *accounts = g_build_filename (fixture->folders[0], "accounts", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *account;
  g_autofree char *path = NULL;
  g_autofree char *draft = NULL;

  desk_test_wait_for (desk_test_get_n_waiting (fixture->executive) == 0);
  desk_session_set_draft (fixture->executive, query_id, "Dear", FALSE);
  g_clear_object (&fixture->executive);
  dir = g_dir_open (accounts, 0, NULL);
  account = g_dir_read_name (dir);
  path = g_build_filename (accounts, account, "cache.db", NULL);
  g_assert_true (g_file_set_contents (path, "This is no database, and never was one.", -1, NULL));

  fixture->executive = desk_session_new (fixture->folders[0]);
  g_assert_true (desk_test_resume (fixture->executive));
  desk_test_wait_for (desk_test_is_in_step (fixture->executive));
  g_object_unref (desk_session_dup_entity (fixture->executive, &desk_query_kind, query_id));
  draft = desk_session_dup_draft (fixture->executive, query_id, NULL);
  g_assert_cmpstr (draft, ==, "Dear");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*function) (Fixture *fixture, gconstpointer unused);
  } rows[] = {
    { "story", test_story }, { "no-old-bells", test_no_old_bells }, { "presence", test_presence },
    { "cuts", test_cuts },   { "other-epoch", test_other_epoch },   { "damaged-cache", test_damaged_cache },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/client/live/", rows[i].name, NULL);

      g_test_add (path, Fixture, NULL, set_up, rows[i].function, tear_down);
    }
  return g_test_run ();
}
