/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskCacheObjects:
 *
 * The shared object of each entity that somebody holds, and of those looked at last, so that all widgets that show an
 * entity show the same one. UI thread.
 */
typedef struct _DeskCacheObjects DeskCacheObjects;

DeskCacheObjects *desk_cache_objects_new (guint n_kept);
void desk_cache_objects_free (DeskCacheObjects *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskCacheObjects, desk_cache_objects_free)

DeskEntity *desk_cache_objects_get_by_id (DeskCacheObjects *self, const char *id);                    /* (nullable) */
DeskEntity *desk_cache_objects_get_by_row (DeskCacheObjects *self, const DeskKind *kind, gint64 row); /* (nullable) */
DeskEntity *desk_cache_objects_add (DeskCacheObjects *self, DeskEntity *fresh, gint64 row);
void desk_cache_objects_forget (DeskCacheObjects *self, const char *id);
void desk_cache_objects_clear (DeskCacheObjects *self);

/* Those that are there now, for going through while they change. */
GPtrArray *desk_cache_objects_dup_all (DeskCacheObjects *self); /* (transfer full) of DeskEntity */

G_END_DECLS
