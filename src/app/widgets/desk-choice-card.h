/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-choice.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHOICE_CARD (desk_choice_card_get_type ())
G_DECLARE_FINAL_TYPE (DeskChoiceCard, desk_choice_card, DESK, CHOICE_CARD, GtkToggleButton)

/* One of three to six options in a dialog: glyph, title, subtitle, a check when chosen. Usually made by
 * DeskChoiceCards. */
GtkWidget *desk_choice_card_new (DeskChoice *choice, gboolean round_glyph);
DeskChoice *desk_choice_card_get_choice (DeskChoiceCard *self);
void desk_choice_card_set_detail (DeskChoiceCard *self, const char *detail);

G_END_DECLS
