/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-top-keeper.h"

/* Where a view is scrolled to, and whether a change of its height has to be answered. */
typedef struct
{
  GtkColumnView *view;       /* borrowed: it owns this */
  GtkAdjustment *adjustment; /* owned */
  double height;
  gboolean is_at_top;
  guint restore_id;
} Keeper;

static void
let_go (Keeper *keeper)
{
  if (keeper->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (keeper->adjustment, keeper);
  g_clear_object (&keeper->adjustment);
}

static void
free_keeper (gpointer data)
{
  Keeper *keeper = data;

  let_go (keeper);
  g_clear_handle_id (&keeper->restore_id, g_source_remove);
  g_free (keeper);
}

static gboolean
restore_cb (gpointer data)
{
  Keeper *keeper = data;
  /* The action belongs to the list inside the column view, which is its last child. */
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (keeper->view));

  keeper->restore_id = 0;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", 0);
  return G_SOURCE_REMOVE;
}

static void
on_changed_cb (GtkAdjustment *adjustment, Keeper *keeper)
{
  double height = gtk_adjustment_get_page_size (adjustment);
  gboolean has_slipped = keeper->is_at_top && gtk_adjustment_get_value (adjustment) >= 1;

  if (height != keeper->height && has_slipped && keeper->restore_id == 0)
    keeper->restore_id = g_idle_add (restore_cb, keeper);
  keeper->height = height;
}

static void
on_value_changed_cb (GtkAdjustment *adjustment, Keeper *keeper)
{
  if (keeper->restore_id == 0)
    keeper->is_at_top = gtk_adjustment_get_value (adjustment) < 1;
}

static void
on_adjustment_cb (GtkColumnView *view, GParamSpec *pspec, Keeper *keeper)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  let_go (keeper);
  if (adjustment == NULL)
    return;
  keeper->adjustment = g_object_ref (adjustment);
  g_signal_connect (adjustment, "changed", G_CALLBACK (on_changed_cb), keeper);
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (on_value_changed_cb), keeper);
}

/**
 * desk_top_keeper_attach:
 * @view: a view in a scrolled window
 *
 * Keeps the first row in sight when the view becomes lower or higher while it is scrolled to its top. GTK would keep
 * the row in its middle instead, and cut the first one in half. UI thread.
 */
void
desk_top_keeper_attach (GtkColumnView *view)
{
  Keeper *keeper = g_new0 (Keeper, 1);

  keeper->view = view;
  keeper->is_at_top = TRUE;
  g_object_set_data_full (G_OBJECT (view), "desk-top-keeper", keeper, free_keeper);
  g_signal_connect (view, "notify::vadjustment", G_CALLBACK (on_adjustment_cb), keeper);
  on_adjustment_cb (view, NULL, keeper);
}
