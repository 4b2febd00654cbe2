/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-schema.h"

#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"

/* Beside the entities: what the server last said of entities that are shown otherwise because a command waits
 * (overlay_bases; no row text: the server has none), what a renewal has met so far, and what was told before the feed
 * has told it. */
static const char own_tables[] =
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT);"
    "CREATE TABLE IF NOT EXISTS overlay_bases (id TEXT PRIMARY KEY, kind TEXT NOT NULL, row TEXT);"
    "CREATE TABLE IF NOT EXISTS told_aside (id TEXT PRIMARY KEY, seq BIGINT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS renewal_met (id TEXT PRIMARY KEY) WITHOUT ROWID;";

/* For the lists and look-ups that the app has. */
static const char indexes[] =
    "CREATE INDEX IF NOT EXISTS queries_created ON queries (created_at, id);"
    "CREATE INDEX IF NOT EXISTS queries_status ON queries (status, created_at, id);"
    "CREATE INDEX IF NOT EXISTS queries_customer ON queries (customer_id, created_at, id);"
    "CREATE INDEX IF NOT EXISTS queries_number ON queries (number);"
    "CREATE INDEX IF NOT EXISTS tickets_created ON tickets (created_at, id);"
    "CREATE INDEX IF NOT EXISTS tickets_status ON tickets (status, created_at, id);"
    "CREATE INDEX IF NOT EXISTS tickets_assigned ON tickets (assigned_to, status, created_at, id);"
    "CREATE INDEX IF NOT EXISTS tickets_customer ON tickets (customer_id, created_at, id);"
    "CREATE INDEX IF NOT EXISTS tickets_number ON tickets (number);"
    "CREATE INDEX IF NOT EXISTS chats_status ON chats (status, last_message_at, id);"
    "CREATE INDEX IF NOT EXISTS chats_customer ON chats (customer_id, last_message_at, id);"
    "CREATE INDEX IF NOT EXISTS messages_thread ON messages (thread_id, created_at, id);"
    "CREATE INDEX IF NOT EXISTS history_entity ON history (entity_id, at);"
    "CREATE INDEX IF NOT EXISTS orders_customer ON orders (customer_id, placed_at);"
    "CREATE INDEX IF NOT EXISTS orders_number ON orders (number);"
    "CREATE INDEX IF NOT EXISTS customers_mobile ON customers (mobile);"
    "CREATE INDEX IF NOT EXISTS customers_email ON customers (email COLLATE NOCASE);"
    "CREATE INDEX IF NOT EXISTS notifications_created ON notifications (created_at, id);";

/* Lists know rows by their numbers, so that a number is never given to another row. */
static void
append_table (GString *script, const DeskKind *kind)
{
  g_autoptr (GString) table = g_string_new (NULL);
  g_autofree char *plain = desk_rows_dup_create_table (kind);

  g_string_append (table, plain);
  if (g_string_replace (table, "id TEXT NOT NULL PRIMARY KEY",
                        "row_number INTEGER PRIMARY KEY AUTOINCREMENT,\n  id TEXT NOT NULL UNIQUE", 1)
      != 1)
    g_error ("The table of %s is not as expected: %s", kind->name, plain);
  g_string_append_printf (script, "%s;\n", table->str);
}

static char *
make_script (void)
{
  GString *script = g_string_new (own_tables);

  for (guint i = 0; desk_kinds[i] != NULL; i++)
    append_table (script, desk_kinds[i]);
  g_string_append (script, indexes);
  return g_string_free (script, FALSE);
}

/**
 * desk_cache_schema_dup_version:
 *
 * Returns: (transfer full): a digest of everything that makes the cache's tables: a cache that says another one was
 * made by another version of the program, and is fetched anew
 */
char *
desk_cache_schema_dup_version (void)
{
  g_autofree char *script = make_script ();

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, script, -1);
}

/**
 * desk_cache_schema_create:
 * @transaction: writes the cache
 * @error: why the tables could not be made
 *
 * Makes what is not there yet, and says which version it is.
 *
 * Returns: whether all tables are there
 */
gboolean
desk_cache_schema_create (DeskDbTransaction *transaction, GError **error)
{
  g_autofree char *script = make_script ();
  g_autofree char *version = desk_cache_schema_dup_version ();

  return desk_db_run_script (transaction, script, error)
         && desk_cache_settings_set (transaction, DESK_CACHE_SCHEMA, version, error);
}

/**
 * desk_cache_settings_dup:
 * @transaction: reads the cache
 * @name: a setting's name
 * @error: why it could not be read
 *
 * Returns: (transfer full) (nullable): its value; %NULL without an error when it was never set
 */
char *
desk_cache_settings_dup (DeskDbTransaction *transaction, const char *name, GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error, "SELECT value FROM settings WHERE name = $1", "s", name);

  return statement != NULL && desk_db_step (statement, error) ? g_strdup (desk_db_column_text (statement, 0)) : NULL;
}

/**
 * desk_cache_settings_get_number:
 * @transaction: reads the cache
 * @name: a setting's name
 * @error: why it could not be read
 *
 * Returns: its value; 0 when it was never set
 */
gint64
desk_cache_settings_get_number (DeskDbTransaction *transaction, const char *name, GError **error)
{
  g_autofree char *value = desk_cache_settings_dup (transaction, name, error);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

/**
 * desk_cache_settings_set:
 * @transaction: writes the cache
 * @name: a setting's name
 * @value: (nullable): its value
 * @error: why it could not be written
 *
 * Returns: whether it was written
 */
gboolean
desk_cache_settings_set (DeskDbTransaction *transaction, const char *name, const char *value, GError **error)
{
  return desk_db_execute (transaction, error,
                          "INSERT INTO settings (name, value) VALUES ($1, $2)"
                          " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                          "ss", name, value);
}

gboolean
desk_cache_settings_set_number (DeskDbTransaction *transaction, const char *name, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return desk_cache_settings_set (transaction, name, text, error);
}
