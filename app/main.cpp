// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "app/commands/common.h"
#include "app/commands/datasets.h"
#include "app/commands/encode.h"
#include "app/commands/evaluate.h"
#include "app/commands/generate.h"
#include "app/commands/get_dataset.h"
#include "app/commands/recipes.h"
#include "app/commands/reconstruct.h"
#include "app/commands/train.h"
#include "app/display.h"
#include "app/memory_policy.h"
#include "app/window.h"
#include "core/data/catalogue.h"
#include "core/train/trainer.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <algorithm>
#include <clocale>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <langinfo.h>

namespace latent {
namespace {

enum ExitStatus { kDone = 0, kFailed = 1, kBadInput = 2 };

/// Calls whichever overload takes the command at hand.
template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors> // C++20 deduces it by itself; clang only from 17 on
Overloaded(Visitors...)->Overloaded<Visitors...>;

/// Qt changes to C.UTF-8 where the locale is not UTF-8, but says so on standard error each time.
void useUtf8() {
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        setenv("LC_ALL", "C.UTF-8", 1);
        std::setlocale(LC_ALL, "");
    }
}

QStringList wordsOf(int argc, char** argv) {
    QStringList words;
    for (int i = 0; i < argc; ++i) words.append(QString::fromLocal8Bit(argv[i]));
    return words;
}

int openWindow(const WindowCommand& command, int& argc, char** argv) {
    std::error_code ignored;
    const bool known = command.file.empty() || isDatasetName(command.file);
    if (!known && !std::filesystem::exists(command.file, ignored)) {
        throw Error(command.file, "",
                    "there is no such file or data set, and no such subcommand (" +
                        subcommandNames().toStdString() + ")");
    }
    const QString missing = missingDisplay(wordsOf(argc, argv));
    if (!missing.isEmpty()) {
        throw std::runtime_error(missing.toStdString() +
                                 "; these subcommands need none: " + subcommandNames().toStdString());
    }
    return WindowProgram(argc, argv, QString::fromStdString(command.file)).run();
}

int run(int& argc, char** argv) {
    const QStringList words = wordsOf(argc, argv);
    std::optional<QCoreApplication> application; // the window makes its own
    if (words.size() > 1 && isSubcommand(words[1])) {
        application.emplace(argc, argv);
        std::signal(SIGPIPE,
                    SIG_IGN); // a reader that went away is a failed write, and the model is still saved
    }
    int status = kDone;
    std::visit(
        Overloaded{
            [](const PrintText& text) { print(text.text); },
            [](const TrainCommand& command) { runTrain(command); },
            [](const EvaluateCommand& command) { runEvaluate(command); },
            [](const EncodeCommand& command) { runEncode(command); },
            [](const ReconstructCommand& command) { runReconstruct(command); },
            [](const GenerateCommand& command) { runGenerate(command); },
            [](const DatasetsCommand& command) { command.get.empty() ? runDatasets() : getDataset(command); },
            [](const RecipesCommand&) { runRecipes(); },
            [&](const WindowCommand& command) { status = openWindow(command, argc, argv); },
        },
        parseCommandLine(words));
    return status;
}

int failed(ExitStatus status, const std::string& sentence) {
    std::string line = "latent-explorer: " + sentence; // a file name may hold a line break
    std::replace(line.begin(), line.end(), '\n', ' ');
    tell(line);
    return status;
}

} // namespace
} // namespace latent

int main(int argc, char** argv) {
    using namespace latent;
    setMemoryPolicy();
    QLoggingCategory::setFilterRules("qt.gui.imageio*=false"); // damaged pictures are told of by us
    useUtf8();
    try {
        return run(argc, argv);
    } catch (const NonFiniteLoss& error) {
        return failed(kFailed, error.what());
    } catch (const Error& error) {
        return failed(kBadInput, error.what());
    } catch (const std::bad_alloc&) {
        return failed(kFailed, "there is not enough memory for this");
    } catch (const std::exception& error) {
        return failed(kFailed, error.what());
    }
}
