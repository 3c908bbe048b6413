// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_dialog.h"

#include "ui/controls/style.h"
#include "ui/runs/run_delegate.h"
#include "ui/runs/run_list_model.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace latent {
namespace {

constexpr QSize kRunsSize{760, 560};
constexpr int kNoteHeight = 64;
constexpr int kNoteRestMs = 800;

} // namespace

RunsDialog::RunsDialog(QWidget* parent)
    : QDialog(parent)
    , m_runs(new RunListModel(this))
    , m_list(new QListView(this))
    , m_empty(
          style::quietLabel(tr("A run is listed here as soon as it has trained for a moment. Nothing that "
                               "was trained is lost when you reset, choose other data or close the window."),
                            this))
    , m_note(new QPlainTextEdit(this)) {
    setWindowTitle(tr("Runs"));
    m_empty->setContentsMargins(style::kEdge, 0, style::kEdge, 0);
    m_list->setModel(m_runs);
    m_list->setItemDelegate(new RunDelegate(m_runs, this));
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_empty->setAlignment(Qt::AlignCenter);
    m_note->setPlaceholderText(tr("A note about the selected run"));
    m_note->setFixedHeight(kNoteHeight);
    m_note->setTabChangesFocus(true);

    auto* const buttons = new QHBoxLayout;
    m_open = addButton(tr("Open"), tr("Shows this run; the present one stays in the list (Enter)"));
    m_open->setDefault(true);
    m_beside = addButton(tr("Beside"), tr("Shows this run beside the present one"));
    m_rename = addButton(tr("Rename"), tr("Gives the run another name (F2)"));
    m_settings = addButton(tr("Use its settings"), tr("Begins a new run with the settings of this one"));
    m_delete = addButton(tr("Delete"), tr("Deletes the run; Ctrl+Z in the window brings it back (Del)"));
    for (QPushButton* button : {m_open, m_beside, m_rename, m_settings}) buttons->addWidget(button);
    buttons->addStretch(1);
    buttons->addWidget(m_delete);

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, style::kEdge);
    column->addWidget(m_list, 1);
    column->addWidget(m_empty, 1);
    auto* const below = new QVBoxLayout;
    below->setContentsMargins(style::kEdge, 0, style::kEdge, 0);
    below->setSpacing(2 * style::kUnit);
    below->addWidget(m_note);
    below->addLayout(buttons);
    column->addLayout(below);
    resize(kRunsSize);

    connect(m_runs, &RunListModel::renamed, this, &RunsDialog::renameRequested);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &RunsDialog::showSelection);
    connect(m_list, &QListView::doubleClicked, this, [this] { emit openRequested(selected()); });
    connect(m_open, &QPushButton::clicked, this, [this] { emit openRequested(selected()); });
    connect(m_beside, &QPushButton::clicked, this, [this] { emit besideRequested(selected()); });
    connect(m_rename, &QPushButton::clicked, this, [this] { m_list->edit(m_list->currentIndex()); });
    connect(m_settings, &QPushButton::clicked, this, [this] { emit settingsRequested(selected()); });
    connect(m_delete, &QPushButton::clicked, this, [this] { emit deleteRequested(selected()); });
    m_noteSoon.setSingleShot(true);
    m_noteSoon.setInterval(kNoteRestMs);
    connect(&m_noteSoon, &QTimer::timeout, this, &RunsDialog::keepNote);
    connect(m_note, &QPlainTextEdit::textChanged, this, [this] {
        m_noteChanged = !m_noteOf.empty();
        m_noteSoon.start();
    });
    showSelection();
}

QPushButton* RunsDialog::addButton(const QString& text, const QString& help) {
    auto* const button = new QPushButton(text, this);
    button->setToolTip(help);
    button->setAutoDefault(false);
    return button;
}

void RunsDialog::showRuns(const std::vector<ListedRun>& runs, const std::string& present) {
    const std::string before = selected();
    m_runs->setRuns(runs, present);
    const int row = std::max(0, m_runs->rowOf(before.empty() ? present : before));
    if (m_runs->rowCount() > 0 && m_list->currentIndex().row() != row)
        m_list->setCurrentIndex(m_runs->index(row));
    m_list->setVisible(m_runs->rowCount() > 0);
    m_empty->setVisible(m_runs->rowCount() == 0);
    showSelection();
}

std::string RunsDialog::selected() const {
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? m_runs->at(index.row()).info.id : std::string();
}

void RunsDialog::showSelection() {
    const QModelIndex index = m_list->currentIndex();
    const bool any = index.isValid();
    const bool present = any && m_runs->isPresent(index.row());
    m_open->setEnabled(any && !present);
    m_beside->setEnabled(any && !present);
    m_rename->setEnabled(any);
    m_settings->setEnabled(any);
    m_delete->setEnabled(any && !present);
    m_note->setEnabled(any);
    if (selected() == m_noteOf) return; // somebody may be typing
    keepNote();
    m_noteOf.clear();
    m_note->setPlainText(any ? QString::fromStdString(m_runs->at(index.row()).info.note) : QString());
    m_noteOf = selected();
}

void RunsDialog::keepNote() {
    if (std::exchange(m_noteChanged, false)) emit noteRequested(m_noteOf, m_note->toPlainText());
}

void RunsDialog::hideEvent(QHideEvent* event) {
    keepNote();
    QDialog::hideEvent(event);
}

void RunsDialog::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete && m_delete->isEnabled()) return emit deleteRequested(selected());
    QDialog::keyPressEvent(event);
}

} // namespace latent
