/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-crowd.h"

/* So many may be on their way out beside those who have room. */
#define MOST_LEAVING 32

/* All who come from one address. */
typedef struct
{
  guint n_guests; /* without those on their way out */
  guint n_all;
  GQueue waiting; /* of borrowed DeskGuest, who waits longest first */
} Address;

struct _DeskCrowd
{
  GMutex mutex;
  GCond has_left;        /* somebody who was asked to go is gone */
  GHashTable *addresses; /* owned; text to Address */
  GQueue strangers;      /* of borrowed DeskGuest who have asked nothing yet, who waits longest first */
  GQueue idlers;         /* of those who had an answer and may ask again */
  guint max_guests;
  guint max_per_address;
  guint n_guests; /* without those on their way out */
  guint n_leaving;
};

struct _DeskGuest
{
  gatomicrefcount references;
  DeskCrowd *crowd; /* borrowed */
  Address *from;    /* borrowed; valid until the guest leaves */
  char *address;    /* owned */
  GList in_crowd;
  GList at_address;
  gboolean is_waiting;
  gboolean is_stranger;
  gboolean is_leaving; /* asked to go */
  gboolean is_gone;
  DeskGuestEvict evict;
  gpointer evict_data;
};

static GQueue *
get_queue (DeskGuest *guest)
{
  return guest->is_stranger ? &guest->crowd->strangers : &guest->crowd->idlers;
}

static void
begin_waiting (DeskGuest *guest)
{
  g_queue_push_tail_link (get_queue (guest), &guest->in_crowd);
  g_queue_push_tail_link (&guest->from->waiting, &guest->at_address);
  guest->is_waiting = TRUE;
}

static void
end_waiting (DeskGuest *guest)
{
  g_queue_unlink (get_queue (guest), &guest->in_crowd);
  g_queue_unlink (&guest->from->waiting, &guest->at_address);
  guest->is_waiting = FALSE;
}

/* Asks who has waited longest to go. Whoever has not sat down yet hears it when they do. */
static gboolean
evict_first (GQueue *waiting)
{
  DeskGuest *guest = g_queue_peek_head (waiting);

  if (guest == NULL)
    return FALSE;
  end_waiting (guest);
  guest->is_leaving = TRUE;
  guest->crowd->n_guests--;
  guest->from->n_guests--;
  guest->crowd->n_leaving++;
  if (guest->evict != NULL)
    guest->evict (guest, guest->evict_data);
  return TRUE;
}

/* Strangers go first while they are many: nobody who has been served has to go because of a mere flood. While they are
 * few they are let be, or who fills the place with served connections would have each newcomer put out by the next. */
static gboolean
evict_somebody (DeskCrowd *self)
{
  if (g_queue_get_length (&self->strangers) * 2 >= self->max_guests)
    return evict_first (&self->strangers);
  return evict_first (&self->idlers) || evict_first (&self->strangers);
}

static Address *
find_address (DeskCrowd *self, const char *text)
{
  Address *address = g_hash_table_lookup (self->addresses, text);

  if (address == NULL)
    {
      address = g_new0 (Address, 1);
      g_queue_init (&address->waiting);
      g_hash_table_insert (self->addresses, g_strdup (text), address);
    }
  return address;
}

DeskCrowd *
desk_crowd_new (guint max_guests, guint max_per_address)
{
  DeskCrowd *self = g_new0 (DeskCrowd, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->has_left);
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&self->strangers);
  g_queue_init (&self->idlers);
  self->max_guests = max_guests;
  self->max_per_address = max_per_address;
  return self;
}

void
desk_crowd_free (DeskCrowd *self)
{
  g_hash_table_unref (self->addresses);
  g_cond_clear (&self->has_left);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * desk_crowd_enter:
 * @self: the crowd
 * @address: where somebody comes from
 *
 * Returns: (transfer full) (nullable): the guest, who waits to be served; %NULL when there is no room
 */
DeskGuest *
desk_crowd_enter (DeskCrowd *self, const char *address)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Address *from = find_address (self, address);
  DeskGuest *guest;

  /* An address that is full of its own makes room itself; so does one that comes again when all is full. */
  if ((from->n_guests >= self->max_per_address && !evict_first (&from->waiting))
      || (self->n_guests >= self->max_guests && !evict_first (&from->waiting) && !evict_somebody (self)))
    {
      if (from->n_all == 0)
        g_hash_table_remove (self->addresses, address);
      return NULL;
    }
  guest = g_new0 (DeskGuest, 1);
  g_atomic_ref_count_init (&guest->references);
  guest->crowd = self;
  guest->from = from;
  guest->address = g_strdup (address);
  guest->in_crowd.data = guest;
  guest->at_address.data = guest;
  guest->is_stranger = TRUE;
  self->n_guests++;
  from->n_guests++;
  from->n_all++;
  begin_waiting (guest);
  return guest;
}

/**
 * desk_crowd_wait:
 * @self: the crowd
 * @time: microseconds
 *
 * Waits, at most so long, while so many are on their way out that the next has to stay outside for a moment.
 *
 * Returns: whether the next can come
 */
gboolean
desk_crowd_wait (DeskCrowd *self, gint64 time)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 end = g_get_monotonic_time () + time;

  while (self->n_leaving >= MOST_LEAVING)
    if (!g_cond_wait_until (&self->has_left, &self->mutex, end))
      return FALSE;
  return TRUE;
}

/**
 * desk_crowd_make_room:
 * @self: the crowd
 *
 * Asks somebody to go because there is no descriptor left for the next.
 *
 * Returns: whether there was somebody
 */
gboolean
desk_crowd_make_room (DeskCrowd *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return evict_somebody (self);
}

DeskGuest *
desk_guest_ref (DeskGuest *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
desk_guest_unref (DeskGuest *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->address);
  g_free (self);
}

/**
 * desk_guest_leave:
 * @self: whose connection is closed
 *
 * From now on they do not count; calling it again does nothing.
 */
void
desk_guest_leave (DeskGuest *self)
{
  DeskCrowd *crowd = self->crowd;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&crowd->mutex);

  if (self->is_gone)
    return;
  self->is_gone = TRUE;
  self->evict = NULL;
  if (self->is_waiting)
    end_waiting (self);
  if (self->is_leaving)
    {
      crowd->n_leaving--;
      g_cond_signal (&crowd->has_left);
    }
  else
    {
      crowd->n_guests--;
      self->from->n_guests--;
    }
  if (--self->from->n_all == 0)
    g_hash_table_remove (crowd->addresses, self->address);
  self->from = NULL;
}

/**
 * desk_guest_get_address:
 * @self: a guest
 *
 * Returns: where they come from
 */
const char *
desk_guest_get_address (DeskGuest *self)
{
  return self->address;
}

/**
 * desk_guest_set_evict:
 * @self: a guest
 * @evict: (nullable): asks them to go; called with the crowd locked, on any thread, at most once
 * @data: for @evict
 *
 * Somebody who had to go before they could be told is told now.
 */
void
desk_guest_set_evict (DeskGuest *self, DeskGuestEvict evict, gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crowd->mutex);

  self->evict = evict;
  self->evict_data = data;
  if (self->is_leaving && evict != NULL)
    evict (self, data);
}

/**
 * desk_guest_begin_waiting:
 * @self: a guest
 *
 * From now on it is their turn to say something.
 */
void
desk_guest_begin_waiting (DeskGuest *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crowd->mutex);

  if (!self->is_waiting && !self->is_leaving && !self->is_gone)
    begin_waiting (self);
}

/**
 * desk_guest_end_waiting:
 * @self: a guest
 *
 * They have asked for something, and nobody takes their place until they have it.
 */
void
desk_guest_end_waiting (DeskGuest *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->crowd->mutex);

  if (self->is_waiting)
    end_waiting (self);
  self->is_stranger = FALSE;
}
