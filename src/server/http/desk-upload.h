/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/http/desk-door.h"

G_BEGIN_DECLS

/* Each file, all of a request's, and how many they may be. */
#define DESK_UPLOAD_MOST_OF_FILE (25 * 1024 * 1024)
#define DESK_UPLOAD_MOST_OF_BODY (4 * DESK_UPLOAD_MOST_OF_FILE)
#define DESK_UPLOAD_MOST_FILES 10

/**
 * DeskUpload:
 *
 * The files that a request brings, on their way into the desk's folder while the request is still being read.
 */
typedef struct _DeskUpload DeskUpload;

DeskUpload *desk_upload_new (DeskDoor *door, SoupServerMessage *message);
void desk_upload_free (DeskUpload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskUpload, desk_upload_free)

void desk_upload_write (DeskUpload *self, const void *bytes, gsize length);
const GError *desk_upload_get_error (DeskUpload *self);
gboolean desk_upload_finish (DeskUpload *self, GError **error);
gboolean desk_upload_keep (DeskUpload *self, GError **error);

GPtrArray *desk_upload_get_files (DeskUpload *self);
JsonObject *desk_upload_describe (DeskUpload *self);

G_END_DECLS
