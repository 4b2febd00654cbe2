/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/demo/desk-demo-cases.h"

#include <string.h>

#include "core/desk-number.h"
#include "core/desk-time.h"
#include "core/desk-workflow.h"
#include "server/demo/desk-demo-chats.h"
#include "server/demo/desk-demo-people.h"
#include "server/demo/desk-demo-thread.h"
#include "server/demo/desk-demo-words.h"
#include "server/desk/desk-clocks.h"

/* What a story is told of that goes with everything. */
#define ANY_SORT "any"

/* What one case is about. */
typedef struct
{
  DeskDemo *demo;             /* borrowed */
  const DeskDemoStory *story; /* borrowed */
  DeskEntity *customer;       /* borrowed */
  DeskEntity *order;          /* borrowed, or NULL */
  DeskEntity *item;           /* borrowed, of the order, or NULL */
  DeskQuerySource source;
  gint64 created_at;
} Case;

static char *
fill_in (Case *self, const char *text)
{
  const char *name = desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME);
  const char *space = strchr (name, ' ');
  g_autofree char *first_name = space != NULL ? g_strndup (name, space - name) : g_strdup (name);
  const char *address = desk_entity_get_string (self->customer, DESK_CUSTOMER_ADDRESS);
  const char *city = strrchr (address, ',');
  const char *product =
      self->item != NULL ? desk_entity_get_string (self->item, DESK_ORDER_ITEM_NAME) : self->demo->words->no_product;
  const char *order =
      self->order != NULL ? desk_entity_get_string (self->order, DESK_ORDER_NUMBER) : self->demo->words->no_order;
  g_autoptr (GString) filled = g_string_new (text);

  g_string_replace (filled, "{name}", first_name, 0);
  g_string_replace (filled, "{city}", city != NULL ? city + 2 : address, 0);
  g_string_replace (filled, "{product}", product, 0);
  g_string_replace (filled, "{order}", order, 0);
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

/* The customer's last order before the case, so that people complain of what they have. */
static DeskEntity *
find_order (DeskDemo *demo, guint customer, gint64 before)
{
  GPtrArray *orders = demo->orders->pdata[customer];
  DeskEntity *found = NULL;

  for (guint i = 0; i < orders->len; i++)
    if (desk_entity_get_time (orders->pdata[i], DESK_ORDER_PLACED_AT) < before)
      found = orders->pdata[i];
  return found;
}

/* The sort of something in an order, by its sku. */
static const char *
find_sort (DeskDemo *demo, DeskEntity *item, gboolean by_provider)
{
  GPtrArray *goods = demo->words->goods[by_provider];
  const char *sku = desk_entity_get_string (item, DESK_ORDER_ITEM_SKU);

  for (guint i = 0; i < goods->len; i++)
    if (g_strcmp0 (((DeskDemoProduct *) goods->pdata[i])->sku, sku) == 0)
      return ((DeskDemoProduct *) goods->pdata[i])->sort;
  return NULL;
}

/* Something of the order that the story can be told of. */
static DeskEntity *
find_item (Case *self, DeskEntity *order)
{
  GPtrArray *items = desk_entity_get_items (order, DESK_ORDER_ITEMS);
  gboolean by_provider = desk_demo_is_provider (self->customer);
  guint start = desk_demo_pick (self->demo, items->len);

  for (guint i = 0; i < items->len; i++)
    {
      DeskEntity *item = items->pdata[(start + i) % items->len];

      if (g_str_equal (self->story->about, ANY_SORT)
          || g_strcmp0 (self->story->about, find_sort (self->demo, item, by_provider)) == 0)
        return item;
    }
  return NULL;
}

static gboolean
choose_story (Case *self, DeskEntity *order)
{
  GPtrArray *stories = self->demo->words->stories[desk_demo_is_provider (self->customer)];

  self->story = stories->pdata[desk_demo_pick (self->demo, stories->len)];
  self->order = NULL;
  self->item = NULL;
  if (self->story->about == NULL)
    return TRUE;
  self->order = order;
  self->item = order != NULL ? find_item (self, order) : NULL;
  return self->item != NULL;
}

static void
begin_case (Case *self, DeskDemo *demo, gint64 created_at)
{
  guint customer;

  /* Some customers write often: a few take a fifth of all cases. */
  customer = desk_demo_pick (demo, 5) == 0 ? desk_demo_pick (demo, MIN (demo->customers->len, 40))
                                           : desk_demo_pick (demo, demo->customers->len);
  *self = (Case){ .demo = demo, .created_at = created_at };
  self->customer = demo->customers->pdata[customer];
  self->source = desk_demo_chance (demo, demo->words->chat_percent)
                     ? DESK_QUERY_SOURCE_CHAT
                     : DESK_QUERY_SOURCE_EMAIL + (int) desk_demo_pick (demo, 3);
  while (!choose_story (self, find_order (demo, customer, created_at)))
    continue;
}

static DeskEntity *
find_department (DeskDemo *demo, const char *name)
{
  for (guint i = 0; i < demo->departments->len; i++)
    if (g_strcmp0 (desk_entity_get_string (demo->departments->pdata[i], DESK_DEPARTMENT_NAME), name) == 0)
      return demo->departments->pdata[i];
  return demo->departments->len > 0 ? demo->departments->pdata[0] : NULL;
}

static DeskEntity *
pick_executive (DeskDemo *demo)
{
  DeskEntity *picked = demo->demo_executive;

  if (desk_demo_chance (demo, 50))
    for (guint tries = 0; tries < 8; tries++)
      {
        DeskEntity *agent = demo->agents->pdata[desk_demo_pick (demo, demo->agents->len)];

        if (desk_entity_get_enum (agent, DESK_AGENT_ROLE) == DESK_ROLE_EXECUTIVE)
          return agent;
      }
  return picked;
}

/* Somebody of the department who may have another ticket; any of its people when the ticket is done anyway. */
static DeskEntity *
pick_agent (DeskDemo *demo, DeskEntity *department, int tier, gboolean counts_as_load)
{
  const char *department_id = desk_entity_get_id (department);
  guint start = desk_demo_pick (demo, demo->agents->len);
  gint64 most = counts_as_load ? 3 + desk_demo_pick (demo, 4) : G_MAXINT64;
  DeskEntity *favourite = demo->demo_agent;

  /* Whoever tries the desk as its agent shall find work. */
  if (g_strcmp0 (desk_entity_get_string (favourite, DESK_AGENT_DEPARTMENT_ID), department_id) == 0
      && (counts_as_load ? desk_entity_get_integer (favourite, DESK_AGENT_ACTIVE_TICKETS) < 5
                         : desk_demo_chance (demo, 60)))
    return favourite;
  for (guint i = 0; i < demo->agents->len; i++)
    {
      DeskEntity *agent = demo->agents->pdata[(start + i) % demo->agents->len];

      if (desk_entity_get_enum (agent, DESK_AGENT_ROLE) == DESK_ROLE_AGENT
          && g_strcmp0 (desk_entity_get_string (agent, DESK_AGENT_DEPARTMENT_ID), department_id) == 0
          && (!counts_as_load || desk_entity_get_integer (agent, DESK_AGENT_TIER) >= tier)
          && desk_entity_get_integer (agent, DESK_AGENT_ACTIVE_TICKETS) < most)
        return agent;
    }
  return NULL;
}

/* How far a ticket of that age has come. What is older than eight days is done. */
static DeskTicketStatus
choose_ticket_status (DeskDemo *demo, gint64 age)
{
  static const struct
  {
    gint64 below;
    guint8 percent[8]; /* new, assigned, in progress, pending customer, pending internal, escalated, resolved, closed */
  } ages[] = {
    { 3 * DESK_TIME_HOUR, { 40, 25, 35, 0, 0, 0, 0, 0 } }, { DESK_TIME_DAY, { 15, 15, 24, 14, 10, 9, 13, 0 } },
    { 4 * DESK_TIME_DAY, { 4, 6, 12, 12, 9, 8, 49, 0 } },  { 8 * DESK_TIME_DAY, { 0, 0, 2, 5, 1, 2, 80, 10 } },
    { G_MAXINT64, { 0, 0, 0, 0, 0, 0, 0, 100 } },
  };
  guint row = 0, roll = desk_demo_pick (demo, 100), sum = 0;

  while (age >= ages[row].below)
    row++;
  for (guint i = 0; i < G_N_ELEMENTS (ages[row].percent); i++)
    {
      sum += ages[row].percent[i];
      if (roll < sum)
        return DESK_TICKET_STATUS_NEW + i;
    }
  return DESK_TICKET_STATUS_CLOSED;
}

/* What the preset's rules say, unless somebody has thought otherwise; by chance where they say nothing. */
static DeskPriority
choose_priority (Case *self, DeskEntity *ticket)
{
  DeskDemo *demo = self->demo;
  guint roll = desk_demo_pick (demo, 100);
  gboolean has_order = self->order != NULL;
  DeskPresetCase about = {
    .subject = DESK_SUBJECT_TICKET,
    .source = self->source,
    .category = self->story->category,
    .issue_type = self->story->issue_type,
    .title = desk_entity_get_string (ticket, DESK_TICKET_SUBJECT),
    .text = desk_entity_get_string (ticket, DESK_TICKET_DESCRIPTION),
    .has_order = has_order,
    .amount = has_order ? desk_entity_get_money (self->order, DESK_ORDER_TOTAL, NULL) : 0,
  };
  DeskPriority ruled = desk_preset_get_priority (demo->preset, &about);

  if (ruled != DESK_PRIORITY_MEDIUM && roll >= 12)
    return ruled;
  if (roll < 6)
    return DESK_PRIORITY_CRITICAL;
  if (roll < (has_order ? 40 : 20))
    return DESK_PRIORITY_HIGH;
  return roll < 78 ? DESK_PRIORITY_MEDIUM : DESK_PRIORITY_LOW;
}

/* A later moment, but never after now. */
static gint64
later (DeskDemo *demo, gint64 at, gint64 least, gint64 most)
{
  gint64 then = desk_demo_between (demo, at + least, at + most);

  return MIN (then, demo->now - DESK_TIME_SECOND);
}

static DeskEntity *
create_query (Case *self)
{
  DeskDemo *demo = self->demo;
  DeskEntity *query = desk_demo_create (demo, &desk_query_kind, self->created_at);
  g_autofree char *number = NULL, *message = fill_in (self, self->story->message);
  DeskPresetCase about = {
    .subject = DESK_SUBJECT_QUERY, .source = self->source, .text = message, .has_order = self->order != NULL
  };

  number = desk_number_format (desk_preset_get_query_number_format (demo->preset), 0, ++demo->n_queries);
  desk_entity_set_string (query, DESK_QUERY_NUMBER, number);
  desk_entity_set_string (query, DESK_QUERY_CUSTOMER_ID, desk_entity_get_id (self->customer));
  desk_entity_set_string (query, DESK_QUERY_NAME, desk_entity_get_string (self->customer, DESK_CUSTOMER_NAME));
  desk_entity_set_string (query, DESK_QUERY_MOBILE, desk_entity_get_string (self->customer, DESK_CUSTOMER_MOBILE));
  if (self->source == DESK_QUERY_SOURCE_EMAIL || desk_demo_chance (demo, 30))
    desk_entity_set_string (query, DESK_QUERY_EMAIL, desk_entity_get_string (self->customer, DESK_CUSTOMER_EMAIL));
  desk_entity_set_string (query, DESK_QUERY_MESSAGE, message);
  desk_entity_set_enum (query, DESK_QUERY_SOURCE, self->source);
  desk_entity_set_enum (query, DESK_QUERY_STATUS, DESK_QUERY_STATUS_OPEN);
  desk_entity_set_enum (query, DESK_QUERY_PRIORITY,
                        !self->order && desk_demo_chance (demo, 25) ? DESK_PRIORITY_LOW
                                                                    : desk_preset_get_priority (demo->preset, &about));
  if (self->order != NULL)
    desk_entity_set_string (query, DESK_QUERY_ORDER_ID, desk_entity_get_id (self->order));
  desk_entity_set_flag (query, DESK_QUERY_IS_ESCALATED, FALSE);
  return query;
}

/* Tier 1: answered, perhaps resolved and closed. */
static gboolean
work_on_query (Case *self, DeskDemoThread *thread, GError **error)
{
  DeskDemo *demo = self->demo;
  DeskEntity *query = thread->entity;
  DeskEntity *executive = pick_executive (demo);
  gint64 age = demo->now - self->created_at;
  guint roll = desk_demo_pick (demo, 100);
  g_autofree char *reply = fill_in (self, self->story->reply), *follow_up = fill_in (self, self->story->follow_up);
  gint64 at = later (demo, self->created_at, 3 * DESK_TIME_MINUTE, 50 * DESK_TIME_MINUTE);

  if (age < 8 * DESK_TIME_HOUR ? roll < 60 : age < DESK_TIME_DAY && roll < 25)
    return TRUE;
  desk_entity_set_string (query, DESK_QUERY_ASSIGNED_TO, desk_entity_get_id (executive));
  if (!desk_demo_thread_agent_says (thread, at, executive, reply, error)
      || !desk_demo_thread_set_status (thread, at, DESK_ACTION_STATUS_CHANGED, executive, DESK_QUERY_STATUS_IN_PROGRESS,
                                       error))
    return FALSE;
  if (age < 3 * DESK_TIME_HOUR || (age < DESK_TIME_DAY && roll < 60) || (age < 4 * DESK_TIME_DAY && roll < 30)
      || (age < 8 * DESK_TIME_DAY && roll < 10))
    return roll % 2 == 0
           || desk_demo_thread_customer_says (thread, later (demo, at, 2 * DESK_TIME_MINUTE, 40 * DESK_TIME_MINUTE),
                                              follow_up, error);
  at = later (demo, at, 10 * DESK_TIME_MINUTE, 5 * DESK_TIME_HOUR);
  desk_entity_set_time (query, DESK_QUERY_RESOLVED_AT, at);
  if (!desk_demo_thread_set_status (thread, at, DESK_ACTION_RESOLVED, executive, DESK_QUERY_STATUS_RESOLVED, error))
    return FALSE;
  if (age < 3 * DESK_TIME_DAY || roll % 4 == 0)
    return TRUE;
  at = later (demo, at, DESK_TIME_HOUR, 2 * DESK_TIME_DAY);
  desk_entity_set_time (query, DESK_QUERY_CLOSED_AT, at);
  return desk_demo_thread_set_status (thread, at, DESK_ACTION_CLOSED, executive, DESK_QUERY_STATUS_CLOSED, error);
}

static void
number_ticket (DeskDemo *demo, DeskEntity *ticket, gint64 at)
{
  const char *format = desk_preset_get_ticket_number_format (demo->preset);
  int year = desk_number_year (at, desk_preset_get_time_zone (demo->preset));
  gpointer key = GINT_TO_POINTER (desk_number_format_has_year (format) ? year : 0);
  gint64 n = GPOINTER_TO_INT (g_hash_table_lookup (demo->ticket_counts, key)) + 1;
  g_autofree char *number = desk_number_format (format, year, n);

  g_hash_table_insert (demo->ticket_counts, key, GINT_TO_POINTER ((int) n));
  desk_entity_set_string (ticket, DESK_TICKET_NUMBER, number);
}

/* Due times and breaches follow from what happened, as they do at a desk where it really did. */
static gboolean
set_clocks (DeskDemo *demo, DeskEntity *ticket, GError **error)
{
  DeskTransaction transaction = { .db = demo->db, .preset = demo->preset, .now = demo->now };

  return desk_clocks_set_past (&transaction, ticket, error);
}

static void
set_affected_item (Case *self, DeskEntity *ticket)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const char *currency;
  gint64 price;
  DeskEntity *item;

  if (self->item == NULL || !self->story->affects_item)
    return;
  item = desk_entity_new (&desk_affected_item_kind);
  price = desk_entity_get_money (self->item, DESK_ORDER_ITEM_UNIT_PRICE, &currency);
  desk_entity_set_string (item, DESK_AFFECTED_ITEM_SKU, desk_entity_get_string (self->item, DESK_ORDER_ITEM_SKU));
  desk_entity_set_string (item, DESK_AFFECTED_ITEM_NAME, desk_entity_get_string (self->item, DESK_ORDER_ITEM_NAME));
  desk_entity_set_integer (item, DESK_AFFECTED_ITEM_QUANTITY,
                           desk_entity_get_integer (self->item, DESK_ORDER_ITEM_QUANTITY));
  desk_entity_set_money (item, DESK_AFFECTED_ITEM_UNIT_PRICE, price, currency);
  g_ptr_array_add (items, item);
  desk_entity_set_items (ticket, DESK_TICKET_AFFECTED_ITEMS, items);
}

static void
set_tags (Case *self, DeskEntity *ticket)
{
  char **words = self->demo->words->tags;
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  g_auto (GStrv) chosen = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (desk_demo_chance (self->demo, 12))
      g_strv_builder_add (tags, words[i]);
  chosen = g_strv_builder_end (tags);
  if (chosen[0] != NULL)
    desk_entity_set_tags (ticket, DESK_TICKET_TAGS, (const char *const *) chosen);
}

static DeskEntity *
create_ticket (Case *self, gint64 at)
{
  DeskDemo *demo = self->demo;
  DeskEntity *ticket = desk_demo_create (demo, &desk_ticket_kind, at);
  g_autofree char *subject = fill_in (self, self->story->subject), *message = fill_in (self, self->story->message);
  const char *department;
  int tier;

  desk_preset_route (demo->preset, self->story->category, self->story->issue_type, &department, &tier);
  number_ticket (demo, ticket, at);
  desk_entity_set_string (ticket, DESK_TICKET_CUSTOMER_ID, desk_entity_get_id (self->customer));
  if (self->order != NULL)
    desk_entity_set_string (ticket, DESK_TICKET_ORDER_ID, desk_entity_get_id (self->order));
  desk_entity_set_string (ticket, DESK_TICKET_SUBJECT, subject);
  desk_entity_set_string (ticket, DESK_TICKET_DESCRIPTION, message);
  desk_entity_set_string (ticket, DESK_TICKET_CATEGORY, self->story->category);
  desk_entity_set_string (ticket, DESK_TICKET_ISSUE_TYPE, self->story->issue_type);
  desk_entity_set_enum (ticket, DESK_TICKET_PRIORITY, choose_priority (self, ticket));
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_NEW);
  desk_entity_set_string (ticket, DESK_TICKET_DEPARTMENT_ID, desk_entity_get_id (find_department (demo, department)));
  desk_entity_set_integer (ticket, DESK_TICKET_TIER, tier);
  desk_entity_set_integer (ticket, DESK_TICKET_REOPENED_COUNT, 0);
  set_affected_item (self, ticket);
  set_tags (self, ticket);
  return ticket;
}

static void
set_resolution (Case *self, DeskEntity *ticket, DeskEntity *agent, gint64 at)
{
  DeskResolutionType type = self->story->resolution_type;
  const char *currency;
  gint64 total, refund;

  desk_entity_set_time (ticket, DESK_TICKET_RESOLVED_AT, at);
  desk_entity_set_string (ticket, DESK_TICKET_RESOLVED_BY, desk_entity_get_id (agent));
  desk_entity_set_string (ticket, DESK_TICKET_RESOLUTION, self->story->resolution);
  if (desk_resolution_type_is_refund (type) && self->order == NULL)
    type = DESK_RESOLUTION_TYPE_NO_ACTION;
  desk_entity_set_enum (ticket, DESK_TICKET_RESOLUTION_TYPE, type);
  if (!desk_resolution_type_is_refund (type))
    return;
  total = desk_entity_get_money (self->order, DESK_ORDER_TOTAL, &currency);
  refund = type == DESK_RESOLUTION_TYPE_FULL_REFUND
               ? total
               : desk_entity_get_money (self->item, DESK_ORDER_ITEM_UNIT_PRICE, NULL)
                     * desk_entity_get_integer (self->item, DESK_ORDER_ITEM_QUANTITY);
  desk_entity_set_money (ticket, DESK_TICKET_REFUND, MIN (refund, total), currency);
}

/* What is younger than a day nobody has read yet; of what is older nobody keeps the notice. */
static gboolean
notify_assigned (DeskDemo *demo, DeskEntity *ticket, DeskEntity *agent, gint64 at, GError **error)
{
  g_autoptr (DeskEntity) notification = NULL;
  g_autofree char *body = NULL;

  if (demo->now - at > DESK_TIME_DAY)
    return TRUE;
  notification = desk_demo_create (demo, &desk_notification_kind, at);
  body = g_strdup_printf ("%s · %s", desk_entity_get_string (ticket, DESK_TICKET_NUMBER),
                          desk_entity_get_string (ticket, DESK_TICKET_SUBJECT));
  desk_entity_set_string (notification, DESK_NOTIFICATION_RECIPIENT_ID, desk_entity_get_id (agent));
  desk_entity_set_enum (notification, DESK_NOTIFICATION_KIND, DESK_NOTIFICATION_KIND_TICKET_ASSIGNED);
  desk_entity_set_string (notification, DESK_NOTIFICATION_TITLE, "New ticket assigned to you");
  desk_entity_set_string (notification, DESK_NOTIFICATION_BODY, body);
  desk_entity_set_enum (notification, DESK_NOTIFICATION_ABOUT_KIND, DESK_SUBJECT_TICKET);
  desk_entity_set_string (notification, DESK_NOTIFICATION_ABOUT_ID, desk_entity_get_id (ticket));
  return desk_demo_store (demo, notification, at, error);
}

static gboolean
assign_ticket (DeskDemoThread *thread, gint64 at, DeskEntity *agent, gboolean counts_as_load, GError **error)
{
  DeskEntity *ticket = thread->entity;
  DeskValue nobody = { 0 };

  desk_entity_set_string (ticket, DESK_TICKET_ASSIGNED_TO, desk_entity_get_id (agent));
  desk_entity_set_enum (ticket, DESK_TICKET_STATUS, DESK_TICKET_STATUS_ASSIGNED);
  if (counts_as_load)
    desk_entity_set_integer (agent, DESK_AGENT_ACTIVE_TICKETS,
                             desk_entity_get_integer (agent, DESK_AGENT_ACTIVE_TICKETS) + 1);
  if (at > desk_entity_get_time (agent, DESK_AGENT_LAST_ASSIGNED_AT))
    desk_entity_set_time (agent, DESK_AGENT_LAST_ASSIGNED_AT, at);
  return desk_demo_thread_record (thread, at, DESK_ACTION_ASSIGNED, NULL, DESK_TICKET_ASSIGNED_TO, &nobody, error)
         && notify_assigned (thread->demo, ticket, agent, at, error);
}

/* The last step: escalated to a colleague of a higher tier. */
static gboolean
escalate_ticket (Case *self, DeskDemoThread *thread, gint64 at, DeskEntity *agent, GError **error)
{
  DeskEntity *manager = self->demo->demo_manager;

  desk_entity_set_string (thread->entity, DESK_TICKET_ESCALATED_TO, desk_entity_get_id (manager));
  desk_entity_set_string (thread->entity, DESK_TICKET_ESCALATED_BY, desk_entity_get_id (agent));
  desk_entity_set_integer (thread->entity, DESK_TICKET_TIER, 3);
  return desk_demo_thread_set_status (thread, at, DESK_ACTION_ESCALATED, agent, DESK_TICKET_STATUS_ESCALATED, error);
}

/* Tier 2: assigned, answered, and on to where a ticket of its age is. */
static gboolean
work_on_ticket (Case *self, DeskDemoThread *thread, gint64 at, GError **error)
{
  DeskDemo *demo = self->demo;
  DeskEntity *ticket = thread->entity;
  DeskTicketStatus goal = choose_ticket_status (demo, demo->now - at);
  gboolean is_open = desk_ticket_status_is_open (goal);
  gint64 auto_close = desk_preset_get_auto_close (demo->preset);
  DeskEntity *department = NULL, *agent;
  g_autofree char *reply = fill_in (self, self->story->reply), *note = fill_in (self, self->story->note);
  g_autofree char *follow_up = fill_in (self, self->story->follow_up);

  for (guint i = 0; i < demo->departments->len; i++)
    if (g_strcmp0 (desk_entity_get_id (demo->departments->pdata[i]),
                   desk_entity_get_string (ticket, DESK_TICKET_DEPARTMENT_ID))
        == 0)
      department = demo->departments->pdata[i];
  agent = goal == DESK_TICKET_STATUS_NEW
              ? NULL
              : pick_agent (demo, department, desk_entity_get_integer (ticket, DESK_TICKET_TIER), is_open);
  if (agent == NULL && goal != DESK_TICKET_STATUS_NEW && demo->now - at > 3 * DESK_TIME_HOUR)
    {
      /* Nobody had room: what is older than a few hours was settled since. */
      goal = DESK_TICKET_STATUS_RESOLVED;
      is_open = FALSE;
      agent = pick_agent (demo, department, 1, FALSE);
    }
  if (agent == NULL)
    return TRUE;

  at = later (demo, at, 20 * DESK_TIME_SECOND, 8 * DESK_TIME_MINUTE);
  if (!assign_ticket (thread, at, agent, is_open, error))
    return FALSE;
  if (goal == DESK_TICKET_STATUS_ASSIGNED)
    return TRUE;

  at = later (demo, at, 4 * DESK_TIME_MINUTE, 70 * DESK_TIME_MINUTE);
  if (!desk_demo_thread_set_status (thread, at, DESK_ACTION_STATUS_CHANGED, agent, DESK_TICKET_STATUS_IN_PROGRESS,
                                    error)
      || !desk_demo_thread_agent_says (thread, at, agent, reply, error))
    return FALSE;
  at = later (demo, at, DESK_TIME_MINUTE, 30 * DESK_TIME_MINUTE);
  if (desk_demo_chance (demo, 60) && !desk_demo_thread_agent_notes (thread, at, agent, note, error))
    return FALSE;
  if (goal == DESK_TICKET_STATUS_PENDING_CUSTOMER || goal == DESK_TICKET_STATUS_PENDING_INTERNAL)
    return desk_demo_thread_set_status (thread, at, DESK_ACTION_STATUS_CHANGED, agent, goal, error);
  if (desk_demo_chance (demo, 75)
      && !desk_demo_thread_customer_says (thread, later (demo, at, 3 * DESK_TIME_MINUTE, 90 * DESK_TIME_MINUTE),
                                          follow_up, error))
    return FALSE;
  if (goal == DESK_TICKET_STATUS_IN_PROGRESS)
    return TRUE;
  at = later (demo, thread->last_at, 10 * DESK_TIME_MINUTE, 7 * DESK_TIME_HOUR);
  if (goal == DESK_TICKET_STATUS_ESCALATED)
    return escalate_ticket (self, thread, at, agent, error);

  set_resolution (self, ticket, agent, at);
  desk_entity_unset (ticket, DESK_TICKET_WAITING_SINCE);
  if (!desk_demo_thread_set_status (thread, at, DESK_ACTION_RESOLVED, agent, DESK_TICKET_STATUS_RESOLVED, error))
    return FALSE;
  /* After so long it has closed by itself. */
  if (goal == DESK_TICKET_STATUS_RESOLVED && demo->now - at < auto_close)
    return TRUE;
  at = goal == DESK_TICKET_STATUS_RESOLVED ? at + auto_close : later (demo, at, DESK_TIME_DAY, 7 * DESK_TIME_DAY);
  desk_entity_set_time (ticket, DESK_TICKET_CLOSED_AT, at);
  return desk_demo_thread_set_status (thread, at, DESK_ACTION_CLOSED, NULL, DESK_TICKET_STATUS_CLOSED, error);
}

static gboolean
finish_ticket (Case *self, DeskDemoThread *thread, gint64 at, GError **error)
{
  return work_on_ticket (self, thread, at, error) && set_clocks (self->demo, thread->entity, error)
         && desk_demo_store (self->demo, thread->entity, MAX (thread->last_at, at), error);
}

static gboolean
escalate_query (Case *self, DeskDemoThread *thread, GError **error)
{
  DeskDemo *demo = self->demo;
  DeskEntity *query = thread->entity;
  DeskEntity *executive = pick_executive (demo);
  gint64 at = later (demo, self->created_at, 20 * DESK_TIME_SECOND, 2 * DESK_TIME_MINUTE);
  g_autoptr (DeskEntity) ticket = create_ticket (self, at);
  DeskDemoThread ticket_thread;
  gboolean made;

  desk_entity_set_string (ticket, DESK_TICKET_QUERY_ID, desk_entity_get_id (query));
  desk_entity_set_string (ticket, DESK_TICKET_ESCALATED_BY, desk_entity_get_id (executive));
  desk_entity_set_flag (query, DESK_QUERY_IS_ESCALATED, TRUE);
  desk_entity_set_string (query, DESK_QUERY_ESCALATED_TICKET_ID, desk_entity_get_id (ticket));
  desk_entity_set_string (query, DESK_QUERY_ASSIGNED_TO, desk_entity_get_id (executive));
  desk_entity_unset (query, DESK_QUERY_WAITING_SINCE);
  if (!desk_demo_thread_set_status (thread, at, DESK_ACTION_ESCALATED, executive, DESK_QUERY_STATUS_ESCALATED, error))
    return FALSE;

  desk_demo_thread_init (&ticket_thread, demo, DESK_SUBJECT_TICKET, ticket, self->customer, self->source);
  desk_entity_set_time (ticket, DESK_TICKET_WAITING_SINCE, self->created_at);
  made = desk_demo_thread_record (&ticket_thread, at, DESK_ACTION_CREATED, executive, 0, NULL, error)
         && finish_ticket (self, &ticket_thread, at, error);
  desk_demo_thread_clear (&ticket_thread);
  return made;
}

static gboolean
make_query_case (Case *self, gboolean is_escalated, GError **error)
{
  DeskDemo *demo = self->demo;
  g_autoptr (DeskEntity) query = create_query (self);
  DeskDemoThread thread;
  gboolean made;

  desk_demo_thread_init (&thread, demo, DESK_SUBJECT_QUERY, query, self->customer, self->source);
  made = desk_demo_thread_record (&thread, self->created_at, DESK_ACTION_CREATED, NULL, 0, NULL, error)
         && desk_demo_thread_customer_says (&thread, self->created_at,
                                            desk_entity_get_string (query, DESK_QUERY_MESSAGE), error)
         && (is_escalated ? escalate_query (self, &thread, error) : work_on_query (self, &thread, error))
         && desk_demo_store (demo, query, MAX (thread.last_at, self->created_at), error);
  desk_demo_thread_clear (&thread);
  desk_demo_chats_note_query (demo, query);
  return made;
}

static gboolean
make_ticket_case (Case *self, GError **error)
{
  g_autoptr (DeskEntity) ticket = create_ticket (self, self->created_at);
  g_autofree char *message = fill_in (self, self->story->message);
  DeskDemoThread thread;
  gboolean made;

  desk_demo_thread_init (&thread, self->demo, DESK_SUBJECT_TICKET, ticket, self->customer, self->source);
  made = desk_demo_thread_record (&thread, self->created_at, DESK_ACTION_CREATED, NULL, 0, NULL, error)
         && desk_demo_thread_customer_says (&thread, self->created_at, message, error)
         && finish_ticket (self, &thread, self->created_at, error);
  desk_demo_thread_clear (&thread);
  return made;
}

/**
 * desk_demo_make_case:
 * @self: a desk with people in it and an open batch
 * @which: what sort of case
 * @created_at: when it began
 * @error: what the database says
 *
 * Makes one case from beginning to where one of its age is.
 *
 * Returns: whether it is stored
 */
gboolean
desk_demo_make_case (DeskDemo *self, DeskDemoCase which, gint64 created_at, GError **error)
{
  Case made;

  begin_case (&made, self, created_at);
  switch (which)
    {
    case DESK_DEMO_QUERY:
      return make_query_case (&made, FALSE, error);
    case DESK_DEMO_ESCALATED:
      return make_query_case (&made, TRUE, error);
    case DESK_DEMO_TICKET_ALONE:
      return make_ticket_case (&made, error);
    default:
      g_assert_not_reached ();
    }
}
