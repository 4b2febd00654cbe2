/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "server/http/desk-door.h"

G_BEGIN_DECLS

gboolean desk_file_answer_prepare (DeskCall *call, GError **error);
gsize desk_file_answer_write (SoupServerMessage *message, DeskCall *call, gboolean is_secure);

G_END_DECLS
