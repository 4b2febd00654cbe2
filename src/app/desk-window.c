/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-window.h"

#include <glib/gi18n.h>

#include "app/desk-page-table.h"
#include "app/desk-palette.h"
#include "app/desk-settings.h"
#include "app/dialogs/desk-customer-dialog.h"
#include "app/pages/desk-chats-page.h"
#include "app/pages/desk-welcome-page.h"
#include "app/widgets/desk-availability-button.h"
#include "app/widgets/desk-bell.h"
#include "app/widgets/desk-connection-foot.h"
#include "app/widgets/desk-sidebar.h"
#include "app/widgets/desk-widgets.h"

struct _DeskWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *stack;
  AdwToastOverlay *toasts;
  DeskWelcomePage *welcome;
  AdwLeaflet *leaflet;
  GtkWidget *sidebar_side;
  DeskSidebar *sidebar;
  DeskConnectionFoot *connection;
  DeskStage *stage;
  GtkButton *to_sidebar;
  GtkButton *back;
  GtkLabel *title;
  DeskBell *bell;
  DeskAvailabilityButton *availability;
  GtkWidget *scrim;
  DeskPalette *palette;

  DeskSession *session; /* owned */
  GSettings *settings;  /* owned, nullable */
  DeskAgent *me;        /* owned; whose desk is shown now */
  char *wanted;         /* a number to open once the cache has it */
  guint n_scrims;
};

G_DEFINE_FINAL_TYPE (DeskWindow, desk_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- the sidebar and the palette, from the table of pages --- */

static void
add_to_sidebar (DeskWindow *self, const DeskPageInfo *info)
{
  g_autoptr (GListModel) counted = info->list_counted != NULL ? info->list_counted (self->session) : NULL;

  desk_sidebar_add_page (self->sidebar, info->name, _ (info->title), info->icon_name, info->badge_style, counted);
}

static void
add_page_to_palette (DeskWindow *self, const DeskPageInfo *info)
{
  g_autofree char *action = g_strdup_printf ("win.show-page('%s')", info->name);
  g_autofree char *keys = info->letter != 0 ? g_strdup_printf ("g %c", (char) info->letter) : NULL;
  g_autoptr (DeskPaletteItem) item =
      desk_palette_item_new (_ ("Go to"), info->icon_name, _ (info->title), NULL, keys, action);

  desk_palette_add (self->palette, item);
}

static void
add_command_to_palette (DeskWindow *self,
                        const char *icon_name,
                        const char *title,
                        const char *keys,
                        const char *action)
{
  g_autoptr (DeskPaletteItem) item = desk_palette_item_new (_ ("Do"), icon_name, title, NULL, keys, action);

  desk_palette_add (self->palette, item);
}

static void
fill_sidebar_and_palette (DeskWindow *self)
{
  const DeskPageInfo *info;
  const char *section = NULL;

  desk_sidebar_remove_all (self->sidebar);
  desk_palette_remove_all (self->palette);
  for (guint i = 0; (info = desk_page_table_get (i)) != NULL; i++)
    {
      if (!desk_session_may (self->session, info->permission))
        continue;
      if (g_strcmp0 (section, info->section) != 0)
        desk_sidebar_add_section (self->sidebar, _ (info->section));
      section = info->section;
      add_to_sidebar (self, info);
      add_page_to_palette (self, info);
    }
  if (desk_session_may (self->session, DESK_PERMISSION_QUERIES_ADD))
    add_command_to_palette (self, "list-add-symbolic", _ ("Add Query …"), "<Control>n", "win.add-query");
  if (desk_session_may (self->session, DESK_PERMISSION_CHATS_SERVE))
    add_command_to_palette (self, "desk-chat-symbolic", _ ("Accept the Chat That Has Waited Longest"), NULL,
                            "win.accept-next-chat");
  add_command_to_palette (self, "preferences-system-symbolic", _ ("Preferences"), "<Control>comma", "app.preferences");
  add_command_to_palette (self, "input-keyboard-symbolic", _ ("Keyboard Shortcuts"), "<Control>question",
                          "app.shortcuts");
  add_command_to_palette (self, "system-log-out-symbolic", _ ("Sign Out …"), NULL, "win.sign-out");
}

/* --- what follows the session --- */

static void
show_desk (DeskWindow *self)
{
  g_autofree char *page = self->settings != NULL ? g_settings_get_string (self->settings, DESK_SETTING_PAGE) : NULL;

  fill_sidebar_and_palette (self);
  desk_connection_foot_set_session (self->connection, self->session);
  desk_bell_set_session (self->bell, self->session);
  desk_availability_button_set_session (self->availability, self->session);
  desk_stage_set_session (self->stage, self->session);
  gtk_stack_set_visible_child_name (self->stack, "desk");
  desk_stage_show_page (self->stage, page);
}

static void
show_welcome (DeskWindow *self)
{
  desk_palette_close (self->palette);
  desk_stage_set_session (self->stage, NULL);
  desk_availability_button_set_session (self->availability, NULL);
  desk_bell_set_session (self->bell, NULL);
  desk_connection_foot_set_session (self->connection, NULL);
  desk_sidebar_remove_all (self->sidebar);
  gtk_stack_set_visible_child_name (self->stack, "welcome");
}

/* Somebody signed in, or out; whatever else changes about the session, the widgets follow by themselves. */
static void
on_me_changed_cb (DeskWindow *self)
{
  DeskAgent *me = desk_session_get_me (self->session);

  if (!g_set_object (&self->me, me))
    return;
  if (me != NULL)
    show_desk (self);
  else
    show_welcome (self);
}

static void
on_signed_out_cb (DeskWindow *self, const char *why)
{
  desk_welcome_page_set_problem (self->welcome, why);
}

/* Something that was shown as done is not: say so where it is seen, with the way to what can be done. */
static void
on_command_refused_cb (DeskWindow *self, DeskOutboxItem *item)
{
  /* Translators: %s is what was done: "Resolve TKT-2026-00417" */
  g_autofree char *words = g_strdup_printf (_ ("Refused: %s"), desk_outbox_item_get_title (item));
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("Review …"));
  adw_toast_set_action_name (toast, "win.review-command");
  adw_toast_set_action_target (toast, "s", desk_outbox_item_get_id (item));
  adw_toast_set_timeout (toast, 10);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static gboolean
open_by_number (DeskWindow *self, const char *number)
{
  g_autoptr (DeskEntity) ticket = desk_session_dup_by_number (self->session, &desk_ticket_kind, number);
  g_autoptr (DeskEntity) query = NULL;

  if (ticket != NULL)
    {
      desk_window_open_ticket (self, desk_entity_get_id (ticket));
      return TRUE;
    }
  query = desk_session_dup_by_number (self->session, &desk_query_kind, number);
  if (query != NULL)
    desk_window_open_query (self, desk_entity_get_id (query));
  return query != NULL;
}

/* A link may name what the cache does not have yet: it is opened when it has come. */
static void
open_wanted (DeskWindow *self)
{
  g_autofree char *missing = NULL;
  double progress = 0;

  if (self->wanted == NULL || self->me == NULL)
    return;
  g_object_get (self->session, "sync-progress", &progress, NULL);
  if (open_by_number (self, self->wanted))
    g_clear_pointer (&self->wanted, g_free);
  else if (progress >= 1.0 && desk_session_get_state (self->session) == DESK_SESSION_LIVE)
    {
      missing = g_strdup_printf (_ ("There is no %s on this desk"), self->wanted);
      g_clear_pointer (&self->wanted, g_free);
      desk_window_toast (self, missing);
    }
}

/* --- the parts of the window --- */

static void
on_page_chosen_cb (DeskWindow *self, const char *page)
{
  desk_stage_show_page (self->stage, page);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

static void
on_stage_changed_cb (DeskWindow *self)
{
  const char *page = desk_stage_get_page (self->stage);
  const char *title = desk_stage_get_title (self->stage);

  gtk_label_set_label (self->title, title != NULL ? title : "");
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _ ("Deskbell"));
  gtk_widget_set_visible (GTK_WIDGET (self->back), desk_stage_get_can_go_back (self->stage));
  if (page == NULL)
    return;
  desk_sidebar_set_page (self->sidebar, page);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, DESK_SETTING_PAGE, page);
}

static void
update_scrim (DeskWindow *self)
{
  gtk_widget_set_visible (self->scrim, self->n_scrims > 0 || gtk_widget_get_visible (GTK_WIDGET (self->palette)));
}

static void
on_palette_closed_cb (DeskWindow *self)
{
  DeskPage *page = desk_stage_get_shown (self->stage);

  update_scrim (self);
  if (page != NULL)
    desk_page_focus_first (page);
}

static void
on_scrim_pressed_cb (DeskWindow *self)
{
  desk_palette_close (self->palette);
}

static void
on_to_sidebar_clicked_cb (DeskWindow *self)
{
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

/* Shown by Broadway, the web page is all the screen there is, and it is not known how large before somebody looks. */
static gboolean
is_web_page (DeskWindow *self)
{
  return g_str_has_prefix (G_OBJECT_TYPE_NAME (gtk_widget_get_display (GTK_WIDGET (self))), "GdkBroadway");
}

static void
restore_size (DeskWindow *self)
{
  if (is_web_page (self))
    gtk_window_maximize (GTK_WINDOW (self));
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, DESK_SETTING_WINDOW_WIDTH),
                               g_settings_get_int (self->settings, DESK_SETTING_WINDOW_HEIGHT));
  if (g_settings_get_boolean (self->settings, DESK_SETTING_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
desk_window_close_request (GtkWindow *window)
{
  DeskWindow *self = DESK_WINDOW (window);

  desk_window_save_size (self);
  if (self->settings != NULL && self->me != NULL
      && g_settings_get_boolean (self->settings, DESK_SETTING_RUN_IN_BACKGROUND))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (desk_window_parent_class)->close_request (window);
}

static void
desk_window_dispose (GObject *object)
{
  DeskWindow *self = DESK_WINDOW (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_WINDOW);
  g_clear_object (&self->me);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (desk_window_parent_class)->dispose (object);
}

static void
desk_window_class_init (DeskWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = desk_window_dispose;
  window_class->close_request = desk_window_close_request;

  desk_widgets_init ();
  g_type_ensure (DESK_TYPE_AVAILABILITY_BUTTON);
  g_type_ensure (DESK_TYPE_BELL);
  g_type_ensure (DESK_TYPE_CONNECTION_FOOT);
  g_type_ensure (DESK_TYPE_PALETTE);
  g_type_ensure (DESK_TYPE_SIDEBAR);
  g_type_ensure (DESK_TYPE_STAGE);
  g_type_ensure (DESK_TYPE_WELCOME_PAGE);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/desk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, sidebar_side);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, connection);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, stage);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, to_sidebar);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, back);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, bell);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, availability);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, scrim);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, palette);
  gtk_widget_class_bind_template_callback (widget_class, on_page_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stage_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_palette_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_scrim_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_to_sidebar_clicked_cb);
}

static void
desk_window_init (DeskWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_window_new:
 * @app: the program
 * @session: whose desk it shows, signed in or not
 * @settings: (nullable): where size and page are remembered
 */
DeskWindow *
desk_window_new (GtkApplication *app, DeskSession *session, GSettings *settings)
{
  DeskWindow *self = g_object_new (DESK_TYPE_WINDOW, "application", app, NULL);

  self->session = g_object_ref (session);
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  restore_size (self);
  desk_welcome_page_set_session (self->welcome, session);
  g_signal_connect_swapped (session, "notify::me", G_CALLBACK (on_me_changed_cb), self);
  g_signal_connect_swapped (session, "notify::sync-progress", G_CALLBACK (open_wanted), self);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (open_wanted), self);
  g_signal_connect_swapped (session, "signed-out", G_CALLBACK (on_signed_out_cb), self);
  g_signal_connect_swapped (session, "command-refused", G_CALLBACK (on_command_refused_cb), self);
  on_me_changed_cb (self);
  return self;
}

DeskSession *
desk_window_get_session (DeskWindow *self)
{
  g_return_val_if_fail (DESK_IS_WINDOW (self), NULL);

  return self->session;
}

DeskStage *
desk_window_get_stage (DeskWindow *self)
{
  g_return_val_if_fail (DESK_IS_WINDOW (self), NULL);

  return self->stage;
}

gboolean
desk_window_is_signed_in (DeskWindow *self)
{
  g_return_val_if_fail (DESK_IS_WINDOW (self), FALSE);

  return self->me != NULL;
}

/* Goes to a page by its name in the table, and puts the focus where work begins there. */
void
desk_window_show_page (DeskWindow *self, const char *name)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (self->me == NULL)
    return;
  on_page_chosen_cb (self, name);
  if (desk_stage_get_shown (self->stage) != NULL)
    desk_page_focus_first (desk_stage_get_shown (self->stage));
}

void
desk_window_open_ticket (DeskWindow *self, const char *ticket_id)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (self->me == NULL)
    return;
  desk_stage_open_ticket (self->stage, ticket_id);
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
  if (desk_stage_get_shown (self->stage) != NULL)
    desk_page_focus_first (desk_stage_get_shown (self->stage));
}

void
desk_window_open_query (DeskWindow *self, const char *query_id)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (self->me == NULL)
    return;
  if (!desk_stage_open_query (self->stage, query_id))
    desk_window_toast (self, _ ("Your role does not open queries"));
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

void
desk_window_open_chat (DeskWindow *self, const char *chat_id)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (self->me == NULL)
    return;
  if (!desk_stage_open_chat (self->stage, chat_id))
    desk_window_toast (self, _ ("Your role does not open chats"));
  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_FORWARD);
}

/* Takes the chat whose customer has waited the longest. */
void
desk_window_accept_next_chat (DeskWindow *self)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  desk_window_show_page (self, "chats");
  if (DESK_IS_CHATS_PAGE (desk_stage_get_shown (self->stage))
      && !desk_chats_page_accept_next (DESK_CHATS_PAGE (desk_stage_get_shown (self->stage))))
    desk_window_toast (self, _ ("Nobody is waiting for a chat"));
}

void
desk_window_open_customer (DeskWindow *self, const char *customer_id)
{
  g_autoptr (DeskEntity) customer = NULL;

  g_return_if_fail (DESK_IS_WINDOW (self));

  if (self->me == NULL)
    return;
  customer = desk_session_dup_entity (self->session, &desk_customer_kind, customer_id);
  if (customer != NULL)
    desk_customer_dialog_present (GTK_WINDOW (self), self->session, DESK_CUSTOMER (customer));
  else
    desk_window_toast (self, _ ("This customer is not on this computer yet"));
}

/* Opens a ticket or a query by its number, as soon as the cache has it. */
void
desk_window_open_number (DeskWindow *self, const char *number)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  g_free (self->wanted);
  self->wanted = g_strdup (number);
  open_wanted (self);
}

void
desk_window_open_palette (DeskWindow *self)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (self->me == NULL)
    return;
  desk_palette_open (self->palette, self->session);
  update_scrim (self);
}

void
desk_window_toast (DeskWindow *self, const char *text)
{
  AdwToast *toast;
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_return_if_fail (DESK_IS_WINDOW (self));

  toast = adw_toast_new (escaped);
  adw_toast_set_timeout (toast, 4);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Dialogs call this when they come and when they go; the window is dimmed while any is there. */
void
desk_window_set_scrim (DeskWindow *self, gboolean is_shown)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (is_shown)
    self->n_scrims++;
  else if (self->n_scrims > 0)
    self->n_scrims--;
  update_scrim (self);
}

void
desk_window_toggle_sidebar (DeskWindow *self)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  if (adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_navigate (self->leaflet, adw_leaflet_get_visible_child (self->leaflet) == self->sidebar_side
                                             ? ADW_NAVIGATION_DIRECTION_FORWARD
                                             : ADW_NAVIGATION_DIRECTION_BACK);
  else
    gtk_widget_set_visible (self->sidebar_side, !gtk_widget_get_visible (self->sidebar_side));
}

void
desk_window_set_waiting (DeskWindow *self, const char *words)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  desk_welcome_page_set_waiting (self->welcome, words);
}

void
desk_window_set_problem (DeskWindow *self, const char *words)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  desk_welcome_page_set_problem (self->welcome, words);
}

void
desk_window_set_server_url (DeskWindow *self, const char *url)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  desk_welcome_page_set_server_url (self->welcome, url);
}

void
desk_window_set_email (DeskWindow *self, const char *email)
{
  g_return_if_fail (DESK_IS_WINDOW (self));

  desk_welcome_page_set_email (self->welcome, email);
}

/* Remembers how big the window is, for the next time. */
void
desk_window_save_size (DeskWindow *self)
{
  int width, height;

  g_return_if_fail (DESK_IS_WINDOW (self));

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (self->settings, DESK_SETTING_WINDOW_MAXIMIZED, gtk_window_is_maximized (GTK_WINDOW (self)));
  if (gtk_window_is_maximized (GTK_WINDOW (self)))
    return;
  g_settings_set_int (self->settings, DESK_SETTING_WINDOW_WIDTH, MAX (width, 360));
  g_settings_set_int (self->settings, DESK_SETTING_WINDOW_HEIGHT, MAX (height, 294));
}
