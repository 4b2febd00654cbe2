/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-chat.h"

#include <glib/gi18n-lib.h>

#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-json.h"
#include "core/desk-time.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-chat-changes.h"
#include "server/desk/desk-converse.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-references.h"
#include "server/store/desk-chats.h"
#include "server/store/desk-fetch.h"

/* Whoever was connected and was not seen for so long is gone: a few times as long as it takes to come back. */
#define GONE_AFTER (2 * DESK_TIME_MINUTE)
/* Of more chats than that, somebody who comes is not told one by one. */
#define MOST_CALLS 20

static DeskChatStatus
get_status (DeskEntity *chat)
{
  return desk_entity_get_enum (chat, DESK_CHAT_STATUS);
}

/* Customers write for themselves; staff say for whom. */
static gboolean
check_start (DeskTransaction *transaction, DeskEntity *chat, GError **error)
{
  const DeskViewer *viewer = transaction->viewer;
  g_autoptr (GError) local_error = NULL;

  desk_references_check_id (chat, &local_error);
  desk_references_check (transaction, NULL, chat, &local_error);
  if (viewer->role == DESK_ROLE_CUSTOMER
      && g_strcmp0 (desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID), viewer->id) != 0)
    desk_error_add_field (&local_error, "customer_id", "you may write for yourself only");
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
fail_taken (DeskTransaction *transaction, DeskEntity *chat, GError **error)
{
  const char *agent_id = desk_entity_get_string (chat, DESK_CHAT_ASSIGNED_TO);
  g_autoptr (DeskEntity) agent =
      desk_fetch_by (transaction->db, &desk_agent_kind, "id", agent_id, DESK_FETCH_READ, error);
  g_autoptr (GString) json = g_string_new ("{\"id\":");
  g_autoptr (GError) conflict = NULL;

  if (agent == NULL)
    return FALSE;
  conflict = g_error_new (DESK_ERROR, DESK_ERROR_CONFLICT, "%s has this chat already",
                          desk_entity_get_string (agent, DESK_AGENT_NAME));
  desk_json_append_string (json, agent_id);
  g_string_append (json, ",\"name\":");
  desk_json_append_string (json, desk_entity_get_string (agent, DESK_AGENT_NAME));
  g_string_append_c (json, '}');
  desk_error_set_extra_json (conflict, "agent", g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

static gboolean
give_back (DeskTransaction *transaction, const char *id, const char *reason, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_chat_kind, id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  desk_chat_changes_wait (after);
  return desk_chat_changes_save (transaction, before, after, reason, error);
}

static gboolean
give_all_back (DeskTransaction *transaction, GPtrArray *ids, const char *reason, GError **error)
{
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!give_back (transaction, ids->pdata[i], reason, error))
      return FALSE;
  return ids != NULL;
}

/**
 * desk_chat_start:
 * @transaction: a transaction that writes
 * @chat: what was given: customer_id, perhaps an id; gets the rest
 * @message: what is said first
 * @error: every field that does not hold; %DESK_ERROR_CONFLICT with "chat" where the customer has one that has not
 * ended
 *
 * Returns: whether it is stored, and told to those who may take it or to the customer
 */
gboolean
desk_chat_start (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *message, GError **error)
{
  gboolean by_staff = transaction->viewer->role != DESK_ROLE_CUSTOMER && transaction->viewer->id != NULL;

  if (!check_start (transaction, chat, error)
      || !desk_chat_changes_check_alone (transaction, desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID), error))
    return FALSE;
  if (desk_entity_get_id (chat) == NULL)
    {
      g_autofree char *id = desk_id_new ();

      desk_entity_set_string (chat, DESK_ENTITY_ID, id);
    }
  desk_entity_set_integer (chat, DESK_CHAT_MESSAGE_COUNT, 0);
  desk_entity_set_integer (chat, DESK_CHAT_UNREAD_BY_CUSTOMER, 0);
  desk_entity_set_integer (chat, DESK_CHAT_UNREAD_BY_AGENT, 0);
  if (by_staff)
    desk_chat_changes_hold (transaction, chat, transaction->viewer->id);
  else
    desk_chat_changes_wait (chat);
  return desk_converse_add (transaction, chat, message, error)
         && desk_chat_changes_save (transaction, NULL, chat, NULL, error)
         && (!by_staff || desk_notify_agent_replied (transaction, chat, message, error));
}

/**
 * desk_chat_accept:
 * @transaction: a transaction that writes
 * @key: a chat's id
 * @error: %DESK_ERROR_CONFLICT where somebody else has it, with "agent", or where it has ended
 *
 * Returns: (transfer full): the chat, which the viewer has now; also when they had it already
 */
DeskEntity *
desk_chat_accept (DeskTransaction *transaction, const char *key, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_chat_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return NULL;
  if (get_status (before) == DESK_CHAT_STATUS_ENDED)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "This chat has ended");
      return NULL;
    }
  if (get_status (before) == DESK_CHAT_STATUS_ACTIVE)
    {
      if (g_strcmp0 (desk_entity_get_string (before, DESK_CHAT_ASSIGNED_TO), transaction->viewer->id) == 0)
        return g_steal_pointer (&before);
      fail_taken (transaction, before, error);
      return NULL;
    }
  after = desk_entity_copy (before);
  desk_chat_changes_hold (transaction, after, transaction->viewer->id);
  return desk_chat_changes_save (transaction, before, after, NULL, error) ? g_steal_pointer (&after) : NULL;
}

/**
 * desk_chat_end:
 * @transaction: a transaction that writes
 * @key: a chat's id
 * @error: %DESK_ERROR_CONFLICT where it has ended already
 *
 * Returns: (transfer full): the chat
 */
DeskEntity *
desk_chat_end (DeskTransaction *transaction, const char *key, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_chat_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return NULL;
  if (get_status (before) == DESK_CHAT_STATUS_ENDED)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_CONFLICT, "This chat has ended already");
      return NULL;
    }
  after = desk_entity_copy (before);
  desk_chat_changes_end (transaction, after);
  return desk_chat_changes_save (transaction, before, after, NULL, error) ? g_steal_pointer (&after) : NULL;
}

gboolean
desk_chat_leave (DeskTransaction *transaction, const char *agent_id, GError **error)
{
  g_autoptr (GPtrArray) ids = desk_chats_hold_of_agent (transaction->db, agent_id, error);

  return give_all_back (transaction, ids, _ ("Whoever had it went away"), error);
}

gboolean
desk_chat_call (DeskTransaction *transaction, const char *agent_id, GError **error)
{
  g_autoptr (GPtrArray) ids = desk_chats_list_waiting (transaction->db, MOST_CALLS, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (DeskEntity) chat =
          desk_fetch_by (transaction->db, &desk_chat_kind, "id", ids->pdata[i], DESK_FETCH_READ, error);

      if (chat == NULL || !desk_notify_chat_waiting_for (transaction, chat, agent_id, error))
        return FALSE;
    }
  return ids != NULL;
}

/**
 * desk_chat_return_unanswered:
 * @transaction: a transaction that writes
 * @now: microseconds
 * @error: when the database fails
 *
 * Returns: whether what was due waits again, and was announced again
 */
gboolean
desk_chat_return_unanswered (DeskTransaction *transaction, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) ids = desk_chats_hold_due (transaction->db, now, now - GONE_AFTER, error);

  return give_all_back (transaction, ids, _ ("Nobody answered in time"), error);
}

gboolean
desk_chat_keep_present (DeskTransaction *transaction, GPtrArray *agent_ids, GError **error)
{
  return agent_ids != NULL ? desk_chats_see_agents (transaction->db, agent_ids, transaction->now, error)
                           : desk_chats_unsee_agents (transaction->db, NULL, error);
}
