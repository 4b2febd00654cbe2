/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-calendar.h"

G_BEGIN_DECLS

#define DESK_CALENDAR_MINUTES_A_DAY (24 * 60)
#define DESK_CALENDAR_N_WEEKDAYS 7

typedef struct
{
  int start; /* minutes from midnight, wall time */
  int end;   /* after midnight when above 24 hours */
} DeskCalendarInterval;

struct _DeskCalendar
{
  GTimeZone *zone;                            /* owned */
  char *name;                                 /* owned */
  GArray *weekdays[DESK_CALENDAR_N_WEEKDAYS]; /* owned, of DeskCalendarInterval in their order, Monday first */
  GHashTable *dates;                          /* owned; Julian day to the GArray of what is open on it */
  GHashTable *yearly;                         /* owned; the same by DESK_CALENDAR_MONTH_DAY */
};

/* A day that comes every year. */
#define DESK_CALENDAR_MONTH_DAY(month, day) GUINT_TO_POINTER ((guint) (month) *32 + (guint) (day))

DeskCalendar *desk_calendar_new (GTimeZone *zone, const char *name);

G_END_DECLS
