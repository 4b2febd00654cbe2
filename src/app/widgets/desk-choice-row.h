/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-choice.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHOICE_ROW (desk_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (DeskChoiceRow, desk_choice_row, DESK, CHOICE_ROW, GtkButton)

/* One line of a DeskChoiceList: symbol or avatar, words, a check when chosen. */
GtkWidget *desk_choice_row_new (DeskChoice *choice);
DeskChoice *desk_choice_row_get_choice (DeskChoiceRow *self);
gboolean desk_choice_row_matches (DeskChoiceRow *self, const char *folded);

G_END_DECLS
