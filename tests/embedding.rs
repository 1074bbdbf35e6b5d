//! The interpreter as a library: what a host program does with it.

use hob::{ErrorKind, Interpreter};
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// A sink that shows what was written to it.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Sink {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.borrow()).into_owned()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn streams_are_the_hosts() -> hob::Result<()> {
    let (output, errors) = (Sink::default(), Sink::default());
    let python = Interpreter::builder()
        .stdin(&b"first\nsecond\n"[..])
        .stdout(output.clone())
        .stderr(errors.clone())
        .build();
    python.exec("print(input('> '))\nimport sys\nprint(sys.stdin.read(), file=sys.stderr)")?;
    assert_eq!(output.text(), "> first\n");
    assert_eq!(errors.text(), "second\n\n");
    assert!(!python.eval("sys.stdout.isatty()")?.extract::<bool>()?);
    let error = python.eval("sys.stdout.fileno()").expect_err("it is no file");
    assert_eq!(error.class_name(), "UnsupportedOperation");
    Ok(())
}

#[test]
fn errors_say_what_happened() {
    let python = Interpreter::new();
    let error = python.exec("def f():\n    {}['x']\nf()").expect_err("a KeyError");
    assert_eq!(error.kind(), ErrorKind::Exception);
    assert_eq!(error.to_string(), "KeyError: 'x'");
    assert!(error.traceback().contains("File \"<string>\", line 2, in f"), "{}", error.traceback());
    let exception = error.exception().expect("it was raised");
    assert_eq!(exception.get("args").and_then(|a| a.repr()).expect("a tuple"), "('x',)");
    let error = python.eval("1 +").expect_err("a SyntaxError");
    assert_eq!(error.kind(), ErrorKind::Syntax);
}

#[test]
fn the_end_of_a_program_is_an_outcome() {
    let python = Interpreter::new();
    for (code, status) in
        [("exit(3)", 3), ("raise SystemExit", 0), ("import sys; sys.exit('no')", 1)]
    {
        let error = python.exec(code).expect_err("it ends");
        assert_eq!(error.exit_status(), Some(status), "{code}");
    }
    assert_eq!(python.eval("1 + 1").and_then(|two| two.extract::<i64>()).expect("it goes on"), 2);
}
