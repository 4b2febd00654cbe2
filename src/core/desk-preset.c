/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-preset.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-number.h"
#include "core/desk-preset-parts.h"
#include "core/desk-document.h"
#include "core/desk-text.h"
#include "core/desk-time.h"

#define MOST_DAYS 3650
#define MOST_CAPACITY 1000
#define DEFAULT_CAPACITY 10
#define DEFAULT_AUTO_CLOSE_DAYS 7
#define DEFAULT_CHAT_ANSWER 5
#define MOST_MINUTES (24 * 60)
#define DEFAULT_REOPEN_DAYS 14

struct _DeskPreset
{
  GObject parent_instance;

  /* owned */
  char *json;
  JsonObject *object;
  DeskCalendar *calendar;
  DeskPresetParts parts;
  char **thanks; /* NULL: none */
  DeskPriority priority_with_order;
  DeskPriority priority_otherwise;
  gint64 auto_close;
  gint64 reopen_window;
  gint64 chat_answer;
  int capacity;
};

G_DEFINE_FINAL_TYPE (DeskPreset, desk_preset, G_TYPE_OBJECT)

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static gboolean
is_made_of (const char *text, const char *characters, gsize least, gsize most)
{
  gsize length = strlen (text);

  return length >= least && length <= most && strspn (text, characters) == length;
}

/* @expected: what the text looks like when it is right. */
static void
check_text (DeskPreset *self,
            const char *name,
            const char *characters,
            gsize least,
            gsize most,
            const char *expected,
            GError **error)
{
  const char *text = desk_document_read_text (self->object, "", name, error);

  if (text != NULL && !is_made_of (text, characters, least, most))
    desk_error_add_field (error, name, "%s was expected, not \"%s\"", expected, text);
}

static void
check_texts (DeskPreset *self, GError **error)
{
  check_text (self, "name", G_CSET_a_2_z G_CSET_DIGITS "-", 1, 40, "a name of small letters", error);
  check_text (self, "currency", G_CSET_A_2_Z, 3, 3, "a currency such as EUR", error);
  check_text (self, "country_calling_code", G_CSET_DIGITS, 1, 3, "a calling code such as 91", error);
  desk_document_read_text (self->object, "", "title", error);
  desk_document_read_text (self->object, "", "time_zone", error);
}

static void
check_numbering (DeskPreset *self, GError **error)
{
  static const char *const names[] = { "query", "ticket", "order" };
  JsonObject *numbering = desk_document_read_object (self->object, "", "numbering", error);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *format = numbering != NULL ? get_string (numbering, names[i]) : NULL;
      g_autofree char *field = desk_document_join ("numbering", names[i]);

      if (!desk_number_format_is_valid (format))
        desk_error_add_field (error, field, "a format with one {n}, such as TKT-{year}-{n:05}, was expected");
    }
}

static void
read_query_priority (DeskPreset *self, GError **error)
{
  static const char *const path = "query_priority";
  JsonObject *rules = desk_document_read_object (self->object, "", path, error);

  self->priority_with_order = self->priority_otherwise = DESK_PRIORITY_MEDIUM;
  if (rules == NULL)
    return;
  self->priority_with_order = desk_document_read_enum (rules, path, "with_order", &desk_priority_enum, error);
  self->priority_otherwise = desk_document_read_enum (rules, path, "otherwise", &desk_priority_enum, error);
}

static void
read_numbers (DeskPreset *self, GError **error)
{
  JsonObject *team = desk_document_read_object (self->object, "", "team", error);
  g_auto (GStrv) tiers = team != NULL ? desk_document_read_texts (team, "team", "tiers", error) : NULL;

  self->auto_close =
      desk_document_read_number (self->object, "", "auto_close_days", 1, MOST_DAYS, DEFAULT_AUTO_CLOSE_DAYS, error)
      * DESK_TIME_DAY;
  self->reopen_window =
      desk_document_read_number (self->object, "", "reopen_days", 0, MOST_DAYS, DEFAULT_REOPEN_DAYS, error)
      * DESK_TIME_DAY;
  self->chat_answer =
      desk_document_read_number (self->object, "", "chat_answer_minutes", 1, MOST_MINUTES, DEFAULT_CHAT_ANSWER, error)
      * DESK_TIME_MINUTE;
  self->capacity = team != NULL
                       ? desk_document_read_number (team, "team", "capacity", 1, MOST_CAPACITY, DEFAULT_CAPACITY, error)
                       : DEFAULT_CAPACITY;
  if (tiers != NULL && g_strv_length (tiers) != 3)
    desk_error_add_field (error, "team.tiers", "what the three tiers are called was expected");
}

/* A phrase without a letter or a symbol would be found everywhere and nowhere. */
static void
read_thanks (DeskPreset *self, GError **error)
{
  self->thanks = desk_document_read_texts (self->object, "", "thanks", error);
  for (guint i = 0; self->thanks != NULL && self->thanks[i] != NULL; i++)
    {
      const char *const phrase[] = { self->thanks[i], NULL };
      g_autofree char *field = g_strdup_printf ("thanks[%u]", i);

      if (!desk_text_says_only (phrase[0], phrase, NULL))
        desk_error_add_field (error, field, "a few words were expected, such as \"thank you\"");
    }
}

static void
read_calendar (DeskPreset *self, GError **error)
{
  const char *time_zone = get_string (self->object, "time_zone");
  JsonObject *calendar = desk_document_read_object (self->object, "", "calendar", error);
  g_autoptr (GTimeZone) zone = time_zone != NULL ? g_time_zone_new_identifier (time_zone) : NULL;

  if (zone == NULL)
    {
      if (time_zone != NULL)
        desk_error_add_field (error, "time_zone", "a zone such as Asia/Kolkata was expected, not \"%s\"", time_zone);
    }
  else if (calendar != NULL)
    self->calendar = desk_calendar_parse (calendar, time_zone, error);
  else
    self->calendar = desk_calendar_new_always ();
}

static void
desk_preset_finalize (GObject *object)
{
  DeskPreset *self = DESK_PRESET (object);

  g_free (self->json);
  g_strfreev (self->thanks);
  g_clear_pointer (&self->object, json_object_unref);
  desk_calendar_free (self->calendar);
  desk_preset_parts_clear (&self->parts);
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
  desk_preset_parts_init (&self->parts);
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
  g_autoptr (GError) local_error = NULL;

  self->object = desk_json_parse_object (json, length, error);
  if (self->object == NULL)
    return NULL;
  self->json = length < 0 ? g_strdup (json) : g_strndup (json, length);
  check_texts (self, &local_error);
  check_numbering (self, &local_error);
  desk_preset_parts_read (&self->parts, self->object, &local_error);
  read_query_priority (self, &local_error);
  read_numbers (self, &local_error);
  read_thanks (self, &local_error);
  read_calendar (self, &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
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
  return get_string (json_object_get_object_member (self->object, "numbering"), "query");
}

const char *
desk_preset_get_ticket_number_format (DeskPreset *self)
{
  return get_string (json_object_get_object_member (self->object, "numbering"), "ticket");
}

const char *
desk_preset_get_order_number_format (DeskPreset *self)
{
  return get_string (json_object_get_object_member (self->object, "numbering"), "order");
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
  return self->parts.categories;
}

const GPtrArray *
desk_preset_get_departments (DeskPreset *self)
{
  return self->parts.departments;
}

const GPtrArray *
desk_preset_get_issue_types (DeskPreset *self)
{
  return self->parts.issue_types;
}

const GPtrArray *
desk_preset_get_faq (DeskPreset *self)
{
  return self->parts.faq;
}

const char *const *
desk_preset_get_modules (DeskPreset *self)
{
  return (const char *const *) self->parts.modules;
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
  for (guint i = 0; name != NULL && i < self->parts.categories->len; i++)
    {
      const DeskPresetCategory *category = self->parts.categories->pdata[i];

      if (g_str_equal (category->name, name))
        return category;
    }
  return NULL;
}

/**
 * desk_preset_find_issue_type:
 * @self: a preset
 * @name: (nullable): an issue type's name
 *
 * Returns: (nullable): the issue type
 */
const DeskPresetIssueType *
desk_preset_find_issue_type (DeskPreset *self, const char *name)
{
  for (guint i = 0; name != NULL && i < self->parts.issue_types->len; i++)
    {
      const DeskPresetIssueType *type = self->parts.issue_types->pdata[i];

      if (g_str_equal (type->name, name))
        return type;
    }
  return NULL;
}

/**
 * desk_preset_route:
 * @self: a preset
 * @category: (nullable): a ticket's category
 * @issue_type: (nullable): its issue type, which says it more closely
 * @department: (out): whose it is, %NULL when neither says
 * @tier: (out): of which tier, 0 when neither says
 */
void
desk_preset_route (DeskPreset *self, const char *category, const char *issue_type, const char **department, int *tier)
{
  const DeskPresetIssueType *type = desk_preset_find_issue_type (self, issue_type);
  const DeskPresetCategory *found;

  found = desk_preset_find_category (self, category != NULL || type == NULL ? category : type->category);
  *department = type != NULL && type->department != NULL ? type->department : found != NULL ? found->department : NULL;
  *tier = type != NULL && type->tier != 0 ? type->tier : found != NULL ? found->tier : 0;
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
  return &self->parts.targets[CLAMP (priority, DESK_PRIORITY_LOW, DESK_PRIORITY_CRITICAL)];
}

/**
 * desk_preset_get_priority:
 * @self: a preset
 * @about: what is known of a new query or ticket
 *
 * Returns: the priority that the preset's rules give it; what is critical is a ticket, so that a query is high at most
 */
DeskPriority
desk_preset_get_priority (DeskPreset *self, const DeskPresetCase *about)
{
  DeskPriority priority = desk_preset_rules_find (self->parts.rules, about);

  if (about->subject != DESK_SUBJECT_QUERY)
    return priority != DESK_PRIORITY_UNKNOWN ? priority : DESK_PRIORITY_MEDIUM;
  if (priority == DESK_PRIORITY_UNKNOWN)
    priority = about->has_order ? self->priority_with_order : self->priority_otherwise;
  return MIN (priority, DESK_PRIORITY_HIGH);
}

/**
 * desk_preset_get_query_priority:
 * @self: a preset
 * @has_order: whether the query names an order
 *
 * Returns: the priority of a new query of which nothing else is known yet
 */
DeskPriority
desk_preset_get_query_priority (DeskPreset *self, gboolean has_order)
{
  return desk_preset_get_priority (self, &(DeskPresetCase){ .subject = DESK_SUBJECT_QUERY, .has_order = has_order });
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
  const char *label = NULL;

  if (self != NULL && desk_enum_to_wire (info, value) != NULL)
    label = g_hash_table_lookup (self->parts.labels, &info->values[value - 1]);
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
  return self->auto_close;
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
  return self->reopen_window;
}

/**
 * desk_preset_is_thanks:
 * @self: a preset
 * @text: what a customer wrote
 * @names: (nullable): of the customer, and of who takes care of them
 *
 * Returns: whether it is a short thanks and nothing else, which opens nothing that was settled
 */
gboolean
desk_preset_is_thanks (DeskPreset *self, const char *text, const char *names)
{
  return desk_text_says_only (text, (const char *const *) self->thanks, names);
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
  return self->chat_answer;
}

/**
 * desk_preset_get_capacity:
 * @self: a preset
 *
 * Returns: how many open tickets a new agent may have at once
 */
int
desk_preset_get_capacity (DeskPreset *self)
{
  return self->capacity;
}
