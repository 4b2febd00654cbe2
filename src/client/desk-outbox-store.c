/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-outbox-store.h"

#include <glib/gstdio.h>

#include "client/desk-command-table.h"
#include "core/desk-error.h"
#include "core/desk-time.h"

/* What can still be read of a damaged journal. */
typedef struct
{
  GPtrArray *entries; /* owned, of DeskOutboxEntry */
  GPtrArray *drafts;  /* owned, of texts: thread, text, "1" for a note */
} Salvage;

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS outbox (place BIGINT PRIMARY KEY, id TEXT NOT NULL UNIQUE, command TEXT NOT NULL,"
    " target_id TEXT, new_id TEXT, body TEXT NOT NULL, seen TEXT, found TEXT, title TEXT, subtitle TEXT,"
    " created_at BIGINT NOT NULL, is_refused BOOLEAN NOT NULL DEFAULT FALSE,"
    " is_accepted BOOLEAN NOT NULL DEFAULT FALSE, problem TEXT);"
    "CREATE TABLE IF NOT EXISTS drafts (thread_id TEXT PRIMARY KEY, text TEXT NOT NULL, is_note BOOLEAN NOT NULL,"
    " written_at BIGINT NOT NULL);";

static gboolean
create_tables (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_run_script (transaction, tables, error);
}

static gboolean
check_whole (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (transaction, error, "PRAGMA quick_check(1)", "");
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error) && g_strcmp0 (desk_db_column_text (statement, 0), "ok") == 0)
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_INTERNAL, "Database: its pages don't fit together");
  return FALSE;
}

/* It is small: looking through all of it takes no time. */
static DeskDb *
open_file (const char *path, GError **error)
{
  g_autoptr (DeskDb) db = desk_db_open (path, error);

  if (db == NULL)
    return NULL;
  if (desk_db_run (db, DESK_DB_WRITE, create_tables, NULL, error)
      && desk_db_run (db, DESK_DB_READ, check_whole, NULL, error))
    return g_steal_pointer (&db);
  desk_db_close (db);
  return NULL;
}

/* What the user wrote is never deleted, even where it can't be read now. */
static char *
put_aside (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%" G_GINT64_FORMAT, path, desk_time_now ());

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

      g_rename (from, to);
    }
  return g_steal_pointer (&aside);
}

static DeskOutboxEntry *
read_entry (DeskDbStatement *statement)
{
  DeskPending *pending = desk_pending_new ();
  DeskOutboxEntry *entry;

  pending->id = g_strdup (desk_db_column_text (statement, 0));
  pending->kind = desk_command_find (desk_db_column_text (statement, 1));
  pending->target_id = g_strdup (desk_db_column_text (statement, 2));
  pending->new_id = g_strdup (desk_db_column_text (statement, 3));
  pending->body = g_strdup (desk_db_column_text (statement, 4));
  pending->seen = g_strdup (desk_db_column_text (statement, 5));
  pending->found = g_strdup (desk_db_column_text (statement, 6));
  pending->title = g_strdup (desk_db_column_text (statement, 7));
  pending->subtitle = g_strdup (desk_db_column_text (statement, 8));
  pending->created_at = desk_db_column_integer (statement, 9);
  entry = desk_outbox_entry_new (pending);
  desk_pending_unref (pending);
  entry->is_refused = desk_db_column_flag (statement, 10);
  entry->is_accepted = desk_db_column_flag (statement, 11);
  entry->problem = g_strdup (desk_db_column_text (statement, 12));
  return entry;
}

static gboolean
load_entries (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  GPtrArray *entries = data;
  GError *local_error = NULL;
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error,
                     "SELECT id, command, target_id, new_id, body, seen, found, title, subtitle, created_at,"
                     " is_refused, is_accepted, problem FROM outbox ORDER BY place",
                     "");

  if (statement == NULL)
    return FALSE;
  g_ptr_array_set_size (entries, 0);
  while (desk_db_step (statement, &local_error))
    {
      DeskOutboxEntry *entry = read_entry (statement);

      /* Kept for the version of the program that knows it. */
      if (entry->pending->kind == DESK_COMMAND_NONE)
        desk_outbox_entry_free (entry);
      else
        g_ptr_array_add (entries, entry);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
add_entry (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  DeskPending *pending = data;

  return desk_db_execute (transaction, error,
                          "INSERT INTO outbox (place, id, command, target_id, new_id, body, seen, found, title,"
                          " subtitle, created_at) SELECT coalesce (max (place), 0) + 1, $1, $2, $3, $4, $5, $6, $7,"
                          " $8, $9, $10 FROM outbox",
                          "sssssssssi", pending->id, desk_command_get_info (pending->kind)->name, pending->target_id,
                          pending->new_id, pending->body, pending->seen, pending->found, pending->title,
                          pending->subtitle, pending->created_at);
}

static gboolean
update_entry (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  DeskOutboxEntry *entry = data;

  return desk_db_execute (transaction, error,
                          "UPDATE outbox SET seen = $2, is_refused = $3, is_accepted = $4, problem = $5 WHERE id = $1",
                          "ssbbs", entry->pending->id, entry->pending->seen, entry->is_refused, entry->is_accepted,
                          entry->problem);
}

static gboolean
remove_entry (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  return desk_db_execute (transaction, error, "DELETE FROM outbox WHERE id = $1", "s", (const char *) data);
}

static gboolean
salvage_entries (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  load_entries (transaction, ((Salvage *) data)->entries, NULL);
  return TRUE;
}

static gboolean
salvage_drafts (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  GPtrArray *drafts = ((Salvage *) data)->drafts;
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, NULL, "SELECT thread_id, text, is_note FROM drafts", "");

  while (statement != NULL && desk_db_step (statement, NULL))
    {
      g_ptr_array_add (drafts, g_strdup (desk_db_column_text (statement, 0)));
      g_ptr_array_add (drafts, g_strdup (desk_db_column_text (statement, 1)));
      g_ptr_array_add (drafts, g_strdup (desk_db_column_flag (statement, 2) ? "1" : "0"));
    }
  return TRUE;
}

static gboolean
write_salvage (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  Salvage *salvage = data;
  char **drafts = (char **) salvage->drafts->pdata;

  for (guint i = 0; i < salvage->entries->len; i++)
    if (!add_entry (transaction, ((DeskOutboxEntry *) salvage->entries->pdata[i])->pending, error)
        || !update_entry (transaction, salvage->entries->pdata[i], error))
      return FALSE;
  for (guint i = 0; i + 2 < salvage->drafts->len; i += 3)
    if (!desk_db_execute (transaction, error,
                          "INSERT INTO drafts (thread_id, text, is_note, written_at) VALUES ($1, $2, $3, $4)", "ssbi",
                          drafts[i], drafts[i + 1], *drafts[i + 2] == '1', desk_time_now ()))
      return FALSE;
  return TRUE;
}

static void
save_what_can (DeskDb *journal, const char *aside)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (desk_outbox_entry_free);
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func (g_free);
  Salvage salvage = { entries, drafts };
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskDb) old = desk_db_open (aside, NULL);

  if (old == NULL)
    return;
  desk_db_run (old, DESK_DB_READ, salvage_entries, &salvage, NULL);
  desk_db_run (old, DESK_DB_READ, salvage_drafts, &salvage, NULL);
  desk_db_close (old);
  if (!desk_db_run (journal, DESK_DB_WRITE, write_salvage, &salvage, &error))
    g_message ("What was read of the damaged outbox could not be kept: %s", error->message);
}

/**
 * desk_outbox_entry_new:
 * @pending: a command
 *
 * Returns: (transfer full): an entry that waits
 */
DeskOutboxEntry *
desk_outbox_entry_new (DeskPending *pending)
{
  DeskOutboxEntry *self = g_new0 (DeskOutboxEntry, 1);

  self->pending = desk_pending_ref (pending);
  return self;
}

void
desk_outbox_entry_free (gpointer data)
{
  DeskOutboxEntry *self = data;

  desk_pending_unref (self->pending);
  g_free (self->problem);
  g_free (self);
}

/**
 * desk_outbox_store_open:
 * @path: the journal's file
 * @error: why there can't be one
 *
 * Returns: (transfer full): the journal; a damaged one is put aside, and begun anew with what can still be read of it
 */
DeskDb *
desk_outbox_store_open (const char *path, GError **error)
{
  g_autoptr (GError) damage = NULL;
  g_autofree char *aside = NULL;
  DeskDb *db = open_file (path, &damage);

  if (db != NULL)
    return db;
  /* A disk that is full, or fails, says nothing about the file. */
  if (g_error_matches (damage, DESK_ERROR, DESK_ERROR_UNAVAILABLE))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return NULL;
    }
  g_message ("The outbox is damaged and put aside: %s", damage->message);
  aside = put_aside (path);
  db = open_file (path, error);
  if (db != NULL)
    save_what_can (db, aside);
  return db;
}

/**
 * desk_outbox_store_load:
 * @db: a journal
 * @error: why it could not be read
 *
 * Returns: (transfer full) (element-type DeskOutboxEntry): what it holds, in the order it was given
 */
GPtrArray *
desk_outbox_store_load (DeskDb *db, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (desk_outbox_entry_free);

  return desk_db_run (db, DESK_DB_READ, load_entries, entries, error) ? g_steal_pointer (&entries) : NULL;
}

/**
 * desk_outbox_store_add:
 * @db: a journal
 * @pending: a command
 * @error: why it could not be kept
 *
 * Returns: whether it is on the disk
 */
gboolean
desk_outbox_store_add (DeskDb *db, DeskPending *pending, GError **error)
{
  return desk_db_run (db, DESK_DB_WRITE, add_entry, pending, error);
}

/**
 * desk_outbox_store_update:
 * @db: a journal
 * @entry: a command whose state is another one
 * @error: why it could not be kept
 *
 * Returns: whether it is on the disk
 */
gboolean
desk_outbox_store_update (DeskDb *db, DeskOutboxEntry *entry, GError **error)
{
  return desk_db_run (db, DESK_DB_WRITE, update_entry, entry, error);
}

/**
 * desk_outbox_store_remove:
 * @db: a journal
 * @id: a command's id
 * @error: why it could not be removed
 *
 * Returns: whether it will not be there after a crash
 */
gboolean
desk_outbox_store_remove (DeskDb *db, const char *id, GError **error)
{
  return desk_db_run (db, DESK_DB_WRITE, remove_entry, (gpointer) id, error);
}
