//! The switches of CPython's command and the environment variables that set the same flags.

use crate::vm::flags::{Flag, Flags};

/// A one-letter switch, which may be repeated and combined with others.
pub(super) struct Switch {
    pub(super) letter: &'static str,
    /// The flags that it sets.
    pub(super) flags: &'static [Flag],
    /// Whether the number of its uses counts.
    pub(super) counts: bool,
    pub(super) help: &'static str,
}

/// The switches of CPython's command, in alphabetical order, ignoring case.
pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        letter: "b",
        flags: &[Flag::BytesWarning],
        counts: true,
        help: "Warn about str(bytes) and comparisons of bytes with text; -bb makes them errors",
    },
    Switch {
        letter: "B",
        flags: &[Flag::DontWriteBytecode],
        counts: false,
        help: "Set sys.dont_write_bytecode: nothing is ever written next to a source",
    },
    Switch { letter: "d", flags: &[Flag::Debug], counts: true, help: "Set sys.flags.debug" },
    Switch {
        letter: "E",
        flags: &[Flag::IgnoreEnvironment],
        counts: false,
        help: "Ignore the variables PYTHON*",
    },
    Switch {
        letter: "i",
        flags: &[Flag::Inspect, Flag::Interactive],
        counts: true,
        help: "Start an interactive session after the program",
    },
    Switch {
        letter: "I",
        flags: &[Flag::Isolated],
        counts: false,
        help: "Run apart from the user's environment: -E, -P and -s",
    },
    Switch {
        letter: "O",
        flags: &[Flag::Optimize],
        counts: true,
        help: "Leave out assert statements, and with -OO docstrings",
    },
    Switch {
        letter: "P",
        flags: &[Flag::SafePath],
        counts: false,
        help: "Do not search the program's folder for modules",
    },
    Switch {
        letter: "q",
        flags: &[Flag::Quiet],
        counts: true,
        help: "Start a session without its banner",
    },
    Switch {
        letter: "R",
        flags: &[],
        counts: false,
        help: "Key hashes at random, whatever PYTHONHASHSEED says",
    },
    Switch {
        letter: "s",
        flags: &[Flag::NoUserSite],
        counts: false,
        help: "Do not search the user's site-packages",
    },
    Switch {
        letter: "S",
        flags: &[Flag::NoSite],
        counts: false,
        help: "Do not import site at start-up",
    },
    Switch {
        letter: "t",
        flags: &[],
        counts: true,
        help: "No effect: accepted as in CPython, for old scripts",
    },
    Switch { letter: "u", flags: &[], counts: false, help: "Write standard output at once" },
    Switch { letter: "v", flags: &[Flag::Verbose], counts: true, help: "Report each import" },
    Switch { letter: "x", flags: &[], counts: false, help: "Skip the first line of the program" },
];

/// The environment variables that set a flag to their number or to 1.
pub(super) const VARIABLES: &[(&str, Flag)] = &[
    ("PYTHONDEBUG", Flag::Debug),
    ("PYTHONDEVMODE", Flag::DevMode),
    ("PYTHONDONTWRITEBYTECODE", Flag::DontWriteBytecode),
    ("PYTHONINSPECT", Flag::Inspect),
    ("PYTHONNOUSERSITE", Flag::NoUserSite),
    ("PYTHONOPTIMIZE", Flag::Optimize),
    ("PYTHONSAFEPATH", Flag::SafePath),
    ("PYTHONVERBOSE", Flag::Verbose),
];

/// The state of the switches.
#[derive(Default)]
pub(super) struct Switches {
    pub(super) flags: Flags,
    pub(super) random_hashes: bool,
    pub(super) unbuffered: bool,
    pub(super) skips_first_line: bool,
}

impl Switches {
    /// The state, given the number of uses of each.
    pub(super) fn of(uses: impl Fn(&Switch) -> u8) -> Switches {
        let mut switches = Switches::default();
        for switch in SWITCHES {
            let uses = uses(switch);
            for flag in switch.flags {
                switches.flags.set(*flag, uses);
            }
            match switch.letter {
                "R" => switches.random_hashes = uses > 0,
                "u" => switches.unbuffered = uses > 0,
                "x" => switches.skips_first_line = uses > 0,
                _ => {}
            }
        }
        switches
    }
}
