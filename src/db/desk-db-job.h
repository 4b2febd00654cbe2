/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "db/desk-db-types.h"

G_BEGIN_DECLS

/* One piece of work, from the moment that somebody wants it done until they are told what became of it. */
typedef struct
{
  DeskDbMode mode;
  DeskDbWork work;
  gpointer data;
  GDestroyNotify destroy;
  GError *error; /* owned: why nothing of it is in the database */

  /* Either a task waits for it in some main context, or a thread does. */
  GTask *task; /* owned */
  gulong cancelled_id;
  GCond finished;
  gboolean is_finished; /* under the lane's lock, for the thread that waits */

  GList link; /* in the queue of a lane */
  gpointer lane;
  gboolean is_waiting; /* under the lane's lock */
} DeskDbJob;

DeskDbJob *desk_db_job_new (DeskDbMode mode, DeskDbWork work, gpointer data, GDestroyNotify destroy);
void desk_db_job_free (DeskDbJob *self);

void desk_db_job_fail (DeskDbJob *self, const GError *error);
void desk_db_job_tell (DeskDbJob *self);

G_END_DECLS
