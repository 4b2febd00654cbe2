/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-feedback.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "core/desk-workflow.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-references.h"
#include "server/desk/desk-rights.h"
#include "server/store/desk-fetch.h"

static gboolean
check_ticket (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *number = desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
  gint64 count = 0;

  if (desk_ticket_status_is_open (desk_entity_get_enum (ticket, DESK_TICKET_STATUS)))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s is not resolved yet", number);
      return FALSE;
    }
  if (!desk_fetch_count (transaction->db, &desk_feedback_kind, "ticket_id", desk_entity_get_id (ticket), &count, error))
    return FALSE;
  if (count == 0)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "You have rated ticket %s already", number);
  return FALSE;
}

static const char *
get_agent_id (DeskEntity *ticket)
{
  const char *resolved_by = desk_entity_get_string (ticket, DESK_TICKET_RESOLVED_BY);

  return resolved_by != NULL ? resolved_by : desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO);
}

/**
 * desk_feedback_give:
 * @transaction: a transaction that writes
 * @ticket_key: the customer's ticket, by id or number
 * @feedback: with rating and comment; gets the rest
 * @error: %DESK_ERROR_CONFLICT where it is too early, or was given already; the fields that do not hold, with those
 *   that it already holds
 *
 * Returns: whether it is stored, and the agent told
 */
gboolean
desk_feedback_give (DeskTransaction *transaction, const char *ticket_key, DeskEntity *feedback, GError **error)
{
  g_autoptr (GError) local_error = error != NULL ? g_steal_pointer (error) : NULL;
  g_autoptr (DeskEntity) ticket = NULL;

  desk_references_check_id (feedback, &local_error);
  if (desk_entity_is_set (feedback, DESK_FEEDBACK_RATING)
      && desk_entity_get_integer (feedback, DESK_FEEDBACK_RATING) < 1)
    desk_error_add_field (&local_error, "rating", "a whole number from 1 to 5 was expected");
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  ticket = desk_transaction_lock (transaction, &desk_ticket_kind, ticket_key, error);
  if (ticket == NULL || !desk_rights_check (transaction, DESK_PERMISSION_FEEDBACK_GIVE, ticket, error)
      || !check_ticket (transaction, ticket, error))
    return FALSE;
  desk_entity_set_string (feedback, DESK_FEEDBACK_TICKET_ID, desk_entity_get_id (ticket));
  desk_entity_set_string (feedback, DESK_FEEDBACK_CUSTOMER_ID,
                          desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID));
  desk_entity_set_string (feedback, DESK_FEEDBACK_AGENT_ID, get_agent_id (ticket));
  return desk_transaction_insert (transaction, feedback, DESK_ACTION_CREATED, error)
         && desk_notify_feedback_given (transaction, ticket, feedback, error);
}

/**
 * desk_feedback_find:
 * @transaction: a transaction
 * @ticket_key: a ticket that the viewer may see, by id or number
 * @error: %DESK_ERROR_NOT_FOUND also where none was given yet
 *
 * Returns: (transfer full): what the customer thinks of it
 */
DeskEntity *
desk_feedback_find (DeskTransaction *transaction, const char *ticket_key, GError **error)
{
  g_autoptr (DeskEntity) ticket = desk_transaction_get (transaction, &desk_ticket_kind, ticket_key, error);
  g_autoptr (GError) local_error = NULL;
  DeskEntity *feedback;

  if (ticket == NULL)
    return NULL;
  feedback = desk_fetch_by (transaction->db, &desk_feedback_kind, "ticket_id", desk_entity_get_id (ticket),
                            DESK_FETCH_READ, &local_error);
  if (feedback == NULL && local_error == NULL)
    g_set_error (&local_error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "Ticket %s was not rated yet",
                 desk_entity_get_string (ticket, DESK_TICKET_NUMBER));
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return feedback;
}
