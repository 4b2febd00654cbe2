/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-outbox.h"

#include <glib/gi18n-lib.h>

#include "client/desk-backoff.h"
#include "client/desk-cache-feed.h"
#include "client/desk-command-table.h"
#include "client/desk-outbox-answer.h"
#include "client/desk-outbox-conflict.h"
#include "client/desk-outbox-queue.h"
#include "core/desk-error.h"

#define MOST_AT_ONCE 4
/* A feed that has not told of what was accepted so long ago will not: the desk has gone back in time. */
#define LONGEST_SILENCE (30 * G_USEC_PER_SEC)
#define MOST_STALE 40     /* an update that somebody always forestalls */
#define STALE_PAUSE 10000 /* microseconds; longer each time, and partly chance, so that one of two gets through */

struct _DeskOutbox
{
  GObject parent_instance;

  /* owned */
  DeskCache *cache;
  DeskRest *rest;
  DeskOutboxQueue *queue;
  GCancellable *cancellable; /* of everything that is being sent */
  char *me_id;
  char *me_name;
  DeskPreset *preset;

  guint64 mark; /* counts what was accepted */
  guint n_sending;
  guint n_showing; /* answers and overlays on their way into the cache */
  guint timer;     /* a source: until the next try */
  gboolean is_online;
};

/* A command being sent. */
typedef struct
{
  DeskOutbox *self; /* owned */
  char *id;
  GCancellable *cancellable; /* owned: another one means that the outbox was closed since */
} Sending;

G_DEFINE_FINAL_TYPE (DeskOutbox, desk_outbox, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_WAITING,
  PROP_REFUSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  COMMAND_DONE,
  COMMAND_REFUSED,
  ACCEPTED,
  TROUBLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void send_what_can (DeskOutbox *self);

static void
free_sending (Sending *sending)
{
  g_object_unref (sending->self);
  g_object_unref (sending->cancellable);
  g_free (sending->id);
  g_free (sending);
}

/* --- what is told --- */

static void
notify_counts (DeskOutbox *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFUSED]);
}

/* --- what is kept and shown --- */

static void
on_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskOutbox) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!desk_cache_write_finish (DESK_CACHE (source), result, &error) && desk_cache_is_open (self->cache))
    g_warning ("What waits to be sent could not be shown: %s", error->message);
  self->n_showing--;
  send_what_can (self);
}

/* @answer: (nullable): what the server said on top of it. */
static void
show (DeskOutbox *self, DeskEntity *answer)
{
  DeskFeedBatch *batch = answer != NULL ? desk_feed_batch_new_for_entity (answer) : NULL;
  g_autoptr (DeskOverlay) overlay = NULL;
  DeskCacheFeed *feed;

  if (!desk_cache_is_open (self->cache))
    {
      g_clear_pointer (&batch, desk_feed_batch_free);
      return;
    }
  overlay = desk_outbox_dup_overlay (self);
  feed = desk_cache_feed_new (batch, overlay, TRUE);
  feed->is_overlay_new = TRUE;
  self->n_showing++;
  desk_cache_write_async (self->cache, desk_cache_feed_work, feed, desk_cache_feed_free, on_shown_cb,
                          g_object_ref (self));
}

/* --- what became of a command --- */

static void
refuse (DeskOutbox *self, DeskOutboxSlot *slot, const char *problem)
{
  desk_outbox_queue_refuse (self->queue, slot, problem);
  notify_counts (self);
  show (self, NULL);
  g_signal_emit (self, signals[COMMAND_REFUSED], 0, slot->item);
}

/* An answer that says all that the command did ends it here; else it is shown until the feed has told the rest. */
static void
accept_command (DeskOutbox *self, DeskOutboxSlot *slot, DeskEntity *answer)
{
  g_autofree char *id = g_strdup (slot->entry->pending->id);
  const DeskCommandInfo *info = desk_command_get_info (slot->entry->pending->kind);
  gboolean is_told = answer != NULL && info->makes == NULL;

  if (is_told && desk_command_is_update (info))
    desk_outbox_queue_rebase (self->queue, slot, answer);
  if (is_told)
    desk_outbox_queue_remove (self->queue, slot);
  else
    {
      slot->entry->is_accepted = TRUE;
      slot->mark = ++self->mark;
      slot->accepted_at = g_get_monotonic_time ();
      slot->seq = answer != NULL ? desk_entity_get_seq (answer) : 0;
      desk_outbox_queue_keep (self->queue, slot);
      desk_outbox_queue_unlist (self->queue, slot);
    }
  if (is_told)
    show (self, answer);
  notify_counts (self);
  g_signal_emit (self, signals[COMMAND_DONE], 0, id);
  g_signal_emit (self, signals[ACCEPTED], 0);
}

static void
try_later (DeskOutbox *self, DeskOutboxSlot *slot, const GError *error)
{
  gint64 delay = desk_backoff_get_delay (++slot->n_failures);

  slot->may_have_arrived = TRUE;
  delay = MAX (delay, desk_error_get_retry_after (error) * G_USEC_PER_SEC);
  slot->next_try = g_get_monotonic_time () + delay;
  desk_outbox_queue_set_state (self->queue, slot, DESK_OUTBOX_WAITING);
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE))
    g_signal_emit (self, signals[TROUBLE], 0);
}

/* Somebody was faster. The answer holds what they made of it. */
static void
settle_stale (DeskOutbox *self, DeskOutboxSlot *slot, const GError *error)
{
  g_autoptr (DeskEntity) current = desk_outbox_read_current (slot->entry->pending, error);

  desk_outbox_queue_set_state (self->queue, slot, DESK_OUTBOX_WAITING);
  if (++slot->n_stale > MOST_STALE)
    {
      refuse (self, slot, error->message);
      return;
    }
  slot->next_try = g_get_monotonic_time () + g_random_int_range (0, slot->n_stale * STALE_PAUSE);
  /* Sent again once it is in the cache, where it is compared. */
  if (current != NULL)
    show (self, current);
  else
    try_later (self, slot, error);
}

static void
take_failure (DeskOutbox *self, DeskOutboxSlot *slot, const GError *error)
{
  g_autofree char *problem = NULL;

  if (error->domain == DESK_ERROR && error->code == DESK_ERROR_STALE)
    settle_stale (self, slot, error);
  else if (desk_outbox_is_worth_another_try (error))
    try_later (self, slot, error);
  else
    {
      problem = desk_outbox_word_problem (error);
      refuse (self, slot, problem);
    }
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Sending *sending = user_data;
  DeskOutbox *self = sending->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = desk_rest_call_finish (DESK_REST (source), result, &error);
  DeskOutboxSlot *slot =
      sending->cancellable == self->cancellable ? desk_outbox_queue_find (self->queue, sending->id) : NULL;

  if (slot != NULL)
    {
      self->n_sending--;
      slot->is_sending = FALSE;
      if (object != NULL)
        {
          g_autoptr (DeskEntity) answer = desk_outbox_read_answer (slot->entry->pending, object);

          accept_command (self, slot, answer);
        }
      else
        take_failure (self, slot, error);
      send_what_can (self);
    }
  free_sending (sending);
}

/* --- sending --- */

static void
send_command (DeskOutbox *self, DeskOutboxSlot *slot, gint64 version)
{
  DeskPending *pending = slot->entry->pending;
  const DeskCommandInfo *info = desk_command_get_info (pending->kind);
  g_autofree char *path = desk_outbox_dup_path (pending);
  DeskRestCall call = { .method = info->method, .path = path, .body = pending->body, .key = pending->id };
  Sending *sending = g_new0 (Sending, 1);

  call.version = version;
  sending->self = g_object_ref (self);
  sending->id = g_strdup (pending->id);
  sending->cancellable = g_object_ref (self->cancellable);
  slot->is_sending = TRUE;
  self->n_sending++;
  desk_outbox_queue_set_state (self->queue, slot, DESK_OUTBOX_SENDING);
  desk_rest_call_async (self->rest, &call, self->cancellable, on_sent_cb, sending);
}

/* An update says which version it changes, and is compared with it first. */
static void
send_update (DeskOutbox *self, DeskOutboxSlot *slot)
{
  DeskPending *pending = slot->entry->pending;
  const DeskCommandInfo *info = desk_command_get_info (pending->kind);
  DeskCacheReader *reader = desk_cache_get_reader (self->cache);
  g_autoptr (DeskEntity) now =
      reader != NULL ? desk_cache_reader_dup_server_row (reader, info->target, pending->target_id) : NULL;
  g_autofree char *problem = NULL;
  DeskConflict conflict;

  /* Compared with what the server said last, and that may be on its way. */
  if (reader == NULL || self->n_showing > 0)
    return;
  if (now == NULL)
    {
      /* What a command before this one makes the feed brings. Else it is gone, or somebody else's now. */
      if (!desk_outbox_queue_makes (self->queue, pending->target_id))
        refuse (self, slot, _ ("This is not there any more"));
      return;
    }
  conflict = desk_outbox_compare (pending, now, &problem);
  if (conflict == DESK_CONFLICT_REAL)
    refuse (self, slot, problem);
  else if (conflict == DESK_CONFLICT_SETTLED)
    accept_command (self, slot, now);
  else
    send_command (self, slot, desk_entity_get_version (now));
}

static gboolean
on_next_try_cb (gpointer user_data)
{
  DeskOutbox *self = user_data;

  self->timer = 0;
  send_what_can (self);
  return G_SOURCE_REMOVE;
}

static void
send_what_can (DeskOutbox *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 soonest = G_MAXINT64;
  g_autoptr (GPtrArray) ready = g_ptr_array_new_with_free_func (g_free);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->is_online || self->queue->journal == NULL)
    return;
  for (guint i = 0; i < self->queue->slots->len && self->n_sending + ready->len < MOST_AT_ONCE; i++)
    {
      DeskOutboxSlot *slot = self->queue->slots->pdata[i];

      if (!desk_outbox_slot_is_waiting (slot) || slot->is_sending || desk_outbox_queue_is_held_up (self->queue, i))
        continue;
      if (slot->next_try > now)
        soonest = MIN (soonest, slot->next_try);
      else
        g_ptr_array_add (ready, g_strdup (slot->entry->pending->id));
    }
  for (guint i = 0; i < ready->len; i++)
    {
      DeskOutboxSlot *slot = desk_outbox_queue_find (self->queue, ready->pdata[i]);

      if (slot == NULL)
        continue;
      if (desk_command_is_update (desk_command_get_info (slot->entry->pending->kind)))
        send_update (self, slot);
      else
        send_command (self, slot, 0);
    }
  if (soonest != G_MAXINT64 && self->timer == 0)
    self->timer = g_timeout_add ((soonest - now) / 1000 + 1, on_next_try_cb, self);
}

/* What was to be done to a thing that will now never be made. All of it is shown at once, with what is taken back. */
static void
refuse_orphans (DeskOutbox *self, const char *new_id)
{
  for (guint i = 0; new_id != NULL && i < self->queue->slots->len; i++)
    {
      DeskOutboxSlot *slot = self->queue->slots->pdata[i];

      if (desk_outbox_slot_is_waiting (slot) && g_strcmp0 (slot->entry->pending->target_id, new_id) == 0)
        {
          desk_outbox_queue_refuse (self->queue, slot, _ ("What this was about was taken back"));
          g_signal_emit (self, signals[COMMAND_REFUSED], 0, slot->item);
        }
    }
}

static void
desk_outbox_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DeskOutbox *self = DESK_OUTBOX (object);

  switch (property_id)
    {
    case PROP_WAITING:
      g_value_set_uint (value, desk_outbox_get_n_waiting (self));
      break;
    case PROP_REFUSED:
      g_value_set_uint (value, desk_outbox_get_n_refused (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
desk_outbox_finalize (GObject *object)
{
  DeskOutbox *self = DESK_OUTBOX (object);

  desk_outbox_close (self);
  desk_outbox_queue_free (self->queue);
  g_object_unref (self->cache);
  g_object_unref (self->rest);
  g_clear_object (&self->preset);
  g_free (self->me_id);
  g_free (self->me_name);
  G_OBJECT_CLASS (desk_outbox_parent_class)->finalize (object);
}

static void
desk_outbox_class_init (DeskOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = desk_outbox_finalize;
  object_class->get_property = desk_outbox_get_property;

  properties[PROP_WAITING] = g_param_spec_uint ("waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_REFUSED] = g_param_spec_uint ("refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[COMMAND_DONE] = g_signal_new ("command-done", DESK_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[COMMAND_REFUSED] = g_signal_new ("command-refused", DESK_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, DESK_TYPE_OUTBOX_ITEM);
  signals[ACCEPTED] =
      g_signal_new ("accepted", DESK_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TROUBLE] = g_signal_new ("trouble", DESK_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_outbox_init (DeskOutbox *self)
{
  self->queue = desk_outbox_queue_new ();
}

/**
 * desk_outbox_new:
 * @cache: where the commands are shown
 * @rest: over which they are sent
 *
 * Returns: (transfer full): a closed outbox
 */
DeskOutbox *
desk_outbox_new (DeskCache *cache, DeskRest *rest)
{
  DeskOutbox *self = g_object_new (DESK_TYPE_OUTBOX, NULL);

  self->cache = g_object_ref (cache);
  self->rest = g_object_ref (rest);
  return self;
}

/**
 * desk_outbox_open:
 * @self: a closed outbox; its cache is open
 * @journal: where commands are kept
 * @entries: (transfer full) (element-type DeskOutboxEntry): what the journal holds
 */
void
desk_outbox_open (DeskOutbox *self, DeskDb *journal, GPtrArray *entries)
{
  g_return_if_fail (DESK_IS_OUTBOX (self) && self->queue->journal == NULL);

  self->cancellable = g_cancellable_new ();
  desk_outbox_queue_open (self->queue, journal, entries);
  notify_counts (self);
  show (self, NULL);
}

/**
 * desk_outbox_close:
 * @self: an outbox, open or not
 *
 * What is on its way stays in the journal, and is sent again when the outbox is opened.
 */
void
desk_outbox_close (DeskOutbox *self)
{
  g_return_if_fail (DESK_IS_OUTBOX (self));

  if (self->queue->journal == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->n_sending = 0;
  desk_outbox_queue_close (self->queue);
  notify_counts (self);
}

/**
 * desk_outbox_set_person:
 * @self: an outbox
 * @me_id: (nullable): who gives the commands
 * @me_name: (nullable): their name
 * @preset: (nullable): the desk's words and rules
 */
void
desk_outbox_set_person (DeskOutbox *self, const char *me_id, const char *me_name, DeskPreset *preset)
{
  g_free (self->me_id);
  g_free (self->me_name);
  self->me_id = g_strdup (me_id);
  self->me_name = g_strdup (me_name);
  g_set_object (&self->preset, preset);
}

/**
 * desk_outbox_set_online:
 * @self: an outbox
 * @is_online: whether the server can be reached
 *
 * When it can be reached again, nothing waits for its next try.
 */
void
desk_outbox_set_online (DeskOutbox *self, gboolean is_online)
{
  g_return_if_fail (DESK_IS_OUTBOX (self));

  if (is_online && !self->is_online)
    desk_outbox_queue_forget_failures (self->queue);
  self->is_online = is_online;
  send_what_can (self);
}

/**
 * desk_outbox_add:
 * @self: an open outbox
 * @pending: a command
 * @error: why it could not be kept
 *
 * Keeps a command on the disk, shows it, and sends it as soon as it can be sent.
 *
 * Returns: whether it is kept
 */
gboolean
desk_outbox_add (DeskOutbox *self, DeskPending *pending, GError **error)
{
  g_return_val_if_fail (DESK_IS_OUTBOX (self), FALSE);

  if (self->queue->journal == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, _ ("Please sign in"));
      return FALSE;
    }
  if (!desk_outbox_queue_add (self->queue, pending, error))
    return FALSE;
  notify_counts (self);
  show (self, NULL);
  return TRUE;
}

/**
 * desk_outbox_take_back:
 * @self: an outbox
 * @id: a command
 *
 * Takes back a command that waits, or was refused.
 *
 * Returns: whether it was in time
 */
gboolean
desk_outbox_take_back (DeskOutbox *self, const char *id)
{
  DeskOutboxSlot *slot;
  g_autofree char *new_id = NULL;
  gboolean is_gone;

  g_return_val_if_fail (DESK_IS_OUTBOX (self) && id != NULL, FALSE);

  slot = desk_outbox_queue_find (self->queue, id);
  if (slot == NULL || slot->is_sending || slot->entry->is_accepted)
    return FALSE;
  /* One that was tried may have arrived, with only the answer lost. */
  if (slot->may_have_arrived && !slot->entry->is_refused)
    return FALSE;
  new_id = g_strdup (slot->entry->pending->new_id);
  is_gone = desk_outbox_queue_remove (self->queue, slot);
  refuse_orphans (self, new_id);
  notify_counts (self);
  show (self, NULL);
  return is_gone;
}

/**
 * desk_outbox_retry:
 * @self: an outbox
 * @id: a command
 *
 * Sends a command now: one that was refused once more, over what it collided with; one that waits without waiting.
 */
void
desk_outbox_retry (DeskOutbox *self, const char *id)
{
  DeskOutboxSlot *slot;

  g_return_if_fail (DESK_IS_OUTBOX (self) && id != NULL);

  slot = desk_outbox_queue_find (self->queue, id);
  if (slot == NULL || slot->is_sending || slot->entry->is_accepted)
    return;
  slot->next_try = 0;
  slot->n_stale = 0;
  if (slot->entry->is_refused)
    {
      DeskPending *insisting = desk_pending_with_seen (slot->entry->pending, NULL);

      desk_pending_unref (slot->entry->pending);
      slot->entry->pending = insisting;
      slot->entry->is_refused = FALSE;
      g_clear_pointer (&slot->entry->problem, g_free);
      desk_outbox_queue_keep (self->queue, slot);
      desk_outbox_queue_set_state (self->queue, slot, DESK_OUTBOX_WAITING);
      notify_counts (self);
      show (self, NULL);
    }
  send_what_can (self);
}

/**
 * desk_outbox_show_again:
 * @self: an outbox
 *
 * The cache was made anew: what is shown over it has to be laid again.
 */
void
desk_outbox_show_again (DeskOutbox *self)
{
  g_return_if_fail (DESK_IS_OUTBOX (self));

  show (self, NULL);
}

guint64
desk_outbox_get_mark (DeskOutbox *self)
{
  return self->mark;
}

/**
 * desk_outbox_settle:
 * @self: an outbox
 * @mark: from desk_outbox_get_mark(), before the feed was asked
 * @cursor: how far it went
 *
 * The feed has been taken in as far as it went after @mark: what was accepted before is shown by itself.
 */
void
desk_outbox_settle (DeskOutbox *self, guint64 mark, gint64 cursor)
{
  gboolean is_changed = FALSE;

  for (guint i = self->queue->slots->len; i-- > 0;)
    {
      DeskOutboxSlot *slot = self->queue->slots->pdata[i];

      if (!slot->entry->is_accepted || slot->mark > mark)
        continue;
      if (slot->seq > cursor && g_get_monotonic_time () - slot->accepted_at < LONGEST_SILENCE)
        continue;
      desk_outbox_queue_remove (self->queue, slot);
      is_changed = TRUE;
    }
  if (is_changed)
    show (self, NULL);
  else
    send_what_can (self);
}

/**
 * desk_outbox_dup_overlay:
 * @self: an outbox
 *
 * Returns: (transfer full): all commands that the cache shows as done
 */
DeskOverlay *
desk_outbox_dup_overlay (DeskOutbox *self)
{
  DeskOverlay *overlay = desk_overlay_new (self->me_id, self->me_name, self->preset);

  desk_outbox_queue_fill_overlay (self->queue, overlay);
  return overlay;
}

GListModel *
desk_outbox_get_items (DeskOutbox *self)
{
  return G_LIST_MODEL (self->queue->items);
}

guint
desk_outbox_get_n_waiting (DeskOutbox *self)
{
  return desk_outbox_queue_count (self->queue, FALSE);
}

guint
desk_outbox_get_n_refused (DeskOutbox *self)
{
  return desk_outbox_queue_count (self->queue, TRUE);
}

/**
 * desk_outbox_is_pending:
 * @self: an outbox
 * @id: (nullable): an entity
 *
 * Returns: whether it is shown as commands make it that the server has not accepted
 */
gboolean
desk_outbox_is_pending (DeskOutbox *self, const char *id)
{
  return desk_outbox_queue_is_pending (self->queue, id);
}
