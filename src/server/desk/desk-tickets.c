/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-tickets.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-escalate.h"
#include "server/desk/desk-rights.h"
#include "server/store/desk-fetch.h"

/* What a customer has no say in. */
static void
check_customer (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  static const guint refused[] = { DESK_TICKET_DEPARTMENT_ID, DESK_TICKET_TIER, DESK_TICKET_TAGS,
                                   DESK_TICKET_ASSIGNED_TO };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if (desk_entity_is_set (ticket, refused[i]))
      desk_error_add_field (error, desk_ticket_kind.fields[refused[i]].name, "this field can't be set here");
  if (g_strcmp0 (desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID), transaction->viewer->id) != 0)
    desk_error_add_field (error, "customer_id", "you may write for yourself only");
}

/* Whoever makes a ticket may keep it; to hand it to others is for those who assign. */
static void
check_staff (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *agent_id = desk_entity_get_string (ticket, DESK_TICKET_ASSIGNED_TO);

  if (agent_id != NULL && g_strcmp0 (agent_id, transaction->viewer->id) != 0
      && !desk_rights_has (transaction, DESK_PERMISSION_TICKETS_ASSIGN, ticket))
    desk_error_add_field (error, "assigned_to", "you may assign it to yourself only");
}

/**
 * desk_tickets_create:
 * @transaction: a transaction that writes
 * @ticket: what was given; gets the rest
 * @error: every field that does not hold
 *
 * Returns: whether it is stored: routed, assigned where somebody is free, numbered, its clocks running
 */
gboolean
desk_tickets_create (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean by_customer = transaction->viewer->role == DESK_ROLE_CUSTOMER;

  if (by_customer)
    check_customer (transaction, ticket, &local_error);
  else
    check_staff (transaction, ticket, &local_error);
  desk_tickets_check_order (transaction, ticket, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (by_customer)
    desk_entity_set_time (ticket, DESK_TICKET_WAITING_SINCE, transaction->now);
  return desk_escalate_create (transaction, ticket, error);
}

void
desk_tickets_check_order (DeskTransaction *transaction, DeskEntity *ticket, GError **error)
{
  const char *order_id = desk_entity_get_string (ticket, DESK_TICKET_ORDER_ID);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) order = NULL;

  if (order_id == NULL)
    return;
  order = desk_fetch_by (transaction->db, &desk_order_kind, "id", order_id, DESK_FETCH_READ, &local_error);
  if (local_error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  else if (order != NULL
           && g_strcmp0 (desk_entity_get_string (order, DESK_ORDER_CUSTOMER_ID),
                         desk_entity_get_string (ticket, DESK_TICKET_CUSTOMER_ID))
                  != 0)
    desk_error_add_field (error, "order_id", "this order belongs to another customer");
}
