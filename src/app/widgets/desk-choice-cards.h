/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-choice.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHOICE_CARDS (desk_choice_cards_get_type ())
G_DECLARE_FINAL_TYPE (DeskChoiceCards, desk_choice_cards, DESK, CHOICE_CARDS, GtkWidget)

/*
 * A radio group of choice cards in a grid. Arrow keys move the choice. Properties: "title" (for the screen reader),
 * "columns" (uint, 2 by default), "chosen-id" (text; notify::chosen-id tells a change), "round-glyphs" (boolean: tinted
 * discs behind the icons, as in Add Query).
 */
GtkWidget *desk_choice_cards_new (const char *title, guint columns);
void desk_choice_cards_add (DeskChoiceCards *self, DeskChoice *choice);
void desk_choice_cards_set_round_glyphs (DeskChoiceCards *self, gboolean round_glyphs);
const char *desk_choice_cards_get_chosen_id (DeskChoiceCards *self);
void desk_choice_cards_set_chosen_id (DeskChoiceCards *self, const char *id);
void desk_choice_cards_set_detail (DeskChoiceCards *self, const char *id, const char *detail);

G_END_DECLS
