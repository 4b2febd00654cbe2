/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DeskCalendar:
 *
 * When a desk is open: intervals of wall time by weekday in one time zone, less holidays, some of which have hours of
 * their own. An interval over midnight belongs to the day on which it begins. It never changes; any thread.
 */
typedef struct _DeskCalendar DeskCalendar;

typedef struct
{
  gint64 from; /* microseconds UTC */
  gint64 to;
} DeskCalendarSpan;

DeskCalendar *desk_calendar_new_always (void);
DeskCalendar *desk_calendar_parse (JsonObject *object, const char *time_zone, GError **error);
void desk_calendar_free (DeskCalendar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskCalendar, desk_calendar_free)

const char *desk_calendar_get_name (DeskCalendar *self);
const char *desk_calendar_get_time_zone (DeskCalendar *self);

gboolean desk_calendar_add (DeskCalendar *self, gint64 start, gint64 duration, gint64 *due, GError **error);
gint64 desk_calendar_elapsed (DeskCalendar *self, gint64 from, gint64 to);
void desk_calendar_append_open (DeskCalendar *self, gint64 from, gint64 to, GArray *spans);

G_END_DECLS
