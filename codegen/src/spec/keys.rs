//! The keys of format version 1, level by level.
//!
//! A key with an empty doc is one that the native dialects of the field have and the format only keeps. Keys are found
//! by their position, so [`super::read`] names the positions it reads with the constants that the macro makes.

use super::shape::{Field, Record, Shape};

const TEXT: Shape = Shape::Text;
const TEXTS: Shape = Shape::List(&Shape::Text);
const TEXT_OR_TEXTS: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text)]);
const STORY: Shape = Shape::Either(&[Shape::Text, Shape::Record(&USER_STORY)]);
const NAMES_OR_TYPES: Shape = Shape::Either(&[Shape::List(&Shape::Text), Shape::Map(&Shape::Text)]);

/// The levels of dynamics, softest first.
pub const DYNAMICS: &[&str] = &["pp", "p", "mp", "mf", "f", "ff"];

/// A table of keys and, in a module of the same name, the position of each.
macro_rules! record {
    (
        $table:ident $module:ident $name:literal $doc:literal, requires $required:expr;
        $($field:ident $key:literal $shape:expr, $about:literal;)*
    ) => {
        #[doc = $doc]
        pub static $table: Record = Record {
            name: $name,
            doc: $doc,
            fields: &[$(Field { key: $key, shape: $shape, doc: $about }),*],
            required: $required,
        };

        #[doc = concat!("Positions in the table of ", $name, ".")]
        #[allow(dead_code)] // a key that is only kept has a position too
        pub(super) mod $module {
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            #[repr(usize)]
            enum Position { $($field),* }
            $(pub(in crate::spec) const $field: usize = Position::$field as usize;)*
        }
    };
}

record! {
    SEQUENCE sequence "a sequence" "A pipeline: movements of beats, what flows between them and how it is accepted.",
    requires &[&["id", "sequenceId"], &["movements"]];
    SCHEMA "$schema" TEXT, "The JSON Schema that the file follows, for editors.";
    ID "id" TEXT, "The name by which the sequence is known; names the generated module.";
    SEQUENCE_ID "sequenceId" TEXT, "A double of `id`; where both are there they must agree.";
    NAME "name" TEXT, "The name to read.";
    TITLE "title" TEXT, "A title for documents.";
    DESCRIPTION "description" TEXT, "What the sequence does.";
    PURPOSE "purpose" TEXT, "Why it is there.";
    TRIGGER "trigger" TEXT, "What starts it.";
    VERSION "version" TEXT, "The version of the contract that the sequence is.";
    KIND "kind" TEXT, "A free word for readers and rules.";
    STATUS "status" TEXT, "Where it stands in its life: active, planned, deprecated, …";
    CATEGORY "category" TEXT, "A free word for grouping.";
    DOMAIN_ID "domainId" TEXT, "The domain that the sequence belongs to.";
    PACKAGE_NAME "packageName" TEXT, "The package that implements it.";
    PLUGIN_ID "pluginId" TEXT, "The plugin that implements it.";
    KEY "key" TEXT, "The context in which it is performed, as a musical key.";
    TEMPO "tempo" Shape::Number, "Beats a minute, for a conductor that keeps time.";
    TIME_SIGNATURE "timeSignature" TEXT, "The time signature, such as `4/4`.";
    BEATS "beats" Shape::Count, "The number of beats in all movements; must be right.";
    USER_STORY "userStory" STORY, "Who wants what, and why.";
    PERSONA "persona" TEXT, "Who wants it.";
    BUSINESS_VALUE "businessValue" TEXT, "What it is worth.";
    GOVERNANCE "governance" Shape::Record(&GOVERNANCE), "Policies to keep and metrics to track.";
    EVENTS "events" TEXTS, "The events that the beats publish.";
    DYNAMICS "dynamics" Shape::Either(&[Shape::Word(DYNAMICS), Shape::Map(&Shape::Text)]), "The mark of beats that have none, or what each level means here.";
    TYPES "types" Shape::Map(&TYPE), "The types that flow: an array is an enum, an object a struct, a string the path of a type.";
    INPUT "input" Shape::Map(&Shape::Text), "The values that a performance starts from: name and Rust type.";
    OUTPUT "output" TEXTS, "The names of the values that a performance gives.";
    BATON "baton" Shape::Flag, "Whether the handlers pass one mutable baton instead of typed values.";
    REQUIRES "requires" Shape::Either(&[Shape::List(&Shape::Text), Shape::Map(&Shape::Text)]), "What the sequence needs: names, or names and versions.";
    COMPLETION_CRITERIA "completionCriteria" TEXT_OR_TEXTS, "When it counts as done.";
    METADATA "metadata" Shape::Map(&Shape::Any), "Anything about the file itself.";
    MOVEMENTS "movements" Shape::List(&Shape::Record(&MOVEMENT)), "The phases, in order.";
    ALLOW "allow" ALLOWS, "Codes that are not reported here, each with a reason.";
    ANALYSIS_METRICS "analysisMetrics" Shape::Any, "";
    AUDIT_FRAMEWORK "auditFramework" Shape::Any, "";
    BEAT_DETAILS "beatDetails" Shape::Any, "";
    IMPLEMENTATION "implementation" Shape::Any, "";
    INITIAL_CONSTRAINTS "initial_constraints" Shape::Any, "";
    LIFECYCLE_TOPICS "lifecycleTopics" Shape::Any, "";
    NOTIFICATION_TOPICS "notificationTopics" Shape::Any, "";
    REPORTING_ARTIFACTS "reportingArtifacts" Shape::Any, "";
    SERVICE_OBJECTIVES "service_objectives" Shape::Any, "";
    SHAPE_EVOLUTION "shapeEvolution" Shape::Any, "";
    TELEMETRY_EVENTS "telemetryEvents" Shape::Any, "";
    TOPIC_MAPPING "topicMapping" Shape::Any, "";
    EMOJI "emoji" Shape::Any, "";
    NOTES "notes" Shape::Any, "";
    TYPE "type" Shape::Any, "";
}

record! {
    MOVEMENT movement "a movement" "A phase: beats that belong together, implemented as one trait.",
    requires &[&["id", "name"], &["beats"]];
    ID "id" TEXT, "The name by which it is known; names the generated trait.";
    NAME "name" TEXT, "The name to read; names the trait where there is no id.";
    DESCRIPTION "description" TEXT, "What it does.";
    PURPOSE "purpose" TEXT, "Why it is there.";
    TEMPO "tempo" Shape::Number, "Beats a minute in this movement.";
    ERROR_HANDLING "errorHandling" Shape::Word(&["abort", "abort-sequence", "continue", "retry"]), "What happens when it stops: abort the sequence (the default), continue with the next movement, or retry each of its beats.";
    USER_STORY "userStory" STORY, "Who wants what, and why.";
    COMPLETION_CRITERIA "completionCriteria" TEXT_OR_TEXTS, "When it counts as done.";
    MAX_CONCURRENCY "maxConcurrency" Shape::Count, "How many beats may overlap.";
    ATOMIC "atomic" Shape::Flag, "Whether all of it is undone when a beat fails.";
    BEATS "beats" Shape::List(&Shape::Record(&BEAT)), "The steps, in order.";
    ALLOW "allow" ALLOWS, "Codes that are not reported here, each with a reason.";
    BUSINESS_VALUE "businessValue" TEXT, "";
    PERSONA "persona" TEXT, "";
    TITLE "title" TEXT, "";
    NUMBER "number" Shape::Count, "";
    MOVEMENT "movement" Shape::Count, "";
    EMOJI "emoji" Shape::Any, "";
    KIND "kind" TEXT, "";
    STATUS "status" TEXT, "";
    NOTES "notes" Shape::Any, "";
    DURATION "duration" Shape::Any, "";
}

record! {
    BEAT beat "a beat" "A step: one call of a handler, or the performance of another sequence.",
    requires &[&["handler", "sequence"]];
    BEAT "beat" Shape::Count, "Its number, from 1.";
    NUMBER "number" Shape::Count, "A double of `beat`.";
    ID "id" TEXT, "A name to refer to it by.";
    EVENT "event" TEXT, "The event that it publishes when it is over.";
    NAME "name" TEXT, "The name to read.";
    TITLE "title" TEXT, "A title for documents.";
    DESCRIPTION "description" TEXT, "What it does.";
    HANDLER "handler" Shape::Either(&[Shape::Text, Shape::Record(&HANDLER)]), "Who does it; the last segment of the name, in snake case, is the method.";
    KIND "kind" TEXT, "A free word; `pure` makes the method a plain function of its inputs.";
    DYNAMICS "dynamics" Shape::Word(DYNAMICS), "Played at this level and louder; `mf` where nothing is said.";
    TIMING "timing" TEXT, "When: an ordering word, a pace, `after:<event>`, a latency budget such as `< 100ms`, or a note.";
    TIMEOUT "timeout" Shape::Either(&[Shape::Text, Shape::Number]), "The longest it may take, such as `5s`; a number is milliseconds.";
    RETRY "retry" Shape::Either(&[Shape::Count, Shape::Record(&RETRY)]), "How often and how it is tried again.";
    ERROR_HANDLING "errorHandling" Shape::Word(&["abort", "abort-sequence", "continue", "retry"]), "What happens when it fails: abort (the default), continue, or retry.";
    ERRORS "errors" TEXTS, "The ways in which it may fail; each is a test of its own.";
    DEPENDENCIES "dependencies" Shape::List(&Shape::Either(&[Shape::Text, Shape::Count])), "Earlier beats that it needs: their ids, events, handlers or numbers.";
    COMPENSATE "compensate" TEXT, "The handler that undoes it.";
    SEQUENCE "sequence" TEXT, "The id of the sequence that it performs, instead of a handler.";
    INPUT "input" NAMES_OR_TYPES, "The values that it takes, by name.";
    OUTPUT "output" NAMES_OR_TYPES, "The values that it gives: name and Rust type.";
    DATA "data" Shape::Any, "Fixed data for the handler, as JSON.";
    USER_STORY "userStory" STORY, "Who wants what, and why.";
    SCENARIO "scenario" TEXT, "The scenario's title.";
    ACCEPTANCE_CRITERIA "acceptanceCriteria" Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&CRITERION)])), "How it is accepted.";
    TEST_FILE "testFile" TEXT, "Where its tests are.";
    TEST_CASE "testCase" TEXT, "The name of its test.";
    ALLOW "allow" ALLOWS, "Codes that are not reported here, each with a reason.";
    HANDLER_DEF "handlerDef" Shape::Record(&HANDLER_DEF), "";
    ACCEPTANCE_CRITERIA_STRUCTURED "acceptanceCriteriaStructured" Shape::List(&Shape::Record(&CRITERION)), "";
    BUSINESS_VALUE "businessValue" TEXT, "";
    PERSONA "persona" TEXT, "";
    ARGS "args" Shape::Any, "";
    NOTES "notes" Shape::Any, "";
    REFERENCE "reference" Shape::Any, "";
    EMOJI "emoji" Shape::Any, "";
    STATUS "status" TEXT, "";
    TYPE "type" TEXT, "";
}

record! {
    HANDLER handler "a handler" "Who does a beat.",
    requires &[&["name"]];
    NAME "name" TEXT, "The name; its last segment is the method.";
    SCOPE "scope" TEXT, "A free word: plugin, orchestration, system, policy.";
    KIND "kind" TEXT, "A free word.";
    SOURCE_PATH "sourcePath" TEXT, "Where the code is.";
    HANDLER_CAPABILITIES "handlerCapabilities" TEXTS, "";
}

record! {
    HANDLER_DEF handler_def "a handler definition" "A double of `handler`.",
    requires &[];
    ID "id" TEXT, "";
    SCOPE "scope" TEXT, "";
    KIND "kind" TEXT, "";
}

record! {
    USER_STORY user_story "a user story" "Who wants what, and why.",
    requires &[];
    PERSONA "persona" TEXT, "Who wants it.";
    GOAL "goal" TEXT, "What is wanted.";
    BENEFIT "benefit" TEXT, "What it is good for.";
}

record! {
    CRITERION criterion "an acceptance criterion" "A scenario that must hold.",
    requires &[];
    ID "id" TEXT, "A name that stays when the text changes.";
    TITLE "title" TEXT, "The scenario's title.";
    GIVEN "given" TEXT_OR_TEXTS, "What is there before.";
    WHEN "when" TEXT_OR_TEXTS, "What happens.";
    THEN "then" TEXT_OR_TEXTS, "What must hold then.";
    AND "and" TEXT_OR_TEXTS, "What must hold besides.";
    TAGS "tags" TEXTS, "Words to select it by.";
    IGNORE "ignore" TEXT, "Why its test is not run.";
}

record! {
    GOVERNANCE governance "governance" "Policies to keep and metrics to track.",
    requires &[];
    POLICIES "policies" TEXTS, "What must hold.";
    METRICS "metrics" TEXTS, "What is measured.";
}

record! {
    RETRY retry "a retry" "How often and how a beat is tried again.",
    requires &[];
    LIMIT "limit" Shape::Count, "How many attempts in all.";
    DELAY "delay" Shape::Either(&[Shape::Text, Shape::Number]), "How long to wait before the second attempt; a number is milliseconds.";
    FACTOR "factor" Shape::Number, "What the wait is multiplied by each time.";
    MAX_DELAY "maxDelay" Shape::Either(&[Shape::Text, Shape::Number]), "The longest wait.";
}

record! {
    ALLOWED allowed "an allowed code" "A code that is not reported here.",
    requires &[&["code"], &["reason"]];
    CODE "code" TEXT, "The code.";
    REASON "reason" TEXT, "Why it is all right here.";
}

const ALLOWS: Shape = Shape::List(&Shape::Record(&ALLOWED));

/// A declared type.
pub const TYPE: Shape = Shape::Either(&[Shape::Text, Shape::List(&Shape::Text), Shape::Map(&Shape::Text)]);
