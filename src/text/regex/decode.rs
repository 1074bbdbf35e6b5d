//! Reads the code written by `re._compiler` into a tree.

use super::class::{Class, Fold};
use crate::text::pace::{Ended, Pace};

/// The code was not written by `re._compiler`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid;

/// The opcodes, in the order of `re._constants.OPCODES`.
pub mod op {
    macro_rules! opcodes {
        ($($name:ident)*) => {
            opcodes!(@ 0u32, $($name)*);
        };
        (@ $number:expr, $name:ident $($rest:ident)*) => {
            #[allow(missing_docs)]
            pub const $name: u32 = $number;
            opcodes!(@ $number + 1, $($rest)*);
        };
        (@ $number:expr,) => {};
    }
    opcodes! {
        FAILURE SUCCESS ANY ANY_ALL ASSERT ASSERT_NOT AT BRANCH CATEGORY CHARSET BIGCHARSET
        GROUPREF GROUPREF_EXISTS IN INFO JUMP LITERAL MARK MAX_UNTIL MIN_UNTIL NOT_LITERAL NEGATE
        RANGE REPEAT REPEAT_ONE SUBPATTERN MIN_REPEAT_ONE ATOMIC_GROUP POSSESSIVE_REPEAT
        POSSESSIVE_REPEAT_ONE GROUPREF_IGNORE IN_IGNORE LITERAL_IGNORE NOT_LITERAL_IGNORE
        GROUPREF_LOC_IGNORE IN_LOC_IGNORE LITERAL_LOC_IGNORE NOT_LITERAL_LOC_IGNORE
        GROUPREF_UNI_IGNORE IN_UNI_IGNORE LITERAL_UNI_IGNORE NOT_LITERAL_UNI_IGNORE
        RANGE_UNI_IGNORE
    }
}

/// `re._constants.MAGIC`: the version of the code.
pub const MAGIC: u32 = 20_230_612;
/// The count of unbounded repeats, and the largest number in code.
pub const MAXREPEAT: u32 = u32::MAX;
/// The greatest number of groups.
pub const MAXGROUPS: u32 = i32::MAX as u32 / 2;

/// A condition on a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The start of the subject.
    Start,
    /// The start of a line.
    LineStart,
    /// The end of the subject, or before the newline that ends it.
    End,
    /// The end of a line.
    LineEnd,
    /// The very end of the subject.
    VeryEnd,
    /// Between a word character and another character, or none.
    Boundary {
        /// Whether letters are Unicode's, rather than ASCII's.
        unicode: bool,
    },
    /// Anywhere else.
    NoBoundary {
        /// Whether letters are Unicode's, or else ASCII's.
        unicode: bool,
    },
}

impl At {
    fn from_code(code: u32) -> Result<At, Invalid> {
        Ok(match code {
            0 | 2 => At::Start,
            1 => At::LineStart,
            3 | 8 => At::Boundary { unicode: false },
            4 | 9 => At::NoBoundary { unicode: false },
            5 => At::End,
            6 => At::LineEnd,
            7 => At::VeryEnd,
            10 => At::Boundary { unicode: true },
            11 => At::NoBoundary { unicode: true },
            _ => return Err(Invalid),
        })
    }
}

/// A repeat's choice between another iteration and continuing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Greed {
    /// Tries another iteration first.
    Greedy,
    /// Tries continuing first.
    Lazy,
    /// Makes as many iterations as it can, and never gives one back.
    Possessive,
}

/// A pattern.
#[derive(Debug)]
pub enum Node {
    /// A character.
    Literal(u32),
    /// A character of a set.
    Class(Class),
    /// A condition on the position.
    At(At),
    /// One after another.
    Sequence(Vec<Node>),
    /// The first that fits.
    Branch(Vec<Node>),
    /// Again and again.
    Repeat {
        /// The repeated code.
        body: Box<Node>,
        /// The least number of passes.
        min: u32,
        /// The greatest number of passes; none for [`MAXREPEAT`].
        max: u32,
        /// The number that is tried first.
        greed: Greed,
    },
    /// Records the position: group `n` begins with the mark `2n - 2` and ends with the next.
    Mark(u32),
    /// An atomic part: its first match is final.
    Atomic(Box<Node>),
    /// A condition on the text ahead or behind.
    Look {
        /// The code that must match, or must not.
        body: Box<Node>,
        /// The number of characters to go back.
        back: u32,
        /// Whether it must not fit.
        negative: bool,
    },
    /// The same text as a group's, counted from 0.
    GroupRef(u32, Fold),
    /// One of two, depending on whether a group has matched.
    IfGroup(u32, Box<Node>, Box<Node>),
    /// Fits nowhere.
    Fail,
}

/// Reads a pattern's code.
///
/// # Errors
/// The errors of [`Pace::tick`]; inside, `Invalid` if it is not code as written by `re._compiler`
/// for this many groups.
pub fn decode(
    codes: &[u32],
    groups: usize,
    pace: &dyn Pace,
) -> Result<Result<Node, Invalid>, Ended> {
    let mut reader = Reader { codes, at: 0, groups, depth: 0, pace, has_ended: false };
    let node = reader.sequence(codes.len());
    if reader.has_ended {
        return Err(Ended);
    }
    let is_whole = reader.at == codes.len() && codes.last() == Some(&op::SUCCESS);
    Ok(node.and_then(|node| if is_whole { Ok(node) } else { Err(Invalid) }))
}

/// The work for a node, in units.
const NODE: usize = 200;

/// The greatest nesting of patterns.
const MAX_DEPTH: usize = 1000;

struct Reader<'a> {
    codes: &'a [u32],
    at: usize,
    groups: usize,
    depth: usize,
    pace: &'a dyn Pace,
    /// Whether the caller has stopped the work, so that the code is not at fault.
    has_ended: bool,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<u32, Invalid> {
        let code = *self.codes.get(self.at).ok_or(Invalid)?;
        self.at += 1;
        Ok(code)
    }

    /// The target of a skip, which is the next code and relative to it.
    fn target(&mut self) -> Result<usize, Invalid> {
        let from = self.at;
        let target = from + self.next()? as usize;
        if target < self.at || target > self.codes.len() { Err(Invalid) } else { Ok(target) }
    }

    fn group(&mut self) -> Result<u32, Invalid> {
        let group = self.next()?;
        if (group as usize) < self.groups { Ok(group) } else { Err(Invalid) }
    }

    fn set(&mut self, fold: Fold) -> Result<Node, Invalid> {
        let end = self.target()?;
        let class = Class::decode(&self.codes[self.at..end], fold)?;
        self.at = end;
        Ok(Node::Class(class))
    }

    fn literal(&mut self, fold: Fold, negated: bool) -> Result<Node, Invalid> {
        let code = self.next()?;
        Ok(match fold == Fold::Exact && !negated {
            true => Node::Literal(code),
            false => Node::Class(Class::literal(code, fold, negated)),
        })
    }

    /// The nodes up to `end`, to the end of the part, or to a jump.
    fn sequence(&mut self, end: usize) -> Result<Node, Invalid> {
        if self.depth > MAX_DEPTH {
            return Err(Invalid);
        }
        self.depth += 1;
        let mut nodes = Vec::new();
        while self.at < end {
            if self.pace.tick(NODE).is_err() {
                self.has_ended = true;
                return Err(Invalid);
            }
            match self.codes[self.at] {
                op::SUCCESS => {
                    self.at += 1;
                    break;
                }
                op::JUMP | op::MAX_UNTIL | op::MIN_UNTIL => break,
                _ => nodes.extend(self.node()?),
            }
        }
        self.depth -= 1;
        match self.at <= end {
            true if nodes.len() == 1 => Ok(nodes.remove(0)),
            true => Ok(Node::Sequence(nodes)),
            false => Err(Invalid),
        }
    }

    /// A separate part up to `end`, where reading continues.
    fn part(&mut self, end: usize) -> Result<Box<Node>, Invalid> {
        let node = self.sequence(end)?;
        if self.at == end { Ok(Box::new(node)) } else { Err(Invalid) }
    }

    fn node(&mut self) -> Result<Option<Node>, Invalid> {
        use Fold::{Ascii, Exact, Unicode};
        Ok(Some(match self.next()? {
            op::FAILURE => Node::Fail,
            op::ANY => Node::Class(Class::not_newline()),
            op::ANY_ALL => Node::Class(Class::all()),
            op::LITERAL => self.literal(Exact, false)?,
            op::NOT_LITERAL => self.literal(Exact, true)?,
            op::LITERAL_IGNORE | op::LITERAL_LOC_IGNORE => self.literal(Ascii, false)?,
            op::NOT_LITERAL_IGNORE | op::NOT_LITERAL_LOC_IGNORE => self.literal(Ascii, true)?,
            op::LITERAL_UNI_IGNORE => self.literal(Unicode, false)?,
            op::NOT_LITERAL_UNI_IGNORE => self.literal(Unicode, true)?,
            op::IN => self.set(Exact)?,
            op::IN_IGNORE | op::IN_LOC_IGNORE => self.set(Ascii)?,
            op::IN_UNI_IGNORE => self.set(Unicode)?,
            op::CATEGORY => Node::Class(Class::category(self.next()?)?),
            op::AT => Node::At(At::from_code(self.next()?)?),
            op::INFO => {
                self.at = self.target()?;
                return Ok(None);
            }
            op::MARK => {
                let mark = self.next()?;
                if mark as usize >= 2 * self.groups {
                    return Err(Invalid);
                }
                Node::Mark(mark)
            }
            op::GROUPREF => Node::GroupRef(self.group()?, Exact),
            op::GROUPREF_IGNORE | op::GROUPREF_LOC_IGNORE => Node::GroupRef(self.group()?, Ascii),
            op::GROUPREF_UNI_IGNORE => Node::GroupRef(self.group()?, Unicode),
            op::BRANCH => self.branch()?,
            op::REPEAT => {
                let (end, min, max) = self.counts()?;
                let body = self.part(end)?;
                let greed = match self.next()? {
                    op::MAX_UNTIL => Greed::Greedy,
                    op::MIN_UNTIL => Greed::Lazy,
                    _ => return Err(Invalid),
                };
                Node::Repeat { body, min, max, greed }
            }
            op::POSSESSIVE_REPEAT => {
                let (end, min, max) = self.counts()?;
                let body = self.part(end)?;
                match self.next()? {
                    op::SUCCESS => {}
                    _ => return Err(Invalid),
                }
                Node::Repeat { body, min, max, greed: Greed::Possessive }
            }
            op @ (op::REPEAT_ONE | op::MIN_REPEAT_ONE | op::POSSESSIVE_REPEAT_ONE) => {
                let (end, min, max) = self.counts()?;
                let body = self.part(end)?;
                let greed = match op {
                    op::REPEAT_ONE => Greed::Greedy,
                    op::MIN_REPEAT_ONE => Greed::Lazy,
                    _ => Greed::Possessive,
                };
                Node::Repeat { body, min, max, greed }
            }
            op::ATOMIC_GROUP => {
                let end = self.target()?;
                Node::Atomic(self.part(end)?)
            }
            op @ (op::ASSERT | op::ASSERT_NOT) => {
                let end = self.target()?;
                let back = self.next()?;
                let body = self.part(end)?;
                Node::Look { body, back, negative: op == op::ASSERT_NOT }
            }
            op::GROUPREF_EXISTS => {
                let from = self.at;
                let group = self.group()?;
                let end = from + self.next()? as usize;
                if end < self.at || end > self.codes.len() {
                    return Err(Invalid);
                }
                let yes = self.sequence(end)?;
                let no = match self.at == end {
                    true => Node::Sequence(Vec::new()),
                    false => {
                        if self.next()? != op::JUMP {
                            return Err(Invalid);
                        }
                        let no_end = self.target()?;
                        if self.at != end {
                            return Err(Invalid);
                        }
                        *self.part(no_end)?
                    }
                };
                Node::IfGroup(group, Box::new(yes), Box::new(no))
            }
            _ => return Err(Invalid),
        }))
    }

    /// The end of a repeat's body, and how often it is repeated.
    fn counts(&mut self) -> Result<(usize, u32, u32), Invalid> {
        let end = self.target()?;
        let (min, max) = (self.next()?, self.next()?);
        if min > max { Err(Invalid) } else { Ok((end, min, max)) }
    }

    fn branch(&mut self) -> Result<Node, Invalid> {
        let (mut branches, mut end) = (Vec::new(), None);
        loop {
            if self.codes.get(self.at) == Some(&op::FAILURE) {
                self.at += 1;
                break;
            }
            let next = self.target()?;
            branches.push(self.sequence(next)?);
            if self.next()? != op::JUMP {
                return Err(Invalid);
            }
            let target = self.target()?;
            if self.at != next || end.is_some_and(|end| end != target) {
                return Err(Invalid);
            }
            end = Some(target);
        }
        if end.is_some_and(|end| end != self.at) {
            Err(Invalid)
        } else {
            Ok(Node::Branch(branches))
        }
    }
}
