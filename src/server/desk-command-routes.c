/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-command.h"

#include <stdio.h>

#include "server/http/desk-auth-routes.h"
#include "server/intake/desk-intake-routes.h"
#include "server/routes/desk-routes.h"

static void
print_table (const DeskRoute *table)
{
  for (const DeskRoute *route = table; route->method != NULL; route++)
    {
      printf ("%s\t%s\t%s\t%s\t%s", route->method, route->path, desk_permission_name (route->permission),
              route->mode == DESK_DB_WRITE ? "write" : "read",
              (route->flags & DESK_ROUTE_IF_MATCH) != 0 ? "if-match" : "-");
      for (DeskRole role = DESK_ROLE_CUSTOMER; role <= DESK_ROLE_ADMIN; role++)
        if (desk_role_may (role, route->permission))
          printf ("\t%s", desk_enum_to_wire (&desk_role_enum, role));
      printf ("\n");
    }
}

/**
 * desk_command_routes:
 * @argc: how many
 * @argv: the arguments, "routes" first
 * @error: unused
 *
 * Prints the route tables for the tests that walk them: method, path, permission, mode, whether If-Match is needed, and
 * the roles that have the permission, with tabs between.
 *
 * Returns: %TRUE
 */
gboolean
desk_command_routes (int argc, char **argv, GError **error)
{
  for (guint i = 0; desk_routes[i] != NULL; i++)
    print_table (desk_routes[i]);
  for (guint i = 0; desk_intake_routes[i] != NULL; i++)
    print_table (desk_intake_routes[i]);
  print_table (desk_auth_routes);
  print_table (desk_door_routes);
  return TRUE;
}
