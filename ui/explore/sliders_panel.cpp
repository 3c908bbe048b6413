// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/sliders_panel.h"

#include "core/base/random.h"
#include "core/explore/inspection.h"
#include "ui/ask/asker.h"
#include "ui/controls/style.h"
#include "ui/explore/film_rows.h"
#include "ui/images/image_grid.h"
#include "ui/images/image_sheet.h"
#include "ui/images/image_view.h"
#include "ui/text/latent_text.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {

namespace {

constexpr int kNearestShown = 8;
constexpr int kSmallestImage = 130;
constexpr int kLargestImage = 240;
constexpr int kHeightForWords = 440;
constexpr int kFrames = 9; // of a strip

} // namespace

SlidersPanel::SlidersPanel(Exploration* exploration, QWidget* parent)
    : View({"sliders", tr("Sliders"), tr("Sliders…"), Place::Tab, Qt::ALT | Qt::Key_1}, parent)
    , m_exploration(exploration)
    , m_image(new ImageView(this))
    , m_head(new QLabel(tr("Decoded point"), this))
    , m_explanation(style::quietLabel(tr("follows the sliders and the marker on the map"), this))
    , m_sample(makeButton(QStringLiteral("sample")))
    , m_zero(makeButton(QStringLiteral("zero")))
    , m_fromSelection(makeButton(QStringLiteral("fromSelection")))
    , m_noPrior(style::quietLabel(
          tr("This model has no prior. Each slider covers the mean of the codes ± 3 standard deviations."),
          this))
    , m_empty(
          style::quietLabel(tr("Press Train: as soon as there is a model, every slider shows what moving it "
                               "decodes."),
                            this))
    , m_rows(new FilmRows(exploration, this))
    , m_nearestHead(style::sectionHead(tr("Nearest images"), this))
    , m_nearest(new ImageGridView(this))
    , m_strips(fastLane(exploration->asker()), Asker::kPointer)
    , m_nearestQuery(fastLane(exploration->asker()), Asker::kSelection)
    , m_stripsRenewal(exploration, this, Renewal::Pace::Pictures)
    , m_nearestRenewal(exploration, this, Renewal::Pace::Calm) {
    build();
    connectQuestions();
    connect(m_sample, &QPushButton::clicked, this, &SlidersPanel::drawPoint);
    connect(m_zero, &QPushButton::clicked, this, &SlidersPanel::zero);
    connect(m_fromSelection, &QPushButton::clicked, this, &SlidersPanel::takeSelection);
    connect(m_nearest, &ImageGridView::cellClicked, this, [this](int cell) {
        if (cell < static_cast<int>(m_nearestImages.size())) {
            m_exploration->select(m_nearestImages[static_cast<std::size_t>(cell)]);
        }
    });
    connect(m_exploration, &Exploration::snapshotChanged, this, &SlidersPanel::takeSnapshot);
    connect(m_exploration, &Exploration::selectionChanged, this, &SlidersPanel::updateButtons);
    connect(m_exploration, &Exploration::datasetChanged, this, [this] { showNearest({}); });
    showNearest({});
    takeSnapshot();
}

void SlidersPanel::connectQuestions() {
    connect(m_exploration, &Exploration::pointChanged, this, [this] {
        askStrips();
        askNearest();
    });
    connect(&m_stripsRenewal, &Renewal::due, this, &SlidersPanel::askStrips);
    connect(&m_nearestRenewal, &Renewal::due, this, &SlidersPanel::askNearest);
    connect(m_exploration, &Exploration::evidenceLeft, this, [this] {
        m_strips.drop();
        m_nearestQuery.drop();
    });
    connect(m_rows, &FilmRows::viewChanged, this, [this](const std::vector<int>& inView, int framePixels) {
        m_strips.setInView(inView);
        m_strips.setShownPixels(framePixels);
    });
    connect(&m_strips, &StripsDecoder::ready, this, &SlidersPanel::takeStrips);
    connect(&m_strips, &StripsDecoder::failed, this, &SlidersPanel::failed);
    connect(&m_nearestQuery, &LatestQuery::failed, this, &SlidersPanel::failed);
}

void SlidersPanel::askStrips() {
    if (!isVisible() || !m_exploration->snapshot()) return;
    m_sinceAsked.start();
    m_strips.show(m_exploration->evidence(), m_exploration->point(), m_exploration->range(), kFrames);
}

void SlidersPanel::takeStrips(const FilmStrips& strips, const Evidence& evidence) {
    const Vector& now = m_exploration->point();
    showStrips(strips);
    emit stripsShown(strips, evidence);
    if (strips.asked.image && strips.asked.point.size() == now.size() && strips.asked.point == now)
        emit decodeTimed(static_cast<double>(m_sinceAsked.nsecsElapsed()) * 1e-6);
}

void SlidersPanel::askNearest() {
    if (!isVisible() || !m_exploration->snapshot()) return;
    m_nearestQuery.ask(m_exploration->evidence(), NearestQuestion{m_exploration->point()},
                       [this](const Evidence& evidence, const auto& images) {
                           showNearest(*images);
                           emit nearestShown(*images, evidence);
                       });
}

QPushButton* SlidersPanel::makeButton(const QString& name) {
    QPushButton* button = new QPushButton(this);
    button->setObjectName(name);
    button->setProperty("align", QStringLiteral("left"));
    button->setAutoDefault(false);
    return button;
}

void SlidersPanel::build() {
    m_head->setFont(style::strong(font()));
    m_explanation->setMinimumWidth(80);
    m_image->setAccessibleName(tr("Decoded point"));
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_empty->setContentsMargins(style::kEdge, 6 * style::kUnit, style::kEdge, 0);
    m_fromSelection->setText(tr("From selection"));
    m_fromSelection->setToolTip(tr("Moves the point to the code of the selected image."));
    m_nearest->setObjectName(QStringLiteral("nearest"));
    m_nearest->setAccessibleName(tr("Images with the nearest codes"));
    m_nearest->setPlaceholder(kNearestShown, 1);
    m_nearest->setFixedAspect();

    QVBoxLayout* side = new QVBoxLayout;
    side->setSpacing(2 * style::kUnit - 2);
    side->addWidget(m_head);
    side->addWidget(m_explanation);
    side->addSpacing(style::kUnit);
    for (QPushButton* button : {m_sample, m_zero, m_fromSelection}) side->addWidget(button);
    side->addStretch(1);
    QHBoxLayout* top = new QHBoxLayout;
    top->setSpacing(style::kEdge);
    top->addWidget(m_image, 0, Qt::AlignTop);
    top->addLayout(side, 1);

    QVBoxLayout* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kEdge);
    layout->setSpacing(2 * style::kUnit);
    layout->addLayout(top);
    layout->addWidget(m_noPrior);
    layout->addWidget(m_rows);
    layout->addWidget(m_empty);
    layout->addSpacing(style::kUnit);
    layout->addWidget(m_nearestHead);
    layout->addWidget(m_nearest);
    layout->addStretch(1);
}

void SlidersPanel::takeSnapshot() {
    const bool any = m_exploration->latentSize() > 0;
    const bool prior = m_exploration->hasPrior();
    m_rows->setVisible(any);
    m_nearestHead->setVisible(any);
    m_nearest->setVisible(any);
    m_empty->setVisible(!any);
    m_noPrior->setVisible(any && !prior);
    if (!any) {
        m_image->clear();
        showNearest({});
    }
    updateButtons();
}

void SlidersPanel::updateButtons() {
    const bool any = m_exploration->latentSize() > 0;
    const bool prior = m_exploration->hasPrior();
    m_sample->setText(prior ? tr("Sample the prior") : tr("Sample the codes"));
    m_sample->setToolTip(prior ? tr("Moves the point to a fresh draw from N(0, I). (R)")
                               : tr("Moves the point to a normal draw with the codes’ mean and spread. (R)"));
    m_zero->setText(prior ? tr("Zero") : tr("Mean"));
    m_zero->setToolTip(prior ? tr("Moves the point to the prior’s mean. (0)")
                             : tr("Moves the point to the codes’ mean. (0)"));
    m_sample->setEnabled(any);
    m_zero->setEnabled(any);
    m_fromSelection->setEnabled(any && hasSelectedCode());
}

void SlidersPanel::showStrips(const FilmStrips& strips) {
    if (!m_exploration->snapshot()) return;
    if (strips.image.size() > 0) m_image->showImage(strips.image, strips.imageShape);
    m_rows->showStrips(strips);
}

void SlidersPanel::showNearest(const std::vector<Index>& images) {
    const DatasetPtr dataset = m_exploration->dataset();
    m_nearestImages = images;
    if (m_nearestImages.size() > kNearestShown) m_nearestImages.resize(kNearestShown);
    if (!dataset || m_nearestImages.empty()) {
        m_nearestImages.clear();
        m_nearest->clear();
        m_nearest->setPlaceholder(kNearestShown, 1);
        return;
    }
    m_nearest->showImages(imageColumns(*dataset, m_nearestImages), dataset->shape, kNearestShown);
    QStringList tips;
    for (const Index image : m_nearestImages) tips << imageName(*dataset, image);
    m_nearest->setCellNotes(tips);
    m_nearest->setCurrentCell(-1);
}

void SlidersPanel::setRawPixels(bool raw) {
    m_image->setRawPixels(raw);
    m_rows->setRawPixels(raw);
    m_nearest->setRawPixels(raw);
}

void SlidersPanel::drawPoint() {
    if (m_exploration->latentSize() == 0) return;
    const LatentRange& range = m_exploration->range();
    Vector z(m_exploration->latentSize());
    Random(++m_pointSeed, Stream::Prior).fillNormal(z.data(), z.size());
    // A prior's standard deviation is a sixth of its range; the codes' spread of theirs.
    const Vector deviation = (range.high - range.low) / 6;
    m_exploration->setPoint(range.centre() + deviation.cwiseProduct(z));
}

void SlidersPanel::zero() {
    if (m_exploration->latentSize() > 0) m_exploration->setPoint(m_exploration->range().centre());
}

bool SlidersPanel::hasSelectedCode() const {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const Index image = m_exploration->selected();
    return snapshot && snapshot->codes && image >= 0 && image < snapshot->codes->cols();
}

void SlidersPanel::takeSelection() {
    if (!hasSelectedCode()) return;
    m_exploration->setPoint(m_exploration->snapshot()->codes->col(m_exploration->selected()));
}

void SlidersPanel::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_R && m_sample->isEnabled()) {
        drawPoint();
    } else if (event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_Z && m_zero->isEnabled()) {
        zero();
    } else {
        QWidget::keyPressEvent(event);
    }
}

// The image takes about half of the width, so that the buttons beside it keep theirs, and leaves height to
// the rows.
void SlidersPanel::resizeEvent(QResizeEvent*) {
    const int inner = width() - 2 * style::kEdge;
    m_image->setFixedWidth(
        std::clamp(std::min(inner * 49 / 100, height() * 2 / 5), kSmallestImage, kLargestImage));
    m_explanation->setVisible(height() >= kHeightForWords);
}

} // namespace latent
