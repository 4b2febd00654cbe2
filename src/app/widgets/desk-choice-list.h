/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-choice.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHOICE_LIST (desk_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (DeskChoiceList, desk_choice_list, DESK, CHOICE_LIST, GtkBox)

/*
 * What stands in a chip's popover: rows with a check, and a search entry once there are more than eight. Signal
 * "activated"(DeskChoice) when the user pressed one; whoever shows the list decides what that means.
 */
GtkWidget *desk_choice_list_new (void);
void desk_choice_list_set_choices (DeskChoiceList *self, GListModel *choices);
void desk_choice_list_start (DeskChoiceList *self);

G_END_DECLS
