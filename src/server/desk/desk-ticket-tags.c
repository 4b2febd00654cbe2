/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-ticket-tags.h"

#include "core/desk-error.h"
#include "core/desk-tags.h"
#include "core/entities/desk-kinds.h"
#include "core/entities/desk-ticket-ask.h"
#include "server/desk/desk-notify.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"

/* Each list becomes what it means. */
static gboolean
normalize (DeskEntity *ask, guint field, GError **error)
{
  g_auto (GStrv) tags = NULL;

  if (!desk_entity_is_set (ask, field))
    return TRUE;
  tags = desk_tags_normalize (desk_entity_get_tags (ask, field), desk_ask_tag_kind.fields[field].name, error);
  if (tags == NULL)
    return FALSE;
  desk_entity_set_tags (ask, field, (const char *const *) tags);
  return TRUE;
}

static char **
find_tags (DeskEntity *ticket, DeskEntity *ask)
{
  g_auto (GStrv) more = NULL;

  if (desk_entity_is_set (ask, DESK_ASK_TAG_SET))
    return g_strdupv ((char **) desk_entity_get_tags (ask, DESK_ASK_TAG_SET));
  more = desk_tags_add (desk_entity_get_tags (ticket, DESK_TICKET_TAGS), desk_entity_get_tags (ask, DESK_ASK_TAG_ADD));
  return desk_tags_remove ((const char *const *) more, desk_entity_get_tags (ask, DESK_ASK_TAG_REMOVE));
}

/**
 * desk_ticket_tags_check:
 * @ask: a #DeskAskTag; its tags become what they are kept as
 * @error: every field that does not hold
 *
 * Returns: whether it says what to do
 */
gboolean
desk_ticket_tags_check (DeskEntity *ask, GError **error)
{
  static const guint fields[] = { DESK_ASK_TAG_SET, DESK_ASK_TAG_ADD, DESK_ASK_TAG_REMOVE };
  gboolean has_set = desk_entity_is_set (ask, DESK_ASK_TAG_SET);
  gboolean has_other = desk_entity_is_set (ask, DESK_ASK_TAG_ADD) || desk_entity_is_set (ask, DESK_ASK_TAG_REMOVE);
  gboolean right = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    right = normalize (ask, fields[i], error) && right;
  if (has_set != has_other)
    return right;
  desk_error_add_field (error, "set", "either set, or add and remove, were expected");
  return FALSE;
}

/**
 * desk_ticket_tags_change:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @ask: a #DeskAskTag that was checked
 * @error: the field, where there would be too many
 *
 * Returns: (transfer full): the ticket with its tags
 */
DeskEntity *
desk_ticket_tags_change (DeskTransaction *transaction, const char *key, DeskEntity *ask, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  g_autoptr (DeskEntity) after = NULL;
  g_auto (GStrv) tags = NULL;

  if (before == NULL || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_STATUS, before, error))
    return NULL;
  tags = find_tags (before, ask);
  if (g_strv_length (tags) > DESK_TAGS_MAX)
    {
      desk_error_add_field (error, "add", "at most %d tags were expected", DESK_TAGS_MAX);
      return NULL;
    }
  after = desk_entity_copy (before);
  if (tags[0] != NULL)
    desk_entity_set_tags (after, DESK_TICKET_TAGS, (const char *const *) tags);
  else
    desk_entity_unset (after, DESK_TICKET_TAGS);
  if (!desk_ticket_changes_save (transaction, before, after, DESK_ACTION_UPDATED, NULL, error))
    return NULL;
  return g_steal_pointer (&after);
}

/**
 * desk_ticket_tell:
 * @transaction: a transaction that writes
 * @key: a ticket's id or number
 * @ask: a #DeskAskNotify
 * @n: (out): how many are told
 * @error: the field "to", where there is nobody to be told
 *
 * Returns: (transfer full): the ticket; its history says what was told
 */
DeskEntity *
desk_ticket_tell (DeskTransaction *transaction, const char *key, DeskEntity *ask, guint *n, GError **error)
{
  g_autoptr (DeskEntity) ticket = desk_transaction_lock (transaction, &desk_ticket_kind, key, error);
  const char *text = desk_entity_get_string (ask, DESK_ASK_NOTIFY_MESSAGE);
  DeskRecipient to = desk_entity_get_enum (ask, DESK_ASK_NOTIFY_TO);

  if (ticket == NULL || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_NOTE, ticket, error)
      || !desk_ticket_changes_check_not_merged (transaction, ticket, error)
      || !desk_notify_told (transaction, ticket, to, text, n, error))
    return NULL;
  if (*n == 0)
    {
      desk_error_add_field (error, "to", "ticket %s has nobody there to be told",
                            desk_entity_get_string (ticket, DESK_TICKET_NUMBER));
      return NULL;
    }
  return desk_transaction_update_noting (transaction, ticket, ticket, DESK_ACTION_NOTIFIED,
                                         desk_enum_to_wire (&desk_recipient_enum, to), text, error)
             ? g_steal_pointer (&ticket)
             : NULL;
}
