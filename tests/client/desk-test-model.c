/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/desk-test-model.h"

#include "core/desk-entity-json.h"
#include "core/desk-id.h"
#include "core/entities/desk-kinds.h"

/* A ticket, or a message. */
typedef struct
{
  char *id;
  gint64 version; /* 0: the server has none */
  gint64 seq;
  gboolean is_message;
  char *text; /* the subject, or the body */
  char *thread;
  int status;
  char *assigned;
  char *resolution;
  gint64 count;
} Row;

/* A command. */
typedef struct
{
  char *id;
  DeskCommandKind kind;
  char *target;
  char *new_id;
  JsonObject *body;
  gboolean is_refused;
  gboolean is_accepted;
  gboolean is_done; /* on the server */
  gint64 seq;       /* of what it was done to, then */
} Given;

struct _DeskTestModel
{
  char *me;
  gint64 clock;
  GHashTable *server; /* owned: id -> Row */
  GHashTable *told;   /* owned: id -> Row */
  GPtrArray *log;     /* owned, of Row: everything that the server has ever said */
  GPtrArray *given;   /* owned, of Given */
  GHashTable *ids;    /* owned: everything that there may be */
  GHashTable *been;   /* owned: descriptions */
  GString *story;
};

static void
free_row (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->text);
  g_free (row->thread);
  g_free (row->assigned);
  g_free (row->resolution);
  g_free (row);
}

static void
free_given (gpointer data)
{
  Given *given = data;

  g_free (given->id);
  g_free (given->target);
  g_free (given->new_id);
  json_object_unref (given->body);
  g_free (given);
}

static Row *
copy_row (Row *row)
{
  Row *copy = g_memdup2 (row, sizeof *row);

  copy->id = g_strdup (row->id);
  copy->text = g_strdup (row->text);
  copy->thread = g_strdup (row->thread);
  copy->assigned = g_strdup (row->assigned);
  copy->resolution = g_strdup (row->resolution);
  return copy;
}

static GHashTable *
make_rows (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_row);
}

static void
put_row (GHashTable *rows, Row *row)
{
  g_hash_table_replace (rows, row->id, row);
}

static Row *
make_row (GHashTable *rows, const char *id)
{
  Row *row = g_new0 (Row, 1);

  row->id = g_strdup (id);
  put_row (rows, row);
  return row;
}

static void
set_text (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static DeskEntity *
make_entity (Row *row)
{
  DeskEntity *entity = desk_entity_new (row->is_message ? &desk_message_kind : &desk_ticket_kind);

  desk_entity_set_string (entity, DESK_ENTITY_ID, row->id);
  desk_entity_set_integer (entity, DESK_ENTITY_VERSION, row->version);
  desk_entity_set_integer (entity, DESK_ENTITY_SEQ, row->seq);
  if (row->is_message)
    {
      desk_entity_set_enum (entity, DESK_MESSAGE_THREAD_KIND, DESK_SUBJECT_TICKET);
      desk_entity_set_string (entity, DESK_MESSAGE_THREAD_ID, row->thread);
      desk_entity_set_string (entity, DESK_MESSAGE_BODY, row->text);
      return entity;
    }
  desk_entity_set_string (entity, DESK_TICKET_SUBJECT, row->text);
  desk_entity_set_enum (entity, DESK_TICKET_STATUS, row->status);
  desk_entity_set_string (entity, DESK_TICKET_ASSIGNED_TO, row->assigned);
  desk_entity_set_string (entity, DESK_TICKET_RESOLUTION, row->resolution);
  desk_entity_set_integer (entity, DESK_TICKET_MESSAGE_COUNT, row->count);
  return entity;
}

static char *
dup_json (Row *row)
{
  g_autoptr (DeskEntity) entity = make_entity (row);
  g_autoptr (GString) json = g_string_new (NULL);

  desk_entity_append_json (entity, json, DESK_AUDIENCE_STAFF);
  return g_strdup (json->str);
}

static const char *
get_text (JsonObject *body, const char *name)
{
  return json_object_get_string_member_with_default (body, name, NULL);
}

/* --- what a command does, to the server's rows as to those that are shown --- */

static void
touch (DeskTestModel *self, Row *row, gboolean is_server)
{
  if (!is_server)
    return;
  row->version++;
  row->seq = ++self->clock;
  g_ptr_array_add (self->log, copy_row (row));
}

static void
make (DeskTestModel *self, GHashTable *rows, Given *given, gboolean is_server)
{
  Row *ticket = given->target != NULL ? g_hash_table_lookup (rows, given->target) : NULL;
  Row *made = g_hash_table_lookup (rows, given->new_id);

  if (made != NULL && made->version > 0)
    return;
  made = make_row (rows, given->new_id);
  made->is_message = given->kind == DESK_COMMAND_TICKET_REPLY;
  if (!made->is_message)
    {
      made->status = DESK_TICKET_STATUS_NEW;
      set_text (&made->text, get_text (given->body, "subject"));
      touch (self, made, is_server);
      return;
    }
  set_text (&made->text, get_text (given->body, "body"));
  set_text (&made->thread, given->target);
  touch (self, made, is_server);
  if (ticket == NULL || json_object_get_boolean_member_with_default (given->body, "is_internal", FALSE))
    return;
  ticket->count++;
  touch (self, ticket, is_server);
}

static void
assign (Row *ticket, const char *agent)
{
  set_text (&ticket->assigned, agent);
  if (ticket->status == DESK_TICKET_STATUS_NEW)
    ticket->status = DESK_TICKET_STATUS_ASSIGNED;
}

static void
do_to (DeskTestModel *self, GHashTable *rows, Given *given, gboolean is_server)
{
  Row *ticket = given->target != NULL ? g_hash_table_lookup (rows, given->target) : NULL;

  if (given->new_id != NULL)
    {
      make (self, rows, given, is_server);
      return;
    }
  if (ticket == NULL)
    return;
  if (given->kind == DESK_COMMAND_TICKET_UPDATE && json_object_has_member (given->body, "subject"))
    set_text (&ticket->text, get_text (given->body, "subject"));
  else if (given->kind == DESK_COMMAND_TICKET_UPDATE)
    ticket->status = desk_enum_from_wire (&desk_ticket_status_enum, get_text (given->body, "status"));
  else if (given->kind == DESK_COMMAND_TICKET_TAKE)
    assign (ticket, self->me);
  else if (given->kind == DESK_COMMAND_TICKET_ASSIGN)
    assign (ticket, get_text (given->body, "agent_id"));
  else if (given->kind == DESK_COMMAND_TICKET_CLOSE)
    ticket->status = DESK_TICKET_STATUS_CLOSED;
  else if (given->kind == DESK_COMMAND_TICKET_REOPEN)
    ticket->status = DESK_TICKET_STATUS_IN_PROGRESS;
  else
    {
      ticket->status = DESK_TICKET_STATUS_RESOLVED;
      set_text (&ticket->resolution, get_text (given->body, "resolution"));
    }
  touch (self, ticket, is_server);
}

/* (transfer full): what was told, with everything done to it that waits. */
static GHashTable *
look (DeskTestModel *self)
{
  GHashTable *rows = make_rows ();
  g_autoptr (GHashTable) unmade = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    put_row (rows, copy_row (row));
  for (guint i = 0; i < self->given->len; i++)
    {
      Given *given = self->given->pdata[i];

      if (!given->is_refused && (given->target == NULL || !g_hash_table_contains (unmade, given->target)))
        do_to (self, rows, given, FALSE);
      else if (given->new_id != NULL)
        g_hash_table_add (unmade, given->new_id);
    }
  return rows;
}

static void
remember (DeskTestModel *self, const char *what)
{
  char *description = desk_test_model_describe (self);

  g_string_append_printf (self->story, "--- %s\n%s", what, description);
  g_hash_table_add (self->been, description);
}

static Given *
find (DeskTestModel *self, const char *command)
{
  for (guint i = 0; i < self->given->len; i++)
    if (g_str_equal (((Given *) self->given->pdata[i])->id, command))
      return self->given->pdata[i];
  g_error ("Nobody has given the command %s", command);
}

/* Whatever comes later in the feed is newer. */
static void
tell (DeskTestModel *self, Row *row)
{
  Row *known = g_hash_table_lookup (self->told, row->id);

  if (known == NULL || known->seq < row->seq)
    put_row (self->told, copy_row (row));
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char **) a, *(const char **) b);
}

static GPtrArray *
dup_keys (GHashTable *table)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  g_ptr_array_sort (keys, compare_texts);
  return keys;
}

DeskTestModel *
desk_test_model_new (const char *me)
{
  DeskTestModel *self = g_new0 (DeskTestModel, 1);

  self->me = g_strdup (me);
  self->server = make_rows ();
  self->told = make_rows ();
  self->log = g_ptr_array_new_with_free_func (free_row);
  self->given = g_ptr_array_new_with_free_func (free_given);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->been = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->story = g_string_new (NULL);
  return self;
}

void
desk_test_model_free (DeskTestModel *self)
{
  g_hash_table_unref (self->server);
  g_hash_table_unref (self->told);
  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->given);
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->been);
  g_string_free (self->story, TRUE);
  g_free (self->me);
  g_free (self);
}

void
desk_test_model_add_ticket (DeskTestModel *self)
{
  g_autofree char *id = desk_id_new ();
  Row *row = make_row (self->server, id);

  row->text = g_strdup ("Old");
  row->status = DESK_TICKET_STATUS_NEW;
  touch (self, row, TRUE);
  g_hash_table_add (self->ids, g_strdup (id));
}

void
desk_test_model_let_others (DeskTestModel *self, guint n)
{
  g_autoptr (GPtrArray) ids = dup_keys (self->server);
  Row *row = g_hash_table_lookup (self->server, ids->pdata[g_test_rand_int_range (0, ids->len)]);
  int dice = g_test_rand_int_range (0, 3);

  if (row->is_message)
    return;
  if (dice == 0)
    {
      g_free (row->text);
      row->text = g_strdup_printf ("theirs-%u", n);
    }
  else if (dice == 1)
    row->status = g_test_rand_int_range (DESK_TICKET_STATUS_IN_PROGRESS, DESK_TICKET_STATUS_ESCALATED);
  else
    assign (row, "01a20000-0000-7000-8000-000000000009");
  touch (self, row, TRUE);
}

char *
desk_test_model_do (DeskTestModel *self, const char *command, gint64 version, gboolean *is_stale)
{
  Given *given = find (self, command);
  Row *target = given->target != NULL ? g_hash_table_lookup (self->server, given->target) : NULL;
  g_autofree char *json = NULL;

  *is_stale = FALSE;
  if (given->target != NULL && target == NULL)
    return NULL;
  *is_stale = version != 0 && version != target->version;
  if (*is_stale)
    {
      json = dup_json (target);
      tell (self, target);
      remember (self, "somebody was faster");
      return g_strdup_printf ("{\"title\":\"Stale\",\"current\":%s}", json);
    }
  do_to (self, self->server, given, TRUE);
  given->is_done = TRUE;
  given->seq = self->clock;
  return dup_json (g_hash_table_lookup (self->server, given->new_id != NULL ? given->new_id : given->target));
}

static void
append_line (Row *row, GString *lines)
{
  g_autofree char *json = dup_json (row);

  g_string_append_printf (lines, "{\"seq\":%" G_GINT64_FORMAT ",\"kind\":\"%s\",\"op\":\"put\",\"data\":%s}\n",
                          row->seq, row->is_message ? "message" : "ticket", json);
}

gint64
desk_test_model_tell_feed (DeskTestModel *self, gint64 since, GString *lines)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->server);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (((Row *) row)->seq > since)
      {
        append_line (row, lines);
        tell (self, row);
      }
  remember (self, "the feed has told");
  return self->clock;
}

gboolean
desk_test_model_tell_one (DeskTestModel *self, gint64 since, GString *line)
{
  guint n = self->log->len;
  Row *row = n > 0 ? self->log->pdata[g_test_rand_int_range (n > 8 ? n - 8 : 0, n)] : NULL;

  if (row == NULL)
    return FALSE;
  append_line (row, line);
  if (row->seq > since)
    tell (self, row);
  remember (self, "one was told aside");
  return TRUE;
}

GVariant *
desk_test_model_think (DeskCommandKind kind, guint n)
{
  static const DeskTicketStatus moves[] = { DESK_TICKET_STATUS_IN_PROGRESS, DESK_TICKET_STATUS_PENDING_CUSTOMER,
                                            DESK_TICKET_STATUS_PENDING_INTERNAL };
  g_autofree char *text = g_strdup_printf ("mine-%u", n);
  g_autofree char *agent = g_strdup_printf ("01a20000-0000-7000-8000-00000000000%d", g_test_rand_int_range (2, 5));
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  if (kind == DESK_COMMAND_TICKET_CREATE)
    g_variant_builder_add (&builder, "{sv}", "customer_id",
                           g_variant_new_string ("01a20000-0000-7000-8000-000000000007"));
  if (kind == DESK_COMMAND_TICKET_CREATE || (kind == DESK_COMMAND_TICKET_UPDATE && g_test_rand_bit ()))
    g_variant_builder_add (&builder, "{sv}", "subject", g_variant_new_string (text));
  else if (kind == DESK_COMMAND_TICKET_UPDATE)
    g_variant_builder_add (&builder, "{sv}", "status",
                           g_variant_new_string (
                               desk_enum_to_wire (&desk_ticket_status_enum,
                                                  moves[g_test_rand_int_range (0, G_N_ELEMENTS (moves))])));
  else if (kind == DESK_COMMAND_TICKET_REPLY)
    {
      g_variant_builder_add (&builder, "{sv}", "body", g_variant_new_string (text));
      g_variant_builder_add (&builder, "{sv}", "is_internal", g_variant_new_boolean (g_test_rand_bit ()));
    }
  else if (kind == DESK_COMMAND_TICKET_ASSIGN)
    g_variant_builder_add (&builder, "{sv}", "agent_id", g_variant_new_string (agent));
  else if (kind == DESK_COMMAND_TICKET_RESOLVE)
    {
      g_variant_builder_add (&builder, "{sv}", "resolution_type",
                             g_variant_new_string (
                                 desk_enum_to_wire (&desk_resolution_type_enum, DESK_RESOLUTION_TYPE_NO_ACTION)));
      g_variant_builder_add (&builder, "{sv}", "resolution", g_variant_new_string (text));
    }
  return g_variant_builder_end (&builder);
}

char *
desk_test_model_pick (DeskTestModel *self)
{
  g_autoptr (GHashTable) rows = look (self);
  g_autoptr (GPtrArray) ids = dup_keys (rows);
  guint n = ids->len;

  for (guint try = 0; n > 0 && try < 20; try++)
    {
      Row *row = g_hash_table_lookup (rows, ids->pdata[g_test_rand_int_range (0, n)]);

      if (!row->is_message)
        return g_strdup (row->id);
    }
  return NULL;
}

void
desk_test_model_give (DeskTestModel *self, DeskPending *pending)
{
  Given *given = g_new0 (Given, 1);

  given->id = g_strdup (pending->id);
  given->kind = pending->kind;
  given->target = g_strdup (pending->target_id);
  given->new_id = g_strdup (pending->new_id);
  given->body = desk_pending_read (pending->body);
  g_ptr_array_add (self->given, given);
  if (given->new_id != NULL)
    g_hash_table_add (self->ids, g_strdup (given->new_id));
  remember (self, "a command was given");
}

void
desk_test_model_accept (DeskTestModel *self, const char *command, gboolean is_answered)
{
  Given *given = find (self, command);

  if (given->new_id != NULL)
    {
      given->is_accepted = TRUE;
      return;
    }
  /* The answer is what the thing was when it was done; it may be told by now, and be another one since. */
  for (guint i = 0; is_answered && i < self->log->len; i++)
    {
      Row *row = self->log->pdata[i];

      if (row->seq == given->seq)
        tell (self, row);
    }
  g_ptr_array_remove (self->given, given);
  remember (self, is_answered ? "a command was accepted" : "a command was done already");
}

void
desk_test_model_refuse (DeskTestModel *self, const char *command)
{
  find (self, command)->is_refused = TRUE;
  remember (self, "a command was refused");
}

void
desk_test_model_retry (DeskTestModel *self, const char *command)
{
  find (self, command)->is_refused = FALSE;
  remember (self, "a command is tried again");
}

gboolean
desk_test_model_may_take_back (DeskTestModel *self, const char *command)
{
  Given *given = find (self, command);

  return !given->is_done || given->is_refused;
}

void
desk_test_model_take_back (DeskTestModel *self, const char *command)
{
  g_ptr_array_remove (self->given, find (self, command));
  remember (self, "a command was taken back");
}

void
desk_test_model_settle (DeskTestModel *self)
{
  for (guint i = self->given->len; i-- > 0;)
    if (((Given *) self->given->pdata[i])->is_accepted)
      g_ptr_array_remove_index (self->given, i);
  remember (self, "what was accepted stands by itself");
}

static void
append_words (GString *text, const char *id, const char *words, int status, const char *assigned, const char *end)
{
  g_string_append_printf (text, "%s %s|%d|%s|%s\n", id, words, status, assigned != NULL ? assigned : "-",
                          end != NULL ? end : "-");
}

void
desk_test_model_append_row (DeskEntity *entity, GString *text)
{
  g_autofree char *end = NULL;

  if (DESK_IS_MESSAGE (entity))
    {
      append_words (text, desk_entity_get_id (entity), desk_entity_get_string (entity, DESK_MESSAGE_BODY), 0, NULL,
                    desk_entity_get_string (entity, DESK_MESSAGE_THREAD_ID));
      return;
    }
  end = g_strdup_printf ("%s %d", desk_entity_get_string (entity, DESK_TICKET_RESOLUTION),
                         (int) desk_entity_get_integer (entity, DESK_TICKET_MESSAGE_COUNT));
  append_words (text, desk_entity_get_id (entity), desk_entity_get_string (entity, DESK_TICKET_SUBJECT),
                desk_entity_get_enum (entity, DESK_TICKET_STATUS),
                desk_entity_get_string (entity, DESK_TICKET_ASSIGNED_TO), end);
}

char *
desk_test_model_describe (DeskTestModel *self)
{
  g_autoptr (GHashTable) rows = look (self);
  g_autoptr (GPtrArray) ids = dup_keys (rows);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint messages = 0; messages < 2; messages++)
    for (guint i = 0; i < ids->len; i++)
      {
        Row *row = g_hash_table_lookup (rows, ids->pdata[i]);
        g_autofree char *end =
            row->is_message ? g_strdup (row->thread) : g_strdup_printf ("%s %d", row->resolution, (int) row->count);

        if (row->is_message == (messages == 1))
          append_words (text, row->id, row->text, row->status, row->assigned, end);
      }
  return g_strdup (text->str);
}

GPtrArray *
desk_test_model_dup_ids (DeskTestModel *self)
{
  return dup_keys (self->ids);
}

GPtrArray *
desk_test_model_dup_open_tickets (DeskTestModel *self)
{
  g_autoptr (GHashTable) rows = look (self);
  GPtrArray *ids = dup_keys (rows);

  for (guint i = ids->len; i-- > 0;)
    {
      Row *row = g_hash_table_lookup (rows, ids->pdata[i]);

      if (row->is_message || row->status >= DESK_TICKET_STATUS_RESOLVED)
        g_ptr_array_remove_index (ids, i);
    }
  return ids;
}

void
desk_test_model_begin_step (DeskTestModel *self)
{
  g_hash_table_remove_all (self->been);
  g_string_truncate (self->story, 0);
  remember (self, "before");
}

gboolean
desk_test_model_has_been (DeskTestModel *self, const char *description)
{
  return g_hash_table_contains (self->been, description);
}

char *
desk_test_model_dup_story (DeskTestModel *self)
{
  return g_strdup (self->story->str);
}
