/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db-driver.h"
#include "db/desk-db-job.h"

G_BEGIN_DECLS

/* Told which channels a transaction notifies, once it is durable. */
typedef void (*DeskDbCommitted) (GPtrArray *channels, gpointer data);

/**
 * DeskDbWorker:
 *
 * What one database thread needs to do jobs: its connection, and whom to tell.
 */
typedef struct
{
  DeskDbDriver *driver;      /* owned by whoever runs the thread */
  const char *url;           /* borrowed */
  DeskDbMode mode;           /* whether its connection ever writes */
  gpointer db;               /* borrowed */
  DeskDbCommitted committed; /* on the database thread */
  gint64 retry_at;           /* monotonic: not before then is a lost connection tried again */
} DeskDbWorker;

void desk_db_worker_run (DeskDbWorker *self, GPtrArray *jobs);

G_END_DECLS
