/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-sync.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/desk-cache-feed.h"
#include "client/desk-cache-schema.h"
#include "core/desk-error.h"

#define PAGE 5000
#define CHUNK (64 * 1024)
/* So much is parsed and written in one go: a page of it takes the writer about as long as a frame. */
#define PIECE (192 * 1024)
/* While there is little to look at yet, nobody minds. */
#define FIRST_PIECE (1024 * 1024)
#define LONGEST_LINE (16 * 1024 * 1024)
#define MOST_PIECES 2 /* waiting to be parsed, or being written: more of them would only take memory */

struct _DeskSync
{
  GObject parent_instance;

  /* owned */
  DeskCache *cache;
  DeskRest *rest;
  DeskOutbox *outbox;
  GCancellable *cancellable; /* of the drain that is under way, or NULL */
  GInputStream *stream;      /* of the page, or NULL */
  GByteArray *rest_of_line;  /* what was read behind the last piece */
  GQueue pieces;             /* of GBytes: whole lines */

  guint64 mark; /* of the outbox, when the first page was asked for */
  gint64 cursor;
  gint64 end;
  double progress;
  guint n_writing;
  gboolean is_reading;
  gboolean is_parsing;
  gboolean is_closed; /* the page's closing line has been written */
  gboolean more;
  gboolean is_first; /* the cache was empty when it began */
  gboolean is_again; /* wanted once more */
};

G_DEFINE_FINAL_TYPE (DeskSync, desk_sync, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PROGRESS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  DRAINED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void work_on (DeskSync *self);
static void ask_for_page (DeskSync *self);

static void
set_progress (DeskSync *self, double progress)
{
  if (self->progress == progress)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
clear_page (DeskSync *self)
{
  g_clear_object (&self->stream);
  g_byte_array_set_size (self->rest_of_line, 0);
  g_queue_clear_full (&self->pieces, (GDestroyNotify) g_bytes_unref);
  self->is_reading = FALSE;
  self->is_parsing = FALSE;
  self->n_writing = 0;
  self->is_closed = FALSE;
  self->more = FALSE;
}

/* Callbacks of a drain that was given up find another cancellable, and leave everything alone. */
static gboolean
is_current (DeskSync *self, GCancellable *cancellable)
{
  return self->cancellable == cancellable;
}

static void
fail (DeskSync *self, GError *error)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  clear_page (self);
  self->is_again = FALSE;
  g_signal_emit (self, signals[FAILED], 0, error);
  g_error_free (error);
}

static void
finish (DeskSync *self)
{
  guint64 mark = self->mark;

  g_clear_object (&self->cancellable);
  clear_page (self);
  set_progress (self, 1.0);
  desk_outbox_settle (self->outbox, mark, self->cursor);
  g_signal_emit (self, signals[DRAINED], 0);
  if (self->is_again && self->cancellable == NULL)
    desk_sync_drain (self);
}

static void
take_written (DeskSync *self, DeskCacheFeed *feed)
{
  self->cursor = feed->cursor;
  if (self->end > 0 && self->cursor < self->end)
    set_progress (self, MIN (0.99, (double) self->cursor / self->end));
  if (!feed->batch->is_closed)
    return;
  self->is_closed = TRUE;
  self->more = feed->batch->more || feed->is_new_epoch;
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSync *self = g_task_get_source_object (task);
  GError *error = NULL;
  gboolean is_written = desk_cache_write_finish (DESK_CACHE (source), result, &error);

  if (!is_current (self, g_task_get_cancellable (task)))
    {
      g_clear_error (&error);
      return;
    }
  self->n_writing--;
  if (!is_written)
    {
      fail (self, error);
      return;
    }
  take_written (self, g_task_get_task_data (task));
  work_on (self);
}

static void
parse_in_thread (GTask *task, gpointer source, gpointer bytes, GCancellable *cancellable)
{
  GError *error = NULL;
  DeskFeedBatch *batch = desk_feed_batch_parse (bytes, &error);

  if (batch != NULL)
    g_task_return_pointer (task, batch, (GDestroyNotify) desk_feed_batch_free);
  else
    g_task_return_error (task, error);
}

static void
write_batch (DeskSync *self, DeskFeedBatch *batch)
{
  g_autoptr (DeskOverlay) overlay = desk_outbox_dup_overlay (self->outbox);
  DeskCacheFeed *feed = desk_cache_feed_new (batch, overlay, FALSE);
  GTask *task = g_task_new (self, self->cancellable, NULL, NULL);

  /* The work lives as long as the task: the cache frees nothing. */
  g_task_set_task_data (task, feed, desk_cache_feed_free);
  self->n_writing++;
  desk_cache_write_async (self->cache, desk_cache_feed_work, feed, NULL, on_written_cb, task);
}

static void
on_parsed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DeskSync *self = DESK_SYNC (source);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));
  GError *error = NULL;
  gboolean is_mine = is_current (self, cancellable);
  DeskFeedBatch *batch = g_task_propagate_pointer (G_TASK (result), &error);

  if (!is_mine)
    {
      g_clear_error (&error);
      g_clear_pointer (&batch, desk_feed_batch_free);
      return;
    }
  self->is_parsing = FALSE;
  if (batch == NULL)
    {
      fail (self, error);
      return;
    }
  write_batch (self, batch);
  work_on (self);
}

static void
parse_next (DeskSync *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_parsed_cb, NULL);

  self->is_parsing = TRUE;
  g_task_set_task_data (task, g_queue_pop_head (&self->pieces), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, parse_in_thread);
}

/* Cuts what was read behind its last whole line. @is_end: nothing will follow. */
static void
cut_piece (DeskSync *self, gboolean is_end)
{
  GByteArray *read = self->rest_of_line;
  const guint8 *newline = read->len > 0 ? memrchr (read->data, '\n', read->len) : NULL;
  guint length = newline != NULL ? newline + 1 - read->data : 0;

  if (length == 0 || (read->len < (self->is_first ? FIRST_PIECE : PIECE) && !is_end))
    return;
  g_queue_push_tail (&self->pieces, g_bytes_new (read->data, length));
  g_byte_array_remove_range (read, 0, length);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSync *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gboolean is_end = bytes == NULL || g_bytes_get_size (bytes) == 0;

  if (!is_current (self, g_task_get_cancellable (task)))
    {
      g_clear_error (&error);
      return;
    }
  self->is_reading = FALSE;
  if (!is_end)
    g_byte_array_append (self->rest_of_line, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  /* What came before a cut is good: the next page begins behind it. */
  cut_piece (self, is_end);
  if (is_end)
    g_clear_object (&self->stream);
  if (self->rest_of_line->len > LONGEST_LINE)
    error = g_error_new (DESK_ERROR, DESK_ERROR_MALFORMED, "%s", _ ("The desk’s server sends a line without an end"));
  g_clear_error (&error);
  work_on (self);
}

static void
read_on (DeskSync *self)
{
  self->is_reading = TRUE;
  g_input_stream_read_bytes_async (self->stream, CHUNK, G_PRIORITY_LOW, self->cancellable, on_read_cb,
                                   g_task_new (self, self->cancellable, NULL, NULL));
}

static void
end_page (DeskSync *self)
{
  gboolean is_closed = self->is_closed;
  gboolean more = self->more;

  clear_page (self);
  if (!is_closed)
    fail (self,
          g_error_new_literal (DESK_ERROR, DESK_ERROR_UNAVAILABLE, _ ("The connection to the desk’s server was cut")));
  else if (more)
    ask_for_page (self);
  else
    finish (self);
}

/* Reading, parsing and writing go on beside each other, each in order. */
static void
work_on (DeskSync *self)
{
  if (!self->is_parsing && self->n_writing < MOST_PIECES && !g_queue_is_empty (&self->pieces))
    parse_next (self);
  if (self->stream != NULL && !self->is_reading && self->pieces.length < MOST_PIECES)
    read_on (self);
  if (self->stream == NULL && !self->is_reading && !self->is_parsing && self->n_writing == 0
      && g_queue_is_empty (&self->pieces))
    end_page (self);
}

static void
on_page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DeskSync *self = g_task_get_source_object (task);
  GError *error = NULL;
  GInputStream *stream = desk_rest_stream_finish (DESK_REST (source), result, &error);

  if (!is_current (self, g_task_get_cancellable (task)))
    {
      g_clear_error (&error);
      g_clear_object (&stream);
      return;
    }
  if (stream == NULL)
    {
      fail (self, error);
      return;
    }
  self->stream = stream;
  work_on (self);
}

/* A feed that does not reach back so far any more is fetched from its beginning, as that of another epoch is. */
static void
ask_for_page (DeskSync *self)
{
  g_autofree char *path = g_strdup_printf ("/support/sync?since=%" G_GINT64_FORMAT "&limit=%d", self->cursor, PAGE);

  desk_rest_stream_async (self->rest, path, self->cancellable, on_page_cb,
                          g_task_new (self, self->cancellable, NULL, NULL));
}

static void
on_event_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!desk_cache_write_finish (DESK_CACHE (source), result, &error) && desk_cache_is_open (DESK_CACHE (source)))
    g_warning ("An event could not be written: %s", error->message);
}

static void
desk_sync_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROGRESS:
      g_value_set_double (value, DESK_SYNC (object)->progress);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_sync_finalize (GObject *object)
{
  DeskSync *self = DESK_SYNC (object);

  desk_sync_stop (self);
  g_byte_array_unref (self->rest_of_line);
  g_object_unref (self->cache);
  g_object_unref (self->rest);
  g_object_unref (self->outbox);
  G_OBJECT_CLASS (desk_sync_parent_class)->finalize (object);
}

static void
desk_sync_class_init (DeskSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = desk_sync_finalize;
  object_class->get_property = desk_sync_get_property;

  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DRAINED] = g_signal_new ("drained", DESK_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] =
      g_signal_new ("failed", DESK_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
desk_sync_init (DeskSync *self)
{
  self->rest_of_line = g_byte_array_new ();
  g_queue_init (&self->pieces);
}

/**
 * desk_sync_new:
 * @cache: what is kept in step
 * @rest: with what
 * @outbox: what is shown over it
 *
 * Returns: (transfer full): a sync that does nothing yet
 */
DeskSync *
desk_sync_new (DeskCache *cache, DeskRest *rest, DeskOutbox *outbox)
{
  DeskSync *self = g_object_new (DESK_TYPE_SYNC, NULL);

  self->cache = g_object_ref (cache);
  self->rest = g_object_ref (rest);
  self->outbox = g_object_ref (outbox);
  return self;
}

/**
 * desk_sync_drain:
 * @self: a sync; its cache is open
 *
 * Takes in the feed up to its end. What is asked for while that is under way is done once, after it.
 */
void
desk_sync_drain (DeskSync *self)
{
  g_autofree char *cursor = NULL;

  g_return_if_fail (DESK_IS_SYNC (self));

  if (self->cancellable != NULL)
    {
      self->is_again = TRUE;
      return;
    }
  if (!desk_cache_is_open (self->cache))
    return;
  cursor = desk_cache_dup_setting (self->cache, DESK_CACHE_CURSOR);
  self->cursor = cursor != NULL ? g_ascii_strtoll (cursor, NULL, 10) : 0;
  self->is_again = FALSE;
  self->is_first = self->cursor == 0;
  self->mark = desk_outbox_get_mark (self->outbox);
  self->cancellable = g_cancellable_new ();
  if (self->cursor == 0)
    set_progress (self, 0.0);
  ask_for_page (self);
}

/**
 * desk_sync_stop:
 * @self: a sync
 *
 * Gives up what is under way; it goes on from there the next time.
 */
void
desk_sync_stop (DeskSync *self)
{
  g_return_if_fail (DESK_IS_SYNC (self));

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
    }
  clear_page (self);
  self->is_again = FALSE;
}

gboolean
desk_sync_is_draining (DeskSync *self)
{
  g_return_val_if_fail (DESK_IS_SYNC (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * desk_sync_set_end:
 * @self: a sync
 * @seq: the last place of the feed, for the progress
 */
void
desk_sync_set_end (DeskSync *self, gint64 seq)
{
  g_return_if_fail (DESK_IS_SYNC (self));

  self->end = MAX (seq, 0);
}

gint64
desk_sync_get_cursor (DeskSync *self)
{
  g_return_val_if_fail (DESK_IS_SYNC (self), 0);

  return self->cursor;
}

/**
 * desk_sync_take_event:
 * @self: a sync
 * @line: a line of the feed, as a live event tells it
 *
 * Shows it at once, unless the feed has already gone further. The feed tells it again, so that nothing depends on it.
 *
 * Returns: whether it was such a line
 */
gboolean
desk_sync_take_event (DeskSync *self, JsonObject *line)
{
  DeskFeedBatch *batch;
  g_autoptr (DeskOverlay) overlay = NULL;
  DeskCacheFeed *feed;

  g_return_val_if_fail (DESK_IS_SYNC (self) && line != NULL, FALSE);

  if (!json_object_has_member (line, "seq") || !desk_cache_is_open (self->cache))
    return FALSE;
  batch = desk_feed_batch_new_for_line (line);
  if (batch == NULL)
    return FALSE;
  overlay = desk_outbox_dup_overlay (self->outbox);
  feed = desk_cache_feed_new (batch, overlay, TRUE);
  desk_cache_write_async (self->cache, desk_cache_feed_work, feed, desk_cache_feed_free, on_event_written_cb, NULL);
  return TRUE;
}

double
desk_sync_get_progress (DeskSync *self)
{
  g_return_val_if_fail (DESK_IS_SYNC (self), 0);

  return self->progress;
}
