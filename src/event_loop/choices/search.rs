//! The search: runs in many orders, until one of them fails, and then the fewest departures with
//! which it still fails.

use super::strategy::{Departure, Plan, Priorities, Scatter};
use super::{Record, Strategy, Trouble};
use rustc_hash::{FxHashMap, FxHashSet};
use std::time::Instant;

/// How a run ended.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// The decisions and troubles.
    pub record: Record,
    /// The exit status.
    pub status: u8,
    /// The exception that ended the program: its class, and the last line of its traceback.
    pub exception: Option<(String, String)>,
    /// The standard output.
    pub output: Vec<u8>,
    /// The limit that ended the run, in words; such a run is not a finding.
    pub cut: Option<String>,
}

/// The kind of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// An uncaught exception.
    Exception,
    /// An AssertionError.
    Assertion,
    /// Tasks that wait for each other forever.
    Deadlock,
    /// A task or an exception that was never retrieved.
    Lost,
    /// An exception that the loop reported.
    Reported,
    /// An exit status other than in the usual order.
    Status,
    /// Output other than in the usual order.
    Output,
}

impl Found {
    /// The kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Found::Exception => "uncaught exception",
            Found::Assertion => "failed assertion",
            Found::Deadlock => "deadlock",
            Found::Lost => "lost",
            Found::Reported => "exception in a callback",
            Found::Status => "another exit status",
            Found::Output => "another output",
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The kind.
    pub kind: Found,
    /// The exception's class, if there is one; findings of the same kind and class are the same.
    pub class: String,
    /// One line about it.
    pub text: String,
}

impl Finding {
    fn is_like(&self, other: &Finding) -> bool {
        self.kind == other.kind && self.class == other.class
    }
}

/// Judges a run, by comparison with the run in the usual order if there is one.
pub fn judge(ran: &Ran, usual: Option<&Ran>, same_output: bool) -> Option<Finding> {
    if ran.cut.is_some() {
        return None;
    }
    let finding =
        |kind, class: &str, text: String| Some(Finding { kind, class: class.to_string(), text });
    if let Some((class, text)) = &ran.exception {
        let kind = match class.as_str() {
            "AssertionError" => Found::Assertion,
            "RuntimeError" if text.starts_with("RuntimeError: deadlock: ") => Found::Deadlock,
            _ => Found::Exception,
        };
        return finding(kind, class, text.clone());
    }
    if let Some((trouble, text)) = ran.record.troubles.first() {
        let kind = match trouble {
            Trouble::LostTask | Trouble::LostException => Found::Lost,
            Trouble::Reported => Found::Reported,
        };
        return finding(kind, "", text.clone());
    }
    let usual = usual.filter(|usual| usual.cut.is_none())?;
    if ran.status != usual.status {
        return finding(
            Found::Status,
            "",
            format!("exit status {} instead of {}", ran.status, usual.status),
        );
    }
    if same_output && ran.output != usual.output {
        let (line, wrote, instead) = first_difference(&ran.output, &usual.output);
        return finding(Found::Output, "", format!("line {line} is {wrote}, and not {instead}"));
    }
    None
}

/// The first line in which two outputs differ: its number, and the line in each.
fn first_difference(output: &[u8], usual: &[u8]) -> (usize, String, String) {
    let line = |text: &[u8], i: usize| match text.split(|b| *b == b'\n').nth(i) {
        Some(line) => format!("'{}'", String::from_utf8_lossy(line)),
        None => "missing".to_string(),
    };
    let same = output.split(|b| *b == b'\n').zip(usual.split(|b| *b == b'\n'));
    let at = same.take_while(|(a, b)| a == b).count();
    (at + 1, line(output, at), line(usual, at))
}

/// How orders are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Departures at random.
    Random,
    /// Random priorities of tasks.
    Priorities,
    /// All orders with at most this many departures.
    Exhaustive(usize),
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// The number of runs at most.
    pub runs: u64,
    /// The point in time, if there is one.
    pub until: Option<Instant>,
}

/// The maximum number of runs used to find fewer departures.
const SHRINKING: u64 = 4000;

/// The result of a search.
#[derive(Debug)]
pub struct Report {
    /// The number of runs, without those for shrinking.
    pub runs: u64,
    /// The number of different orders among them.
    pub orders: u64,
    /// The number of runs that a limit ended, and the limit of the first.
    pub cut: (u64, Option<String>),
    /// Whether all orders within the bounds were tried.
    pub is_complete: bool,
    /// The run in the usual order.
    pub usual: Ran,
    /// The finding, and the departures that show it.
    pub finding: Option<(Finding, Vec<Departure>)>,
}

/// A search for a run that fails.
pub struct Search<'a> {
    /// Makes a run.
    pub run: &'a mut dyn FnMut(Box<dyn Strategy>) -> Ran,
    /// Whether another output is a finding.
    pub same_output: bool,
    /// The seed of random decisions.
    pub seed: u32,
    /// Whether the search was interrupted.
    pub is_interrupted: &'a dyn Fn() -> bool,
}

/// A run whose further departures remain to be tried: its departures, and the candidates at each
/// later point.
struct Parent {
    departures: Vec<Departure>,
    first: usize,
    candidates: Vec<u32>,
}

impl Parent {
    fn new(departures: Vec<Departure>, record: &Record) -> Parent {
        let first = departures.last().map_or(0, |(index, _)| index + 1);
        let later = record.decisions.get(first..).unwrap_or_default();
        let candidates = later.iter().map(|decision| decision.candidates).collect();
        Parent { departures, first, candidates }
    }

    /// The departures of each run with one more departure.
    fn children(&self) -> impl Iterator<Item = Vec<Departure>> {
        let points = self.candidates.iter().enumerate();
        points.flat_map(move |(at, candidates)| {
            (1..*candidates as usize).map(move |candidate| {
                let mut departures = self.departures.clone();
                departures.push((self.first + at, candidate));
                departures
            })
        })
    }
}

impl Search<'_> {
    /// Searches.
    pub fn search(&mut self, way: Way, budget: Budget) -> Report {
        let usual = (self.run)(Box::new(Plan::new(&[])));
        let mut report =
            Report { runs: 1, orders: 1, cut: (0, None), is_complete: false, usual, finding: None };
        if let Some(limit) = &report.usual.cut {
            report.cut = (1, Some(limit.clone()));
        }
        if let Some(finding) = judge(&report.usual, None, self.same_output) {
            report.finding = Some((finding, Vec::new()));
            return report;
        }
        let found = match way {
            Way::Exhaustive(most) => self.exhaust(most, budget, &mut report),
            _ => self.try_at_random(way, budget, &mut report),
        };
        if let Some((finding, departures)) = found {
            report.finding = Some(self.shrink(finding, departures, &report.usual));
        }
        report
    }

    fn is_over(&self, budget: Budget, runs: u64) -> bool {
        runs >= budget.runs
            || budget.until.is_some_and(|until| Instant::now() >= until)
            || (self.is_interrupted)()
    }

    fn try_at_random(
        &mut self,
        way: Way,
        budget: Budget,
        report: &mut Report,
    ) -> Option<(Finding, Vec<Departure>)> {
        let mut seen = FxHashSet::from_iter([report.usual.record.steps]);
        let points = report.usual.record.decisions.len();
        if points == 0 && report.usual.cut.is_none() {
            report.is_complete = true;
            return None;
        }
        while !self.is_over(budget, report.runs) {
            let strategy: Box<dyn Strategy> = match way {
                Way::Priorities => Box::new(Priorities::new(self.seed, report.runs, points)),
                _ => Box::new(Scatter::new(self.seed, report.runs)),
            };
            let ran = (self.run)(strategy);
            report.note(&ran, &mut seen);
            if let Some(finding) = judge(&ran, Some(&report.usual), self.same_output) {
                return Some((finding, ran.record.departures()));
            }
        }
        None
    }

    /// Tries all orders with at most `most` departures, those with fewer first.
    ///
    /// A run with the same steps at the same times as an earlier one, and no remaining departures,
    /// leads to the same end: it is not tried twice.
    fn exhaust(
        &mut self,
        most: usize,
        budget: Budget,
        report: &mut Report,
    ) -> Option<(Finding, Vec<Departure>)> {
        let mut seen = FxHashSet::from_iter([report.usual.record.steps]);
        // The first point after which departures from each sequence of steps were tried.
        let mut tried = FxHashMap::from_iter([(report.usual.record.steps, 0)]);
        let mut parents = vec![Parent::new(Vec::new(), &report.usual.record)];
        for left in (0..most).rev() {
            let mut next = Vec::new();
            for parent in &parents {
                for departures in parent.children() {
                    if self.is_over(budget, report.runs) {
                        return None;
                    }
                    let ran = (self.run)(Box::new(Plan::new(&departures)));
                    report.note(&ran, &mut seen);
                    if let Some(finding) = judge(&ran, Some(&report.usual), self.same_output) {
                        return Some((finding, departures));
                    }
                    let steps = ran.record.steps;
                    let parent = Parent::new(departures, &ran.record);
                    let is_covered = tried.get(&steps).is_some_and(|first| *first <= parent.first);
                    if left > 0 && !is_covered {
                        tried.insert(steps, parent.first);
                        next.push(parent);
                    }
                }
            }
            parents = next;
        }
        report.is_complete = true;
        None
    }

    /// The fewest departures that show a finding, and the finding as they show it: first omits all
    /// unnecessary ones, then tries all orders with still fewer.
    fn shrink(
        &mut self,
        mut finding: Finding,
        mut departures: Vec<Departure>,
        usual: &Ran,
    ) -> (Finding, Vec<Departure>) {
        let mut left = SHRINKING;
        let mut size = departures.len().div_ceil(2);
        while size > 0 && left > 0 {
            let mut start = 0;
            let before = departures.len();
            while start < departures.len() && left > 0 {
                let mut fewer = departures.clone();
                fewer.drain(start..(start + size).min(fewer.len()));
                match self.shows(&finding, &fewer, usual, &mut left) {
                    Some(shown) => (finding, departures) = shown,
                    None => start += size,
                }
            }
            size = match size {
                // Until nothing more can be left out.
                1 if departures.len() < before => 1,
                1 => 0,
                _ => size.div_ceil(2),
            };
        }
        let mut parents = vec![Parent::new(Vec::new(), &usual.record)];
        for count in 1..departures.len() {
            let mut next = Vec::new();
            for parent in &parents {
                for fewer in parent.children() {
                    if left == 0 || (self.is_interrupted)() {
                        return (finding, departures);
                    }
                    left -= 1;
                    let ran = (self.run)(Box::new(Plan::new(&fewer)));
                    if let Some(found) = judge(&ran, Some(usual), self.same_output)
                        && found.is_like(&finding)
                    {
                        return (found, ran.record.departures());
                    }
                    if count + 1 < departures.len() {
                        next.push(Parent::new(fewer, &ran.record));
                    }
                }
            }
            parents = next;
        }
        (finding, departures)
    }

    /// The finding as a run with these departures shows it, if at all, and the departures that it
    /// actually makes.
    fn shows(
        &mut self,
        finding: &Finding,
        departures: &[Departure],
        usual: &Ran,
        left: &mut u64,
    ) -> Option<(Finding, Vec<Departure>)> {
        *left -= 1;
        let ran = (self.run)(Box::new(Plan::new(departures)));
        let made = ran.record.departures();
        let found = judge(&ran, Some(usual), self.same_output)?;
        (found.is_like(finding) && made.len() <= departures.len()).then_some((found, made))
    }
}

impl Report {
    /// Counts a run.
    fn note(&mut self, ran: &Ran, seen: &mut FxHashSet<u64>) {
        self.runs += 1;
        if let Some(limit) = &ran.cut {
            self.cut.0 += 1;
            self.cut.1.get_or_insert_with(|| limit.clone());
        }
        self.orders += u64::from(seen.insert(ran.record.steps));
    }
}
