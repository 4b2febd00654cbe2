/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/demo/desk-demo-desk.h"

G_BEGIN_DECLS

/* Takes note of a query that came by chat: it gets the conversation that it came of. Only the newest few are kept. */
void desk_demo_chats_note_query (DeskDemo *demo, DeskEntity *query);

/* Makes some chats that wait, that somebody has, that have ended, and that became the queries noted. */
gboolean desk_demo_make_chats (DeskDemo *demo, GError **error);

G_END_DECLS
