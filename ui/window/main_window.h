// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controls/style.h"
#include "ui/state/view.h"
#include "ui/window/key_list.h"

#include <QMainWindow>

#include <array>
#include <filesystem>
#include <vector>

class QJsonObject;
class QSplitter;
class QTabWidget;
class QUndoStack;

namespace latent {

class CaptionedView;
class NoticeBar;
class SteadyLabel;
class TopBar;

/// Lays out ready widgets, and remembers how the person arranged them.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    /// All are taken over.
    struct Parts {
        TopBar* topBar = nullptr;       // may be null
        std::vector<QWidget*> controls; // of the left column, from above
        std::vector<View*> views;       // each in its place, in this order
    };

    /// The arrangement is read from and written to the file; empty: nothing is remembered.
    MainWindow(const Parts& parts, std::filesystem::path settingsFile, QWidget* parent = nullptr);

    /// What setAppearance() was last given in a window of this file.
    static style::Appearance savedAppearance(const std::filesystem::path& settingsFile);

    NoticeBar* notices() const { return m_notices; }
    QTabWidget* tabs() const { return m_tabs; }
    QSplitter* columns() const { return m_columns; }
    const std::vector<View*>& views() const { return m_parts.views; }
    /// The view of this type; there is one.
    template <class T>
    T* view() const {
        return viewIn<T>(m_parts.views);
    }
    /// Puts the views of another run beside those of the first: map by map, tab below tab. Takes them over.
    void addBeside(const std::vector<View*>& views);
    /// Destroys them.
    void removeBeside(const std::vector<View*>& views);
    /// What stands above the views of a run, where there are several.
    struct Caption {
        QColor colour;
        QString name; // empty: no line
        QString words;
    };
    void setCaption(const std::vector<View*>& views, const Caption& caption);
    /// Undo and Redo of the stack join the window's keys and the View menu. It outlives the window.
    void setUndoStack(QUndoStack* stack);

  public slots:
    /// Brings one of the tabs to the front.
    void showTab(QWidget* view);
    /// Applies it to the whole program and remembers it.
    void setAppearance(latent::style::Appearance appearance);
    /// The status line: "Training on 2 threads", resident memory, the latest decoding.
    void showThreads(const QString& text);
    void showMemory(qint64 bytes);
    void showDecodeTime(double milliseconds);
    void showKeys();
    /// Writes the arrangement. Called on closing too. A file that cannot be written is let be.
    void saveState();

  signals:
    void fileDropped(QString path);
    /// Above the views of some run.
    void captionClicked();
    /// Keys that no focused widget wanted: Space, R and 0.
    void stepRequested();
    void sampleRequested();
    void zeroRequested();

  protected:
    void closeEvent(QCloseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    static constexpr QSize kFrame{16, 48}; // the desktop's own

    QWidget* makeLeft();
    QWidget* makeMiddle();
    QWidget* makeTabs();
    CaptionedView* caption(View* view);
    CaptionedView* captionedOf(const View* view) const;
    void place(View* view);
    void arrange();
    void arrangeMaps();
    QSplitter* runsIn(int tab) const;
    QWidget* makeStatusLine();
    void makeActions();
    QAction* addKey(const QString& text, const QKeySequence& key, KeyGroup group, const QString& meaning);
    std::vector<View*> viewsIn(View::Place place) const;
    /// name: by which it is remembered.
    QAction* addPanel(const QString& name, const QString& title, const QKeySequence& key, QWidget* panel);
    void fold();
    void restoreState();
    void fitScreen();
    void restoreFrom(const QJsonObject& state);

    Parts m_parts;
    std::vector<CaptionedView*> m_captioned; // the first run's, then those of the others
    std::vector<View*> m_hidden;             // of the others, whose place is the first run's view
    std::filesystem::path m_settingsFile;
    QSplitter* m_columns;
    QSplitter* m_middle;
    std::array<QSplitter*, 2> m_mapRows; // two maps beside each other, four in a square
    QSplitter* m_plots;
    QTabWidget* m_tabs;
    QWidget* m_left;
    NoticeBar* m_notices;
    SteadyLabel* m_threads;
    SteadyLabel* m_memory;
    SteadyLabel* m_decode;
    QList<QAction*> m_panels;
    QAction* m_controls = nullptr; // shows the left column
    bool m_narrow = false;
    bool m_controlsFolded = false; // for want of room, not by the person
};

} // namespace latent
