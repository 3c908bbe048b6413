// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explore/inspector_panel.h"

#include "core/data/image_files.h"
#include "core/explore/inspection.h"
#include "ui/ask/asker.h"
#include "ui/controls/elided_label.h"
#include "ui/controls/style.h"
#include "ui/explore/code_numbers.h"
#include "ui/explore/difference_legend.h"
#include "ui/images/image_grid.h"
#include "ui/images/image_sheet.h"
#include "ui/images/image_view.h"
#include "ui/text/latent_text.h"
#include "ui/text/likelihood_text.h"
#include "ui/text/number_text.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {

namespace {

constexpr int kNeighboursShown = 8;

/// The heads of the code's columns, above the rows that scroll.
class CodeHead : public QWidget {
  public:
    CodeHead(const CodeNumbers* table, QWidget* parent)
        : QWidget(parent)
        , m_table(table) {
        setFixedHeight(20);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        m_table->paintHead(painter, QRectF(0, 0, m_table->width(), height()));
    }

  private:
    const CodeNumbers* m_table;
};

} // namespace

InspectorPanel::InspectorPanel(Exploration* exploration, QWidget* parent)
    : View({"inspector", tr("Image"), tr("Image and reconstruction…"), Place::Tab, Qt::ALT | Qt::Key_2},
           parent)
    , m_exploration(exploration)
    , m_body(new QWidget(this))
    , m_empty(style::quietLabel(
          tr("Click a point on the map to see its image, reconstruction and neighbours."), this))
    , m_query(fastLane(exploration->asker()), Asker::kSelection)
    , m_renewal(exploration, nullptr, Renewal::Pace::Pictures) { // the map shows the neighbours
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setContentsMargins(2 * style::kEdge, 0, 2 * style::kEdge, 0);
    QVBoxLayout* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_empty, 1);
    outer->addWidget(m_body, 1);
    QVBoxLayout* layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kEdge);
    layout->setSpacing(2 * style::kUnit);
    buildHead(layout);
    buildImages(layout);
    buildCode(layout);
    setFocusPolicy(Qt::StrongFocus);
    connect(m_exploration, &Exploration::selectionChanged, this, &InspectorPanel::takeSelection);
    connect(m_exploration, &Exploration::snapshotChanged, this, &InspectorPanel::takeSelection);
    connect(m_exploration, &Exploration::classNamesChanged, this, &InspectorPanel::takeSelection);
    connect(m_exploration, &Exploration::datasetChanged, this, [this] {
        m_shown = Inspection();
        m_walk.clear();
        takeSelection();
    });
    connectQuestion();
    takeSelection();
}

void InspectorPanel::connectQuestion() {
    connect(m_exploration, &Exploration::selectionChanged, this, &InspectorPanel::ask);
    connect(m_exploration, &Exploration::evidenceLeft, &m_query, &LatestQuery::drop);
    connect(&m_renewal, &Renewal::due, this, &InspectorPanel::ask);
    connect(&m_query, &LatestQuery::failed, this, &InspectorPanel::failed);
}

void InspectorPanel::ask() {
    const Evidence now = m_exploration->evidence();
    const Index image = m_exploration->selected();
    if (!now.snapshot || !now.dataset || image < 0) return m_query.drop();
    m_query.ask(now, InspectionQuestion{image},
                [this](const Evidence& evidence, const auto& inspection) { take(*inspection, evidence); });
}

void InspectorPanel::take(const Inspection& inspection, const Evidence& evidence) {
    if (inspection.image != m_exploration->selected()) return;
    const bool noise = evidence.snapshot->model.objective.latentNoise;
    m_exploration->setNeighbours(inspection.neighbours);
    m_exploration->setSelectedSigma(noise ? inspection.sigma : Vector());
    showInspection(inspection);
    emit inspectionShown(inspection, evidence);
}

void InspectorPanel::buildHead(QVBoxLayout* layout) {
    m_name = new QLabel(m_body);
    m_name->setFont(style::strong(font()));
    m_name->setTextFormat(Qt::RichText);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_place = style::quietLabel({}, m_body);
    m_place->setWordWrap(false);
    m_place->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_goTo = new QLineEdit(m_body);
    m_goTo->setObjectName(QStringLiteral("goTo"));
    m_goTo->setPlaceholderText(tr("go to #"));
    m_goTo->setAccessibleName(tr("Go to image number"));
    m_goTo->setFixedWidth(82);
    const auto arrow = [this](Qt::ArrowType type, const QString& name) {
        QToolButton* button = new QToolButton(m_body);
        button->setArrowType(type);
        button->setFixedSize(26, 26);
        button->setToolTip(name);
        button->setAccessibleName(name);
        return button;
    };
    m_previous = arrow(Qt::LeftArrow, tr("Previous image (Page Up)"));
    m_next = arrow(Qt::RightArrow, tr("Next image (Page Down)"));
    QVBoxLayout* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_name);
    texts->addWidget(m_place);
    QHBoxLayout* head = new QHBoxLayout;
    head->setSpacing(style::kUnit);
    head->addLayout(texts, 1);
    head->addWidget(m_goTo);
    head->addWidget(m_previous);
    head->addWidget(m_next);
    layout->addLayout(head);
    m_file = new ElidedLabel(m_body);
    m_file->setObjectName(QStringLiteral("file"));
    layout->addWidget(m_file);
    connect(m_previous, &QToolButton::clicked, this, [this] { stepImage(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { stepImage(1); });
    connect(m_goTo, &QLineEdit::returnPressed, this, &InspectorPanel::goToTyped);
}

void InspectorPanel::buildImages(QVBoxLayout* layout) {
    m_original = new ImageView(m_body);
    m_reconstruction = new ImageView(m_body);
    m_difference = new ImageView(m_body);
    m_difference->setToolTip(
        tr("Reconstruction minus original: blue where it is too much, red where too little."));
    QHBoxLayout* images = new QHBoxLayout;
    images->setSpacing(2 * style::kUnit);
    const std::pair<ImageView*, QString> views[] = {{m_original, tr("original")},
                                                    {m_reconstruction, tr("reconstruction")},
                                                    {m_difference, tr("difference")}};
    for (const auto& [view, caption] : views) {
        QVBoxLayout* column = new QVBoxLayout;
        column->setSpacing(style::kUnit);
        column->addWidget(view);
        view->setAccessibleName(caption);
        QLabel* label = style::quietLabel(caption, m_body);
        label->setWordWrap(false);
        label->setFont(style::small(font()));
        if (view == m_difference) {
            QHBoxLayout* line = new QHBoxLayout;
            line->setSpacing(style::kUnit);
            line->addWidget(label);
            line->addWidget(new DifferenceLegend(m_body), 1);
            column->addLayout(line);
        } else {
            column->addWidget(label);
        }
        column->addStretch(1);
        images->addLayout(column, 1);
    }
    layout->addLayout(images);
    m_loss = new QLabel(m_body);
    m_loss->setWordWrap(true);
    m_loss->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_loss->setTextFormat(Qt::PlainText);
    layout->addWidget(m_loss);
}

void InspectorPanel::buildCode(QVBoxLayout* layout) {
    m_decode = new QPushButton(tr("Decode its code"), m_body);
    m_decode->setObjectName(QStringLiteral("decode"));
    m_decode->setToolTip(tr("Moves the sliders and the map’s marker to this image’s m."));
    m_decode->setAutoDefault(false);
    QHBoxLayout* line = new QHBoxLayout;
    line->addWidget(style::sectionHead(tr("Code"), m_body));
    line->addStretch(1);
    line->addWidget(m_decode);
    layout->addSpacing(style::kUnit);
    layout->addLayout(line);
    m_codeArea = new QScrollArea(m_body);
    m_code = new CodeNumbers;
    m_codeHead = new CodeHead(m_code, m_body);
    m_codeArea->setFrameShape(QFrame::NoFrame);
    m_codeArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_codeArea->setWidgetResizable(true);
    m_codeArea->setWidget(m_code);
    m_codeArea->setMinimumHeight(44);
    m_codeArea->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_codeArea->setFocusPolicy(Qt::NoFocus);
    m_code->installEventFilter(this);
    QVBoxLayout* table = new QVBoxLayout;
    table->setSpacing(0);
    table->addWidget(m_codeHead);
    table->addWidget(m_codeArea, 1);
    layout->addLayout(table, 1000);
    layout->addSpacing(style::kUnit);
    m_neighbourHead = style::sectionHead(tr("Neighbours"), m_body);
    m_neighbours = new ImageGridView(m_body);
    m_neighbours->setObjectName(QStringLiteral("neighbours"));
    m_neighbours->setAccessibleName(tr("Nearest images by code"));
    m_neighbours->setPlaceholder(kNeighboursShown, 1);
    m_neighbours->setFixedAspect();
    m_neighbours->installEventFilter(this);
    layout->addWidget(m_neighbourHead);
    layout->addWidget(m_neighbours);
    layout->addStretch(1);
    connect(m_decode, &QPushButton::clicked, this, &InspectorPanel::decodeCode);
    connect(m_neighbours, &ImageGridView::cellClicked, this, [this](int cell) {
        const std::size_t at = static_cast<std::size_t>(cell) + 1;
        if (at >= m_walk.size()) return;
        const Index image = m_walk[at];
        m_walk.clear(); // a click begins a new walk at the clicked image
        m_exploration->select(image);
    });
}

void InspectorPanel::takeSelection() {
    const bool any = m_exploration->selected() >= 0 && m_exploration->dataset();
    m_empty->setVisible(!any);
    m_body->setVisible(any);
    if (!any) return;
    const DatasetPtr dataset = m_exploration->dataset();
    if (m_shown.image != m_exploration->selected()) {
        // At once what needs no model; the rest follows with the inspection.
        const Index image = m_exploration->selected();
        m_original->showImage(imageColumns(*dataset, std::span<const Index>(&image, 1)).col(0),
                              dataset->shape);
    }
    showName();
}

void InspectorPanel::showName() {
    const DatasetPtr dataset = m_exploration->dataset();
    const Index image = m_exploration->selected();
    const int label = dataset->label(image);
    const bool named = label >= 0 && label < dataset->classCount();
    QString name = tr("Image");
    if (named) {
        name = QStringLiteral("<span style=\"color:%1\">●</span>&nbsp; %2")
                   .arg(style::classColour(label).name(),
                        QString::fromStdString(dataset->classNames[static_cast<std::size_t>(label)])
                            .toHtmlEscaped());
    }
    const bool test =
        std::binary_search(dataset->test.begin(), dataset->test.end(), static_cast<std::uint32_t>(image));
    const QLocale locale = shownLocale();
    m_name->setText(name);
    m_place->setText(tr("#%1 of %2 · %3")
                         .arg(locale.toString(qlonglong{image}), locale.toString(qlonglong{dataset->size()}),
                              test ? tr("test") : tr("training")));
    m_file->showText(QString::fromStdString(fileText(*dataset, image)));
    m_previous->setEnabled(image > 0);
    m_next->setEnabled(image + 1 < dataset->size());
}

void InspectorPanel::showInspection(const Inspection& inspection) {
    const DatasetPtr dataset = m_exploration->dataset();
    if (!dataset || inspection.image < 0 || inspection.image != m_exploration->selected()) return;
    m_shown = inspection;
    const ImageShape shape = dataset->shape;
    m_original->showImage(inspection.original, shape);
    m_reconstruction->showImage(inspection.reconstruction, shape);
    if (inspection.original.size() == inspection.reconstruction.size()) {
        m_difference->showDifference(inspection.reconstruction - inspection.original, shape);
    }
    const SnapshotPtr snapshot = m_exploration->snapshot();
    m_code->showCode(inspection, m_exploration->range(), !snapshot || snapshot->model.objective.latentNoise);
    m_codeArea->setMaximumHeight(std::max(44, m_code->sizeHint().height()));
    m_codeHead->update();
    m_decode->setEnabled(inspection.mean.size() == m_exploration->latentSize());
    const bool walking = m_walkAt > 0 && m_walkAt < m_walk.size() && m_walk[m_walkAt] == inspection.image;
    if (!walking) {
        m_walk.assign(1, inspection.image);
        m_walk.insert(m_walk.end(), inspection.neighbours.begin(), inspection.neighbours.end());
        m_walkAt = 0;
    }
    showLoss();
    showNeighbours();
}

void InspectorPanel::showLoss() {
    const SnapshotPtr snapshot = m_exploration->snapshot();
    const double beta = snapshot ? static_cast<double>(snapshot->model.objective.beta) : 1.0;
    const double reconstruction = static_cast<double>(m_shown.reconstructionNats);
    const double weighted = beta * static_cast<double>(m_shown.klNats);
    if (beta == 0) {
        m_loss->setText(tr("reconstruction %1 nats").arg(inLocale(reconstruction, 1)));
        const bool hasKl = snapshot && snapshot->model.objective.hasKl();
        m_loss->setToolTip(hasKl ? tr("β is 0: the KL does not count.") : QString());
        return;
    }
    m_loss->setText(
        tr("reconstruction %1 + β·KL %2 = %3 nats")
            .arg(inLocale(reconstruction, 1), inLocale(weighted, 1), inLocale(reconstruction + weighted, 1)));
    m_loss->setToolTip(
        tr("−log p(x|m) of this image, and its KL of %1 nats times β = %2.")
            .arg(inLocale(static_cast<double>(m_shown.klNats), 2), shownLocale().toString(beta, 'g', 3)) +
        '\n' + likelihoodMeaning(snapshot ? snapshot->model.objective.likelihood : Likelihood{}));
}

void InspectorPanel::showNeighbours() {
    const DatasetPtr dataset = m_exploration->dataset();
    const std::size_t shown = std::min<std::size_t>(m_walk.size() - 1, kNeighboursShown);
    const std::span<const Index> images(m_walk.data() + 1, shown);
    m_neighbourHead->setText(tr("Neighbours of #%1").arg(m_walk.front()).toUpper());
    if (images.empty()) {
        m_neighbours->clear();
        m_neighbours->setPlaceholder(kNeighboursShown, 1);
        return;
    }
    m_neighbours->showImages(imageColumns(*dataset, images), dataset->shape, kNeighboursShown);
    QStringList tips;
    std::vector<QColor> dots;
    for (const Index image : images) {
        tips << imageTip(*dataset, image);
        const int label = image >= 0 && image < dataset->size() ? dataset->label(image) : -1;
        dots.push_back(label >= 0 ? style::classColour(label) : QColor());
    }
    m_neighbours->setCellNotes(tips, dots);
    m_neighbours->setCurrentCell(static_cast<int>(m_walkAt) - 1);
}

void InspectorPanel::setRawPixels(bool raw) {
    m_original->setRawPixels(raw);
    m_reconstruction->setRawPixels(raw);
    m_neighbours->setRawPixels(raw);
}

void InspectorPanel::stepNeighbour(int step) {
    if (m_walk.size() < 2 || m_walk[m_walkAt] != m_exploration->selected()) return;
    const auto last = static_cast<std::ptrdiff_t>(std::min<std::size_t>(m_walk.size() - 1, kNeighboursShown));
    const auto next = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(m_walkAt) + step, 0, last);
    m_walkAt = static_cast<std::size_t>(next);
    m_neighbours->setCurrentCell(static_cast<int>(m_walkAt) - 1);
    m_exploration->select(m_walk[m_walkAt]);
}

void InspectorPanel::stepImage(int step) {
    const DatasetPtr dataset = m_exploration->dataset();
    const Index image = m_exploration->selected();
    if (!dataset || dataset->size() == 0 || image < 0) return;
    m_exploration->select(std::clamp<Index>(image + step, 0, dataset->size() - 1));
}

void InspectorPanel::decodeCode() {
    if (m_shown.image >= 0 && m_shown.image == m_exploration->selected())
        m_exploration->setPoint(m_shown.mean);
}

void InspectorPanel::goToTyped() {
    const DatasetPtr dataset = m_exploration->dataset();
    QString text = m_goTo->text().trimmed();
    if (text.startsWith(QLatin1Char('#'))) text.remove(0, 1);
    bool ok = false;
    const qlonglong number = text.remove(QLatin1Char(',')).toLongLong(&ok);
    const bool valid = ok && dataset && number >= 0 && number < dataset->size();
    m_goTo->setProperty("invalid", !valid);
    m_goTo->setToolTip(valid || !dataset ? QString() : tr("A number from 0 to %1.").arg(dataset->size() - 1));
    m_goTo->style()->unpolish(m_goTo); // the sheet reads the property anew
    m_goTo->style()->polish(m_goTo);
    if (!valid) return m_goTo->selectAll();
    m_goTo->clear();
    m_exploration->select(static_cast<Index>(number));
}

void InspectorPanel::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return stepNeighbour(-1);
    case Qt::Key_Right:
        return stepNeighbour(1);
    case Qt::Key_PageUp:
        return stepImage(-1);
    case Qt::Key_PageDown:
        return stepImage(1);
    default:
        QWidget::keyPressEvent(event);
    }
}

// −1: none of them is there.
Index InspectorPanel::neighbourAt(QPoint point) const {
    const QPoint inStrip = m_neighbours->mapFrom(this, point);
    const int cell = m_neighbours->rect().contains(inStrip) ? m_neighbours->cellAt(inStrip) : -1;
    const auto at = static_cast<std::size_t>(cell) + 1; // the walk begins with the image itself
    return cell >= 0 && cell < m_neighbours->count() && at < m_walk.size() ? m_walk[at] : -1;
}

void InspectorPanel::contextMenuEvent(QContextMenuEvent* event) {
    const DatasetPtr dataset = m_exploration->dataset();
    const bool mouse = event->reason() != QContextMenuEvent::Keyboard;
    const Index neighbour = mouse ? neighbourAt(event->pos()) : -1;
    const Index image = neighbour >= 0 ? neighbour : m_exploration->selected();
    if (!dataset || image < 0) return event->ignore();
    popUpImageMenu(this, event->globalPos(), *dataset, image,
                   [this, image](FileAction action) { emit fileActionRequested(image, action); });
}

// In the strip too, the arrows step through the neighbours; the heads follow the table's width.
bool InspectorPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_code && event->type() == QEvent::Resize) m_codeHead->update();
    if (watched == m_neighbours && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            stepNeighbour(key == Qt::Key_Left ? -1 : 1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace latent
