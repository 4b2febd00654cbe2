/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "db/desk-db-dialect.h"
#include "db/desk-db-types.h"

G_BEGIN_DECLS

/**
 * DeskDbDriver:
 *
 * One connection to one kind of database: what the rest of src/db is written on. A connection belongs to one thread;
 * nothing in here locks.
 */
#define DESK_TYPE_DB_DRIVER (desk_db_driver_get_type ())
G_DECLARE_DERIVABLE_TYPE (DeskDbDriver, desk_db_driver, DESK, DB_DRIVER, GObject)

typedef enum
{
  DESK_DB_CELL_NULL,
  DESK_DB_CELL_TEXT,
  DESK_DB_CELL_INTEGER,
  DESK_DB_CELL_FLAG,
  DESK_DB_CELL_DOUBLE,
} DeskDbCellType;

/* A parameter, which owns its text, or a column, which borrows it. */
typedef struct
{
  DeskDbCellType type;
  union
  {
    char *text;
    gint64 integer;
    gboolean flag;
    double number;
  };
} DeskDbCell;

typedef enum
{
  DESK_DB_SAVEPOINT_SET,
  DESK_DB_SAVEPOINT_RELEASE,
  DESK_DB_SAVEPOINT_ROLLBACK, /* and release */
} DeskDbSavepoint;

/* What every driver's statement begins with. */
struct _DeskDbStatement
{
  DeskDbDriver *driver;   /* borrowed */
  GError **failure;       /* where its transaction keeps the first failure */
  char *sql;              /* owned */
  DeskDbCell *parameters; /* owned */
  guint n_parameters;
  GError *error; /* owned: what was wrong with a parameter */
  gboolean is_kept;
  gboolean is_in_use;
  gboolean is_begun;
  gboolean is_done;
  GList link; /* in the driver's list of kept statements, the longest unused first */
};

struct _DeskDbDriverClass
{
  GObjectClass parent_class;

  const char *name; /* as migrations call it */
  DeskDbDialect dialect;
  guint max_group;        /* how many writing jobs one transaction may take */
  guint n_writers;        /* connections that write */
  guint n_readers;        /* connections that only read; 0 when all do both */
  gboolean reads_at_once; /* whether a few rows are read in less time than another thread takes to wake up */

  gboolean (*accepts) (const char *url);
  /* Whether the database lives in its one connection. */
  gboolean (*is_single) (const char *url);

  gboolean (*open) (DeskDbDriver *self, const char *url, DeskDbMode mode, GError **error);
  void (*close) (DeskDbDriver *self);

  gboolean (*begin) (DeskDbDriver *self, DeskDbMode mode, GError **error);
  gboolean (*commit) (DeskDbDriver *self, GError **error);
  void (*rollback) (DeskDbDriver *self);
  gboolean (*savepoint) (DeskDbDriver *self, DeskDbSavepoint step, GError **error);
  /* Whether the transaction is still there: some failures end it. */
  gboolean (*is_open) (DeskDbDriver *self);
  gboolean (*run_script) (DeskDbDriver *self, const char *sql, GError **error);
  gboolean (*next_seq) (DeskDbDriver *self, gint64 *seq, GError **error);

  /* Gives a statement of the driver's own, whose common part desk_db_driver_prepare() fills. */
  DeskDbStatement *(*prepare) (DeskDbDriver *self, const char *sql, guint n_parameters, GError **error);
  gboolean (*step) (DeskDbStatement *statement, GError **error);
  void (*column) (DeskDbStatement *statement, guint column, DeskDbCellType wanted, DeskDbCell *cell);
  void (*reset) (DeskDbStatement *statement);
  void (*discard) (DeskDbStatement *statement);

  /* Only where other processes can be told; else NULL. */
  gboolean (*notify) (DeskDbDriver *self, const char *channel, GError **error);
  gboolean (*wait_for_notify) (DeskDbDriver *self, int wake_fd, GHashTable *channels, GError **error);
};

gboolean desk_db_driver_open (DeskDbDriver *self, const char *url, DeskDbMode mode, GError **error);
void desk_db_driver_close (DeskDbDriver *self);
gboolean desk_db_driver_begin (DeskDbDriver *self, DeskDbMode mode, GError **error);
gboolean desk_db_driver_commit (DeskDbDriver *self, GError **error);
void desk_db_driver_rollback (DeskDbDriver *self);

DeskDbStatement *desk_db_driver_prepare (DeskDbDriver *self, const char *sql, GError **error);
void desk_db_driver_release (DeskDbStatement *statement);

gint64 desk_db_driver_get_changes (DeskDbDriver *self);
DeskDbCell desk_db_statement_get_cell (DeskDbStatement *self, guint column, DeskDbCellType wanted);

/* For drivers to say what became of a statement. */
void desk_db_driver_set_changes (DeskDbDriver *self, gint64 changes);
void desk_db_driver_set_lost (DeskDbDriver *self);
gboolean desk_db_driver_is_lost (DeskDbDriver *self);
void desk_db_driver_set_undone (DeskDbDriver *self);
gboolean desk_db_driver_is_undone (DeskDbDriver *self);

G_END_DECLS
