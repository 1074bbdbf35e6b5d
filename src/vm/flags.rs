//! The settings of `sys.flags`.

use crate::objects::code::Optimization;
use std::cell::Cell;

/// A field of `sys.flags`, numbered by its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// `-d`
    Debug,
    /// `-i`: a session follows the program.
    Inspect,
    /// `-i`
    Interactive,
    /// `-O`, `-OO`
    Optimize,
    /// `-B`
    DontWriteBytecode,
    /// `-s`
    NoUserSite,
    /// `-S`
    NoSite,
    /// `-E`
    IgnoreEnvironment,
    /// `-v`: each import is reported.
    Verbose,
    /// `-b`, `-bb`: text made from bytes, and comparisons of the two, give a warning.
    BytesWarning,
    /// `-q`
    Quiet,
    /// Hashes are keyed at random.
    HashRandomization,
    /// `-I`
    Isolated,
    /// `-X dev`
    DevMode,
    /// `-X utf8`
    Utf8Mode,
    /// `-X warn_default_encoding`
    WarnDefaultEncoding,
    /// `-P`: the folder of the program is not searched for modules.
    SafePath,
}

/// The number of flags.
const COUNT: usize = Flag::SafePath as usize + 1;

/// The settings of an interpreter, all zero until they are set. Counted options such as `-OO` have
/// their count.
#[derive(Clone, Debug, Default)]
pub struct Flags([Cell<u8>; COUNT]);

impl Flags {
    /// The setting of a flag.
    pub fn get(&self, flag: Flag) -> u8 {
        self.0[flag as usize].get()
    }

    /// Whether a flag is set.
    pub fn is_set(&self, flag: Flag) -> bool {
        self.get(flag) > 0
    }

    /// Sets a flag.
    pub fn set(&self, flag: Flag, value: u8) {
        self.0[flag as usize].set(value);
    }

    /// Raises a flag to at least this value.
    pub fn raise(&self, flag: Flag, value: u8) {
        self.set(flag, self.get(flag).max(value));
    }

    /// Copies all settings of another.
    pub fn assign(&self, others: &Flags) {
        for (own, other) in self.0.iter().zip(&others.0) {
            own.set(other.get());
        }
    }

    /// The settings, in the order of `sys.flags`.
    pub fn values(&self) -> impl Iterator<Item = u8> + '_ {
        self.0.iter().map(Cell::get)
    }

    /// The statements that the compiler leaves out.
    pub fn optimization(&self) -> Optimization {
        Optimization::from_level(self.get(Flag::Optimize).into())
    }
}
