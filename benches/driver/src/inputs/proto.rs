//! Protos of messages and a service, and a program that uses the messages.

use std::fmt::Write as _;

use super::{Edit, description, detail, is_broken, type_name, words};

/// A proto of `items` messages, and a service with as many methods.
pub(crate) fn file(number: usize, items: usize, edit: Edit) -> String {
    let mut proto = format!("syntax = \"proto3\";\n\npackage items{number};\n");
    for item in 0..items {
        let (_, noun) = words(item);
        let before = match item {
            0 => String::new(),
            _ if is_broken(item, edit) => "  Requst before = 5;\n".into(),
            _ => format!("  // What came before.\n  {} before = 5;\n", type_name(item - 1, edit)),
        };
        let detail = detail(item, edit).map_or_else(String::new, |detail| format!("  uint64 detail_{detail} = 6;\n"));
        let _ = write!(
            proto,
            "\n// {}.\nmessage {} {{\n  // The number of the {noun}.\n  uint64 id = 1;\n  // The name to show.\n  string name = 2;\n  repeated string lines = 3;\n  optional double total = 4;\n{before}{detail}}}\n",
            description(item, edit),
            type_name(item, edit),
        );
    }
    proto.push_str("\n// Does all of it.\nservice Fulfilment {\n");
    for item in 0..items {
        let (verb, noun) = words(item);
        let name = type_name(item, edit);
        let _ = writeln!(proto, "  // Will {verb} the {noun}.\n  rpc {name}Call({name}) returns ({name});");
    }
    proto.push_str("}\n");
    proto
}

/// A program that writes each message.
pub(crate) fn program(items: usize) -> String {
    let mut code =
        "use prost::Message as _;\n\nuse crate::messages::*;\n\npub fn run() {\n    let mut bytes = 0;\n".to_owned();
    for item in 0..items {
        let name = type_name(item, Edit::Text(0));
        let _ = writeln!(code, "    bytes += {name} {{ id: 1, ..Default::default() }}.encode_to_vec().len();");
    }
    code.push_str("    println!(\"{bytes}\");\n}\n");
    code
}
