//! How a registry is shown.

use symphony_audit::registry::graph::{Language, graph};
use symphony_audit::registry::overview::{Filter, Overview, Shelf};
use symphony_audit::registry::tree::{human, markdown, tree};
use symphony_audit::registry::{Layer, show};

use crate::Hello;

const DOMAINS: &str = r#"{ "domains": [
  { "id": "post", "name": "Post | office", "description": "d", "category": "c", "status": "active", "owner": "ann" },
  { "id": "letters", "name": "Letters", "status": "active", "parent": "post", "related": ["parcels"] },
  { "id": "parcels", "status": "planned", "parent": "post" }
] }"#;

fn sequence(id: &str, keys: &str, beats: &str) -> String {
    format!(r#"{{ "id": "{id}", {keys} "movements": [{{ "id": "m", "beats": [{beats}] }}] }}"#)
}

fn hello() -> Hello {
    let day =
        sequence("day", r#""title": "A \"<day>\"", "domainId": "letters","#, r#"{ "beat": 1, "sequence": "writing" }"#);
    let writing = sequence(
        "writing",
        r#""pluginId": "Writer", "status": "active", "kind": "etl","#,
        r#"{ "beat": 1, "handler": "write" }"#,
    );
    let night = sequence("night", "", r#"{ "beat": 1, "handler": "sleep" }, { "beat": 2, "handler": "dream" }"#);
    let gone = sequence("gone", "", r#"{ "beat": 1, "handler": "vanish" }"#);
    let hello = Hello::with(&[
        ("domains.json", DOMAINS),
        ("sequences/day.json", &day),
        ("sequences/writing.json", &writing),
        ("sequences/night.json", &night),
        ("sequences/gone.json", &gone),
    ]);
    hello.generate();
    hello.remove("sequences/gone.json");
    hello
}

#[test]
fn lists_say_where_each_number_comes_from() {
    let overview = hello().overview();
    assert_eq!(
        show::list(&overview),
        "\
Domains
  post     active   not implemented  Post | office
  letters  active   1 sequence       Letters
  parcels  planned  not implemented  parcels

Orchestration sequences
  day    -  1 movement, 1 beat   sequences/day.json
  night  -  1 movement, 2 beats  sequences/night.json

Plugin sequences
  writing  active  1 movement, 1 beat  sequences/writing.json

Lost
  gone                 sequence  docs/sequences/registry.json
  gone/movement:m      movement  docs/sequences/registry.json
  gone/beat:m/vanish   beat      docs/sequences/registry.json
  gone/handler:vanish  handler   docs/sequences/registry.json

3 domains: 2 active (domains.json), 1 planned (domains.json)
3 sequences: 2 orchestration (sequences/), 1 plugin (sequences/)
4 lost: 1 sequence (docs/sequences/registry.json), 1 movement (docs/sequences/registry.json), 1 beat \
(docs/sequences/registry.json), 1 handler (docs/sequences/registry.json)
"
    );
    let page = show::list_markdown(&overview);
    assert!(page.contains("| `post` | Post \\| office | active | c | ann |  |\n"), "{page}");
    assert!(page.contains("| `day` | A \"\\<day>\" |  | `letters` | 1 | 1 | 0 | `sequences/day.json` |\n"), "{page}");
    let json: serde_json::Value = serde_json::from_str(&show::json(&overview)).unwrap();
    assert_eq!(json["counts"]["domains"]["total"], 3);
    assert_eq!(json["sequences"][0]["id"], "day");
    assert_eq!(json["sequences"][0]["has"]["beats"]["m/writing"]["sequence"], "writing");
}

#[test]
fn filters_leave_the_rest_out() {
    let overview = hello().overview();
    let check = |filter: Filter, expected: [&[&str]; 2]| {
        let Overview { domains, sequences, .. } = overview.clone().filtered(&filter);
        let domains: Vec<&str> = domains.iter().map(|row| row.id.as_str()).collect();
        let sequences: Vec<&str> = sequences.iter().map(|row| row.id.as_str()).collect();
        assert_eq!([domains.as_slice(), sequences.as_slice()], expected, "{filter:?}");
    };
    let text = |text: &str| Some(text.to_owned());
    check(Filter { layer: Some(Shelf::Domains), ..Filter::default() }, [&["post", "letters", "parcels"], &[]]);
    check(Filter { layer: Some(Shelf::Sequences(Layer::Plugin)), ..Filter::default() }, [&[], &["writing"]]);
    check(Filter { status: text("active"), ..Filter::default() }, [&["post", "letters"], &["writing"]]);
    check(Filter { status: text("planned"), ..Filter::default() }, [&["parcels"], &[]]);
    check(Filter { status: text("lost"), ..Filter::default() }, [&[], &["gone"]]);
    check(Filter { domain: text("letters"), ..Filter::default() }, [&["letters"], &["day"]]);
    check(Filter { kind: text("etl"), ..Filter::default() }, [&[], &["writing"]]);
}

#[test]
fn one_thing_is_shown_with_all_that_is_known() {
    let overview = hello().overview();
    assert_eq!(
        show::details(&overview.clone().only("gone").unwrap()),
        "\
gone (sequence)
  title: gone
  layer: orchestration
  file: sequences/gone.json
  lost movements (1):
    m
  lost beats (1):
    m/vanish
  lost handlers (1):
    vanish
  lost: the sequence itself is lost
"
    );
    let page = show::details_markdown(&overview.clone().only("post").unwrap());
    assert!(page.starts_with("## post (domain)\n\n- name: Post \\| office\n"), "{page}");
    let fault = overview.only("wrting").unwrap_err().to_string();
    assert_eq!(fault, "there is no domain and no sequence with the id `wrting`; did you mean `writing`?");
}

#[test]
fn the_tree_has_everything_once() {
    let tree = tree(&hello().overview());
    assert_eq!(
        human(&tree),
        "\
post (active, not implemented)
├─ letters (active, implemented)
│  └─ day (1 movement, 1 beat)
│     └─ writing (1 movement, 1 beat)
└─ parcels (planned, not implemented)
no domain
├─ gone (lost)
└─ night (1 movement, 2 beats)
"
    );
    assert!(markdown(&tree).starts_with("- post (active, not implemented)\n  - letters (active, implemented)\n"));
}

#[test]
fn circles_end() {
    let domains = r#"{ "domains": [
      { "id": "a", "status": "active", "parent": "b" }, { "id": "b", "status": "active", "parent": "a" }
    ] }"#;
    let sequence = sequence("s", r#""domainId": "a","#, r#"{ "beat": 1, "handler": "run" }"#);
    let hello = Hello::with(&[("domains.json", domains), ("sequences/s.json", &sequence)]);
    let overview = hello.overview();
    assert_eq!(
        human(&tree(&overview)),
        "\
a (active, implemented)
├─ b (active, not implemented)
│  └─ a (active, implemented, shown elsewhere)
└─ s (1 movement, 1 beat)
"
    );
    assert!(graph(&overview, Language::Mermaid).contains("n1 -->|part| n0"));
}

#[test]
fn graphs_have_no_syntax_of_the_texts() {
    let overview = hello().overview();
    assert_eq!(
        graph(&overview, Language::Mermaid),
        r#"flowchart LR
  n0(["Post #124; office #40;active)"])
  n1(["Letters #40;active)"])
  n2(["parcels #40;planned)"])
  n3["A #34;#60;day#62;#34;"]
  n4["gone #40;lost)"]
  n5["night"]
  n6["writing"]
  n0 -->|part| n1
  n1 -.->|related| n2
  n0 -->|part| n2
  n1 --> n3
  n3 -.->|performs| n6
  classDef dashed stroke-dasharray: 5 5
  class n2,n4 dashed
"#
    );
    let dot = graph(&overview, Language::Dot);
    assert!(dot.contains(r#"  n3 [label="A \"<day>\"", shape=box];"#), "{dot}");
    assert!(dot.contains(r#"  n4 [label="gone (lost)", shape=box, style=dashed];"#), "{dot}");
    assert!(dot.contains(r#"  n3 -> n6 [label="performs", style=dashed];"#), "{dot}");
}

#[test]
fn packages_do_not_share_ids() {
    let mut all = Overview::default();
    for name in ["one", "two"] {
        let mut overview = hello().overview();
        overview.domains.iter_mut().for_each(|row| row.package = name.to_owned());
        overview.sequences.iter_mut().for_each(|row| row.package = name.to_owned());
        all.add(overview);
    }
    let tree = human(&tree(&all));
    assert_eq!(tree.lines().filter(|line| line.contains("writing")).count(), 2, "{tree}");
    assert!(!tree.contains("elsewhere"), "{tree}");
    let graph = graph(&all, Language::Mermaid);
    assert_eq!((graph.matches("[\"writing\"]").count(), graph.matches("performs").count()), (2, 2), "{graph}");
}
