// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/loss/loss_view.h"

#include "ui/controls/style.h"
#include "ui/loss/curve_toggle.h"
#include "ui/loss/loss_plot.h"
#include "ui/state/exploration.h"
#include "ui/text/likelihood_text.h"
#include "ui/text/number_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>

namespace latent {

namespace {

constexpr int kHeader = 38;
constexpr int kRightMargin = 52; // of the widgets above the plot, to clear its axis
constexpr int kLeftMargin = 64;
constexpr int kBottomMargin = 30;
constexpr int kTopMargin = 22;

QString curveName(LossCurve curve) {
    switch (curve) {
    case LossCurve::Total:
        return LossView::tr("total");
    case LossCurve::Reconstruction:
        return LossView::tr("reconstruction");
    case LossCurve::Kl:
        return LossView::tr("KL");
    }
    return {};
}

QString curveMeaning(LossCurve curve) {
    switch (curve) {
    case LossCurve::Total:
        return LossView::tr("Reconstruction plus β times KL: the loss that training minimises.");
    case LossCurve::Reconstruction:
        return LossView::tr("−log p(x|z), summed over the pixels.");
    case LossCurve::Kl:
        return LossView::tr("KL from q(z|x) to the prior, summed over the dimensions; right-hand scale.");
    }
    return {};
}

} // namespace

LossView::LossView(Exploration* exploration, QWidget* parent)
    : View({.name = "loss",
            .title = tr("Loss"),
            .picture = tr("Loss…"),
            .place = Place::Plot,
            .together = true},
           parent)
    , m_exploration(exploration)
    , m_plot(new LossPlot(this)) {
    auto* const header = new QHBoxLayout;
    header->setContentsMargins(style::kEdge, 7, style::kEdge, 7);
    header->setSpacing(2);
    m_title = new QLabel(tr("Loss"), this);
    m_title->setFont(style::strong(m_title->font()));
    m_title->setFixedHeight(kHeader - 14);
    header->addWidget(m_title);
    header->addSpacing(8);
    for (const LossCurve curve : kLossCurves) {
        auto* const toggle = new CurveToggle(curveName(curve), this);
        toggle->setColour(LossPlot::curveColour(curve, palette()));
        m_toggles[static_cast<std::size_t>(curve)] = toggle;
        connect(toggle, &QAbstractButton::toggled, m_plot,
                [this, curve](bool on) { m_plot->setCurveVisible(curve, on); });
        header->addWidget(toggle);
    }
    header->addStretch(1);
    m_unit = style::quietLabel(natsOf(m_likelihood), this);
    m_unit->setToolTip(likelihoodMeaning(m_likelihood));
    m_unit->setWordWrap(false);
    m_unit->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    header->addWidget(m_unit);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(m_plot, 1);

    m_seconds = new QPushButton(tr("steps"), m_plot);
    m_logarithmic = new QPushButton(tr("log"), m_plot);
    for (QPushButton* const button : {m_seconds, m_logarithmic}) {
        button->setProperty("pill", true);
        button->setFocusPolicy(Qt::TabFocus); // a click leaves the plot its keys
        button->setCheckable(button == m_logarithmic);
    }
    m_seconds->setObjectName("seconds");
    m_logarithmic->setObjectName("logarithmic");
    m_seconds->setToolTip(tr("Units of the horizontal axis: steps or seconds of training"));
    showLogarithmic();
    connect(m_seconds, &QPushButton::clicked, this, [this] {
        m_plot->setShowsSeconds(!m_plot->showsSeconds());
        m_seconds->setText(m_plot->showsSeconds() ? tr("seconds") : tr("steps"));
        placeOverlays();
    });
    connect(m_logarithmic, &QPushButton::toggled, m_plot, &LossPlot::setLogarithmic);

    makeTravel();
    m_unitInPlot = style::quietLabel(natsOf(m_likelihood), m_plot);
    m_unitInPlot->setFont(style::small(m_unitInPlot->font()));
    m_unitInPlot->setWordWrap(false);
    m_unitInPlot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_hint = style::quietLabel(tr("The loss of each step appears here during training"), m_plot);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(m_plot, &LossPlot::pointedAt, this, &LossView::showValues);
    m_numbersLater.setSingleShot(true);
    m_numbersLater.setInterval(ReplotThrottle::kReadableMs);
    connect(&m_numbersLater, &QTimer::timeout, this, &LossView::showNumbers);
    setMinimumWidth(330);
    showHistory(LossHistory());
}

// The buttons that appear over the plot while an earlier moment is shown.
void LossView::makeTravel() {
    m_play = new QPushButton(tr("Play"), m_plot);
    m_live = new QPushButton(tr("Back to live"), m_plot);
    m_branch = new QPushButton(tr("Train on from here"), m_plot);
    m_play->setObjectName("play");
    m_live->setObjectName("live");
    m_branch->setObjectName("branch");
    m_play->setCheckable(true);
    m_play->setToolTip(tr("Plays the run from this moment on (← and → go from moment to moment)"));
    m_live->setToolTip(tr("Shows the newest model again (End)"));
    m_branch->setToolTip(
        tr("Begins a new run with the weights of this moment: choose other settings, then press Train"));
    for (QPushButton* const button : {m_play, m_live, m_branch}) {
        button->setProperty("pill", true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    connect(m_play, &QPushButton::toggled, this, &LossView::playToggled);
    connect(m_live, &QPushButton::clicked, this, [this] { m_exploration->setMoment(std::nullopt); });
    connect(m_branch, &QPushButton::clicked, this, &LossView::branchRequested);
    connect(m_plot, &LossPlot::momentAsked, m_exploration, &Exploration::setMoment);
    connect(m_plot, &LossPlot::momentStepAsked, m_exploration, &Exploration::stepMoment);
    connect(m_exploration, &Exploration::momentChanged, this, &LossView::showMoment);
    showMoment();
}

void LossView::showMoment() {
    const bool back = m_exploration->moment().has_value();
    m_plot->setMoment(m_exploration->moment());
    for (QPushButton* const button : {m_play, m_live, m_branch}) button->setVisible(back);
    if (!back) setPlaying(false);
    placeTravel();
}

void LossView::placeTravel() {
    int left = kLeftMargin;
    for (QPushButton* const button : {m_live, m_play, m_branch}) {
        button->adjustSize();
        button->move(left, m_plot->height() - kBottomMargin - button->height());
        left += button->width() + style::kUnit;
    }
}

void LossView::setPlaying(bool playing) {
    m_play->setChecked(playing);
    m_play->setText(playing ? tr("Stop") : tr("Play"));
    placeTravel();
}

void LossView::showHistory(const LossHistory& history) {
    const bool fresh = m_plot->history().empty() || history.empty();
    m_plot->setHistory(history);
    const bool early = m_sinceNumbers.isValid() && m_sinceNumbers.elapsed() < ReplotThrottle::kReadableMs;
    if (fresh || !early)
        showNumbers();
    else if (!m_numbersLater.isActive())
        m_numbersLater.start();
}

void LossView::showOthers(std::vector<OtherRun> runs) {
    std::vector<LossPlot::Other> alike;
    QStringList names;
    for (OtherRun& run : runs) {
        if (!(run.likelihood == m_likelihood)) continue;
        alike.push_back({std::move(run.history), run.colour});
        names << run.name;
    }
    m_plot->setOthers(std::move(alike));
    m_plot->setToolTip(names.empty() ? QString()
                                     : tr("Thin, in the colour of its run: the total loss of %1")
                                           .arg(shownLocale().createSeparatedList(names)));
}

void LossView::setWatched(bool watched) {
    m_plot->setWatched(watched);
}

void LossView::showNumbers() {
    m_sinceNumbers.start();
    m_numbersLater.stop();
    const LossHistory& history = m_plot->history();
    m_hint->setVisible(history.empty());
    m_seconds->setVisible(!history.empty());
    m_logarithmic->setVisible(!history.empty());
    for (const LossCurve curve : kLossCurves) {
        QString tip = curveMeaning(curve);
        if (!history.train().empty())
            tip += '\n' + tr("Training, mean of the last %1 steps: %2")
                              .arg(LossHistory::kRecent)
                              .arg(shownLocale().toString(value(history.recent(), curve), 'f', 2));
        if (!history.test().empty())
            tip +=
                '\n' + tr("Test: %1").arg(shownLocale().toString(value(history.lastTest(), curve), 'f', 2));
        if (history.lastValidation())
            tip += '\n' + tr("Held out of training: %1")
                              .arg(shownLocale().toString(value(*history.lastValidation(), curve), 'f', 2));
        toggle(curve)->setToolTip(tip + '\n' + tr("Click to show or hide."));
    }
    showValues(m_pointed, m_pointedStep);
}

void LossView::setPlannedSteps(qint64 steps) {
    m_plot->setPlannedSteps(steps);
}

void LossView::setObjective(const Objective& objective) {
    m_plot->setHasKl(objective.hasKl());
    for (const LossCurve curve : kLossCurves) toggle(curve)->setVisible(m_plot->isCurveKnown(curve));
    setLikelihood(objective.likelihood);
    fitHeader();
}

void LossView::setLikelihood(const Likelihood& likelihood) {
    if (likelihood == m_likelihood) return;
    m_likelihood = likelihood;
    m_unit->setToolTip(likelihoodMeaning(likelihood));
    m_unitInPlot->setText(natsOf(likelihood));
    showLogarithmic();
    placeOverlays();
    showValues(m_pointed, m_pointedStep);
}

// A negative log-density may be below 0.
void LossView::showLogarithmic() {
    const bool density =
        m_likelihood.isGaussian() || m_likelihood.kind == Likelihood::Kind::ContinuousBernoulli;
    if (density) m_logarithmic->setChecked(false);
    m_logarithmic->setEnabled(!density);
    m_logarithmic->setToolTip(density ? tr("No logarithmic scale: these losses may be below 0")
                                      : tr("Logarithmic scale"));
}

void LossView::clear() {
    m_pointed.reset();
    showHistory(LossHistory());
}

void LossView::showValues(std::optional<LossTerms> pointed, qint64 step) {
    m_pointed = pointed;
    m_pointedStep = step;
    const LossHistory& history = m_plot->history();
    const LossTerms shown = pointed.value_or(history.recent());
    for (const LossCurve curve : kLossCurves)
        toggle(curve)->setNumber(
            history.train().empty() ? QString() : shownLocale().toString(value(shown, curve), 'f', 1));
    m_unit->setText(pointed ? tr("step %1").arg(shownLocale().toString(step)) : natsOf(m_likelihood));
    fitHeader();
}

// A narrow header first moves the unit into the plot, then shortens the longest name.
void LossView::fitHeader() {
    CurveToggle* const reconstruction = toggle(LossCurve::Reconstruction);
    QString name = curveName(LossCurve::Reconstruction);
    int needed = m_title->sizeHint().width() + 2 * style::kEdge + 4 * style::kUnit;
    for (const CurveToggle* item : m_toggles)
        if (!item->isHidden()) needed += item->widthOf(item == reconstruction ? name : item->text());
    if (needed > width()) {
        needed += reconstruction->widthOf(tr("recon.")) - reconstruction->widthOf(name);
        name = tr("recon.");
    }
    if (reconstruction->text() != name) { // update the layout only if something moves
        reconstruction->setText(name);
        reconstruction->updateGeometry();
    }
    const bool fits = needed + m_unit->sizeHint().width() <= width();
    m_unit->setVisible(fits);
    m_unitInPlot->setVisible(!fits && !m_plot->history().empty());
}

void LossView::placeOverlays() {
    fitHeader();
    m_hint->setGeometry(m_plot->rect().adjusted(20, 0, -20, 0));
    int right = m_plot->width() - kRightMargin;
    m_unitInPlot->adjustSize();
    m_unitInPlot->move(right - m_unitInPlot->width(),
                       kTopMargin + m_logarithmic->sizeHint().height() + style::kUnit);
    for (QPushButton* const button : {m_logarithmic, m_seconds}) {
        button->adjustSize();
        button->move(right - button->width(), kTopMargin);
        right -= button->width() + style::kUnit;
    }
}

void LossView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layout()->activate();
    placeOverlays();
    placeTravel();
}

void LossView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        for (const LossCurve curve : kLossCurves)
            toggle(curve)->setColour(LossPlot::curveColour(curve, palette()));
}

void LossView::renderTo(QPainter& painter, QSize size) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const style::Theme theme = style::themeOf(palette());
    painter.fillRect(QRect(QPoint(), size), theme.ground);
    painter.setFont(m_title->font());
    painter.setPen(theme.text);
    QRectF line(style::kEdge, 0, size.width() - 2 * style::kEdge, kHeader);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_title->text());
    double left = line.left() + QFontMetricsF(m_title->font()).horizontalAdvance(m_title->text()) + 10;
    for (const LossCurve curve : kLossCurves) {
        if (!m_plot->isCurveVisible(curve)) continue;
        const QSizeF item = toggle(curve)->sizeHint();
        toggle(curve)->paintItem(painter, QRectF(QPointF(left, 0.5 * (kHeader - item.height())), item));
        left += item.width() + 2;
    }
    m_plot->renderTo(painter, QRect(0, kHeader, size.width(), size.height() - kHeader));
    painter.setPen(theme.quietText);
    const QString unit = natsOf(m_likelihood);
    const bool fits = left + QFontMetricsF(font()).horizontalAdvance(unit) < line.right();
    if (!fits) line = QRectF(0, kHeader, size.width() - kRightMargin, kHeader);
    painter.setFont(fits ? font() : style::small(font()));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, unit);
    painter.restore();
}

} // namespace latent
