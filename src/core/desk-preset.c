/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-preset.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-number.h"
#include "core/desk-time.h"

struct _DeskPreset
{
  GObject parent_instance;

  /* owned */
  char *json;
  JsonObject *object;
  DeskCalendar *calendar;
  GPtrArray *categories;
  GPtrArray *departments;
  GPtrArray *faq;
  char **issue_types;
  DeskPresetTarget targets[DESK_PRIORITY_CRITICAL + 1];
};

G_DEFINE_FINAL_TYPE (DeskPreset, desk_preset, G_TYPE_OBJECT)

static void
free_category (gpointer data)
{
  DeskPresetCategory *category = data;

  g_free (category->name);
  g_free (category->department);
  g_free (category);
}

static void
free_department (gpointer data)
{
  DeskPresetDepartment *department = data;

  g_free (department->name);
  g_free (department->description);
  g_free (department);
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

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gint64
get_number (JsonObject *object, const char *name, gint64 otherwise)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : otherwise;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_list (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
check_strings (DeskPreset *self, GError **error)
{
  static const char *const names[] = { "name", "title", "currency", "time_zone", "country_calling_code" };
  JsonObject *numbering = get_object (self->object, "numbering");
  gboolean right = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (get_string (self->object, names[i]) == NULL)
      {
        desk_error_add_field (error, names[i], "a text was expected");
        right = FALSE;
      }
  if (numbering == NULL || !desk_number_format_is_valid (get_string (numbering, "query"))
      || !desk_number_format_is_valid (get_string (numbering, "ticket")))
    {
      desk_error_add_field (error, "numbering", "formats with one {n} were expected for query and ticket");
      right = FALSE;
    }
  return right;
}

static gboolean
read_targets (DeskPreset *self, GError **error)
{
  JsonObject *sla = get_object (self->object, "sla");

  for (int priority = DESK_PRIORITY_LOW; priority <= DESK_PRIORITY_CRITICAL; priority++)
    {
      const char *word = desk_enum_to_wire (&desk_priority_enum, priority);
      JsonObject *target = sla != NULL ? get_object (sla, word) : NULL;

      if (target == NULL || get_number (target, "first_response_minutes", 0) <= 0
          || get_number (target, "resolution_minutes", 0) <= 0)
        {
          g_autofree char *field = g_strconcat ("sla.", word, NULL);

          desk_error_add_field (error, field, "first_response_minutes and resolution_minutes above 0 were expected");
          return FALSE;
        }
      self->targets[priority].first_response = get_number (target, "first_response_minutes", 0) * DESK_TIME_MINUTE;
      self->targets[priority].next_response =
          MAX (get_number (target, "next_response_minutes", 0) * DESK_TIME_MINUTE, 0);
      if (self->targets[priority].next_response == 0)
        self->targets[priority].next_response = self->targets[priority].first_response;
      self->targets[priority].resolution = get_number (target, "resolution_minutes", 0) * DESK_TIME_MINUTE;
      self->targets[priority].hint = g_strdup (get_string (target, "hint"));
    }
  return TRUE;
}

static gboolean
read_departments (DeskPreset *self, GError **error)
{
  JsonArray *list = get_list (self->object, "departments");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      DeskPresetDepartment *department;

      if (object == NULL || get_string (object, "name") == NULL)
        {
          desk_error_add_field (error, "departments", "entry %u: a name was expected", i + 1);
          return FALSE;
        }
      department = g_new0 (DeskPresetDepartment, 1);
      department->name = g_strdup (get_string (object, "name"));
      department->description = g_strdup (get_string (object, "description"));
      department->tier = get_number (object, "tier", 1);
      g_ptr_array_add (self->departments, department);
    }
  return TRUE;
}

static gboolean
has_department (DeskPreset *self, const char *name)
{
  for (guint i = 0; name != NULL && i < self->departments->len; i++)
    if (g_str_equal (((DeskPresetDepartment *) self->departments->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

static gboolean
read_categories (DeskPreset *self, GError **error)
{
  JsonArray *list = get_list (self->object, "categories");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      DeskPresetCategory *category;

      if (object == NULL || get_string (object, "name") == NULL
          || !has_department (self, get_string (object, "department")))
        {
          desk_error_add_field (error, "categories", "entry %u: a name and one of the departments were expected",
                                i + 1);
          return FALSE;
        }
      category = g_new0 (DeskPresetCategory, 1);
      category->name = g_strdup (get_string (object, "name"));
      category->department = g_strdup (get_string (object, "department"));
      category->tier = get_number (object, "tier", 1);
      g_ptr_array_add (self->categories, category);
    }
  return TRUE;
}

/* The name of one of the categories, or none at all. */
static gboolean
is_category (DeskPreset *self, const char *name)
{
  return name == NULL || desk_preset_find_category (self, name) != NULL;
}

static gboolean
read_faq (DeskPreset *self, GError **error)
{
  JsonArray *list = get_list (self->object, "faq");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      DeskPresetFaq *faq;

      if (object == NULL || get_string (object, "question") == NULL || get_string (object, "answer") == NULL
          || !is_category (self, get_string (object, "category")))
        {
          desk_error_add_field (error, "faq", "entry %u: a question, an answer and one of the categories were expected",
                                i + 1);
          return FALSE;
        }
      faq = g_new0 (DeskPresetFaq, 1);
      faq->question = g_strdup (get_string (object, "question"));
      faq->answer = g_strdup (get_string (object, "answer"));
      faq->category = g_strdup (get_string (object, "category"));
      faq->language = g_strdup (get_string (object, "language"));
      g_ptr_array_add (self->faq, faq);
    }
  return TRUE;
}

static gboolean
read_issue_types (DeskPreset *self, GError **error)
{
  JsonArray *list = get_list (self->object, "issue_types");
  g_autoptr (GStrvBuilder) types = g_strv_builder_new ();

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *element = json_array_get_element (list, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        {
          desk_error_add_field (error, "issue_types", "entry %u: a text was expected", i + 1);
          return FALSE;
        }
      g_strv_builder_add (types, json_node_get_string (element));
    }
  self->issue_types = g_strv_builder_end (types);
  return TRUE;
}

static gboolean
read_calendar (DeskPreset *self, GError **error)
{
  JsonObject *calendar = get_object (self->object, "calendar");

  self->calendar = calendar != NULL ? desk_calendar_parse (calendar, get_string (self->object, "time_zone"), error)
                                    : desk_calendar_new_always ();
  return self->calendar != NULL;
}

static void
desk_preset_finalize (GObject *object)
{
  DeskPreset *self = DESK_PRESET (object);

  g_free (self->json);
  g_clear_pointer (&self->object, json_object_unref);
  desk_calendar_free (self->calendar);
  g_ptr_array_unref (self->categories);
  g_ptr_array_unref (self->departments);
  g_ptr_array_unref (self->faq);
  g_strfreev (self->issue_types);
  for (guint i = 0; i < G_N_ELEMENTS (self->targets); i++)
    g_free (self->targets[i].hint);
  G_OBJECT_CLASS (desk_preset_parent_class)->finalize (object);
}

static void
desk_preset_class_init (DeskPresetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_preset_finalize;
}

static void
desk_preset_init (DeskPreset *self)
{
  self->categories = g_ptr_array_new_with_free_func (free_category);
  self->departments = g_ptr_array_new_with_free_func (free_department);
  self->faq = g_ptr_array_new_with_free_func (free_faq);
}

/**
 * desk_preset_parse:
 * @json: a preset's document
 * @length: its bytes, or -1
 * @error: names every member that is missing or wrong
 *
 * Returns: (transfer full): the preset
 */
DeskPreset *
desk_preset_parse (const char *json, gssize length, GError **error)
{
  g_autoptr (DeskPreset) self = g_object_new (DESK_TYPE_PRESET, NULL);

  self->object = desk_json_parse_object (json, length, error);
  if (self->object == NULL)
    return NULL;
  self->json = length < 0 ? g_strdup (json) : g_strndup (json, length);
  if (!check_strings (self, error) || !read_targets (self, error) || !read_departments (self, error)
      || !read_categories (self, error) || !read_faq (self, error) || !read_issue_types (self, error)
      || !read_calendar (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * desk_preset_load:
 * @directory: where the presets are
 * @name: which one, such as "shop"
 * @error: when there is none of that name, or it is not right
 *
 * Returns: (transfer full): the preset. Reads a file: not for a thread that must not wait.
 */
DeskPreset *
desk_preset_load (const char *directory, const char *name, GError **error)
{
  g_autofree char *file_name = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (directory, file_name, NULL);
  g_autofree char *json = NULL;
  gsize length;

  if (strchr (name, G_DIR_SEPARATOR) != NULL || !g_file_get_contents (path, &json, &length, NULL))
    {
      g_set_error (error, DESK_ERROR, DESK_ERROR_NOT_FOUND, "There is no preset \"%s\" in %s", name, directory);
      return NULL;
    }
  return desk_preset_parse (json, length, error);
}

/**
 * desk_preset_get_json:
 * @self: a preset
 *
 * Returns: the document that it was read from
 */
const char *
desk_preset_get_json (DeskPreset *self)
{
  return self->json;
}

const char *
desk_preset_get_name (DeskPreset *self)
{
  return get_string (self->object, "name");
}

const char *
desk_preset_get_title (DeskPreset *self)
{
  return get_string (self->object, "title");
}

const char *
desk_preset_get_currency (DeskPreset *self)
{
  return get_string (self->object, "currency");
}

const char *
desk_preset_get_time_zone (DeskPreset *self)
{
  return get_string (self->object, "time_zone");
}

const char *
desk_preset_get_country_calling_code (DeskPreset *self)
{
  return get_string (self->object, "country_calling_code");
}

const char *
desk_preset_get_query_number_format (DeskPreset *self)
{
  return get_string (get_object (self->object, "numbering"), "query");
}

const char *
desk_preset_get_ticket_number_format (DeskPreset *self)
{
  return get_string (get_object (self->object, "numbering"), "ticket");
}

DeskCalendar *
desk_preset_get_calendar (DeskPreset *self)
{
  return self->calendar;
}

/**
 * desk_preset_dup_calendar_text:
 * @self: a preset
 *
 * Returns: (transfer full): a text that changes when the calendar does
 */
char *
desk_preset_dup_calendar_text (DeskPreset *self)
{
  JsonNode *node = json_object_get_member (self->object, "calendar");
  g_autofree char *json = node != NULL ? json_to_string (node, FALSE) : g_strdup ("");

  return g_strdup_printf ("%s %s", get_string (self->object, "time_zone"), json);
}

const GPtrArray *
desk_preset_get_categories (DeskPreset *self)
{
  return self->categories;
}

const GPtrArray *
desk_preset_get_departments (DeskPreset *self)
{
  return self->departments;
}

const GPtrArray *
desk_preset_get_faq (DeskPreset *self)
{
  return self->faq;
}

const char *const *
desk_preset_get_issue_types (DeskPreset *self)
{
  return (const char *const *) self->issue_types;
}

/**
 * desk_preset_find_category:
 * @self: a preset
 * @name: (nullable): a category's name
 *
 * Returns: (nullable): the category, with the department and tier that its tickets go to
 */
const DeskPresetCategory *
desk_preset_find_category (DeskPreset *self, const char *name)
{
  for (guint i = 0; name != NULL && i < self->categories->len; i++)
    {
      const DeskPresetCategory *category = self->categories->pdata[i];

      if (g_str_equal (category->name, name))
        return category;
    }
  return NULL;
}

/**
 * desk_preset_get_target:
 * @self: a preset
 * @priority: a priority
 *
 * Returns: the targets of that priority; those of the lowest for unknown
 */
const DeskPresetTarget *
desk_preset_get_target (DeskPreset *self, DeskPriority priority)
{
  return &self->targets[CLAMP (priority, DESK_PRIORITY_LOW, DESK_PRIORITY_CRITICAL)];
}

/**
 * desk_preset_get_query_priority:
 * @self: a preset
 * @has_order: whether the query names an order
 *
 * Returns: the priority that the preset's rules give to a new query
 */
DeskPriority
desk_preset_get_query_priority (DeskPreset *self, gboolean has_order)
{
  JsonObject *rules = get_object (self->object, "query_priority");
  const char *word = rules != NULL ? get_string (rules, has_order ? "with_order" : "otherwise") : NULL;
  DeskPriority priority = desk_enum_from_wire (&desk_priority_enum, word);

  return priority != DESK_PRIORITY_UNKNOWN ? priority : DESK_PRIORITY_MEDIUM;
}

/**
 * desk_preset_get_label:
 * @self: (nullable): a preset
 * @info: an enum
 * @value: one of its values
 *
 * Returns: the preset's own label for the value, or else the translated common one
 */
const char *
desk_preset_get_label (DeskPreset *self, const DeskEnum *info, int value)
{
  JsonObject *labels = self != NULL ? get_object (self->object, "labels") : NULL;
  JsonObject *words = labels != NULL ? get_object (labels, info->name) : NULL;
  const char *label = words != NULL && desk_enum_to_wire (info, value) != NULL
                          ? get_string (words, desk_enum_to_wire (info, value))
                          : NULL;

  return label != NULL ? label : desk_enum_label (info, value);
}

/**
 * desk_preset_get_auto_close:
 * @self: a preset
 *
 * Returns: microseconds after which a resolved ticket closes by itself
 */
gint64
desk_preset_get_auto_close (DeskPreset *self)
{
  return get_number (self->object, "auto_close_days", 7) * DESK_TIME_DAY;
}

/**
 * desk_preset_get_reopen_window:
 * @self: a preset
 *
 * Returns: microseconds for which a customer may reopen a closed ticket
 */
gint64
desk_preset_get_reopen_window (DeskPreset *self)
{
  return get_number (self->object, "reopen_days", 14) * DESK_TIME_DAY;
}

/**
 * desk_preset_get_chat_answer:
 * @self: a preset
 *
 * Returns: microseconds for which a customer may wait in a chat that somebody has; then it is everybody's again
 */
gint64
desk_preset_get_chat_answer (DeskPreset *self)
{
  return MAX (get_number (self->object, "chat_answer_minutes", 5), 1) * DESK_TIME_MINUTE;
}
