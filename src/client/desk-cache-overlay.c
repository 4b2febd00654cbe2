/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-overlay.h"

#include "client/desk-command-show.h"
#include "core/desk-entity-json.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"

/* One entity that is, or was, shown otherwise than the server has it. */
typedef struct
{
  const DeskKind *kind;
  DeskEntity *base;  /* owned; NULL: the server has none */
  DeskEntity *shown; /* owned; NULL: nothing is shown */
  gboolean is_new;   /* it has no row among the bases yet */
  gboolean is_used;  /* a command concerns it */
} Place;

typedef struct
{
  DeskCacheWriter *writer;
  GHashTable *places; /* owned: id -> Place */
  GError *error;
} Laying;

static void
free_place (gpointer data)
{
  Place *place = data;

  g_clear_object (&place->base);
  g_clear_object (&place->shown);
  g_free (place);
}

static Place *
add_place (Laying *laying, const DeskKind *kind, const char *id, DeskEntity *base, gboolean is_new)
{
  Place *place = g_new0 (Place, 1);

  place->kind = kind;
  place->base = base;
  place->shown = base != NULL ? desk_entity_copy (base) : NULL;
  place->is_new = is_new;
  g_hash_table_insert (laying->places, g_strdup (id), place);
  return place;
}

static DeskEntity *
parse_base (const DeskKind *kind, const char *json, GError **error)
{
  g_autoptr (JsonObject) object = desk_pending_read (json);
  g_autoptr (DeskEntity) base = desk_entity_new (kind);

  return desk_entity_read_json (base, object, error) ? g_steal_pointer (&base) : NULL;
}

static gboolean
read_bases (Laying *laying, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (laying->writer->transaction, error, "SELECT id, kind, row FROM overlay_bases", "");
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      const DeskKind *kind = desk_kind_by_name (desk_db_column_text (statement, 1));
      const char *json = desk_db_column_text (statement, 2);
      DeskEntity *base = NULL;

      if (kind == NULL)
        continue;
      if (json != NULL)
        base = parse_base (kind, json, &local_error);
      if (local_error != NULL)
        break;
      add_place (laying, kind, desk_db_column_text (statement, 0), base, FALSE);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* What has no base yet is shown as the server has it. */
static Place *
find_place (Laying *laying, const DeskKind *kind, const char *id)
{
  Place *place = g_hash_table_lookup (laying->places, id);
  DeskEntity *base;

  if (place == NULL && laying->error == NULL)
    {
      base = desk_cache_writer_read (laying->writer, kind, id, &laying->error);
      place = add_place (laying, kind, id, base, TRUE);
    }
  if (place != NULL)
    place->is_used = TRUE;
  return place;
}

static DeskEntity *
get_shown (gpointer data, const DeskKind *kind, const char *id)
{
  Place *place = find_place (data, kind, id);

  return place != NULL ? place->shown : NULL;
}

static void
put_shown (gpointer data, DeskEntity *entity)
{
  Place *place = find_place (data, desk_entity_get_kind (entity), desk_entity_get_id (entity));

  if (place != NULL && place->shown == NULL)
    place->shown = entity;
  else
    g_object_unref (entity);
}

static gboolean
keep_base (Laying *laying, const char *id, Place *place, GError **error)
{
  g_autoptr (GString) json = NULL;

  if (!place->is_used)
    return place->is_new
           || desk_db_execute (laying->writer->transaction, error, "DELETE FROM overlay_bases WHERE id = $1", "s", id);
  if (!place->is_new)
    return TRUE;
  if (place->base != NULL)
    {
      json = g_string_new (NULL);
      desk_entity_append_json (place->base, json, DESK_AUDIENCE_STAFF);
    }
  return desk_db_execute (laying->writer->transaction, error,
                          "INSERT INTO overlay_bases (id, kind, row) VALUES ($1, $2, $3)", "sss", id, place->kind->name,
                          json != NULL ? json->str : NULL);
}

/* Writes only what differs, so that nothing flickers. */
static gboolean
show_place (Laying *laying, const char *id, Place *place, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (DeskEntity) before = desk_cache_writer_read (laying->writer, place->kind, id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (place->shown == NULL)
    return before == NULL || desk_cache_writer_hide (laying->writer, place->kind, id, error);
  return (before != NULL && desk_entity_equal (before, place->shown))
         || desk_cache_writer_show (laying->writer, place->shown, error);
}

static gboolean
write_places (Laying *laying, GError **error)
{
  GHashTableIter iter;
  gpointer id, place;

  g_hash_table_iter_init (&iter, laying->places);
  while (g_hash_table_iter_next (&iter, &id, &place))
    if (!keep_base (laying, id, place, error) || !show_place (laying, id, place, error))
      return FALSE;
  return TRUE;
}

/**
 * desk_cache_overlay_lay:
 * @writer: writes the cache
 * @overlay: all commands that are shown as done
 * @error: why it could not be written
 *
 * Returns: whether it is shown
 */
gboolean
desk_cache_overlay_lay (DeskCacheWriter *writer, DeskOverlay *overlay, GError **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_place);
  Laying laying = { .writer = writer, .places = places };
  DeskShow show = { .get = get_shown, .put = put_shown, .data = &laying, .overlay = overlay };

  if (!read_bases (&laying, error))
    return FALSE;
  for (guint i = 0; i < overlay->commands->len && laying.error == NULL; i++)
    desk_command_show (overlay->commands->pdata[i], &show);
  writer->is_base_touched = FALSE;
  if (laying.error == NULL)
    return write_places (&laying, error);
  g_propagate_error (error, laying.error);
  return FALSE;
}
