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
/* So many checked tokens are remembered; then all are forgotten, which costs a check each. */
#define MANY 4096

/* A token whose signature was right. */
typedef struct
{
  char *session_id;
  gint64 expires; /* seconds */
} Checked;

struct _DeskTokens
{
  char *key; /* owned */
  GMutex mutex;
  GHashTable *checked; /* owned; token to Checked */
};

static void
free_checked (gpointer data)
{
  Checked *checked = data;

  g_free (checked->session_id);
  g_free (checked);
}

static char *
recall (DeskTokens *self, const char *token, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Checked *checked = g_hash_table_lookup (self->checked, token);

  return checked != NULL && checked->expires > now / DESK_TIME_SECOND ? g_strdup (checked->session_id) : NULL;
}

static void
remember (DeskTokens *self, const char *token, jwt_t *jwt)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Checked *checked = g_new0 (Checked, 1);

  if (g_hash_table_size (self->checked) >= MANY)
    g_hash_table_remove_all (self->checked);
  checked->session_id = g_strdup (jwt_get_grant (jwt, "sid"));
  checked->expires = jwt_get_grant_int (jwt, "exp");
  g_hash_table_insert (self->checked, g_strdup (token), checked);
}

static gboolean
is_good (jwt_t *jwt, gint64 now)
{
  const char *session_id = jwt_get_grant (jwt, "sid");

  /* libjwt takes the algorithm from the token and does not look at the time: both are ours to check. */
  return jwt_get_alg (jwt) == JWT_ALG_HS256 && jwt_get_grant_int (jwt, "exp") > now / DESK_TIME_SECOND
         && session_id != NULL && desk_id_is_valid (session_id);
}

/**
 * desk_tokens_new:
 * @key: the desk's own secret
 *
 * Returns: (transfer full): a maker of tokens
 */
DeskTokens *
desk_tokens_new (const char *key)
{
  DeskTokens *self = g_new0 (DeskTokens, 1);

  self->key = g_strdup (key);
  g_mutex_init (&self->mutex);
  self->checked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_checked);
  return self;
}

void
desk_tokens_free (DeskTokens *self)
{
  g_hash_table_unref (self->checked);
  g_mutex_clear (&self->mutex);
  g_free (self->key);
  g_free (self);
}

/**
 * desk_tokens_sign:
 * @self: the maker
 * @account_id: who signed in
 * @session_id: their session, which is looked up at each request
 * @now: microseconds
 *
 * Returns: (transfer full): an access token that is good for %DESK_TOKEN_LIFETIME
 */
char *
desk_tokens_sign (DeskTokens *self, const char *account_id, const char *session_id, gint64 now)
{
  jwt_t *jwt = NULL;
  char *encoded;
  char *token;

  if (jwt_new (&jwt) != 0)
    g_error ("No memory for a token");
  jwt_set_alg (jwt, JWT_ALG_HS256, (const unsigned char *) self->key, (int) strlen (self->key));
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
 * desk_tokens_verify:
 * @self: the maker
 * @token: what a caller showed
 * @now: microseconds
 * @error: %DESK_ERROR_UNAUTHENTICATED when it is not ours, changed, of another algorithm or too old
 *
 * Returns: (transfer full): the session that it stands for
 */
char *
desk_tokens_verify (DeskTokens *self, const char *token, gint64 now, GError **error)
{
  char *session_id = recall (self, token, now);
  jwt_t *jwt = NULL;

  if (session_id != NULL)
    return session_id;
  if (strlen (token) <= LONGEST
      && jwt_decode (&jwt, token, (const unsigned char *) self->key, (int) strlen (self->key)) == 0
      && is_good (jwt, now))
    {
      session_id = g_strdup (jwt_get_grant (jwt, "sid"));
      remember (self, token, jwt);
    }
  else
    g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED,
                         "The access token is not valid or has expired, please sign in or refresh it");
  if (jwt != NULL)
    jwt_free (jwt);
  return session_id;
}
