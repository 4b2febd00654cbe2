/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-notification-row.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/widgets/desk-looks.h"

struct _DeskNotificationRow
{
  GtkListBoxRow parent_instance;

  GtkBox *glyph;
  GtkImage *image;
  GtkLabel *title;
  GtkLabel *body;
  GtkLabel *time;
  GtkBox *dot;

  DeskNotification *notification;
};

G_DEFINE_FINAL_TYPE (DeskNotificationRow, desk_notification_row, GTK_TYPE_LIST_BOX_ROW)

/* How each kind looks, and what it says in the reader's language; kinds without words say what the server wrote. */
static const struct
{
  DeskTone tone;
  const char *icon_name;
  const char *title;
} kinds[] = {
  [DESK_NOTIFICATION_KIND_UNKNOWN] = { DESK_TONE_GREY, "desk-bell-symbolic", NULL },
  [DESK_NOTIFICATION_KIND_QUERY_ARRIVED] = { DESK_TONE_BLUE, "desk-inbox-symbolic", N_ ("New query") },
  [DESK_NOTIFICATION_KIND_TICKET_CREATED] = { DESK_TONE_BLUE, "desk-ticket-symbolic", N_ ("New ticket") },
  [DESK_NOTIFICATION_KIND_TICKET_ASSIGNED] = { DESK_TONE_BLUE, "desk-user-plus-symbolic",
                                               N_ ("New ticket assigned to you") },
  [DESK_NOTIFICATION_KIND_TICKET_ESCALATED] = { DESK_TONE_RED, "desk-escalate-symbolic", N_ ("Ticket escalated") },
  [DESK_NOTIFICATION_KIND_STATUS_CHANGED] = { DESK_TONE_YELLOW, "desk-status-in-progress-symbolic", NULL },
  [DESK_NOTIFICATION_KIND_AGENT_REPLIED] = { DESK_TONE_TEAL, "mail-reply-sender-symbolic", NULL },
  [DESK_NOTIFICATION_KIND_CUSTOMER_WROTE] = { DESK_TONE_BLUE, "desk-chat-symbolic", NULL },
  [DESK_NOTIFICATION_KIND_RESOLVED] = { DESK_TONE_GREEN, "desk-status-resolved-symbolic", NULL },
  [DESK_NOTIFICATION_KIND_CLOSED] = { DESK_TONE_GREY, "desk-status-closed-symbolic", NULL },
  [DESK_NOTIFICATION_KIND_CHAT_WAITING] = { DESK_TONE_PURPLE, "desk-chat-symbolic", N_ ("A customer waits in a chat") },
  [DESK_NOTIFICATION_KIND_MENTIONED] = { DESK_TONE_PURPLE, "desk-note-symbolic", N_ ("You were mentioned") },
  [DESK_NOTIFICATION_KIND_SLA_WARNING] = { DESK_TONE_ORANGE, "desk-clock-symbolic", N_ ("Deadline near") },
  [DESK_NOTIFICATION_KIND_SLA_BREACH] = { DESK_TONE_RED, "desk-clock-symbolic", N_ ("Deadline missed") },
};

static guint
find_kind (DeskNotification *notification)
{
  guint kind = desk_entity_get_enum (notification, DESK_NOTIFICATION_KIND);

  return kind < G_N_ELEMENTS (kinds) ? kind : DESK_NOTIFICATION_KIND_UNKNOWN;
}

static void
update (DeskNotificationRow *self)
{
  guint kind = find_kind (self->notification);
  gboolean is_unread = !desk_entity_is_set (DESK_ENTITY (self->notification), DESK_NOTIFICATION_READ_AT);
  const char *classes[] = { "desk-glyph", "small", desk_tone_get_css_class (kinds[kind].tone), NULL };
  const char *body = desk_entity_get_string (self->notification, DESK_NOTIFICATION_BODY);
  g_autofree char *title = desk_notification_dup_title (self->notification);
  g_autofree char *time = desk_format_when (desk_entity_get_time (self->notification, DESK_ENTITY_CREATED_AT), 0);
  g_autofree char *name = NULL;

  gtk_widget_set_css_classes (GTK_WIDGET (self->glyph), classes);
  gtk_image_set_from_icon_name (self->image, kinds[kind].icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->body, body != NULL ? body : "");
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (GTK_WIDGET (self->dot), is_unread);
  if (is_unread)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "desk-strong");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "desk-strong");
  name = g_strdup_printf ("%s%s, %s, %s", is_unread ? _ ("Unread: ") : "", title, body != NULL ? body : "", time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
desk_notification_row_dispose (GObject *object)
{
  g_clear_object (&DESK_NOTIFICATION_ROW (object)->notification);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_NOTIFICATION_ROW);

  G_OBJECT_CLASS (desk_notification_row_parent_class)->dispose (object);
}

static void
desk_notification_row_class_init (DeskNotificationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_notification_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/deskbell/Deskbell/ui/widgets/desk-notification-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskNotificationRow, glyph);
  gtk_widget_class_bind_template_child (widget_class, DeskNotificationRow, image);
  gtk_widget_class_bind_template_child (widget_class, DeskNotificationRow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskNotificationRow, body);
  gtk_widget_class_bind_template_child (widget_class, DeskNotificationRow, time);
  gtk_widget_class_bind_template_child (widget_class, DeskNotificationRow, dot);
}

static void
desk_notification_row_init (DeskNotificationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_notification_row_new (DeskNotification *notification)
{
  DeskNotificationRow *self = g_object_new (DESK_TYPE_NOTIFICATION_ROW, NULL);

  g_return_val_if_fail (DESK_IS_NOTIFICATION (notification), GTK_WIDGET (self));

  self->notification = g_object_ref (notification);
  g_signal_connect_object (notification, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

DeskNotification *
desk_notification_row_get_notification (DeskNotificationRow *self)
{
  g_return_val_if_fail (DESK_IS_NOTIFICATION_ROW (self), NULL);

  return self->notification;
}

/**
 * desk_notification_dup_title:
 * @notification: something one is told
 *
 * Returns: (transfer full): what it says in one line, in the reader's language where its kind has words of its own
 */
char *
desk_notification_dup_title (DeskNotification *notification)
{
  const char *written;
  guint kind;

  g_return_val_if_fail (DESK_IS_NOTIFICATION (notification), NULL);

  written = desk_entity_get_string (notification, DESK_NOTIFICATION_TITLE);
  kind = find_kind (notification);
  if (kinds[kind].title != NULL)
    return g_strdup (_ (kinds[kind].title));
  if (written != NULL && *written != '\0')
    return g_strdup (written);
  return g_strdup (
      desk_enum_label (&desk_notification_kind_enum, desk_entity_get_enum (notification, DESK_NOTIFICATION_KIND)));
}
