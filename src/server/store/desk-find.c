/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/store/desk-find.h"

#include <stdio.h>
#include <string.h>

#include "core/desk-entity-json.h"
#include "core/desk-error.h"
#include "core/desk-json.h"
#include "core/desk-phone.h"
#include "core/entities/desk-kinds.h"
#include "db/desk-rows.h"
#include "server/store/desk-cursor.h"
#include "server/store/desk-scope.h"
#include "server/store/desk-search.h"
#include "server/store/desk-snippet.h"
#include "server/store/desk-words.h"

#define DEFAULT_LIMIT 10
#define MAX_LIMIT 100
#define MAX_COUNT 1000
#define MAX_RANKED 2000
#define MAX_DIRECT 10
#define MAX_NUMBER_BYTES 40

#define SORT_NEWEST "-created_at"
#define SORT_RELEVANCE "relevance"

/* What is looked through, in the order of the answer. */
static const DeskKind *const searched[] = {
  &desk_ticket_kind, &desk_query_kind,   &desk_chat_kind, &desk_customer_kind,
  &desk_order_kind,  &desk_message_kind, &desk_faq_kind,
};

/* Something that was found. */
typedef struct
{
  char *id; /* owned */
  gint64 n; /* the document's place: the newest has the highest */
  gint64 weight;
  gboolean is_direct;
} Hit;

typedef struct
{
  DeskDbTransaction *db;
  const DeskFindAsk *ask;
  const char *text;
  DeskQuestion *question;
  DeskCursor *cursor;
  gboolean is_ranked;
  guint limit;
  gboolean wanted[G_N_ELEMENTS (searched)];
} Find;

/* Hits of one kind. */
typedef struct
{
  Find *find;
  const DeskKind *kind;
  GPtrArray *hits; /* owned, of Hit; those that are meant come first */
  guint n_direct;
  gint64 count;
} Group;

static void
free_hit (gpointer data)
{
  Hit *hit = data;

  g_free (hit->id);
  g_free (hit);
}

static void
clear_find (Find *self)
{
  g_clear_pointer (&self->question, desk_question_free);
  g_clear_pointer (&self->cursor, desk_cursor_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Find, clear_find)

static void
clear_group (Group *self)
{
  g_clear_pointer (&self->hits, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Group, clear_group)

static const char *const *
get_values (const Find *self, const char *name)
{
  return self->ask->get_values (self->ask->data, name);
}

static void
read_text (Find *self, GError **error)
{
  self->text = get_values (self, "q")[0];
  if (self->text == NULL)
    desk_error_add_field (error, "q", "what to look for was expected");
  else
    self->question = desk_question_read ("q", self->text, self->ask->country_calling_code, error);
}

static void
read_kinds (Find *self, GError **error)
{
  const char *const *given = get_values (self, "kind");

  for (guint i = 0; i < G_N_ELEMENTS (searched); i++)
    self->wanted[i] = given[0] == NULL;
  for (guint i = 0; given[i] != NULL; i++)
    {
      gboolean is_known = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (searched); j++)
        if (g_str_equal (searched[j]->name, given[i]))
          is_known = self->wanted[j] = TRUE;
      if (!is_known)
        desk_error_add_field (error, "kind",
                              "ticket, query, chat, customer, order, message or faq was expected, not \"%s\"",
                              given[i]);
    }
}

static void
read_sort (Find *self, GError **error)
{
  const char *given = get_values (self, "sort")[0];

  self->is_ranked = given != NULL && g_str_equal (given, SORT_RELEVANCE);
  if (given != NULL && !self->is_ranked && !g_str_equal (given, SORT_NEWEST))
    desk_error_add_field (error, "sort", SORT_NEWEST " or " SORT_RELEVANCE " was expected, not \"%s\"", given);
}

static void
read_limit (Find *self, GError **error)
{
  const char *given = get_values (self, "limit")[0];
  guint64 limit = DEFAULT_LIMIT;

  if (given != NULL && !g_ascii_string_to_unsigned (given, 10, 1, MAX_LIMIT, &limit, NULL))
    desk_error_add_field (error, "limit", "a whole number from 1 to %d was expected", MAX_LIMIT);
  self->limit = limit;
}

static void
read_cursor (Find *self, GError **error)
{
  const char *given = get_values (self, "cursor")[0];
  const char *const *kinds = get_values (self, "kind");
  gboolean is_one = kinds[0] != NULL && kinds[1] == NULL;
  const char *sort = self->is_ranked ? SORT_RELEVANCE : SORT_NEWEST;

  if (given == NULL)
    return;
  if (!is_one)
    desk_error_add_field (error, "cursor", "it goes on with one kind, which has to be given");
  else
    self->cursor = desk_cursor_read (given, sort, !self->is_ranked, error);
}

static gboolean
read_ask (Find *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  read_text (self, &local_error);
  read_kinds (self, &local_error);
  read_sort (self, &local_error);
  read_limit (self, &local_error);
  read_cursor (self, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static Hit *
find_hit (const Group *self, const char *id)
{
  for (guint i = 0; i < self->n_direct; i++)
    if (g_str_equal (((Hit *) self->hits->pdata[i])->id, id))
      return self->hits->pdata[i];
  return NULL;
}

static Hit *
add_hit (Group *self, const char *id, gint64 n)
{
  Hit *hit = g_new0 (Hit, 1);

  hit->id = g_strdup (id);
  hit->n = n;
  g_ptr_array_add (self->hits, hit);
  return hit;
}

/* Numbers as they are written, and in capitals; a # before them says no more than that it is one. */
static char *
dup_number (const char *text)
{
  g_autofree char *number = g_strstrip (g_strdup (text));

  if (*number == '#')
    memmove (number, number + 1, strlen (number));
  if (strlen (number) > MAX_NUMBER_BYTES || strpbrk (number, "0123456789") == NULL)
    return NULL;
  return g_steal_pointer (&number);
}

static gboolean
add_number (const Group *self, DeskSql *sql)
{
  g_autofree char *number = dup_number (self->find->text);
  g_autofree char *capital = number != NULL ? g_utf8_strup (number, -1) : NULL;

  if (number == NULL || desk_kind_find_field (self->kind, "number") < 0)
    return FALSE;
  desk_sql_add (sql, "SELECT t.id FROM %s t WHERE t.number IN (", self->kind->table);
  desk_sql_add_texts (sql, (const char *const[]){ number, capital, NULL });
  desk_sql_add (sql, ") AND ");
  desk_scope_add (sql, self->kind, "t", self->find->ask->viewer);
  return TRUE;
}

static gboolean
add_address (const Group *self, DeskSql *sql)
{
  g_autofree char *phone = desk_phone_normalize (self->find->text, self->find->ask->country_calling_code);
  g_autofree char *email = desk_email_normalize (self->find->text);

  if (self->kind != &desk_customer_kind || (phone == NULL && email == NULL))
    return FALSE;
  desk_sql_add (sql,
                "SELECT t.id FROM customer_identities i JOIN customers t ON t.id = i.customer_id WHERE i.kind = '%s' "
                "AND i.value = ",
                desk_enum_to_wire (&desk_identity_kind_enum,
                                   phone != NULL ? DESK_IDENTITY_KIND_PHONE : DESK_IDENTITY_KIND_EMAIL));
  desk_sql_add_text (sql, phone != NULL ? phone : email);
  desk_sql_add (sql, " AND ");
  desk_scope_add (sql, self->kind, "t", self->find->ask->viewer);
  return TRUE;
}

/* A number or an address names what is meant. */
static gboolean
find_direct (Group *self, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!add_number (self, sql) && !add_address (self, sql))
    return TRUE;
  desk_sql_add (sql, " LIMIT %d", MAX_DIRECT);
  statement = desk_sql_query (sql, self->find->db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    add_hit (self, desk_db_column_text (statement, 0), G_MAXINT64)->is_direct = TRUE;
  self->n_direct = self->hits->len;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
add_hits (const Group *self, DeskSql *sql)
{
  desk_search_add_hits (sql, self->kind, self->find->ask->viewer, self->find->question);
}

static gboolean
count_hits (Group *self, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;

  desk_sql_add (sql, "SELECT count(*) FROM (SELECT 1");
  add_hits (self, sql);
  desk_sql_add (sql, " LIMIT %d) AS found", MAX_COUNT + 1);
  statement = desk_sql_query (sql, self->find->db, error);
  if (statement == NULL || !desk_db_step (statement, error))
    return FALSE;
  self->count = desk_db_column_integer (statement, 0);
  return TRUE;
}

static gint64
weigh (const Group *self, const char *body)
{
  g_auto (GStrv) words = g_strsplit (body, " ", -1);

  return desk_question_weigh (self->find->question, (const char *const *) words, g_strv_length (words));
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *one = *(const Hit *const *) a, *other = *(const Hit *const *) b;

  if (one->is_direct != other->is_direct)
    return one->is_direct ? -1 : 1;
  if (one->weight != other->weight)
    return one->weight > other->weight ? -1 : 1;
  return one->n != other->n ? (one->n > other->n ? -1 : 1) : 0;
}

/* The best of the newest: to rank all of very many would take seconds. */
static gboolean
find_best (Group *self, GError **error)
{
  const DeskCursor *cursor = self->find->cursor;
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;
  Hit from = { NULL };
  const Hit *limit = &from;

  if (cursor != NULL && sscanf (cursor->key, "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, &from.weight, &from.n) != 2)
    {
      desk_error_add_field (error, "cursor", "the next_cursor of an answer was expected");
      return FALSE;
    }
  desk_sql_add (sql, "SELECT d.source_id, d.n, d.body");
  add_hits (self, sql);
  desk_sql_add (sql, " ORDER BY s.rowid DESC LIMIT %d", MAX_RANKED);
  statement = desk_sql_query (sql, self->find->db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    {
      Hit hit = { .n = desk_db_column_integer (statement, 1) };
      const Hit *compared = &hit;

      if (find_hit (self, desk_db_column_text (statement, 0)) != NULL)
        continue;
      hit.weight = weigh (self, desk_db_column_text (statement, 2));
      if (cursor == NULL || compare_hits (&limit, &compared) < 0)
        add_hit (self, desk_db_column_text (statement, 0), hit.n)->weight = hit.weight;
    }
  g_ptr_array_sort (self->hits, compare_hits);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
find_newest (Group *self, GError **error)
{
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  desk_sql_add (sql, "SELECT d.source_id, d.n");
  add_hits (self, sql);
  if (self->find->cursor != NULL)
    {
      desk_sql_add (sql, " AND s.rowid < ");
      desk_sql_add_integer (sql, g_ascii_strtoll (self->find->cursor->key, NULL, 10));
    }
  desk_sql_add (sql, " ORDER BY s.rowid DESC LIMIT ");
  desk_sql_add_integer (sql, self->find->limit + self->n_direct + 1);
  statement = desk_sql_query (sql, self->find->db, error);
  if (statement == NULL)
    return FALSE;
  while (desk_db_step (statement, &local_error))
    if (find_hit (self, desk_db_column_text (statement, 0)) == NULL)
      add_hit (self, desk_db_column_text (statement, 0), desk_db_column_integer (statement, 1));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
find_hits (Group *self, GError **error)
{
  self->hits = g_ptr_array_new_with_free_func (free_hit);
  if (!find_direct (self, error) || !count_hits (self, error)
      || !(self->find->is_ranked ? find_best (self, error) : find_newest (self, error)))
    return FALSE;
  /* What is meant stands on the first page. */
  if (self->find->cursor != NULL && self->n_direct > 0)
    {
      g_ptr_array_remove_range (self->hits, 0, self->n_direct);
      self->n_direct = 0;
    }
  return TRUE;
}

/* The rows of a page at once: id to entity. */
static GHashTable *
read_entities (const Group *self, guint n, GError **error)
{
  g_autoptr (GHashTable) entities = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_autofree char *columns = desk_rows_dup_columns (self->kind, "t");
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (DeskSql) sql = desk_sql_new ();
  g_autoptr (DeskDbStatement) statement = NULL;
  g_autoptr (GError) local_error = NULL;

  if (n == 0)
    return g_steal_pointer (&entities);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (ids, ((Hit *) self->hits->pdata[i])->id);
  g_ptr_array_add (ids, NULL);
  desk_sql_add (sql, "SELECT %s FROM %s t WHERE t.id IN (", columns, self->kind->table);
  desk_sql_add_texts (sql, (const char *const *) ids->pdata);
  desk_sql_add (sql, ")");
  statement = desk_sql_query (sql, self->find->db, error);
  if (statement == NULL)
    return NULL;
  while (desk_db_step (statement, &local_error))
    {
      DeskEntity *entity = desk_rows_read (self->kind, statement, 0, &local_error);

      if (entity == NULL)
        break;
      g_hash_table_insert (entities, (gpointer) desk_entity_get_id (entity), entity);
    }
  if (local_error == NULL)
    return g_steal_pointer (&entities);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
append_hit (const Group *self, const Hit *hit, DeskEntity *entity, GString *json)
{
  g_string_append_printf (json, "{\"is_direct\":%s,\"snippet\":", hit->is_direct ? "true" : "false");
  desk_snippet_append (entity, self->find->question, json);
  g_string_append (json, ",\"entity\":");
  desk_entity_append_json (entity, json, desk_viewer_get_audience (self->find->ask->viewer));
  g_string_append_c (json, '}');
}

static void
append_next (const Group *self, guint n, GString *json)
{
  const Hit *last = n > 0 && n < self->hits->len ? self->hits->pdata[n - 1] : NULL;
  g_autofree char *key = NULL;
  g_autofree char *cursor = NULL;

  g_string_append (json, "],\"next_cursor\":");
  if (last == NULL)
    {
      g_string_append (json, "null");
      return;
    }
  if (self->find->is_ranked)
    key = g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, last->is_direct ? G_MAXINT64 : last->weight,
                           last->n);
  else
    key = g_strdup_printf ("%" G_GINT64_FORMAT, last->n);
  cursor = desk_cursor_write (self->find->is_ranked ? SORT_RELEVANCE : SORT_NEWEST, FALSE, key, last->id);
  desk_json_append_string (json, cursor);
}

static gboolean
append_group (Group *self, GString *json, GError **error)
{
  g_autoptr (GHashTable) entities = NULL;
  guint n;

  if (!find_hits (self, error))
    return FALSE;
  /* What is meant is never cut off. */
  n = MIN (self->hits->len, MAX (self->find->limit, self->n_direct));
  entities = read_entities (self, n, error);
  if (entities == NULL)
    return FALSE;
  g_string_append (json, "{\"kind\":");
  desk_json_append_string (json, self->kind->name);
  g_string_append_printf (json, ",\"count\":{\"count\":%d,\"is_more\":%s},\"data\":[",
                          (int) MIN (self->count, MAX_COUNT), self->count > MAX_COUNT ? "true" : "false");
  for (guint i = 0; i < n; i++)
    {
      const Hit *hit = self->hits->pdata[i];
      DeskEntity *entity = g_hash_table_lookup (entities, hit->id);

      if (entity == NULL)
        continue;
      g_string_append (json, json->str[json->len - 1] != '[' ? "," : "");
      append_hit (self, hit, entity, json);
    }
  append_next (self, n, json);
  g_string_append_c (json, '}');
  return TRUE;
}

/**
 * desk_find_read:
 * @db: an open transaction
 * @ask: what was asked
 * @json: where the answer is written
 * @error: every parameter that is not right
 *
 * A group for each kind: what a number or an address names first, then the newest, or the best of the newest 2,000.
 * Counts end at 1,000 and say that there are more.
 *
 * Returns: whether the answer was written
 */
gboolean
desk_find_read (DeskDbTransaction *db, const DeskFindAsk *ask, GString *json, GError **error)
{
  g_auto (Find) find = { .db = db, .ask = ask };
  gboolean is_first = TRUE;

  if (!read_ask (&find, error))
    return FALSE;
  g_string_append (json, "{\"groups\":[");
  for (guint i = 0; i < G_N_ELEMENTS (searched); i++)
    {
      g_auto (Group) group = { .find = &find, .kind = searched[i] };

      if (!find.wanted[i])
        continue;
      g_string_append (json, is_first ? "" : ",");
      is_first = FALSE;
      if (!append_group (&group, json, error))
        return FALSE;
    }
  g_string_append (json, "]}");
  return TRUE;
}
