/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void desk_top_keeper_attach (GtkColumnView *view);

G_END_DECLS
