//! What the tools are given: sequences, protos and schemas of as many items, made of the same words and always the same.

pub(crate) mod beats;
pub(crate) mod by_hand;
pub(crate) mod criteria;
pub(crate) mod proto;
pub(crate) mod schema;
pub(crate) mod symphony;

const VERBS: [&str; 20] = [
    "load", "validate", "enrich", "price", "reserve", "schedule", "assemble", "inspect", "approve", "sign", "pack",
    "label", "dispatch", "track", "confirm", "bill", "settle", "archive", "publish", "audit",
];

const NOUNS: [&str; 50] = [
    "orders",
    "customers",
    "addresses",
    "catalogs",
    "products",
    "variants",
    "prices",
    "discounts",
    "taxes",
    "stocks",
    "warehouses",
    "shelves",
    "parcels",
    "carriers",
    "routes",
    "drivers",
    "vehicles",
    "slots",
    "manifests",
    "labels",
    "invoices",
    "payments",
    "refunds",
    "accounts",
    "ledgers",
    "budgets",
    "contracts",
    "policies",
    "claims",
    "tickets",
    "messages",
    "templates",
    "campaigns",
    "segments",
    "events",
    "metrics",
    "reports",
    "charts",
    "exports",
    "imports",
    "schemas",
    "records",
    "indexes",
    "snapshots",
    "backups",
    "keys",
    "secrets",
    "roles",
    "grants",
    "sessions",
];

/// The most items with names of their own.
pub(crate) const MOST: usize = VERBS.len() * NOUNS.len();

/// Where in an edit the items stand that change.
const EDITED: usize = 20;

/// What somebody did to the file since it was new.
#[derive(Clone, Copy)]
pub(crate) enum Edit {
    /// A text of one item, which reaches the generated code: it builds. Each number makes another text.
    Text(usize),
    /// A further detail of one item, which the program need not know of: it builds. Each number makes another detail.
    Detail(usize),
    /// One item has a new name, which the program does not know yet: the file is right, the program is not.
    Renamed,
    /// One item refers to something that is not there: the file is wrong.
    Broken,
}

/// An item's verb and noun; each pair comes once in [`MOST`].
fn words(item: usize) -> (&'static str, &'static str) {
    assert!(item < MOST, "there are names for {MOST} items in a file");
    (VERBS[(item / NOUNS.len() + item) % VERBS.len()], NOUNS[item % NOUNS.len()])
}

fn capitalised(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// An item's name as a type, `LoadOrders`; of the item that an edit renames, `LoadOrdersAgain`.
fn type_name(item: usize, edit: Edit) -> String {
    let (verb, noun) = words(item);
    format!("{}{}{}", capitalised(verb), capitalised(noun), again(item, edit))
}

fn again(item: usize, edit: Edit) -> &'static str {
    if item == EDITED && matches!(edit, Edit::Renamed) { "Again" } else { "" }
}

/// The number of the detail that an edit gives an item.
fn detail(item: usize, edit: Edit) -> Option<usize> {
    match edit {
        Edit::Detail(number) if item == EDITED => Some(number),
        _ => None,
    }
}

fn is_broken(item: usize, edit: Edit) -> bool {
    item == EDITED && matches!(edit, Edit::Broken)
}

/// What an item is for, in a sentence that an edit changes.
fn description(item: usize, edit: Edit) -> String {
    let (verb, noun) = words(item);
    let revision = match edit {
        Edit::Text(revision) if item == EDITED => format!(" (revision {revision})"),
        _ => String::new(),
    };
    format!("Will {verb} the {noun} of the request{revision}")
}
