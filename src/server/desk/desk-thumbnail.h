/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-files.h"

G_BEGIN_DECLS

#define DESK_THUMBNAIL_SMALLEST 64
#define DESK_THUMBNAIL_BIGGEST 1024
/* Bigger pictures are downloaded, not made smaller here. */
#define DESK_THUMBNAIL_MOST_PIXELS (40 * 1000 * 1000)

guint desk_thumbnail_round (guint size);
gboolean desk_thumbnail_make (DeskFiles *files, const char *sha256, const char *media_type, guint size, GError **error);

G_END_DECLS
