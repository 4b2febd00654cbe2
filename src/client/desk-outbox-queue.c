/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-outbox-queue.h"

#include "client/desk-outbox-conflict.h"
#include "client/desk-outbox-item-private.h"

static void
free_slot (gpointer data)
{
  DeskOutboxSlot *slot = data;

  desk_outbox_entry_free (slot->entry);
  g_object_unref (slot->item);
  g_free (slot);
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  DeskOutboxItem *one = (DeskOutboxItem *) a;
  DeskOutboxItem *other = (DeskOutboxItem *) b;
  int refused = (desk_outbox_item_get_state (other) == DESK_OUTBOX_REFUSED)
                - (desk_outbox_item_get_state (one) == DESK_OUTBOX_REFUSED);
  gint64 later = desk_outbox_item_get_created_at (one) - desk_outbox_item_get_created_at (other);

  if (refused != 0)
    return refused;
  return later != 0 ? (later > 0 ? 1 : -1) : g_strcmp0 (desk_outbox_item_get_id (one), desk_outbox_item_get_id (other));
}

static void
list_item (DeskOutboxQueue *self, DeskOutboxItem *item, gboolean is_listed)
{
  guint position;

  if (g_list_store_find (self->items, item, &position))
    g_list_store_remove (self->items, position);
  if (is_listed)
    g_list_store_insert_sorted (self->items, item, compare_items, NULL);
}

static void
add_slot (DeskOutboxQueue *self, DeskOutboxEntry *entry)
{
  DeskOutboxSlot *slot = g_new0 (DeskOutboxSlot, 1);

  slot->entry = entry;
  slot->item = desk_outbox_item_new (entry->pending);
  if (entry->is_refused)
    desk_outbox_item_set_state (slot->item, DESK_OUTBOX_REFUSED, entry->problem);
  g_ptr_array_add (self->slots, slot);
  if (!entry->is_accepted)
    list_item (self, slot->item, TRUE);
}

/**
 * desk_outbox_queue_new:
 *
 * Returns: (transfer full): a closed queue
 */
DeskOutboxQueue *
desk_outbox_queue_new (void)
{
  DeskOutboxQueue *self = g_new0 (DeskOutboxQueue, 1);

  self->slots = g_ptr_array_new_with_free_func (free_slot);
  self->items = g_list_store_new (DESK_TYPE_OUTBOX_ITEM);
  return self;
}

void
desk_outbox_queue_free (DeskOutboxQueue *self)
{
  g_clear_object (&self->journal);
  g_ptr_array_unref (self->slots);
  g_object_unref (self->items);
  g_free (self);
}

/**
 * desk_outbox_queue_open:
 * @self: a closed queue
 * @journal: where commands are kept
 * @entries: (transfer full) (element-type DeskOutboxEntry): what the journal holds
 */
void
desk_outbox_queue_open (DeskOutboxQueue *self, DeskDb *journal, GPtrArray *entries)
{
  self->journal = g_object_ref (journal);
  g_ptr_array_set_free_func (entries, NULL);
  for (guint i = 0; i < entries->len; i++)
    add_slot (self, entries->pdata[i]);
  g_ptr_array_unref (entries);
}

/**
 * desk_outbox_queue_close:
 * @self: a queue
 *
 * What is in it stays in the journal.
 */
void
desk_outbox_queue_close (DeskOutboxQueue *self)
{
  g_ptr_array_set_size (self->slots, 0);
  g_list_store_remove_all (self->items);
  g_clear_object (&self->journal);
}

/**
 * desk_outbox_queue_add:
 * @self: an open queue
 * @pending: a command
 * @error: why it could not be kept
 *
 * Returns: whether it is on the disk, and the last of the queue
 */
gboolean
desk_outbox_queue_add (DeskOutboxQueue *self, DeskPending *pending, GError **error)
{
  if (!desk_outbox_store_add (self->journal, pending, error))
    return FALSE;
  add_slot (self, desk_outbox_entry_new (pending));
  return TRUE;
}

/**
 * desk_outbox_queue_keep:
 * @self: an open queue
 * @slot: a command whose entry has changed
 */
void
desk_outbox_queue_keep (DeskOutboxQueue *self, DeskOutboxSlot *slot)
{
  g_autoptr (GError) error = NULL;

  if (!desk_outbox_store_update (self->journal, slot->entry, &error))
    g_warning ("The outbox could not be written: %s", error->message);
}

/**
 * desk_outbox_queue_remove:
 * @self: an open queue
 * @slot: a command that is done with; freed
 *
 * Returns: whether it is gone for good. Else the disk still has it: it is sent again after the next start, with the
 * same key, which does nothing where the server has it
 */
gboolean
desk_outbox_queue_remove (DeskOutboxQueue *self, DeskOutboxSlot *slot)
{
  g_autoptr (GError) error = NULL;
  gboolean is_gone = desk_outbox_store_remove (self->journal, slot->entry->pending->id, &error);

  if (!is_gone)
    g_warning ("The outbox could not be written: %s", error->message);
  list_item (self, slot->item, FALSE);
  g_ptr_array_remove (self->slots, slot);
  return is_gone;
}

/**
 * desk_outbox_queue_set_state:
 * @self: a queue
 * @slot: a command
 * @state: how people see it
 */
void
desk_outbox_queue_set_state (DeskOutboxQueue *self, DeskOutboxSlot *slot, DeskOutboxState state)
{
  gboolean moves = (desk_outbox_item_get_state (slot->item) == DESK_OUTBOX_REFUSED) != (state == DESK_OUTBOX_REFUSED);

  desk_outbox_item_set_state (slot->item, state, slot->entry->problem);
  if (moves)
    list_item (self, slot->item, TRUE);
}

/**
 * desk_outbox_queue_refuse:
 * @self: an open queue
 * @slot: a command
 * @problem: why the server, or this one, does not do it
 *
 * It stays in the queue, for the user to decide.
 */
void
desk_outbox_queue_refuse (DeskOutboxQueue *self, DeskOutboxSlot *slot, const char *problem)
{
  slot->entry->is_refused = TRUE;
  g_free (slot->entry->problem);
  slot->entry->problem = g_strdup (problem);
  desk_outbox_queue_keep (self, slot);
  desk_outbox_queue_set_state (self, slot, DESK_OUTBOX_REFUSED);
}

/**
 * desk_outbox_queue_rebase:
 * @self: an open queue
 * @done: an update that the server has accepted
 * @answer: what it made of the entity
 *
 * Later ones on the same entity are from now on given as if they had been after it.
 */
void
desk_outbox_queue_rebase (DeskOutboxQueue *self, DeskOutboxSlot *done, DeskEntity *answer)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      DeskOutboxSlot *slot = self->slots->pdata[i];
      DeskPending *rebased;

      if (slot == done || g_strcmp0 (slot->entry->pending->target_id, done->entry->pending->target_id) != 0)
        continue;
      rebased = desk_outbox_rebase (slot->entry->pending, done->entry->pending, answer);
      desk_pending_unref (slot->entry->pending);
      slot->entry->pending = rebased;
      desk_outbox_queue_keep (self, slot);
    }
}

/**
 * desk_outbox_queue_unlist:
 * @self: a queue
 * @slot: a command that people need not see any more
 */
void
desk_outbox_queue_unlist (DeskOutboxQueue *self, DeskOutboxSlot *slot)
{
  list_item (self, slot->item, FALSE);
}

/**
 * desk_outbox_queue_find:
 * @self: a queue
 * @id: a command's id
 *
 * Returns: (nullable): the command
 */
DeskOutboxSlot *
desk_outbox_queue_find (DeskOutboxQueue *self, const char *id)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      DeskOutboxSlot *slot = self->slots->pdata[i];

      if (g_str_equal (slot->entry->pending->id, id))
        return slot;
    }
  return NULL;
}

/**
 * desk_outbox_slot_is_waiting:
 * @slot: a command
 *
 * Returns: whether the server has said nothing about it yet
 */
gboolean
desk_outbox_slot_is_waiting (const DeskOutboxSlot *slot)
{
  return !slot->entry->is_refused && !slot->entry->is_accepted;
}

/**
 * desk_outbox_queue_is_held_up:
 * @self: a queue
 * @place: of a command in it
 *
 * Returns: whether it has to wait for an earlier one: on the same thing, or one that makes what it is about
 */
gboolean
desk_outbox_queue_is_held_up (DeskOutboxQueue *self, guint place)
{
  DeskPending *pending = ((DeskOutboxSlot *) self->slots->pdata[place])->entry->pending;

  for (guint i = 0; i < place; i++)
    {
      DeskOutboxSlot *earlier = self->slots->pdata[i];
      DeskPending *other = earlier->entry->pending;

      if (earlier->entry->is_accepted)
        continue;
      if (earlier->entry->is_refused
              ? other->new_id != NULL && g_strcmp0 (other->new_id, pending->target_id) == 0
              : desk_pending_concerns (pending, other->target_id) || desk_pending_concerns (pending, other->new_id))
        return TRUE;
    }
  return FALSE;
}

/**
 * desk_outbox_queue_count:
 * @self: a queue
 * @refused: whether to count those that were refused, or those that wait
 *
 * Returns: how many there are
 */
guint
desk_outbox_queue_count (DeskOutboxQueue *self, gboolean refused)
{
  guint n = 0;

  for (guint i = 0; i < self->slots->len; i++)
    {
      DeskOutboxSlot *slot = self->slots->pdata[i];

      n += (refused ? slot->entry->is_refused : desk_outbox_slot_is_waiting (slot)) ? 1 : 0;
    }
  return n;
}

/**
 * desk_outbox_queue_is_pending:
 * @self: a queue
 * @id: (nullable): an entity
 *
 * Returns: whether a command that waits makes or changes it
 */
gboolean
desk_outbox_queue_is_pending (DeskOutboxQueue *self, const char *id)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      DeskOutboxSlot *slot = self->slots->pdata[i];

      if (desk_outbox_slot_is_waiting (slot) && desk_pending_concerns (slot->entry->pending, id))
        return TRUE;
    }
  return FALSE;
}

/**
 * desk_outbox_queue_makes:
 * @self: a queue
 * @id: an entity
 *
 * Returns: whether a command makes it that the server has not told of in full
 */
gboolean
desk_outbox_queue_makes (DeskOutboxQueue *self, const char *id)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      DeskOutboxSlot *slot = self->slots->pdata[i];

      if (!slot->entry->is_refused && g_strcmp0 (slot->entry->pending->new_id, id) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * desk_outbox_queue_fill_overlay:
 * @self: a queue
 * @overlay: gets all commands that are shown as done
 *
 * What was refused is not shown, nor what waits to be done to a thing that a refused command would have made.
 */
void
desk_outbox_queue_fill_overlay (DeskOutboxQueue *self, DeskOverlay *overlay)
{
  g_autoptr (GHashTable) unmade = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->slots->len; i++)
    {
      DeskOutboxEntry *entry = ((DeskOutboxSlot *) self->slots->pdata[i])->entry;
      DeskPending *pending = entry->pending;
      gboolean has_target = pending->target_id == NULL || !g_hash_table_contains (unmade, pending->target_id);

      if (!entry->is_refused && has_target)
        g_ptr_array_add (overlay->commands, desk_pending_ref (pending));
      else if (pending->new_id != NULL)
        g_hash_table_add (unmade, pending->new_id);
    }
}

/**
 * desk_outbox_queue_forget_failures:
 * @self: a queue
 *
 * The server can be reached again: nothing waits for its next try.
 */
void
desk_outbox_queue_forget_failures (DeskOutboxQueue *self)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      ((DeskOutboxSlot *) self->slots->pdata[i])->next_try = 0;
      ((DeskOutboxSlot *) self->slots->pdata[i])->n_failures = 0;
    }
}
