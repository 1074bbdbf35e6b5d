//! Every file of CPython's library is accepted or rejected as by CPython, and has the same tree.
//!
//! Needs CPython 3.13: the program named by `HOB_PYTHON`, or `python3.13`; without it the test
//! says so and passes. Trees are compared for every tenth file, with `HOB_PARITY=all` for all.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Files that are known to differ.
const EXCEPTIONS: [(&str, &str); 3] = [
    ("module_koi8_r.py", "the encoding is not supported"),
    ("test_str.py", "has a character that is printable since Unicode 16"),
    ("unistring.py", "the same"),
];

/// The Python to compare with, if it is one of version 3.13, and where its library is.
fn python() -> Option<(String, PathBuf)> {
    let python = std::env::var("HOB_PYTHON").unwrap_or_else(|_| "python3.13".into());
    let script = "import ast, os, sys; assert sys.version_info[:2] == (3, 13); \
                  print(os.path.dirname(ast.__file__))";
    let output = Command::new(&python).args(["-c", script]).output().ok()?;
    let library = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| (python, PathBuf::from(library.trim())))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py")
            && !EXCEPTIONS.iter().any(|(name, _)| path.ends_with(name))
        {
            files.push(path);
        }
    }
}

/// Our dump of a file's tree, or none if it is rejected.
fn dump(path: &Path, with_tree: bool) -> Option<String> {
    let bytes = std::fs::read(path).expect("readable");
    let source = hob_grammar::decode_source(&bytes).ok()?;
    let parsed = hob_grammar::parse_module(&source).ok()?;
    Some(match with_tree {
        true => hob_grammar::dump::module(&parsed.module, &source, true),
        false => String::new(),
    })
}

/// Compares files with CPython; the differences, one per line.
fn compare(python: &str, files: &[PathBuf], with_trees: bool) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dump_cpython.py");
    let mut child = Command::new(python)
        .args([script, if with_trees { "trees" } else { "accept" }])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python starts");
    let mut input = child.stdin.take().expect("piped");
    let paths = files.iter().map(|path| format!("{}\n", path.display())).collect::<String>();
    let writer = std::thread::spawn(move || input.write_all(paths.as_bytes()));
    let mut output = BufReader::new(child.stdout.take().expect("piped"));
    let mut differences = Vec::new();
    for path in files {
        let mut line = String::new();
        output.read_line(&mut line).expect("an answer for each file");
        let theirs = line.trim_end().strip_prefix("ok ").map(|length| {
            let mut dump = vec![0; length.parse().expect("a length")];
            output.read_exact(&mut dump).expect("a dump");
            String::from_utf8_lossy(&dump).into_owned()
        });
        match (dump(path, with_trees), theirs) {
            (Some(ours), Some(theirs)) if ours == theirs => {}
            (None, None) => {}
            (Some(ours), Some(theirs)) => {
                let mut lines = ours.lines().zip(theirs.lines()).enumerate();
                let (at, (ours, theirs)) =
                    lines.find(|(_, (a, b))| a != b).unwrap_or((0, ("shorter", "or longer")));
                differences.push(format!(
                    "{}: dump line {}: {} where CPython has {}",
                    path.display(),
                    at + 1,
                    ours.trim(),
                    theirs.trim()
                ));
            }
            (Some(_), None) => differences.push(format!("{}: accepted", path.display())),
            (None, Some(_)) => differences.push(format!("{}: rejected", path.display())),
        }
    }
    writer.join().expect("no panic").expect("all paths are read");
    child.wait().expect("python ends");
    differences
}

#[test]
fn library_is_read_as_by_cpython() {
    let Some((python, library)) = python() else {
        println!("skipped: no CPython 3.13 (set HOB_PYTHON)");
        return;
    };
    let mut files = Vec::new();
    collect(&library, &mut files);
    files.sort();
    let step = if std::env::var("HOB_PARITY").is_ok_and(|value| value == "all") { 1 } else { 10 };
    let sample: Vec<PathBuf> = files.iter().step_by(step).cloned().collect();
    let mut differences = compare(&python, &files, false);
    differences.extend(compare(&python, &sample, true));
    let report = differences.join("\n");
    assert!(differences.is_empty(), "{} differences\n{report}", differences.len());
}
