/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-figures.h"

#include <math.h>
#include <stdarg.h>

/* Two measurements of one thing on a machine with other work differ by as much. */
#define NOISE 1.25

/* One thing at several sizes. */
typedef struct
{
  char *what;
  guint smallest, biggest; /* tickets */
  double cost_of_smallest, cost_of_biggest;
} Growth;

static GPtrArray *growths; /* of Growth, in the order of their first measurement */
static guint n_missed;

void
bench_figures_init (BenchFigures *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
}

void
bench_figures_clear (BenchFigures *self)
{
  g_clear_pointer (&self->values, g_array_unref);
}

void
bench_figures_add (BenchFigures *self, double value)
{
  g_array_append_val (self->values, value);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

/**
 * bench_figures_get:
 * @self: figures
 * @share: of those that are to be smaller: 0.5 for the median, 0.99 for the 99th percentile
 *
 * Returns: the figure
 */
double
bench_figures_get (const BenchFigures *self, double share)
{
  g_autoptr (GArray) sorted = g_array_copy (self->values);

  g_assert (sorted->len > 0);
  g_array_sort (sorted, compare);
  return g_array_index (sorted, double, MIN ((guint) (sorted->len * share), sorted->len - 1));
}

void
bench_tell (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_print ("# %s\n", text);
}

static void
print_row (const char *what, guint n_tickets, const char *figure, const char *budget, gboolean is_kept)
{
  g_print ("%-62s %9u  %14s  (budget: %s)  %s\n", what, n_tickets, figure, budget, is_kept ? "kept" : "MISSED");
  n_missed += is_kept ? 0 : 1;
}

void
bench_hold_at_most (const char *what, guint n_tickets, double figure, double budget, const char *unit)
{
  g_autofree char *text = g_strdup_printf ("%.2f %s", figure, unit);
  g_autofree char *limit = g_strdup_printf ("at most %g %s", budget, unit);

  print_row (what, n_tickets, text, limit, figure <= budget);
}

void
bench_hold_at_least (const char *what, guint n_tickets, double figure, double budget, const char *unit)
{
  g_autofree char *text = g_strdup_printf ("%.2f %s", figure, unit);
  g_autofree char *limit = g_strdup_printf ("at least %g %s", budget, unit);

  print_row (what, n_tickets, text, limit, figure >= budget);
}

void
bench_watch_growth (const char *what, guint n_tickets, double cost)
{
  Growth *growth = NULL;

  if (growths == NULL)
    growths = g_ptr_array_new ();
  for (guint i = 0; growth == NULL && i < growths->len; i++)
    if (g_str_equal (((Growth *) growths->pdata[i])->what, what))
      growth = growths->pdata[i];
  if (growth == NULL)
    {
      growth = g_new0 (Growth, 1);
      growth->what = g_strdup (what);
      growth->smallest = growth->biggest = n_tickets;
      growth->cost_of_smallest = growth->cost_of_biggest = cost;
      g_ptr_array_add (growths, growth);
    }
  if (n_tickets <= growth->smallest)
    {
      growth->smallest = n_tickets;
      growth->cost_of_smallest = cost;
    }
  if (n_tickets >= growth->biggest)
    {
      growth->biggest = n_tickets;
      growth->cost_of_biggest = cost;
    }
}

/**
 * bench_end:
 *
 * Holds the growth of all that was watched against the logarithm, with what two measurements of one thing differ by.
 *
 * Returns: what the program ends with: 0 where all budgets are kept
 */
int
bench_end (void)
{
  for (guint i = 0; growths != NULL && i < growths->len; i++)
    {
      const Growth *growth = growths->pdata[i];
      g_autofree char *what = g_strdup_printf ("growth from %u: %s", growth->smallest, growth->what);

      if (growth->smallest < growth->biggest)
        bench_hold_at_most (what, growth->biggest, growth->cost_of_biggest / growth->cost_of_smallest,
                            NOISE * log (growth->biggest) / log (growth->smallest), "x");
    }
  return n_missed > 0 ? 1 : 0;
}
