/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-merges.h"

#include "core/desk-entity-json.h"
#include "core/desk-json.h"
#include "core/entities/desk-ticket.h"

static const char sql_is_merged[] =
    "SELECT 1 FROM tickets WHERE (id = $1 OR number = $1) AND merged_into_id IS NOT NULL";
static const char sql_insert[] = "INSERT INTO merges (id, source_id, target_id, merged_at, source_before, "
                                 "target_before, target_after) VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char sql_insert_message[] = "INSERT INTO merged_messages (merge_id, message_id) VALUES ($1, $2)";
static const char sql_update[] = "UPDATE merges SET target_before = $1, target_after = $2 WHERE id = $3";
static const char sql_delete[] = "DELETE FROM merges WHERE source_id = $1";
static const char sql_delete_messages[] =
    "DELETE FROM merged_messages WHERE merge_id IN (SELECT id FROM merges WHERE source_id = $1)";
static const char sql_list[] = "SELECT id, source_id, target_id, merged_at, source_before, target_before, target_after "
                               "FROM merges WHERE target_id = $1 ORDER BY merged_at, id";
static const char sql_messages[] = "SELECT m.id FROM merged_messages g JOIN messages m ON m.id = g.message_id "
                                   "WHERE g.merge_id = $1 AND m.thread_id = $2 ORDER BY m.created_at, m.id";

/* What a merge changes in either of the two. */
static const guint fields[] = { DESK_TICKET_STATUS,
                                DESK_TICKET_TAGS,
                                DESK_TICKET_CLOSED_AT,
                                DESK_TICKET_WAITING_SINCE,
                                DESK_TICKET_FIRST_RESPONSE_DUE_AT,
                                DESK_TICKET_RESOLUTION_DUE_AT,
                                DESK_TICKET_RESOLUTION_PAUSED_AT,
                                DESK_TICKET_FIRST_RESPONSE_BREACHED,
                                DESK_TICKET_RESOLUTION_BREACHED };

static char *
dup_fields (DeskEntity *ticket)
{
  return desk_entity_dup_fields_json (ticket, fields, G_N_ELEMENTS (fields));
}

static DeskEntity *
read_fields (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = desk_json_parse_object (json, -1, error);
  g_autoptr (DeskEntity) ticket = desk_entity_new (&desk_ticket_kind);

  return object != NULL && desk_entity_read_json (ticket, object, error) ? g_steal_pointer (&ticket) : NULL;
}

static DeskMerge *
read_merge (DeskDbStatement *row, GError **error)
{
  g_autoptr (DeskMerge) merge = desk_merge_new ();

  merge->id = g_strdup (desk_db_column_text (row, 0));
  merge->source_id = g_strdup (desk_db_column_text (row, 1));
  merge->target_id = g_strdup (desk_db_column_text (row, 2));
  merge->merged_at = desk_db_column_integer (row, 3);
  merge->source_before = read_fields (desk_db_column_text (row, 4), error);
  merge->target_before = merge->source_before != NULL ? read_fields (desk_db_column_text (row, 5), error) : NULL;
  merge->target_after = merge->target_before != NULL ? read_fields (desk_db_column_text (row, 6), error) : NULL;
  return merge->target_after != NULL ? g_steal_pointer (&merge) : NULL;
}

DeskMerge *
desk_merge_new (void)
{
  return g_new0 (DeskMerge, 1);
}

void
desk_merge_free (DeskMerge *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->source_id);
  g_free (self->target_id);
  g_clear_object (&self->source_before);
  g_clear_object (&self->target_before);
  g_clear_object (&self->target_after);
  g_free (self);
}

gboolean
desk_merges_insert (DeskDbTransaction *db, const DeskMerge *merge, GPtrArray *message_ids, GError **error)
{
  g_autofree char *source_before = dup_fields (merge->source_before);
  g_autofree char *target_before = dup_fields (merge->target_before);
  g_autofree char *target_after = dup_fields (merge->target_after);

  if (!desk_db_execute (db, error, sql_insert, "sssisss", merge->id, merge->source_id, merge->target_id,
                        merge->merged_at, source_before, target_before, target_after))
    return FALSE;
  for (guint i = 0; i < message_ids->len; i++)
    if (!desk_db_execute (db, error, sql_insert_message, "ss", merge->id, (const char *) message_ids->pdata[i]))
      return FALSE;
  return TRUE;
}

gboolean
desk_merges_update (DeskDbTransaction *db, const DeskMerge *merge, GError **error)
{
  g_autofree char *target_before = dup_fields (merge->target_before);
  g_autofree char *target_after = dup_fields (merge->target_after);

  return desk_db_execute (db, error, sql_update, "sss", target_before, target_after, merge->id);
}

gboolean
desk_merges_delete (DeskDbTransaction *db, const char *source_id, GError **error)
{
  return desk_db_execute (db, error, sql_delete_messages, "s", source_id)
         && desk_db_execute (db, error, sql_delete, "s", source_id);
}

gboolean
desk_merges_is_merged (DeskDbTransaction *db, const char *key, gboolean *is_merged, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_is_merged, "s", key);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  *is_merged = desk_db_step (statement, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

GPtrArray *
desk_merges_list (DeskDbTransaction *db, const char *target_id, GError **error)
{
  g_autoptr (GPtrArray) merges = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_merge_free);
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_list, "s", target_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    {
      DeskMerge *merge = read_merge (statement, error);

      if (merge == NULL)
        return NULL;
      g_ptr_array_add (merges, merge);
    }
  if (local_error == NULL)
    return g_steal_pointer (&merges);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

GPtrArray *
desk_merges_list_messages (DeskDbTransaction *db, const DeskMerge *merge, GError **error)
{
  return desk_db_read_texts (desk_db_query (db, error, sql_messages, "ss", merge->id, merge->target_id), error);
}
