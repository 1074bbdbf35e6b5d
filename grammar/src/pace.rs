//! Long work that its caller may end.

/// The caller ended the work. It knows the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended;

/// A caller that may end long work.
pub trait Pace {
    /// Counts work that is about to be done, each unit about as long as a pass of a small loop.
    ///
    /// # Errors
    /// The work is to end.
    fn tick(&self, work: usize) -> Result<(), Ended>;
}

/// Work that goes on to its end.
pub struct AtOnce;

impl Pace for AtOnce {
    fn tick(&self, _: usize) -> Result<(), Ended> {
        Ok(())
    }
}
