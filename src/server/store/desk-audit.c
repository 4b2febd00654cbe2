/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-audit.h"

#include "core/desk-entity-json.h"
#include "core/desk-id.h"
#include "core/desk-time.h"
#include "core/entities/desk-history.h"
#include "db/desk-rows.h"

/* Times are told in milliseconds, and the rows of one entity have to stay in order for everybody. */
#define STEP (DESK_TIME_SECOND / 1000)

/* Holds the end of the chain; one is made where there is none. */
static const char sql_hold_head[] = "INSERT INTO history_heads (entity_id, at, hash) VALUES ($1, 0, '') "
                                    "ON CONFLICT (entity_id) DO UPDATE SET at = history_heads.at RETURNING at, hash";
static const char sql_set_head[] = "UPDATE history_heads SET at = $1, hash = $2 WHERE entity_id = $3";
static const char sql_last[] = "SELECT at, hash FROM history WHERE entity_id = $1 ORDER BY at DESC LIMIT 1";
static const char sql_find[] = "SELECT 1 FROM history WHERE entity_id = $1 AND hash = $2";
static const char sql_lost[] = "SELECT entity_id FROM history_heads h WHERE hash <> '' AND NOT EXISTS "
                               "(SELECT 1 FROM history r WHERE r.entity_id = h.entity_id) ORDER BY entity_id";
static const char sql_head[] = "SELECT hash FROM history_heads WHERE entity_id = $1";

/* What a chain has come to, while it is checked. */
typedef struct
{
  DeskDbTransaction *db;
  GPtrArray *faults;
  char *entity_id; /* owned */
  char *hash;      /* owned */
} Chain;

static gboolean
read_link (DeskDbTransaction *db, const char *sql, const char *entity_id, gint64 *at, char **hash, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "s", entity_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    {
      *at = desk_db_column_integer (statement, 0);
      g_free (*hash);
      *hash = g_strdup (desk_db_column_text (statement, 1));
      desk_db_step (statement, &local_error);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Rows that were imported have no head yet. */
static gboolean
hold_chain (DeskDbTransaction *db, const char *entity_id, gint64 *at, char **hash, GError **error)
{
  if (!read_link (db, sql_hold_head, entity_id, at, hash, error))
    return FALSE;
  return *at != 0 || read_link (db, sql_last, entity_id, at, hash, error);
}

static DeskEntity *
make_row (DeskSubject subject,
          const char *entity_id,
          DeskAction action,
          const DeskViewer *performer,
          GPtrArray *changes,
          gint64 at)
{
  DeskEntity *row = desk_entity_new (&desk_history_kind);
  g_autofree char *id = desk_id_new ();

  desk_entity_set_string (row, DESK_ENTITY_ID, id);
  desk_entity_set_time (row, DESK_ENTITY_CREATED_AT, at);
  desk_entity_set_enum (row, DESK_HISTORY_ENTITY_KIND, subject);
  desk_entity_set_string (row, DESK_HISTORY_ENTITY_ID, entity_id);
  desk_entity_set_enum (row, DESK_HISTORY_ACTION, action);
  desk_entity_set_string (row, DESK_HISTORY_PERFORMED_BY, performer->id);
  desk_entity_set_string (row, DESK_HISTORY_PERFORMED_BY_NAME, performer->name);
  desk_entity_set_items (row, DESK_HISTORY_DETAILS, changes);
  desk_entity_set_time (row, DESK_HISTORY_AT, at);
  return row;
}

static void
add_fault (Chain *chain, const char *entity_id, const char *history_id, const char *what)
{
  DeskAuditFault *fault = g_new0 (DeskAuditFault, 1);

  fault->entity_id = g_strdup (entity_id);
  fault->history_id = g_strdup (history_id);
  fault->what = g_strdup (what);
  g_ptr_array_add (chain->faults, fault);
}

static void
clear_chain (Chain *chain)
{
  g_clear_pointer (&chain->entity_id, g_free);
  g_clear_pointer (&chain->hash, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, clear_chain)

static gboolean
end_chain (Chain *chain, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (chain->entity_id == NULL)
    return TRUE;
  statement = desk_db_query (chain->db, error, sql_head, "s", chain->entity_id);
  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error) && g_strcmp0 (desk_db_column_text (statement, 0), chain->hash) != 0)
    add_fault (chain, chain->entity_id, NULL, "its last rows were removed or moved");
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What a row follows is not what stands before it: it is gone, or it stands elsewhere. */
static gboolean
explain_break (Chain *chain, DeskEntity *row, GError **error)
{
  const char *prev_hash = desk_entity_get_string (row, DESK_HISTORY_PREV_HASH);
  g_autoptr (DeskDbStatement) statement = desk_db_query (chain->db, error, sql_find, "ss", chain->entity_id, prev_hash);
  g_autoptr (GError) local_error = NULL;
  gboolean is_there;

  if (statement == NULL)
    return FALSE;
  is_there = desk_db_step (statement, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (prev_hash == NULL)
    add_fault (chain, chain->entity_id, desk_entity_get_id (row), "it was the first, and now a row stands before it");
  else if (is_there)
    add_fault (chain, chain->entity_id, desk_entity_get_id (row), "the row that it follows does not stand before it");
  else
    add_fault (chain, chain->entity_id, desk_entity_get_id (row), "the row that it follows was removed");
  return TRUE;
}

/* Chains of which not one row is left. */
static gboolean
find_lost_chains (Chain *chain, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (chain->db, error, sql_lost, "");
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    add_fault (chain, desk_db_column_text (statement, 0), NULL, "all of its rows were removed");
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_row (Chain *chain, DeskEntity *row, GError **error)
{
  const char *entity_id = desk_entity_get_string (row, DESK_HISTORY_ENTITY_ID);
  const char *hash = desk_entity_get_string (row, DESK_HISTORY_HASH);
  g_autofree char *expected = desk_audit_dup_hash (row);

  if (g_strcmp0 (chain->entity_id, entity_id) != 0)
    {
      if (!end_chain (chain, error))
        return FALSE;
      clear_chain (chain);
      chain->entity_id = g_strdup (entity_id);
    }
  if (g_strcmp0 (expected, hash) != 0)
    add_fault (chain, entity_id, desk_entity_get_id (row), "this row was changed");
  if (g_strcmp0 (desk_entity_get_string (row, DESK_HISTORY_PREV_HASH), chain->hash) != 0
      && !explain_break (chain, row, error))
    return FALSE;
  g_free (chain->hash);
  chain->hash = g_strdup (hash);
  return TRUE;
}

/**
 * desk_audit_fault_free:
 * @self: (transfer full) (nullable): a fault
 */
void
desk_audit_fault_free (DeskAuditFault *self)
{
  if (self == NULL)
    return;
  g_free (self->entity_id);
  g_free (self->history_id);
  g_free (self->what);
  g_free (self);
}

/**
 * desk_audit_dup_hash:
 * @history: a row of the history with its prev_hash
 *
 * Returns: (transfer full): what its hash has to be. What the feed and the store keep for themselves (seq, version,
 *   updated_at) is not part of it.
 */
char *
desk_audit_dup_hash (DeskEntity *history)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *prev_hash = desk_entity_get_string (history, DESK_HISTORY_PREV_HASH);

  g_string_append (text, prev_hash != NULL ? prev_hash : "");
  for (guint i = 0; i < desk_history_kind.n_fields; i++)
    {
      if (i == DESK_ENTITY_SEQ || i == DESK_ENTITY_VERSION || i == DESK_ENTITY_UPDATED_AT || i == DESK_HISTORY_PREV_HASH
          || i == DESK_HISTORY_HASH)
        continue;
      g_string_append_c (text, '\n');
      desk_value_append_json (&desk_history_kind.fields[i], desk_entity_get_value (history, i), text);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, text->len);
}

gboolean
desk_audit_append (DeskDbTransaction *db,
                   DeskSubject subject,
                   const char *entity_id,
                   DeskAction action,
                   const DeskViewer *performer,
                   GPtrArray *changes,
                   gint64 now,
                   GError **error)
{
  g_autofree char *last_hash = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (DeskEntity) row = NULL;
  gint64 last_at = 0, at;

  if (!hold_chain (db, entity_id, &last_at, &last_hash, error))
    return FALSE;
  at = MAX (now, last_at + STEP);
  row = make_row (subject, entity_id, action, performer, changes, at);
  if (last_hash != NULL && *last_hash != '\0')
    desk_entity_set_string (row, DESK_HISTORY_PREV_HASH, last_hash);
  hash = desk_audit_dup_hash (row);
  desk_entity_set_string (row, DESK_HISTORY_HASH, hash);
  return desk_rows_insert (db, row, error) && desk_db_execute (db, error, sql_set_head, "iss", at, hash, entity_id);
}

GPtrArray *
desk_audit_list (DeskDbTransaction *db, const char *entity_id, GError **error)
{
  g_autofree char *columns = desk_rows_dup_columns (&desk_history_kind, "h");
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM history h WHERE h.entity_id = $1 ORDER BY h.at", columns);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "s", entity_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    {
      DeskEntity *row = desk_rows_read (&desk_history_kind, statement, 0, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  if (local_error == NULL)
    return g_steal_pointer (&rows);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

gboolean
desk_audit_verify (DeskDbTransaction *db, GPtrArray *faults, GError **error)
{
  g_autofree char *columns = desk_rows_dup_columns (&desk_history_kind, "h");
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM history h ORDER BY h.entity_id, h.at", columns);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql, "");
  g_auto (Chain) chain = { .db = db, .faults = faults };
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      g_autoptr (DeskEntity) row = desk_rows_read (&desk_history_kind, statement, 0, error);

      if (row == NULL || !check_row (&chain, row, error))
        return FALSE;
    }
  if (local_error == NULL)
    return end_chain (&chain, error) && find_lost_chains (&chain, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
