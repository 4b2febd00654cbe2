/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-looks.h"

G_BEGIN_DECLS

#define DESK_TYPE_TIMELINE_ROW (desk_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskTimelineRow, desk_timeline_row, DESK, TIMELINE_ROW, GtkBox)

/* One thing that happened: dot, words, a caption under them; a line to the next below unless it is the last. */
GtkWidget *desk_timeline_row_new (DeskTone tone, const char *words, const char *caption);
void desk_timeline_row_set_last (DeskTimelineRow *self, gboolean last);

G_END_DECLS
