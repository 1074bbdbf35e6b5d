//! The parts that are reached from Python: functions of `python.py`, called in an interpreter
//! without capabilities.

use hob::{Bytes, ErrorKind, Interpreter, Limits};

thread_local! {
    static PYTHON: Interpreter = {
        // Importing what the functions use takes long on a slow machine.
        let python = Interpreter::builder().untrusted().limits(Limits::none()).build();
        python.exec_named("python.py", include_str!("python.py")).expect("the functions are made");
        python.set_limits(Limits::untrusted().instructions(5_000_000));
        python
    };
}

/// Passes an input to a function. A limit may end it.
///
/// # Panics
/// If it raises an exception.
pub fn call(function: &str, data: &[u8]) {
    PYTHON.with(|python| {
        if let Err(error) = python.call(&format!("read_{function}"), (Bytes(data.to_vec()),))
            && matches!(error.kind(), ErrorKind::Exception | ErrorKind::Syntax)
        {
            panic!("{}", error.traceback());
        }
    });
}

/// The first inputs for a function.
///
/// # Panics
/// If `python.py` has none.
pub fn seeds(function: &str) -> Vec<Vec<u8>> {
    PYTHON.with(|python| {
        let seeds = python.get(&format!("SEEDS_{}", function.to_uppercase()));
        let items = seeds.and_then(|seeds| seeds.items()).expect("a list of bytes");
        items.iter().map(|item| item.extract::<Bytes>().expect("bytes").0).collect()
    })
}
