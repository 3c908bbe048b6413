// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_delegate.h"

#include "ui/controls/style.h"
#include "ui/runs/run_list_model.h"
#include "ui/runs/run_text.h"
#include "ui/text/number_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace latent {
namespace {

constexpr int kRunRow = 58;
constexpr int kRunDot = 8;
constexpr int kRunCurveWidth = 96;
constexpr int kRunNumbers = 190; // width

/// The parts of a row.
struct RunRow {
    QRect dot;
    QRect name;
    QRect second; // line
    QRect size;
    QRect curve;
    QRect numbers;

    explicit RunRow(const QRect& rect) {
        const QRect inner = rect.adjusted(style::kEdge, 6, -style::kEdge, -6);
        const int half = inner.height() / 2;
        dot = QRect(inner.left(), inner.top() + half / 2 - kRunDot / 2, kRunDot, kRunDot);
        numbers = QRect(inner.right() - kRunNumbers, inner.top(), kRunNumbers, half);
        curve = QRect(numbers.left() - kRunCurveWidth - 12, inner.top(), kRunCurveWidth, half);
        const int left = dot.right() + 10;
        name = QRect(left, inner.top(), curve.left() - 12 - left, half);
        size = QRect(numbers.left(), inner.top() + half, numbers.width(), half);
        second = QRect(left, inner.top() + half, curve.right() - left, half);
    }
};

void paintCurve(QPainter& painter, const QRect& rect, const std::vector<float>& losses,
                const QColor& colour) {
    if (losses.size() < 2) return;
    const auto finite = [](float loss) { return std::isfinite(loss); };
    if (!std::ranges::all_of(losses, finite)) return;
    // The steep start would press the rest flat.
    std::vector<float> sorted = losses;
    std::ranges::sort(sorted);
    const float low = sorted.front(), high = std::max(sorted[sorted.size() * 9 / 10], low + 1e-6F);
    QPolygonF line;
    for (std::size_t i = 0; i < losses.size(); ++i) {
        const double x = static_cast<double>(i) / static_cast<double>(losses.size() - 1);
        const double y = std::min(1.0, static_cast<double>((losses[i] - low) / (high - low)));
        line << QPointF(rect.left() + x * rect.width(), rect.bottom() - 2 - y * (rect.height() - 6));
    }
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
}

QString numbersText(const RunInfo& run) {
    if (!run.lastTest) return progressText(run);
    return RunDelegate::tr("%1 · test %2").arg(progressText(run), inLocale(run.lastTest->total, 1));
}

QString secondLine(const RunListModel& runs, int row) {
    const RunInfo& run = runs.at(row).info;
    const ListedRun* const before = runs.before(row);
    const QString difference =
        before ? differenceText(before->info.presentConfiguration(), run.presentConfiguration()) : QString();
    if (difference.isEmpty()) return settingsText(run);
    const QString data = QString::fromStdString(run.data.name);
    return run.parent.empty() ? RunDelegate::tr("%1 · %2").arg(data, difference)
                              : RunDelegate::tr("%1 · from %2 at step %3: %4")
                                    .arg(data, QString::fromStdString(before->info.name),
                                         inLocale(run.parentStep), difference);
}

} // namespace

RunDelegate::RunDelegate(const RunListModel* runs, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_runs(runs) {}

QSize RunDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {option.rect.width(), kRunRow};
}

void RunDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    const RunInfo& run = m_runs->at(index.row()).info;
    const style::Theme theme = style::themeOf(option.palette);
    const RunRow row(option.rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        QColor ground = option.state & QStyle::State_Selected ? theme.accent : theme.hover;
        if (option.state & QStyle::State_Selected) ground.setAlphaF(0.14F);
        painter->fillRect(option.rect, ground);
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(runColour(run.colour));
    painter->drawEllipse(row.dot);
    paintCurve(*painter, row.curve, run.curve, runColour(run.colour));
    const auto write = [&](const QRect& rect, const QString& text, const QFont& font, const QColor& colour,
                           Qt::Alignment alignment) {
        painter->setFont(font);
        painter->setPen(colour);
        painter->drawText(rect, alignment | Qt::AlignVCenter,
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
    };
    QString name = QString::fromStdString(run.name);
    if (m_runs->isPresent(index.row())) name = tr("%1 (open)").arg(name);
    write(row.name, name, style::strong(option.font), theme.text, Qt::AlignLeft);
    write(row.numbers, numbersText(run), style::tabular(option.font), theme.text, Qt::AlignRight);
    write(row.size,
          shownLocale().formattedDataSize(static_cast<qint64>(m_runs->at(index.row()).bytes), 1,
                                          QLocale::DataSizeSIFormat),
          style::small(option.font), theme.quietText, Qt::AlignRight);
    write(row.second, secondLine(*m_runs, index.row()), style::small(option.font), theme.quietText,
          Qt::AlignLeft);
    painter->setPen(theme.hairline);
    painter->drawLine(QPointF(option.rect.left(), option.rect.bottom() + 0.5),
                      QPointF(option.rect.right(), option.rect.bottom() + 0.5));
    painter->restore();
}

void RunDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                       const QModelIndex&) const {
    editor->setGeometry(RunRow(option.rect).name.adjusted(-6, -2, 0, 2));
}

} // namespace latent
