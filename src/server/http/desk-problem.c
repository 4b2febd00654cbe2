/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-problem.h"

#include "core/desk-error.h"
#include "core/desk-json.h"

typedef struct
{
  guint status;
  const char *type; /* behind urn:deskbell:problem: */
  const char *title;
} Row;

/* From the desk's causes to HTTP: the only place that knows. */
static const Row rows[] = {
  [DESK_ERROR_MALFORMED] = { 400, "malformed", "The request can't be read" },
  [DESK_ERROR_UNAUTHENTICATED] = { 401, "unauthenticated", "Please sign in" },
  [DESK_ERROR_FORBIDDEN] = { 403, "forbidden", "This is not allowed" },
  [DESK_ERROR_NOT_FOUND] = { 404, "not-found", "There is no such thing" },
  [DESK_ERROR_CONFLICT] = { 409, "conflict", "Not possible in this state" },
  [DESK_ERROR_STALE] = { 412, "stale", "Somebody else changed it since" },
  [DESK_ERROR_GONE] = { 410, "gone", "No longer available" },
  [DESK_ERROR_TOO_LARGE] = { 413, "too-large", "The request is too large" },
  [DESK_ERROR_MEDIA_TYPE] = { 415, "media-type", "This content type is not taken" },
  [DESK_ERROR_INVALID] = { 422, "invalid", "Some fields are not right" },
  [DESK_ERROR_PRECONDITION_REQUIRED] = { 428, "precondition-required", "Say which version you change" },
  [DESK_ERROR_RATE_LIMITED] = { 429, "rate-limited", "Too many requests" },
  [DESK_ERROR_UNAVAILABLE] = { 503, "unavailable", "Not possible at the moment" },
  [DESK_ERROR_INTERNAL] = { 500, "internal", "Something went wrong in the server" },
};

static const Row *
find_row (const GError *error)
{
  if (error->domain == DESK_ERROR && error->code >= 0 && (guint) error->code < G_N_ELEMENTS (rows))
    return &rows[error->code];
  return &rows[DESK_ERROR_INTERNAL];
}

static GString *
begin (const char *type, const char *title, guint status, const char *detail)
{
  GString *json = g_string_new ("{\"type\":\"");

  g_string_append (json, type);
  g_string_append (json, "\",\"title\":");
  desk_json_append_string (json, title);
  g_string_append_printf (json, ",\"status\":%u", status);
  if (detail != NULL)
    {
      desk_json_append_name (json, "detail");
      desk_json_append_string (json, detail);
    }
  return json;
}

static void
append_fields (GString *json, const GPtrArray *fields)
{
  desk_json_append_name (json, "errors");
  g_string_append_c (json, '[');
  for (guint i = 0; i < fields->len; i++)
    {
      const DeskFieldError *field = g_ptr_array_index (fields, i);

      g_string_append (json, i > 0 ? ",{\"field\":" : "{\"field\":");
      desk_json_append_string (json, field->field);
      g_string_append (json, ",\"detail\":");
      desk_json_append_string (json, field->detail);
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
}

/**
 * desk_problem_get_status:
 * @error: why something was refused
 *
 * Returns: the HTTP status; 500 for an error of another domain
 */
guint
desk_problem_get_status (const GError *error)
{
  return find_row (error)->status;
}

/**
 * desk_problem_dup_json:
 * @error: why something was refused
 *
 * Writes the problem document of RFC 9457. What is no cause of the desk's own is not told to the outside: its message
 * may hold file names or SQL.
 *
 * Returns: (transfer full): JSON
 */
char *
desk_problem_dup_json (const GError *error)
{
  const Row *row = find_row (error);
  g_autofree char *type = g_strconcat ("urn:deskbell:problem:", row->type, NULL);
  GString *json = begin (type, row->title, row->status, row->status == 500 ? NULL : error->message);
  const GPtrArray *fields = desk_error_get_fields (error);

  if (fields != NULL)
    append_fields (json, fields);
  if (desk_error_get_extra_name (error) != NULL)
    {
      desk_json_append_name (json, desk_error_get_extra_name (error));
      g_string_append (json, desk_error_get_extra_json (error));
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

/**
 * desk_problem_dup_json_for_status:
 * @status: an HTTP status that only a door knows, such as 405
 * @title: what it means
 * @detail: what can be done
 *
 * Returns: (transfer full): JSON
 */
char *
desk_problem_dup_json_for_status (guint status, const char *title, const char *detail)
{
  GString *json = begin ("about:blank", title, status, detail);

  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
