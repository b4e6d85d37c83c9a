//! JSON Schemas of object types, and a program that uses the types.

use std::fmt::Write as _;

use super::{Edit, description, detail, is_broken, type_name, words};

/// A schema of `items` types.
pub(crate) fn file(items: usize, edit: Edit) -> String {
    let mut schema = "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"definitions\": {".to_owned();
    for item in 0..items {
        let (_, noun) = words(item);
        let before = match item {
            0 => String::new(),
            _ if is_broken(item, edit) => ",\n        \"before\": { \"$ref\": \"#/definitions/Requst\" }".into(),
            _ => format!(",\n        \"before\": {{ \"$ref\": \"#/definitions/{}\" }}", type_name(item - 1, edit)),
        };
        let detail = detail(item, edit)
            .map_or_else(String::new, |detail| format!(",\n        \"detail_{detail}\": {{ \"type\": \"integer\" }}"));
        let _ = write!(
            schema,
            r#"{}
    "{}": {{
      "description": "{}",
      "type": "object",
      "required": ["id", "name"],
      "properties": {{
        "id": {{ "description": "The number of the {noun}", "type": "integer", "format": "uint64" }},
        "name": {{ "description": "The name to show", "type": "string" }},
        "lines": {{ "type": "array", "items": {{ "type": "string" }} }},
        "total": {{ "type": "number" }}{before}{detail}
      }}
    }}"#,
            if item == 0 { "" } else { "," },
            type_name(item, edit),
            description(item, edit),
        );
    }
    schema.push_str("\n  }\n}\n");
    schema
}

/// A program that reads each type.
pub(crate) fn program(items: usize) -> String {
    let mut code = "use crate::types::*;\n\npub fn run() {\n    let mut read = 0;\n".to_owned();
    for item in 0..items {
        let name = type_name(item, Edit::Text(0));
        let _ = writeln!(
            code,
            "    read += usize::from(serde_json::from_str::<{name}>(r#\"{{\"id\": 1, \"name\": \"a\"}}\"#).is_ok());"
        );
    }
    code.push_str("    println!(\"{read}\");\n}\n");
    code
}
