//! Looks up every field that a template names, also where it would not be rendered with the data at hand.

use handlebars::Path;
use handlebars::PathSeg;
use handlebars::template::{
    BlockParam, DecoratorTemplate, HelperTemplate, Parameter, Subexpression, Template, TemplateElement,
};

use super::HELPERS;
use super::error::TemplateFault;
use super::shape::{Fields, Shape};

/// The helpers that handlebars has, but those that write a log or take apart what has no place here.
const BLOCKS: &[&str] = &["each", "if", "unless", "with"];
const FUNCTIONS: &[&str] = &["and", "eq", "gt", "gte", "len", "lookup", "lt", "lte", "ne", "not", "or"];

/// What stands around an element of a template.
struct Scope<'s> {
    /// The object that fields are looked up in.
    shape: &'s Shape,
    /// The names that `as |name|` gives.
    named: Vec<(String, Shape)>,
    /// Whether it is the inside of an `each`, where `@index` and the like are.
    repeats: bool,
}

struct Check<'c> {
    path: &'c str,
    faults: &'c mut Vec<TemplateFault>,
}

/// Adds what is wrong with a template that is rendered with `fields`.
pub(super) fn check(template: &Template, path: &str, fields: &Fields, faults: &mut Vec<TemplateFault>) {
    let root = Shape::Fields(fields.clone());
    let scope = Scope { shape: &root, named: Vec::new(), repeats: false };
    Check { path, faults }.template(template, &[scope]);
}

impl Check<'_> {
    fn template(&mut self, template: &Template, scopes: &[Scope<'_>]) {
        for (at, element) in template.elements.iter().enumerate() {
            let at = template.mapping.get(at).map_or((1, 1), |mapping| (mapping.0, mapping.1));
            match element {
                TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
                TemplateElement::Expression(helper) | TemplateElement::HtmlExpression(helper) => {
                    self.expression(helper, at, scopes);
                }
                TemplateElement::HelperBlock(helper) => self.block(helper, at, scopes),
                TemplateElement::DecoratorExpression(other)
                | TemplateElement::DecoratorBlock(other)
                | TemplateElement::PartialExpression(other)
                | TemplateElement::PartialBlock(other) => self.no_partial(other, at),
                _ => self.fault(at, "what stands here is unknown".to_owned()),
            }
        }
    }

    fn fault(&mut self, at: (usize, usize), message: String) {
        self.faults.push(TemplateFault { path: self.path.to_owned(), at: Some(at), message });
    }

    fn no_partial(&mut self, template: &DecoratorTemplate, at: (usize, usize)) {
        let name = name(&template.name).unwrap_or_default();
        self.fault(at, format!("`{name}` is another template, and templates do not include each other"));
    }

    fn expression(&mut self, helper: &HelperTemplate, at: (usize, usize), scopes: &[Scope<'_>]) {
        let is_call = !helper.params.is_empty() || !helper.hash.is_empty();
        match (&helper.name, is_call) {
            (name, true) => self.call(name, &helper.params, &helper.hash, at, scopes),
            (Parameter::Path(path), false) => match self.path(path, at, scopes) {
                Some(Shape::Fields(_)) => self.fault(at, format!("`{}` is an object; write a field of it", raw(path))),
                Some(Shape::List(_)) => {
                    let name = raw(path);
                    self.fault(at, format!("`{name}` is a list; write `{{{{#each {name}}}}} … {{{{/each}}}}`"));
                }
                Some(Shape::Value) | None => {}
            },
            (Parameter::Name(name), false) => {
                if let Ok(path) = Path::parse(name) {
                    self.path(&path, at, scopes);
                }
            }
            (other, false) => self.parameter(other, at, scopes),
        }
    }

    fn call<'h>(
        &mut self,
        called: &Parameter,
        params: &[Parameter],
        hash: impl IntoIterator<Item = (&'h String, &'h Parameter)>,
        at: (usize, usize),
        scopes: &[Scope<'_>],
    ) {
        let called = name(called).unwrap_or_default();
        let mut names: Vec<&str> = HELPERS.iter().map(|(name, _)| *name).chain(FUNCTIONS.iter().copied()).collect();
        names.sort_unstable();
        if !names.contains(&called.as_str()) {
            self.faults.push(TemplateFault::unknown(self.path, at, "helper", &called, &names));
        }
        for parameter in params.iter().chain(hash.into_iter().map(|(_, parameter)| parameter)) {
            self.parameter(parameter, at, scopes);
        }
    }

    /// What a parameter holds, where that can be said.
    fn parameter(&mut self, parameter: &Parameter, at: (usize, usize), scopes: &[Scope<'_>]) {
        match parameter {
            Parameter::Path(path) => {
                self.path(path, at, scopes);
            }
            Parameter::Subexpression(inner) => self.inner(inner, at, scopes),
            _ => {}
        }
    }

    fn inner(&mut self, inner: &Subexpression, at: (usize, usize), scopes: &[Scope<'_>]) {
        if let TemplateElement::Expression(helper) = inner.as_element() {
            self.call(&helper.name, &helper.params, &helper.hash, at, scopes);
        }
    }

    fn block(&mut self, helper: &HelperTemplate, at: (usize, usize), scopes: &[Scope<'_>]) {
        let name = name(&helper.name).unwrap_or_default();
        if !BLOCKS.contains(&name.as_str()) {
            self.faults.push(TemplateFault::unknown(self.path, at, "block", &name, BLOCKS));
            return;
        }
        let inside = match helper.params.first() {
            Some(Parameter::Path(path)) => self.path(path, at, scopes),
            Some(other) => {
                self.parameter(other, at, scopes);
                None
            }
            None => None,
        };
        let inside = match (name.as_str(), inside) {
            ("each", Some(Shape::List(item))) => Some(*item),
            ("with", Some(shape @ Shape::Fields(_))) => Some(shape),
            ("each" | "with", Some(_)) => {
                let what = if name == "each" { "a list" } else { "an object" };
                return self.fault(at, format!("`{name}` needs {what}, which this is not"));
            }
            // What a helper gives is not known, so neither are the fields inside.
            ("each" | "with", None) => return,
            _ => None,
        };
        if let Some(template) = &helper.template {
            match &inside {
                None => self.template(template, scopes),
                Some(shape) => {
                    let mut inner: Vec<Scope<'_>> = scopes.iter().map(Scope::again).collect();
                    let named = named(helper.block_param.as_ref(), shape);
                    inner.push(Scope { shape, named, repeats: name == "each" });
                    self.template(template, &inner);
                }
            }
        }
        if let Some(template) = &helper.inverse {
            self.template(template, scopes);
        }
    }

    /// What a path leads to; nothing where it leads nowhere, which is then said.
    fn path(&mut self, path: &Path, at: (usize, usize), scopes: &[Scope<'_>]) -> Option<Shape> {
        const LOCAL: &[&str] = &["@first", "@index", "@last"];
        let segments = match path {
            Path::Relative((segments, _)) => segments,
            Path::Local((_, name, _)) => {
                let local = format!("@{name}");
                if !LOCAL.contains(&local.as_str()) || !scopes.iter().any(|scope| scope.repeats) {
                    let names = if scopes.iter().any(|scope| scope.repeats) { LOCAL } else { &[] };
                    self.faults.push(TemplateFault::unknown(self.path, at, "variable", &local, names));
                    return None;
                }
                return Some(Shape::Value);
            }
        };
        let mut depth = scopes.len() - 1;
        let mut shape = scopes[depth].shape.clone();
        for (position, segment) in segments.iter().enumerate() {
            match segment {
                PathSeg::Ruled(rule) => {
                    // The type of rules is private, their names are the only way to tell them apart.
                    depth = if format!("{rule:?}") == "path_root" { 0 } else { depth.saturating_sub(1) };
                    shape = scopes[depth].shape.clone();
                }
                PathSeg::Named(name) => {
                    let given = scopes.iter().rev().flat_map(|scope| &scope.named).find(|(given, _)| given == name);
                    shape = match (position, given) {
                        (0, Some((_, given))) => given.clone(),
                        _ => self.step(&shape, name, at)?,
                    };
                }
                _ => return None,
            }
        }
        Some(shape)
    }

    fn step(&mut self, shape: &Shape, name: &str, at: (usize, usize)) -> Option<Shape> {
        let fields: &[_] = match shape {
            Shape::Fields(fields) => fields,
            Shape::List(item) if name.bytes().all(|byte| byte.is_ascii_digit()) => return Some((**item).clone()),
            Shape::List(_) | Shape::Value => &[],
        };
        let found = fields.iter().find(|field| field.name == name);
        if found.is_none() {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            self.faults.push(TemplateFault::unknown(self.path, at, "field", name, &names));
        }
        found.map(|field| field.shape.clone())
    }
}

impl Scope<'_> {
    fn again(&self) -> Scope<'_> {
        Scope { shape: self.shape, named: self.named.clone(), repeats: self.repeats }
    }
}

/// The names that a block gives to what is inside.
fn named(param: Option<&BlockParam>, inside: &Shape) -> Vec<(String, Shape)> {
    let name = |parameter: &Parameter| name(parameter).unwrap_or_default();
    match param {
        Some(BlockParam::Single(item)) => vec![(name(item), inside.clone())],
        Some(BlockParam::Pair((item, index))) => vec![(name(item), inside.clone()), (name(index), Shape::Value)],
        _ => Vec::new(),
    }
}

fn name(parameter: &Parameter) -> Option<String> {
    match parameter {
        Parameter::Name(name) => Some(name.clone()),
        Parameter::Path(path) => Some(raw(path).to_owned()),
        _ => None,
    }
}

fn raw(path: &Path) -> &str {
    match path {
        Path::Relative((_, raw)) | Path::Local((_, _, raw)) => raw,
    }
}
