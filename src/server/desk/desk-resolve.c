/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-resolve.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/store/desk-fetch.h"

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

static gboolean
is_named (const GError *error, const char *field)
{
  const GPtrArray *fields = desk_error_get_fields (error);

  for (guint i = 0; fields != NULL && i < fields->len; i++)
    if (g_str_equal (((const DeskFieldError *) fields->pdata[i])->field, field))
      return TRUE;
  return FALSE;
}

static void
check_amount (DeskTransaction *transaction, DeskEntity *ticket, DeskEntity *given, GError **error)
{
  const char *order_id = desk_entity_get_string (ticket, DESK_TICKET_ORDER_ID);
  const char *currency = NULL, *order_currency = desk_preset_get_currency (transaction->preset);
  gint64 amount = desk_entity_get_money (given, DESK_TICKET_REFUND, &currency);
  gint64 total = G_MAXINT64;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) order = NULL;

  if (order_id != NULL)
    order = desk_fetch_by (transaction->db, &desk_order_kind, "id", order_id, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return;
    }
  if (order != NULL && desk_entity_is_set (order, DESK_ORDER_TOTAL))
    total = desk_entity_get_money (order, DESK_ORDER_TOTAL, &order_currency);
  if (amount <= 0)
    desk_error_add_field (error, "refund", "an amount greater than zero was expected");
  else if (g_strcmp0 (currency, order_currency) != 0)
    desk_error_add_field (error, "refund", "an amount in %s was expected", order_currency);
  else if (amount > total)
    desk_error_add_field (error, "refund",
                          "at most the order's total, %" G_GINT64_FORMAT " in minor units of %s, was expected", total,
                          order_currency);
}

static void
check_given (DeskTransaction *transaction, DeskEntity *ticket, DeskEntity *given, GError **error)
{
  DeskResolutionType type = desk_entity_get_enum (given, DESK_TICKET_RESOLUTION_TYPE);
  gboolean is_refund = desk_resolution_type_is_refund (type);
  gboolean has_refund = desk_entity_is_set (given, DESK_TICKET_REFUND);

  if (type == DESK_RESOLUTION_TYPE_UNKNOWN && !is_named (*error, "resolution_type"))
    desk_error_add_field (error, "resolution_type", "this has to be given");
  if (is_blank (desk_entity_get_string (given, DESK_TICKET_RESOLUTION)) && !is_named (*error, "resolution"))
    desk_error_add_field (error, "resolution", "this has to be given");
  if (is_named (*error, "refund"))
    return;
  if (is_refund && !has_refund)
    desk_error_add_field (error, "refund", "a refund needs an amount");
  else if (is_refund)
    check_amount (transaction, ticket, given, error);
  else if (has_refund && type != DESK_RESOLUTION_TYPE_UNKNOWN)
    desk_error_add_field (error, "refund", "only a refund has an amount");
}

static void
settle (DeskTransaction *transaction, DeskEntity *ticket, DeskEntity *given)
{
  static const guint fields[] = { DESK_TICKET_RESOLUTION_TYPE, DESK_TICKET_RESOLUTION, DESK_TICKET_REFUND };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    desk_entity_set_value (ticket, fields[i], desk_entity_get_value (given, fields[i]));
  desk_entity_set_time (ticket, DESK_TICKET_RESOLVED_AT, transaction->now);
  desk_entity_set_string (ticket, DESK_TICKET_RESOLVED_BY, transaction->viewer->id);
  desk_entity_unset (ticket, DESK_TICKET_WAITING_SINCE);
}

/**
 * desk_resolve_ticket:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @given: resolution_type, resolution and refund
 * @error: every field that does not hold; %DESK_ERROR_CONFLICT where its status does not allow it
 *
 * Returns: (transfer full): the ticket, resolved; its agent has room for another one, which is given if it waits
 */
DeskEntity *
desk_resolve_ticket (DeskTransaction *transaction, const char *key, DeskEntity *given, GError **error)
{
  g_autoptr (GError) field_error = error != NULL ? g_steal_pointer (error) : NULL;
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;
  const char *assignee_id;

  if (before == NULL || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_RESOLVE, before, error))
    return NULL;
  check_given (transaction, before, given, &field_error);
  if (field_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&field_error));
      return NULL;
    }
  after = desk_entity_copy (before);
  if (!desk_ticket_changes_move (transaction, after, DESK_TICKET_STATUS_RESOLVED, error))
    return NULL;
  settle (transaction, after, given);
  if (!desk_ticket_changes_save (transaction, before, after, DESK_ACTION_RESOLVED, NULL, error))
    return NULL;
  assignee_id = desk_entity_get_string (after, DESK_TICKET_ASSIGNED_TO);
  if (assignee_id != NULL && !desk_assign_waiting (transaction, assignee_id, error))
    return NULL;
  return g_steal_pointer (&after);
}
