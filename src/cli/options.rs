//! Command-line options.

mod switches;

use super::explore::{self, Exploring};
use super::extra;
use super::profile::{self, Profiling};
use super::trace::{self, Tracing};
use crate::diagnostics::ErrorStyle;
use crate::event_loop::choices::token::Token;
use crate::modules::sys::installation::IMPLEMENTATION;
use crate::runtime::locale;
use crate::text::hash::HashKey;
use crate::text::os_text;
use crate::text::wrap::COLUMNS;
use crate::vm::flags::{Flag, Flags};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use switches::{SWITCHES, Switches, VARIABLES};

/// The source of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Program {
    /// A file, or a folder with a `__main__.py`.
    File(String),
    /// `-c CODE`
    Code(String),
    /// `-m MODULE`
    Module(String),
    /// `-`, or standard input that is not a terminal.
    #[default]
    Stdin,
    /// No program: only a session.
    Nothing,
}

impl Program {
    /// The name, as on the command line.
    pub fn name(&self) -> String {
        match self {
            Program::File(name) | Program::Module(name) => name.clone(),
            Program::Code(_) => "-c".to_string(),
            Program::Stdin => "-".to_string(),
            Program::Nothing => String::new(),
        }
    }
}

/// A compilation stage whose output `--dump` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The lexer's tokens, with layout.
    Tokens,
    /// The syntax tree.
    Ast,
    /// The scopes, with the kind of each name.
    Scopes,
    /// The instructions.
    Bytecode,
}

/// The parsed command line.
#[derive(Default)]
pub struct Options {
    /// The program.
    pub program: Program,
    /// Whether a session follows the program: with `-i`, or without a program on a terminal.
    pub interactive: bool,
    /// `sys.argv` without its first entry.
    pub arguments: Vec<String>,
    /// `--clock=virtual`
    pub virtual_clock: bool,
    /// `--errors`
    pub errors: ErrorStyle,
    /// `--dump`
    pub dump: Option<Stage>,
    /// `sys.warnoptions`: the filters of `-X dev`, `PYTHONWARNINGS`, `-W` and `-b`, in order.
    pub warnings: Vec<String>,
    /// `-X` arguments, with their values.
    pub extra: Vec<(String, Option<String>)>,
    /// The settings of `sys.flags`.
    pub flags: Flags,
    /// `-u`: each write to standard output is passed on at once.
    pub unbuffered: bool,
    /// Standard input and output pass bytes that are not UTF-8 as lone surrogates.
    pub lenient_streams: bool,
    /// `-x`: the first line of the program is meant for another program.
    pub skips_first_line: bool,
    /// `--venv`
    pub venv: Option<PathBuf>,
    /// The settings of `-X`.
    pub settings: extra::Settings,
    /// `-X int_max_str_digits`, `PYTHONINTMAXSTRDIGITS`
    pub digit_limit: Option<usize>,
    /// `sys.implementation.name` as given by `HOB_IMPLEMENTATION`. Tools ask for the name with `-I`,
    /// so the variable is not hidden by `-E`.
    pub implementation: Option<&'static str>,
    /// The key given by `PYTHONHASHSEED`, unless `-R` requests a random one.
    pub hash_key: Option<HashKey>,
    /// The trace requested by `hob trace`.
    pub trace: Option<Tracing>,
    /// The profile requested by `hob profile`.
    pub profile: Option<Profiling>,
    /// The search requested by `hob explore`.
    pub explore: Option<Exploring>,
    /// The program that the debugger runs, if the program is the debugger.
    pub debugged: Option<Program>,
    /// The run that `--replay` repeats.
    pub replay: Option<Token>,
}

/// The word before the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// None: runs the program.
    Run,
    /// `hob trace`
    Trace,
    /// `hob explore`
    Explore,
    /// `hob profile`
    Profile,
    /// `hob debug`
    Debug,
}

impl Verb {
    fn command(self) -> fn() -> Command {
        match self {
            Verb::Run => command,
            Verb::Trace => trace::command,
            Verb::Explore => explore::command,
            Verb::Profile => profile::command,
            Verb::Debug => debug_command,
        }
    }
}

impl Options {
    /// The options of a session without a command line, as set by the environment. The error is an
    /// exit status.
    #[cfg(feature = "jupyter")]
    pub fn of_environment() -> Result<Options, u8> {
        let mut options = Options {
            program: Program::Nothing,
            interactive: true,
            errors: ErrorStyle::Pretty,
            ..Options::default()
        };
        options.complete(&Switches::default(), Vec::new())?;
        Ok(options)
    }

    /// Parses the command line. The error is an exit status: the output of `--help` and
    /// `--version`, and messages about incorrect usage, have already been written.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, u8> {
        Options::parse_for(Verb::Run, arguments)
    }

    /// Like [`Options::parse`], after a verb: the first argument is the verb.
    pub fn parse_verb(
        verb: Verb,
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Options, u8> {
        let mut options = Options::parse_for(verb, arguments)?;
        if options.program == Program::Nothing {
            let name = verb.command()().get_name().to_string();
            eprintln!("{name}: no program given; try --help");
            return Err(2);
        }
        let name = options.program.name();
        if let Some(tracing) = &mut options.trace {
            tracing.set_program(name.clone());
        }
        if let Some(profiling) = &mut options.profile {
            profiling.set_program(name);
        }
        if verb == Verb::Debug {
            options.debug();
        }
        Ok(options)
    }

    fn parse_for(verb: Verb, arguments: impl IntoIterator<Item = OsString>) -> Result<Options, u8> {
        let command = verb.command();
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let (arguments, mut rest) = split_at_program(arguments, command);
        // Usually there are no options, and start-up need not wait for clap.
        if verb == Verb::Run && arguments.len() <= 1 && !rest.is_empty() {
            let program = named_program(rest.remove(0));
            let mut options = Options { program, arguments: rest, ..Options::default() };
            options.complete(&Switches::default(), Vec::new())?;
            return Ok(options);
        }
        let matches = command().try_get_matches_from(arguments).map_err(|error| {
            // A failure to write the message is ignored.
            let _ = error.print();
            if error.use_stderr() { 2 } else { 0 }
        })?;
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        if let Some(help) = further_help(&command, &matches) {
            // A failure to write the message is ignored.
            let _ = std::io::stdout().lock().write_all(help.as_bytes());
            return Err(0);
        }
        let switches = Switches::of(|switch| match switch.counts {
            true => matches.get_count(switch.letter),
            false => matches.get_flag(switch.letter).into(),
        });
        let interactive = switches.flags.is_set(Flag::Interactive);
        let program = if let Some(code) = text("code") {
            Program::Code(code)
        } else if let Some(module) = text("module") {
            // The program of the package `asyncio` is a session that can await, like Hob's own.
            match module == "asyncio" && verb == Verb::Run {
                true => Program::Nothing,
                false => Program::Module(module),
            }
        } else if rest.is_empty() {
            match interactive || std::io::stdin().is_terminal() {
                true => Program::Nothing,
                false => Program::Stdin,
            }
        } else {
            named_program(rest.remove(0))
        };
        let all = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned();
        let mut options = Options {
            trace: (verb == Verb::Trace).then(|| Tracing::of(&matches)).transpose()?,
            profile: (verb == Verb::Profile).then(|| Profiling::of(&matches)).transpose()?,
            explore: (verb == Verb::Explore).then(|| Exploring::of(&matches)).transpose()?,
            replay: replay(&command(), &matches)?,
            interactive: interactive || program == Program::Nothing,
            program,
            arguments: rest,
            venv: matches.get_one::<PathBuf>("venv").cloned(),
            virtual_clock: text("clock").as_deref() == Some("virtual"),
            errors: text("errors").and_then(|e| ErrorStyle::from_name(&e)).unwrap_or_default(),
            dump: text("dump").map(|stage| match stage.as_str() {
                "tokens" => Stage::Tokens,
                "ast" => Stage::Ast,
                "scopes" => Stage::Scopes,
                _ => Stage::Bytecode,
            }),
            extra: all("extra").map(|option| extra_option(&option)).collect(),
            ..Options::default()
        };
        options.check_venv()?;
        options.complete(&switches, all("warnings").collect())?;
        options.settings.check_pycs = text("pycs");
        Ok(options)
    }

    /// Makes the debugger the program, and the program its arguments.
    fn debug(&mut self) {
        let program = std::mem::replace(&mut self.program, Program::Module("pdb".to_string()));
        self.debugged = match &program {
            // `-c` is a command of the debugger.
            Program::Code(_) => self.arguments.first().cloned().map(Program::File),
            program => Some(program.clone()),
        };
        let of_debugger = match program {
            Program::Code(command) => vec!["-c".to_string(), command],
            Program::Module(name) => vec!["-m".to_string(), name],
            Program::File(name) => vec![name],
            Program::Stdin | Program::Nothing => Vec::new(),
        };
        self.arguments.splice(..0, of_debugger);
    }

    /// Checks the folder of `--venv`. The error is an exit status.
    fn check_venv(&self) -> Result<(), u8> {
        match &self.venv {
            Some(folder) if !folder.join("pyvenv.cfg").is_file() => {
                let folder = folder.display();
                eprintln!("hob: no virtual environment in '{folder}' (it has no pyvenv.cfg)");
                Err(2)
            }
            _ => Ok(()),
        }
    }

    /// Adds the settings of the switches and environment variables. `filters` are those of `-W`.
    /// The error is an exit status.
    fn complete(&mut self, switches: &Switches, filters: Vec<String>) -> Result<(), u8> {
        self.flags = switches.flags.clone();
        let flags = &self.flags;
        if flags.is_set(Flag::Isolated) {
            for implied in [Flag::IgnoreEnvironment, Flag::NoUserSite, Flag::SafePath] {
                flags.set(implied, 1);
            }
        }
        let unbuffered = self.variable("PYTHONUNBUFFERED").is_some();
        self.unbuffered = switches.unbuffered || unbuffered;
        self.skips_first_line = switches.skips_first_line;
        for (name, flag) in VARIABLES {
            if let Some(text) = self.variable(name) {
                flags.raise(*flag, text.parse().unwrap_or(1).max(1));
            }
        }
        if self.extra("dev").is_some() {
            flags.set(Flag::DevMode, 1);
        }
        let locale = locale::of_characters();
        let utf8 = self.variable("PYTHONUTF8");
        let utf8 = match (self.extra("utf8"), utf8.as_deref()) {
            (Some(value), _) => switch(value.unwrap_or("1"), "-X utf8 option"),
            (None, Some(value)) => switch(value, "PYTHONUTF8 environment variable"),
            (None, None) => Ok(u8::from(locale.is_none())),
        };
        let utf8 = utf8?;
        flags.set(Flag::Utf8Mode, utf8);
        self.lenient_streams = utf8 == 1
            || locale.is_none_or(|name| matches!(name.as_str(), "C.UTF-8" | "C.utf8" | "UTF-8"));
        let digits = self.variable("PYTHONINTMAXSTRDIGITS");
        self.digit_limit = match (self.extra("int_max_str_digits"), digits) {
            (Some(value), _) => {
                Some(digit_limit(value.unwrap_or_default(), "-X int_max_str_digits")?)
            }
            (None, Some(value)) => Some(digit_limit(&value, "PYTHONINTMAXSTRDIGITS")?),
            (None, None) => None,
        };
        self.settings = extra::Settings::of(self)?;
        let flags = &self.flags;
        if flags.is_set(Flag::Inspect) && self.program != Program::Nothing {
            self.interactive = true;
        }
        let given = self.variable("PYTHONWARNINGS").unwrap_or_default();
        let of_bytes = match flags.get(Flag::BytesWarning) {
            0 => None,
            1 => Some("default::BytesWarning"),
            _ => Some("error::BytesWarning"),
        };
        self.warnings = flags
            .is_set(Flag::DevMode)
            .then_some("default")
            .into_iter()
            .chain(given.split(',').filter(|filter| !filter.is_empty()))
            .map(str::to_string)
            .chain(filters)
            .chain(of_bytes.map(str::to_string))
            .collect();
        self.implementation = match std::env::var("HOB_IMPLEMENTATION").as_deref() {
            Err(_) | Ok("") => None,
            Ok("cpython") => Some("cpython"),
            Ok(IMPLEMENTATION) => Some(IMPLEMENTATION),
            Ok(name) => {
                eprintln!("hob: HOB_IMPLEMENTATION must be cpython or hob, not {name:?}");
                return Err(2);
            }
        };
        if !switches.random_hashes {
            let setting = self.variable("PYTHONHASHSEED").unwrap_or_default();
            self.hash_key = HashKey::from_setting(&setting).map_err(|message| {
                eprintln!("Fatal Python error: config_init_hash_seed: {message}");
                1
            })?;
        }
        Ok(())
    }

    /// The value of the last `-X` argument with a name, if there is one.
    pub fn extra(&self, name: &str) -> Option<Option<&str>> {
        let mut given = self.extra.iter().rev();
        given.find(|(n, _)| n == name).map(|(_, value)| value.as_deref())
    }

    /// The value of an environment variable, unless it is empty or `-E` hides it.
    pub fn variable(&self, name: &str) -> Option<String> {
        if self.flags.is_set(Flag::IgnoreEnvironment) {
            return None;
        }
        let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
        Some(os_text::from_os(&value))
    }
}

/// A setting that is 0 or 1. The error is an exit status.
fn switch(value: &str, what: &str) -> Result<u8, u8> {
    match value {
        "0" => Ok(0),
        "1" => Ok(1),
        _ => {
            eprintln!("Fatal Python error: preconfig_init_utf8_mode: invalid {what} value");
            Err(1)
        }
    }
}

/// A limit on the digits of ints in text. The error is an exit status.
fn digit_limit(value: &str, what: &str) -> Result<usize, u8> {
    value.parse().ok().filter(|limit| *limit == 0 || *limit >= 640).ok_or_else(|| {
        eprintln!(
            "Fatal Python error: config_init_int_max_str_digits: {what}: invalid limit; must be >= 640 or 0 for unlimited."
        );
        1
    })
}

/// The text for `--help-env`, `--help-xoptions` or `--help-all`.
fn further_help(command: &dyn Fn() -> Command, matches: &ArgMatches) -> Option<String> {
    let variables = || AFTER_HELP.split("\n\nExamples:").next().unwrap_or_default();
    if matches.get_flag("help-all") {
        Some(format!("{}\n{}", command().render_help(), extra::help()))
    } else if matches.get_flag("help-env") {
        Some(format!("{}\n", variables()))
    } else if matches.get_flag("help-xoptions") {
        Some(extra::help())
    } else {
        None
    }
}

/// The token of `--replay`. The error is an exit status.
fn replay(command: &Command, matches: &ArgMatches) -> Result<Option<Token>, u8> {
    let Some(text) = matches.get_one::<String>("replay") else { return Ok(None) };
    match Token::parse(text) {
        Ok(token) => Ok(Some(token)),
        Err(message) => {
            eprintln!("{}: {message}", command.get_name());
            Err(2)
        }
    }
}

/// An argument of `-X`: its name, and the value after `=`.
fn extra_option(argument: &str) -> (String, Option<String>) {
    match argument.split_once('=') {
        Some((name, value)) => (name.to_string(), Some(value.to_string())),
        None => (argument.to_string(), None),
    }
}

/// The program in the first argument that is not an option.
fn named_program(argument: String) -> Program {
    if argument == "-" { Program::Stdin } else { Program::File(argument) }
}

/// Splits the command line: the options, up to `-c CODE` or `-m MODULE`, and the rest, which
/// belongs to the program, and begins with its file unless the options name one.
fn split_at_program(
    mut arguments: Vec<OsString>,
    command: fn() -> Command,
) -> (Vec<OsString>, Vec<String>) {
    let known: Vec<Arg> = match arguments.get(1) {
        Some(first) if first.to_string_lossy().starts_with('-') => {
            command().get_arguments().cloned().collect()
        }
        _ => Vec::new(),
    };
    let takes_value = |is_it: &dyn Fn(&Arg) -> bool| {
        known.iter().any(|arg| is_it(arg) && arg.get_action().takes_values())
    };
    let mut at = 1;
    while let Some(argument) = arguments.get(at).map(|a| a.to_string_lossy().into_owned()) {
        if argument == "--" {
            arguments.remove(at);
            break;
        } else if let Some(long) = argument.strip_prefix("--") {
            at += if takes_value(&|arg| arg.get_long() == Some(long)) { 2 } else { 1 };
        } else if let Some(letters) = argument.strip_prefix('-').filter(|l| !l.is_empty()) {
            // The first letter with a value ends the group; its value is the rest or the next
            // argument.
            let valued = letters
                .char_indices()
                .find(|(_, letter)| takes_value(&|arg| arg.get_short() == Some(*letter)));
            let Some((index, letter)) = valued else {
                at += 1;
                continue;
            };
            let (row, value) = argument.split_at(1 + index + letter.len_utf8());
            let is_program = matches!(letter, 'c' | 'm');
            if is_program && !value.is_empty() {
                arguments.splice(at..=at, [row.into(), value.into()]);
            }
            at += if is_program || value.is_empty() { 2 } else { 1 };
            if is_program {
                break;
            }
        } else {
            break;
        }
    }
    let rest = arguments.split_off(at.min(arguments.len()));
    (arguments, rest.iter().map(|argument| os_text::from_os(argument)).collect())
}

/// The options of a subcommand that runs a program, such as `hob trace`: those of `hob` itself.
pub(super) fn running_command(name: &'static str) -> Command {
    let usage = format!(
        "{name} [OPTIONS] FILE [ARG]...\n       \
         {name} [OPTIONS] -c CODE [ARG]...\n       \
         {name} [OPTIONS] -m MODULE [ARG]..."
    );
    command().name(name).override_usage(usage)
}

/// The options of `hob debug`: those of `hob` itself, except that `-c` is a command of the
/// debugger.
pub(super) fn debug_command() -> Command {
    command()
        .name("hob debug")
        .about("Runs a program in the debugger pdb, starting at its first line")
        .override_usage(
            "hob debug [OPTIONS] [-c COMMAND]... FILE [ARG]...\n       \
             hob debug [OPTIONS] [-c COMMAND]... -m MODULE [ARG]...",
        )
        .mut_arg("code", |arg| {
            arg.value_name("COMMAND").help("Run COMMAND in the debugger first, as if it were in .pdbrc")
        })
        .mut_arg("module", |arg| arg.help("Debug MODULE, found as `import` finds it"))
        .after_help(
            "In the debugger, `help` lists the commands, `tasks` the tasks, and `task NAME` goes to \
             the stack of another one; `up` goes from a coroutine to its waiter. Expressions \
             may contain `await`.",
        )
}

/// The end of the help text.
const AFTER_HELP: &str = "\
Environment:
  PYTHONPATH               Folders to search for modules
  PYTHONSTARTUP            A file to run when a session starts
  PYTHONHASHSEED           random, or the number that fixes the hashes of text
  PYTHONWARNINGS           Filters as for -W, separated by commas
  PYTHONASYNCIODEBUG       asyncio's debug mode
  PYTHONDEVMODE            Like -X dev; likewise PYTHONDONTWRITEBYTECODE (-B),
                           PYTHONINSPECT (-i), PYTHONNOUSERSITE (-s),
                           PYTHONOPTIMIZE (-O), PYTHONSAFEPATH (-P),
                           PYTHONUNBUFFERED (-u), PYTHONUTF8,
                           PYTHONVERBOSE (-v), PYTHONDEBUG (-d),
                           and those that --help-xoptions names
  PYTHONIOENCODING         The encoding of the standard streams, and after a
                           colon the handler of errors
  HOB_FLIGHT               The file for the latest events of tasks, written when
                           an exception ends the program; for hob view
  HOB_IMPLEMENTATION       cpython, for tools that accept only interpreters
                           that they know: the value of sys.implementation.name
  HOB_CACHE                The folder for compiled library code; empty for none
  NO_COLOR                 No colours

Examples:
  hob kitchen.py                    Run a program
  hob --clock=virtual kitchen.py    Run it without waiting for its sleeps
  hob                               Await anything at a prompt
  hob -i kitchen.py                 Look at what a program left
  hob check kitchen.py              Report mistakes without running
  hob explore kitchen.py            Look for an order in which it fails";

pub(super) fn command() -> Command {
    Command::new("hob")
        .args_override_self(true)
        .term_width(COLUMNS)
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs Python programs, especially asyncio programs")
        .after_help(AFTER_HELP)
        .override_usage(
            "hob [OPTIONS] FILE [ARG]...\n       \
             hob [OPTIONS] -c CODE [ARG]...\n       \
             hob [OPTIONS] -m MODULE [ARG]...\n       \
             hob [OPTIONS] - [ARG]...\n       \
             hob [OPTIONS]                 (an interactive session, on a terminal)\n       \
             hob check [OPTIONS] FILE...   (reports mistakes without running)\n       \
             hob trace [OPTIONS] FILE...   (runs it, and shows what its tasks did)\n       \
             hob view [OPTIONS] TRACE      (shows a trace that was kept)\n       \
             hob explore [OPTIONS] FILE... (runs it in many possible orders)\n       \
             hob profile [OPTIONS] FILE... (runs it, and shows where its time went)\n       \
             hob debug [OPTIONS] FILE...   (runs it step by step)\n       \
             hob ps|top|dump|jupyter|completions|man --help",
        )
        .arg(
            Arg::new("code")
                .short('c')
                .value_name("CODE")
                .allow_hyphen_values(true)
                .help("Run CODE"),
        )
        .arg(
            Arg::new("module")
                .short('m')
                .value_name("MODULE")
                .allow_hyphen_values(true)
                .help("Run MODULE, found as `import` finds it, as a program"),
        )
        .args(SWITCHES.iter().map(|switch| {
            Arg::new(switch.letter)
                .short(switch.letter.chars().next())
                .action(if switch.counts { ArgAction::Count } else { ArgAction::SetTrue })
                .help(switch.help)
        }))
        .arg(
            Arg::new("venv")
                .long("venv")
                .value_name("FOLDER")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Use the packages of this virtual environment, which may be CPython's"),
        )
        .arg(
            Arg::new("clock")
                .long("clock")
                .value_name("CLOCK")
                .value_parser(["real", "virtual"])
                .help("Wait in real time, or let a virtual clock jump whenever all tasks wait"),
        )
        .arg(
            Arg::new("replay")
                .long("replay")
                .value_name("TOKEN")
                .help("Run in the order that `hob explore` found, with its clock and seed"),
        )
        .arg(
            Arg::new("errors")
                .long("errors")
                .value_name("STYLE")
                .value_parser(["plain", "pretty", "auto"])
                .help(
                    "Show errors as CPython's text, as drawn reports, or drawn on a terminal only",
                ),
        )
        .arg(
            Arg::new("dump")
                .long("dump")
                .value_name("STAGE")
                .value_parser(["tokens", "ast", "scopes", "bytecode"])
                .help("Show the output of a compilation stage instead of running the program"),
        )
        .arg(
            Arg::new("extra").short('X').value_name("OPTION").action(ArgAction::Append).help(
                "dev: show all warnings, and enable asyncio's debug mode; for others see --help-xoptions",
            ),
        )
        .arg(
            Arg::new("pycs")
                .long("check-hash-based-pycs")
                .value_name("WHEN")
                .value_parser(["default", "always", "never"])
                .help("Set _imp.check_hash_based_pycs, for importlib: Hob reads no compiled files"),
        )
        .arg(
            Arg::new("question").short('?').action(ArgAction::HelpShort).hide(true).help("Print help"),
        )
        .args([
            ("help-env", "Print the variables of the environment"),
            ("help-xoptions", "Print the options of -X"),
            ("help-all", "Print all of these"),
        ].map(|(name, help)| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)))
        .arg(
            Arg::new("warnings")
                .short('W')
                .value_name("FILTER")
                .action(ArgAction::Append)
                .help("Filter warnings like CPython's option"),
        )
        .arg(
            Arg::new("program")
                .value_name("FILE")
                .help("The program (- for standard input) and its arguments"),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, u8> {
        Options::parse(std::iter::once("hob").chain(line.split_whitespace()).map(OsString::from))
    }

    /// The program and its arguments.
    fn parts(line: &str) -> (Program, Vec<String>) {
        let options = parse(line).unwrap_or_else(|status| panic!("{line}: status {status}"));
        (options.program, options.arguments)
    }

    fn file(name: &str) -> Program {
        Program::File(name.into())
    }

    #[test]
    fn arguments_after_the_program_belong_to_it() {
        let code = |text: &str| Program::Code(text.into());
        let module = |name: &str| Program::Module(name.into());
        let table: &[(&str, Program, &[&str])] = &[
            ("a.py", file("a.py"), &[]),
            ("a.py -i -c x", file("a.py"), &["-i", "-c", "x"]),
            ("-i a.py -m x --clock=no", file("a.py"), &["-m", "x", "--clock=no"]),
            ("--clock virtual a.py", file("a.py"), &[]),
            ("--clock=virtual a.py b", file("a.py"), &["b"]),
            ("-W error a.py", file("a.py"), &[]),
            ("-m asyncio", Program::Nothing, &[]),
            ("-c pass", code("pass"), &[]),
            ("-cpass", code("pass"), &[]),
            ("-c pass -c --version", code("pass"), &["-c", "--version"]),
            ("-c -x", code("-x"), &[]),
            ("-m json.tool -h", module("json.tool"), &["-h"]),
            ("-i -mjson.tool x", module("json.tool"), &["x"]),
            ("- a b", Program::Stdin, &["a", "b"]),
            ("-i - -c", Program::Stdin, &["-c"]),
            ("-ic pass x", code("pass"), &["x"]),
            ("-icpass x", code("pass"), &["x"]),
            ("-uBE a.py -u", file("a.py"), &["-u"]),
            ("-Xdev -Werror -um x y", module("x"), &["y"]),
            ("-- a.py b", file("a.py"), &["b"]),
            ("-- -odd.py", file("-odd.py"), &[]),
        ];
        for (line, program, arguments) in table {
            let (found, rest) = parts(line);
            assert_eq!(&found, program, "{line}");
            assert_eq!(&rest, arguments, "{line}");
        }
    }

    #[test]
    fn options_are_read() {
        let options =
            |line: &str| parse(line).unwrap_or_else(|status| panic!("{line}: status {status}"));
        assert!(options("-i a.py").interactive && !options("a.py").interactive);
        assert!(options("--clock=virtual a.py").virtual_clock);
        assert!(!options("--clock=real a.py").virtual_clock);
        assert_eq!(options("-W error -Wignore a.py").warnings, ["error", "ignore"]);
        let has = |line: &str, flag| options(line).flags.get(flag);
        assert_eq!(has("-X dev a.py", Flag::DevMode), 1);
        assert_eq!(has("-Xdev a.py", Flag::DevMode), 1);
        assert_eq!(has("-X utf8=1 a.py", Flag::DevMode), 0);
        assert_eq!(has("-X utf8=1 a.py", Flag::Utf8Mode), 1);
        assert_eq!(has("-OO a.py", Flag::Optimize), 2);
        assert_eq!(has("-OBbbs a.py", Flag::BytesWarning), 2);
        assert_eq!(has("-OBbbs a.py", Flag::NoUserSite), 1);
        for implied in [Flag::IgnoreEnvironment, Flag::SafePath, Flag::NoUserSite] {
            assert_eq!(has("-I a.py", implied), 1, "{implied:?}");
            assert_eq!(has("-R a.py", implied), 0, "{implied:?}");
        }
        assert_eq!(options("-bb -Wignore a.py").warnings, ["ignore", "error::BytesWarning"]);
        assert!(options("-u a.py").unbuffered && !options("-E a.py").unbuffered);
        assert_eq!(
            options("-X a=b=c -X d a.py").extra,
            [("a".to_string(), Some("b=c".to_string())), ("d".to_string(), None)]
        );
        for (name, stage) in [
            ("tokens", Stage::Tokens),
            ("ast", Stage::Ast),
            ("scopes", Stage::Scopes),
            ("bytecode", Stage::Bytecode),
        ] {
            assert_eq!(options(&format!("--dump={name} a.py")).dump, Some(stage));
        }
    }

    #[test]
    fn wrong_usage_and_help_end_with_a_status() {
        let table = [
            ("--no-such-option a.py", 2),
            ("--clock=tomorrow a.py", 2),
            ("--dump=nothing a.py", 2),
            ("-c", 2),
            ("-m", 2),
            ("--help", 0),
            ("-V", 0),
        ];
        for (line, status) in table {
            assert_eq!(parse(line).err(), Some(status), "{line}");
        }
    }

    #[test]
    fn without_a_program_a_session_starts() {
        let options = parse("-i").unwrap_or_else(|status| panic!("status {status}"));
        assert_eq!((options.program, options.interactive), (Program::Nothing, true));
    }
}
