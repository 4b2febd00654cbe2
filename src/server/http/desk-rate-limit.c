/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-rate-limit.h"

/* So many names are remembered before those whose bucket is full again are forgotten. */
#define MANY 10000

struct _DeskRateLimit
{
  GMutex mutex;
  GHashTable *buckets; /* owned; name to gint64: when the bucket is full again, microseconds */
  guint limit;
  gint64 refill;
};

/* A bucket is one time: each try moves it on by one refill, and it is empty when it lies a full bucket ahead. */
static gboolean
is_full (gpointer name, gpointer full_at, gpointer now)
{
  return *(gint64 *) full_at <= *(gint64 *) now;
}

static gint64 *
find_bucket (DeskRateLimit *self, const char *name, gint64 now)
{
  gint64 *full_at = g_hash_table_lookup (self->buckets, name);

  if (full_at == NULL)
    {
      if (g_hash_table_size (self->buckets) >= MANY)
        g_hash_table_foreach_remove (self->buckets, is_full, &now);
      full_at = g_new0 (gint64, 1);
      g_hash_table_insert (self->buckets, g_strdup (name), full_at);
    }
  return full_at;
}

/**
 * desk_rate_limit_new:
 * @limit: how many at once
 * @refill: microseconds until there is one more
 *
 * Returns: (transfer full): the limit
 */
DeskRateLimit *
desk_rate_limit_new (guint limit, gint64 refill)
{
  DeskRateLimit *self = g_new0 (DeskRateLimit, 1);

  g_mutex_init (&self->mutex);
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->limit = limit;
  self->refill = refill;
  return self;
}

void
desk_rate_limit_free (DeskRateLimit *self)
{
  g_hash_table_unref (self->buckets);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * desk_rate_limit_take:
 * @self: the limit
 * @name: who or what is limited
 * @now: microseconds
 * @rate: (out): how it stands after this
 *
 * Returns: whether there was one left
 */
gboolean
desk_rate_limit_take (DeskRateLimit *self, const char *name, gint64 now, DeskRate *rate)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 *full_at = find_bucket (self, name, now);
  gint64 after = MAX (*full_at, now) + self->refill;
  gboolean is_left = after - now <= (gint64) self->limit * self->refill;

  if (is_left)
    *full_at = after;
  rate->limit = self->limit;
  rate->remaining = self->limit - (guint) MIN ((*full_at - now + self->refill - 1) / self->refill, self->limit);
  rate->reset = (guint) ((*full_at - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  rate->retry =
      is_left ? 0 : (guint) ((after - now - self->limit * self->refill + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  return is_left;
}

/**
 * desk_rate_limit_give_back:
 * @self: the limit
 * @name: whose last try does not count
 */
void
desk_rate_limit_give_back (DeskRateLimit *self, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 *full_at = g_hash_table_lookup (self->buckets, name);

  if (full_at != NULL)
    *full_at -= self->refill;
}
