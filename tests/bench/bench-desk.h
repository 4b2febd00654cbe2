/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/desk/desk-service.h"

G_BEGIN_DECLS

/**
 * BenchDesk:
 *
 * A made-up desk of a certain size, in the folder of the build. It is made once and kept: a big one takes minutes and
 * many gigabytes.
 */
typedef struct
{
  guint n_tickets;
  char *folder;
  DeskDb *db;
  DeskService *service;
} BenchDesk;

/* Somebody who is signed in there. */
typedef struct
{
  DeskViewer *viewer;
  char *token;
} BenchPerson;

/* The sizes that are measured, the smallest first; ended by 0. */
const guint *bench_desk_get_sizes (void);

void bench_desk_open (BenchDesk *self, const char *deskbelld, const char *folder, guint n_tickets);
void bench_desk_close (BenchDesk *self);

/* Makes somebody with an account, unless they are there. @department: its name, or NULL. */
void bench_desk_enrol (BenchDesk *self, const char *email, DeskRole role, const char *department);
void bench_desk_sign_in (BenchDesk *self, const char *email, BenchPerson *person);
void bench_person_clear (BenchPerson *self);

/* One text, and many. */
char *bench_desk_dup_text (BenchDesk *self, const char *sql);
GPtrArray *bench_desk_list_texts (BenchDesk *self, const char *sql);
void bench_desk_run (BenchDesk *self, const char *script);

G_END_DECLS
