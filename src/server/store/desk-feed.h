/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-entity.h"
#include "db/desk-db.h"
#include "server/store/desk-viewer.h"

G_BEGIN_DECLS

#define DESK_FEED_DEFAULT_LIMIT 1000
#define DESK_FEED_MAX_LIMIT 10000

/**
 * DeskFeedChange:
 *
 * One entity that was written or deleted, at its latest place in the feed.
 */
typedef struct
{
  const DeskKind *kind;
  char *id;
  gint64 seq;
  gboolean is_deleted;
  DeskEntity *entity; /* owned; NULL when it is deleted */
} DeskFeedChange;

DeskFeedChange *desk_feed_change_new (const DeskKind *kind, const char *id, gint64 seq);
void desk_feed_change_free (DeskFeedChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskFeedChange, desk_feed_change_free)

/* What changed for one viewer, as lines of JSON in the order of seq. */
gboolean desk_feed_read (DeskDbTransaction *db,
                         const DeskViewer *viewer,
                         gint64 since,
                         gint64 *snapshot,
                         guint limit,
                         GString *lines,
                         gint64 *next,
                         gboolean *more,
                         GError **error);

/* What changed at the whole desk: for those who tell it to the connected. */
gboolean desk_feed_changes (DeskDbTransaction *db,
                            gint64 since,
                            guint limit,
                            GPtrArray *changes,
                            gint64 *next,
                            gboolean *more,
                            GError **error);

/* Which of the connected people may see an entity now. */
gboolean desk_feed_viewers (DeskDbTransaction *db,
                            const DeskKind *kind,
                            const char *id,
                            GPtrArray *connected_ids,
                            GHashTable *may_see,
                            GError **error);

/* The last place of the feed that is settled: everything up to it is committed, and nothing will come below it. */
gboolean desk_feed_get_end (DeskDbTransaction *db, gint64 *seq, GError **error);

/* A text that changes when a copy made by this viewer is no longer of use: another desk, another role or department. */
char *desk_feed_dup_epoch (DeskDbTransaction *db, const DeskViewer *viewer, GError **error);

/* Keeps in the feed that an entity is gone. @customer_id: the customer who could see it, or NULL. */
gboolean
desk_feed_bury (DeskDbTransaction *db, const DeskKind *kind, const char *id, const char *customer_id, GError **error);

/* Puts everything said in a ticket, and its history, at the end of the feed once more: others may see it from now on.
 */
gboolean desk_feed_move_thread (DeskDbTransaction *db, const char *ticket_id, GError **error);

G_END_DECLS
