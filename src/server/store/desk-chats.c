/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-chats.h"

#include "core/entities/desk-kinds.h"
#include "server/store/desk-sql.h"

/* So many are taken back at once; the others come the next time. */
#define MAX_HELD 500

static const char *
get_word (DeskChatStatus status)
{
  return desk_enum_to_wire (&desk_chat_status_enum, status);
}

/* Always in the order of their ids, so that nobody who holds some waits for somebody who holds others. */
static GPtrArray *
hold_ids (DeskSql *sql, DeskDbTransaction *db, GError **error)
{
  desk_sql_add (sql, " ORDER BY t.id LIMIT %d %s", MAX_HELD, desk_db_get_sql (db, DESK_DB_SQL_FOR_UPDATE));
  return desk_db_read_texts (desk_sql_query (sql, db, error), error);
}

char *
desk_chats_find_open (DeskDbTransaction *db, const char *customer_id, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (GPtrArray) ids = NULL;

  desk_sql_add (sql, "SELECT t.id FROM chats t WHERE t.status <> '%s' AND t.customer_id = ",
                get_word (DESK_CHAT_STATUS_ENDED));
  desk_sql_add_text (sql, customer_id);
  ids = desk_db_read_texts (desk_sql_query (sql, db, error), error);
  return ids != NULL && ids->len > 0 ? g_strdup (ids->pdata[0]) : NULL;
}

/**
 * desk_chats_hold_due:
 * @db: an open transaction that writes
 * @now: microseconds
 * @seen_before: whoever has a chat and was seen last before this is gone
 * @error: when the database fails
 *
 * Returns: (transfer full) (element-type utf8): those whose customer has waited too long for whoever has them, and
 *   those whose holder is gone
 */
GPtrArray *
desk_chats_hold_due (DeskDbTransaction *db, gint64 now, gint64 seen_before, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT t.id FROM chats t WHERE t.status = '%s' AND (t.answer_due_at <= ",
                get_word (DESK_CHAT_STATUS_ACTIVE));
  desk_sql_add_integer (sql, now);
  desk_sql_add (sql, " OR t.agent_seen_at < ");
  desk_sql_add_integer (sql, seen_before);
  desk_sql_add (sql, ")");
  return hold_ids (sql, db, error);
}

GPtrArray *
desk_chats_hold_of_agent (DeskDbTransaction *db, const char *agent_id, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT t.id FROM chats t WHERE t.status = '%s' AND t.assigned_to = ",
                get_word (DESK_CHAT_STATUS_ACTIVE));
  desk_sql_add_text (sql, agent_id);
  return hold_ids (sql, db, error);
}

GPtrArray *
desk_chats_hold_of_thread (DeskDbTransaction *db, guint field, const char *thread_id, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql, "SELECT t.id FROM chats t WHERE t.%s = ", desk_chat_kind.fields[field].name);
  desk_sql_add_text (sql, thread_id);
  return hold_ids (sql, db, error);
}

GPtrArray *
desk_chats_list_waiting (DeskDbTransaction *db, guint limit, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();

  desk_sql_add (sql,
                "SELECT t.id FROM chats t WHERE t.status = '%s' ORDER BY "
                "coalesce(t.waiting_since, t.last_message_at), t.id LIMIT ",
                get_word (DESK_CHAT_STATUS_WAITING));
  desk_sql_add_integer (sql, limit);
  return desk_db_read_texts (desk_sql_query (sql, db, error), error);
}

gboolean
desk_chats_see_agents (DeskDbTransaction *db, GPtrArray *agent_ids, gint64 now, GError **error)
{
  for (guint i = 0; i < agent_ids->len; i++)
    if (!desk_db_execute (db, error, "UPDATE chats SET agent_seen_at = $1 WHERE assigned_to = $2 AND status = $3",
                          "iss", now, (const char *) agent_ids->pdata[i], get_word (DESK_CHAT_STATUS_ACTIVE)))
      return FALSE;
  return TRUE;
}

gboolean
desk_chats_unsee_agents (DeskDbTransaction *db, const char *chat_id, GError **error)
{
  if (chat_id == NULL)
    return desk_db_execute (db, error, "UPDATE chats SET agent_seen_at = NULL WHERE agent_seen_at IS NOT NULL", "");
  return desk_db_execute (db, error,
                          "UPDATE chats SET agent_seen_at = NULL WHERE id = $1 AND agent_seen_at IS NOT NULL", "s",
                          chat_id);
}
