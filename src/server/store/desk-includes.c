/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-includes.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-scope.h"

/* One reference that is followed. */
typedef struct
{
  const char *name; /* interned */
  guint field;
  guint column;
  GPtrArray *ids; /* owned: of each row, NULL where it refers to nothing */
} Reference;

struct _DeskIncludes
{
  const DeskKind *kind;
  GPtrArray *references; /* owned, of Reference */
  GHashTable *objects;   /* owned: id to JSON */
};

static void
free_reference (gpointer data)
{
  Reference *reference = data;

  g_ptr_array_unref (reference->ids);
  g_free (reference);
}

/* "customer" for customer_id; people by what they are there: "assignee", "escalated_by_agent". */
static char *
dup_name (const DeskField *field)
{
  if (g_str_has_suffix (field->name, "_id"))
    return g_strndup (field->name, strlen (field->name) - strlen ("_id"));
  if (g_str_equal (field->name, "assigned_to"))
    return g_strdup ("assignee");
  return g_strconcat (field->name, "_agent", NULL);
}

static gboolean
is_reference (const DeskField *field)
{
  return field->type == DESK_FIELD_ID && field->of != NULL;
}

static guint
find_column (const DeskKind *kind, guint field)
{
  guint column = 0;

  for (guint i = 0; i < field; i++)
    column += kind->fields[i].type == DESK_FIELD_MONEY ? 2 : 1;
  return column;
}

static char *
dup_choices (const DeskKind *kind)
{
  g_autoptr (GString) choices = g_string_new (NULL);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      g_autofree char *name = is_reference (&kind->fields[i]) ? dup_name (&kind->fields[i]) : NULL;

      if (name != NULL)
        g_string_append_printf (choices, "%s%s", choices->len > 0 ? ", " : "", name);
    }
  return g_string_free (g_steal_pointer (&choices), FALSE);
}

static gboolean
add_reference (DeskIncludes *self, const char *wanted, GError **error)
{
  g_autofree char *choices = NULL;

  for (guint i = 0; i < self->kind->n_fields; i++)
    {
      g_autofree char *name = is_reference (&self->kind->fields[i]) ? dup_name (&self->kind->fields[i]) : NULL;
      Reference *reference;

      if (g_strcmp0 (name, wanted) != 0)
        continue;
      reference = g_new0 (Reference, 1);
      reference->name = g_intern_string (name);
      reference->field = i;
      reference->column = find_column (self->kind, i);
      reference->ids = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->references, reference);
      return TRUE;
    }
  choices = dup_choices (self->kind);
  desk_error_add_field (error, "include", "\"%s\" can't be included; expected were: %s", wanted,
                        *choices != '\0' ? choices : "nothing");
  return FALSE;
}

static void
note_id (DeskIncludes *self, Reference *reference, const char *id)
{
  g_ptr_array_add (reference->ids, g_strdup (id));
  if (id != NULL && !g_hash_table_contains (self->objects, id))
    g_hash_table_insert (self->objects, g_strdup (id), NULL);
}

static GPtrArray *
collect_ids (const Reference *reference)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < reference->ids->len; i++)
    if (reference->ids->pdata[i] != NULL && g_hash_table_add (seen, reference->ids->pdata[i]))
      g_ptr_array_add (ids, reference->ids->pdata[i]);
  return ids;
}

static gboolean
load_reference (DeskIncludes *self,
                const Reference *reference,
                DeskDbTransaction *db,
                const DeskViewer *viewer,
                GError **error)
{
  const DeskKind *kind = self->kind->fields[reference->field].of;
  DeskAudience audience = desk_viewer_get_audience (viewer);
  g_autoptr (GPtrArray) ids = collect_ids (reference);
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autofree char *columns = desk_rows_dup_columns (kind, "t");
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (ids->len == 0)
    return TRUE;
  g_ptr_array_add (ids, NULL);
  desk_sql_add (sql, "SELECT %s FROM %s t WHERE t.id IN (", columns, kind->table);
  desk_sql_add_texts (sql, (const char *const *) ids->pdata);
  desk_sql_add (sql, ") AND ");
  desk_scope_add (sql, kind, "t", viewer);
  statement = desk_sql_query (sql, db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      GString *json = g_string_new (NULL);

      desk_rows_append_json (kind, statement, 0, json, audience);
      g_hash_table_replace (self->objects, g_strdup (desk_db_column_text (statement, DESK_ENTITY_ID)),
                            g_string_free (json, FALSE));
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * desk_includes_new:
 * @kind: what the objects stand beside
 * @values: the values of "include", each a list with commas
 * @error: the field "include" when it names something else
 *
 * Returns: (transfer full): what is wanted, also when it is nothing
 */
DeskIncludes *
desk_includes_new (const DeskKind *kind, const char *const *values, GError **error)
{
  g_autoptr (DeskIncludes) self = g_new0 (DeskIncludes, 1);

  self->kind = kind;
  self->references = g_ptr_array_new_with_free_func (free_reference);
  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      g_auto (GStrv) names = g_strsplit (values[i], ",", 20);

      for (guint j = 0; names[j] != NULL; j++)
        if (!add_reference (self, g_strstrip (names[j]), error))
          return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * desk_includes_free:
 * @self: (transfer full) (nullable): what was wanted
 */
void
desk_includes_free (DeskIncludes *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->references, g_ptr_array_unref);
  g_clear_pointer (&self->objects, g_hash_table_unref);
  g_free (self);
}

void
desk_includes_note_row (DeskIncludes *self, DeskDbStatement *statement, guint first_column)
{
  for (guint i = 0; i < self->references->len; i++)
    {
      Reference *reference = self->references->pdata[i];
      guint column = first_column + reference->column;

      note_id (self, reference,
               desk_db_column_is_null (statement, column) ? NULL : desk_db_column_text (statement, column));
    }
}

void
desk_includes_note_entity (DeskIncludes *self, DeskEntity *entity)
{
  for (guint i = 0; i < self->references->len; i++)
    {
      Reference *reference = self->references->pdata[i];

      note_id (self, reference, desk_entity_get_string (entity, reference->field));
    }
}

gboolean
desk_includes_load (DeskIncludes *self, DeskDbTransaction *db, const DeskViewer *viewer, GError **error)
{
  for (guint i = 0; i < self->references->len; i++)
    if (!load_reference (self, self->references->pdata[i], db, viewer, error))
      return FALSE;
  return TRUE;
}

/**
 * desk_includes_append:
 * @self: what was wanted, loaded
 * @row: a row, from 0, in the order in which they were noted
 * @json: an entity's JSON, which ends with its closing bracket: the objects are put before it
 */
void
desk_includes_append (DeskIncludes *self, guint row, GString *json)
{
  if (self->references->len == 0)
    return;
  g_string_truncate (json, json->len - 1);
  for (guint i = 0; i < self->references->len; i++)
    {
      const Reference *reference = self->references->pdata[i];
      const char *id = reference->ids->pdata[row];
      const char *object = id != NULL ? g_hash_table_lookup (self->objects, id) : NULL;

      desk_json_append_name (json, reference->name);
      g_string_append (json, object != NULL ? object : "null");
    }
  g_string_append_c (json, '}');
}
