/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-window-actions.h"

#include <glib/gi18n.h>

#include "app/desk-page-table.h"
#include "app/dialogs/desk-add-query-dialog.h"
#include "app/dialogs/desk-refused-dialog.h"

/* How long after G the letter may come. */
#define SEQUENCE_MS 1500

typedef struct
{
  DeskWindow *window; /* borrowed; it owns this */
  guint sequence;     /* the timeout that runs after G, or 0 */
} Keys;

static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "win.add-query", { "<Control>n" } },
  { "win.palette", { "<Control>k" } },
  { "win.find", { "<Control>f" } },
  { "win.toggle-panel", { "F9" } },
  { "win.toggle-sidebar", { "<Control>F9" } },
  { "window.close", { "<Control>w" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question", "F1" } },
  { "app.quit", { "<Control>q" } },
};

static void
open_ticket (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_open_ticket (user_data, g_variant_get_string (parameter, NULL));
}

static void
open_query (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_open_query (user_data, g_variant_get_string (parameter, NULL));
}

static void
open_customer (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_open_customer (user_data, g_variant_get_string (parameter, NULL));
}

static void
open_chat (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_open_chat (user_data, g_variant_get_string (parameter, NULL));
}

static void
accept_next_chat (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_accept_next_chat (user_data);
}

static void
open_number (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_open_number (user_data, g_variant_get_string (parameter, NULL));
}

static void
show_page (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_show_page (user_data, g_variant_get_string (parameter, NULL));
}

static void
go_back (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_stage_go_back (desk_window_get_stage (user_data));
}

static void
open_palette (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_open_palette (user_data);
}

/* The page's own filter; a page without one has the palette. */
static void
find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DeskPage *page = desk_stage_get_shown (desk_window_get_stage (user_data));

  if (page == NULL || !desk_page_focus_filter (page))
    desk_window_open_palette (user_data);
}

static void
toggle_sidebar (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_toggle_sidebar (user_data);
}

/* What stands beside the conversation; a page without that has the sidebar. */
static void
toggle_panel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DeskPage *page = desk_stage_get_shown (desk_window_get_stage (user_data));

  if (page == NULL || !desk_page_toggle_panel (page))
    desk_window_toggle_sidebar (user_data);
}

static void
add_query (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_add_query_dialog_present (user_data, desk_window_get_session (user_data), NULL);
}

static void
show_toast (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_toast (user_data, g_variant_get_string (parameter, NULL));
}

static void
set_scrim (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  desk_window_set_scrim (user_data, g_variant_get_boolean (parameter));
}

static DeskOutboxItem *
find_outbox_item (DeskWindow *window, const char *command_id)
{
  GListModel *outbox = desk_session_get_outbox (desk_window_get_session (window));

  for (guint i = 0; i < g_list_model_get_n_items (outbox); i++)
    {
      g_autoptr (DeskOutboxItem) item = g_list_model_get_item (outbox, i);

      if (g_strcmp0 (desk_outbox_item_get_id (item), command_id) == 0)
        return g_steal_pointer (&item);
    }
  return NULL;
}

static void
review_command (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (DeskOutboxItem) item = find_outbox_item (user_data, g_variant_get_string (parameter, NULL));

  if (item != NULL)
    desk_refused_dialog_present (user_data, desk_window_get_session (user_data), item);
}

static void
on_sign_out_answered_cb (AdwMessageDialog *dialog, const char *response, DeskWindow *window)
{
  desk_window_set_scrim (window, FALSE);
  if (g_str_equal (response, "sign-out"))
    desk_session_sign_out (desk_window_get_session (window));
}

/* What has not been sent would be lost: that is said, and asked. */
static void
sign_out (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DeskWindow *window = user_data;
  GListModel *outbox = desk_session_get_outbox (desk_window_get_session (window));
  guint count = g_list_model_get_n_items (outbox);
  g_autofree char *lost = NULL;
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _ ("Sign Out?"), NULL);

  if (count > 0)
    lost = g_strdup_printf (ngettext ("%u change has not been sent and will be lost. ",
                                      "%u changes have not been sent and will be lost. ", count),
                            count);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("%sThe desk's data is removed from this computer; the server keeps all of it."),
                                  lost != NULL ? lost : "");
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "sign-out", _ ("_Sign Out"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "sign-out",
                                              count > 0 ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_DEFAULT);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sign_out_answered_cb), window, 0);
  desk_window_set_scrim (window, TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static const GActionEntry entries[] = {
  { .name = "open-ticket", .activate = open_ticket, .parameter_type = "s" },
  { .name = "open-query", .activate = open_query, .parameter_type = "s" },
  { .name = "open-chat", .activate = open_chat, .parameter_type = "s" },
  { .name = "accept-next-chat", .activate = accept_next_chat },
  { .name = "open-customer", .activate = open_customer, .parameter_type = "s" },
  { .name = "open-number", .activate = open_number, .parameter_type = "s" },
  { .name = "show-page", .activate = show_page, .parameter_type = "s" },
  { .name = "back", .activate = go_back },
  { .name = "palette", .activate = open_palette },
  { .name = "find", .activate = find },
  { .name = "toggle-panel", .activate = toggle_panel },
  { .name = "toggle-sidebar", .activate = toggle_sidebar },
  { .name = "add-query", .activate = add_query },
  { .name = "toast", .activate = show_toast, .parameter_type = "s" },
  { .name = "scrim", .activate = set_scrim, .parameter_type = "b" },
  { .name = "review-command", .activate = review_command, .parameter_type = "s" },
  { .name = "sign-out", .activate = sign_out },
};

static void
set_enabled (DeskWindow *window, const char *name, gboolean is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (window), name)), is_enabled);
}

static void
update_actions (DeskWindow *window)
{
  DeskSession *session = desk_window_get_session (window);
  gboolean is_signed_in = desk_session_get_me (session) != NULL;
  const char *for_desk[] = {
    "show-page", "palette", "find", "toggle-panel", "toggle-sidebar", "sign-out", "review-command",
  };

  for (guint i = 0; i < G_N_ELEMENTS (for_desk); i++)
    set_enabled (window, for_desk[i], is_signed_in);
  set_enabled (window, "add-query", is_signed_in && desk_session_may (session, DESK_PERMISSION_QUERIES_ADD));
  set_enabled (window, "accept-next-chat", is_signed_in && desk_session_may (session, DESK_PERMISSION_CHATS_SERVE));
  set_enabled (window, "back", desk_stage_get_can_go_back (desk_window_get_stage (window)));
}

static void
end_sequence (Keys *keys)
{
  g_clear_handle_id (&keys->sequence, g_source_remove);
}

static gboolean
on_sequence_late_cb (gpointer user_data)
{
  ((Keys *) user_data)->sequence = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
is_writing (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  return GTK_IS_TEXT (focus) || (GTK_IS_TEXT_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus)));
}

/* Out of a text first, then back; what was written stays in the draft. */
static gboolean
escape (DeskWindow *window)
{
  if (is_writing (GTK_WINDOW (window)))
    gtk_window_set_focus (GTK_WINDOW (window), NULL);
  else if (desk_stage_get_can_go_back (desk_window_get_stage (window)))
    desk_stage_go_back (desk_window_get_stage (window));
  else
    return FALSE;
  return TRUE;
}

static gboolean
do_letter (Keys *keys, guint letter)
{
  gboolean is_second = keys->sequence != 0;
  const DeskPageInfo *info = is_second ? desk_page_table_find_letter (letter) : NULL;

  end_sequence (keys);
  if (info != NULL)
    gtk_widget_activate_action (GTK_WIDGET (keys->window), "win.show-page", "s", info->name);
  else if (!is_second && letter == 'g')
    keys->sequence = g_timeout_add (SEQUENCE_MS, on_sequence_late_cb, keys);
  else if (!is_second && letter == '/')
    gtk_widget_activate_action (GTK_WIDGET (keys->window), "win.find", NULL);
  else if (!is_second && letter == '?')
    gtk_widget_activate_action (GTK_WIDGET (keys->window), "app.shortcuts", NULL);
  else
    return FALSE;
  return TRUE;
}

/* In the bubble phase: only what no widget has taken comes here. */
static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, Keys *keys)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (!desk_window_is_signed_in (keys->window))
    return FALSE;
  if (keyval == GDK_KEY_Escape && modifiers == 0)
    return escape (keys->window);
  if ((modifiers & ~GDK_SHIFT_MASK) != 0 || is_writing (GTK_WINDOW (keys->window)))
    return FALSE;
  return do_letter (keys, gdk_keyval_to_unicode (gdk_keyval_to_lower (keyval)));
}

/* The letter after G comes here before a page takes it for one of its own keys. */
static gboolean
on_key_captured_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, Keys *keys)
{
  return keys->sequence != 0 && on_key_pressed_cb (controller, keyval, keycode, state, keys);
}

static void
keys_free (gpointer data)
{
  end_sequence (data);
  g_free (data);
}

static void
install_keys (DeskWindow *window)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  GtkEventController *capture = gtk_event_controller_key_new ();
  Keys *keys = g_new0 (Keys, 1);

  keys->window = window;
  g_object_set_data_full (G_OBJECT (window), "desk-window-keys", keys, keys_free);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key_pressed_cb), keys);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
  gtk_event_controller_set_propagation_phase (capture, GTK_PHASE_CAPTURE);
  g_signal_connect (capture, "key-pressed", G_CALLBACK (on_key_captured_cb), keys);
  gtk_widget_add_controller (GTK_WIDGET (window), capture);
}

/* Gives @window its actions and its keys without modifier. */
void
desk_window_actions_install (DeskWindow *window)
{
  g_return_if_fail (DESK_IS_WINDOW (window));

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect_object (desk_window_get_session (window), "notify::me", G_CALLBACK (update_actions), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk_window_get_stage (window), "notify::can-go-back", G_CALLBACK (update_actions), window,
                           G_CONNECT_SWAPPED);
  install_keys (window);
  update_actions (window);
}

/* The keys with a modifier, once for the program. */
void
desk_window_actions_set_accels (GtkApplication *app)
{
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (app, accels[i].action, (const char *const *) accels[i].accels);
}
