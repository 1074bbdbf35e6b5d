//! A wheel of the command, built by `maturin` and installed into a fresh virtual environment.
//!
//! `HOB_MATURIN` names the program `maturin`, otherwise found on `PATH`; `HOB_PYTHON` names the
//! Python that makes the environment, by default `python3`. Without them the test says so.

use std::path::Path;
use std::process::{Command, Output};

fn output(command: &mut Command) -> Output {
    let output = command.output().expect("it starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    output
}

#[test]
fn a_wheel_is_built_installed_and_run() {
    let named = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_string());
    let (maturin, python) = (named("HOB_MATURIN", "maturin"), named("HOB_PYTHON", "python3"));
    for program in [&maturin, &python] {
        if !Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success()) {
            println!("skipped: there is no {program} (HOB_MATURIN and HOB_PYTHON name others)");
            return;
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wheel");
    // It is not there before the first run.
    let _ = std::fs::remove_dir_all(&folder);
    let wheels = folder.join("dist");
    // The profile of the tests, whose build is reused. Without `--offline`: maturin reads the
    // metadata of packages for all systems, but a build has only fetched those for this one.
    output(
        Command::new(&maturin)
            .args(["build", "--profile", "dev", "--locked", "--out"])
            .arg(&wheels)
            .current_dir(root),
    );
    let built = std::fs::read_dir(&wheels).expect("there is a wheel").next();
    let wheel = built.expect("there is a wheel").expect("it can be read").path();
    let name = wheel.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let version = env!("CARGO_PKG_VERSION");
    assert!(name.starts_with(&format!("hob-{version}-py3-none-")), "{name}");
    let environment = folder.join("venv");
    output(Command::new(&python).args(["-m", "venv"]).arg(&environment));
    let pip = ["-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check"];
    output(Command::new(environment.join("bin/python")).args(pip).arg(&wheel));
    let hob = environment.join("bin/hob");
    let shown = output(Command::new(&hob).arg("--version"));
    assert_eq!(String::from_utf8_lossy(&shown.stdout), format!("hob {version}\n"));
    let sample = root.join("samples/breakfast.py");
    let expected = std::fs::read_to_string(sample.with_extension("out")).expect("it is there");
    let shown = output(Command::new(&hob).arg("--clock=virtual").arg(&sample));
    assert_eq!(String::from_utf8_lossy(&shown.stdout), expected);
}
