/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/desk-entity-json.h"
#include "server/desk/desk-transaction.h"

G_BEGIN_DECLS

/**
 * DeskCall:
 *
 * One request as a route sees it: what was asked, by whom, and where the answer goes. The door has already checked the
 * token, the permission, the limits, the body's form and the names of the query parameters. Lives on a database thread.
 */
typedef struct _DeskCall DeskCall;

/* Set by the door, for the time that the route runs. */
DeskTransaction *desk_call_get_transaction (DeskCall *self);
const DeskViewer *desk_call_get_viewer (DeskCall *self);

/* What was asked. */
const char *desk_call_get_path (DeskCall *self,
                                const char *name); /* "id" of /support/tickets/{id}: an id or a number */
const char *desk_call_get_query (DeskCall *self, const char *name); /* the first value, or NULL */
const char *const *desk_call_get_query_values (DeskCall *self,
                                               const char *name); /* all of them, for "or"; never NULL */
JsonObject *desk_call_get_body (DeskCall *self); /* never NULL; an empty object where the route takes none */
gint64 desk_call_get_if_match (DeskCall *self);  /* the version in If-Match; the door answers 428 where it is missing */
DeskAudience desk_call_get_audience (DeskCall *self);
GPtrArray *desk_call_get_files (DeskCall *self);    /* of DeskNewFile; what was uploaded, in its place already */
const char *desk_call_get_address (DeskCall *self); /* of the caller's machine */

/* The answer. A route gives exactly one; without one the answer is 204. */
void desk_call_answer_entity (DeskCall *self, DeskEntity *entity);         /* 200 with ETag */
void desk_call_answer_created (DeskCall *self, DeskEntity *entity);        /* 201 with ETag and Location */
void desk_call_answer_row (DeskCall *self, GString *json, gint64 version); /* (transfer full) 200 with ETag */
/* Behind one of these: something that the caller learns beside the entity. */
void desk_call_answer_beside (DeskCall *self, const char *name, const char *json);
void desk_call_answer_json (DeskCall *self, GString *json);         /* (transfer full) 200 */
void desk_call_answer_created_json (DeskCall *self, GString *json); /* (transfer full) 201 */
/* 301: what was asked for leads to another entity of its kind. The body is what was asked for. */
void desk_call_answer_moved (DeskCall *self, DeskEntity *entity, const char *to_id);
void desk_call_answer_multi (DeskCall *self, GString *json);                          /* (transfer full) 207 */
void desk_call_answer_accepted (DeskCall *self, GString *json, const char *location); /* (transfer full) 202 */
/* (transfer full) 200, newline-delimited JSON */
void desk_call_answer_lines (DeskCall *self, GString *lines);
/* 200 with what is in the file, or the part that is asked for. @size: of a thumbnail, or 0 */
void desk_call_answer_file (DeskCall *self, DeskEntity *attachment, guint size);

G_END_DECLS
