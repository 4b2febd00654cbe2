/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/desk-entity.h"

G_BEGIN_DECLS

/**
 * DeskAudience:
 *
 * Who will read it: staff fields are left out for a customer.
 */
typedef enum
{
  DESK_AUDIENCE_STAFF,
  DESK_AUDIENCE_CUSTOMER,
} DeskAudience;

gboolean desk_field_is_for (const DeskField *field, DeskAudience audience);
void desk_value_append_json (const DeskField *field, const DeskValue *value, GString *json);
void desk_entity_append_json (DeskEntity *self, GString *json, DeskAudience audience);
/* Some of its fields only, to be read again with desk_entity_read_json(). */
char *desk_entity_dup_fields_json (DeskEntity *self, const guint *fields, guint n_fields);

gboolean
desk_value_read_json (const DeskField *field, const char *name, JsonNode *node, DeskValue *value, GError **error);

/* What a caller gave: every member must be a field with one of the @allowed flags. All bad fields are told at once. */
gboolean desk_entity_read_input (DeskEntity *self, JsonObject *input, DeskFieldFlags allowed, GError **error);
/* What the server or the cache says: all fields are taken, members that this version does not know are passed over. */
gboolean desk_entity_read_json (DeskEntity *self, JsonObject *object, GError **error);

GPtrArray *desk_items_parse (const DeskKind *kind, const char *json, GError **error);
char **desk_tags_parse (const char *json, GError **error);

G_END_DECLS
