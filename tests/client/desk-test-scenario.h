/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Everything that a scenario does is drawn from its seed: who sits at the window, what they do, what the network does
 * to it, and when the window and the server are killed. When all is well again, the window has to have come to what the
 * server says, every command has to have happened once, and the drafts have to be there.
 *
 * @template: a folder with a new desk, which is copied. @is_patient: what is half-open is sometimes left so, for as
 * long as the window takes to notice, a minute.
 *
 * Says on its standard output how it goes, which faults struck ("struck", name, how often), which commands were given
 * ("kept", name, 1) and how it ended; aborts
 * when something was not as it has to be. */
void desk_test_scenario_run (guint seed, const char *template, gboolean is_patient);

G_END_DECLS
