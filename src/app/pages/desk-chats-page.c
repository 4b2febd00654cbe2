/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-chats-page.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-add-query-dialog.h"
#include "app/dialogs/desk-escalate-dialog.h"
#include "app/pages/desk-chat-list.h"
#include "app/pages/desk-chat-pane.h"
#include "app/pages/desk-chat-sections.h"
#include "app/pages/desk-thread.h"
#include "app/widgets/desk-empty-state.h"

struct _DeskChatsPage
{
  DeskPage parent_instance;

  AdwLeaflet *leaflet;
  DeskChatList *list;
  GtkStack *stack;
  DeskEmptyState *nothing;
  DeskChatPane *pane;

  DeskListModel *waiting; /* owned: for the words beside the list, and for whose turn it is */
};

G_DEFINE_FINAL_TYPE (DeskChatsPage, desk_chats_page, DESK_TYPE_PAGE)

static DeskSession *
get_session (DeskChatsPage *self)
{
  return desk_page_get_session (DESK_PAGE (self));
}

static DeskEntity *
get_chat (DeskChatsPage *self)
{
  return (DeskEntity *) desk_chat_pane_get_chat (self->pane);
}

static void
update_actions (DeskChatsPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  DeskSession *session = get_session (self);
  DeskEntity *chat = get_chat (self);
  DeskChatStatus status = chat != NULL ? desk_entity_get_enum (chat, DESK_CHAT_STATUS) : DESK_CHAT_STATUS_UNKNOWN;
  gboolean may_write = chat != NULL && desk_session_may (session, DESK_PERMISSION_CHATS);
  gboolean may_serve = desk_session_may (session, DESK_PERMISSION_CHATS_SERVE);
  gboolean became =
      chat != NULL && (desk_entity_is_set (chat, DESK_CHAT_QUERY_ID) || desk_entity_is_set (chat, DESK_CHAT_TICKET_ID));

  gtk_widget_action_set_enabled (widget, "chat.reply", may_write);
  gtk_widget_action_set_enabled (widget, "chat.note", may_write);
  gtk_widget_action_set_enabled (widget, "chat.accept", may_serve && status == DESK_CHAT_STATUS_WAITING);
  gtk_widget_action_set_enabled (widget, "chat.accept-id", may_serve);
  gtk_widget_action_set_enabled (widget, "chat.end", may_write && status != DESK_CHAT_STATUS_ENDED);
  gtk_widget_action_set_enabled (widget, "chat.to-query", may_serve && chat != NULL && !became);
  gtk_widget_action_set_enabled (widget, "chat.to-ticket", may_serve && chat != NULL && !became);
  gtk_widget_action_set_enabled (widget, "chat.open-became", became);
  gtk_widget_action_set_enabled (widget, "chat.open-customer", chat != NULL);
}

/* --- what is shown --- */

/* Beside the list while nobody is chosen: what there is to do. */
static void
update_nothing (DeskChatsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->waiting));
  g_autofree char *words = NULL;

  if (n == 0)
    {
      desk_empty_state_set (self->nothing, DESK_TONE_GREEN, "desk-chat-symbolic", _ ("Nobody Is Waiting"),
                            _ ("Choose a chat to read it and to answer."));
      return;
    }
  words = g_strdup_printf (ngettext ("%u customer waits for somebody to accept their chat.",
                                     "%u customers wait for somebody to accept their chat.", n),
                           n);
  desk_empty_state_set (self->nothing, DESK_TONE_ORANGE, "desk-chat-symbolic", _ ("Choose a Chat"), words);
}

static void
show_chat (DeskChatsPage *self, DeskChat *chat)
{
  DeskChat *before = desk_chat_pane_get_chat (self->pane);

  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, update_actions, self);
  if (chat != NULL)
    g_signal_connect_object (chat, "notify", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  desk_chat_pane_set_chat (self->pane, chat);
  gtk_stack_set_visible_child_name (self->stack, chat != NULL ? "chat" : "nothing");
  adw_leaflet_set_visible_child_name (self->leaflet, chat != NULL ? "conversation" : "list");
  update_actions (self);
}

static void
on_list_selected_cb (DeskChatsPage *self, DeskChat *chat)
{
  show_chat (self, chat);
}

static void
on_list_activated_cb (DeskChatsPage *self, DeskChat *chat)
{
  show_chat (self, chat);
  desk_chat_pane_reply (self->pane);
}

static void
on_list_counted_cb (DeskChatsPage *self)
{
  desk_page_focus_late (DESK_PAGE (self));
}

static void
on_folded_cb (DeskChatsPage *self)
{
  g_object_set (self->pane, "can-go-back", adw_leaflet_get_folded (self->leaflet), NULL);
}

/* --- actions --- */

static gboolean
do_it (DeskChatsPage *self, DeskCommandKind kind, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *command = desk_session_do (get_session (self), kind, id, NULL, NULL, &error);

  if (command == NULL)
    desk_page_toast (DESK_PAGE (self), error->message);
  return command != NULL;
}

static void
accept_chat (DeskChatsPage *self, const char *id)
{
  if (!do_it (self, DESK_COMMAND_CHAT_ACCEPT, id))
    return;
  desk_chats_page_open (self, id);
  desk_chat_pane_reply (self->pane);
}

static void
reply_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_chat_pane_reply (DESK_CHATS_PAGE (widget)->pane);
}

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_chat_pane_write_note (DESK_CHATS_PAGE (widget)->pane);
}

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (widget);

  accept_chat (self, desk_entity_get_id (get_chat (self)));
}

static void
accept_id_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  accept_chat (DESK_CHATS_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
on_end_answered_cb (AdwMessageDialog *dialog, const char *response, DeskChatsPage *self)
{
  const char *id = g_object_get_data (G_OBJECT (dialog), "desk-chat");

  gtk_widget_activate_action (GTK_WIDGET (self), "win.scrim", "b", FALSE);
  if (g_str_equal (response, "end"))
    do_it (self, DESK_COMMAND_CHAT_END, id);
}

/* The customer sees it at once: that is asked first. */
static void
end_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (widget);
  DeskEntity *chat = get_chat (self);
  g_autofree char *first = desk_thread_dup_first_name (get_session (self), chat);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), NULL, NULL);

  /* Translators: %s is a customer's first name */
  adw_message_dialog_format_heading (ADW_MESSAGE_DIALOG (dialog), _ ("End the Chat with %s?"), first);
  /* Translators: %s is a customer's first name */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("%s sees that it has ended, and can open it again by writing."), first);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "end", _ ("_End Chat"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "end", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "end");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "desk-chat", g_strdup (desk_entity_get_id (chat)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_end_answered_cb), self, 0);
  gtk_widget_activate_action (widget, "win.scrim", "b", TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
to_query_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (widget);

  desk_add_query_dialog_present_chat (GTK_WINDOW (gtk_widget_get_root (widget)), get_session (self),
                                      desk_chat_pane_get_chat (self->pane));
}

static void
to_ticket_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (widget);

  desk_escalate_dialog_present (GTK_WINDOW (gtk_widget_get_root (widget)), get_session (self), get_chat (self));
}

static void
open_became_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskEntity *chat = get_chat (DESK_CHATS_PAGE (widget));
  gboolean is_ticket = desk_entity_is_set (chat, DESK_CHAT_TICKET_ID);

  gtk_widget_activate_action (widget, is_ticket ? "win.open-ticket" : "win.open-query", "s",
                              desk_entity_get_string (chat, is_ticket ? DESK_CHAT_TICKET_ID : DESK_CHAT_QUERY_ID));
}

static void
open_customer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskEntity *chat = get_chat (DESK_CHATS_PAGE (widget));

  gtk_widget_activate_action (widget, "win.open-customer", "s", desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID));
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_chat_list_move (DESK_CHATS_PAGE (widget)->list, g_variant_get_int32 (parameter));
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  desk_chat_list_clear_filters (DESK_CHATS_PAGE (widget)->list);
}

static void
show_list_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (widget);

  desk_chat_list_select (self->list, NULL);
  show_chat (self, NULL);
  desk_chat_list_focus_list (self->list);
}

/* Escape leaves what is being written, which stays a draft; then the conversation. */
static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gboolean is_writing = GTK_IS_TEXT_VIEW (focus) || GTK_IS_TEXT (focus);

  if (is_writing && !adw_leaflet_get_folded (self->leaflet))
    desk_chat_list_focus_list (self->list);
  else if (is_writing)
    gtk_root_set_focus (gtk_widget_get_root (widget), NULL);
  else
    show_list_action (widget, name, NULL);
}

static gboolean
desk_chats_page_focus_first (DeskPage *page)
{
  return desk_chat_list_focus_list (DESK_CHATS_PAGE (page)->list);
}

static gboolean
desk_chats_page_focus_filter (DeskPage *page)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (page);

  if (adw_leaflet_get_folded (self->leaflet))
    show_list_action (GTK_WIDGET (page), NULL, NULL);
  return desk_chat_list_focus_search (self->list);
}

static gboolean
desk_chats_page_toggle_panel (DeskPage *page)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (page);

  if (get_chat (self) == NULL)
    return FALSE;
  desk_chat_pane_toggle_side (self->pane);
  return TRUE;
}

static void
add_keys (DeskPage *page)
{
  desk_page_add_key (page, GDK_KEY_j, 0, "chat.move", g_variant_new_int32 (1));
  desk_page_add_key (page, GDK_KEY_k, 0, "chat.move", g_variant_new_int32 (-1));
  desk_page_add_key (page, GDK_KEY_r, 0, "chat.reply", NULL);
  desk_page_add_key (page, GDK_KEY_n, 0, "chat.note", NULL);
  desk_page_add_key (page, GDK_KEY_i, 0, "chat.accept", NULL);
  desk_page_add_key (page, GDK_KEY_e, 0, "chat.to-ticket", NULL);
  desk_page_add_key (page, GDK_KEY_q, 0, "chat.to-query", NULL);
  desk_page_add_key (page, GDK_KEY_c, 0, "chat.open-customer", NULL);
  desk_page_add_key (page, GDK_KEY_C, GDK_SHIFT_MASK, "chat.end", NULL);
  desk_page_add_key (page, GDK_KEY_Escape, 0, "chat.back", NULL);
}

static void
desk_chats_page_constructed (GObject *object)
{
  DeskChatsPage *self = DESK_CHATS_PAGE (object);
  DeskSession *session = get_session (self);

  G_OBJECT_CLASS (desk_chats_page_parent_class)->constructed (object);
  desk_page_set_title (DESK_PAGE (self), _ ("Chats"));
  add_keys (DESK_PAGE (self));
  desk_chat_pane_set_session (self->pane, session);
  desk_chat_list_set_session (self->list, session);
  self->waiting = desk_chats_list_waiting (session);
  g_signal_connect_object (self->waiting, "items-changed", G_CALLBACK (update_nothing), self, G_CONNECT_SWAPPED);
  update_nothing (self);
  on_folded_cb (self);
  update_actions (self);
}

static void
desk_chats_page_dispose (GObject *object)
{
  g_clear_object (&DESK_CHATS_PAGE (object)->waiting);
  G_OBJECT_CLASS (desk_chats_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "chat.reply", NULL, reply_action);
  gtk_widget_class_install_action (widget_class, "chat.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "chat.accept", NULL, accept_action);
  gtk_widget_class_install_action (widget_class, "chat.accept-id", "s", accept_id_action);
  gtk_widget_class_install_action (widget_class, "chat.end", NULL, end_action);
  gtk_widget_class_install_action (widget_class, "chat.to-query", NULL, to_query_action);
  gtk_widget_class_install_action (widget_class, "chat.to-ticket", NULL, to_ticket_action);
  gtk_widget_class_install_action (widget_class, "chat.open-became", NULL, open_became_action);
  gtk_widget_class_install_action (widget_class, "chat.open-customer", NULL, open_customer_action);
  gtk_widget_class_install_action (widget_class, "chat.move", "i", move_action);
  gtk_widget_class_install_action (widget_class, "chat.clear-filters", NULL, clear_filters_action);
  gtk_widget_class_install_action (widget_class, "chat.show-list", NULL, show_list_action);
  gtk_widget_class_install_action (widget_class, "chat.back", NULL, back_action);
}

static void
desk_chats_page_class_init (DeskChatsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = desk_chats_page_constructed;
  object_class->dispose = desk_chats_page_dispose;
  DESK_PAGE_CLASS (klass)->focus_first = desk_chats_page_focus_first;
  DESK_PAGE_CLASS (klass)->focus_filter = desk_chats_page_focus_filter;
  DESK_PAGE_CLASS (klass)->toggle_panel = desk_chats_page_toggle_panel;

  g_type_ensure (DESK_TYPE_CHAT_LIST);
  g_type_ensure (DESK_TYPE_CHAT_PANE);
  g_type_ensure (DESK_TYPE_EMPTY_STATE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-chats-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChatsPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DeskChatsPage, list);
  gtk_widget_class_bind_template_child (widget_class, DeskChatsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskChatsPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, DeskChatsPage, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_list_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_counted_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  install_actions (widget_class);
}

static void
desk_chats_page_init (DeskChatsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_chats_page_new:
 * @session: whose desk
 *
 * Returns: (transfer floating): the page of chats
 */
GtkWidget *
desk_chats_page_new (DeskSession *session)
{
  return g_object_new (DESK_TYPE_CHATS_PAGE, "session", session, NULL);
}

/**
 * desk_chats_page_open:
 * @self: the page
 * @chat_id: a chat
 *
 * Shows its conversation, and selects it in the list when the filter lets it through.
 */
void
desk_chats_page_open (DeskChatsPage *self, const char *chat_id)
{
  g_autoptr (DeskEntity) chat = NULL;

  g_return_if_fail (DESK_IS_CHATS_PAGE (self) && chat_id != NULL);

  chat = desk_session_dup_entity (get_session (self), &desk_chat_kind, chat_id);
  if (chat != NULL)
    show_chat (self, DESK_CHAT (chat));
  desk_chat_list_select (self->list, chat_id);
}

gboolean
desk_chats_page_accept_next (DeskChatsPage *self)
{
  g_return_val_if_fail (DESK_IS_CHATS_PAGE (self), FALSE);

  /* Whom somebody has just taken leaves the list a moment later. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->waiting)); i++)
    {
      g_autoptr (DeskEntity) next = g_list_model_get_item (G_LIST_MODEL (self->waiting), i);

      if (desk_entity_get_enum (next, DESK_CHAT_STATUS) != DESK_CHAT_STATUS_WAITING
          || desk_session_is_pending (get_session (self), desk_entity_get_id (next)))
        continue;
      accept_chat (self, desk_entity_get_id (next));
      return TRUE;
    }
  return FALSE;
}
