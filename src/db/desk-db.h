/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DeskDb:
 *
 * A database: SQLite in one file, or PostgreSQL. Work is given to it as a function and runs on one of its threads inside
 * one transaction. SQLite has one writer, which takes every waiting job into one transaction with a savepoint each and
 * one fsync for all, and some readers; PostgreSQL has a pool.
 */
#define DESK_TYPE_DB (desk_db_get_type ())
G_DECLARE_FINAL_TYPE (DeskDb, desk_db, DESK, DB, GObject)

/* One open transaction, on its database thread, for as long as the work runs. */
typedef struct _DeskDbTransaction DeskDbTransaction;

/* A statement being run. Release with g_autoptr (DeskDbStatement) before the work returns. */
typedef struct _DeskDbStatement DeskDbStatement;

typedef enum
{
  DESK_DB_READ,
  DESK_DB_WRITE,
} DeskDbMode;

/**
 * DeskDbWork:
 * @transaction: open until the function returns
 * @data: what was given with the work
 * @error: why it was rolled back
 *
 * Returns: %TRUE to commit, %FALSE to roll back
 */
typedef gboolean (*DeskDbWork) (DeskDbTransaction *transaction, gpointer data, GError **error);

/* @url: "postgresql://..." or a file's path, or ":memory:" (one reader and writer). @create: a new SQLite file is 0600. */
DeskDb *desk_db_open (const char *url, GError **error);
void desk_db_close (DeskDb *self); /* waits for work under way; what still waits is refused with DESK_ERROR_UNAVAILABLE */

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

/* Called on the database thread once the transaction is durable; never for one that rolled back. */
void desk_db_after_commit (DeskDbTransaction *transaction, GFunc function, gpointer data, GDestroyNotify destroy);

/* Other processes on the same PostgreSQL hear this after the commit, coalesced and outside the writing transaction; here
 * too, as "notified" (on the thread-default context of desk_db_open). */
void desk_db_notify (DeskDbTransaction *transaction, const char *channel);

/**
 * Statements. SQL is the portable subset with parameters $1..$n; it is prepared once per connection and kept.
 * @types has a letter for each parameter: s text or NULL, i gint64, b gboolean, d double.
 */
DeskDbStatement *desk_db_query (DeskDbTransaction *transaction, GError **error, const char *sql, const char *types, ...);
gboolean desk_db_execute (DeskDbTransaction *transaction, GError **error, const char *sql, const char *types, ...);
gint64 desk_db_get_changes (DeskDbTransaction *transaction); /* rows that the last desk_db_execute() changed */
gboolean desk_db_run_script (DeskDbTransaction *transaction, const char *sql, GError **error); /* no parameters, many statements */

/* The same in steps, for statements that are made at run time. Parameters count from 1. */
DeskDbStatement *desk_db_prepare (DeskDbTransaction *transaction, const char *sql, GError **error);
void desk_db_bind_text (DeskDbStatement *self, guint parameter, const char *text); /* NULL binds null; copied */
void desk_db_bind_integer (DeskDbStatement *self, guint parameter, gint64 number);
void desk_db_bind_flag (DeskDbStatement *self, guint parameter, gboolean flag);
void desk_db_bind_double (DeskDbStatement *self, guint parameter, double number);
void desk_db_bind_null (DeskDbStatement *self, guint parameter);

/* TRUE with a row; FALSE without an error at the end; FALSE with @error set when it failed. */
gboolean desk_db_step (DeskDbStatement *self, GError **error);
gboolean desk_db_column_is_null (DeskDbStatement *self, guint column);
const char *desk_db_column_text (DeskDbStatement *self, guint column); /* borrowed until the next step */
gint64 desk_db_column_integer (DeskDbStatement *self, guint column);
gboolean desk_db_column_flag (DeskDbStatement *self, guint column);
double desk_db_column_double (DeskDbStatement *self, guint column);
void desk_db_statement_free (DeskDbStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskDbStatement, desk_db_statement_free)

/* Where the two engines have to differ, the pair stands in desk-db-dialect.c under a name. */
typedef enum
{
  DESK_DB_SQL_FEED_HORIZON, /* an expression: the first seq that a transaction still under way may yet use */
  DESK_DB_SQL_GREATEST,     /* the name of the function that gives the biggest of its arguments */
  DESK_DB_SQL_FOR_UPDATE,   /* locks the rows that a SELECT reads, or nothing where one writer is enough */
} DeskDbSql;

const char *desk_db_get_sql (DeskDbTransaction *transaction, DeskDbSql which);

/* The next place in the change feed. SQLite: a counter, kept by its one writer. PostgreSQL: the transaction's id shifted
 * left by 16 and counted on, so that everything below desk_db_get_feed_horizon() is committed and seen. */
gint64 desk_db_next_seq (DeskDbTransaction *transaction, GError **error);

G_END_DECLS
