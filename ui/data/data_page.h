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

/// A class as the files define it, whether or not its images are open.
struct FileClass {
    std::string fileName; // the name in the files
    std::string name;     // the name given by the user
    Index count = 0;      // its images in the open set, or in the whole set if they are not open
    int label = -1;       // index in the open set; −1: its images are not open
};

/// How the open set was opened, which determines how it can be reopened.
struct Opening {
    OpenOptions options;
    bool pictures = false; // a folder of pictures, which has options of its own
    std::vector<FileClass> classes;
};

/// Everything about the open set: images, counts, classes, pixels, and the choice of split and subset.
/// Modeless.
class DataPage : public QDialog {
    Q_OBJECT
  public:
    explicit DataPage(Exploration* exploration, QWidget* parent = nullptr);

    ContactSheet* sheet() const { return m_sheet; }
    ClassList* classes() const { return m_classes; }
    OpeningForm* form() const { return m_form; }
    HistogramView* histogram() const { return m_histogram; }

  public slots:
    /// The exploration's current set, and how it was opened.
    void showOpening(const latent::Opening& opening);
    /// The same classes under other names.
    void showClassNames(const std::vector<latent::FileClass>& classes);
    void showStatistics(const std::shared_ptr<const latent::PixelStatistics>& statistics);
    /// While a set is being opened, nothing can be applied.
    void setLoading(bool loading);
    void showFailure(const QString& sentence);
    void showNamesFailure(const QString& sentence);
    void setRawPixels(bool raw);

  signals:
    /// Reopen the set with these options, which refer to classes by their names in the files.
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
