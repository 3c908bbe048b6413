// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/manifold_panel.h"

#include "core/explore/traversal.h"
#include "ui/ask/asker.h"
#include "ui/controls/combo_box.h"
#include "ui/controls/style.h"
#include "ui/explore/axis_caption.h"
#include "ui/explore/dimension_order.h"
#include "ui/explore/manifold_scale.h"
#include "ui/images/image_grid.h"
#include "ui/text/latent_text.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {

namespace {

constexpr int kSmallestSide = 11;
constexpr int kDefaultSide = 15;
constexpr int kLargestSide = 25;
constexpr float kStepsAcross = 60;

/// The plane and its two captions. The upright one sits beside the grid and is as high as the grid is.
class Plot : public QWidget {
  public:
    Plot(ImageGridView* grid, AxisCaption* x, AxisCaption* y, QWidget* parent)
        : QWidget(parent)
        , m_grid(grid)
        , m_xCaption(x)
        , m_yCaption(y) {
        for (QWidget* child :
             {static_cast<QWidget*>(grid), static_cast<QWidget*>(x), static_cast<QWidget*>(y)}) {
            child->setParent(this);
        }
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        setSizePolicy(policy);
    }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override {
        return m_grid->heightForWidth(width - caption()) + caption();
    }
    QSize sizeHint() const override { return {320, heightForWidth(320)}; }
    QSize minimumSizeHint() const override { return {100, 100}; }
    void place() {
        const int edge = caption();
        const bool plane = !m_yCaption->isHidden();
        const int left = plane ? edge : 0;
        m_grid->setGeometry(left, 0, width() - left, std::max(1, height() - edge));
        const QRect card = m_grid->card().toRect();
        m_yCaption->setGeometry(left + card.left() - edge, 0, edge, card.height());
        m_xCaption->setGeometry(left + card.left(), card.height() + 2, card.width(), edge);
    }

  protected:
    void resizeEvent(QResizeEvent*) override { place(); }

  private:
    int caption() const { return m_xCaption->sizeHint().height(); }

    ImageGridView* m_grid;
    AxisCaption* m_xCaption;
    AxisCaption* m_yCaption;
};

} // namespace

ManifoldPanel::ManifoldPanel(Exploration* exploration, QWidget* parent)
    : QWidget(parent)
    , m_exploration(exploration)
    , m_head(new QLabel(tr("Manifold"), this))
    , m_explanation(style::quietLabel({}, this))
    , m_empty(style::quietLabel(
          tr("Press Train: as soon as there is a model, a plane of its latent space appears here."), this))
    , m_controls(new QWidget(this))
    , m_xCombo(new ComboBox(m_controls))
    , m_yCombo(new ComboBox(m_controls))
    , m_side(new QSlider(Qt::Horizontal, m_controls))
    , m_sideText(new QLabel(m_controls))
    , m_xCaption(new AxisCaption(Qt::Horizontal))
    , m_yCaption(new AxisCaption(Qt::Vertical))
    , m_grid(new ImageGridView)
    , m_decoder(fastLane(exploration->asker()), Asker::kBackground)
    , m_renewal(exploration, this, Renewal::Pace::Pictures) {
    m_plot = new Plot(m_grid, m_xCaption, m_yCaption, this);
    build();
    connect(m_xCombo, &QComboBox::activated, this, [this](int index) {
        m_chosen = true;
        setDimensions(index, index == m_y ? m_x : m_y);
    });
    connect(m_yCombo, &QComboBox::activated, this, [this](int index) {
        m_chosen = true;
        setDimensions(index == m_x ? m_y : m_x, index);
    });
    connect(m_side, &QSlider::valueChanged, this, [this](int value) {
        m_sideText->setText(tr("%1 × %1").arg(value));
        ask();
    });
    connect(m_grid, &ImageGridView::dragged, this, &ManifoldPanel::takeDrag);
    connect(m_exploration, &Exploration::snapshotChanged, this, &ManifoldPanel::takeSnapshot);
    connect(m_exploration, &Exploration::pointChanged, this, [this] {
        showMarker();
        ask();
    });
    connect(m_exploration, &Exploration::evidenceLeft, &m_decoder, &GridDecoder::drop);
    connect(&m_renewal, &Renewal::due, this, &ManifoldPanel::ask);
    connect(&m_decoder, &GridDecoder::failed, this, &ManifoldPanel::failed);
    connect(&m_decoder, &GridDecoder::ready, this, [this](const ImageGrid& grid, const Evidence& evidence) {
        Manifold manifold = m_asked;
        manifold.grid = grid;
        showManifold(manifold);
        emit manifoldShown(manifold, evidence);
    });
    takeSnapshot();
}

void ManifoldPanel::build() {
    m_head->setFont(style::strong(font()));
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_empty->setContentsMargins(style::kEdge, 6 * style::kUnit, style::kEdge, 0);
    m_xCombo->setObjectName(QStringLiteral("xDimension"));
    m_yCombo->setObjectName(QStringLiteral("yDimension"));
    m_xCombo->setAccessibleName(tr("Dimension across"));
    m_yCombo->setAccessibleName(tr("Dimension upwards"));
    m_xCombo->setToolTip(tr("The dimension that grows to the right."));
    m_yCombo->setToolTip(tr("The dimension that grows upwards."));
    m_xCombo->setFixedWidth(76);
    m_yCombo->setFixedWidth(76);
    m_side->setRange(kSmallestSide, kLargestSide);
    m_side->setValue(kDefaultSide);
    m_side->setAccessibleName(tr("Images along each side"));
    m_side->setToolTip(tr("Images along each side."));
    m_sideText->setFont(style::tabular(font()));
    m_sideText->setText(tr("%1 × %1").arg(kDefaultSide));
    m_sideText->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_sideText->setFixedWidth(QFontMetrics(m_sideText->font()).horizontalAdvance(tr("%1 × %1").arg(25)) + 2);
    m_grid->setDraggable(true);
    m_grid->setAccessibleName(tr("Plane of the latent space; arrow keys move the point"));
    m_grid->setPlaceholder(1, 1);

    QHBoxLayout* line = new QHBoxLayout(m_controls);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(2 * style::kUnit);
    line->addWidget(m_xCombo);
    QLabel* times = style::quietLabel(QStringLiteral("×"), m_controls);
    times->setObjectName(QStringLiteral("times"));
    times->setWordWrap(false);
    line->addWidget(times);
    line->addWidget(m_yCombo);
    line->addSpacing(style::kUnit);
    line->addWidget(m_side, 1);
    line->addWidget(m_sideText);
    QVBoxLayout* layout = new QVBoxLayout(this);
    layout->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kEdge);
    layout->setSpacing(2 * style::kUnit);
    layout->addWidget(m_head);
    layout->addWidget(m_explanation);
    layout->addWidget(m_empty);
    layout->addWidget(m_controls);
    layout->addSpacing(style::kUnit);
    layout->addWidget(m_plot);
    layout->addStretch(1);
}

int ManifoldPanel::side() const {
    return m_side->value();
}

void ManifoldPanel::takeSnapshot() {
    const int latent = m_exploration->latentSize();
    const bool prior = m_exploration->hasPrior() || latent == 0;
    m_explanation->setText(
        prior ? tr("Decoder means over a grid through the inverse Gaussian CDF.")
              : tr("No prior: decoder means over an even grid of the codes’ mean ± 3 spreads."));
    m_empty->setVisible(latent == 0);
    m_controls->setVisible(latent > 0);
    m_plot->setVisible(latent > 0);
    if (latent != m_latent) {
        m_latent = latent;
        m_shown = Manifold();
        m_grid->clear();
        m_grid->setPlaceholder(1, 1);
        if (latent == 0) return showMarker(); // until the next model
        m_chosen = m_chosen && m_x < latent && m_y < latent;
        if (!m_chosen) {
            m_x = 0;
            m_y = std::min(1, latent - 1);
        }
        fillCombos();
        if (!m_chosen) chooseDefault();
        ask();
    } else if (!m_chosen && m_grid->count() == 0) {
        chooseDefault();
    }
    showMarker();
}

void ManifoldPanel::fillCombos() {
    for (QComboBox* combo : {m_xCombo, m_yCombo}) {
        const QSignalBlocker quiet(combo);
        combo->clear();
        for (int d = 0; d < m_latent; ++d) combo->addItem(latentName(d));
    }
    m_yCombo->setVisible(m_latent > 1);
    m_controls->findChild<QLabel*>(QStringLiteral("times"))->setVisible(m_latent > 1);
    m_yCaption->setVisible(m_latent > 1);
    static_cast<Plot*>(m_plot)->place();
    m_xCombo->setCurrentIndex(m_x);
    m_yCombo->setCurrentIndex(m_y);
}

// The two dimensions that carry most, in the order of their indices.
void ManifoldPanel::chooseDefault() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    if (!snapshot || m_latent < 3 || carriedBy(*snapshot).size() != m_latent) return;
    const std::vector<int> order = dimensionsBy(carriedBy(*snapshot), m_latent);
    setDimensions(std::min(order[0], order[1]), std::max(order[0], order[1]));
}

void ManifoldPanel::setDimensions(int x, int y) {
    if (x < 0 || y < 0 || x >= m_latent || y >= m_latent || (x == y && m_latent > 1)) return;
    if (x == m_x && y == m_y) return;
    m_x = x;
    m_y = y;
    m_xCombo->setCurrentIndex(x);
    m_yCombo->setCurrentIndex(y);
    ask();
}

void ManifoldPanel::ask() {
    const int latent = m_exploration->latentSize();
    if (!isVisible() || latent == 0 || m_x >= latent || m_y >= latent) return;
    m_asked = manifoldGrid(m_exploration->point(), m_exploration->range(), m_x, m_y, side());
    m_decoder.setShownPixels(m_grid->cellPixels(side()));
    m_decoder.show(m_exploration->evidence(), std::exchange(m_asked.grid, {}));
}

namespace {

// A space of one dimension comes as a square with x and y the same one. Its rising diagonal holds every value
// once, whichever of the two was written last.
Matrix singleRow(const ImageGrid& grid) {
    const Index side = grid.columns;
    if (grid.images.cols() != side * side) return grid.images;
    Matrix row(grid.images.rows(), side);
    for (Index i = 0; i < side; ++i) row.col(i) = grid.images.col((side - 1 - i) * side + i);
    return row;
}

} // namespace

void ManifoldPanel::showManifold(const Manifold& manifold) {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    // An answer to an earlier question would show under the wrong names.
    if (!snapshot || manifold.x != m_x || (m_latent > 1 && manifold.y != m_y) || manifold.grid.columns <= 0)
        return;
    m_shown.x = manifold.x;
    m_shown.y = manifold.y;
    m_shown.xValues = manifold.xValues;
    m_shown.yValues = manifold.yValues;
    const int heightBefore = m_grid->heightForWidth(1000);
    const ImageShape& shape = manifold.grid.shape;
    if (m_latent == 1)
        m_grid->showImages(singleRow(manifold.grid), shape, manifold.grid.columns);
    else
        m_grid->showImages(manifold.grid.images, shape, manifold.grid.columns);
    if (m_grid->heightForWidth(1000) != heightBefore) m_plot->updateGeometry();
    static_cast<Plot*>(m_plot)->place();
    showCaptions();
    showMarker();
}

void ManifoldPanel::showCaptions() {
    if (m_shown.xValues.empty()) return;
    m_xCaption->setAxis(codeText(m_shown.xValues.front()), latentName(m_shown.x) + tr(" →"),
                        codeText(m_shown.xValues.back()));
    if (m_shown.yValues.empty()) return;
    m_yCaption->setAxis(codeText(m_shown.yValues.back()), latentName(m_shown.y) + tr(" →"),
                        codeText(m_shown.yValues.front()));
}

void ManifoldPanel::showMarker() {
    const Vector& point = m_exploration->point();
    if (m_shown.xValues.empty() || m_shown.x >= point.size()) return m_grid->setMarker(std::nullopt);
    const bool plane = m_latent > 1 && m_shown.y < point.size();
    m_grid->setMarker(
        QPointF(positionOfValue(m_shown.xValues, point[m_shown.x]),
                plane ? positionOfValue(m_shown.yValues, point[m_shown.y]) : 0.5 * m_grid->rows()));
}

void ManifoldPanel::takeDrag(QPointF cells) {
    if (m_shown.xValues.empty() || m_shown.x >= m_exploration->point().size()) return;
    Vector point = m_exploration->point();
    point[m_shown.x] = valueAtPosition(m_shown.xValues, cells.x());
    if (m_latent > 1 && m_shown.y < point.size())
        point[m_shown.y] = valueAtPosition(m_shown.yValues, cells.y());
    m_exploration->setPoint(point);
}

void ManifoldPanel::nudge(int dimension, float steps) {
    if (dimension >= m_exploration->point().size()) return;
    const LatentRange& range = m_exploration->range();
    const float step = (range.high[dimension] - range.low[dimension]) / kStepsAcross;
    const float value = m_exploration->point()[dimension] + steps * step;
    m_exploration->setCoordinate(dimension, std::clamp(value, range.low[dimension], range.high[dimension]));
}

void ManifoldPanel::keyPressEvent(QKeyEvent* event) {
    const float steps = (event->modifiers() & Qt::ShiftModifier) != 0 ? 5 : 1;
    if (!m_grid->hasFocus()) return QWidget::keyPressEvent(event);
    switch (event->key()) {
    case Qt::Key_Left:
        return nudge(m_x, -steps);
    case Qt::Key_Right:
        return nudge(m_x, steps);
    case Qt::Key_Down:
        return m_latent > 1 ? nudge(m_y, -steps) : void();
    case Qt::Key_Up:
        return m_latent > 1 ? nudge(m_y, steps) : void();
    default:
        QWidget::keyPressEvent(event);
    }
}

void ManifoldPanel::setRawPixels(bool raw) {
    m_grid->setRawPixels(raw);
}

} // namespace latent
