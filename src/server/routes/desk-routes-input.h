/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/http/desk-call.h"

G_BEGIN_DECLS

/* What a body holds beside an entity's own fields: each is taken out of it, so that what is left over is told as
 * unknown. All of them add the fields that are wrong to @error, which may already hold others. */
JsonObject *desk_input_copy (DeskCall *call);
char *desk_input_take_text (JsonObject *input, const char *name, gsize max, GError **error);
gboolean desk_input_take_flag (JsonObject *input, const char *name, GError **error);
gint64 desk_input_take_integer (JsonObject *input, const char *name, gint64 otherwise, GError **error);
GPtrArray *desk_input_take_texts (JsonObject *input, const char *name, guint max, GError **error);
/* A field that only this action sets. */
void desk_input_take_field (JsonObject *input, DeskEntity *entity, guint field, GError **error);
void desk_input_check_empty (JsonObject *input, GError **error);

/* Whether fields are wrong: hands them over to @error. */
gboolean desk_input_failed (GError **local_error, GError **error);

G_END_DECLS
