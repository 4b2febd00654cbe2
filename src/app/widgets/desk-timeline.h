/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/entities/desk-history.h"

G_BEGIN_DECLS

#define DESK_TYPE_TIMELINE (desk_timeline_get_type ())
G_DECLARE_FINAL_TYPE (DeskTimeline, desk_timeline, DESK, TIMELINE, GtkWidget)

/**
 * DeskNameFunc:
 * @id: the id of an agent, department or customer
 *
 * Returns: (nullable): what it is called, borrowed until the next call
 */
typedef const char *(*DeskNameFunc) (const char *id, gpointer user_data);

/*
 * What happened, newest first: a dot in the tone, words, who and when. Properties: "model" (GListModel of DeskHistory,
 * in the order to be shown), "maximum" (uint, rows shown; 0 for all).
 */
GtkWidget *desk_timeline_new (void);
void desk_timeline_set_model (DeskTimeline *self, GListModel *model);
void desk_timeline_set_name_func (DeskTimeline *self, DeskNameFunc func, gpointer user_data, GDestroyNotify destroy);

char *desk_history_dup_words (DeskHistory *history, DeskNameFunc func, gpointer user_data);

G_END_DECLS
