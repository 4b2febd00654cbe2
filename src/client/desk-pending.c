/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-pending.h"

#include "core/desk-json.h"

static void
clear_pending (gpointer data)
{
  DeskPending *self = data;

  g_free (self->id);
  g_free (self->target_id);
  g_free (self->new_id);
  g_free (self->body);
  g_free (self->seen);
  g_free (self->found);
  g_free (self->title);
  g_free (self->subtitle);
}

static void
clear_overlay (gpointer data)
{
  DeskOverlay *self = data;

  g_ptr_array_unref (self->commands);
  g_free (self->me_id);
  g_free (self->me_name);
  g_clear_object (&self->preset);
}

DeskPending *
desk_pending_new (void)
{
  return g_atomic_rc_box_new0 (DeskPending);
}

DeskPending *
desk_pending_ref (DeskPending *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
desk_pending_unref (DeskPending *self)
{
  g_atomic_rc_box_release_full (self, clear_pending);
}

/**
 * desk_pending_with_seen:
 * @self: a command
 * @seen: (nullable): JSON
 *
 * Returns: (transfer full): the same command, as if it had been given when the fields held @seen
 */
DeskPending *
desk_pending_with_seen (DeskPending *self, const char *seen)
{
  DeskPending *copy = desk_pending_new ();

  copy->id = g_strdup (self->id);
  copy->kind = self->kind;
  copy->target_id = g_strdup (self->target_id);
  copy->new_id = g_strdup (self->new_id);
  copy->body = g_strdup (self->body);
  copy->seen = g_strdup (seen);
  copy->found = g_strdup (self->found);
  copy->title = g_strdup (self->title);
  copy->subtitle = g_strdup (self->subtitle);
  copy->created_at = self->created_at;
  return copy;
}

/**
 * desk_pending_concerns:
 * @self: a command
 * @id: (nullable): an entity's id
 *
 * Returns: whether the command makes or changes that entity
 */
gboolean
desk_pending_concerns (DeskPending *self, const char *id)
{
  return id != NULL && (g_strcmp0 (self->target_id, id) == 0 || g_strcmp0 (self->new_id, id) == 0);
}

/**
 * desk_pending_read:
 * @json: (nullable): one of a command's JSON texts
 *
 * Returns: (transfer full): what it says
 */
JsonObject *
desk_pending_read (const char *json)
{
  JsonObject *object = json != NULL ? desk_json_parse_object (json, -1, NULL) : NULL;

  return object != NULL ? object : json_object_new ();
}

/**
 * desk_overlay_new:
 * @me_id: (nullable): the id of the agent who gives the commands
 * @me_name: (nullable): their name
 * @preset: (nullable): the desk's words and rules
 *
 * Returns: (transfer full): an overlay of no commands yet, to be filled before anybody else gets it
 */
DeskOverlay *
desk_overlay_new (const char *me_id, const char *me_name, DeskPreset *preset)
{
  DeskOverlay *self = g_atomic_rc_box_new0 (DeskOverlay);

  self->commands = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_pending_unref);
  self->me_id = g_strdup (me_id);
  self->me_name = g_strdup (me_name);
  g_set_object (&self->preset, preset);
  return self;
}

DeskOverlay *
desk_overlay_ref (DeskOverlay *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
desk_overlay_unref (DeskOverlay *self)
{
  g_atomic_rc_box_release_full (self, clear_overlay);
}
