/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-customers.h"

#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"

static const char sql_find[] = "SELECT customer_id FROM customer_identities WHERE kind = $1 AND value = $2";
static const char sql_claim[] = "INSERT INTO customer_identities (kind, value, channel, customer_id) "
                                "VALUES ($1, $2, $3, $4) ON CONFLICT (kind, value) DO NOTHING";
static const char sql_release[] = "DELETE FROM customer_identities WHERE customer_id = $1";
static const char sql_has_kind[] = "SELECT count(*) FROM customer_identities WHERE customer_id = $1 AND kind = $2";
static const char sql_spent[] =
    "SELECT count(*), sum(total_amount), total_currency FROM orders "
    "WHERE customer_id = $1 AND total_currency IS NOT NULL AND coalesce(status, '') NOT IN ($2, $3) "
    "GROUP BY total_currency ORDER BY count(*) DESC, total_currency";
static const char sql_count[] = "SELECT count(*) FROM orders WHERE customer_id = $1";
static const char sql_last[] = "SELECT placed_at, status FROM orders WHERE customer_id = $1 AND placed_at IS NOT NULL "
                               "ORDER BY placed_at DESC LIMIT 1";

static const char *
get_kind_word (DeskIdentityKind kind)
{
  return desk_enum_to_wire (&desk_identity_kind_enum, kind);
}

static gboolean
claim_quietly (DeskDbTransaction *db,
               DeskEntity *customer,
               DeskIdentityKind kind,
               const char *value,
               DeskQuerySource channel,
               GError **error)
{
  return value == NULL || *value == '\0'
         || desk_db_execute (db, error, sql_claim, "ssss", get_kind_word (kind), value,
                             desk_enum_to_wire (&desk_query_source_enum, channel), desk_entity_get_id (customer));
}

static gboolean
append_spent (DeskDbTransaction *db, const char *customer_id, GString *json, GError **error)
{
  const DeskEnum *info = &desk_order_status_enum;
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_spent, "sss", customer_id, desk_enum_to_wire (info, DESK_ORDER_STATUS_CANCELLED),
                     desk_enum_to_wire (info, DESK_ORDER_STATUS_RETURNED));
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  g_string_append (json, ",\"spent\":[");
  for (guint i = 0; desk_db_step (statement, &local_error); i++)
    {
      g_string_append (json, i > 0 ? ",{\"amount\":" : "{\"amount\":");
      desk_json_append_integer (json, desk_db_column_integer (statement, 1));
      g_string_append (json, ",\"currency\":");
      desk_json_append_string (json, desk_db_column_text (statement, 2));
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, ']');
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
append_last (DeskDbTransaction *db, const char *customer_id, GString *json, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_last, "s", customer_id);
  g_autoptr (GError) local_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (desk_db_step (statement, &local_error))
    {
      g_string_append (json, ",\"last_placed_at\":");
      desk_json_append_time (json, desk_db_column_integer (statement, 0));
      g_string_append (json, ",\"last_status\":");
      if (desk_db_column_is_null (statement, 1))
        g_string_append (json, "null");
      else
        desk_json_append_string (json, desk_db_column_text (statement, 1));
    }
  else
    g_string_append (json, ",\"last_placed_at\":null,\"last_status\":null");
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

char *
desk_customers_find (DeskDbTransaction *db, DeskIdentityKind kind, const char *value, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_find, "ss", get_kind_word (kind), value);

  if (statement == NULL || !desk_db_step (statement, error))
    return NULL;
  return g_strdup (desk_db_column_text (statement, 0));
}

gboolean
desk_customers_claim (DeskDbTransaction *db,
                      const char *customer_id,
                      DeskIdentityKind kind,
                      const char *value,
                      DeskQuerySource channel,
                      char **owner,
                      GError **error)
{
  g_autoptr (GError) local_error = NULL;

  /* Who comes second waits here for the first, and finds them then. */
  if (!desk_db_execute (db, error, sql_claim, "ssss", get_kind_word (kind), value,
                        desk_enum_to_wire (&desk_query_source_enum, channel), customer_id))
    return FALSE;
  *owner = desk_customers_find (db, kind, value, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
desk_customers_has_kind (DeskDbTransaction *db,
                         const char *customer_id,
                         DeskIdentityKind kind,
                         gboolean *has,
                         GError **error)
{
  g_autoptr (DeskDbStatement) statement =
      desk_db_query (db, error, sql_has_kind, "ss", customer_id, get_kind_word (kind));

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  *has = desk_db_column_integer (statement, 0) > 0;
  return TRUE;
}

gboolean
desk_customers_release (DeskDbTransaction *db, const char *customer_id, GError **error)
{
  return desk_db_execute (db, error, sql_release, "s", customer_id);
}

gboolean
desk_customers_keep_identities (DeskDbTransaction *db, DeskEntity *customer, GError **error)
{
  GPtrArray *identities = desk_entity_get_items (customer, DESK_CUSTOMER_IDENTITIES);

  if (!desk_customers_release (db, desk_entity_get_id (customer), error)
      || !claim_quietly (db, customer, DESK_IDENTITY_KIND_PHONE,
                         desk_entity_get_string (customer, DESK_CUSTOMER_MOBILE), DESK_QUERY_SOURCE_PHONE, error)
      || !claim_quietly (db, customer, DESK_IDENTITY_KIND_EMAIL, desk_entity_get_string (customer, DESK_CUSTOMER_EMAIL),
                         DESK_QUERY_SOURCE_EMAIL, error))
    return FALSE;
  for (guint i = 0; identities != NULL && i < identities->len; i++)
    {
      DeskEntity *identity = identities->pdata[i];

      if (!claim_quietly (db, customer, desk_entity_get_enum (identity, DESK_IDENTITY_KIND),
                          desk_entity_get_string (identity, DESK_IDENTITY_VALUE),
                          desk_entity_get_enum (identity, DESK_IDENTITY_CHANNEL), error))
        return FALSE;
    }
  return TRUE;
}

gboolean
desk_customers_append_summary (DeskDbTransaction *db, const char *customer_id, GString *json, GError **error)
{
  g_autoptr (DeskDbStatement) statement = desk_db_query (db, error, sql_count, "s", customer_id);

  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  g_string_append (json, "{\"count\":");
  desk_json_append_integer (json, desk_db_column_integer (statement, 0));
  if (!append_spent (db, customer_id, json, error) || !append_last (db, customer_id, json, error))
    return FALSE;
  g_string_append_c (json, '}');
  return TRUE;
}
