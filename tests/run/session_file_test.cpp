// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/section_file.h"
#include "core/run/session_file.h"
#include "tests/run/some_run.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <limits>

using namespace latent;
using test::tinyDataset;

namespace {

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void writeTo(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

/// Two runs, the second branched from the first with a change on the way.
SessionFile someSession() {
    const DatasetPtr dataset = tinyDataset(75, 12);
    const Configuration vae = test::smallConfiguration(*dataset);
    Configuration autoencoder = vae;
    autoencoder.objective = objectiveOf(Preset::Autoencoder);
    SessionFile session;
    session.runs = {test::someRun("VAE", vae, dataset), test::someRun("AE", autoencoder, dataset, 7)};
    session.runs[1].parent = session.runs[0].id;
    session.runs[1].parentStep = 5;
    Configuration changed = autoencoder;
    changed.training.learningRate = 1e-3F;
    noteChange(session.runs[1], 3, changed);
    session.extras = {{"looking", std::string("{\"selected\":3}\0", 15)}, {"undo", ""}};
    return session;
}

bool isSame(const LossBucket& a, const LossBucket& b) {
    for (std::size_t i = 0; i < a.curves.size(); ++i) {
        if (a.curves[i].sum != b.curves[i].sum || a.curves[i].min != b.curves[i].min ||
            a.curves[i].max != b.curves[i].max)
            return false;
    }
    return a.firstStep == b.firstStep && a.lastStep == b.lastStep && a.records == b.records &&
           a.firstSeconds == b.firstSeconds && a.lastSeconds == b.lastSeconds;
}

void compareInfo(const RunInfo& back, const RunInfo& info) {
    QCOMPARE(back.id, info.id);
    QCOMPARE(back.name, info.name);
    QCOMPARE(back.note, info.note);
    QCOMPARE(back.colour, info.colour);
    QCOMPARE(back.created, info.created);
    QCOMPARE(back.configuration, info.configuration);
    QVERIFY(back.changes == info.changes);
    QVERIFY(back.data == info.data);
    QCOMPARE(back.status.phase, info.status.phase);
    QCOMPARE(back.status.step, info.status.step);
    QCOMPARE(back.status.batchesPerEpoch, info.status.batchesPerEpoch);
    QCOMPARE(back.seconds, info.seconds);
    QCOMPARE(back.parent, info.parent);
    QCOMPARE(back.parentStep, info.parentStep);
    QCOMPARE(back.lastTest.has_value(), info.lastTest.has_value());
    if (info.lastTest) QCOMPARE(back.lastTest->total, info.lastTest->total);
    QVERIFY(back.curve == info.curve && !info.curve.empty());
}

void compareRun(const Run& back, const Run& run) {
    compareInfo(back, run);
    QCOMPARE(back.history.train().size(), run.history.train().size());
    for (std::size_t i = 0; i < run.history.train().size(); ++i)
        QVERIFY(isSame(back.history.train()[i], run.history.train()[i]));
    QCOMPARE(back.epochs.size(), run.epochs.size());
    QVERIFY(!run.epochs.empty());
    QCOMPARE(back.epochs[0].test.total, run.epochs[0].test.total);
    QVERIFY(back.epochs[0].posterior.kl == run.epochs[0].posterior.kl);
    QVERIFY(back.model && back.model->model.weights == run.model->model.weights);
    QVERIFY(back.state && back.state->weights == run.state->weights);
    QVERIFY(back.state->optimiser.adam.second == run.state->optimiser.adam.second);
}

} // namespace

class SessionFileTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void comesBackWhole();
    void listsRunsWithoutTheirLargeParts();
    void readsOneRun();
    void parts_data();
    void parts();
    void aRunWithoutItsSettingsIsRecovered();
    void cutFilesKeepWhatIsWhole();
    void damageIsNamedOnce();
    void weightsOfAnotherNetworkAreRefused();
    void whatCannotBeReadAgainIsLeftOut();
    void aSaveThatFailsLeavesTheOldFile_data();
    void aSaveThatFailsLeavesTheOldFile();
    void longTextsAreClippedRatherThanLost();
    void otherFilesAreRefused();

  private:
    QTemporaryDir m_folder;
    SessionFile m_session;
    std::filesystem::path m_path;
    std::string m_bytes;
};

void SessionFileTest::initTestCase() {
    m_session = someSession();
    m_path = m_folder.filePath("a.latent").toStdString();
    QVERIFY(saveSession(m_path, m_session).empty());
    m_bytes = contentOf(m_path);
}

void SessionFileTest::comesBackWhole() {
    const LoadedSession loaded = loadSession(m_path);
    QVERIFY(loaded.damage.empty());
    QCOMPARE(loaded.session.runs.size(), std::size_t{2});
    for (std::size_t i = 0; i < 2; ++i) compareRun(loaded.session.runs[i], m_session.runs[i]);
    QVERIFY(loaded.session.extras == m_session.extras);
    const std::filesystem::path again = m_folder.filePath("again.latent").toStdString();
    saveSession(again, loaded.session);
    QVERIFY(contentOf(again) == m_bytes);
}

void SessionFileTest::listsRunsWithoutTheirLargeParts() {
    const RunListing listing = listRuns(m_path);
    QVERIFY(listing.damage.empty());
    QCOMPARE(listing.runs.size(), std::size_t{2});
    compareInfo(listing.runs[1].info, m_session.runs[1]);
    const std::uint64_t all = listing.runs[0].bytes + listing.runs[1].bytes;
    QVERIFY(all > m_bytes.size() * 9 / 10 && all < m_bytes.size());
}

void SessionFileTest::readsOneRun() {
    std::vector<std::string> damage;
    compareRun(loadRun(m_path, m_session.runs[1].id, damage), m_session.runs[1]);
    QVERIFY(damage.empty());
    QVERIFY_THROWS_EXCEPTION(Error, loadRun(m_path, "none", damage));
}

void SessionFileTest::parts_data() {
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("lost");
    QTest::newRow("losses") << "history"
                            << "the losses of the run “VAE” are lost";
    QTest::newRow("model") << "model"
                           << "the model of the run “VAE” is lost";
    QTest::newRow("state") << "state"
                           << "the training state of the run “VAE” is lost, so that it cannot go on";
}

// Damage in one part, then its header gone: the others are there, and the sentence says which is not.
void SessionFileTest::parts() {
    QFETCH(const QString, part);
    QFETCH(const QString, lost);
    const SectionFile sections(m_path);
    const SectionEntry& entry = *sections.find("run/" + m_session.runs[0].id + "/" + part.toStdString());
    for (const std::uint64_t at : {entry.begin + entry.size / 2, entry.begin - entry.name.size() - 1}) {
        std::string bytes = m_bytes;
        bytes[at] ^= 0x10;
        const std::filesystem::path path = m_folder.filePath("damaged.latent").toStdString();
        writeTo(path, bytes);
        const LoadedSession loaded = loadSession(path);
        QCOMPARE(loaded.damage.size(), std::size_t{1});
        QVERIFY2(QString::fromStdString(loaded.damage[0]).startsWith(lost), loaded.damage[0].c_str());
        QCOMPARE(loaded.session.runs.size(), std::size_t{2});
        const Run& run = loaded.session.runs[0];
        compareInfo(run, m_session.runs[0]);
        QCOMPARE(run.history.empty(), part == "history");
        QCOMPARE(run.model == nullptr, part == "model");
        QCOMPARE(run.state == nullptr, part == "state");
        compareRun(loaded.session.runs[1], m_session.runs[1]);
    }
}

void SessionFileTest::aRunWithoutItsSettingsIsRecovered() {
    const SectionFile sections(m_path);
    std::string bytes = m_bytes;
    bytes[sections.find("run/" + m_session.runs[0].id + "/info")->begin + 20] ^= 0x10;
    const std::filesystem::path path = m_folder.filePath("damaged.latent").toStdString();
    writeTo(path, bytes);
    const LoadedSession loaded = loadSession(path);
    QCOMPARE(loaded.damage.size(), std::size_t{1});
    QCOMPARE(loaded.session.runs.size(), std::size_t{2});
    const Run& run = loaded.session.runs[0];
    QCOMPARE(run.id, m_session.runs[0].id);
    QCOMPARE(run.configuration, m_session.runs[0].configuration);
    QVERIFY(run.state && run.model && !run.history.empty());
    QCOMPARE(run.status.step, std::int64_t{12});
    QCOMPARE(listRuns(path).runs.size(), std::size_t{1});
    QCOMPARE(listRuns(path).damage.size(), std::size_t{1});
}

void SessionFileTest::cutFilesKeepWhatIsWhole() {
    const std::filesystem::path path = m_folder.filePath("cut.latent").toStdString();
    std::size_t before = 0;
    for (std::size_t size = 16; size < m_bytes.size(); size += m_bytes.size() / 150) {
        writeTo(path, m_bytes.substr(0, size));
        const LoadedSession loaded = loadSession(path);
        QVERIFY(!loaded.damage.empty());
        QVERIFY(loaded.session.runs.size() >= before);
        before = loaded.session.runs.size();
    }
    QCOMPARE(before, std::size_t{2});
}

void SessionFileTest::damageIsNamedOnce() {
    const std::filesystem::path path = m_folder.filePath("cut.latent").toStdString();
    writeTo(path, m_bytes.substr(0, m_bytes.size() - 10)); // of the last run's state
    const LoadedSession loaded = loadSession(path);
    QCOMPARE(loaded.damage,
             std::vector<std::string>{"the training state of the run “AE” is lost, so that it cannot go on"});
    std::vector<std::string> damage;
    loadRun(path, m_session.runs[0].id, damage);
    QVERIFY(damage.empty());
    loadRun(path, m_session.runs[1].id, damage);
    QCOMPARE(damage, loaded.damage);
}

void SessionFileTest::weightsOfAnotherNetworkAreRefused() {
    SessionFile session = m_session;
    session.runs[0].configuration.architecture.hidden = {13};
    const std::filesystem::path path = m_folder.filePath("other.latent").toStdString();
    saveSession(path, session);
    const LoadedSession loaded = loadSession(path);
    QCOMPARE(loaded.damage.size(), std::size_t{2});
    for (const std::string& sentence : loaded.damage)
        QVERIFY(QString::fromStdString(sentence).contains("is of another network than its run"));
    QVERIFY(!loaded.session.runs[0].state && !loaded.session.runs[0].model);
    QVERIFY(!loaded.session.runs[0].history.empty());
}

void SessionFileTest::whatCannotBeReadAgainIsLeftOut() {
    SessionFile session = m_session;
    TrainingState state = *session.runs[0].state;
    state.weights[3] = std::numeric_limits<float>::quiet_NaN();
    session.runs[0].state = std::make_shared<const TrainingState>(state);
    const std::filesystem::path path = m_folder.filePath("part.latent").toStdString();
    const std::vector<std::string> leftOut = saveSession(path, session);
    QCOMPARE(leftOut.size(), std::size_t{1});
    QVERIFY(QString::fromStdString(leftOut[0]).startsWith("the run “VAE” is saved without"));
    const LoadedSession loaded = loadSession(path);
    QVERIFY(loaded.damage.empty());
    QVERIFY(!loaded.session.runs[0].state && loaded.session.runs[0].model);
    compareRun(loaded.session.runs[1], session.runs[1]);
}

void SessionFileTest::aSaveThatFailsLeavesTheOldFile_data() {
    QTest::addColumn<QString>("target");
    QTest::newRow("no such folder") << m_folder.filePath("none/a.latent");
    QTest::newRow("a folder") << m_folder.path();
    QTest::newRow("a device that is full") << QString("/dev/full");
}

void SessionFileTest::aSaveThatFailsLeavesTheOldFile() {
    QFETCH(const QString, target);
    QVERIFY_THROWS_EXCEPTION(Error, saveSession(target.toStdString(), m_session));
    QVERIFY(contentOf(m_path) == m_bytes);
}

void SessionFileTest::longTextsAreClippedRatherThanLost() {
    SessionFile session = m_session;
    session.runs[0].name = std::string(10'000, 'n');
    session.runs[0].note = std::string(5'000'000, '\xff'); // no UTF-8
    session.runs[0].data.origin = "/data/\xff\xfe é%20.npz";
    session.runs[0].status.failure = std::string(100, '\x80');
    session.runs[0].seconds = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 6000; ++i) {
        Configuration configuration = session.runs[0].configuration;
        configuration.training.learningRate = 1e-3F + 1e-6F * static_cast<float>(i);
        noteChange(session.runs[0], i, configuration);
    }
    const std::filesystem::path path = m_folder.filePath("long.latent").toStdString();
    saveSession(path, session);
    const LoadedSession loaded = loadSession(path);
    QVERIFY(loaded.damage.empty());
    QVERIFY(loaded.session.runs[0].name.size() > 1000);
    QCOMPARE(loaded.session.runs[0].data.origin, session.runs[0].data.origin);
    QCOMPARE(loaded.session.runs[0].presentConfiguration(), session.runs[0].presentConfiguration());
}

void SessionFileTest::otherFilesAreRefused() {
    const std::filesystem::path path = m_folder.filePath("other.latent").toStdString();
    writeTo(path, "no session");
    for (const auto& open :
         {std::function([&] { loadSession(path); }), std::function([&] { listRuns(path); })}) {
        try {
            open();
            QFAIL("opened");
        } catch (const Error& error) {
            QCOMPARE(QString::fromUtf8(error.what()),
                     QString::fromStdString(path.string()) + ": is not a Latent Explorer session");
        }
    }
}

QTEST_GUILESS_MAIN(SessionFileTest)
#include "session_file_test.moc"
