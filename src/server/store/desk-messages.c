/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-messages.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-feed.h"
#include "server/store/desk-scope.h"

/* Times are told in milliseconds. */
#define STEP (DESK_TIME_SECOND / 1000)

static const char sql_keep_place[] = "UPDATE messages SET first_seq = seq WHERE id = $1";
static const char sql_last_at[] = "SELECT max(created_at) FROM messages WHERE thread_id = $1";
static const char sql_count[] = "SELECT count(*) FROM messages WHERE thread_id = $1 AND NOT is_internal";
static const char sql_unread_by_customer[] = "SELECT count(*) FROM messages WHERE thread_id = $1 AND NOT is_internal "
                                             "AND sender_type <> $2 AND read_by_customer_at IS NULL";
static const char sql_unread_by_agent[] =
    "SELECT count(*) FROM messages WHERE thread_id = $1 AND sender_type = $2 AND read_by_agent_at IS NULL";
static const char sql_words[] = "SELECT body FROM messages WHERE thread_id = $1 AND sender_type = $2 "
                                "AND NOT is_internal ORDER BY created_at, id LIMIT 200";
static const char sql_thread[] = "SELECT id, is_internal FROM messages WHERE thread_id = $1 ORDER BY created_at, id";

static const char sql_ids[] = "SELECT id FROM messages WHERE thread_id = $1 ORDER BY created_at, id";
static const char sql_move[] = "UPDATE messages SET thread_id = $1, seq = $2, first_seq = $2, version = version + 1, "
                               "updated_at = $3 WHERE id = $4 AND thread_id = $5";
static const char sql_is_internal[] = "SELECT is_internal FROM messages WHERE id = $1";
static const char sql_last_said[] = "SELECT max(created_at) FROM messages WHERE thread_id = $1 AND NOT is_internal";
static const char sql_waiting[] =
    "SELECT min(created_at) FROM messages WHERE thread_id = $1 AND NOT is_internal AND sender_type = $2 AND created_at "
    "> (SELECT coalesce(max(created_at), 0) FROM messages WHERE thread_id = $1 AND NOT is_internal AND sender_type = "
    "$3)";

static const char *
get_customer_word (void)
{
  return desk_enum_to_wire (&desk_sender_type_enum, DESK_SENDER_TYPE_CUSTOMER);
}

static gboolean
read_number (DeskDbStatement *statement, gint64 *number, GError **error)
{
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *number = desk_db_column_integer (statement, 0);
  return TRUE;
}

/* Who sees a message no longer has to be told so before others are told where it stands now. */
static gboolean
bury_for (DeskDbTransaction *db, const char *id, const char *loser_id, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_is_internal, "s", id);
  gboolean is_internal;

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  is_internal = desk_db_column_flag (statement, 0);
  return is_internal || desk_feed_bury (db, &desk_message_kind, id, loser_id, error);
}

static gboolean
mark_one (DeskDbTransaction *db, const char *id, gboolean by_customer, gint64 now, GError **error)
{
  g_autoptr (DeskEntity) message = desk_rows_get (db, &desk_message_kind, id, error);

  if (message == NULL)
    return FALSE;
  desk_entity_set_time (message, by_customer ? DESK_MESSAGE_READ_BY_CUSTOMER_AT : DESK_MESSAGE_READ_BY_AGENT_AT, now);
  return desk_rows_update (db, message, error);
}

static gboolean
order_message (DeskDbTransaction *db, DeskEntity *message, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_last_at, "s", desk_entity_get_string (message, DESK_MESSAGE_THREAD_ID));
  gint64 last_at;

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  last_at = desk_db_column_integer (statement, 0);
  if (last_at >= desk_entity_get_time (message, DESK_ENTITY_CREATED_AT))
    desk_entity_set_time (message, DESK_ENTITY_CREATED_AT, last_at + STEP);
  return TRUE;
}

/**
 * desk_messages_insert:
 * @db: an open transaction that writes, and that holds the thread
 * @message: a new message; its time is moved on where another one of the thread has the same, so that all who read it
 *   have them in one order
 * @error: when it can't be stored
 *
 * Returns: whether it is stored, with its first place in the feed
 */
gboolean
desk_messages_insert (DeskDbTransaction *db, DeskEntity *message, GError **error)
{
  return order_message (db, message, error) && desk_rows_insert (db, message, error)
         && desk_db_execute (db, error, sql_keep_place, "s", desk_entity_get_id (message));
}

gboolean
desk_messages_append_missed (DeskDbTransaction *db,
                             const DeskViewer *viewer,
                             const char *thread_id,
                             gint64 base_seq,
                             GString *json,
                             guint *n,
                             GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autofree char *columns = desk_rows_dup_columns (&desk_message_kind, "t");
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  desk_sql_add (sql, "SELECT %s FROM messages t WHERE t.thread_id = ", columns);
  desk_sql_add_text (sql, thread_id);
  /* seq moves on when a message is read: what counts is where it stood when it was written. */
  desk_sql_add (sql, " AND t.first_seq > ");
  desk_sql_add_integer (sql, base_seq);
  desk_sql_add (sql, " AND t.sender_type <> '%s' AND coalesce(t.sender_id, '') <> ",
                desk_enum_to_wire (&desk_sender_type_enum, DESK_SENDER_TYPE_SYSTEM));
  desk_sql_add_text (sql, viewer->id != NULL ? viewer->id : "");
  desk_sql_add (sql, " AND ");
  desk_scope_add (sql, &desk_message_kind, "t", viewer);
  desk_sql_add (sql, " ORDER BY t.created_at, t.id LIMIT 100");
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL)
    return FALSE;
  g_string_append_c (json, '[');
  for (*n = 0; desk_db_step (statement, &local_error); (*n)++)
    {
      if (*n > 0)
        g_string_append_c (json, ',');
      desk_rows_append_json (&desk_message_kind, statement, 0, json, desk_viewer_get_audience (viewer));
    }
  g_string_append_c (json, ']');
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
desk_messages_mark_read (DeskDbTransaction *db,
                         const char *thread_id,
                         gboolean by_customer,
                         const char *up_to,
                         gint64 now,
                         gint64 *n,
                         GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (GPtrArray) ids = NULL;

  desk_sql_add (sql, "SELECT t.id FROM messages t WHERE t.thread_id = ");
  desk_sql_add_text (sql, thread_id);
  desk_sql_add (sql, " AND t.%s IS NULL AND t.sender_type %s '%s'",
                by_customer ? "read_by_customer_at" : "read_by_agent_at", by_customer ? "<>" : "=",
                get_customer_word ());
  if (by_customer)
    desk_sql_add (sql, " AND NOT t.is_internal");
  if (up_to != NULL)
    {
      desk_sql_add (sql, " AND (t.created_at, t.id) <= (SELECT u.created_at, u.id FROM messages u WHERE u.id = ");
      desk_sql_add_text (sql, up_to);
      desk_sql_add (sql, ")");
    }
  desk_sql_add (sql, " ORDER BY t.created_at, t.id");
  ids = desk_db_read_texts (desk_sql_query (sql, db, error), error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!mark_one (db, ids->pdata[i], by_customer, now, error))
      return FALSE;
  *n = ids->len;
  return TRUE;
}

GPtrArray *
desk_messages_list_ids (DeskDbTransaction *db, const char *thread_id, GError **error)
{
  return desk_db_read_texts (desk_db_query (db, error, sql_ids, "s", thread_id), error);
}

GPtrArray *
desk_messages_read (DeskDbTransaction *db, const char *thread_id, GPtrArray *ids, GError **error)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (DeskEntity) message = desk_rows_get (db, &desk_message_kind, ids->pdata[i], &local_error);

      if (message != NULL && g_strcmp0 (desk_entity_get_string (message, DESK_MESSAGE_THREAD_ID), thread_id) == 0)
        g_ptr_array_add (messages, g_steal_pointer (&message));
      else if (message == NULL && !g_error_matches (local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  return g_steal_pointer (&messages);
}

/**
 * desk_messages_move:
 * @db: an open transaction that writes, and that holds both tickets
 * @ids: (element-type utf8): messages of the first
 * @from_id: a ticket
 * @to_id: another one
 * @loser_id: (nullable): the customer of the first, where the other has another customer
 * @now: the time
 * @error: when the database fails
 *
 * To those who read along, the messages are new where they stand then.
 *
 * Returns: whether they were moved
 */
gboolean
desk_messages_move (DeskDbTransaction *db,
                    GPtrArray *ids,
                    const char *from_id,
                    const char *to_id,
                    const char *loser_id,
                    gint64 now,
                    GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = ids->pdata[i];
      gint64 seq;

      if (loser_id != NULL && !bury_for (db, id, loser_id, error))
        return FALSE;
      seq = desk_db_next_seq (db, error);
      if (seq == 0 || !desk_db_execute (db, error, sql_move, "siiss", to_id, seq, now, id, from_id))
        return FALSE;
    }
  return TRUE;
}

gboolean
desk_messages_find_last (DeskDbTransaction *db, const char *thread_id, gint64 *last_at, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_last_said, "s", thread_id);

  return read_number (statement, last_at, error);
}

gboolean
desk_messages_find_waiting (DeskDbTransaction *db, const char *thread_id, gint64 *since, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_waiting, "sss", thread_id, get_customer_word (),
                     desk_enum_to_wire (&desk_sender_type_enum, DESK_SENDER_TYPE_AGENT));

  return read_number (statement, since, error);
}

gboolean
desk_messages_delete_thread (DeskDbTransaction *db, const char *thread_id, const char *customer_id, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) internals = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_thread, "s", thread_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      gboolean is_internal = desk_db_column_flag (statement, 1);

      g_ptr_array_add (ids, g_strdup (desk_db_column_text (statement, 0)));
      g_array_append_val (internals, is_internal);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (guint i = 0; i < ids->len; i++)
    if (!desk_rows_delete (db, &desk_message_kind, ids->pdata[i], error)
        || !desk_feed_bury (db, &desk_message_kind, ids->pdata[i],
                            g_array_index (internals, gboolean, i) ? NULL : customer_id, error))
      return FALSE;
  return TRUE;
}

gboolean
desk_messages_count (DeskDbTransaction *db, const char *thread_id, gint64 *count, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_count, "s", thread_id);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}

gboolean
desk_messages_count_unread (DeskDbTransaction *db,
                            const char *thread_id,
                            gboolean by_customer,
                            gint64 *count,
                            GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, by_customer ? sql_unread_by_customer : sql_unread_by_agent, "ss", thread_id,
                     get_customer_word ());

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *count = desk_db_column_integer (statement, 0);
  return TRUE;
}

char *
desk_messages_dup_words (DeskDbTransaction *db, const char *thread_id, gsize max, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_words, "ss", thread_id, get_customer_word ());
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    {
      const char *body = desk_db_column_text (statement, 0);

      /* A message that does not fit is left out, and so is what comes behind it. */
      if (words->len + (words->len > 0 ? 1 : 0) + strlen (body) > max)
        break;
      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", body);
    }
  if (local_error == NULL)
    return g_string_free (g_steal_pointer (&words), FALSE);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
