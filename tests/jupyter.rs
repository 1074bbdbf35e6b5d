//! The kernel of notebooks, driven by a real client.
//!
//! `tests/jupyter/drive.py` runs in a Python that has the package `jupyter_client`: the one named
//! by `HOB_JUPYTER`, or `python3`. Its output is in `drive.out`. `notebook.py` runs the cells of a
//! tutorial with `nbclient`. Without these packages the tests say so.

#![cfg(feature = "jupyter")]

use std::path::Path;
use std::process::Command;

#[test]
fn a_client_drives_the_kernel() {
    runs("drive", "jupyter_client");
}

#[test]
fn a_notebook_runs_without_a_front_end() {
    runs("notebook", "nbclient");
}

/// Runs a program of `tests/jupyter` that needs a package, and compares its output.
fn runs(program: &str, package: &str) {
    let python = std::env::var("HOB_JUPYTER").unwrap_or_else(|_| "python3".to_string());
    let found = Command::new(&python).args(["-c", &format!("import {package}")]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has no {package} (HOB_JUPYTER names another Python)");
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jupyter");
    let prefix = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("jupyter-{program}"));
    let output = Command::new(&python)
        .arg(folder.join(program).with_extension("py"))
        .arg(env!("CARGO_BIN_EXE_hob"))
        .arg(&prefix)
        .output()
        .unwrap();
    let expected = std::fs::read_to_string(folder.join(program).with_extension("out")).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{errors}");
}
