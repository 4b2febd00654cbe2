/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk/desk-transaction.h"

#include "core/desk-entity-diff.h"
#include "core/desk-error.h"
#include "core/desk-id.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-audit.h"
#include "server/store/desk-feed.h"
#include "server/store/desk-fetch.h"
#include "server/store/desk-search-index.h"

static DeskSubject
get_subject (DeskEntity *entity)
{
  return desk_enum_from_wire (&desk_subject_enum, desk_entity_get_kind (entity)->name);
}

static void
add_change (GPtrArray *changes, const char *field, const char *from, const char *to)
{
  DeskEntity *change = desk_entity_new (&desk_change_kind);

  desk_entity_set_string (change, DESK_CHANGE_FIELD, field);
  desk_entity_set_string (change, DESK_CHANGE_FROM, from);
  desk_entity_set_string (change, DESK_CHANGE_TO, to);
  g_ptr_array_add (changes, change);
}

/* What a new entity begins with. Long texts stand in the entity; the history tells how they change. */
static GPtrArray *
describe_beginning (DeskEntity *entity)
{
  const DeskKind *kind = desk_entity_get_kind (entity);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];
      g_autofree char *text = NULL;

      if (!(field->flags & DESK_FIELD_HISTORY) || field->type == DESK_FIELD_TEXT || field->type == DESK_FIELD_ITEMS)
        continue;
      text = desk_value_dup_text (field, desk_entity_get_value (entity, i));
      if (text != NULL && !(field->type == DESK_FIELD_FLAG && !desk_entity_get_flag (entity, i)))
        add_change (changes, field->name, NULL, text);
    }
  return g_steal_pointer (&changes);
}

static gboolean
append_history (DeskTransaction *self, DeskEntity *entity, DeskAction action, GPtrArray *changes, GError **error)
{
  DeskSubject subject = get_subject (entity);

  return subject == DESK_SUBJECT_UNKNOWN
         || desk_audit_append (self->db, subject, desk_entity_get_id (entity), action, self->viewer, changes, self->now,
                               error);
}

/* An id that the caller made: it has to be new. */
static gboolean
prepare_id (DeskTransaction *self, DeskEntity *entity, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (entity);
  const char *id = desk_entity_get_id (entity);
  gboolean exists;

  if (id == NULL)
    {
      g_autofree char *made = desk_id_new ();

      desk_entity_set_string (entity, DESK_ENTITY_ID, made);
      return TRUE;
    }
  if (!desk_fetch_exists (self->db, kind, id, &exists, error))
    return FALSE;
  if (!exists)
    return TRUE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_CONFLICT, "There already is a %s with the id %s", kind->name, id);
  return FALSE;
}

/**
 * desk_transaction_get:
 * @self: a transaction
 * @kind: what it is
 * @key: its id or number
 * @error: %DESK_ERROR_NOT_FOUND where it is not there or out of the viewer's sight
 *
 * Returns: (transfer full): the entity
 */
DeskEntity *
desk_transaction_get (DeskTransaction *self, const DeskKind *kind, const char *key, GError **error)
{
  return desk_fetch (self->db, self->viewer, kind, key, DESK_FETCH_READ, error);
}

/**
 * desk_transaction_lock:
 * @self: a transaction that writes
 * @kind: what it is
 * @key: its id or number
 * @error: %DESK_ERROR_NOT_FOUND where it is not there or out of the viewer's sight
 *
 * Returns: (transfer full): the entity, which nobody else changes until the transaction ends
 */
DeskEntity *
desk_transaction_lock (DeskTransaction *self, const DeskKind *kind, const char *key, GError **error)
{
  return desk_fetch (self->db, self->viewer, kind, key, DESK_FETCH_LOCK, error);
}

DeskEntity *
desk_transaction_lock_any (DeskTransaction *self, const DeskKind *kind, const char *id, GError **error)
{
  return id != NULL ? desk_fetch_by (self->db, kind, "id", id, DESK_FETCH_LOCK, error) : NULL;
}

/**
 * desk_transaction_insert:
 * @self: a transaction that writes
 * @entity: what is new; gets an id where its maker gave none
 * @action: what the history calls it
 * @error: %DESK_ERROR_CONFLICT where there is one with that id
 *
 * Returns: whether it is stored
 */
gboolean
desk_transaction_insert (DeskTransaction *self, DeskEntity *entity, DeskAction action, GError **error)
{
  g_autoptr (GPtrArray) changes = NULL;

  if (!prepare_id (self, entity, error))
    return FALSE;
  if (!desk_entity_is_set (entity, DESK_ENTITY_CREATED_AT))
    desk_entity_set_time (entity, DESK_ENTITY_CREATED_AT, self->now);
  changes = describe_beginning (entity);
  desk_db_notify (self->db, DESK_TRANSACTION_CHANNEL);
  return desk_rows_insert (self->db, entity, error) && append_history (self, entity, action, changes, error)
         && desk_search_keep (self->db, entity, NULL, error);
}

/**
 * desk_transaction_update:
 * @self: a transaction that writes
 * @before: the entity as it was read
 * @after: the same as it has to be; gets its new version and place in the feed
 * @action: what the history calls it. %DESK_ACTION_UPDATED writes a row only where a field of the history changed;
 * every other action is told in any case.
 * @error: %DESK_ERROR_STALE when somebody else changed it since it was read
 *
 * Returns: whether it is stored
 */
gboolean
desk_transaction_update (DeskTransaction *self,
                         DeskEntity *before,
                         DeskEntity *after,
                         DeskAction action,
                         GError **error)
{
  return desk_transaction_update_because (self, before, after, action, NULL, error);
}

gboolean
desk_transaction_update_because (DeskTransaction *self,
                                 DeskEntity *before,
                                 DeskEntity *after,
                                 DeskAction action,
                                 const char *reason,
                                 GError **error)
{
  return desk_transaction_update_noting (self, before, after, action, "reason", reason, error);
}

/**
 * desk_transaction_update_noting:
 * @self: a transaction that writes
 * @before: the entity as it was read
 * @after: the same as it has to be
 * @action: what the history calls it
 * @name: the field that @note stands in
 * @note: (nullable): what is said besides
 * @error: see desk_transaction_update()
 *
 * Returns: whether it is stored
 */
gboolean
desk_transaction_update_noting (DeskTransaction *self,
                                DeskEntity *before,
                                DeskEntity *after,
                                DeskAction action,
                                const char *name,
                                const char *note,
                                GError **error)
{
  g_autoptr (GPtrArray) changes = desk_entity_diff (before, after);

  if (note != NULL)
    add_change (changes, name, NULL, note);
  if (!desk_entity_equal (before, after))
    {
      desk_db_notify (self->db, DESK_TRANSACTION_CHANNEL);
      if (!desk_rows_update (self->db, after, error)
          || (desk_search_is_touched (before, after) && !desk_search_keep (self->db, after, NULL, error)))
        return FALSE;
    }
  else if (action == DESK_ACTION_UPDATED && note == NULL)
    return TRUE;
  if (action == DESK_ACTION_UPDATED && changes->len == 0)
    return TRUE;
  desk_db_notify (self->db, DESK_TRANSACTION_CHANNEL);
  return append_history (self, after, action, changes, error);
}

/**
 * desk_transaction_delete:
 * @self: a transaction that writes
 * @entity: what goes
 * @customer_id: (nullable): the customer who could see it
 * @error: %DESK_ERROR_CONFLICT where something still needs it
 *
 * Returns: whether it is gone, with a tombstone in the feed and a last row in the history
 */
gboolean
desk_transaction_delete (DeskTransaction *self, DeskEntity *entity, const char *customer_id, GError **error)
{
  const DeskKind *kind = desk_entity_get_kind (entity);
  const char *id = desk_entity_get_id (entity);

  desk_db_notify (self->db, DESK_TRANSACTION_CHANNEL);
  return append_history (self, entity, DESK_ACTION_DELETED, NULL, error) && desk_rows_delete (self->db, kind, id, error)
         && desk_feed_bury (self->db, kind, id, customer_id, error) && desk_search_forget (self->db, id, error);
}
