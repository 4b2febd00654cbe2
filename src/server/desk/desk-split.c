/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-split.h"

#include "core/desk-error.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-escalate.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/desk/desk-ticket-messages.h"
#include "server/store/desk-messages.h"

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = desk_entity_get_time (*(DeskEntity *const *) a, DESK_ENTITY_CREATED_AT);
  gint64 two = desk_entity_get_time (*(DeskEntity *const *) b, DESK_ENTITY_CREATED_AT);

  return one < two ? -1 : one > two;
}

/* The messages, the oldest first, each once. */
static GPtrArray *
read_messages (DeskTransaction *transaction, DeskEntity *before, GPtrArray *message_ids, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) messages = NULL;

  for (guint i = 0; i < message_ids->len; i++)
    if (g_hash_table_add (seen, message_ids->pdata[i]))
      g_ptr_array_add (ids, message_ids->pdata[i]);
  messages = desk_messages_read (transaction->db, desk_entity_get_id (before), ids, error);
  if (messages == NULL)
    return NULL;
  if (messages->len == ids->len && messages->len > 0)
    {
      g_ptr_array_sort (messages, compare_times);
      return g_steal_pointer (&messages);
    }
  desk_error_add_field (error, "message_ids", "messages of ticket %s were expected",
                        desk_entity_get_string (before, DESK_TICKET_NUMBER));
  return NULL;
}

/* What the new ticket has from the other one, where it was not given. Whoever has that one has this one too. */
static void
inherit (DeskEntity *before, DeskEntity *ticket)
{
  static const guint fields[] = { DESK_TICKET_CUSTOMER_ID, DESK_TICKET_ORDER_ID,      DESK_TICKET_DELIVERY_ID,
                                  DESK_TICKET_CATEGORY,    DESK_TICKET_ISSUE_TYPE,    DESK_TICKET_PRIORITY,
                                  DESK_TICKET_TIER,        DESK_TICKET_DEPARTMENT_ID, DESK_TICKET_ESCALATED_BY };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!desk_entity_is_set (ticket, fields[i]))
      desk_entity_set_value (ticket, fields[i], desk_entity_get_value (before, fields[i]));
  if (desk_ticket_status_is_open (desk_entity_get_enum (before, DESK_TICKET_STATUS)))
    desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, desk_entity_get_string (before, DESK_TICKET_ASSIGNED_TO));
  desk_entity_set_string (ticket, DESK_TICKET_SPLIT_FROM_ID, desk_entity_get_id (before));
}

/* Its clocks run from the first of its messages, and it was answered where an agent has answered in it. */
static void
start_at_messages (DeskEntity *ticket, GPtrArray *messages)
{
  desk_entity_set_time (ticket, DESK_ENTITY_CREATED_AT,
                        desk_entity_get_time (messages->pdata[0], DESK_ENTITY_CREATED_AT));
  for (guint i = 0; i < messages->len; i++)
    {
      DeskEntity *message = messages->pdata[i];
      gint64 at = desk_entity_get_time (message, DESK_ENTITY_CREATED_AT);
      DeskSenderType sender_type = desk_entity_get_enum (message, DESK_MESSAGE_SENDER_TYPE);

      if (desk_entity_get_flag (message, DESK_MESSAGE_IS_INTERNAL))
        continue;
      if (sender_type == DESK_SENDER_TYPE_CUSTOMER && !desk_entity_is_set (ticket, DESK_TICKET_WAITING_SINCE))
        desk_entity_set_time (ticket, DESK_TICKET_WAITING_SINCE, at);
      if (sender_type != DESK_SENDER_TYPE_AGENT)
        continue;
      desk_entity_unset (ticket, DESK_TICKET_WAITING_SINCE);
      if (i > 0 && !desk_entity_is_set (ticket, DESK_TICKET_FIRST_RESPONSE_AT))
        desk_entity_set_time (ticket, DESK_TICKET_FIRST_RESPONSE_AT, at);
    }
}

/* A wait that began with what is left, or with the ticket itself, goes on. */
static gboolean
follow_wait (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  gint64 since = desk_entity_get_time (ticket, DESK_TICKET_WAITING_SINCE);
  gint64 left = 0;

  if (since == 0 || since <= desk_entity_get_time (ticket, DESK_ENTITY_CREATED_AT))
    return TRUE;
  if (!desk_messages_find_waiting (transaction->db, desk_entity_get_id (ticket), &left, error))
    return FALSE;
  if (left != 0)
    desk_entity_set_time (ticket, DESK_TICKET_WAITING_SINCE, left);
  else
    desk_entity_unset (ticket, DESK_TICKET_WAITING_SINCE);
  return TRUE;
}

static gboolean
move (DeskTransaction *transaction, DeskEntity *before, DeskEntity *ticket, GPtrArray *messages, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (DeskEntity) after = desk_entity_copy (before);
  g_autoptr (DeskEntity) empty = desk_entity_copy (ticket);

  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (ids, (gpointer) desk_entity_get_id (messages->pdata[i]));
  return desk_ticket_messages_move (transaction, ids, before, ticket, error)
         && desk_ticket_messages_recount (transaction, ticket, error)
         && desk_ticket_messages_recount (transaction, after, error) && follow_wait (transaction, after, error)
         && desk_transaction_update (transaction, empty, ticket, DESK_ACTION_UPDATED, error)
         && desk_transaction_update_noting (transaction, before, after, DESK_ACTION_SPLIT, "split_into",
                                            desk_entity_get_string (ticket, DESK_TICKET_NUMBER), error);
}

/**
 * desk_split_ticket:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @ticket: the new one: a subject, perhaps an id, a category, a priority and a description
 * @message_ids: (element-type utf8): messages of the first one
 * @error: every field that does not hold; %DESK_ERROR_CONFLICT where it was merged into another one
 *
 * Returns: whether the new ticket is stored with these messages, and the other one has the rest
 */
gboolean
desk_split_ticket (DeskTransaction *transaction,
                   const char *key,
                   DeskEntity *ticket,
                   GPtrArray *message_ids,
                   GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  g_autoptr (GPtrArray) messages = NULL;

  if (before == NULL || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_STATUS, before, error)
      || !desk_ticket_changes_check_not_merged (transaction, before, error))
    return FALSE;
  messages = read_messages (transaction, before, message_ids, error);
  if (messages == NULL)
    return FALSE;
  inherit (before, ticket);
  start_at_messages (ticket, messages);
  return desk_escalate_create (transaction, ticket, error) && move (transaction, before, ticket, messages, error);
}
