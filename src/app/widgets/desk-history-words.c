/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/widgets/desk-history-words.h"

#include "app/desk-format.h"
#include "core/desk-entity-json.h"
#include "core/entities/desk-change.h"
#include "core/entities/desk-kinds.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

/* What people call the fields that the history keeps. */
static const struct
{
  const DeskKind *kind;
  guint field;
  const char *label;
} labels[] = {
  { &desk_query_kind, DESK_QUERY_STATUS, N_ ("Status") },
  { &desk_query_kind, DESK_QUERY_PRIORITY, N_ ("Priority") },
  { &desk_query_kind, DESK_QUERY_ASSIGNED_TO, N_ ("Assignee") },
  { &desk_query_kind, DESK_QUERY_NAME, N_ ("Name") },
  { &desk_query_kind, DESK_QUERY_MOBILE, N_ ("Mobile number") },
  { &desk_query_kind, DESK_QUERY_EMAIL, N_ ("E-mail") },
  { &desk_query_kind, DESK_QUERY_ORDER_ID, N_ ("Order") },
  { &desk_query_kind, DESK_QUERY_REMARKS, N_ ("Remarks") },
  { &desk_ticket_kind, DESK_TICKET_STATUS, N_ ("Status") },
  { &desk_ticket_kind, DESK_TICKET_PRIORITY, N_ ("Priority") },
  { &desk_ticket_kind, DESK_TICKET_ASSIGNED_TO, N_ ("Assignee") },
  { &desk_ticket_kind, DESK_TICKET_ESCALATED_TO, N_ ("Escalated to") },
  { &desk_ticket_kind, DESK_TICKET_DEPARTMENT_ID, N_ ("Department") },
  { &desk_ticket_kind, DESK_TICKET_TIER, N_ ("Tier") },
  { &desk_ticket_kind, DESK_TICKET_ORDER_ID, N_ ("Order") },
  { &desk_ticket_kind, DESK_TICKET_SUBJECT, N_ ("Subject") },
  { &desk_ticket_kind, DESK_TICKET_DESCRIPTION, N_ ("Description") },
  { &desk_ticket_kind, DESK_TICKET_CATEGORY, N_ ("Category") },
  { &desk_ticket_kind, DESK_TICKET_ISSUE_TYPE, N_ ("Issue type") },
  { &desk_ticket_kind, DESK_TICKET_TAGS, N_ ("Tags") },
  { &desk_ticket_kind, DESK_TICKET_AFFECTED_ITEMS, N_ ("Affected items") },
  { &desk_ticket_kind, DESK_TICKET_RESOLUTION_TYPE, N_ ("Resolution") },
  { &desk_ticket_kind, DESK_TICKET_RESOLUTION, N_ ("Resolution notes") },
  { &desk_ticket_kind, DESK_TICKET_REFUND, N_ ("Refund") },
};

typedef struct
{
  const DeskKind *kind;
  GPtrArray *changes; /* of DeskChange, borrowed, may be NULL */
  DeskNameFunc func;
  gpointer user_data;
} Story;

static const DeskKind *
get_kind (DeskHistory *history)
{
  return desk_kind_of_subject (desk_entity_get_enum (history, DESK_HISTORY_ENTITY_KIND));
}

static int
get_field (const DeskKind *kind, DeskEntity *change)
{
  const char *name = desk_entity_get_string (change, DESK_CHANGE_FIELD);

  return kind != NULL && name != NULL ? desk_kind_find_field (kind, name) : -1;
}

static DeskEntity *
find_change (GPtrArray *changes, const DeskKind *kind, int field)
{
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    if (get_field (kind, g_ptr_array_index (changes, i)) == field)
      return g_ptr_array_index (changes, i);

  return NULL;
}

static const char *
get_label (const DeskKind *kind, int field, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (labels[i].kind == kind && (int) labels[i].field == field)
      return _ (labels[i].label);

  return name;
}

static char *
dup_money (const DeskField *field, const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  DeskValue value = { 0 };
  char *words = NULL;

  if (node != NULL && desk_value_read_json (field, field->name, node, &value, NULL) && value.is_set)
    words = desk_format_money (value.number, value.currency);
  desk_value_clear (field, &value);

  return words != NULL ? words : g_strdup (text);
}

/* A value as the history keeps it, in words. */
static char *
dup_value (Story *story, int field, const char *text)
{
  const DeskField *info = field >= 0 ? &story->kind->fields[field] : NULL;
  const char *name;

  if (text == NULL)
    return g_strdup (_ ("none"));
  if (info == NULL)
    return g_strdup (text);

  switch (info->type)
    {
    case DESK_FIELD_ENUM:
      return g_strdup (desk_enum_label (info->of, desk_enum_from_wire (info->of, text)));
    case DESK_FIELD_ID:
      name = story->func != NULL ? story->func (text, story->user_data) : NULL;
      return g_strdup (name != NULL ? name : _ ("somebody"));
    case DESK_FIELD_MONEY:
      return dup_money (info, text);
    case DESK_FIELD_STRING:
    case DESK_FIELD_TEXT:
    case DESK_FIELD_INTEGER:
    case DESK_FIELD_FLAG:
    case DESK_FIELD_TIME:
    case DESK_FIELD_TAGS:
    case DESK_FIELD_ITEMS:
    default:
      return g_strdup (text);
    }
}

static char *
dup_change_words (Story *story, DeskEntity *change)
{
  int field = get_field (story->kind, change);
  const char *label = get_label (story->kind, field, desk_entity_get_string (change, DESK_CHANGE_FIELD));
  DeskFieldType type = field >= 0 ? story->kind->fields[field].type : DESK_FIELD_TEXT;
  g_autofree char *from = dup_value (story, field, desk_entity_get_string (change, DESK_CHANGE_FROM));
  g_autofree char *to = dup_value (story, field, desk_entity_get_string (change, DESK_CHANGE_TO));

  /* Translators: a field whose value is too long to be shown */
  if (type == DESK_FIELD_TEXT || type == DESK_FIELD_TAGS || type == DESK_FIELD_ITEMS)
    return g_strdup_printf (_ ("%s changed"), label);

  if (!desk_entity_is_set (change, DESK_CHANGE_FROM))
    /* Translators: a field and its first value: "Refund ₹232" */
    return g_strdup_printf (_ ("%s %s"), label, to);

  /* Translators: a field, its value before and after: "Priority Medium → High" */
  return g_strdup_printf (_ ("%s %s → %s"), label, from, to);
}

static char *
dup_changes_words (Story *story)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; story->changes != NULL && i < story->changes->len; i++)
    {
      g_autofree char *line = dup_change_words (story, g_ptr_array_index (story->changes, i));

      g_strv_builder_add (lines, line);
    }
  words = g_strv_builder_end (lines);

  return g_strjoinv ("\n", words);
}

static char *
dup_target (Story *story, int query_field, int ticket_field)
{
  int field = story->kind == &desk_query_kind ? query_field : story->kind == &desk_ticket_kind ? ticket_field : -1;
  DeskEntity *change = field >= 0 ? find_change (story->changes, story->kind, field) : NULL;

  if (change == NULL || !desk_entity_is_set (change, DESK_CHANGE_TO))
    return NULL;

  return dup_value (story, field, desk_entity_get_string (change, DESK_CHANGE_TO));
}

static char *
dup_resolved_words (Story *story)
{
  g_autofree char *type = dup_target (story, -1, DESK_TICKET_RESOLUTION_TYPE);
  g_autofree char *refund = dup_target (story, -1, DESK_TICKET_REFUND);

  if (type == NULL)
    return NULL;

  return refund != NULL ? g_strdup_printf (_ ("Resolved: %s, %s"), type, refund)
                        : g_strdup_printf (_ ("Resolved: %s"), type);
}

/**
 * desk_history_dup_words:
 * @history: a row of the history
 * @func: (nullable): says how an agent or department is called
 * @user_data: for @func
 *
 * Returns: (transfer full): what happened, a line for each change: "Priority Medium → High"
 */
char *
desk_history_dup_words (DeskHistory *history, DeskNameFunc func, gpointer user_data)
{
  Story story;
  int action;
  g_autofree char *words = NULL;
  g_autofree char *target = NULL;

  g_return_val_if_fail (DESK_IS_HISTORY (history), NULL);

  story = (Story){ get_kind (history), desk_entity_get_items (history, DESK_HISTORY_DETAILS), func, user_data };
  action = desk_entity_get_enum (history, DESK_HISTORY_ACTION);

  switch (action)
    {
    case DESK_ACTION_ASSIGNED:
      target = dup_target (&story, DESK_QUERY_ASSIGNED_TO, DESK_TICKET_ASSIGNED_TO);
      if (target != NULL)
        words = g_strdup_printf (_ ("Assigned to %s"), target);
      break;
    case DESK_ACTION_ESCALATED:
      target = dup_target (&story, DESK_QUERY_ESCALATED_TICKET_ID, DESK_TICKET_ESCALATED_TO);
      if (target != NULL)
        words = g_strdup_printf (_ ("Escalated to %s"), target);
      break;
    case DESK_ACTION_RESOLVED:
      words = dup_resolved_words (&story);
      break;
    case DESK_ACTION_UPDATED:
    case DESK_ACTION_STATUS_CHANGED:
      words = dup_changes_words (&story);
      break;
    default:
      break;
    }

  if (words != NULL && *words != '\0')
    return g_steal_pointer (&words);

  return g_strdup (desk_enum_label (&desk_action_enum, action));
}

/**
 * desk_history_get_tone:
 * @history: a row of the history
 *
 * Returns: the tone of the new status or priority, or else of what was done
 */
DeskTone
desk_history_get_tone (DeskHistory *history)
{
  const DeskKind *kind;
  GPtrArray *changes;
  int action;

  g_return_val_if_fail (DESK_IS_HISTORY (history), DESK_TONE_GREY);

  kind = get_kind (history);
  changes = desk_entity_get_items (history, DESK_HISTORY_DETAILS);
  action = desk_entity_get_enum (history, DESK_HISTORY_ACTION);

  if (action == DESK_ACTION_UPDATED || action == DESK_ACTION_STATUS_CHANGED)
    for (guint i = 0; changes != NULL && i < changes->len; i++)
      {
        DeskEntity *change = g_ptr_array_index (changes, i);
        int field = get_field (kind, change);

        if (field >= 0 && kind->fields[field].type == DESK_FIELD_ENUM && desk_entity_is_set (change, DESK_CHANGE_TO))
          {
            const DeskEnum *info = kind->fields[field].of;

            return desk_look (info, desk_enum_from_wire (info, desk_entity_get_string (change, DESK_CHANGE_TO)))->tone;
          }
      }

  return desk_look (&desk_action_enum, action)->tone;
}
