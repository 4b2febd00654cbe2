/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pages/desk-ticket-moves.h"

#include <glib/gi18n.h>

#include "app/dialogs/desk-assign-popover.h"
#include "app/dialogs/desk-escalate-ticket-dialog.h"
#include "app/dialogs/desk-resolve-dialog.h"
#include "core/desk-workflow.h"

static const char *
get_label (DeskSession *session, int status)
{
  return desk_preset_get_label (desk_session_get_preset (session), &desk_ticket_status_enum, status);
}

/**
 * desk_ticket_may_move:
 * @session: a session
 * @ticket: a ticket
 * @to: what it shall become
 *
 * Returns: whether the transition table has it and whoever is signed in may do it
 */
gboolean
desk_ticket_may_move (DeskSession *session, DeskTicket *ticket, DeskTicketStatus to)
{
  DeskTicketStatus from = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);

  if (!desk_ticket_status_may_follow (from, to))
    return FALSE;
  /* A ticket becomes assigned by being given to somebody; of oneself one may only take it. */
  if (to == DESK_TICKET_STATUS_ASSIGNED)
    return desk_session_may_on_ticket (session, DESK_PERMISSION_TICKETS_TAKE, ticket);
  return desk_session_may_on_ticket (session, desk_ticket_status_permission (from, to), ticket);
}

/**
 * desk_ticket_do:
 * @widget: where the user asked for it
 * @session: a session
 * @ticket: a ticket
 * @kind: a command on it
 * @arguments: (nullable): what the command takes; a floating reference is taken
 *
 * Returns: whether it was accepted here; otherwise the window has said why not
 */
gboolean
desk_ticket_do (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, DeskCommandKind kind, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *command =
      desk_session_do (session, kind, desk_entity_get_id (DESK_ENTITY (ticket)), arguments, NULL, &error);

  if (command == NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
  return command != NULL;
}

gboolean
desk_ticket_set (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, const char *field, const char *value)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&arguments, field, "s", value);
  return desk_ticket_do (widget, session, ticket, DESK_COMMAND_TICKET_UPDATE, g_variant_dict_end (&arguments));
}

void
desk_ticket_move (GtkWidget *widget, DeskSession *session, DeskTicket *ticket, DeskTicketStatus to)
{
  DeskTicketStatus from = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));

  switch (to)
    {
    case DESK_TICKET_STATUS_RESOLVED:
      desk_resolve_dialog_present (window, session, ticket);
      break;
    case DESK_TICKET_STATUS_ESCALATED:
      desk_escalate_ticket_dialog_present (window, session, ticket);
      break;
    case DESK_TICKET_STATUS_CLOSED:
      desk_ticket_do (widget, session, ticket, DESK_COMMAND_TICKET_CLOSE, NULL);
      break;
    case DESK_TICKET_STATUS_ASSIGNED:
      if (desk_session_may_on_ticket (session, DESK_PERMISSION_TICKETS_ASSIGN, ticket))
        desk_assign_popover_show (widget, session, ticket);
      else
        desk_ticket_do (widget, session, ticket, DESK_COMMAND_TICKET_TAKE, NULL);
      break;
    case DESK_TICKET_STATUS_NEW:
    case DESK_TICKET_STATUS_IN_PROGRESS:
    case DESK_TICKET_STATUS_PENDING_CUSTOMER:
    case DESK_TICKET_STATUS_PENDING_INTERNAL:
    case DESK_TICKET_STATUS_UNKNOWN:
    default:
      if (from == DESK_TICKET_STATUS_RESOLVED || from == DESK_TICKET_STATUS_CLOSED)
        desk_ticket_do (widget, session, ticket, DESK_COMMAND_TICKET_REOPEN, NULL);
      else
        desk_ticket_set (widget, session, ticket, "status", desk_enum_to_wire (&desk_ticket_status_enum, to));
    }
}

const char *
desk_ticket_move_get_words (DeskSession *session, DeskTicketStatus to)
{
  switch (to)
    {
    case DESK_TICKET_STATUS_RESOLVED:
      return _ ("Drop to resolve …");
    case DESK_TICKET_STATUS_ESCALATED:
      return _ ("Drop to escalate …");
    case DESK_TICKET_STATUS_CLOSED:
      return _ ("Drop to close");
    case DESK_TICKET_STATUS_ASSIGNED:
      return desk_session_may (session, DESK_PERMISSION_TICKETS_ASSIGN) ? _ ("Drop to assign …")
                                                                        : _ ("Drop to take it");
    case DESK_TICKET_STATUS_IN_PROGRESS:
      return _ ("Drop to work on it");
    case DESK_TICKET_STATUS_PENDING_CUSTOMER:
      return _ ("Drop to await the customer");
    case DESK_TICKET_STATUS_PENDING_INTERNAL:
      return _ ("Drop to await a colleague");
    case DESK_TICKET_STATUS_NEW:
    case DESK_TICKET_STATUS_UNKNOWN:
    default:
      return _ ("Drop here");
    }
}

/**
 * desk_ticket_dup_move_hint:
 * @session: a session
 * @ticket: the ticket that is being moved
 *
 * Returns: (transfer full) (nullable): where it cannot go, and from where; %NULL when it can go everywhere
 */
char *
desk_ticket_dup_move_hint (DeskSession *session, DeskTicket *ticket)
{
  DeskTicketStatus from = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);
  g_autoptr (GString) forbidden = g_string_new (NULL);
  const char *last = NULL;

  for (int to = 1; to <= (int) desk_enum_n_values (&desk_ticket_status_enum); to++)
    {
      if (to == (int) from || desk_ticket_may_move (session, ticket, to))
        continue;
      if (last != NULL)
        g_string_append_printf (forbidden, "%s%s", forbidden->len > 0 ? ", " : "", last);
      last = get_label (session, to);
    }
  if (last == NULL)
    return NULL;
  if (forbidden->len == 0)
    /* Translators: both are statuses: "From In progress a ticket cannot go to Closed" */
    return g_strdup_printf (_ ("From %s a ticket cannot go to %s"), get_label (session, from), last);
  /* Translators: "From In progress a ticket cannot go to Open, Assigned or Closed" */
  return g_strdup_printf (_ ("From %s a ticket cannot go to %s or %s"), get_label (session, from), forbidden->str,
                          last);
}
