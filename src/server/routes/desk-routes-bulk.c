/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "server/desk/desk-bulk.h"
#include "server/http/desk-problem.h"
#include "server/routes/desk-routes-common.h"
#include "server/routes/desk-routes-input.h"
#include "server/routes/desk-routes-tables.h"

#define MAX_FILTER_VALUES 200
#define MAX_PAGE 200
#define DEFAULT_PAGE 50

static const char *const *
get_filter_values (gpointer data, const char *name)
{
  static const char *const none[] = { NULL };
  GPtrArray *values = g_hash_table_lookup (data, name);

  return values != NULL ? (const char *const *) values->pdata : none;
}

static gboolean
is_filter (const char *name)
{
  g_auto (GStrv) known =
      g_strsplit (DESK_PARAMETERS_TICKETS " created_from created_to updated_from updated_to", " ", -1);

  return *name != '\0' && g_strv_contains ((const char *const *) known, name);
}

static char *
dup_value (JsonNode *node)
{
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  return type == G_TYPE_INT64 ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node)) : NULL;
}

/* A value or a list of them, ended by NULL as the values of a query are. */
static GPtrArray *
read_values (JsonNode *node)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = list != NULL ? json_array_get_length (list) : 1;

  if (n == 0 || n > MAX_FILTER_VALUES)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *element = list != NULL ? json_array_get_element (list, i) : node;
      char *value = JSON_NODE_HOLDS_VALUE (element) ? dup_value (element) : NULL;

      if (value == NULL)
        return NULL;
      g_ptr_array_add (values, value);
    }
  g_ptr_array_add (values, NULL);
  return g_steal_pointer (&values);
}

static GHashTable *
read_filter (JsonObject *filter, GError **error)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, filter);
  while (json_object_iter_next (&iter, &name, &node))
    {
      GPtrArray *given = is_filter (name) ? read_values (node) : NULL;
      g_autofree char *field = g_strconcat ("filter.", name, NULL);

      if (given != NULL)
        g_hash_table_insert (values, g_strdup (name), given);
      else
        desk_error_add_field (error, field, "%s",
                              is_filter (name) ? "a text or a list of texts was expected" : "there is no such filter");
    }
  return values;
}

/* All tickets that match a filter. */
static GPtrArray *
find_matches (DeskCall *call, JsonObject *filter, GError **error)
{
  g_autoptr (GError) field_error = NULL;
  g_autoptr (GHashTable) values = read_filter (filter, &field_error);
  DeskListAsk ask = { .kind = &desk_ticket_kind,
                      .viewer = desk_call_get_viewer (call),
                      .get_values = get_filter_values,
                      .data = values,
                      .sort = "created_at" };
  g_autoptr (GPtrArray) ids = NULL;

  if (desk_input_failed (&field_error, error))
    return NULL;
  ids = desk_look_ids (desk_call_get_transaction (call), &ask, DESK_BULK_MAX_MATCHES, error);
  if (ids == NULL || ids->len <= DESK_BULK_MAX_MATCHES)
    return g_steal_pointer (&ids);
  desk_error_add_field (error, "filter", "at most %d tickets were expected to match", DESK_BULK_MAX_MATCHES);
  return NULL;
}

/* Each ticket once, by ids or numbers or by a filter. */
static GPtrArray *
read_tickets (DeskCall *call, JsonObject *input, GError **error)
{
  g_autoptr (JsonNode) filter = json_object_dup_member (input, "filter");
  g_autoptr (GError) field_error = NULL;
  g_autoptr (GPtrArray) given = desk_input_take_texts (input, "ids", DESK_BULK_MAX_IDS, &field_error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids;

  json_object_remove_member (input, "filter");
  if (field_error == NULL && (given == NULL) == (filter == NULL))
    desk_error_add_field (&field_error, "ids", "either ids or a filter were expected");
  else if (filter != NULL && !JSON_NODE_HOLDS_OBJECT (filter))
    desk_error_add_field (&field_error, "filter", "an object was expected");
  else if (given != NULL && given->len == 0)
    desk_error_add_field (&field_error, "ids", "at least one was expected");
  if (desk_input_failed (&field_error, error))
    return NULL;
  if (filter != NULL)
    return find_matches (call, json_node_get_object (filter), error);
  ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < given->len; i++)
    if (g_hash_table_add (seen, given->pdata[i]))
      g_ptr_array_add (ids, g_strdup (given->pdata[i]));
  return ids;
}

static void
append_result (GString *json, const DeskBulkItem *item)
{
  g_autofree char *problem = item->error != NULL ? desk_problem_dup_json (item->error) : NULL;

  g_string_append_c (json, '{');
  desk_json_append_name (json, "id");
  desk_json_append_string (json, item->ticket_id);
  desk_json_append_name (json, "status");
  desk_json_append_integer (json, item->error != NULL ? desk_problem_get_status (item->error) : 200);
  desk_json_append_name (json, "problem");
  g_string_append (json, problem != NULL ? problem : "null");
  g_string_append_c (json, '}');
}

static void
append_id (GString *json, const char *name, const char *id)
{
  desk_json_append_name (json, name);
  if (id != NULL)
    desk_json_append_string (json, id);
  else
    g_string_append (json, "null");
}

static void
append_bulk (GString *json, const DeskBulk *bulk)
{
  desk_json_append_name (json, "id");
  desk_json_append_string (json, bulk->id);
  desk_json_append_name (json, "action");
  desk_json_append_string (json, desk_enum_to_wire (&desk_bulk_action_enum, bulk->action));
  desk_json_append_name (json, "status");
  desk_json_append_string (json, desk_enum_to_wire (&desk_bulk_status_enum, bulk->status));
  desk_json_append_name (json, "total");
  desk_json_append_integer (json, bulk->total);
  desk_json_append_name (json, "done");
  desk_json_append_integer (json, bulk->done);
  desk_json_append_name (json, "failed");
  desk_json_append_integer (json, bulk->failed);
  append_id (json, "performed_by", bulk->performed_by);
  append_id (json, "undoes", bulk->undoes);
  append_id (json, "undone_by", bulk->undone_by);
  desk_json_append_name (json, "created_at");
  desk_json_append_time (json, bulk->created_at);
  desk_json_append_name (json, "finished_at");
  if (bulk->finished_at != 0)
    desk_json_append_time (json, bulk->finished_at);
  else
    g_string_append (json, "null");
}

static gboolean
append_results (DeskCall *call, const DeskBulk *bulk, gint64 after, guint limit, GString *json, GError **error)
{
  g_autoptr (GPtrArray) items =
      desk_bulk_list_done (desk_call_get_transaction (call), bulk->id, after, limit + 1, error);

  if (items == NULL)
    return FALSE;
  desk_json_append_name (json, "results");
  g_string_append_c (json, '[');
  for (guint i = 0; i < MIN (items->len, limit); i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      append_result (json, items->pdata[i]);
    }
  g_string_append_c (json, ']');
  desk_json_append_name (json, "next_cursor");
  if (items->len > limit)
    g_string_append_printf (json, "\"%" G_GINT64_FORMAT "\"", ((const DeskBulkItem *) items->pdata[limit - 1])->n);
  else
    g_string_append (json, "null");
  return TRUE;
}

/* What is done is answered with how it went with each; what goes on, with where to see that. */
static gboolean
answer_begun (DeskCall *call, const DeskBulk *bulk, GError **error)
{
  g_autoptr (GString) json = g_string_new ("{");
  g_autofree char *location = g_strdup_printf ("/support/jobs/%s", bulk->id);

  append_bulk (json, bulk);
  if (bulk->status == DESK_BULK_STATUS_DONE && !append_results (call, bulk, 0, DESK_BULK_MAX_DIRECT, json, error))
    return FALSE;
  g_string_append_c (json, '}');
  if (bulk->status == DESK_BULK_STATUS_DONE)
    desk_call_answer_multi (call, g_steal_pointer (&json));
  else
    desk_call_answer_accepted (call, g_steal_pointer (&json), location);
  return TRUE;
}

static gboolean
begin (DeskCall *call, DeskBulkAction action, GError **error)
{
  g_autoptr (JsonObject) input = desk_input_copy (call);
  g_autoptr (DeskEntity) ask = desk_entity_new (desk_bulk_get_ask_kind (action));
  g_autoptr (GError) field_error = NULL;
  g_autoptr (GPtrArray) ids = read_tickets (call, input, &field_error);
  g_autoptr (DeskBulk) bulk = NULL;

  if (field_error == NULL || g_error_matches (field_error, DESK_ERROR, DESK_ERROR_INVALID))
    desk_entity_read_input (ask, input, DESK_FIELD_CREATE, &field_error);
  if (desk_input_failed (&field_error, error))
    return FALSE;
  bulk = desk_bulk_begin (desk_call_get_transaction (call), action, ask, ids, error);
  return bulk != NULL && answer_begun (call, bulk, error);
}

static gboolean
assign_tickets (DeskCall *call, GError **error)
{
  return begin (call, DESK_BULK_ACTION_ASSIGN, error);
}

static gboolean
set_status_of_tickets (DeskCall *call, GError **error)
{
  return begin (call, DESK_BULK_ACTION_STATUS, error);
}

static gboolean
resolve_tickets (DeskCall *call, GError **error)
{
  return begin (call, DESK_BULK_ACTION_RESOLVE, error);
}

static gboolean
escalate_tickets (DeskCall *call, GError **error)
{
  return begin (call, DESK_BULK_ACTION_ESCALATE, error);
}

static gboolean
notify_about_tickets (DeskCall *call, GError **error)
{
  return begin (call, DESK_BULK_ACTION_NOTIFY, error);
}

static gboolean
tag_tickets (DeskCall *call, GError **error)
{
  return begin (call, DESK_BULK_ACTION_TAG, error);
}

static guint64
read_number (DeskCall *call, const char *name, guint64 min, guint64 max, guint64 otherwise, GError **error)
{
  const char *given = desk_call_get_query (call, name);
  guint64 number = otherwise;

  if (given != NULL && !g_ascii_string_to_unsigned (given, 10, min, max, &number, NULL))
    desk_error_add_field (error, name,
                          "a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " was expected", min, max);
  return number;
}

static gboolean
view_job (DeskCall *call, GError **error)
{
  g_autoptr (GError) field_error = NULL;
  guint64 limit = read_number (call, "limit", 1, MAX_PAGE, DEFAULT_PAGE, &field_error);
  guint64 after = read_number (call, "cursor", 0, DESK_BULK_MAX_MATCHES, 0, &field_error);
  g_autoptr (DeskBulk) bulk = NULL;
  g_autoptr (GString) json = g_string_new ("{");

  if (desk_input_failed (&field_error, error))
    return FALSE;
  bulk = desk_bulk_get (desk_call_get_transaction (call), desk_call_get_path (call, "id"), error);
  if (bulk == NULL)
    return FALSE;
  append_bulk (json, bulk);
  if (!append_results (call, bulk, (gint64) after, (guint) limit, json, error))
    return FALSE;
  g_string_append_c (json, '}');
  desk_call_answer_json (call, g_steal_pointer (&json));
  return TRUE;
}

static gboolean
undo_job (DeskCall *call, GError **error)
{
  g_autoptr (DeskBulk) bulk =
      desk_bulk_begin_undo (desk_call_get_transaction (call), desk_call_get_path (call, "id"), error);

  return bulk != NULL && answer_begun (call, bulk, error);
}

const DeskRoute desk_routes_bulk[] = {
  { "POST", "/support/tickets/bulk/assign", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, assign_tickets },
  { "POST", "/support/tickets/bulk/status", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, set_status_of_tickets },
  { "POST", "/support/tickets/bulk/resolve", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, resolve_tickets },
  { "POST", "/support/tickets/bulk/escalate", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, escalate_tickets },
  { "POST", "/support/tickets/bulk/notify", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, notify_about_tickets },
  { "POST", "/support/tickets/bulk/tag", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, tag_tickets },
  { "GET", "/support/jobs/{id}", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_READ, view_job, DESK_ROUTE_DEFAULT,
    "limit cursor" },
  { "POST", "/support/jobs/{id}/undo", DESK_PERMISSION_TICKETS_ASSIGN, DESK_DB_WRITE, undo_job, DESK_ROUTE_NO_BODY },
  { NULL },
};
