/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-tooltip.h"

#define TEXT "desk-tooltip"

static gboolean
on_query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard_mode, GtkTooltip *tooltip)
{
  const char *text = g_object_get_data (G_OBJECT (widget), TEXT);

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

/**
 * desk_tooltip_set:
 * @widget: a widget
 * @text: (nullable): what its tooltip says, or %NULL for none
 *
 * For what stands in lists, many times. gtk_widget_set_tooltip_text() asks the display where the pointer is, and waits
 * for the answer, each time.
 */
void
desk_tooltip_set (GtkWidget *widget, const char *text)
{
  const char *before;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  before = g_object_get_data (G_OBJECT (widget), TEXT);
  if (g_strcmp0 (text, before) == 0)
    return;
  g_object_set_data_full (G_OBJECT (widget), TEXT, g_strdup (text), g_free);
  g_signal_handlers_disconnect_by_func (widget, on_query_tooltip_cb, NULL);
  if (text != NULL)
    g_signal_connect (widget, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
  gtk_widget_set_has_tooltip (widget, text != NULL);
}
