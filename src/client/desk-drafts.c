/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-drafts.h"

#include "core/desk-time.h"

/* Typing is not held up by the disk, and nothing older than this is lost in a crash. */
#define WRITE_AFTER 400        /* milliseconds */
#define WRITE_AGAIN_AFTER 3000 /* milliseconds, where the disk would not have it */

typedef struct
{
  char *text;
  gboolean is_note;
} Draft;

struct _DeskDrafts
{
  DeskDb *journal;     /* owned */
  GHashTable *drafts;  /* owned: thread id -> Draft */
  GHashTable *dirty;   /* owned: ids of threads whose draft is not written yet */
  GPtrArray *writings; /* owned, of Writing that are on their way, borrowed */
  guint source;
};

/* Drafts on their way into the journal. */
typedef struct
{
  GHashTable *drafts; /* owned: thread id -> Draft, NULL: none any more */
  DeskDrafts *owner;  /* borrowed; NULL when they are gone */
} Writing;

static gboolean on_pause_cb (gpointer user_data);

static void
free_draft (gpointer data)
{
  Draft *draft = data;

  if (draft == NULL)
    return;
  g_free (draft->text);
  g_free (draft);
}

static void
free_writing (gpointer data)
{
  Writing *writing = data;

  if (writing->owner != NULL)
    g_ptr_array_remove_fast (writing->owner->writings, writing);
  g_hash_table_unref (writing->drafts);
  g_free (writing);
}

static Draft *
make_draft (const char *text, gboolean is_note)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->text = g_strdup (text);
  draft->is_note = is_note;
  return draft;
}

static gboolean
load_drafts (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  GHashTable *drafts = data;
  GError *local_error = NULL;
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (transaction, error, "SELECT thread_id, text, is_note FROM drafts", "");

  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    g_hash_table_insert (drafts, g_strdup (desk_db_column_text (statement, 0)),
                         make_draft (desk_db_column_text (statement, 1), desk_db_column_flag (statement, 2)));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
write_draft (DeskDbTransaction *transaction, const char *thread_id, Draft *draft, GError **error)
{
  if (draft == NULL)
    return desk_db_execute (transaction, error, "DELETE FROM drafts WHERE thread_id = $1", "s", thread_id);
  return desk_db_execute (transaction, error,
                          "INSERT INTO drafts (thread_id, text, is_note, written_at) VALUES ($1, $2, $3, $4)"
                          " ON CONFLICT (thread_id) DO UPDATE SET text = excluded.text, is_note = excluded.is_note,"
                          " written_at = excluded.written_at",
                          "ssbi", thread_id, draft->text, draft->is_note, desk_time_now ());
}

static gboolean
write_drafts (DeskDbTransaction *transaction, gpointer data, GError **error)
{
  GHashTableIter iter;
  gpointer thread_id, draft;

  g_hash_table_iter_init (&iter, ((Writing *) data)->drafts);
  while (g_hash_table_iter_next (&iter, &thread_id, &draft))
    if (!write_draft (transaction, thread_id, draft, error))
      return FALSE;
  return TRUE;
}

static Writing *
take_dirty (DeskDrafts *self)
{
  Writing *writing = g_new0 (Writing, 1);
  GHashTableIter iter;
  gpointer thread_id;

  writing->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_draft);
  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, &thread_id, NULL))
    {
      Draft *draft = g_hash_table_lookup (self->drafts, thread_id);

      g_hash_table_insert (writing->drafts, g_strdup (thread_id),
                           draft != NULL ? make_draft (draft->text, draft->is_note) : NULL);
    }
  g_hash_table_remove_all (self->dirty);
  return writing;
}

/* Until then, it is only in memory. */
static void
try_later (DeskDrafts *self, Writing *writing)
{
  GHashTableIter iter;
  gpointer thread_id;

  g_hash_table_iter_init (&iter, writing->drafts);
  while (g_hash_table_iter_next (&iter, &thread_id, NULL))
    g_hash_table_add (self->dirty, g_strdup (thread_id));
  if (self->source == 0)
    self->source = g_timeout_add (WRITE_AGAIN_AFTER, on_pause_cb, self);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *writing = user_data;
  g_autoptr (GError) error = NULL;

  if (desk_db_run_finish (DESK_DB (source), result, &error) || writing->owner == NULL)
    return;
  g_message ("A draft could not be kept yet: %s", error->message);
  try_later (writing->owner, writing);
}

static gboolean
on_pause_cb (gpointer user_data)
{
  DeskDrafts *self = user_data;
  Writing *writing;

  self->source = 0;
  writing = take_dirty (self);
  writing->owner = self;
  g_ptr_array_add (self->writings, writing);
  desk_db_run_async (self->journal, DESK_DB_WRITE, write_drafts, writing, free_writing, NULL, on_written_cb, writing);
  return G_SOURCE_REMOVE;
}

/**
 * desk_drafts_new:
 * @journal: an open journal
 * @error: why it could not be read
 *
 * Returns: (transfer full): the drafts as they were left
 */
DeskDrafts *
desk_drafts_new (DeskDb *journal, GError **error)
{
  g_autoptr (DeskDrafts) self = g_new0 (DeskDrafts, 1);

  self->journal = g_object_ref (journal);
  self->writings = g_ptr_array_new ();
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_draft);
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return desk_db_run (journal, DESK_DB_READ, load_drafts, self->drafts, error) ? g_steal_pointer (&self) : NULL;
}

void
desk_drafts_free (DeskDrafts *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (g_hash_table_size (self->dirty) > 0)
    {
      Writing *writing = take_dirty (self);
      g_autoptr (GError) error = NULL;

      if (!desk_db_run (self->journal, DESK_DB_WRITE, write_drafts, writing, &error))
        g_warning ("A draft could not be kept: %s", error->message);
      free_writing (writing);
    }
  for (guint i = 0; i < self->writings->len; i++)
    ((Writing *) self->writings->pdata[i])->owner = NULL;
  g_ptr_array_unref (self->writings);
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->dirty);
  g_object_unref (self->journal);
  g_free (self);
}

/**
 * desk_drafts_get:
 * @self: the drafts
 * @thread_id: a query's, ticket's or chat's id
 * @is_note: (out) (optional): whether it is an internal note
 *
 * Returns: (nullable): what was typed there and not sent
 */
const char *
desk_drafts_get (DeskDrafts *self, const char *thread_id, gboolean *is_note)
{
  Draft *draft = g_hash_table_lookup (self->drafts, thread_id);

  if (is_note != NULL)
    *is_note = draft != NULL && draft->is_note;
  return draft != NULL ? draft->text : NULL;
}

/**
 * desk_drafts_set:
 * @self: the drafts
 * @thread_id: a query's, ticket's or chat's id
 * @text: (nullable): what is typed there now; %NULL or "" when it was sent or given up
 * @is_note: whether it is an internal note
 */
void
desk_drafts_set (DeskDrafts *self, const char *thread_id, const char *text, gboolean is_note)
{
  gboolean is_note_now;
  const char *now = desk_drafts_get (self, thread_id, &is_note_now);

  if (text != NULL && *text == '\0')
    text = NULL;
  if (g_strcmp0 (now, text) == 0 && (text == NULL || is_note_now == is_note))
    return;
  if (text != NULL)
    g_hash_table_insert (self->drafts, g_strdup (thread_id), make_draft (text, is_note));
  else
    g_hash_table_remove (self->drafts, thread_id);
  g_hash_table_add (self->dirty, g_strdup (thread_id));
  if (self->source == 0)
    self->source = g_timeout_add (WRITE_AFTER, on_pause_cb, self);
}

/**
 * desk_drafts_get_n:
 * @self: the drafts
 *
 * Returns: how many there are
 */
guint
desk_drafts_get_n (DeskDrafts *self)
{
  return g_hash_table_size (self->drafts);
}
