/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdio.h>

#include "fuzz/fuzz.h"

/* Gives each file of a folder to a fuzz target, and each of its beginnings, which is what a broken line leaves. */
static gboolean
run_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return FALSE;
    }
  for (gsize n = 0; n <= length; n += 1 + length / 200)
    LLVMFuzzerTestOneInput ((const uint8_t *) text, n);
  LLVMFuzzerTestOneInput ((const uint8_t *) text, length);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GDir) folder = argc == 2 ? g_dir_open (argv[1], 0, NULL) : NULL;
  const char *name;
  guint n = 0;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (run_file (argv[1], name))
      printf ("ok %u %s\n", ++n, name);
    else
      return 1;
  printf ("1..%u\n", n);
  return n > 0 ? 0 : 1;
}
