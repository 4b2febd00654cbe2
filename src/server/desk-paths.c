/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/desk-paths.h"

/**
 * desk_paths_find:
 * @name: "presets", "demo", "sql" or "openapi.yaml"
 *
 * Looks below $DESKBELL_DATADIR, as a tree that is not installed sets it, then where the package was installed.
 *
 * Returns: (transfer full): its path; the installed one where there is none
 */
char *
desk_paths_find (const char *name)
{
  const char *directory = g_getenv ("DESKBELL_DATADIR");

  if (directory != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return g_build_filename (DESK_PKGDATADIR, name, NULL);
}
