// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"
#include "app/commands/common.h"
#include "app/commands/datasets.h"
#include "app/commands/direction.h"
#include "app/commands/duplicates.h"
#include "app/commands/encode.h"
#include "app/commands/evaluate.h"
#include "app/commands/generate.h"
#include "app/commands/get_dataset.h"
#include "app/commands/neighbours.h"
#include "app/commands/outliers.h"
#include "app/commands/recipes.h"
#include "app/commands/reconstruct.h"
#include "app/commands/resume.h"
#include "app/commands/runs.h"
#include "app/commands/train.h"
#include "app/commands/walk.h"
#include "app/display.h"
#include "app/memory_policy.h"
#include "app/path_text.h"
#include "app/window.h"
#include "core/base/failure.h"
#include "core/data/sets/catalogue.h"
#include "core/train/trainer.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <langinfo.h>
#include <unistd.h>

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

/// A file that is opened while a standard stream is closed would get the stream's number, and receive what is
/// printed. Using the placeholder fails, as using the closed stream would.
void occupyClosedStreams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(stream, F_GETFD) != -1) continue;
        [[maybe_unused]] const int taken = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

QStringList wordsOf(int argc, char** argv) {
    QStringList words;
    for (int i = 0; i < argc; ++i) words.append(pathFromBytes(argv[i]));
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
    return WindowProgram(argc, argv, pathFromBytes(command.file)).run();
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
            [](const ResumeCommand& command) { runResume(command); },
            [](const EvaluateCommand& command) { runEvaluate(command); },
            [](const EncodeCommand& command) { runEncode(command); },
            [](const ReconstructCommand& command) { runReconstruct(command); },
            [](const GenerateCommand& command) { runGenerate(command); },
            [](const WalkCommand& command) { runWalk(command); },
            [](const TraverseCommand& command) { runTraverse(command); },
            [](const NeighboursCommand& command) { runNeighbours(command); },
            [](const DirectionCommand& command) { runDirection(command); },
            [](const DuplicatesCommand& command) { runDuplicates(command); },
            [](const OutliersCommand& command) { runOutliers(command); },
            [](const DatasetsCommand& command) { command.get.empty() ? runDatasets() : getDataset(command); },
            [](const RecipesCommand&) { runRecipes(); },
            [](const RunsCommand& command) { runRuns(command); },
            [&](const WindowCommand& command) { status = openWindow(command, argc, argv); },
        },
        parseCommandLine(words));
    return status;
}

// Without memory of its own: it may be what is missing.
int failed(ExitStatus status, const std::string& sentence) noexcept {
    std::fprintf(stderr, "latent-explorer: %s\n", sentence.c_str());
    return status;
}

} // namespace
} // namespace latent

int main(int argc, char** argv) {
    using namespace latent;
    occupyClosedStreams();
    setMemoryPolicy();
    QLoggingCategory::setFilterRules("qt.gui.imageio*=false"); // damaged pictures are told of by us
    useUtf8();
    try {
        return run(argc, argv);
    } catch (const NonFiniteLoss&) {
        return failed(kFailed, failureSentence());
    } catch (const Error&) {
        return failed(kBadInput, failureSentence());
    } catch (const Cancelled&) {
        return failed(kFailed, "interrupted before there was anything to save");
    } catch (...) {
        return failed(kFailed, failureSentence());
    }
}
