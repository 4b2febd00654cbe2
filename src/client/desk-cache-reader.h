/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskCacheReader:
 *
 * A read-only connection of the UI thread's own, for single rows found by an index: some microseconds each, whatever
 * the database threads are busy with.
 */
typedef struct _DeskCacheReader DeskCacheReader;

DeskCacheReader *desk_cache_reader_new (const char *path, GError **error);
void desk_cache_reader_free (DeskCacheReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskCacheReader, desk_cache_reader_free)

/* @row: (out): the row's number. NULL when there is none. */
DeskEntity *desk_cache_reader_dup_by_id (DeskCacheReader *self, const DeskKind *kind, const char *id, gint64 *row);
DeskEntity *desk_cache_reader_dup_by_row (DeskCacheReader *self, const DeskKind *kind, gint64 row);
/* What the server says, beneath whatever is shown of commands that wait. */
DeskEntity *desk_cache_reader_dup_server_row (DeskCacheReader *self, const DeskKind *kind, const char *id);
char *desk_cache_reader_dup_id_of_number (DeskCacheReader *self, const DeskKind *kind, const char *number);
gint64 desk_cache_reader_find_row (DeskCacheReader *self, const DeskKind *kind, const char *id); /* 0: none */
char *desk_cache_reader_dup_setting (DeskCacheReader *self, const char *name);

/* A statement of one's own: bind, step, free, before the main loop goes on. NULL when it is wrong, which is said. */
DeskDbStatement *desk_cache_reader_prepare (DeskCacheReader *self, const char *sql);
gboolean desk_cache_reader_step (DeskDbStatement *statement);

G_END_DECLS
