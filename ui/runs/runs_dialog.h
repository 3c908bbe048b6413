// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QListView;
class QPlainTextEdit;
class QPushButton;

namespace latent {

class RunListModel;

/// All runs of the session: open one, name it, write a note, take its settings, delete it.
class RunsDialog : public QDialog {
    Q_OBJECT
  public:
    explicit RunsDialog(QWidget* parent = nullptr);

    QListView* list() const { return m_list; }

  public slots:
    /// runs: oldest first. present: id of the one in front; empty: none is.
    void showRuns(const std::vector<latent::ListedRun>& runs, const std::string& present);

  signals:
    void openRequested(const std::string& id);
    void besideRequested(const std::string& id);
    void renameRequested(const std::string& id, const QString& name);
    void noteRequested(const std::string& id, const QString& note);
    void settingsRequested(const std::string& id);
    void deleteRequested(const std::string& id);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    QPushButton* addButton(const QString& text, const QString& help);
    std::string selected() const;
    void showSelection();
    void keepNote();

    RunListModel* m_runs;
    QListView* m_list;
    QLabel* m_empty;
    QPlainTextEdit* m_note;
    std::string m_noteOf; // id
    bool m_noteChanged = false;
    QTimer m_noteSoon; // a note is kept when its writer rests
    QPushButton* m_open;
    QPushButton* m_beside;
    QPushButton* m_rename;
    QPushButton* m_settings;
    QPushButton* m_delete;
};

} // namespace latent
