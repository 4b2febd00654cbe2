/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/desk-test-world.h"

G_BEGIN_DECLS

/* @journal: what a window was asked and has kept, see desk-test-deeds.h. @dump: what it has now. @desk: everything that
 * is at the desk. @me: the id of the agent at the window.
 *
 * (nullable): which command did not have its effect exactly once, or not at all where it was refused, and which draft
 * is not there, in words. @n_checked: (out): how many commands were looked at; @n_refused: (out) of them. */
char *desk_test_oracle_judge (const char *journal,
                              const char *dump,
                              DeskTestWorld *desk,
                              const char *me,
                              guint *n_checked,
                              guint *n_refused);

G_END_DECLS
