/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-enum.h"
#include "db/desk-db.h"

G_BEGIN_DECLS

typedef enum
{
  DESK_DUE_CLOCK,   /* something is to be told of a clock */
  DESK_DUE_CLOSING, /* a ticket was resolved long enough ago */
  DESK_DUE_WAITING, /* a ticket waits for somebody who is free */
} DeskDueType;

typedef enum
{
  DESK_DUE_NOTHING,
  DESK_DUE_WARNING,
  DESK_DUE_BREACH,
} DeskDueWhat;

/**
 * DeskDue:
 *
 * Something whose time has come.
 */
typedef struct
{
  DeskDueType type;
  char *ticket_id;
  DeskClockKind kind; /* of a clock */
  guint number;
} DeskDue;

void desk_due_free (DeskDue *self);

/* Adds up to @limit of the clocks that have an alarm at @now or before, the oldest first. */
gboolean desk_due_list_clocks (DeskDbTransaction *db, gint64 now, guint limit, GPtrArray *dues, GError **error);
/* The same for the tickets that were resolved at @before or earlier and are not closed. */
gboolean desk_due_list_resolved (DeskDbTransaction *db, gint64 before, guint limit, GPtrArray *dues, GError **error);
/* The same for the tickets that were made since @since and have nobody, although somebody is free. */
gboolean desk_due_list_waiting (DeskDbTransaction *db, gint64 since, guint limit, GPtrArray *dues, GError **error);
/* When the next clock has an alarm, and when the oldest resolved ticket was resolved; 0 for neither. */
gboolean desk_due_find_next (DeskDbTransaction *db, gint64 *alarm_at, gint64 *resolved_at, GError **error);

/* What is to be told of a clock now. Whoever asks holds its ticket. */
gboolean desk_due_ask (DeskDbTransaction *db, const DeskDue *due, gint64 now, DeskDueWhat *what, GError **error);
/* From now on it is told. */
gboolean desk_due_set_told (DeskDbTransaction *db, const DeskDue *due, DeskDueWhat what, gint64 now, GError **error);

G_END_DECLS
