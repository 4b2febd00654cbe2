/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* The conversation that a customer has now: its id, or NULL without an error for none. */
char *desk_chats_find_open (DeskDbTransaction *db, const char *customer_id, GError **error);

/* Ids of chats, each held until the transaction ends. */
GPtrArray *desk_chats_hold_due (DeskDbTransaction *db, gint64 now, gint64 seen_before, GError **error);
GPtrArray *desk_chats_hold_of_agent (DeskDbTransaction *db, const char *agent_id, GError **error);
/* @field: what a chat became: DESK_CHAT_QUERY_ID or DESK_CHAT_TICKET_ID. */
GPtrArray *desk_chats_hold_of_thread (DeskDbTransaction *db, guint field, const char *thread_id, GError **error);

/* Ids of those that wait, the longest waiting first. */
GPtrArray *desk_chats_list_waiting (DeskDbTransaction *db, guint limit, GError **error);

/* Takes note that these people are connected; of one chat, or of all (NULL), that nobody was seen. */
gboolean desk_chats_see_agents (DeskDbTransaction *db, GPtrArray *agent_ids, gint64 now, GError **error);
gboolean desk_chats_unsee_agents (DeskDbTransaction *db, const char *chat_id, GError **error);

G_END_DECLS
