//! Command-line options.

use crate::diagnostics::ErrorStyle;
use crate::modules::sys::Flags;
use crate::text::hash::HashKey;
use crate::text::os_text;
use crate::text::wrap::COLUMNS;
use clap::{Arg, ArgAction, Command};
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;

/// The source of the program.
#[derive(Debug, Default, PartialEq, Eq)]
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
    /// What programs see in `sys.flags`.
    pub flags: Flags,
    /// `-u`, or `PYTHONUNBUFFERED`.
    pub unbuffered: bool,
    /// `--venv`
    pub venv: Option<PathBuf>,
    /// The key that `PYTHONHASHSEED` fixes, unless `-R` asks for a random one.
    pub hash_key: Option<HashKey>,
}

impl Options {
    /// Parses the command line. The error is an exit status: the output of `--help` and
    /// `--version`, and messages about wrong usage, have been written by then.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, u8> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let (arguments, mut rest) = split_at_program(arguments);
        // Without options, as usual, start-up need not wait for clap.
        if arguments.len() <= 1 && !rest.is_empty() {
            let options = Options {
                program: named_program(rest.remove(0)),
                arguments: rest,
                ..Options::default()
            };
            return options.with_environment();
        }
        let matches = command().try_get_matches_from(arguments).map_err(|error| {
            // A failure to write the message is ignored.
            let _ = error.print();
            if error.use_stderr() { 2 } else { 0 }
        })?;
        let text = |name: &str| matches.get_one::<String>(name).cloned();
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
            named_program(rest.remove(0))
        };
        let extra = matches.get_many::<String>("extra").into_iter().flatten();
        let mut dev_mode = false;
        for option in extra {
            let name = option.split('=').next().unwrap_or_default();
            if !EXTRA.contains(&name) {
                eprintln!("hob: unknown option -X {option} (known are: {})", EXTRA.join(", "));
                return Err(2);
            }
            dev_mode |= name == "dev";
        }
        let isolated = matches.get_flag("isolated");
        let options = Options {
            flags: Flags {
                interactive,
                dont_write_bytecode: matches.get_flag("no bytecode"),
                no_user_site: isolated || matches.get_flag("no user site"),
                no_site: matches.get_flag("no site"),
                ignore_environment: isolated || matches.get_flag("no environment"),
                quiet: matches.get_flag("quiet"),
                isolated,
                dev_mode,
                safe_path: isolated || matches.get_flag("safe path"),
            },
            unbuffered: matches.get_flag("unbuffered"),
            venv: matches.get_one::<PathBuf>("venv").cloned(),
            hash_key: None,
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
        };
        let mut options = options.with_venv()?.with_environment()?;
        if matches.get_flag("random hashes") {
            options.hash_key = None;
        }
        Ok(options)
    }

    /// A variable of the environment that is set, and neither empty nor ignored (`-E`).
    pub fn variable(&self, name: &str) -> Option<OsString> {
        if self.flags.ignore_environment {
            return None;
        }
        std::env::var_os(name).filter(|value| !value.is_empty())
    }

    /// Checks the folder of `--venv`. The error is an exit status.
    fn with_venv(self) -> Result<Options, u8> {
        match &self.venv {
            Some(folder) if !folder.join("pyvenv.cfg").is_file() => {
                let folder = folder.display();
                eprintln!("hob: no virtual environment in '{folder}' (it has no pyvenv.cfg)");
                Err(2)
            }
            _ => Ok(self),
        }
    }

    /// Adds the settings of the environment. The error is an exit status.
    fn with_environment(mut self) -> Result<Options, u8> {
        if self.flags.ignore_environment {
            return Ok(self);
        }
        self.hash_key = fixed_hash_key()?;
        for (name, flag) in [
            ("PYTHONDEVMODE", &mut self.flags.dev_mode),
            ("PYTHONNOUSERSITE", &mut self.flags.no_user_site),
            ("PYTHONDONTWRITEBYTECODE", &mut self.flags.dont_write_bytecode),
            ("PYTHONSAFEPATH", &mut self.flags.safe_path),
            ("PYTHONUNBUFFERED", &mut self.unbuffered),
        ] {
            *flag |= std::env::var_os(name).is_some_and(|value| !value.is_empty());
        }
        Ok(self)
    }
}

/// The program of the first argument that is no option.
fn named_program(argument: String) -> Program {
    if argument == "-" { Program::Stdin } else { Program::File(argument) }
}

/// The key of hashes that `PYTHONHASHSEED` fixes. The error is an exit status.
fn fixed_hash_key() -> Result<Option<HashKey>, u8> {
    let setting = std::env::var_os("PYTHONHASHSEED").unwrap_or_default();
    HashKey::from_setting(&setting.to_string_lossy()).map_err(|message| {
        eprintln!("Fatal Python error: config_init_hash_seed: {message}");
        1
    })
}

/// Splits the command line: the options, up to `-c CODE` or `-m MODULE`, and the rest, which begins
/// with the program's file unless the options have a program, and belongs to the program.
fn split_at_program(mut arguments: Vec<OsString>) -> (Vec<OsString>, Vec<String>) {
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
            // The first letter that takes a value ends the row; its value is the rest or follows.
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

/// CPython's options without a value: a name, the letter, the help.
const SWITCHES: [(&str, char, &str); 8] = [
    ("isolated", 'I', "Isolate the program from the user's environment: -E -P -s"),
    ("no environment", 'E', "Ignore the environment variables PYTHON*"),
    ("no user site", 's', "Leave the user's site-packages out of sys.path"),
    ("no site", 'S', "Leave all site-packages out of sys.path"),
    ("safe path", 'P', "Leave the program's folder out of sys.path"),
    ("unbuffered", 'u', "Write standard output at once"),
    (
        "no bytecode",
        'B',
        "Set sys.flags.dont_write_bytecode: no .pyc files are written in any case",
    ),
    ("quiet", 'q', "Start the session without a banner"),
];

fn command() -> Command {
    Command::new("hob")
        .term_width(COLUMNS)
        .version(env!("CARGO_PKG_VERSION"))
        .about("Runs Python programs, above all those of asyncio")
        .override_usage(
            "hob [OPTIONS] FILE [ARG]...\n       \
             hob [OPTIONS] -c CODE [ARG]...\n       \
             hob [OPTIONS] -m MODULE [ARG]...\n       \
             hob [OPTIONS] - [ARG]...\n       \
             hob [OPTIONS]                 (an interactive session, on a terminal)\n       \
             hob check [OPTIONS] FILE...   (reports mistakes without running)",
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
        .args(SWITCHES.iter().map(|(name, letter, help)| {
            Arg::new(*name).short(*letter).action(ArgAction::SetTrue).help(*help)
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
                "CPython's option: -X dev shows all warnings and enables asyncio's debug mode",
            ),
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
        assert!(options("-X dev a.py").flags.dev_mode && !options("-X utf8=1 a.py").flags.dev_mode);
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
            ("-X no_such_option a.py", 2),
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
