/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/http/desk-door.h"

G_BEGIN_DECLS

/* The biggest JSON body. */
#define DESK_REQUEST_MAX_BODY (1024 * 1024)
/* The biggest mail, from who may bring one. */
#define DESK_REQUEST_MAX_MAIL (25 * 1024 * 1024)

gsize desk_request_get_max_body (DeskDoor *door, SoupServerMessage *message);

DeskCall *desk_request_read (DeskDoor *door,
                             SoupServerMessage *message,
                             DeskUpload *upload,
                             const char *body,
                             gsize length,
                             char **allow,
                             GError **error);

G_END_DECLS
