// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/catalogue.h"
#include "core/train/model_file.h"

#include <stdexcept>
#include <string>
#include <string_view>

// What the subcommands share: opening data that fit a model, writing results, telling the user.
namespace latent {

/// A result could not be written: one sentence. Not the input's fault.
class OutputError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

enum class Images {
    All,
    AsTrained // of the data that the model was trained on: the same subset, unless another is asked for
};
/// Opens data with the seed and, unless another is asked for, the test fraction of the model, which draw the
/// images that it was not trained on. Throws Error also where the images have another shape; says where their
/// pixels became bytes by another rule and, with AsTrained, where other images are held out.
DatasetPtr openDataFor(const ModelFile& file, const std::string& modelName, const std::string& data,
                       OpenOptions options, Images images = Images::All);

/// Says how many files were left out and why the first, if any were.
void tellOfSkipped(const std::string& data, const ImageDataset& dataset);

/// Refuses a target whose folder does not exist, before any work is done for it. "-" and "" pass.
void checkTarget(const std::string& option, const std::string& path);

/// To standard output, flushed. Throws OutputError (a full disk, a closed pipe).
void print(std::string_view text);
/// Through safeSave, or to standard output for "-". Throws OutputError.
void save(const std::string& path, std::string_view bytes);

/// One line on standard error.
void tell(const std::string& sentence);

} // namespace latent
