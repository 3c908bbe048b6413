// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_desk.h"

#include "app/path_text.h"
#include "core/data/class_names_file.h"
#include "core/data/sets/catalogue.h"
#include "core/explore/diagnostics/set_statistics.h"
#include "ui/images/contact_sheet.h"

#include <QFileDialog>

namespace latent {

DataDesk::DataDesk(Asker* asker, Exploration* exploration, LoadController* loading, DataMemory* memory,
                   QWidget* window)
    : QObject(window)
    , m_exploration(exploration)
    , m_loading(loading)
    , m_window(window)
    , m_memory(memory)
    , m_statistics(asker->statistics(), asker->kept())
    , m_reading(asker->opening(), 0) {
    connect(m_exploration, &Exploration::datasetChanged, this, &DataDesk::showDataset);
}

DatasetPtr DataDesk::take(const DatasetPtr& asRead) {
    const DatasetPtr dataset = m_opened.take(asRead, m_loading->options(), m_loading->ofPictures());
    if (!isDatasetName(dataset->origin)) {
        m_memory->addRecent(pathFromBytes(dataset->origin), m_loading->options());
        emit recentChanged(recent());
    }
    return dataset;
}

void DataDesk::showPage() {
    if (m_page == nullptr) makePage();
    m_page->show();
    m_page->raise();
    m_page->activateWindow();
    showStatistics();
}

// Not before it is asked for: the window is to be there at once.
void DataDesk::makePage() {
    m_page = new DataPage(m_exploration, m_window);
    m_page->setRawPixels(m_raw);
    connect(m_page, &DataPage::classesNamed, this, &DataDesk::rename);
    connect(m_page, &DataPage::namesFileRequested, this, &DataDesk::chooseNames);
    connect(m_page, &DataPage::applied, m_loading, [this](const OpenOptions& options) {
        m_loading->openWith(pathFromBytes(m_opened.dataset()->origin), options);
    });
    connect(m_page->sheet(), &ContactSheet::fileActionRequested, this, &DataDesk::fileActionRequested);
    connect(&m_statistics, &LongQuery::failed, m_page, &DataPage::showFailure);
    connect(&m_reading, &LatestQuery::failed, m_page, &DataPage::showNamesFailure);
    connectLoading();
    m_statisticsAsked = false;
    showDataset();
}

void DataDesk::connectLoading() {
    connect(m_loading, &LoadController::started, m_page, [this] { m_page->setLoading(true); });
    connect(m_loading, &LoadController::loaded, m_page, [this] { m_page->setLoading(false); });
    connect(m_loading, &LoadController::asked, m_page, [this] { m_page->setLoading(false); });
    connect(m_loading, &LoadController::cancelled, m_page, [this] { m_page->setLoading(false); });
    connect(m_loading, &LoadController::failed, m_page, [this](const QString& sentence) {
        m_page->setLoading(false);
        m_page->showFailure(sentence);
    });
}

void DataDesk::showDataset() {
    m_statistics.drop();
    m_reading.drop(); // names for another set
    m_statisticsAsked = false;
    if (m_page == nullptr) return;
    m_page->showOpening(m_opened.opening());
    showStatistics();
}

void DataDesk::showStatistics() {
    if (m_statisticsAsked || !m_page->isVisible()) return;
    m_statisticsAsked = true;
    if (!m_exploration->dataset()) return;
    m_statistics.ask({.dataset = m_exploration->dataset()}, StatisticsQuestion{},
                     [this](const Evidence&, const auto& found) { m_page->showStatistics(found); });
}

void DataDesk::rename(const std::vector<std::string>& names) {
    const DatasetPtr dataset = m_opened.rename(names);
    if (m_page != nullptr) m_page->showClassNames(m_opened.opening().classes);
    m_exploration->renameClasses(dataset);
}

void DataDesk::chooseNames() {
    const QString path = QFileDialog::getOpenFileName(m_page, tr("Load names of classes"), {},
                                                      tr("Text (*.txt *.names *.csv);;All files (*)"));
    if (!path.isEmpty()) loadNames(path);
}

void DataDesk::loadNames(const QString& path) {
    const std::size_t count = m_opened.opening().classes.size();
    m_reading.ask({}, [this, path, count](const Progress&) -> LatestQuery::Deliver {
        const std::vector<std::string> names = readClassNames(pathToBytes(path), count);
        return [this, names] { rename(names); };
    });
}

void DataDesk::setRawPixels(bool raw) {
    m_raw = raw;
    if (m_page != nullptr) m_page->setRawPixels(raw);
}

} // namespace latent
