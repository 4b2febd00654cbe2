/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/desk-mock-driver.h"

#include "db/desk-db-sqlite.h"

typedef struct
{
  DeskDbStatement base;
  DeskDbStatement *inner; /* owned */
} MockStatement;

struct _DeskMockDriver
{
  DeskDbDriver parent_instance;

  DeskDbDriver *inner; /* owned */
};

G_DEFINE_FINAL_TYPE (DeskMockDriver, desk_mock_driver, DESK_TYPE_DB_DRIVER)

static GMutex lock;
static struct
{
  guint counts[DESK_MOCK_N_OPERATIONS + 1];
  DeskMockOperation operation;
  guint at; /* 0 for never */
  DeskErrorCode code;
  DeskMockConsequence consequence;
  gboolean has_failed;
} told; /* under the lock */

static DeskDbDriverClass *
get_inner_class (DeskDbDriver *driver)
{
  return DESK_DB_DRIVER_GET_CLASS (DESK_MOCK_DRIVER (driver)->inner);
}

static gboolean
pass (DeskDbDriver *driver, DeskMockOperation operation, GError **error)
{
  gboolean fails;
  DeskMockConsequence consequence;
  DeskErrorCode code;

  g_mutex_lock (&lock);
  told.counts[operation]++;
  told.counts[DESK_MOCK_ANY]++;
  fails = told.at != 0 && told.counts[told.operation] == told.at && !told.has_failed
          && (told.operation == operation || told.operation == DESK_MOCK_ANY) && operation != DESK_MOCK_ROLLBACK;
  told.has_failed |= fails;
  consequence = told.consequence;
  code = told.code;
  g_mutex_unlock (&lock);
  if (!fails)
    return TRUE;

  if (consequence == DESK_MOCK_LOST)
    desk_db_driver_set_lost (driver);
  if (consequence == DESK_MOCK_UNDONE)
    desk_db_driver_set_undone (driver);
  if (consequence != DESK_MOCK_STAYS)
    desk_db_driver_rollback (DESK_MOCK_DRIVER (driver)->inner);
  g_set_error (error, DESK_ERROR, code, "The mock fails");
  return FALSE;
}

static gboolean
mock_accepts (const char *url)
{
  return FALSE;
}

static gboolean
mock_is_single (const char *url)
{
  return g_str_equal (url, ":memory:");
}

static gboolean
mock_open (DeskDbDriver *driver, const char *url, DeskDbMode mode, GError **error)
{
  DeskMockDriver *self = DESK_MOCK_DRIVER (driver);

  g_set_object (&self->inner, NULL);
  self->inner = g_object_new (DESK_TYPE_DB_SQLITE, NULL);
  return pass (driver, DESK_MOCK_OPEN, error) && desk_db_driver_open (self->inner, url, mode, error);
}

static void
mock_close (DeskDbDriver *driver)
{
  g_clear_object (&DESK_MOCK_DRIVER (driver)->inner);
}

static gboolean
mock_begin (DeskDbDriver *driver, DeskDbMode mode, GError **error)
{
  return pass (driver, DESK_MOCK_BEGIN, error) && desk_db_driver_begin (DESK_MOCK_DRIVER (driver)->inner, mode, error);
}

static gboolean
mock_commit (DeskDbDriver *driver, GError **error)
{
  return pass (driver, DESK_MOCK_COMMIT, error) && desk_db_driver_commit (DESK_MOCK_DRIVER (driver)->inner, error);
}

static void
mock_rollback (DeskDbDriver *driver)
{
  pass (driver, DESK_MOCK_ROLLBACK, NULL);
  desk_db_driver_rollback (DESK_MOCK_DRIVER (driver)->inner);
}

static gboolean
mock_savepoint (DeskDbDriver *driver, DeskDbSavepoint step, GError **error)
{
  return pass (driver, DESK_MOCK_SAVEPOINT, error)
         && get_inner_class (driver)->savepoint (DESK_MOCK_DRIVER (driver)->inner, step, error);
}

static gboolean
mock_is_open (DeskDbDriver *driver)
{
  return get_inner_class (driver)->is_open (DESK_MOCK_DRIVER (driver)->inner);
}

static gboolean
mock_run_script (DeskDbDriver *driver, const char *sql, GError **error)
{
  return pass (driver, DESK_MOCK_SCRIPT, error)
         && get_inner_class (driver)->run_script (DESK_MOCK_DRIVER (driver)->inner, sql, error);
}

static gboolean
mock_next_seq (DeskDbDriver *driver, gint64 *seq, GError **error)
{
  return get_inner_class (driver)->next_seq (DESK_MOCK_DRIVER (driver)->inner, seq, error);
}

static DeskDbStatement *
mock_prepare (DeskDbDriver *driver, const char *sql, guint n_parameters, GError **error)
{
  MockStatement *statement;
  DeskDbStatement *inner;

  if (!pass (driver, DESK_MOCK_PREPARE, error))
    return NULL;
  inner = desk_db_driver_prepare (DESK_MOCK_DRIVER (driver)->inner, sql, error);
  if (inner == NULL)
    return NULL;
  /* The kept ones are kept in front of the door. */
  desk_db_driver_release (inner);
  statement = g_new0 (MockStatement, 1);
  return &statement->base;
}

static gboolean
begin_inner (MockStatement *statement, GError **error)
{
  DeskMockDriver *self = DESK_MOCK_DRIVER (statement->base.driver);

  statement->inner = desk_db_driver_prepare (self->inner, statement->base.sql, error);
  if (statement->inner == NULL)
    return FALSE;
  for (guint i = 0; i < statement->base.n_parameters; i++)
    {
      const DeskDbCell *cell = &statement->base.parameters[i];

      if (cell->type == DESK_DB_CELL_TEXT)
        desk_db_bind_text (statement->inner, i + 1, cell->text);
      else if (cell->type == DESK_DB_CELL_INTEGER)
        desk_db_bind_integer (statement->inner, i + 1, cell->integer);
      else if (cell->type == DESK_DB_CELL_FLAG)
        desk_db_bind_flag (statement->inner, i + 1, cell->flag);
      else if (cell->type == DESK_DB_CELL_DOUBLE)
        desk_db_bind_double (statement->inner, i + 1, cell->number);
    }
  return TRUE;
}

static gboolean
mock_step (DeskDbStatement *base, GError **error)
{
  MockStatement *statement = (MockStatement *) base;
  gboolean has_row;

  if (!pass (base->driver, DESK_MOCK_STEP, error) || (statement->inner == NULL && !begin_inner (statement, error)))
    return FALSE;
  has_row = desk_db_step (statement->inner, error);
  desk_db_driver_set_changes (base->driver, desk_db_driver_get_changes (statement->inner->driver));
  return has_row;
}

static void
mock_column (DeskDbStatement *base, guint column, DeskDbCellType wanted, DeskDbCell *cell)
{
  get_inner_class (base->driver)->column (((MockStatement *) base)->inner, column, wanted, cell);
}

static void
mock_reset (DeskDbStatement *base)
{
  g_clear_pointer (&((MockStatement *) base)->inner, desk_db_driver_release);
}

static void
mock_discard (DeskDbStatement *base)
{
  mock_reset (base);
  g_free (base);
}

static void
desk_mock_driver_finalize (GObject *object)
{
  desk_db_driver_close (DESK_DB_DRIVER (object));
  G_OBJECT_CLASS (desk_mock_driver_parent_class)->finalize (object);
}

static void
desk_mock_driver_class_init (DeskMockDriverClass *klass)
{
  DeskDbDriverClass *driver_class = DESK_DB_DRIVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = desk_mock_driver_finalize;
  driver_class->name = "sqlite";
  driver_class->dialect = DESK_DB_DIALECT_SQLITE;
  driver_class->max_group = 256;
  driver_class->n_writers = 1;
  driver_class->n_readers = 1;
  driver_class->accepts = mock_accepts;
  driver_class->is_single = mock_is_single;
  driver_class->open = mock_open;
  driver_class->close = mock_close;
  driver_class->begin = mock_begin;
  driver_class->commit = mock_commit;
  driver_class->rollback = mock_rollback;
  driver_class->savepoint = mock_savepoint;
  driver_class->is_open = mock_is_open;
  driver_class->run_script = mock_run_script;
  driver_class->next_seq = mock_next_seq;
  driver_class->prepare = mock_prepare;
  driver_class->step = mock_step;
  driver_class->column = mock_column;
  driver_class->reset = mock_reset;
  driver_class->discard = mock_discard;
}

static void
desk_mock_driver_init (DeskMockDriver *self)
{
}

void
desk_mock_reset (void)
{
  g_mutex_lock (&lock);
  memset (&told, 0, sizeof told);
  g_mutex_unlock (&lock);
}

void
desk_mock_fail (DeskMockOperation operation, guint nth, DeskErrorCode code, DeskMockConsequence consequence)
{
  g_mutex_lock (&lock);
  told.operation = operation;
  told.at = told.counts[operation] + nth;
  told.code = code;
  told.consequence = consequence;
  told.has_failed = FALSE;
  g_mutex_unlock (&lock);
}

gboolean
desk_mock_has_failed (void)
{
  gboolean has_failed;

  g_mutex_lock (&lock);
  has_failed = told.has_failed;
  g_mutex_unlock (&lock);
  return has_failed;
}

guint
desk_mock_count (DeskMockOperation operation)
{
  guint count;

  g_mutex_lock (&lock);
  count = told.counts[operation];
  g_mutex_unlock (&lock);
  return count;
}
