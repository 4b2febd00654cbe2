/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DESK_ID_LENGTH 36

char *desk_id_new (void);
char *desk_id_new_at (gint64 microseconds, guint64 random_high, guint64 random_low);
gboolean desk_id_is_valid (const char *text);

G_END_DECLS
