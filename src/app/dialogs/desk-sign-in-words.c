/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/desk-sign-in-form.h"

#include <glib/gi18n.h>

#include "core/desk-error.h"

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") || (address != NULL && g_inet_address_get_is_loopback (address));
}

/* The host of "desk.example" and "localhost:8765" alike. */
static char *
dup_host (const char *address)
{
  g_autofree char *with_scheme = g_strconcat ("https://", address, NULL);
  g_autoptr (GUri) uri = g_uri_parse (with_scheme, G_URI_FLAGS_NONE, NULL);

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/* How safe a password is on its way to the server at @uri. */
DeskSafety
desk_sign_in_judge (GUri *uri)
{
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return DESK_SAFETY_ENCRYPTED;
  return is_loopback (g_uri_get_host (uri)) ? DESK_SAFETY_LOCAL : DESK_SAFETY_NONE;
}

/**
 * desk_sign_in_dup_url:
 * @address: what somebody typed: "desk.example", "localhost:8765", "https://desk.example/"
 *
 * Returns: (transfer full) (nullable): the server's address with its scheme and without a slash at the end; without a
 *   scheme it is https, but http on this computer itself. %NULL with words for the field when it is no address
 */
char *
desk_sign_in_dup_url (const char *address, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (address));
  g_autofree char *host = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GUri) plain = NULL;

  if (*trimmed == '\0')
    {
      g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST, _ ("Type the address of your desk’s server"));
      return NULL;
    }
  host = strstr (trimmed, "://") == NULL ? dup_host (trimmed) : NULL;
  if (host != NULL)
    url = g_strconcat (is_loopback (host) ? "http://" : "https://", trimmed, NULL);
  else
    url = g_strdup (trimmed);
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || (!g_str_equal (g_uri_get_scheme (uri), "https") && !g_str_equal (g_uri_get_scheme (uri), "http")))
    {
      g_set_error (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST,
                   _ ("“%s” is no address of a server; one looks like desk.example.com"), trimmed);
      return NULL;
    }
  plain = g_uri_build (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                       g_str_equal (g_uri_get_path (uri), "/") ? "" : g_uri_get_path (uri), NULL, NULL);
  return g_uri_to_string (plain);
}

/**
 * desk_sign_in_dup_problem:
 * @error: why signing in did not work
 * @url: the server's address
 *
 * Returns: (transfer full): the cause in words, and what to do about it
 */
char *
desk_sign_in_dup_problem (const GError *error, const char *url)
{
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED))
    return g_strdup (_ ("E-mail or password is not right. Look at both and try again."));
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_RATE_LIMITED))
    return g_strdup (_ ("Too many tries. Wait a minute, then try again."));
  if (error->domain == G_TLS_ERROR)
    return g_strdup_printf (_ ("The connection to %s is not safe: its certificate cannot be trusted. "
                               "Ask whoever runs the server; your password was not sent."),
                            url);
  if (g_error_matches (error, DESK_ERROR, DESK_ERROR_UNAVAILABLE) || error->domain == G_RESOLVER_ERROR
      || error->domain == G_IO_ERROR)
    return g_strdup_printf (_ ("%s does not answer. Look at the address and at your network. (%s)"), url,
                            error->message);
  return g_strdup (error->message);
}
