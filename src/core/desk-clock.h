/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-calendar.h"
#include "core/desk-enum.h"

G_BEGIN_DECLS

/**
 * DeskClockTargets:
 *
 * How much open time there is, in microseconds; 0 where nothing is promised.
 */
typedef struct
{
  gint64 first_response;
  gint64 next_response;
  gint64 resolution;
} DeskClockTargets;

/**
 * DeskClockEvent:
 *
 * Something that happened to a ticket and that its clocks follow. What is not of a type here (notes, words of the
 * system, automatic answers, changes of other fields) does not touch them.
 */
typedef struct
{
  DeskClockEventType type;
  gint64 at;                /* microseconds UTC */
  DeskTicketStatus status;  /* of status_changed: what it became */
  DeskClockTargets targets; /* of created, opened, priority_changed: those in force from then on; customer_wrote */
} DeskClockEvent;

/**
 * DeskClock:
 *
 * One clock at some instant: what is promised, and how it stands.
 */
typedef struct
{
  DeskClockKind kind;
  guint number; /* of its kind, from 1: each wait for the next response has its own */
  DeskClockState state;
  gint64 started_at;
  gint64 ended_at;  /* 0 while it may go on; a reopened ticket's resolution goes on */
  gint64 paused_at; /* since when it stands still, or 0 */
  gint64 target;
  gint64 elapsed; /* open time, pauses left out */
  gint64 left;    /* below 0: overdue by so much */
  gint64 due_at;  /* of one that stands still: as if it had gone on */
  gint64 warning_at;
  gboolean is_breached; /* once and for all, also where the work was done later */
  GArray *counted;      /* of DeskCalendarSpan: what elapsed is made of; NULL unless asked for */
  GArray *pauses;       /* of DeskCalendarSpan: from where to where it stood still; NULL unless asked for */
} DeskClock;

void desk_clock_free (DeskClock *self);

gboolean desk_clock_is_open (const DeskClock *self);

GPtrArray *desk_clock_read (DeskCalendar *calendar,
                            const DeskClockEvent *events,
                            guint n_events,
                            gint64 now,
                            gboolean explain,
                            GError **error);

G_END_DECLS
