"""bz2 and lzma: one-shot, incremental, limits, errors, filters, files."""

import bz2
import io
import lzma
import os
import tarfile
import tempfile
import zipfile

TEXT = b"".join(b"line %d of a text\n" % i for i in range(2000))


def show(label, function, *args, **kwargs):
    try:
        print(label, "=", function(*args, **kwargs))
    except Exception as error:
        print(label, "!", type(error).__name__, error)


for name, module in (("bz2", bz2), ("lzma", lzma)):
    data = module.compress(TEXT)
    print(name, "round trip =", module.decompress(data) == TEXT, len(data) < len(TEXT) // 4)
    print(name, "two streams =", module.decompress(data + data) == TEXT * 2)
    show(name + " empty", module.decompress, module.compress(b""))
    show(name + " no data", module.decompress, b"")
    show(name + " cut", lambda: len(module.decompress(data[:-5])))
    show(name + " garbage", module.decompress, b"garbage and more of it")
    decompressor = (bz2.BZ2Decompressor if module is bz2 else lzma.LZMADecompressor)()
    out = decompressor.decompress(data, max_length=100)
    print(name, "limited =", len(out), decompressor.eof, decompressor.needs_input)
    out += decompressor.decompress(b"", max_length=50)
    print(name, "more =", len(out), decompressor.eof, decompressor.needs_input)
    out += decompressor.decompress(b"rest")
    print(name, "all =", out == TEXT, decompressor.eof, decompressor.unused_data, decompressor.needs_input)
    show(name + " after the end", decompressor.decompress, b"x")
    compressor = (bz2.BZ2Compressor if module is bz2 else lzma.LZMACompressor)()
    parts = [compressor.compress(TEXT[i:i + 1000]) for i in range(0, len(TEXT), 1000)] + [compressor.flush()]
    print(name, "in parts =", module.decompress(b"".join(parts)) == TEXT)
    show(name + " flushed", compressor.flush)
    show(name + " compress after flush", compressor.compress, b"")
    show(name + " text", module.compress, "text")
    byte_by_byte = (bz2.BZ2Decompressor if module is bz2 else lzma.LZMADecompressor)()
    print(name, "by bytes =", b"".join(byte_by_byte.decompress(data[i:i + 1]) for i in range(len(data))) == TEXT)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        with module.open(path, "wt", encoding="utf-8") as file:
            file.write("zeile \xe4\n" * 3)
        with module.open(path, "rt", encoding="utf-8") as file:
            print(name, "lines =", list(file))

show("level", bz2.compress, b"", 10)
print("check =", lzma.LZMADecompressor().check, [lzma.is_check_supported(i) for i in (0, 1, 4, 10, 15)])
for kwargs in ({"format": lzma.FORMAT_ALONE}, {"check": lzma.CHECK_SHA256}, {"preset": 9 | lzma.PRESET_EXTREME},
               {"format": lzma.FORMAT_RAW, "filters": [{"id": lzma.FILTER_DELTA, "dist": 5},
                                                       {"id": lzma.FILTER_LZMA2, "preset": 1}]},
               {"filters": [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16, "lc": 0}]}):
    data = lzma.compress(TEXT, **kwargs)
    only_raw = {k: v for k, v in kwargs.items() if kwargs.get("format") == lzma.FORMAT_RAW}
    decompressor = lzma.LZMADecompressor(**only_raw)
    print("lzma", sorted(kwargs), decompressor.decompress(data) == TEXT, decompressor.check)
for kwargs in ({"format": 9}, {"preset": 10}, {"preset": 1, "filters": []}, {"format": lzma.FORMAT_RAW},
               {"format": lzma.FORMAT_ALONE, "check": 4}, {"check": 7}, {"filters": [{}]}, {"filters": [{"id": 77}]},
               {"filters": [{"id": lzma.FILTER_LZMA2, "nosuch": 1}]}, {"filters": [{"id": lzma.FILTER_DELTA, "lc": 1}]},
               {"filters": [{"id": lzma.FILTER_LZMA2, "lc": 9}]}, {"filters": [3]}):
    show(f"lzma {kwargs}", lzma.compress, b"", **kwargs)
for spec in ({"id": lzma.FILTER_LZMA1, "dict_size": 1 << 20, "lc": 2, "lp": 1, "pb": 3}, {"id": lzma.FILTER_LZMA2},
             {"id": lzma.FILTER_DELTA, "dist": 256}, {"id": lzma.FILTER_ARM}, {"id": lzma.FILTER_X86, "start_offset": 16}):
    properties = lzma._encode_filter_properties(spec)
    print("properties =", properties, lzma._decode_filter_properties(spec["id"], properties))
show("bad properties", lzma._decode_filter_properties, lzma.FILTER_LZMA2, b"\xff")
show("memory", lzma.decompress, lzma.compress(TEXT, preset=9), memlimit=1 << 20)

for mode in ("bz2", "xz"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:" + mode) as tar:
        info = tarfile.TarInfo("name")
        info.size = len(TEXT)
        tar.addfile(info, io.BytesIO(TEXT))
    buffer.seek(0)
    with tarfile.open(fileobj=buffer) as tar:
        print("tar", mode, tar.getnames(), tar.extractfile("name").read() == TEXT)
for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        archive.writestr("name", TEXT)
    with zipfile.ZipFile(buffer) as archive:
        print("zip", kind, archive.read("name") == TEXT)
