/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-deeds.h"

#include "client/desk-command-table.h"
#include "core/desk-workflow.h"
#include "core/entities/desk-kinds.h"

#define MOST_TRIES 30
#define LOOK_FOR 300    /* milliseconds, at most */
#define KEPT_AFTER 1000 /* milliseconds: the session promises that a draft is on the disk by then */

enum
{
  QUERIES,
  TICKETS,
  CUSTOMERS,
  AGENTS,
  DEPARTMENTS,
  NOTIFICATIONS,
  N_LISTS
};

struct _DeskTestDeeds
{
  DeskSession *session; /* owned */
  GRand *random;        /* owned */
  DeskTestJournal journal;
  gpointer data;
  DeskListModel *lists[N_LISTS]; /* owned, when they are needed first */
  guint seed;
  guint life;
  guint n;
};

/* A command being thought of. */
typedef struct
{
  DeskTestDeeds *self;
  DeskEntity *target; /* owned, or NULL */
  GVariantBuilder arguments;
  char *mark; /* owned */
  char *what; /* owned, or NULL */
} Deed;

typedef struct
{
  DeskTestDeeds *self;
  char *line;
} Keeping;

static const DeskKind *const kinds[N_LISTS] = { &desk_query_kind, &desk_ticket_kind,     &desk_customer_kind,
                                                &desk_agent_kind, &desk_department_kind, &desk_notification_kind };

static guint
pick (DeskTestDeeds *self, guint n)
{
  return g_rand_int_range (self->random, 0, n);
}

/* (nullable) */
static DeskEntity *
pick_entity (DeskTestDeeds *self, guint which)
{
  DeskEntity *entity;
  guint n;

  if (self->lists[which] == NULL)
    {
      g_autoptr (DeskListSpec) spec = desk_list_spec_new (kinds[which]);

      self->lists[which] = desk_session_list (self->session, spec);
    }
  while (desk_list_model_get_loading (self->lists[which]))
    g_main_context_iteration (NULL, TRUE);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->lists[which]));
  if (n == 0)
    return NULL;
  /* Rather the newest: there several commands meet. */
  entity = g_list_model_get_item (G_LIST_MODEL (self->lists[which]), pick (self, pick (self, 2) ? n : MIN (n, 4)));
  /* An empty one stands for a row that has just gone. */
  if (desk_entity_get_id (entity) == NULL)
    g_clear_object (&entity);
  return entity;
}

static void
add_text (Deed *deed, const char *name, const char *text)
{
  g_variant_builder_add (&deed->arguments, "{sv}", name, g_variant_new_string (text));
}

static void
add_enum (Deed *deed, const char *name, const DeskEnum *info, int value)
{
  add_text (deed, name, desk_enum_to_wire (info, value));
}

static void
say_what (Deed *deed, const char *field, const char *value)
{
  g_free (deed->what);
  deed->what = g_strconcat (field, "=", value, NULL);
}

static gboolean
think_of_query (Deed *deed)
{
  static const char *const names[] = { "Asha Rao", "Vikram Shah", "Meera Iyer" };
  g_autofree char *mobile = g_strdup_printf ("98765 0000%u", pick (deed->self, 10));

  add_enum (deed, "source", &desk_query_source_enum, DESK_QUERY_SOURCE_PHONE);
  add_text (deed, "name", names[pick (deed->self, G_N_ELEMENTS (names))]);
  add_text (deed, "mobile", mobile);
  add_text (deed, "message", deed->mark);
  return TRUE;
}

static gboolean
think_of_query_update (Deed *deed)
{
  DeskQueryStatus from = desk_entity_get_enum (deed->target, DESK_QUERY_STATUS);

  if (pick (deed->self, 2) == 0)
    {
      add_text (deed, "remarks", deed->mark);
      say_what (deed, "remarks", deed->mark);
      return TRUE;
    }
  for (DeskQueryStatus to = DESK_QUERY_STATUS_OPEN; to < DESK_QUERY_STATUS_ESCALATED; to++)
    /* A reply sets a query in progress, too, and nobody could tell which of the two it was. */
    if (to != from && to != DESK_QUERY_STATUS_IN_PROGRESS && desk_query_status_may_follow (from, to))
      {
        add_enum (deed, "status", &desk_query_status_enum, to);
        say_what (deed, "status", desk_enum_to_wire (&desk_query_status_enum, to));
        return TRUE;
      }
  return FALSE;
}

static gboolean
think_of_reply (Deed *deed)
{
  add_text (deed, "body", deed->mark);
  g_variant_builder_add (&deed->arguments, "{sv}", "is_internal", g_variant_new_boolean (pick (deed->self, 2)));
  return TRUE;
}

static gboolean
think_of_query_escalation (Deed *deed)
{
  g_autoptr (DeskEntity) agent = pick_entity (deed->self, AGENTS);

  add_text (deed, "subject", "Escalated");
  add_text (deed, "category", "Product Complaint");
  add_text (deed, "description", deed->mark);
  if (agent != NULL && pick (deed->self, 3) == 0)
    add_text (deed, "assigned_to", desk_entity_get_id (agent));
  return TRUE;
}

static gboolean
think_of_ticket (Deed *deed)
{
  g_autoptr (DeskEntity) customer = pick_entity (deed->self, CUSTOMERS);

  if (customer == NULL)
    return FALSE;
  add_text (deed, "customer_id", desk_entity_get_id (customer));
  add_text (deed, "subject", "New");
  add_text (deed, "category", "Product Complaint");
  add_text (deed, "description", deed->mark);
  return TRUE;
}

static gboolean
think_of_ticket_update (Deed *deed)
{
  static const DeskTicketStatus moves[] = { DESK_TICKET_STATUS_IN_PROGRESS, DESK_TICKET_STATUS_PENDING_CUSTOMER,
                                            DESK_TICKET_STATUS_PENDING_INTERNAL };
  DeskTicketStatus from = desk_entity_get_enum (deed->target, DESK_TICKET_STATUS);
  DeskTicketStatus to = moves[pick (deed->self, G_N_ELEMENTS (moves))];

  if (pick (deed->self, 2) == 0)
    {
      add_text (deed, "subject", deed->mark);
      say_what (deed, "subject", deed->mark);
      return TRUE;
    }
  if (to == from || from == DESK_TICKET_STATUS_RESOLVED || from == DESK_TICKET_STATUS_CLOSED)
    return FALSE;
  add_enum (deed, "status", &desk_ticket_status_enum, to);
  say_what (deed, "status", desk_enum_to_wire (&desk_ticket_status_enum, to));
  return TRUE;
}

static gboolean
think_of_assignment (Deed *deed)
{
  g_autoptr (DeskEntity) agent = pick_entity (deed->self, AGENTS);

  if (agent == NULL
      || g_strcmp0 (desk_entity_get_id (agent), desk_entity_get_string (deed->target, DESK_TICKET_ASSIGNED_TO)) == 0)
    return FALSE;
  add_text (deed, "agent_id", desk_entity_get_id (agent));
  say_what (deed, "assigned_to", desk_entity_get_id (agent));
  return TRUE;
}

static gboolean
think_of_taking (Deed *deed)
{
  say_what (deed, "assigned_to", desk_entity_get_id (DESK_ENTITY (desk_session_get_me (deed->self->session))));
  return TRUE;
}

static gboolean
think_of_ticket_escalation (Deed *deed)
{
  g_autoptr (DeskEntity) agent = pick_entity (deed->self, AGENTS);

  if (agent == NULL)
    return FALSE;
  add_text (deed, "agent_id", desk_entity_get_id (agent));
  add_text (deed, "reason", deed->mark);
  say_what (deed, "status", desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_ESCALATED));
  return TRUE;
}

static gboolean
think_of_resolution (Deed *deed)
{
  add_enum (deed, "resolution_type", &desk_resolution_type_enum, DESK_RESOLUTION_TYPE_NO_ACTION);
  add_text (deed, "resolution", deed->mark);
  say_what (deed, "status", desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_RESOLVED));
  return TRUE;
}

static gboolean
think_of_closing (Deed *deed)
{
  say_what (deed, "status", desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_CLOSED));
  return TRUE;
}

static gboolean
think_of_reopening (Deed *deed)
{
  DeskTicketStatus from = desk_entity_get_enum (deed->target, DESK_TICKET_STATUS);

  say_what (deed, "status", desk_enum_to_wire (&desk_ticket_status_enum, DESK_TICKET_STATUS_IN_PROGRESS));
  return from == DESK_TICKET_STATUS_RESOLVED || from == DESK_TICKET_STATUS_CLOSED;
}

static gboolean
think_of_customer (Deed *deed)
{
  add_text (deed, "notes", deed->mark);
  say_what (deed, "notes", deed->mark);
  return TRUE;
}

static gboolean
think_of_availability (Deed *deed)
{
  DeskEntity *me = DESK_ENTITY (desk_session_get_me (deed->self->session));
  DeskAvailability to = pick (deed->self, 2) ? DESK_AVAILABILITY_BUSY : DESK_AVAILABILITY_AVAILABLE;

  g_set_object (&deed->target, me);
  add_enum (deed, "availability", &desk_availability_enum, to);
  say_what (deed, "availability", desk_enum_to_wire (&desk_availability_enum, to));
  return TRUE;
}

static gboolean
think_of_reading (Deed *deed)
{
  g_autoptr (DeskEntity) notification = pick_entity (deed->self, NOTIFICATIONS);
  const char *ids[2] = { notification != NULL ? desk_entity_get_id (notification) : NULL, NULL };

  if (notification == NULL || desk_entity_is_set (notification, DESK_NOTIFICATION_READ_AT))
    return FALSE;
  g_variant_builder_add (&deed->arguments, "{sv}", "ids", g_variant_new_strv (ids, -1));
  say_what (deed, "read", ids[0]);
  return TRUE;
}

static const struct
{
  gboolean (*think) (Deed *deed);
  int list;
} thoughts[DESK_N_COMMANDS] = {
  [DESK_COMMAND_QUERY_CREATE] = { think_of_query, -1 },
  [DESK_COMMAND_QUERY_UPDATE] = { think_of_query_update, QUERIES },
  [DESK_COMMAND_QUERY_REPLY] = { think_of_reply, QUERIES },
  [DESK_COMMAND_QUERY_ESCALATE] = { think_of_query_escalation, QUERIES },
  [DESK_COMMAND_TICKET_CREATE] = { think_of_ticket, -1 },
  [DESK_COMMAND_TICKET_UPDATE] = { think_of_ticket_update, TICKETS },
  [DESK_COMMAND_TICKET_REPLY] = { think_of_reply, TICKETS },
  [DESK_COMMAND_TICKET_ASSIGN] = { think_of_assignment, TICKETS },
  [DESK_COMMAND_TICKET_TAKE] = { think_of_taking, TICKETS },
  [DESK_COMMAND_TICKET_ESCALATE] = { think_of_ticket_escalation, TICKETS },
  [DESK_COMMAND_TICKET_RESOLVE] = { think_of_resolution, TICKETS },
  [DESK_COMMAND_TICKET_CLOSE] = { think_of_closing, TICKETS },
  [DESK_COMMAND_TICKET_REOPEN] = { think_of_reopening, TICKETS },
  [DESK_COMMAND_CUSTOMER_UPDATE] = { think_of_customer, CUSTOMERS },
  [DESK_COMMAND_AVAILABILITY_SET] = { think_of_availability, -1 },
  [DESK_COMMAND_NOTIFICATIONS_READ] = { think_of_reading, -1 },
};

static void write_journal (DeskTestDeeds *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
write_journal (DeskTestDeeds *self, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  self->journal (self->data, line);
}

static char *
make_mark (DeskTestDeeds *self)
{
  return g_strdup_printf ("mark-%u-%u-%u", self->seed, self->life, ++self->n);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Nobody decides on the next thing before they have seen the last one. */
static void
look_at_it (Deed *deed, gint64 updated_before)
{
  gboolean is_over = FALSE;
  guint tick = g_timeout_add (LOOK_FOR, on_tick_cb, &is_over);

  while (!is_over && desk_entity_get_time (deed->target, DESK_ENTITY_UPDATED_AT) == updated_before)
    g_main_context_iteration (NULL, TRUE);
  if (!is_over)
    g_source_remove (tick);
}

static gboolean
give (Deed *deed, DeskCommandKind kind)
{
  DeskTestDeeds *self = deed->self;
  const char *target = deed->target != NULL ? desk_entity_get_id (deed->target) : NULL;
  gint64 updated = deed->target != NULL ? desk_entity_get_time (deed->target, DESK_ENTITY_UPDATED_AT) : 0;
  g_autofree char *new_id = NULL;
  g_autofree char *id = NULL;

  write_journal (self, "try\t%s\t%s\t%s\t%s", deed->mark, desk_command_get_info (kind)->name,
                 target != NULL ? target : "", deed->what != NULL ? deed->what : "");
  id = desk_session_do (self->session, kind, target, g_variant_builder_end (&deed->arguments), &new_id, NULL);
  if (id != NULL)
    write_journal (self, "ok\t%s\t%s\t%s", deed->mark, id, new_id != NULL ? new_id : "");
  else
    write_journal (self, "no\t%s", deed->mark);
  if (id != NULL && target != NULL)
    look_at_it (deed, updated);
  return id != NULL;
}

gboolean
desk_test_deeds_know (DeskCommandKind kind)
{
  return thoughts[kind].think != NULL;
}

static gboolean
try_one (DeskTestDeeds *self)
{
  /* There is seldom something to read: it is looked for more often. */
  DeskCommandKind kind = pick (self, 6) == 0
                             ? DESK_COMMAND_NOTIFICATIONS_READ
                             : (DeskCommandKind) (DESK_COMMAND_NONE + 1 + pick (self, DESK_N_COMMANDS - 1));
  Deed deed = { .self = self };
  gboolean is_given = FALSE;

  if (!desk_test_deeds_know (kind) || !desk_session_may (self->session, desk_command_get_permission (kind)))
    return FALSE;
  if (thoughts[kind].list >= 0)
    {
      deed.target = pick_entity (self, thoughts[kind].list);
      if (deed.target == NULL)
        return FALSE;
    }
  deed.mark = make_mark (self);
  g_variant_builder_init (&deed.arguments, G_VARIANT_TYPE_VARDICT);
  if (thoughts[kind].think (&deed))
    is_given = give (&deed, kind);
  else
    g_variant_builder_clear (&deed.arguments);
  g_clear_object (&deed.target);
  g_free (deed.mark);
  g_free (deed.what);
  return is_given;
}

static gboolean
on_kept_cb (gpointer user_data)
{
  Keeping *keeping = user_data;

  keeping->self->journal (keeping->self->data, keeping->line);
  return G_SOURCE_REMOVE;
}

static void
free_keeping (gpointer data)
{
  Keeping *keeping = data;

  g_free (keeping->line);
  g_free (keeping);
}

DeskTestDeeds *
desk_test_deeds_new (DeskSession *session, guint seed, guint life, DeskTestJournal journal, gpointer data)
{
  DeskTestDeeds *self = g_new0 (DeskTestDeeds, 1);
  guint32 seeds[] = { seed, life };

  self->session = g_object_ref (session);
  self->seed = seed;
  self->life = life;
  self->random = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  self->journal = journal;
  self->data = data;
  return self;
}

void
desk_test_deeds_free (DeskTestDeeds *self)
{
  for (guint i = 0; i < N_LISTS; i++)
    g_clear_object (&self->lists[i]);
  g_object_unref (self->session);
  g_rand_free (self->random);
  g_free (self);
}

guint
desk_test_deeds_do (DeskTestDeeds *self, guint n)
{
  guint n_done = 0;

  for (guint i = 0; i < n; i++)
    for (guint try = 0; try < MOST_TRIES; try++)
      if (try_one (self))
        {
          n_done++;
          break;
        }
  return n_done;
}

void
desk_test_deeds_draft (DeskTestDeeds *self)
{
  g_autoptr (DeskEntity) thread = pick_entity (self, pick (self, 2) ? QUERIES : TICKETS);
  g_autofree char *mark = make_mark (self);
  Keeping *keeping;

  if (thread == NULL)
    return;
  write_journal (self, "draft\t%s\t%s", desk_entity_get_id (thread), mark);
  desk_session_set_draft (self->session, desk_entity_get_id (thread), mark, pick (self, 2));
  keeping = g_new0 (Keeping, 1);
  keeping->self = self;
  keeping->line = g_strdup_printf ("kept\t%s\t%s", desk_entity_get_id (thread), mark);
  g_timeout_add_full (G_PRIORITY_DEFAULT, KEPT_AFTER, on_kept_cb, keeping, free_keeping);
}
