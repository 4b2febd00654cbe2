/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "client/desk-cache.h"
#include "client/desk-command.h"

G_BEGIN_DECLS

/* How a command is told to people: "Reply to Lakshmi Subramanian", "TKT-2026-00417". (transfer full) */
char *desk_command_dup_title (DeskCommandKind kind, DeskCache *cache, DeskEntity *target, JsonObject *body);
char *desk_command_dup_subtitle (DeskCommandKind kind, DeskEntity *target);

G_END_DECLS
