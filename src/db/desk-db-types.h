/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One open transaction, on its database thread, for as long as the work runs. */
typedef struct _DeskDbTransaction DeskDbTransaction;

/* A statement being run. Release with g_autoptr (DeskDbStatement) before the work returns. */
typedef struct _DeskDbStatement DeskDbStatement;

/**
 * DeskDbMode:
 * @DESK_DB_READ: sees one state of the database from its first statement to its last, and may not write
 * @DESK_DB_WRITE: reads and writes
 */
typedef enum
{
  DESK_DB_READ,
  DESK_DB_WRITE,
} DeskDbMode;

/* Where the two engines have to differ, the pair stands in desk-db-dialect.c under a name. */
typedef enum
{
  DESK_DB_SQL_FEED_HORIZON, /* an expression: the first seq that a transaction still under way may yet use */
  DESK_DB_SQL_GREATEST,     /* the name of the function that gives the biggest of its arguments */
  DESK_DB_SQL_FOR_UPDATE,   /* locks the rows that a SELECT reads, or nothing where one writer is enough */
  DESK_DB_SQL_TABLE_EXISTS, /* a query: a row when there is a table named $1 */
  DESK_DB_SQL_LOCK_SCHEMA,  /* a query: nobody else changes the schema until the transaction ends */
  DESK_DB_SQL_TRIGGERS,     /* a query: name and statement of each trigger on the table $1 that much work is better done
                               without, to drop and make again within the transaction; none on PostgreSQL */
  DESK_DB_SQL_FILL_ROOM, /* a script: the connection may keep much in memory from now on, for a program that only fills
                          */
  DESK_DB_N_SQL,
} DeskDbSql;

/**
 * DeskDbWork:
 * @transaction: open until the function returns
 * @data: what was given with the work
 * @error: why it was rolled back
 *
 * Runs on a database thread, and may run again from its beginning when PostgreSQL had to undo it because of what others
 * wrote meanwhile: it reads what it changes from @transaction itself, and leaves effects outside of the database to
 * desk_db_after_commit(). A statement that failed rolls the whole back whatever is returned, unless desk_db_attempt()
 * stood around it.
 *
 * Returns: %TRUE to commit, %FALSE to roll back
 */
typedef gboolean (*DeskDbWork) (DeskDbTransaction *transaction, gpointer data, GError **error);

G_END_DECLS
