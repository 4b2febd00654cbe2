/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

gboolean desk_messages_insert (DeskDbTransaction *db, DeskEntity *message, GError **error);

/* What others than the viewer have written in a thread since its place @base_seq: a JSON list, and how many they are.
 */
gboolean desk_messages_append_missed (DeskDbTransaction *db,
                                      const DeskViewer *viewer,
                                      const char *thread_id,
                                      gint64 base_seq,
                                      GString *json,
                                      guint *n,
                                      GError **error);

/* Marks what the other side wrote as read, up to and with the message @up_to (NULL: all). */
gboolean desk_messages_mark_read (DeskDbTransaction *db,
                                  const char *thread_id,
                                  gboolean by_customer,
                                  const char *up_to,
                                  gint64 now,
                                  gint64 *n,
                                  GError **error);

/* Takes a thread away and leaves tombstones. */
gboolean
desk_messages_delete_thread (DeskDbTransaction *db, const char *thread_id, const char *customer_id, GError **error);

/* A thread's messages, oldest first. NULL with @error when the database fails. */
GPtrArray *desk_messages_list_ids (DeskDbTransaction *db, const char *thread_id, GError **error);
/* Moves messages from one ticket to another. @loser_id: the customer who sees them no longer, or NULL. */
gboolean desk_messages_move (DeskDbTransaction *db,
                             GPtrArray *ids,
                             const char *from_id,
                             const char *to_id,
                             const char *loser_id,
                             gint64 now,
                             GError **error);
/* Reads those of a thread's messages that are named; fewer where one is not of that thread. */
GPtrArray *desk_messages_read (DeskDbTransaction *db, const char *thread_id, GPtrArray *ids, GError **error);

/* When something that the customer can see was last said; 0 for never. */
gboolean desk_messages_find_last (DeskDbTransaction *db, const char *thread_id, gint64 *last_at, GError **error);
/* Since when the customer waits for an answer to a message of theirs; 0 where they don't. */
gboolean desk_messages_find_waiting (DeskDbTransaction *db, const char *thread_id, gint64 *since, GError **error);
/* What a customer can see of a thread: the facts that its counter is held against. */
gboolean desk_messages_count (DeskDbTransaction *db, const char *thread_id, gint64 *count, GError **error);
/* What one side has not read of what the other one wrote. */
gboolean desk_messages_count_unread (DeskDbTransaction *db,
                                     const char *thread_id,
                                     gboolean by_customer,
                                     gint64 *count,
                                     GError **error);

/* What the customer said in a thread, a line each, of at most @max bytes; "" where they said nothing. */
char *desk_messages_dup_words (DeskDbTransaction *db, const char *thread_id, gsize max, GError **error);

G_END_DECLS
