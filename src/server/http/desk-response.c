/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-response.h"

#include <string.h>

#include "core/desk-error.h"
#include "server/http/desk-problem.h"

static void
add_number (SoupMessageHeaders *headers, const char *name, guint number)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", number);
  soup_message_headers_replace (headers, name, text);
}

/* What every answer says, so that a browser never takes it for a page, keeps it or shows it in a frame. */
static void
add_security (SoupMessageHeaders *headers, gboolean is_secure)
{
  soup_message_headers_append (headers, "Cache-Control", "no-store");
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  soup_message_headers_append (headers, "Referrer-Policy", "no-referrer");
  if (is_secure)
    soup_message_headers_append (headers, "Strict-Transport-Security", "max-age=31536000");
}

/* An answer of status 204 has no length, and libsoup takes that for one that ends with the connection, without telling
 * the other side. Once the head is out, it is told a length. */
static void
on_wrote_empty_head_cb (SoupServerMessage *message, gpointer data)
{
  soup_message_headers_set_content_length (soup_server_message_get_response_headers (message), 0);
}

/* Takes @body. */
static gsize
put (SoupServerMessage *message, guint status, const char *content_type, char *body, gboolean is_secure)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length = body != NULL ? strlen (body) : 0;

  soup_server_message_set_status (message, status, NULL);
  add_security (headers, is_secure);
  if (status == 401)
    soup_message_headers_replace (headers, "WWW-Authenticate", "Bearer");
  if (length > 0)
    {
      soup_message_headers_set_content_type (headers, content_type, NULL);
      soup_message_body_append_take (soup_server_message_get_response_body (message), (guchar *) body, length);
    }
  else
    g_free (body);
  if (status == 204)
    g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_empty_head_cb), NULL);
  return length;
}

/**
 * desk_response_write:
 * @message: what is answered
 * @call: (transfer none): with its answer, whose text is taken out of it
 * @is_secure: whether the connection is encrypted
 *
 * Returns: the length of the body
 */
gsize
desk_response_write (SoupServerMessage *message, DeskCall *call, gboolean is_secure)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  DeskAnswer *answer = &call->answer;

  if (answer->etag != NULL)
    soup_message_headers_append (headers, "ETag", answer->etag);
  if (answer->location != NULL)
    soup_message_headers_append (headers, "Location", answer->location);
  if (call->retry_after > 0)
    add_number (headers, "Retry-After", call->retry_after);
  if (call->rate.limit > 0)
    {
      add_number (headers, "RateLimit-Limit", call->rate.limit);
      add_number (headers, "RateLimit-Remaining", call->rate.remaining);
      add_number (headers, "RateLimit-Reset", call->rate.reset);
    }
  return put (message, answer->status, answer->content_type, g_steal_pointer (&answer->body), is_secure);
}

/**
 * desk_response_write_error:
 * @message: what is answered
 * @error: why it is refused
 * @is_secure: whether the connection is encrypted
 *
 * Returns: the length of the body
 */
gsize
desk_response_write_error (SoupServerMessage *message, const GError *error, gboolean is_secure)
{
  if (desk_error_get_retry_after (error) > 0)
    add_number (soup_server_message_get_response_headers (message), "Retry-After", desk_error_get_retry_after (error));
  return put (message, desk_problem_get_status (error), DESK_PROBLEM_TYPE, desk_problem_dup_json (error), is_secure);
}

/**
 * desk_response_write_not_allowed:
 * @message: what is answered
 * @allow: the methods that the path knows
 * @is_secure: whether the connection is encrypted
 *
 * Returns: the length of the body
 */
gsize
desk_response_write_not_allowed (SoupServerMessage *message, const char *allow, gboolean is_secure)
{
  g_autofree char *detail = g_strdup_printf ("This path knows %s", allow);

  soup_message_headers_append (soup_server_message_get_response_headers (message), "Allow", allow);
  return put (message, 405, DESK_PROBLEM_TYPE,
              desk_problem_dup_json_for_status (405, "The path does not know this method", detail), is_secure);
}

/**
 * desk_response_write_head:
 * @message: what is answered
 * @status: how
 * @is_secure: whether the connection is encrypted
 *
 * Writes what every answer says, for one whose body is not a text.
 */
void
desk_response_write_head (SoupServerMessage *message, guint status, gboolean is_secure)
{
  soup_server_message_set_status (message, status, NULL);
  add_security (soup_server_message_get_response_headers (message), is_secure);
}
