//! The options of `-X`, the equivalent environment variables, and what each does.

use super::options::Options;
use crate::embed::{Interpreter, Result};
use crate::modules::sys;
use crate::text::wrap::{COLUMNS, wrap};
use crate::vm::Vm;
use crate::vm::flags::Flag;

/// An option of `-X`, for their list.
struct Extra {
    form: &'static str,
    /// The environment variable with the same effect.
    variable: &'static str,
    help: &'static str,
}

/// The options that do something; others are kept in `sys._xoptions`, as CPython keeps them.
const EXTRAS: &[Extra] = &[
    Extra {
        form: "cpu_count=N",
        variable: "PYTHON_CPU_COUNT",
        help: "The number of processors that os.cpu_count() returns; default for the machine's own",
    },
    Extra {
        form: "dev",
        variable: "PYTHONDEVMODE",
        help: "Show all warnings, and enable asyncio's debug mode and faulthandler",
    },
    Extra {
        form: "faulthandler",
        variable: "PYTHONFAULTHANDLER",
        help: "Enable the module faulthandler at start-up",
    },
    Extra {
        form: "frozen_modules=on|off",
        variable: "PYTHON_FROZEN_MODULES",
        help: "Either is true of Hob: its library comes compiled, and its sources can be read",
    },
    Extra {
        form: "importtime",
        variable: "PYTHONPROFILEIMPORTTIME",
        help: "Show on standard error how long each import takes",
    },
    Extra {
        form: "int_max_str_digits=N",
        variable: "PYTHONINTMAXSTRDIGITS",
        help: "The maximum number of digits when ints are read from or shown as text; 0 for no limit",
    },
    Extra {
        form: "no_debug_ranges",
        variable: "PYTHONNODEBUGRANGES",
        help: "Show lines in tracebacks, without marks under them",
    },
    Extra {
        form: "pycache_prefix=FOLDER",
        variable: "PYTHONPYCACHEPREFIX",
        help: "Set sys.pycache_prefix, which importlib uses to name compiled files; Hob writes none",
    },
    Extra {
        form: "tracemalloc[=N]",
        variable: "PYTHONTRACEMALLOC",
        help: "Start the module tracemalloc at start-up",
    },
    Extra {
        form: "utf8[=0|1]",
        variable: "PYTHONUTF8",
        help: "Set sys.flags.utf8_mode; files and streams are UTF-8 in any case",
    },
    Extra {
        form: "warn_default_encoding",
        variable: "PYTHONWARNDEFAULTENCODING",
        help: "Warn when a file is opened as text without an encoding",
    },
];

/// Options of CPython that Hob cannot follow, with the alternative.
const REFUSED: &[(&str, &str)] =
    &[("perf", "`hob profile` samples a program"), ("perf_jit", "`hob profile` samples a program")];

/// The text of `--help-xoptions`.
pub fn help() -> String {
    const COLUMN: usize = 25;
    let lines = EXTRAS.iter().map(|extra| {
        let text = format!("{:COLUMN$}{}; also {}", "", extra.help, extra.variable);
        let text = wrap(&text, COLUMNS);
        format!("  {:<2$}{}\n", extra.form, text.trim_start(), COLUMN - 2)
    });
    let refused = REFUSED.iter().map(|(name, instead)| format!("  {name:<23}Refused: {instead}\n"));
    format!(
        "Options of -X:\n{}{}Others are only stored in sys._xoptions.\n",
        lines.collect::<String>(),
        refused.collect::<String>()
    )
}

/// The settings from the options of `-X` and the variables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    cpu_count: Option<usize>,
    faulthandler: bool,
    import_times: bool,
    hides_columns: bool,
    pycache_prefix: Option<String>,
    tracemalloc: Option<u16>,
    /// `--check-hash-based-pycs`
    pub check_pycs: Option<String>,
}

impl Settings {
    /// Reads the settings, once the flags are known.
    ///
    /// # Errors
    /// An exit status; the message has been written.
    pub fn of(options: &Options) -> std::result::Result<Settings, u8> {
        let is_on = |name: &str, variable: &str| {
            options.extra(name).is_some() || options.variable(variable).is_some()
        };
        let value = |name: &str, variable: &str| match options.extra(name) {
            Some(value) => Some(value.unwrap_or_default().to_string()),
            None => options.variable(variable),
        };
        for (name, instead) in REFUSED {
            if options.extra(name).is_some() {
                eprintln!("hob: -X {name} is not supported: {instead}");
                return Err(2);
            }
        }
        match value("gil", "PYTHON_GIL").as_deref() {
            None | Some("1") => {}
            Some("0") => return Err(fatal("config_read_gil", "Hob's threads take turns")),
            Some(_) => {
                return Err(fatal("config_read_gil", "PYTHON_GIL / -X gil must be \"0\" or \"1\""));
            }
        }
        if let Some(value) = value("frozen_modules", "PYTHON_FROZEN_MODULES")
            && !matches!(value.as_str(), "" | "on" | "off")
        {
            let message = "bad value for option \"-X frozen_modules\" (expected \"on\" or \"off\")";
            return Err(fatal("config_init_import", message));
        }
        let cpu_count = match value("cpu_count", "PYTHON_CPU_COUNT").as_deref() {
            None | Some("default") => None,
            Some(number) => match number.parse() {
                Ok(count) if count > 0 => Some(count),
                _ => {
                    return Err(fatal(
                        "config_init_cpu_count",
                        "-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0",
                    ));
                }
            },
        };
        let tracemalloc = match value("tracemalloc", "PYTHONTRACEMALLOC").as_deref() {
            None | Some("0") => None,
            Some("") => Some(1),
            Some(number) => match number.parse() {
                Ok(frames) => Some(frames),
                Err(_) => {
                    let message = "-X tracemalloc=NFRAME: invalid number of frames";
                    return Err(fatal("config_init_tracemalloc", message));
                }
            },
        };
        if is_on("warn_default_encoding", "PYTHONWARNDEFAULTENCODING") {
            options.flags.set(Flag::WarnDefaultEncoding, 1);
        }
        Ok(Settings {
            cpu_count,
            faulthandler: is_on("faulthandler", "PYTHONFAULTHANDLER")
                || options.flags.is_set(Flag::DevMode),
            import_times: is_on("importtime", "PYTHONPROFILEIMPORTTIME"),
            hides_columns: is_on("no_debug_ranges", "PYTHONNODEBUGRANGES"),
            pycache_prefix: value("pycache_prefix", "PYTHONPYCACHEPREFIX")
                .filter(|prefix| !prefix.is_empty()),
            tracemalloc,
            check_pycs: None,
        })
    }

    /// Applies the settings to an interpreter that has not run anything.
    pub fn apply(&self, vm: &Vm) {
        let program = vm.extension::<sys::Program>();
        program.cpu_count.set(self.cpu_count);
        program.pycache_prefix.replace(self.pycache_prefix.clone());
        program.check_pycs.replace(self.check_pycs.clone());
        vm.hides_columns.set(self.hides_columns);
        if self.import_times {
            vm.write_error(vm.import_times.start());
        }
    }

    /// Starts the requested modules.
    ///
    /// # Errors
    /// Any exception that they raise.
    pub fn start(&self, interpreter: &Interpreter) -> Result<()> {
        if self.faulthandler {
            interpreter.import("faulthandler")?.call_method("enable", ())?;
        }
        if let Some(frames) = self.tracemalloc {
            interpreter.import("tracemalloc")?.call_method("start", (i64::from(frames),))?;
        }
        Ok(())
    }
}

/// Reports a setting with which the interpreter cannot start. Returns the exit status.
fn fatal(where_: &str, message: &str) -> u8 {
    eprintln!("Fatal Python error: {where_}: {message}");
    1
}
