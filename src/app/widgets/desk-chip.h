/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/widgets/desk-choice.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHIP (desk_chip_get_type ())
G_DECLARE_FINAL_TYPE (DeskChip, desk_chip, DESK, CHIP, GtkBox)

/*
 * A filter: a menu button with check choices; when something is chosen it turns blue, says what, and has a cross that
 * clears it. Properties: "title", "single" (one choice at most, and the popover closes on it), "required" (single,
 * never empty and never blue: "Group by"). Signal "changed"() after the user changed it; not after
 * desk_chip_set_chosen().
 *
 * The ids of an enum's choices are its wire words (desk_enum_to_wire()).
 */
GtkWidget *desk_chip_new (const char *title);
void desk_chip_set_title (DeskChip *self, const char *title);
void desk_chip_set_single (DeskChip *self, gboolean single);
void desk_chip_set_required (DeskChip *self, gboolean required);
void desk_chip_add_choice (DeskChip *self, DeskChoice *choice);
void desk_chip_append (DeskChip *self, const char *id, const char *label);
void desk_chip_set_enum (DeskChip *self, const DeskEnum *info);
void desk_chip_remove_all (DeskChip *self);
char **desk_chip_dup_chosen (DeskChip *self);
const char *desk_chip_get_chosen_one (DeskChip *self);
void desk_chip_set_chosen (DeskChip *self, const char *const *ids);
gboolean desk_chip_is_set (DeskChip *self);
void desk_chip_clear (DeskChip *self);

G_END_DECLS
