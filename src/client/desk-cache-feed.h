/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-cache-changes.h"
#include "client/desk-feed.h"
#include "client/desk-pending.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

/**
 * DeskCacheFeed:
 *
 * A piece of what the server says, on its way into the cache in one transaction, and how the feed stands after it.
 */
typedef struct
{
  DeskFeedBatch *batch;    /* owned, or NULL: only the overlay is laid anew */
  DeskOverlay *overlay;    /* owned */
  gboolean is_overlay_new; /* commands came or went: it has to be laid again, whatever the batch says */
  gboolean is_aside;       /* an answer or a live event: it does not move the cursor */

  /* afterwards */
  gint64 cursor;
  gboolean is_new_epoch; /* the feed is another one: it is fetched from its beginning */
} DeskCacheFeed;

DeskCacheFeed *desk_cache_feed_new (DeskFeedBatch *batch, DeskOverlay *overlay, gboolean is_aside);
void desk_cache_feed_free (gpointer self);

/* A DeskCacheWork of a DeskCacheFeed. */
gboolean
desk_cache_feed_work (DeskDbTransaction *transaction, gpointer self, DeskCacheChanges *changes, GError **error);

/* A DeskCacheWork without data: everything is fetched anew, over what is shown. */
gboolean
desk_cache_feed_renew (DeskDbTransaction *transaction, gpointer unused, DeskCacheChanges *changes, GError **error);

G_END_DECLS
