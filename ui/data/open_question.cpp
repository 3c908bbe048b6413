// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/open_question.h"

#include "ui/controls/choice_box.h"
#include "ui/controls/form_row.h"
#include "ui/controls/style.h"
#include "ui/text/number_text.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace latent {

namespace {

constexpr int kWidth = 420;

QString countText(std::uint64_t count) {
    return shownLocale().toString(static_cast<qulonglong>(count));
}

QString gigabytes(std::uint64_t bytes) {
    constexpr double kGigabyte = 1e9;
    const double size = static_cast<double>(bytes) / kGigabyte;
    return OpenQuestionDialog::tr("%1 GB").arg(shownLocale().toString(size, 'f', size < 0.1 ? 3 : 1));
}

QString arrayText(const FoundArray& array) {
    return QStringLiteral("%1   %2").arg(QString::fromStdString(array.key),
                                         QString::fromStdString(array.shape));
}

QString sizeText(const ImageSize& size) {
    QString text = QStringLiteral("%1 × %2").arg(size.width).arg(size.height);
    if (size.channels == 3) text += OpenQuestionDialog::tr(", colour");
    if (size.afterLabel) text += OpenQuestionDialog::tr(", after a label");
    return text;
}

} // namespace

OpenQuestionDialog::OpenQuestionDialog(QWidget* parent)
    : QDialog(parent)
    , m_text(new QLabel(this))
    , m_column(new QVBoxLayout(this))
    , m_open(new QPushButton(this)) {
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText); // names come from files
    m_open->setProperty("primary", true);
    m_open->setDefault(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    cancel->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(2 * style::kUnit);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_open);
    m_column->setContentsMargins(6 * style::kUnit, 5 * style::kUnit, 6 * style::kUnit, 5 * style::kUnit);
    m_column->setSpacing(4 * style::kUnit);
    m_column->addWidget(m_text);
    m_column->addLayout(buttons);
    m_column->setSizeConstraint(QLayout::SetFixedSize);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_open, &QPushButton::clicked, this, &OpenQuestionDialog::answer);
}

void OpenQuestionDialog::ask(const QString& nameOrPath, const OpenOptions& options,
                             const OpenQuestion& question) {
    m_source = nameOrPath;
    m_options = options;
    setWindowTitle(tr("Open %1").arg(QFileInfo(nameOrPath).fileName()));
    delete m_body;
    m_images = m_labels = nullptr;
    m_body = new QWidget(this);
    m_body->setFixedWidth(kWidth);
    auto* rows = new QVBoxLayout(m_body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(2 * style::kUnit);
    m_open->setText(tr("Open"));
    std::visit([this](const auto& asked) { setUp(asked); }, question);
    m_column->insertWidget(1, m_body);
    show();
    raise();
    activateWindow();
}

QComboBox* OpenQuestionDialog::addChoice(const QString& label, const QString& help) {
    auto* choice = new ChoiceBox({}, m_body);
    choice->setAccessibleName(label);
    m_body->layout()->addWidget(formRow(label, choice, help, FieldPlace::Fill, m_body));
    return choice;
}

void OpenQuestionDialog::setUp(const ArraysUnclear& question) {
    m_text->setText(tr("Which array in this file holds the images?"));
    m_images = addChoice(tr("Images"), tr("One image per entry of the first axis."));
    m_labels = addChoice(tr("Labels"), tr("One number or word per image, or one column per class."));
    for (const FoundArray& array : question.arrays) {
        if (array.mayBeImages) m_images->addItem(arrayText(array), QString::fromStdString(array.key));
    }
    offerLabels(question.arrays);
    connect(m_images, &QComboBox::currentIndexChanged, m_labels,
            [this, arrays = question.arrays] { offerLabels(arrays); });
    m_answer = [this](OpenOptions& options) {
        options.imagesKey = m_images->currentData().toString().toStdString();
        options.labelsKey = m_labels->currentData().toString().toStdString();
    };
    m_images->setFocus();
}

/// The arrays with as many numbers as there are images.
void OpenQuestionDialog::offerLabels(const std::vector<FoundArray>& arrays) {
    const std::string images = m_images->currentData().toString().toStdString();
    std::uint64_t count = 0;
    for (const FoundArray& array : arrays) {
        if (array.key == images) count = array.count;
    }
    m_labels->clear();
    m_labels->addItem(tr("None"), QString());
    for (const FoundArray& array : arrays) {
        if (array.mayBeLabels && array.count == count && array.key != images)
            m_labels->addItem(arrayText(array), QString::fromStdString(array.key));
    }
    m_labels->setEnabled(m_labels->count() > 1);
    m_labels->setCurrentIndex(m_labels->count() == 2 ? 1 : 0); // a single candidate is likely right
}

void OpenQuestionDialog::setUp(const SizeUnclear& question) {
    m_text->setText(
        tr("The images are rows of %1 numbers. What size are they?").arg(countText(question.numbers)));
    QComboBox* const choice = addChoice(tr("Size"), tr("Width × height: all sizes with that many numbers."));
    for (const ImageSize& size : question.sizes) choice->addItem(sizeText(size));
    m_answer = [choice, sizes = question.sizes](OpenOptions& options) {
        const ImageSize& size = sizes[static_cast<std::size_t>(choice->currentIndex())];
        options.width = size.width;
        options.height = size.height;
    };
    choice->setFocus();
}

void OpenQuestionDialog::setUp(const LabelColumnUnclear& question) {
    m_text->setText(tr("Which column of the table holds the labels? All others are pixels."));
    QComboBox* const choice = addChoice(tr("Labels"), tr("Each column with some of its values."));
    for (const FoundColumn& column : question.columns) {
        choice->addItem(QStringLiteral("%1: %2").arg(QString::fromStdString(column.text),
                                                     QString::fromStdString(column.values)),
                        QString::number(column.number));
    }
    m_answer = [choice](OpenOptions& options) {
        options.labelColumn = choice->currentData().toString().toStdString();
    };
    choice->setFocus();
}

void OpenQuestionDialog::setUp(const TooLarge& question) {
    const QString what = question.images > 0 ? tr("These %1 images need %2").arg(countText(question.images))
                                             : tr("These images need more than %1");
    m_text->setText(tr("%1; %2 may be used, half of the free memory.")
                        .arg(what.arg(gigabytes(question.images > 0 ? question.needed : question.allowed)),
                             gigabytes(question.allowed)));
    m_body->layout()->addWidget(
        style::quietLabel(tr("A file opens with its first images, a folder with images spread evenly over "
                             "all of it. The others are not read."),
                          m_body));
    m_open->setText(tr("Open %1 of them").arg(countText(question.fitting)));
    m_answer = [count = question.fitting](OpenOptions& options) {
        options.readAtMost = static_cast<Index>(count);
    };
    m_open->setFocus();
}

void OpenQuestionDialog::answer() {
    m_answer(m_options);
    accept();
    emit answered(m_source, m_options);
}

} // namespace latent
