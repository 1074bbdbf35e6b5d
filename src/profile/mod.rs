//! Profiles: samples of a program, and the forms in which they are shown.

pub mod flame;
pub mod pstats;
pub mod speedscope;
pub mod table;

use crate::event_loop::profiler::{Frame, NodeId, Samples};
use std::ops::AddAssign;

/// The times of a stack or a function, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// It ran, or held up the loop.
    pub running: i64,
    /// The part of that spent on the processor.
    pub processor: i64,
    /// The time its tasks waited, summed over tasks.
    pub waiting: i64,
    /// The time its tasks could have run but another did, summed over tasks.
    pub held_up: i64,
    /// The number of samples in which it ran.
    pub count: u32,
}

impl AddAssign for Times {
    fn add_assign(&mut self, other: Times) {
        self.running += other.running;
        self.processor += other.processor;
        self.waiting += other.waiting;
        self.held_up += other.held_up;
        self.count += other.count;
    }
}

/// A measure of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// [`Times::running`]
    #[default]
    Running,
    /// [`Times::processor`]
    Processor,
    /// [`Times::waiting`]
    Waiting,
    /// [`Times::held_up`]
    HeldUp,
}

impl Measure {
    /// All measures.
    pub const ALL: [Measure; 4] =
        [Measure::Running, Measure::Processor, Measure::Waiting, Measure::HeldUp];

    /// Its name on the command line and in profiles.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Running => "running",
            Measure::Processor => "processor",
            Measure::Waiting => "waiting",
            Measure::HeldUp => "held-up",
        }
    }

    /// The time so measured, in nanoseconds.
    pub fn of(self, times: Times) -> i64 {
        match self {
            Measure::Running => times.running,
            Measure::Processor => times.processor,
            Measure::Waiting => times.waiting,
            Measure::HeldUp => times.held_up,
        }
    }
}

/// The profile of a run.
#[derive(Debug)]
pub struct Profile {
    /// The program, as given on the command line.
    pub program: String,
    /// The samples.
    pub samples: Samples,
}

impl Profile {
    /// The times of each stack itself, by node.
    pub fn own_times(&self) -> Vec<Times> {
        let mut times = vec![Times::default(); self.samples.nodes.len()];
        for run in &self.samples.runs {
            times[run.node as usize] += Times {
                running: run.wall,
                processor: run.processor,
                count: run.count,
                ..Times::default()
            };
        }
        for (node, waits) in &self.samples.waits {
            times[*node as usize] +=
                Times { waiting: waits.waiting, held_up: waits.ready, ..Times::default() };
        }
        times
    }

    /// The times of the whole run.
    pub fn total(&self) -> Times {
        let mut total = Times::default();
        self.own_times().into_iter().for_each(|own| total += own);
        total
    }

    /// The entries of a stack, innermost first.
    pub fn stack(&self, node: NodeId) -> impl Iterator<Item = &Frame> {
        let nodes = &self.samples.nodes;
        let mut next = Some(node);
        std::iter::from_fn(move || {
            let node = &nodes[next? as usize];
            next = node.parent;
            Some(&node.frame)
        })
    }
}

/// The name of an entry.
pub fn name(frame: &Frame) -> String {
    match frame {
        Frame::Root(name) => name.clone(),
        Frame::Function { name, .. } => name.clone(),
        Frame::Note(what) if what.contains(' ') => (*what).to_string(),
        Frame::Note(what) => format!("{what}()"),
    }
}

/// `kitchen.py:7`, without the folder.
fn place(file: &str, line: u32) -> String {
    format!("{}:{line}", file.rsplit('/').next().unwrap_or(file))
}

/// The identity of an entry, ignoring lines.
fn without_line(frame: &Frame) -> Frame {
    match frame {
        Frame::Function { name, file, first_line, .. } => Frame::Function {
            name: name.clone(),
            file: file.clone(),
            first_line: *first_line,
            line: *first_line,
        },
        other => other.clone(),
    }
}
