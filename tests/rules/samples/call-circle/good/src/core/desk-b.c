/* SPDX-License-Identifier: GPL-3.0-or-later */
int desk_run (int (*work) (void));
int desk_a (void);

int
desk_b (void)
{
  return 1;
}

void *
desk_b_work (void)
{
  return desk_a;
}
