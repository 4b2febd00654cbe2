/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-ticket-changes.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-number.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-clocks.h"
#include "server/desk/desk-load.h"
#include "server/desk/desk-notify.h"
#include "server/store/desk-attachments.h"
#include "server/store/desk-feed.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-merges.h"
#include "server/store/desk-messages.h"
#include "server/store/desk-numbers.h"

static gboolean
give_number (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *format = desk_preset_get_ticket_number_format (transaction->preset);
  int year = desk_number_year (transaction->now, desk_preset_get_time_zone (transaction->preset));
  gint64 n =
      desk_numbers_next (transaction->db, DESK_NUMBER_TICKET, desk_number_format_has_year (format) ? year : 0, error);
  g_autofree char *number = NULL;

  if (n == 0)
    return FALSE;
  number = desk_number_format (format, year, n);
  desk_entity_set_string (ticket, DESK_TICKET_NUMBER, number);
  return TRUE;
}

static void
set_defaults (DeskEntity *ticket)
{
  if (!desk_entity_is_set (ticket, DESK_TICKET_STATUS))
    desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_NEW);
  if (!desk_entity_is_set (ticket, DESK_TICKET_PRIORITY))
    desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, DESK_PRIORITY_MEDIUM);
  if (desk_entity_get_integer (ticket, DESK_TICKET_TIER) == 0)
    desk_entity_set_integer (ticket, DESK_TICKET_TIER, 1);
  desk_entity_set_integer (ticket, DESK_TICKET_REOPENED_COUNT, 0);
  desk_entity_set_integer (ticket, DESK_TICKET_MESSAGE_COUNT, 0);
}

/* The fields that decide who sees a ticket. */
static gboolean
changed_hands (DeskEntity *before, DeskEntity *after)
{
  static const guint fields[] = { DESK_TICKET_ASSIGNED_TO, DESK_TICKET_ESCALATED_TO, DESK_TICKET_ESCALATED_BY,
                                  DESK_TICKET_DEPARTMENT_ID, DESK_TICKET_CUSTOMER_ID };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (desk_entity_get_string (before, fields[i]), desk_entity_get_string (after, fields[i])) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
fail_move (DeskEntity *ticket, DeskTicketStatus from, DeskTicketStatus to, GError **error)
{
  g_autofree char *allowed = desk_ticket_status_dup_allowed (from);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) conflict = NULL;

  desk_json_append_words (json, allowed);
  conflict = g_error_new (DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s is %s and can't become %s; allowed: %s",
                          desk_entity_get_string (ticket, DESK_TICKET_NUMBER),
                          desk_enum_to_wire (&desk_ticket_status_enum, from),
                          desk_enum_to_wire (&desk_ticket_status_enum, to), *allowed != '\0' ? allowed : "nothing");
  desk_error_set_extra_json (conflict, "allowed", g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

static void
reopen (DeskEntity *ticket)
{
  desk_entity_unset (ticket, DESK_TICKET_RESOLVED_AT);
  desk_entity_unset (ticket, DESK_TICKET_RESOLVED_BY);
  desk_entity_unset (ticket, DESK_TICKET_CLOSED_AT);
  desk_entity_set_integer (ticket, DESK_TICKET_REOPENED_COUNT,
                           desk_entity_get_integer (ticket, DESK_TICKET_REOPENED_COUNT) + 1);
}

static gboolean
fail_merged (DeskEntity *ticket, DeskEntity *into, GError **error)
{
  g_autoptr (GString) json = g_string_new ("{\"id\":");
  g_autoptr (GError) conflict = NULL;
  const char *number = into != NULL ? desk_entity_get_string (into, DESK_TICKET_NUMBER) : "?";

  desk_json_append_string (json, desk_entity_get_string (ticket, DESK_TICKET_MERGED_INTO_ID));
  g_string_append (json, ",\"number\":");
  desk_json_append_string (json, number);
  g_string_append_c (json, '}');
  conflict = g_error_new (DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s was merged into %s",
                          desk_entity_get_string (ticket, DESK_TICKET_NUMBER), number);
  desk_error_set_extra_json (conflict, "merged_into", g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

/* What its customer said of it goes with it. */
static gboolean
delete_feedback (DeskTransaction *transaction, const char *ticket_id, const char *customer_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) feedback =
      desk_fetch_by (transaction->db, &desk_feedback_kind, "ticket_id", ticket_id, DESK_FETCH_LOCK, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return feedback == NULL || desk_transaction_delete (transaction, feedback, customer_id, error);
}

/**
 * desk_ticket_changes_insert:
 * @transaction: a transaction that writes
 * @ticket: a new ticket; gets its number, what it did not have, and is "assigned" where somebody has it
 * @error: when it can't be stored
 *
 * Returns: whether it is stored, counted and told
 */
gboolean
desk_ticket_changes_insert (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  set_defaults (ticket);
  if (desk_entity_is_set (ticket, DESK_TICKET_ASSIGNED_TO)
      && desk_entity_get_enum (ticket, DESK_TICKET_STATUS) == DESK_TICKET_STATUS_NEW)
    desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_ASSIGNED);
  return desk_load_follow (transaction, NULL, ticket, error) && desk_clocks_start (transaction, ticket, error)
         && give_number (transaction, ticket, error)
         && desk_transaction_insert (transaction, ticket, DESK_ACTION_CREATED, error)
         && desk_clocks_keep_start (transaction, ticket, error)
         && desk_notify_ticket_created (transaction, ticket, error)
         && (!desk_entity_is_set (ticket, DESK_TICKET_ASSIGNED_TO)
             || desk_notify_ticket_assigned (transaction, ticket, error));
}

/**
 * desk_ticket_changes_save:
 * @transaction: a transaction that writes
 * @before: a ticket as it was read, and locked
 * @after: the same as it has to be
 * @action: what the history calls it
 * @reason: (nullable): why, for the history
 * @error: when it can't be stored
 *
 * Returns: whether it is stored; whoever has it now, the customer and the admins are told what they have to know
 */
gboolean
desk_ticket_changes_save (DeskTransaction *transaction,
                          DeskEntity *before,
                          DeskEntity *after,
                          DeskAction action,
                          const char *reason,
                          GError **error)
{
  if (!desk_ticket_changes_check_not_merged (transaction, before, error)
      || !desk_load_follow (transaction, before, after, error)
      || !desk_clocks_follow (transaction, before, after, error)
      || !desk_transaction_update_because (transaction, before, after, action, reason, error))
    return FALSE;
  if (changed_hands (before, after) && !desk_feed_move_thread (transaction->db, desk_entity_get_id (after), error))
    return FALSE;
  return desk_entity_get_enum (before, DESK_TICKET_STATUS) == desk_entity_get_enum (after, DESK_TICKET_STATUS)
         || desk_notify_status_changed (transaction, before, after, error);
}

/**
 * desk_ticket_changes_delete:
 * @transaction: a transaction that writes
 * @ticket: what goes, locked
 * @error: when something still needs it
 *
 * Returns: whether it is gone, with everything said in it; its history stays, for admins
 */
gboolean
desk_ticket_changes_delete (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *id = desk_entity_get_id (ticket);
  const char *customer_id = desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID);

  return desk_load_follow (transaction, ticket, NULL, error) && desk_merges_delete (transaction->db, id, error)
         && desk_messages_delete_thread (transaction->db, id, customer_id, error)
         && desk_attachments_delete_thread (transaction->db, id, customer_id, error)
         && delete_feedback (transaction, id, customer_id, error)
         && desk_transaction_delete (transaction, ticket, customer_id, error)
         && desk_feed_move_thread (transaction->db, id, error);
}

/**
 * desk_ticket_changes_check_not_merged:
 * @transaction: a transaction
 * @ticket: a ticket
 * @error: %DESK_ERROR_CONFLICT with "merged_into": the id and number of the ticket that it leads to
 *
 * Returns: whether it is a ticket of its own
 */
gboolean
desk_ticket_changes_check_not_merged (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *into_id = desk_entity_get_string (ticket, DESK_TICKET_MERGED_INTO_ID);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) into = NULL;

  if (into_id == NULL)
    return TRUE;
  into = desk_fetch_by (transaction->db, &desk_ticket_kind, "id", into_id, DESK_FETCH_READ, &local_error);
  if (local_error == NULL)
    return fail_merged (ticket, into, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
desk_ticket_changes_move (DeskTransaction *transaction, DeskEntity *ticket, DeskTicketStatus to, GError **error)
{
  DeskTicketStatus from = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);

  if (!desk_ticket_changes_check_not_merged (transaction, ticket, error))
    return FALSE;
  if (!desk_ticket_status_may_follow (from, to))
    return fail_move (ticket, from, to, error);
  if (!desk_ticket_status_is_open (from) && to == DESK_TICKET_STATUS_IN_PROGRESS)
    reopen (ticket);
  if (to == DESK_TICKET_STATUS_CLOSED)
    desk_entity_set_time (ticket, DESK_TICKET_CLOSED_AT, transaction->now);
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, to);
  return TRUE;
}
