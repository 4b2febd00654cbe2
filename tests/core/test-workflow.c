/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-permissions.h"
#include "core/desk-workflow.h"

#include <string.h>

/* DOMAIN's table in words, so that a slip of the table in the code is seen. */
static const struct
{
  const char *from, *to;
} ticket_moves[] = {
  { "new", "assigned, in_progress, pending_customer, pending_internal, escalated, resolved" },
  { "assigned", "in_progress, pending_customer, pending_internal, escalated, resolved" },
  { "in_progress", "pending_customer, pending_internal, escalated, resolved" },
  { "pending_customer", "in_progress, escalated, resolved" },
  { "pending_internal", "in_progress, escalated, resolved" },
  { "escalated", "in_progress, pending_customer, pending_internal, resolved" },
  { "resolved", "in_progress, closed" },
  { "closed", "in_progress" },
};

static void
test_ticket_moves (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ticket_moves); i++)
    {
      DeskTicketStatus from = desk_enum_from_wire (&desk_ticket_status_enum, ticket_moves[i].from);
      g_autofree char *allowed = desk_ticket_status_dup_allowed (from);
      g_auto (GStrv) expected = g_strsplit (ticket_moves[i].to, ", ", -1);

      g_assert_cmpstr (allowed, ==, ticket_moves[i].to);
      for (guint to = 1; to <= desk_enum_n_values (&desk_ticket_status_enum); to++)
        g_assert_cmpint (desk_ticket_status_may_follow (from, to), ==,
                         g_strv_contains ((const char *const *) expected,
                                          desk_enum_to_wire (&desk_ticket_status_enum, to)));
    }
  g_assert_false (desk_ticket_status_may_follow (DESK_TICKET_STATUS_UNKNOWN, DESK_TICKET_STATUS_NEW));
}

static void
test_query_moves (void)
{
  for (guint to = 1; to <= desk_enum_n_values (&desk_query_status_enum); to++)
    g_assert_false (desk_query_status_may_follow (DESK_QUERY_STATUS_ESCALATED, to));
  for (guint from = 1; from <= desk_enum_n_values (&desk_query_status_enum); from++)
    g_assert_false (desk_query_status_may_follow (from, DESK_QUERY_STATUS_ESCALATED));
  g_assert_true (desk_query_status_may_follow (DESK_QUERY_STATUS_OPEN, DESK_QUERY_STATUS_IN_PROGRESS));
  g_assert_true (desk_query_status_may_follow (DESK_QUERY_STATUS_IN_PROGRESS, DESK_QUERY_STATUS_RESOLVED));
  g_assert_true (desk_query_status_may_follow (DESK_QUERY_STATUS_RESOLVED, DESK_QUERY_STATUS_CLOSED));
  g_assert_true (desk_query_status_may_follow (DESK_QUERY_STATUS_CLOSED, DESK_QUERY_STATUS_IN_PROGRESS));
  g_assert_false (desk_query_status_may_follow (DESK_QUERY_STATUS_IN_PROGRESS, DESK_QUERY_STATUS_OPEN));
}

/* DOMAIN: "Who may do what", line by line: customer, executive, agent, manager, admin. */
static const struct
{
  const char *name;
  const char *scopes; /* - nothing, o own, v visible, d department, a all */
} permissions[] = {
  { "queries.see", "oaaaa" },
  { "queries.add", "-aaaa" },
  { "queries.reply", "-aaaa" },
  { "queries.update", "-aaaa" },
  { "queries.escalate", "-aaaa" },
  { "queries.delete", "----a" },
  { "tickets.see", "oovda" },
  { "tickets.create", "o-aaa" },
  { "tickets.edit", "o-vva" },
  { "tickets.take", "--vva" },
  { "tickets.reply", "o-vva" },
  { "tickets.note", "--vva" },
  { "tickets.status", "--vva" },
  { "tickets.resolve", "--vva" },
  { "tickets.assign", "---da" },
  { "tickets.close", "o-vva" },
  { "tickets.reopen", "---va" },
  { "tickets.delete", "----a" },
  { "customers.see", "oaaaa" },
  { "customers.edit", "---aa" },
  { "faq.edit", "---aa" },
  { "feedback.give", "o----" },
  { "team.see", "-aaaa" },
  { "team.edit", "---da" },
  { "team.approve", "----a" },
  { "analytics.see", "-ooda" },
  { "settings.edit", "----a" },
  { "availability.set", "-ooda" },
  { "chats", "oaaaa" },
  { "chats.serve", "-aaaa" },
};

static void
test_permissions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (permissions); i++)
    {
      int permission = 0;

      for (int p = 1; p < DESK_N_PERMISSIONS; p++)
        if (g_str_equal (desk_permission_name (p), permissions[i].name))
          permission = p;
      g_assert_cmpint (permission, !=, 0);
      for (int role = DESK_ROLE_CUSTOMER; role <= DESK_ROLE_ADMIN; role++)
        {
          DeskScope expected = strchr ("-ovda", permissions[i].scopes[role - 1]) - "-ovda";

          g_assert_cmpint (desk_permission_scope (role, permission), ==, expected);
        }
    }
}

static void
test_no_role_may_nothing (void)
{
  for (int p = 0; p < DESK_N_PERMISSIONS; p++)
    {
      g_assert_nonnull (desk_permission_name (p));
      g_assert_false (desk_role_may (DESK_ROLE_UNKNOWN, p));
      g_assert_true (p == DESK_PERMISSION_NONE || p == DESK_PERMISSION_FEEDBACK_GIVE
                     || desk_role_may (DESK_ROLE_ADMIN, p));
    }
}

static void
test_move_permissions (void)
{
  g_assert_cmpint (desk_ticket_status_permission (DESK_TICKET_STATUS_NEW, DESK_TICKET_STATUS_IN_PROGRESS), ==,
                   DESK_PERMISSION_TICKETS_STATUS);
  g_assert_cmpint (desk_ticket_status_permission (DESK_TICKET_STATUS_NEW, DESK_TICKET_STATUS_RESOLVED), ==,
                   DESK_PERMISSION_TICKETS_RESOLVE);
  g_assert_cmpint (desk_ticket_status_permission (DESK_TICKET_STATUS_RESOLVED, DESK_TICKET_STATUS_CLOSED), ==,
                   DESK_PERMISSION_TICKETS_CLOSE);
  g_assert_cmpint (desk_ticket_status_permission (DESK_TICKET_STATUS_CLOSED, DESK_TICKET_STATUS_IN_PROGRESS), ==,
                   DESK_PERMISSION_TICKETS_REOPEN);
  g_assert_cmpint (desk_ticket_status_permission (DESK_TICKET_STATUS_NEW, DESK_TICKET_STATUS_ESCALATED), ==,
                   DESK_PERMISSION_TICKETS_ESCALATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workflow/ticket-moves", test_ticket_moves);
  g_test_add_func ("/workflow/query-moves", test_query_moves);
  g_test_add_func ("/workflow/permissions", test_permissions);
  g_test_add_func ("/workflow/no-role-may-nothing", test_no_role_may_nothing);
  g_test_add_func ("/workflow/move-permissions", test_move_permissions);
  return g_test_run ();
}
