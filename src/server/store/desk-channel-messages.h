/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-enum.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/* What a channel calls a message: an e-mail's Message-ID, WhatsApp's id. */
typedef struct
{
  gboolean is_outgoing;
  DeskSubject thread_kind; /* unknown where it made nothing */
  char *thread_id;
  char *message_id;
} DeskChannelMessage;

void desk_channel_message_clear (DeskChannelMessage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskChannelMessage, desk_channel_message_clear)

/* Takes a message that came in, once. @is_new: whether it had not come before, here or in a transaction beside. */
gboolean desk_channel_messages_take (DeskDbTransaction *db,
                                     DeskQuerySource channel,
                                     const char *external_id,
                                     gint64 now,
                                     gboolean *is_new,
                                     GError **error);
/* What became of it. */
gboolean desk_channel_messages_settle (DeskDbTransaction *db,
                                       DeskQuerySource channel,
                                       const char *external_id,
                                       DeskSubject thread_kind,
                                       const char *thread_id,
                                       const char *message_id,
                                       GError **error);
/* Keeps under which name a message of ours went out. A note has none: it is not even found here. */
gboolean desk_channel_messages_keep_sent (DeskDbTransaction *db,
                                          DeskQuerySource channel,
                                          const char *external_id,
                                          const char *message_id,
                                          gint64 now,
                                          gboolean *is_kept,
                                          GError **error);
/* @message: what it is; thread_kind unknown and everything NULL where nothing is known by that name. */
gboolean desk_channel_messages_find (DeskDbTransaction *db,
                                     DeskQuerySource channel,
                                     const char *external_id,
                                     DeskChannelMessage *message,
                                     GError **error);
/* The customer's newest query of that channel where something was said after @since, and that is not closed unless
 * @also_closed; NULL without an error where there is none. */
char *desk_channel_messages_find_open (DeskDbTransaction *db,
                                       DeskQuerySource channel,
                                       const char *customer_id,
                                       gint64 since,
                                       gboolean also_closed,
                                       GError **error);

G_END_DECLS
