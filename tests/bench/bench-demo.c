/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long "deskbelld init --demo" takes for 100,000 tickets, and that the desk is whole. Beside the time on the clock
 * stands that of the processor, which is less where the machine has other work.
 *
 * bench-demo DESKBELLD FOLDER
 */
#include <sys/resource.h>
#include <sys/time.h>

#include "bench-figures.h"

#define N_TICKETS 100000
#define BUDGET 60.0 /* seconds */

static void
run_program (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                     NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("%s %s: %s", argv[0], argv[1], error->message);
}

int
main (int argc, char **argv)
{
  g_autofree char *desk = NULL;
  g_autofree char *password_file = NULL;
  g_autofree char *number = g_strdup_printf ("%d", N_TICKETS);
  struct rusage usage;
  gint64 start;
  double seconds;

  if (argc != 3)
    g_error ("Usage: bench-demo DESKBELLD FOLDER");
  g_mkdir_with_parents (argv[2], 0700);
  desk = g_build_filename (argv[2], "demo", NULL);
  password_file = g_build_filename (argv[2], "password", NULL);
  g_file_set_contents (password_file, "a-password-for-measuring", -1, NULL);
  run_program ((const char *const[]){ "rm", "-rf", desk, NULL });
  bench_tell ("making a desk of %d tickets", N_TICKETS);
  start = g_get_monotonic_time ();
  run_program ((const char *const[]){ argv[1], "init", "--data", desk, "--demo", number, "--demo-password-file",
                                      password_file, NULL });
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  getrusage (RUSAGE_CHILDREN, &usage);
  bench_tell ("%.0f s on the clock, %ld s of the processor for the program and %ld s for its system calls", seconds,
              (long) usage.ru_utime.tv_sec, (long) usage.ru_stime.tv_sec);
  bench_hold_at_most ("a demo desk", N_TICKETS, seconds, BUDGET, "s");
  run_program ((const char *const[]){ argv[1], "verify", "--data", desk, NULL });
  run_program ((const char *const[]){ "rm", "-rf", desk, NULL });
  return bench_end ();
}
