/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DESK_TAGS_MAX 50
#define DESK_TAG_MAX_BYTES 40

/* Lists of tags, each of which is written in one way only. */
char *desk_tag_normalize (const char *text);
char **desk_tags_normalize (const char *const *tags, const char *field, GError **error);
char **desk_tags_add (const char *const *tags, const char *const *more);
char **desk_tags_remove (const char *const *tags, const char *const *fewer);

G_END_DECLS
