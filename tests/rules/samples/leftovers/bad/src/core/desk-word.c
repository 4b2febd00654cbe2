/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const path = "/home/somebody/desk";
/* TODO: count */
