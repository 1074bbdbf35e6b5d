//! Command-line options.

use crate::diagnostics::ErrorStyle;
use crate::text::hash::HashKey;
use clap::{Arg, ArgAction, Command, value_parser};
use std::ffi::OsString;
use std::io::IsTerminal;

/// The source of the program.
#[derive(Debug, Default, PartialEq, Eq)]
pub enum Program {
    /// A file (or a folder or archive with a `__main__.py`).
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
    /// `-W` arguments, in order.
    pub warnings: Vec<String>,
    /// `-X dev`, or `PYTHONDEVMODE`.
    pub dev_mode: bool,
    /// The key that `PYTHONHASHSEED` fixes, unless `-R` asks for a random one.
    pub hash_key: Option<HashKey>,
}

impl Options {
    /// Parses the command line. The error is an exit status: the output of `--help` and
    /// `--version`, and messages about wrong usage, have been written by then.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, u8> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        // Options precede the program: if the program comes first, there are none.
        if let Some(file) = arguments.get(1)
            && !file.to_string_lossy().starts_with('-')
        {
            let program = Program::File(file.to_string_lossy().into_owned());
            let rest = arguments[2..].iter().map(|a| a.to_string_lossy().into_owned());
            let hash_key = fixed_hash_key()?;
            return Ok(Options {
                program,
                arguments: rest.collect(),
                hash_key,
                ..Options::default()
            });
        }
        let (arguments, behind) = split_behind_program(arguments);
        let matches = command().try_get_matches_from(arguments).map_err(|error| {
            // A failure to write the message is ignored.
            let _ = error.print();
            if error.use_stderr() { 2 } else { 0 }
        })?;
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let mut rest: Vec<String> = matches
            .get_many::<OsString>("program")
            .map(|values| values.map(|v| v.to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        rest.extend(behind.iter().map(|a| a.to_string_lossy().into_owned()));
        let interactive = matches.get_flag("interactive");
        let program = if let Some(code) = text("code") {
            Program::Code(code)
        } else if let Some(module) = text("module") {
            Program::Module(module)
        } else if rest.is_empty() {
            match interactive || std::io::stdin().is_terminal() {
                true => Program::Nothing,
                false => Program::Stdin,
            }
        } else {
            match rest.remove(0) {
                dash if dash == "-" => Program::Stdin,
                file => Program::File(file),
            }
        };
        let extra = matches.get_many::<String>("extra").into_iter().flatten();
        let mut dev_mode = std::env::var_os("PYTHONDEVMODE").is_some_and(|v| !v.is_empty());
        for option in extra {
            let name = option.split('=').next().unwrap_or_default();
            if !EXTRA.contains(&name) {
                eprintln!("hob: unknown option -X {option} (known are: {})", EXTRA.join(", "));
                return Err(2);
            }
            dev_mode |= name == "dev";
        }
        Ok(Options {
            dev_mode,
            hash_key: if matches.get_flag("random hashes") { None } else { fixed_hash_key()? },
            interactive: interactive || program == Program::Nothing,
            program,
            arguments: rest,
            virtual_clock: text("clock").as_deref() == Some("virtual"),
            errors: text("errors").and_then(|e| ErrorStyle::from_name(&e)).unwrap_or_default(),
            dump: text("dump").map(|stage| match stage.as_str() {
                "tokens" => Stage::Tokens,
                "ast" => Stage::Ast,
                "scopes" => Stage::Scopes,
                _ => Stage::Bytecode,
            }),
            warnings: matches
                .get_many::<String>("warnings")
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
        })
    }
}

/// The key of hashes that `PYTHONHASHSEED` fixes. The error is an exit status.
fn fixed_hash_key() -> Result<Option<HashKey>, u8> {
    let setting = std::env::var_os("PYTHONHASHSEED").unwrap_or_default();
    HashKey::from_setting(&setting.to_string_lossy()).map_err(|message| {
        eprintln!("Fatal Python error: config_init_hash_seed: {message}");
        1
    })
}

/// Splits the arguments after `-c CODE` or `-m MODULE`: the rest belongs to the program.
fn split_behind_program(mut arguments: Vec<OsString>) -> (Vec<OsString>, Vec<OsString>) {
    let command = command();
    let takes_value = |argument: &str| {
        command.get_arguments().filter(|a| a.get_action().takes_values()).any(|a| {
            let short = a.get_short().is_some_and(|short| argument == format!("-{short}"));
            short || a.get_long().is_some_and(|long| argument == format!("--{long}"))
        })
    };
    let mut at = 1;
    while let Some(argument) = arguments.get(at).map(|a| a.to_string_lossy().into_owned()) {
        if argument == "-" || !argument.starts_with('-') {
            break;
        }
        let is_program = argument.starts_with("-c") || argument.starts_with("-m");
        if is_program && argument.len() > 2 {
            arguments.splice(at..=at, [argument[..2].into(), argument[2..].into()]);
        }
        at += if is_program || takes_value(&argument) { 2 } else { 1 };
        if is_program {
            let behind = arguments.split_off(at.min(arguments.len()));
            return (arguments, behind);
        }
    }
    (arguments, Vec::new())
}

/// The values of CPython's option `-X`. All except `dev` are accepted without effect.
const EXTRA: &[&str] = &[
    "dev",
    "utf8",
    "faulthandler",
    "importtime",
    "tracemalloc",
    "showrefcount",
    "frozen_modules",
    "no_debug_ranges",
    "int_max_str_digits",
    "warn_default_encoding",
    "pycache_prefix",
    "perf",
    "cpu_count",
    "gil",
];

fn command() -> Command {
    Command::new("hob")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs Python programs, above all those of asyncio")
        .override_usage("hob [OPTIONS] FILE [ARG]...\n       hob [OPTIONS] -c CODE [ARG]...\n       hob [OPTIONS] -m MODULE [ARG]...\n       hob [OPTIONS] - [ARG]...\n       hob [OPTIONS]            (an interactive session, on a terminal)\n       hob check [OPTIONS] FILE...   (reports mistakes without running)")
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
        .arg(
            Arg::new("interactive")
                .short('i')
                .action(ArgAction::SetTrue)
                .help("Start an interactive session after the program"),
        )
        .arg(
            Arg::new("random hashes")
                .short('R')
                .action(ArgAction::SetTrue)
                .help("Key the hashes of text and bytes at random whatever PYTHONHASHSEED says"),
        )
        .arg(
            Arg::new("clock")
                .long("clock")
                .value_name("CLOCK")
                .value_parser(["real", "virtual"])
                .help("Wait in real time, or let a virtual clock jump whenever all tasks wait"),
        )
        .arg(
            Arg::new("errors")
                .long("errors")
                .value_name("STYLE")
                .value_parser(["plain", "pretty", "auto"])
                .help("Show errors as CPython's text, as drawn reports, or drawn on a terminal only"),
        )
        .arg(
            Arg::new("dump")
                .long("dump")
                .value_name("STAGE")
                .value_parser(["tokens", "ast", "scopes", "bytecode"])
                .help("Show the output of a compilation stage instead of running the program"),
        )
        .arg(
            Arg::new("extra")
                .short('X')
                .value_name("OPTION")
                .action(ArgAction::Append)
                .help("CPython's option: -X dev shows all warnings and enables asyncio's debug mode"),
        )
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
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .value_parser(value_parser!(OsString))
                .help("The program (- for standard input) and its arguments"),
        )
}
