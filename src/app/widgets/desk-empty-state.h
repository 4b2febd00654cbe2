/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/widgets/desk-looks.h"

G_BEGIN_DECLS

#define DESK_TYPE_EMPTY_STATE (desk_empty_state_get_type ())
G_DECLARE_FINAL_TYPE (DeskEmptyState, desk_empty_state, DESK, EMPTY_STATE, AdwBin)

/*
 * Why there is nothing and what to do next. Properties: "icon-name", "tone", "title", "description".
 */
GtkWidget *desk_empty_state_new (DeskTone tone, const char *icon_name, const char *title, const char *description);
void desk_empty_state_set (DeskEmptyState *self,
                           DeskTone tone,
                           const char *icon_name,
                           const char *title,
                           const char *description);
void
desk_empty_state_add_button (DeskEmptyState *self, const char *label, const char *detailed_action, gboolean suggested);

G_END_DECLS
