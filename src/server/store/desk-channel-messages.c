/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-channel-messages.h"

static const char sql_take[] = "INSERT INTO channel_messages (channel, external_id, is_outgoing, created_at) "
                               "VALUES ($1, $2, FALSE, $3) ON CONFLICT (channel, external_id) DO NOTHING";
static const char sql_settle[] = "UPDATE channel_messages SET thread_kind = $3, thread_id = $4, message_id = $5 "
                                 "WHERE channel = $1 AND external_id = $2";
/* The only statement that reads messages for a channel: notes never leave the desk. */
static const char sql_keep_sent[] =
    "INSERT INTO channel_messages (channel, external_id, is_outgoing, thread_kind, thread_id, message_id, created_at) "
    "SELECT CAST($1 AS text), CAST($2 AS text), TRUE, thread_kind, thread_id, id, CAST($4 AS bigint) FROM messages "
    "WHERE id = $3 AND NOT is_internal ON CONFLICT (channel, external_id) DO NOTHING";
static const char sql_find[] = "SELECT is_outgoing, thread_kind, thread_id, message_id FROM channel_messages "
                               "WHERE channel = $1 AND external_id = $2";
static const char sql_find_open[] =
    "SELECT id FROM queries WHERE customer_id = $1 AND source = $2 AND status <> $3 "
    "AND coalesce(last_message_at, created_at) >= $4 ORDER BY coalesce(last_message_at, created_at) DESC, id DESC "
    "LIMIT 1";

static const char *
get_channel_word (DeskQuerySource channel)
{
  return desk_enum_to_wire (&desk_query_source_enum, channel);
}

void
desk_channel_message_clear (DeskChannelMessage *self)
{
  g_clear_pointer (&self->thread_id, g_free);
  g_clear_pointer (&self->message_id, g_free);
}

gboolean
desk_channel_messages_take (DeskDbTransaction *db,
                            DeskQuerySource channel,
                            const char *external_id,
                            gint64 now,
                            gboolean *is_new,
                            GError **error)
{
  if (!desk_db_execute (db, error, sql_take, "ssi", get_channel_word (channel), external_id, now))
    return FALSE;
  *is_new = desk_db_get_changes (db) > 0;
  return TRUE;
}

gboolean
desk_channel_messages_settle (DeskDbTransaction *db,
                              DeskQuerySource channel,
                              const char *external_id,
                              DeskSubject thread_kind,
                              const char *thread_id,
                              const char *message_id,
                              GError **error)
{
  return desk_db_execute (db, error, sql_settle, "sssss", get_channel_word (channel), external_id,
                          desk_enum_to_wire (&desk_subject_enum, thread_kind), thread_id, message_id);
}

gboolean
desk_channel_messages_keep_sent (DeskDbTransaction *db,
                                 DeskQuerySource channel,
                                 const char *external_id,
                                 const char *message_id,
                                 gint64 now,
                                 gboolean *is_kept,
                                 GError **error)
{
  if (!desk_db_execute (db, error, sql_keep_sent, "sssi", get_channel_word (channel), external_id, message_id, now))
    return FALSE;
  *is_kept = desk_db_get_changes (db) > 0;
  return TRUE;
}

gboolean
desk_channel_messages_find (DeskDbTransaction *db,
                            DeskQuerySource channel,
                            const char *external_id,
                            DeskChannelMessage *message,
                            GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_find, "ss", get_channel_word (channel), external_id);
  g_autoptr (GError) local_error = NULL;

  *message = (DeskChannelMessage){ 0 };
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    {
      message->is_outgoing = desk_db_column_flag (statement, 0);
      message->thread_kind = desk_enum_from_wire (&desk_subject_enum, desk_db_column_text (statement, 1));
      message->thread_id = g_strdup (desk_db_column_text (statement, 2));
      message->message_id = g_strdup (desk_db_column_text (statement, 3));
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

char *
desk_channel_messages_find_open (DeskDbTransaction *db,
                                 DeskQuerySource channel,
                                 const char *customer_id,
                                 gint64 since,
                                 gboolean also_closed,
                                 GError **error)
{
  const char *but = also_closed ? "" : desk_enum_to_wire (&desk_query_status_enum, DESK_QUERY_STATUS_CLOSED);
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_find_open, "sssi", customer_id, get_channel_word (channel), but, since);

  if (statement == NULL || !desk_db_step (statement, error))
    return NULL;
  return g_strdup (desk_db_column_text (statement, 0));
}
