#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks which folders may include which. Prints each violation as "file:line: sentence"; exit status 1 if any."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Folder -> what it may include, as prefixes of paths from the repository root.
ALLOWED = {
    "core/base": ["core/base/"],
    "core/data": ["core/base/", "core/data/"],
    "core/nn": ["core/base/", "core/nn/"],
    "core/model": ["core/base/", "core/nn/", "core/model/"],
    "core/train": ["core/base/", "core/data/", "core/nn/", "core/model/", "core/train/"],
    "core/run": ["core/base/", "core/data/", "core/nn/", "core/model/", "core/train/", "core/run/"],
    "core/explore": ["core/base/", "core/data/", "core/nn/", "core/model/", "core/train/", "core/run/", "core/explore/"],
    # Widgets take values: sets, snapshots, records, results, questions, and pure functions of those.
    "ui": ["ui/", "core/base/", "core/data/", "core/model/configuration.h", "core/model/knobs.h", "core/train/snapshot.h",
           "core/train/records.h", "core/train/loss_history.h", "core/run/image_set.h", "core/run/looking.h", "core/run/run.h",
           "core/run/timeline.h", "core/explore/"],
    # Answers questions off the GUI thread: the one folder of ui/ that knows threads.
    "ui/ask": ["ui/", "core/base/", "core/data/progress.h", "core/model/preview_model.h", "core/explore/"],
    "app": ["core/", "ui/", "app/"],
    "tests": ["core/", "ui/", "app/", "tests/"],
}
UI_FORBIDDEN = ["core/base/thread_team.h"]
NO_QT = ["core/base", "core/nn", "core/model", "core/train", "core/explore"]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
QT = re.compile(r"^(Q[A-Z]\w*(/.*)?|Qt\w*(/.*)?|q[a-z0-9_]+\.h)$")
WIDGETS = re.compile(
    r"^(QtWidgets|QtPrintSupport)|^(Qt\w+/)?Q(Widget|Application|Style|Layout|Action|Menu|Splitter|Graphics|"
    r"\w+(Widget|Dialog|Window|Button|Label|Slider|SpinBox|Box|Edit|View|Layout|Area|Bar|Menu|Frame|Delegate|"
    r"Style|Printer))\b")
THREADS = re.compile(
    r"^(thread|mutex|shared_mutex|atomic|condition_variable|future|semaphore|latch|barrier|pthread\.h)$|"
    r"^(Qt\w+/)?(QThread\w*|QMutex\w*|QReadWriteLock|QAtomic\w+|QSemaphore|QWaitCondition|QFuture\w*|QtConcurrent\w*)")


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "core" or parts[:2] == ["ui", "ask"] else parts[0]


def violation(path, bracket, target):
    """The sentence that says what is wrong with one include, or None."""
    folder = folder_of(path)
    if folder not in ALLOWED:
        return f"{folder}/ is not known to tests/include_rules.py"
    if bracket == '"':
        if target.endswith(".moc"):
            return None
        if target.split("/")[0] not in ("core", "ui", "app", "tests"):
            return f'"{target}" is not written from the repository root'
        if folder == "ui" and target in UI_FORBIDDEN:
            return f"ui/ must not use threads: {target}"
        if not any(target.startswith(prefix) for prefix in ALLOWED[folder]):
            return f"{folder}/ must not include {target}"
        return None
    if folder in NO_QT and QT.match(target):
        return f"{folder}/ must not include Qt headers: <{target}>"
    if folder.startswith("core/") and WIDGETS.match(target):
        return f"core/ must not include widgets: <{target}>"
    if folder == "ui" and THREADS.match(target):
        return f"ui/ must not use threads: <{target}>"
    return None


def violations(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        sentence = match and violation(path, *match.groups())
        if sentence:
            yield f"{path}:{number}: {sentence}"


def self_check():
    """`wrong` must be reported and `right` must not: a rule that never reports anything is useless."""
    wrong = [
        ("core/base/a.h", '#include "core/data/b.h"'), ("core/data/a.cpp", '#include "core/model/model.h"'),
        ("core/nn/a.h", '#include "core/model/model.h"'), ("core/model/a.h", '#include "core/data/b.h"'),
        ("core/train/a.h", '#include "core/explore/results.h"'), ("core/train/a.h", '#include "core/run/run.h"'),
        ("core/run/a.h", '#include "core/explore/results.h"'), ("core/run/a.cpp", "#include <QWidget>"),
        ("ui/a.h", '#include "core/run/session_file.h"'), ("core/explore/a.h", '#include "ui/controls/style.h"'),
        ("core/train/a.cpp", "#include <QString>"), ("core/base/a.h", "#  include <QtCore/qglobal.h>"),
        ("core/model/a.h", "#include <qglobal.h>"), ("core/data/a.cpp", "#include <QWidget>"),
        ("core/data/a.cpp", "#include <QtWidgets/QApplication>"), ("core/data/a.cpp", "#include <QPushButton>"),
        ("ui/a.h", '#include "core/train/trainer.h"'), ("ui/a.h", '#include "app/window.h"'),
        ("ui/loss/a.h", "#include <mutex>"), ("ui/ask/a.h", '#include "core/train/trainer.h"'), ("ui/a.cpp", "#include <QThread>"),
        ("ui/a.cpp", "#include <QtConcurrent/QtConcurrentRun>"), ("ui/a.cpp", '#include "core/base/thread_team.h"'),
        ("core/data/a.cpp", '#include "idx.h"'), ("app/a.cpp", '#include "tests/data/idx_files.h"'),
    ]
    right = [
        ("core/data/a.cpp", "#include <QSaveFile>"), ("core/data/a.cpp", "#include <QImageReader>"),
        ("core/explore/a.h", '#include "core/train/snapshot.h"'), ("ui/a.h", '#include "core/train/snapshot.h"'),
        ("ui/controls/a.cpp", "#include <QPushButton>"), ("app/a.cpp", '#include "ui/controls/style.h"'),
        ("tests/app/a_test.cpp", '#include "app/window.h"'), ("tests/a_test.cpp", '#include "a_test.moc"'),
        ("core/train/a.cpp", "#include <thread>"), ("core/run/a.cpp", "#include <QJsonObject>"),
        ("core/explore/a.h", '#include "core/run/run.h"'), ("ui/a.h", '#include "core/run/looking.h"'), ("ui/ask/a.h", "#include <mutex>"), ("core/nn/a.cpp", '// #include "core/data/b.h"'),
    ]
    blind = [case for case in wrong if not list(violations(*case))]
    strict = [case for case in right if list(violations(*case))]
    for path, line in blind:
        print(f"self-check: {path}: {line}: not found to be wrong")
    for path, line in strict:
        print(f"self-check: {path}: {line}: found to be wrong")
    return not blind and not strict


def main():
    if not self_check():
        return 1
    files = [path for top in ("core", "ui", "app", "tests") for path in sorted((ROOT / top).rglob("*"))
             if path.suffix in (".h", ".cpp")]
    if not files:
        print(f"{ROOT}: no sources found")
        return 1
    found = [line for path in files
             for line in violations(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))]
    print("\n".join(found) if found else f"{len(files)} files keep to the include rules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
