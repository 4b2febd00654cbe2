/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-changes.h"

/**
 * desk_cache_changes_new:
 *
 * Returns: (transfer full): nothing yet
 */
DeskCacheChanges *
desk_cache_changes_new (void)
{
  DeskCacheChanges *self = g_new0 (DeskCacheChanges, 1);

  self->ids = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->arrived = g_ptr_array_new_with_free_func (g_object_unref);
  self->read_elsewhere = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
desk_cache_changes_free (DeskCacheChanges *self)
{
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->arrived);
  g_ptr_array_unref (self->read_elsewhere);
  g_free (self);
}

/**
 * desk_cache_changes_add:
 * @self: what has changed so far
 * @kind: a kind
 * @id: an entity that was written or deleted
 */
void
desk_cache_changes_add (DeskCacheChanges *self, const DeskKind *kind, const char *id)
{
  GPtrArray *ids = g_hash_table_lookup (self->ids, kind);

  if (ids == NULL)
    {
      ids = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->ids, (gpointer) kind, ids);
    }
  g_ptr_array_add (ids, g_strdup (id));
}

/**
 * desk_cache_changes_is_empty:
 * @self: what has changed
 *
 * Returns: whether nothing has
 */
gboolean
desk_cache_changes_is_empty (DeskCacheChanges *self)
{
  return !self->is_everything && g_hash_table_size (self->ids) == 0;
}

/**
 * desk_cache_changes_get_ids:
 * @self: what has changed
 * @kind: a kind
 *
 * Returns: (nullable) (element-type utf8): the ids of those that were written or deleted
 */
const GPtrArray *
desk_cache_changes_get_ids (DeskCacheChanges *self, const DeskKind *kind)
{
  return g_hash_table_lookup (self->ids, kind);
}
