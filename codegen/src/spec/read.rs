//! From JSON to the model: every key is looked up once, every value is held against its shape, and the rest is taken.

mod fault;

use super::keys::{
    self, allowed, beat, criterion, governance, handler, handler_def, movement, retry, sequence, user_story,
};
use super::model::{
    Allow, Beat, Criterion, Duration, Handler, HandlerDef, Movement, Reference, Retry, Sequence, Spanned, Steps, Text,
    TypeDeclaration, TypeDefinition, Typed, UserStory,
};
use super::shape::{EXTENSION_PREFIX, LARGEST_COUNT, Record, Shape};
use crate::diagnostic::Finding;
use crate::json::{Member, Node, Value};
use crate::source::{Place, SourceId, Span};

/// Reads a sequence. What does not fit is a finding, and the model lacks it.
///
/// `None` where the value is no object at all.
pub fn read<'n>(source: SourceId, root: &'n Node<'n>, findings: &mut Vec<Finding>) -> Option<Sequence<'n>> {
    let mut reader = Reader { source, findings, suggestions: SUGGESTIONS };
    if !matches!(root.value, Value::Object(_)) {
        reader.wrong_type(root, "a sequence", &Shape::Record(&keys::SEQUENCE));
        return None;
    }
    Some(reader.sequence(root))
}

struct Reader<'f> {
    source: SourceId,
    findings: &'f mut Vec<Finding>,
    /// How many more misspelt words are thought about.
    suggestions: usize,
}

/// Finding what was meant takes a while, and nobody misspells a hundred different words.
const SUGGESTIONS: usize = 100;

/// The values of an object, each at the position that its key has in the table.
struct Fields<'n> {
    values: Vec<Option<&'n Node<'n>>>,
    extra: Vec<&'n Member<'n>>,
    refused: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    fn get(&self, position: usize) -> Option<&'n Node<'n>> {
        self.values[position]
    }

    fn text(&self, position: usize) -> Option<Text<'n>> {
        self.get(position).and_then(text)
    }

    /// A string or an array of strings, as a list.
    fn texts(&self, position: usize) -> Vec<Text<'n>> {
        match self.get(position).map(|node| (&node.value, node)) {
            Some((Value::Array(items), _)) => items.iter().filter_map(text).collect(),
            Some((_, node)) => text(node).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn number(&self, position: usize) -> Option<Spanned<f64>> {
        let node = self.get(position)?;
        let Value::Number(digits) = node.value else { return None };
        Some(Spanned { value: digits.parse().ok()?, span: node.span })
    }

    fn count(&self, position: usize) -> Option<Spanned<u64>> {
        self.get(position).and_then(count)
    }

    fn flag(&self, position: usize) -> Option<Spanned<bool>> {
        let node = self.get(position)?;
        let Value::Bool(value) = node.value else { return None };
        Some(Spanned { value, span: node.span })
    }

    fn duration(&self, position: usize) -> Option<Spanned<Duration<'n>>> {
        let node = self.get(position)?;
        let value = match &node.value {
            Value::String(text) => Duration::Text(text),
            Value::Number(digits) => Duration::Milliseconds(digits.parse().ok()?),
            _ => return None,
        };
        Some(Spanned { value, span: node.span })
    }

    fn typed(&self, position: usize) -> Option<Vec<Typed<'n>>> {
        self.get(position).map(typed)
    }
}

fn text<'n>(node: &'n Node<'n>) -> Option<Text<'n>> {
    match &node.value {
        Value::String(value) => Some(Spanned { value, span: node.span }),
        _ => None,
    }
}

fn key<'n>(member: &'n Member<'n>) -> Text<'n> {
    Spanned { value: &member.key, span: member.key_span }
}

fn count(node: &Node<'_>) -> Option<Spanned<u64>> {
    let Value::Number(digits) = node.value else { return None };
    let value = digits.parse().ok().or_else(|| whole(digits)).filter(|count| *count <= LARGEST_COUNT)?;
    Some(Spanned { value, span: node.span })
}

/// `3.0` and `3e0` are whole numbers too, for JSON as for JSON Schema.
fn whole(digits: &str) -> Option<u64> {
    let value: f64 = digits.parse().ok()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked by the range
    (value.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&value)).then_some(value as u64)
}

fn members<'n>(node: &'n Node<'n>) -> &'n [Member<'n>] {
    match &node.value {
        Value::Object(members) => members,
        _ => &[],
    }
}

fn items<'n>(node: &'n Node<'n>) -> &'n [Node<'n>] {
    match &node.value {
        Value::Array(items) => items,
        _ => &[],
    }
}

/// Names, or names with types.
fn typed<'n>(node: &'n Node<'n>) -> Vec<Typed<'n>> {
    match &node.value {
        Value::Array(items) => items.iter().filter_map(text).map(|name| Typed { name, ty: None }).collect(),
        Value::Object(members) => {
            members.iter().map(|member| Typed { name: key(member), ty: text(&member.value) }).collect()
        }
        _ => Vec::new(),
    }
}

impl Reader<'_> {
    fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }

    fn sequence<'n>(&mut self, node: &'n Node<'n>) -> Sequence<'n> {
        let fields = self.fields(node, &keys::SEQUENCE);
        let governance = fields.get(sequence::GOVERNANCE).map(|node| self.fields(node, &keys::GOVERNANCE));
        let user_story = self.user_story(fields.get(sequence::USER_STORY));
        let allow = self.allow(fields.get(sequence::ALLOW));
        let movements = fields.get(sequence::MOVEMENTS).map_or(&[][..], items);
        let movements = movements.iter().filter_map(|node| self.movement(node)).collect();
        let dynamics = fields.get(sequence::DYNAMICS);
        Sequence {
            source: self.source,
            span: node.span,
            id: fields.text(sequence::ID).or_else(|| fields.text(sequence::SEQUENCE_ID)),
            sequence_id: fields.text(sequence::SEQUENCE_ID),
            name: fields.text(sequence::NAME),
            title: fields.text(sequence::TITLE),
            description: fields.text(sequence::DESCRIPTION),
            purpose: fields.text(sequence::PURPOSE),
            trigger: fields.text(sequence::TRIGGER),
            version: fields.text(sequence::VERSION),
            kind: fields.text(sequence::KIND),
            status: fields.text(sequence::STATUS),
            category: fields.text(sequence::CATEGORY),
            domain_id: fields.text(sequence::DOMAIN_ID),
            package_name: fields.text(sequence::PACKAGE_NAME),
            plugin_id: fields.text(sequence::PLUGIN_ID),
            key: fields.text(sequence::KEY),
            tempo: fields.number(sequence::TEMPO),
            time_signature: fields.text(sequence::TIME_SIGNATURE),
            declared_beats: fields.count(sequence::BEATS),
            user_story,
            persona: fields.text(sequence::PERSONA),
            business_value: fields.text(sequence::BUSINESS_VALUE),
            policies: governance.as_ref().map(|it| it.texts(governance::POLICIES)).unwrap_or_default(),
            metrics: governance.as_ref().map(|it| it.texts(governance::METRICS)).unwrap_or_default(),
            events: fields.get(sequence::EVENTS).map(|_| fields.texts(sequence::EVENTS)),
            dynamics: dynamics.and_then(text),
            dynamics_meaning: dynamics
                .map_or(&[][..], members)
                .iter()
                .filter_map(|member| Some((key(member), text(&member.value)?)))
                .collect(),
            types: fields.get(sequence::TYPES).map_or(&[][..], members).iter().filter_map(type_declaration).collect(),
            input: fields.typed(sequence::INPUT).unwrap_or_default(),
            output: fields.texts(sequence::OUTPUT),
            baton: fields.flag(sequence::BATON),
            requires: fields
                .typed(sequence::REQUIRES)
                .unwrap_or_default()
                .into_iter()
                .map(|required| (required.name, required.ty))
                .collect(),
            completion_criteria: fields.texts(sequence::COMPLETION_CRITERIA),
            metadata: fields.get(sequence::METADATA),
            movements,
            allow,
            extra: fields.extra,
            refused: fields.refused,
        }
    }

    fn movement<'n>(&mut self, node: &'n Node<'n>) -> Option<Movement<'n>> {
        let Value::Object(_) = node.value else { return None };
        let fields = self.fields(node, &keys::MOVEMENT);
        let user_story = self.user_story(fields.get(movement::USER_STORY));
        let allow = self.allow(fields.get(movement::ALLOW));
        let beats = fields.get(movement::BEATS).map_or(&[][..], items);
        let beats = beats.iter().filter_map(|node| self.beat(node)).collect();
        Some(Movement {
            span: node.span,
            id: fields.text(movement::ID),
            name: fields.text(movement::NAME),
            description: fields.text(movement::DESCRIPTION),
            purpose: fields.text(movement::PURPOSE),
            tempo: fields.number(movement::TEMPO),
            error_handling: fields.text(movement::ERROR_HANDLING),
            user_story,
            completion_criteria: fields.texts(movement::COMPLETION_CRITERIA),
            max_concurrency: fields.count(movement::MAX_CONCURRENCY),
            atomic: fields.flag(movement::ATOMIC),
            beats,
            allow,
            extra: fields.extra,
            refused: fields.refused,
        })
    }

    fn beat<'n>(&mut self, node: &'n Node<'n>) -> Option<Beat<'n>> {
        let Value::Object(_) = node.value else { return None };
        let fields = self.fields(node, &keys::BEAT);
        let handler = fields.get(beat::HANDLER).and_then(|node| self.handler(node));
        let handler_def = fields.get(beat::HANDLER_DEF).map(|node| self.handler_def(node));
        let user_story = self.user_story(fields.get(beat::USER_STORY));
        let retry = fields.get(beat::RETRY).map(|node| self.retry(node));
        let criteria = [beat::ACCEPTANCE_CRITERIA, beat::ACCEPTANCE_CRITERIA_STRUCTURED]
            .into_iter()
            .flat_map(|key| fields.get(key).map_or(&[][..], items))
            .filter_map(|node| self.criterion(node))
            .collect();
        let allow = self.allow(fields.get(beat::ALLOW));
        let beat = fields.count(beat::BEAT);
        let number = fields.count(beat::NUMBER);
        Some(Beat {
            span: node.span,
            number: beat.or(number),
            number_double: beat.and(number),
            id: fields.text(beat::ID),
            event: fields.text(beat::EVENT),
            name: fields.text(beat::NAME),
            title: fields.text(beat::TITLE),
            description: fields.text(beat::DESCRIPTION),
            handler,
            handler_def,
            kind: fields.text(beat::KIND),
            dynamics: fields.text(beat::DYNAMICS),
            timing: fields.text(beat::TIMING),
            timeout: fields.duration(beat::TIMEOUT),
            retry,
            error_handling: fields.text(beat::ERROR_HANDLING),
            errors: fields.texts(beat::ERRORS),
            dependencies: fields
                .get(beat::DEPENDENCIES)
                .map_or(&[][..], items)
                .iter()
                .filter_map(|node| {
                    let value = match text(node) {
                        Some(name) => Reference::Name(name.value),
                        None => Reference::Number(count(node)?.value),
                    };
                    Some(Spanned { value, span: node.span })
                })
                .collect(),
            compensate: fields.text(beat::COMPENSATE),
            sequence: fields.text(beat::SEQUENCE),
            input: fields.typed(beat::INPUT),
            output: fields.typed(beat::OUTPUT),
            data: fields.get(beat::DATA),
            user_story,
            scenario: fields.text(beat::SCENARIO),
            criteria,
            test_file: fields.text(beat::TEST_FILE),
            test_case: fields.text(beat::TEST_CASE),
            allow,
            extra: fields.extra,
            refused: fields.refused,
        })
    }

    fn handler<'n>(&mut self, node: &'n Node<'n>) -> Option<Handler<'n>> {
        if let Some(name) = text(node) {
            return Some(Handler { name, scope: None, kind: None, source_path: None });
        }
        let fields = self.fields(node, &keys::HANDLER);
        Some(Handler {
            name: fields.text(handler::NAME)?,
            scope: fields.text(handler::SCOPE),
            kind: fields.text(handler::KIND),
            source_path: fields.text(handler::SOURCE_PATH),
        })
    }

    fn handler_def<'n>(&mut self, node: &'n Node<'n>) -> HandlerDef<'n> {
        let fields = self.fields(node, &keys::HANDLER_DEF);
        HandlerDef {
            id: fields.text(handler_def::ID),
            scope: fields.text(handler_def::SCOPE),
            kind: fields.text(handler_def::KIND),
        }
    }

    fn user_story<'n>(&mut self, node: Option<&'n Node<'n>>) -> Option<UserStory<'n>> {
        let node = node?;
        if let Some(sentence) = text(node) {
            return Some(UserStory::Sentence(sentence));
        }
        let fields = self.fields(node, &keys::USER_STORY);
        Some(UserStory::Parts {
            span: node.span,
            persona: fields.text(user_story::PERSONA),
            goal: fields.text(user_story::GOAL),
            benefit: fields.text(user_story::BENEFIT),
        })
    }

    fn criterion<'n>(&mut self, node: &'n Node<'n>) -> Option<Criterion<'n>> {
        if let Some(sentence) = text(node) {
            return Some(Criterion::Sentence(sentence));
        }
        let Value::Object(_) = node.value else { return None };
        let fields = self.fields(node, &keys::CRITERION);
        Some(Criterion::Steps(Steps {
            span: node.span,
            id: fields.text(criterion::ID),
            title: fields.text(criterion::TITLE),
            given: fields.texts(criterion::GIVEN),
            when: fields.texts(criterion::WHEN),
            then: fields.texts(criterion::THEN),
            and: fields.texts(criterion::AND),
            tags: fields.texts(criterion::TAGS),
            ignore: fields.text(criterion::IGNORE),
        }))
    }

    fn retry<'n>(&mut self, node: &'n Node<'n>) -> Retry<'n> {
        if let Some(limit) = count(node) {
            return Retry { span: node.span, limit: Some(limit), delay: None, factor: None, max_delay: None };
        }
        let fields = self.fields(node, &keys::RETRY);
        Retry {
            span: node.span,
            limit: fields.count(retry::LIMIT),
            delay: fields.duration(retry::DELAY),
            factor: fields.number(retry::FACTOR),
            max_delay: fields.duration(retry::MAX_DELAY),
        }
    }

    fn allow<'n>(&mut self, node: Option<&'n Node<'n>>) -> Vec<Allow<'n>> {
        let Some(node) = node else { return Vec::new() };
        items(node)
            .iter()
            .filter_map(|node| {
                let fields = self.fields(node, &keys::ALLOWED);
                Some(Allow { code: fields.text(allowed::CODE)?, reason: fields.text(allowed::REASON)? })
            })
            .collect()
    }

    /// Looks up every key of an object. A value of the wrong shape is a finding and left out.
    fn fields<'n>(&mut self, node: &'n Node<'n>, record: &'static Record) -> Fields<'n> {
        let mut fields = Fields { values: vec![None; record.fields.len()], extra: Vec::new(), refused: Vec::new() };
        let Value::Object(members) = &node.value else { return fields };
        for member in members {
            match record.position(&member.key) {
                Some(position) => {
                    let field = &record.fields[position];
                    if self.fits(&member.value, &field.shape, field.key) {
                        fields.values[position] = Some(&member.value);
                    } else {
                        fields.refused.push(field.key);
                    }
                    if field.doc.is_empty() {
                        fields.extra.push(member);
                    }
                }
                None if member.key.starts_with(EXTENSION_PREFIX) => fields.extra.push(member),
                None => fields.refused.extend(self.unknown_key(member, members, record)),
            }
        }
        for group in record.required {
            // A key that is misspelt is not missing as well.
            let is_there =
                |key: &&str| fields.refused.contains(key) || members.iter().any(|member| member.key == **key);
            if !group.iter().any(is_there) {
                self.missing_key(node, record, group);
                fields.refused.extend(*group);
            }
        }
        fields
    }

    /// Whether a value has a shape. Objects with a table of keys are looked at by whoever reads them.
    fn fits(&mut self, node: &Node<'_>, shape: &'static Shape, key: &str) -> bool {
        match (shape, &node.value) {
            (Shape::Any, _)
            | (Shape::Text, Value::String(_))
            | (Shape::Flag, Value::Bool(_))
            | (Shape::Number, Value::Number(_))
            | (Shape::Record(_), Value::Object(_)) => true,
            (Shape::Count, Value::Number(_)) if count(node).is_some() => true,
            (Shape::Word(words), Value::String(word)) => {
                let known = words.contains(&&**word);
                if !known {
                    self.unknown_word(node, key, word, words);
                }
                known
            }
            (Shape::List(inner), Value::Array(items)) => {
                let misfits = items.iter().filter(|item| !self.fits(item, inner, key));
                misfits.count() == 0
            }
            (Shape::Map(inner), Value::Object(members)) => {
                let misfits = members.iter().filter(|member| !self.fits(&member.value, inner, &member.key));
                misfits.count() == 0
            }
            (Shape::Either(shapes), value) => {
                if let Some(shape) = shapes.iter().find(|shape| shape.is_type_of(value)) {
                    return self.fits(node, shape, key);
                }
                self.wrong_type(node, key, shape);
                false
            }
            _ => {
                self.wrong_type(node, key, shape);
                false
            }
        }
    }
}

fn type_declaration<'n>(member: &'n Member<'n>) -> Option<TypeDeclaration<'n>> {
    let definition = match &member.value.value {
        Value::Array(items) => TypeDefinition::Enum(items.iter().filter_map(text).collect()),
        Value::Object(_) => TypeDefinition::Struct(typed(&member.value)),
        Value::String(_) => TypeDefinition::Path(text(&member.value)?),
        _ => return None,
    };
    Some(TypeDeclaration { name: key(member), definition })
}
