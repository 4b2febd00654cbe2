/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-history-words.h"

G_BEGIN_DECLS

#define DESK_TYPE_TIMELINE (desk_timeline_get_type ())
G_DECLARE_FINAL_TYPE (DeskTimeline, desk_timeline, DESK, TIMELINE, GtkWidget)

/*
 * What happened: a dot in the tone, words, who and when. Properties: "model" (GListModel of DeskHistory, in the order
 * to be shown, newest first as a rule), "maximum" (uint, rows shown; 0 for all).
 */
GtkWidget *desk_timeline_new (void);
void desk_timeline_set_model (DeskTimeline *self, GListModel *model);
GListModel *desk_timeline_get_model (DeskTimeline *self);
void desk_timeline_set_maximum (DeskTimeline *self, guint maximum);
void desk_timeline_set_name_func (DeskTimeline *self, DeskNameFunc func, gpointer user_data, GDestroyNotify destroy);
void desk_timeline_refresh (DeskTimeline *self);

G_END_DECLS
