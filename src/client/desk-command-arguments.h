/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "client/desk-command-table.h"
#include "core/desk-preset.h"

G_BEGIN_DECLS

/* A command's arguments as the API's JSON object. Every field that does not hold is named in @error, all at once. */
JsonObject *
desk_command_read_arguments (const DeskCommandInfo *info, GVariant *arguments, DeskPreset *preset, GError **error);

G_END_DECLS
