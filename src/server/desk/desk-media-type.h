/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many of a file's first bytes tell what it is. */
#define DESK_MEDIA_TYPE_HEAD 4096

const char *desk_media_type_find (const guint8 *head, gsize length);
gboolean desk_media_type_may_be_shown (const char *media_type);
const char *desk_media_type_get_loader (const char *media_type);
char *desk_file_name_clean (const char *name);

G_END_DECLS
