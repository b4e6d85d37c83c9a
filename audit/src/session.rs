//! The context document of a working session, from its JSON authority.

mod authority;
mod error;

use symphony_codegen::source::{Source, Sources};

use crate::template::Templates;
use crate::template::shape::context;
use authority::{Part, Reader};
pub use error::{SessionError, SessionFault};

context! {
    /// What `session.md.hbs` is filled in with.
    pub(crate) struct SessionContext {
        /// The file of the authority.
        from: String,
        /// When the document was made, where that is to be said.
        generated_at: Option<String>,
        /// `sessionTitle`.
        title: String,
        /// `sessionDescription`.
        description: String,
        /// `sessionPhase`.
        phase: String,
        /// `coherenceScore`.
        coherence_score: String,
        /// `rootGoal`.
        root_goal: String,
        /// `goalHierarchy/level2_domainGoal`.
        domain_goal: String,
        /// `goalHierarchy/level3_currentGoal`.
        current_goal: String,
        /// `goalHierarchy/level4_subGoal`.
        sub_goal: String,
        /// `strategyMapping`.
        strategy: Strategy,
        /// `workCompleted`, in the order of the file.
        phases: Vec<Phase>,
        /// `artifacts/sourceOfTruth`.
        sources: Vec<Artifact>,
        /// `artifacts/generationScripts`.
        scripts: Vec<Script>,
        /// `artifacts/generatedDocumentation`.
        documents: Vec<Artifact>,
        /// `orchestrationDomains/total`.
        domain_count: String,
        /// `orchestrationDomains/pluginSequences/categories`.
        plugin_categories: Vec<String>,
        /// `orchestrationDomains/orchestrationSequences/sequences`.
        orchestration_sequences: Vec<String>,
        /// `auditResults`, in the order of the file.
        audit: Vec<Entry>,
        /// `auditResults/status`.
        audit_status: Option<String>,
        /// `keyInsights`.
        insights: Vec<String>,
        /// `traceability/filesCreated`.
        files_created: String,
        /// `traceability/filesModified`.
        files_modified: String,
        /// `traceability/filesDeleted`.
        files_deleted: String,
        /// `traceability/filesModifiedInSession`.
        modified: Vec<String>,
        /// `traceability/newScriptsCreated`.
        new_scripts: Vec<String>,
        /// `traceability/functionsAdded`.
        functions: Vec<String>,
        /// `integrity`, in the order of the file.
        integrity: Vec<Entry>,
        /// Those of `nextSteps` that begin with ✅.
        completed: Vec<String>,
        /// Those of `nextSteps` that begin otherwise.
        pending: Vec<String>,
        /// Those of `nextSteps` that begin with FUTURE.
        future: Vec<String>,
        /// `governance/evolutionPhase`.
        evolution_phase: String,
        /// `governance/telemetryRequired`.
        telemetry_required: String,
        /// `governance/contracts`, with commas between.
        contracts: String,
        /// `contextLayers/boundaries/inScope`.
        in_scope: Vec<String>,
        /// `contextLayers/boundaries/outOfScope`.
        out_of_scope: Vec<String>,
    }
}

context! {
    /// `strategyMapping`.
    pub(crate) struct Strategy {
        /// `rootGoal`.
        root_goal: String,
        /// `domainGoal`.
        domain_goal: String,
        /// `currentGoal`.
        current_goal: String,
        /// `currentSubGoal`.
        sub_goal: String,
        /// `rationale`.
        rationale: String,
        /// `approach`.
        approach: String,
        /// `successCriteria`.
        success_criteria: Vec<String>,
    }
}

context! {
    /// A phase of the work.
    pub(crate) struct Phase {
        /// Its key.
        id: String,
        /// `name`.
        name: String,
        /// `status`.
        status: String,
        /// The first four of `tasks`, and how many there are more.
        tasks: String,
    }
}

context! {
    /// A file.
    pub(crate) struct Artifact {
        /// `file`.
        file: String,
        /// `type`.
        sort: String,
        /// `description`.
        description: String,
        /// `domains`, with commas between.
        domains: String,
    }
}

context! {
    /// A script.
    pub(crate) struct Script {
        /// `file`.
        file: String,
        /// `role`.
        role: String,
        /// `description`.
        description: String,
        /// `features`, with commas between.
        features: String,
        /// `pipelineIntegration`.
        pipeline: Option<String>,
    }
}

context! {
    /// A key and its value.
    pub(crate) struct Entry {
        /// The key.
        key: String,
        /// The value.
        value: String,
    }
}

/// The context document of a session, in Markdown.
///
/// `authority` is the text of the JSON file and `from` the path under which it is shown; without `generated_at` the document
/// says nothing of when it was made, so that it stays the same.
///
/// # Errors
/// Everything that is missing in the authority or not of the type that it should be, each with its JSON pointer; or
/// a template of the user's that cannot be filled in.
///
/// ```
/// use symphony_audit::{session::session, template::Templates};
///
/// let error = session(&Templates::load(None).unwrap(), r#"{ "sessionTitel": "Audit" }"#, "a.json", None).unwrap_err();
/// let said = "a.json:1:1: /sessionTitle: is missing; did you mean it by `sessionTitel`?";
/// assert!(error.to_string().lines().any(|line| line == said));
/// ```
pub fn session(
    templates: &Templates,
    authority: &str,
    from: &str,
    generated_at: Option<&str>,
) -> Result<String, SessionError> {
    let mut sources = Sources::new();
    let id = sources.add(Source::new(from, authority));
    let context = authority::read(&sources, id, |reader, root| SessionContext {
        from: from.to_owned(),
        generated_at: generated_at.map(ToOwned::to_owned),
        ..context(reader, root)
    })?;
    Ok(templates.render("session.md.hbs", &context)?)
}

fn context(read: &mut Reader<'_>, root: &Part<'_>) -> SessionContext {
    let goals = read.object(root, "goalHierarchy");
    let artifacts = read.object(root, "artifacts");
    let domains = read.object(root, "orchestrationDomains");
    let plugins = read.object(&domains, "pluginSequences");
    let orchestrations = read.object(&domains, "orchestrationSequences");
    let audit = read.object(root, "auditResults");
    let trace = read.object(root, "traceability");
    let integrity = read.object(root, "integrity");
    let layers = read.object(root, "contextLayers");
    let boundaries = read.object(&layers, "boundaries");
    let governance = read.object(root, "governance");
    let steps = read.texts(root, "nextSteps");
    let [completed, pending, future] = ["✅", "", "FUTURE"].map(|sort| {
        let is_of = |step: &&String| match sort {
            "" => !step.starts_with("✅") && !step.starts_with("FUTURE"),
            sort => step.starts_with(sort),
        };
        steps.iter().filter(is_of).cloned().collect()
    });
    SessionContext {
        from: String::new(),
        generated_at: None,
        title: read.text(root, "sessionTitle"),
        description: read.text(root, "sessionDescription"),
        phase: read.text(root, "sessionPhase"),
        coherence_score: read.scalar(root, "coherenceScore"),
        root_goal: read.text(root, "rootGoal"),
        domain_goal: read.text(&goals, "level2_domainGoal"),
        current_goal: read.text(&goals, "level3_currentGoal"),
        sub_goal: read.text(&goals, "level4_subGoal"),
        strategy: strategy(read, root),
        phases: phases(read, root),
        sources: read.objects(&artifacts, "sourceOfTruth", artifact),
        scripts: read.objects(&artifacts, "generationScripts", script),
        documents: read.objects(&artifacts, "generatedDocumentation", artifact),
        domain_count: read.scalar(&domains, "total"),
        plugin_categories: read.texts(&plugins, "categories"),
        orchestration_sequences: read.texts(&orchestrations, "sequences"),
        audit_status: read.optional_text(&audit, "status"),
        audit: read.entries(&audit),
        insights: read.texts(root, "keyInsights"),
        files_created: read.scalar(&trace, "filesCreated"),
        files_modified: read.scalar(&trace, "filesModified"),
        files_deleted: read.scalar(&trace, "filesDeleted"),
        modified: read.texts(&trace, "filesModifiedInSession"),
        new_scripts: read.texts(&trace, "newScriptsCreated"),
        functions: read.texts(&trace, "functionsAdded"),
        integrity: read.entries(&integrity),
        completed,
        pending,
        future,
        evolution_phase: read.scalar(&governance, "evolutionPhase"),
        telemetry_required: read.scalar(&governance, "telemetryRequired"),
        contracts: read.optional_texts(&governance, "contracts").join(", "),
        in_scope: read.texts(&boundaries, "inScope"),
        out_of_scope: read.texts(&boundaries, "outOfScope"),
    }
}

fn strategy(read: &mut Reader<'_>, root: &Part<'_>) -> Strategy {
    let strategy = read.object(root, "strategyMapping");
    Strategy {
        root_goal: read.text(&strategy, "rootGoal"),
        domain_goal: read.text(&strategy, "domainGoal"),
        current_goal: read.text(&strategy, "currentGoal"),
        sub_goal: read.text(&strategy, "currentSubGoal"),
        rationale: read.text(&strategy, "rationale"),
        approach: read.text(&strategy, "approach"),
        success_criteria: read.texts(&strategy, "successCriteria"),
    }
}

fn phases(read: &mut Reader<'_>, root: &Part<'_>) -> Vec<Phase> {
    const SHOWN: usize = 4;
    let work = read.object(root, "workCompleted");
    let keys = work.keys();
    let phase = |id: String| {
        let phase = read.object(&work, &id);
        let mut tasks = read.texts(&phase, "tasks");
        let more = tasks.len().saturating_sub(SHOWN);
        tasks.truncate(SHOWN);
        if more > 0 {
            tasks.push(format!("and {more} more"));
        }
        let (name, status) = (read.text(&phase, "name"), read.text(&phase, "status"));
        Phase { id, name, status, tasks: tasks.join("; ") }
    };
    keys.into_iter().map(phase).collect()
}

fn artifact(read: &mut Reader<'_>, part: &Part<'_>) -> Artifact {
    Artifact {
        file: read.text(part, "file"),
        sort: read.text(part, "type"),
        description: read.text(part, "description"),
        domains: read.optional_texts(part, "domains").join(", "),
    }
}

fn script(read: &mut Reader<'_>, part: &Part<'_>) -> Script {
    Script {
        file: read.text(part, "file"),
        role: read.text(part, "role"),
        description: read.text(part, "description"),
        features: read.optional_texts(part, "features").join(", "),
        pipeline: read.optional_text(part, "pipelineIntegration"),
    }
}
