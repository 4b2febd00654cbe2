/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/widgets/desk-choice.h"

G_BEGIN_DECLS

#define DESK_TYPE_PROPERTY_CHIP (desk_property_chip_get_type ())
G_DECLARE_FINAL_TYPE (DeskPropertyChip, desk_property_chip, DESK, PROPERTY_CHIP, AdwBin)

/*
 * A ticket's status, priority, assignee or department: a menu button with the value's icon or avatar; its popover
 * offers the choices. Properties: "title" ("Status": for tooltip and screen reader), "value-id". Signal "chosen"(const
 * char *id) when the user picked one; the chip itself goes on showing the old value until
 * desk_property_chip_set_value() says otherwise, because a move may be refused or need a dialog first.
 */
GtkWidget *desk_property_chip_new (const char *title);
void desk_property_chip_set_title (DeskPropertyChip *self, const char *title);
void desk_property_chip_add_choice (DeskPropertyChip *self, DeskChoice *choice);
void desk_property_chip_set_enum (DeskPropertyChip *self, const DeskEnum *info);
void desk_property_chip_remove_all (DeskPropertyChip *self);
void desk_property_chip_set_allowed (DeskPropertyChip *self, const char *const *ids);
void desk_property_chip_set_value (DeskPropertyChip *self, const char *id);
void desk_property_chip_set_shown (DeskPropertyChip *self, DeskChoice *choice);
const char *desk_property_chip_get_value (DeskPropertyChip *self);
void desk_property_chip_popup (DeskPropertyChip *self);

G_END_DECLS
