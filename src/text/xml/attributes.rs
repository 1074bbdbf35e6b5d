//! Attributes: their values, their defaults, and the namespaces of names.

use super::error::{Code, Fault};
use super::lexer::{self, AttributeSpan};
use super::{Event, Parser};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_NAMESPACE: &str = "http://www.w3.org/2000/xmlns/";

/// The namespaces of prefixes. The empty prefix is that of names without one.
#[derive(Default)]
pub(super) struct Namespaces {
    uris: HashMap<String, Vec<String>>,
    /// The prefixes in the order in which they were bound.
    bound: Vec<String>,
}

impl Namespaces {
    /// The bindings listed in the context of an external entity.
    pub(super) fn of_context(context: &str) -> Namespaces {
        let mut namespaces = Namespaces::default();
        for (prefix, uri) in context.split('\x0c').filter_map(|part| part.split_once('=')) {
            namespaces.bind(prefix.to_string(), uri.to_string());
        }
        namespaces
    }

    /// The bindings in the form that [`Namespaces::of_context`] reads.
    pub(super) fn context(&self) -> Vec<String> {
        let mut prefixes: Vec<_> = self.uris.keys().filter(|p| self.uri(p).is_some()).collect();
        prefixes.sort();
        let shown = |prefix: &&String| Some(format!("{prefix}={}", self.uri(prefix)?));
        prefixes.iter().filter_map(shown).collect()
    }

    pub(super) fn count(&self) -> usize {
        self.bound.len()
    }

    fn bind(&mut self, prefix: String, uri: String) {
        self.uris.entry(prefix.clone()).or_default().push(uri);
        self.bound.push(prefix);
    }

    /// Undoes the last binding, and returns its prefix.
    pub(super) fn unbind(&mut self) -> Option<String> {
        let prefix = self.bound.pop()?;
        self.uris.get_mut(&prefix)?.pop();
        Some(prefix)
    }

    fn uri(&self, prefix: &str) -> Option<&str> {
        if self.bound.is_empty() {
            return (prefix == "xml").then_some(XML_NAMESPACE);
        }
        match self.uris.get(prefix).and_then(|uris| uris.last()) {
            Some(uri) if !uri.is_empty() => Some(uri),
            None if prefix == "xml" => Some(XML_NAMESPACE),
            _ => None,
        }
    }
}

/// The text of an attribute while it is being read.
struct Value {
    text: String,
    is_cdata: bool,
}

impl Value {
    fn space(&mut self) {
        if self.is_cdata || !(self.text.is_empty() || self.text.ends_with(' ')) {
            self.text.push(' ');
        }
    }
}

impl Parser {
    /// The value of an attribute, whose text begins at `at` of the source.
    pub(super) fn attribute_value(
        &self,
        written: &str,
        at: usize,
        is_cdata: bool,
    ) -> Result<String, Fault> {
        if is_cdata && !written.bytes().any(|b| matches!(b, b'&' | b'\t' | b'\n' | b'\r')) {
            return Ok(written.to_string());
        }
        let mut value = Value { text: String::with_capacity(written.len()), is_cdata };
        // The current text, where it continues, and the entity that contains it.
        let mut open: Vec<(Rc<str>, usize, String)> = Vec::new();
        let (mut text, mut from): (Rc<str>, usize) = (written.into(), 0);
        let result = loop {
            let rest = &text[from..];
            let place = if open.is_empty() { at + from } else { at };
            let Some(first) = rest.chars().next() else {
                let Some((outer, back, name)) = open.pop() else { break Ok(()) };
                self.set_open(&name, false, false);
                (text, from) = (outer, back);
                continue;
            };
            match first {
                '<' => break Err(Code::InvalidToken.at(place)),
                '\r' if rest[1..].starts_with('\n') => {
                    value.space();
                    from += 2;
                }
                ' ' | '\t' | '\n' | '\r' => {
                    value.space();
                    from += 1;
                }
                '&' => {
                    let Ok((length, is_char)) = lexer::reference(rest, self.has_namespaces())
                    else {
                        break Err(Code::InvalidToken.at(place));
                    };
                    let reference = &rest[..length];
                    from += length;
                    if is_char {
                        match lexer::referenced_char(reference) {
                            Some(' ') => value.space(),
                            Some(c) => value.text.push(c),
                            None => break Err(Code::BadCharRef.at(place)),
                        }
                        continue;
                    }
                    let name = &reference[1..length - 1];
                    if let Some(c) = lexer::predefined(name) {
                        value.text.push_str(c);
                        continue;
                    }
                    match self.entity_in_attribute(name) {
                        Ok(Some(inner)) => {
                            if let Err(code) = self.account(inner.len(), false) {
                                break Err(code.at(place));
                            }
                            self.set_open(name, false, true);
                            open.push((text.clone(), from, name.to_string()));
                            (text, from) = (inner, 0);
                        }
                        Ok(None) => {}
                        Err(code) => break Err(code.at(place)),
                    }
                }
                _ => {
                    let stop = rest.find(['<', '&', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
                    value.text.push_str(&rest[..stop]);
                    from += stop;
                }
            }
        };
        for (_, _, name) in open {
            self.set_open(&name, false, false);
        }
        result?;
        if !is_cdata && value.text.ends_with(' ') {
            value.text.pop();
        }
        Ok(value.text)
    }

    /// The text of an entity in an attribute; none if the entity may be declared in a part that was
    /// not read.
    fn entity_in_attribute(&self, name: &str) -> Result<Option<Rc<str>>, Code> {
        let dtd = self.dtd.borrow();
        let must_be_known = !dtd.has_parameter_refs || dtd.is_standalone;
        let Some(entity) = dtd.entities.get(name) else {
            return if must_be_known { Err(Code::UndefinedEntity) } else { Ok(None) };
        };
        if must_be_known && !entity.is_internal {
            return Err(Code::EntityDeclaredInPe);
        }
        if entity.is_open {
            return Err(Code::RecursiveEntityRef);
        }
        if entity.notation.is_some() {
            return Err(Code::BinaryEntityRef);
        }
        entity.text.clone().map(Some).ok_or(Code::AttributeExternalEntityRef)
    }

    /// Reads the attributes of a start tag at `base` of the source, binds namespaces, and pushes the
    /// event.
    pub(super) fn start_element(
        &mut self,
        tag: &str,
        base: usize,
        spans: &[AttributeSpan],
        is_empty: bool,
    ) -> Result<(), Fault> {
        let name_end = lexer::name(tag, 1, false).unwrap_or(tag.len());
        let written = &tag[1..name_end];
        let namespaces = self.has_namespaces();
        let bindings = self.namespaces.count();
        let mut attributes: Vec<(String, String)> = Vec::with_capacity(spans.len());
        let mut seen: HashSet<&str> = HashSet::new();
        let dtd = self.dtd.clone();
        let declared = match &dtd.borrow().attributes {
            none if none.is_empty() => Vec::new(),
            some => some.get(written).cloned().unwrap_or_default(),
        };
        for (index, (name, value)) in spans.iter().enumerate() {
            let attribute = &tag[name.clone()];
            let is_repeated = match spans.len() {
                ..=8 => spans[..index].iter().any(|(other, _)| &tag[other.clone()] == attribute),
                _ => !seen.insert(attribute),
            };
            if is_repeated {
                return Err(Code::DuplicateAttribute.at(base + name.start));
            }
            let is_cdata = declared.iter().find(|a| a.name == attribute).is_none_or(|a| a.is_cdata);
            // A fault in a value is a fault of the tag.
            let text = self
                .attribute_value(&tag[value.clone()], 0, is_cdata)
                .map_err(|fault| fault.code.at(base))?;
            match namespace_prefix(attribute).filter(|_| namespaces) {
                Some(prefix) => self.bind(prefix, text).map_err(|code| code.at(base))?,
                None => attributes.push((attribute.to_string(), text)),
            }
        }
        let specified = attributes.len();
        for attribute in &declared {
            let Some(value) = &attribute.default else { continue };
            let is_given = match spans.len() {
                ..=8 => spans.iter().any(|(name, _)| tag[name.clone()] == attribute.name),
                _ => seen.contains(attribute.name.as_str()),
            };
            if is_given {
                continue;
            }
            match namespace_prefix(&attribute.name).filter(|_| namespaces) {
                Some(prefix) => self.bind(prefix, value.clone()).map_err(|code| code.at(base))?,
                None => attributes.push((attribute.name.clone(), value.clone())),
            }
        }
        let mut expanded_name = None;
        if namespaces {
            let mut expanded = HashSet::new();
            for (attribute, _) in &mut attributes {
                if attribute.contains(':') {
                    *attribute = self.expanded(attribute).ok_or(Code::UnboundPrefix.at(base))?;
                    if !expanded.insert(attribute.clone()) {
                        return Err(Code::DuplicateAttribute.at(base));
                    }
                }
            }
            let name = self.expanded(written).ok_or(Code::UnboundPrefix.at(base))?;
            expanded_name = Some(name).filter(|name| name != written);
        }
        let (name, written) = match expanded_name {
            Some(name) => (name, Some(written.to_string())),
            None => (written.to_string(), None),
        };
        let tag = super::Tag { name: name.clone(), written, bindings };
        self.events.push_back(Event::StartElement { name, attributes, specified, empty: is_empty });
        self.tags.push(tag);
        Ok(())
    }

    /// A name with its namespace; none if its prefix is not bound. An attribute without a prefix has
    /// no namespace, and is not handled here.
    fn expanded(&self, name: &str) -> Option<String> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let Some(uri) = self.namespaces.uri(prefix) else {
            return prefix.is_empty().then(|| name.to_string());
        };
        let separator = self.settings.separator.flatten().map(String::from).unwrap_or_default();
        Some(match self.settings.shows_prefixes && !prefix.is_empty() {
            true => format!("{uri}{separator}{local}{separator}{prefix}"),
            false => format!("{uri}{separator}{local}"),
        })
    }

    fn bind(&mut self, prefix: &str, uri: String) -> Result<(), Code> {
        let is_xml = uri == XML_NAMESPACE;
        if uri.is_empty() && !prefix.is_empty() && !matches!(prefix, "xml" | "xmlns") {
            return Err(Code::UndeclaringPrefix);
        }
        match prefix {
            "xmlns" => return Err(Code::ReservedPrefixXmlns),
            "xml" if !is_xml => return Err(Code::ReservedPrefixXml),
            _ if prefix != "xml" && is_xml || uri == XMLNS_NAMESPACE => {
                return Err(Code::ReservedNamespaceUri);
            }
            _ => {}
        }
        // A separator inside would make names ambiguous, unless it is common in addresses.
        if let Some(Some(separator)) = self.settings.separator {
            let is_usual =
                separator.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(separator);
            if !is_usual && uri.contains(separator) {
                return Err(Code::Syntax);
            }
        }
        let shown = |text: &str| Some(text.to_string()).filter(|text| !text.is_empty());
        self.events.push_back(Event::StartNamespace { prefix: shown(prefix), uri: shown(&uri) });
        self.namespaces.bind(prefix.to_string(), uri);
        Ok(())
    }
}

/// The prefix that an attribute binds: `xmlns` or `xmlns:prefix`.
fn namespace_prefix(attribute: &str) -> Option<&str> {
    match attribute.strip_prefix("xmlns")? {
        "" => Some(""),
        rest => rest.strip_prefix(':'),
    }
}
