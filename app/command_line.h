// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/data/open_options.h"
#include "core/model/configuration.h"
#include "core/run/walk_plan.h"

#include <QStringList>

#include <optional>
#include <string>
#include <variant>
#include <vector>

// What the command line asks for, as values. Parsing opens no file.
namespace latent {

/// The command line cannot be understood: one sentence.
class UsageError : public Error {
  public:
    using Error::Error;
};

/// --help or --version: text for standard output.
struct PrintText {
    std::string text;
};

/// What training writes.
struct TrainingFiles {
    std::string metrics;           // a file, "-", or empty
    std::string save;              // a file, or empty
    std::string checkpoint;        // a session file, or empty
    double checkpointSeconds = 10; // between two writes of it
};

struct TrainCommand {
    std::string data;
    Configuration configuration; // the shape is still empty: the data decide it
    OpenOptions opening = {};    // its seed is the configuration's
    TrainingFiles files = {};
};

/// Goes on with a run of a session file.
struct ResumeCommand {
    std::string session;
    std::string run;           // name or id; empty: the newest
    std::string data;          // where the run's data are now; empty: where they were
    std::optional<int> epochs; // in all
    std::optional<int> threads;
    TrainingFiles files = {};
};

/// A model file, or a session file and one of its runs.
struct ModelChoice {
    std::string path;
    std::string run = {}; // name or id; empty: the newest
};

struct EvaluateCommand {
    ModelChoice model;
    std::string data;
    bool full = false;        // every part of the diagnostics
    int samples = 0;          // K of the importance-weighted bound; 0: no bound
    Index images = 0;         // of the bound, the first so many test images; 0: all
    OpenOptions opening = {}; // here and below: its seed is the model's
};

struct EncodeCommand {
    ModelChoice model;
    std::string data;
    std::string out; // a file or "-"
    OpenOptions opening = {};
};

struct ReconstructCommand {
    ModelChoice model;
    std::string data;
    std::vector<Index> images;
    std::string out;
    OpenOptions opening = {};
};

struct GenerateCommand {
    ModelChoice model;
    int count = 64;
    std::vector<std::vector<float>> points; // one image each, instead of count
    int manifoldSide = 0;                   // instead of count; 0: no manifold
    std::uint64_t seed = 1;
    std::string out;
};

/// A place in the latent space: numbers, or the code of an image.
struct LatentPlace {
    std::string option; // that named it: "via"
    std::vector<float> numbers = {};
    Index image = -1; // of the data, instead of numbers; −1: numbers
};

struct WalkCommand {
    ModelChoice model;
    std::vector<LatentPlace> through;
    WalkPath path = WalkPath::Straight;
    int steps = 0; // frames
    bool loop = false;
    std::string data; // empty: none
    std::string out;
    OpenOptions opening = {};
};

struct TraverseCommand {
    ModelChoice model;
    int steps = 0;    // columns
    std::string data; // empty: the dimensions leave the prior's mean
    Index image = -1; // of the data
    std::string out;
    OpenOptions opening = {};
};

/// The images whose codes are nearest to those of some images.
struct NeighboursCommand {
    ModelChoice model;
    std::string data;
    std::vector<Index> images;
    int count = 8; // of each image
    std::string out;
    OpenOptions opening = {};
};

/// The direction from one class to another.
struct DirectionCommand {
    ModelChoice model;
    std::string data;
    std::string a; // classes, by name or number
    std::string b;
    std::uint64_t seed = 1;
    std::string out = {};
    OpenOptions opening = {};
};

/// Images that are the same or nearly so.
struct DuplicatesCommand {
    std::string data;
    ModelChoice model;                // no path: by pixels alone
    std::optional<float> pixels = {}; // largest distances; the usual ones if not given
    std::optional<float> codes = {};
    std::string out = {};
    OpenOptions opening = {};
};

/// The images that fit in least.
struct OutliersCommand {
    ModelChoice model;
    std::string data;
    int count = 100;
    std::string out;
    OpenOptions opening = {};
};

struct DatasetsCommand {
    std::string get;    // the set to fetch; empty: list them
    std::string mirror; // an address to fetch from instead of the publisher's; empty: those
};

struct RecipesCommand {};

/// Lists the runs of a session file.
struct RunsCommand {
    std::string session;
    bool json = false;
};

/// No subcommand: the window, on a set's name, a file or nothing.
struct WindowCommand {
    std::string file;
};

using Command = std::variant<PrintText, TrainCommand, ResumeCommand, EvaluateCommand, EncodeCommand,
                             ReconstructCommand, GenerateCommand, WalkCommand, TraverseCommand,
                             NeighboursCommand, DirectionCommand, DuplicatesCommand, OutliersCommand,
                             DatasetsCommand, RecipesCommand, RunsCommand, WindowCommand>;

/// arguments[0] is the program; see pathFromBytes(). Needs a QCoreApplication only for a subcommand's --help.
/// Throws UsageError.
Command parseCommandLine(const QStringList& arguments);

/// Whether this names a subcommand: such a run needs no display.
bool isSubcommand(const QString& word);
/// "train, evaluate, encode, …"
QString subcommandNames();

} // namespace latent
