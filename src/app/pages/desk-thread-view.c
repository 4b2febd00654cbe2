/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-thread-view.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/pages/desk-thread.h"
#include "app/widgets/desk-avatar.h"
#include "app/widgets/desk-composer.h"
#include "app/widgets/desk-conversation.h"

/* Others see "is writing" for as long as the last key is not older than this. */
#define TYPING_SECONDS 5

struct _DeskThreadView
{
  AdwBin parent_instance;

  DeskConversation *conversation;
  DeskComposer *composer;
  GtkWidget *offline_line;
  GtkLabel *offline_label;
  GtkWidget *problem;
  GtkLabel *problem_label;
  GtkWidget *read_only;
  GtkLabel *notice;
  GtkWidget *typing_line;
  DeskAvatar *typing_avatar;
  GtkLabel *typing_label;

  DeskSession *session;    /* owned */
  DeskEntity *entity;      /* owned: a query, a ticket or a chat */
  DeskListModel *messages; /* owned */
  GListModel *shown;       /* owned: the messages, and when it was escalated */
  char *joined_id;         /* the thread that others see this person on */
  guint typing_id;
};

G_DEFINE_FINAL_TYPE (DeskThreadView, desk_thread_view, ADW_TYPE_BIN)

static const char *
get_thread_id (DeskThreadView *self)
{
  return self->entity != NULL ? desk_entity_get_id (self->entity) : NULL;
}

static void
update_permissions (DeskThreadView *self)
{
  gboolean may_reply = desk_thread_may_reply (self->session, self->entity);
  gboolean may_note = desk_thread_may_note (self->session, self->entity);
  g_autofree char *notice = desk_thread_dup_notice (self->session, self->entity);

  g_object_set (self->composer, "can-reply", may_reply, "can-note", may_note, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->composer), may_reply || may_note);
  gtk_widget_set_visible (self->read_only, !may_reply && !may_note);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), notice != NULL);
  gtk_label_set_label (self->notice, notice != NULL ? notice : "");
}

/* The customer, as they write. Colleagues who do are told of in the line above. */
static void
update_typing (DeskThreadView *self)
{
  const char *customer_id = self->entity != NULL ? desk_thread_get_customer_id (self->entity) : NULL;
  gboolean is_typing = self->joined_id != NULL && desk_session_is_typing (self->session, self->joined_id, customer_id);
  g_autofree char *first = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->typing_line, is_typing);
  if (!is_typing)
    return;
  first = desk_thread_dup_first_name (self->session, self->entity);
  /* Translators: %s is a customer's first name */
  words = g_strdup_printf (_ ("%s is typing"), first);
  gtk_label_set_label (self->typing_label, words);
  desk_avatar_set_name (self->typing_avatar, desk_thread_get_customer_name (self->session, self->entity));
}

static void
on_presence_cb (DeskThreadView *self, const char *thread_id)
{
  if (g_strcmp0 (thread_id, self->joined_id) == 0)
    update_typing (self);
}

static void
update_connection (DeskThreadView *self)
{
  gboolean offline = desk_session_get_state (self->session) == DESK_SESSION_OFFLINE;

  update_typing (self);
  gtk_widget_set_visible (self->offline_line, offline);
  if (offline)
    {
      gint64 since = 0;
      g_autofree char *clock = NULL;
      g_autofree char *words = NULL;

      g_object_get (self->session, "offline-since", &since, NULL);
      clock = desk_format_when (since, 0);
      words = g_strdup_printf (_ ("You are offline since %s. What you write is kept here and sent in order."), clock);
      gtk_label_set_label (self->offline_label, words);
    }
}

static void
show_problem (DeskThreadView *self, const char *text)
{
  gtk_widget_set_visible (self->problem, text != NULL);
  gtk_label_set_label (self->problem_label, text != NULL ? text : "");
}

static const char *
name_sender (DeskMessage *message, gpointer user_data)
{
  DeskThreadView *self = user_data;
  const char *name = desk_entity_get_string (message, DESK_MESSAGE_SENDER_NAME);

  if (name != NULL && name[0] != '\0')
    return name;
  if (desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE) == DESK_SENDER_TYPE_AGENT)
    return desk_session_get_name (self->session, &desk_agent_kind,
                                  desk_entity_get_string (message, DESK_MESSAGE_SENDER_ID));
  return self->entity != NULL ? desk_thread_get_customer_name (self->session, self->entity) : NULL;
}

/* What waits in the outbox for a message: both were made in the same moment. */
static DeskOutboxItem *
find_outbox_item (DeskThreadView *self, DeskMessage *message)
{
  GListModel *outbox = desk_session_get_outbox (self->session);
  gint64 created_at = desk_entity_get_time (message, DESK_ENTITY_CREATED_AT);

  for (guint i = 0; i < g_list_model_get_n_items (outbox); i++)
    {
      g_autoptr (DeskOutboxItem) item = g_list_model_get_item (outbox, i);
      DeskCommandKind kind = desk_outbox_item_get_kind (item);

      if (desk_outbox_item_get_created_at (item) == created_at
          && (kind == DESK_COMMAND_QUERY_REPLY || kind == DESK_COMMAND_TICKET_REPLY || kind == DESK_COMMAND_CHAT_REPLY
              || kind == DESK_COMMAND_QUERY_CREATE))
        return g_steal_pointer (&item);
    }
  return NULL;
}

static DeskSendState
tell_delivery (DeskMessage *message, gpointer user_data)
{
  DeskThreadView *self = user_data;

  if (desk_session_is_pending (self->session, desk_entity_get_id (DESK_ENTITY (message))))
    {
      g_autoptr (DeskOutboxItem) item = find_outbox_item (self, message);

      return item != NULL && desk_outbox_item_get_state (item) == DESK_OUTBOX_REFUSED ? DESK_SEND_STATE_REFUSED
                                                                                      : DESK_SEND_STATE_WAITING;
    }
  if (desk_entity_is_set (DESK_ENTITY (message), DESK_MESSAGE_READ_BY_CUSTOMER_AT))
    return DESK_SEND_STATE_READ;
  return DESK_SEND_STATE_SENT;
}

/* The last thing of the thread that whoever writes has seen. */
static gint64
get_base_seq (DeskThreadView *self)
{
  GListModel *messages = G_LIST_MODEL (self->messages);
  gint64 seq = 0;

  for (guint i = 0; i < g_list_model_get_n_items (messages); i++)
    {
      g_autoptr (DeskEntity) message = g_list_model_get_item (messages, i);

      seq = MAX (seq, desk_entity_get_seq (message));
    }
  return seq;
}

static void
stop_typing (DeskThreadView *self)
{
  if (self->typing_id == 0)
    return;
  g_clear_handle_id (&self->typing_id, g_source_remove);
  if (self->joined_id != NULL)
    desk_session_set_typing (self->session, self->joined_id, FALSE);
}

static gboolean
on_typing_paused_cb (gpointer data)
{
  DeskThreadView *self = data;

  stop_typing (self);
  return G_SOURCE_REMOVE;
}

static void
on_composer_send_cb (DeskThreadView *self, const char *text, gboolean is_note)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *command = NULL;
  DeskCommandKind kind = desk_thread_get_reply_command (self->entity);

  g_variant_dict_insert (&arguments, "body", "s", text);
  g_variant_dict_insert (&arguments, "is_internal", "b", is_note);
  if (!is_note)
    g_variant_dict_insert (&arguments, "base_seq", "x", get_base_seq (self));
  stop_typing (self);
  command = desk_session_do (self->session, kind, get_thread_id (self), g_variant_dict_end (&arguments), NULL, &error);
  if (command == NULL)
    {
      desk_composer_set_draft (self->composer, text);
      show_problem (self, error->message);
      return;
    }
  show_problem (self, NULL);
  desk_session_set_draft (self->session, get_thread_id (self), "", is_note);
  desk_composer_set_state_text (self->composer, NULL);
  desk_conversation_scroll_to_end (self->conversation);
}

static void
on_composer_draft_changed_cb (DeskThreadView *self)
{
  const char *draft = desk_composer_get_draft (self->composer);
  gboolean has_text = draft != NULL && draft[0] != '\0';

  if (self->entity == NULL)
    return;
  desk_session_set_draft (self->session, get_thread_id (self), draft, desk_composer_get_note_mode (self->composer));
  desk_composer_set_state_text (self->composer, has_text ? _ ("Draft saved") : NULL);
  if (!has_text || self->joined_id == NULL)
    return;
  if (self->typing_id == 0)
    desk_session_set_typing (self->session, self->joined_id, TRUE);
  g_clear_handle_id (&self->typing_id, g_source_remove);
  self->typing_id = g_timeout_add_seconds (TYPING_SECONDS, on_typing_paused_cb, self);
}

static void
on_conversation_undo_cb (DeskThreadView *self, DeskMessage *message)
{
  g_autoptr (DeskOutboxItem) item = find_outbox_item (self, message);
  const char *draft = desk_composer_get_draft (self->composer);

  if (item == NULL || !desk_session_take_back (self->session, desk_outbox_item_get_id (item)))
    return;
  /* What was taken back can be written again, unless something else is being written. */
  if (draft == NULL || draft[0] == '\0')
    {
      desk_composer_set_note_mode (self->composer, desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL));
      desk_composer_set_draft (self->composer, desk_entity_get_string (message, DESK_MESSAGE_BODY));
      on_composer_draft_changed_cb (self);
    }
}

static void
on_conversation_review_cb (DeskThreadView *self, DeskMessage *message)
{
  g_autoptr (DeskOutboxItem) item = find_outbox_item (self, message);

  if (item != NULL)
    show_problem (self, desk_outbox_item_get_problem (item));
}

static void
on_problem_closed_cb (DeskThreadView *self)
{
  show_problem (self, NULL);
}

static void
on_outbox_changed_cb (DeskThreadView *self)
{
  desk_conversation_refresh (self->conversation);
}

static void
update_joined (DeskThreadView *self)
{
  const char *id = gtk_widget_get_mapped (GTK_WIDGET (self)) ? get_thread_id (self) : NULL;

  if (g_strcmp0 (id, self->joined_id) == 0)
    return;
  stop_typing (self);
  if (self->joined_id != NULL)
    desk_session_leave (self->session, self->joined_id);
  g_free (self->joined_id);
  self->joined_id = g_strdup (id);
  if (id != NULL)
    desk_session_join (self->session, desk_thread_get_subject (self->entity), id);
  update_typing (self);
}

static void
show_draft (DeskThreadView *self)
{
  gboolean is_note = FALSE;
  g_autofree char *draft = desk_session_dup_draft (self->session, get_thread_id (self), &is_note);
  gboolean has_text = draft != NULL && draft[0] != '\0';

  desk_composer_set_note_mode (self->composer, is_note && has_text);
  desk_composer_set_draft (self->composer, has_text ? draft : "");
  desk_composer_set_state_text (self->composer, has_text ? _ ("Draft saved") : NULL);
}

static int
compare_oldest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 time_a = desk_entity_get_time ((gpointer) a, DESK_ENTITY_CREATED_AT);
  gint64 time_b = desk_entity_get_time ((gpointer) b, DESK_ENTITY_CREATED_AT);

  return (time_a > time_b) - (time_a < time_b);
}

/* "Rajesh Kumar escalated Q-1294 to this ticket": no message of the thread, but it belongs among them. */
static DeskMessage *
make_escalation_line (DeskThreadView *self, const char *query_id)
{
  DeskEntity *line = desk_entity_new (&desk_message_kind);
  const char *by_id = desk_entity_get_string (self->entity, DESK_TICKET_ESCALATED_BY);
  const char *by = desk_session_get_name (self->session, &desk_agent_kind, by_id);
  g_autoptr (DeskEntity) query = desk_session_dup_entity (self->session, &desk_query_kind, query_id);
  const char *number = query != NULL ? desk_entity_get_string (query, DESK_QUERY_NUMBER) : NULL;
  g_autofree char *words = NULL;

  if (number == NULL)
    number = _ ("A query");
  /* Translators: a colleague, a query's number */
  words = by[0] != '\0' ? g_strdup_printf (_ ("%s escalated %s to this ticket"), by, number)
                        : g_strdup_printf (_ ("%s was escalated to this ticket"), number);
  desk_entity_set_string (line, DESK_ENTITY_ID, "escalated");
  desk_entity_set_time (line, DESK_ENTITY_CREATED_AT, desk_entity_get_time (self->entity, DESK_ENTITY_CREATED_AT));
  desk_entity_set_enum (line, DESK_MESSAGE_SENDER_TYPE, DESK_SENDER_TYPE_SYSTEM);
  desk_entity_set_string (line, DESK_MESSAGE_BODY, words);
  return DESK_MESSAGE (line);
}

static GListModel *
add_escalation_line (DeskThreadView *self, const char *query_id)
{
  g_autoptr (DeskMessage) line = make_escalation_line (self, query_id);
  g_autoptr (GListStore) lines = g_list_store_new (DESK_TYPE_MESSAGE);
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);
  GtkFlattenListModel *all;

  g_list_store_append (lines, line);
  g_list_store_append (lists, self->messages);
  g_list_store_append (lists, lines);
  all = gtk_flatten_list_model_new (G_LIST_MODEL (lists));
  return G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (all),
                                                GTK_SORTER (gtk_custom_sorter_new (compare_oldest_first, NULL, NULL))));
}

static void
show_messages (DeskThreadView *self)
{
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_message_kind);
  const char *query_id =
      DESK_IS_TICKET (self->entity) ? desk_entity_get_string (self->entity, DESK_TICKET_QUERY_ID) : NULL;

  desk_list_spec_add_text (spec, DESK_MESSAGE_THREAD_ID, get_thread_id (self));
  if (query_id != NULL)
    desk_list_spec_add_text (spec, DESK_MESSAGE_THREAD_ID, query_id);
  desk_list_spec_set_sort (spec, DESK_ENTITY_CREATED_AT, FALSE);
  g_clear_object (&self->shown);
  g_clear_object (&self->messages);
  self->messages = desk_session_list (self->session, spec);
  self->shown = query_id != NULL ? add_escalation_line (self, query_id) : G_LIST_MODEL (g_object_ref (self->messages));
  desk_conversation_set_model (self->conversation, self->shown);
}

static void
desk_thread_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_thread_view_parent_class)->map (widget);
  update_joined (DESK_THREAD_VIEW (widget));
}

static void
desk_thread_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_thread_view_parent_class)->unmap (widget);
  update_joined (DESK_THREAD_VIEW (widget));
}

static void
desk_thread_view_dispose (GObject *object)
{
  DeskThreadView *self = DESK_THREAD_VIEW (object);

  if (self->session != NULL)
    {
      stop_typing (self);
      if (self->joined_id != NULL)
        desk_session_leave (self->session, self->joined_id);
      g_clear_pointer (&self->joined_id, g_free);
    }
  g_clear_object (&self->shown);
  g_clear_object (&self->messages);
  g_clear_object (&self->entity);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_thread_view_parent_class)->dispose (object);
}

static void
desk_thread_view_class_init (DeskThreadViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_thread_view_dispose;
  widget_class->map = desk_thread_view_map;
  widget_class->unmap = desk_thread_view_unmap;

  g_type_ensure (DESK_TYPE_AVATAR);
  g_type_ensure (DESK_TYPE_COMPOSER);
  g_type_ensure (DESK_TYPE_CONVERSATION);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-thread-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, conversation);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, composer);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, offline_line);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, offline_label);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, problem);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, problem_label);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, read_only);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, notice);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, typing_line);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, typing_avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskThreadView, typing_label);
  gtk_widget_class_bind_template_callback (widget_class, on_composer_send_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_composer_draft_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_conversation_undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_conversation_review_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_problem_closed_cb);
}

static void
desk_thread_view_init (DeskThreadView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  desk_conversation_set_name_func (self->conversation, name_sender, self, NULL);
  desk_conversation_set_delivery_func (self->conversation, tell_delivery, self, NULL);
}

/**
 * desk_thread_view_set_session:
 * @self: a view
 * @session: whose desk; once, before anything is shown
 */
void
desk_thread_view_set_session (DeskThreadView *self, DeskSession *session)
{
  g_return_if_fail (DESK_IS_THREAD_VIEW (self) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (desk_session_get_outbox (session), "items-changed", G_CALLBACK (on_outbox_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update_connection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "presence", G_CALLBACK (on_presence_cb), self, G_CONNECT_SWAPPED);
  update_connection (self);
}

/**
 * desk_thread_view_set_entity:
 * @self: a view
 * @entity: (nullable): a query, a ticket or a chat
 *
 * Shows its conversation, and what was being written to it.
 */
void
desk_thread_view_set_entity (DeskThreadView *self, DeskEntity *entity)
{
  g_autofree char *placeholder = NULL;

  g_return_if_fail (DESK_IS_THREAD_VIEW (self) && self->session != NULL);

  if (self->entity == entity)
    return;
  if (self->entity != NULL)
    g_signal_handlers_disconnect_by_func (self->entity, update_permissions, self);
  g_set_object (&self->entity, entity);
  show_problem (self, NULL);
  update_joined (self);
  if (entity == NULL)
    {
      desk_conversation_set_model (self->conversation, NULL);
      g_clear_object (&self->shown);
      g_clear_object (&self->messages);
      return;
    }
  g_signal_connect_object (entity, "notify", G_CALLBACK (update_permissions), self, G_CONNECT_SWAPPED);
  placeholder = desk_thread_dup_placeholder (self->session, entity);
  desk_composer_set_placeholder (self->composer, placeholder);
  update_permissions (self);
  show_draft (self);
  show_messages (self);
  desk_conversation_scroll_to_end (self->conversation);
}

void
desk_thread_view_reply (DeskThreadView *self)
{
  g_return_if_fail (DESK_IS_THREAD_VIEW (self));

  desk_composer_set_note_mode (self->composer, FALSE);
  desk_composer_grab_text_focus (self->composer);
}

void
desk_thread_view_write_note (DeskThreadView *self)
{
  g_return_if_fail (DESK_IS_THREAD_VIEW (self));

  desk_composer_set_note_mode (self->composer, TRUE);
  desk_composer_grab_text_focus (self->composer);
}

GListModel *
desk_thread_view_get_messages (DeskThreadView *self)
{
  g_return_val_if_fail (DESK_IS_THREAD_VIEW (self), NULL);

  return G_LIST_MODEL (self->messages);
}
