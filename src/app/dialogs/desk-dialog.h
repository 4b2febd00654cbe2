/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_DIALOG (desk_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (DeskDialog, desk_dialog, DESK, DIALOG, AdwWindow)

struct _DeskDialogClass
{
  AdwWindowClass parent_class;

  /* Does it. The dialog closes when this returns TRUE; otherwise it has said what is wrong. */
  gboolean (*accept) (DeskDialog *self);
  /* Whether closing would lose something that was typed. */
  gboolean (*is_dirty) (DeskDialog *self);
};

/*
 * What all dialogs share: modal over its parent, which shows a scrim meanwhile; Cancel at the start and what it does at
 * the end of the header, Ctrl+Enter for it, Escape to cancel with a question when something would be lost, what is
 * wrong said beside the fields. Properties: "heading", "subheading", "accept-label" (NULL: nothing to accept, only a
 * close button), "body" (the content), "discard-title" (the question's heading).
 *
 * For the scrim it calls the parent's action win.scrim(b) with TRUE when it is shown and FALSE when it has gone.
 */
void desk_dialog_present_over (DeskDialog *self, GtkWindow *parent);
void desk_dialog_accept (DeskDialog *self);
void desk_dialog_toast (DeskDialog *self, const char *text); /* in the parent */

/* @field: its name in errors; @widget: an AdwPreferencesRow, a DeskTextCard or another widget that shows it. */
void desk_dialog_bind_field (DeskDialog *self, const char *field, GtkWidget *widget);
void desk_dialog_set_field_error (DeskDialog *self, const char *field, const char *problem);
void desk_dialog_clear_errors (DeskDialog *self);
/* Says every wrong field beside it, what belongs to none above them all, and focuses the first. */
void desk_dialog_show_error (DeskDialog *self, const GError *error);

G_END_DECLS
