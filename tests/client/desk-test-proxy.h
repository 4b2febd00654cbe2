/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DeskTestProxy:
 *
 * A network that fails as it is told to, between a session and its server. It knows where an HTTP request ends and
 * where a WebSocket frame does, so that it can answer, repeat and leave out whole ones.
 */
typedef struct _DeskTestProxy DeskTestProxy;

/* One fault at a time. What the amount is, stands beside each. */
typedef enum
{
  DESK_TEST_FAULT_NONE,
  DESK_TEST_FAULT_REFUSE,         /* new connections are closed at once, and those that are open are cut */
  DESK_TEST_FAULT_CUT,            /* once the server has sent so many bytes more, everything is cut; then it goes on */
  DESK_TEST_FAULT_LOSE_ANSWERS,   /* what the client sends arrives; at the answer the connection is cut instead */
  DESK_TEST_FAULT_DELAY,          /* everything arrives so many milliseconds later */
  DESK_TEST_FAULT_TRICKLE,        /* what the server says arrives so many bytes at a time, with pauses */
  DESK_TEST_FAULT_500,            /* the server is not asked; 500 is the answer */
  DESK_TEST_FAULT_500_AFTER,      /* the server has done it; 500 is the answer all the same */
  DESK_TEST_FAULT_503,            /* the same with Retry-After: so many seconds */
  DESK_TEST_FAULT_TWICE,          /* each request arrives twice, over two connections at once */
  DESK_TEST_FAULT_HALF_OPEN,      /* nothing passes, and nobody is told */
  DESK_TEST_FAULT_EVENTS_LOST,    /* every other live event does not arrive */
  DESK_TEST_FAULT_EVENTS_TWICE,   /* each live event arrives twice */
  DESK_TEST_FAULT_EVENTS_SWAPPED, /* every two live events arrive the other way around */
  DESK_TEST_N_FAULTS,
} DeskTestFault;

DeskTestProxy *desk_test_proxy_new (guint16 server_port);
void desk_test_proxy_free (DeskTestProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTestProxy, desk_test_proxy_free)

const char *desk_test_proxy_get_url (DeskTestProxy *self);
const char *desk_test_fault_get_name (DeskTestFault fault);

/* Instead of the fault before. A connection that was half-open stays so until it is cut, or the fault refuses. */
void desk_test_proxy_set_fault (DeskTestProxy *self, DeskTestFault fault, guint amount);
/* What is half-open breaks at last, as a network that comes back says. */
void desk_test_proxy_break_half_open (DeskTestProxy *self);
guint desk_test_proxy_get_n_met (DeskTestProxy *self); /* how often a fault has struck so far */

/* The same, shorter. */
void desk_test_proxy_refuse (DeskTestProxy *self);
void desk_test_proxy_allow (DeskTestProxy *self);
void desk_test_proxy_cut_after (DeskTestProxy *self, gint64 n_bytes);
gboolean desk_test_proxy_is_cut (DeskTestProxy *self); /* since then */
void desk_test_proxy_lose_answers (DeskTestProxy *self, gboolean loses);
guint desk_test_proxy_get_n_lost (DeskTestProxy *self); /* answers that were lost so far */

G_END_DECLS
