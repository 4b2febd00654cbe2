/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-cache.h"
#include "client/desk-pending.h"
#include "core/entities/desk-kinds.h"

G_BEGIN_DECLS

/* What a command is checked against before it is taken. */
typedef struct
{
  DeskCache *cache;
  DeskAgent *me;
  DeskPreset *preset;
} DeskCommandWorld;

/* Whether one's role and place allow something on a ticket; the server decides in the end. */
gboolean desk_command_may_on_ticket (DeskAgent *me, DeskPermission permission, DeskTicket *ticket);

/* Checks a command and makes it ready to be kept. */
DeskPending *desk_command_prepare (const DeskCommandWorld *world,
                                   DeskCommandKind kind,
                                   const char *target_id,
                                   GVariant *arguments,
                                   GError **error);

G_END_DECLS
