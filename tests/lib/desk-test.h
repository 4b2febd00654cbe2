/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What the tests of all floors share. */

/* Instead of g_test_init(): a warning that nobody expected fails the test. */
void desk_test_init (int *argc, char ***argv);

/* The next warning or critical of @domain must match the glob @pattern, and must come before the assert. */
void desk_test_expect_log (const char *domain, GLogLevelFlags level, const char *pattern);
void desk_test_assert_expected_logs (void);

/* A new empty folder, taken away when the process ends. */
char *desk_test_dup_folder (void);
char *desk_test_dup_path (const char *name); /* a name that is not there yet, in a new folder */

/* Runs the default context until *@flag; fails after half a minute. */
void desk_test_wait_for_flag (const gboolean *flag);
void desk_test_wait_until (gboolean (*is_so) (gpointer data), gpointer data);

/* Compares documents: the order of members does not matter. */
#define desk_test_assert_json_equal(a, b) desk_test_assert_json_equal_at (G_STRLOC, a, b)
void desk_test_assert_json_equal_at (const char *place, const char *a, const char *b);

/* Gives up a reference, which must have been the last one. */
#define desk_test_assert_last_unref(object) desk_test_assert_last_unref_at (G_STRLOC, g_steal_pointer (&(object)))
void desk_test_assert_last_unref_at (const char *place, gpointer object);

G_END_DECLS
