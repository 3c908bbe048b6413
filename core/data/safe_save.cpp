// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/safe_save.h"

#include "core/base/error.h"

#include <QFile>
#include <QSaveFile>

namespace latent {

void safeSave(const std::filesystem::path& path, std::string_view bytes) {
    const std::string name = path.string();
    std::error_code status;
    const std::filesystem::file_type type = std::filesystem::status(path, status).type();
    using std::filesystem::file_type;
    if (type == file_type::directory) throw Error(name, "", "cannot be written: it is a folder");
    // As root, QSaveFile would replace a device by a file.
    if (type != file_type::regular && type != file_type::not_found && type != file_type::none &&
        type != file_type::unknown) {
        throw Error(name, "", "cannot be written: it is no regular file");
    }

    QSaveFile file(QFile::decodeName(name.c_str()));
    const auto fail = [&] {
        const std::string cause = file.errorString().toStdString();
        file.cancelWriting();
        throw Error(name, "", "cannot be written: " + cause);
    };
    if (!file.open(QIODevice::WriteOnly)) fail();
    // On a full disk commit() alone returns true and leaves an empty file: each of these must hold first.
    const auto count = static_cast<qint64>(bytes.size());
    const bool whole = file.write(bytes.data(), count) == count && file.flush() &&
                       file.error() == QFileDevice::NoError && file.size() == count;
    if (!whole) fail();
    if (!file.commit()) fail();
}

} // namespace latent
