/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-command.h"
#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskCommandInfo:
 *
 * A line of the table of what a user can do: how it is sent, and what it takes.
 */
typedef struct
{
  const char *name; /* as the outbox keeps it; never changes */
  DeskPermission permission;
  const char *method;
  const char *path;        /* with the target's id for %s */
  const DeskKind *target;  /* what it is done to, or NULL */
  const DeskKind *makes;   /* what it makes, whose id is sent along, or NULL */
  const DeskKind *answers; /* what the server answers with, or NULL */
  const DeskField *fields; /* what it takes, ended by a field without a name */
  const DeskKind *of;      /* what it takes beside those: fields of this kind ... */
  DeskFieldFlags allowed;  /* ... that have one of these flags */
} DeskCommandInfo;

const DeskCommandInfo *desk_command_get_info (DeskCommandKind kind);
DeskCommandKind desk_command_find (const char *name);          /* DESK_COMMAND_NONE for an unknown one */
gboolean desk_command_is_update (const DeskCommandInfo *info); /* sent with If-Match */
const DeskField *desk_command_find_field (const DeskCommandInfo *info, const char *name);

G_END_DECLS
