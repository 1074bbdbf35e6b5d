//! `tuple`: an immutable sequence, with its items inline after the header.

use crate::runtime::{Kind, Object, Ref, Slot, Value};

/// The payload of a `tuple`; the items are the object's tail.
pub struct Tuple {
    len: usize,
}

impl Object for Tuple {
    const KIND: Kind = Kind::Tuple;

    fn tail_len(&self) -> usize {
        self.len
    }
}

impl Tuple {
    /// A tuple of these items.
    pub fn new(items: impl IntoIterator<Item = Value, IntoIter: ExactSizeIterator>) -> Ref<Tuple> {
        Tuple::with_class(items, None, false)
    }

    /// The empty tuple.
    pub fn empty() -> Ref<Tuple> {
        Tuple::new([])
    }

    /// A tuple that is an instance of a class derived from `tuple`.
    pub fn with_class(
        items: impl IntoIterator<Item = Value, IntoIter: ExactSizeIterator>,
        class: Option<Value>,
        has_dict: bool,
    ) -> Ref<Tuple> {
        let items = items.into_iter();
        let tuple = Ref::with_tail(Tuple { len: items.len() }, class, has_dict);
        for (slot, item) in tuple.tail().iter().zip(items) {
            slot.set(item);
        }
        tuple
    }
}

impl Tuple {
    /// A tuple of the items of both.
    pub fn concat(left: &Ref<Tuple>, right: &Ref<Tuple>) -> Ref<Tuple> {
        let tuple = Ref::with_tail(Tuple { len: left.len() + right.len() }, None, false);
        for (slot, item) in tuple.tail().iter().zip(left.items().iter().chain(right.items())) {
            slot.set(item.clone());
        }
        tuple
    }
}

impl Ref<Tuple> {
    /// The number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        Slot::frozen(self.tail())
    }
}
