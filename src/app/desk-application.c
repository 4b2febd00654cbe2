/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "app/desk-embedded-server.h"
#include "app/desk-first-frame.h"
#include "app/desk-help.h"
#include "app/desk-notifier.h"
#include "app/desk-settings.h"
#include "app/desk-window-actions.h"
#include "app/dialogs/desk-preferences.h"
#include "app/dialogs/desk-sign-in-form.h"

#define APP_ID "org.deskbell.Deskbell"
#define LINK_SCHEME "deskbell"
#define DEMO_TICKETS 2000
#define LONGEST_OPENING 250 /* milliseconds; a desk that opens sooner is the first thing one sees */

struct _DeskApplication
{
  AdwApplication parent_instance;

  DeskSession *session;
  GSettings *settings; /* NULL where no schema is found */
  DeskNotifier *notifier;
  DeskEmbeddedServer *server; /* NULL until it is wanted */
  GCancellable *cancellable;
  guint present_id; /* until the last account is open */

  /* options */
  char *data_dir;
  char *server_url;
  gboolean demo;
  DeskRole demo_role;
};

G_DEFINE_FINAL_TYPE (DeskApplication, desk_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open a desk with sample data on this computer"), NULL },
  { "demo-account", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Whose: executive, agent, manager or admin"), N_ ("ROLE") },
  { "server", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Address of the server to sign in to"), N_ ("URL") },
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Keep everything in this folder"), N_ ("FOLDER") },
  { "exit-after-first-frame", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and end"), NULL },
  { NULL },
};

static DeskWindow *
get_window (DeskApplication *self)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL; item = item->next)
    if (DESK_IS_WINDOW (item->data))
      return item->data;
  return NULL;
}

static char *
dup_folder (DeskApplication *self, const char *name)
{
  if (self->data_dir != NULL)
    return g_build_filename (self->data_dir, name, NULL);
  return g_build_filename (g_get_user_data_dir (), "deskbell", name, NULL);
}

/* --- the desk on this computer --- */

static void
on_status_changed_cb (DeskApplication *self)
{
  DeskWindow *window = get_window (self);

  if (window != NULL && !desk_window_is_signed_in (window))
    desk_window_set_waiting (window, desk_embedded_server_get_status (self->server));
}

static DeskEmbeddedServer *
ensure_server (DeskApplication *self)
{
  g_autofree char *folder = dup_folder (self, "demo");

  if (self->server == NULL)
    {
      self->server = desk_embedded_server_new (folder, DEMO_TICKETS);
      g_signal_connect_object (self->server, "notify::status", G_CALLBACK (on_status_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  return self->server;
}

static void
show_problem (DeskApplication *self, const char *words)
{
  DeskWindow *window = get_window (self);

  if (window == NULL)
    return;
  desk_window_set_waiting (window, NULL);
  desk_window_set_problem (window, words);
}

static void
on_demo_signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  DeskWindow *window = get_window (self);

  if (desk_session_sign_in_finish (DESK_SESSION (source), result, &error))
    {
      if (window != NULL)
        desk_window_set_waiting (window, NULL);
      return;
    }
  words = desk_sign_in_dup_problem (error, desk_embedded_server_get_url (self->server));
  show_problem (self, words);
}

static void
sign_in_to_demo (DeskApplication *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *email = desk_embedded_server_dup_email (self->server, self->demo_role);
  g_autofree char *password = desk_embedded_server_dup_password (self->server, &error);

  if (password == NULL)
    show_problem (self, error->message);
  else
    desk_session_sign_in_async (self->session, desk_embedded_server_get_url (self->server), email, password,
                                self->cancellable, on_demo_signed_in_cb, g_object_ref (self));
}

static void
on_server_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *signed_in_at = NULL;

  if (!desk_embedded_server_start_finish (DESK_EMBEDDED_SERVER (source), result, &error))
    {
      show_problem (self, error->message);
      return;
    }
  /* A desk that was opened from its cache goes on by itself, unless the server had to take another port. */
  g_object_get (self->session, "server-url", &signed_in_at, NULL);
  if (desk_session_get_me (self->session) == NULL
      || g_strcmp0 (signed_in_at, desk_embedded_server_get_url (self->server)) != 0)
    sign_in_to_demo (self);
  else
    desk_session_reconnect (self->session);
}

static void
start_demo (DeskApplication *self)
{
  DeskWindow *window = get_window (self);

  if (window != NULL)
    desk_window_set_problem (window, NULL);
  desk_embedded_server_start_async (ensure_server (self), self->cancellable, on_server_started_cb, g_object_ref (self));
  on_status_changed_cb (self);
}

/* --- beginning --- */

static gboolean
present_cb (gpointer user_data)
{
  DeskApplication *self = user_data;
  DeskWindow *window = get_window (self);

  self->present_id = 0;
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
on_resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *demo_url = NULL;
  DeskWindow *window = get_window (self);

  if (!desk_session_resume_finish (DESK_SESSION (source), result, &error))
    g_debug ("Nobody to go on as: %s", error != NULL ? error->message : "no account");
  if (window != NULL)
    desk_window_set_waiting (window, NULL);
  if (self->present_id != 0)
    {
      g_clear_handle_id (&self->present_id, g_source_remove);
      present_cb (self);
    }
  g_object_get (self->session, "server-url", &url, NULL);
  demo_url = desk_embedded_server_dup_last_url (ensure_server (self));
  if (desk_session_get_me (self->session) != NULL && demo_url != NULL && g_strcmp0 (url, demo_url) == 0)
    start_demo (self);
}

static void
begin (DeskApplication *self, DeskWindow *window)
{
  g_autofree char *url =
      self->settings != NULL ? g_settings_get_string (self->settings, DESK_SETTING_SERVER_URL) : NULL;
  g_autofree char *account =
      self->settings != NULL ? g_settings_get_string (self->settings, DESK_SETTING_ACCOUNT) : NULL;

  desk_window_set_server_url (window, self->server_url != NULL ? self->server_url : url);
  desk_window_set_email (window, account);
  if (self->demo)
    {
      start_demo (self);
      return;
    }
  if (account != NULL && *account != '\0')
    {
      desk_window_set_waiting (window, _ ("Opening the desk …"));
      self->present_id = g_timeout_add (LONGEST_OPENING, present_cb, self);
    }
  desk_session_resume_async (self->session, self->cancellable, on_resumed_cb, g_object_ref (self));
}

static DeskWindow *
ensure_window (DeskApplication *self)
{
  DeskWindow *window = get_window (self);

  if (window == NULL)
    {
      window = desk_window_new (GTK_APPLICATION (self), self->session, self->settings);
      desk_window_actions_install (window);
      if (desk_session_get_me (self->session) == NULL)
        begin (self, window);
    }
  if (self->present_id == 0)
    gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* --- what the session and the notes say --- */

static void
on_me_changed_cb (DeskApplication *self)
{
  g_autofree char *url = NULL;
  g_autofree char *email = NULL;

  if (desk_session_get_me (self->session) == NULL)
    {
      desk_notifier_withdraw_all (self->notifier);
      return;
    }
  g_object_get (self->session, "server-url", &url, "email", &email, NULL);
  if (self->settings == NULL)
    return;
  g_settings_set_string (self->settings, DESK_SETTING_SERVER_URL, url != NULL ? url : "");
  g_settings_set_string (self->settings, DESK_SETTING_ACCOUNT, email != NULL ? email : "");
}

static void
do_command (DeskApplication *self,
            DeskWindow *window,
            DeskCommandKind kind,
            const char *target_id,
            GVariant *arguments,
            const char *done)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *command = desk_session_do (self->session, kind, target_id, arguments, NULL, &error);

  if (command == NULL)
    desk_window_toast (window, error->message);
  else if (done != NULL)
    desk_window_toast (window, done);
}

static void
mark_read (DeskApplication *self, DeskWindow *window, DeskNotification *notification)
{
  const char *ids[] = { desk_entity_get_id (DESK_ENTITY (notification)), NULL };
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert_value (&arguments, "ids", g_variant_new_strv (ids, -1));
  do_command (self, window, DESK_COMMAND_NOTIFICATIONS_READ, NULL, g_variant_dict_end (&arguments), NULL);
}

static void
on_note_activated_cb (DeskApplication *self, const char *action, DeskNotification *notification)
{
  DeskWindow *window = ensure_window (self);
  const char *about = desk_entity_get_string (notification, DESK_NOTIFICATION_ABOUT_ID);
  int kind = desk_entity_get_enum (notification, DESK_NOTIFICATION_ABOUT_KIND);

  if (!desk_entity_is_set (DESK_ENTITY (notification), DESK_NOTIFICATION_READ_AT))
    mark_read (self, window, notification);
  if (about == NULL)
    return;
  if (g_str_equal (action, DESK_NOTIFIER_TAKE))
    do_command (self, window, kind == DESK_SUBJECT_CHAT ? DESK_COMMAND_CHAT_ACCEPT : DESK_COMMAND_TICKET_TAKE, about,
                NULL, kind == DESK_SUBJECT_CHAT ? _ ("The chat is yours") : _ ("The ticket is yours"));
  if (kind == DESK_SUBJECT_TICKET)
    desk_window_open_ticket (window, about);
  else if (kind == DESK_SUBJECT_QUERY)
    desk_window_open_query (window, about);
  else if (kind == DESK_SUBJECT_CHAT)
    desk_window_open_chat (window, about);
  else if (kind == DESK_SUBJECT_CUSTOMER)
    desk_window_open_customer (window, about);
}

static void
on_colours_changed_cb (DeskApplication *self)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_settings_get_enum (self->settings, DESK_SETTING_COLOUR_SCHEME));
}

/* --- actions --- */

static void
show_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DeskApplication *self = user_data;

  desk_preferences_present (gtk_application_get_active_window (GTK_APPLICATION (self)), self->settings);
}

static void
show_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_help_present_shortcuts (gtk_application_get_active_window (user_data));
}

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_help_present_about (gtk_application_get_active_window (user_data));
}

static void
try_it (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  start_demo (user_data);
}

/* Every window is asked, so that each remembers its size; then nothing holds the program. */
static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (user_data));

  for (GList *item = windows; item != NULL; item = item->next)
    if (DESK_IS_WINDOW (item->data))
      desk_window_save_size (item->data);
  g_application_quit (user_data);
}

static const GActionEntry actions[] = {
  { .name = "preferences", .activate = show_preferences },
  { .name = "shortcuts", .activate = show_shortcuts },
  { .name = "about", .activate = show_about },
  { .name = "try-it", .activate = try_it },
  { .name = "quit", .activate = quit },
};

static gboolean
on_terminate_cb (gpointer user_data)
{
  quit (NULL, NULL, user_data);
  return G_SOURCE_CONTINUE;
}

/* --- GApplication --- */

static int
desk_application_handle_local_options (GApplication *app, GVariantDict *given)
{
  DeskApplication *self = DESK_APPLICATION (app);
  g_autofree char *role = NULL;

  if (g_variant_dict_contains (given, "version"))
    {
      g_print ("deskbell %s\n", DESK_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (given, "exit-after-first-frame"))
    desk_first_frame_watch (GTK_APPLICATION (app));
  g_variant_dict_lookup (given, "demo", "b", &self->demo);
  g_variant_dict_lookup (given, "server", "s", &self->server_url);
  g_variant_dict_lookup (given, "data-dir", "^ay", &self->data_dir);
  if (g_variant_dict_lookup (given, "demo-account", "s", &role))
    {
      self->demo = TRUE;
      self->demo_role = desk_enum_from_wire (&desk_role_enum, role);
    }
  if (self->demo_role < DESK_ROLE_EXECUTIVE)
    {
      g_printerr (_ ("There is no sample account “%s”; there are executive, agent, manager and admin.\n"), role);
      return 2;
    }
  /* A desk of its own: two people's windows may stand side by side. */
  if (self->demo || self->data_dir != NULL)
    g_application_set_flags (app, g_application_get_flags (app) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
add_icons (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  const char *data = g_getenv ("DESKBELL_DATADIR");
  g_autofree char *icons = g_build_filename (data != NULL ? data : DESK_PKGDATADIR, "icons", NULL);

  gtk_icon_theme_add_search_path (theme, icons);
}

static char *
dup_session_folder (DeskApplication *self)
{
  g_autofree char *demo = dup_folder (self, "demo");

  if (self->demo)
    return g_build_filename (demo, desk_enum_to_wire (&desk_role_enum, self->demo_role), NULL);
  return g_strdup (self->data_dir);
}

static void
desk_application_startup (GApplication *app)
{
  DeskApplication *self = DESK_APPLICATION (app);
  g_autofree char *folder = NULL;

  G_APPLICATION_CLASS (desk_application_parent_class)->startup (app);

  folder = dup_session_folder (self);
  add_icons ();
  gtk_window_set_default_icon_name (APP_ID);
  self->settings = desk_settings_new (folder);
  if (self->settings != NULL)
    {
      g_signal_connect_swapped (self->settings, "changed::" DESK_SETTING_COLOUR_SCHEME,
                                G_CALLBACK (on_colours_changed_cb), self);
      on_colours_changed_cb (self);
    }
  self->session = desk_session_new (folder);
  self->notifier = desk_notifier_new (self->session);
  g_signal_connect_object (self->session, "notify::me", G_CALLBACK (on_me_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->notifier, "activated", G_CALLBACK (on_note_activated_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  desk_window_actions_set_accels (GTK_APPLICATION (self));
  g_unix_signal_add (SIGTERM, on_terminate_cb, self);
  g_unix_signal_add (SIGINT, on_terminate_cb, self);
}

static void
desk_application_activate (GApplication *app)
{
  ensure_window (DESK_APPLICATION (app));
}

/* deskbell://ticket/TKT-2026-00417 */
static void
desk_application_open (GApplication *app, GFile **files, int n_files, const char *hint)
{
  DeskWindow *window = ensure_window (DESK_APPLICATION (app));

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *link = g_file_get_uri (files[i]);
      g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
      const char *path = uri != NULL ? g_uri_get_path (uri) : "";

      if (uri != NULL && g_str_equal (g_uri_get_scheme (uri), LINK_SCHEME) && strlen (path) > 1)
        desk_window_open_number (window, path + 1);
      else
        desk_window_toast (window, _ ("This is no link to a ticket"));
    }
}

static void
desk_application_shutdown (GApplication *app)
{
  DeskApplication *self = DESK_APPLICATION (app);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->present_id, g_source_remove);
  if (self->notifier != NULL)
    desk_notifier_withdraw_all (self->notifier);
  G_APPLICATION_CLASS (desk_application_parent_class)->shutdown (app);
  g_clear_object (&self->notifier);
  g_clear_object (&self->session);
  if (self->server != NULL)
    desk_embedded_server_stop (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->settings);
}

static void
desk_application_finalize (GObject *object)
{
  DeskApplication *self = DESK_APPLICATION (object);

  g_clear_object (&self->cancellable);
  g_free (self->data_dir);
  g_free (self->server_url);

  G_OBJECT_CLASS (desk_application_parent_class)->finalize (object);
}

static void
desk_application_class_init (DeskApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *app_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = desk_application_finalize;
  app_class->handle_local_options = desk_application_handle_local_options;
  app_class->startup = desk_application_startup;
  app_class->activate = desk_application_activate;
  app_class->open = desk_application_open;
  app_class->shutdown = desk_application_shutdown;
}

static void
desk_application_init (DeskApplication *self)
{
  self->cancellable = g_cancellable_new ();
  self->demo_role = DESK_ROLE_AGENT;
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[deskbell://ticket/NUMBER]"));
}

DeskApplication *
desk_application_new (void)
{
  return g_object_new (DESK_TYPE_APPLICATION, "application-id", APP_ID, "flags", G_APPLICATION_HANDLES_OPEN, NULL);
}
