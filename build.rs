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
        "encodings",
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
        "venv",
    ];

    /// Writes `stdlib.bin`, the compressed sources one after another, and `stdlib.rs`, the table
    /// of `(module, is a package, start, end, size of the source)` in order of the names.
    pub fn pack() {
        let mut sources = Vec::new();
        collect(Path::new(rustpython_pylib::LIB_PATH), "", &mut sources);
        sources.sort();
        let (mut archive, mut index) = (Vec::new(), String::from("&[\n"));
        for (name, is_package, text) in &sources {
            let start = archive.len();
            archive.extend(miniz_oxide::deflate::compress_to_vec(text, 8));
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
