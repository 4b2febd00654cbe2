/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-viewer.h"

/**
 * desk_viewer_new_system:
 *
 * Returns: (transfer full): the desk itself, who sees and may do all
 */
DeskViewer *
desk_viewer_new_system (void)
{
  DeskViewer *self = g_new0 (DeskViewer, 1);

  self->role = DESK_ROLE_ADMIN;
  self->name = g_strdup ("Deskbell");
  self->tier = 3;
  self->is_approved = TRUE;
  self->is_system = TRUE;
  return self;
}

/**
 * desk_viewer_copy:
 * @self: (nullable): a viewer
 *
 * Returns: (transfer full) (nullable): the same once more
 */
DeskViewer *
desk_viewer_copy (const DeskViewer *self)
{
  DeskViewer *copy;

  if (self == NULL)
    return NULL;
  copy = g_new0 (DeskViewer, 1);
  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->department_id = g_strdup (self->department_id);
  return copy;
}

/**
 * desk_viewer_free:
 * @self: (transfer full) (nullable): a viewer
 */
void
desk_viewer_free (DeskViewer *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->department_id);
  g_free (self);
}

/**
 * desk_viewer_get_audience:
 * @self: a viewer
 *
 * Returns: which fields they may read: all only who works at the desk, or is it
 */
DeskAudience
desk_viewer_get_audience (const DeskViewer *self)
{
  return self->is_system || (self->role != DESK_ROLE_CUSTOMER && self->role != DESK_ROLE_UNKNOWN)
             ? DESK_AUDIENCE_STAFF
             : DESK_AUDIENCE_CUSTOMER;
}
