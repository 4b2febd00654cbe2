/* SPDX-License-Identifier: GPL-3.0-or-later */
void
desk_rest_send (void)
{
  desk_rest_add ("status", "open");
}
