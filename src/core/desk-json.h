/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Deeper nesting than any document of the desk has; json-glib would recurse to a crash on hostile input. */
#define DESK_JSON_MAX_DEPTH 64

/* Reading what comes from outside */
JsonNode *desk_json_parse (const char *data, gssize length, GError **error);
JsonObject *desk_json_parse_object (const char *data, gssize length, GError **error);

/* Writing: straight into one buffer */
void desk_json_append_string (GString *json, const char *text);
void desk_json_append_words (GString *json, const char *words);
void desk_json_append_integer (GString *json, gint64 number);
void desk_json_append_time (GString *json, gint64 microseconds);
void desk_json_append_name (GString *json, const char *name);

G_END_DECLS
