// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sets/catalogue.h"
#include "core/train/model_file.h"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

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

/// Says in one line what the set holds, how it was read, what opening decided and what was left out.
void tellWhatWasRead(const std::string& data, const ImageDataset& dataset);

/// Lines to standard output, flushed. Control characters, which a terminal would obey, become '?'. Throws
/// OutputError (a full disk, a closed pipe).
void print(std::string_view text);
/// Through safeSave, or as they are to standard output for "-". Throws OutputError.
void save(const std::string& path, std::string_view bytes);

/// One line on standard error, without control characters.
void tell(std::string_view sentence);
/// A line for each sentence about the file.
void tellOf(const std::string& file, const std::vector<std::string>& sentences);

} // namespace latent
