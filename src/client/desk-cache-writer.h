/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-cache-changes.h"
#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskCacheWriter:
 *
 * Writes what the server says into the cache, for the time of one transaction. An entity that a waiting command shows
 * otherwise has its server's row kept apart; where such a row changes, "is_base_touched" says that the overlay has to
 * be laid over it again.
 */
typedef struct
{
  DeskDbTransaction *transaction; /* borrowed */
  DeskCacheChanges *changes;      /* borrowed */
  GHashTable *bases;              /* owned: ids that have their server's row kept apart */
  GHashTable *asides;             /* owned: ids that were told aside of the feed, and may be newer than it */
  GPtrArray *shown;               /* owned: entities of one kind that are written together */
  gboolean is_aside;              /* an answer or a live event */
  gboolean is_renewal;            /* everything is fetched anew: what comes is right, even if it looks older */
  gboolean is_base_touched;
} DeskCacheWriter;

gboolean desk_cache_writer_begin (DeskCacheWriter *self,
                                  DeskDbTransaction *transaction,
                                  DeskCacheChanges *changes,
                                  GError **error);
gboolean desk_cache_writer_flush (DeskCacheWriter *self, GError **error); /* before the transaction ends */
void desk_cache_writer_clear (DeskCacheWriter *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DeskCacheWriter, desk_cache_writer_clear)

/* What the server says. */
gboolean desk_cache_writer_put (DeskCacheWriter *self, DeskEntity *entity, GError **error);
gboolean desk_cache_writer_drop (DeskCacheWriter *self, const DeskKind *kind, const char *id, GError **error);
/* The feed has told everything up to @cursor. */
gboolean desk_cache_writer_forget_asides (DeskCacheWriter *self, gint64 cursor, GError **error);
/* The end of a renewal: what the server has not mentioned is not there any more. */
gboolean desk_cache_writer_sweep (DeskCacheWriter *self, GError **error);

/* What is shown. */
gboolean desk_cache_writer_show (DeskCacheWriter *self, DeskEntity *entity, GError **error);
gboolean desk_cache_writer_hide (DeskCacheWriter *self, const DeskKind *kind, const char *id, GError **error);
DeskEntity *
desk_cache_writer_read (DeskCacheWriter *self, const DeskKind *kind, const char *id, GError **error); /* (nullable) */

G_END_DECLS
