/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-files.h"

G_BEGIN_DECLS

/**
 * DeskFileWriter:
 *
 * A file on its way into the desk: it is encrypted, hashed and looked at as it comes, and never held as a whole.
 */
typedef struct _DeskFileWriter DeskFileWriter;

DeskFileWriter *desk_file_writer_new (DeskFiles *files, GError **error);
void desk_file_writer_free (DeskFileWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFileWriter, desk_file_writer_free)

gboolean desk_file_writer_write (DeskFileWriter *self, const void *data, gsize length, GError **error);
gboolean desk_file_writer_finish (DeskFileWriter *self, GError **error);
gboolean desk_file_writer_keep (DeskFileWriter *self, const char *path, GError **error);

gint64 desk_file_writer_get_size (DeskFileWriter *self);
const char *desk_file_writer_get_sha256 (DeskFileWriter *self);
const char *desk_file_writer_get_media_type (DeskFileWriter *self);

G_END_DECLS
