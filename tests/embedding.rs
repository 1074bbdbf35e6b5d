//! The interpreter as a library: what a host program does with it.

use hob::{Clock, ErrorKind, Interpreter};
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

#[test]
fn interpreters_do_not_meet() -> hob::Result<()> {
    let first = Interpreter::builder().clock(Clock::Virtual).hash_seed(1).build();
    let second = Interpreter::builder().clock(Clock::Virtual).hash_seed(2).build();
    for (python, name) in [(&first, "first"), (&second, "second")] {
        python.exec(
            "import asyncio, gc, time, weakref\n\
             class Cycle: pass\n\
             cycle = Cycle(); cycle.self = cycle\n\
             seen = weakref.ref(cycle)\n\
             del cycle\n\
             marked = [1]\n\
             async def wait(): await asyncio.sleep(100)",
        )?;
        python.set("name", name)?;
    }
    first.exec("asyncio.run(wait()); asyncio.run(wait()); gc.disable()")?;
    second.exec("asyncio.run(wait())")?;
    for (python, passed) in [(&first, 200), (&second, 100)] {
        let time = python.eval("time.monotonic()")?.extract::<f64>()?;
        assert_eq!(time.round() as i64, 1000 + passed);
    }
    first.exec("gc.collect()")?;
    assert!(first.eval("seen()")?.is_none());
    assert!(!second.eval("seen()")?.is_none());
    assert!(second.eval("gc.isenabled()")?.extract::<bool>()?);
    assert_ne!(
        first.eval("hash('text')")?.extract::<i64>()?,
        second.eval("hash('text')")?.extract::<i64>()?,
    );
    let object = first.eval("marked")?;
    let error = second.set("stolen", &object).expect_err("it is not its own");
    assert_eq!(error.kind(), ErrorKind::ForeignObject);
    drop(first);
    assert_eq!(second.eval("name")?.extract::<String>()?, "second");
    assert_eq!(object.call_method("__len__", ())?.extract::<i64>()?, 1);
    assert_eq!(object.interpreter().eval("name")?.extract::<String>()?, "first");
    Ok(())
}

#[test]
fn interpreters_run_on_threads_of_their_own() {
    let threads = [1, 2].map(|number: i64| {
        std::thread::spawn(move || -> i64 {
            let python = Interpreter::new();
            python.set("number", number).expect("an int");
            python.exec("total = sum(number for _ in range(10_000))").expect("a sum");
            python.eval("total").and_then(|total| total.extract()).expect("an int")
        })
    });
    assert_eq!(threads.map(|thread| thread.join().expect("it ends")), [10_000, 20_000]);
}

#[test]
fn an_end_runs_finalizers_and_frees_everything() -> hob::Result<()> {
    for _ in 0..3 {
        let output = Sink::default();
        let python = Interpreter::builder().stdout(output.clone()).build();
        python.exec(
            "import asyncio, json, re, threading\n\
             class Loud:\n\
             \x20   def __del__(self): print('gone')\n\
             cycle = Loud(); cycle.self = cycle\n\
             async def main():\n\
             \x20   asyncio.create_task(asyncio.sleep(1000))\n\
             \x20   await asyncio.sleep(0)\n\
             asyncio.run(main())\n\
             def steps():\n\
             \x20   try: yield 1\n\
             \x20   finally: print('closed')\n\
             left = steps(); next(left)",
        )?;
        drop(python);
        assert_eq!(output.text(), "closed\ngone\n");
        assert_eq!(hob::vm::objects_left(), 0);
    }
    Ok(())
}
