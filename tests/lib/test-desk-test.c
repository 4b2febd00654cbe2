/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "lib/desk-test.h"

/* The library that all tests lean on must be able to say no. */

static void
warn (void)
{
  g_warning ("Nobody expected this");
}

static void
break_a_promise (void)
{
  g_object_ref (NULL);
}

static void
differ (void)
{
  desk_test_assert_json_equal ("{\"a\":[1,2]}", "{\"a\":[2,1]}");
}

static void
hold_on (void)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) other = g_object_ref (object);

  desk_test_assert_last_unref (object);
}

static void
miss_a_warning (void)
{
  desk_test_expect_log ("desk-test", G_LOG_LEVEL_WARNING, "*never*");
  desk_test_assert_expected_logs ();
}

static void
get_another_warning (void)
{
  desk_test_expect_log ("desk-test", G_LOG_LEVEL_WARNING, "*something else*");
  g_warning ("Nobody expected this");
}

static const struct
{
  const char *name;
  void (*fail) (void);
  const char *message;
} failures[] = {
  { "/lib/unexpected-warning", warn, "*Nobody expected this*" },
  { "/lib/unexpected-critical", break_a_promise, "*g_object_ref*" },
  { "/lib/json-differs", differ, "*JSON differs*" },
  { "/lib/not-the-last", hold_on, "*still holds this GObject*" },
  { "/lib/missing-warning", miss_a_warning, "*no warning such as: *never*" },
  { "/lib/other-warning", get_another_warning, "*Nobody expected this*" },
};

static void
test_failure (gconstpointer data)
{
  guint place = GPOINTER_TO_UINT (data);

  if (g_test_subprocess ())
    {
      failures[place].fail ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr (failures[place].message);
}

static void
test_success (void)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  g_autofree char *folder = desk_test_dup_folder ();
  g_autofree char *other = desk_test_dup_folder ();
  g_autofree char *path = desk_test_dup_path ("file");

  desk_test_assert_last_unref (object);
  g_assert_null (object);
  desk_test_assert_json_equal ("{\"a\":1,\"b\":{\"c\":[true,null],\"d\":\"x\"}}",
                               " {\"b\": {\"d\": \"x\", \"c\": [true, null]}, \"a\": 1}");
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  g_assert_cmpstr (folder, !=, other);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  desk_test_expect_log ("desk-test", G_LOG_LEVEL_WARNING, "*with a number 5*");
  g_warning ("with a number %d", 5);
  desk_test_expect_log ("GLib-GObject", G_LOG_LEVEL_CRITICAL, "*g_object_unref*");
  g_object_unref (NULL);
  desk_test_assert_expected_logs ();
}

static gboolean
raise_flag (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_waiting (void)
{
  gboolean flag = FALSE;

  g_idle_add (raise_flag, &flag);
  desk_test_wait_for_flag (&flag);
  g_assert_true (flag);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    g_test_add_data_func (failures[i].name, GUINT_TO_POINTER (i), test_failure);
  g_test_add_func ("/lib/success", test_success);
  g_test_add_func ("/lib/waiting", test_waiting);
  return g_test_run ();
}
