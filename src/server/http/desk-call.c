/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-call-door.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-attachment.h"
#include "server/http/desk-problem.h"
#include "server/http/desk-upload.h"

#define JSON_TYPE "application/json"
#define LINES_TYPE "application/x-ndjson"

static void
answer_version (DeskCall *self, GString *json, gint64 version, guint status)
{
  desk_call_take_answer (self, status, JSON_TYPE, g_string_free (json, FALSE));
  self->answer.etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", version);
}

static void
answer_entity (DeskCall *self, DeskEntity *entity, guint status)
{
  GString *json = g_string_sized_new (1024);

  desk_entity_append_json (entity, json, desk_call_get_audience (self));
  answer_version (self, json, desk_entity_get_version (entity), status);
}

static void
forget_file (DeskCall *self)
{
  DeskFileAnswer *file = g_steal_pointer (&self->file);

  if (file == NULL)
    return;
  g_free (file->file_name);
  g_free (file->media_type);
  g_free (file->sha256);
  g_free (file);
}

/**
 * desk_call_new:
 * @door: (transfer none): where it came in; outlives the call
 * @route: (transfer none): what is asked
 * @path_names: (transfer none): the names of the path's variable segments
 *
 * Returns: (transfer full): a call to be filled and run by the door
 */
DeskCall *
desk_call_new (DeskDoor *door, const DeskRoute *route, const char *const *path_names)
{
  DeskCall *self = g_new0 (DeskCall, 1);

  self->door = door;
  self->route = route;
  self->path_names = path_names;
  return self;
}

void
desk_call_free (DeskCall *self)
{
  g_free (self->target);
  g_strfreev (self->path_values);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->body, json_object_unref);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->signature);
  g_clear_pointer (&self->upload, desk_upload_free);
  g_free (self->address);
  g_free (self->session_id);
  g_free (self->repeat_key);
  g_free (self->request_hash);
  g_clear_pointer (&self->viewer, desk_viewer_free);
  g_free (self->account_id);
  desk_answer_clear (&self->answer);
  forget_file (self);
  g_clear_error (&self->refusal);
  g_clear_error (&self->complaint);
  g_free (self);
}

const char *
desk_call_get_raw (DeskCall *self, gsize *length)
{
  const char *bytes = g_bytes_get_data (self->raw, length);

  return bytes != NULL ? bytes : "";
}

void
desk_call_take_answer (DeskCall *self, guint status, const char *content_type, char *text)
{
  desk_answer_clear (&self->answer);
  forget_file (self);
  self->answer.status = status;
  self->answer.content_type = g_strdup (content_type);
  self->answer.body = text;
}

/**
 * desk_call_answer_error:
 * @self: a call
 * @error: why it is refused
 *
 * Makes the answer a problem document.
 */
void
desk_call_answer_error (DeskCall *self, const GError *error)
{
  desk_call_take_answer (self, desk_problem_get_status (error), DESK_PROBLEM_TYPE, desk_problem_dup_json (error));
  self->retry_after = desk_error_get_retry_after (error);
}

void
desk_call_refuse (DeskCall *self, GError *error)
{
  g_clear_error (&self->refusal);
  self->refusal = error;
}

/**
 * desk_call_get_transaction:
 * @self: a call
 *
 * Returns: (transfer none): the open transaction
 */
DeskTransaction *
desk_call_get_transaction (DeskCall *self)
{
  return self->transaction;
}

/**
 * desk_call_get_viewer:
 * @self: a call
 *
 * Returns: (transfer none): who asks
 */
const DeskViewer *
desk_call_get_viewer (DeskCall *self)
{
  return self->viewer;
}

/**
 * desk_call_get_path:
 * @self: a call
 * @name: the name of a {variable} of the route's path
 *
 * Returns: what stands in its place
 */
const char *
desk_call_get_path (DeskCall *self, const char *name)
{
  for (guint i = 0; self->path_names != NULL && self->path_names[i] != NULL; i++)
    if (g_str_equal (self->path_names[i], name))
      return self->path_values[i];
  g_return_val_if_reached (NULL);
}

/**
 * desk_call_get_query:
 * @self: a call
 * @name: a parameter
 *
 * Returns: (nullable): its first value
 */
const char *
desk_call_get_query (DeskCall *self, const char *name)
{
  return desk_call_get_query_values (self, name)[0];
}

/**
 * desk_call_get_query_values:
 * @self: a call
 * @name: a parameter
 *
 * Returns: all its values, ended by %NULL
 */
const char *const *
desk_call_get_query_values (DeskCall *self, const char *name)
{
  static const char *const none[] = { NULL };
  GPtrArray *values = self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;

  return values != NULL ? (const char *const *) values->pdata : none;
}

/**
 * desk_call_get_body:
 * @self: a call
 *
 * Returns: (transfer none): the body, empty where there was none
 */
JsonObject *
desk_call_get_body (DeskCall *self)
{
  if (self->body == NULL)
    self->body = json_object_new ();
  return self->body;
}

/**
 * desk_call_get_if_match:
 * @self: a call
 *
 * Returns: the version that the caller changes; 0 when they did not say and need not
 */
gint64
desk_call_get_if_match (DeskCall *self)
{
  return self->if_match;
}

/**
 * desk_call_get_audience:
 * @self: a call
 *
 * Returns: who will read the answer
 */
DeskAudience
desk_call_get_audience (DeskCall *self)
{
  return self->viewer != NULL ? desk_viewer_get_audience (self->viewer) : DESK_AUDIENCE_CUSTOMER;
}

/**
 * desk_call_get_files:
 * @self: a call of a route that takes files
 *
 * Returns: (transfer none) (element-type DeskNewFile): at least one
 */
GPtrArray *
desk_call_get_files (DeskCall *self)
{
  return desk_upload_get_files (self->upload);
}

/**
 * desk_call_get_address:
 * @self: a call
 *
 * Returns: where it comes from; "" where it is not known
 */
const char *
desk_call_get_address (DeskCall *self)
{
  return self->address != NULL ? self->address : "";
}

/**
 * desk_call_answer_entity:
 * @self: a call
 * @entity: (transfer none): what is there now
 */
void
desk_call_answer_entity (DeskCall *self, DeskEntity *entity)
{
  answer_entity (self, entity, 200);
}

/**
 * desk_call_answer_created:
 * @self: a call
 * @entity: (transfer none): what was made
 */
void
desk_call_answer_created (DeskCall *self, DeskEntity *entity)
{
  const DeskKind *kind = desk_entity_get_kind (entity);

  answer_entity (self, entity, 201);
  if (kind->table != NULL)
    self->answer.location = g_strdup_printf ("/support/%s/%s", kind->table, desk_entity_get_id (entity));
}

/**
 * desk_call_answer_beside:
 * @self: a call that was answered with an entity
 * @name: a name that the entity has no field of
 * @json: what stands under it in the answer
 */
void
desk_call_answer_beside (DeskCall *self, const char *name, const char *json)
{
  g_autoptr (GString) body = g_string_new (self->answer.body);

  g_string_truncate (body, body->len - 1);
  desk_json_append_name (body, name);
  g_string_append (body, json);
  g_string_append_c (body, '}');
  g_free (self->answer.body);
  self->answer.body = g_string_free (g_steal_pointer (&body), FALSE);
}

/**
 * desk_call_answer_row:
 * @self: a call
 * @json: (transfer full): an entity
 * @version: its version
 */
void
desk_call_answer_row (DeskCall *self, GString *json, gint64 version)
{
  answer_version (self, json, version, 200);
}

/**
 * desk_call_answer_moved:
 * @self: a call
 * @entity: (transfer none): what was asked for
 * @to_id: the id of the entity that it leads to
 */
void
desk_call_answer_moved (DeskCall *self, DeskEntity *entity, const char *to_id)
{
  answer_entity (self, entity, 301);
  self->answer.location = g_strdup_printf ("/support/%s/%s", desk_entity_get_kind (entity)->table, to_id);
}

/**
 * desk_call_answer_multi:
 * @self: a call
 * @json: (transfer full): how it went with each of many
 */
void
desk_call_answer_multi (DeskCall *self, GString *json)
{
  desk_call_take_answer (self, 207, JSON_TYPE, g_string_free (json, FALSE));
}

/**
 * desk_call_answer_accepted:
 * @self: a call
 * @json: (transfer full): what is going to be done
 * @location: where it is seen how far it is
 */
void
desk_call_answer_accepted (DeskCall *self, GString *json, const char *location)
{
  desk_call_take_answer (self, 202, JSON_TYPE, g_string_free (json, FALSE));
  self->answer.location = g_strdup (location);
}

/**
 * desk_call_answer_json:
 * @self: a call
 * @json: (transfer full): what to say
 */
void
desk_call_answer_json (DeskCall *self, GString *json)
{
  desk_call_take_answer (self, 200, JSON_TYPE, g_string_free (json, FALSE));
}

/**
 * desk_call_answer_created_json:
 * @self: a call
 * @json: (transfer full): what was made
 */
void
desk_call_answer_created_json (DeskCall *self, GString *json)
{
  desk_call_take_answer (self, 201, JSON_TYPE, g_string_free (json, FALSE));
}

/**
 * desk_call_answer_lines:
 * @self: a call
 * @lines: (transfer full): newline-delimited JSON
 */
void
desk_call_answer_lines (DeskCall *self, GString *lines)
{
  desk_call_take_answer (self, 200, LINES_TYPE, g_string_free (lines, FALSE));
}

/**
 * desk_call_answer_file:
 * @self: a call
 * @attachment: (transfer none): what is asked for
 * @size: width and height that its thumbnail fits into, from desk_thumbnail_round(); 0 for the file itself
 */
void
desk_call_answer_file (DeskCall *self, DeskEntity *attachment, guint size)
{
  desk_call_take_answer (self, 200, NULL, NULL);
  self->file = g_new0 (DeskFileAnswer, 1);
  self->file->file_name = g_strdup (desk_entity_get_string (attachment, DESK_ATTACHMENT_FILE_NAME));
  self->file->media_type = g_strdup (desk_entity_get_string (attachment, DESK_ATTACHMENT_MEDIA_TYPE));
  self->file->sha256 = g_strdup (desk_entity_get_string (attachment, DESK_ATTACHMENT_SHA256));
  self->file->size = size;
}
