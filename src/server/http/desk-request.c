/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-request.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "server/http/desk-fingerprint.h"
#include "server/http/desk-upload.h"

#define LONGEST_KEY 255

static gboolean
is_method (const char *method, const char *wanted)
{
  return g_str_equal (method, wanted);
}

static const char *
get_bearer (SoupMessageHeaders *headers)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  return authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", 7) == 0 ? authorization + 7 : NULL;
}

static gboolean
has_intake_token (DeskDoor *door, SoupMessageHeaders *headers)
{
  const char *bearer = get_bearer (headers);

  return door->keys.intake_token != NULL && bearer != NULL && desk_door_is_secret (door->keys.intake_token, bearer);
}

/* A mail server has a token of its own, and nothing else is opened by it. */
static gboolean
check_intake_token (DeskCall *call, SoupMessageHeaders *headers, GError **error)
{
  if (call->door->keys.intake_token == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND,
                         "This desk takes no mail here: it was started without --intake-token-file");
  else if (!has_intake_token (call->door, headers))
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "The intake's bearer token was expected");
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_token (DeskCall *call, SoupMessageHeaders *headers, GError **error)
{
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");

  if ((call->route->flags & DESK_ROUTE_MAIL) != 0)
    return check_intake_token (call, headers, error);
  if (authorization == NULL
      || (call->route->permission == DESK_PERMISSION_PUBLIC && (call->route->flags & DESK_ROUTE_OPEN) == 0))
    return TRUE;
  if (g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "A bearer token was expected");
      return FALSE;
    }
  call->session_id = desk_tokens_verify (call->door->tokens, authorization + 7, desk_time_now (), error);
  return call->session_id != NULL;
}

static gboolean
is_known_parameter (const DeskRoute *route, const char *name)
{
  gsize length = strlen (name);
  const char *p = route->parameters;

  while (p != NULL && (p = strstr (p, name)) != NULL)
    {
      if (length > 0 && (p == route->parameters || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
        return TRUE;
      p++;
    }
  return FALSE;
}

static char *
decode (const char *text, gsize length)
{
  g_autofree char *spaced = g_strndup (text, length);
  char *decoded;

  g_strdelimit (spaced, "+", ' ');
  decoded = g_uri_unescape_string (spaced, NULL);
  if (decoded != NULL && !g_utf8_validate (decoded, -1, NULL))
    g_clear_pointer (&decoded, g_free);
  return decoded;
}

static void
add_malformed (GError **error, const char *field, const char *detail)
{
  if (*error == NULL)
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "The request can't be read");
  desk_error_add_field (error, field, "%s", detail);
}

static void
free_values (gpointer values)
{
  g_ptr_array_unref (values);
}

/* Keeps the list of values ended by NULL all the time. Takes @value. */
static void
add_parameter (DeskCall *call, const char *name, char *value)
{
  GPtrArray *values;

  if (call->query == NULL)
    call->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_values);
  values = g_hash_table_lookup (call->query, name);
  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (values, NULL);
      g_hash_table_insert (call->query, g_strdup (name), values);
    }
  g_ptr_array_insert (values, (int) values->len - 1, value);
}

static void
read_query (DeskCall *call, const char *query)
{
  g_auto (GStrv) pairs = query != NULL ? g_strsplit (query, "&", -1) : NULL;

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      const char *value_text = equals != NULL ? equals + 1 : "";
      g_autofree char *name = decode (pairs[i], equals != NULL ? (gsize) (equals - pairs[i]) : strlen (pairs[i]));
      g_autofree char *value = decode (value_text, strlen (value_text));

      if (pairs[i][0] == '\0')
        continue;
      if (name == NULL || value == NULL)
        add_malformed (&call->complaint, name != NULL ? name : "query", "percent-encoded UTF-8 was expected");
      else if (!is_known_parameter (call->route, name))
        add_malformed (&call->complaint, name, "this query parameter is not known here");
      else
        add_parameter (call, name, g_steal_pointer (&value));
    }
}

static gboolean
takes_body (const DeskRoute *route)
{
  return !is_method (route->method, "GET") && !is_method (route->method, "DELETE");
}

/* Files have come while the request was read; what was wrong with them is told now. Takes @upload. */
static void
read_upload (DeskCall *call, SoupMessageHeaders *headers, DeskUpload *upload)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  call->upload = upload;
  if (call->complaint != NULL)
    return;
  if (upload != NULL)
    {
      if (desk_upload_finish (upload, &call->complaint))
        call->body = desk_upload_describe (upload);
    }
  else if (g_strcmp0 (type, "multipart/form-data") != 0)
    g_set_error (&call->complaint, DESK_ERROR, DESK_ERROR_MEDIA_TYPE,
                 "The content type multipart/form-data was expected, this is %s", type != NULL ? type : "not said");
  else if (call->door->files == NULL)
    g_set_error_literal (&call->complaint, DESK_ERROR, DESK_ERROR_UNAVAILABLE, "This server has no folder for files");
  else
    g_set_error_literal (&call->complaint, DESK_ERROR, DESK_ERROR_MALFORMED,
                         "The content type multipart/form-data needs a boundary");
}

static void
read_body (DeskCall *call, SoupMessageHeaders *headers, const char *body, gsize length)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if ((call->route->flags & DESK_ROUTE_RAW) != 0)
    {
      call->raw = g_bytes_new (body, length);
      call->content_type = g_strdup (type);
      call->signature = g_strdup (soup_message_headers_get_one (headers, "X-Hub-Signature-256"));
      return;
    }
  if (length == 0 || call->complaint != NULL || !takes_body (call->route))
    return;
  if (g_strcmp0 (type, "application/json") != 0)
    {
      g_set_error (&call->complaint, DESK_ERROR, DESK_ERROR_MEDIA_TYPE,
                   "The content type application/json was expected, this is %s", type != NULL ? type : "not said");
      return;
    }
  call->body = desk_json_parse_object (body, (gssize) length, &call->complaint);
  if (call->body != NULL && (call->route->flags & DESK_ROUTE_NO_BODY) != 0)
    {
      g_autoptr (GList) members = json_object_get_members (call->body);

      for (GList *member = members; member != NULL; member = member->next)
        desk_error_add_field (&call->complaint, member->data, "this field is not known here");
    }
}

/* ETags of ours are a version in quotes. */
static void
read_if_match (DeskCall *call, SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_list (headers, "If-Match");
  char *end = NULL;

  if (text == NULL)
    {
      if ((call->route->flags & DESK_ROUTE_IF_MATCH) != 0 && call->complaint == NULL)
        g_set_error_literal (&call->complaint, DESK_ERROR, DESK_ERROR_PRECONDITION_REQUIRED,
                             "The header If-Match was expected, with the ETag of the version that is changed");
      return;
    }
  if (text[0] == '"')
    call->if_match = g_ascii_strtoll (text + 1, &end, 10);
  if (end == NULL || g_strcmp0 (end, "\"") != 0 || call->if_match <= 0)
    add_malformed (&call->complaint, "If-Match", "one ETag was expected, such as \"3\" with its quotes");
}

static void
read_repeat_key (DeskCall *call, SoupMessageHeaders *headers)
{
  const char *key = soup_message_headers_get_one (headers, "Idempotency-Key");

  if (key == NULL || !is_method (call->route->method, "POST"))
    return;
  if (key[0] == '\0' || strlen (key) > LONGEST_KEY || !g_str_is_ascii (key))
    {
      add_malformed (&call->complaint, "Idempotency-Key", "1 to 255 ASCII characters were expected");
      return;
    }
  call->repeat_key = g_strdup (key);
  call->request_hash = desk_fingerprint (call->target, call->body);
}

/**
 * desk_request_get_max_body:
 * @door: where it comes in
 * @message: a request of which only the head was read
 *
 * Returns: how long its body may be
 */
gsize
desk_request_get_max_body (DeskDoor *door, SoupServerMessage *message)
{
  g_auto (DeskRouteMatch) match = { 0 };

  desk_router_find (door->router, soup_server_message_get_method (message),
                    g_uri_get_path (soup_server_message_get_uri (message)), &match);
  return match.route != NULL && (match.route->flags & DESK_ROUTE_MAIL) != 0
                 && has_intake_token (door, soup_server_message_get_request_headers (message))
             ? DESK_REQUEST_MAX_MAIL
             : DESK_REQUEST_MAX_BODY;
}

/**
 * desk_request_read:
 * @door: where it came in
 * @message: the request, read to its end
 * @upload: (transfer full) (nullable): the files that it brings
 * @body: its body
 * @length: of @body, at most what desk_request_get_max_body() says
 * @allow: (out) (transfer full) (nullable): where the path does not know the method: those that it knows
 * @error: %DESK_ERROR_NOT_FOUND, %DESK_ERROR_UNAUTHENTICATED
 *
 * Finds the route and reads everything that all requests have in common. What is wrong with the form is kept in the
 * call and told once the caller is known to have the permission.
 *
 * Returns: (transfer full) (nullable): the call, %NULL with @error or @allow
 */
DeskCall *
desk_request_read (DeskDoor *door,
                   SoupServerMessage *message,
                   DeskUpload *upload,
                   const char *body,
                   gsize length,
                   char **allow,
                   GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);
  const char *method = soup_server_message_get_method (message);
  g_auto (DeskRouteMatch) match = { 0 };
  g_autoptr (DeskUpload) brought = upload;
  g_autoptr (DeskCall) call = NULL;

  desk_router_find (door->router, is_method (method, "HEAD") ? "GET" : method, g_uri_get_path (uri), &match);
  *allow = g_steal_pointer (&match.allow);
  if (match.route == NULL)
    {
      if (*allow == NULL)
        g_set_error_literal (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no such path");
      return NULL;
    }
  call = desk_call_new (door, match.route, match.path_names);
  call->path_values = g_steal_pointer (&match.path_values);
  call->target = g_uri_get_query (uri) != NULL ? g_strconcat (g_uri_get_path (uri), "?", g_uri_get_query (uri), NULL)
                                               : g_strdup (g_uri_get_path (uri));
  if (!read_token (call, headers, error))
    return NULL;
  read_query (call, g_uri_get_query (uri));
  if ((call->route->flags & DESK_ROUTE_UPLOAD) != 0)
    read_upload (call, headers, g_steal_pointer (&brought));
  else
    read_body (call, headers, body, length);
  read_if_match (call, headers);
  read_repeat_key (call, headers);
  return g_steal_pointer (&call);
}
