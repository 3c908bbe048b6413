// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/spill_file.h"

#include "core/base/error.h"
#include "tests/data/file_size_limit.h"
#include "tests/data/unprivileged.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <map>

using namespace latent;

namespace {

using Kind = SpillRecord::Kind;

SpillRecord write(SpillFile& file, const std::string& front, const std::string& body) {
    // In two pieces, as sheets are.
    const std::array<std::string_view, 2> pieces{std::string_view(body).substr(0, body.size() / 3),
                                                 std::string_view(body).substr(body.size() / 3)};
    return file.write(Kind::Sheet, front, pieces, 100);
}

/// Empty: damaged, or gone.
std::string bodyOf(const SpillFile& file, const SpillRecord& record) {
    std::string body(static_cast<std::size_t>(record.bodyBytes), '\0');
    const std::array<std::span<char>, 2> pieces{std::span(body).subspan(0, body.size() / 2),
                                                std::span(body).subspan(body.size() / 2)};
    return file.read(record, pieces) ? body : std::string();
}

std::string text(std::size_t bytes, char seed) {
    std::string made(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i)
        made[i] = static_cast<char>(seed + static_cast<char>(i * i % 101));
    return made;
}

} // namespace

class SpillFileTest : public QObject {
    Q_OBJECT
  private slots:
    void recordsComeBack();
    void placesAreUsedAgain();
    void aRecordThatWentIsNotReadAsAnother();
    void damageCostsItsRecord_data();
    void damageCostsItsRecord();
    void cutAnywhere();
    void lostPagesAreUsedAgain();
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void fullDisk();
    void readOnly();

  private:
    std::filesystem::path path() const { return m_folder.filePath("moments").toStdString(); }
    QByteArray content() const {
        QFile file(m_folder.filePath("moments"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void setContent(const QByteArray& bytes) const {
        QFile file(m_folder.filePath("moments"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    std::map<std::string, std::string> bodies() const {
        std::vector<SpillFile::Found> found;
        const SpillFile file = SpillFile::open(path(), found);
        std::map<std::string, std::string> bodies;
        for (const SpillFile::Found& each : found) bodies[each.front] = bodyOf(file, each.record);
        return bodies;
    }

    QTemporaryDir m_folder;
};

void SpillFileTest::recordsComeBack() {
    {
        SpillFile file = SpillFile::create(path());
        write(file, "a", text(10, 1));
        const SpillRecord long_ = write(file, "b", text(20'000, 2));
        QCOMPARE(bodyOf(file, long_), text(20'000, 2));
        write(file, "", text(4096, 3));
        QCOMPARE(file.bytes(), static_cast<std::uint64_t>(content().size()));
        QCOMPARE(file.bytes(), SpillFile::kPageBytes + SpillFile::bytesFor(100, 10) +
                                   SpillFile::bytesFor(100, 20'000) + SpillFile::bytesFor(100, 4096));
    }
    const std::map<std::string, std::string> expected{
        {"a", text(10, 1)}, {"b", text(20'000, 2)}, {"", text(4096, 3)}};
    QCOMPARE(bodies(), expected);
}

void SpillFileTest::placesAreUsedAgain() {
    SpillFile file = SpillFile::create(path());
    const SpillRecord first = write(file, "a", text(9000, 1));
    write(file, "b", text(100, 2));
    const std::uint64_t bytes = file.bytes();
    file.release(first);
    QCOMPARE(bodies().size(), std::size_t{1});
    const SpillRecord next = write(file, "c", text(8800, 3));
    QCOMPARE(next.page, first.page);
    QCOMPARE(file.bytes(), bytes);
    std::vector<SpillFile::Found> found;
    {
        SpillFile again = SpillFile::open(path(), found);
        QCOMPARE(found.size(), std::size_t{2});
        again.release(next);
        QCOMPARE(write(again, "d", text(10, 4)).number,
                 next.number + 2); // after what the file has, and its release
        QCOMPARE(again.bytes(), bytes);
    }
    const std::map<std::string, std::string> expected{{"b", text(100, 2)}, {"d", text(10, 4)}};
    QCOMPARE(bodies(), expected);
}

void SpillFileTest::aRecordThatWentIsNotReadAsAnother() {
    SpillFile file = SpillFile::create(path());
    const SpillRecord old = write(file, "a", text(500, 1));
    file.release(old);
    QCOMPARE(bodyOf(file, old), std::string());
    const SpillRecord next = write(file, "a", text(500, 1)); // the same bytes in the same place
    QCOMPARE(next.page, old.page);
    QCOMPARE(bodyOf(file, old), std::string());
    QCOMPARE(bodyOf(file, next), text(500, 1));
}

void SpillFileTest::damageCostsItsRecord_data() {
    QTest::addColumn<qsizetype>("at");
    QTest::addColumn<QString>("left");
    // Records on pages 1, 2 to 4 and 5.
    QTest::newRow("magic") << qsizetype{2 * 4096} << "a:whole c:whole";
    QTest::newRow("size") << qsizetype{2 * 4096 + 40} << "a:whole c:whole";
    QTest::newRow("front") << qsizetype{2 * 4096 + 64} << "a:whole c:whole";
    QTest::newRow("body") << qsizetype{3 * 4096} << "a:whole b:damaged c:whole";
    QTest::newRow("end of body") << qsizetype{2 * 4096 + 64 + 1 + 9000 - 1} << "a:whole b:damaged c:whole";
    QTest::newRow("unused room") << qsizetype{5 * 4096 - 1} << "a:whole b:whole c:whole";
    QTest::newRow("title") << qsizetype{0} << "a:whole b:whole c:whole";
    QTest::newRow("last record") << qsizetype{5 * 4096 + 70} << "a:whole b:whole c:damaged";
}

void SpillFileTest::damageCostsItsRecord() {
    QFETCH(qsizetype, at);
    QFETCH(QString, left);
    {
        SpillFile file = SpillFile::create(path());
        write(file, "a", text(50, 1));
        write(file, "b", text(9000, 2));
        write(file, "c", text(60, 3));
    }
    QByteArray bytes = content();
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    setContent(bytes);
    std::string found;
    for (const auto& [front, body] : bodies()) {
        found += (found.empty() ? "" : " ") + front + (body.empty() ? ":damaged" : ":whole");
        const std::size_t size = front == "a" ? 50 : front == "b" ? 9000 : 60;
        if (!body.empty()) QCOMPARE(body, text(size, static_cast<char>(front[0] - 'a' + 1)));
    }
    QCOMPARE(QString::fromStdString(found), left);
    std::vector<SpillFile::Found> ignored;
    QCOMPARE(SpillFile::open(path(), ignored).damaged(), left.contains('b') ? 0 : 1);
}

void SpillFileTest::cutAnywhere() {
    {
        SpillFile file = SpillFile::create(path());
        write(file, "a", text(50, 1));
        write(file, "b", text(5000, 2));
    }
    const QByteArray whole = content();
    for (qsizetype size = 4096; size < whole.size(); size += 37) {
        setContent(whole.left(size));
        const std::map<std::string, std::string> left = bodies();
        QCOMPARE(left.contains("a"), size >= 2 * 4096);
        QVERIFY(!left.contains("b"));
    }
}

void SpillFileTest::lostPagesAreUsedAgain() {
    std::uint64_t size = 0;
    {
        SpillFile file = SpillFile::create(path());
        write(file, "a", text(9000, 1));
        write(file, "b", text(50, 2));
        size = file.bytes();
    }
    QByteArray bytes = content();
    bytes[4096] = 'x';
    setContent(bytes);
    std::vector<SpillFile::Found> found;
    SpillFile file = SpillFile::open(path(), found);
    QCOMPARE(write(file, "c", text(9000, 3)).page, std::uint64_t{1});
    QCOMPARE(file.bytes(), size);
}

void SpillFileTest::otherFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("cause");
    QTest::newRow("empty") << QByteArray() << "it holds no moments of a run";
    QTest::newRow("text") << QByteArray("hello\n") << "it holds no moments of a run";
    QTest::newRow("zeros") << QByteArray(20'000, '\0') << "it holds no moments of a run";
    QTest::newRow("newer") << QByteArray("latent moments 2\n").leftJustified(4096, '\0')
                           << "its moments were written by a newer version of Latent Explorer";
}

void SpillFileTest::otherFilesAreRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, cause);
    setContent(bytes);
    std::vector<SpillFile::Found> found;
    try {
        SpillFile::open(path(), found);
        QFAIL("was opened");
    } catch (const Error& error) {
        QCOMPARE(QString(error.what()), QString::fromStdString(path().string()) + ": " + cause);
    }
    QCOMPARE(content(), bytes);
    QVERIFY_THROWS_EXCEPTION(Error, SpillFile::open(m_folder.path().toStdString(), found));
    QVERIFY_THROWS_EXCEPTION(Error, SpillFile::create(m_folder.path().toStdString()));
}

void SpillFileTest::fullDisk() {
    SpillFile file = SpillFile::create(path());
    const SpillRecord first = write(file, "a", text(9000, 1));
    const std::uint64_t size = file.bytes();
    {
        const testing::FileSizeLimit limit(size + 5000);
        try {
            write(file, "b", text(9000, 2));
            QFAIL("was written");
        } catch (const Error& error) {
            QCOMPARE(QString(error.what()),
                     QString::fromStdString(path().string()) + ": cannot be written: File too large");
        }
        QCOMPARE(file.bytes(), size);
        QCOMPARE(static_cast<std::uint64_t>(content().size()), size);
        // What has room where another was goes on.
        file.release(first);
        write(file, "c", text(9000, 3));
    }
    write(file, "d", text(9000, 4));
    const std::map<std::string, std::string> expected{{"c", text(9000, 3)}, {"d", text(9000, 4)}};
    QCOMPARE(bodies(), expected);
}

void SpillFileTest::readOnly() {
    {
        SpillFile file = SpillFile::create(path());
        write(file, "a", text(9000, 1));
    }
    QVERIFY(QFile::setPermissions(m_folder.filePath("moments"),
                                  QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
    const testing::Unprivileged nobody(m_folder.path());
    QCOMPARE(bodies().size(), std::size_t{1});
    std::vector<SpillFile::Found> found;
    SpillFile file = SpillFile::open(path(), found);
    try {
        write(file, "b", text(10, 2));
        QFAIL("was written");
    } catch (const Error& error) {
        QCOMPARE(QString(error.what()),
                 QString::fromStdString(path().string()) + ": cannot be written: Permission denied");
    }
}

QTEST_GUILESS_MAIN(SpillFileTest)
#include "spill_file_test.moc"
