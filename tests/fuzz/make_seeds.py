#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the small valid files from which the fuzzers start: tests/fuzz/seeds/NAME/. Needs Python alone.

The pictures among the seeds were written by Pillow; what is called crash-… was found by the fuzzers."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

SEEDS = Path(__file__).resolve().parent / "seeds"
BYTES = bytes(i * 37 % 256 for i in range(4096))


def put(folder, name, content):
    (SEEDS / folder).mkdir(parents=True, exist_ok=True)
    (SEEDS / folder / name).write_bytes(content)


def packed(content):
    return gzip.compress(content, mtime=0)


def idx(code, *sizes):
    size = {8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8}[code]
    count = 1
    for each in sizes:
        count *= each
    data = struct.pack(f">{count}f", *(i / count for i in range(count))) if code == 13 else BYTES[:count * size]
    return bytes([0, 0, code, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes) + data


def npy(descr, shape, data, fortran=False, version=1):
    text = f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n".encode()
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text + data


def tar(**members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(f"set/{name}.bin")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()[:512 * (2 * len(members) + 2)]


def npz(method, **arrays):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for key, content in arrays.items():
            with archive.open(zipfile.ZipInfo(key + ".npy"), "w", force_zip64=True) as member:
                member.write(content)
    content = out.getvalue()
    if method == zipfile.ZIP_DEFLATED:  # ZipInfo of its own does not take the archive's method
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            for key, array in arrays.items():
                info = zipfile.ZipInfo(key + ".npy")
                info.compress_type = method
                archive.writestr(info, array)
        content = out.getvalue()
    return content


def numbers(kind, *values):
    return struct.pack(f"<{len(values)}{kind}", *values)


for code in (8, 9, 11, 12, 13, 14):
    put("idx", f"type{code}", idx(code, 3, 2, 4))
put("idx", "colour", idx(8, 3, 2, 2, 3))
put("idx", "packed", packed(idx(8, 20, 3, 4)))

IMAGES = npy("'|u1'", (3, 2, 2), BYTES[:12])
for descr in ("|b1", "|u1", "<u2", ">i2", "<i4", ">u8", "<f2", ">f4", "<f8"):
    put("npy", descr[1:] + ("big" if descr[0] == ">" else ""), npy(repr(descr), (3, 2, 2), bytes(12 * int(descr[2]))))
put("npy", "fortran", npy("'|u1'", (2, 3, 2, 2), BYTES[:24], True, 2))
put("npy", "flat", npy("'<f4'", (3, 4), numbers("f", *range(12)), False, 3))
put("npy", "structured", npy("[('a', '<i4')]", (3, 2, 2), BYTES[:48]))
put("npy", "objects", npy("'|O'", (3, 2, 2), BYTES[:48]))
put("npy", "packed", packed(IMAGES))

LABELS = npy("'<i8'", (3,), numbers("q", 0, 2, 1))
for name, method in (("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)):
    put("npz", name, npz(method, x_train=IMAGES, y_train=LABELS, x_test=IMAGES, y_test=LABELS))
WORDS = npy("'<U2'", (3,), "a\0bccb".encode("utf-32-le"))
put("npz", "words", npz(zipfile.ZIP_DEFLATED, faces=IMAGES, names=WORDS))
put("npz", "validation", npz(zipfile.ZIP_STORED, train_images=IMAGES, train_labels=LABELS, val_images=IMAGES,
                             val_labels=npy("'|S2'", (3, 1), b"a\0bc\0\0"), notes=npy("'|O'", (), b"pickle")))
put("npz", "dsprites", npz(zipfile.ZIP_DEFLATED, imgs=IMAGES, metadata=npy("'|O'", (), b"pickle"),
                           latents_values=npy("'<f8'", (3, 6), numbers("d", *range(18))),
                           latents_classes=npy("'<i8'", (3, 6), numbers("q", *(i % 3 for i in range(18))))))

ROWS = b"7,0,10,200,255\n3,1,2,3,4\n"
put("csv", "plain", ROWS)
put("csv", "header", b"label,p0,p1,p2,p3\r\n" + ROWS.replace(b"\n", b"\r\n"))
put("csv", "quoted", b'\xef\xbb\xbf"label","a ""b""",c,d,"e\nf"\n"one",1,2,3,4\n"two, three","5",6,7,8\n')
put("csv", "floats", b"a;b;c;d;class\n.5;1e0;-0.25;1;cat\n0;0;0;0;dog\n")
put("csv", "pandas", b",0,1,2,3,label\n0,1,1,0,0,5\n1,0,0,0,1,6.0\n")
put("csv", "packed", packed(ROWS))
put("csv", "blanks", ROWS.replace(b",", b"  "))
put("csv", "returns", ROWS.replace(b"\n", b"\r"))
put("csv", "utf16", b"\xff\xfe" + ROWS.decode().encode("utf-16-le"))
put("csv", "latin1", b"species;a;b;c;d\n\xdcber;0,5;1;0;0;\nant;0;0;0;0,25;\n")
put("csv", "cells", b'emotion,pixels,Usage\n1,0 1 2 3,Training\n0,"[4, 5\n 6 7]",PublicTest\n,8 9 10 11,val\n')
put("csv", "last", b"".join(b"0,%d,16,3,%d,\n" % (i * 5 % 17, i % 3) for i in range(9)))
put("csv", "pictures", b"filename,label\n0.png,cat\n1.png,dog\n")
put("csv", "comment", b"# label p0 p1 p2 p3\n" + ROWS.replace(b",", b" "))

put("image_columns", "files", b"file,age,kind,\na.png,1.5,cat,\nb/c,,dog,\nother.png,3,ant,\n")
put("image_columns", "numbers", b"number;note;weight\n0;\"a;b\";0,5\n2;nan;-1e3\n")
put("image_columns", "encode", b"image,file,page,label,class,m1,sigma1\n1,c.png,,0,cat,-0.25,0.5\n")
put("image_columns", "packed", packed(b"index\tx\n0\t1\n1\t2\n"))

put("image_filter", "all", b"class = Bag and loss > 300 and not (kl < 2 or number in 5..90)")
put("image_filter", "texts", "class != “Ankle boot” or FILE = 'a b' and split=train".encode())
put("image_filter", "signs", "m1>=-0.5 and s3 ≤ 1e-3 or distance in -1…+2 and index <> 3".encode())
put("image_filter", "deep", b"not " * 99 + b"(kl = 1)")

put("cifar", "ten", b"\3" + BYTES[:3072] + b"\x09" + BYTES[:3072])
put("cifar", "hundred", b"\3\x63" + BYTES[:3072])
put("cifar", "packed", packed(b"\3" + BYTES[:3072]))

def kept(text):
    return struct.pack("<Q", len(text)) + text


put("cache", "plain", struct.pack("<3Q", 2, 1, 1) + kept(b"rule") + struct.pack("<Q", 1) + kept(b"\0\0\1\0") +
    kept(struct.pack("<I", 0)) + kept(struct.pack("<I", 1)) + struct.pack("<Q", 2) + kept(b"cat") + kept(b"dog") +
    struct.pack("<2Q", 5, 1) + kept(b"a.png") + kept(b"damaged") + kept(b"\1\2\3\4"))

put("tar", "two.tar", tar(a=BYTES[:300], b=BYTES[:20]))
put("tar", "two.tar.gz", packed(tar(a=BYTES[:300], b=BYTES[:20])))

put("foreign", "hdf5", bytes(512) + b"\x89HDF\r\n\x1a\n")
put("foreign", "matlab", b"MATLAB 5.0 MAT-file, Platform: any")
put("foreign", "heic", b"\0\0\0\x18ftypheic" + bytes(12))
put("foreign", "pickle", b"\x80\x04\x95\0\0")
put("foreign", "zip", b"PK\3\4" + bytes(22) + b"\x11\0\0\0archive/data.pkl\n")
put("foreign", "page", b"\xef\xbb\xbf\n <!DOCTYPE html>")
put("foreign", "json", b'[ {"a": 1}]')
put("foreign", "tar", tar(a=b"b"))
put("foreign", "name", b"emnist-letters-trainX_t10kLabels.idx3-ubyte.gz\n")


# Runs of a network of two pixels, one unit and one dimension: 13 weights in 4 gradient tasks.
def section(name, content):
    fixed = b"\x89LTS\r\n\x1a\n" + struct.pack("<IIQ", len(name), zlib.crc32(content), len(content))
    return fixed + struct.pack("<I", zlib.crc32(name, zlib.crc32(fixed))) + name + content


def session(**sections):
    parts = {name.replace("__", "/").encode(): content for name, content in sections.items()}
    contents = b"".join(struct.pack("<I", len(name)) + name for name in parts)
    head = b"\x89LTN\r\n\x1a\n" + struct.pack("<I", 1)
    return (head + struct.pack("<I", zlib.crc32(head)) + section(b"contents", contents) +
            b"".join(section(name, content) for name, content in parts.items()))


def text(value):
    return json.dumps(value, separators=(",", ":")).encode()


SETTINGS = {
    "architecture": {"width": 2, "height": 1, "channels": 1, "hidden": [1], "latent": 1, "activation": "relu"},
    "objective": {"corruption": "none", "latent_noise": True, "beta": 1.0, "free_bits": 0.0,
                  "likelihood": "bernoulli", "deviation": 1.0},
    "training": {"batch": 2, "epochs": 3, "learning_rate": 0.008, "schedule": "fast", "adam_beta2": 0.99,
                 "adam_epsilon": 1e-08, "warm_up": 0, "clip": 0.0, "early_stop": 2, "averaged": True, "seed": 1,
                 "threads": 1}}
HEAD = {
    "version": 1, "settings": SETTINGS, "deviation": 1.0, "step": 3, "epoch": 1, "batch_in_epoch": 1, "seconds": 0.5,
    "seconds_at_epoch_start": 0.3, "seconds_at_epoch_end": 0.3, "images_per_second": 12.5,
    "epoch_reconstruction": 2.5, "epoch_kl": 0.5, "posterior_images": 3.9,
    "optimiser": {"step": 3, "adam_step": 3, "averaged_at": 3, "norms": 4}, "best_loss": 1.25, "waited": 0}
VECTORS = struct.pack("<69f", *(i / 64 for i in range(69))) + struct.pack("<4d", .5, 3, .25, .125)
STATE = struct.pack("<I", len(text(HEAD))) + text(HEAD) + VECTORS
INFO = text({
    "version": 1, "id": "ab", "name": "vae on two", "note": "a\nb", "colour": 1, "created": 1700000000000,
    "settings": SETTINGS, "changes": [{**SETTINGS, "step": 2}],
    "data": {"name": "two", "origin": "/data/tw%FF.npy", "opened": {"side": 2, "fit": "stretch"}, "images": 5,
             "width": 2, "height": 1, "channels": 1, "pixel_rule": "bytes as they are",
             "split": {"given": False, "seed": 1, "subset": "first:4", "classes": ["a"]}, "pixels_crc": 1,
             "labels_crc": 2, "split_crc": 3, "classes": ["a"]},
    "status": {"phase": "failed", "step": 3, "epoch": 1, "epochs": 3, "batch_in_epoch": 1, "batches_per_epoch": 2,
               "images_per_second": 12.5, "averaged": True, "failure": "the loss is no longer finite"},
    "seconds": 0.5, "parent": "cd", "parent_step": 1, "curve": [3.0, 2.5],
    "last_test": {"reconstruction": 2.0, "kl": 0.5, "total": 2.5}})


def bucket(step):
    return struct.pack("<2q2dq9d", step, step, step / 8, step / 8, 1, *(3., 3., 3., 2., 2., 2., 1., 1., 1.))


HISTORY = (struct.pack("<IQqQ", 1, 4096, 1, 3) + b"".join(map(bucket, (1, 2, 3))) + struct.pack("<QqQ", 4096, 1, 1) +
           bucket(2) + struct.pack("<Q", 3) + struct.pack("<9d", *range(9)) + struct.pack("<Q", 3) +
           struct.pack("<3d", 2, 1, 3) + b"\1" + struct.pack("<3d", 2, 1, 3) + struct.pack("<Q", 1) +
           struct.pack("<2q8d", 1, 2, .25, .25, 2, 1, 3, 2, 1, 3) + b"\0" + struct.pack("<I4fd", 1, 1, 1, 1, 1, .01))

put("checkpoint", "state", STATE)
put("run_info", "info", INFO)
put("run_history", "history", HISTORY)
put("session", "empty", session())
put("session", "run", session(run__ab__info=INFO, run__ab__history=HISTORY, run__ab__state=STATE, looking=b"{}"))


def moment(step, latent):
    objective = struct.pack("<BfBffBff", 0, 0, 1, 1, 0, 0, 0, 0.1)
    return struct.pack("<qdd", step, step / 100, step / 10) + objective + bytes([latent]) + struct.pack(
        f"<{4 * latent}f", *range(4 * latent))


def sheet(first, last, steps, latent=2, images=3, whole=0, stamps=b"\0\1\xff"):
    """Front and body of a sheet's record."""
    front = struct.pack("<QQBBBQB", first, last, whole, 0, latent, images, len(steps)) + b"".join(
        bytes([place]) + moment(step, latent) for place, step in enumerate(steps))
    return front, struct.pack(f"<{2 * latent}f", *[-3] * latent, *[1e-4] * latent) + BYTES[:2 * latent * images] + stamps


def weights(step, count=4):
    return struct.pack("<Q", count) + moment(step, 1), BYTES[:4 * count]


def records(*each):
    return b"".join(struct.pack("<BHH", kind, len(front), len(body)) + front + body for kind, (front, body) in each)


def spilled(*each):
    """The file itself, as core/run/spill_file.cpp describes it."""
    content = b"latent moments 1\n".ljust(4096, b"\0")
    for number, (kind, (front, body)) in enumerate(each, 1):
        pages = (64 + len(front) + len(body) + 4095) // 4096
        head = b"\x8fmoment\n" + struct.pack("<4I4QI", kind + 1, zlib.crc32(front), zlib.crc32(body), 0, pages, number,
                                              len(front), len(body), 0)
        content += (head + struct.pack("<I", zlib.crc32(head)) + front + body).ljust(pages * 4096, b"\0")
    return content


MOMENTS = [(0, sheet(1, 1, [0], whole=1, stamps=bytes(3))), (0, sheet(2, 2, [5, 9])), (1, weights(5)),
           (0, sheet(4, 6, [20, 30, 40])), (0, sheet(7, 7, [50, 60]))]
put("timeline", "records", records(*MOMENTS))
put("timeline", "one", records(MOMENTS[4]))
put("timeline", "again", records(MOMENTS[1], MOMENTS[0], MOMENTS[1], (0, sheet(1, 2, [5, 9])), MOMENTS[2], MOMENTS[2]))
put("timeline", "file", spilled(MOMENTS[4]))
put("timeline", "files", spilled(*MOMENTS[:3]))
