/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskCacheChanges:
 *
 * What one transaction did to the cache: collected on the database thread, told on the UI thread after the commit.
 */
typedef struct
{
  GHashTable *ids;           /* owned: kind -> GPtrArray of ids that were written or deleted */
  GPtrArray *arrived;        /* owned, of DeskNotification that were not there before */
  GPtrArray *read_elsewhere; /* owned, of ids of notifications that have been read */
  gboolean is_everything;    /* the whole cache is another one */
} DeskCacheChanges;

DeskCacheChanges *desk_cache_changes_new (void);
void desk_cache_changes_free (DeskCacheChanges *self);
void desk_cache_changes_add (DeskCacheChanges *self, const DeskKind *kind, const char *id);
gboolean desk_cache_changes_is_empty (DeskCacheChanges *self);
const GPtrArray *desk_cache_changes_get_ids (DeskCacheChanges *self, const DeskKind *kind); /* (nullable) */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskCacheChanges, desk_cache_changes_free)

G_END_DECLS
