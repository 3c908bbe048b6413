// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/opening_form.h"

#include "core/data/arrays/image_array.h"
#include "ui/controls/choice_box.h"
#include "ui/controls/form_row.h"
#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QLineEdit>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QStyle>
#include <QVBoxLayout>

#include <cmath>
#include <limits>
#include <optional>

namespace latent {

namespace {

using Ground = std::array<std::uint8_t, 3>;

constexpr int kUsualPercent = 10;
constexpr int kUsualCount = 10'000;

/// A field for whole numbers that ignores the wheel, for panels that scroll.
class NumberField : public QSpinBox {
  public:
    NumberField(int least, int most, QWidget* parent)
        : QSpinBox(parent) {
        setRange(least, most);
        setGroupSeparatorShown(true);
        setFocusPolicy(Qt::StrongFocus);
        setLocale(shownLocale());
        setFont(style::tabular(font()));
    }

  protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

QString textOf(const Ground& ground) {
    return QColor(ground[0], ground[1], ground[2]).name();
}

std::optional<Ground> groundOf(QString text) {
    text = text.trimmed();
    if (!text.startsWith(QLatin1Char('#'))) text.prepend(QLatin1Char('#'));
    const QColor colour(text);
    if (text.size() != 7 || !colour.isValid()) return std::nullopt;
    return Ground{static_cast<std::uint8_t>(colour.red()), static_cast<std::uint8_t>(colour.green()),
                  static_cast<std::uint8_t>(colour.blue())};
}

int percentOf(double fraction) {
    return static_cast<int>(std::lround(fraction * 100));
}

} // namespace

OpeningForm::OpeningForm(QWidget* parent)
    : QWidget(parent)
    , m_columns(new QWidget(this))
    , m_pictures(new QWidget(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    addSplit();
    addSubset();
    addLabels();
    addPictures();
    showOptions({}, false, true);
}

void OpeningForm::add(const QString& label, QWidget* field, const QString& help, QWidget* parent) {
    parent->layout()->addWidget(formRow(label, field, help, FieldPlace::Fill, parent));
    if (auto* box = qobject_cast<QComboBox*>(field)) {
        connect(box, &QComboBox::activated, this, &OpeningForm::refresh);
    } else if (auto* number = qobject_cast<QSpinBox*>(field)) {
        connect(number, &QSpinBox::valueChanged, this, &OpeningForm::refresh);
    } else if (auto* line = qobject_cast<QLineEdit*>(field)) {
        connect(line, &QLineEdit::textEdited, this, &OpeningForm::refresh);
    }
}

void OpeningForm::addSplit() {
    m_split = new ChoiceBox({tr("As in the files"), tr("Hold out")}, this);
    add(tr("Split"), m_split,
        tr("The files' own test set, or a tenth if they have none; or a share of all images, drawn by the "
           "seed, whatever the files say."),
        this);
    m_percent = new NumberField(1, 99, this);
    m_percent->setSuffix(tr(" %"));
    add(tr("Held out"), m_percent, tr("Share of all images kept for testing."), this);
}

void OpeningForm::addSubset() {
    m_subset = new ChoiceBox({tr("All"), tr("The first"), tr("Random"), tr("Balanced")}, this);
    add(tr("Subset"), m_subset,
        tr("Which training images to keep: all; the first; a random draw; or a random draw with the same "
           "number from each class."),
        this);
    m_count = new NumberField(1, std::numeric_limits<std::int32_t>::max(), this);
    add(tr("How many"), m_count, tr("Number of training images to keep. All test images stay."), this);
    m_seed = new NumberField(0, std::numeric_limits<std::int32_t>::max(), this);
    add(tr("Seed"), m_seed, tr("Draws the test images and the subset: the same seed gives the same images."),
        this);
}

void OpeningForm::addLabels() {
    m_labels = new ChoiceBox({tr("Read"), tr("Leave out")}, this);
    add(tr("Labels"), m_labels, tr("Whether to open the images with the labels in the files."), this);
    auto* column = new QVBoxLayout(m_columns);
    column->setContentsMargins(0, 0, 0, 0);
    m_labelColumn = new QLineEdit(m_columns);
    m_labelColumn->setPlaceholderText(tr("Automatic"));
    add(tr("Label column"), m_labelColumn,
        tr("The table column that holds the labels, by name or by number from 1."), m_columns);
    layout()->addWidget(m_columns);
}

void OpeningForm::addPictures() {
    auto* column = new QVBoxLayout(m_pictures);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(style::kUnit);
    m_side = new NumberField(0, kMaxImageSide, m_pictures);
    m_side->setSpecialValueText(tr("Automatic"));
    m_side->setSuffix(tr(" px"));
    add(tr("Side"), m_side,
        tr("Side of the square. Automatic: the common size of the pictures if it is at most 128×128, "
           "otherwise 28."),
        m_pictures);
    m_fit = new ChoiceBox({tr("Crop to the middle"), tr("Stretch")}, m_pictures);
    add(tr("Fit"), m_fit, tr("How pictures that are not square become square."), m_pictures);
    m_colour = new ChoiceBox({tr("Automatic"), tr("Grey"), tr("Colour")}, m_pictures);
    add(tr("Channels"), m_colour, tr("Automatic: grey if all pictures are grey."), m_pictures);
    m_ground = new QLineEdit(m_pictures);
    m_ground->setMaxLength(7);
    add(tr("Ground"), m_ground,
        tr("Colour behind transparent pixels, as six hexadecimal digits: #ffffff is white."), m_pictures);
    layout()->addWidget(m_pictures);
}

void OpeningForm::showOptions(const OpenOptions& options, bool pictures, bool labelled, bool table) {
    m_filling = true;
    m_shown = options;
    m_split->setCurrentIndex(options.testFraction > 0 ? 1 : 0);
    m_percent->setValue(options.testFraction > 0 ? percentOf(options.testFraction) : kUsualPercent);
    m_subset->setCurrentIndex(static_cast<int>(options.subset.kind));
    if (options.subset.count > 0)
        m_count->setValue(static_cast<int>(options.subset.count));
    else
        m_count->setValue(kUsualCount);
    auto* kinds = qobject_cast<QStandardItemModel*>(m_subset->model());
    kinds->item(static_cast<int>(SubsetKind::Balanced))->setEnabled(labelled);
    m_seed->setValue(static_cast<int>(options.seed));
    m_labels->setCurrentIndex(options.labels ? 0 : 1);
    m_columns->setVisible(table || !options.labelColumn.empty());
    m_labelColumn->setText(QString::fromStdString(options.labelColumn));
    m_pictures->setVisible(pictures);
    m_side->setValue(options.side);
    m_fit->setCurrentIndex(static_cast<int>(options.fit));
    m_colour->setCurrentIndex(static_cast<int>(options.colour));
    m_ground->setText(textOf(options.ground));
    refresh();
    m_filling = false;
}

void OpeningForm::refresh() {
    m_percent->setEnabled(m_split->currentIndex() == 1);
    m_labelColumn->setEnabled(m_labels->currentIndex() == 0);
    m_count->setEnabled(m_subset->currentIndex() != static_cast<int>(SubsetKind::All));
    const bool invalid = !isValid();
    if (m_ground->property("invalid").toBool() != invalid) {
        m_ground->setProperty("invalid", invalid);
        m_ground->style()->unpolish(m_ground);
        m_ground->style()->polish(m_ground);
    }
    if (!m_filling) emit edited();
}

bool OpeningForm::isValid() const {
    return groundOf(m_ground->text()).has_value();
}

OpenOptions OpeningForm::options() const {
    OpenOptions asked = m_shown;
    const bool samePercent =
        m_shown.testFraction > 0 && percentOf(m_shown.testFraction) == m_percent->value();
    if (m_split->currentIndex() == 0)
        asked.testFraction = 0;
    else if (!samePercent) // 12.5 % must not become 13 %
        asked.testFraction = m_percent->value() / 100.0;
    asked.subset.kind = static_cast<SubsetKind>(m_subset->currentIndex());
    asked.subset.count = asked.subset.kind == SubsetKind::All ? 0 : m_count->value();
    asked.seed = static_cast<std::uint64_t>(m_seed->value());
    asked.labels = m_labels->currentIndex() == 0;
    asked.labelColumn = m_labelColumn->text().trimmed().toStdString();
    asked.side = m_side->value();
    asked.fit = static_cast<ImageFit>(m_fit->currentIndex());
    asked.colour = static_cast<ImageColour>(m_colour->currentIndex());
    asked.ground = groundOf(m_ground->text()).value_or(m_shown.ground);
    return asked;
}

} // namespace latent
