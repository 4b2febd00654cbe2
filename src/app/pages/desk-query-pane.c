/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-query-pane.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/dialogs/desk-choices.h"
#include "app/dialogs/desk-customer-lists.h"
#include "app/pages/desk-customer-side.h"
#include "app/pages/desk-presence-line.h"
#include "app/pages/desk-thread-view.h"
#include "app/widgets/desk-property-chip.h"
#include "app/widgets/desk-source-icon.h"
#include "core/desk-time.h"
#include "core/desk-workflow.h"

/* WhatsApp lets a business answer freely for so long after the customer's last message. */
#define REPLY_WINDOW (24 * DESK_TIME_HOUR)

struct _DeskQueryPane
{
  AdwBin parent_instance;

  DeskSourceIcon *source_icon;
  GtkLabel *number_label;
  GtkLabel *summary_label;
  GtkLabel *window_label;
  DeskPresenceLine *presence;
  DeskPropertyChip *status_chip;
  GtkButton *take_button;
  GtkWidget *escalate_button;
  GtkWidget *ticket_button;
  GtkLabel *ticket_label;
  DeskThreadView *thread;
  DeskCustomerSide *side;

  DeskSession *session; /* owned */
  DeskQuery *query;     /* owned */
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (DeskQueryPane, desk_query_pane, ADW_TYPE_BIN)

static gint64
get_last_customer_message_at (DeskQueryPane *self)
{
  GListModel *messages = desk_thread_view_get_messages (self->thread);

  for (guint i = messages != NULL ? g_list_model_get_n_items (messages) : 0; i > 0; i--)
    {
      g_autoptr (DeskEntity) message = g_list_model_get_item (messages, i - 1);

      if (desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE) == DESK_SENDER_TYPE_CUSTOMER)
        return desk_entity_get_time (message, DESK_ENTITY_CREATED_AT);
    }
  return desk_entity_get_time (self->query, DESK_ENTITY_CREATED_AT);
}

static void
update_window (DeskQueryPane *self)
{
  gboolean has_window = desk_entity_get_enum (self->query, DESK_QUERY_SOURCE) == DESK_QUERY_SOURCE_WHATSAPP;
  gint64 left = get_last_customer_message_at (self) + REPLY_WINDOW - desk_time_now ();
  g_autofree char *duration = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->window_label), has_window);
  if (!has_window)
    return;
  duration = desk_format_duration (MAX (left, 0) / DESK_TIME_SECOND);
  /* Translators: how long WhatsApp still lets one answer freely: "reply window 23 h 56 min" */
  words = left > 0 ? g_strdup_printf (_ ("reply window %s"), duration) : g_strdup (_ ("reply window has closed"));
  gtk_label_set_label (self->window_label, words);
}

static void
update_status_choices (DeskQueryPane *self)
{
  DeskQueryStatus now = desk_entity_get_enum (self->query, DESK_QUERY_STATUS);
  gboolean may_update = desk_session_may (self->session, DESK_PERMISSION_QUERIES_UPDATE);
  g_autoptr (GStrvBuilder) allowed = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint value = 1; value <= desk_enum_n_values (&desk_query_status_enum); value++)
    if (may_update && desk_query_status_may_follow (now, value))
      g_strv_builder_add (allowed, desk_enum_to_wire (&desk_query_status_enum, value));
  ids = g_strv_builder_end (allowed);
  desk_property_chip_set_allowed (self->status_chip, (const char *const *) ids);
  desk_property_chip_set_value (self->status_chip, desk_enum_to_wire (&desk_query_status_enum, now));
}

/* The ticket a query becomes comes a moment after the query says so. */
static void
update_ticket (DeskQueryPane *self)
{
  const char *ticket_id;
  g_autoptr (DeskEntity) ticket = NULL;
  const char *number = NULL;

  if (self->query == NULL)
    return;
  ticket_id = desk_entity_get_string (self->query, DESK_QUERY_ESCALATED_TICKET_ID);
  gtk_widget_set_visible (self->escalate_button, !desk_entity_get_flag (self->query, DESK_QUERY_IS_ESCALATED));
  if (ticket_id != NULL)
    ticket = desk_session_dup_entity (self->session, &desk_ticket_kind, ticket_id);
  /* Not everybody who sees a query sees what became of it. */
  gtk_widget_set_visible (self->ticket_button, ticket != NULL);
  if (ticket != NULL)
    number = desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
  gtk_label_set_label (self->ticket_label, number != NULL ? number : _ ("Ticket"));
}

static void
update (DeskQueryPane *self)
{
  const char *number;
  g_autofree char *summary = NULL;

  if (self->query == NULL)
    return;
  number = desk_entity_get_string (self->query, DESK_QUERY_NUMBER);
  summary = desk_entry_dup_summary (DESK_ENTITY (self->query));
  desk_source_icon_set_source (self->source_icon, desk_entity_get_enum (self->query, DESK_QUERY_SOURCE));
  gtk_label_set_label (self->number_label, number != NULL ? number : _ ("Not sent yet"));
  gtk_label_set_label (self->summary_label, summary);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary_label), summary);
  gtk_widget_set_visible (GTK_WIDGET (self->take_button),
                          !desk_entity_is_set (DESK_ENTITY (self->query), DESK_QUERY_ASSIGNED_TO)
                              && desk_entity_get_enum (self->query, DESK_QUERY_STATUS) != DESK_QUERY_STATUS_ESCALATED);
  update_status_choices (self);
  update_ticket (self);
  desk_customer_side_set_customer_id (self->side, desk_entity_get_string (self->query, DESK_QUERY_CUSTOMER_ID));
  update_window (self);
}

static gboolean
on_minute_passed_cb (gpointer data)
{
  DeskQueryPane *self = data;

  if (self->query != NULL)
    update_window (self);
  return G_SOURCE_CONTINUE;
}

static void
on_status_chosen_cb (DeskQueryPane *self, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "query.status", "s", id);
}

static void
desk_query_pane_map (GtkWidget *widget)
{
  DeskQueryPane *self = DESK_QUERY_PANE (widget);

  GTK_WIDGET_CLASS (desk_query_pane_parent_class)->map (widget);
  if (self->minute_id == 0)
    self->minute_id = g_timeout_add_seconds (60, on_minute_passed_cb, self);
}

static void
desk_query_pane_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&DESK_QUERY_PANE (widget)->minute_id, g_source_remove);
  GTK_WIDGET_CLASS (desk_query_pane_parent_class)->unmap (widget);
}

static void
desk_query_pane_dispose (GObject *object)
{
  DeskQueryPane *self = DESK_QUERY_PANE (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  if (self->query != NULL)
    g_signal_handlers_disconnect_by_func (self->query, update, self);
  g_clear_object (&self->query);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (desk_query_pane_parent_class)->dispose (object);
}

static void
desk_query_pane_class_init (DeskQueryPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_query_pane_dispose;
  widget_class->map = desk_query_pane_map;
  widget_class->unmap = desk_query_pane_unmap;

  g_type_ensure (DESK_TYPE_SOURCE_ICON);
  g_type_ensure (DESK_TYPE_PROPERTY_CHIP);
  g_type_ensure (DESK_TYPE_PRESENCE_LINE);
  g_type_ensure (DESK_TYPE_THREAD_VIEW);
  g_type_ensure (DESK_TYPE_CUSTOMER_SIDE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/pages/desk-query-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, source_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, number_label);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, summary_label);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, window_label);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, presence);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, status_chip);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, take_button);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, escalate_button);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, ticket_button);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, ticket_label);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, thread);
  gtk_widget_class_bind_template_child (widget_class, DeskQueryPane, side);
  gtk_widget_class_bind_template_callback (widget_class, on_status_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_ticket);
}

static void
desk_query_pane_init (DeskQueryPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_query_pane_set_session:
 * @self: a pane
 * @session: whose desk; once, before anything is shown
 */
void
desk_query_pane_set_session (DeskQueryPane *self, DeskSession *session)
{
  g_autoptr (GPtrArray) statuses = NULL;

  g_return_if_fail (DESK_IS_QUERY_PANE (self) && self->session == NULL);

  self->session = g_object_ref (session);
  desk_thread_view_set_session (self->thread, session);
  desk_customer_side_set_session (self->side, session);
  statuses = desk_choices_of_enum (session, &desk_query_status_enum);
  for (guint i = 0; i < statuses->len; i++)
    desk_property_chip_add_choice (self->status_chip, statuses->pdata[i]);
}

/**
 * desk_query_pane_set_query:
 * @self: a pane
 * @query: (nullable): what it shows
 */
void
desk_query_pane_set_query (DeskQueryPane *self, DeskQuery *query)
{
  g_return_if_fail (DESK_IS_QUERY_PANE (self) && self->session != NULL);

  if (self->query == query)
    return;
  if (self->query != NULL)
    g_signal_handlers_disconnect_by_func (self->query, update, self);
  g_set_object (&self->query, query);
  if (query != NULL)
    g_signal_connect_swapped (query, "notify", G_CALLBACK (update), self);
  desk_thread_view_set_entity (self->thread, (DeskEntity *) query);
  desk_presence_line_set_thread (self->presence, self->session, (DeskEntity *) query);
  update (self);
}

DeskQuery *
desk_query_pane_get_query (DeskQueryPane *self)
{
  g_return_val_if_fail (DESK_IS_QUERY_PANE (self), NULL);

  return self->query;
}

void
desk_query_pane_reply (DeskQueryPane *self)
{
  desk_thread_view_reply (self->thread);
}

void
desk_query_pane_write_note (DeskQueryPane *self)
{
  desk_thread_view_write_note (self->thread);
}

void
desk_query_pane_choose_status (DeskQueryPane *self)
{
  desk_property_chip_popup (self->status_chip);
}

void
desk_query_pane_toggle_side (DeskQueryPane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->side), !gtk_widget_get_visible (GTK_WIDGET (self->side)));
}
