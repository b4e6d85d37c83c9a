//! What shells and `man` get from the arguments.

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use support::Folder;

/// The verbs, as the help lists them.
fn verbs(folder: &Folder) -> BTreeSet<String> {
    let (help, _) = folder.check(&["--help"], 0);
    let list = help.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let verbs = list.lines().filter_map(|line| line.split_whitespace().next());
    verbs.filter(|verb| *verb != "help").map(str::to_owned).collect()
}

/// What a shell says of a file; nothing where the shell is not there.
fn read_by(shell: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new(shell).args(arguments).output() else {
        eprintln!("skipped: there is no `{shell}` here");
        return None;
    };
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

#[test]
fn every_shell_completes_every_verb() {
    let folder = Folder::new();
    let verbs = verbs(&folder);
    assert!(verbs.len() > 10 && verbs.contains("completions"), "{verbs:?}");
    for (shell, options) in [
        ("bash", &["-n"][..]),
        ("elvish", &["-compileonly"]),
        ("fish", &["--no-execute"]),
        ("powershell", &[]),
        ("zsh", &["-n"]),
    ] {
        let (script, stderr) = folder.check(&["completions", shell], 0);
        assert!(!script.is_empty() && stderr.is_empty(), "{shell}: {stderr}");
        for verb in &verbs {
            let is_there =
                script.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').any(|word| word == verb);
            assert!(is_there, "{shell} does not know {verb}");
        }
        folder.write(shell, &script);
        let path = folder.path(shell);
        // PowerShell has no way to read a script without running it.
        if let Some((is_fine, said)) =
            (shell != "powershell").then(|| read_by(shell, &[options, &[path.to_str().unwrap()]].concat())).flatten()
        {
            assert!(is_fine && said.is_empty(), "{shell}: {said}");
        }
    }
    let (_, stderr) = folder.check(&["completions", "csh"], 2);
    assert!(stderr.contains("[possible values: bash, elvish, fish, powershell, zsh]"), "{stderr}");
}

/// What bash proposes after some words.
#[test]
fn bash_completes_words() {
    let folder = Folder::new();
    folder.write("bash", &folder.check(&["completions", "bash"], 0).0);
    let path = folder.path("bash");
    for (words, at, expect) in [
        (&["cargo-symphony", "gra"][..], 1, "graph"),
        (&["cargo-symphony", "graph", "--format", "d"], 3, "dot"),
        (&["cargo-symphony", "graph", "--for"], 2, "--format"),
        (&["cargo-symphony", "completions", "po"], 2, "powershell"),
    ] {
        let list = words.join(" ");
        let (word, before) = (words[at], words[at - 1]);
        let script = format!(
            "source '{}'; COMP_WORDS=({list}); COMP_CWORD={at}; _cargo_symphony cargo-symphony '{word}' '{before}'; echo \"${{COMPREPLY[@]}}\"; complete -p cargo-symphony",
            path.display()
        );
        let Some((_, said)) = read_by("bash", &["--norc", "-c", &script]) else { return };
        assert_eq!(said.lines().next(), Some(expect), "{words:?}");
        assert!(said.contains("-F _cargo_symphony cargo-symphony"), "{said}");
    }
}

#[test]
fn there_is_a_page_for_each_verb() {
    let folder = Folder::new();
    let (page, _) = folder.check(&["man"], 0);
    folder.check(&["man", "--out", "a/man1", "--quiet"], 0);
    assert_eq!(folder.read("a/man1/cargo-symphony.1"), page);
    assert!(page.contains("\n.TH cargo-symphony 1") && page.contains("cargo\\-symphony\\-check(1)"), "{page}");
    for verb in verbs(&folder) {
        let page = folder.read(&format!("a/man1/cargo-symphony-{verb}.1"));
        assert!(page.contains(&format!("\n.TH cargo-symphony-{verb} 1 ")), "{page}");
        let escaped = verb.replace('-', "\\-");
        assert!(page.contains(&format!("cargo symphony {escaped}")), "{page}");
    }
    let all = folder.contents();
    folder.check(&["man", "--out", "a/man1"], 0);
    assert!(all == folder.contents(), "the same pages are not the same bytes");
    // Every page that a page names is there.
    let named = |page: &str| -> Vec<String> {
        let words = page.split_whitespace().filter_map(|word| word.strip_suffix("(1)"));
        words.map(|word| format!("a/man1/{}.1", word.replace("\\-", "-"))).collect()
    };
    for bytes in all.values() {
        for path in named(std::str::from_utf8(bytes).unwrap()) {
            assert!(folder.path(&path).exists(), "there is no {path}");
        }
    }
    folder.write("file", "");
    let (_, stderr) = folder.check(&["man", "--out", "file/man1"], 2);
    assert!(stderr.starts_with("error: cannot write `file/man1/cargo-symphony.1`: "), "{stderr}");
}
