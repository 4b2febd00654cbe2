/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-auth-routes.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-sign-in.h"
#include "server/http/desk-door.h"
#include "server/http/desk-register-route.h"

/* One sign-in on its way through two transactions with the hashing between. */
typedef struct
{
  DeskCall *call;
  const char *email;
  char *account_id;    /* owned */
  char *password_hash; /* owned */
  DeskSignIn sign_in;
} SignIn;

static void
sign_in_clear (SignIn *self)
{
  g_free (self->account_id);
  g_free (self->password_hash);
  desk_sign_in_clear (&self->sign_in);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignIn, sign_in_clear)

/* Reads texts out of a body that may hold them and nothing else. @names and @values are ended by NULL names. */
static gboolean
read_texts (DeskCall *call, const char *const *names, const char **values, GError **error)
{
  JsonObject *body = desk_call_get_body (call);
  g_autoptr (GList) members = json_object_get_members (body);
  g_autoptr (GError) invalid = NULL;

  for (GList *member = members; member != NULL; member = member->next)
    if (!g_strv_contains (names, member->data))
      desk_error_add_field (&invalid, member->data, "this field is not known here");
  for (guint i = 0; names[i] != NULL; i++)
    {
      JsonNode *node = json_object_get_member (body, names[i]);

      if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING || json_node_get_string (node)[0] == '\0')
        desk_error_add_field (&invalid, names[i], "a text was expected");
      else
        values[i] = json_node_get_string (node);
    }
  if (invalid == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&invalid));
  return FALSE;
}

static void
answer_tokens (DeskCall *call, const char *account_id, const DeskSignIn *sign_in)
{
  g_autofree char *access = desk_tokens_sign (call->door->tokens, account_id, sign_in->session_id, desk_time_now ());
  GString *json = g_string_new ("{");

  desk_json_append_name (json, "access_token");
  desk_json_append_string (json, access);
  desk_json_append_name (json, "token_type");
  desk_json_append_string (json, "Bearer");
  desk_json_append_name (json, "expires_in");
  desk_json_append_integer (json, DESK_TOKEN_LIFETIME / DESK_TIME_SECOND);
  desk_json_append_name (json, "refresh_token");
  desk_json_append_string (json, sign_in->refresh_token);
  g_string_append_c (json, '}');
  desk_call_answer_json (call, json);
}

static gboolean
find_account (DeskTransaction *transaction, gpointer data, GError **error)
{
  SignIn *sign_in = data;

  return desk_sign_in_find (transaction, sign_in->email, &sign_in->account_id, &sign_in->password_hash, error);
}

static gboolean
begin_session (DeskTransaction *transaction, gpointer data, GError **error)
{
  SignIn *sign_in = data;

  desk_sign_in_clear (&sign_in->sign_in);
  return desk_sign_in_begin (transaction, sign_in->account_id, &sign_in->sign_in, error);
}

/* Counts a try against the account's name and the caller's address. Only failed ones stay counted. */
static gboolean
count_try (DeskCall *call, const char *account, GError **error)
{
  gint64 now = g_get_monotonic_time ();
  DeskRate by_address;

  if (!desk_rate_limit_take (call->door->by_address, call->address, now, &by_address))
    call->rate = by_address;
  else if (desk_rate_limit_take (call->door->by_account, account, now, &call->rate))
    return TRUE;
  else
    desk_rate_limit_give_back (call->door->by_address, call->address);
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_RATE_LIMITED, "Too many failed sign-ins, please wait a little");
  desk_error_set_retry_after (*error, MAX (call->rate.retry, 1));
  return FALSE;
}

static void
forgive_try (DeskCall *call, const char *account)
{
  desk_rate_limit_give_back (call->door->by_account, account);
  desk_rate_limit_give_back (call->door->by_address, call->address);
}

/* The same answer after the same time, whether the account or the password is wrong. Runs on a hashing thread. */
static gboolean
post_login (DeskCall *call, GError **error)
{
  static const char *const names[] = { "email", "password", NULL };
  const char *values[G_N_ELEMENTS (names)] = { NULL };
  g_auto (SignIn) sign_in = { .call = call };
  g_autofree char *account = NULL;

  if (!read_texts (call, names, values, error))
    return FALSE;
  account = g_utf8_casefold (values[0], -1);
  if (!count_try (call, account, error))
    return FALSE;
  sign_in.email = values[0];
  if (!desk_service_run (call->door->service, DESK_DB_READ, find_account, &sign_in, error))
    return FALSE;
  if (!desk_password_verify (sign_in.password_hash, values[1]) || sign_in.account_id == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "The e-mail or the password is wrong");
      return FALSE;
    }
  forgive_try (call, account);
  if (!desk_service_run (call->door->service, DESK_DB_WRITE, begin_session, &sign_in, error))
    return FALSE;
  answer_tokens (call, sign_in.account_id, &sign_in.sign_in);
  return TRUE;
}

static gboolean
post_refresh (DeskCall *call, GError **error)
{
  static const char *const names[] = { "refresh_token", NULL };
  const char *values[G_N_ELEMENTS (names)] = { NULL };
  DeskTransaction *transaction = desk_call_get_transaction (call);
  g_auto (DeskSignIn) sign_in = { 0 };
  g_autoptr (GError) refusal = NULL;
  g_autoptr (DeskViewer) viewer = NULL;
  g_autofree char *account_id = NULL;

  if (!read_texts (call, names, values, error))
    return FALSE;
  if (!desk_sign_in_refresh (transaction, values[0], desk_service_get_token_key (call->door->service), call->repeat_key,
                             &sign_in, &refusal, error))
    return FALSE;
  if (refusal != NULL)
    {
      desk_call_refuse (call, g_steal_pointer (&refusal));
      return TRUE;
    }
  viewer = desk_sign_in_read_viewer (transaction, sign_in.session_id, &account_id, error);
  if (viewer == NULL)
    return FALSE;
  answer_tokens (call, account_id, &sign_in);
  return TRUE;
}

static gboolean
post_logout (DeskCall *call, GError **error)
{
  static const char *const names[] = { NULL };

  return read_texts (call, names, NULL, error)
         && desk_sign_in_end (desk_call_get_transaction (call), call->session_id, error);
}

static gboolean
find_own_account (DeskTransaction *transaction, gpointer data, GError **error)
{
  SignIn *sign_in = data;
  g_autoptr (DeskViewer) viewer = NULL;

  g_clear_pointer (&sign_in->account_id, g_free);
  g_clear_pointer (&sign_in->password_hash, g_free);
  if (sign_in->call->session_id == NULL)
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED, "This needs a bearer token");
      return FALSE;
    }
  viewer = desk_sign_in_read_viewer (transaction, sign_in->call->session_id, &sign_in->account_id, error);
  return viewer != NULL && desk_sign_in_find_own (transaction, sign_in->account_id, &sign_in->password_hash, error);
}

static gboolean
set_password (DeskTransaction *transaction, gpointer data, GError **error)
{
  SignIn *sign_in = data;

  return desk_sign_in_set_password (transaction, sign_in->account_id, sign_in->call->session_id, sign_in->password_hash,
                                    error);
}

/* Runs on a hashing thread. All other sessions of the account end. */
static gboolean
post_password (DeskCall *call, GError **error)
{
  static const char *const names[] = { "password", "new_password", NULL };
  const char *values[G_N_ELEMENTS (names)] = { NULL };
  g_auto (SignIn) sign_in = { .call = call };

  if (!desk_service_run (call->door->service, DESK_DB_READ, find_own_account, &sign_in, error)
      || !read_texts (call, names, values, error) || !desk_password_check (values[1], names[1], error)
      || !count_try (call, sign_in.account_id, error))
    return FALSE;
  if (!desk_password_verify (sign_in.password_hash, values[0]))
    {
      desk_error_add_field (error, names[0], "this is not the present password");
      return FALSE;
    }
  forgive_try (call, sign_in.account_id);
  g_free (sign_in.password_hash);
  sign_in.password_hash = desk_password_hash (values[1], error);
  return sign_in.password_hash != NULL
         && desk_service_run (call->door->service, DESK_DB_WRITE, set_password, &sign_in, error);
}

static gboolean
get_me (DeskCall *call, GError **error)
{
  const DeskViewer *viewer = desk_call_get_viewer (call);
  g_autoptr (DeskEntity) person = desk_sign_in_read_person (desk_call_get_transaction (call), error);
  GString *json;

  if (person == NULL)
    return FALSE;
  json = g_string_new ("{");
  desk_json_append_name (json, "role");
  desk_json_append_string (json, desk_enum_to_wire (&desk_role_enum, viewer->role));
  desk_json_append_name (json, "permissions");
  g_string_append_c (json, '[');
  for (DeskPermission permission = DESK_PERMISSION_NONE + 1; permission < DESK_N_PERMISSIONS; permission++)
    if (desk_role_may (viewer->role, permission) && (viewer->is_approved || permission <= DESK_PERMISSION_SIGNED_IN))
      {
        if (json->str[json->len - 1] != '[')
          g_string_append_c (json, ',');
        desk_json_append_string (json, desk_permission_name (permission));
      }
  g_string_append_c (json, ']');
  desk_json_append_name (json, desk_entity_get_kind (person)->name);
  desk_entity_append_json (person, json, desk_call_get_audience (call));
  g_string_append_c (json, '}');
  desk_call_answer_json (call, json);
  return TRUE;
}

static gboolean
post_live_ticket (DeskCall *call, GError **error)
{
  static const char *const names[] = { NULL };
  g_autofree char *ticket = NULL;
  GString *json;

  if (!read_texts (call, names, NULL, error))
    return FALSE;
  ticket = desk_sign_in_make_live_ticket (desk_call_get_transaction (call), call->session_id, error);
  if (ticket == NULL)
    return FALSE;
  json = g_string_new ("{");
  desk_json_append_name (json, "ticket");
  desk_json_append_string (json, ticket);
  desk_json_append_name (json, "expires_in");
  desk_json_append_integer (json, DESK_LIVE_TICKET_LIFETIME / DESK_TIME_SECOND);
  g_string_append_c (json, '}');
  desk_call_answer_created_json (call, json);
  return TRUE;
}

const DeskRoute desk_auth_routes[] = {
  { "POST", "/auth/login", DESK_PERMISSION_PUBLIC, DESK_DB_WRITE, post_login, DESK_ROUTE_HASHES, NULL },
  { "POST", "/auth/register", DESK_PERMISSION_PUBLIC, DESK_DB_WRITE, desk_register_route_post, DESK_ROUTE_HASHES,
    NULL },
  { "POST", "/auth/refresh", DESK_PERMISSION_PUBLIC, DESK_DB_WRITE, post_refresh, DESK_ROUTE_SECRET, NULL },
  { "POST", "/auth/logout", DESK_PERMISSION_SIGNED_IN, DESK_DB_WRITE, post_logout, DESK_ROUTE_NO_BODY, NULL },
  { "POST", "/auth/password", DESK_PERMISSION_SIGNED_IN, DESK_DB_WRITE, post_password, DESK_ROUTE_HASHES, NULL },
  { "GET", "/auth/me", DESK_PERMISSION_SIGNED_IN, DESK_DB_READ, get_me, DESK_ROUTE_BRIEF, NULL },
  { "POST", "/auth/live-ticket", DESK_PERMISSION_SIGNED_IN, DESK_DB_WRITE, post_live_ticket,
    DESK_ROUTE_NO_BODY | DESK_ROUTE_SECRET, NULL },
  { NULL },
};
