/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *desk_fingerprint (const char *target, JsonObject *body);

G_END_DECLS
