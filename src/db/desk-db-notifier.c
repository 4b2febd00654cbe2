/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "db/desk-db-notifier.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define RETRY_AFTER 1000 /* milliseconds */

struct _DeskDbNotifier
{
  gatomicrefcount ref_count;
  GWeakRef listener;
  DeskDbHeard heard;
  GMainContext *context; /* owned: where the listener is told */

  GMutex lock;
  /* under the lock */
  GHashTable *to_tell; /* owned, of channels */
  GHashTable *to_send; /* owned, of channels; NULL where nobody else can hear */
  gboolean is_told;    /* a source waits in the context */
  gboolean is_closed;

  /* owned by the thread, where there is one */
  DeskDbDriver *driver;
  char *url;
  int wake_fd;
  GThread *thread;
};

static GHashTable *
new_channels (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
unref_notifier (DeskDbNotifier *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_weak_ref_clear (&self->listener);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->to_tell);
  g_clear_pointer (&self->to_send, g_hash_table_unref);
  g_free (self->url);
  if (self->wake_fd >= 0)
    close (self->wake_fd);
  g_free (self);
}

static gboolean
on_told_cb (gpointer user_data)
{
  DeskDbNotifier *self = user_data;
  g_autoptr (GObject) listener = g_weak_ref_get (&self->listener);
  g_autoptr (GHashTable) channels = NULL;
  GHashTableIter iter;
  gpointer channel;

  g_mutex_lock (&self->lock);
  channels = g_steal_pointer (&self->to_tell);
  self->to_tell = new_channels ();
  self->is_told = FALSE;
  g_mutex_unlock (&self->lock);

  g_hash_table_iter_init (&iter, channels);
  while (listener != NULL && g_hash_table_iter_next (&iter, &channel, NULL))
    self->heard (listener, channel);
  return G_SOURCE_REMOVE;
}

/* With the lock held. */
static void
tell_soon (DeskDbNotifier *self, const char *channel)
{
  GSource *source;

  g_hash_table_add (self->to_tell, g_strdup (channel));
  if (self->is_told)
    return;
  self->is_told = TRUE;
  g_atomic_ref_count_inc (&self->ref_count);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_told_cb, self, (GDestroyNotify) unref_notifier);
  g_source_set_static_name (source, "desk_db_notifier");
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static void
wake (DeskDbNotifier *self)
{
  guint64 one = 1;

  if (self->wake_fd >= 0 && write (self->wake_fd, &one, sizeof one) < 0)
    g_debug ("The notifier is awake already");
}

static void
sleep_until_woken (DeskDbNotifier *self, int milliseconds)
{
  struct pollfd fd = { .fd = self->wake_fd, .events = POLLIN };

  poll (&fd, 1, milliseconds);
}

static void
forget_wakes (DeskDbNotifier *self)
{
  guint64 count;

  while (read (self->wake_fd, &count, sizeof count) > 0)
    ;
}

static gboolean
send_all (DeskDbNotifier *self, GError **error)
{
  DeskDbDriverClass *driver_class = DESK_DB_DRIVER_GET_CLASS (self->driver);
  g_autoptr (GHashTable) channels = NULL;
  GHashTableIter iter;
  gpointer channel;

  g_mutex_lock (&self->lock);
  channels = g_steal_pointer (&self->to_send);
  self->to_send = new_channels ();
  g_mutex_unlock (&self->lock);

  g_hash_table_iter_init (&iter, channels);
  while (g_hash_table_iter_next (&iter, &channel, NULL))
    if (!driver_class->notify (self->driver, channel, error))
      return FALSE;
  return TRUE;
}

static gboolean
hear (DeskDbNotifier *self, GError **error)
{
  g_autoptr (GHashTable) channels = new_channels ();
  GHashTableIter iter;
  gpointer channel;
  gboolean is_fine =
      DESK_DB_DRIVER_GET_CLASS (self->driver)->wait_for_notify (self->driver, self->wake_fd, channels, error);

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, channels);
  while (g_hash_table_iter_next (&iter, &channel, NULL))
    tell_soon (self, channel);
  g_mutex_unlock (&self->lock);
  return is_fine;
}

static gboolean
is_closed (DeskDbNotifier *self)
{
  gboolean closed;

  g_mutex_lock (&self->lock);
  closed = self->is_closed;
  g_mutex_unlock (&self->lock);
  return closed;
}

/* What others sent while there was no connection is not told again: everybody here, and what was to be sent there, is
 * made up for by the empty channel. */
static gboolean
connect_again (DeskDbNotifier *self, GError **error)
{
  if (!desk_db_driver_open (self->driver, self->url, DESK_DB_READ, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  tell_soon (self, "");
  g_hash_table_add (self->to_send, g_strdup (""));
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gpointer
run_thread (gpointer data)
{
  DeskDbNotifier *self = data;

  while (!is_closed (self))
    {
      g_autoptr (GError) error = NULL;

      if (desk_db_driver_is_lost (self->driver) && !connect_again (self, &error))
        {
          forget_wakes (self);
          if (!is_closed (self))
            sleep_until_woken (self, RETRY_AFTER);
          continue;
        }
      forget_wakes (self);
      if (!send_all (self, &error) || !hear (self, &error))
        {
          g_info ("Listening to the database: %s", error->message);
          desk_db_driver_set_lost (self->driver);
        }
    }
  /* What was committed before the end is still told. */
  if (!desk_db_driver_is_lost (self->driver))
    send_all (self, NULL);
  g_clear_object (&self->driver);
  return NULL;
}

/**
 * desk_db_notifier_new:
 * @listener: whom to tell, as long as it lives
 * @heard: how, in the thread-default context of this call
 *
 * Returns: (transfer full): a notifier that tells what is committed here
 */
DeskDbNotifier *
desk_db_notifier_new (GObject *listener, DeskDbHeard heard)
{
  DeskDbNotifier *self = g_new0 (DeskDbNotifier, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_weak_ref_init (&self->listener, listener);
  self->heard = heard;
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  self->to_tell = new_channels ();
  self->wake_fd = -1;
  return self;
}

/**
 * desk_db_notifier_connect:
 * @self: a notifier
 * @driver: (transfer full): an open connection that can listen
 * @url: where to connect again when it is lost
 *
 * Has it tell other processes too, and hear them.
 */
void
desk_db_notifier_connect (DeskDbNotifier *self, DeskDbDriver *driver, const char *url)
{
  self->driver = driver;
  self->url = g_strdup (url);
  self->to_send = new_channels ();
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->thread = g_thread_new ("desk-db-notify", run_thread, self);
}

/**
 * desk_db_notifier_send:
 * @self: a notifier
 * @channels: (element-type utf8): what was committed
 */
void
desk_db_notifier_send (DeskDbNotifier *self, GPtrArray *channels)
{
  gboolean is_new = FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < channels->len; i++)
    {
      tell_soon (self, channels->pdata[i]);
      if (self->to_send != NULL)
        is_new |= g_hash_table_add (self->to_send, g_strdup (channels->pdata[i]));
    }
  g_mutex_unlock (&self->lock);
  if (is_new)
    wake (self);
}

/**
 * desk_db_notifier_close:
 * @self: (transfer full): a notifier
 */
void
desk_db_notifier_close (DeskDbNotifier *self)
{
  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  g_mutex_unlock (&self->lock);
  wake (self);
  g_clear_pointer (&self->thread, g_thread_join);
  unref_notifier (self);
}
