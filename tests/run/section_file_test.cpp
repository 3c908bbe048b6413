// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/run/section_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sys/stat.h>

using namespace latent;

namespace {

const std::string kBorrowed(3000, 'w');

std::vector<Section> someSections() {
    return {{"looking", "{\"selected\":3}"},
            {"run/a/info", std::string("\0\n\x89", 3)},
            {"run/a/state", "head", {kBorrowed, std::string_view(), "", kBorrowed}},
            {"empty", ""},
            {"last", std::string(70, 'z')}};
}

std::string contentOf(const Section& section) {
    std::string content = section.bytes;
    for (const std::string_view piece : section.borrowed) content += piece;
    return content;
}

/// The sections that can be read.
std::map<std::string, std::string> wholeSections(const SectionFile& file) {
    std::map<std::string, std::string> whole;
    for (const SectionEntry& section : file.sections()) {
        try {
            whole[section.name] = file.read(section);
        } catch (const Error&) {
        }
    }
    whole.erase("contents");
    return whole;
}

std::map<std::string, std::string> expected(const std::string& without = {}) {
    std::map<std::string, std::string> content;
    for (const Section& section : someSections())
        if (section.name != without) content[section.name] = contentOf(section);
    return content;
}

/// Whether `whole` holds nothing but what was written.
bool isPartOf(const std::map<std::string, std::string>& whole) {
    const std::map<std::string, std::string> all = expected();
    return std::all_of(whole.begin(), whole.end(), [&](const auto& section) {
        const auto written = all.find(section.first);
        return written != all.end() && written->second == section.second;
    });
}

/// A file that is gone with the object.
class TestFile {
  public:
    explicit TestFile(const std::string& bytes) { std::ofstream(path(), std::ios::binary) << bytes; }
    explicit TestFile(const std::vector<Section>& sections) { saveSections(path(), sections); }

    std::filesystem::path path() const { return m_folder.filePath("session").toStdString(); }
    std::string bytes() const {
        std::ifstream stream(path(), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    }

  private:
    QTemporaryDir m_folder;
};

SectionFile opened(const std::string& bytes) {
    return SectionFile(TestFile(bytes).path());
}

std::string sectionBytes(const std::vector<Section>& sections) {
    return TestFile(sections).bytes();
}

/// What an error says, without the file's folder.
QString sentenceOf(const std::function<void()>& work) {
    try {
        work();
        return "no error";
    } catch (const Error& error) {
        const QString sentence = error.what();
        return sentence.mid(std::max<qsizetype>(sentence.indexOf("session"), 0));
    }
}

} // namespace

class SectionFileTest : public QObject {
    Q_OBJECT
  private slots:
    void readsWhatWasWritten();
    void otherThanRegularFilesAreRefused();
    void damageInASectionLosesThatOne();
    void damagedHeadersLoseTheirSections();
    void aDamagedListIsTold();
    void aDamagedHeadIsTold();
    void cutFilesKeepWhatIsWhole();
    void missingBytesLoseOneSection();
    void addedBytesLoseNothingElse();
    void aNewerVersionIsRefused();
    void otherFilesAreRefused();
    void anyTurnedByteIsSurvived();
    void theFirstOfOneNameCounts();
};

void SectionFileTest::readsWhatWasWritten() {
    const SectionFile file = opened(sectionBytes(someSections()));
    QVERIFY(wholeSections(file) == expected());
    QVERIFY(file.damage().empty() && file.lost().empty());
    QCOMPARE(file.sections().size(), std::size_t{6}); // and the contents
    QCOMPARE(file.find("run/a/state")->size, std::uint64_t{6004});
    QVERIFY(file.find("run/b/state") == nullptr);
}

void SectionFileTest::otherThanRegularFilesAreRefused() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QVERIFY_THROWS_EXCEPTION(Error, SectionFile(path / "none"));
    QVERIFY_THROWS_EXCEPTION(Error, SectionFile{path});
    QVERIFY_THROWS_EXCEPTION(Error, SectionFile("/dev/zero"));
    const std::string pipe = folder.filePath("pipe").toStdString();
    QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
    QVERIFY_THROWS_EXCEPTION(Error, SectionFile(std::filesystem::path(pipe)));
}

void SectionFileTest::damageInASectionLosesThatOne() {
    std::string bytes = sectionBytes(someSections());
    bytes[bytes.find(kBorrowed) + 100] = 'v';
    const SectionFile file = opened(bytes);
    QVERIFY(wholeSections(file) == expected("run/a/state"));
    QCOMPARE(sentenceOf([&] { file.read(*file.find("run/a/state")); }),
             "session: run/a/state: is damaged: its checksum does not match");
}

void SectionFileTest::damagedHeadersLoseTheirSections() {
    for (const Section& section : someSections()) {
        std::string bytes = sectionBytes(someSections());
        bytes[bytes.rfind(section.name + contentOf(section)) - 2] ^= 1; // its header's checksum
        const SectionFile file = opened(bytes);
        QVERIFY(wholeSections(file) == expected(section.name));
        QCOMPARE(file.lost(), std::vector<std::string>{section.name});
        QVERIFY(file.damage().empty());
    }
}

void SectionFileTest::aDamagedListIsTold() {
    std::string bytes = sectionBytes(someSections());
    bytes[bytes.find("looking")] = 'c'; // the first time: in the list
    const SectionFile file = opened(bytes);
    QVERIFY(wholeSections(file) == expected());
    QCOMPARE(file.damage().size(), std::size_t{1});
    QVERIFY(QString::fromStdString(file.damage()[0]).startsWith("the list"));
}

void SectionFileTest::aDamagedHeadIsTold() {
    for (const std::size_t at : {0UL, 5UL, 8UL, 11UL, 15UL}) {
        std::string bytes = sectionBytes(someSections());
        bytes[at] ^= 1;
        const SectionFile file = opened(bytes);
        QVERIFY(wholeSections(file) == expected());
        QCOMPARE(file.damage(), std::vector<std::string>{"its first bytes are damaged"});
    }
}

void SectionFileTest::cutFilesKeepWhatIsWhole() {
    const std::string bytes = sectionBytes(someSections());
    const std::size_t ofState = bytes.find("head" + kBorrowed);
    const SectionFile inState = opened(bytes.substr(0, ofState + 2000));
    auto before = expected("run/a/state");
    before.erase("empty");
    before.erase("last");
    QVERIFY(wholeSections(inState) == before);
    QCOMPARE(inState.lost(), (std::vector<std::string>{"run/a/state", "empty", "last"}));
    for (std::size_t size = 100; size < bytes.size(); size += 7) {
        const SectionFile file = opened(bytes.substr(0, size));
        QVERIFY(isPartOf(wholeSections(file)));
        QVERIFY(!file.lost().empty() || !file.damage().empty());
    }
}

void SectionFileTest::missingBytesLoseOneSection() {
    std::string bytes = sectionBytes(someSections());
    bytes.erase(bytes.find(kBorrowed) + 100, 1000);
    QVERIFY(wholeSections(opened(bytes)) == expected("run/a/state"));
}

void SectionFileTest::addedBytesLoseNothingElse() {
    std::string bytes = sectionBytes(someSections());
    bytes.insert(bytes.find(kBorrowed) + 100, std::string(1000, 'x'));
    QVERIFY(wholeSections(opened(bytes)) == expected("run/a/state"));
    QVERIFY(wholeSections(opened(sectionBytes(someSections()) + "more")) == expected());
}

void SectionFileTest::aNewerVersionIsRefused() {
    // As a later program would write it: version 2 with its checksum (of Python's zlib).
    const std::string head("\x89LTN\r\n\x1a\n\x02\0\0\0\xd9\x5d\xc7\x81", 16);
    QVERIFY((sentenceOf([&] {
                opened(head + "whatever follows");
            })).startsWith("session: was saved by a newer version of Latent Explorer (its format is 2"));
}

void SectionFileTest::otherFilesAreRefused() {
    const QString refused = "session: is not a Latent Explorer session";
    for (const std::string& bytes :
         {std::string(), std::string("x"), std::string(5000, '\0'),
          std::string("\x89PNG\r\n\x1a\n and so on"), std::string("\x89LTN\r\n\x1a\n")})
        QCOMPARE(sentenceOf([&] { opened(bytes); }), refused);
}

void SectionFileTest::anyTurnedByteIsSurvived() {
    const std::string bytes = sectionBytes(someSections());
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string turned = bytes;
        turned[at] = static_cast<char>(~turned[at]);
        const SectionFile file = opened(turned);
        const auto whole = wholeSections(file);
        QVERIFY(isPartOf(whole));
        QVERIFY(whole.size() + 1 >= expected().size()); // one at most is lost
    }
}

void SectionFileTest::theFirstOfOneNameCounts() {
    const SectionFile file = opened(sectionBytes({{"a", "first"}, {"a", "second"}}));
    QCOMPARE(file.read(*file.find("a")), std::string("first"));
    QCOMPARE(file.sections().size(), std::size_t{2}); // and the contents
}

QTEST_GUILESS_MAIN(SectionFileTest)
#include "section_file_test.moc"
