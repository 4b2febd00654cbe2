/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "db/desk-db.h"

G_BEGIN_DECLS

/* What the desk knows about itself, each under one of these names. */
#define DESK_SETTING_PRESET "preset"       /* the preset's JSON */
#define DESK_SETTING_EPOCH "epoch"         /* changes when the change feed begins anew */
#define DESK_SETTING_TOKEN_KEY "token_key" /* hexadecimal; signs access tokens */
#define DESK_SETTING_CALENDAR "calendar"   /* what the clocks that are open were counted in */

gboolean desk_settings_get (DeskDbTransaction *db, const char *name, char **value, GError **error);
gboolean desk_settings_set (DeskDbTransaction *db, const char *name, const char *value, GError **error);

G_END_DECLS
