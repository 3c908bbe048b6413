// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/differences_dialog.h"

#include "core/model/knobs.h"
#include "ui/controls/style.h"
#include "ui/runs/run_text.h"
#include "ui/text/number_text.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QTableWidget>
#include <QVBoxLayout>

#include <map>

namespace latent {
namespace {

constexpr int kHeaderDot = 8;

QIcon dotIcon(const QColor& colour, qreal scale) {
    QPixmap picture(QSize(kHeaderDot, kHeaderDot) * scale);
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(0, 0, kHeaderDot, kHeaderDot));
    return picture;
}

/// The settings that differ between any two, in the order of their table, and each run's value.
std::map<const Knob*, QStringList> differing(const std::vector<ComparedRun>& runs) {
    const auto count = static_cast<qsizetype>(runs.size());
    std::map<const Knob*, QStringList> rows;
    for (qsizetype i = 1; i < count; ++i) {
        const Configuration& other = runs[static_cast<std::size_t>(i)].configuration;
        for (const KnobDifference& one : differences(runs.front().configuration, other)) {
            QStringList& values = rows[one.knob];
            if (values.empty()) values = QStringList(count, QString::fromStdString(one.before));
            values[i] = QString::fromStdString(one.after);
        }
    }
    return rows;
}

} // namespace

DifferencesDialog::DifferencesDialog(QWidget* parent)
    : QDialog(parent)
    , m_table(new QTableWidget(this))
    , m_alike(style::quietLabel(tr("All settings are the same."), this)) {
    setWindowTitle(tr("What differs"));
    resize(680, 360);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setFocusPolicy(Qt::NoFocus);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAccessibleName(tr("What differs between the runs"));
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setTextElideMode(Qt::ElideRight);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(style::kEdge, style::kEdge, style::kEdge, style::kEdge);
    column->addWidget(m_table, 1);
    column->addWidget(m_alike);
}

void DifferencesDialog::showRuns(const std::vector<ComparedRun>& runs) {
    m_table->setRowCount(0);
    setHeaders(runs);
    QStringList steps, tests;
    for (const ComparedRun& run : runs) {
        steps << inLocale(run.steps);
        tests << (run.test ? inLocale(run.test->total, 1) : tr("not tested yet"));
    }
    addRow(tr("steps"), steps);
    addRow(tr("test loss, nats"), tests);
    const std::map<const Knob*, QStringList> rows = differing(runs);
    for (const auto& [knob, values] : rows) addRow(knobLabel(*knob), values);
    m_alike->setVisible(rows.empty());
}

void DifferencesDialog::setHeaders(const std::vector<ComparedRun>& runs) {
    m_table->setColumnCount(1 + static_cast<int>(runs.size()));
    m_table->setHorizontalHeaderItem(0, new QTableWidgetItem);
    for (int i = 0; const ComparedRun& run : runs) {
        auto* const header = new QTableWidgetItem(dotIcon(run.colour, devicePixelRatioF()), run.name);
        header->setToolTip(run.name);
        m_table->setHorizontalHeaderItem(++i, header);
    }
}

void DifferencesDialog::addRow(const QString& title, const QStringList& values) {
    const int row = m_table->rowCount();
    m_table->insertRow(row);
    auto* const head = new QTableWidgetItem(title);
    head->setForeground(style::themeOf(palette()).quietText);
    m_table->setItem(row, 0, head);
    for (int i = 0; i < values.size(); ++i) {
        auto* const item = new QTableWidgetItem(values[i]);
        item->setToolTip(values[i]);
        m_table->setItem(row, i + 1, item);
    }
}

} // namespace latent
