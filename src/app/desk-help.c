/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/desk-help.h"

#include <glib/gi18n.h>

static gboolean
on_close_request_cb (GtkWindow *window)
{
  GtkWindow *parent = gtk_window_get_transient_for (window);

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.scrim", "b", FALSE);
  return FALSE;
}

static GtkWindow *
present_over (GtkWindow *window, GtkWindow *parent)
{
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_modal (window, TRUE);
  g_signal_connect (window, "close-request", G_CALLBACK (on_close_request_cb), NULL);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.scrim", "b", TRUE);
  gtk_window_present (window);
  return window;
}

/* All keys that do something now. */
GtkWindow *
desk_help_present_shortcuts (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/deskbell/Deskbell/ui/desk-shortcuts.ui");

  return present_over (GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts")), parent);
}

GtkWindow *
desk_help_present_about (GtkWindow *parent)
{
  return present_over (g_object_new (ADW_TYPE_ABOUT_WINDOW, "application-name", _ ("Deskbell"), "application-icon",
                                     "org.deskbell.Deskbell", "version", DESK_VERSION, "developer-name",
                                     _ ("The Deskbell contributors"), "comments",
                                     _ ("A support desk that is calm, quick, and works without a network."),
                                     "license-type", GTK_LICENSE_GPL_3_0, "translator-credits",
                                     _ ("translator-credits"), NULL),
                       parent);
}
