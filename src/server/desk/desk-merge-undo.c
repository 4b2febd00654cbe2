/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-load.h"
#include "server/desk/desk-merge-fields.h"
#include "server/desk/desk-merge.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/desk/desk-ticket-messages.h"
#include "server/store/desk-search-index.h"

/* Two tickets that go apart again, locked: as they are, and as they have to be. */
typedef struct
{
  DeskEntity *source, *source_after; /* owned */
  DeskEntity *target, *target_after; /* owned */
  GPtrArray *ids;                    /* owned: the messages that go back */
} Parting;

static void
clear_parting (Parting *self)
{
  g_clear_object (&self->source);
  g_clear_object (&self->source_after);
  g_clear_object (&self->target);
  g_clear_object (&self->target_after);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parting, clear_parting)

static const char *
get_number (DeskEntity *ticket)
{
  return desk_entity_get_string (ticket, DESK_TICKET_NUMBER);
}

static DeskMerge *
find_merge (GPtrArray *merges, const char *source_id)
{
  for (guint i = 0; i < merges->len; i++)
    if (g_str_equal (((DeskMerge *) merges->pdata[i])->source_id, source_id))
      return merges->pdata[i];
  return NULL;
}

static gboolean
check_undo (DeskTransaction *transaction, const Parting *parting, const DeskMerge *merge, GError **error)
{
  if (!desk_rights_check (transaction, DESK_PERMISSION_TICKETS_STATUS, parting->source, error)
      || !desk_rights_check (transaction, DESK_PERMISSION_TICKETS_STATUS, parting->target, error)
      || !desk_ticket_changes_check_not_merged (transaction, parting->target, error))
    return FALSE;
  if (merge != NULL && transaction->now - merge->merged_at <= DESK_MERGE_UNDO_WINDOW)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s was merged too long ago for that to be undone",
               get_number (parting->source));
  return FALSE;
}

static void
revive (DeskEntity *source, DeskEntity *was)
{
  static const guint fields[] = { DESK_TICKET_STATUS, DESK_TICKET_CLOSED_AT, DESK_TICKET_WAITING_SINCE };

  desk_entity_unset (source, DESK_TICKET_MERGED_INTO_ID);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    desk_entity_set_value (source, fields[i], desk_entity_get_value (was, fields[i]));
}

static gboolean
undo (DeskTransaction *transaction, Parting *parting, GPtrArray *merges, const DeskMerge *merge, GError **error)
{
  parting->ids = desk_merges_list_messages (transaction->db, merge, error);
  if (parting->ids == NULL
      || !desk_ticket_messages_move (transaction, parting->ids, parting->target, parting->source, error)
      || !desk_search_lead (transaction->db, merge->source_id, merge->target_id, TRUE, error))
    return FALSE;
  parting->source_after = desk_entity_copy (parting->source);
  parting->target_after = desk_entity_copy (parting->target);
  revive (parting->source_after, merge->source_before);
  return desk_merge_fields_part (transaction, parting->target_after, merges, merge, error)
         && desk_ticket_messages_recount (transaction, parting->source_after, error)
         && desk_ticket_messages_recount (transaction, parting->target_after, error)
         && desk_merges_delete (transaction->db, merge->source_id, error)
         && desk_load_follow (transaction, parting->source, parting->source_after, error)
         && desk_transaction_update (transaction, parting->source, parting->source_after, DESK_ACTION_UNMERGED, error)
         && desk_transaction_update_noting (transaction, parting->target, parting->target_after, DESK_ACTION_UNMERGED,
                                            "merged_from", get_number (parting->source), error);
}

/**
 * desk_merge_undo:
 * @transaction: a transaction that writes
 * @key: the ticket that was merged into another one
 * @error: %DESK_ERROR_CONFLICT where it is not merged, was so too long ago, or the other one was merged on since
 *
 * What was moved and still stands there goes back, and both are as they would be without the merge. What was written
 * since stays where it is.
 *
 * Returns: (transfer full): the ticket, as it was before
 */
DeskEntity *
desk_merge_undo (DeskTransaction *transaction, const char *key, GError **error)
{
  g_autoptr (DeskEntity) source = desk_transaction_get (transaction, &desk_ticket_kind, key, error);
  const char *target_id = source != NULL ? desk_entity_get_string (source, DESK_TICKET_MERGED_INTO_ID) : NULL;
  g_auto (Parting) parting = { NULL };
  g_autoptr (GPtrArray) merges = NULL;
  DeskMerge *merge;

  if (source == NULL)
    return NULL;
  if (target_id != NULL
      && !desk_ticket_messages_lock_both (transaction, desk_entity_get_id (source), target_id, &parting.source,
                                          &parting.target, error))
    return NULL;
  if (target_id == NULL
      || g_strcmp0 (desk_entity_get_string (parting.source, DESK_TICKET_MERGED_INTO_ID), target_id) != 0)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s is not merged into another one",
                   get_number (source));
      return NULL;
    }
  merges = desk_merges_list (transaction->db, target_id, error);
  if (merges == NULL)
    return NULL;
  merge = find_merge (merges, desk_entity_get_id (source));
  if (!check_undo (transaction, &parting, merge, error) || !undo (transaction, &parting, merges, merge, error))
    return NULL;
  return g_steal_pointer (&parting.source_after);
}
