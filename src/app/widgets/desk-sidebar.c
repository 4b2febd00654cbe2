/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-sidebar.h"

#include "app/widgets/desk-sidebar-row.h"

struct _DeskSidebar
{
  AdwBin parent_instance;

  GtkBox *sections;
  GPtrArray *lists; /* of GtkListBox, borrowed: a list a section */
  gboolean is_selecting;
};

G_DEFINE_FINAL_TYPE (DeskSidebar, desk_sidebar, ADW_TYPE_BIN)

enum
{
  SIGNAL_PAGE_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Only one row of all sections is selected. */
static void
select_page (DeskSidebar *self, const char *page)
{
  self->is_selecting = TRUE;
  for (guint i = 0; i < self->lists->len; i++)
    {
      GtkListBox *list = g_ptr_array_index (self->lists, i);
      GtkListBoxRow *chosen = NULL;

      for (int j = 0; gtk_list_box_get_row_at_index (list, j) != NULL && chosen == NULL; j++)
        {
          GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, j);

          if (g_strcmp0 (desk_sidebar_row_get_page (DESK_SIDEBAR_ROW (row)), page) == 0)
            chosen = row;
        }
      gtk_list_box_select_row (list, chosen);
    }
  self->is_selecting = FALSE;
}

static void
choose (DeskSidebar *self, GtkListBoxRow *row)
{
  const char *page;

  if (row == NULL || self->is_selecting)
    return;
  page = desk_sidebar_row_get_page (DESK_SIDEBAR_ROW (row));
  select_page (self, page);
  g_signal_emit (self, signals[SIGNAL_PAGE_CHOSEN], 0, page);
}

static void
on_row_selected_cb (DeskSidebar *self, GtkListBoxRow *row)
{
  choose (self, row);
}

/* A click on the row that is already chosen leads back to its page, from a ticket for example. */
static void
on_row_activated_cb (DeskSidebar *self, GtkListBoxRow *row)
{
  choose (self, row);
}

static void
desk_sidebar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_SIDEBAR);

  G_OBJECT_CLASS (desk_sidebar_parent_class)->dispose (object);
}

static void
desk_sidebar_finalize (GObject *object)
{
  g_ptr_array_unref (DESK_SIDEBAR (object)->lists);

  G_OBJECT_CLASS (desk_sidebar_parent_class)->finalize (object);
}

static void
desk_sidebar_class_init (DeskSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_sidebar_dispose;
  object_class->finalize = desk_sidebar_finalize;

  signals[SIGNAL_PAGE_CHOSEN] = g_signal_new ("page-chosen", DESK_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                              G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/widgets/desk-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskSidebar, sections);
}

static void
desk_sidebar_init (DeskSidebar *self)
{
  self->lists = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_sidebar_new (void)
{
  return g_object_new (DESK_TYPE_SIDEBAR, NULL);
}

/* Pages added from now on stand below @title. */
void
desk_sidebar_add_section (DeskSidebar *self, const char *title)
{
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *list = gtk_list_box_new ();

  g_return_if_fail (DESK_IS_SIDEBAR (self));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "desk-section");
  gtk_widget_add_css_class (list, "desk-nav");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (list, "row-selected", G_CALLBACK (on_row_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->sections, label);
  gtk_box_append (self->sections, list);
  g_ptr_array_add (self->lists, list);
}

/**
 * desk_sidebar_add_page:
 * @self: a sidebar with at least one section
 * @page: what "page-chosen" will say
 * @counted: (nullable): whose items are counted
 */
void
desk_sidebar_add_page (DeskSidebar *self,
                       const char *page,
                       const char *title,
                       const char *icon_name,
                       DeskBadgeStyle badge_style,
                       GListModel *counted)
{
  GtkWidget *row = desk_sidebar_row_new (page, title, icon_name, badge_style);

  g_return_if_fail (DESK_IS_SIDEBAR (self));
  g_return_if_fail (self->lists->len > 0);

  desk_sidebar_row_set_counted (DESK_SIDEBAR_ROW (row), counted);
  gtk_list_box_append (g_ptr_array_index (self->lists, self->lists->len - 1), row);
}

void
desk_sidebar_remove_all (DeskSidebar *self)
{
  GtkWidget *child;

  g_return_if_fail (DESK_IS_SIDEBAR (self));

  g_ptr_array_set_size (self->lists, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, child);
}

/* Shows which page is open; says nothing. */
void
desk_sidebar_set_page (DeskSidebar *self, const char *page)
{
  g_return_if_fail (DESK_IS_SIDEBAR (self));

  select_page (self, page);
}
