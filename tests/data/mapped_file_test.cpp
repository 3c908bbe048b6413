// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/files/mapped_file.h"

#include <QTemporaryFile>
#include <QTest>

#include <memory>
#include <unistd.h>
#include <vector>

using namespace latent;

namespace {

const auto kPage = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));

// Five pages and 100 bytes, all 7, mapped with room for 50 more bytes.
struct Sevens {
    Sevens() {
        if (!file.open()) qFatal("no temporary file");
        file.write(QByteArray(static_cast<int>(size), 7));
        file.flush();
        mapped = std::make_unique<MappedFile>(file.handle(), size, 50, "sevens.idx");
    }
    void cutTo(std::size_t left) const { QCOMPARE(ftruncate(file.handle(), static_cast<off_t>(left)), 0); }
    int at(std::size_t i) const { return mapped->bytes()[i]; }

    const std::size_t size = 5 * kPage + 100;
    QTemporaryFile file;
    std::unique_ptr<MappedFile> mapped;
};

} // namespace

class MappedFileTest : public QObject {
    Q_OBJECT
  private slots:
    void isTheFileAndRoom();
    void whatIsCutOffReadsAsZeros();
    void whatIsReadOnlyDoesToo();
    void theNextFileIsWhole();
    void manyFilesAtOnce();
};

void MappedFileTest::isTheFileAndRoom() {
    const Sevens sevens;
    QCOMPARE(sevens.mapped->bytes().size(), sevens.size + 50);
    for (std::size_t i = 0; i < sevens.size; ++i) QCOMPARE(sevens.at(i), 7);
    sevens.mapped->bytes().back() = 9;
    QCOMPARE(sevens.at(sevens.size + 49), 9);
    QVERIFY(!sevens.mapped->lost());
}

void MappedFileTest::whatIsCutOffReadsAsZeros() {
    const Sevens sevens, other;
    sevens.cutTo(kPage);
    QVERIFY(!sevens.mapped->lost()); // not accessed yet
    QCOMPARE(sevens.at(3 * kPage), 0);
    QVERIFY(sevens.mapped->lost());
    QCOMPARE(sevens.at(sevens.size - 1), 0);
    QCOMPARE(sevens.at(kPage), 0);
    QCOMPARE(sevens.at(kPage - 1), 7);
    QCOMPARE(other.at(3 * kPage), 7);
    QVERIFY(!other.mapped->lost());
}

void MappedFileTest::whatIsReadOnlyDoesToo() {
    const Sevens sevens;
    sevens.mapped->makeReadOnly();
    sevens.cutTo(0);
    QCOMPARE(sevens.at(0), 0);
    QVERIFY(sevens.mapped->lost());
}

void MappedFileTest::theNextFileIsWhole() {
    {
        const Sevens sevens;
        sevens.cutTo(0);
        QCOMPARE(sevens.at(0), 0);
    }
    const Sevens next;
    QVERIFY(!next.mapped->lost());
    QCOMPARE(next.at(0), 7);
}

void MappedFileTest::manyFilesAtOnce() {
    std::vector<std::unique_ptr<Sevens>> files;
    for (int i = 0; i < 40; ++i) files.push_back(std::make_unique<Sevens>());
    for (const auto& sevens : files) QCOMPARE(sevens->at(2 * kPage), 7);
    files.erase(files.begin(), files.begin() + 20);
    const Sevens watched;
    watched.cutTo(0);
    QCOMPARE(watched.at(0), 0);
    QVERIFY(watched.mapped->lost());
}

QTEST_GUILESS_MAIN(MappedFileTest)
#include "mapped_file_test.moc"
