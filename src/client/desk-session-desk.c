/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-session.h"

#include <glib/gi18n-lib.h>

#include "client/desk-command-prepare.h"
#include "client/desk-session-private.h"
#include "core/desk-error.h"

/* The other half of a session: reading and doing. */

/**
 * desk_session_may:
 * @self: a session
 * @permission: what
 *
 * Returns: whether this person's role may do it on anything at all
 */
gboolean
desk_session_may (DeskSession *self, DeskPermission permission)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), FALSE);

  return self->me != NULL && desk_role_may (desk_entity_get_enum (self->me, DESK_AGENT_ROLE), permission);
}

/**
 * desk_session_may_on_ticket:
 * @self: a session
 * @permission: what
 * @ticket: on which
 *
 * Returns: whether this person's role reaches the ticket; the server decides in the end
 */
gboolean
desk_session_may_on_ticket (DeskSession *self, DeskPermission permission, DeskTicket *ticket)
{
  g_return_val_if_fail (DESK_IS_SESSION (self) && DESK_IS_TICKET (ticket), FALSE);

  return self->me != NULL && desk_command_may_on_ticket (self->me, permission, ticket);
}

/**
 * desk_session_dup_entity:
 * @self: a session
 * @kind: a kind
 * @id: (nullable): an id
 *
 * Returns: (transfer full) (nullable): the shared object of that id, which follows every change
 */
DeskEntity *
desk_session_dup_entity (DeskSession *self, const DeskKind *kind, const char *id)
{
  g_return_val_if_fail (DESK_IS_SESSION (self) && kind != NULL, NULL);

  return desk_cache_dup_entity (self->cache, kind, id);
}

/**
 * desk_session_dup_by_number:
 * @self: a session
 * @kind: a kind that has numbers
 * @number: such as "TKT-2026-00417"
 *
 * Returns: (transfer full) (nullable): the shared object of that number
 */
DeskEntity *
desk_session_dup_by_number (DeskSession *self, const DeskKind *kind, const char *number)
{
  g_return_val_if_fail (DESK_IS_SESSION (self) && kind != NULL && number != NULL, NULL);

  return desk_cache_dup_by_number (self->cache, kind, number);
}

/**
 * desk_session_list:
 * @self: a session
 * @spec: what to show; copied
 *
 * Returns: (transfer full): a list that follows the cache, also through signing out and in
 */
DeskListModel *
desk_session_list (DeskSession *self, DeskListSpec *spec)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  return desk_list_model_new (self->cache, spec);
}

/**
 * desk_session_get_outbox:
 * @self: a session
 *
 * Returns: (transfer none): what the server does not have yet, refused first
 */
GListModel *
desk_session_get_outbox (DeskSession *self)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  return desk_outbox_get_items (self->outbox);
}

/**
 * desk_session_is_pending:
 * @self: a session
 * @id: (nullable): an entity
 *
 * Returns: whether it is shown as it will be, and has not been accepted yet
 */
gboolean
desk_session_is_pending (DeskSession *self, const char *id)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), FALSE);

  return id != NULL && desk_outbox_is_pending (self->outbox, id);
}

/**
 * desk_session_get_name:
 * @self: a session
 * @kind: customers, agents or departments
 * @id: (nullable): an id
 *
 * Returns: (transfer none): its name, "" when there is none; valid until the main loop goes on
 */
const char *
desk_session_get_name (DeskSession *self, const DeskKind *kind, const char *id)
{
  g_return_val_if_fail (DESK_IS_SESSION (self) && kind != NULL, "");

  return desk_cache_get_name (self->cache, kind, id);
}

/**
 * desk_session_find_customer:
 * @self: a session
 * @mobile: (nullable): a number as people write it
 * @email: (nullable): an address
 *
 * Returns: (transfer full) (nullable): the customer who is known by one of them
 */
DeskCustomer *
desk_session_find_customer (DeskSession *self, const char *mobile, const char *email)
{
  DeskEntity *customer;

  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  customer = desk_cache_find_customer (self->cache, self->preset, mobile, email);
  return customer != NULL ? DESK_CUSTOMER (customer) : NULL;
}

void
desk_session_get_customer_summary (DeskSession *self, const char *customer_id, DeskCustomerSummary *summary)
{
  g_return_if_fail (DESK_IS_SESSION (self) && summary != NULL);

  desk_cache_get_customer_summary (self->cache, customer_id, summary);
}

/**
 * desk_session_do:
 * @self: a session
 * @kind: a command
 * @target_id: (nullable): what it is done to
 * @arguments: (nullable): a{sv}, see desk-command.h; sunk
 * @new_id: (out) (optional): the id that what is created will have
 * @error: %DESK_ERROR_INVALID with every wrong field, or why it can't be done
 *
 * Checks a command, keeps it on the disk, shows it, and sends it as soon as the server can be reached.
 *
 * Returns: (transfer full): the command's id
 */
char *
desk_session_do (DeskSession *self,
                 DeskCommandKind kind,
                 const char *target_id,
                 GVariant *arguments,
                 char **new_id,
                 GError **error)
{
  DeskCommandWorld world;
  g_autoptr (DeskPending) pending = NULL;
  g_autoptr (GVariant) sunk = arguments != NULL ? g_variant_ref_sink (arguments) : NULL;

  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  if (self->me == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, _ ("Please sign in"));
      return NULL;
    }
  world = (DeskCommandWorld){ .cache = self->cache, .me = self->me, .preset = self->preset };
  pending = desk_command_prepare (&world, kind, target_id, sunk, error);
  if (pending == NULL || !desk_outbox_add (self->outbox, pending, error))
    return NULL;
  if (new_id != NULL)
    *new_id = g_strdup (pending->new_id);
  return g_strdup (pending->id);
}

/**
 * desk_session_take_back:
 * @self: a session
 * @command_id: a command that waits, or was refused
 *
 * Returns: whether it was in time; what is shown is then as if it had never been given
 */
gboolean
desk_session_take_back (DeskSession *self, const char *command_id)
{
  g_return_val_if_fail (DESK_IS_SESSION (self) && command_id != NULL, FALSE);

  return desk_outbox_take_back (self->outbox, command_id);
}

/**
 * desk_session_retry:
 * @self: a session
 * @command_id: a command that was refused, or waits for its next try
 */
void
desk_session_retry (DeskSession *self, const char *command_id)
{
  g_return_if_fail (DESK_IS_SESSION (self) && command_id != NULL);

  desk_outbox_retry (self->outbox, command_id);
}

/**
 * desk_session_dup_draft:
 * @self: a session
 * @thread_id: a conversation
 * @is_note: (out) (optional): whether it is an internal note
 *
 * Returns: (transfer full) (nullable): what was typed there and not sent
 */
char *
desk_session_dup_draft (DeskSession *self, const char *thread_id, gboolean *is_note)
{
  g_return_val_if_fail (DESK_IS_SESSION (self) && thread_id != NULL, NULL);

  if (is_note != NULL)
    *is_note = FALSE;
  return self->drafts != NULL ? g_strdup (desk_drafts_get (self->drafts, thread_id, is_note)) : NULL;
}

/**
 * desk_session_set_draft:
 * @self: a session
 * @thread_id: a conversation
 * @text: (nullable): what is typed there now; %NULL or "" for nothing any more
 * @is_note: whether it is an internal note
 *
 * It is on the disk within a second.
 */
void
desk_session_set_draft (DeskSession *self, const char *thread_id, const char *text, gboolean is_note)
{
  g_return_if_fail (DESK_IS_SESSION (self) && thread_id != NULL);

  if (self->drafts != NULL)
    desk_drafts_set (self->drafts, thread_id, text, is_note);
}

void
desk_session_join (DeskSession *self, DeskSubject kind, const char *thread_id)
{
  g_return_if_fail (DESK_IS_SESSION (self));

  desk_presence_join (self->presence, kind, thread_id);
}

void
desk_session_leave (DeskSession *self, const char *thread_id)
{
  g_return_if_fail (DESK_IS_SESSION (self));

  desk_presence_leave (self->presence, thread_id);
}

void
desk_session_set_typing (DeskSession *self, const char *thread_id, gboolean is_typing)
{
  g_return_if_fail (DESK_IS_SESSION (self));

  desk_presence_set_typing (self->presence, thread_id, is_typing);
}

char **
desk_session_dup_viewers (DeskSession *self, const char *thread_id)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  return desk_presence_dup_viewers (self->presence, thread_id);
}

char *
desk_session_dup_typing (DeskSession *self, const char *thread_id)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), NULL);

  return desk_presence_dup_typing (self->presence, thread_id);
}

/* While nobody can be heard, nobody is said to be writing. */
gboolean
desk_session_is_typing (DeskSession *self, const char *thread_id, const char *person_id)
{
  g_return_val_if_fail (DESK_IS_SESSION (self), FALSE);

  return desk_session_get_state (self) == DESK_SESSION_LIVE
         && desk_presence_is_typing (self->presence, thread_id, person_id);
}
