/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-bulk-item.h"

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-tags.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"
#include "core/entities/desk-ticket-ask.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-bulk.h"
#include "server/desk/desk-escalate.h"
#include "server/desk/desk-resolve.h"
#include "server/desk/desk-rights.h"
#include "server/desk/desk-status.h"
#include "server/desk/desk-ticket-changes.h"
#include "server/desk/desk-ticket-tags.h"

/* What a bulk may change of a ticket, and an undo puts back. */
static const guint fields[] = { DESK_TICKET_STATUS,    DESK_TICKET_ASSIGNED_TO,     DESK_TICKET_DEPARTMENT_ID,
                                DESK_TICKET_TIER,      DESK_TICKET_ESCALATED_TO,    DESK_TICKET_ESCALATED_BY,
                                DESK_TICKET_TAGS,      DESK_TICKET_RESOLUTION_TYPE, DESK_TICKET_RESOLUTION,
                                DESK_TICKET_REFUND,    DESK_TICKET_RESOLVED_BY,     DESK_TICKET_RESOLVED_AT,
                                DESK_TICKET_CLOSED_AT, DESK_TICKET_REOPENED_COUNT,  DESK_TICKET_WAITING_SINCE };

/* One item on its way through an attempt. */
typedef struct
{
  DeskTransaction *transaction;
  const DeskBulk *bulk;
  DeskEntity *ask;
  DeskBulkItem *item;
} Run;

static gboolean
is_same (DeskEntity *a, DeskEntity *b, guint field)
{
  return desk_value_equal (&desk_ticket_kind.fields[field], desk_entity_get_value (a, field),
                           desk_entity_get_value (b, field));
}

static DeskEntity *
set_status (DeskTransaction *transaction, const char *id, DeskTicketStatus to, GError **error)
{
  g_autoptr (DeskEntity) before = desk_transaction_lock (transaction, &desk_ticket_kind, id, error);
  g_autoptr (DeskEntity) after = NULL;

  if (before == NULL)
    return NULL;
  after = desk_entity_copy (before);
  desk_entity_set_enum (after, DESK_TICKET_STATUS, to);
  return desk_status_edit_ticket (transaction, before, after, error) ? g_steal_pointer (&after) : NULL;
}

static DeskEntity *
resolve (DeskTransaction *transaction, const char *id, DeskEntity *ask, GError **error)
{
  g_autoptr (DeskEntity) given = desk_entity_new (&desk_ticket_kind);

  desk_entity_set_value (given, DESK_TICKET_RESOLUTION_TYPE,
                         desk_entity_get_value (ask, DESK_ASK_RESOLVE_RESOLUTION_TYPE));
  desk_entity_set_value (given, DESK_TICKET_RESOLUTION, desk_entity_get_value (ask, DESK_ASK_RESOLVE_RESOLUTION));
  desk_entity_set_value (given, DESK_TICKET_REFUND, desk_entity_get_value (ask, DESK_ASK_RESOLVE_REFUND));
  return desk_resolve_ticket (transaction, id, given, error);
}

static DeskEntity *
act (DeskTransaction *transaction, DeskBulkAction action, const char *id, DeskEntity *ask, GError **error)
{
  guint n;

  switch (action)
    {
    case DESK_BULK_ACTION_ASSIGN:
      return desk_assign_ticket (transaction, id, desk_entity_get_string (ask, DESK_ASK_ASSIGN_AGENT_ID), error);
    case DESK_BULK_ACTION_STATUS:
      return set_status (transaction, id, desk_entity_get_enum (ask, DESK_ASK_STATUS_STATUS), error);
    case DESK_BULK_ACTION_RESOLVE:
      return resolve (transaction, id, ask, error);
    case DESK_BULK_ACTION_ESCALATE:
      return desk_escalate_ticket (transaction, id, desk_entity_get_string (ask, DESK_ASK_ESCALATE_AGENT_ID),
                                   desk_entity_get_string (ask, DESK_ASK_ESCALATE_DEPARTMENT_ID),
                                   desk_entity_get_string (ask, DESK_ASK_ESCALATE_REASON), error);
    case DESK_BULK_ACTION_NOTIFY:
      return desk_ticket_tell (transaction, id, ask, &n, error);
    case DESK_BULK_ACTION_TAG:
      return desk_ticket_tags_change (transaction, id, ask, error);
    case DESK_BULK_ACTION_UNDO:
    case DESK_BULK_ACTION_UNKNOWN:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
note_change (DeskBulkItem *item, DeskEntity *before, DeskEntity *after)
{
  guint changed[G_N_ELEMENTS (fields)];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!is_same (before, after, fields[i]))
      changed[n++] = fields[i];
  g_free (item->before);
  g_free (item->after);
  item->before = desk_entity_dup_fields_json (before, changed, n);
  item->after = desk_entity_dup_fields_json (after, changed, n);
}

static gboolean
do_item (Run *run, DeskEntity *before, GError **error)
{
  g_autoptr (DeskEntity) after = act (run->transaction, run->bulk->action, run->item->ticket_id, run->ask, error);

  if (after == NULL)
    return FALSE;
  note_change (run->item, before, after);
  return TRUE;
}

static gboolean
fail_changed (DeskEntity *ticket, guint field, GError **error)
{
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Ticket %s was changed since (%s)",
               desk_entity_get_string (ticket, DESK_TICKET_NUMBER), desk_ticket_kind.fields[field].name);
  return FALSE;
}

static void
put_back_tags (DeskEntity *ticket, DeskEntity *was, DeskEntity *became)
{
  const char *const *old_tags = desk_entity_get_tags (was, DESK_TICKET_TAGS);
  const char *const *new_tags = desk_entity_get_tags (became, DESK_TICKET_TAGS);
  g_auto (GStrv) added = desk_tags_remove (new_tags, old_tags);
  g_auto (GStrv) removed = desk_tags_remove (old_tags, new_tags);
  g_auto (GStrv) left = desk_tags_remove (desk_entity_get_tags (ticket, DESK_TICKET_TAGS), (const char *const *) added);
  g_auto (GStrv) tags = desk_tags_add ((const char *const *) left, (const char *const *) removed);

  if (tags[0] != NULL)
    desk_entity_set_tags (ticket, DESK_TICKET_TAGS, (const char *const *) tags);
  else
    desk_entity_unset (ticket, DESK_TICKET_TAGS);
}

/* Beyond the window only what the transition table has. */
static gboolean
check_way_back (Run *run, DeskEntity *ticket, DeskEntity *was, gint64 done_at, GError **error)
{
  DeskTicketStatus from = desk_entity_get_enum (ticket, DESK_TICKET_STATUS);
  DeskTicketStatus to = desk_entity_get_enum (was, DESK_TICKET_STATUS);
  g_autoptr (DeskEntity) tried = NULL;

  if (from == to || run->transaction->now - done_at <= DESK_BULK_UNDO_WINDOW)
    return TRUE;
  tried = desk_entity_copy (ticket);
  return desk_ticket_changes_move (run->transaction, tried, to, error);
}

static gboolean
put_back (DeskEntity *ticket, JsonObject *changed, DeskEntity *was, DeskEntity *became, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!json_object_has_member (changed, desk_ticket_kind.fields[fields[i]].name))
        continue;
      if (fields[i] == DESK_TICKET_TAGS)
        put_back_tags (ticket, was, became);
      else if (is_same (ticket, became, fields[i]))
        desk_entity_set_value (ticket, fields[i], desk_entity_get_value (was, fields[i]));
      else
        return fail_changed (ticket, fields[i], error);
    }
  return TRUE;
}

static gboolean
fail_told (DeskEntity *ticket, GError **error)
{
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "What was told about ticket %s can't be taken back",
               desk_entity_get_string (ticket, DESK_TICKET_NUMBER));
  return FALSE;
}

static gboolean
undo_item (Run *run, DeskEntity *before, GError **error)
{
  g_autoptr (DeskBulk) undone = desk_bulks_find (run->transaction->db, run->bulk->undoes, FALSE, error);
  g_autoptr (JsonObject) changed = undone != NULL ? desk_json_parse_object (run->item->before, -1, error) : NULL;
  g_autoptr (JsonObject) made = changed != NULL ? desk_json_parse_object (run->item->after, -1, error) : NULL;
  g_autoptr (DeskEntity) was = desk_entity_copy (before);
  g_autoptr (DeskEntity) became = desk_entity_copy (before);
  g_autoptr (DeskEntity) after = desk_entity_copy (before);

  if (made == NULL)
    return FALSE;
  if (undone->action == DESK_BULK_ACTION_NOTIFY)
    return fail_told (before, error);
  if (!desk_entity_read_json (was, changed, error) || !desk_entity_read_json (became, made, error)
      || !put_back (after, changed, was, became, error)
      || !check_way_back (run, before, after, undone->created_at, error))
    return FALSE;
  return json_object_get_size (changed) == 0
         || desk_ticket_changes_save (run->transaction, before, after, DESK_ACTION_UNDONE, NULL, error);
}

static gboolean
run_item (DeskDbTransaction *db, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (DeskEntity) before =
      desk_transaction_lock (run->transaction, &desk_ticket_kind, run->item->ticket_id, error);

  if (before == NULL || !desk_rights_check (run->transaction, DESK_PERMISSION_TICKETS_ASSIGN, before, error))
    return FALSE;
  return run->bulk->action == DESK_BULK_ACTION_UNDO ? undo_item (run, before, error) : do_item (run, before, error);
}

/**
 * desk_bulk_item_run:
 * @transaction: a transaction that writes, of whoever asked for it
 * @bulk: what is done
 * @ask: (nullable): how, see desk_bulk_get_ask_kind()
 * @item: one of its tickets
 * @error: why that ticket is as it was
 *
 * Returns: whether it is done
 */
gboolean
desk_bulk_item_run (DeskTransaction *transaction,
                    const DeskBulk *bulk,
                    DeskEntity *ask,
                    DeskBulkItem *item,
                    GError **error)
{
  Run run = { transaction, bulk, ask, item };

  return desk_db_attempt (transaction->db, run_item, &run, error);
}
