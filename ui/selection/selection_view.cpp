// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection/selection_view.h"

#include "ui/ask/asker.h"
#include "ui/controls/combo_box.h"
#include "ui/controls/style.h"
#include "ui/images/contact_sheet.h"
#include "ui/images/image_view.h"
#include "ui/selection/class_bars.h"
#include "ui/selection/named_set_list.h"
#include "ui/text/number_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {
namespace {

constexpr int kMeanSize = 96; // pixels
constexpr int kLeastSheet = 150;

QPushButton* smallButton(const QString& text, const QString& help, QWidget* parent) {
    auto* const button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    button->setToolTip(help);
    return button;
}

/// A picture over its caption.
QBoxLayout* captioned(ImageView* picture, const QString& caption, QWidget* parent) {
    picture->setFixedSize(kMeanSize, kMeanSize);
    picture->setAccessibleName(caption);
    QLabel* const label = style::quietLabel(caption, parent);
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(false);
    label->setFont(style::small(label->font()));
    auto* const column = new QVBoxLayout;
    column->setSpacing(style::kUnit);
    column->addWidget(picture);
    column->addWidget(label);
    return column;
}

} // namespace

SelectionView::SelectionView(Exploration* exploration, QWidget* parent)
    : View({"selection", tr("Selection"), tr("Selection…"), Place::Tab, Qt::ALT | Qt::Key_3}, parent)
    , m_exploration(exploration)
    , m_body(new QWidget)
    , m_content(new QWidget(m_body))
    , m_empty(style::quietLabel(tr("Nothing is selected. Choose the lasso on the map (L) and draw around "
                                   "images, or select an image and "
                                   "hold Shift to add others."),
                                this))
    , m_query(fastLane(exploration->asker()), Asker::kSelection)
    , m_orderQuery(fastLane(exploration->asker()), Asker::kBackground)
    , m_renewal(exploration, this, Renewal::Pace::Pictures) {
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setContentsMargins(2 * style::kEdge, 2 * style::kEdge, 2 * style::kEdge, 2 * style::kEdge);
    auto* const column = new QVBoxLayout(m_body);
    column->setContentsMargins(style::kEdge, 3 * style::kUnit, style::kEdge, style::kEdge);
    column->setSpacing(2 * style::kUnit);
    buildHead(column);
    auto* const content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(2 * style::kUnit);
    buildMeans(content);
    buildSheet(content);
    column->addWidget(m_content, 1);
    buildNamed(column);
    column->addStretch();
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(m_body);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll);
    connectExploration();
    m_sheet->setDataset(exploration->dataset());
    takeChosen();
    showSets();
    showHidden();
}

void SelectionView::buildHead(QBoxLayout* column) {
    m_count = new QLabel(m_body);
    m_count->setTextFormat(Qt::RichText);
    m_count->setFont(style::tabular(font()));
    m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_combine = new ComboBox(m_body);
    m_combine->setObjectName(QStringLiteral("combine"));
    m_combine->setAccessibleName(tr("What the next catch does"));
    m_combine->setToolTip(
        tr("What the next catch on the map does to the selection. While dragging, Shift adds, Alt takes "
           "away, and both together keep the common images."));
    for (const QString& name : {tr("New"), tr("Add"), tr("Subtract"), tr("Intersect")})
        m_combine->addItem(name);
    auto* const invertButton =
        smallButton(tr("Invert"), tr("Selects the shown images that are not selected"), m_body);
    auto* const line = new QHBoxLayout;
    line->setSpacing(2 * style::kUnit);
    line->addWidget(m_count, 1);
    line->addWidget(m_combine);
    line->addWidget(invertButton);
    column->addLayout(line);
    m_showAll = smallButton({}, tr("Puts hidden images back on the map"), m_body);
    m_showAll->setObjectName(QStringLiteral("showAll"));
    column->addWidget(m_showAll);
    column->addWidget(m_empty);
    connect(m_showAll, &QPushButton::clicked, this, [this] { m_exploration->setHiddenImages({}); });
    connect(m_combine, &QComboBox::activated, this,
            [this](int how) { m_exploration->setCombine(static_cast<Combine>(how)); });
    connect(invertButton, &QPushButton::clicked, this, &SelectionView::invert);
}

void SelectionView::buildMeans(QBoxLayout* column) {
    m_meanImage = new ImageView(m_body);
    m_decoded = new ImageView(m_body);
    m_hide = smallButton(tr("Hide"), tr("Takes these images off the map"), m_body);
    m_alone = smallButton(tr("Show alone"), tr("Takes all other images off the map"), m_body);
    auto* const name = smallButton(tr("Name…"), tr("Keeps this selection under a name"), m_body);
    auto* const buttons = new QVBoxLayout;
    buttons->setSpacing(style::kUnit);
    for (QPushButton* const button : {m_hide, m_alone, name}) buttons->addWidget(button);
    buttons->addStretch(1);
    auto* const line = new QHBoxLayout;
    line->setSpacing(2 * style::kUnit);
    line->addLayout(captioned(m_meanImage, tr("mean image"), m_body));
    line->addLayout(captioned(m_decoded, tr("mean code, decoded"), m_body));
    line->addLayout(buttons, 1);
    column->addLayout(line);
    connect(m_hide, &QPushButton::clicked, this, [this] {
        m_exploration->setHiddenImages(m_exploration->hiddenImages().with(m_exploration->chosen()));
    });
    connect(m_alone, &QPushButton::clicked, this, [this] {
        const DatasetPtr dataset = m_exploration->dataset();
        if (dataset)
            m_exploration->setHiddenImages(ImageSet::all(dataset->size()).without(m_exploration->chosen()));
    });
    connect(name, &QPushButton::clicked, this, &SelectionView::nameChosen);
}

void SelectionView::buildSheet(QBoxLayout* column) {
    m_classesHead = style::sectionHead(tr("Classes"), m_body);
    m_bars = new ClassBars(m_body);
    m_order = new ComboBox(m_body);
    m_order->setObjectName(QStringLiteral("order"));
    m_order->setAccessibleName(tr("Order of the images"));
    const std::pair<QString, SelectionOrder> orders[] = {
        {tr("by number"), SelectionOrder::Number},
        {tr("by file name"), SelectionOrder::Name},
        {tr("most typical first"), SelectionOrder::NearestToMean},
        {tr("least typical first"), SelectionOrder::FarthestFromMean}};
    for (const auto& [name, order] : orders) m_order->addItem(name, static_cast<int>(order));
    m_order->setToolTip(tr("Typical images have codes near the mean of the selected codes"));
    m_sheet = new ContactSheet(m_body);
    m_sheet->setMinimumHeight(kLeastSheet);
    m_sheet->setAccessibleName(tr("Selected images; choose one to see it"));
    auto* const head = new QHBoxLayout;
    head->addWidget(style::sectionHead(tr("Images"), m_body), 1);
    head->addWidget(m_order);
    column->addWidget(m_classesHead);
    column->addWidget(m_bars);
    column->addLayout(head);
    column->addWidget(m_sheet, 1);
    connect(m_order, &QComboBox::currentIndexChanged, this, &SelectionView::askOrder);
    connect(m_sheet, &ContactSheet::imageChosen, m_exploration, &Exploration::select);
    connect(m_sheet, &ContactSheet::fileActionRequested, this, &SelectionView::fileActionRequested);
}

void SelectionView::buildNamed(QBoxLayout* column) {
    m_namedHead = style::sectionHead(tr("Named selections"), m_body);
    m_named = new NamedSetList(m_body);
    column->addWidget(m_namedHead);
    column->addWidget(m_named);
    connect(m_named, &NamedSetList::setChosen, this,
            [this](const NamedSet& set) { m_exploration->setChosen(set.images); });
    connect(m_named, &NamedSetList::renamed, m_exploration, &Exploration::renameSet);
    connect(m_named, &NamedSetList::deleted, this,
            [this](const std::string& name) { m_exploration->nameSet(name, {}); });
}

void SelectionView::connectExploration() {
    connect(m_exploration, &Exploration::chosenChanged, this, &SelectionView::takeChosen);
    connect(m_exploration, &Exploration::setsChanged, this, &SelectionView::showSets);
    connect(m_exploration, &Exploration::hiddenImagesChanged, this, &SelectionView::showHidden);
    connect(m_exploration, &Exploration::toolChanged, this,
            [this] { m_combine->setCurrentIndex(static_cast<int>(m_exploration->looking().combine)); });
    connect(m_exploration, &Exploration::selectionChanged, this,
            [this] { m_sheet->setCurrent(m_exploration->selected()); });
    connect(m_exploration, &Exploration::datasetChanged, this, [this] {
        m_sheet->setDataset(m_exploration->dataset());
        m_summary.reset();
        takeChosen();
        showSets();
    });
    connect(m_exploration, &Exploration::classNamesChanged, this, [this] {
        m_sheet->renameClasses(m_exploration->dataset());
        showSummary();
    });
    connect(m_exploration, &Exploration::evidenceLeft, &m_query, &LatestQuery::drop);
    connect(m_exploration, &Exploration::evidenceLeft, &m_orderQuery, &LatestQuery::drop);
    connect(&m_renewal, &Renewal::due, this, &SelectionView::ask);
    connect(&m_query, &LatestQuery::failed, this, &SelectionView::failed);
    connect(&m_orderQuery, &LatestQuery::failed, this, &SelectionView::failed);
}

void SelectionView::takeChosen() {
    const bool any = !m_exploration->chosen().empty() && m_exploration->dataset();
    m_empty->setVisible(!any);
    m_content->setVisible(any);
    const qlonglong all = m_exploration->dataset() ? m_exploration->dataset()->size() : 0;
    m_count->setText(tr("<b>%1</b> of %2", "selected images of all")
                         .arg(shownLocale().toString(qlonglong{m_exploration->chosen().count()}),
                              shownLocale().toString(all)));
    if (any) return ask();
    m_query.drop();
    m_orderQuery.drop();
    m_summary.reset();
    m_sheet->showImages({});
    showSummary();
}

void SelectionView::ask() {
    const Evidence now = m_exploration->evidence();
    if (!isVisible() || !now.dataset || m_exploration->chosen().empty()) return;
    m_query.ask(now, SelectionQuestion{m_exploration->chosen(), m_summary},
                [this](const Evidence&, const std::shared_ptr<const SelectionSummary>& summary) {
                    const bool others = !m_summary || !(m_summary->images == summary->images);
                    m_summary = summary;
                    showSummary();
                    if (others) askOrder();
                });
}

void SelectionView::askOrder() {
    if (!m_summary) return;
    const auto order = static_cast<SelectionOrder>(m_order->currentData().toInt());
    m_orderQuery.ask(m_exploration->evidence(), SelectionOrderQuestion{m_summary->images, order},
                     [this](const Evidence&, const auto& images) { m_sheet->showImages(*images); });
}

void SelectionView::showSummary() {
    const DatasetPtr dataset = m_exploration->dataset();
    const bool known = m_summary && dataset;
    if (known && m_summary->meanImage.size() > 0)
        m_meanImage->showImage(m_summary->meanImage, dataset->shape);
    else
        m_meanImage->clear();
    if (known && m_summary->decoded.size() == dataset->shape.pixels())
        m_decoded->showImage(m_summary->decoded, dataset->shape);
    else
        m_decoded->clear();
    std::vector<ClassBar> bars;
    for (std::size_t label = 0;
         known && label < std::min(m_summary->classes.size(), dataset->classNames.size()); ++label)
        bars.push_back({QString::fromStdString(dataset->classNames[label]),
                        style::classColour(static_cast<int>(label)), m_summary->classes[label]});
    m_bars->showBars(std::move(bars));
    const bool labels = dataset && dataset->hasLabels();
    m_classesHead->setVisible(labels);
    m_bars->setVisible(labels);
    emit summaryShown();
}

void SelectionView::showSets() {
    const std::vector<NamedSet> sets = m_exploration->namedSets();
    m_named->showSets(sets);
    m_namedHead->setVisible(!sets.empty());
    m_named->setVisible(!sets.empty());
}

void SelectionView::showHidden() {
    const qlonglong hidden = m_exploration->hiddenImages().count();
    m_showAll->setVisible(hidden > 0);
    m_showAll->setText(tr("Show hidden images (%1)").arg(shownLocale().toString(hidden)));
}

void SelectionView::nameChosen() {
    if (m_exploration->chosen().empty()) return;
    const std::vector<NamedSet> sets = m_exploration->namedSets();
    std::string name;
    for (int number = 1; name.empty() || std::ranges::find(sets, name, &NamedSet::name) != sets.end();
         ++number)
        name = tr("Selection %1").arg(number).toStdString();
    m_exploration->nameSet(name, m_exploration->chosen());
    m_named->editName(name);
}

void SelectionView::invert() {
    m_exploration->setChosen(m_exploration->shownImages().without(m_exploration->chosen()));
}

void SelectionView::setRawPixels(bool raw) {
    for (ImageView* const picture : {m_meanImage, m_decoded}) picture->setRawPixels(raw);
    m_sheet->setRawPixels(raw);
}

} // namespace latent
