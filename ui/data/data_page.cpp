// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/data_page.h"

#include "core/data/tables/csv.h"
#include "ui/controls/choice_box.h"
#include "ui/controls/style.h"
#include "ui/data/choices_note.h"
#include "ui/data/class_list.h"
#include "ui/data/data_facts.h"
#include "ui/data/histogram_view.h"
#include "ui/data/opening_form.h"
#include "ui/images/contact_sheet.h"
#include "ui/images/image_view.h"
#include "ui/text/number_text.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace latent {

namespace {

constexpr QSize kPageSize{1040, 704};
constexpr int kColumnWidth = 340;
constexpr int kMeanWidth = 96;

QVBoxLayout* sectionOf(QWidget* section) {
    auto* column = new QVBoxLayout(section);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    return column;
}

/// Whether the set comes from a table whose label column can be chosen.
bool hasLabelColumn(const ImageDataset& dataset) {
    return isNamedTable(dataset.origin) ||
           std::any_of(dataset.choices.begin(), dataset.choices.end(), [](const std::string& choice) {
               return choice.find("--label-column") != std::string::npos;
           });
}

} // namespace

DataPage::DataPage(Exploration* exploration, QWidget* parent)
    : QDialog(parent)
    , m_exploration(exploration) {
    auto* line = new QFrame(this);
    line->setFrameShape(QFrame::VLine);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makeSheet(), 1);
    row->addWidget(line);
    row->addWidget(makeColumn());
    resize(kPageSize);
    connect(m_exploration, &Exploration::classNamesChanged, this,
            [this] { m_sheet->renameClasses(m_exploration->dataset()); });
    connect(m_exploration, &Exploration::selectionChanged, this,
            [this] { m_sheet->setCurrent(m_exploration->selected()); });
    // Return in a field must not press any of them.
    for (QPushButton* button : findChildren<QPushButton*>()) button->setAutoDefault(false);
    m_sheet->setFocus();
    showOpening({});
}

QWidget* DataPage::makeSheet() {
    auto* side = new QWidget(this);
    m_classFilter = new ChoiceBox({}, side);
    m_classFilter->setAccessibleName(tr("Class shown"));
    m_classFilter->setMinimumContentsLength(14);
    m_splitFilter = new ChoiceBox({tr("All images"), tr("Training"), tr("Test")}, side);
    m_splitFilter->setAccessibleName(tr("Split shown"));
    m_splitFilter->setMinimumContentsLength(9);
    m_shownCount = style::quietLabel({}, side);
    m_shownCount->setFont(style::tabular(m_shownCount->font()));
    m_shownCount->setWordWrap(false);
    m_sheet = new ContactSheet(side);
    auto* filters = new QHBoxLayout;
    filters->setContentsMargins(style::kUnit, 0, style::kEdge, 0);
    filters->setSpacing(2 * style::kUnit);
    filters->addWidget(m_classFilter);
    filters->addWidget(m_splitFilter);
    filters->addStretch(1);
    filters->addWidget(m_shownCount);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(style::kEdge - style::kUnit, style::kEdge, 0, 0);
    column->setSpacing(2 * style::kUnit);
    column->addLayout(filters);
    column->addWidget(m_sheet, 1);
    connect(m_classFilter, &QComboBox::currentIndexChanged, this, &DataPage::filterSheet);
    connect(m_splitFilter, &QComboBox::currentIndexChanged, this, &DataPage::filterSheet);
    connect(m_sheet, &ContactSheet::imageChosen, m_exploration, &Exploration::select);
    connect(m_sheet, &ContactSheet::filtered, this, [this] {
        const QString count = shownLocale().toString(qlonglong{m_sheet->shownCount()});
        m_shownCount->setText(m_sheet->shownCount() == 1 ? tr("1 image") : tr("%1 images").arg(count));
    });
    return side;
}

QWidget* DataPage::makeColumn() {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(style::kEdge, style::kEdge, style::kEdge, style::kEdge);
    column->setSpacing(3 * style::kUnit);
    m_facts = new DataFacts(content);
    column->addWidget(m_facts);
    column->addWidget(makeClasses());
    column->addWidget(makeApply());
    column->addWidget(makePixels());
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(kColumnWidth);
    scroll->setWidget(content);
    return scroll;
}

QPushButton* DataPage::addQuietButton(const QString& text, const QString& help, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setProperty("quiet", true);
    button->setProperty("inline", true);
    button->setToolTip(help);
    return button;
}

QWidget* DataPage::makeClasses() {
    m_classSection = new QWidget(this);
    m_classes = new ClassList(m_classSection);
    m_classes->setToolTip(tr("Double click or F2 renames a class. The names are kept."));
    QPushButton* all = addQuietButton(tr("All"), tr("Choose all classes"), m_classSection);
    QPushButton* none = addQuietButton(tr("None"), tr("Choose no class"), m_classSection);
    QPushButton* load =
        addQuietButton(tr("Load names…"), tr("From a text file with one name per line"), m_classSection);
    auto* head = new QHBoxLayout;
    head->addWidget(style::sectionHead(tr("Classes"), m_classSection), 0, Qt::AlignVCenter);
    head->addStretch(1);
    for (QPushButton* button : {all, none, load}) head->addWidget(button);
    auto* column = sectionOf(m_classSection);
    column->addLayout(head);
    column->addWidget(m_classes);
    m_namesFailure = style::failureLabel(m_classSection);
    column->addWidget(m_namesFailure);
    connect(all, &QPushButton::clicked, this, [this] { m_classes->setAllChosen(true); });
    connect(none, &QPushButton::clicked, this, [this] { m_classes->setAllChosen(false); });
    connect(load, &QPushButton::clicked, this, &DataPage::namesFileRequested);
    connect(m_classes, &ClassList::chosenChanged, this, &DataPage::refreshApply);
    // The slot refills the list, which must not happen while the list is ending an edit.
    connect(m_classes, &ClassList::nameEdited, this, &DataPage::nameClass, Qt::QueuedConnection);
    return m_classSection;
}

QWidget* DataPage::makeApply() {
    auto* section = new QWidget(this);
    m_choices = new ChoicesNote(section);
    m_form = new OpeningForm(section);
    m_failure = style::failureLabel(section);
    m_apply = new QPushButton(tr("Apply"), section);
    m_apply->setObjectName(QStringLiteral("apply"));
    m_apply->setToolTip(tr("Opens the images again with these options. Ends a run that has begun."));
    auto* column = sectionOf(section);
    column->addWidget(style::sectionHead(tr("Split and subset"), section));
    column->addSpacing(style::kUnit);
    column->addWidget(m_choices);
    column->addWidget(m_form);
    column->addSpacing(style::kUnit);
    column->addWidget(m_apply);
    column->addWidget(m_failure);
    connect(m_form, &OpeningForm::edited, this, &DataPage::refreshApply);
    connect(m_apply, &QPushButton::clicked, this, [this] { emit applied(asked()); });
    return section;
}

QWidget* DataPage::makePixels() {
    auto* section = new QWidget(this);
    m_mean = new ImageView(section);
    m_mean->setFixedWidth(kMeanWidth);
    m_mean->setToolTip(tr("The mean of all images"));
    m_mean->setAccessibleName(tr("Mean image"));
    m_histogram = new HistogramView(section);
    auto* row = new QHBoxLayout;
    row->setSpacing(3 * style::kUnit);
    row->addWidget(m_mean, 0, Qt::AlignTop);
    row->addWidget(m_histogram, 1, Qt::AlignTop);
    auto* column = sectionOf(section);
    column->addWidget(style::sectionHead(tr("Mean image and pixel histogram"), section));
    column->addSpacing(style::kUnit);
    column->addLayout(row);
    column->addWidget(style::quietLabel(tr("Counts on a logarithmic scale, over all images."), section));
    return section;
}

void DataPage::showOpening(const Opening& opening) {
    m_opening = opening;
    const DatasetPtr dataset = m_exploration->dataset();
    setWindowTitle(dataset ? tr("Data: %1").arg(QString::fromStdString(dataset->name)) : tr("Data"));
    m_failure->hide();
    m_namesFailure->hide();
    m_facts->showDataset(dataset);
    m_choices->showDataset(dataset);
    m_sheet->setDataset(dataset);
    m_sheet->setCurrent(m_exploration->selected());
    showStatistics({});
    const std::vector<std::string>& wanted = opening.options.subset.classes;
    std::vector<bool> chosen;
    for (const FileClass& one : opening.classes)
        chosen.push_back(wanted.empty() ||
                         std::find(wanted.begin(), wanted.end(), one.fileName) != wanted.end());
    fillClasses(chosen);
    m_form->showOptions(opening.options, opening.pictures, dataset && dataset->hasLabels(),
                        dataset && hasLabelColumn(*dataset));
    refreshApply();
}

void DataPage::showClassNames(const std::vector<FileClass>& classes) {
    m_opening.classes = classes;
    m_namesFailure->hide();
    std::vector<bool> chosen; // choices not applied yet stay
    for (int row = 0; row < static_cast<int>(classes.size()); ++row)
        chosen.push_back(row >= m_classes->count() || m_classes->isChosen(row));
    fillClasses(chosen);
}

void DataPage::fillClasses(const std::vector<bool>& chosen) {
    std::vector<ClassRow> rows;
    for (const FileClass& one : m_opening.classes)
        rows.push_back({QString::fromStdString(one.name), one.count, one.label, chosen[rows.size()]});
    m_classes->showClasses(rows);
    m_classes->setFixedHeight(m_classes->sizeHint().height());
    m_classSection->setVisible(!rows.empty());
    showFilter();
}

void DataPage::showFilter() {
    const QVariant before = m_classFilter->currentData();
    const QSignalBlocker blocked(m_classFilter);
    m_classFilter->clear();
    m_classFilter->addItem(tr("All classes"), -1);
    for (const FileClass& one : m_opening.classes)
        if (one.label >= 0) m_classFilter->addItem(QString::fromStdString(one.name), one.label);
    m_classFilter->setCurrentIndex(std::max(0, m_classFilter->findData(before)));
    m_classFilter->setEnabled(m_classFilter->count() > 1);
    filterSheet();
}

void DataPage::filterSheet() {
    const QVariant label = m_classFilter->currentData();
    m_sheet->setFilter(label.isValid() ? label.toInt() : -1,
                       static_cast<SheetSplit>(m_splitFilter->currentIndex()));
}

void DataPage::nameClass(int row, const QString& name) {
    if (row < 0 || row >= static_cast<int>(m_opening.classes.size())) return;
    std::vector<std::string> names;
    for (const FileClass& one : m_opening.classes) names.push_back(one.name);
    names[static_cast<std::size_t>(row)] = name.toStdString();
    emit classesNamed(names);
}

OpenOptions DataPage::asked() const {
    OpenOptions options = m_form->options();
    const std::vector<int> chosen = m_classes->chosen();
    options.subset.classes.clear();
    if (static_cast<int>(chosen.size()) == m_classes->count()) return options;
    for (const int row : chosen)
        options.subset.classes.push_back(m_opening.classes[static_cast<std::size_t>(row)].fileName);
    return options;
}

void DataPage::refreshApply() {
    const bool changed = asked() != m_opening.options;
    const bool anyClass = m_classes->count() == 0 || !m_classes->chosen().empty();
    m_apply->setEnabled(changed && anyClass && m_form->isValid() && !m_loading && m_exploration->dataset());
    m_apply->setProperty("primary", m_apply->isEnabled());
    m_apply->style()->unpolish(m_apply);
    m_apply->style()->polish(m_apply);
}

void DataPage::showStatistics(const std::shared_ptr<const PixelStatistics>& statistics) {
    if (!statistics) {
        m_mean->clear();
        m_histogram->showCounts({});
        return;
    }
    m_mean->showImage(statistics->mean, statistics->shape);
    m_histogram->showCounts(statistics->histogram);
}

void DataPage::setLoading(bool loading) {
    m_loading = loading;
    if (loading) m_failure->hide();
    m_apply->setText(loading ? tr("Opening…") : tr("Apply"));
    refreshApply();
}

void DataPage::showFailure(const QString& sentence) {
    m_failure->setText(sentence);
    m_failure->show();
}

void DataPage::showNamesFailure(const QString& sentence) {
    m_namesFailure->setText(sentence);
    m_namesFailure->show();
}

void DataPage::setRawPixels(bool raw) {
    m_sheet->setRawPixels(raw);
    m_mean->setRawPixels(raw);
}

} // namespace latent
