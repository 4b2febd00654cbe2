/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine/engine-copy.h"

#include <string.h>

#include "core/desk-json.h"
#include "server/desk/desk-look.h"

typedef struct
{
  EngineCopy *copy;
  gboolean more;
} Sync;

static void
take_line (EngineCopy *copy, const char *line, gint64 *last_seq, gboolean *more)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (line, -1, NULL);
  g_autofree char *key = NULL;
  const char *kind;

  g_assert_nonnull (object);
  if (json_object_has_member (object, "next"))
    {
      copy->since = json_object_get_int_member (object, "next");
      *more = json_object_get_boolean_member (object, "more");
      g_assert_cmpint (*last_seq, <=, copy->since);
      copy->snapshot = json_object_get_int_member_with_default (object, "snapshot", 0);
      g_free (copy->epoch);
      copy->epoch = g_strdup (json_object_get_string_member (object, "epoch"));
      return;
    }
  g_assert_cmpint (json_object_get_int_member (object, "seq"), >, *last_seq);
  *last_seq = json_object_get_int_member (object, "seq");
  kind = json_object_get_string_member (object, "kind");
  g_hash_table_add (copy->kinds, (char *) g_intern_string (kind));
  if (g_str_equal (json_object_get_string_member (object, "op"), "drop"))
    {
      key = g_strconcat (kind, " ", json_object_get_string_member (object, "id"), NULL);
      if (!g_hash_table_remove (copy->rows, key))
        copy->n_drops++;
    }
  else
    {
      JsonNode *data = json_object_get_member (object, "data");

      key = g_strconcat (kind, " ", json_object_get_string_member (json_node_get_object (data), "id"), NULL);
      g_hash_table_replace (copy->rows, g_steal_pointer (&key), json_to_string (data, FALSE));
    }
}

static gboolean
sync_once (DeskTransaction *transaction, gpointer data, GError **error)
{
  Sync *sync = data;
  EngineCopy *copy = sync->copy;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_auto (GStrv) split = NULL;
  gint64 last_seq = copy->since;

  if (!desk_look_sync (transaction, copy->since, copy->snapshot, copy->limit, lines, error))
    return FALSE;
  split = g_strsplit (lines->str, "\n", -1);
  for (guint i = 0; split[i] != NULL && *split[i] != '\0'; i++)
    take_line (copy, split[i], &last_seq, &sync->more);
  return TRUE;
}

gboolean
engine_copy_read_page (EngineDesk *desk, EngineCopy *copy)
{
  Sync sync = { copy, FALSE };

  engine_run (desk, copy->viewer, DESK_DB_READ, sync_once, &sync, NULL);
  return sync.more;
}

void
engine_copy_sync (EngineDesk *desk, EngineCopy *copy)
{
  while (engine_copy_read_page (desk, copy))
    ;
}

EngineCopy
engine_copy_new (DeskViewer *viewer, guint limit)
{
  EngineCopy copy = { .viewer = viewer, .limit = limit };

  copy.kinds = g_hash_table_new (g_str_hash, g_str_equal);
  copy.rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return copy;
}

void
engine_copy_clear (EngineCopy *copy)
{
  g_clear_pointer (&copy->rows, g_hash_table_unref);
  g_clear_pointer (&copy->kinds, g_hash_table_unref);
  g_clear_pointer (&copy->epoch, g_free);
}

void
engine_copy_assert_equals_lists (EngineDesk *desk, EngineCopy *copy)
{
  guint n = 0;

  for (guint i = 0; desk_kinds[i] != NULL; i++)
    {
      g_autoptr (GHashTable) rows = engine_list (desk, copy->viewer, desk_kinds[i], NULL, NULL);
      GHashTableIter iter;
      gpointer id, json;

      g_hash_table_iter_init (&iter, rows);
      while (g_hash_table_iter_next (&iter, &id, &json))
        {
          g_autofree char *key = g_strconcat (desk_kinds[i]->name, " ", id, NULL);
          const char *held = g_hash_table_lookup (copy->rows, key);

          if (g_strcmp0 (held, json) != 0)
            g_error ("%s does not hold %s as it is: %s\nbut %s", copy->viewer->name, key, (char *) json,
                     held != NULL ? held : "nothing");
          n++;
        }
    }
  if (g_hash_table_size (copy->rows) != n)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, copy->rows);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          g_auto (GStrv) parts = g_strsplit (key, " ", 2);
          g_autoptr (GError) error = NULL;
          g_autoptr (DeskEntity) entity =
              engine_get (desk, copy->viewer, desk_kind_by_name (parts[0]), parts[1], &error);

          if (entity == NULL)
            g_error ("%s still holds %s", copy->viewer->name, (char *) key);
        }
    }
  g_assert_cmpuint (g_hash_table_size (copy->rows), ==, n);
}

guint
engine_copy_list_viewers (EngineDesk *desk, DeskViewer *viewers[ENGINE_N_READERS])
{
  DeskViewer *all[] = { desk->admin, desk->manager,   desk->manager_tech, desk->agent,    desk->agent_two,
                        desk->tech,  desk->executive, desk->newcomer,     desk->customer, desk->customer_two };

  memcpy (viewers, all, sizeof all);
  return G_N_ELEMENTS (all);
}
