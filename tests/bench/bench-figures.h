/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was measured, in the order in which it was: microseconds, bytes, ratios. */
typedef struct
{
  GArray *values; /* of double */
} BenchFigures;

void bench_figures_init (BenchFigures *self);
void bench_figures_clear (BenchFigures *self);
void bench_figures_add (BenchFigures *self, double value);
double bench_figures_get (const BenchFigures *self, double share); /* 0.5: the median */

/* Rows of the budget table. */
void bench_tell (const char *format, ...) G_GNUC_PRINTF (1, 2);
void bench_hold_at_most (const char *what, guint n_tickets, double figure, double budget, const char *unit);
void bench_hold_at_least (const char *what, guint n_tickets, double figure, double budget, const char *unit);
/* What may grow with the desk no more than its logarithm. @cost: the bigger, the worse. */
void bench_watch_growth (const char *what, guint n_tickets, double cost);
int bench_end (void);

G_END_DECLS
