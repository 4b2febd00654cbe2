/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "client/desk-cache-feed.h"
#include "client/desk-command-prepare.h"
#include "client/desk-list-model.h"
#include "client/desk-outbox-store.h"
#include "client/desk-outbox.h"
#include "client/desk-test-model.h"
#include "client/desk-test-server.h"
#include "core/desk-entity-json.h"
#include "core/entities/desk-kinds.h"

/* What is shown of commands that wait, against a model of it. The server is one that a test holds in its hand: it
 * answers when, and how, the dice say. After each step the cache shows what the model says; and what it shows in
 * between is what was or what comes, and nothing else. */

#define N_DESKS 25
#define N_STEPS 120
#define N_TICKETS 4
#define SHOWN_WITHIN 5 /* seconds */

/* A request that waits for its answer. */
typedef struct
{
  SoupServerMessage *message;
  char *key;
  gint64 version; /* If-Match, or 0 */
} Held;

typedef struct
{
  char *folder;
  SoupServer *server;
  DeskCache *cache;
  DeskRest *rest;
  DeskDb *journal;
  DeskOutbox *outbox;
  DeskAgent *me;
  DeskTestModel *model;
  GPtrArray *held;     /* of Held */
  GHashTable *answers; /* owned: key -> JSON, of what has been done */
  DeskListModel *list;
  GPtrArray *copy;       /* ids, as the list's signals tell them */
  GHashTable *taken_out; /* ids that left the list in this step */
  GHashTable *put_in;    /* ids that came into it */
  GPtrArray *glimpses;   /* what the cache showed after each of its commits in this step */
  gint64 cursor;
  char *answered; /* the key of the last request that was answered well */
  guint n;
  guint n_refused;
  guint n_accepted;
  guint n_stale;
} Fixture;

static void
free_held (gpointer data)
{
  Held *held = data;

  g_object_unref (held->message);
  g_free (held->key);
  g_free (held);
}

/* --- the server --- */

static void
answer_json (SoupServerMessage *message, guint status, const char *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json, strlen (json));
}

static void
on_request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *tag = soup_message_headers_get_one (headers, "If-Match");
  Held *held;

  if (g_str_equal (path, "/auth/refresh"))
    {
      answer_json (message, 200, "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":900}");
      return;
    }
  held = g_new0 (Held, 1);
  held->message = g_object_ref (message);
  held->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  held->version = tag != NULL ? g_ascii_strtoll (tag + 1, NULL, 10) : 0;
  g_ptr_array_add (fixture->held, held);
  soup_server_message_pause (message);
}

/* --- what is seen --- */

static void
append_shown (Fixture *fixture, const DeskKind *kind, GString *text)
{
  g_autoptr (GPtrArray) ids = desk_test_model_dup_ids (fixture->model);

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 row;
      g_autoptr (DeskEntity) entity =
          desk_cache_reader_dup_by_id (desk_cache_get_reader (fixture->cache), kind, ids->pdata[i], &row);

      if (entity != NULL)
        desk_test_model_append_row (entity, text);
    }
}

static char *
describe_cache (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_shown (fixture, &desk_ticket_kind, text);
  append_shown (fixture, &desk_message_kind, text);
  return g_strdup (text->str);
}

static void
on_changed_cb (DeskCache *cache, DeskCacheChanges *changes, Fixture *fixture)
{
  g_ptr_array_add (fixture->glimpses, describe_cache (fixture));
}

static void
on_items_changed_cb (GListModel *list, guint position, guint removed, guint added, Fixture *fixture)
{
  for (guint i = 0; i < removed; i++)
    g_hash_table_add (fixture->taken_out, g_strdup (fixture->copy->pdata[position + i]));
  if (removed > 0)
    g_ptr_array_remove_range (fixture->copy, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (DeskEntity) entity = g_list_model_get_item (list, position + i);
      const char *id = desk_entity_get_id (entity);

      g_hash_table_add (fixture->put_in, g_strdup (id != NULL ? id : "an empty row"));
      g_ptr_array_insert (fixture->copy, position + i, g_strdup (id));
    }
}

static void
on_done_cb (DeskOutbox *outbox, const char *id, Fixture *fixture)
{
  fixture->n_accepted++;
  desk_test_model_accept (fixture->model, id, g_strcmp0 (fixture->answered, id) == 0);
}

static void
on_refused_cb (DeskOutbox *outbox, DeskOutboxItem *item, Fixture *fixture)
{
  fixture->n_refused++;
  desk_test_model_refuse (fixture->model, desk_outbox_item_get_id (item));
}

/* --- beginning and end --- */

static void
on_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  desk_cache_open_finish (DESK_CACHE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  desk_cache_write_finish (DESK_CACHE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
do_nothing (DeskDbTransaction *transaction, gpointer data, DeskCacheChanges *changes, GError **error)
{
  return TRUE;
}

/* Until everything that was written so far has been told. */
static void
flush (Fixture *fixture)
{
  for (guint i = 0; i < 3; i++)
    {
      gboolean is_done = FALSE;

      desk_cache_write_async (fixture->cache, do_nothing, NULL, NULL, on_written_cb, &is_done);
      desk_test_wait_for (is_done);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
    }
}

static void
set_up (Fixture *fixture)
{
  g_autofree char *cache_path = NULL;
  g_autofree char *journal_path = NULL;
  g_autofree char *url = NULL;
  g_autoptr (DeskListSpec) spec = desk_list_spec_new (&desk_ticket_kind);
  g_autoptr (GError) error = NULL;
  GSList *uris;
  gboolean is_done = FALSE;
  GPtrArray *entries;

  fixture->folder = desk_test_make_folder ();
  cache_path = g_build_filename (fixture->folder, "cache.db", NULL);
  journal_path = g_build_filename (fixture->folder, "outbox.db", NULL);
  fixture->held = g_ptr_array_new_with_free_func (free_held);
  fixture->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture->copy = g_ptr_array_new_with_free_func (g_free);
  fixture->glimpses = g_ptr_array_new_with_free_func (g_free);
  fixture->taken_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fixture->put_in = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_request_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  fixture->cache = desk_cache_new ();
  desk_cache_open_async (fixture->cache, cache_path, NULL, on_opened_cb, &is_done);
  desk_test_wait_for (is_done);
  fixture->rest = desk_rest_new ();
  desk_rest_set_server (fixture->rest, url);
  desk_rest_set_refresh_token (fixture->rest, "r");
  fixture->me = DESK_AGENT (desk_entity_new (&desk_agent_kind));
  desk_entity_set_string (fixture->me, DESK_ENTITY_ID, "01a20000-0000-7000-8000-000000000001");
  desk_entity_set_string (fixture->me, DESK_AGENT_NAME, "Asha");
  desk_entity_set_enum (fixture->me, DESK_AGENT_ROLE, DESK_ROLE_ADMIN);
  fixture->model = desk_test_model_new (desk_entity_get_id (DESK_ENTITY (fixture->me)));
  fixture->journal = desk_outbox_store_open (journal_path, &error);
  g_assert_no_error (error);
  entries = desk_outbox_store_load (fixture->journal, &error);
  g_assert_no_error (error);
  fixture->outbox = desk_outbox_new (fixture->cache, fixture->rest);
  desk_outbox_set_person (fixture->outbox, desk_entity_get_id (DESK_ENTITY (fixture->me)), "Asha", NULL);
  desk_outbox_open (fixture->outbox, fixture->journal, entries);
  desk_outbox_set_online (fixture->outbox, TRUE);
  g_signal_connect (fixture->outbox, "command-done", G_CALLBACK (on_done_cb), fixture);
  g_signal_connect (fixture->outbox, "command-refused", G_CALLBACK (on_refused_cb), fixture);
  g_signal_connect (fixture->cache, "changed", G_CALLBACK (on_changed_cb), fixture);
  for (DeskTicketStatus status = DESK_TICKET_STATUS_NEW; status < DESK_TICKET_STATUS_RESOLVED; status++)
    desk_list_spec_add_enum (spec, DESK_TICKET_STATUS, status);
  desk_list_spec_set_sort (spec, DESK_ENTITY_ID, FALSE);
  fixture->list = desk_list_model_new (fixture->cache, spec);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->cache, fixture);
  g_signal_handlers_disconnect_by_data (fixture->outbox, fixture);
  g_signal_handlers_disconnect_by_data (fixture->list, fixture);
  desk_outbox_close (fixture->outbox);
  desk_rest_abort (fixture->rest);
  g_clear_object (&fixture->list);
  g_clear_object (&fixture->outbox);
  g_clear_object (&fixture->cache);
  desk_db_close (fixture->journal);
  g_clear_object (&fixture->journal);
  soup_server_disconnect (fixture->server);
  g_clear_pointer (&fixture->held, g_ptr_array_unref);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&fixture->rest);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->me);
  desk_test_model_free (fixture->model);
  g_hash_table_unref (fixture->answers);
  g_free (fixture->answered);
  g_hash_table_unref (fixture->taken_out);
  g_hash_table_unref (fixture->put_in);
  g_ptr_array_unref (fixture->copy);
  g_ptr_array_unref (fixture->glimpses);
  desk_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* --- what happens --- */

static void
write_lines (Fixture *fixture, GString *lines, gboolean is_aside)
{
  g_autoptr (GBytes) bytes = g_bytes_new (lines->str, lines->len);
  g_autoptr (DeskOverlay) overlay = desk_outbox_dup_overlay (fixture->outbox);
  g_autoptr (GError) error = NULL;
  DeskFeedBatch *batch = desk_feed_batch_parse (bytes, &error);
  gboolean is_done = FALSE;

  g_assert_no_error (error);
  desk_cache_write_async (fixture->cache, desk_cache_feed_work, desk_cache_feed_new (batch, overlay, is_aside),
                          desk_cache_feed_free, on_written_cb, &is_done);
  desk_test_wait_for (is_done);
}

/* Everything that the server has, up to its end. */
static void
drain (Fixture *fixture)
{
  guint64 mark = desk_outbox_get_mark (fixture->outbox);
  g_autoptr (GString) lines = g_string_new (NULL);
  gint64 end = desk_test_model_tell_feed (fixture->model, fixture->cursor, lines);

  g_string_append_printf (lines, "{\"next\":%" G_GINT64_FORMAT ",\"more\":false,\"epoch\":\"e\"}\n", end);
  write_lines (fixture, lines, FALSE);
  fixture->cursor = end;
  desk_test_model_settle (fixture->model);
  desk_outbox_settle (fixture->outbox, mark, end);
}

/* A live event, which may be old, or come twice. */
static void
tell_aside (Fixture *fixture)
{
  g_autoptr (GString) line = g_string_new (NULL);

  if (!desk_test_model_tell_one (fixture->model, fixture->cursor, line))
    return;
  write_lines (fixture, line, TRUE);
  if (g_test_rand_bit ())
    write_lines (fixture, line, TRUE);
}

static void
give_command (Fixture *fixture)
{
  static const DeskCommandKind kinds[] = { DESK_COMMAND_TICKET_CREATE, DESK_COMMAND_TICKET_UPDATE,
                                           DESK_COMMAND_TICKET_UPDATE, DESK_COMMAND_TICKET_UPDATE,
                                           DESK_COMMAND_TICKET_REPLY,  DESK_COMMAND_TICKET_TAKE,
                                           DESK_COMMAND_TICKET_ASSIGN, DESK_COMMAND_TICKET_RESOLVE,
                                           DESK_COMMAND_TICKET_CLOSE,  DESK_COMMAND_TICKET_REOPEN };
  DeskCommandKind kind = kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))];
  DeskCommandWorld world = { .cache = fixture->cache, .me = fixture->me };
  g_autofree char *target = kind == DESK_COMMAND_TICKET_CREATE ? NULL : desk_test_model_pick (fixture->model);
  g_autoptr (GVariant) arguments = g_variant_ref_sink (desk_test_model_think (kind, ++fixture->n));
  g_autoptr (DeskPending) pending = NULL;
  g_autoptr (GError) error = NULL;

  if (kind != DESK_COMMAND_TICKET_CREATE && target == NULL)
    return;
  pending = desk_command_prepare (&world, kind, target, arguments, NULL);
  if (pending == NULL)
    return;
  desk_test_model_give (fixture->model, pending);
  desk_outbox_add (fixture->outbox, pending, &error);
  g_assert_no_error (error);
}

/* Whether nothing has been said about a command since it was answered. */
static gboolean
is_undecided (Fixture *fixture, const char *key)
{
  GListModel *items = desk_outbox_get_items (fixture->outbox);

  for (guint i = 0; i < fixture->held->len; i++)
    if (g_str_equal (((Held *) fixture->held->pdata[i])->key, key))
      return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DeskOutboxItem) item = g_list_model_get_item (items, i);

      if (g_str_equal (desk_outbox_item_get_id (item), key))
        return desk_outbox_item_get_state (item) == DESK_OUTBOX_SENDING;
    }
  return FALSE;
}

static void
let_go (Fixture *fixture, Held *held)
{
  g_autofree char *key = g_strdup (held->key);

  soup_server_message_unpause (held->message);
  g_ptr_array_remove (fixture->held, held);
  desk_test_wait_for (!is_undecided (fixture, key));
}

static void
answer_one (Fixture *fixture)
{
  Held *held;
  const char *before;
  g_autofree char *key = NULL;
  g_autofree char *json = NULL;
  int dice = g_test_rand_int_range (0, 10);

  if (fixture->held->len == 0)
    return;
  held = fixture->held->pdata[g_test_rand_int_range (0, fixture->held->len)];
  key = g_strdup (held->key);
  before = g_hash_table_lookup (fixture->answers, key);
  g_clear_pointer (&fixture->answered, g_free);
  if (before != NULL)
    {
      fixture->answered = g_steal_pointer (&key);
      answer_json (held->message, 200, before);
    }
  else if (dice < 2)
    answer_json (held->message, dice == 0 ? 409 : 422, "{\"title\":\"No\",\"detail\":\"No\"}");
  else if (dice == 2)
    answer_json (held->message, 503, "{}");
  else
    {
      gboolean is_stale;

      json = desk_test_model_do (fixture->model, held->key, held->version, &is_stale);
      fixture->n_stale += is_stale ? 1 : 0;
      if (json != NULL && !is_stale)
        g_hash_table_insert (fixture->answers, g_strdup (held->key), g_strdup (json));
      if (json == NULL)
        answer_json (held->message, 404, "{\"title\":\"No\",\"detail\":\"It is not there\"}");
      else if (is_stale)
        answer_json (held->message, 412, json);
      else if (dice == 3)
        answer_json (held->message, 500, "{}");
      else
        {
          fixture->answered = g_steal_pointer (&key);
          answer_json (held->message, 200, json);
        }
    }
  let_go (fixture, held);
}

static void
decide_on_one (Fixture *fixture)
{
  GListModel *items = desk_outbox_get_items (fixture->outbox);
  guint n = g_list_model_get_n_items (items);
  g_autoptr (DeskOutboxItem) item = n > 0 ? g_list_model_get_item (items, g_test_rand_int_range (0, n)) : NULL;
  g_autofree char *id = item != NULL ? g_strdup (desk_outbox_item_get_id (item)) : NULL;

  if (item == NULL)
    return;
  if (g_test_rand_bit ())
    {
      desk_test_model_retry (fixture->model, id);
      desk_outbox_retry (fixture->outbox, id);
    }
  else if (desk_outbox_take_back (fixture->outbox, id))
    {
      g_assert_true (desk_test_model_may_take_back (fixture->model, id));
      desk_test_model_take_back (fixture->model, id);
    }
}

static void
take_step (Fixture *fixture)
{
  switch (g_test_rand_int_range (0, 12))
    {
    case 0:
    case 1:
    case 2:
    case 3:
      give_command (fixture);
      break;
    case 4:
    case 5:
    case 6:
      answer_one (fixture);
      break;
    case 7:
      desk_test_model_let_others (fixture->model, ++fixture->n);
      break;
    case 8:
      tell_aside (fixture);
      break;
    case 9:
      drain (fixture);
      break;
    case 10:
      decide_on_one (fixture);
      break;
    default:
      /* The network comes back: nothing waits for its next try. */
      desk_outbox_set_online (fixture->outbox, FALSE);
      desk_outbox_set_online (fixture->outbox, TRUE);
      break;
    }
}

/* Ids that were in the list before and after have never left it: it is sorted by what does not change. */
static void
assert_no_flicker (Fixture *fixture, GPtrArray *before)
{
  for (guint i = 0; i < fixture->glimpses->len; i++)
    if (!desk_test_model_has_been (fixture->model, fixture->glimpses->pdata[i]))
      g_error ("Shown, but neither before nor after:\n%s\nbut:\n%s", (char *) fixture->glimpses->pdata[i],
               desk_test_model_dup_story (fixture->model));
  for (guint i = 0; i < before->len; i++)
    if (g_ptr_array_find_with_equal_func (fixture->copy, before->pdata[i], g_str_equal, NULL))
      g_assert_false (g_hash_table_contains (fixture->taken_out, before->pdata[i]));
  g_assert_false (g_hash_table_contains (fixture->put_in, "an empty row"));
}

static gboolean
is_right (Fixture *fixture)
{
  g_autofree char *shown = describe_cache (fixture);
  g_autofree char *expected = desk_test_model_describe (fixture->model);
  g_autoptr (GPtrArray) ids = desk_test_model_dup_open_tickets (fixture->model);

  if (!g_str_equal (shown, expected) || fixture->copy->len != ids->len)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (g_strcmp0 (fixture->copy->pdata[i], ids->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

/* The outbox may go on by itself, with a command that was stale, and is not done with the last word said. */
static void
assert_right (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + SHOWN_WITHIN * G_USEC_PER_SEC;

  while (!is_right (fixture) && g_get_monotonic_time () < end)
    flush (fixture);
  if (!is_right (fixture))
    {
      g_autofree char *shown = describe_cache (fixture);

      g_error ("Shown:\n%s\nbut:\n%s", shown, desk_test_model_dup_story (fixture->model));
    }
}

static GPtrArray *
dup_list (Fixture *fixture)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < fixture->copy->len; i++)
    g_ptr_array_add (copy, g_strdup (fixture->copy->pdata[i]));
  return copy;
}

static void
play (Fixture *fixture)
{
  for (guint i = 0; i < N_TICKETS; i++)
    desk_test_model_add_ticket (fixture->model);
  drain (fixture);
  flush (fixture);
  assert_right (fixture);
  for (guint step = 0; step < N_STEPS; step++)
    {
      g_autoptr (GPtrArray) before = dup_list (fixture);

      desk_test_model_begin_step (fixture->model);
      g_ptr_array_set_size (fixture->glimpses, 0);
      g_hash_table_remove_all (fixture->taken_out);
      g_hash_table_remove_all (fixture->put_in);
      take_step (fixture);
      flush (fixture);
      assert_right (fixture);
      assert_no_flicker (fixture, before);
    }
}

/* Many short desks: on a long one everything is closed in the end. */
static void
test_model (void)
{
  guint n_accepted = 0;
  guint n_refused = 0;
  guint n_stale = 0;

  for (guint i = 0; i < N_DESKS; i++)
    {
      Fixture fixture = { 0 };

      set_up (&fixture);
      play (&fixture);
      n_accepted += fixture.n_accepted;
      n_refused += fixture.n_refused;
      n_stale += fixture.n_stale;
      tear_down (&fixture);
    }
  g_test_message ("%u accepted, %u refused, %u stale", n_accepted, n_refused, n_stale);
  g_assert_cmpuint (MIN (n_accepted, MIN (n_refused, n_stale)), >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/overlay/model", test_model);
  return g_test_run ();
}
