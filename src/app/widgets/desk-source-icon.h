/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk-enum.h"

G_BEGIN_DECLS

#define DESK_TYPE_SOURCE_ICON (desk_source_icon_get_type ())
G_DECLARE_FINAL_TYPE (DeskSourceIcon, desk_source_icon, DESK, SOURCE_ICON, AdwBin)

/*
 * Where a query or a message came from: a 16 px symbol in the source's colour, its word in the tooltip and for screen
 * readers. Properties: "source" (int, a DeskQuerySource), "plain" (boolean: dim, without colour).
 */
GtkWidget *desk_source_icon_new (DeskQuerySource source);
void desk_source_icon_set_source (DeskSourceIcon *self, DeskQuerySource source);
DeskQuerySource desk_source_icon_get_source (DeskSourceIcon *self);

G_END_DECLS
