/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

#define DESK_CONVERSE_NO_BASE (-1)

/* Says something in a query, ticket or chat: a reply, a note, or the customer's own words. @message: with body and
 * is_internal, and an id where its maker gave one. @base_seq: the thread's last place that its writer saw, or
 * DESK_CONVERSE_NO_BASE. */
gboolean desk_converse_write (DeskTransaction *transaction,
                              const DeskKind *thread_kind,
                              const char *key,
                              DeskEntity *message,
                              gint64 base_seq,
                              gboolean force,
                              GError **error);
/* The same; @told gets whom a note names and who of them is told, as a JSON list. */
gboolean desk_converse_write_telling (DeskTransaction *transaction,
                                      const DeskKind *thread_kind,
                                      const char *key,
                                      DeskEntity *message,
                                      gint64 base_seq,
                                      gboolean force,
                                      GString *told,
                                      GError **error);

/* Puts a message into a thread that is being written: fills in sender and thread, stores it, and counts it in @thread,
 * which the caller stores. */
gboolean desk_converse_add (DeskTransaction *transaction, DeskEntity *thread, DeskEntity *message, GError **error);

/* Marks what the other side wrote as read. @up_to: a message's id, or NULL for all; @n: how many. */
gboolean desk_converse_mark_read (DeskTransaction *transaction,
                                  const DeskKind *thread_kind,
                                  const char *key,
                                  const char *up_to,
                                  gint64 *n,
                                  GError **error);

G_END_DECLS
