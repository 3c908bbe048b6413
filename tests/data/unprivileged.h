// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

namespace latent::testing {

/// Root may read and write everything, whatever the permissions: while this exists, the process is nobody.
/// The folder gets the permissions `mode`, which apply to nobody as to any other user.
class Unprivileged {
  public:
    explicit Unprivileged(const QString& folder, mode_t mode = 0755) {
        chmod(qPrintable(folder), mode);
        if (geteuid() == 0) m_changed = seteuid(kNobody) == 0;
    }
    ~Unprivileged() {
        if (m_changed) std::ignore = seteuid(0);
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

  private:
    static constexpr uid_t kNobody = 65534;
    bool m_changed = false;
};

} // namespace latent::testing
