/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-preferences.h"

#include <glib/gi18n.h>

#define COLOUR_SCHEME "colour-scheme"

struct _DeskPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *colours;
  GtkSwitch *background;

  GSettings *settings; /* owned */
};

G_DEFINE_FINAL_TYPE (DeskPreferences, desk_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows; the numbers of the schema are AdwColorScheme's. */
static const int schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

static void
on_colours_chosen_cb (DeskPreferences *self)
{
  guint chosen = adw_combo_row_get_selected (self->colours);

  if (self->settings != NULL && chosen < G_N_ELEMENTS (schemes))
    g_settings_set_enum (self->settings, COLOUR_SCHEME, schemes[chosen]);
}

static void
show_colours (DeskPreferences *self)
{
  int scheme = g_settings_get_enum (self->settings, COLOUR_SCHEME);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i] == scheme)
      adw_combo_row_set_selected (self->colours, i);
}

static gboolean
on_close_request_cb (DeskPreferences *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.scrim", "b", FALSE);
  return FALSE;
}

static void
desk_preferences_dispose (GObject *object)
{
  DeskPreferences *self = DESK_PREFERENCES (object);

  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_PREFERENCES);

  G_OBJECT_CLASS (desk_preferences_parent_class)->dispose (object);
}

static void
desk_preferences_class_init (DeskPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_preferences_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/deskbell/Deskbell/ui/dialogs/desk-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, colours);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, background);
  gtk_widget_class_bind_template_callback (widget_class, on_colours_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_close_request_cb);
}

static void
desk_preferences_init (DeskPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
desk_preferences_present (GtkWindow *parent, GSettings *settings)
{
  DeskPreferences *self = g_object_new (DESK_TYPE_PREFERENCES, "transient-for", parent, NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->colours), settings != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->background), settings != NULL);
  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      show_colours (self);
      g_settings_bind (settings, "run-in-background", self->background, "active", G_SETTINGS_BIND_DEFAULT);
    }
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.scrim", "b", TRUE);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WINDOW (self);
}
