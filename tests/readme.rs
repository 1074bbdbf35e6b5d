//! The examples of README.md are true.
//!
//! A block of `python` whose first line is a comment with a file's name is that file. In a
//! `console` block, a line that starts with `$` is a command, followed by its output: first
//! standard output, then standard error. A line `…` matches any lines. Commands run on the virtual
//! clock, in a folder with the files and the samples.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use support::LIMIT;

const TESTS: &str = "cargo test --workspace --no-fail-fast";

#[test]
fn examples_print_what_is_shown() {
    let readme = read("README.md");
    let folder = folder_with(&files(&readme));
    let mut complaints = String::new();
    for (command, expected) in examples(&readme) {
        let found = run(&command, &folder);
        if !fits(&expected, &found) {
            let (expected, found) = (expected.join("\n"), found.join("\n"));
            let diff = TextDiff::from_lines(&expected, &found);
            let diff = diff.unified_diff().header("README.md", "Hob").to_string();
            complaints += &format!("$ {command}\n{diff}\n");
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn named_modules_can_be_imported() {
    let readme = read("README.md");
    let lists = ["\nModules in Rust:", "\nModules of the packed library"].map(|start| {
        let (_, list) = readme.split_once(start).expect("there is a list");
        list.split("\n\n").next().unwrap_or_default()
    });
    let names: Vec<&str> =
        lists.iter().flat_map(|list| list.split('`').skip(1).step_by(2)).collect();
    let imports = names.iter().map(|name| format!("import {name}\n")).collect::<String>();
    let outcome = support::run(support::hob().args(["-c", &imports]), LIMIT).expect("it ends");
    assert_eq!(outcome.stderr, "");
    assert_eq!(outcome.status, 0);
}

#[test]
fn the_command_for_tests_is_the_one_that_judges_changes() {
    for file in ["README.md", ".ci/run"] {
        let text = read(file);
        assert!(text.lines().any(|line| line.trim() == TESTS), "{file} does not run `{TESTS}`");
    }
}

fn read(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The contents of all fenced blocks in a language.
fn blocks<'a>(readme: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    readme.split(&opening).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

fn files(readme: &str) -> BTreeMap<&str, &str> {
    let named = blocks(readme, "python").into_iter();
    named.filter_map(|text| Some((text.lines().next()?.strip_prefix("# ")?, text))).collect()
}

/// Commands with the lines that they print.
fn examples(readme: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for line in blocks(readme, "console").into_iter().flat_map(str::lines) {
        if let Some(command) = line.strip_prefix("$ ") {
            found.push((command.to_string(), Vec::new()));
        } else if let Some((_, lines)) = found.last_mut() {
            lines.push(line.to_string());
        }
    }
    assert!(!found.is_empty(), "README.md has no examples");
    found
}

/// An empty folder with these files, and the samples.
fn folder_with(files: &BTreeMap<&str, &str>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    // It is not there before the first run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder for tests is writable");
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("the folder for tests is writable");
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::os::unix::fs::symlink(samples, folder.join("samples")).expect("a link can be made");
    folder
}

/// The lines that a command prints, without colours and trailing spaces.
fn run(command: &str, folder: &Path) -> Vec<String> {
    let arguments = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("hob "))
        .unwrap_or_else(|| panic!("`{command}` does not run hob"));
    let mut hob = support::hob();
    let (first, arguments) = match arguments.split_once(' ') {
        Some((word, rest)) if word.bytes().all(|b| b.is_ascii_lowercase()) => (Some(word), rest),
        _ => (None, arguments),
    };
    hob.args(first);
    // A check runs nothing, and a search uses the virtual clock.
    if matches!(first, None | Some("trace")) {
        hob.arg("--clock=virtual");
    }
    hob.env("NO_COLOR", "1").current_dir(folder);
    hob.args(arguments.split(' ').filter(|argument| !argument.starts_with("--clock=")));
    let outcome =
        support::run(&mut hob, LIMIT).unwrap_or_else(|error| panic!("{command}: {error}"));
    // The README shows the folder as a home directory.
    let text = outcome.stdout + &outcome.stderr;
    let text = text.replace(&format!("{}/", folder.display()), "/home/ada/");
    text.lines().map(|line| without_colours(line).trim_end().to_string()).collect()
}

/// A text without ANSI's escape sequences for colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// Whether lines are the expected ones; `…` fits any number of lines.
fn fits(expected: &[String], found: &[String]) -> bool {
    match expected.split_first() {
        None => found.is_empty(),
        Some((line, rest)) if line == "…" => {
            (0..=found.len()).any(|skipped| fits(rest, &found[skipped..]))
        }
        Some((line, rest)) => found.first() == Some(line) && fits(rest, &found[1..]),
    }
}
