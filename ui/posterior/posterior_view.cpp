// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/posterior/posterior_view.h"

#include "ui/controls/style.h"
#include "ui/posterior/collapse_warning.h"
#include "ui/posterior/posterior_chart.h"
#include "ui/state/exploration.h"
#include "ui/text/number_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace latent {

namespace {
constexpr int kHeader = 38;
constexpr int kSummary = 20;
constexpr int kWarning = 30; // two lines
constexpr int kFooter = kSummary + kWarning;
} // namespace

PosteriorView::PosteriorView(Exploration* exploration, QWidget* parent)
    : View({"posterior", tr("Posterior"), tr("Posterior…"), Place::Plot}, parent)
    , m_exploration(exploration)
    , m_chart(new PosteriorChart(this))
    , m_throttle(this, ReplotThrottle::kReadableMs) {
    auto* const header = new QHBoxLayout;
    header->setContentsMargins(style::kEdge, 4, style::kEdge - 4, 4);
    header->setSpacing(8);
    m_title = new QLabel(tr("Posterior"), this);
    m_title->setFont(style::strong(m_title->font()));
    m_title->setFixedHeight(kHeader - 8); // of constant height while the buttons come and go
    header->addWidget(m_title);
    m_quantity = new QPushButton(this);
    m_quantity->setObjectName("quantity");
    m_order = new QPushButton(this);
    m_order->setObjectName("order");
    for (QPushButton* const button : {m_quantity, m_order}) button->setProperty("quiet", true);
    header->addWidget(m_quantity);
    header->addStretch(1);
    header->addWidget(m_order);

    // No layout here: new texts of these labels then cause no relayout elsewhere.
    auto* const foot = new QWidget(this);
    foot->setFixedHeight(kFooter);
    m_footer = style::quietLabel({}, foot);
    m_footer->setFont(style::small(m_footer->font()));
    m_footer->setWordWrap(false);
    m_warning = style::quietLabel({}, foot); // its space stays reserved while there is no warning
    m_warning->setObjectName("warning");
    m_warning->setFont(style::small(m_warning->font()));
    m_warning->setWordWrap(false);
    m_warning->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_hint = style::quietLabel({}, m_chart);
    m_hint->setAlignment(Qt::AlignCenter);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    auto* const body = new QVBoxLayout;
    body->setContentsMargins(style::kEdge, 0, style::kEdge, 4);
    body->setSpacing(0);
    body->addWidget(m_chart, 1);
    body->addWidget(foot);
    layout->addLayout(body, 1);
    auto* const hintLayout = new QVBoxLayout(m_chart);
    hintLayout->addWidget(m_hint);

    connect(m_quantity, &QPushButton::clicked, this, [this] {
        m_wantsRatio = !m_wantsRatio;
        chooseQuantity();
    });
    connect(m_order, &QPushButton::clicked, this, [this] {
        m_chart->setSorted(!m_chart->isSorted());
        nameOrder();
    });
    connect(m_exploration, &Exploration::snapshotChanged, &m_throttle, &ReplotThrottle::request);
    connect(&m_throttle, &ReplotThrottle::due, this, &PosteriorView::showPosterior);
    setMinimumWidth(200);
    showPosterior();
}

void PosteriorView::showPosterior() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    m_chart->showPosterior(snapshot ? snapshot->posterior : PosteriorStatistics{}, objective());
    chooseQuantity();
    nameOrder();
    m_summary = summary();
    const CollapseWarning collapse = snapshot ? collapseWarning(*snapshot) : CollapseWarning{};
    m_warningLines = {collapse.line, collapse.remedy};
    m_warningSevere = collapse.severe;
    m_warning->setToolTip(collapse.help);
    fitFooter();
    m_hint->setText(objective().hasKl() ? tr("The KL of each dimension appears here during training")
                                        : tr("The spread of each dimension appears here during training"));
    m_hint->setVisible(m_summary.isEmpty());
    m_quantity->setVisible(!m_summary.isEmpty());
    m_order->setVisible(!m_summary.isEmpty());
}

QString PosteriorView::summary() const {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || snapshot->posterior.empty()) return {};
    const PosteriorStatistics& posterior = snapshot->posterior;
    const int latent = static_cast<int>(posterior.kl.size());
    const QString text = tr("%1 of %2 active").arg(posterior.activeUnits()).arg(latent);
    const float spread = posterior.spreadMean();
    if (!objective().latentNoise)
        return tr("%1 · mean spread %2")
            .arg(text, shownLocale().toString(static_cast<double>(spread), 'f', spread < 10 ? 2 : 1));
    const double quotient = static_cast<double>(posterior.sigmaMean() / spread);
    // Vanishing noise keeps falling, so show two significant figures rather than two decimals.
    const QString ratio = spread > 0 ? shownLocale().toString(quotient, 'f',
                                                              quotient < 0.01  ? 4
                                                              : quotient < 0.1 ? 3
                                                                               : 2)
                                     : QString("∞");
    return tr("%1 · σ / spread %2").arg(text, ratio);
}

Objective PosteriorView::objective() const {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    return snapshot ? snapshot->model.objective : Objective{};
}

// Shows the requested quantity if the model has it.
void PosteriorView::chooseQuantity() {
    using Quantity = PosteriorChart::Quantity;
    const Objective has = objective();
    const bool both = has.hasKl() && has.latentNoise;
    m_chart->setQuantity(both && m_wantsRatio ? Quantity::Ratio
                         : has.hasKl()        ? Quantity::Kl
                                              : Quantity::Spread);
    m_quantity->setEnabled(both);
    m_quantity->setToolTip(
        both ? tr("The bars show the KL of each dimension, or the mean σ of q(z|x) relative to the spread of "
                  "its means (small: the code is precise; 1 or more: it carries no information). Click to "
                  "switch.")
        : has.hasKl()
            ? tr("The bars show the KL of each dimension.")
            : tr("The bars show the standard deviation of each dimension’s codes. Without latent noise and "
                 "a KL term there is no posterior: an image’s code is a point."));
    m_title->setText(has.latentNoise ? tr("Posterior") : tr("Codes"));
    const QString active = tr("A dimension is active if its means vary by more than %1.")
                               .arg(shownLocale().toString(static_cast<double>(kActiveVariance), 'f', 2));
    m_footer->setToolTip(has.latentNoise
                             ? tr("%1 σ / spread is the mean σ of q(z|x) over the standard deviation of its "
                                  "means, each averaged over the dimensions: near 0 the noise has vanished.")
                                   .arg(active)
                             : active);
    fitHeader();
}

// A narrow header shortens the quantity's name; the labels of the bars show that it is per dimension.
void PosteriorView::fitHeader() {
    using Quantity = PosteriorChart::Quantity;
    const Quantity shown = m_chart->quantity();
    m_quantity->setText(shown == Quantity::Ratio ? tr("σ / spread of each dimension")
                        : shown == Quantity::Kl  ? tr("KL of each dimension")
                                                 : tr("spread of each dimension"));
    const int needed = m_title->sizeHint().width() + m_quantity->sizeHint().width() +
                       m_order->sizeHint().width() + 2 * style::kEdge + 4 * style::kUnit;
    if (needed <= width()) return;
    m_quantity->setText(shown == Quantity::Ratio ? tr("σ / spread")
                        : shown == Quantity::Kl  ? tr("KL")
                                                 : tr("spread"));
}

void PosteriorView::fitFooter() {
    m_footer->setText(m_footer->fontMetrics().elidedText(m_summary, Qt::ElideRight, m_footer->width()));
    QStringList lines;
    for (const QString& line : m_warningLines)
        lines << m_warning->fontMetrics().elidedText(line, Qt::ElideRight, m_warning->width());
    m_warning->setText(lines.join(QLatin1Char('\n')).trimmed());
    QPalette colours = palette();
    const style::Theme theme = style::themeOf(colours);
    colours.setColor(QPalette::PlaceholderText, m_warningSevere ? theme.warning : theme.quietText);
    if (m_warning->palette() != colours) m_warning->setPalette(colours);
}

void PosteriorView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int inner = width() - 2 * style::kEdge; // the width that the footer will have
    m_footer->setGeometry(0, 0, inner, kSummary);
    m_warning->setGeometry(0, kSummary, inner, kWarning);
    fitHeader();
    fitFooter();
}

void PosteriorView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_warning) fitFooter();
}

void PosteriorView::nameOrder() {
    const bool kl = objective().hasKl();
    m_order->setText(!m_chart->isSorted() ? tr("by index") : kl ? tr("by KL") : tr("by spread"));
    m_order->setToolTip(kl ? tr("Order of the dimensions: by KL or by their index")
                           : tr("Order of the dimensions: by the spread of their codes or by their index"));
}

void PosteriorView::renderTo(QPainter& painter, QSize size) {
    painter.save();
    const style::Theme theme = style::themeOf(palette());
    painter.fillRect(QRect(QPoint(), size), theme.ground);
    const QRectF inner(style::kEdge, 0, size.width() - 2 * style::kEdge, size.height());
    const QRectF head(inner.left(), 0, inner.width(), kHeader);
    painter.setFont(m_title->font());
    painter.setPen(theme.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_title->text());
    const double title = QFontMetricsF(m_title->font()).horizontalAdvance(m_title->text()) + 10;
    painter.setFont(font());
    painter.setPen(theme.quietText);
    painter.drawText(head.adjusted(title, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_quantity->text());
    m_chart->paintChart(painter, inner.adjusted(0, kHeader, 0, -kFooter - 4));
    painter.setFont(m_footer->font());
    painter.setPen(theme.quietText);
    const double footer = size.height() - kFooter - 4;
    painter.drawText(QRectF(inner.left(), footer, inner.width(), kSummary), Qt::AlignLeft | Qt::AlignVCenter,
                     m_summary);
    if (m_warningSevere) painter.setPen(theme.warning);
    painter.drawText(QRectF(inner.left(), footer + kSummary, inner.width(), kWarning),
                     Qt::AlignLeft | Qt::AlignTop, m_warning->text());
    painter.restore();
}

} // namespace latent
