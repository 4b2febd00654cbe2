/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/desk-db-statement.h"
#include "db/desk-db-transaction.h"
#include "db/desk-db-types.h"

G_BEGIN_DECLS

/**
 * DeskDb:
 *
 * A database: SQLite in one file, or PostgreSQL. Work is given to it as a function and runs on one of its threads
 * inside one transaction. SQLite has one writer, which takes every waiting job into one transaction with a savepoint
 * each and one fsync for all, and some readers; PostgreSQL has a pool.
 *
 * Signal "notified" (DeskDb *self, const char *channel), on the thread-default context of desk_db_open(): something
 * that desk_db_notify() was called for is committed, here or by another process; calls in quick succession are told
 * once. An empty channel says that the connection to the others was lost and is back: anything may have been missed.
 */
#define DESK_TYPE_DB (desk_db_get_type ())
G_DECLARE_FINAL_TYPE (DeskDb, desk_db, DESK, DB, GObject)

/* @url: "postgresql://..." or a file's path, or ":memory:" (one reader and writer). A new SQLite file is 0600. */
DeskDb *desk_db_open (const char *url, GError **error);
DeskDb *
desk_db_open_with_driver (GType driver_type, const char *url, GError **error); /* a driver of one's own, for tests */
void
desk_db_close (DeskDb *self); /* waits for work under way; what still waits is refused with DESK_ERROR_UNAVAILABLE */

/* @data is freed in the same context as @callback, after it. A cancellation counts only while the work waits: once it
 * has begun, the answer is what really happened. */
void desk_db_run_async (DeskDb *self,
                        DeskDbMode mode,
                        DeskDbWork work,
                        gpointer data,
                        GDestroyNotify destroy,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean desk_db_run_finish (DeskDb *self, GAsyncResult *result, GError **error);
gboolean desk_db_run (DeskDb *self, DeskDbMode mode, DeskDbWork work, gpointer data, GError **error); /* blocks */

/* For a few rows by their keys, where that takes less time than to wake another thread. */
gboolean desk_db_can_read_here (DeskDb *self);
gboolean desk_db_read_here (DeskDb *self, DeskDbWork work, gpointer data, GError **error);

/* How many jobs may wait, in each of the two modes, before more are refused with DESK_ERROR_UNAVAILABLE. */
void desk_db_set_max_waiting (DeskDb *self, guint max_waiting);

G_END_DECLS
