/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo-words.h"

#include <string.h>

#include "core/desk-document.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-time.h"

#define MOST_PRICE G_GINT64_CONSTANT (100000000000)

static void
free_name (gpointer data)
{
  DeskDemoName *name = data;

  g_free (name->first);
  g_free (name->last);
  g_free (name->language);
  g_free (name);
}

static void
free_place (gpointer data)
{
  DeskDemoPlace *place = data;

  g_free (place->city);
  g_free (place->street);
  g_free (place->calling_code);
  g_free (place->mobile);
  g_free (place);
}

static void
free_product (gpointer data)
{
  DeskDemoProduct *product = data;

  g_free (product->sku);
  g_free (product->name);
  g_free (product->supplier);
  g_free (product->sort);
  g_free (product);
}

static void
free_story (gpointer data)
{
  DeskDemoStory *story = data;

  g_free (story->category);
  g_free (story->issue_type);
  g_free (story->about);
  g_free (story->subject);
  g_free (story->message);
  g_free (story->reply);
  g_free (story->note);
  g_free (story->follow_up);
  g_free (story->resolution);
  g_free (story);
}

static char *
dup_text (JsonObject *object, const char *path, const char *name, GError **error)
{
  return g_strdup (desk_document_read_text (object, path, name, error));
}

static char *
dup_text_or_none (JsonObject *object, const char *path, const char *name, GError **error)
{
  return g_strdup (desk_document_read_text_or_none (object, path, name, error));
}

static gboolean
is_true (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

/* 1 for what is a provider's, 0 for what is a customer's. */
static guint
read_whose (JsonObject *object, const char *path, GError **error)
{
  return json_object_has_member (object, "by")
         && desk_document_read_enum (object, path, "by", &desk_customer_kind_enum, error)
                == DESK_CUSTOMER_KIND_PROVIDER;
}

static void
read_names (DeskDemoWords *self, JsonObject *group, const char *path, GError **error)
{
  JsonArray *list = desk_document_read_list (group, path, "names", error);
  g_autofree char *names_path = desk_document_join (path, "names");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *place = NULL;
      JsonObject *object = desk_document_read_element (list, i, names_path, &place, error);
      DeskDemoName *name;

      if (object == NULL)
        continue;
      name = g_new0 (DeskDemoName, 1);
      g_ptr_array_add (self->names, name);
      name->first = dup_text (object, place, "first", error);
      name->last = dup_text (object, place, "last", error);
      name->language = dup_text (object, place, "language", error);
    }
}

static void
read_places (DeskDemoWords *self, JsonObject *group, const char *path, GError **error)
{
  JsonArray *list = desk_document_read_list (group, path, "places", error);
  g_autofree char *places_path = desk_document_join (path, "places");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *where = NULL;
      JsonObject *object = desk_document_read_element (list, i, places_path, &where, error);
      DeskDemoPlace *place;

      if (object == NULL)
        continue;
      place = g_new0 (DeskDemoPlace, 1);
      g_ptr_array_add (self->places, place);
      place->city = dup_text (object, where, "city", error);
      place->street = dup_text (object, where, "street", error);
      place->calling_code = dup_text (object, where, "calling_code", error);
      place->mobile = dup_text (object, where, "mobile", error);
      place->n_digits = desk_document_read_number (object, where, "digits", 7, 12, 10, error);
    }
}

/* The people of a country: those at home, then those who came from elsewhere. */
static void
read_people (DeskDemoWords *self, JsonObject *document, GError **error)
{
  JsonObject *home = desk_document_read_object (document, "", "home", error);
  JsonObject *elsewhere = desk_document_read_object (document, "", "elsewhere", error);

  self->staff_phone = dup_text (document, "", "staff_phone", error);
  if (home != NULL)
    {
      read_names (self, home, "home", error);
      read_places (self, home, "home", error);
    }
  self->n_home_names = self->names->len;
  self->n_home_places = self->places->len;
  if (elsewhere != NULL)
    {
      read_names (self, elsewhere, "elsewhere", error);
      read_places (self, elsewhere, "elsewhere", error);
    }
  if (self->n_home_names == 0 || self->n_home_places == 0
      || (self->names->len > self->n_home_names) != (self->places->len > self->n_home_places))
    desk_error_add_field (error, "home", "names and places were expected, both at home and elsewhere or only at home");
}

static void
read_accounts (DeskDemoWords *self, JsonObject *document, DeskPreset *preset, GError **error)
{
  JsonObject *accounts = desk_document_read_object (document, "", "accounts", error);
  const GPtrArray *departments = desk_preset_get_departments (preset);

  for (int role = DESK_ROLE_EXECUTIVE; role <= DESK_ROLE_ADMIN; role++)
    {
      const char *word = desk_enum_to_wire (&desk_role_enum, role);
      JsonObject *object = accounts != NULL ? desk_document_read_object (accounts, "accounts", word, error) : NULL;
      g_autofree char *path = desk_document_join ("accounts", word);
      DeskDemoAccount *account = &self->accounts[role];
      gboolean is_known = FALSE;

      if (object == NULL)
        {
          desk_error_add_field (error, path, "an account was expected");
          continue;
        }
      account->name = dup_text (object, path, "name", error);
      account->department = dup_text_or_none (object, path, "department", error);
      account->tier = desk_document_read_number (object, path, "tier", 1, 3, 1, error);
      for (guint i = 0; i < departments->len; i++)
        is_known =
            is_known || g_strcmp0 (((DeskPresetDepartment *) departments->pdata[i])->name, account->department) == 0;
      if (account->department != NULL && !is_known)
        desk_error_add_field (error, path, "the preset has no department \"%s\"", account->department);
    }
}

static void
read_goods (DeskDemoWords *self, JsonObject *document, GError **error)
{
  JsonArray *list = desk_document_read_list (document, "", "goods", error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *path = NULL;
      JsonObject *object = desk_document_read_element (list, i, "goods", &path, error);
      DeskDemoProduct *product;

      if (object == NULL)
        continue;
      product = g_new0 (DeskDemoProduct, 1);
      g_ptr_array_add (self->goods[read_whose (object, path, error)], product);
      product->sku = dup_text (object, path, "sku", error);
      product->name = dup_text (object, path, "name", error);
      product->supplier = dup_text_or_none (object, path, "supplier", error);
      product->sort = dup_text (object, path, "sort", error);
      product->price = desk_document_read_number (object, path, "price", 1, MOST_PRICE, 0, error);
      product->most = desk_document_read_number (object, path, "most", 0, MOST_PRICE, 0, error);
    }
}

static void
check_story (DeskDemoStory *story, const char *path, DeskPreset *preset, GError **error)
{
  const DeskPresetIssueType *type = desk_preset_find_issue_type (preset, story->issue_type);

  if (story->issue_type != NULL && type == NULL)
    desk_error_add_field (error, path, "the preset has no issue type \"%s\"", story->issue_type);
  if (story->category == NULL && type != NULL)
    story->category = g_strdup (type->category);
  if (desk_preset_find_category (preset, story->category) == NULL)
    desk_error_add_field (error, path, "the preset has no category \"%s\"",
                          story->category != NULL ? story->category : "");
}

static void
read_stories (DeskDemoWords *self, JsonObject *document, DeskPreset *preset, GError **error)
{
  JsonArray *list = desk_document_read_list (document, "", "stories", error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *path = NULL;
      JsonObject *object = desk_document_read_element (list, i, "stories", &path, error);
      DeskDemoStory *story;

      if (object == NULL)
        continue;
      story = g_new0 (DeskDemoStory, 1);
      g_ptr_array_add (self->stories[read_whose (object, path, error)], story);
      story->category = dup_text_or_none (object, path, "category", error);
      story->issue_type = dup_text_or_none (object, path, "issue_type", error);
      story->about = dup_text_or_none (object, path, "about", error);
      story->subject = dup_text (object, path, "subject", error);
      story->message = dup_text (object, path, "message", error);
      story->reply = dup_text (object, path, "reply", error);
      story->note = dup_text (object, path, "note", error);
      story->follow_up = dup_text (object, path, "follow_up", error);
      story->resolution = dup_text (object, path, "resolution", error);
      story->resolution_type =
          desk_document_read_enum (object, path, "resolution_type", &desk_resolution_type_enum, error);
      story->affects_item = is_true (object, "affects_item");
      check_story (story, path, preset, error);
    }
}

/* Whoever tells stories needs goods, and a story that is of none: an order may not have what a story is about. */
static void
check_whose (DeskDemoWords *self, guint whose, GError **error)
{
  gboolean has_plain = FALSE;

  for (guint i = 0; i < self->stories[whose]->len; i++)
    has_plain = has_plain || ((DeskDemoStory *) self->stories[whose]->pdata[i])->about == NULL;
  if (self->goods[whose]->len == 0)
    desk_error_add_field (error, "goods", "goods of everybody who orders were expected");
  if (!has_plain)
    desk_error_add_field (error, "stories", "a story of no order was expected of everybody who tells stories");
}

static void
read_numbers (DeskDemoWords *self, JsonObject *document, GError **error)
{
  JsonObject *orders = desk_document_read_object (document, "", "orders", error);
  const char *path = "orders";

  self->capacity = desk_document_read_number (document, "", "capacity", 1, 1000, 8, error);
  self->chat_percent = desk_document_read_number (document, "", "chat_percent", 0, 100, 12, error);
  self->recent_percent = desk_document_read_number (document, "", "recent_percent", 100, 400, 170, error);
  self->provider_every = desk_document_read_number (document, "", "provider_every", 0, 1000, 0, error);
  if (orders == NULL)
    {
      desk_error_add_field (error, path, "an object was expected");
      return;
    }
  self->first_order = desk_document_read_number (orders, path, "first_number", 1, 100000000, 1, error);
  self->most_items = desk_document_read_number (orders, path, "most_items", 1, 10, 1, error);
  self->most_quantity = desk_document_read_number (orders, path, "most_quantity", 1, 10, 1, error);
  self->single_above = desk_document_read_number (orders, path, "single_above", 0, MOST_PRICE, 0, error);
  self->returned_percent = desk_document_read_number (orders, path, "returned_percent", 0, 100, 0, error);
  self->cancelled_percent = desk_document_read_number (orders, path, "cancelled_percent", 0, 100, 0, error);
  self->processing = desk_document_read_number (orders, path, "processing_hours", 1, 1000, 24, error) * DESK_TIME_HOUR;
  self->under_way = desk_document_read_number (orders, path, "under_way_hours", 1, 1000, 96, error) * DESK_TIME_HOUR;
}

static void
read_document (DeskDemoWords *self, JsonObject *document, DeskPreset *preset, GError **error)
{
  self->cases = dup_text (document, "", "cases", error);
  self->no_order = dup_text (document, "", "no_order", error);
  self->no_product = dup_text (document, "", "no_product", error);
  self->tags = desk_document_read_texts (document, "", "tags", error);
  if (self->tags == NULL)
    self->tags = g_new0 (char *, 1);
  if (self->cases != NULL
      && (strspn (self->cases, "EQT") != strlen (self->cases) || strpbrk (self->cases, "ET") == NULL))
    desk_error_add_field (error, "cases", "letters E, Q and T, not only Q, were expected");
  read_accounts (self, document, preset, error);
  read_goods (self, document, error);
  read_stories (self, document, preset, error);
  read_numbers (self, document, error);
  check_whose (self, 0, error);
  if (self->provider_every > 0)
    check_whose (self, 1, error);
}

static JsonObject *
load_document (const char *directory, const char *name, GError **error)
{
  g_autofree char *file_name = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (directory, file_name, NULL);
  g_autofree char *json = NULL;
  gsize length;

  if (strchr (name, G_DIR_SEPARATOR) == NULL && g_file_get_contents (path, &json, &length, NULL))
    return desk_json_parse_object (json, length, error);
  g_set_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There are no words for a demo \"%s\" in %s", name, directory);
  return NULL;
}

static gboolean
take_error (GError **error, GError **local_error)
{
  if (*local_error == NULL)
    return FALSE;
  g_propagate_error (error, g_steal_pointer (local_error));
  return TRUE;
}

/**
 * desk_demo_words_load:
 * @directory: where the words are
 * @preset: whose words; they may only name what it has
 * @error: when there are none, or names every member that is missing or wrong
 *
 * Reads files: not for a thread that must not wait.
 *
 * Returns: (transfer full): the words
 */
DeskDemoWords *
desk_demo_words_load (const char *directory, DeskPreset *preset, GError **error)
{
  g_autoptr (JsonObject) document = load_document (directory, desk_preset_get_name (preset), error);
  g_autoptr (JsonObject) people = NULL;
  g_autoptr (DeskDemoWords) self = NULL;
  g_autoptr (GError) local_error = NULL;
  const char *people_name;

  if (document == NULL)
    return NULL;
  people_name = desk_document_read_text (document, "", "people", &local_error);
  if (take_error (error, &local_error))
    return NULL;
  people = load_document (directory, people_name, error);
  if (people == NULL)
    return NULL;
  self = g_new0 (DeskDemoWords, 1);
  self->names = g_ptr_array_new_with_free_func (free_name);
  self->places = g_ptr_array_new_with_free_func (free_place);
  for (guint i = 0; i < 2; i++)
    {
      self->goods[i] = g_ptr_array_new_with_free_func (free_product);
      self->stories[i] = g_ptr_array_new_with_free_func (free_story);
    }
  read_people (self, people, &local_error);
  read_document (self, document, preset, &local_error);
  return take_error (error, &local_error) ? NULL : g_steal_pointer (&self);
}

void
desk_demo_words_free (DeskDemoWords *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->places);
  for (guint i = 0; i < 2; i++)
    {
      g_ptr_array_unref (self->goods[i]);
      g_ptr_array_unref (self->stories[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->accounts); i++)
    {
      g_free (self->accounts[i].name);
      g_free (self->accounts[i].department);
    }
  g_strfreev (self->tags);
  g_free (self->staff_phone);
  g_free (self->cases);
  g_free (self->no_order);
  g_free (self->no_product);
  g_free (self);
}
