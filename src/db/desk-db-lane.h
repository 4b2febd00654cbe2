/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-worker.h"

G_BEGIN_DECLS

/* A queue of jobs and the threads that do them, each with a connection of its own. */
typedef struct _DeskDbLane DeskDbLane;

DeskDbLane *desk_db_lane_new (const char *name, guint max_group, guint max_waiting);
void desk_db_lane_add_worker (DeskDbLane *self, const DeskDbWorker *worker);
void desk_db_lane_close (DeskDbLane *self);
void desk_db_lane_free (DeskDbLane *self);

void desk_db_lane_push (DeskDbLane *self, DeskDbJob *job);
void desk_db_lane_push_and_wait (DeskDbLane *self, DeskDbJob *job);
gboolean desk_db_lane_is_current (gpointer db);
void desk_db_lane_set_max_waiting (DeskDbLane *self, guint max_waiting);

G_END_DECLS
