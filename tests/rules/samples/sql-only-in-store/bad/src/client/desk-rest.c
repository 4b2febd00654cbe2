/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const text = "UPDATE ticket SET title = $1";
