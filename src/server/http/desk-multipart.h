/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeskMultipartPart:
 * @begin: a part begins: the form field's name and the file's name, which is %NULL for a field that is no file
 * @data: some of what is in it
 * @end: it is complete
 *
 * What is told of a form as it comes. Each may refuse.
 */
typedef struct
{
  gboolean (*begin) (const char *name, const char *file_name, gpointer data, GError **error);
  gboolean (*write) (const void *bytes, gsize length, gpointer data, GError **error);
  gboolean (*end) (gpointer data, GError **error);
} DeskMultipartPart;

/**
 * DeskMultipart:
 *
 * A form (multipart/form-data, RFC 7578) that is read as it comes, however it is cut into pieces. What it holds is
 * handed on at once; it keeps no more than a part's head or a boundary.
 */
typedef struct _DeskMultipart DeskMultipart;

DeskMultipart *desk_multipart_new (const char *boundary, const DeskMultipartPart *part, gpointer data);
void desk_multipart_free (DeskMultipart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskMultipart, desk_multipart_free)

gboolean desk_multipart_write (DeskMultipart *self, const void *bytes, gsize length, GError **error);
gboolean desk_multipart_finish (DeskMultipart *self, GError **error);

G_END_DECLS
