/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/http/desk-call-door.h"

G_BEGIN_DECLS

gsize desk_response_write (SoupServerMessage *message, DeskCall *call, gboolean is_secure);
gsize desk_response_write_error (SoupServerMessage *message, const GError *error, gboolean is_secure);
gsize desk_response_write_not_allowed (SoupServerMessage *message, const char *allow, gboolean is_secure);
void desk_response_write_head (SoupServerMessage *message, guint status, gboolean is_secure);

G_END_DECLS
