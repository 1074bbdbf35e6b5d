//! The command line: where programs come from, and what they see of their arguments.

mod support;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// Runs the command in a folder with a module `tool` and a package `kit`; gives output and status.
#[track_caller]
fn run(test: &str, arguments: &[&str]) -> (String, i32) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("command-{test}-{}", std::process::id()));
    fs::create_dir_all(folder.join("kit")).unwrap();
    let show = "import sys\nprint(__name__, repr(__package__), sys.argv[1:])\n";
    fs::write(folder.join("tool.py"), show).unwrap();
    fs::write(folder.join("kit/__init__.py"), "").unwrap();
    fs::write(folder.join("kit/__main__.py"), show).unwrap();
    fs::write(folder.join("kit/part.py"), show).unwrap();
    let outcome =
        support::run(support::hob().args(arguments).current_dir(&folder), Duration::from_secs(20));
    fs::remove_dir_all(&folder).unwrap();
    let outcome = outcome.unwrap();
    (outcome.stdout + &outcome.stderr, outcome.status)
}

#[test]
fn modules_run_as_programs() {
    let cases = [
        (&["-m", "tool", "a", "-x"][..], "__main__ '' ['a', '-x']\n"),
        (&["-m", "kit"], "__main__ 'kit' []\n"),
        (&["-m", "kit.part", "--clock=virtual"], "__main__ 'kit' ['--clock=virtual']\n"),
        (&["--clock", "virtual", "-mtool", "-c"], "__main__ '' ['-c']\n"),
    ];
    for (arguments, expected) in cases {
        assert_eq!(run("modules", arguments), (expected.to_string(), 0));
    }
}

#[test]
fn modules_that_are_not_there_are_named() {
    for name in ["nothing", "kit.nothing"] {
        assert_eq!(run("missing", &["-m", name]), (format!("hob: No module named {name}\n"), 1));
    }
}

#[test]
fn what_follows_code_is_the_programs() {
    let code = "import sys; print(sys.argv)";
    let (output, status) = run("code", &["-c", code, "--errors", "-i", "-c", "x"]);
    assert_eq!((output.as_str(), status), ("['-c', '--errors', '-i', '-c', 'x']\n", 0));
}

#[test]
fn options_end_at_the_program() {
    let (output, status) = run("file", &["--clock=virtual", "tool.py", "--clock=real", "-W"]);
    assert_eq!((output.as_str(), status), ("__main__ None ['--clock=real', '-W']\n", 0));
}

#[test]
fn compiled_library_code_is_kept_and_read_again() {
    let folder =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cache-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let import = || {
        let code = "import textwrap; print(textwrap.fill('one two', 4))";
        let outcome = support::run(
            support::hob().env("HOB_CACHE", &folder).args(["-c", code]),
            Duration::from_secs(20),
        );
        let outcome = outcome.expect("it ends");
        assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("one\ntwo\n", ""));
    };
    let kept = || {
        let build = folder.read_dir().expect("there is a cache").next().expect("of a build");
        build.expect("it can be read").path().join("textwrap")
    };
    import();
    let bytes = fs::read(kept()).expect("the code was kept");
    import();
    assert_eq!(fs::read(kept()).expect("it is still there"), bytes);
    fs::write(kept(), &bytes[..bytes.len() / 2]).expect("it can be damaged");
    import();
    assert_eq!(fs::read(kept()).expect("it was written anew"), bytes);
    fs::remove_dir_all(&folder).expect("the cache can be removed");
}

#[test]
fn help_stays_within_eighty_columns() {
    for arguments in [&["--help"][..], &["check", "--help"], &["check", "--list"]] {
        let (text, status) = run("help", arguments);
        assert_eq!(status, 0);
        let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty() && !text.is_empty(), "{arguments:?}: {wide:?}");
    }
}
