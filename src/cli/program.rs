//! Runs a program: reads it, handles Ctrl-C, and ends it.

use super::dump::dump;
use super::live::service::Server;
use super::options::{Options, Program};
use super::site;
use super::trace::write_flight;
use crate::compile::code_store::CodeStore;
use crate::diagnostics;
use crate::embed::front_end::{NotRun, Program as Found};
use crate::embed::{Builder, Clock, Error, ErrorKind, Interpreter, Result};
use crate::event_loop;
use crate::event_loop::choices::strategy::Plan;
use crate::event_loop::choices::token::{Token, program_number};
use crate::event_loop::recorder::Mode as Recording;
use crate::repl;
use crate::text::os_text;
use crate::vm::Vm;
use crate::vm::flags::Flag;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Exit status for a program that could not be read.
const UNREADABLE: u8 = 2;
/// Exit status after Ctrl-C, as shells show it: 128 plus the signal's number.
const INTERRUPTED: u8 = 130;
/// Exit status when standard output could not be written at the end.
const OUTPUT_LOST: u8 = 120;

/// Runs the program named by the options, on a thread with this much native stack (in bytes), and
/// returns the exit status.
pub fn run(options: &Options, stack: usize) -> u8 {
    let text = match read_text(options) {
        Ok(text) => text,
        Err(status) => return status,
    };
    if let Some(token) = &options.replay {
        let checked = options.debugged.as_ref().map(read).transpose();
        let checked = checked.map(|found| found.map(|(name, bytes)| Text { name, bytes }));
        let checked =
            checked.and_then(|found| check_program(token, found.as_ref().unwrap_or(&text)));
        if let Err(message) = checked {
            eprintln!("hob: {message}");
            return UNREADABLE;
        }
    }
    let interpreter = builder(options, stack).build();
    let vm = interpreter.machine();
    prepare(&interpreter, options);
    catch_interrupts(&interpreter, options.interactive);
    offer_inspection(&interpreter, options);
    let tracing = options.trace.as_ref();
    let mode = if tracing.is_some() { Recording::Full } else { Recording::Ring };
    let running = event_loop::running(&vm);
    if let Some(token) = &options.replay {
        running.choices.start(token.settings, Box::new(Plan::new(&token.departures)));
    }
    running.start_recorder(&vm, mode);
    if let Some(profiling) = &options.profile {
        profiling.start(&vm);
    }
    let mut ended = begin(&interpreter, options, &text);
    let profile = options.profile.as_ref().and_then(|profiling| profiling.stop(&vm));
    let status_of = |ended: &Result<()>| {
        ended.as_ref().map_or_else(|error| end_with(&interpreter, error, options), |()| 0)
    };
    let mut status = status_of(&ended);
    if options.interactive {
        ended = hold_session(&interpreter, options);
        status = status_of(&ended);
    }
    finish(&interpreter, status, ended.err(), || {
        if let Some(tracing) = tracing {
            tracing.write(running).map_err(|e| format!("hob trace: {e}"))?;
        }
        match (&options.profile, &profile) {
            (Some(profiling), Some(profile)) => {
                profiling.write(profile).map_err(|e| format!("hob profile: {e}"))
            }
            _ => Ok(()),
        }
    })
}

/// A program's name for tracebacks, and its text.
pub(super) struct Text {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Reads the program that the options name. The error is an exit status.
pub(super) fn read_text(options: &Options) -> Result<Text, u8> {
    let (name, mut bytes) = read(&options.program).map_err(|message| {
        eprintln!("hob: {message}");
        UNREADABLE
    })?;
    if options.skips_first_line {
        // Its line ending stays, so that lines keep their numbers.
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
        bytes.drain(..end);
    }
    Ok(Text { name, bytes })
}

/// Whether a token belongs to this program.
///
/// # Errors
/// A message for the user.
pub(super) fn check_program(token: &Token, text: &Text) -> Result<(), String> {
    match token.program == program_number(&text.bytes) {
        true => Ok(()),
        false => Err("the token belongs to another program, or to another version of this one: \
                      the text has changed"
            .to_string()),
    }
}

/// Runs the program in a prepared interpreter.
///
/// # Errors
/// Any exception that the program raises.
pub(super) fn begin(interpreter: &Interpreter, options: &Options, text: &Text) -> Result<()> {
    options.settings.start(interpreter)?;
    site::add_packages(interpreter, options)?;
    if !options.flags.is_set(Flag::SafePath) {
        interpreter.put_first_on_path(own_folder(&options.program, &text.name));
    }
    // The session draws on its terminal itself.
    if options.program != Program::Nothing
        && let Some(setting) = options.variable("PYTHONIOENCODING")
    {
        interpreter.set_stream_encoding(&setting, options.unbuffered)?;
    }
    execute(interpreter, options, text)
}

/// Serves the notebooks of a connection, on a thread with this much native stack (in bytes), and
/// returns the exit status.
#[cfg(feature = "jupyter")]
pub fn serve(connection: &crate::kernel::message::Connection, stack: usize) -> u8 {
    let options = match Options::of_environment() {
        Ok(options) => options,
        Err(status) => return status,
    };
    let interpreter = builder(&options, stack).build();
    let _entered = interpreter.machine();
    prepare(&interpreter, &options);
    catch_interrupts(&interpreter, options.interactive);
    let started = site::add_packages(&interpreter, &options).and_then(|()| {
        interpreter.put_first_on_path(String::new());
        interpreter.apply_warning_options(&options.warnings)?;
        interpreter.set("asyncio", interpreter.import("asyncio")?)
    });
    if let Err(error) = started {
        let status = end_with(&interpreter, &error, &options);
        return finish(&interpreter, status, Some(error), || Ok(()));
    }
    match crate::kernel::serve(&interpreter, connection) {
        Ok(()) => finish(&interpreter, 0, None, || Ok(())),
        Err(message) => {
            eprintln!("hob jupyter: {message}");
            UNREADABLE
        }
    }
}

/// The program's name for tracebacks, and its text.
fn read(program: &Program) -> Result<(String, Vec<u8>), String> {
    match program {
        Program::Nothing => Ok(("<stdin>".to_string(), Vec::new())),
        // Modules are found once there is a search path.
        Program::Module(name) => Ok((name.clone(), Vec::new())),
        Program::Code(code) => Ok(("<string>".to_string(), code.clone().into_bytes())),
        Program::Stdin => {
            let mut bytes = Vec::new();
            match std::io::stdin().lock().read_to_end(&mut bytes) {
                Ok(_) => Ok(("<stdin>".to_string(), bytes)),
                Err(error) => {
                    Err(format!("can't read standard input: {}", os_text::reason(&error)))
                }
            }
        }
        Program::File(path) => {
            let fails = |error: std::io::Error| {
                let file = std::path::absolute(path).unwrap_or_default();
                format!(
                    "can't open file '{}': [Errno {}] {}",
                    file.display(),
                    error.raw_os_error().unwrap_or(0),
                    os_text::reason(&error)
                )
            };
            let mut file = PathBuf::from(os_text::to_os(path).unwrap_or_default());
            if is_folder(path) {
                file.push("__main__.py");
                if !file.is_file() {
                    return Err(no_main(path));
                }
            }
            let bytes = std::fs::read(&file).map_err(fails)?;
            if is_bytecode(&bytes) {
                return Err(format!(
                    "'{path}' holds bytecode, which Hob does not run: run its source"
                ));
            }
            // Tracebacks show the absolute path of the program.
            let here = std::env::current_dir().unwrap_or_default();
            let file = here.join(&file);
            if is_archive(&bytes) {
                // Its program is found once there is a search path.
                return Ok((os_text::from_os(file.join("__main__.py").as_os_str()), bytes));
            }
            Ok((os_text::from_os(file.as_os_str()), bytes))
        }
    }
}

/// What to say of a folder or archive without a program.
fn no_main(path: &str) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
    format!("can't find '__main__' module in '{}'", path.display())
}

/// Whether a program is a folder, whose module `__main__` runs.
fn is_folder(path: &str) -> bool {
    Path::new(&os_text::to_os(path).unwrap_or_default()).is_dir()
}

/// Whether a file is a zip archive: it ends with the record of its directory, which ends with a
/// comment of the stated length (APPNOTE.TXT, 4.3.16).
fn is_archive(file: &[u8]) -> bool {
    /// The length of the record, and of the longest comment after it.
    const RECORD: usize = 22;
    const REMARK: usize = u16::MAX as usize;
    let end = &file[file.len().saturating_sub(RECORD + REMARK)..];
    memchr::memmem::find_iter(end, b"PK\x05\x06").any(|at| {
        let length = end.get(at + RECORD - 2..at + RECORD);
        let remark = length.map(|length| usize::from(u16::from_le_bytes([length[0], length[1]])));
        remark.is_some_and(|remark| at + RECORD + remark == end.len())
    })
}

/// Whether a file is compiled Python 3: it starts with a number from 3000 on and a line ending.
fn is_bytecode(file: &[u8]) -> bool {
    matches!(file, [_, 0x0b..=0x0f, b'\r', b'\n', ..])
}

/// The builder of the interpreter. `stack` is the size of the native stack in bytes.
pub(super) fn builder(options: &Options, stack: usize) -> Builder {
    let first = match &options.program {
        Program::Code(_) => "-c".to_string(),
        Program::Stdin => "-".to_string(),
        Program::Module(_) => "-m".to_string(),
        Program::Nothing => String::new(),
        Program::File(path) => path.clone(),
    };
    let folders = site::folders_of_environment(options);
    let builder = Interpreter::builder()
        .clock(if options.virtual_clock { Clock::Virtual } else { Clock::Real })
        .arguments([first].into_iter().chain(options.arguments.iter().cloned()))
        .with_hash_key(options.hash_key)
        .with_code_store(CodeStore::of_environment())
        .with_flags(options.flags.clone())
        .with_options(options.warnings.clone(), options.extra.clone())
        .with_stack(stack);
    let builder = match &options.replay {
        Some(token) => builder.with_repetition(token.settings.seed),
        None => builder,
    };
    folders.into_iter().fold(builder, Builder::module_folder)
}

/// The program's own folder, in which it finds its modules. `name` is its name for tracebacks.
fn own_folder(program: &Program, name: &str) -> String {
    let text = |path: &Path| os_text::from_os(path.as_os_str());
    match program {
        Program::File(_) => {
            let folder = Path::new(name).parent().filter(|path| !path.as_os_str().is_empty());
            let folder = std::path::absolute(folder.unwrap_or(Path::new(".")));
            folder.map_or(String::new(), |folder| text(&folder))
        }
        Program::Module(_) => std::env::current_dir().map_or(String::new(), |f| text(&f)),
        _ => String::new(),
    }
}

/// Applies the options that exist only for the command.
pub(super) fn prepare(interpreter: &Interpreter, options: &Options) {
    let vm = interpreter.machine();
    let running = event_loop::running(&vm);
    // Drawn reports name the origins of tasks.
    running.origins.set(usize::from(options.errors.is_pretty()));
    diagnostics::set_drawn(&vm, options.errors.is_pretty());
    let asked = options.variable("PYTHONASYNCIODEBUG").is_some();
    running.debug.set(options.flags.is_set(Flag::DevMode) || asked);
    vm.output.is_lenient.set(options.lenient_streams);
    if options.unbuffered {
        vm.output.set_unbuffered();
    }
    if let Some(limit) = options.digit_limit {
        interpreter.limit_digits(limit);
    }
    options.settings.apply(&vm);
    interpreter.set_installation(site::installation(options));
}

/// Makes Ctrl-C set the VM's flags and wake a waiting loop. If the program has not noticed the
/// previous Ctrl-C, it is stuck in native code, and the process ends. A session does not end then,
/// since more would be lost (Ctrl-\ ends it).
fn catch_interrupts(interpreter: &Interpreter, interactive: bool) {
    use signal_hook::flag;
    let (interrupt, attention) = interpreter.interrupter().flags();
    // Without the handlers, Ctrl-C ends the process.
    if !interactive {
        let _ = flag::register_conditional_default(SIGINT, interrupt.clone());
    }
    let _ = flag::register(SIGINT, interrupt);
    let _ = flag::register(SIGINT, attention);
    event_loop::running(&interpreter.machine()).reactor.wake_on(SIGINT);
}

/// Lets signals and other processes of the user ask for the tasks of a program. A session shows
/// them itself.
fn offer_inspection(interpreter: &Interpreter, options: &Options) {
    if options.interactive {
        return;
    }
    let vm = interpreter.machine();
    let running = event_loop::running(&vm);
    running.inspection.watch(&vm, running, &[SIGQUIT, SIGUSR1]);
    if std::env::var_os("HOB_FLIGHT").is_some_and(|path| !path.is_empty())
        && options.trace.is_none()
    {
        let name = options.program.name();
        let write = move |vm: &Vm| write_flight(event_loop::running(vm), &name);
        running.inspection.before_end(&vm, running, &[SIGHUP, SIGTERM], Box::new(write));
    }
    if std::env::var_os("HOB_INSPECT").is_none_or(|value| value != "0") {
        running.inspection.offer(Box::new(Server::new(options.program.name())));
    }
}

fn execute(interpreter: &Interpreter, options: &Options, text: &Text) -> Result<()> {
    interpreter.apply_warning_options(&options.warnings)?;
    let found = match &options.program {
        Program::Module(name) => match interpreter.find_program(name)? {
            Ok(found) => found,
            Err(why) => {
                let why = match why {
                    NotRun::Absent => format!("No module named {name}"),
                    NotRun::Because(why) => why,
                };
                interpreter.machine().write_error(&format!("hob: {why}\n"));
                return Err(Error::exit(1));
            }
        },
        Program::File(path) if is_archive(&text.bytes) => {
            match interpreter.find_program("__main__")? {
                Ok(found) => Found::Folder(found.source().clone()),
                Err(_) => {
                    interpreter.machine().write_error(&format!("hob: {}\n", no_main(path)));
                    return Err(Error::exit(1));
                }
            }
        }
        program => {
            let source = interpreter.decode(&text.name, &text.bytes)?;
            match program {
                Program::File(path) if is_folder(path) => Found::Folder(source),
                Program::File(_) => Found::File(source),
                program => Found::Text { source, shown: matches!(program, Program::Code(_)) },
            }
        }
    };
    let Some(stage) = options.dump else { return interpreter.run_program(&found) };
    let text = interpreter.run_part(|vm| dump(vm, &found, stage))?;
    // As for all output, a closed pipe is noticed by the flush at the end.
    let _ = interpreter.machine().output.write(text.as_bytes());
    Ok(())
}

/// Runs a session in the namespace of the program, which may be empty.
fn hold_session(interpreter: &Interpreter, options: &Options) -> Result<()> {
    let alone = options.program == Program::Nothing;
    if alone {
        interpreter.set("asyncio", interpreter.import("asyncio")?)?;
        run_startup(interpreter, options);
    }
    let banner = alone && !options.flags.is_set(Flag::Quiet);
    repl::start(interpreter, repl::Start { errors: options.errors, banner })
}

/// Runs the file that `PYTHONSTARTUP` names in the session's namespace. Its errors are reported, and
/// the session still starts.
fn run_startup(interpreter: &Interpreter, options: &Options) {
    let Some(name) = options.variable("PYTHONSTARTUP") else { return };
    let bytes = match std::fs::read(os_text::to_os(&name).unwrap_or_default()) {
        Ok(bytes) => bytes,
        Err(error) => {
            interpreter.machine().write_error(&format!(
                "hob: can't read PYTHONSTARTUP: {name}: {}\n",
                os_text::reason(&error)
            ));
            return;
        }
    };
    let source = interpreter.decode(&name, &bytes);
    if let Err(error) = source.and_then(|source| interpreter.exec_source(&source)) {
        interpreter.show_report(&error, options.errors);
    }
}

/// Reports the exception that ended the program, and returns its exit status.
pub(super) fn end_with(interpreter: &Interpreter, error: &Error, options: &Options) -> u8 {
    let vm = interpreter.machine();
    if let Some(status) = error.exit_status() {
        if let Some(message) = error.exit_message() {
            vm.write_error(&format!("{message}\n"));
        }
        return status;
    }
    let _ = vm.output.flush();
    let is_interrupt = error.kind() == ErrorKind::Interrupted;
    let is_shown = options.trace.is_some() || options.explore.is_some();
    if !is_shown && !is_interrupt {
        write_flight(event_loop::running(&vm), &options.program.name());
    }
    if options.trace.is_some() {
        let running = event_loop::running(&vm);
        let text = error.to_string();
        running.recorder.program_failed(&running.clock, text.lines().next().unwrap_or_default());
    }
    interpreter.show(error, options.errors);
    if is_interrupt { INTERRUPTED } else { 1 }
}

/// Finalizes the program and drops its objects, starting with the exception that ended it and its
/// traceback. Then `show` shows the command's report about the run; its error is a message.
///
/// After Ctrl-C the process ends by the signal, as in CPython, so that a shell ends its script, too.
fn finish(
    interpreter: &Interpreter,
    mut status: u8,
    last: Option<Error>,
    show: impl FnOnce() -> Result<(), String>,
) -> u8 {
    let is_interrupted = last.as_ref().is_some_and(|e| e.kind() == ErrorKind::Interrupted);
    if let Err(error) = interpreter.end(last) {
        let number = error.raw_os_error().unwrap_or(0);
        let _ = writeln!(
            std::io::stderr(),
            "Exception ignored in: <_io.TextIOWrapper name='<stdout>' mode='w' encoding='utf-8'>\n\
             {}: [Errno {number}] {}",
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                "BrokenPipeError"
            } else {
                "OSError"
            },
            os_text::reason(&error)
        );
        status = OUTPUT_LOST;
    }
    if let Err(message) = show() {
        let _ = writeln!(std::io::stderr(), "{message}");
        status = UNREADABLE;
    }
    event_loop::running(&interpreter.machine()).inspection.close();
    if is_interrupted && status == INTERRUPTED {
        // Returns only if it fails.
        let _ = signal_hook::low_level::emulate_default_handler(SIGINT);
    }
    // The operating system frees memory faster than dropping each object.
    std::process::exit(i32::from(status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::ErrorStyle;

    /// The exit status of a program.
    fn status(interpreter: &Interpreter, program: &str) -> u8 {
        let options = Options { errors: ErrorStyle::Plain, ..Options::default() };
        let ended = interpreter.exec(program);
        ended.map_or_else(|error| end_with(interpreter, &error, &options), |()| 0)
    }

    #[test]
    fn statuses() {
        let interpreter = Interpreter::new();
        let table = [
            ("pass", 0),
            ("raise SystemExit", 0),
            ("raise SystemExit(None)", 0),
            ("raise SystemExit(3)", 3),
            ("raise SystemExit(-1)", 255),
            ("raise SystemExit(256 + 7)", 7),
            ("raise SystemExit(True)", 1),
            ("raise SystemExit(type('Status', (int,), {})(3))", 3),
            ("raise SystemExit(-2**100)", 255),
            ("raise SystemExit('message')", 1),
            ("raise SystemExit([])", 1),
            ("raise ValueError", 1),
            ("raise KeyboardInterrupt", INTERRUPTED),
            ("class E(KeyboardInterrupt): pass\nraise E", INTERRUPTED),
            ("class E(SystemExit): pass\nraise E(9)", 9),
            ("1 +", 1),
        ];
        for (program, expected) in table {
            assert_eq!(status(&interpreter, program), expected, "{program}");
        }
    }

    #[test]
    fn programs_that_cannot_be_read_say_why() {
        let missing = read(&Program::File("no/such/file.py".into())).unwrap_err();
        assert!(missing.starts_with("can't open file '/"), "{missing}");
        assert!(missing.ends_with("/no/such/file.py': [Errno 2] No such file or directory"));
        let folder = read(&Program::File("src".into())).unwrap_err();
        assert!(folder.starts_with("can't find '__main__' module in '/"), "{folder}");
        assert!(folder.ends_with("/src'"), "{folder}");
        let (name, bytes) = read(&Program::Code("print()".into())).unwrap();
        assert_eq!((name.as_str(), bytes.as_slice()), ("<string>", &b"print()"[..]));
    }
}
