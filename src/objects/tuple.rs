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
        Ref::with_items(Tuple { len: items.len() }, class, has_dict, items)
    }

    /// A tuple of these items: `kept` with its items replaced, if the program no longer holds it.
    /// An iterator that returns a tuple each time keeps the last one for this.
    #[inline]
    pub fn renew<const N: usize>(kept: &mut Option<Ref<Tuple>>, items: [Value; N]) -> Value {
        match kept {
            Some(tuple) if tuple.is_unique() && tuple.len == N => {
                // Dropped last: that may run the program's code.
                let old: [Value; N] = {
                    let mut items = items.into_iter();
                    std::array::from_fn(|i| {
                        tuple.tail()[i].replace(items.next().unwrap_or_default())
                    })
                };
                let tuple = tuple.as_value().clone();
                drop(old);
                tuple
            }
            _ => {
                let tuple = Tuple::new(items);
                *kept = Some(tuple.clone());
                tuple.into_value()
            }
        }
    }
}

impl Tuple {
    /// A tuple of the items of both.
    pub fn concat(left: &Ref<Tuple>, right: &Ref<Tuple>) -> Ref<Tuple> {
        let items = left.items().iter().chain(right.items()).cloned();
        Ref::with_items(Tuple { len: left.len() + right.len() }, None, false, items)
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
