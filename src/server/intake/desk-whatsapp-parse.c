/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/intake/desk-whatsapp-parse.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/desk-json.h"
#include "core/desk-phone.h"
#include "server/intake/desk-intake-text.h"

#define MAX_ID 255
#define MAX_USER 254
#define MAX_REASON 480
#define MAX_CAPTION 4000

typedef void (*Take) (JsonObject *value, JsonObject *element, GPtrArray *events);

/* Readers that take whatever stands there for nothing when it is of another type. */
static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_list (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
get_element (JsonArray *list, guint i)
{
  JsonNode *node = json_array_get_element (list, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static guint
count (JsonArray *list)
{
  return list != NULL ? json_array_get_length (list) : 0;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static char *
dup_line (JsonObject *object, const char *name, gsize max)
{
  return desk_intake_text_clean_line (get_text (object, name), max);
}

static char *
dup_number (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) == G_TYPE_STRING)
    return NULL;
  return json_node_get_value_type (node) == G_TYPE_INT64
             ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node))
             : g_strdup_printf ("%.6f", json_node_get_double (node));
}

/* A country, a dot and what names somebody to this business alone: not a telephone number. */
static gboolean
is_user (const char *text)
{
  return text != NULL && g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[1]) && text[2] == '.' && text[3] != '\0';
}

static char *
dup_mobile (const char *digits)
{
  g_autofree char *international = NULL;

  if (digits == NULL || is_user (digits))
    return NULL;
  international = g_strconcat (digits[0] == '+' ? "" : "+", digits, NULL);
  return desk_phone_normalize (international, NULL);
}

static void
append_part (GString *text, const char *part)
{
  if (part == NULL)
    return;
  g_string_append (text, text->len > 0 ? ", " : "");
  g_string_append (text, part);
}

/* What is no text stands in brackets, so that nobody takes it for the customer's own words. */
static char *
dup_bracketed (const char *what, GString *parts)
{
  return parts->len > 0 ? g_strdup_printf ("[%s: %s]", what, parts->str) : g_strdup_printf ("[%s]", what);
}

/* A picture or the like stays where it is: here is how it is called there, and what was said with it. */
static char *
describe_media (JsonObject *media, const char *what)
{
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autofree char *id = dup_line (media, "id", MAX_ID);
  g_autofree char *type = dup_line (media, "mime_type", MAX_ID);
  g_autofree char *file = dup_line (media, "filename", MAX_ID);
  g_autofree char *described = NULL;
  const char *said = get_text (media, "caption");
  g_autofree char *caption = said != NULL ? desk_intake_text_clean (said, -1) : NULL;

  append_part (parts, file);
  append_part (parts, type);
  append_part (parts, id);
  described = dup_bracketed (what, parts);
  return caption != NULL && caption[0] != '\0' ? g_strconcat (described, "\n", caption, NULL)
                                               : g_steal_pointer (&described);
}

static char *
describe_place (JsonObject *place)
{
  g_autoptr (GString) parts = g_string_new (NULL);
  g_autofree char *name = dup_line (place, "name", MAX_ID);
  g_autofree char *address = dup_line (place, "address", MAX_ID);
  g_autofree char *latitude = dup_number (place, "latitude");
  g_autofree char *longitude = dup_number (place, "longitude");

  append_part (parts, name);
  append_part (parts, address);
  append_part (parts, latitude);
  append_part (parts, longitude);
  return dup_bracketed (_ ("Place"), parts);
}

static char *
describe_contacts (JsonArray *contacts)
{
  g_autoptr (GString) parts = g_string_new (NULL);

  for (guint i = 0; i < MIN (count (contacts), 20); i++)
    {
      JsonObject *contact = get_element (contacts, i);
      JsonArray *phones = get_list (contact, "phones");
      g_autofree char *name = dup_line (get_object (contact, "name"), "formatted_name", MAX_ID);
      g_autofree char *phone = count (phones) > 0 ? dup_line (get_element (phones, 0), "phone", 32) : NULL;

      append_part (parts, name);
      append_part (parts, phone);
    }
  return dup_bracketed (_ ("Contact"), parts);
}

/* What somebody chose from what they were offered. */
static char *
dup_choice (JsonObject *interactive)
{
  static const char *const kinds[] = { "button_reply", "list_reply", NULL };
  const char *body = get_text (get_object (interactive, "nfm_reply"), "body");

  for (guint i = 0; kinds[i] != NULL; i++)
    {
      char *title = dup_line (get_object (interactive, kinds[i]), "title", MAX_CAPTION);

      if (title != NULL)
        return title;
    }
  return body != NULL ? desk_intake_text_clean (body, -1) : NULL;
}

static char *
describe_unknown (JsonObject *message, const char *type)
{
  JsonArray *errors = get_list (message, "errors");
  g_autofree char *shown = desk_intake_text_clean_line (type, 40);
  g_autofree char *why = count (errors) > 0 ? dup_line (get_element (errors, 0), "title", MAX_ID) : NULL;

  if (why != NULL)
    return g_strdup_printf (_ ("[They sent something that can't be shown here (%s): %s]"), shown != NULL ? shown : "?",
                            why);
  return g_strdup_printf (_ ("[They sent something that can't be shown here (%s)]"), shown != NULL ? shown : "?");
}

static char *
describe_reaction (JsonObject *reaction)
{
  g_autofree char *emoji = dup_line (reaction, "emoji", 40);

  return emoji != NULL ? g_strdup_printf (_ ("[Reaction: %s]"), emoji) : g_strdup (_ ("[Reaction taken back]"));
}

static char *
dup_words (JsonObject *message, const char *type)
{
  static const struct
  {
    const char *type;
    const char *member;
    const char *field;
  } plain[] = { { "text", "text", "body" }, { "button", "button", "text" }, { "system", "system", "body" } };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (g_strcmp0 (type, plain[i].type) == 0)
      {
        const char *text = get_text (get_object (message, plain[i].member), plain[i].field);

        return text != NULL ? desk_intake_text_clean (text, -1) : NULL;
      }
  if (g_strcmp0 (type, "interactive") == 0)
    return dup_choice (get_object (message, "interactive"));
  return NULL;
}

/* What a message says, or what it is. */
static char *
describe (JsonObject *message)
{
  static const struct
  {
    const char *type;
    const char *what;
  } media[] = {
    { "image", N_ ("Picture") },   { "video", N_ ("Video") },       { "audio", N_ ("Recording") },
    { "voice", N_ ("Recording") }, { "document", N_ ("Document") }, { "sticker", N_ ("Sticker") },
  };
  const char *type = get_text (message, "type");
  char *words = dup_words (message, type);

  if (words != NULL && words[0] != '\0')
    return words;
  g_free (words);
  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    if (g_strcmp0 (type, media[i].type) == 0)
      return describe_media (get_object (message, type), _ (media[i].what));
  if (g_strcmp0 (type, "location") == 0)
    return describe_place (get_object (message, type));
  if (g_strcmp0 (type, "contacts") == 0)
    return describe_contacts (get_list (message, type));
  if (g_strcmp0 (type, "reaction") == 0)
    return describe_reaction (get_object (message, type));
  return describe_unknown (message, type);
}

static gboolean
is_same (const char *a, const char *b)
{
  return a != NULL && g_strcmp0 (a, b) == 0;
}

/* Who wrote, among those whom the webhook names. */
static JsonObject *
find_contact (JsonObject *value, const char *from, const char *user)
{
  JsonArray *contacts = get_list (value, "contacts");

  for (guint i = 0; i < count (contacts); i++)
    {
      JsonObject *contact = get_element (contacts, i);
      const char *number = get_text (contact, "wa_id");
      const char *name = get_text (contact, "user_id");

      if (is_same (number, from) || is_same (name, user) || is_same (number, user) || is_same (name, from))
        return contact;
    }
  return NULL;
}

static void
take_message (JsonObject *value, JsonObject *message, GPtrArray *events)
{
  g_autoptr (DeskWhatsappEvent) event = g_new0 (DeskWhatsappEvent, 1);
  const char *from = get_text (message, "from");
  const char *user = get_text (message, "from_user_id");
  JsonObject *contact;

  if (user == NULL && is_user (from))
    user = from;
  contact = find_contact (value, from, user);
  if (user == NULL)
    user = get_text (contact, "user_id");
  event->id = dup_line (message, "id", MAX_ID);
  event->user = desk_intake_text_clean_line (user, MAX_USER);
  event->mobile = dup_mobile (from != NULL ? from : get_text (contact, "wa_id"));
  if (event->id == NULL || (event->user == NULL && event->mobile == NULL))
    return;
  event->name = dup_line (get_object (contact, "profile"), "name", DESK_INTAKE_MAX_NAME);
  if (event->name == NULL)
    event->name =
        desk_intake_text_clean_line (event->mobile != NULL ? event->mobile : event->user, DESK_INTAKE_MAX_NAME);
  event->text = desk_intake_text_cut (describe (message), DESK_INTAKE_MAX_TEXT);
  event->answers = dup_line (get_object (message, "context"), "id", MAX_ID);
  g_ptr_array_add (events, g_steal_pointer (&event));
}

static char *
dup_reason (JsonObject *status)
{
  JsonArray *errors = get_list (status, "errors");
  JsonObject *first = count (errors) > 0 ? get_element (errors, 0) : NULL;
  g_autoptr (GString) reason = g_string_new (NULL);
  g_autofree char *code = dup_number (first, "code");
  g_autofree char *title = dup_line (first, "title", MAX_REASON);
  g_autofree char *details = dup_line (get_object (first, "error_data"), "details", MAX_REASON);

  append_part (reason, title);
  append_part (reason, g_strcmp0 (details, title) != 0 ? details : NULL);
  append_part (reason, code);
  return desk_intake_text_clean_line (reason->str, MAX_REASON);
}

static void
take_receipt (JsonObject *value, JsonObject *status, GPtrArray *events)
{
  g_autoptr (DeskWhatsappEvent) event = g_new0 (DeskWhatsappEvent, 1);

  event->id = dup_line (status, "id", MAX_ID);
  event->delivery = desk_enum_from_wire (&desk_receipt_enum, get_text (status, "status"));
  event->reason = dup_reason (status);
  if (event->id != NULL && event->delivery != DESK_RECEIPT_UNKNOWN)
    g_ptr_array_add (events, g_steal_pointer (&event));
}

static void
take_all (JsonObject *value, const char *name, Take take, GPtrArray *events)
{
  JsonArray *list = get_list (value, name);

  for (guint i = 0; i < count (list); i++)
    {
      JsonObject *element = get_element (list, i);

      if (element != NULL)
        take (value, element, events);
    }
}

static void
take_changes (JsonObject *entry, GPtrArray *events)
{
  JsonArray *changes = get_list (entry, "changes");

  for (guint i = 0; i < count (changes); i++)
    {
      JsonObject *value = get_object (get_element (changes, i), "value");

      take_all (value, "messages", take_message, events);
      take_all (value, "statuses", take_receipt, events);
    }
}

void
desk_whatsapp_event_free (DeskWhatsappEvent *self)
{
  g_free (self->id);
  g_free (self->user);
  g_free (self->mobile);
  g_free (self->name);
  g_free (self->text);
  g_free (self->answers);
  g_free (self->reason);
  g_free (self);
}

/**
 * desk_whatsapp_parse:
 * @data: the body of a webhook of WhatsApp's Cloud API, whose signature was checked
 * @length: of @data, or -1
 * @error: %DESK_ERROR_MALFORMED
 *
 * Returns: (transfer full) (nullable) (element-type DeskWhatsappEvent): what it tells
 */
GPtrArray *
desk_whatsapp_parse (const char *data, gssize length, GError **error)
{
  g_autoptr (JsonObject) body = desk_json_parse_object (data, length, error);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_whatsapp_event_free);
  JsonArray *entries = get_list (body, "entry");

  if (body == NULL)
    return NULL;
  for (guint i = 0; i < count (entries); i++)
    take_changes (get_element (entries, i), events);
  return g_steal_pointer (&events);
}
