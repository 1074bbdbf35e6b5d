//! Long native work in parts, between which limits and Ctrl-C can end it.
//!
//! Each function here does one kind of work over a slice or text of any length: it asks for memory
//! first, and ticks ([`Vm::tick`]) between parts that take less than a millisecond. No code of the
//! program runs, so borrows may be held.

use super::{Exc, Raised, Vm, VmResult};
use crate::objects::int_methods;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::text::pace::{Ended, PART, Pace, depth_within, parts};
use std::cell::Cell;
use std::ops::Range;

/// The number of items collected or bound between two ticks.
pub(super) const PACE: usize = 256;

/// The units of work done by layers without a VM between two ticks.
const BATCH: usize = 1024;

/// The VM as the caller of layers that do not know it.
struct Pacer<'a> {
    vm: &'a Vm,
    tick: fn(&Vm, usize) -> VmResult<()>,
    /// Work that has not been counted.
    owed: Cell<usize>,
    /// The exception that ended the work.
    raised: Cell<Option<Raised>>,
}

impl Pace for Pacer<'_> {
    fn tick(&self, work: usize) -> Result<(), Ended> {
        let owed = self.owed.get().saturating_add(work);
        if owed < BATCH {
            self.owed.set(owed);
            return Ok(());
        }
        self.owed.set(0);
        (self.tick)(self.vm, owed).map_err(|raised| {
            self.raised.set(Some(raised));
            Ended
        })
    }

    fn max_depth(&self) -> usize {
        depth_within(self.vm.native_stack_left())
    }

    fn max_digits(&self) -> usize {
        int_methods::max_digits(self.vm)
    }
}

/// Items of a tuple under construction, which end early when the work must stop.
struct TupleItems<'a, I> {
    vm: &'a Vm,
    items: I,
    /// The exception that ended the work.
    raised: Option<Raised>,
}

impl<I: ExactSizeIterator<Item = Value>> Iterator for TupleItems<'_, I> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        if self.items.len().is_multiple_of(PART)
            && let Err(raised) = self.vm.tick(PART.min(self.items.len()))
        {
            self.raised = Some(raised);
            return None;
        }
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

impl<I: ExactSizeIterator<Item = Value>> ExactSizeIterator for TupleItems<'_, I> {}

impl Vm {
    /// Work of a layer that does not know the VM, and asks from time to time whether to continue.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn paced<T>(&self, work: impl FnOnce(&dyn Pace) -> Result<T, Ended>) -> VmResult<T> {
        self.paced_by(Vm::tick, work)
    }

    /// Work of the collector. It needs memory before it frees any, so the limit on the heap is
    /// suspended.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn collecting<T>(&self, work: impl FnOnce(&dyn Pace) -> Result<T, Ended>) -> VmResult<T> {
        self.paced_by(Vm::tick_with_full_heap, work)
    }

    fn paced_by<T>(
        &self,
        tick: fn(&Vm, usize) -> VmResult<()>,
        work: impl FnOnce(&dyn Pace) -> Result<T, Ended>,
    ) -> VmResult<T> {
        let pacer = Pacer { vm: self, tick, owed: Cell::new(0), raised: Cell::new(None) };
        work(&pacer).map_err(|Ended| {
            let raised = pacer.raised.take();
            raised.unwrap_or_else(|| self.error(Exc::SystemError, "work ended without a reason"))
        })
    }

    /// Collects items.
    ///
    /// # Errors
    /// Same as [`Vm::tick`] and [`Vm::reserve`].
    pub fn collect<T>(&self, items: impl Iterator<Item = T>) -> VmResult<Vec<T>> {
        let mut all = self.vec_with_capacity(items.size_hint().0)?;
        for item in items {
            if all.len() % PACE == PACE - 1 {
                self.tick(PACE)?;
            }
            self.grow(&mut all, 1)?;
            all.push(item);
        }
        Ok(all)
    }

    /// Collects characters.
    ///
    /// # Errors
    /// Same as [`Vm::collect`].
    pub fn collect_text(&self, chars: impl Iterator<Item = char>) -> VmResult<String> {
        let mut text = String::new();
        self.grow_text(&mut text, chars.size_hint().0)?;
        for (index, c) in chars.enumerate() {
            if index % PACE == PACE - 1 {
                self.tick(PACE)?;
            }
            self.grow_text(&mut text, c.len_utf8())?;
            text.push(c);
        }
        Ok(text)
    }

    /// Work on each part of a slice.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn in_parts<'a, T>(&self, items: &'a [T], work: impl FnMut(&'a [T])) -> VmResult<()> {
        self.in_units(items, 1, work)
    }

    /// [`Vm::in_parts`] with this many items, or a multiple, in each part except the last.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn in_units<'a, T>(
        &self,
        items: &'a [T],
        unit: usize,
        mut work: impl FnMut(&'a [T]),
    ) -> VmResult<()> {
        for part in items.chunks(PART.next_multiple_of(unit)) {
            self.tick(part.len())?;
            work(part);
        }
        Ok(())
    }

    /// [`Vm::in_parts`] for a slice that changes in place.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn in_parts_mut<T>(&self, items: &mut [T], mut work: impl FnMut(&mut [T])) -> VmResult<()> {
        for part in items.chunks_mut(PART) {
            self.tick(part.len())?;
            work(part);
        }
        Ok(())
    }

    /// Work on each part of a text.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn in_parts_of_text(&self, text: &str, mut work: impl FnMut(&str)) -> VmResult<()> {
        for part in parts(text) {
            self.tick(part.len())?;
            work(part);
        }
        Ok(())
    }

    /// Whether all parts of a slice pass a test; stops at the first that does not.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn every_part<T>(&self, items: &[T], test: impl Fn(&[T]) -> bool) -> VmResult<bool> {
        for part in items.chunks(PART) {
            self.tick(part.len())?;
            if !test(part) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// [`Vm::every_part`] of a text.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn every_part_of_text(&self, text: &str, test: impl Fn(&str) -> bool) -> VmResult<bool> {
        for part in parts(text) {
            self.tick(part.len())?;
            if !test(part) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether two slices are equal.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn same<T: PartialEq>(&self, left: &[T], right: &[T]) -> VmResult<bool> {
        if left.len() != right.len() {
            return Ok(false);
        }
        for (left, right) in left.chunks(PART).zip(right.chunks(PART)) {
            self.tick(left.len() / 8)?;
            if left != right {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Appends a copy of items.
    ///
    /// # Errors
    /// Same as [`Vm::tick`] and [`Vm::reserve`].
    pub fn append<T: Clone>(&self, items: &mut Vec<T>, more: &[T]) -> VmResult<()> {
        self.grow(items, more.len())?;
        self.in_parts(more, |part| items.extend_from_slice(part))
    }

    /// A slice repeated `count` times.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn repeated<T: Clone>(&self, items: &[T], count: usize) -> VmResult<Vec<T>> {
        let total = items.len().saturating_mul(count);
        let mut all = self.vec_with_capacity(total)?;
        if total == 0 {
            return Ok(all);
        }
        self.in_parts(items, |part| all.extend_from_slice(part))?;
        // The next part is a copy of the first items, a whole number of times the slice.
        let largest = (PART / items.len()).max(1) * items.len();
        while all.len() < total {
            let more = largest.min(all.len()).min(total - all.len());
            self.tick(more)?;
            all.extend_from_within(..more);
        }
        Ok(all)
    }

    /// A text repeated `count` times.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn repeated_text(&self, text: &str, count: usize) -> VmResult<String> {
        let unit = text.repeat((PART / text.len().max(1)).clamp(1, count.max(1)));
        let each = unit.len() / text.len().max(1);
        let size = text.len().saturating_mul(count);
        self.reserve(size)?;
        let mut all = String::new();
        self.grow_text(&mut all, size)?;
        for _ in 0..count / each.max(1) {
            self.in_parts_of_text(&unit, |part| all.push_str(part))?;
        }
        all.push_str(&unit[..size - all.len()]);
        Ok(all)
    }

    /// A copy of a slice.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn copied<T: Clone>(&self, items: &[T]) -> VmResult<Vec<T>> {
        self.joined([items])
    }

    /// A tuple of these items.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn tuple(&self, items: &[Value]) -> VmResult<Ref<Tuple>> {
        self.tuple_of(items.iter().cloned())
    }

    /// A tuple of the items of an iterator that does not run the program's code.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn tuple_of(&self, items: impl ExactSizeIterator<Item = Value>) -> VmResult<Ref<Tuple>> {
        self.reserve_items::<Value>(items.len())?;
        let mut items = TupleItems { vm: self, items, raised: None };
        let tuple = Tuple::new(&mut items);
        items.raised.map_or(Ok(tuple), Err)
    }

    /// Concatenated slices.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn joined<T: Clone, const N: usize>(&self, slices: [&[T]; N]) -> VmResult<Vec<T>> {
        let mut all = self.vec_with_capacity(slices.iter().map(|items| items.len()).sum())?;
        for items in slices {
            self.in_parts(items, |part| all.extend_from_slice(part))?;
        }
        Ok(all)
    }

    /// Concatenated texts.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn joined_text<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
    ) -> VmResult<String> {
        let texts = texts.into_iter();
        let size = texts.clone().map(str::len).sum();
        self.reserve(size)?;
        let mut all = String::new();
        self.grow_text(&mut all, size)?;
        for text in texts {
            self.in_parts_of_text(text, |part| all.push_str(part))?;
        }
        Ok(all)
    }

    /// The text that a function writes for each part of a text, passed as a range.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn mapped_text(
        &self,
        text: &str,
        mut write: impl FnMut(Range<usize>, &mut String),
    ) -> VmResult<String> {
        if text.len() <= PART {
            let mut result = String::with_capacity(text.len());
            write(0..text.len(), &mut result);
            return Ok(result);
        }
        self.reserve(text.len())?;
        let mut result = String::new();
        self.grow_text(&mut result, text.len())?;
        let mut start = 0;
        for part in parts(text) {
            let end = start + part.len();
            self.tick(part.len())?;
            self.grow_text(&mut result, part.len())?;
            write(start..end, &mut result);
            start = end;
        }
        Ok(result)
    }

    /// Bytes as text; none if they are not UTF-8.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn utf8(&self, bytes: Vec<u8>) -> VmResult<Option<String>> {
        let mut rest = &bytes[..];
        while rest.len() > PART {
            self.tick(PART)?;
            let valid = match str::from_utf8(&rest[..PART]) {
                Ok(text) => text.len(),
                // A character goes on in the next part.
                Err(error) if error.error_len().is_none() => error.valid_up_to(),
                Err(_) => return Ok(None),
            };
            rest = &rest[valid..];
        }
        if str::from_utf8(rest).is_err() {
            return Ok(None);
        }
        // SAFETY: All parts, which end between characters, are UTF-8.
        Ok(Some(unsafe { String::from_utf8_unchecked(bytes) }))
    }

    /// A slice with this many fill items before and after it.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn padded<T: Clone>(
        &self,
        items: &[T],
        fill: T,
        (before, after): (usize, usize),
    ) -> VmResult<Vec<T>> {
        let total = items.len().saturating_add(before).saturating_add(after);
        let mut all = self.vec_with_capacity(total)?;
        self.fill(&mut all, &fill, before)?;
        self.in_parts(items, |part| all.extend_from_slice(part))?;
        self.fill(&mut all, &fill, after)?;
        Ok(all)
    }

    /// Appends copies of an item.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn fill<T: Clone>(&self, items: &mut Vec<T>, fill: &T, mut count: usize) -> VmResult<()> {
        self.grow(items, count)?;
        while count > 0 {
            let part = count.min(PART);
            self.tick(part)?;
            items.resize(items.len() + part, fill.clone());
            count -= part;
        }
        Ok(())
    }

    /// The items of a slice, each changed by a function.
    ///
    /// # Errors
    /// Same as [`Vm::append`].
    pub fn mapped<T, U>(&self, items: &[T], mut change: impl FnMut(&T) -> U) -> VmResult<Vec<U>> {
        let mut all = self.vec_with_capacity(items.len())?;
        self.in_parts(items, |part| all.extend(part.iter().map(&mut change)))?;
        Ok(all)
    }

    /// Reverses a slice.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn reverse<T>(&self, items: &mut [T]) -> VmResult<()> {
        let (left, right) = items.split_at_mut(items.len() / 2);
        // The middle item of an odd number stays.
        let skipped = right.len() - left.len();
        for (left, right) in left.chunks_mut(PART).zip(right[skipped..].rchunks_mut(PART)) {
            self.tick(left.len())?;
            left.iter_mut().zip(right.iter_mut().rev()).for_each(|(a, b)| std::mem::swap(a, b));
        }
        Ok(())
    }

    /// A text with its end (or, if `from_start`, its start) stripped by `strip`, which is applied
    /// to parts.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn stripped<'a>(
        &self,
        mut text: &'a str,
        from_start: bool,
        strip: impl Fn(&'a str) -> &'a str,
    ) -> VmResult<&'a str> {
        while !text.is_empty() {
            let (first, last) = match from_start {
                true => text.split_at(text.floor_char_boundary(PART)),
                false => text.split_at(text.ceil_char_boundary(text.len().saturating_sub(PART))),
            };
            let (part, rest) = if from_start { (first, last) } else { (last, first) };
            let kept = strip(part).len();
            if kept > 0 {
                let size = kept + rest.len();
                return Ok(if from_start { &text[text.len() - size..] } else { &text[..size] });
            }
            self.tick(part.len())?;
            text = rest;
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::testing::with_vm;

    #[test]
    fn parts_make_the_whole() {
        let text = "aé".repeat(PART);
        assert_eq!(parts(&text).collect::<String>(), text);
        assert!(parts("").next().is_none());
        let items: Vec<usize> = (0..3 * PART + 7).collect();
        with_vm(|vm| {
            assert_eq!(vm.copied(&items).ok(), Some(items.clone()));
            assert_eq!(vm.joined([&items[..5], &items[5..]]).ok(), Some(items.clone()));
            assert_eq!(vm.joined_text([&text[..3], &text[3..]]).ok(), Some(text.clone()));
            let upper = vm.mapped_text(&text, |range, to| to.push_str(&text[range].to_uppercase()));
            assert_eq!(upper.ok(), Some(text.to_uppercase()));
            let padded = vm.padded(&items, 7, (2, PART + 1)).ok();
            assert_eq!(padded, Some([&[7; 2], &items[..], &[7; PART + 1]].concat()));
            assert_eq!(
                vm.collect_text(text.chars().rev()).ok(),
                Some(text.chars().rev().collect())
            );
        });
    }

    #[test]
    fn bytes_are_text() {
        let texts = ["", "é", &"é".repeat(PART), &format!("a{}", "日".repeat(PART))];
        with_vm(|vm| {
            for text in texts {
                assert_eq!(vm.utf8(text.into()).ok().flatten().as_deref(), Some(text));
                let broken = [text.as_bytes(), b"\xc3"].concat();
                assert_eq!(vm.utf8(broken).ok(), Some(None));
                let broken = [b"\xa9", text.as_bytes()].concat();
                assert_eq!(vm.utf8(broken).ok(), Some(None));
            }
        });
    }

    #[test]
    fn slices_are_repeated() {
        with_vm(|vm| {
            for (len, count) in [(0, 5), (1, 0), (1, 3 * PART), (3, PART), (PART, 3), (2 * PART, 2)]
            {
                let items: Vec<usize> = (0..len).collect();
                assert_eq!(vm.repeated(&items, count).ok(), Some(items.repeat(count)));
                let text: String = ('a'..='z').cycle().take(len).collect();
                assert_eq!(vm.repeated_text(&text, count).ok(), Some(text.repeat(count)));
            }
        });
    }

    #[test]
    fn slices_are_reversed() {
        with_vm(|vm| {
            for len in [0, 1, 2, 3, PART, 2 * PART, 4 * PART + 1, 5 * PART + 2] {
                let mut items: Vec<usize> = (0..len).collect();
                assert!(vm.reverse(&mut items).is_ok());
                assert!(items.iter().copied().eq((0..len).rev()), "{len}");
            }
        });
    }

    #[test]
    fn texts_are_stripped() {
        with_vm(|vm| {
            let strip = |text: &str, from_start: bool| {
                let strip = |part| match from_start {
                    true => str::trim_start(part),
                    false => str::trim_end(part),
                };
                vm.stripped(text, from_start, strip).ok().map(str::to_string)
            };
            let blank = " ".repeat(3 * PART);
            assert_eq!(strip(&format!("{blank} é {blank}"), true), Some(format!("é {blank}")));
            assert_eq!(strip(&format!("{blank} é {blank}"), false), Some(format!("{blank} é")));
            assert_eq!(strip(&blank, true).as_deref(), Some(""));
            assert_eq!(strip("é", false).as_deref(), Some("é"));
        });
    }

    #[test]
    fn slices_are_compared() {
        with_vm(|vm| {
            let (one, other) = (vec![0; 3 * PART], vec![0; 3 * PART - 1]);
            assert_eq!(vm.same(&one, &one).ok(), Some(true));
            assert_eq!(vm.same(&one, &other).ok(), Some(false));
            let last = [&other[..], &[1]].concat();
            assert_eq!(vm.same(&one, &last).ok(), Some(false));
        });
    }
}
