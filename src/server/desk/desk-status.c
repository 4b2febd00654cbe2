/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-status.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-phone.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-references.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"

static gboolean
differs (DeskEntity *before, DeskEntity *after, guint field)
{
  const DeskKind *kind = desk_entity_get_kind (before);

  return !desk_value_equal (&kind->fields[field], desk_entity_get_value (before, field),
                            desk_entity_get_value (after, field));
}

static void
refuse_field (GError **error, const DeskField *field)
{
  if (*error == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN, "You may not change this");
  desk_error_add_field (error, field->name, "you may not change this");
}

/* What a customer may change, and until when. See DOMAIN: "Who may do what". */
static void
check_customer_edit (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  DeskTicketStatus status = desk_entity_get_enum (before, DESK_TICKET_STATUS);
  gboolean is_early = status == DESK_TICKET_STATUS_NEW || status == DESK_TICKET_STATUS_PENDING_CUSTOMER;

  for (guint i = DESK_ENTITY_N_FIELDS; i < desk_ticket_kind.n_fields; i++)
    {
      gboolean is_theirs = i == DESK_TICKET_SUBJECT || i == DESK_TICKET_DESCRIPTION || i == DESK_TICKET_AFFECTED_ITEMS;

      if (differs (before, after, i) && !(is_theirs && is_early))
        refuse_field (error, &desk_ticket_kind.fields[i]);
    }
}

/* Another department or tier is another pair of hands: for those who may assign. */
static void
check_staff_edit (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  static const guint fields[] = { DESK_TICKET_DEPARTMENT_ID, DESK_TICKET_TIER };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (differs (before, after, fields[i]) && !desk_rights_has (transaction, DESK_PERMISSION_TICKETS_ASSIGN, before))
      refuse_field (error, &desk_ticket_kind.fields[fields[i]]);
}

static void
check_ticket_fields (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  DeskTicketStatus to = desk_entity_get_enum (after, DESK_TICKET_STATUS);

  if (transaction->viewer->role == DESK_ROLE_CUSTOMER)
    check_customer_edit (transaction, before, after, error);
  else
    check_staff_edit (transaction, before, after, error);
  if (*error != NULL)
    return;
  desk_references_check_ticket (transaction, before, after, error);
  if (!differs (before, after, DESK_TICKET_STATUS))
    return;
  if (!desk_entity_is_set (after, DESK_TICKET_STATUS))
    desk_error_add_field (error, "status", "this has to be given");
  else if (to == DESK_TICKET_STATUS_RESOLVED
           && desk_ticket_status_may_follow (desk_entity_get_enum (before, DESK_TICKET_STATUS), to))
    desk_error_add_field (error, "status", "resolving needs a resolution: use .../resolve");
  else if (to == DESK_TICKET_STATUS_ESCALATED
           && desk_ticket_status_may_follow (desk_entity_get_enum (before, DESK_TICKET_STATUS), to))
    desk_error_add_field (error, "status", "escalating needs a target and a reason: use .../escalate");
}

static DeskAction
get_action (DeskTicketStatus from, DeskTicketStatus to)
{
  if (from == to)
    return DESK_ACTION_UPDATED;
  if (to == DESK_TICKET_STATUS_CLOSED)
    return DESK_ACTION_CLOSED;
  return desk_ticket_status_is_open (from) ? DESK_ACTION_STATUS_CHANGED : DESK_ACTION_REOPENED;
}

/* What has nobody finds somebody where it comes to, or when there is work to do again. */
static gboolean
may_find_somebody (DeskEntity *before, DeskEntity *after)
{
  return differs (before, after, DESK_TICKET_DEPARTMENT_ID) || differs (before, after, DESK_TICKET_TIER)
         || (!desk_ticket_status_is_open (desk_entity_get_enum (before, DESK_TICKET_STATUS))
             && desk_ticket_status_is_open (desk_entity_get_enum (after, DESK_TICKET_STATUS)));
}

/* A ticket whose work was done has given its agent room; one that is open again may be too much, and stays. */
static gboolean
move_ticket (DeskTransaction *transaction, const char *key, DeskTicketStatus to, DeskEntity **moved, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;
  DeskTicketStatus from;

  if (before == NULL)
    return FALSE;
  after = desk_entity_copy (before);
  from = desk_entity_get_enum (before, DESK_TICKET_STATUS);
  if (!desk_rights_check (transaction, desk_ticket_status_permission (from, to), before, error)
      || !desk_ticket_changes_move (transaction, after, to, error)
      || !desk_ticket_changes_save (transaction, before, after, get_action (from, to), NULL, error)
      || (may_find_somebody (before, after) && !desk_assign_offer (transaction, after, error)))
    return FALSE;
  *moved = g_steal_pointer (&after);
  return TRUE;
}

static gboolean
fail_query_move (DeskEntity *query, DeskQueryStatus from, DeskQueryStatus to, GError **error)
{
  g_autofree char *allowed = desk_query_status_dup_allowed (from);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) conflict = NULL;

  desk_json_append_words (json, allowed);
  conflict =
      g_error_new (DESK_ERROR, DESK_ERROR_CONFLICT, "Query %s is %s and can't become %s; allowed: %s%s",
                   desk_entity_get_string (query, DESK_QUERY_NUMBER), desk_enum_to_wire (&desk_query_status_enum, from),
                   desk_enum_to_wire (&desk_query_status_enum, to), *allowed != '\0' ? allowed : "nothing",
                   to == DESK_QUERY_STATUS_ESCALATED ? "; escalating is done with .../escalate" : "");
  desk_error_set_extra_json (conflict, "allowed", g_string_free (g_steal_pointer (&json), FALSE));
  g_propagate_error (error, g_steal_pointer (&conflict));
  return FALSE;
}

static DeskAction
get_query_action (DeskQueryStatus from, DeskQueryStatus to)
{
  if (from == to)
    return DESK_ACTION_UPDATED;
  if (to == DESK_QUERY_STATUS_RESOLVED)
    return DESK_ACTION_RESOLVED;
  if (to == DESK_QUERY_STATUS_CLOSED)
    return DESK_ACTION_CLOSED;
  return from == DESK_QUERY_STATUS_OPEN ? DESK_ACTION_STATUS_CHANGED : DESK_ACTION_REOPENED;
}

/* Contact as given, in the form in which all of the desk keeps it. */
static void
normalize_contact (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  const char *mobile = desk_entity_get_string (after, DESK_QUERY_MOBILE);
  const char *email = desk_entity_get_string (after, DESK_QUERY_EMAIL);

  if (mobile != NULL && differs (before, after, DESK_QUERY_MOBILE))
    {
      g_autofree char *normal =
          desk_phone_normalize (mobile, desk_preset_get_country_calling_code (transaction->preset));

      if (normal == NULL)
        desk_error_add_field (error, "mobile", "a telephone number such as +919876543210 was expected");
      else
        desk_entity_set_string (after, DESK_QUERY_MOBILE, normal);
    }
  if (email != NULL && differs (before, after, DESK_QUERY_EMAIL))
    {
      g_autofree char *normal = desk_email_normalize (email);

      if (normal == NULL)
        desk_error_add_field (error, "email", "an e-mail address was expected");
      else
        desk_entity_set_string (after, DESK_QUERY_EMAIL, normal);
    }
}

/**
 * desk_status_edit_ticket:
 * @transaction: a transaction that writes
 * @before: the ticket as it was read, locked
 * @after: the same with what the viewer wants changed; gets what follows from it
 * @error: every field that may not be changed so
 *
 * Returns: whether it is stored
 */
gboolean
desk_status_edit_ticket (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  DeskTicketStatus from = desk_entity_get_enum (before, DESK_TICKET_STATUS);
  DeskTicketStatus to = desk_entity_get_enum (after, DESK_TICKET_STATUS);
  g_autoptr (GError) local_error = NULL;

  check_ticket_fields (transaction, before, after, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (from != to)
    {
      desk_entity_set_enum (after, DESK_TICKET_STATUS, from);
      if (!desk_rights_check (transaction, desk_ticket_status_permission (from, to), before, error)
          || !desk_ticket_changes_move (transaction, after, to, error))
        return FALSE;
    }
  return desk_ticket_changes_save (transaction, before, after, get_action (from, to), NULL, error)
         && (!may_find_somebody (before, after) || desk_assign_offer (transaction, after, error));
}

DeskEntity *
desk_status_close_ticket (DeskTransaction *transaction, const char *key, GError **error)
{
  DeskEntity *ticket = NULL;

  return move_ticket (transaction, key, DESK_TICKET_STATUS_CLOSED, &ticket, error) ? ticket : NULL;
}

/**
 * desk_status_reopen_ticket:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @error: %DESK_ERROR_CONFLICT where it is neither resolved nor closed
 *
 * Returns: (transfer full): the ticket, in progress again
 */
DeskEntity *
desk_status_reopen_ticket (DeskTransaction *transaction, const char *key, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  DeskEntity *ticket = NULL;

  if (before == NULL)
    return NULL;
  if (desk_ticket_status_is_open (desk_entity_get_enum (before, DESK_TICKET_STATUS)))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s is neither resolved nor closed",
                   desk_entity_get_string (before, DESK_TICKET_NUMBER));
      return NULL;
    }
  return move_ticket (transaction, key, DESK_TICKET_STATUS_IN_PROGRESS, &ticket, error) ? ticket : NULL;
}

gboolean
desk_status_edit_query (DeskTransaction *transaction, DeskEntity *before, DeskEntity *after, GError **error)
{
  DeskQueryStatus from = desk_entity_get_enum (before, DESK_QUERY_STATUS);
  DeskQueryStatus to = desk_entity_get_enum (after, DESK_QUERY_STATUS);
  g_autoptr (GError) local_error = NULL;

  normalize_contact (transaction, before, after, &local_error);
  desk_references_check_query (transaction, before, after, &local_error);
  if (to == DESK_QUERY_STATUS_UNKNOWN)
    desk_error_add_field (&local_error, "status", "this has to be given");
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (from != to)
    {
      desk_entity_set_enum (after, DESK_QUERY_STATUS, from);
      if (!desk_status_move_query (transaction, after, to, error))
        return FALSE;
    }
  if (!desk_transaction_update (transaction, before, after, get_query_action (from, to), error))
    return FALSE;
  return from == to || desk_notify_status_changed (transaction, before, after, error);
}

gboolean
desk_status_move_query (DeskTransaction *transaction, DeskEntity *query, DeskQueryStatus to, GError **error)
{
  DeskQueryStatus from = desk_entity_get_enum (query, DESK_QUERY_STATUS);

  if (!desk_query_status_may_follow (from, to))
    return fail_query_move (query, from, to, error);
  desk_entity_set_enum (query, DESK_QUERY_STATUS, to);
  if (to == DESK_QUERY_STATUS_RESOLVED)
    desk_entity_set_time (query, DESK_QUERY_RESOLVED_AT, transaction->now);
  else if (to == DESK_QUERY_STATUS_CLOSED)
    desk_entity_set_time (query, DESK_QUERY_CLOSED_AT, transaction->now);
  else
    {
      desk_entity_unset (query, DESK_QUERY_RESOLVED_AT);
      desk_entity_unset (query, DESK_QUERY_CLOSED_AT);
    }
  return TRUE;
}
