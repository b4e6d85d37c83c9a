//! The mistakes, each as what is edited in the template, which is right.

use super::{CODE, Drift, JSON};

/// In every flavour.
pub(super) const ALL: &[Drift] = &[
    Drift {
        name: "beat_added_through_handlers",
        edits: &[(
            JSON,
            r#""output": { "total": "u64" } }"#,
            r#""output": { "total": "u64" } },
        { "beat": 3, "handler": "archiveInvoice", "input": ["invoice"] }"#,
        )],
    },
    Drift {
        name: "beat_added",
        edits: &[(
            JSON,
            r#""output": { "receipt": "String" } }"#,
            r#""output": { "receipt": "String" } },
        { "beat": 3, "handler": "archiveInvoice", "input": ["invoice"] }"#,
        )],
    },
    Drift {
        name: "beat_removed_through_handlers",
        edits: &[
            (
                JSON,
                r#" },
        { "beat": 2, "handler": "judge", "kind": "pure", "input": ["invoice"], "output": { "total": "u64" } }"#,
                " }",
            ),
            (
                JSON,
                r#""input": ["total"], "output": { "price": "u64" }"#,
                r#""input": [], "output": { "price": "u64" }"#,
            ),
            (CODE, "fn price(&self, total: &u64)", "fn price(&self)"),
            (CODE, "total * 2", "2"),
        ],
    },
    Drift {
        name: "beat_removed",
        edits: &[
            (
                JSON,
                r#"        { "beat": 1, "handler": "price", "kind": "pure", "input": ["total"], "output": { "price": "u64" } },
        { "beat": 2, "event": "invoice:sent""#,
                r#"        { "beat": 1, "event": "invoice:sent""#,
            ),
            (JSON, r#""input": ["invoice", "price"]"#, r#""input": ["invoice", "total"]"#),
        ],
    },
    Drift { name: "beat_renamed_through_handlers", edits: &[(JSON, "loadInvoice", "loadInvoices")] },
    Drift { name: "beat_renamed", edits: &[(JSON, r#""send""#, r#""sendOut""#)] },
    Drift { name: "handler_misspelt_through_handlers", edits: &[(CODE, "load_invoice", "laod_invoice")] },
    Drift { name: "handler_misspelt", edits: &[(CODE, "fn send(", "fn sned(")] },
    Drift {
        name: "movement_added",
        edits: &[(
            JSON,
            r#"{ "receipt": "String" } }
      ]
    }"#,
            r#"{ "receipt": "String" } }
      ]
    },
    { "id": "archive", "beats": [{ "beat": 1, "handler": "store", "input": ["receipt"] }] }"#,
        )],
    },
    Drift { name: "movement_renamed", edits: &[(JSON, r#""id": "delivery""#, r#""id": "shipping""#)] },
    Drift { name: "input_type_changed", edits: &[(JSON, r#""path": "String""#, r#""path": "std::path::PathBuf""#)] },
    Drift {
        name: "input_added",
        edits: &[(JSON, r#""input": ["invoice", "price"]"#, r#""input": ["invoice", "price", "total"]"#)],
    },
    Drift { name: "output_type_changed", edits: &[(JSON, r#""receipt": "String""#, r#""receipt": "u64""#)] },
    Drift {
        name: "output_added",
        edits: &[(JSON, r#"{ "receipt": "String" }"#, r#"{ "receipt": "String", "copy": "String" }"#)],
    },
    Drift {
        name: "error_type_changed",
        edits: &[
            (CODE, "type Error = String;", "type Error = std::num::ParseIntError;"),
            (CODE, "Result<u64, Self::Error>", "Result<u64, String>"),
        ],
    },
    Drift { name: "error_type_is_no_error", edits: &[(CODE, "type Error = String;", "type Error = ();")] },
    Drift {
        name: "pure_for_io_through_handlers",
        edits: &[(JSON, r#""judge", "kind": "pure""#, r#""judge", "kind": "io""#)],
    },
    Drift { name: "pure_for_io", edits: &[(JSON, r#""price", "kind": "pure""#, r#""price", "kind": "io""#)] },
    Drift {
        name: "io_for_pure_through_handlers",
        edits: &[(JSON, r#""loadInvoice""#, r#""loadInvoice", "kind": "pure""#)],
    },
    Drift { name: "io_for_pure", edits: &[(JSON, r#""send""#, r#""send", "kind": "pure""#)] },
    Drift { name: "event_renamed", edits: &[(JSON, "invoice:sent", "invoice:shipped")] },
    Drift {
        name: "event_removed",
        edits: &[(JSON, r#""event": "invoice:sent", "#, ""), (JSON, r#", "invoice:sent"]"#, "]")],
    },
    Drift {
        name: "event_added",
        edits: &[
            (JSON, r#""invoice:sent"]"#, r#""invoice:sent", "invoice:priced"]"#),
            (JSON, r#""handler": "price""#, r#""event": "invoice:priced", "handler": "price""#),
        ],
    },
    Drift {
        name: "input_of_the_sequence_added",
        edits: &[
            (JSON, r#"{ "path": "String" }"#, r#"{ "path": "String", "copies": "u8" }"#),
            (JSON, r#""input": ["total"]"#, r#""input": ["total", "copies"]"#),
            (CODE, "total: &u64)", "total: &u64, _: &u8)"),
        ],
    },
    Drift { name: "output_of_the_sequence_removed", edits: &[(JSON, r#"["receipt"]"#, r#"["total"]"#)] },
    Drift { name: "field_renamed", edits: &[(JSON, r#""number": "u32""#, r#""no": "u32""#)] },
    Drift { name: "sequence_renamed", edits: &[(JSON, r#""id": "invoice""#, r#""id": "billing""#)] },
    Drift {
        name: "handlers_on_something_else",
        edits: &[(CODE, "pub struct App;", "#[symphony::handlers]\npub struct App;")],
    },
    Drift { name: "handlers_with_arguments", edits: &[(CODE, "#[symphony::handlers]", "#[symphony::handlers(all)]")] },
    Drift {
        name: "two_handlers_missing",
        edits: &[
            (JSON, r#""loadInvoice""#, r#""fetch""#),
            (JSON, r#""judge""#, r#""weigh""#),
            (
                CODE,
                "    fn judge(&self, invoice: &Invoice) -> Result<u64, Self::Error> {\n        Ok(u64::from(invoice.number))\n    }\n",
                "",
            ),
        ],
    },
];

/// Only where handlers are `async`.
pub(super) const ASYNC: &[Drift] = &[
    Drift { name: "sync_for_async_through_handlers", edits: &[(CODE, "async fn load_invoice", "fn load_invoice")] },
    Drift { name: "sync_for_async", edits: &[(CODE, "async fn send", "fn send")] },
];

/// Only where they are not.
pub(super) const BLOCKING: &[Drift] = &[
    Drift { name: "async_for_sync_through_handlers", edits: &[(CODE, "fn load_invoice", "async fn load_invoice")] },
    Drift { name: "async_for_sync", edits: &[(CODE, "fn send", "async fn send")] },
];
