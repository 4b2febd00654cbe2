/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-rest-problem.h"

#include <glib/gi18n-lib.h>

#include "core/desk-error.h"
#include "core/desk-json.h"

typedef struct
{
  guint status;
  DeskErrorCode code;
} Row;

/* From HTTP to the desk's causes. */
static const Row rows[] = {
  { 400, DESK_ERROR_MALFORMED },    { 401, DESK_ERROR_UNAUTHENTICATED }, { 403, DESK_ERROR_FORBIDDEN },
  { 404, DESK_ERROR_NOT_FOUND },    { 408, DESK_ERROR_UNAVAILABLE },     { 409, DESK_ERROR_CONFLICT },
  { 410, DESK_ERROR_GONE },         { 412, DESK_ERROR_STALE },           { 413, DESK_ERROR_TOO_LARGE },
  { 415, DESK_ERROR_MEDIA_TYPE },   { 422, DESK_ERROR_INVALID },         { 428, DESK_ERROR_PRECONDITION_REQUIRED },
  { 429, DESK_ERROR_RATE_LIMITED }, { 502, DESK_ERROR_UNAVAILABLE },     { 503, DESK_ERROR_UNAVAILABLE },
  { 504, DESK_ERROR_UNAVAILABLE },
};

static const char *const standard_members[] = { "type", "title", "status", "detail", "errors", "instance", NULL };

static DeskErrorCode
get_code (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].status == status)
      return rows[i].code;
  return status >= 500 ? DESK_ERROR_INTERNAL : DESK_ERROR_MALFORMED;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static void
add_fields (GError **error, JsonObject *problem)
{
  JsonNode *node = json_object_get_member (problem, "errors");
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *row = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

      if (row != NULL && get_text (row, "field") != NULL && get_text (row, "detail") != NULL)
        desk_error_add_field (error, get_text (row, "field"), "%s", get_text (row, "detail"));
    }
}

/* The one member beside the standard ones: the current entity, the messages nobody has read, what is allowed. */
static void
add_extra (GError *error, JsonObject *problem)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, problem);
  while (json_object_iter_next (&iter, &name, &node))
    if (!g_strv_contains (standard_members, name))
      {
        desk_error_set_extra_json (error, name, json_to_string (node, FALSE));
        return;
      }
}

static const char *
get_fallback (guint status)
{
  if (status == 401)
    return _ ("Please sign in again");
  if (status == 403)
    return _ ("This is not allowed");
  if (status == 404)
    return _ ("This is not there any more");
  if (status == 429 || status == 503)
    return _ ("The desk is busy right now");
  if (status >= 500)
    return _ ("Something went wrong in the desk’s server");
  return _ ("The desk’s server does not accept this");
}

static void
add_retry_after (GError *error, SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, 24 * 3600, &seconds, NULL))
    desk_error_set_retry_after (error, seconds);
}

/**
 * desk_rest_problem_read:
 * @message: a message that was answered with no success
 * @body: (nullable): what was said
 *
 * Returns: (transfer full): the problem, worded by the server where it said something
 */
GError *
desk_rest_problem_read (SoupMessage *message, GBytes *body)
{
  guint status = soup_message_get_status (message);
  g_autoptr (JsonObject) problem = NULL;
  const char *text = NULL;
  GError *error = NULL;
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  if (data != NULL && length > 0)
    problem = desk_json_parse_object (data, length, NULL);
  if (problem != NULL)
    {
      text = get_text (problem, "detail");
      if (text == NULL)
        text = get_text (problem, "title");
    }
  error = g_error_new_literal (DESK_ERROR, get_code (status), text != NULL ? text : get_fallback (status));
  if (problem != NULL)
    {
      add_fields (&error, problem);
      add_extra (error, problem);
    }
  add_retry_after (error, message);
  return error;
}

/**
 * desk_rest_problem_for_failure:
 * @error: (transfer full): what the network said
 *
 * Returns: (transfer full): the same for people
 */
GError *
desk_rest_problem_for_failure (GError *error)
{
  GError *worded;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || error->domain == DESK_ERROR)
    return error;
  if (error->domain == G_TLS_ERROR)
    worded = g_error_new (DESK_ERROR, DESK_ERROR_UNAVAILABLE,
                          _ ("The desk’s server can’t be trusted: its certificate is not right (%s)"), error->message);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    worded = g_error_new_literal (DESK_ERROR, DESK_ERROR_UNAVAILABLE, _ ("The desk’s server does not answer"));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    worded = g_error_new_literal (DESK_ERROR, DESK_ERROR_UNAVAILABLE, _ ("The desk’s server takes too long to answer"));
  else if (error->domain == G_RESOLVER_ERROR)
    worded = g_error_new_literal (DESK_ERROR, DESK_ERROR_UNAVAILABLE, _ ("The desk’s server can’t be found"));
  else
    worded =
        g_error_new (DESK_ERROR, DESK_ERROR_UNAVAILABLE, _ ("The desk’s server can’t be reached: %s"), error->message);
  g_error_free (error);
  return worded;
}
