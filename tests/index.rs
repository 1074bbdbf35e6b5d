//! The index in `tests/README.md`, and the lines that golden programs print.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The names of the golden programs, such as `async/gather_order`.
fn golden_programs() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for area in fs::read_dir(tests().join("golden")).unwrap() {
        let area = area.unwrap().path();
        for file in fs::read_dir(&area).unwrap() {
            let file = file.unwrap().path();
            let stem = file.file_stem().unwrap().to_str().unwrap();
            if file.extension().is_some_and(|extension| extension == "py") && !stem.starts_with('_')
            {
                names.insert(format!("{}/{stem}", area.file_name().unwrap().to_str().unwrap()));
            }
        }
    }
    names
}

/// The patterns of the index, each with its line. One that ends in `*` matches all names that start
/// with the rest.
fn index() -> Vec<(String, String)> {
    let text = fs::read_to_string(tests().join("README.md")).unwrap();
    let (_, index) = text.split_once("\n## Index\n").expect("the README has an index");
    let entries = index.lines().filter(|line| line.starts_with("- "));
    entries
        .flat_map(|line| {
            let (_, names) = line.split_once(" → ").unwrap_or_else(|| panic!("no tests: {line}"));
            names
                .split(", ")
                .map(move |name| (name.trim_matches('`').to_string(), line.to_string()))
        })
        .collect()
}

fn is_named_by(program: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => program.starts_with(start),
        None => program == pattern,
    }
}

#[test]
fn the_index_names_programs_that_exist() {
    let programs = golden_programs();
    for (pattern, line) in index() {
        let found = programs.iter().any(|program| is_named_by(program, &pattern));
        assert!(found, "no golden program is named {pattern}: {line}");
    }
}

#[test]
fn every_golden_program_is_in_the_index() {
    let index = index();
    let missing: Vec<String> = golden_programs()
        .into_iter()
        .filter(|program| !index.iter().any(|(pattern, _)| is_named_by(program, pattern)))
        .collect();
    assert!(missing.is_empty(), "tests/README.md leaves out {missing:?}");
}

#[test]
fn every_test_file_is_in_the_readme() {
    let readme = fs::read_to_string(tests().join("README.md")).unwrap();
    for file in fs::read_dir(tests()).unwrap() {
        let file = file.unwrap().path();
        let name = file.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".rs") && name != "golden.rs" {
            assert!(readme.contains(&format!("`{name}`")), "tests/README.md leaves out {name}");
        }
    }
}

/// A line with only truth values does not show which of a program's cases it belongs to.
#[test]
fn golden_programs_name_the_cases_that_they_print() {
    for program in golden_programs() {
        let expected = tests().join("golden").join(&program).with_extension("out");
        let Ok(output) = fs::read(expected) else { continue };
        for (number, line) in String::from_utf8_lossy(&output).lines().enumerate() {
            let line = line.trim_end();
            let mut words = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).peekable();
            let names_nothing = !line.starts_with(char::is_whitespace)
                && words.peek().is_some()
                && words.all(|word| matches!(word, "True" | "False" | "None"));
            assert!(!names_nothing, "{program} prints {line:?} in line {}", number + 1);
        }
    }
}
