/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-driver.h"

#include <string.h>

#include "core/desk-error.h"

/* Statements that a connection keeps prepared. The desk has fewer; what is over comes from filters put together. */
#define MAX_KEPT 256

typedef struct
{
  GHashTable *statements; /* owned, of kept DeskDbStatement by their SQL */
  GQueue order;           /* the same, the longest unused first */
  gint64 changes;
  gboolean is_connected;
  gboolean is_lost;
  gboolean is_undone;
} DeskDbDriverPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DeskDbDriver, desk_db_driver, G_TYPE_OBJECT)

static DeskDbDriverPrivate *
get_private (DeskDbDriver *self)
{
  return desk_db_driver_get_instance_private (self);
}

static void
clear_cell (DeskDbCell *cell)
{
  if (cell->type == DESK_DB_CELL_TEXT)
    g_free (cell->text);
  *cell = (DeskDbCell){ 0 };
}

static void
discard_statement (DeskDbStatement *statement)
{
  for (guint i = 0; i < statement->n_parameters; i++)
    clear_cell (&statement->parameters[i]);
  g_free (statement->parameters);
  g_free (statement->sql);
  g_clear_error (&statement->error);
  DESK_DB_DRIVER_GET_CLASS (statement->driver)->discard (statement);
}

static void
forget_statement (DeskDbDriver *self, DeskDbStatement *statement)
{
  DeskDbDriverPrivate *priv = get_private (self);

  g_hash_table_remove (priv->statements, statement->sql);
  g_queue_unlink (&priv->order, &statement->link);
  discard_statement (statement);
}

static void
forget_all_statements (DeskDbDriver *self)
{
  DeskDbDriverPrivate *priv = get_private (self);

  while (!g_queue_is_empty (&priv->order))
    forget_statement (self, g_queue_peek_head (&priv->order));
}

/* A work function that leaves a statement behind would have it run into the next one's transaction. */
static void
release_all_statements (DeskDbDriver *self)
{
  for (GList *link = get_private (self)->order.tail; link != NULL; link = link->prev)
    {
      DeskDbStatement *statement = link->data;

      if (!statement->is_in_use)
        continue;
      g_critical ("A statement was not released before its work ended: %s", statement->sql);
      desk_db_driver_release (statement);
    }
}

/* Steps over what is quoted or a comment and gives what follows. */
static const char *
skip_quoted (const char *sql)
{
  const char *end;

  if (*sql == '\'' || *sql == '"')
    end = strchr (sql + 1, *sql);
  else if (g_str_has_prefix (sql, "--"))
    end = strchr (sql, '\n');
  else if (g_str_has_prefix (sql, "/*"))
    {
      end = strstr (sql + 2, "*/");
      end = end != NULL ? end + 1 : NULL;
    }
  else
    return sql;
  return end != NULL ? end + 1 : sql + strlen (sql);
}

static guint
count_parameters (const char *sql)
{
  guint most = 0;

  while (*sql != '\0')
    {
      const char *next = skip_quoted (sql);

      if (next != sql)
        {
          sql = next;
          continue;
        }
      if (*sql == '$' && g_ascii_isdigit (sql[1]))
        most = MAX (most, strtoul (sql + 1, NULL, 10));
      sql++;
    }
  return most;
}

static DeskDbStatement *
make_statement (DeskDbDriver *self, const char *sql, GError **error)
{
  guint n_parameters = count_parameters (sql);
  DeskDbStatement *statement;

  if (n_parameters > G_MAXUINT16)
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_INTERNAL, "A statement may have 65535 parameters, this has %u",
                   n_parameters);
      return NULL;
    }
  statement = DESK_DB_DRIVER_GET_CLASS (self)->prepare (self, sql, n_parameters, error);
  if (statement == NULL)
    return NULL;
  statement->driver = self;
  statement->sql = g_strdup (sql);
  statement->n_parameters = n_parameters;
  statement->parameters = g_new0 (DeskDbCell, MAX (n_parameters, 1));
  statement->link.data = statement;
  return statement;
}

static void
keep_statement (DeskDbDriver *self, DeskDbStatement *statement)
{
  DeskDbDriverPrivate *priv = get_private (self);
  DeskDbStatement *oldest = g_queue_peek_head (&priv->order);

  if (g_queue_get_length (&priv->order) >= MAX_KEPT)
    {
      if (oldest->is_in_use)
        return;
      forget_statement (self, oldest);
    }
  statement->is_kept = TRUE;
  g_hash_table_insert (priv->statements, statement->sql, statement);
  g_queue_push_tail_link (&priv->order, &statement->link);
}

/* Statements are long: eight bytes of them at once, instead of one after the other. */
static guint
hash_sql (gconstpointer sql)
{
  const char *text = sql;
  gsize length = strlen (text);
  guint64 hash = length;

  for (gsize i = 0; i < length; i += sizeof (guint64))
    {
      guint64 word = 0;

      memcpy (&word, text + i, MIN (length - i, sizeof word));
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      hash ^= hash >> 32;
    }
  return (guint) hash;
}

static void
desk_db_driver_finalize (GObject *object)
{
  DeskDbDriver *self = DESK_DB_DRIVER (object);

  desk_db_driver_close (self);
  g_hash_table_unref (get_private (self)->statements);
  G_OBJECT_CLASS (desk_db_driver_parent_class)->finalize (object);
}

static void
desk_db_driver_class_init (DeskDbDriverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_db_driver_finalize;
}

static void
desk_db_driver_init (DeskDbDriver *self)
{
  DeskDbDriverPrivate *priv = get_private (self);

  priv->statements = g_hash_table_new (hash_sql, g_str_equal);
  g_queue_init (&priv->order);
}

/**
 * desk_db_driver_open:
 * @self: a closed connection, or one that was lost
 * @url: which database
 * @mode: whether anything will ever be written over it
 * @error: %DESK_ERROR_UNAVAILABLE when the database does not answer
 *
 * Returns: whether there is a connection now
 */
gboolean
desk_db_driver_open (DeskDbDriver *self, const char *url, DeskDbMode mode, GError **error)
{
  DeskDbDriverPrivate *priv = get_private (self);

  desk_db_driver_close (self);
  priv->is_connected = TRUE;
  if (DESK_DB_DRIVER_GET_CLASS (self)->open (self, url, mode, error))
    return TRUE;
  desk_db_driver_close (self);
  return FALSE;
}

/**
 * desk_db_driver_close:
 * @self: a connection, open or not
 */
void
desk_db_driver_close (DeskDbDriver *self)
{
  DeskDbDriverPrivate *priv = get_private (self);

  if (!priv->is_connected)
    return;
  forget_all_statements (self);
  DESK_DB_DRIVER_GET_CLASS (self)->close (self);
  priv->is_connected = FALSE;
  priv->is_lost = FALSE;
  priv->is_undone = FALSE;
}

/**
 * desk_db_driver_begin:
 * @self: an open connection
 * @mode: what the transaction may do
 * @error: why it could not begin
 *
 * Returns: whether a transaction is open now
 */
gboolean
desk_db_driver_begin (DeskDbDriver *self, DeskDbMode mode, GError **error)
{
  get_private (self)->is_undone = FALSE;
  return DESK_DB_DRIVER_GET_CLASS (self)->begin (self, mode, error);
}

/**
 * desk_db_driver_commit:
 * @self: a connection with a transaction
 * @error: why nothing of it is there
 *
 * Returns: whether the transaction is durable
 */
gboolean
desk_db_driver_commit (DeskDbDriver *self, GError **error)
{
  release_all_statements (self);
  return DESK_DB_DRIVER_GET_CLASS (self)->commit (self, error);
}

/**
 * desk_db_driver_rollback:
 * @self: a connection, with a transaction or without, or none
 */
void
desk_db_driver_rollback (DeskDbDriver *self)
{
  if (!get_private (self)->is_connected)
    return;
  release_all_statements (self);
  DESK_DB_DRIVER_GET_CLASS (self)->rollback (self);
}

/**
 * desk_db_driver_prepare:
 * @self: a connection with a transaction
 * @sql: one statement
 * @error: what is wrong with it
 *
 * Returns: (transfer full): the statement, without parameters; release with desk_db_driver_release()
 */
DeskDbStatement *
desk_db_driver_prepare (DeskDbDriver *self, const char *sql, GError **error)
{
  DeskDbDriverPrivate *priv = get_private (self);
  DeskDbStatement *statement = g_hash_table_lookup (priv->statements, sql);

  /* The same statement may run inside of itself: the inner one is made for that occasion. */
  if (statement == NULL || statement->is_in_use)
    {
      gboolean is_new = statement == NULL;

      statement = make_statement (self, sql, error);
      if (statement == NULL)
        return NULL;
      if (is_new)
        keep_statement (self, statement);
    }
  else
    {
      g_queue_unlink (&priv->order, &statement->link);
      g_queue_push_tail_link (&priv->order, &statement->link);
    }
  statement->is_in_use = TRUE;
  return statement;
}

/**
 * desk_db_driver_release:
 * @statement: (transfer full): from desk_db_driver_prepare()
 */
void
desk_db_driver_release (DeskDbStatement *statement)
{
  DESK_DB_DRIVER_GET_CLASS (statement->driver)->reset (statement);
  if (!statement->is_kept)
    {
      discard_statement (statement);
      return;
    }
  for (guint i = 0; i < statement->n_parameters; i++)
    clear_cell (&statement->parameters[i]);
  g_clear_error (&statement->error);
  statement->failure = NULL;
  statement->is_in_use = FALSE;
  statement->is_begun = FALSE;
  statement->is_done = FALSE;
}

/**
 * desk_db_driver_get_changes:
 * @self: a connection
 *
 * Returns: how many rows the last statement that ended has changed
 */
gint64
desk_db_driver_get_changes (DeskDbDriver *self)
{
  return get_private (self)->changes;
}

/**
 * desk_db_driver_set_changes:
 * @self: a connection
 * @changes: how many rows the statement that ended has changed
 */
void
desk_db_driver_set_changes (DeskDbDriver *self, gint64 changes)
{
  get_private (self)->changes = changes;
}

/**
 * desk_db_driver_set_lost:
 * @self: a connection that no longer leads anywhere: it is opened anew before the next transaction
 */
void
desk_db_driver_set_lost (DeskDbDriver *self)
{
  get_private (self)->is_lost = TRUE;
}

/**
 * desk_db_driver_is_lost:
 * @self: a connection
 *
 * Returns: whether it has to be opened before it can be used
 */
gboolean
desk_db_driver_is_lost (DeskDbDriver *self)
{
  return get_private (self)->is_lost || !get_private (self)->is_connected;
}

/**
 * desk_db_driver_set_undone:
 * @self: a connection whose transaction was undone because of what others wrote: it is worth doing again
 */
void
desk_db_driver_set_undone (DeskDbDriver *self)
{
  get_private (self)->is_undone = TRUE;
}

/**
 * desk_db_driver_is_undone:
 * @self: a connection
 *
 * Returns: whether its last transaction was undone because of what others wrote
 */
gboolean
desk_db_driver_is_undone (DeskDbDriver *self)
{
  return get_private (self)->is_undone;
}
