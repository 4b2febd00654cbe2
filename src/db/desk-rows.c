/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-rows.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"
#include "db/desk-rows-sql.h"
#include "db/desk-rows-value.h"

static void
bind_entity (DeskDbStatement *statement, guint first_parameter, DeskEntity *entity)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      desk_rows_value_bind (statement, first_parameter, &kind->fields[i], desk_entity_get_value (entity, i));
      first_parameter += desk_rows_value_count_columns (&kind->fields[i]);
    }
}

static gboolean
run_to_end (DeskDbStatement *statement, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  while (desk_db_step (statement, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
fail_not_found (const DeskKind *kind, GError **error)
{
  g_set_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such %s", kind->name);
  return FALSE;
}

static gboolean
check_id (DeskEntity *entity, GError **error)
{
  if (desk_entity_get_id (entity) != NULL)
    return TRUE;
  desk_error_add_field (error, "id", "an id was expected");
  return FALSE;
}

/* An update found no row of that version: why? */
static gboolean
fail_update (DeskDbTransaction *transaction, DeskEntity *entity, const DeskRowsSql *sql, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error, sql->get_version, "s", desk_entity_get_id (entity));
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    g_set_error (error, DESK_ERROR, DESK_ERROR_STALE,
                 "Somebody else changed this %s: it has version %" G_GINT64_FORMAT " now, not %" G_GINT64_FORMAT,
                 sql->kind->name, desk_db_column_integer (statement, 0), desk_entity_get_version (entity));
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    fail_not_found (sql->kind, error);
  return FALSE;
}

/* The later of two with one id is the one that stays; one statement must not write a row twice. */
static gboolean
has_duplicates (GPtrArray *entities, guint first, guint n)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = first; i < first + n; i++)
    if (!g_hash_table_add (ids, (gpointer) desk_entity_get_id (entities->pdata[i])))
      return TRUE;
  return FALSE;
}

static gboolean
upsert_chunk (DeskDbTransaction *transaction, const DeskRowsSql *sql, GPtrArray *entities, guint first, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_prepare (transaction, sql->upsert_chunk, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < DESK_ROWS_CHUNK; i++)
    bind_entity (statement, i * sql->n_columns + 1, entities->pdata[first + i]);
  return run_to_end (statement, error);
}

/**
 * desk_rows_dup_columns:
 * @kind: a kind that is stored
 * @alias: (nullable): what its table is called in the statement
 *
 * Returns: (transfer full): "t.id, t.version, ...", in the order in which desk_rows_read() reads
 */
char *
desk_rows_dup_columns (const DeskKind *kind, const char *alias)
{
  g_return_val_if_fail (kind != NULL, NULL);

  return desk_rows_sql_dup_columns (kind, alias);
}

/**
 * desk_rows_get_columns:
 * @kind: a kind that is stored
 *
 * Returns: (transfer none): desk_rows_dup_columns() for a table that is called t
 */
const char *
desk_rows_get_columns (const DeskKind *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  return desk_rows_sql_get (kind)->columns;
}

/**
 * desk_rows_n_columns:
 * @kind: a kind that is stored
 *
 * Returns: how many columns desk_rows_dup_columns() names
 */
guint
desk_rows_n_columns (const DeskKind *kind)
{
  g_return_val_if_fail (kind != NULL, 0);

  return desk_rows_sql_count_columns (kind);
}

/**
 * desk_rows_dup_create_table:
 * @kind: a kind that is stored
 *
 * Returns: (transfer full): a statement that makes its table where there is none, without indexes; for either engine
 */
char *
desk_rows_dup_create_table (const DeskKind *kind)
{
  g_return_val_if_fail (kind != NULL && kind->table != NULL, NULL);

  return desk_rows_sql_dup_create_table (kind);
}

/**
 * desk_rows_read:
 * @kind: what the row is
 * @statement: a statement on a row
 * @first_column: where the kind's columns begin
 * @error: %DESK_ERROR_INTERNAL when the row holds what this version does not know
 *
 * Returns: (transfer full): the entity
 */
DeskEntity *
desk_rows_read (const DeskKind *kind, DeskDbStatement *statement, guint first_column, GError **error)
{
  g_autoptr (DeskEntity) entity = NULL;

  g_return_val_if_fail (kind != NULL && statement != NULL, NULL);

  entity = desk_entity_new (kind);
  for (guint i = 0; i < kind->n_fields; i++)
    {
      DeskValue value;

      if (!desk_rows_value_read (kind, &kind->fields[i], statement, first_column, &value, error))
        return NULL;
      desk_entity_take_value (entity, i, &value);
      first_column += desk_rows_value_count_columns (&kind->fields[i]);
    }
  return g_steal_pointer (&entity);
}

/**
 * desk_rows_append_json:
 * @kind: what the row is
 * @statement: a statement on a row
 * @first_column: where the kind's columns begin
 * @json: where to write
 * @audience: who will read it
 *
 * Writes the same object as desk_entity_append_json() would, without making the entity.
 */
void
desk_rows_append_json (const DeskKind *kind,
                       DeskDbStatement *statement,
                       guint first_column,
                       GString *json,
                       DeskAudience audience)
{
  g_return_if_fail (kind != NULL && statement != NULL && json != NULL);

  g_string_append_c (json, '{');
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const DeskField *field = &kind->fields[i];

      if (desk_field_is_for (field, audience))
        {
          desk_json_append_name (json, field->name);
          desk_rows_value_append_json (field, statement, first_column, json);
        }
      first_column += desk_rows_value_count_columns (field);
    }
  g_string_append_c (json, '}');
}

/**
 * desk_rows_get:
 * @transaction: an open transaction
 * @kind: what to look for
 * @id: its id
 * @error: %DESK_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the entity, whoever asks: who may see it is for the caller to decide
 */
DeskEntity *
desk_rows_get (DeskDbTransaction *transaction, const DeskKind *kind, const char *id, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (transaction != NULL && kind != NULL, NULL);

  statement = desk_db_query (transaction, error, desk_rows_sql_get (kind)->select, "s", id);
  if (statement == NULL)
    return NULL;
  if (desk_db_step (statement, &local_error))
    return desk_rows_read (kind, statement, 0, error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    fail_not_found (kind, error);
  return NULL;
}

/**
 * desk_rows_insert:
 * @transaction: an open transaction that writes
 * @entity: with its id
 * @error: %DESK_ERROR_CONFLICT when a constraint refuses it
 *
 * Inserts an entity as version 1. When this succeeds, @entity says what the row says; else it is as it was.
 *
 * Returns: whether it is inserted
 */
gboolean
desk_rows_insert (DeskDbTransaction *transaction, DeskEntity *entity, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  gint64 now = desk_time_now ();
  gint64 created_at;
  gint64 seq;

  g_return_val_if_fail (transaction != NULL && DESK_IS_ENTITY (entity), FALSE);

  if (!check_id (entity, error))
    return FALSE;
  created_at =
      desk_entity_is_set (entity, DESK_ENTITY_CREATED_AT) ? desk_entity_get_time (entity, DESK_ENTITY_CREATED_AT) : now;
  statement = desk_db_prepare (transaction, desk_rows_sql_get (desk_entity_get_kind (entity))->insert, error);
  if (statement == NULL || (seq = desk_db_next_seq (transaction, error)) == 0)
    return FALSE;
  bind_entity (statement, 1, entity);
  desk_db_bind_integer (statement, DESK_ENTITY_VERSION + 1, 1);
  desk_db_bind_integer (statement, DESK_ENTITY_SEQ + 1, seq);
  desk_db_bind_integer (statement, DESK_ENTITY_CREATED_AT + 1, created_at);
  desk_db_bind_integer (statement, DESK_ENTITY_UPDATED_AT + 1, now);
  if (!run_to_end (statement, error))
    return FALSE;
  desk_entity_set_integer (entity, DESK_ENTITY_VERSION, 1);
  desk_entity_set_integer (entity, DESK_ENTITY_SEQ, seq);
  desk_entity_set_time (entity, DESK_ENTITY_CREATED_AT, created_at);
  desk_entity_set_time (entity, DESK_ENTITY_UPDATED_AT, now);
  return TRUE;
}

/**
 * desk_rows_update:
 * @transaction: an open transaction that writes
 * @entity: with the version that it was read with
 * @error: %DESK_ERROR_STALE when the row has another version now, %DESK_ERROR_NOT_FOUND, %DESK_ERROR_CONFLICT
 *
 * Writes an entity as its next version. When this succeeds, @entity says what the row says; else it is as it was.
 *
 * Returns: whether it is updated
 */
gboolean
desk_rows_update (DeskDbTransaction *transaction, DeskEntity *entity, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;
  const DeskRowsSql *sql;
  gint64 version;
  gint64 now = desk_time_now ();
  gint64 seq;

  g_return_val_if_fail (transaction != NULL && DESK_IS_ENTITY (entity), FALSE);

  if (!check_id (entity, error))
    return FALSE;
  sql = desk_rows_sql_get (desk_entity_get_kind (entity));
  version = desk_entity_get_version (entity);
  statement = desk_db_prepare (transaction, sql->update, error);
  if (statement == NULL || (seq = desk_db_next_seq (transaction, error)) == 0)
    return FALSE;
  bind_entity (statement, 1, entity);
  desk_db_bind_integer (statement, DESK_ENTITY_VERSION + 1, version + 1);
  desk_db_bind_integer (statement, DESK_ENTITY_SEQ + 1, seq);
  desk_db_bind_integer (statement, DESK_ENTITY_UPDATED_AT + 1, now);
  desk_db_bind_integer (statement, sql->n_columns + 1, version);
  if (!run_to_end (statement, error))
    return FALSE;
  if (desk_db_get_changes (transaction) == 0)
    return fail_update (transaction, entity, sql, error);
  desk_entity_set_integer (entity, DESK_ENTITY_VERSION, version + 1);
  desk_entity_set_integer (entity, DESK_ENTITY_SEQ, seq);
  desk_entity_set_time (entity, DESK_ENTITY_UPDATED_AT, now);
  return TRUE;
}

/**
 * desk_rows_upsert:
 * @transaction: an open transaction that writes
 * @entity: with its id
 * @error: %DESK_ERROR_CONFLICT when another constraint than the id's refuses it
 *
 * Writes the entity as it is, version and seq included, over whatever is there.
 *
 * Returns: whether it is written
 */
gboolean
desk_rows_upsert (DeskDbTransaction *transaction, DeskEntity *entity, GError **error)
{
  g_autoptr (DeskDbStatement) statement = NULL;

  g_return_val_if_fail (transaction != NULL && DESK_IS_ENTITY (entity), FALSE);

  if (!check_id (entity, error))
    return FALSE;
  statement = desk_db_prepare (transaction, desk_rows_sql_get (desk_entity_get_kind (entity))->upsert, error);
  if (statement == NULL)
    return FALSE;
  bind_entity (statement, 1, entity);
  return run_to_end (statement, error);
}

/**
 * desk_rows_upsert_many:
 * @transaction: an open transaction that writes
 * @entities: (element-type DeskEntity): of one kind
 * @error: as for desk_rows_upsert()
 *
 * Writes many entities as they are, in their order, several with one statement.
 *
 * Returns: whether all of them are written
 */
gboolean
desk_rows_upsert_many (DeskDbTransaction *transaction, GPtrArray *entities, GError **error)
{
  const DeskRowsSql *sql;
  guint done = 0;

  g_return_val_if_fail (transaction != NULL && entities != NULL, FALSE);

  if (entities->len == 0)
    return TRUE;
  sql = desk_rows_sql_get (desk_entity_get_kind (entities->pdata[0]));
  for (guint i = 0; i < entities->len; i++)
    {
      g_return_val_if_fail (desk_entity_get_kind (entities->pdata[i]) == sql->kind, FALSE);
      if (!check_id (entities->pdata[i], error))
        return FALSE;
    }
  while (done < entities->len)
    {
      if (entities->len - done >= DESK_ROWS_CHUNK && !has_duplicates (entities, done, DESK_ROWS_CHUNK))
        {
          if (!upsert_chunk (transaction, sql, entities, done, error))
            return FALSE;
          done += DESK_ROWS_CHUNK;
        }
      else if (!desk_rows_upsert (transaction, entities->pdata[done++], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * desk_rows_delete:
 * @transaction: an open transaction that writes
 * @kind: what to delete
 * @id: its id
 * @error: %DESK_ERROR_NOT_FOUND; %DESK_ERROR_CONFLICT when others refer to it
 *
 * Returns: whether there was such a row
 */
gboolean
desk_rows_delete (DeskDbTransaction *transaction, const DeskKind *kind, const char *id, GError **error)
{
  g_return_val_if_fail (transaction != NULL && kind != NULL, FALSE);

  if (!desk_db_execute (transaction, error, desk_rows_sql_get (kind)->delete, "s", id))
    return FALSE;
  return desk_db_get_changes (transaction) > 0 || fail_not_found (kind, error);
}
