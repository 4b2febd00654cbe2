/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/* At most so many messages are split off at once. */
#define DESK_SPLIT_MAX_MESSAGES 200

/* Makes a ticket of some of another one's messages. @ticket: with a subject, and what else was given; gets the rest. */
gboolean desk_split_ticket (DeskTransaction *transaction,
                            const char *key,
                            DeskEntity *ticket,
                            GPtrArray *message_ids,
                            GError **error);

G_END_DECLS
