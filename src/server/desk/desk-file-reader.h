/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-files.h"

G_BEGIN_DECLS

/**
 * DeskFileReader:
 *
 * A file of the desk, opened: any part of it can be read without the rest.
 */
typedef struct _DeskFileReader DeskFileReader;

DeskFileReader *desk_file_reader_open (DeskFiles *files, const char *path, GError **error);
void desk_file_reader_free (DeskFileReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFileReader, desk_file_reader_free)

gint64 desk_file_reader_get_size (DeskFileReader *self);
GBytes *desk_file_reader_read (DeskFileReader *self, gint64 offset, gsize most, GError **error);

G_END_DECLS
