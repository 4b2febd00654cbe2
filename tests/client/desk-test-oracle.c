/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-oracle.h"

#include <string.h>

#include "client/desk-command-table.h"
#include "core/desk-entity-json.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"

/* What is known of an effect: how often it has to be there, and how often it may be. */
typedef struct
{
  guint least;
  guint most;
  char *said; /* owned: by whom */
} Effect;

/* A command as the journal tells of it. */
typedef struct
{
  DeskCommandKind kind;
  char *target;
  char *what;
  char *id;     /* NULL: killed before it was known whether it was kept */
  char *new_id; /* "" for none */
  gboolean is_void;
} Deed;

typedef struct
{
  GHashTable *deeds;   /* owned: mark -> Deed */
  GHashTable *refused; /* owned: ids of commands */
  GHashTable *waiting; /* owned: ids of commands */
  GHashTable *drafts;  /* owned: thread -> text, as the window has it now */
  GHashTable *effects; /* owned: what and where -> Effect */
  DeskTestWorld *desk;
  const char *me;
  GString *complaints;
} Judge;

static void
free_deed (gpointer data)
{
  Deed *deed = data;

  g_free (deed->target);
  g_free (deed->what);
  g_free (deed->id);
  g_free (deed->new_id);
  g_free (deed);
}

static void
free_effect (gpointer data)
{
  g_free (((Effect *) data)->said);
  g_free (data);
}

/* --- what was asked --- */

static void
read_journal (Judge *judge, char **lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);
      guint n = g_strv_length (parts);
      Deed *deed;

      if (n >= 5 && g_str_equal (parts[0], "try"))
        {
          deed = g_new0 (Deed, 1);
          deed->kind = desk_command_find (parts[2]);
          deed->target = g_strdup (parts[3]);
          deed->what = g_strdup (parts[4]);
          g_hash_table_insert (judge->deeds, g_strdup (parts[1]), deed);
          continue;
        }
      deed = n >= 2 ? g_hash_table_lookup (judge->deeds, parts[1]) : NULL;
      if (deed != NULL && n >= 4 && g_str_equal (parts[0], "ok"))
        {
          deed->id = g_strdup (parts[2]);
          deed->new_id = g_strdup (parts[3]);
        }
      else if (deed != NULL && g_str_equal (parts[0], "no"))
        deed->is_void = TRUE;
    }
}

static void
read_dump (Judge *judge, char **lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", 3);

      if (g_strv_length (parts) < 3)
        continue;
      if (g_str_equal (parts[0], "refused"))
        g_hash_table_add (judge->refused, g_strdup (parts[1]));
      else if (g_str_equal (parts[0], "draft"))
        g_hash_table_insert (judge->drafts, g_strdup (parts[1]), g_strdup (parts[2]));
      else if (g_str_equal (parts[0], "waits"))
        g_hash_table_add (judge->waiting, g_strdup (parts[1]));
    }
}

/* What is to be done to a thing that a refused command would make waits for what the user decides about that one. */
static void
judge_waiting (Judge *judge)
{
  GHashTableIter iter;
  gpointer id, data;

  g_hash_table_iter_init (&iter, judge->deeds);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      Deed *deed = data;

      if (deed->id != NULL && *deed->target != '\0' && !g_hash_table_contains (judge->desk->entities, deed->target)
          && g_hash_table_remove (judge->waiting, deed->id))
        g_hash_table_add (judge->refused, g_strdup (deed->id));
    }
  g_hash_table_iter_init (&iter, judge->waiting);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_string_append_printf (judge->complaints, "Command %s still waits\n", (char *) id);
}

/* --- what came of it --- */

/* Whom the desk gives a new ticket to stands in the history as done by whoever made it. */
static gboolean
may_be_given (Judge *judge, Deed *deed)
{
  GHashTableIter iter;
  gpointer other;

  g_hash_table_iter_init (&iter, judge->deeds);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    if (g_str_has_prefix (deed->what, "assigned_to=") && g_strcmp0 (((Deed *) other)->new_id, deed->target) == 0)
      return TRUE;
  return FALSE;
}

/* Commands that set the same field of the same thing to the same value are counted together. */
static void
expect (Judge *judge, const char *mark, Deed *deed)
{
  gboolean is_refused = deed->id != NULL && g_hash_table_contains (judge->refused, deed->id);
  g_autofree char *name = *deed->what != '\0' ? g_strconcat (deed->target, " ", deed->what, NULL) : g_strdup (mark);
  Effect *effect = g_hash_table_lookup (judge->effects, name);
  g_autofree char *said = NULL;

  if (effect == NULL)
    {
      effect = g_new0 (Effect, 1);
      effect->most = may_be_given (judge, deed) ? 1 : 0;
      g_hash_table_insert (judge->effects, g_strdup (name), effect);
    }
  /* Who has a ticket already may take it once more. */
  if (deed->id != NULL && !is_refused && (deed->kind != DESK_COMMAND_TICKET_TAKE || effect->least == 0))
    effect->least++;
  effect->most += is_refused ? 0 : 1;
  said = effect->said;
  effect->said =
      g_strdup_printf ("%s%s (%s%s) ", said != NULL ? said : "", mark, desk_command_get_info (deed->kind)->name,
                       is_refused         ? ", refused"
                       : deed->id == NULL ? ", perhaps"
                                          : "");
}

/* What stands in a text that only one command can have written. */
static guint
count_texts (Judge *judge, const DeskKind *kind, guint field, const char *mark)
{
  GHashTableIter iter;
  gpointer entity;
  guint n = 0;

  g_hash_table_iter_init (&iter, judge->desk->entities);
  while (g_hash_table_iter_next (&iter, NULL, &entity))
    if (desk_entity_get_kind (entity) == kind && g_strcmp0 (desk_entity_get_string (entity, field), mark) == 0)
      n++;
  return n;
}

static gboolean
history_says (DeskEntity *entry, const char *field, const char *value)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;
  JsonNode *details;
  JsonArray *changes;

  desk_entity_append_json (entry, json, DESK_AUDIENCE_STAFF);
  object = desk_json_parse_object (json->str, json->len, NULL);
  details = json_object_get_member (object, "details");
  changes = details != NULL && JSON_NODE_HOLDS_ARRAY (details) ? json_node_get_array (details) : NULL;
  for (guint i = 0; changes != NULL && i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      if (g_strcmp0 (json_object_get_string_member_with_default (change, "field", NULL), field) == 0
          && g_strcmp0 (json_object_get_string_member_with_default (change, "to", NULL), value) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What the history says that this person has done, or anybody, except by replying, which moves things on by itself. */
static guint
count_history (Judge *judge, const char *target, const char *field, const char *value, const char *by)
{
  GHashTableIter iter;
  gpointer entity;
  guint n = 0;

  g_hash_table_iter_init (&iter, judge->desk->entities);
  while (g_hash_table_iter_next (&iter, NULL, &entity))
    if (desk_entity_get_kind (entity) == &desk_history_kind
        && desk_entity_get_enum (entity, DESK_HISTORY_ACTION) != DESK_ACTION_REPLIED
        && g_strcmp0 (desk_entity_get_string (entity, DESK_HISTORY_ENTITY_ID), target) == 0
        && (by == NULL || g_strcmp0 (desk_entity_get_string (entity, DESK_HISTORY_PERFORMED_BY), by) == 0)
        && history_says (entity, field, value))
      n++;
  return n;
}

static guint
count_effect (Judge *judge, const char *mark, Deed *deed)
{
  g_auto (GStrv) what = g_strsplit (deed->what, "=", 2);

  switch (deed->kind)
    {
    case DESK_COMMAND_QUERY_CREATE:
      return count_texts (judge, &desk_query_kind, DESK_QUERY_MESSAGE, mark);
    case DESK_COMMAND_QUERY_REPLY:
    case DESK_COMMAND_TICKET_REPLY:
      return count_texts (judge, &desk_message_kind, DESK_MESSAGE_BODY, mark);
    case DESK_COMMAND_QUERY_ESCALATE:
    case DESK_COMMAND_TICKET_CREATE:
      return count_texts (judge, &desk_ticket_kind, DESK_TICKET_DESCRIPTION, mark);
    case DESK_COMMAND_CUSTOMER_UPDATE:
    case DESK_COMMAND_QUERY_UPDATE:
    case DESK_COMMAND_TICKET_UPDATE:
    case DESK_COMMAND_TICKET_ASSIGN:
    case DESK_COMMAND_TICKET_TAKE:
    case DESK_COMMAND_TICKET_ESCALATE:
    case DESK_COMMAND_TICKET_RESOLVE:
    case DESK_COMMAND_TICKET_CLOSE:
    case DESK_COMMAND_TICKET_REOPEN:
      return count_history (judge, deed->target, what[0], what[1], judge->me);
    case DESK_COMMAND_NONE:
    case DESK_COMMAND_AVAILABILITY_SET:
    case DESK_COMMAND_NOTIFICATIONS_READ:
    case DESK_N_COMMANDS:
    default:
      g_return_val_if_reached (0);
    }
}

/* Who has been given a ticket meanwhile has it, and takes it in vain. */
static gboolean
has_it_from_others (Judge *judge, Deed *deed)
{
  g_autofree char *mine = g_strconcat ("assigned_to=", judge->me, NULL);

  return g_str_equal (deed->what, mine)
         && count_history (judge, deed->target, "assigned_to", judge->me, NULL)
                > count_history (judge, deed->target, "assigned_to", judge->me, judge->me);
}

/* Those that set something, and do it as often as one likes: it is as the last one wanted it. */
static gboolean
is_mere_state (DeskCommandKind kind)
{
  return kind == DESK_COMMAND_AVAILABILITY_SET || kind == DESK_COMMAND_NOTIFICATIONS_READ;
}

static void
judge_reading (Judge *judge, const char *mark, Deed *deed)
{
  DeskEntity *entity = g_hash_table_lookup (judge->desk->entities, strchr (deed->what, '=') + 1);

  /* Those of others are not shown to everybody who looks. */
  if (deed->id != NULL && entity != NULL && !desk_entity_is_set (entity, DESK_NOTIFICATION_READ_AT))
    g_string_append_printf (judge->complaints, "%s: the notification is not read\n", mark);
}

static void
judge_commands (Judge *judge)
{
  GHashTableIter iter;
  gpointer mark, data;

  g_hash_table_iter_init (&iter, judge->deeds);
  while (g_hash_table_iter_next (&iter, &mark, &data))
    {
      Deed *deed = data;

      if (deed->kind == DESK_COMMAND_NOTIFICATIONS_READ)
        judge_reading (judge, mark, deed);
      else if (!deed->is_void && !is_mere_state (deed->kind))
        expect (judge, mark, deed);
    }
  g_hash_table_iter_init (&iter, judge->deeds);
  while (g_hash_table_iter_next (&iter, &mark, &data))
    {
      Deed *deed = data;
      g_autofree char *name = *deed->what != '\0' ? g_strconcat (deed->target, " ", deed->what, NULL) : g_strdup (mark);
      Effect *effect = g_hash_table_lookup (judge->effects, name);
      guint n;

      if (effect == NULL || is_mere_state (deed->kind))
        continue;
      n = count_effect (judge, mark, deed);
      if (n + (has_it_from_others (judge, deed) ? 1 : 0) < effect->least || n > effect->most)
        g_string_append_printf (judge->complaints, "%s happened %u times instead of %u to %u: %s\n", name, n,
                                effect->least, effect->most, effect->said);
      g_hash_table_remove (judge->effects, name);
    }
}

/* What was on the disk for sure, or anything that was typed there later. */
static void
judge_drafts (Judge *judge, char **lines)
{
  g_autoptr (GHashTable) allowed =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  GHashTableIter iter;
  gpointer thread, texts;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);
      GHashTable *set;

      if (g_strv_length (parts) < 3 || !g_str_equal (parts[0], "draft"))
        continue;
      set = g_hash_table_lookup (allowed, parts[1]);
      if (set == NULL)
        {
          set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_add (set, g_strdup (""));
          g_hash_table_insert (allowed, g_strdup (parts[1]), set);
        }
      g_hash_table_add (set, g_strdup (parts[2]));
      for (guint j = i + 1; lines[j] != NULL; j++)
        {
          g_autofree char *kept = g_strdup_printf ("kept\t%s\t%s", parts[1], parts[2]);

          if (!g_str_equal (lines[j], kept))
            continue;
          /* Nothing that was typed before is any longer good enough. */
          g_hash_table_remove_all (set);
          g_hash_table_add (set, g_strdup (parts[2]));
          break;
        }
    }
  g_hash_table_iter_init (&iter, allowed);
  while (g_hash_table_iter_next (&iter, &thread, &texts))
    {
      const char *now = g_hash_table_lookup (judge->drafts, thread);

      if (now == NULL || !g_hash_table_contains (texts, now))
        g_string_append_printf (judge->complaints, "The draft in %s is “%s”\n", (char *) thread, now);
    }
}

char *
desk_test_oracle_judge (const char *journal,
                        const char *dump,
                        DeskTestWorld *desk,
                        const char *me,
                        guint *n_checked,
                        guint *n_refused)
{
  g_auto (GStrv) journal_lines = g_strsplit (journal, "\n", -1);
  g_auto (GStrv) dump_lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GHashTable) deeds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_deed);
  g_autoptr (GHashTable) refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) effects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_effect);
  g_autoptr (GString) complaints = g_string_new (NULL);
  Judge judge = { deeds, refused, waiting, drafts, effects, desk, me, complaints };

  read_journal (&judge, journal_lines);
  read_dump (&judge, dump_lines);
  judge_waiting (&judge);
  judge_commands (&judge);
  judge_drafts (&judge, journal_lines);
  *n_checked = g_hash_table_size (deeds);
  *n_refused = g_hash_table_size (refused);
  return complaints->len > 0 ? g_strdup (complaints->str) : NULL;
}
