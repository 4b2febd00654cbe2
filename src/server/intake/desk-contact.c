/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-phone.h"
#include "core/desk-time.h"
#include "core/entities/desk-query.h"
#include "server/desk/desk-receive.h"
#include "server/http/desk-door.h"
#include "server/intake/desk-intake-tables.h"
#include "server/intake/desk-intake-text.h"

/* The field that people never see; whatever fills it in is no person. */
#define HONEYPOT "website"
#define MAX_ORDER_NUMBER 40

static const char thanks[] =
    "{\"received\":true,\"message\":\"Thank you. We have your message and will answer soon.\"}";

/* A form that was sent, on its way into a transaction. */
typedef struct
{
  DeskPreset *preset; /* borrowed */
  DeskEntity *query;  /* owned; what was given, as the query's fields */
  char *order_number; /* owned */
} Form;

static void
form_clear (Form *self)
{
  g_clear_object (&self->query);
  g_free (self->order_number);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, form_clear)

/* Counts a form against the address from which it comes. */
static gboolean
count_form (DeskCall *call, GError **error)
{
  if (desk_rate_limit_take (call->door->by_writer, call->address, g_get_monotonic_time (), &call->rate))
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_RATE_LIMITED,
                       "Too many messages came from here, please wait a little");
  desk_error_set_retry_after (*error, MAX (call->rate.retry, 1));
  return FALSE;
}

static JsonObject *
parse_form (const char *text, GError **error)
{
  g_autoptr (GHashTable) fields = soup_form_decode (text);
  g_autoptr (JsonObject) object = json_object_new ();
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!g_utf8_validate (name, -1, NULL) || !g_utf8_validate (value, -1, NULL))
        {
          g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MALFORMED, "Percent-encoded UTF-8 was expected");
          return NULL;
        }
      json_object_set_string_member (object, name, value);
    }
  return g_steal_pointer (&object);
}

static JsonObject *
parse_body (DeskCall *call, GError **error)
{
  gsize length;
  const char *bytes = desk_call_get_raw (call, &length);
  g_autofree char *text = g_strndup (bytes, length);

  if (g_strcmp0 (call->content_type, "application/json") == 0)
    return desk_json_parse_object (bytes, (gssize) length, error);
  if (g_strcmp0 (call->content_type, "application/x-www-form-urlencoded") == 0)
    return parse_form (text, error);
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_MEDIA_TYPE,
                       "The content type application/json or application/x-www-form-urlencoded was expected");
  return NULL;
}

/* A field that a form sends empty was not filled in. */
static void
drop_empty (JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (object, l->data);
      g_autofree char *text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_dup_string (node) : NULL;

      if (JSON_NODE_HOLDS_NULL (node) || (text != NULL && g_strstrip (text)[0] == '\0'))
        json_object_remove_member (object, l->data);
    }
}

static char *
take_order_number (JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "order_number");
  g_autofree char *number = NULL;

  if (node == NULL)
    return NULL;
  if (json_node_get_value_type (node) != G_TYPE_STRING || json_node_get_string (node)[0] == '\0'
      || strlen (json_node_get_string (node)) > MAX_ORDER_NUMBER)
    desk_error_add_field (error, "order_number", "a text of at most %d bytes was expected", MAX_ORDER_NUMBER);
  else
    number = desk_intake_text_clean_line (json_node_get_string (node), MAX_ORDER_NUMBER);
  json_object_remove_member (object, "order_number");
  return g_steal_pointer (&number);
}

static void
check_names (JsonObject *object, GError **error)
{
  static const char *const known[] = { "name", "email", "mobile", "message", NULL };
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      {
        desk_error_add_field (error, l->data, "this field is not known here");
        json_object_remove_member (object, l->data);
      }
}

/* Brings an address or a number into the form in which the desk keeps it. @normal: owned. */
static void
normalize (DeskEntity *query, guint field, char *normal, const char *expected, GError **error)
{
  g_autofree char *owned = normal;

  if (!desk_entity_is_set (query, field))
    return;
  if (owned != NULL)
    desk_entity_set_string (query, field, owned);
  else
    desk_error_add_field (error, desk_entity_get_kind (query)->fields[field].name, "%s", expected);
}

static void
clean (DeskEntity *query, GError **error)
{
  g_autofree char *name =
      desk_intake_text_clean_line (desk_entity_get_string (query, DESK_QUERY_NAME), DESK_INTAKE_MAX_NAME);
  const char *message = desk_entity_get_string (query, DESK_QUERY_MESSAGE);
  g_autofree char *text = message != NULL ? desk_intake_text_clean (message, -1) : NULL;

  if (name != NULL)
    desk_entity_set_string (query, DESK_QUERY_NAME, name);
  else if (desk_entity_is_set (query, DESK_QUERY_NAME))
    desk_error_add_field (error, "name", "a name was expected");
  if (text != NULL)
    desk_entity_set_string (query, DESK_QUERY_MESSAGE, text);
}

/* All that is wrong is told in one answer. */
static gboolean
read_form (Form *form, JsonObject *object, GError **error)
{
  g_autoptr (GError) invalid = NULL;

  form->query = desk_entity_new (&desk_query_kind);
  form->order_number = take_order_number (object, &invalid);
  check_names (object, &invalid);
  desk_entity_read_input (form->query, object, DESK_FIELD_CREATE, &invalid);
  normalize (form->query, DESK_QUERY_EMAIL,
             desk_email_normalize (desk_entity_get_string (form->query, DESK_QUERY_EMAIL)),
             "an e-mail address was expected", &invalid);
  normalize (form->query, DESK_QUERY_MOBILE,
             desk_phone_normalize (desk_entity_get_string (form->query, DESK_QUERY_MOBILE),
                                   desk_preset_get_country_calling_code (form->preset)),
             "a telephone number such as +919876543210 was expected", &invalid);
  if (!json_object_has_member (object, "email") && !json_object_has_member (object, "mobile"))
    desk_error_add_field (&invalid, "email", "an e-mail address or a mobile number has to be given");
  clean (form->query, &invalid);
  if (invalid == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&invalid));
  return FALSE;
}

static gboolean
receive (DeskTransaction *transaction, gpointer data, GError **error)
{
  Form *form = data;
  DeskReceived outcome;
  DeskArrival arrival = {
    .writer = {
      .channel = DESK_QUERY_SOURCE_EMAIL,
      .name = desk_entity_get_string (form->query, DESK_QUERY_NAME),
      .email = desk_entity_get_string (form->query, DESK_QUERY_EMAIL),
      .mobile = desk_entity_get_string (form->query, DESK_QUERY_MOBILE),
    },
    .body = desk_entity_get_string (form->query, DESK_QUERY_MESSAGE),
    .order_number = form->order_number,
  };

  return desk_receive (transaction, &arrival, &outcome, error);
}

/* The website's form. The answer is the same whoever writes and whatever came of it, so that it tells nothing. */
static gboolean
post_contact (DeskCall *call, GError **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_auto (Form) form = { .preset = desk_service_get_preset (call->door->service) };

  if (!count_form (call, error))
    return FALSE;
  object = parse_body (call, error);
  if (object == NULL)
    return FALSE;
  drop_empty (object);
  if (!json_object_has_member (object, HONEYPOT)
      && (!read_form (&form, object, error)
          || !desk_service_run (call->door->service, DESK_DB_WRITE, receive, &form, error)))
    return FALSE;
  desk_call_answer_json (call, g_string_new (thanks));
  return TRUE;
}

const DeskRoute desk_contact_routes[] = {
  { "POST", "/intake/contact", DESK_PERMISSION_PUBLIC, DESK_DB_WRITE, post_contact, DESK_ROUTE_RAW, NULL },
  { NULL },
};
