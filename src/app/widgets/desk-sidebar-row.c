/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-sidebar-row.h"

#include "app/desk-format.h"

struct _DeskSidebarRow
{
  GtkListBoxRow parent_instance;

  GtkImage *image;
  GtkLabel *title;
  DeskCountBadge *badge;

  char *page;
  GListModel *counted;
};

G_DEFINE_FINAL_TYPE (DeskSidebarRow, desk_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

/* A screen reader hears the number with the name: "Queries, 12". */
static void
update_count (DeskSidebarRow *self)
{
  guint count = self->counted != NULL ? g_list_model_get_n_items (self->counted) : 0;
  g_autofree char *words = desk_format_count (count);
  g_autofree char *name = NULL;

  desk_count_badge_set_count (self->badge, count);
  name = count > 0 ? g_strdup_printf ("%s, %s", gtk_label_get_label (self->title), words)
                   : g_strdup (gtk_label_get_label (self->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_counted_changed_cb (DeskSidebarRow *self)
{
  update_count (self);
}

static void
desk_sidebar_row_dispose (GObject *object)
{
  DeskSidebarRow *self = DESK_SIDEBAR_ROW (object);

  if (self->counted != NULL)
    g_signal_handlers_disconnect_by_func (self->counted, on_counted_changed_cb, self);
  g_clear_object (&self->counted);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (desk_sidebar_row_parent_class)->dispose (object);
}

static void
desk_sidebar_row_finalize (GObject *object)
{
  g_free (DESK_SIDEBAR_ROW (object)->page);

  G_OBJECT_CLASS (desk_sidebar_row_parent_class)->finalize (object);
}

static void
desk_sidebar_row_class_init (DeskSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_sidebar_row_dispose;
  object_class->finalize = desk_sidebar_row_finalize;

  g_type_ensure (DESK_TYPE_COUNT_BADGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskSidebarRow, image);
  gtk_widget_class_bind_template_child (widget_class, DeskSidebarRow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskSidebarRow, badge);
}

static void
desk_sidebar_row_init (DeskSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_sidebar_row_new (const char *page, const char *title, const char *icon_name, DeskBadgeStyle badge_style)
{
  DeskSidebarRow *self = g_object_new (DESK_TYPE_SIDEBAR_ROW, NULL);

  self->page = g_strdup (page);
  gtk_label_set_label (self->title, title);
  gtk_image_set_from_icon_name (self->image, icon_name);
  desk_count_badge_set_badge_style (self->badge, badge_style);
  update_count (self);
  return GTK_WIDGET (self);
}

const char *
desk_sidebar_row_get_page (DeskSidebarRow *self)
{
  g_return_val_if_fail (DESK_IS_SIDEBAR_ROW (self), NULL);

  return self->page;
}

/**
 * desk_sidebar_row_set_counted:
 * @self: a row
 * @counted: (nullable): whose items are counted, live
 */
void
desk_sidebar_row_set_counted (DeskSidebarRow *self, GListModel *counted)
{
  g_return_if_fail (DESK_IS_SIDEBAR_ROW (self));

  if (self->counted != NULL)
    g_signal_handlers_disconnect_by_func (self->counted, on_counted_changed_cb, self);
  g_set_object (&self->counted, counted);
  if (counted != NULL)
    g_signal_connect_swapped (counted, "items-changed", G_CALLBACK (on_counted_changed_cb), self);
  update_count (self);
}
