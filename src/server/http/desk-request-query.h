/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-call-door.h"

G_BEGIN_DECLS

void desk_request_add_malformed (GError **error, const char *field, const char *detail);
void desk_request_read_query (DeskCall *call, const char *query);

G_END_DECLS
