/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-permissions.h"

typedef struct
{
  const char *name;
  DeskScope customer, executive, agent, manager, admin;
} Row;

#define NO DESK_SCOPE_NOTHING
#define OWN DESK_SCOPE_OWN
#define SEEN DESK_SCOPE_VISIBLE
#define DEPT DESK_SCOPE_DEPARTMENT
#define ALL DESK_SCOPE_ALL

/* Role by permission. See DOMAIN: "Who may do what". */
static const Row rows[DESK_N_PERMISSIONS] = {
  /*                                        name                   customer executive agent manager admin */
  [DESK_PERMISSION_NONE] = { "none", NO, NO, NO, NO, NO },
  [DESK_PERMISSION_PUBLIC] = { "public", ALL, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_SIGNED_IN] = { "signed_in", ALL, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_QUERIES_SEE] = { "queries.see", OWN, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_QUERIES_ADD] = { "queries.add", NO, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_QUERIES_UPDATE] = { "queries.update", NO, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_QUERIES_REPLY] = { "queries.reply", NO, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_QUERIES_ESCALATE] = { "queries.escalate", NO, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_QUERIES_DELETE] = { "queries.delete", NO, NO, NO, NO, ALL },
  [DESK_PERMISSION_TICKETS_SEE] = { "tickets.see", OWN, OWN, SEEN, DEPT, ALL },
  [DESK_PERMISSION_TICKETS_CREATE] = { "tickets.create", OWN, NO, ALL, ALL, ALL },
  [DESK_PERMISSION_TICKETS_EDIT] = { "tickets.edit", OWN, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_TAKE] = { "tickets.take", NO, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_REPLY] = { "tickets.reply", OWN, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_NOTE] = { "tickets.note", NO, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_STATUS] = { "tickets.status", NO, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_RESOLVE] = { "tickets.resolve", NO, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_ESCALATE] = { "tickets.escalate", NO, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_ASSIGN] = { "tickets.assign", NO, NO, NO, DEPT, ALL },
  [DESK_PERMISSION_TICKETS_CLOSE] = { "tickets.close", OWN, NO, SEEN, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_REOPEN] = { "tickets.reopen", NO, NO, NO, SEEN, ALL },
  [DESK_PERMISSION_TICKETS_DELETE] = { "tickets.delete", NO, NO, NO, NO, ALL },
  [DESK_PERMISSION_HISTORY_SEE] = { "history.see", NO, SEEN, SEEN, SEEN, ALL },
  [DESK_PERMISSION_CHATS] = { "chats", OWN, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_CHATS_SERVE] = { "chats.serve", NO, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_CUSTOMERS_SEE] = { "customers.see", OWN, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_CUSTOMERS_EDIT] = { "customers.edit", NO, NO, NO, ALL, ALL },
  [DESK_PERMISSION_FAQ_READ] = { "faq.read", ALL, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_FAQ_EDIT] = { "faq.edit", NO, NO, NO, ALL, ALL },
  [DESK_PERMISSION_FEEDBACK_GIVE] = { "feedback.give", OWN, NO, NO, NO, NO },
  [DESK_PERMISSION_TEAM_SEE] = { "team.see", NO, ALL, ALL, ALL, ALL },
  [DESK_PERMISSION_TEAM_EDIT] = { "team.edit", NO, NO, NO, DEPT, ALL },
  [DESK_PERMISSION_TEAM_APPROVE] = { "team.approve", NO, NO, NO, NO, ALL },
  [DESK_PERMISSION_AVAILABILITY_SET] = { "availability.set", NO, OWN, OWN, DEPT, ALL },
  [DESK_PERMISSION_ANALYTICS_SEE] = { "analytics.see", NO, OWN, OWN, DEPT, ALL },
  [DESK_PERMISSION_NOTIFICATIONS_SEE] = { "notifications.see", OWN, OWN, OWN, OWN, OWN },
  [DESK_PERMISSION_SYNC] = { "sync", OWN, SEEN, SEEN, SEEN, ALL },
  [DESK_PERMISSION_SEARCH] = { "search", OWN, SEEN, SEEN, SEEN, ALL },
  [DESK_PERMISSION_SETTINGS_EDIT] = { "settings.edit", NO, NO, NO, NO, ALL },
};

/**
 * desk_permission_scope:
 * @role: who
 * @permission: what
 *
 * Returns: on how much they may do it
 */
DeskScope
desk_permission_scope (DeskRole role, DeskPermission permission)
{
  g_return_val_if_fail (permission < DESK_N_PERMISSIONS, DESK_SCOPE_NOTHING);

  switch (role)
    {
    case DESK_ROLE_CUSTOMER:
      return rows[permission].customer;
    case DESK_ROLE_EXECUTIVE:
      return rows[permission].executive;
    case DESK_ROLE_AGENT:
      return rows[permission].agent;
    case DESK_ROLE_MANAGER:
      return rows[permission].manager;
    case DESK_ROLE_ADMIN:
      return rows[permission].admin;
    case DESK_ROLE_UNKNOWN:
    default:
      return DESK_SCOPE_NOTHING;
    }
}

/**
 * desk_role_may:
 * @role: who
 * @permission: what
 *
 * Returns: whether they may do it on anything at all
 */
gboolean
desk_role_may (DeskRole role, DeskPermission permission)
{
  return desk_permission_scope (role, permission) != DESK_SCOPE_NOTHING;
}

/**
 * desk_permission_name:
 * @permission: a permission
 *
 * Returns: its name on the wire
 */
const char *
desk_permission_name (DeskPermission permission)
{
  g_return_val_if_fail (permission < DESK_N_PERMISSIONS, NULL);

  return rows[permission].name;
}
