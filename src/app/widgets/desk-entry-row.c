/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-entry-row.h"

#include "app/widgets/desk-pill.h"
#include "core/entities/desk-query.h"
#include "core/entities/desk-ticket.h"

struct _DeskEntryRow
{
  GtkButton parent_instance;

  GtkLabel *number;
  GtkLabel *title;
  DeskPill *status;

  DeskEntity *entry;
};

G_DEFINE_FINAL_TYPE (DeskEntryRow, desk_entry_row, GTK_TYPE_BUTTON)

static void
show_entry (DeskEntryRow *self)
{
  gboolean is_ticket = DESK_IS_TICKET (self->entry);
  const char *number = desk_entity_get_string (self->entry, is_ticket ? DESK_TICKET_NUMBER : DESK_QUERY_NUMBER);
  g_autofree char *title = desk_entry_dup_title (self->entry);
  g_autofree char *name = NULL;

  gtk_label_set_label (self->number, number != NULL ? number : "–");
  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), title);
  if (is_ticket)
    desk_pill_set_ticket_status (self->status, desk_entity_get_enum (self->entry, DESK_TICKET_STATUS));
  else
    desk_pill_set_query_status (self->status, desk_entity_get_enum (self->entry, DESK_QUERY_STATUS));
  /* In the panel the word is enough. */
  g_object_set (self->status, "icon-name", NULL, NULL);

  name = g_strdup_printf ("%s, %s, %s", gtk_label_get_label (self->number), title, desk_pill_get_label (self->status));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
desk_entry_row_dispose (GObject *object)
{
  DeskEntryRow *self = DESK_ENTRY_ROW (object);

  g_clear_object (&self->entry);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_ENTRY_ROW);

  G_OBJECT_CLASS (desk_entry_row_parent_class)->dispose (object);
}

static void
desk_entry_row_class_init (DeskEntryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_entry_row_dispose;

  g_type_ensure (DESK_TYPE_PILL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-entry-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskEntryRow, number);
  gtk_widget_class_bind_template_child (widget_class, DeskEntryRow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskEntryRow, status);
}

static void
desk_entry_row_init (DeskEntryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_entry_row_new:
 * @entry: a query or a ticket
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
desk_entry_row_new (DeskEntity *entry)
{
  DeskEntryRow *self = g_object_new (DESK_TYPE_ENTRY_ROW, NULL);

  self->entry = g_object_ref (entry);
  g_signal_connect_object (entry, "notify", G_CALLBACK (show_entry), self, G_CONNECT_SWAPPED);
  show_entry (self);

  return GTK_WIDGET (self);
}

DeskEntity *
desk_entry_row_get_entry (DeskEntryRow *self)
{
  g_return_val_if_fail (DESK_IS_ENTRY_ROW (self), NULL);

  return self->entry;
}

/**
 * desk_entry_row_align:
 * @self: a row
 * @numbers: makes the numbers of several rows equally wide
 */
void
desk_entry_row_align (DeskEntryRow *self, GtkSizeGroup *numbers)
{
  g_return_if_fail (DESK_IS_ENTRY_ROW (self));

  gtk_size_group_add_widget (numbers, GTK_WIDGET (self->number));
}

/**
 * desk_entry_dup_title:
 * @entry: a query or a ticket
 *
 * Returns: (transfer full): a ticket's subject, or the first line of what a query says
 */
char *
desk_entry_dup_title (DeskEntity *entry)
{
  const char *text;

  g_return_val_if_fail (DESK_IS_TICKET (entry) || DESK_IS_QUERY (entry), NULL);

  text =
      desk_entity_get_string (entry, DESK_IS_TICKET (entry) ? (guint) DESK_TICKET_SUBJECT : (guint) DESK_QUERY_MESSAGE);
  if (text == NULL)
    return g_strdup ("");

  return g_strndup (text, strcspn (text, "\n"));
}
