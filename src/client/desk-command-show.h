/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-pending.h"
#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskShow:
 * @get: (transfer none) (nullable): the entity as it is shown so far, to be changed in place
 * @put: (transfer full): shows a new one, unless the server has it by now
 *
 * The cache as a command may see and change it.
 */
typedef struct
{
  DeskEntity *(*get) (gpointer data, const DeskKind *kind, const char *id);
  void (*put) (gpointer data, DeskEntity *entity);
  gpointer data;
  DeskOverlay *overlay; /* borrowed */
} DeskShow;

/* Shows what a command will have done once the server has accepted it. Any thread. */
void desk_command_show (DeskPending *pending, const DeskShow *show);

G_END_DECLS
