/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-list-diff.h"

#define NOWHERE G_MAXUINT

/* Where each entry of the old list stands in the new one. */
static guint *
find_places (const gint64 *before, guint n_before, const gint64 *after, guint n_after)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint *found = g_new (guint, n_before);

  for (guint i = 0; i < n_after; i++)
    g_hash_table_insert (places, (gpointer) &after[i], GUINT_TO_POINTER (i));
  for (guint i = 0; i < n_before; i++)
    {
      gpointer place;

      found[i] = g_hash_table_lookup_extended (places, &before[i], NULL, &place) ? GPOINTER_TO_UINT (place) : NOWHERE;
    }
  return found;
}

/* What stays where it is: the longest run of old entries whose new places rise. All others become NOWHERE. */
static void
keep_longest_rise (guint *places, guint n)
{
  g_autofree guint *ends = g_new (guint, n + 1);      /* of a rise of each length, the one that ends lowest */
  g_autofree guint *before_it = g_new (guint, n + 1); /* the entry before each in its rise */
  guint length = 0;
  guint kept;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0;
      guint high = length;

      if (places[i] == NOWHERE)
        continue;
      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (places[ends[middle]] < places[i])
            low = middle + 1;
          else
            high = middle;
        }
      before_it[i] = low > 0 ? ends[low - 1] : NOWHERE;
      ends[low] = i;
      if (low == length)
        length++;
    }

  kept = length > 0 ? ends[length - 1] : NOWHERE;
  for (guint i = n; i-- > 0;)
    if (i == kept)
      kept = before_it[i];
    else
      places[i] = NOWHERE;
}

static void
add_splice (GArray *splices, guint before, guint removed, guint after, guint added)
{
  DeskListSplice splice = { before, removed, after, added };

  if (removed > 0 || added > 0)
    g_array_append_val (splices, splice);
}

/**
 * desk_list_diff:
 * @before: the old list
 * @n_before: its length
 * @after: the new list
 * @n_after: its length
 * @max_splices: how many small steps are still better than a big one
 *
 * Returns: (transfer full) (element-type DeskListSplice): what has to be done, in order of place
 */
GArray *
desk_list_diff (const gint64 *before, guint n_before, const gint64 *after, guint n_after, guint max_splices)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (DeskListSplice));
  g_autofree guint *places = NULL;
  guint head = 0;
  guint tail = 0;
  guint last_before = 0;
  guint last_after = 0;

  while (head < n_before && head < n_after && before[head] == after[head])
    head++;
  while (tail < n_before - head && tail < n_after - head && before[n_before - 1 - tail] == after[n_after - 1 - tail])
    tail++;
  before += head;
  after += head;
  n_before -= head + tail;
  n_after -= head + tail;
  if (n_before == 0 || n_after == 0)
    {
      add_splice (splices, head, n_before, head, n_after);
      return splices;
    }

  places = find_places (before, n_before, after, n_after);
  keep_longest_rise (places, n_before);
  for (guint i = 0; i < n_before; i++)
    {
      if (places[i] == NOWHERE)
        continue;
      add_splice (splices, head + last_before, i - last_before, head + last_after, places[i] - last_after);
      last_before = i + 1;
      last_after = places[i] + 1;
    }
  add_splice (splices, head + last_before, n_before - last_before, head + last_after, n_after - last_after);
  if (splices->len > max_splices)
    {
      g_array_set_size (splices, 0);
      add_splice (splices, head, n_before, head, n_after);
    }
  return splices;
}
