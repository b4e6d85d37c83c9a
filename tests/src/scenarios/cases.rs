//! The mistakes, each as what is edited in the template, which is right.

use super::{Case, JSON, TESTS};

/// Tests that are built, and fail.
pub(super) const FAILING: &[Case] = &[
    Case {
        name: "a_step_that_panics",
        edits: &[(TESTS, r#"assert_eq!(self.letter, "Warm words for Ada")"#, r#"assert_eq!(self.letter, "Bob")"#)],
    },
    Case {
        name: "a_step_that_returns_an_error",
        edits: &[(
            TESTS,
            "fn given_a_reader(&mut self) -> Result<(), String> {\n        Ok(())",
            "fn given_a_reader(&mut self) -> Result<(), String> {\n        Err(\"nobody reads\".into())",
        )],
    },
];

/// Tests that are not built.
pub(super) const BROKEN: &[Case] = &[
    Case { name: "step_missing_through_steps", edits: &[(TESTS, "    fn given_a_letter(&mut self) {}\n", "")] },
    Case {
        name: "step_missing",
        edits: &[(
            TESTS,
            "    fn then_its_score_is_at_least_0_7__50e0b6(&mut self) -> Result<(), String> {\n        Ok(())\n    }\n",
            "",
        )],
    },
    Case { name: "step_stale_through_steps", edits: &[(JSON, r#", "and": ["nobody waits, for it"]"#, "")] },
    Case { name: "step_stale", edits: &[(JSON, r#", "and": ["it is written within 10s P95"]"#, "")] },
    Case { name: "step_misspelt_through_steps", edits: &[(TESTS, "fn given_a_letter", "fn given_a_lettre")] },
    Case { name: "step_misspelt", edits: &[(TESTS, "fn given_a_reader", "fn given_a_raeder")] },
    Case {
        name: "step_unused_through_steps",
        edits: &[(TESTS, "    fn given_a_letter", "    fn given_a_stamp(&mut self) {}\n    fn given_a_letter")],
    },
    Case {
        name: "step_unused",
        edits: &[(
            TESTS,
            "    fn given_a_reader",
            "    fn given_a_pen(&mut self) -> Result<(), String> { Ok(()) }\n    fn given_a_reader",
        )],
    },
    Case { name: "beats_without_world", edits: &[(TESTS, "    Desk,\n", "")] },
    Case { name: "world_without_the_trait", edits: &[(TESTS, "posting: Post", "posting: Desk")] },
    Case { name: "world_of_no_beat", edits: &[(TESTS, "posting: Post", "posting::sned: Post")] },
    Case { name: "two_worlds_of_one_beat", edits: &[(TESTS, "posting: Post", "posting: Post, posting: Desk")] },
    Case { name: "world_without_default", edits: &[(TESTS, "#[derive(Default)]\nstruct Post;", "struct Post;")] },
    Case {
        name: "criterion_added_through_steps",
        edits: &[(
            JSON,
            r#""and": ["nobody waits, for it"] }"#,
            r#""and": ["nobody waits, for it"] }, "Given a letter, then it has a stamp""#,
        )],
    },
    Case {
        name: "criterion_added",
        edits: &[(
            JSON,
            r#""ignore": "nobody scores letters yet" }"#,
            r#""ignore": "nobody scores letters yet" }, { "given": ["no reader"], "then": ["nothing is written"] }"#,
        )],
    },
    Case {
        name: "beat_added",
        edits: &[(
            JSON,
            r#""and": ["nobody waits, for it"] }] }"#,
            r#""and": ["nobody waits, for it"] }] },
      { "beat": 2, "handler": "archive", "input": ["letter"], "acceptanceCriteria": ["It is kept"] }"#,
        )],
    },
    Case { name: "sign_turned", edits: &[(JSON, "≥ 0.7", "≤ 0.7")] },
    Case { name: "punctuation_changed_through_steps", edits: &[(JSON, "nobody waits, for it", "nobody waits for it")] },
    Case { name: "budget_not_taken", edits: &[(TESTS, "(&mut self, budget: Budget)", "(&mut self)")] },
    Case {
        name: "step_of_the_other_kind_through_steps",
        edits: &[
            (TESTS, "\n    fn given_a_letter(&mut self) {}", "\n    async  fn given_a_letter(&mut self) {}"),
            (TESTS, "\n    fn given_a_warm_tone", "\n     fn given_a_warm_tone"),
        ],
    },
    Case {
        name: "step_returns_something_else",
        edits: &[(TESTS, "    fn given_a_letter(&mut self) {}", "    fn given_a_letter(&mut self) -> bool { true }")],
    },
    Case {
        name: "movement_that_hides_a_crate",
        edits: &[(JSON, r#""id": "posting""#, r#""id": "std""#), (TESTS, "posting: Post", "std: Post")],
    },
    Case {
        name: "no_such_sequence",
        edits: &[(
            TESTS,
            "scenarios! {\n    \"sequences/letters.json\"",
            "scenarios! {\n    \"sequences/lettres.json\"",
        )],
    },
    Case { name: "no_sequence", edits: &[(TESTS, "scenarios! {\n    \"sequences/letters.json\",", "scenarios! {")] },
    Case { name: "unknown_option", edits: &[(TESTS, "posting: Post,", "posting: Post,\n    parallel = true,")] },
    Case { name: "invalid_sequence", edits: &[(JSON, r#""handler": "send""#, r#""handlr": "send""#)] },
    Case {
        name: "steps_with_arguments",
        edits: &[(TESTS, "#[symphony::steps]\nimpl Send", "#[symphony::steps(all)]\nimpl Send")],
    },
    Case {
        name: "fakes_without_module",
        edits: &[(
            TESTS,
            "fakes! { \"sequences/letters.json\" as letters_crate::letters }",
            "fakes! { \"sequences/letters.json\" }",
        )],
    },
];
