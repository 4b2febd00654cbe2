/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How somebody stands against a limit, as the RateLimit headers tell it. */
typedef struct
{
  guint limit; /* 0: none */
  guint remaining;
  guint reset; /* seconds until everything is free again */
  guint retry; /* seconds until there is one more, 0 when there is */
} DeskRate;

/**
 * DeskRateLimit:
 *
 * A bucket for each name: so many tries at once, then one more every so often. Any thread. It is kept in this process
 * alone: with several servers behind a balancer each counts for itself, so somebody gets at most as many times more.
 */
typedef struct _DeskRateLimit DeskRateLimit;

DeskRateLimit *desk_rate_limit_new (guint limit, gint64 refill);
void desk_rate_limit_free (DeskRateLimit *self);

gboolean desk_rate_limit_take (DeskRateLimit *self, const char *name, gint64 now, DeskRate *rate);
void desk_rate_limit_give_back (DeskRateLimit *self, const char *name);

G_END_DECLS
