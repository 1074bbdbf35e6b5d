//! Ways to decide which candidate is next.

use super::{Point, Strategy};
use rustc_hash::FxHashMap;

/// A departure from the usual order: the index of its point, and the candidate taken there.
pub type Departure = (usize, usize);

/// Takes the usual candidate except at given points.
pub struct Plan {
    departures: Vec<Departure>,
    next: usize,
}

impl Plan {
    /// The run with these departures, in the order of their points.
    pub fn new(departures: &[Departure]) -> Plan {
        Plan { departures: departures.to_vec(), next: 0 }
    }
}

impl Strategy for Plan {
    fn choose(&mut self, point: &Point<'_>) -> usize {
        match self.departures.get(self.next) {
            Some((index, candidate)) if *index == point.index => {
                self.next += 1;
                *candidate
            }
            _ => 0,
        }
    }
}

/// A generator of random numbers: `SplitMix64`.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The generator for a run of a search.
    pub fn new(seed: u32, run: u64) -> Random {
        let mut random = Random(u64::from(seed) << 32 ^ run.wrapping_mul(0xD134_2543_DE82_EF95));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number below `n`, which is not 0.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

/// Departs at random: in some runs at nearly every second point, in others hardly ever.
pub struct Scatter {
    random: Random,
    /// One in this many points is a departure.
    one_in: usize,
}

impl Scatter {
    /// The decisions of a run of a search.
    pub fn new(seed: u32, run: u64) -> Scatter {
        let mut random = Random::new(seed, run);
        let one_in = 2 << random.below(5);
        Scatter { random, one_in }
    }
}

impl Strategy for Scatter {
    fn choose(&mut self, point: &Point<'_>) -> usize {
        if self.random.below(self.one_in) != 0 {
            return 0;
        }
        1 + self.random.below(point.actors.len() - 1)
    }
}

/// The number of points at which a run by priorities changes them.
const CHANGES: usize = 3;

/// Gives each actor a random priority and lets the highest go first; at a few points, the actor that
/// is first becomes the last (Burckhardt et al., *A Randomized Scheduler with Probabilistic Guarantees
/// of Finding Bugs*). So a task can fall far behind, which random departures hardly achieve.
pub struct Priorities {
    random: Random,
    of: FxHashMap<u64, u64>,
    changes: Vec<usize>,
    lowest: u64,
}

impl Priorities {
    /// The decisions for a run, in a search whose runs have roughly this many points.
    pub fn new(seed: u32, run: u64, points: usize) -> Priorities {
        let mut random = Random::new(seed, run);
        let changes = (0..CHANGES).map(|_| random.below(points.max(1))).collect();
        Priorities { random, of: FxHashMap::default(), changes, lowest: u64::from(u32::MAX) }
    }
}

impl Strategy for Priorities {
    fn choose(&mut self, point: &Point<'_>) -> usize {
        let random = &mut self.random;
        let of = &mut self.of;
        let mut priority = |actor: u64| *of.entry(actor).or_insert_with(|| random.next() | 1 << 63);
        let priorities: Vec<u64> = point.actors.iter().map(|actor| priority(*actor)).collect();
        // Of equals, the first.
        let best = (0..priorities.len()).rev().max_by_key(|i| priorities[*i]).unwrap_or(0);
        if self.changes.contains(&point.index) {
            self.lowest -= 1;
            self.of.insert(point.actors[best], self.lowest);
            return self.best_of(point);
        }
        best
    }
}

impl Priorities {
    fn best_of(&self, point: &Point<'_>) -> usize {
        let priority = |i: &usize| self.of.get(&point.actors[*i]).copied().unwrap_or(0);
        (0..point.actors.len()).rev().max_by_key(priority).unwrap_or(0)
    }
}
