/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-bulk.h"

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "core/entities/desk-ticket-ask.h"
#include "server/desk/desk-assign.h"
#include "server/desk/desk-bulk-item.h"
#include "server/desk/desk-ticket-tags.h"
#include "server/store/desk-fetch.h"

/* So many tickets are one transaction of a job. */
#define STEP 20

static const DeskKind *const ask_kinds[] = {
  [DESK_BULK_ACTION_ASSIGN] = &desk_ask_assign_kind,   [DESK_BULK_ACTION_STATUS] = &desk_ask_status_kind,
  [DESK_BULK_ACTION_RESOLVE] = &desk_ask_resolve_kind, [DESK_BULK_ACTION_ESCALATE] = &desk_ask_escalate_kind,
  [DESK_BULK_ACTION_NOTIFY] = &desk_ask_notify_kind,   [DESK_BULK_ACTION_TAG] = &desk_ask_tag_kind,
};

/* Only what was given: an empty list of tags is something else than none. */
static char *
dup_ask (DeskEntity *ask)
{
  const DeskKind *kind = desk_entity_get_kind (ask);
  g_autofree guint *fields = g_new (guint, kind->n_fields);
  guint n = 0;

  for (guint i = 0; i < kind->n_fields; i++)
    if (desk_entity_is_set (ask, i))
      fields[n++] = i;
  return desk_entity_dup_fields_json (ask, fields, n);
}

static DeskEntity *
read_ask (const DeskBulk *bulk, GError **error)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (bulk->ask, -1, error);
  g_autoptr (DeskEntity) ask = NULL;

  if (object == NULL)
    return NULL;
  ask = desk_entity_new (ask_kinds[bulk->action]);
  return desk_entity_read_json (ask, object, error) ? g_steal_pointer (&ask) : NULL;
}

/* Why an item was refused is told with it; that the database can't go on now is no refusal. */
static gboolean
is_refusal (const GError *error)
{
  return error->domain == DESK_ERROR && error->code != DESK_ERROR_UNAVAILABLE && error->code != DESK_ERROR_INTERNAL;
}

static gboolean
run_items (DeskTransaction *transaction, DeskBulk *bulk, GPtrArray *items, GError **error)
{
  gboolean is_undo = bulk->action == DESK_BULK_ACTION_UNDO;
  g_autoptr (DeskEntity) ask = is_undo ? NULL : read_ask (bulk, error);

  if (ask == NULL && !is_undo)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      DeskBulkItem *item = items->pdata[i];

      if (!desk_bulk_item_run (transaction, bulk, ask, item, &item->error) && !is_refusal (item->error))
        {
          g_propagate_error (error, g_steal_pointer (&item->error));
          return FALSE;
        }
      if (!desk_bulks_finish_item (transaction->db, bulk->id, item, error))
        return FALSE;
      bulk->done++;
      bulk->failed += item->error != NULL;
    }
  return TRUE;
}

/* Goes on for at most @n tickets. */
static gboolean
go_on (DeskTransaction *transaction, DeskBulk *bulk, guint n, GError **error)
{
  g_autoptr (GPtrArray) items = desk_bulks_list_items (transaction->db, bulk->id, FALSE, 0, n, error);

  if (items == NULL || !run_items (transaction, bulk, items, error))
    return FALSE;
  if (items->len < n || bulk->done >= bulk->total)
    {
      bulk->status = DESK_BULK_STATUS_DONE;
      bulk->finished_at = transaction->now;
    }
  return desk_bulks_update (transaction->db, bulk, error);
}

/* Few are done at once; of many the caller is told where to see how far they are. */
static gboolean
start (DeskTransaction *transaction, DeskBulk *bulk, GError **error)
{
  if (bulk->total <= DESK_BULK_MAX_DIRECT)
    return go_on (transaction, bulk, DESK_BULK_MAX_DIRECT + 1, error);
  desk_db_notify (transaction->db, DESK_BULK_CHANNEL);
  return TRUE;
}

static DeskBulk *
new_bulk (DeskTransaction *transaction, DeskBulkAction action)
{
  DeskBulk *bulk = g_new0 (DeskBulk, 1);

  bulk->id = desk_id_new ();
  bulk->action = action;
  bulk->status = DESK_BULK_STATUS_RUNNING;
  bulk->performed_by = g_strdup (transaction->viewer->id != NULL ? transaction->viewer->id : "");
  bulk->created_at = transaction->now;
  return bulk;
}

/* What would be wrong with every ticket alike is told before anything is begun. */
static gboolean
check_ask (DeskTransaction *transaction, DeskBulkAction action, DeskEntity *ask, GError **error)
{
  const char *agent_id;
  g_autoptr (DeskEntity) agent = NULL;

  if (action == DESK_BULK_ACTION_TAG)
    return desk_ticket_tags_check (ask, error);
  agent_id = action == DESK_BULK_ACTION_ASSIGN ? desk_entity_get_string (ask, DESK_ASK_ASSIGN_AGENT_ID) : NULL;
  if (agent_id == NULL)
    return TRUE;
  agent = desk_assign_check_agent (transaction, agent_id, "agent_id", error);
  return agent != NULL;
}

/* Whoever asked for it, as they are today: who may less since then gets no more than that. */
static DeskViewer *
read_performer (DeskTransaction *transaction, const DeskBulk *bulk, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskEntity) agent =
      desk_fetch_by (transaction->db, &desk_agent_kind, "id", bulk->performed_by, DESK_FETCH_READ, &local_error);
  DeskViewer *viewer;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  viewer = g_new0 (DeskViewer, 1);
  viewer->id = g_strdup (bulk->performed_by);
  if (agent == NULL)
    return viewer;
  viewer->role = desk_entity_get_enum (agent, DESK_AGENT_ROLE);
  viewer->name = g_strdup (desk_entity_get_string (agent, DESK_AGENT_NAME));
  viewer->department_id = g_strdup (desk_entity_get_string (agent, DESK_AGENT_DEPARTMENT_ID));
  viewer->tier = (int) desk_entity_get_integer (agent, DESK_AGENT_TIER);
  viewer->is_approved = desk_entity_get_flag (agent, DESK_AGENT_IS_APPROVED);
  return viewer;
}

static DeskBulk *
find_own (DeskTransaction *transaction, const char *id, gboolean is_locked, GError **error)
{
  const DeskViewer *viewer = transaction->viewer;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskBulk) bulk = desk_bulks_find (transaction->db, id, is_locked, &local_error);

  if (bulk != NULL
      && (viewer->is_system || viewer->role == DESK_ROLE_ADMIN || g_strcmp0 (bulk->performed_by, viewer->id) == 0))
    return g_steal_pointer (&bulk);
  if (local_error == NULL)
    local_error = g_error_new (DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no job %s", id);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
check_undo (const DeskBulk *bulk, GError **error)
{
  const char *trouble = NULL;

  if (bulk->undoes != NULL)
    trouble = "is itself an undo";
  else if (bulk->undone_by != NULL)
    trouble = "was undone already";
  else if (bulk->status != DESK_BULK_STATUS_DONE)
    trouble = "is not done yet";
  if (trouble != NULL)
    g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "Job %s %s", bulk->id, trouble);
  return trouble == NULL;
}

const DeskKind *
desk_bulk_get_ask_kind (DeskBulkAction action)
{
  return ask_kinds[action];
}

/**
 * desk_bulk_begin:
 * @transaction: a transaction that writes
 * @action: what is done
 * @ask: how, read from what the caller gave
 * @ticket_ids: (element-type utf8): the tickets, each of which succeeds or fails by itself
 * @error: every field that would be wrong for all of them
 *
 * Returns: (transfer full): the bulk; done where there are no more than %DESK_BULK_MAX_DIRECT
 */
DeskBulk *
desk_bulk_begin (DeskTransaction *transaction,
                 DeskBulkAction action,
                 DeskEntity *ask,
                 GPtrArray *ticket_ids,
                 GError **error)
{
  g_autoptr (DeskBulk) bulk = new_bulk (transaction, action);

  if (!check_ask (transaction, action, ask, error))
    return NULL;
  bulk->ask = dup_ask (ask);
  bulk->total = ticket_ids->len;
  if (!desk_bulks_insert (transaction->db, bulk, ticket_ids, error) || !start (transaction, bulk, error))
    return NULL;
  return g_steal_pointer (&bulk);
}

/**
 * desk_bulk_begin_undo:
 * @transaction: a transaction that writes
 * @id: a bulk
 * @error: %DESK_ERROR_CONFLICT where it is not done yet, was undone already, or is an undo itself
 *
 * Of each ticket that the bulk changed, what it changed is put back, unless somebody has changed that since. What was
 * told can't be taken back.
 *
 * Returns: (transfer full): the bulk that does it
 */
DeskBulk *
desk_bulk_begin_undo (DeskTransaction *transaction, const char *id, GError **error)
{
  g_autoptr (DeskBulk) undone = find_own (transaction, id, TRUE, error);
  g_autoptr (DeskBulk) bulk = NULL;

  if (undone == NULL || !check_undo (undone, error))
    return NULL;
  bulk = new_bulk (transaction, DESK_BULK_ACTION_UNDO);
  bulk->ask = g_strdup ("{}");
  bulk->undoes = g_strdup (undone->id);
  if (!desk_bulks_insert_undo (transaction->db, bulk, error) || !start (transaction, bulk, error))
    return NULL;
  return g_steal_pointer (&bulk);
}

DeskBulk *
desk_bulk_get (DeskTransaction *transaction, const char *id, GError **error)
{
  return find_own (transaction, id, FALSE, error);
}

GPtrArray *
desk_bulk_list_done (DeskTransaction *transaction, const char *id, gint64 after, guint limit, GError **error)
{
  return desk_bulks_list_items (transaction->db, id, TRUE, after, limit, error);
}

/**
 * desk_bulk_step:
 * @transaction: a transaction that writes
 * @more: (type gboolean): whether there was a job to go on with
 * @error: when the database fails
 *
 * A few tickets and how it went with them are one transaction: a server that is killed goes on behind the last of them,
 * and does none twice.
 *
 * Returns: whether to commit
 */
gboolean
desk_bulk_step (DeskTransaction *transaction, gpointer more, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DeskBulk) bulk = desk_bulks_find_running (transaction->db, &local_error);
  g_autoptr (DeskViewer) performer = NULL;
  DeskTransaction by_performer = *transaction;

  *(gboolean *) more = bulk != NULL;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (bulk == NULL)
    return TRUE;
  performer = read_performer (transaction, bulk, error);
  if (performer == NULL)
    return FALSE;
  by_performer.viewer = performer;
  return go_on (&by_performer, bulk, STEP, error);
}
