/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-sql.h"

#include <dlfcn.h>
#include <sqlite3.h>
#include <string.h>

/* As deskbelld's connections that read. */
static const char settings[] = "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096";

typedef struct
{
  int type; /* SQLite's */
  char *text;
  gint64 integer;
  double number;
} Value;

/* A statement as it was said, and as it is said again. */
typedef struct
{
  char *sql;
  GArray *values; /* of Value, by place */
  sqlite3_stmt *again;
} Said;

struct _BenchSql
{
  sqlite3 *db;
  GPtrArray *said;
};

static GMutex lock;
static GHashTable *bound; /* statement to GArray of Value, what it was last given */
static GPtrArray *said;   /* of Said, while somebody listens */

static void
clear_value (gpointer data)
{
  g_clear_pointer (&((Value *) data)->text, g_free);
}

static void
free_said (gpointer data)
{
  Said *self = data;

  sqlite3_finalize (self->again);
  g_array_unref (self->values);
  g_free (self->sql);
  g_free (self);
}

static GArray *
new_values (void)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (Value));

  g_array_set_clear_func (values, clear_value);
  return values;
}

static void
note (sqlite3_stmt *stmt, int place, Value value)
{
  GArray *values;

  g_mutex_lock (&lock);
  if (bound == NULL)
    bound = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  values = g_hash_table_lookup (bound, stmt);
  if (values == NULL)
    {
      values = new_values ();
      g_hash_table_insert (bound, stmt, values);
    }
  if (values->len < (guint) place)
    g_array_set_size (values, (guint) place);
  clear_value (&g_array_index (values, Value, place - 1));
  g_array_index (values, Value, place - 1) = value;
  g_mutex_unlock (&lock);
}

/* SQLite does not tell what was bound; what is linked into this program finds these before the library's. */
#define REAL(name) ((typeof (&name)) dlsym (RTLD_NEXT, #name))

int
sqlite3_bind_text (sqlite3_stmt *stmt, int place, const char *text, int length, void (*destroy) (void *))
{
  note (stmt, place, (Value){ .type = SQLITE_TEXT, .text = length < 0 ? g_strdup (text) : g_strndup (text, length) });
  return REAL (sqlite3_bind_text) (stmt, place, text, length, destroy);
}

int
sqlite3_bind_int64 (sqlite3_stmt *stmt, int place, sqlite3_int64 integer)
{
  note (stmt, place, (Value){ .type = SQLITE_INTEGER, .integer = integer });
  return REAL (sqlite3_bind_int64) (stmt, place, integer);
}

int
sqlite3_bind_int (sqlite3_stmt *stmt, int place, int integer)
{
  note (stmt, place, (Value){ .type = SQLITE_INTEGER, .integer = integer });
  return REAL (sqlite3_bind_int) (stmt, place, integer);
}

int
sqlite3_bind_double (sqlite3_stmt *stmt, int place, double number)
{
  note (stmt, place, (Value){ .type = SQLITE_FLOAT, .number = number });
  return REAL (sqlite3_bind_double) (stmt, place, number);
}

int
sqlite3_bind_null (sqlite3_stmt *stmt, int place)
{
  note (stmt, place, (Value){ .type = SQLITE_NULL });
  return REAL (sqlite3_bind_null) (stmt, place);
}

static GArray *
copy_values (sqlite3_stmt *stmt)
{
  GArray *values = bound != NULL ? g_hash_table_lookup (bound, stmt) : NULL;
  GArray *copy = new_values ();

  for (guint i = 0; values != NULL && i < values->len && i < (guint) sqlite3_bind_parameter_count (stmt); i++)
    {
      Value value = g_array_index (values, Value, i);

      value.text = g_strdup (value.text);
      g_array_append_val (copy, value);
    }
  return copy;
}

static int
on_said_cb (unsigned int what, void *unused, void *stmt, void *text)
{
  g_mutex_lock (&lock);
  /* A comment stands for what a trigger or SQLite itself does. */
  if (said != NULL && !g_str_has_prefix (text, "--"))
    {
      Said *one = g_new0 (Said, 1);

      one->sql = g_strdup (sqlite3_sql (stmt));
      one->values = copy_values (stmt);
      g_ptr_array_add (said, one);
    }
  g_mutex_unlock (&lock);
  return 0;
}

static int
on_opened_cb (sqlite3 *db, const char **message, const void *routines)
{
  return sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_said_cb, NULL);
}

void
bench_sql_listen (void)
{
  sqlite3_auto_extension ((void (*) (void)) on_opened_cb);
}

void
bench_sql_begin (void)
{
  g_mutex_lock (&lock);
  g_assert (said == NULL);
  said = g_ptr_array_new_with_free_func (free_said);
  g_mutex_unlock (&lock);
}

static void
prepare_again (BenchSql *self, Said *one)
{
  if (sqlite3_prepare_v3 (self->db, one->sql, -1, SQLITE_PREPARE_PERSISTENT, &one->again, NULL) != SQLITE_OK)
    g_error ("%s: %s", one->sql, sqlite3_errmsg (self->db));
  for (guint i = 0; i < one->values->len; i++)
    {
      const Value *value = &g_array_index (one->values, Value, i);
      int place = (int) i + 1;

      if (value->type == SQLITE_TEXT)
        REAL (sqlite3_bind_text) (one->again, place, value->text, -1, SQLITE_STATIC);
      else if (value->type == SQLITE_INTEGER)
        REAL (sqlite3_bind_int64) (one->again, place, value->integer);
      else if (value->type == SQLITE_FLOAT)
        REAL (sqlite3_bind_double) (one->again, place, value->number);
    }
}

/**
 * bench_sql_end:
 * @file: the database
 *
 * Returns: what was said since bench_sql_begin(), ready to be said again over a connection of its own
 */
BenchSql *
bench_sql_end (const char *file)
{
  BenchSql *self = g_new0 (BenchSql, 1);

  g_mutex_lock (&lock);
  self->said = g_steal_pointer (&said);
  g_mutex_unlock (&lock);
  if (sqlite3_open_v2 (file, &self->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK
      || sqlite3_exec (self->db, settings, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", file, sqlite3_errmsg (self->db));
  for (guint i = 0; i < self->said->len; i++)
    prepare_again (self, self->said->pdata[i]);
  return self;
}

void
bench_sql_free (BenchSql *self)
{
  g_ptr_array_unref (self->said);
  sqlite3_close (self->db);
  g_free (self);
}

/* Reads a column as its type has it. */
static gint64
read_column (sqlite3_stmt *stmt, int column)
{
  if (sqlite3_column_type (stmt, column) == SQLITE_TEXT)
    return sqlite3_column_text (stmt, column)[0];
  return sqlite3_column_int64 (stmt, column);
}

void
bench_sql_run (BenchSql *self)
{
  static volatile gint64 sum;

  for (guint i = 0; i < self->said->len; i++)
    {
      sqlite3_stmt *stmt = ((Said *) self->said->pdata[i])->again;
      int result;

      while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
        for (int column = 0; column < sqlite3_column_count (stmt); column++)
          sum += read_column (stmt, column);
      if (result != SQLITE_DONE)
        g_error ("%s: %s", sqlite3_sql (stmt), sqlite3_errmsg (self->db));
      sqlite3_reset (stmt);
    }
}

guint
bench_sql_count (const BenchSql *self)
{
  return self->said->len;
}

/* What a line of a plan looks through from one end to the other without an index, when it is no result of its own. */
static gboolean
is_scan (const char *line)
{
  static const char *const results[] = { "SCAN page", "SCAN seen", "SCAN found", "SCAN w", "SCAN CONSTANT ROW" };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    if (g_str_equal (line, results[i]))
      return FALSE;
  return g_str_has_prefix (line, "SCAN ") && strstr (line, "USING") == NULL && strstr (line, "VIRTUAL TABLE") == NULL
         && strstr (line, "search_config") == NULL;
}

char *
bench_sql_dup_scan (BenchSql *self)
{
  for (guint i = 0; i < self->said->len; i++)
    {
      g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", ((Said *) self->said->pdata[i])->sql, NULL);
      sqlite3_stmt *plan = NULL;
      g_autofree char *found = NULL;

      sqlite3_prepare_v2 (self->db, sql, -1, &plan, NULL);
      while (found == NULL && sqlite3_step (plan) == SQLITE_ROW)
        {
          const char *line = (const char *) sqlite3_column_text (plan, 3);

          if (is_scan (line))
            found = g_strdup (line);
        }
      sqlite3_finalize (plan);
      if (found != NULL)
        return g_steal_pointer (&found);
    }
  return NULL;
}
