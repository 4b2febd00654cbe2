/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sodium.h>
#include <string.h>

#include "core/desk-error.h"
#include "db/desk-db.h"
#include "server/desk/desk-receipt.h"
#include "server/desk/desk-receive.h"
#include "server/http/desk-door.h"
#include "server/intake/desk-intake-tables.h"
#include "server/intake/desk-whatsapp-parse.h"

#define SIGNATURE_PREFIX "sha256="
#define LONGEST_CHALLENGE 200

/* One event on its way into its part of the transaction. */
typedef struct
{
  DeskTransaction *transaction;
  const DeskWhatsappEvent *event;
} Take;

static gboolean
refuse_closed (const char *key, const char *option, GError **error)
{
  if (key != NULL)
    return FALSE;
  g_set_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND,
               "This desk takes nothing from WhatsApp: it was started without %s", option);
  return TRUE;
}

/* WhatsApp asks once whether this is the place, and shows that it knows the token. */
static gboolean
get_whatsapp (DeskCall *call, GError **error)
{
  const char *mode = desk_call_get_query (call, "hub.mode");
  const char *token = desk_call_get_query (call, "hub.verify_token");
  const char *challenge = desk_call_get_query (call, "hub.challenge");
  const char *secret = call->door->keys.whatsapp_verify_token;

  if (refuse_closed (secret, "--whatsapp-verify-token-file", error))
    return FALSE;
  if (g_strcmp0 (mode, "subscribe") != 0 || token == NULL || !desk_door_is_secret (secret, token))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_FORBIDDEN,
                           "hub.verify_token is not the one that was agreed on");
      return FALSE;
    }
  if (challenge == NULL || challenge[0] == '\0' || strlen (challenge) > LONGEST_CHALLENGE)
    {
      desk_error_add_field (error, "hub.challenge", "1 to %d bytes were expected", LONGEST_CHALLENGE);
      return FALSE;
    }
  desk_call_take_answer (call, 200, "text/plain", g_strdup (challenge));
  return TRUE;
}

/* Over the bytes as they came, before anything of them is read. */
static gboolean
is_signed (const char *secret, const char *signature, GBytes *body)
{
  guint8 given[crypto_auth_hmacsha256_BYTES];
  guint8 expected[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  gsize length;
  gsize n = 0;
  const guint8 *bytes = g_bytes_get_data (body, &length);

  crypto_auth_hmacsha256_init (&state, (const guint8 *) secret, strlen (secret));
  crypto_auth_hmacsha256_update (&state, bytes, length);
  crypto_auth_hmacsha256_final (&state, expected);
  if (signature == NULL || !g_str_has_prefix (signature, SIGNATURE_PREFIX)
      || strlen (signature) != strlen (SIGNATURE_PREFIX) + 2 * sizeof given)
    return FALSE;
  return sodium_hex2bin (given, sizeof given, signature + strlen (SIGNATURE_PREFIX), 2 * sizeof given, NULL, &n, NULL)
             == 0
         && n == sizeof given && sodium_memcmp (given, expected, sizeof given) == 0;
}

static gboolean
take_event (DeskDbTransaction *db, gpointer data, GError **error)
{
  Take *take = data;
  const DeskWhatsappEvent *event = take->event;
  const char *const references[] = { event->answers, NULL };
  DeskReceived outcome;
  DeskArrival arrival = {
    .writer = { DESK_QUERY_SOURCE_WHATSAPP, event->name, event->user, event->mobile, .is_vouched = TRUE },
    .external_id = event->id,
    .body = event->text,
    .references = references,
    .joins_open = TRUE,
  };

  if (event->text == NULL)
    return desk_receipt_note (take->transaction, DESK_QUERY_SOURCE_WHATSAPP, event->id, event->delivery, event->reason,
                               error);
  return desk_receive (take->transaction, &arrival, &outcome, error);
}

/* Whether it will be the same when it is sent again, so that WhatsApp need not. */
static gboolean
is_odd (const GError *error)
{
  return g_error_matches (error, DESK_ERROR, DESK_ERROR_INVALID)
         || g_error_matches (error, DESK_ERROR, DESK_ERROR_MALFORMED)
         || g_error_matches (error, DESK_ERROR, DESK_ERROR_NOT_FOUND)
         || g_error_matches (error, DESK_ERROR, DESK_ERROR_CONFLICT);
}

/* All of a body in one transaction. What is odd about one event does not hold up the others. */
static gboolean
take_events (DeskTransaction *transaction, gpointer data, GError **error)
{
  GPtrArray *events = data;

  for (guint i = 0; i < events->len; i++)
    {
      Take take = { transaction, events->pdata[i] };
      g_autoptr (GError) failure = NULL;

      if (desk_db_attempt (transaction->db, take_event, &take, &failure))
        continue;
      if (!is_odd (failure))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_message ("A message from WhatsApp was passed over: %s", failure->message);
    }
  return TRUE;
}

static gboolean
post_whatsapp (DeskCall *call, GError **error)
{
  const char *secret = call->door->keys.whatsapp_secret;
  g_autoptr (GPtrArray) events = NULL;
  const char *bytes;
  gsize length;

  if (refuse_closed (secret, "--whatsapp-secret-file", error))
    return FALSE;
  if (!is_signed (secret, call->signature, call->raw))
    {
      g_set_error_literal (error, DESK_ERROR, DESK_ERROR_UNAUTHENTICATED,
                           "X-Hub-Signature-256 is not that of this body");
      return FALSE;
    }
  bytes = desk_call_get_raw (call, &length);
  events = desk_whatsapp_parse (bytes, (gssize) length, error);
  if (events == NULL
      || (events->len > 0 && !desk_service_run (call->door->service, DESK_DB_WRITE, take_events, events, error)))
    return FALSE;
  desk_call_answer_json (call, g_string_new ("{\"received\":true}"));
  return TRUE;
}

const DeskRoute desk_whatsapp_routes[] = {
  { "GET", "/intake/whatsapp", DESK_PERMISSION_PUBLIC, DESK_DB_READ, get_whatsapp, DESK_ROUTE_DIRECT,
    "hub.mode hub.verify_token hub.challenge" },
  { "POST", "/intake/whatsapp", DESK_PERMISSION_PUBLIC, DESK_DB_WRITE, post_whatsapp, DESK_ROUTE_RAW, NULL },
  { NULL },
};
