/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo-desk.h"

#include "core/desk-id.h"
#include "db/desk-rows.h"
#include "server/store/desk-search-index.h"

/**
 * desk_demo_new:
 * @preset: the rules of the desk
 * @words: what it is made of
 * @seed: makes the desk; the same seed makes the same desk
 * @now: when "today" is, microseconds
 *
 * Returns: (transfer full): a desk with nothing in it yet
 */
DeskDemo *
desk_demo_new (DeskPreset *preset, DeskDemoWords *words, guint32 seed, gint64 now)
{
  DeskDemo *self = g_new0 (DeskDemo, 1);

  self->preset = preset;
  self->words = words;
  self->random = g_rand_new_with_seed (seed);
  self->now = now;
  self->departments = g_ptr_array_new_with_free_func (g_object_unref);
  self->agents = g_ptr_array_new_with_free_func (g_object_unref);
  self->customers = g_ptr_array_new_with_free_func (g_object_unref);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->queries_by_chat = g_ptr_array_new_with_free_func (g_object_unref);
  self->ticket_counts = g_hash_table_new (NULL, NULL);
  return self;
}

void
desk_demo_free (DeskDemo *self)
{
  g_rand_free (self->random);
  g_ptr_array_unref (self->departments);
  g_ptr_array_unref (self->agents);
  g_ptr_array_unref (self->customers);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->queries_by_chat);
  g_hash_table_unref (self->ticket_counts);
  g_free (self);
}

/**
 * desk_demo_pick:
 * @self: a desk
 * @n: how many there are to pick from
 *
 * Returns: a number from 0 to @n - 1
 */
guint
desk_demo_pick (DeskDemo *self, guint n)
{
  return g_rand_int_range (self->random, 0, n);
}

/**
 * desk_demo_between:
 * @self: a desk
 * @from: the least
 * @to: the most
 *
 * Returns: a time or span between both, in whole seconds
 */
gint64
desk_demo_between (DeskDemo *self, gint64 from, gint64 to)
{
  gint64 seconds = (to - from) / G_USEC_PER_SEC;

  return seconds <= 0 ? from : from + (gint64) (g_rand_double (self->random) * seconds) * G_USEC_PER_SEC;
}

/**
 * desk_demo_chance:
 * @self: a desk
 * @percent: how likely
 *
 * Returns: whether it happens
 */
gboolean
desk_demo_chance (DeskDemo *self, guint percent)
{
  return desk_demo_pick (self, 100) < percent;
}

/**
 * desk_demo_create:
 * @self: a desk
 * @kind: what to make
 * @created_at: when it came to be
 *
 * Returns: (transfer full): an entity with its id and time
 */
DeskEntity *
desk_demo_create (DeskDemo *self, const DeskKind *kind, gint64 created_at)
{
  DeskEntity *entity = desk_entity_new (kind);
  guint64 high = g_rand_int (self->random);
  guint64 low = ((guint64) g_rand_int (self->random) << 32) | g_rand_int (self->random);
  g_autofree char *id = desk_id_new_at (created_at, high, low);

  desk_entity_set_string (entity, DESK_ENTITY_ID, id);
  desk_entity_set_integer (entity, DESK_ENTITY_VERSION, 1);
  desk_entity_set_time (entity, DESK_ENTITY_CREATED_AT, created_at);
  return entity;
}

/**
 * desk_demo_store:
 * @self: a desk with an open batch
 * @entity: what to store
 * @updated_at: when it was last touched
 * @error: what the database says
 *
 * Returns: whether it is stored
 */
gboolean
desk_demo_store (DeskDemo *self, DeskEntity *entity, gint64 updated_at, GError **error)
{
  gint64 seq = desk_db_next_seq (self->db, error);

  if (seq <= 0)
    return FALSE;
  desk_entity_set_integer (entity, DESK_ENTITY_SEQ, seq);
  desk_entity_set_time (entity, DESK_ENTITY_UPDATED_AT, updated_at);
  if (!desk_rows_upsert (self->db, entity, error))
    return FALSE;
  /* Whoever stores what was said knows whose conversation it is. */
  return desk_entity_get_kind (entity) == &desk_message_kind || desk_search_keep (self->db, entity, NULL, error);
}
