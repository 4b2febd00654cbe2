/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean desk_image_size_read (const char *media_type, const guint8 *bytes, gsize length, guint *width, guint *height);
gsize desk_image_size_find_still (const guint8 *bytes, gsize length);

G_END_DECLS
