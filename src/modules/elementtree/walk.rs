//! Iterators over an element and its descendants, in document order.

use super::element::{Element, element};
use crate::objects::bytes::Bytes;
use crate::objects::iterator;
use crate::objects::native::{Args, ClassDef, ExclusiveIterate, NativeDef, NativeIterator};
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::vm::{Vm, VmResult};

/// The items that an iterator gives.
enum Wanted {
    /// All elements.
    All,
    /// Elements with this tag.
    Tag(Value),
    /// The nonempty texts inside the first element.
    Texts,
}

struct Walk {
    /// The first element, until it has been visited.
    root: Option<Value>,
    /// The open elements, each with the index of its next child.
    open: Vec<(Value, usize)>,
    wanted: Wanted,
}

/// A step of a walk.
enum Step {
    Enter(Value),
    Leave(Value),
    End,
}

impl Walk {
    fn step(&mut self, vm: &Vm) -> VmResult<Step> {
        if let Some(root) = self.root.take() {
            self.open.push((root.clone(), 0));
            return Ok(Step::Enter(root));
        }
        let Some((parent, next)) = self.open.last_mut() else { return Ok(Step::End) };
        let children = element(parent).and_then(Element::known_children);
        let Some(child) = children.and_then(|children| children.get(*next)) else {
            let left = self.open.pop().map(|(parent, _)| parent);
            return Ok(left.map_or(Step::End, Step::Leave));
        };
        if element(&child).is_none() {
            let shown = vm.class_ref(&child).message_name();
            let message = format!("'{shown}' object has no attribute 'iter'");
            return Err(vm.attribute_error(&child, "iter", message));
        }
        *next += 1;
        self.open.push((child.clone(), 0));
        Ok(Step::Enter(child))
    }
}

impl ExclusiveIterate for Walk {
    fn next(&mut self, vm: &Vm) -> VmResult<Option<Value>> {
        loop {
            vm.tick(1)?;
            let item = match self.step(vm)? {
                Step::End => return Ok(None),
                Step::Enter(entered) => match &self.wanted {
                    Wanted::All => return Ok(Some(entered)),
                    Wanted::Tag(tag) => {
                        let own = element(&entered).map(|entered| entered.tag.get());
                        if vm.eq(&own.unwrap_or_default(), tag)? {
                            return Ok(Some(entered));
                        }
                        continue;
                    }
                    Wanted::Texts => element(&entered).map(|entered| entered.text.get()),
                },
                // The text after the first element is not inside it.
                Step::Leave(left) => match (&self.wanted, self.open.is_empty()) {
                    (Wanted::Texts, false) => element(&left).map(|left| left.tail.get()),
                    _ => continue,
                },
            };
            if let Some(text) = item
                && !text.is_none()
                && vm.truthy(&text)?
            {
                return Ok(Some(text));
            }
        }
    }

    fn traverse(&self, visit: Visitor<'_>) {
        self.root.iter().for_each(&mut *visit);
        self.open.iter().for_each(|(parent, _)| visit(parent));
        if let Wanted::Tag(tag) = &self.wanted {
            visit(tag);
        }
    }
}

fn walk(vm: &Vm, a: Args<'_>, wanted: Wanted) -> VmResult {
    let walk = Walk { root: Some(a[0].clone()), open: Vec::new(), wanted };
    Ok(NativeIterator::exclusive(vm, &ITERATOR, walk))
}

/// `iter(tag=None)`
pub(super) fn iter(vm: &Vm, a: Args<'_>) -> VmResult {
    let is_any = |tag: &&Value| {
        tag.get::<Str>().is_some_and(|tag| tag.as_str() == "*")
            || tag.get::<Bytes>().is_some_and(|tag| *tag.data == *b"*")
    };
    match a.some(1).filter(|tag| !is_any(tag)) {
        Some(tag) => walk(vm, a, Wanted::Tag(tag.clone())),
        None => walk(vm, a, Wanted::All),
    }
}

/// `itertext()`
pub(super) fn iter_text(vm: &Vm, a: Args<'_>) -> VmResult {
    walk(vm, a, Wanted::Texts)
}

static ITERATOR: ClassDef = ClassDef {
    name: "_element_iterator",
    module: "_elementtree",
    kind: crate::runtime::Kind::NativeIterator,
    subclassable: false,
    methods: &[iterator::ITER, iterator::NEXT] as &[NativeDef],
    ..ClassDef::BASE
};
