//! The objects that a pickle holds already.

use crate::runtime::Value;

/// The size of a table once it has objects.
const FIRST: usize = 64;

/// The objects that have been written, with their numbers: a hash table of identities, since every
/// written object is looked up in it.
#[derive(Default)]
pub struct Memo {
    /// Open addressing with linear probing, at most half full: the index of an object plus one, or 0 for
    /// none. The number of slots is a power of two.
    places: Vec<u32>,
    /// Keeps the objects alive, so that their addresses are not reused.
    objects: Vec<(Value, usize)>,
}

impl Memo {
    /// The number of objects.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// The number of an object, if it is known.
    #[inline]
    pub fn get(&self, object: &Value) -> Option<usize> {
        if self.places.is_empty() {
            return None;
        }
        let (_, index) = self.find(object.bits());
        index.map(|index| self.objects[index].1)
    }

    /// Remembers an object by a number.
    pub fn insert(&mut self, object: Value, number: usize) {
        if self.objects.len() * 2 >= self.places.len() {
            self.grow();
        }
        match self.find(object.bits()) {
            (_, Some(index)) => self.objects[index].1 = number,
            (place, None) => {
                self.objects.push((object, number));
                self.places[place] = self.objects.len() as u32;
            }
        }
    }

    /// The slot of an object, or the one for it, and its index, if it is known.
    #[inline]
    fn find(&self, bits: u64) -> (usize, Option<usize>) {
        let mut place = self.first_place(bits);
        loop {
            match self.places[place] {
                0 => return (place, None),
                n if self.objects[n as usize - 1].0.bits() == bits => {
                    return (place, Some(n as usize - 1));
                }
                _ => place = (place + 1) & (self.places.len() - 1),
            }
        }
    }

    /// The upper bits of a product are mixed best (Knuth, "The Art of Computer Programming", volume
    /// 3, section 6.4: Fibonacci hashing).
    #[inline]
    fn first_place(&self, bits: u64) -> usize {
        let mixed = bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> (u64::BITS - self.places.len().trailing_zeros())) as usize
    }

    fn grow(&mut self) {
        self.places = vec![0; (self.places.len() * 4).max(FIRST)];
        for index in 0..self.objects.len() {
            let (place, _) = self.find(self.objects[index].0.bits());
            self.places[place] = index as u32 + 1;
        }
    }

    /// The objects.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.objects.iter().map(|(object, _)| object)
    }

    /// The objects with their numbers.
    pub fn entries(&self) -> impl Iterator<Item = (&Value, usize)> {
        self.objects.iter().map(|(object, number)| (object, *number))
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;
    use crate::runtime::Value;

    #[test]
    fn objects_are_found_by_identity() {
        let mut memo = Memo::default();
        assert_eq!(memo.get(&Value::small_int(1)), None);
        for i in 0..1000 {
            memo.insert(Value::small_int(i * 8), i as usize);
        }
        memo.insert(Value::small_int(80), 7);
        assert_eq!(memo.len(), 1000);
        for i in 0..1000 {
            let expected = if i == 10 { 7 } else { i as usize };
            assert_eq!(memo.get(&Value::small_int(i * 8)), Some(expected));
            assert_eq!(memo.get(&Value::small_int(i * 8 + 1)), None);
        }
    }
}
