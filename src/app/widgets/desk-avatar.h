/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_AVATAR (desk_avatar_get_type ())
G_DECLARE_FINAL_TYPE (DeskAvatar, desk_avatar, DESK, AVATAR, AdwBin)

/*
 * A person's initials in a colour of their own, the name in the tooltip and for screen readers. Properties: "name",
 * "size" (px, 28 by default). Without a name it shows the symbol for nobody (a person with a plus) when "invites" is
 * set.
 */
GtkWidget *desk_avatar_new (int size, const char *name);
void desk_avatar_set_name (DeskAvatar *self, const char *name);
const char *desk_avatar_get_name (DeskAvatar *self);
void desk_avatar_set_size (DeskAvatar *self, int size);

G_END_DECLS
