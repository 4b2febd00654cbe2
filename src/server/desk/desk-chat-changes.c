/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-chat-changes.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-text.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-notify.h"
#include "server/store/desk-chats.h"

static DeskChatStatus
get_status (DeskEntity *chat)
{
  return chat != NULL ? desk_entity_get_enum (chat, DESK_CHAT_STATUS) : DESK_CHAT_STATUS_UNKNOWN;
}

static void
add_one (DeskEntity *chat, guint field)
{
  desk_entity_set_integer (chat, field, desk_entity_get_integer (chat, field) + 1);
}

/* While somebody has it and the customer waits, the time runs until which they have to answer. */
static void
follow_clock (DeskTransaction *transaction, DeskEntity *chat)
{
  if (get_status (chat) != DESK_CHAT_STATUS_ACTIVE || !desk_entity_is_set (chat, DESK_CHAT_WAITING_SINCE))
    desk_entity_unset (chat, DESK_CHAT_ANSWER_DUE_AT);
  else if (!desk_entity_is_set (chat, DESK_CHAT_ANSWER_DUE_AT))
    desk_entity_set_time (chat, DESK_CHAT_ANSWER_DUE_AT,
                          transaction->now + desk_preset_get_chat_answer (transaction->preset));
}

/* What the history calls it. What is said is no row of the history: it stands in the conversation. */
static DeskAction
get_action (DeskEntity *before, DeskEntity *after)
{
  DeskChatStatus from = get_status (before), to = get_status (after);

  if (from == DESK_CHAT_STATUS_UNKNOWN)
    return DESK_ACTION_CREATED;
  if (from == to)
    return DESK_ACTION_UPDATED;
  if (to == DESK_CHAT_STATUS_ENDED)
    return DESK_ACTION_CLOSED;
  if (to == DESK_CHAT_STATUS_ACTIVE)
    return DESK_ACTION_ASSIGNED;
  return from == DESK_CHAT_STATUS_ENDED ? DESK_ACTION_REOPENED : DESK_ACTION_STATUS_CHANGED;
}

static gboolean
announce (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  DeskChatStatus from = get_status (before), to = get_status (after);

  if (from == to)
    return TRUE;
  /* Whoever was seen with it before does not have it any more. */
  if (before != NULL && !desk_chats_unsee_agents (transaction->db, desk_entity_get_id (after), error))
    return FALSE;
  if (to == DESK_CHAT_STATUS_WAITING)
    return desk_notify_chat_waiting (transaction, after, error);
  return from != DESK_CHAT_STATUS_WAITING || desk_notify_chat_taken (transaction, after, error);
}

static gboolean
forget_one (DeskTransaction *transaction, guint field, const char *id, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_chat_kind, id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  desk_entity_unset (after, field);
  return desk_transaction_update (transaction, before, after, DESK_ACTION_UPDATED, error);
}

void
desk_chat_changes_wait (DeskEntity *chat)
{
  desk_entity_set_enum (chat, DESK_CHAT_STATUS, DESK_CHAT_STATUS_WAITING);
  desk_entity_unset (chat, DESK_CHAT_ASSIGNED_TO);
  desk_entity_unset (chat, DESK_CHAT_ACCEPTED_AT);
  desk_entity_unset (chat, DESK_CHAT_ENDED_AT);
}

void
desk_chat_changes_hold (DeskTransaction *transaction, DeskEntity *chat, const char *agent_id)
{
  desk_entity_set_enum (chat, DESK_CHAT_STATUS, DESK_CHAT_STATUS_ACTIVE);
  desk_entity_set_string (chat, DESK_CHAT_ASSIGNED_TO, agent_id);
  desk_entity_set_time (chat, DESK_CHAT_ACCEPTED_AT, transaction->now);
  desk_entity_unset (chat, DESK_CHAT_ANSWER_DUE_AT);
  desk_entity_unset (chat, DESK_CHAT_ENDED_AT);
}

void
desk_chat_changes_end (DeskTransaction *transaction, DeskEntity *chat)
{
  desk_entity_set_enum (chat, DESK_CHAT_STATUS, DESK_CHAT_STATUS_ENDED);
  desk_entity_set_time (chat, DESK_CHAT_ENDED_AT, transaction->now);
  desk_entity_unset (chat, DESK_CHAT_WAITING_SINCE);
}

/**
 * desk_chat_changes_count:
 * @transaction: a transaction that writes
 * @chat: a chat
 * @message: what is said in it, stored; a note is not counted
 */
void
desk_chat_changes_count (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *message)
{
  DeskSenderType sender_type = desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE);
  g_autofree char *excerpt = NULL;

  if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL))
    return;
  excerpt = desk_text_dup_excerpt (desk_entity_get_string (message, DESK_MESSAGE_BODY),
                                   desk_chat_kind.fields[DESK_CHAT_LAST_MESSAGE].max);
  desk_entity_set_string (chat, DESK_CHAT_LAST_MESSAGE, excerpt);
  desk_entity_set_time (chat, DESK_CHAT_LAST_MESSAGE_AT, desk_entity_get_time (message, DESK_ENTITY_CREATED_AT));
  add_one (chat, DESK_CHAT_MESSAGE_COUNT);
  add_one (chat, sender_type == DESK_SENDER_TYPE_CUSTOMER ? DESK_CHAT_UNREAD_BY_AGENT : DESK_CHAT_UNREAD_BY_CUSTOMER);
  if (sender_type == DESK_SENDER_TYPE_CUSTOMER)
    {
      if (!desk_entity_is_set (chat, DESK_CHAT_WAITING_SINCE))
        desk_entity_set_time (chat, DESK_CHAT_WAITING_SINCE, transaction->now);
    }
  /* Words of the desk itself are no reply. */
  else if (sender_type == DESK_SENDER_TYPE_AGENT)
    {
      desk_entity_unset (chat, DESK_CHAT_WAITING_SINCE);
      if (!desk_entity_is_set (chat, DESK_CHAT_FIRST_RESPONSE_AT))
        desk_entity_set_time (chat, DESK_CHAT_FIRST_RESPONSE_AT, transaction->now);
    }
}

/**
 * desk_chat_changes_follow:
 * @transaction: a transaction that writes
 * @chat: a chat in which @message was said
 * @message: what was said
 * @error: %DESK_ERROR_CONFLICT where an ended one would be opened again beside another one of the customer
 *
 * A customer who writes in a chat that has ended waits in it again. Whoever of staff answers in one that nobody has, or
 * writes in one that has ended, has it from then on.
 *
 * Returns: whether the chat is as it has to be now
 */
gboolean
desk_chat_changes_follow (DeskTransaction *transaction, DeskEntity *chat, DeskEntity *message, GError **error)
{
  DeskSenderType sender_type = desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE);
  DeskChatStatus status = get_status (chat);
  const char *customer_id = desk_entity_get_string (chat, DESK_CHAT_CUSTOMER_ID);
  const char *agent_id = transaction->viewer->id;

  if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL) || status == DESK_CHAT_STATUS_ACTIVE)
    return TRUE;
  if (status == DESK_CHAT_STATUS_ENDED && !desk_chat_changes_check_alone (transaction, customer_id, error))
    return FALSE;
  if (sender_type == DESK_SENDER_TYPE_CUSTOMER)
    desk_chat_changes_wait (chat);
  else if (sender_type == DESK_SENDER_TYPE_AGENT && agent_id != NULL)
    desk_chat_changes_hold (transaction, chat, agent_id);
  return TRUE;
}

/**
 * desk_chat_changes_tell:
 * @transaction: a transaction
 * @before: the chat as it was
 * @after: the same with @message said in it
 * @message: what was said, and is no note
 * @error: when it can't be stored
 *
 * Tells the other side, once for all that is said before they answer. A chat that nobody has was announced when it
 * began to wait.
 *
 * Returns: whether it is stored
 */
gboolean
desk_chat_changes_tell (DeskTransaction *transaction,
                        DeskEntity *before,
                        DeskEntity *after,
                        DeskEntity *message,
                        GError **error)
{
  gboolean was_waiting = desk_entity_is_set (before, DESK_CHAT_WAITING_SINCE);

  if (desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE) == DESK_SENDER_TYPE_CUSTOMER)
    return was_waiting || get_status (after) != DESK_CHAT_STATUS_ACTIVE
           || desk_notify_customer_wrote (transaction, after, message, error);
  return (!was_waiting && desk_entity_get_integer (before, DESK_CHAT_UNREAD_BY_CUSTOMER) > 0)
         || desk_notify_agent_replied (transaction, after, message, error);
}

gboolean
desk_chat_changes_save (DeskTransaction *transaction,
                        DeskEntity *before,
                        DeskEntity *after,
                        const char *reason,
                        GError **error)
{
  DeskAction action = get_action (before, after);

  follow_clock (transaction, after);
  if (before == NULL ? !desk_transaction_insert (transaction, after, action, error)
                     : !desk_transaction_update_because (transaction, before, after, action, reason, error))
    return FALSE;
  return announce (transaction, before, after, error);
}

gboolean
desk_chat_changes_check_alone (DeskTransaction *transaction, const char *customer_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  /* Two that begin at once come one after the other. */
  g_autoptr (DeskEntity) customer =
      desk_transaction_lock_any (transaction, &desk_customer_kind, customer_id, &local_error);
  g_autofree char *id = customer != NULL ? desk_chats_find_open (transaction->db, customer_id, &local_error) : NULL;
  g_autoptr (GString) json = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (id == NULL)
    return TRUE;
  local_error =
      g_error_new_literal (DESK_ERROR, DESK_ERROR_CONFLICT, "This customer has a chat that has not ended: write there");
  json = g_string_new ("{\"id\":");
  desk_json_append_string (json, id);
  g_string_append_c (json, '}');
  desk_error_set_extra_json (local_error, "chat", g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
desk_chat_changes_forget (DeskTransaction *transaction, guint field, const char *thread_id, GError **error)
{
  g_autoptr (GPtrArray) ids = desk_chats_hold_of_thread (transaction->db, field, thread_id, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!forget_one (transaction, field, ids->pdata[i], error))
      return FALSE;
  return ids != NULL;
}
