//! Long work that its caller may stop.

/// The caller stopped the work, and knows the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended;

/// A caller that may stop long work.
pub trait Pace {
    /// Counts work that is about to be done, each unit about as long as a pass of a small loop.
    ///
    /// # Errors
    /// The work is to stop.
    fn tick(&self, work: usize) -> Result<(), Ended>;

    /// The maximum depth of an expression's tree, or of a chain of `elif`s. Every walk over the tree,
    /// its drop included, recurses that deeply, so it depends on the caller's native stack.
    fn max_depth(&self) -> usize {
        USUAL_DEPTH
    }

    /// The maximum number of digits of a decimal literal; 0 for no limit
    /// (`sys.set_int_max_str_digits`).
    fn max_digits(&self) -> usize {
        USUAL_DIGITS
    }
}

/// CPython's usual limit on the digits of a decimal literal.
const USUAL_DIGITS: usize = 4300;

/// The maximum depth of trees on any thread's stack.
pub const USUAL_DEPTH: usize = 4000;
/// The maximum depth of trees on a large stack, like CPython's.
const MAX_DEPTH: usize = 10_000;
/// The bytes of native stack that a walk takes for each level, at most.
const LEVEL: usize = 4096;

/// The maximum depth of trees with this much native stack left, in bytes.
pub fn depth_within(stack: usize) -> usize {
    (stack / LEVEL).clamp(USUAL_DEPTH, MAX_DEPTH)
}

/// Work that is never stopped, with this much native stack in bytes.
pub struct WithStack(pub usize);

impl Pace for WithStack {
    fn tick(&self, _: usize) -> Result<(), Ended> {
        Ok(())
    }

    fn max_depth(&self) -> usize {
        depth_within(self.0)
    }
}

/// Work that is never stopped.
pub struct AtOnce;

impl Pace for AtOnce {
    fn tick(&self, _: usize) -> Result<(), Ended> {
        Ok(())
    }
}
