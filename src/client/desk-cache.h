/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "client/desk-cache-changes.h"
#include "client/desk-cache-reader.h"
#include "core/desk-entity.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskCache:
 *
 * What one person may see of one desk, in a SQLite file: everything that is shown comes from here. It can be opened,
 * closed and opened again with another account's file; lists stay and follow. All of it is used on the UI thread; its
 * work is done on database threads.
 *
 * Signals:
 *  - "changed" (#DeskCacheChanges): after a commit; the shared objects already say what is new
 *  - "opened", "closed"
 *  - "damaged": the file that is open can't be trusted any more, see desk_cache_make_anew_async()
 */
#define DESK_TYPE_CACHE (desk_cache_get_type ())
G_DECLARE_FINAL_TYPE (DeskCache, desk_cache, DESK, CACHE, GObject)

/* Runs on the writing database thread, in a transaction; says in @changes what it did. */
typedef gboolean (*DeskCacheWork) (DeskDbTransaction *transaction,
                                   gpointer data,
                                   DeskCacheChanges *changes,
                                   GError **error);

DeskCache *desk_cache_new (void);

void desk_cache_open_async (DeskCache *self,
                            const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean desk_cache_open_finish (DeskCache *self, GAsyncResult *result, GError **error);
void desk_cache_close (DeskCache *self);
gboolean desk_cache_is_open (DeskCache *self);
DeskDb *desk_cache_get_db (DeskCache *self);              /* (nullable) while closed */
DeskCacheReader *desk_cache_get_reader (DeskCache *self); /* (nullable) while closed */

/* Begins the file that is open anew, empty. */
void desk_cache_make_anew_async (DeskCache *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);                /* ends with desk_cache_open_finish() */
void desk_cache_note_failure (DeskCache *self, const GError *error); /* of somebody who has read it */

/* Reading: the shared object, or NULL. */
DeskEntity *desk_cache_dup_entity (DeskCache *self, const DeskKind *kind, const char *id);
DeskEntity *desk_cache_dup_by_row (DeskCache *self, const DeskKind *kind, gint64 row);
DeskEntity *desk_cache_dup_by_number (DeskCache *self, const DeskKind *kind, const char *number);
const char *desk_cache_get_name (DeskCache *self, const DeskKind *kind, const char *id);
char *desk_cache_dup_setting (DeskCache *self, const char *name);

/* Writing, in the order of the calls. */
void desk_cache_write_async (DeskCache *self,
                             DeskCacheWork work,
                             gpointer data,
                             GDestroyNotify destroy,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean desk_cache_write_finish (DeskCache *self, GAsyncResult *result, GError **error);
void desk_cache_set_setting (DeskCache *self, const char *name, const char *value);

/* Removes the file and what SQLite keeps beside it. */
void desk_cache_delete_files (const char *path);

G_END_DECLS
