/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-objects.h"

/* One object's place. It is in both tables for as long as the object lives. */
typedef struct
{
  DeskCacheObjects *objects;
  DeskEntity *entity; /* a weak reference; a strong one too while it is kept */
  const DeskKind *kind;
  char *id; /* owned */
  gint64 row;
  GList link; /* in "kept" */
  gboolean is_kept;
} Slot;

struct _DeskCacheObjects
{
  GHashTable *by_id;  /* owned: id -> Slot */
  GHashTable *by_row; /* owned: Slot, by kind and row */
  GQueue kept;        /* of Slot, the longest not looked at first */
  guint n_kept;
};

static guint
hash_row (gconstpointer key)
{
  const Slot *slot = key;

  return g_int64_hash (&slot->row) ^ g_direct_hash (slot->kind);
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  const Slot *one = a;
  const Slot *other = b;

  return one->row == other->row && one->kind == other->kind;
}

/* A row's number may be another entity's by now. */
static void
leave_row (Slot *slot)
{
  if (g_hash_table_lookup (slot->objects->by_row, slot) == slot)
    g_hash_table_remove (slot->objects->by_row, slot);
}

static void
on_entity_gone_cb (gpointer data, GObject *where_the_object_was)
{
  Slot *slot = data;

  leave_row (slot);
  g_hash_table_remove (slot->objects->by_id, slot->id);
  g_free (slot->id);
  g_free (slot);
}

static void
drop_kept (Slot *slot)
{
  g_queue_unlink (&slot->objects->kept, &slot->link);
  slot->is_kept = FALSE;
  g_object_unref (slot->entity);
}

static void
touch (Slot *slot)
{
  DeskCacheObjects *self = slot->objects;

  if (slot->is_kept)
    g_queue_unlink (&self->kept, &slot->link);
  else
    g_object_ref (slot->entity);
  slot->is_kept = TRUE;
  g_queue_push_tail_link (&self->kept, &slot->link);
  while (self->kept.length > self->n_kept)
    drop_kept (g_queue_peek_head (&self->kept));
}

/* The object stays with whoever holds it; it only follows the cache no more. */
static void
detach (Slot *slot)
{
  DeskEntity *entity = g_object_ref (slot->entity);

  if (slot->is_kept)
    drop_kept (slot);
  g_object_weak_unref (G_OBJECT (entity), on_entity_gone_cb, slot);
  on_entity_gone_cb (slot, NULL);
  g_object_unref (entity);
}

static void
move_row (Slot *slot, gint64 row)
{
  if (slot->row == row)
    return;
  leave_row (slot);
  slot->row = row;
  g_hash_table_add (slot->objects->by_row, slot);
}

/**
 * desk_cache_objects_new:
 * @n_kept: how many are kept that nobody else holds
 *
 * Returns: (transfer full): none yet
 */
DeskCacheObjects *
desk_cache_objects_new (guint n_kept)
{
  DeskCacheObjects *self = g_new0 (DeskCacheObjects, 1);

  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_row = g_hash_table_new (hash_row, row_equal);
  self->n_kept = n_kept;
  return self;
}

void
desk_cache_objects_free (DeskCacheObjects *self)
{
  desk_cache_objects_clear (self);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_row);
  g_free (self);
}

/**
 * desk_cache_objects_get_by_id:
 * @self: the objects
 * @id: an id
 *
 * Returns: (transfer none) (nullable): the shared object
 */
DeskEntity *
desk_cache_objects_get_by_id (DeskCacheObjects *self, const char *id)
{
  Slot *slot = g_hash_table_lookup (self->by_id, id);

  if (slot == NULL)
    return NULL;
  touch (slot);
  return slot->entity;
}

/**
 * desk_cache_objects_get_by_row:
 * @self: the objects
 * @kind: a kind
 * @row: the number of a row in its table
 *
 * Returns: (transfer none) (nullable): the shared object
 */
DeskEntity *
desk_cache_objects_get_by_row (DeskCacheObjects *self, const DeskKind *kind, gint64 row)
{
  Slot key = { .kind = kind, .row = row };
  Slot *slot = g_hash_table_lookup (self->by_row, &key);

  if (slot == NULL)
    return NULL;
  touch (slot);
  return slot->entity;
}

/**
 * desk_cache_objects_add:
 * @self: the objects
 * @fresh: (transfer full): an entity as it stands in the cache now
 * @row: the number of its row
 *
 * Returns: (transfer full): the shared object: @fresh, or an older one that now says what @fresh says
 */
DeskEntity *
desk_cache_objects_add (DeskCacheObjects *self, DeskEntity *fresh, gint64 row)
{
  Slot *slot = g_hash_table_lookup (self->by_id, desk_entity_get_id (fresh));

  if (slot != NULL)
    {
      DeskEntity *shared = g_object_ref (slot->entity);

      move_row (slot, row);
      touch (slot);
      desk_entity_assign (shared, fresh);
      g_object_unref (fresh);
      return shared;
    }
  slot = g_new0 (Slot, 1);
  slot->objects = self;
  slot->entity = fresh;
  slot->kind = desk_entity_get_kind (fresh);
  slot->id = g_strdup (desk_entity_get_id (fresh));
  slot->row = row;
  slot->link.data = slot;
  g_object_weak_ref (G_OBJECT (fresh), on_entity_gone_cb, slot);
  g_hash_table_insert (self->by_id, slot->id, slot);
  g_hash_table_add (self->by_row, slot);
  touch (slot);
  return fresh;
}

/**
 * desk_cache_objects_forget:
 * @self: the objects
 * @id: an entity that the cache has no more
 */
void
desk_cache_objects_forget (DeskCacheObjects *self, const char *id)
{
  Slot *slot = g_hash_table_lookup (self->by_id, id);

  if (slot != NULL)
    detach (slot);
}

/**
 * desk_cache_objects_clear:
 * @self: the objects
 *
 * Forgets all of them: the cache is closed, or is another one.
 */
void
desk_cache_objects_clear (DeskCacheObjects *self)
{
  GHashTableIter iter;
  gpointer slot;

  for (g_hash_table_iter_init (&iter, self->by_id); g_hash_table_iter_next (&iter, NULL, &slot);
       g_hash_table_iter_init (&iter, self->by_id))
    detach (slot);
}

/**
 * desk_cache_objects_dup_all:
 * @self: the objects
 *
 * Returns: (transfer full) (element-type DeskEntity): those that are there
 */
GPtrArray *
desk_cache_objects_dup_all (DeskCacheObjects *self)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer slot;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    g_ptr_array_add (all, g_object_ref (((Slot *) slot)->entity));
  return all;
}
