//! The Mersenne Twister MT19937 as seeded and read by `random.Random`. (Makoto Matsumoto and Takuji
//! Nishimura, 1998; initialisation of 2002.)

use super::int::Int;
use super::pace::{AtOnce, Ended, Pace, Stride};
use num_bigint::{BigInt, BigUint, Sign};

const SIZE: usize = 624;
const SHIFT: usize = 397;

/// A generator that is made without a pause.
fn at_once(make: impl FnOnce(&dyn Pace) -> Result<Mersenne, Ended>) -> Mersenne {
    make(&AtOnce).unwrap_or_else(|Ended| Mersenne::unseeded())
}

/// A generator; equal seeds give CPython's sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mersenne {
    state: [u32; SIZE],
    index: usize,
}

impl Mersenne {
    /// `Random(seed)` for an integer: its sign is ignored.
    ///
    /// Text and bytes are seeded with the big-endian integer of themselves followed by their
    /// SHA-512; floats and other hashables with their hash, taken as unsigned.
    pub fn from_int(seed: &BigInt) -> Mersenne {
        at_once(|pace| Mersenne::from_long_int(seed, pace))
    }

    /// [`Mersenne::from_int`] of a seed that may be long.
    ///
    /// # Errors
    /// Same as [`Pace::tick`].
    pub fn from_long_int(seed: &BigInt, pace: &dyn Pace) -> Result<Mersenne, Ended> {
        let digits = seed.magnitude().to_u32_digits();
        Mersenne::from_long_key(if digits.is_empty() { &[0] } else { &digits }, pace)
    }

    /// Seeds from a key of one or more words.
    pub fn from_key(key: &[u32]) -> Mersenne {
        at_once(|pace| Mersenne::from_long_key(key, pace))
    }

    fn from_long_key(key: &[u32], pace: &dyn Pace) -> Result<Mersenne, Ended> {
        let mut state = initial_state(19_650_218);
        let (mut at, mut place, mut before) = (1, 0, state[0]);
        let mut stride = Stride::new(pace);
        for round in 0..key.len().max(SIZE) {
            stride.reach(round)?;
            before = (state[at] ^ (before ^ (before >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(key[place])
                .wrapping_add(place as u32);
            state[at] = before;
            at = if at == SIZE - 1 { 1 } else { at + 1 };
            place = if place == key.len() - 1 { 0 } else { place + 1 };
        }
        for _ in 1..SIZE {
            before = (state[at] ^ (before ^ (before >> 30)).wrapping_mul(1_566_083_941))
                .wrapping_sub(at as u32);
            state[at] = before;
            at = if at == SIZE - 1 { 1 } else { at + 1 };
        }
        // One set bit ensures that the state is not all zero.
        state[0] = 1 << 31;
        Ok(Mersenne { state, index: SIZE })
    }

    /// The generator of a `Random` that has not been seeded: all zero.
    pub fn unseeded() -> Mersenne {
        Mersenne { state: [0; SIZE], index: 0 }
    }

    /// The state as `getstate()` shows it: 624 words and the position among them.
    pub fn state(&self) -> (&[u32], usize) {
        (&self.state, self.index)
    }

    /// Restores a state; `None` unless it is 624 words and a position up to 624.
    pub fn from_state(words: &[u32], index: usize) -> Option<Mersenne> {
        let state = words.try_into().ok()?;
        (index <= SIZE).then_some(Mersenne { state, index })
    }

    /// The next 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.index >= SIZE {
            self.refill();
        }
        let mut word = self.state[self.index];
        self.index += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn refill(&mut self) {
        for at in 0..SIZE {
            let joined = (self.state[at] & 1 << 31) | (self.state[(at + 1) % SIZE] & !(1 << 31));
            let odd = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[at] = self.state[(at + SHIFT) % SIZE] ^ (joined >> 1) ^ odd;
        }
        self.index = 0;
    }

    /// `random()`: a float in `0.0 <= x < 1.0` with 53 random bits.
    pub fn random(&mut self) -> f64 {
        let (high, low) = (self.next_u32() >> 5, self.next_u32() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// `getrandbits(k)` for at most 64 bits.
    pub fn small_bits(&mut self, k: u32) -> u64 {
        let mut take =
            |bits: u32| if bits == 0 { 0 } else { self.next_u32() >> (32 - bits.min(32)) };
        let low = u64::from(take(k.min(32)));
        if k > 32 { low | u64::from(take(k - 32)) << 32 } else { low }
    }

    /// `getrandbits(k)`.
    pub fn bits(&mut self, k: u64) -> Int {
        if k < 64 {
            return Int::Small(self.small_bits(k as u32) as i64);
        }
        let words = (0..k.div_ceil(32)).map(|at| self.word_of_bits(k - 32 * at));
        BigInt::from_biguint(Sign::Plus, BigUint::new(words.collect())).into()
    }

    /// The next word of a number that lacks this many bits: all 32 bits, or as many as are missing.
    pub fn word_of_bits(&mut self, missing: u64) -> u32 {
        self.next_u32() >> 32u64.saturating_sub(missing)
    }

    /// `randbytes(n)`: the bytes of `getrandbits(8 * n)`, the lowest first.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(4) {
            let word = self.word_of_bits(8 * chunk.len() as u64);
            chunk.copy_from_slice(&word.to_le_bytes()[..chunk.len()]);
        }
    }

    /// `_randbelow(n)`: an integer in `0 <= i < n`, all equally likely; 0 for 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let k = 64 - n.leading_zeros();
        loop {
            let candidate = self.small_bits(k);
            if candidate < n {
                return candidate;
            }
        }
    }

    /// Like [`Mersenne::below`], for any size of `n`, which is positive.
    pub fn below_big(&mut self, n: &BigInt) -> BigInt {
        loop {
            let candidate = self.bits(n.bits()).into_big();
            if candidate < *n || n.sign() != Sign::Plus {
                return candidate;
            }
        }
    }
}

fn initial_state(seed: u32) -> [u32; SIZE] {
    let mut state = [seed; SIZE];
    for at in 1..SIZE {
        let before = state[at - 1];
        state[at] = (before ^ (before >> 30)).wrapping_mul(1_812_433_253).wrapping_add(at as u32);
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequence_of_seed_42() {
        let mut source = Mersenne::from_int(&42.into());
        assert_eq!(source.random(), 0.6394267984578837);
        assert_eq!(source.random(), 0.025010755222666936);
        let mut source = Mersenne::from_int(&(-42).into());
        assert_eq!(source.random(), 0.6394267984578837);
    }

    #[test]
    fn bits_and_states() {
        let mut source = Mersenne::from_int(&0.into());
        let (words, index) = source.state();
        let mut copy = Mersenne::from_state(words, index).unwrap();
        assert_eq!(source.bits(100), copy.bits(100));
        assert!(source.below(10) < 10);
        assert_eq!(Mersenne::from_state(&[1, 2], 0), None);
    }
}
