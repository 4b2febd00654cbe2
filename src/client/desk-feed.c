/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-feed.h"

#include <string.h>

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"

static void
free_line (gpointer data)
{
  DeskFeedLine *line = data;

  g_free (line->id);
  g_clear_object (&line->entity);
  g_free (line);
}

static DeskFeedBatch *
make_batch (void)
{
  DeskFeedBatch *self = g_new0 (DeskFeedBatch, 1);

  self->lines = g_ptr_array_new_with_free_func (free_line);
  return self;
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, DESK_ERROR, DESK_ERROR_MALFORMED, "The server's feed can't be read: %s", what);
  return FALSE;
}

static DeskEntity *
read_entity (const DeskKind *kind, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "data");
  g_autoptr (DeskEntity) entity = desk_entity_new (kind);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (error, "an entity was expected");
      return NULL;
    }
  if (!desk_entity_read_json (entity, json_node_get_object (node), error))
    return NULL;
  if (desk_entity_get_id (entity) == NULL)
    {
      fail (error, "an entity without an id");
      return NULL;
    }
  return g_steal_pointer (&entity);
}

static gboolean
read_change (DeskFeedBatch *self, JsonObject *object, GError **error)
{
  const DeskKind *kind = desk_kind_by_name (json_object_get_string_member_with_default (object, "kind", NULL));
  const char *op = json_object_get_string_member_with_default (object, "op", NULL);
  gint64 seq = json_object_get_int_member_with_default (object, "seq", -1);
  g_autoptr (DeskEntity) entity = NULL;
  const char *id;
  DeskFeedLine *line;

  if (seq < 0 || op == NULL)
    return fail (error, "a line without its place");
  self->cursor = MAX (self->cursor, seq);
  if (kind == NULL)
    return TRUE;
  if (g_str_equal (op, "put"))
    {
      entity = read_entity (kind, object, error);
      if (entity == NULL)
        return FALSE;
    }
  id = entity != NULL ? desk_entity_get_id (entity) : json_object_get_string_member_with_default (object, "id", NULL);
  if (id == NULL)
    return fail (error, "a line without an id");
  line = g_new0 (DeskFeedLine, 1);
  line->seq = seq;
  line->kind = kind;
  line->id = g_strdup (id);
  line->entity = g_steal_pointer (&entity);
  g_ptr_array_add (self->lines, line);
  return TRUE;
}

static gboolean
read_closing (DeskFeedBatch *self, JsonObject *object, GError **error)
{
  gint64 next = json_object_get_int_member_with_default (object, "next", -1);

  if (next < 0)
    return fail (error, "the closing line says nothing");
  self->cursor = next;
  self->is_closed = TRUE;
  self->more = json_object_get_boolean_member_with_default (object, "more", FALSE);
  self->epoch = g_strdup (json_object_get_string_member_with_default (object, "epoch", NULL));
  return TRUE;
}

static gboolean
read_line (DeskFeedBatch *self, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (text, length, error);

  if (object == NULL)
    return FALSE;
  if (self->is_closed)
    return fail (error, "something follows the closing line");
  return json_object_has_member (object, "next") ? read_closing (self, object, error)
                                                 : read_change (self, object, error);
}

/**
 * desk_feed_batch_parse:
 * @bytes: whole lines of the feed
 * @error: %DESK_ERROR_MALFORMED
 *
 * Returns: (transfer full): what they say
 */
DeskFeedBatch *
desk_feed_batch_parse (GBytes *bytes, GError **error)
{
  g_autoptr (DeskFeedBatch) self = make_batch ();
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  const char *end = text + length;

  while (text < end)
    {
      const char *newline = memchr (text, '\n', end - text);
      const char *stop = newline != NULL ? newline : end;

      if (stop > text && !read_line (self, text, stop - text, error))
        return NULL;
      text = stop + 1;
    }
  return g_steal_pointer (&self);
}

/**
 * desk_feed_batch_new_for_line:
 * @line: one line of the feed, as a live event carries it
 *
 * Returns: (transfer full) (nullable): a batch that says so; %NULL when it is no such line
 */
DeskFeedBatch *
desk_feed_batch_new_for_line (JsonObject *line)
{
  g_autoptr (DeskFeedBatch) self = make_batch ();

  return read_change (self, line, NULL) ? g_steal_pointer (&self) : NULL;
}

/**
 * desk_feed_batch_new_for_entity:
 * @entity: as an answer or a live event told it
 *
 * Returns: (transfer full): a batch that says so; it does not move the cursor
 */
DeskFeedBatch *
desk_feed_batch_new_for_entity (DeskEntity *entity)
{
  DeskFeedBatch *self = make_batch ();
  DeskFeedLine *line = g_new0 (DeskFeedLine, 1);

  line->seq = desk_entity_get_seq (entity);
  line->kind = desk_entity_get_kind (entity);
  line->id = g_strdup (desk_entity_get_id (entity));
  line->entity = g_object_ref (entity);
  g_ptr_array_add (self->lines, line);
  return self;
}

void
desk_feed_batch_free (DeskFeedBatch *self)
{
  g_ptr_array_unref (self->lines);
  g_free (self->epoch);
  g_free (self);
}
