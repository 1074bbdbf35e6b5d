//! The declarations of a document, and declared contents of elements.

use super::lexer::Repeat;
use std::collections::HashMap;
use std::rc::Rc;

/// A declared entity.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// The replacement text of an internal entity.
    pub text: Option<Rc<str>>,
    /// The base of the system identifier.
    pub base: Option<String>,
    /// The system identifier.
    pub system: Option<String>,
    /// The public identifier.
    pub public: Option<String>,
    /// The notation of an entity that is not parsed.
    pub notation: Option<String>,
    /// Whether its text is being read.
    pub is_open: bool,
    /// Whether it was declared in the document itself.
    pub is_internal: bool,
}

/// A declared attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// Whether its values keep their white space.
    pub is_cdata: bool,
    /// The value if the tag has none.
    pub default: Option<String>,
}

/// All declarations.
#[derive(Debug, Default)]
pub struct Dtd {
    /// General entities by name.
    pub entities: HashMap<String, Entity>,
    /// Parameter entities by name.
    pub parameters: HashMap<String, Entity>,
    /// Attributes by element.
    pub attributes: HashMap<String, Vec<Attribute>>,
    /// Whether the document declares itself standalone.
    pub is_standalone: bool,
    /// Whether there may be declarations that were not read.
    pub has_parameter_refs: bool,
    /// Whether declarations still count.
    pub keeps_processing: bool,
    /// Whether an external subset or parameter entity was read.
    pub was_read: bool,
}

/// A particle of a content model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particle {
    /// Its kind.
    pub kind: ModelKind,
    /// Its quantifier.
    pub repeat: Repeat,
    /// The name of an element.
    pub name: Option<String>,
    /// The particles of a group, as indices into the model.
    pub parts: Vec<usize>,
}

/// The kinds of particles, with Expat's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum ModelKind {
    Empty = 1,
    Any = 2,
    Mixed = 3,
    Name = 4,
    Choice = 5,
    Sequence = 6,
}

/// A content model: every particle precedes the group that contains it, so the whole model is last.
pub type Model = Vec<Particle>;

/// A content model while it is read.
#[derive(Debug, Default)]
pub struct ModelBuilder {
    model: Model,
    /// The groups that are open, outermost first.
    open: Vec<(Option<ModelKind>, Vec<usize>)>,
}

impl ModelBuilder {
    /// A single-word model.
    pub fn word(kind: ModelKind) -> Model {
        vec![Particle { kind, repeat: Repeat::Once, name: None, parts: Vec::new() }]
    }

    /// Opens a group.
    pub fn open(&mut self) {
        self.open.push((None, Vec::new()));
    }

    /// Adds an element.
    pub fn push(&mut self, name: &str, repeat: Repeat) {
        let name = Some(name.to_string());
        self.add(Particle { kind: ModelKind::Name, repeat, name, parts: Vec::new() });
    }

    /// Sets how the innermost group joins its particles; false if that contradicts an earlier
    /// setting.
    pub fn join(&mut self, kind: ModelKind) -> bool {
        match self.open.last_mut() {
            Some((known @ None, _)) => {
                *known = Some(kind);
                true
            }
            Some((Some(known), _)) => *known == kind,
            None => false,
        }
    }

    /// Closes a group, and returns the model if it was the outermost.
    pub fn close(&mut self, repeat: Repeat) -> Option<Model> {
        let (kind, parts) = self.open.pop()?;
        let kind = kind.unwrap_or(ModelKind::Sequence);
        self.add(Particle { kind, repeat, name: None, parts });
        self.open.is_empty().then(|| std::mem::take(&mut self.model))
    }

    fn add(&mut self, particle: Particle) {
        if let Some((_, parts)) = self.open.last_mut() {
            parts.push(self.model.len());
        }
        self.model.push(particle);
    }
}
