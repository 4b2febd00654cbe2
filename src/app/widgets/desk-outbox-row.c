/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-outbox-row.h"

#include <glib/gi18n.h>

#include "app/desk-format.h"
#include "app/widgets/desk-looks.h"

struct _DeskOutboxRow
{
  GtkListBoxRow parent_instance;

  GtkBox *glyph;
  GtkImage *image;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkButton *review;
  GtkButton *take_back;

  DeskOutboxItem *item;
};

G_DEFINE_FINAL_TYPE (DeskOutboxRow, desk_outbox_row, GTK_TYPE_LIST_BOX_ROW)

static const DeskLook looks[DESK_N_COMMANDS] = {
  [DESK_COMMAND_QUERY_CREATE] = { DESK_TONE_ORANGE, "desk-inbox-symbolic" },
  [DESK_COMMAND_QUERY_UPDATE] = { DESK_TONE_ORANGE, "document-edit-symbolic" },
  [DESK_COMMAND_QUERY_REPLY] = { DESK_TONE_BLUE, "mail-reply-sender-symbolic" },
  [DESK_COMMAND_QUERY_ESCALATE] = { DESK_TONE_RED, "desk-escalate-symbolic" },
  [DESK_COMMAND_TICKET_CREATE] = { DESK_TONE_ORANGE, "desk-ticket-symbolic" },
  [DESK_COMMAND_TICKET_UPDATE] = { DESK_TONE_ORANGE, "document-edit-symbolic" },
  [DESK_COMMAND_TICKET_REPLY] = { DESK_TONE_BLUE, "mail-reply-sender-symbolic" },
  [DESK_COMMAND_TICKET_ASSIGN] = { DESK_TONE_GREY, "desk-user-plus-symbolic" },
  [DESK_COMMAND_TICKET_TAKE] = { DESK_TONE_GREY, "desk-user-plus-symbolic" },
  [DESK_COMMAND_TICKET_ESCALATE] = { DESK_TONE_RED, "desk-escalate-symbolic" },
  [DESK_COMMAND_TICKET_RESOLVE] = { DESK_TONE_GREEN, "desk-status-resolved-symbolic" },
  [DESK_COMMAND_TICKET_CLOSE] = { DESK_TONE_GREY, "desk-status-closed-symbolic" },
  [DESK_COMMAND_TICKET_REOPEN] = { DESK_TONE_ORANGE, "edit-undo-symbolic" },
  [DESK_COMMAND_CUSTOMER_UPDATE] = { DESK_TONE_ORANGE, "desk-user-symbolic" },
  [DESK_COMMAND_AVAILABILITY_SET] = { DESK_TONE_GREY, "desk-user-symbolic" },
  [DESK_COMMAND_NOTIFICATIONS_READ] = { DESK_TONE_GREY, "desk-bell-symbolic" },
};

static void
set_glyph (DeskOutboxRow *self, DeskTone tone, const char *icon_name)
{
  const char *classes[] = { "desk-glyph", "small", desk_tone_get_css_class (tone), NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self->glyph), classes);
  gtk_image_set_from_icon_name (self->image, icon_name);
}

static char *
dup_subtitle (DeskOutboxItem *item, gboolean is_refused)
{
  const char *problem = desk_outbox_item_get_problem (item);
  const char *subtitle = desk_outbox_item_get_subtitle (item);
  g_autofree char *clock = desk_format_clock (desk_outbox_item_get_created_at (item));

  if (is_refused && problem != NULL && *problem != '\0')
    return g_strdup (problem);
  if (subtitle == NULL || *subtitle == '\0')
    return g_steal_pointer (&clock);
  return g_strdup_printf ("%s · %s", subtitle, clock);
}

static void
update (DeskOutboxRow *self)
{
  DeskOutboxState state = desk_outbox_item_get_state (self->item);
  DeskCommandKind kind = desk_outbox_item_get_kind (self->item);
  gboolean is_refused = state == DESK_OUTBOX_REFUSED;
  const char *title = desk_outbox_item_get_title (self->item);
  g_autofree char *subtitle = dup_subtitle (self->item, is_refused);
  g_autofree char *name = g_strdup_printf ("%s, %s", title, subtitle);

  g_return_if_fail (kind < DESK_N_COMMANDS);

  if (is_refused)
    set_glyph (self, DESK_TONE_RED, "dialog-warning-symbolic");
  else
    set_glyph (self, looks[kind].tone, looks[kind].icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->subtitle), subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->review), is_refused);
  gtk_widget_set_visible (GTK_WIDGET (self->take_back), !is_refused);
  gtk_widget_set_sensitive (GTK_WIDGET (self->take_back), state == DESK_OUTBOX_WAITING);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
name_button (GtkButton *button, DeskOutboxItem *item, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", desk_outbox_item_get_id (item));
}

static void
desk_outbox_row_dispose (GObject *object)
{
  g_clear_object (&DESK_OUTBOX_ROW (object)->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_OUTBOX_ROW);

  G_OBJECT_CLASS (desk_outbox_row_parent_class)->dispose (object);
}

static void
desk_outbox_row_class_init (DeskOutboxRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_outbox_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-outbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskOutboxRow, glyph);
  gtk_widget_class_bind_template_child (widget_class, DeskOutboxRow, image);
  gtk_widget_class_bind_template_child (widget_class, DeskOutboxRow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskOutboxRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, DeskOutboxRow, review);
  gtk_widget_class_bind_template_child (widget_class, DeskOutboxRow, take_back);
}

static void
desk_outbox_row_init (DeskOutboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_outbox_row_new (DeskOutboxItem *item)
{
  DeskOutboxRow *self = g_object_new (DESK_TYPE_OUTBOX_ROW, NULL);
  g_autofree char *take_back = NULL;
  g_autofree char *review = NULL;

  g_return_val_if_fail (DESK_IS_OUTBOX_ITEM (item), GTK_WIDGET (self));

  self->item = g_object_ref (item);
  /* Translators: %s is what was done: "Reply to Mary Rao" */
  take_back = g_strdup_printf (_ ("Take back: %s"), desk_outbox_item_get_title (item));
  /* Translators: %s is what was refused: "Resolve TKT-2026-00417" */
  review = g_strdup_printf (_ ("Review: %s"), desk_outbox_item_get_title (item));
  name_button (self->take_back, item, take_back);
  name_button (self->review, item, review);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

DeskOutboxItem *
desk_outbox_row_get_item (DeskOutboxRow *self)
{
  g_return_val_if_fail (DESK_IS_OUTBOX_ROW (self), NULL);

  return self->item;
}
