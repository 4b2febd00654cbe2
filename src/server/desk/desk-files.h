/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskFiles:
 *
 * The folder in which the desk keeps files, each encrypted and named after the SHA-256 of what is in it, so that the
 * same content stands there once. Its key stands beside them. Never changes once open; any thread.
 */
typedef struct _DeskFiles DeskFiles;

DeskFiles *desk_files_open (const char *folder, GError **error);
void desk_files_free (DeskFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFiles, desk_files_free)

const guint8 *desk_files_get_key (DeskFiles *self);
char *desk_files_dup_path (DeskFiles *self, const char *sha256);
char *desk_files_dup_thumbnail_path (DeskFiles *self, const char *sha256, guint size);
int desk_files_create (DeskFiles *self, char **path, GError **error);
gboolean desk_files_keep (DeskFiles *self, const char *from, const char *to, GError **error);

/* Sweeping: what nobody has written for a while, and taking one of them away. */
GPtrArray *desk_files_list_old (DeskFiles *self, gint64 age);
void desk_files_forget (DeskFiles *self, const char *sha256, gint64 age);
void desk_files_forget_incoming (DeskFiles *self, gint64 age);

G_END_DECLS
