//! Running a program: reading it, Ctrl-C, and its end.

use super::dump::dump;
use super::live::service::Server;
use super::options::{Options, Program};
use super::site;
use super::trace::write_flight;
use crate::compile::Mode;
use crate::compile::code_store::CodeStore;
use crate::diagnostics;
use crate::diagnostics::report::report_exception;
use crate::embed::error::exit_status;
use crate::embed::interpreter::{main_dict, main_module};
use crate::embed::{Builder, Clock, Interpreter, Interrupter, end};
use crate::event_loop;
use crate::event_loop::choices::strategy::Plan;
use crate::event_loop::choices::token::{Token, program_number};
use crate::event_loop::recorder::Mode as Recording;
use crate::modules::{finder, sys};
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::encoding;
use crate::objects::exception::Exc;
use crate::objects::str::intern;
use crate::repl;
use crate::runtime::{Ref, Value};
use crate::text::os_text;
use crate::vm::flags::Flag;
use crate::vm::{Raised, Vm, VmResult};
use signal_hook::consts::{SIGINT, SIGQUIT, SIGUSR1};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Exit status for a program that could not be read.
const UNREADABLE: u8 = 2;
/// Exit status after Ctrl-C: 128 plus the signal's number.
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
    if let Some(token) = &options.replay
        && let Err(message) = check_program(token, &text)
    {
        eprintln!("hob: {message}");
        return UNREADABLE;
    }
    let interpreter = builder(options, stack).build();
    let _entered = interpreter.enter();
    let vm = interpreter.vm();
    prepare(&interpreter, options);
    catch_interrupts(&interpreter, options.interactive);
    offer_inspection(vm, options);
    let tracing = options.trace.as_ref();
    let mode = if tracing.is_some() { Recording::Full } else { Recording::Ring };
    let running = event_loop::running(vm);
    if let Some(token) = &options.replay {
        running.choices.start(token.settings, Box::new(Plan::new(&token.departures)));
    }
    running.start_recorder(vm, mode);
    if let Some(profiling) = &options.profile {
        profiling.start(vm);
    }
    let mut ended = begin(vm, options, &text);
    let profile = options.profile.as_ref().and_then(|profiling| profiling.stop(vm));
    let mut status = ended.as_ref().map_or_else(|raised| end_with(vm, raised, options), |()| 0);
    if options.interactive {
        ended = hold_session(&interpreter, options);
        status = ended.as_ref().map_or_else(|raised| end_with(vm, raised, options), |()| 0);
    }
    finish(vm, status, ended.err(), || {
        if let Some(tracing) = tracing {
            tracing.write(event_loop::running(vm)).map_err(|e| format!("hob trace: {e}"))?;
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
        // Its end stays, so that lines keep their numbers.
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
        bytes.drain(..end);
    }
    Ok(Text { name, bytes })
}

/// Whether a token is one of this program.
///
/// # Errors
/// A message for the user.
pub(super) fn check_program(token: &Token, text: &Text) -> Result<(), String> {
    match token.program == program_number(&text.bytes) {
        true => Ok(()),
        false => Err("the token is of another program, or of another version of this one: its \
                      text has changed"
            .to_string()),
    }
}

/// Runs the program in an interpreter that is prepared.
///
/// # Errors
/// Any exception that the program raises.
pub(super) fn begin(vm: &Vm, options: &Options, text: &Text) -> VmResult<()> {
    site::add_packages(vm, options)?;
    if !options.flags.is_set(Flag::SafePath) {
        sys::put_first_on_path(vm, own_folder(&options.program, &text.name));
    }
    execute(vm, options, text.name.clone(), &text.bytes)
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
    let _entered = interpreter.enter();
    let vm = interpreter.vm();
    prepare(&interpreter, &options);
    catch_interrupts(&interpreter, options.interactive);
    let started = site::add_packages(vm, &options).and_then(|()| {
        sys::put_first_on_path(vm, String::new());
        apply_warning_options(vm, &options.warnings)?;
        main_dict(vm).set_text("asyncio", vm.import_module("asyncio")?);
        Ok(())
    });
    if let Err(raised) = started {
        let status = end_with(vm, &raised, &options);
        return finish(vm, status, Some(raised), || Ok(()));
    }
    match crate::kernel::serve(&interpreter, main_dict(vm), connection) {
        Ok(()) => finish(vm, 0, None, || Ok(())),
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
                format!(
                    "can't open file '{path}': [Errno {}] {}",
                    error.raw_os_error().unwrap_or(0),
                    os_text::reason(&error)
                )
            };
            let mut file = PathBuf::from(os_text::to_os(path).unwrap_or_default());
            if file.is_dir() {
                file.push("__main__.py");
                if !file.is_file() {
                    return Err(format!("can't find '__main__' module in '{path}'"));
                }
            }
            let bytes = std::fs::read(&file).map_err(fails)?;
            // Tracebacks show the absolute path of the program.
            let here = std::env::current_dir().unwrap_or_default();
            Ok((os_text::from_os(here.join(&file).as_os_str()), bytes))
        }
    }
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

/// Applies the options that only the command has.
pub(super) fn prepare(interpreter: &Interpreter, options: &Options) {
    let vm = interpreter.vm();
    let running = event_loop::running(vm);
    // Drawn reports name the origins of tasks.
    running.origins.set(usize::from(options.errors.is_pretty()));
    diagnostics::set_drawn(vm, options.errors.is_pretty());
    let asked = options.variable("PYTHONASYNCIODEBUG").is_some();
    running.debug.set(options.flags.is_set(Flag::DevMode) || asked);
    if options.unbuffered {
        vm.output.set_unbuffered();
    }
    vm.extension::<sys::Program>().installation.replace(Some(site::installation(options)));
}

/// Makes Ctrl-C set the VM's flags and wake a waiting loop. If the program has not noticed the
/// previous Ctrl-C, it is stuck in native code, and the process ends. A session does not end then,
/// since more is lost with it (Ctrl-\ ends it).
fn catch_interrupts(interpreter: &Interpreter, interactive: bool) {
    use signal_hook::flag;
    let Interrupter { interrupt, attention, .. } = interpreter.interrupter();
    // Without the handlers, Ctrl-C ends the process.
    if !interactive {
        let status = i32::from(INTERRUPTED);
        let _ = flag::register_conditional_shutdown(SIGINT, status, interrupt.clone());
    }
    let _ = flag::register(SIGINT, interrupt);
    let _ = flag::register(SIGINT, attention);
    event_loop::running(interpreter.vm()).reactor.wake_on(SIGINT);
}

/// Lets signals and other processes of the user ask for the tasks of a program. A session shows
/// them itself.
fn offer_inspection(vm: &Vm, options: &Options) {
    if options.interactive {
        return;
    }
    let running = event_loop::running(vm);
    running.inspection.watch(vm, running, &[SIGQUIT, SIGUSR1]);
    if std::env::var_os("HOB_INSPECT").is_none_or(|value| value != "0") {
        running.inspection.offer(Box::new(Server::new(options.program.name())));
    }
}

fn execute(vm: &Vm, options: &Options, name: String, bytes: &[u8]) -> VmResult<()> {
    if let Program::Module(name) = &options.program {
        apply_warning_options(vm, &options.warnings)?;
        return run_module(vm, options, name);
    }
    let text = encoding::decode_source(vm, bytes, Some(&name))?;
    let source = Source::new(name, text);
    if options.program != Program::Stdin && matches!(options.program, Program::Code(_)) {
        diagnostics::show_lines_of(vm, &source);
    }
    if let Some(stage) = options.dump {
        let text = dump(vm, &source, stage)?;
        // As for any output, a closed pipe is noticed when it is flushed at the end.
        let _ = vm.output.write(text.as_bytes());
        return Ok(());
    }
    apply_warning_options(vm, &options.warnings)?;
    run_main(vm, options, &source)
}

/// Runs a session in the namespace of the program, which may be empty.
fn hold_session(interpreter: &Interpreter, options: &Options) -> VmResult<()> {
    let vm = interpreter.vm();
    let namespace = main_dict(vm);
    let alone = options.program == Program::Nothing;
    if alone {
        namespace.set_text("asyncio", vm.import_module("asyncio")?);
        run_startup(vm, options, &namespace);
    }
    let banner = alone && !options.flags.is_set(Flag::Quiet);
    repl::start(interpreter, repl::Start { namespace, errors: options.errors, banner })
}

/// Runs the file that `PYTHONSTARTUP` names in the session's namespace. Its errors are reported, and
/// the session starts.
fn run_startup(vm: &Vm, options: &Options, namespace: &Ref<Dict>) {
    let Some(name) = options.variable("PYTHONSTARTUP") else { return };
    let bytes = match std::fs::read(os_text::to_os(&name).unwrap_or_default()) {
        Ok(bytes) => bytes,
        Err(error) => {
            vm.write_error(&format!(
                "hob: can't read PYTHONSTARTUP: {name}: {}\n",
                os_text::reason(&error)
            ));
            return;
        }
    };
    let run = || {
        let source = Source::new(name.clone(), encoding::decode_source(vm, &bytes, Some(&name))?);
        let code = vm.compile(&source, Mode::File)?;
        vm.run_code(&code, namespace, Value::UNSET)
    };
    if let Err(raised) = run() {
        vm.write_error(&report_exception(vm, &raised.0, options.errors));
    }
}

fn run_main(vm: &Vm, options: &Options, source: &Rc<Source>) -> VmResult<()> {
    let module = main_module(vm);
    let dict = &module.dict;
    if matches!(options.program, Program::File(_)) {
        let file = std::path::absolute(&source.name);
        dict.set_text("__file__", file.map_or(source.name.clone(), |f| f.display().to_string()));
        dict.set_text("__cached__", Value::NONE);
    }
    let code = vm.compile(source, Mode::File)?;
    vm.run_code(&code, dict, Value::UNSET).map(drop)
}

/// Runs a module as the program; for a package, its `__main__`.
fn run_module(vm: &Vm, options: &Options, name: &str) -> VmResult<()> {
    let Some(program) = finder::find_program(vm, name)? else {
        vm.write_error(&format!("hob: No module named {name}\n"));
        return Err(vm.error_with(Exc::SystemExit, [Value::from(1i64)]));
    };
    if let Some(stage) = options.dump {
        let text = dump(vm, &program.source, stage)?;
        let _ = vm.output.write(text.as_bytes());
        return Ok(());
    }
    if let Ok(sys) = vm.import_module("sys")
        && let Some(arguments) = vm.find_attribute(&sys, &intern("argv"))?
    {
        vm.set_item(&arguments, &Value::from(0i64), program.source.name.as_str().into())?;
    }
    let module = main_module(vm);
    let package = match program.name.strip_suffix(".__main__") {
        Some(package) => package,
        None => program.name.rsplit_once('.').map_or("", |(package, _)| package),
    };
    module.dict.set_text("__file__", program.source.name.as_str());
    module.dict.set_text("__cached__", Value::NONE);
    module.dict.set_text("__package__", package);
    let code = vm.compile(&program.source, Mode::File)?;
    vm.run_code(&code, &module.dict, Value::UNSET).map(drop)
}

/// Makes the options filters of the module `warnings`.
fn apply_warning_options(vm: &Vm, options: &[String]) -> VmResult<()> {
    let filters: Vec<Value> = options.iter().cloned().map(Value::from).collect();
    if filters.is_empty() {
        return Ok(());
    }
    let warnings = vm.import_module("warnings")?;
    match vm.find_attribute(&warnings, &intern("_processoptions"))? {
        Some(process) => vm.call(&process, &[Value::from(filters)]).map(drop),
        None => Ok(()),
    }
}

/// Reports the exception that ended the program, and returns its exit status.
pub(super) fn end_with(vm: &Vm, raised: &Raised, options: &Options) -> u8 {
    if vm.is_exception(raised, Exc::SystemExit) {
        let (status, message) = exit_status(vm, &raised.0);
        if let Some(message) = message {
            vm.write_error(&format!("{message}\n"));
        }
        return status;
    }
    let _ = vm.output.flush();
    let is_shown = options.trace.is_some() || options.explore.is_some();
    if !is_shown && !vm.is_exception(raised, Exc::KeyboardInterrupt) {
        write_flight(event_loop::running(vm), &options.program.name());
    }
    if !diagnostics::call_own_hook(vm, raised) {
        vm.write_error(&report_exception(vm, &raised.0, options.errors));
    }
    if vm.is_exception(raised, Exc::KeyboardInterrupt) { INTERRUPTED } else { 1 }
}

/// Finalizes the program and drops its objects, starting with the exception that ended it and its
/// traceback. Then `show` shows what the command tells about the run; its error is a message.
fn finish(
    vm: &Vm,
    mut status: u8,
    last: Option<Raised>,
    show: impl FnOnce() -> Result<(), String>,
) -> u8 {
    end::finish(vm, last, true);
    if let Err(error) = vm.output.flush() {
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
    event_loop::running(vm).inspection.close();
    // The operating system frees memory faster than dropping each object.
    std::process::exit(i32::from(status))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::ErrorStyle;
    use crate::host::testing::{run, with_vm};

    /// The exit status of a program.
    fn status(vm: &Vm, program: &str) -> u8 {
        let options = Options { errors: ErrorStyle::Plain, ..Options::default() };
        run(vm, program).map_or_else(|raised| end_with(vm, &raised, &options), |_| 0)
    }

    #[test]
    fn statuses() {
        with_vm(|vm| {
            let table = [
                ("pass", 0),
                ("raise SystemExit", 0),
                ("raise SystemExit(None)", 0),
                ("raise SystemExit(3)", 3),
                ("raise SystemExit(-1)", 255),
                ("raise SystemExit(256 + 7)", 7),
                ("raise SystemExit(True)", 1),
                ("raise SystemExit('message')", 1),
                ("raise SystemExit([])", 1),
                ("raise ValueError", 1),
                ("raise KeyboardInterrupt", INTERRUPTED),
                ("class E(KeyboardInterrupt): pass\nraise E", INTERRUPTED),
                ("class E(SystemExit): pass\nraise E(9)", 9),
                ("1 +", 1),
            ];
            for (program, expected) in table {
                assert_eq!(status(vm, program), expected, "{program}");
            }
        });
    }

    #[test]
    fn programs_that_cannot_be_read_say_why() {
        let missing = read(&Program::File("no/such/file.py".into())).unwrap_err();
        assert_eq!(
            missing,
            "can't open file 'no/such/file.py': [Errno 2] No such file or directory"
        );
        let folder = read(&Program::File("src".into())).unwrap_err();
        assert_eq!(folder, "can't find '__main__' module in 'src'");
        let (name, bytes) = read(&Program::Code("print()".into())).unwrap();
        assert_eq!((name.as_str(), bytes.as_slice()), ("<string>", &b"print()"[..]));
    }
}
