/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 2026-01-03T09:15:00.000Z */
#define DESK_TIME_LENGTH 24

#define DESK_TIME_SECOND G_GINT64_CONSTANT (1000000)
#define DESK_TIME_MINUTE (60 * DESK_TIME_SECOND)
#define DESK_TIME_HOUR (60 * DESK_TIME_MINUTE)
#define DESK_TIME_DAY (24 * DESK_TIME_HOUR)

gint64 desk_time_now (void);
void desk_time_write (gint64 microseconds, char text[DESK_TIME_LENGTH + 1]);
gboolean desk_time_read (const char *text, gint64 *microseconds);
gint64 desk_time_day_begin (gint64 microseconds, const char *time_zone);

G_END_DECLS
