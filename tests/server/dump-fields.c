/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints field tables, enum tables and the routes' query parameters, for the test that holds the API description to
 * them. */
#include "core/entities/desk-kinds.h"
#include "server/http/desk-auth-routes.h"
#include "server/intake/desk-intake-routes.h"
#include "server/routes/desk-routes.h"

#include <stdio.h>

static const char *const types[] = { "string", "string", "integer", "boolean", "date-time",
                                     "enum",   "string", "money",   "tags",    "items" };

static void
print_parameters (const DeskRoute *table)
{
  for (const DeskRoute *route = table; route->method != NULL; route++)
    printf ("route\t%s\t%s\t%s\n", route->method, route->path, route->parameters != NULL ? route->parameters : "");
}

int
main (void)
{
  for (guint i = 0; desk_routes[i] != NULL; i++)
    print_parameters (desk_routes[i]);
  for (guint i = 0; desk_intake_routes[i] != NULL; i++)
    print_parameters (desk_intake_routes[i]);
  print_parameters (desk_auth_routes);
  print_parameters (desk_door_routes);
  for (guint i = 0; desk_kinds[i] != NULL; i++)
    for (guint j = 0; j < desk_kinds[i]->n_fields; j++)
      {
        const DeskField *field = &desk_kinds[i]->fields[j];

        printf ("field\t%s\t%s\t%s\t%s%s%s\n", desk_kinds[i]->name, field->name, types[field->type],
                field->flags & DESK_FIELD_CREATE ? "c" : "", field->flags & DESK_FIELD_UPDATE ? "u" : "",
                field->flags & DESK_FIELD_STAFF ? "s" : "");
      }
  for (guint i = 0; desk_enums[i] != NULL; i++)
    for (guint value = 1; value <= desk_enum_n_values (desk_enums[i]); value++)
      printf ("enum\t%s\t%s\n", desk_enums[i]->name, desk_enum_to_wire (desk_enums[i], value));
  return 0;
}
