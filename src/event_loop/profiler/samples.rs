//! The samples of a profile, as plain data: stacks as paths in a tree, and the time spent in each.

use crate::event_loop::clock::Nanos;
use crate::objects::code::Code;
use crate::runtime::Ref;
use rustc_hash::FxHashMap;

/// The number of a node in [`Samples::nodes`].
pub type NodeId = u32;

/// An entry of a stack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// A task or a thread, in which the entries on top of it run: `task cook()`.
    Root(String),
    /// A function of the program.
    Function {
        /// `__qualname__`
        name: String,
        /// The file as tracebacks show it.
        file: String,
        /// The line of the definition, from 1.
        first_line: u32,
        /// The line that it was at.
        line: u32,
    },
    /// The object that a task waits for (`asyncio.sleep`, `Queue.get`, `a future`), or a remark.
    Note(&'static str),
}

/// A stack: an entry on top of another stack.
#[derive(Clone, Debug)]
pub struct Node {
    /// The stack below it; none for an outermost entry.
    pub parent: Option<NodeId>,
    /// The entry.
    pub frame: Frame,
}

/// A span of time in which the interpreter ran one stack.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// The stack at the end of the span.
    pub node: NodeId,
    /// Its length by the clock of the loop.
    pub wall: Nanos,
    /// The processor time used in it.
    pub processor: Nanos,
    /// The number of samples that make it up.
    pub count: u32,
}

/// The time during which tasks with one stack did not run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Waits {
    /// They waited.
    pub waiting: Nanos,
    /// They could have run, but another task did.
    pub ready: Nanos,
}

/// The samples of a program.
#[derive(Debug, Default)]
pub struct Samples {
    /// The stacks; a node comes after its parent.
    pub nodes: Vec<Node>,
    /// The spans in which the interpreter ran, in their order.
    pub runs: Vec<Run>,
    /// The waits by stack.
    pub waits: FxHashMap<NodeId, Waits>,
    /// The time in which nothing could run.
    pub idle: Nanos,
    ids: FxHashMap<(Option<NodeId>, Key), NodeId>,
    /// Keeps the code alive whose addresses are keys.
    code: FxHashMap<usize, Ref<Code>>,
}

/// The identity of an entry among those on top of the same stack.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    /// The address of code, and an instruction.
    At(usize, u32),
    Root(String),
    Note(&'static str),
}

impl Samples {
    fn node(&mut self, parent: Option<NodeId>, key: Key, frame: impl FnOnce() -> Frame) -> NodeId {
        let next = u32::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        let nodes = &mut self.nodes;
        *self.ids.entry((parent, key)).or_insert_with(|| {
            nodes.push(Node { parent, frame: frame() });
            next
        })
    }

    /// A task or a thread on top of `parent`.
    pub fn root(&mut self, parent: Option<NodeId>, name: String) -> NodeId {
        self.node(parent, Key::Root(name.clone()), || Frame::Root(name))
    }

    /// A function at an instruction.
    pub fn function(&mut self, parent: NodeId, code: &Ref<Code>, at: u32) -> NodeId {
        let address = std::ptr::from_ref::<Code>(code) as usize;
        self.code.entry(address).or_insert_with(|| code.clone());
        self.node(Some(parent), Key::At(address, at), || Frame::Function {
            name: code.qualname.as_str().to_string(),
            file: code.source.name.clone(),
            first_line: code.first_line,
            line: code.line(at as usize),
        })
    }

    /// The object that a task waits for, or a remark.
    pub fn note(&mut self, parent: NodeId, what: &'static str) -> NodeId {
        self.node(Some(parent), Key::Note(what), || Frame::Note(what))
    }

    /// Adds a span in which a stack ran.
    pub fn ran(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last) if last.node == run.node => {
                last.wall += run.wall;
                last.processor += run.processor;
                last.count += run.count;
            }
            _ => self.runs.push(run),
        }
    }
}
