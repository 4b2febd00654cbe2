/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-preset-rules.h"

#include <string.h>

#include "core/desk-error.h"
#include "core/desk-document.h"

/* One rule: every condition that it has must hold. */
typedef struct
{
  DeskPriority priority;
  DeskSubject of;         /* 0: of queries and tickets alike */
  char **categories;      /* owned, or NULL: any */
  char **issue_types;     /* owned, or NULL: any */
  char **keywords;        /* owned, case-folded, or NULL: any */
  guint sources;          /* a bit for each, or 0: any */
  gint64 amount_from;     /* 0: any */
  gboolean asks_order;    /* whether it matters that there is an order */
  gboolean expects_order; /* and which way */
} Rule;

struct _DeskPresetRules
{
  GPtrArray *rules; /* owned, of Rule */
};

static const char *const conditions[] = { "priority", "of",         "categories",  "issue_types", "keywords",
                                          "sources",  "with_order", "amount_from", NULL };

static void
free_rule (gpointer data)
{
  Rule *rule = data;

  g_strfreev (rule->categories);
  g_strfreev (rule->issue_types);
  g_strfreev (rule->keywords);
  g_free (rule);
}

/* A condition that nobody knows would be one that always holds. */
static void
check_conditions (JsonObject *object, const char *path, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *member = members; member != NULL; member = member->next)
    if (!g_strv_contains (conditions, member->data))
      {
        g_autofree char *field = desk_document_join (path, member->data);
        g_autofree char *choices = g_strjoinv (", ", (char **) conditions);

        desk_error_add_field (error, field, "one of %s was expected", choices);
      }
  if (g_list_length (members) < 2)
    desk_error_add_field (error, path, "at least one condition was expected");
}

static char **
read_known (JsonObject *object, const char *path, const char *name, const char *const *known, GError **error)
{
  g_auto (GStrv) texts = desk_document_read_texts (object, path, name, error);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!g_strv_contains (known, texts[i]))
      {
        g_autofree char *field = g_strdup_printf ("%s.%s[%u]", path, name, i);

        desk_error_add_field (error, field, "the preset has no \"%s\"", texts[i]);
      }
  return g_steal_pointer (&texts);
}

static char **
read_keywords (JsonObject *object, const char *path, GError **error)
{
  g_auto (GStrv) texts = desk_document_read_texts (object, path, "keywords", error);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_autofree char *text = texts[i];

      texts[i] = g_utf8_casefold (text, -1);
    }
  return g_steal_pointer (&texts);
}

static guint
read_sources (JsonObject *object, const char *path, GError **error)
{
  g_auto (GStrv) texts = desk_document_read_texts (object, path, "sources", error);
  guint sources = 0;

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      int source = desk_enum_from_wire (&desk_query_source_enum, texts[i]);

      if (source == DESK_QUERY_SOURCE_UNKNOWN)
        {
          g_autofree char *field = g_strdup_printf ("%s.sources[%u]", path, i);
          g_autofree char *choices = desk_enum_dup_choices (&desk_query_source_enum);

          desk_error_add_field (error, field, "%s was expected", choices);
        }
      else
        sources |= 1u << source;
    }
  return sources;
}

static void
read_of (Rule *rule, JsonObject *object, const char *path, GError **error)
{
  if (!json_object_has_member (object, "of"))
    return;
  rule->of = desk_document_read_enum (object, path, "of", &desk_subject_enum, error);
  if (rule->of > DESK_SUBJECT_TICKET)
    {
      g_autofree char *field = desk_document_join (path, "of");

      desk_error_add_field (error, field, "%s or %s was expected",
                            desk_enum_to_wire (&desk_subject_enum, DESK_SUBJECT_QUERY),
                            desk_enum_to_wire (&desk_subject_enum, DESK_SUBJECT_TICKET));
    }
}

static void
read_with_order (Rule *rule, JsonObject *object, const char *path, GError **error)
{
  JsonNode *node = json_object_get_member (object, "with_order");

  if (node == NULL)
    return;
  rule->asks_order = TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    rule->expects_order = json_node_get_boolean (node);
  else
    {
      g_autofree char *field = desk_document_join (path, "with_order");

      desk_error_add_field (error, field, "true or false was expected");
    }
}

/* Whether one of the keywords begins a word of the text, which is case-folded. */
static gboolean
has_keyword (const char *folded, char **keywords)
{
  for (guint i = 0; keywords[i] != NULL; i++)
    for (const char *found = strstr (folded, keywords[i]); found != NULL; found = strstr (found + 1, keywords[i]))
      if (found == folded || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (found))))
        return TRUE;
  return FALSE;
}

static gboolean
is_among (char **names, const char *name)
{
  return names == NULL || (name != NULL && g_strv_contains ((const char *const *) names, name));
}

static gboolean
holds (const Rule *rule, const DeskPresetCase *about, const char *folded)
{
  return (rule->of == DESK_SUBJECT_UNKNOWN || rule->of == about->subject)
         && is_among (rule->categories, about->category) && is_among (rule->issue_types, about->issue_type)
         && (rule->sources == 0 || (rule->sources & 1u << about->source) != 0)
         && (rule->amount_from == 0 || about->amount >= rule->amount_from)
         && (!rule->asks_order || !rule->expects_order == !about->has_order)
         && (rule->keywords == NULL || has_keyword (folded, rule->keywords));
}

/**
 * desk_preset_rules_read:
 * @list: (nullable): the rules of a document
 * @path: where they stand in it
 * @categories: what the preset has
 * @issue_types: what the preset has
 * @error: every member that is wrong
 *
 * Returns: (transfer full): the rules
 */
DeskPresetRules *
desk_preset_rules_read (JsonArray *list,
                        const char *path,
                        const char *const *categories,
                        const char *const *issue_types,
                        GError **error)
{
  DeskPresetRules *self = g_new0 (DeskPresetRules, 1);

  self->rules = g_ptr_array_new_with_free_func (free_rule);
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      g_autofree char *place = NULL;
      JsonObject *object = desk_document_read_element (list, i, path, &place, error);
      Rule *rule;

      if (object == NULL)
        continue;
      rule = g_new0 (Rule, 1);
      g_ptr_array_add (self->rules, rule);
      check_conditions (object, place, error);
      rule->priority = desk_document_read_enum (object, place, "priority", &desk_priority_enum, error);
      rule->categories = read_known (object, place, "categories", categories, error);
      rule->issue_types = read_known (object, place, "issue_types", issue_types, error);
      rule->keywords = read_keywords (object, place, error);
      rule->sources = read_sources (object, place, error);
      rule->amount_from = desk_document_read_number (object, place, "amount_from", 0, G_MAXINT64, 0, error);
      read_of (rule, object, place, error);
      read_with_order (rule, object, place, error);
    }
  return self;
}

void
desk_preset_rules_free (DeskPresetRules *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rules);
  g_free (self);
}

/**
 * desk_preset_rules_find:
 * @self: rules
 * @about: what is known of the query or ticket
 *
 * Returns: the priority of the first rule that holds, %DESK_PRIORITY_UNKNOWN when none does
 */
DeskPriority
desk_preset_rules_find (DeskPresetRules *self, const DeskPresetCase *about)
{
  g_autofree char *written = NULL;
  g_autofree char *folded = NULL;

  if (self->rules->len == 0)
    return DESK_PRIORITY_UNKNOWN;
  written = g_strjoin ("\n", about->title != NULL ? about->title : "", about->text, NULL);
  folded = g_utf8_casefold (written, -1);
  for (guint i = 0; i < self->rules->len; i++)
    if (holds (self->rules->pdata[i], about, folded))
      return ((Rule *) self->rules->pdata[i])->priority;
  return DESK_PRIORITY_UNKNOWN;
}
