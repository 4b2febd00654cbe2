/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DESK_TYPE_TEXT_CARD (desk_text_card_get_type ())
G_DECLARE_FINAL_TYPE (DeskTextCard, desk_text_card, DESK, TEXT_CARD, GtkBox)

/*
 * Text of several lines in a dialog: title, hint at its end, the field in a card. Tab leaves it. Properties: "title",
 * "hint"
 * ("required", "not visible to the customer"), "error" (replaces the hint, red edge, until the text changes), "text"
 * (notify::text tells a change), "lines" (uint, height at least, 2 by default), "max-length" (uint characters, 0 for
 * none).
 */
GtkWidget *desk_text_card_new (const char *title, const char *hint);
const char *desk_text_card_get_text (DeskTextCard *self);
void desk_text_card_set_text (DeskTextCard *self, const char *text);
void desk_text_card_set_error (DeskTextCard *self, const char *error);
void desk_text_card_grab_text_focus (DeskTextCard *self);

G_END_DECLS
