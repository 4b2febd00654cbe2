/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_KEYCAP (desk_keycap_get_type ())
G_DECLARE_FINAL_TYPE (DeskKeycap, desk_keycap, DESK, KEYCAP, AdwBin)

/*
 * The key that does it. Property "accelerator" as in gtk_accelerator_parse() ("<Control>k" shows "Ctrl K"); what does
 * not parse is shown as it is.
 */
GtkWidget *desk_keycap_new (const char *accelerator);
void desk_keycap_set_accelerator (DeskKeycap *self, const char *accelerator);

G_END_DECLS
