/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-first-frame.h"

/* A frame counts when it shows rows: a column view that one sees, with a first row that has got its place. */
static gboolean
shows_rows (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_COLUMN_VIEW (widget))
    {
      GtkWidget *list = gtk_widget_get_last_child (widget);
      GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL;

      return row != NULL && gtk_widget_get_mapped (row) && gtk_widget_get_width (row) > 0;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_rows (child))
      return TRUE;
  return FALSE;
}

static void
on_after_paint_cb (GtkWidget *window, GdkFrameClock *clock)
{
  gint64 now = g_get_monotonic_time ();

  if (!shows_rows (window))
    return;
  g_signal_handlers_disconnect_by_func (clock, on_after_paint_cb, window);
  g_print ("first frame %" G_GINT64_FORMAT "\n", now);
  g_application_quit (g_application_get_default ());
}

static void
on_realized_cb (GtkWidget *window)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint_cb), window,
                           G_CONNECT_SWAPPED);
}

static void
on_window_added_cb (GtkApplication *application, GtkWindow *window)
{
  g_signal_connect (window, "realize", G_CALLBACK (on_realized_cb), NULL);
}

/**
 * desk_first_frame_watch:
 * @application: the program, not activated yet
 *
 * For measuring: once the first frame with rows of a list in it is painted, prints the monotonic microseconds and
 * quits.
 */
void
desk_first_frame_watch (GtkApplication *application)
{
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added_cb), NULL);
}
