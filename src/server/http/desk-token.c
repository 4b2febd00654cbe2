/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-token.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "core/desk-error.h"
#include "core/desk-id.h"

/* No token of ours is longer; a longer one is not even decoded. */
#define LONGEST 2048

static gboolean
is_good (jwt_t *jwt, gint64 now)
{
  const char *session_id = jwt_get_grant (jwt, "sid");

  /* libjwt takes the algorithm from the token and does not look at the time: both are ours to check. */
  return jwt_get_alg (jwt) == JWT_ALG_HS256 && jwt_get_grant_int (jwt, "exp") > now / DESK_TIME_SECOND
         && session_id != NULL && desk_id_is_valid (session_id);
}

/**
 * desk_token_sign:
 * @key: the desk's own secret
 * @account_id: who signed in
 * @session_id: their session, which is looked up at each request
 * @now: microseconds
 *
 * Returns: (transfer full): an access token that is good for %DESK_TOKEN_LIFETIME
 */
char *
desk_token_sign (const char *key, const char *account_id, const char *session_id, gint64 now)
{
  jwt_t *jwt = NULL;
  char *encoded;
  char *token;

  if (jwt_new (&jwt) != 0)
    g_error ("No memory for a token");
  jwt_set_alg (jwt, JWT_ALG_HS256, (const unsigned char *) key, (int) strlen (key));
  jwt_add_grant (jwt, "sub", account_id);
  jwt_add_grant (jwt, "sid", session_id);
  jwt_add_grant_int (jwt, "iat", now / DESK_TIME_SECOND);
  jwt_add_grant_int (jwt, "exp", (now + DESK_TOKEN_LIFETIME) / DESK_TIME_SECOND);
  encoded = jwt_encode_str (jwt);
  token = g_strdup (encoded);
  free (encoded);
  jwt_free (jwt);
  return token;
}

/**
 * desk_token_verify:
 * @key: the desk's own secret
 * @token: what a caller showed
 * @now: microseconds
 * @error: %DESK_ERROR_UNAUTHENTICATED when it is not ours, changed, of another algorithm or too old
 *
 * Returns: (transfer full): the session that it stands for
 */
char *
desk_token_verify (const char *key, const char *token, gint64 now, GError **error)
{
  jwt_t *jwt = NULL;
  char *session_id = NULL;

  if (strlen (token) <= LONGEST && jwt_decode (&jwt, token, (const unsigned char *) key, (int) strlen (key)) == 0
      && is_good (jwt, now))
    session_id = g_strdup (jwt_get_grant (jwt, "sid"));
  else
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED,
                         "The access token is not valid or has expired, please sign in or refresh it");
  if (jwt != NULL)
    jwt_free (jwt);
  return session_id;
}
