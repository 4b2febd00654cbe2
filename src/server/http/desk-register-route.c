/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/http/desk-register-route.h"

#include "core/desk-error.h"
#include "server/desk/desk-password.h"
#include "server/desk/desk-register.h"
#include "server/http/desk-door.h"

static void
take_text (JsonNode *node, const char *name, char **text, GError **error)
{
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    *text = json_node_dup_string (node);
  else if (!JSON_NODE_HOLDS_NULL (node))
    desk_error_add_field (error, name, "a text was expected");
}

/* Customers and agents may ask; every other role is given by an admin. */
static void
take_role (JsonNode *node, DeskRole *role, GError **error)
{
  const char *word = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

  *role = desk_enum_from_wire (&desk_role_enum, word);
  if (*role != DESK_ROLE_CUSTOMER && *role != DESK_ROLE_AGENT)
    desk_error_add_field (error, "role", "%s or %s was expected",
                          desk_enum_to_wire (&desk_role_enum, DESK_ROLE_CUSTOMER),
                          desk_enum_to_wire (&desk_role_enum, DESK_ROLE_AGENT));
}

static void
read_body (DeskCall *call, DeskRegistration *registration, GError **error)
{
  const struct
  {
    const char *name;
    char **text;
  } texts[] = { { "name", &registration->name },
                { "email", &registration->email },
                { "phone", &registration->phone },
                { "password", &registration->password } };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  registration->role = DESK_ROLE_CUSTOMER;
  json_object_iter_init (&iter, desk_call_get_body (call));
  while (json_object_iter_next (&iter, &name, &node))
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (texts) && !g_str_equal (texts[i].name, name))
        i++;
      if (i < G_N_ELEMENTS (texts))
        take_text (node, name, texts[i].text, error);
      else if (g_str_equal (name, "role"))
        take_role (node, &registration->role, error);
      else
        desk_error_add_field (error, name, "this field is not known here");
    }
}

static gboolean
count_try (DeskCall *call, GError **error)
{
  if (desk_rate_limit_take (call->door->registrations, call->address, g_get_monotonic_time (), &call->rate))
    return TRUE;
  g_set_error_literal (error, DESK_ERROR, DESK_ERROR_RATE_LIMITED,
                       "Too many accounts were asked for from here, please wait a little");
  desk_error_set_retry_after (*error, MAX (call->rate.retry, 1));
  return FALSE;
}

/* The same answer after the same work, whether the address has an account already or not: nobody learns who is a
 * customer here, and whoever owns the address signs in with the password that they have. */
gboolean
desk_register_route_post (DeskCall *call, GError **error)
{
  g_auto (DeskRegistration) registration = { 0 };
  g_autoptr (GError) invalid = NULL;

  read_body (call, &registration, &invalid);
  if (!desk_register_check (desk_service_get_preset (call->door->service), &registration, &invalid))
    {
      g_propagate_error (error, g_steal_pointer (&invalid));
      return FALSE;
    }
  if (!count_try (call, error))
    return FALSE;
  registration.password_hash = desk_password_hash (registration.password, error);
  if (registration.password_hash == NULL
      || !desk_service_run (call->door->service, DESK_DB_WRITE, desk_register_account, &registration, error))
    return FALSE;
  desk_call_take_answer (call, 202, "application/json",
                         g_strdup_printf ("{\"received\":true,\"needs_approval\":%s}",
                                          registration.role == DESK_ROLE_AGENT ? "true" : "false"));
  return TRUE;
}
