// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sets/published_sets.h"

#include <algorithm>

// SHA-256 and sizes come from the checksum lists of TensorFlow Datasets, which apply to the publishers' own
// files. Neither is published for dSprites' archive.
namespace latent {
namespace {

const std::vector<std::string> kDigits{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

IdxNames mnistNames() {
    return {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte"};
}

PublishedSet mnist() {
    return {.name = "mnist",
            .title = "MNIST",
            .description = "70,000 grey images of handwritten digits, 28×28.",
            .licence = "CC BY-SA 3.0",
            .homepage = "http://yann.lecun.com/exdb/mnist/",
            .folder = "mnist",
            .aboutBytes = 11'594'722,
            .mirrors = {"https://storage.googleapis.com/cvdf-datasets/mnist/",
                        "https://ossci-datasets.s3.amazonaws.com/mnist/"},
            .files = {{"train-images-idx3-ubyte.gz", 9'912'422,
                       "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"},
                      {"train-labels-idx1-ubyte.gz", 28'881,
                       "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"},
                      {"t10k-images-idx3-ubyte.gz", 1'648'877,
                       "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"},
                      {"t10k-labels-idx1-ubyte.gz", 4'542,
                       "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"}},
            .idx = mnistNames(),
            .opened = {},
            .classNames = kDigits};
}

PublishedSet fashionMnist() {
    return {
        .name = "fashion-mnist",
        .title = "Fashion-MNIST",
        .description = "70,000 grey images of clothes in ten classes, 28×28.",
        .licence = "MIT",
        .homepage = "https://github.com/zalandoresearch/fashion-mnist",
        .folder = "fashion-mnist",
        .aboutBytes = 30'878'645,
        .mirrors = {"https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                    "https://fashion-mnist.s3.eu-central-1.amazonaws.com/"},
        .files = {{"train-images-idx3-ubyte.gz", 26'421'880,
                   "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"},
                  {"train-labels-idx1-ubyte.gz", 29'515,
                   "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"},
                  {"t10k-images-idx3-ubyte.gz", 4'422'102,
                   "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"},
                  {"t10k-labels-idx1-ubyte.gz", 5'148,
                   "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"}},
        .idx = mnistNames(),
        .opened = {},
        .classNames = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
                       "Bag", "Ankle boot"}};
}

PublishedSet kmnist() {
    return {.name = "kmnist",
            .title = "KMNIST",
            .description = "70,000 grey images of ten cursive Japanese characters, 28×28.",
            .licence = "CC BY-SA 4.0",
            .homepage = "https://github.com/rois-codh/kmnist",
            .folder = "kmnist",
            .aboutBytes = 21'240'888,
            .mirrors = {"https://codh.rois.ac.jp/kmnist/dataset/kmnist/"},
            .files = {{"train-images-idx3-ubyte.gz", 18'165'135,
                       "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"},
                      {"train-labels-idx1-ubyte.gz", 29'497,
                       "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"},
                      {"t10k-images-idx3-ubyte.gz", 3'041'136,
                       "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"},
                      {"t10k-labels-idx1-ubyte.gz", 5'120,
                       "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"}},
            .idx = mnistNames(),
            .opened = {},
            .classNames = {"お o", "き ki", "す su", "つ tsu", "な na", "は ha", "ま ma", "や ya", "れ re",
                           "を wo"}};
}

// NIST publishes all of EMNIST as one archive, so either part brings both.
PublishedSet emnist(const std::string& part) {
    constexpr const char* kEnd[] = {"-train-images-idx3-ubyte", "-train-labels-idx1-ubyte",
                                    "-test-images-idx3-ubyte", "-test-labels-idx1-ubyte"};
    PublishedFile archive{"gzip.zip", 561'753'746,
                          "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"};
    for (const char* const one : {"letters", "digits"}) {
        for (const char* const end : kEnd)
            archive.members.push_back(std::string("gzip/emnist-") + one + end + ".gz");
    }
    const std::string stem = "emnist-" + part;
    return {.name = stem,
            .title = "EMNIST " + part,
            .description = {},
            .licence = "none stated (NIST)",
            .homepage = "https://www.nist.gov/itl/products-and-services/emnist-dataset",
            .folder = "emnist",
            .aboutBytes = archive.bytes,
            .mirrors = {"https://biometrics.nist.gov/cs_links/EMNIST/",
                        "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/"},
            .files = {archive},
            .idx = IdxNames{stem + kEnd[0], stem + kEnd[1], stem + kEnd[2], stem + kEnd[3], true, 0},
            .opened = {}};
}

PublishedSet emnistLetters() {
    PublishedSet set = emnist("letters");
    set.description = "145,600 grey images of handwritten letters, 28×28; comes with the digits.";
    set.idx->firstLabel = 1;
    for (char letter = 'a'; letter <= 'z'; ++letter) set.classNames.emplace_back(1, letter);
    return set;
}

PublishedSet emnistDigits() {
    PublishedSet set = emnist("digits");
    set.description = "280,000 grey images of handwritten digits, 28×28; comes with the letters.";
    set.classNames = kDigits;
    return set;
}

PublishedSet qmnist() {
    return {.name = "qmnist",
            .title = "QMNIST",
            .description = "MNIST reconstructed, with all of its 60,000 test images: 120,000 digits, 28×28.",
            .licence = "BSD",
            .homepage = "https://github.com/facebookresearch/qmnist",
            .folder = "qmnist",
            .aboutBytes = 20'436'162,
            .mirrors = {"https://raw.githubusercontent.com/facebookresearch/qmnist/master/"},
            .files = {{"qmnist-train-images-idx3-ubyte.gz", 9'704'059,
                       "9e26a7bf1683614e065d7b76460ccd52807165b3f22561fb782bd9f38c52b51d"},
                      {"qmnist-train-labels-idx2-int.gz", 463'024,
                       "2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f"},
                      {"qmnist-test-images-idx3-ubyte.gz", 9'742'279,
                       "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375"},
                      {"qmnist-test-labels-idx2-int.gz", 526'800,
                       "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06"}},
            .idx = IdxNames{"qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx2-int",
                            "qmnist-test-images-idx3-ubyte", "qmnist-test-labels-idx2-int"},
            .opened = {},
            .classNames = kDigits};
}

PublishedSet cifar10() {
    PublishedFile archive{"cifar-10-binary.tar.gz", 170'052'171,
                          "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"};
    for (const char* const member : {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                                     "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"}) {
        archive.members.push_back(std::string("cifar-10-batches-bin/") + member);
    }
    return {.name = "cifar-10",
            .title = "CIFAR-10",
            .description = "60,000 small colour photographs in ten classes, 32×32.",
            .licence = "none stated",
            .homepage = "https://www.cs.toronto.edu/~kriz/cifar.html",
            .folder = "cifar-10",
            .aboutBytes = archive.bytes,
            .mirrors = {"https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"},
            .files = {archive},
            .idx = {},
            .opened = {},
            .classNames = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship",
                           "truck"}};
}

PublishedSet dsprites() {
    const std::string file = "dsprites_ndarray_co1sh3sc6or40x32y32_64x64.npz";
    return {.name = "dsprites",
            .title = "dSprites",
            .description = "737,280 sprites in every combination of shape, size, angle and position, 64×64.",
            .licence = "Apache 2.0",
            .homepage = "https://github.com/google-deepmind/dsprites-dataset",
            .folder = "dsprites",
            .aboutBytes = 27'000'000,
            .mirrors = {"https://github.com/google-deepmind/dsprites-dataset/raw/master/",
                        "https://raw.githubusercontent.com/google-deepmind/dsprites-dataset/master/"},
            .files = {{.name = file}},
            .idx = {},
            .opened = file};
}

std::string lastPart(const std::string& path) {
    return path.substr(path.rfind('/') + 1); // npos + 1 is 0
}

} // namespace

bool PublishedSet::hasChecksums() const {
    return std::all_of(files.begin(), files.end(), [](const auto& file) { return file.hasChecksum(); });
}

std::vector<std::string> PublishedSet::contents() const {
    std::vector<std::string> names;
    for (const PublishedFile& file : files) {
        if (file.members.empty()) names.push_back(file.name);
        for (const std::string& member : file.members) names.push_back(lastPart(member));
    }
    return names;
}

const std::vector<PublishedSet>& publishedSets() {
    static const std::vector<PublishedSet> sets{mnist(),        fashionMnist(), kmnist(),  emnistLetters(),
                                                emnistDigits(), qmnist(),       cifar10(), dsprites()};
    return sets;
}

const PublishedSet* publishedSet(const std::string& name) {
    const std::vector<PublishedSet>& sets = publishedSets();
    const auto found =
        std::find_if(sets.begin(), sets.end(), [&](const auto& set) { return set.name == name; });
    return found == sets.end() ? nullptr : &*found;
}

} // namespace latent
