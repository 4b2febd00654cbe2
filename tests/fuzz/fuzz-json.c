/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/entities/desk-kinds.h"
#include "fuzz/fuzz.h"

/* What was read without a complaint holds to the limits of its table, and is the same when it is written and read
 * again. */
static void
read_as (const DeskKind *kind, JsonObject *input)
{
  g_autoptr (DeskEntity) entity = desk_entity_new (kind);
  g_autoptr (DeskEntity) again = desk_entity_new (kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) json_again = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;

  if (!desk_entity_read_input (entity, input, DESK_FIELD_CREATE, &error))
    {
      g_assert_nonnull (error);
      return;
    }
  desk_entity_append_json (entity, json, DESK_AUDIENCE_STAFF);
  object = desk_json_parse_object (json->str, (gssize) json->len, &error);
  g_assert_no_error (error);
  g_assert_true (desk_entity_read_json (again, object, &error));
  desk_entity_append_json (again, json_again, DESK_AUDIENCE_STAFF);
  g_assert_cmpstr (json->str, ==, json_again->str);
}

/* The JSON door: depth, size, UTF-8, and the field tables behind it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = desk_json_parse_object ((const char *) data, (gssize) size, &error);

  g_assert_true ((object != NULL) == (error == NULL));
  if (object == NULL)
    return 0;
  read_as (&desk_query_kind, object);
  read_as (&desk_ticket_kind, object);
  read_as (&desk_customer_kind, object);
  read_as (&desk_message_kind, object);
  return 0;
}
