/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-remove.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-chat-changes.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/desk/desk-version.h"
#include "server/store/desk-attachments.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-merges.h"
#include "server/store/desk-messages.h"

static DeskEntity *
lock (DeskTransaction *transaction, const DeskKind *kind, const char *key, gint64 version, GError **error)
{
  return version != 0 ? desk_version_lock (transaction, kind, key, version, error)
                      : desk_transaction_lock (transaction, kind, key, error);
}

/* The query goes back to work: "escalated" is left only when its ticket is deleted. */
static gboolean
release_query (DeskTransaction *transaction, const char *query_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) before = desk_transaction_lock_any (transaction, &desk_query_kind, query_id, &local_error);
  g_autoptr (DeskEntity) after = NULL;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (before == NULL)
    return TRUE;
  after = desk_entity_copy (before);
  desk_entity_set_flag (after, DESK_QUERY_IS_ESCALATED, FALSE);
  desk_entity_unset (after, DESK_QUERY_ESCALATED_TICKET_ID);
  desk_entity_set_enum (after, DESK_QUERY_STATUS, DESK_QUERY_STATUS_IN_PROGRESS);
  return desk_transaction_update (transaction, before, after, DESK_ACTION_REOPENED, error);
}

static gboolean
fail_needed (GError **error, const char *what, const char *name, gint64 count, const char *by)
{
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT,
               "%s %s can't be deleted: %" G_GINT64_FORMAT " %s would be left without it", what, name, count, by);
  return FALSE;
}

static gboolean remove_one (DeskTransaction *transaction, DeskEntity *ticket, GError **error);

/* What was merged into a ticket leads nowhere without it, and what it said stands there. */
static gboolean
remove_merged (DeskTransaction *transaction, const char *ticket_id, GError **error)
{
  g_autoptr (GPtrArray) merges = desk_merges_list (transaction->db, ticket_id, error);

  if (merges == NULL)
    return FALSE;
  for (guint i = 0; i < merges->len; i++)
    {
      const DeskMerge *merge = merges->pdata[i];
      g_autoptr (DeskEntity) merged =
          desk_transaction_lock_any (transaction, &desk_ticket_kind, merge->source_id, error);

      if (merged == NULL || !remove_one (transaction, merged, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_one (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *query_id = desk_entity_get_string (ticket, DESK_TICKET_QUERY_ID);

  return remove_merged (transaction, desk_entity_get_id (ticket), error)
         && desk_chat_changes_forget (transaction, DESK_CHAT_TICKET_ID, desk_entity_get_id (ticket), error)
         && (query_id == NULL || release_query (transaction, query_id, error))
         && desk_ticket_changes_delete (transaction, ticket, error);
}

/**
 * desk_remove_query:
 * @transaction: a transaction that writes
 * @key: a query's id or number
 * @version: what the caller has seen, or 0
 * @error: %DESK_ERROR_CONFLICT while it has a ticket
 *
 * Returns: whether the query and everything said in it are gone
 */
gboolean
desk_remove_query (DeskTransaction *transaction, const char *key, gint64 version, GError **error)
{
  g_autoptr (DeskEntity) query = lock (transaction, &desk_query_kind, key, version, error);
  const char *id, *customer_id;
  gint64 n_tickets = 0;

  if (query == NULL)
    return FALSE;
  id = desk_entity_get_id (query);
  customer_id = desk_entity_get_string (query, DESK_QUERY_CUSTOMER_ID);
  if (!desk_fetch_count (transaction->db, &desk_ticket_kind, "query_id", id, &n_tickets, error))
    return FALSE;
  if (n_tickets > 0)
    return fail_needed (error, "Query", desk_entity_get_string (query, DESK_QUERY_NUMBER), n_tickets, "ticket(s)");
  return desk_chat_changes_forget (transaction, DESK_CHAT_QUERY_ID, id, error)
         && desk_messages_delete_thread (transaction->db, id, customer_id, error)
         && desk_attachments_delete_thread (transaction->db, id, customer_id, error)
         && desk_transaction_delete (transaction, query, customer_id, error);
}

/**
 * desk_remove_ticket:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @version: what the caller has seen, or 0
 * @error: why not
 *
 * Returns: whether the ticket, what was merged into it, and everything said in it are gone; a query that it came of is
 *   in progress again
 */
gboolean
desk_remove_ticket (DeskTransaction *transaction, const char *key, gint64 version, GError **error)
{
  g_autoptr (DeskEntity) ticket = lock (transaction, &desk_ticket_kind, key, version, error);
  const char *assignee_id;

  if (ticket == NULL)
    return FALSE;
  assignee_id = desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO);
  return remove_one (transaction, ticket, error)
         && (assignee_id == NULL || desk_assign_waiting (transaction, assignee_id, error));
}

gboolean
desk_remove_department (DeskTransaction *transaction, const char *key, gint64 version, GError **error)
{
  g_autoptr (DeskEntity) department = lock (transaction, &desk_department_kind, key, version, error);
  const char *name, *id;
  gint64 n_agents = 0, n_tickets = 0;

  if (department == NULL)
    return FALSE;
  name = desk_entity_get_string (department, DESK_DEPARTMENT_NAME);
  id = desk_entity_get_id (department);
  if (!desk_fetch_count (transaction->db, &desk_agent_kind, "department_id", id, &n_agents, error)
      || !desk_fetch_count (transaction->db, &desk_ticket_kind, "department_id", id, &n_tickets, error))
    return FALSE;
  if (n_agents > 0)
    return fail_needed (error, "Department", name, n_agents, "agent(s)");
  if (n_tickets > 0)
    return fail_needed (error, "Department", name, n_tickets, "ticket(s)");
  return desk_transaction_delete (transaction, department, NULL, error);
}
