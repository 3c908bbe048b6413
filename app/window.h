// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

class QString;

namespace latent {

class Workbench;

/// The program with its window, from the application on. One at a time; argc and argv outlive it.
class WindowProgram {
  public:
    /// Shows the window and begins to open a set of images or a model; empty: the default set.
    WindowProgram(int& argc, char** argv, const QString& fileToOpen);
    ~WindowProgram();

    Workbench& workbench();
    /// Until the window is closed, by hand or by SIGINT, SIGTERM or SIGHUP. Returns the exit status.
    int run();

  private:
    void closeOnInterrupt();

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace latent
