/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-timeline-row.h"

struct _DeskTimelineRow
{
  GtkBox parent_instance;

  GtkBox *dot;
  GtkBox *line;
  GtkLabel *words;
  GtkLabel *caption;
};

G_DEFINE_FINAL_TYPE (DeskTimelineRow, desk_timeline_row, GTK_TYPE_BOX)

static void
desk_timeline_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_TIMELINE_ROW);

  G_OBJECT_CLASS (desk_timeline_row_parent_class)->dispose (object);
}

static void
desk_timeline_row_class_init (DeskTimelineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_timeline_row_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-timeline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskTimelineRow, dot);
  gtk_widget_class_bind_template_child (widget_class, DeskTimelineRow, line);
  gtk_widget_class_bind_template_child (widget_class, DeskTimelineRow, words);
  gtk_widget_class_bind_template_child (widget_class, DeskTimelineRow, caption);
}

static void
desk_timeline_row_init (DeskTimelineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * desk_timeline_row_new:
 * @tone: the dot's colour
 * @words: what happened
 * @caption: who, when
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
desk_timeline_row_new (DeskTone tone, const char *words, const char *caption)
{
  DeskTimelineRow *self = g_object_new (DESK_TYPE_TIMELINE_ROW, NULL);
  const char *classes[] = { "desk-dot", desk_tone_get_css_class (tone), NULL };
  g_autofree char *name = g_strdup_printf ("%s, %s", words, caption);

  gtk_widget_set_css_classes (GTK_WIDGET (self->dot), classes);
  gtk_label_set_label (self->words, words);
  gtk_label_set_label (self->caption, caption);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return GTK_WIDGET (self);
}

void
desk_timeline_row_set_last (DeskTimelineRow *self, gboolean last)
{
  g_return_if_fail (DESK_IS_TIMELINE_ROW (self));

  gtk_widget_set_opacity (GTK_WIDGET (self->line), last ? 0 : 1);
}
