/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

#define DESK_TYPE_PRIORITY_LABEL (desk_priority_label_get_type ())
G_DECLARE_FINAL_TYPE (DeskPriorityLabel, desk_priority_label, DESK, PRIORITY_LABEL, GtkBox)

/*
 * One, two, three bars or a red square with "!", and the word. Properties: "priority" (int, a DeskPriority),
 * "icon-only" (boolean: the word goes into the tooltip).
 */
GtkWidget *desk_priority_label_new (DeskPriority priority);
void desk_priority_label_set_priority (DeskPriorityLabel *self, DeskPriority priority);
DeskPriority desk_priority_label_get_priority (DeskPriorityLabel *self);
void desk_priority_label_set_icon_only (DeskPriorityLabel *self, gboolean icon_only);

G_END_DECLS
