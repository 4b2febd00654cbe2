/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-types.h"

G_BEGIN_DECLS

/* Called with @data and the DeskDb, on the database thread, once the transaction is durable; never for one that rolled
 * back. */
void desk_db_after_commit (DeskDbTransaction *transaction, GFunc function, gpointer data, GDestroyNotify destroy);

/* Other processes on the same PostgreSQL hear this after the commit, coalesced and outside the writing transaction;
 * here too, as "notified" (on the thread-default context of desk_db_open). */
void desk_db_notify (DeskDbTransaction *transaction, const char *channel);

/* Runs @work as a part of the transaction that can fail by itself: when it returns FALSE, what it did is undone, and
 * the transaction goes on. For bulk actions, of which each item succeeds or fails by itself. */
gboolean desk_db_attempt (DeskDbTransaction *transaction, DeskDbWork work, gpointer data, GError **error);

gboolean desk_db_run_script (DeskDbTransaction *transaction,
                             const char *sql,
                             GError **error); /* no parameters, many statements */

const char *desk_db_get_sql (DeskDbTransaction *transaction, DeskDbSql which);
const char *
desk_db_get_engine (DeskDbTransaction *transaction); /* "sqlite", "postgresql": for scripts in two versions */

/* The next place in the change feed. SQLite: a counter, kept by its one writer. PostgreSQL: the transaction's id
 * shifted left by 16 and counted on, so that everything below DESK_DB_SQL_FEED_HORIZON is committed and seen; hence at
 * most 65535 in one transaction. */
gint64 desk_db_next_seq (DeskDbTransaction *transaction, GError **error); /* 0 when it failed */

G_END_DECLS
