/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-rights.h"

#include "core/desk-error.h"
#include "core/entities/desk-ticket.h"

static gboolean
is_of_department (const DeskViewer *viewer, DeskEntity *ticket)
{
  const char *department_id = desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID);

  return department_id == NULL || g_strcmp0 (department_id, viewer->department_id) == 0;
}

/**
 * desk_rights_has:
 * @transaction: a transaction
 * @permission: what is going to be done
 * @ticket: to which ticket, seen by the viewer
 *
 * Returns: whether the viewer's role may do that to this ticket
 */
gboolean
desk_rights_has (DeskTransaction *transaction, DeskPermission permission, DeskEntity *ticket)
{
  const DeskViewer *viewer = transaction->viewer;

  if (viewer->is_system)
    return TRUE;
  switch (desk_permission_scope (viewer->role, permission))
    {
    case DESK_SCOPE_ALL:
    case DESK_SCOPE_VISIBLE:
    case DESK_SCOPE_OWN: /* what they see is their own */
      return TRUE;
    case DESK_SCOPE_DEPARTMENT:
      return is_of_department (viewer, ticket);
    case DESK_SCOPE_NOTHING:
    default:
      return FALSE;
    }
}

gboolean
desk_rights_check (DeskTransaction *transaction, DeskPermission permission, DeskEntity *ticket, GError **error)
{
  if (desk_rights_has (transaction, permission, ticket))
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "You may not do this to ticket %s (%s)",
               desk_entity_get_string (ticket, DESK_TICKET_NUMBER), desk_permission_name (permission));
  return FALSE;
}
