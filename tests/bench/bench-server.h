/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A program that listens. */
typedef struct
{
  GPid pid;
  guint16 port;
} BenchServer;

/* Starts a program that says where it listens, and ends with this process. */
void bench_server_start (BenchServer *self, const char *const *argv);
void bench_server_stop (BenchServer *self);
gsize bench_server_get_memory (const BenchServer *self); /* bytes that are its own, shared ones by their share */

/* Microseconds of the processor that all its threads have had: what other work of the machine does not disturb. */
double bench_server_get_work (const BenchServer *self);

/* One connection over which requests are sent one by one. */
typedef struct
{
  int fd;
  GString *answer; /* the last one, with its head */
} BenchClient;

int bench_connect (guint16 port);
void bench_send (int fd, const char *bytes, gsize length);
/* How long the answer is of which @text is the beginning, or 0 while its head is not complete. */
gsize bench_measure_answer (const char *text, gsize length);

void bench_client_init (BenchClient *self, guint16 port);
void bench_client_clear (BenchClient *self);
void bench_client_send (BenchClient *self, const char *request);
const char *bench_client_take (BenchClient *self); /* the body */
const char *bench_client_ask (BenchClient *self, const char *request);
char *bench_dup_request (const char *method, const char *path, const char *token, const char *more, const char *body);

G_END_DECLS
