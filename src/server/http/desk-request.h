/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/http/desk-door.h"

G_BEGIN_DECLS

/* The biggest JSON body. */
#define DESK_REQUEST_MAX_BODY (1024 * 1024)

DeskCall *desk_request_read (DeskDoor *door,
                             SoupServerMessage *message,
                             DeskUpload *upload,
                             const char *body,
                             gsize length,
                             char **allow,
                             GError **error);

G_END_DECLS
