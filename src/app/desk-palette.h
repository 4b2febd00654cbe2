/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/desk-palette-item.h"
#include "client/desk-session.h"

G_BEGIN_DECLS

#define DESK_TYPE_PALETTE (desk_palette_get_type ())
G_DECLARE_FINAL_TYPE (DeskPalette, desk_palette, DESK, PALETTE, AdwBin)

/*
 * Search everything, go anywhere, do anything, without leaving the keys. It finds customers, tickets and queries in the
 * cache as one types, and the entries it was given. What is chosen is done through the window's actions. Signal
 * "closed"() when it wants to go away, with or without a choice.
 */
GtkWidget *desk_palette_new (void);
void desk_palette_add (DeskPalette *self, DeskPaletteItem *entry);
void desk_palette_remove_all (DeskPalette *self);
void desk_palette_open (DeskPalette *self, DeskSession *session);
void desk_palette_close (DeskPalette *self);

G_END_DECLS
