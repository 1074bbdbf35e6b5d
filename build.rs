//! Compiles and packs the pure-Python standard library for `modules::pylib`, and chooses how the
//! command is linked.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        // At a fixed address function tables need no relocation at start-up, which saves a good
        // part of a millisecond.
        println!("cargo::rustc-link-arg-bin=hob=-no-pie");
        // The profile's `strip` would change the names of functions, which the list relies on.
        println!("cargo::rerun-if-env-changed=HOB_SYMBOLS");
        if layout::is_release() && std::env::var_os("HOB_SYMBOLS").is_none() {
            println!("cargo::rustc-link-arg-bin=hob=-Wl,--strip-all");
        }
        layout::place_functions();
    }
    #[cfg(feature = "stdlib")]
    stdlib::pack();
}

mod layout {
    use std::fmt::Write;
    use std::path::Path;
    use std::{env, fs};

    /// The functions that programs run, in their order: mangled names with `*` for the hashes.
    /// Those that most programs run come first, up to an empty line.
    const FUNCTIONS: &str = "layout/functions";

    /// Whether this is an optimised build.
    pub fn is_release() -> bool {
        env::var("PROFILE").as_deref() == Ok("release")
    }

    /// Has the linker place the functions that most programs run together. Otherwise they are
    /// scattered over the file. Pages are read and mapped in groups, so even an empty program would
    /// touch megabytes of the file, with a page fault for each group.
    pub fn place_functions() {
        println!("cargo::rerun-if-changed={FUNCTIONS}");
        let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
        // mold does not support such scripts.
        if !is_release() || flags.contains("mold") {
            return;
        }
        let functions = fs::read_to_string(FUNCTIONS).expect("the list of functions is there");
        // The functions that most programs run start on a cache line, whatever precedes them: at
        // other offsets the same code is some percent slower.
        let (most, others) = functions.split_once("\n\n").expect("an empty line divides the list");
        let mut script = String::from("SECTIONS {\n");
        for (section, functions) in [(".text.most : SUBALIGN(64)", most), (".text.often :", others)]
        {
            writeln!(script, "{section} {{").expect("a string");
            for name in functions.lines() {
                // The compiler gives a different prefix to functions that it considers cold.
                writeln!(script, "*(.text.{name} .text.unlikely.{name})").expect("a string");
            }
            script.push_str("}\n");
        }
        script.push_str("}\nINSERT BEFORE .text;\n");
        let out = env::var_os("OUT_DIR").expect("cargo sets it");
        let path = Path::new(&out).join("functions.ld");
        fs::write(&path, script).expect("the build folder is writable");
        println!("cargo::rustc-link-arg-bin=hob=-Wl,--script={}", path.display());
    }
}

#[cfg(feature = "stdlib")]
mod stdlib {
    use hob_compiler::source::Source;
    use hob_compiler::{Bounds, Mode, Optimization, compile_module};
    use std::fmt::Write;
    use std::path::Path;
    use std::{env, fs};

    /// The rows of the table that are not simply packed: name, where it comes from, remarks.
    type Row = (&'static str, &'static str, &'static [&'static str]);

    macro_rules! modules {
        ($($(#[$_on:meta])* $name:literal $from:ident $(($($_def:tt)*))? $($_doc:literal)? [$($remark:ident),*];)*) => {
            const TABLE: &[Row] = &[$(($name, stringify!($from), &[$(stringify!($remark)),*])),*];
        };
    }
    include!("stdlib/modules.rs");

    /// Whether a module of the crate is packed: neither it nor a package that contains it is absent
    /// or made differently.
    fn is_packed(name: &str) -> bool {
        let is_listed = TABLE.iter().any(|(listed, from, _)| name == *listed && *from == "library");
        is_listed
            || !TABLE.iter().any(|(listed, from, remarks)| {
                let inside = name.strip_prefix(listed).is_some_and(|rest| rest.starts_with('.'));
                let leaves_out = *from == "absent" || remarks.contains(&"whole");
                name == *listed || (inside && leaves_out)
            })
    }

    /// The folder of patches: unified diffs, each named after its module.
    const PATCHES: &str = "stdlib/patches";

    /// Applies a module's patch, if it has one.
    fn patched(name: &str, text: String) -> String {
        let file = format!("{PATCHES}/{name}.patch");
        let Ok(patch) = fs::read_to_string(&file) else { return text };
        let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
        for (at, old, new) in hunks(&patch) {
            let places: Vec<usize> =
                (0..lines.len()).filter(|i| lines[*i..].starts_with(&old)).collect();
            match places[..] {
                [place] => drop(lines.splice(place..place + old.len(), new)),
                [] => panic!("{file}:{at}: the hunk does not apply"),
                _ => panic!("{file}:{at}: the hunk applies in several places; add context"),
            }
        }
        lines.concat()
    }

    /// The hunks of a unified diff: the line where each begins, the old and the new lines. Line
    /// numbers inside the diff are ignored.
    fn hunks(patch: &str) -> Vec<(usize, Vec<&str>, Vec<&str>)> {
        let mut hunks: Vec<(usize, Vec<&str>, Vec<&str>)> = Vec::new();
        for (at, line) in patch.split_inclusive('\n').enumerate() {
            if line.starts_with("@@") {
                hunks.push((at + 1, Vec::new(), Vec::new()));
                continue;
            }
            let Some((_, old, new)) = hunks.last_mut() else { continue };
            // An editor may have removed the space of an empty line.
            let (mark, rest) = if line == "\n" { (" ", line) } else { line.split_at(1) };
            match mark {
                " " => {
                    old.push(rest);
                    new.push(rest);
                }
                "-" => old.push(rest),
                "+" => new.push(rest),
                _ => panic!("line {} of a patch is none of a unified diff: {line}", at + 1),
            }
        }
        hunks
    }

    /// Files of the crate's library that are not modules: the scripts that activate a virtual
    /// environment, and the wheel of pip.
    const FILES: [&str; 3] = ["ensurepip/_bundled", "venv/scripts/common", "venv/scripts/posix"];

    /// Packages of the library whose module has its own row, and the name under which that module
    /// imports parts of the original.
    const PARTS: [(&str, &str); 1] = [("collections", "collections._user")];

    /// The files: names relative to the library, and contents.
    fn files() -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        for folder in FILES {
            let path = Path::new(rustpython_pylib::LIB_PATH).join(folder);
            for entry in fs::read_dir(path).expect("the crate has its library").flatten() {
                let contents = fs::read(entry.path()).expect("a file is readable");
                files.push((format!("{folder}/{}", entry.file_name().to_string_lossy()), contents));
            }
        }
        files.sort();
        files
    }

    /// Our own modules that replace the compiled parts of public packages, at their paths.
    const STAND_INS: &str = "stdlib/stand_ins";

    /// The native stack for compiling a module.
    const STACK: usize = 512 * 1024;

    /// A module's code in its stored form.
    fn compiled(name: &str, text: &str) -> Vec<u8> {
        let parsed = hob_grammar::parse_module(text).unwrap_or_else(|e| panic!("{name}: {e}"));
        let source = Source::new(name, text);
        let bounds = Bounds::of_stack(STACK);
        match compile_module(&parsed.module, &source, Mode::File, Optimization::None, bounds) {
            Ok(compiled) => hob_compiler::stored::write(&compiled.code),
            Err(error) => panic!("{name}: {}", error.message),
        }
    }

    /// The Python parts of native modules, which they include as text.
    fn parts(folder: &Path, into: &mut Vec<(u64, Vec<u8>)>) {
        for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                parts(&path, into);
            } else if path.extension().is_some_and(|e| e == "py") {
                println!("cargo::rerun-if-changed={}", path.display());
                let text = fs::read_to_string(&path).expect("a source is readable and UTF-8");
                let code = compiled(&path.display().to_string(), &text);
                into.push((hob_compiler::stored::fingerprint_of_ends(text.as_bytes()), code));
            }
        }
    }

    /// Modules imported at every start. Like that of native modules, their code is not compressed.
    const AT_START: [&str; 5] = ["_sitebuiltins", "genericpath", "posixpath", "site", "stat"];

    /// A place in the archive: start, end, and the size of the contents. Contents of the same size are
    /// not compressed.
    type Place = (usize, usize, usize);

    /// Appends compressed bytes.
    fn add(archive: &mut Vec<u8>, bytes: &[u8]) -> Place {
        let start = archive.len();
        archive.extend(miniz_oxide::deflate::compress_to_vec(bytes, 8));
        (start, archive.len(), bytes.len())
    }

    /// Appends bytes as they are.
    fn add_plain(archive: &mut Vec<u8>, bytes: &[u8]) -> Place {
        let start = archive.len();
        archive.extend(bytes);
        (start, archive.len(), bytes.len())
    }

    /// Writes `stdlib.bin`, sources, code and files one after another; `stdlib.rs`, the table of
    /// `(module, is a package, place of the source, place of the code)` sorted by name;
    /// `stdlib_files.rs`, the table of `(file, place)`; and `parts.rs`, the table of `(fingerprint,
    /// place of the code)` of the Python parts of native modules.
    pub fn pack() {
        println!("cargo::rerun-if-changed=stdlib");
        let mut sources = Vec::new();
        collect(Path::new(rustpython_pylib::LIB_PATH), "", &mut sources);
        for (package, name) in PARTS {
            let path = Path::new(rustpython_pylib::LIB_PATH).join(package).join("__init__.py");
            let text = fs::read_to_string(path).expect("a source is readable and UTF-8");
            sources.push((name.to_string(), false, text));
        }
        collect(Path::new(STAND_INS), "", &mut sources);
        sources.sort();
        for entry in fs::read_dir(PATCHES).expect("the patches are there").flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "patch") {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                let is_known = sources.iter().any(|(module, ..)| *module == name);
                assert!(is_known, "{} is for a module that is not packed", path.display());
            }
        }
        let (mut archive, mut index) = (Vec::new(), String::from("&[\n"));
        for (name, is_package, text) in sources {
            let text = patched(&name, text);
            let source = add(&mut archive, text.as_bytes());
            let code = compiled(&name, &text);
            let code = match AT_START.contains(&&*name) {
                true => add_plain(&mut archive, &code),
                false => add(&mut archive, &code),
            };
            writeln!(index, "({name:?}, {is_package}, {source:?}, {code:?}),").expect("a string");
        }
        index.push(']');
        let mut packed_files = String::from("&[\n");
        for (name, contents) in files() {
            let place = add(&mut archive, &contents);
            writeln!(packed_files, "({name:?}, {place:?}),").expect("a string");
        }
        packed_files.push(']');
        let mut own = Vec::new();
        parts(Path::new("src"), &mut own);
        own.sort();
        let is_clear = own.windows(2).all(|pair| pair[0].0 != pair[1].0);
        assert!(is_clear, "two Python parts of native modules are alike in length and ends");
        let mut index_of_parts = String::from("&[\n");
        for (fingerprint, part) in own {
            let place = add_plain(&mut archive, &part);
            writeln!(index_of_parts, "({fingerprint}, {place:?}),").expect("a string");
        }
        index_of_parts.push(']');
        let out = env::var_os("OUT_DIR").expect("cargo sets it");
        let out = Path::new(&out);
        fs::write(out.join("parts.rs"), index_of_parts).expect("the build folder is writable");
        fs::write(out.join("stdlib.bin"), archive).expect("the build folder is writable");
        fs::write(out.join("stdlib.rs"), index).expect("the build folder is writable");
        fs::write(out.join("stdlib_files.rs"), packed_files).expect("the build folder is writable");
    }

    fn collect(folder: &Path, prefix: &str, into: &mut Vec<(String, bool, String)>) {
        for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
            let path = entry.path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("{prefix}{stem}");
            if path.is_dir() {
                collect(&path, &format!("{name}."), into);
            } else if path.extension().is_some_and(|e| e == "py") {
                let is_package = stem == "__init__";
                let name = if is_package { prefix.trim_end_matches('.').to_string() } else { name };
                if is_packed(&name) {
                    let text = fs::read_to_string(&path).expect("a source is readable and UTF-8");
                    into.push((name, is_package, text));
                }
            }
        }
    }
}
