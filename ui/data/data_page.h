// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/open_options.h"
#include "core/data/pixel_statistics.h"
#include "ui/state/exploration.h"

#include <QDialog>

#include <memory>
#include <string>
#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace latent {

class ChoiceBox;
class ChoicesNote;
class ClassList;
class ContactSheet;
class DataFacts;
class HistogramView;
class ImageView;
class OpeningForm;

/// A class as the files have it, whether its images are open or not.
struct FileClass {
    std::string fileName; // what the files call it
    std::string name;     // what the person calls it
    Index count = 0;      // its images in the open set, or in the whole one if they are not open
    int label = -1;       // in the open set; −1: its images are not open
};

/// How the open set was opened, and so how it can be opened otherwise.
struct Opening {
    OpenOptions options;
    bool pictures = false; // a folder of pictures: they can be read otherwise
    std::vector<FileClass> classes;
};

/// All about the open set: its images, counts, classes, pixels; split and subset to be chosen. Modeless.
class DataPage : public QDialog {
    Q_OBJECT
  public:
    explicit DataPage(Exploration* exploration, QWidget* parent = nullptr);

    ContactSheet* sheet() const { return m_sheet; }
    ClassList* classes() const { return m_classes; }
    OpeningForm* form() const { return m_form; }
    HistogramView* histogram() const { return m_histogram; }

  public slots:
    /// The exploration's present set, and how it was opened.
    void showOpening(const latent::Opening& opening);
    /// The same classes by other names.
    void showClassNames(const std::vector<latent::FileClass>& classes);
    void showStatistics(const std::shared_ptr<const latent::PixelStatistics>& statistics);
    /// A set is being opened: nothing can be applied meanwhile.
    void setLoading(bool loading);
    void showFailure(const QString& sentence);
    void showNamesFailure(const QString& sentence);
    void setRawPixels(bool raw);

  signals:
    /// Open the set again this way. The chosen classes go by their names in the files.
    void applied(const latent::OpenOptions& options);
    /// [classes of the files]
    void classesNamed(const std::vector<std::string>& names);
    void namesFileRequested();

  private:
    QWidget* makeSheet();
    QWidget* makeColumn();
    QWidget* makeClasses();
    QWidget* makePixels();
    QWidget* makeApply();
    QPushButton* addQuietButton(const QString& text, const QString& help, QWidget* parent);
    void fillClasses(const std::vector<bool>& chosen);
    void showFilter();
    void filterSheet();
    void nameClass(int row, const QString& name);
    OpenOptions asked() const;
    void refreshApply();

    Exploration* m_exploration;
    Opening m_opening;
    bool m_loading = false;
    ContactSheet* m_sheet = nullptr;
    ChoiceBox* m_classFilter = nullptr;
    ChoiceBox* m_splitFilter = nullptr;
    QLabel* m_shownCount = nullptr;
    DataFacts* m_facts = nullptr;
    QWidget* m_classSection = nullptr; // hidden without labels
    ClassList* m_classes = nullptr;
    QLabel* m_namesFailure = nullptr;
    ChoicesNote* m_choices = nullptr;
    OpeningForm* m_form = nullptr;
    QPushButton* m_apply = nullptr;
    QLabel* m_failure = nullptr;
    ImageView* m_mean = nullptr;
    HistogramView* m_histogram = nullptr;
};

} // namespace latent
