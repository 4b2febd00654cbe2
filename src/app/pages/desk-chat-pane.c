/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-chat-pane.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/pages/desk-customer-side.h"
#include "app/pages/desk-presence-line.h"
#include "app/pages/desk-thread-view.h"
#include "app/pages/desk-thread.h"
#include "app/widgets/desk-avatar.h"
#include "core/desk-time.h"

struct _DeskChatPane
{
  AdwBin parent_instance;

  AdwFlap *flap;
  GtkWidget *back_button;
  DeskAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *state_label;
  DeskPresenceLine *presence;
  GtkWidget *became_button;
  GtkImage *became_icon;
  GtkLabel *became_label;
  GtkWidget *turn_button;
  GtkWidget *accept_button;
  GtkWidget *end_button;
  DeskThreadView *thread;
  DeskCustomerSide *side;

  DeskSession *session; /* owned */
  DeskChat *chat;       /* owned */
  GtkWindow *window;    /* weak: where it is looked at */
  gint64 read_at;       /* up to where it has been said that it is read */
  guint minute_id;
  gboolean can_go_back;
};

G_DEFINE_FINAL_TYPE (DeskChatPane, desk_chat_pane, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CAN_GO_BACK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_mine (DeskChatPane *self)
{
  DeskAgent *me = desk_session_get_me (self->session);

  return me != NULL
         && g_strcmp0 (desk_entity_get_string (self->chat, DESK_CHAT_ASSIGNED_TO),
                       desk_entity_get_id (DESK_ENTITY (me)))
                == 0;
}

/* --- header --- */

static char *
dup_since (DeskChatPane *self, guint field)
{
  gint64 seconds = (desk_time_now () - desk_entity_get_time (self->chat, field)) / DESK_TIME_SECOND;

  return desk_format_duration (MAX (seconds, 0));
}

/* How it stands with the chat, in a few words. */
static char *
dup_state (DeskChatPane *self)
{
  g_autofree char *words = NULL;

  switch (desk_entity_get_enum (self->chat, DESK_CHAT_STATUS))
    {
    case DESK_CHAT_STATUS_WAITING:
      words = dup_since (self, DESK_CHAT_WAITING_SINCE);
      /* Translators: %s is a duration such as "2 min" */
      return g_strdup_printf (_ ("waiting for %s"), words);
    case DESK_CHAT_STATUS_ENDED:
      words = desk_format_when (desk_entity_get_time (self->chat, DESK_CHAT_ENDED_AT), 0);
      /* Translators: %s is a time of today, or a day */
      return g_strdup_printf (_ ("ended %s"), words);
    default:
      if (!is_mine (self))
        /* Translators: %s is a colleague's name */
        return g_strdup_printf (_ ("with %s"),
                                desk_session_get_name (self->session, &desk_agent_kind,
                                                       desk_entity_get_string (self->chat, DESK_CHAT_ASSIGNED_TO)));
      words = desk_format_when (desk_entity_get_time (self->chat, DESK_CHAT_ACCEPTED_AT), 0);
      /* Translators: %s is a time of today, or a day */
      return g_strdup_printf (_ ("yours since %s"), words);
    }
}

static void
update_state (DeskChatPane *self)
{
  g_autofree char *state = dup_state (self);

  gtk_label_set_label (self->state_label, state);
}

/* What it has become: not everybody who sees a chat sees the ticket. */
static void
update_became (DeskChatPane *self)
{
  gboolean is_ticket;
  const char *id;
  const char *number = NULL;
  g_autoptr (DeskEntity) became = NULL;

  if (self->chat == NULL)
    return;
  is_ticket = desk_entity_is_set (DESK_ENTITY (self->chat), DESK_CHAT_TICKET_ID);
  id = desk_entity_get_string (self->chat, is_ticket ? DESK_CHAT_TICKET_ID : DESK_CHAT_QUERY_ID);
  if (id != NULL)
    became = desk_session_dup_entity (self->session, is_ticket ? &desk_ticket_kind : &desk_query_kind, id);
  gtk_widget_set_visible (self->became_button, became != NULL);
  gtk_widget_set_visible (self->turn_button, id == NULL);
  if (became == NULL)
    return;
  number = desk_entity_get_string (became, is_ticket ? DESK_TICKET_NUMBER : DESK_QUERY_NUMBER);
  gtk_image_set_from_icon_name (self->became_icon, is_ticket ? "desk-ticket-symbolic" : "desk-inbox-symbolic");
  gtk_label_set_label (self->became_label, number != NULL ? number : is_ticket ? _ ("Ticket") : _ ("Query"));
}

/* --- reading --- */

static gboolean
is_looked_at (DeskChatPane *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) && self->window != NULL && gtk_window_is_active (self->window);
}

/* A colleague who only looks has not read it for the one who has it. */
static void
mark_read (DeskChatPane *self)
{
  gint64 last = self->chat != NULL ? desk_entity_get_time (self->chat, DESK_CHAT_LAST_MESSAGE_AT) : 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;

  if (last <= self->read_at || !is_looked_at (self) || !is_mine (self)
      || desk_entity_get_integer (self->chat, DESK_CHAT_UNREAD_BY_AGENT) == 0)
    return;
  self->read_at = last;
  command = desk_session_do (self->session, DESK_COMMAND_CHAT_READ, desk_entity_get_id (DESK_ENTITY (self->chat)), NULL,
                             NULL, &error);
  if (command == NULL)
    g_warning ("A chat could not be marked as read: %s", error->message);
}

static void
update (DeskChatPane *self)
{
  DeskChatStatus status;
  const char *name;

  if (self->chat == NULL)
    return;
  status = desk_entity_get_enum (self->chat, DESK_CHAT_STATUS);
  name = desk_thread_get_customer_name (self->session, DESK_ENTITY (self->chat));
  desk_avatar_set_name (self->avatar, name);
  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), name);
  gtk_widget_set_visible (self->accept_button, status == DESK_CHAT_STATUS_WAITING);
  gtk_widget_set_visible (self->end_button, status == DESK_CHAT_STATUS_ACTIVE);
  desk_customer_side_set_customer_id (self->side, desk_entity_get_string (self->chat, DESK_CHAT_CUSTOMER_ID));
  update_state (self);
  update_became (self);
  mark_read (self);
}

static gboolean
on_minute_passed_cb (gpointer data)
{
  DeskChatPane *self = data;

  if (self->chat != NULL)
    update_state (self);
  return G_SOURCE_CONTINUE;
}

static void
watch_window (DeskChatPane *self, GtkWindow *window)
{
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, mark_read, self);
  g_set_weak_pointer (&self->window, window);
  if (window != NULL)
    g_signal_connect_object (window, "notify::is-active", G_CALLBACK (mark_read), self, G_CONNECT_SWAPPED);
}

static void
desk_chat_pane_map (GtkWidget *widget)
{
  DeskChatPane *self = DESK_CHAT_PANE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  GTK_WIDGET_CLASS (desk_chat_pane_parent_class)->map (widget);
  watch_window (self, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  if (self->minute_id == 0)
    self->minute_id = g_timeout_add_seconds (20, on_minute_passed_cb, self);
  mark_read (self);
}

static void
desk_chat_pane_unmap (GtkWidget *widget)
{
  DeskChatPane *self = DESK_CHAT_PANE (widget);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  watch_window (self, NULL);
  GTK_WIDGET_CLASS (desk_chat_pane_parent_class)->unmap (widget);
}

static void
desk_chat_pane_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_CAN_GO_BACK)
    g_value_set_boolean (value, DESK_CHAT_PANE (object)->can_go_back);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_chat_pane_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskChatPane *self = DESK_CHAT_PANE (object);

  if (property_id == PROP_CAN_GO_BACK)
    {
      self->can_go_back = g_value_get_boolean (value);
      gtk_widget_set_visible (self->back_button, self->can_go_back);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
desk_chat_pane_dispose (GObject *object)
{
  DeskChatPane *self = DESK_CHAT_PANE (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  watch_window (self, NULL);
  if (self->chat != NULL)
    g_signal_handlers_disconnect_by_func (self->chat, update, self);
  g_clear_object (&self->chat);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_chat_pane_parent_class)->dispose (object);
}

static void
desk_chat_pane_class_init (DeskChatPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_chat_pane_get_property;
  object_class->set_property = desk_chat_pane_set_property;
  object_class->dispose = desk_chat_pane_dispose;
  widget_class->map = desk_chat_pane_map;
  widget_class->unmap = desk_chat_pane_unmap;

  properties[PROP_CAN_GO_BACK] =
      g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DESK_TYPE_AVATAR);
  g_type_ensure (DESK_TYPE_PRESENCE_LINE);
  g_type_ensure (DESK_TYPE_THREAD_VIEW);
  g_type_ensure (DESK_TYPE_CUSTOMER_SIDE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-chat-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, flap);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, back_button);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, name_label);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, state_label);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, presence);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, became_button);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, became_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, became_label);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, turn_button);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, accept_button);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, end_button);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, thread);
  gtk_widget_class_bind_template_child (widget_class, DeskChatPane, side);
  gtk_widget_class_bind_template_callback (widget_class, update_became);
}

static void
desk_chat_pane_init (DeskChatPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_chat_pane_set_session:
 * @self: a pane
 * @session: whose desk; once, before anything is shown
 */
void
desk_chat_pane_set_session (DeskChatPane *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_CHAT_PANE (self) && self->session == NULL);

  self->session = g_object_ref (session);
  desk_thread_view_set_session (self->thread, session);
  desk_customer_side_set_session (self->side, session);
}

/**
 * desk_chat_pane_set_chat:
 * @self: a pane
 * @chat: (nullable): what it shows
 */
void
desk_chat_pane_set_chat (DeskChatPane *self, DeskChat *chat)
{
  g_return_if_fail (DESK_IS_CHAT_PANE (self) && self->session != NULL);

  if (self->chat == chat)
    return;
  if (self->chat != NULL)
    g_signal_handlers_disconnect_by_func (self->chat, update, self);
  g_set_object (&self->chat, chat);
  self->read_at = 0;
  if (chat != NULL)
    g_signal_connect_swapped (chat, "notify", G_CALLBACK (update), self);
  desk_thread_view_set_entity (self->thread, (DeskEntity *) chat);
  desk_presence_line_set_thread (self->presence, self->session, (DeskEntity *) chat);
  update (self);
}

DeskChat *
desk_chat_pane_get_chat (DeskChatPane *self)
{
  g_return_val_if_fail (DESK_IS_CHAT_PANE (self), NULL);

  return self->chat;
}

void
desk_chat_pane_reply (DeskChatPane *self)
{
  desk_thread_view_reply (self->thread);
}

void
desk_chat_pane_write_note (DeskChatPane *self)
{
  desk_thread_view_write_note (self->thread);
}

void
desk_chat_pane_toggle_side (DeskChatPane *self)
{
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}
