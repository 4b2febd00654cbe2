/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What an answer that is no success says, as a DESK_ERROR. (transfer full) */
GError *desk_rest_problem_read (SoupMessage *message, GBytes *body);
/* What kept an answer from coming, as a DESK_ERROR worded for people; a cancellation stays one. Takes @error. */
GError *desk_rest_problem_for_failure (GError *error);

G_END_DECLS
