/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-conversation.h"

#include "app/desk-format.h"
#include "app/widgets/desk-end-follower.h"

#include <glib/gi18n.h>

struct _DeskConversation
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListView *list;
  GtkLabel *empty_title;
  GtkLabel *empty_text;

  GListModel *model;
  GPtrArray *rows; /* borrowed GtkListItem, those that show a message */
  guint refresh_source;
  DeskEndFollower *follower;

  DeskMessageNameFunc name_func;
  gpointer name_data;
  GDestroyNotify name_destroy;
  DeskMessageDeliveryFunc delivery_func;
  gpointer delivery_data;
  GDestroyNotify delivery_destroy;
};

G_DEFINE_FINAL_TYPE (DeskConversation, desk_conversation, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_TEXT,
  N_PROPS
};

enum
{
  UNDO,
  REVIEW,
  REACHED_START,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static DeskSendState
get_delivery (DeskConversation *self, DeskMessage *message)
{
  if (self->delivery_func != NULL)
    return self->delivery_func (message, self->delivery_data);

  return desk_entity_is_set (DESK_ENTITY (message), DESK_MESSAGE_READ_BY_CUSTOMER_AT) ? DESK_SEND_STATE_READ
                                                                                      : DESK_SEND_STATE_SENT;
}

/* A day's name stands over its first message. */
static char *
make_day (DeskConversation *self, guint position, DeskMessage *message)
{
  gint64 at = desk_entity_get_time (message, DESK_ENTITY_CREATED_AT);

  if (position > 0)
    {
      g_autoptr (DeskMessage) before = g_list_model_get_item (self->model, position - 1);

      if (before != NULL && desk_same_day (desk_entity_get_time (before, DESK_ENTITY_CREATED_AT), at))
        return NULL;
    }

  return desk_format_day_heading (at, 0);
}

static void
fill_row (DeskConversation *self, GtkListItem *row)
{
  DeskBubble *bubble = DESK_BUBBLE (gtk_list_item_get_child (row));
  DeskMessage *message = gtk_list_item_get_item (row);
  g_autofree char *day = make_day (self, gtk_list_item_get_position (row), message);
  g_autofree char *words = NULL;

  if (self->name_func != NULL)
    desk_bubble_set_sender_name (bubble, self->name_func (message, self->name_data));
  desk_bubble_set_delivery (bubble, get_delivery (self, message));
  desk_bubble_set_day (bubble, day);
  desk_bubble_set_message (bubble, message);

  words = desk_bubble_dup_words (bubble);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (bubble))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
update_page (DeskConversation *self)
{
  gboolean empty = self->model == NULL || g_list_model_get_n_items (self->model) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "messages");
}

static void
on_bubble_undo_cb (DeskConversation *self, DeskBubble *bubble)
{
  g_signal_emit (self, signals[UNDO], 0, desk_bubble_get_message (bubble));
}

static void
on_bubble_review_cb (DeskConversation *self, DeskBubble *bubble)
{
  g_signal_emit (self, signals[REVIEW], 0, desk_bubble_get_message (bubble));
}

static void
on_row_setup_cb (DeskConversation *self, GtkListItem *row)
{
  GtkWidget *bubble = desk_bubble_new ();

  g_signal_connect_object (bubble, "undo", G_CALLBACK (on_bubble_undo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bubble, "review", G_CALLBACK (on_bubble_review_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (row, bubble);
  gtk_list_item_set_activatable (row, FALSE);
  gtk_list_item_set_selectable (row, FALSE);
}

/* The rows know their new places only after the list has heard of the change. */
static gboolean
on_refresh_cb (gpointer user_data)
{
  DeskConversation *self = user_data;

  self->refresh_source = 0;
  desk_conversation_refresh (self);
  if (desk_end_follower_is_following (self->follower))
    desk_end_follower_follow (self->follower);

  return G_SOURCE_REMOVE;
}

static void
refresh_soon (DeskConversation *self)
{
  if (self->refresh_source == 0)
    self->refresh_source = g_idle_add (on_refresh_cb, self);
}

/* It was read, or its writer has another name. */
static void
on_message_changed_cb (DeskConversation *self)
{
  refresh_soon (self);
}

static void
on_row_bound_cb (DeskConversation *self, GtkListItem *row)
{
  g_signal_connect_object (gtk_list_item_get_item (row), "notify", G_CALLBACK (on_message_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  fill_row (self, row);
}

static void
on_row_unbound_cb (DeskConversation *self, GtkListItem *row)
{
  g_ptr_array_remove_fast (self->rows, row);
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (row), on_message_changed_cb, self);
  desk_bubble_set_message (DESK_BUBBLE (gtk_list_item_get_child (row)), NULL);
}

static void
on_items_changed_cb (DeskConversation *self, guint position, guint removed, guint added)
{
  refresh_soon (self);
  update_page (self);
}

static void
on_edge_reached_cb (DeskConversation *self, GtkPositionType edge)
{
  if (edge == GTK_POS_TOP)
    g_signal_emit (self, signals[REACHED_START], 0);
}

static void
drop_name_func (DeskConversation *self)
{
  if (self->name_destroy != NULL)
    self->name_destroy (self->name_data);
  self->name_func = NULL;
  self->name_data = NULL;
  self->name_destroy = NULL;
}

static void
drop_delivery_func (DeskConversation *self)
{
  if (self->delivery_destroy != NULL)
    self->delivery_destroy (self->delivery_data);
  self->delivery_func = NULL;
  self->delivery_data = NULL;
  self->delivery_destroy = NULL;
}

static void
desk_conversation_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskConversation *self = DESK_CONVERSATION (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_EMPTY_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->empty_title));
      break;
    case PROP_EMPTY_TEXT:
      g_value_set_string (value, gtk_label_get_label (self->empty_text));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_conversation_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DeskConversation *self = DESK_CONVERSATION (object);

  switch (property_id)
    {
    case PROP_MODEL:
      desk_conversation_set_model (self, g_value_get_object (value));
      break;
    case PROP_EMPTY_TITLE:
      gtk_label_set_label (self->empty_title, g_value_get_string (value));
      break;
    case PROP_EMPTY_TEXT:
      gtk_label_set_label (self->empty_text, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_conversation_dispose (GObject *object)
{
  DeskConversation *self = DESK_CONVERSATION (object);

  if (self->model != NULL)
    desk_conversation_set_model (self, NULL);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_object (&self->follower);
  drop_name_func (self);
  drop_delivery_func (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CONVERSATION);

  G_OBJECT_CLASS (desk_conversation_parent_class)->dispose (object);
}

static void
desk_conversation_finalize (GObject *object)
{
  DeskConversation *self = DESK_CONVERSATION (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (desk_conversation_parent_class)->finalize (object);
}

static void
desk_conversation_class_init (DeskConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_conversation_dispose;
  object_class->finalize = desk_conversation_finalize;
  object_class->get_property = desk_conversation_get_property;
  object_class->set_property = desk_conversation_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_EMPTY_TITLE] =
      g_param_spec_string ("empty-title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EMPTY_TEXT] =
      g_param_spec_string ("empty-text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[UNDO] = g_signal_new ("undo", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, DESK_TYPE_MESSAGE);
  signals[REVIEW] = g_signal_new ("review", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, DESK_TYPE_MESSAGE);
  signals[REACHED_START] =
      g_signal_new ("reached-start", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-conversation.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskConversation, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskConversation, scroller);
  gtk_widget_class_bind_template_child (widget_class, DeskConversation, list);
  gtk_widget_class_bind_template_child (widget_class, DeskConversation, empty_title);
  gtk_widget_class_bind_template_child (widget_class, DeskConversation, empty_text);
  gtk_widget_class_bind_template_callback (widget_class, on_row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_bound_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_unbound_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edge_reached_cb);
}

static void
desk_conversation_init (DeskConversation *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->follower = desk_end_follower_new (self->scroller, self->list);
}

/**
 * desk_conversation_new:
 *
 * Returns: (transfer floating): a conversation without messages
 */
GtkWidget *
desk_conversation_new (void)
{
  return g_object_new (DESK_TYPE_CONVERSATION, NULL);
}

/**
 * desk_conversation_set_model:
 * @self: a conversation
 * @model: (nullable): a model of #DeskMessage, oldest first
 *
 * Shows another thread, from its end.
 */
void
desk_conversation_set_model (DeskConversation *self, GListModel *model)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (DESK_IS_CONVERSATION (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, on_items_changed_cb, self);
  g_set_object (&self->model, model);
  g_clear_handle_id (&self->refresh_source, g_source_remove);

  if (model != NULL)
    {
      selection = gtk_no_selection_new (g_object_ref (model));
      g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  update_page (self);

  desk_end_follower_follow (self->follower);
  if (model != NULL)
    self->refresh_source = g_idle_add (on_refresh_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

GListModel *
desk_conversation_get_model (DeskConversation *self)
{
  g_return_val_if_fail (DESK_IS_CONVERSATION (self), NULL);

  return self->model;
}

/**
 * desk_conversation_set_name_func:
 * @self: a conversation
 * @func: (nullable): says how a sender is called; without it, a message's own sender name stands
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 */
void
desk_conversation_set_name_func (DeskConversation *self,
                                 DeskMessageNameFunc func,
                                 gpointer user_data,
                                 GDestroyNotify destroy)
{
  g_return_if_fail (DESK_IS_CONVERSATION (self));

  drop_name_func (self);
  self->name_func = func;
  self->name_data = user_data;
  self->name_destroy = destroy;
  desk_conversation_refresh (self);
}

/**
 * desk_conversation_set_delivery_func:
 * @self: a conversation
 * @func: (nullable): says how far a message has come; without it, all are sent, or read when they say so
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 */
void
desk_conversation_set_delivery_func (DeskConversation *self,
                                     DeskMessageDeliveryFunc func,
                                     gpointer user_data,
                                     GDestroyNotify destroy)
{
  g_return_if_fail (DESK_IS_CONVERSATION (self));

  drop_delivery_func (self);
  self->delivery_func = func;
  self->delivery_data = user_data;
  self->delivery_destroy = destroy;
  desk_conversation_refresh (self);
}

/**
 * desk_conversation_refresh:
 * @self: a conversation
 *
 * Asks again for the names and states of the messages that can be seen.
 */
void
desk_conversation_refresh (DeskConversation *self)
{
  g_return_if_fail (DESK_IS_CONVERSATION (self));

  for (guint i = 0; i < self->rows->len; i++)
    fill_row (self, g_ptr_array_index (self->rows, i));
}

/**
 * desk_conversation_scroll_to_end:
 * @self: a conversation
 *
 * Brings the newest message into view, and keeps it there until the reader scrolls up.
 */
void
desk_conversation_scroll_to_end (DeskConversation *self)
{
  g_return_if_fail (DESK_IS_CONVERSATION (self));

  desk_end_follower_follow (self->follower);
}
