/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lib/desk-test.h"

#include <ftw.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATIENCE (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  char *domain;
  GLogLevelFlags level;
  char *pattern;
} Expected;

static GMutex lock;
static GQueue expected_logs = G_QUEUE_INIT; /* under the lock */
static char *root_folder;                   /* under the lock */
static guint n_folders;                     /* under the lock */

static void
free_expected (Expected *expected)
{
  g_free (expected->domain);
  g_free (expected->pattern);
  g_free (expected);
}

static gboolean
take_expected (const char *domain, GLogLevelFlags level, const char *message)
{
  Expected *expected;
  gboolean matches;

  g_mutex_lock (&lock);
  expected = g_queue_peek_head (&expected_logs);
  matches = expected != NULL && (expected->level & level) != 0 && g_strcmp0 (expected->domain, domain) == 0
            && g_pattern_match_simple (expected->pattern, message);
  if (matches)
    g_queue_pop_head (&expected_logs);
  g_mutex_unlock (&lock);
  if (matches)
    free_expected (expected);
  return matches;
}

static void
handle_log (const char *domain, GLogLevelFlags level, const char *message)
{
  gboolean is_bad = (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)) != 0;

  if (is_bad && take_expected (domain, level, message))
    return;
  if (!is_bad && g_getenv ("G_MESSAGES_DEBUG") == NULL)
    return;
  fprintf (stderr, "# %s: %s\n", domain != NULL ? domain : "-", message);
  if (!is_bad)
    return;
  fprintf (stderr, "Bail out! A warning that nobody expected\n");
  abort ();
}

static void
on_log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  handle_log (domain, level, message);
}

static GLogWriterOutput
on_structured_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autofree char *message = NULL;
  g_autofree char *domain = NULL;

  for (gsize i = 0; i < n_fields; i++)
    {
      char **place = g_str_equal (fields[i].key, "MESSAGE")       ? &message
                     : g_str_equal (fields[i].key, "GLIB_DOMAIN") ? &domain
                                                                  : NULL;

      if (place != NULL && *place == NULL)
        *place = fields[i].length < 0 ? g_strdup (fields[i].value) : g_strndup (fields[i].value, fields[i].length);
    }
  handle_log (domain, level, message != NULL ? message : "");
  return G_LOG_WRITER_HANDLED;
}

static int
on_file_cb (const char *path, const struct stat *info, int type, struct FTW *walk)
{
  return remove (path);
}

static void
remove_folders (void)
{
  if (root_folder != NULL)
    nftw (root_folder, on_file_cb, 16, FTW_DEPTH | FTW_PHYS);
  g_clear_pointer (&root_folder, g_free);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (a, b);
}

static JsonNode *
sort_members (JsonNode *node)
{
  JsonNode *sorted;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_object_new ();
      g_autoptr (GList) names = g_list_sort (json_object_get_members (json_node_get_object (node)), compare_names);

      for (GList *link = names; link != NULL; link = link->next)
        json_object_set_member (object, link->data,
                                sort_members (json_object_get_member (json_node_get_object (node), link->data)));
      sorted = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (sorted, object);
      return sorted;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        json_array_add_element (array, sort_members (json_array_get_element (json_node_get_array (node), i)));
      sorted = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (sorted, array);
      return sorted;
    }
  return json_node_copy (node);
}

static char *
normalize_json (const char *place, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  g_autoptr (JsonNode) sorted = NULL;

  if (node == NULL)
    g_error ("%s: not JSON: %s: %s", place, error != NULL ? error->message : "empty", text);
  sorted = sort_members (node);
  return json_to_string (sorted, TRUE);
}

static gboolean
is_flag_set (gpointer data)
{
  return *(const gboolean *) data;
}

static gboolean
on_tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/**
 * desk_test_init:
 * @argc: from main
 * @argv: from main
 */
void
desk_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_default_handler (on_log_cb, NULL);
  g_log_set_writer_func (on_structured_log_cb, NULL, NULL);
  atexit (remove_folders);
}

/**
 * desk_test_expect_log:
 * @domain: the log domain
 * @level: the level
 * @pattern: a glob for the message
 */
void
desk_test_expect_log (const char *domain, GLogLevelFlags level, const char *pattern)
{
  Expected *expected = g_new0 (Expected, 1);

  expected->domain = g_strdup (domain);
  expected->level = level;
  expected->pattern = g_strdup (pattern);
  g_mutex_lock (&lock);
  g_queue_push_tail (&expected_logs, expected);
  g_mutex_unlock (&lock);
}

/**
 * desk_test_assert_expected_logs:
 *
 * Fails when an expected warning did not come.
 */
void
desk_test_assert_expected_logs (void)
{
  g_autofree char *missing = NULL;

  g_mutex_lock (&lock);
  if (!g_queue_is_empty (&expected_logs))
    missing = g_strdup (((Expected *) expected_logs.head->data)->pattern);
  g_mutex_unlock (&lock);
  /* Not with the lock: this is a log too. */
  if (missing != NULL)
    g_error ("There was no warning such as: %s", missing);
}

/**
 * desk_test_dup_folder:
 *
 * Returns: (transfer full): the path of a new empty folder
 */
char *
desk_test_dup_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  char *path;

  g_mutex_lock (&lock);
  if (root_folder == NULL)
    root_folder = g_dir_make_tmp ("desk-test-XXXXXX", &error);
  g_assert_no_error (error);
  name = g_strdup_printf ("%u", ++n_folders);
  path = g_build_filename (root_folder, name, NULL);
  g_mutex_unlock (&lock);
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  return path;
}

/**
 * desk_test_dup_path:
 * @name: a file's name
 *
 * Returns: (transfer full): a path of that name, where nothing is
 */
char *
desk_test_dup_path (const char *name)
{
  g_autofree char *folder = desk_test_dup_folder ();

  return g_build_filename (folder, name, NULL);
}

/**
 * desk_test_wait_until:
 * @is_so: asked after everything that happens in the default context
 * @data: for @is_so
 *
 * Runs the default context until it is so; fails after half a minute.
 */
void
desk_test_wait_until (gboolean (*is_so) (gpointer data), gpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  guint tick = g_timeout_add (5, on_tick_cb, NULL);

  while (!is_so (data))
    {
      if (g_get_monotonic_time () > end)
        g_error ("It did not happen");
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

/**
 * desk_test_wait_for_flag:
 * @flag: set by something in the default context
 */
void
desk_test_wait_for_flag (const gboolean *flag)
{
  desk_test_wait_until (is_flag_set, (gpointer) flag);
}

void
desk_test_assert_json_equal_at (const char *place, const char *a, const char *b)
{
  g_autofree char *first = normalize_json (place, a);
  g_autofree char *second = normalize_json (place, b);

  if (!g_str_equal (first, second))
    g_error ("%s: JSON differs:\n%s\n---\n%s", place, first, second);
}

void
desk_test_assert_last_unref_at (const char *place, gpointer object)
{
  gpointer alive = object;

  g_object_add_weak_pointer (object, &alive);
  g_object_unref (object);
  if (alive != NULL)
    g_error ("%s: somebody still holds this %s", place, G_OBJECT_TYPE_NAME (alive));
}
