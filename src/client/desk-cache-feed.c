/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-cache-feed.h"

#include "client/desk-cache-overlay.h"
#include "client/desk-cache-schema.h"
#include "client/desk-cache-writer.h"
#include "core/desk-time.h"

/* A late event may tell of something that has been out of sight since: the feed, which has passed it, knows better. */
static gboolean
is_passed (DeskCacheFeed *self, DeskFeedLine *line, gint64 cursor)
{
  return self->is_aside && line->seq <= cursor;
}

static gboolean
write_lines (DeskCacheFeed *self, DeskCacheWriter *writer, gint64 cursor, GError **error)
{
  for (guint i = 0; i < self->batch->lines->len; i++)
    {
      DeskFeedLine *line = self->batch->lines->pdata[i];

      if (is_passed (self, line, cursor))
        continue;
      if (line->entity != NULL ? !desk_cache_writer_put (writer, line->entity, error)
                               : !desk_cache_writer_drop (writer, line->kind, line->id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_renewal (DeskDbTransaction *transaction, const char *epoch, GError **error)
{
  return desk_db_execute (transaction, error, "DELETE FROM renewal_met", "")
         && desk_cache_settings_set (transaction, DESK_CACHE_RENEWAL, "1", error)
         && desk_cache_settings_set (transaction, DESK_CACHE_EPOCH, epoch, error)
         && desk_cache_settings_set_number (transaction, DESK_CACHE_CURSOR, 0, error);
}

/* Another epoch, or a feed that ends before where it was: another desk's data. All of it is fetched again, over what is
 * shown; what is not met is swept away at the end. */
static gboolean
begin_renewal (DeskCacheFeed *self, DeskDbTransaction *transaction, GError **error)
{
  self->is_new_epoch = TRUE;
  self->cursor = 0;
  return write_renewal (transaction, self->batch->epoch, error);
}

static gboolean
end_sync (DeskDbTransaction *transaction, DeskCacheWriter *writer, gint64 cursor, GError **error)
{
  if (writer->is_renewal
      && (!desk_cache_writer_sweep (writer, error)
          || !desk_cache_settings_set (transaction, DESK_CACHE_RENEWAL, NULL, error)))
    return FALSE;
  if (!desk_cache_writer_forget_asides (writer, cursor, error))
    return FALSE;
  return desk_cache_settings_set_number (transaction, DESK_CACHE_SYNCED, desk_time_now (), error);
}

static gboolean
move_cursor (DeskCacheFeed *self,
             DeskDbTransaction *transaction,
             DeskCacheWriter *writer,
             gint64 before,
             GError **error)
{
  g_autofree char *epoch = NULL;

  if (self->batch->is_closed)
    {
      epoch = desk_cache_settings_dup (transaction, DESK_CACHE_EPOCH, error);
      if (before != 0 && epoch != NULL && (g_strcmp0 (epoch, self->batch->epoch) != 0 || self->batch->cursor < before))
        return begin_renewal (self, transaction, error);
      if (!desk_cache_settings_set (transaction, DESK_CACHE_EPOCH, self->batch->epoch, error))
        return FALSE;
    }
  self->cursor = self->batch->is_closed ? self->batch->cursor : MAX (before, self->batch->cursor);
  if (self->cursor != before && !desk_cache_settings_set_number (transaction, DESK_CACHE_CURSOR, self->cursor, error))
    return FALSE;
  return !self->batch->is_closed || self->batch->more || end_sync (transaction, writer, self->cursor, error);
}

static gboolean
take_in (DeskCacheFeed *self, DeskDbTransaction *transaction, DeskCacheWriter *writer, GError **error)
{
  gint64 cursor = desk_cache_settings_get_number (transaction, DESK_CACHE_CURSOR, error);
  g_autofree char *renewal = desk_cache_settings_dup (transaction, DESK_CACHE_RENEWAL, error);

  writer->is_aside = self->is_aside;
  writer->is_renewal = renewal != NULL && !self->is_aside;
  self->cursor = cursor;
  self->is_new_epoch = FALSE;
  return write_lines (self, writer, cursor, error)
         && (self->is_aside || move_cursor (self, transaction, writer, cursor, error));
}

/**
 * desk_cache_feed_new:
 * @batch: (transfer full) (nullable): what the server says
 * @overlay: all commands that are shown as done
 * @is_aside: whether it was said outside of the feed
 *
 * Returns: (transfer full): the work
 */
DeskCacheFeed *
desk_cache_feed_new (DeskFeedBatch *batch, DeskOverlay *overlay, gboolean is_aside)
{
  DeskCacheFeed *self = g_new0 (DeskCacheFeed, 1);

  self->batch = batch;
  self->overlay = desk_overlay_ref (overlay);
  self->is_overlay_new = batch == NULL;
  self->is_aside = is_aside;
  return self;
}

void
desk_cache_feed_free (gpointer data)
{
  DeskCacheFeed *self = data;

  g_clear_pointer (&self->batch, desk_feed_batch_free);
  desk_overlay_unref (self->overlay);
  g_free (self);
}

/**
 * desk_cache_feed_work:
 * @transaction: writes the cache
 * @data: a #DeskCacheFeed
 * @changes: gets what is done
 * @error: why it could not be written
 *
 * Writes the batch, where the feed stands, and what the waiting commands make of it, all or nothing.
 *
 * Returns: whether it was written
 */
gboolean
desk_cache_feed_work (DeskDbTransaction *transaction, gpointer data, DeskCacheChanges *changes, GError **error)
{
  DeskCacheFeed *self = data;
  g_auto (DeskCacheWriter) writer = { 0 };

  if (!desk_cache_writer_begin (&writer, transaction, changes, error))
    return FALSE;
  if (self->batch != NULL && !take_in (self, transaction, &writer, error))
    return FALSE;
  if ((self->is_overlay_new || writer.is_base_touched) && !desk_cache_overlay_lay (&writer, self->overlay, error))
    return FALSE;
  return desk_cache_writer_flush (&writer, error);
}

/**
 * desk_cache_feed_renew:
 * @transaction: writes the cache
 * @unused: nothing
 * @changes: gets nothing
 * @error: why it could not be written
 *
 * The feed does not reach back to where the cache stands: the next drain begins at its beginning.
 *
 * Returns: whether it was written
 */
gboolean
desk_cache_feed_renew (DeskDbTransaction *transaction, gpointer unused, DeskCacheChanges *changes, GError **error)
{
  return write_renewal (transaction, NULL, error);
}
