/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the window's start is measured against: a bare Adwaita window with a column view of as many columns of constant
 * text. GTK makes the widgets of some 200 rows, however many there are. Prints the monotonic microseconds of its first
 * frame and ends, or stays.
 *
 * bare-window ROWS COLUMNS [stay]
 */
#include <adwaita.h>

typedef struct
{
  guint n_rows;
  guint n_columns;
  gboolean stays;
} Size;

static void
on_after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  static gboolean is_first = TRUE;

  if (!is_first)
    return;
  is_first = FALSE;
  g_print ("first frame %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  g_application_quit (user_data);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), "Constant text");
}

static GtkWidget *
create_view (const Size *size)
{
  GtkStringList *rows = gtk_string_list_new (NULL);
  GtkWidget *view;

  for (guint i = 0; i < size->n_rows; i++)
    gtk_string_list_append (rows, "");
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (rows))));
  for (guint i = 0; i < size->n_columns; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Column", factory);

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  return view;
}

static void
on_activate_cb (GtkApplication *application, gpointer user_data)
{
  const Size *size = user_data;
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), create_view (size));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1440, 900);
  gtk_widget_realize (window);
  if (!size->stays)
    g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint_cb), application);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  Size size = { argc > 1 ? atoi (argv[1]) : 300, argc > 2 ? atoi (argv[2]) : 11, argc > 3 };
  g_autoptr (AdwApplication) application = adw_application_new ("org.deskbell.BareWindow", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (on_activate_cb), &size);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
