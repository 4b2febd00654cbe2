/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-preset-parts.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-document.h"
#include "core/desk-time.h"

#define MOST_TIERS 3
#define MOST_MINUTES (366 * 24 * 60)

/* What a client may show. */
static const char *const known_modules[] = { "queries", "tickets",  "chats",     "customers", "orders", "deliveries",
                                             "faq",     "feedback", "analytics", "team",      NULL };

static void
free_department (gpointer data)
{
  DeskPresetDepartment *department = data;

  g_free (department->name);
  g_free (department->description);
  g_free (department);
}

static void
free_category (gpointer data)
{
  DeskPresetCategory *category = data;

  g_free (category->name);
  g_free (category->department);
  g_free (category);
}

static void
free_issue_type (gpointer data)
{
  DeskPresetIssueType *type = data;

  g_free (type->name);
  g_free (type->label);
  g_free (type->category);
  g_free (type->department);
  g_free (type);
}

static void
free_faq (gpointer data)
{
  DeskPresetFaq *faq = data;

  g_free (faq->question);
  g_free (faq->answer);
  g_free (faq->category);
  g_free (faq->language);
  g_free (faq);
}

static gboolean
has_department (DeskPresetParts *self, const char *name)
{
  for (guint i = 0; i < self->departments->len; i++)
    if (g_strcmp0 (((DeskPresetDepartment *) self->departments->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* A name that has to be there, once. @taken: those before it. */
static char *
read_name (JsonObject *object, const char *path, GHashTable *taken, GError **error)
{
  const char *name = desk_document_read_text (object, path, "name", error);

  if (name != NULL && !g_hash_table_add (taken, (gpointer) name))
    {
      g_autofree char *field = desk_document_join (path, "name");

      desk_error_add_field (error, field, "there are two of \"%s\"", name);
    }
  return g_strdup (name);
}

/* The name of a department; @required: whether there has to be one. */
static char *
read_department (DeskPresetParts *self, JsonObject *object, const char *path, gboolean required, GError **error)
{
  const char *name = required ? desk_document_read_text (object, path, "department", error)
                              : desk_document_read_text_or_none (object, path, "department", error);

  if (name != NULL && !has_department (self, name))
    {
      g_autofree char *field = desk_document_join (path, "department");

      desk_error_add_field (error, field, "one of the departments was expected, not \"%s\"", name);
    }
  return g_strdup (name);
}

/* The name of a category, or none. */
static char *
read_category (DeskPresetParts *self, JsonObject *object, const char *path, GError **error)
{
  const char *name = desk_document_read_text_or_none (object, path, "category", error);

  if (name != NULL && !g_strv_contains ((const char *const *) self->category_names, name))
    {
      g_autofree char *field = desk_document_join (path, "category");

      desk_error_add_field (error, field, "one of the categories was expected, not \"%s\"", name);
    }
  return g_strdup (name);
}

static void
read_departments (DeskPresetParts *self, JsonObject *document, GError **error)
{
  JsonArray *list = desk_document_read_list (document, "", "departments", error);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *path = NULL;
      JsonObject *object = desk_document_read_element (list, i, "departments", &path, error);
      DeskPresetDepartment *department;

      if (object == NULL)
        continue;
      department = g_new0 (DeskPresetDepartment, 1);
      g_ptr_array_add (self->departments, department);
      department->name = read_name (object, path, taken, error);
      department->description = g_strdup (desk_document_read_text_or_none (object, path, "description", error));
      department->tier = desk_document_read_number (object, path, "tier", 1, MOST_TIERS, 1, error);
    }
  if (self->departments->len == 0)
    desk_error_add_field (error, "departments", "at least one department was expected");
}

static void
read_categories (DeskPresetParts *self, JsonObject *document, GError **error)
{
  JsonArray *list = desk_document_read_list (document, "", "categories", error);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *path = NULL;
      JsonObject *object = desk_document_read_element (list, i, "categories", &path, error);
      DeskPresetCategory *category;

      if (object == NULL)
        continue;
      category = g_new0 (DeskPresetCategory, 1);
      g_ptr_array_add (self->categories, category);
      category->name = read_name (object, path, taken, error);
      category->department = read_department (self, object, path, TRUE, error);
      category->tier = desk_document_read_number (object, path, "tier", 1, MOST_TIERS, 1, error);
      if (category->name != NULL)
        g_strv_builder_add (names, category->name);
    }
  self->category_names = g_strv_builder_end (names);
  if (self->categories->len == 0)
    desk_error_add_field (error, "categories", "at least one category was expected");
}

static void
read_issue_types (DeskPresetParts *self, JsonObject *document, GError **error)
{
  JsonArray *list = desk_document_read_list (document, "", "issue_types", error);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *path = NULL;
      JsonObject *object = desk_document_read_element (list, i, "issue_types", &path, error);
      DeskPresetIssueType *type;

      if (object == NULL)
        continue;
      type = g_new0 (DeskPresetIssueType, 1);
      g_ptr_array_add (self->issue_types, type);
      type->name = read_name (object, path, taken, error);
      type->label = g_strdup (desk_document_read_text (object, path, "label", error));
      type->category = read_category (self, object, path, error);
      type->department = read_department (self, object, path, FALSE, error);
      type->tier = json_object_has_member (object, "tier")
                       ? desk_document_read_number (object, path, "tier", 1, MOST_TIERS, 1, error)
                       : 0;
      if (type->name != NULL)
        g_strv_builder_add (names, type->name);
    }
  self->issue_names = g_strv_builder_end (names);
}

static void
read_faq (DeskPresetParts *self, JsonObject *document, GError **error)
{
  JsonArray *list = desk_document_read_list (document, "", "faq", error);

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *path = NULL;
      JsonObject *object = desk_document_read_element (list, i, "faq", &path, error);
      DeskPresetFaq *faq;
      const char *language;

      if (object == NULL)
        continue;
      faq = g_new0 (DeskPresetFaq, 1);
      g_ptr_array_add (self->faq, faq);
      faq->question = g_strdup (desk_document_read_text (object, path, "question", error));
      faq->answer = g_strdup (desk_document_read_text (object, path, "answer", error));
      faq->category = read_category (self, object, path, error);
      language = desk_document_read_text_or_none (object, path, "language", error);
      faq->language = g_strdup (language != NULL ? language : "en");
    }
}

static void
read_targets (DeskPresetParts *self, JsonObject *document, GError **error)
{
  JsonObject *sla = desk_document_read_object (document, "", "sla", error);

  for (int priority = DESK_PRIORITY_LOW; priority <= DESK_PRIORITY_CRITICAL; priority++)
    {
      const char *word = desk_enum_to_wire (&desk_priority_enum, priority);
      g_autofree char *path = desk_document_join ("sla", word);
      JsonObject *object = sla != NULL ? desk_document_read_object (sla, "sla", word, error) : NULL;
      DeskPresetTarget *target = &self->targets[priority];

      if (object == NULL)
        {
          desk_error_add_field (error, path, "first_response_minutes and resolution_minutes were expected");
          continue;
        }
      target->first_response =
          desk_document_read_number (object, path, "first_response_minutes", 1, MOST_MINUTES, 0, error)
          * DESK_TIME_MINUTE;
      target->next_response = desk_document_read_number (object, path, "next_response_minutes", 1, MOST_MINUTES,
                                                         target->first_response / DESK_TIME_MINUTE, error)
                              * DESK_TIME_MINUTE;
      target->resolution =
          desk_document_read_number (object, path, "resolution_minutes", 1, MOST_MINUTES, 0, error) * DESK_TIME_MINUTE;
      target->hint = g_strdup (desk_document_read_text_or_none (object, path, "hint", error));
    }
}

static const DeskEnum *
find_enum (const char *name)
{
  g_autofree char *words = g_strdelimit (g_strdup (name), "_", ' ');

  for (guint i = 0; desk_enums[i] != NULL; i++)
    if (g_str_equal (desk_enums[i]->name, words))
      return desk_enums[i];
  return NULL;
}

static void
read_labels_of (DeskPresetParts *self, const DeskEnum *info, JsonObject *object, const char *path, GError **error)
{
  g_autoptr (GList) words = json_object_get_members (object);

  for (GList *word = words; word != NULL; word = word->next)
    {
      int value = desk_enum_from_wire (info, word->data);
      const char *label = desk_document_read_text (object, path, word->data, error);

      if (value == 0)
        {
          g_autofree char *field = desk_document_join (path, word->data);
          g_autofree char *choices = desk_enum_dup_choices (info);

          desk_error_add_field (error, field, "%s was expected", choices);
        }
      else if (label != NULL)
        g_hash_table_insert (self->labels, (gpointer) &info->values[value - 1], g_strdup (label));
    }
}

static void
read_labels (DeskPresetParts *self, JsonObject *document, GError **error)
{
  JsonObject *labels = desk_document_read_object (document, "", "labels", error);
  g_autoptr (GList) names = labels != NULL ? json_object_get_members (labels) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *path = desk_document_join ("labels", name->data);
      const DeskEnum *info = find_enum (name->data);
      JsonObject *object = desk_document_read_object (labels, "labels", name->data, error);

      if (info == NULL)
        desk_error_add_field (error, path, "the name of an enum, such as ticket_status, was expected");
      else if (object != NULL)
        read_labels_of (self, info, object, path, error);
    }
}

static void
read_modules (DeskPresetParts *self, JsonObject *document, GError **error)
{
  self->modules = desk_document_read_texts (document, "", "modules", error);
  for (guint i = 0; self->modules != NULL && self->modules[i] != NULL; i++)
    if (!g_strv_contains (known_modules, self->modules[i]))
      {
        g_autofree char *field = g_strdup_printf ("modules[%u]", i);
        g_autofree char *choices = g_strjoinv (", ", (char **) known_modules);

        desk_error_add_field (error, field, "one of %s was expected", choices);
      }
  if (self->modules == NULL)
    self->modules = g_strdupv ((char **) known_modules);
}

/**
 * desk_preset_parts_init:
 * @self: where to begin
 */
void
desk_preset_parts_init (DeskPresetParts *self)
{
  self->departments = g_ptr_array_new_with_free_func (free_department);
  self->categories = g_ptr_array_new_with_free_func (free_category);
  self->issue_types = g_ptr_array_new_with_free_func (free_issue_type);
  self->faq = g_ptr_array_new_with_free_func (free_faq);
  self->labels = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

/**
 * desk_preset_parts_read:
 * @self: what was begun and holds nothing yet
 * @document: a preset's
 * @error: (inout): gets every member that is missing or wrong
 */
void
desk_preset_parts_read (DeskPresetParts *self, JsonObject *document, GError **error)
{
  read_departments (self, document, error);
  read_categories (self, document, error);
  read_issue_types (self, document, error);
  read_faq (self, document, error);
  read_targets (self, document, error);
  read_labels (self, document, error);
  read_modules (self, document, error);
  self->rules = desk_preset_rules_read (desk_document_read_list (document, "", "priority_rules", error),
                                        "priority_rules", (const char *const *) self->category_names,
                                        (const char *const *) self->issue_names, error);
}

void
desk_preset_parts_clear (DeskPresetParts *self)
{
  g_ptr_array_unref (self->departments);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->issue_types);
  g_ptr_array_unref (self->faq);
  g_strfreev (self->category_names);
  g_strfreev (self->issue_names);
  g_strfreev (self->modules);
  g_hash_table_unref (self->labels);
  desk_preset_rules_free (self->rules);
  for (guint i = 0; i < G_N_ELEMENTS (self->targets); i++)
    g_free (self->targets[i].hint);
}
