//! Packs the pure-Python standard library into one archive that `modules::pylib` reads, and chooses
//! how the command is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        // At a fixed address the tables of functions need no relocation when the command starts,
        // which is a good part of a millisecond.
        println!("cargo::rustc-link-arg-bin=hob=-no-pie");
    }
    #[cfg(feature = "stdlib")]
    stdlib::pack();
}

#[cfg(feature = "stdlib")]
mod stdlib {
    use std::fmt::Write;
    use std::path::Path;
    use std::{env, fs};

    /// What is left out: what is native, what needs parts of CPython that Hob does not have, and
    /// what serves CPython's own development.
    const LEFT_OUT: &[&str] = &[
        "__hello__",
        "__phello__",
        "_aix_support",
        "_android_support",
        "_apple_support",
        "_dummy_os",
        "_dummy_thread",
        "_ios_support",
        "_osx_support",
        "_pyrepl",
        "asyncio",
        "ctypes",
        "distutils",
        "dummy_threading",
        "ensurepip",
        "idlelib",
        "lib2to3",
        "math",
        "multiprocessing",
        "pydoc_data",
        "random",
        "site",
        "sqlite3",
        "test",
        "tests",
        "tkinter",
        "turtledemo",
        "utf_7",
        "venv",
    ];

    /// What is changed in the sources, which are those of a later CPython: module, text, new text.
    const PATCHES: &[(&str, &str, &str)] = &[
        // The codec of old archives is not there; other names than ASCII ones are marked as UTF-8.
        ("zipfile", "self.metadata_encoding or 'cp437'", "self.metadata_encoding or 'ascii'"),
        ("zipfile", "self.metadata_encoding or \"cp437\"", "self.metadata_encoding or 'ascii'"),
        (
            "argparse",
            "'choices': ', '.join(map(str, action.choices))}",
            "'choices': ', '.join(map(repr, action.choices))}",
        ),
        // The conditions, which the module in C gives in place of explanations, and its order of them.
        ("_pydecimal", "        raise error(explanation)\n", "        raise error([condition])\n"),
        (
            "_pydecimal",
            "        names = [f.__name__ for f, v in self.flags.items() if v]\n",
            "        order = 'Clamped InvalidOperation DivisionByZero Inexact FloatOperation Overflow Rounded Subnormal Underflow'.split()\n        names = sorted((f.__name__ for f, v in self.flags.items() if v), key=order.index)\n",
        ),
        (
            "_pydecimal",
            "        names = [t.__name__ for t, v in self.traps.items() if v]\n",
            "        names = sorted((t.__name__ for t, v in self.traps.items() if v), key=order.index)\n",
        ),
        ("textwrap", "if self.break_long_words and space_left > 0:", "if self.break_long_words:"),
        (
            "codecs",
            "    import warnings\n    warnings.warn(\"codecs.open() is deprecated. Use open() instead.\",\n                  DeprecationWarning, stacklevel=2)\n",
            "",
        ),
        // The words of the module in C, which CPython has in place of this one.
        (
            "_pydatetime",
            "f\"year must be in {MINYEAR}..{MAXYEAR}, not {year}\"",
            "f\"year {year} is out of range\"",
        ),
        ("_pydatetime", "f\"month must be in 1..12, not {month}\"", "\"month must be in 1..12\""),
        (
            "_pydatetime",
            "f\"day {day} must be in range 1..{dim} for month {month} in year {year}\"",
            "\"day is out of range for month\"",
        ),
        ("_pydatetime", "f\"hour must be in 0..23, not {hour}\"", "\"hour must be in 0..23\""),
        (
            "_pydatetime",
            "f\"minute must be in 0..59, not {minute}\"",
            "\"minute must be in 0..59\"",
        ),
        (
            "_pydatetime",
            "f\"second must be in 0..59, not {second}\"",
            "\"second must be in 0..59\"",
        ),
        (
            "_pydatetime",
            "f\"microsecond must be in 0..999999, not {microsecond}\"",
            "\"microsecond must be in 0..999999\"",
        ),
        (
            "_pydatetime",
            "\"timedelta # of days is too large: %d\" % d",
            "\"days=%d; must have magnitude <= 999999999\" % d if abs(d) < 2**31 else \"Python int too large to convert to C int\"",
        ),
        (
            "_pydatetime",
            "return (f'{self.__class__.__name__}'\n                f'(year=",
            "return (f'datetime.{self.__class__.__name__}'\n                f'(year=",
        ),
        (
            "_pydatetime",
            "cannot mix naive and timezone-aware time",
            "can't subtract offset-naive and offset-aware datetimes",
        ),
        (
            "_pydatetime",
            "cannot compare naive and aware datetimes",
            "can't compare offset-naive and offset-aware datetimes",
        ),
        (
            "_pydatetime",
            "cannot compare naive and aware times",
            "can't compare offset-naive and offset-aware times",
        ),
    ];

    fn patch(name: &str, text: Vec<u8>) -> Vec<u8> {
        if !PATCHES.iter().any(|(module, ..)| *module == name) {
            return text;
        }
        let mut text = String::from_utf8(text).expect("the library is UTF-8");
        for (_, old, new) in PATCHES.iter().filter(|(module, ..)| *module == name) {
            assert!(text.contains(old), "{name} has no {old}");
            text = text.replace(old, new);
        }
        text.into_bytes()
    }

    /// Writes `stdlib.bin`, the compressed sources one after another, and `stdlib.rs`, the table
    /// of `(module, is a package, start, end, size of the source)` in order of the names.
    pub fn pack() {
        let mut sources = Vec::new();
        collect(Path::new(rustpython_pylib::LIB_PATH), "", &mut sources);
        sources.sort();
        let (mut archive, mut index) = (Vec::new(), String::from("&[\n"));
        for (name, is_package, text) in sources {
            let text = patch(&name, text);
            let start = archive.len();
            archive.extend(miniz_oxide::deflate::compress_to_vec(&text, 8));
            let (end, size) = (archive.len(), text.len());
            writeln!(index, "({name:?}, {is_package}, {start}, {end}, {size}),").expect("a string");
        }
        index.push(']');
        let out = env::var_os("OUT_DIR").expect("cargo sets it");
        let out = Path::new(&out);
        fs::write(out.join("stdlib.bin"), archive).expect("the build folder is writable");
        fs::write(out.join("stdlib.rs"), index).expect("the build folder is writable");
    }

    fn collect(folder: &Path, prefix: &str, into: &mut Vec<(String, bool, Vec<u8>)>) {
        for entry in fs::read_dir(folder).expect("the crate has its library").flatten() {
            let path = entry.path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            if LEFT_OUT.contains(&&*stem) {
                continue;
            }
            let name = format!("{prefix}{stem}");
            if path.is_dir() {
                collect(&path, &format!("{name}."), into);
            } else if path.extension().is_some_and(|e| e == "py") {
                let text = fs::read(&path).expect("a source is readable");
                if stem == "__init__" {
                    into.push((prefix.trim_end_matches('.').to_string(), true, text));
                } else {
                    into.push((name, false, text));
                }
            }
        }
    }
}
