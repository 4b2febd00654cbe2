/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/desk-entity.h"

G_BEGIN_DECLS

/* One line of the change feed. */
typedef struct
{
  gint64 seq;
  const DeskKind *kind;
  char *id;
  DeskEntity *entity; /* owned; NULL for a drop */
} DeskFeedLine;

/**
 * DeskFeedBatch:
 *
 * Some lines of the change feed, in their order: a piece of a page, perhaps with its closing line. What this version
 * does not know is passed over.
 */
typedef struct
{
  GPtrArray *lines;   /* owned, of DeskFeedLine */
  gint64 cursor;      /* everything up to here is in this batch or before it */
  gboolean is_closed; /* the page's closing line was in it */
  gboolean more;      /* there is another page */
  char *epoch;        /* owned, with the closing line */
} DeskFeedBatch;

/* @bytes: whole lines. Any thread. DESK_ERROR_MALFORMED when it is no feed. */
DeskFeedBatch *desk_feed_batch_parse (GBytes *bytes, GError **error);
DeskFeedBatch *desk_feed_batch_new_for_line (JsonObject *line);     /* (nullable): one line that was told aside */
DeskFeedBatch *desk_feed_batch_new_for_entity (DeskEntity *entity); /* what the server said of one entity otherwise */
void desk_feed_batch_free (DeskFeedBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFeedBatch, desk_feed_batch_free)

G_END_DECLS
