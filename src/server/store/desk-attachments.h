/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

gboolean desk_attachments_count (DeskDbTransaction *db, const char *thread_id, gint64 *count, GError **error);
/* How many bytes somebody has uploaded since then. */
gboolean
desk_attachments_sum_since (DeskDbTransaction *db, const char *uploaded_by, gint64 since, gint64 *size, GError **error);
/* Whether any row names that content. */
gboolean desk_attachments_has_content (DeskDbTransaction *db, const char *sha256, gboolean *has, GError **error);
/* Messages stand in another thread now, and their files with them. @loser_id: the customer who does not see that one.
 */
gboolean desk_attachments_move (DeskDbTransaction *db,
                                GPtrArray *message_ids,
                                const char *to_id,
                                const char *loser_id,
                                gint64 now,
                                GError **error);
/* Takes those of a thread away and leaves tombstones. */
gboolean
desk_attachments_delete_thread (DeskDbTransaction *db, const char *thread_id, const char *customer_id, GError **error);

G_END_DECLS
