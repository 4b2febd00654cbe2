/* SPDX-License-Identifier: GPL-3.0-or-later */
static const char *const text = "Select a ticket from the list";
static const char *const other = "Update the order";
