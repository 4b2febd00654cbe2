/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fuzz/fuzz.h"
#include "server/http/desk-request-query.h"
#include "server/http/desk-route.h"

static const DeskRoute route = { .method = "GET",
                                 .path = "/support/tickets",
                                 .parameters = "limit cursor status search" };

static void
check_values (gpointer name, gpointer values, gpointer data)
{
  const GPtrArray *list = values;

  g_assert_nonnull (strstr (route.parameters, name));
  g_assert_cmpuint (list->len, >=, 2);
  g_assert_null (list->pdata[list->len - 1]);
  for (guint i = 0; i + 1 < list->len; i++)
    g_assert_true (g_utf8_validate (list->pdata[i], -1, NULL));
}

/* Only parameters that the route knows are kept, as UTF-8; all else is complained of. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *query = g_strndup ((const char *) data, size);
  g_autoptr (DeskCall) call = desk_call_new (NULL, &route, NULL);

  desk_request_read_query (call, query);
  if (call->query != NULL)
    g_hash_table_foreach (call->query, check_values, NULL);
  return 0;
}
