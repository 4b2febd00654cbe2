/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "app/widgets/desk-looks.h"

G_BEGIN_DECLS

#define DESK_TYPE_CHOICE (desk_choice_get_type ())
G_DECLARE_FINAL_TYPE (DeskChoice, desk_choice, DESK, CHOICE, GObject)

/*
 * One thing that can be chosen in a chip or among cards. What it is stands fast from the start; the properties "chosen"
 * and "sensitive" change.
 */
DeskChoice *
desk_choice_new (const char *id, const char *label, const char *detail, const char *icon_name, DeskTone tone);
DeskChoice *desk_choice_new_person (const char *id, const char *name, const char *detail);
DeskChoice *desk_choice_new_enum (const DeskEnum *info, int value);

const char *desk_choice_get_id (DeskChoice *self);
const char *desk_choice_get_label (DeskChoice *self);
const char *desk_choice_get_detail (DeskChoice *self);
const char *desk_choice_get_icon_name (DeskChoice *self);
DeskTone desk_choice_get_tone (DeskChoice *self);
gboolean desk_choice_has_avatar (DeskChoice *self);
gboolean desk_choice_get_chosen (DeskChoice *self);
void desk_choice_set_chosen (DeskChoice *self, gboolean chosen);
gboolean desk_choice_get_sensitive (DeskChoice *self);
void desk_choice_set_sensitive (DeskChoice *self, gboolean sensitive);

G_END_DECLS
