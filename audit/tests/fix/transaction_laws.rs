//! What holds of transactions, whatever is done in whichever order.

use std::fs;
use std::mem;

use proptest::prelude::*;
use symphony_audit::transaction::Change;

use crate::folder::Folder;

/// Something that is done with three files.
#[derive(Clone, Debug)]
enum Act {
    /// They get these texts; then it ends so.
    Change(Vec<String>, End),
    Undo,
}

#[derive(Clone, Debug)]
enum End {
    Commit,
    RollBack,
    /// The process is gone when so many files are replaced.
    Killed(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let end = prop_oneof![2 => Just(End::Commit), 1 => Just(End::RollBack), 2 => (0_usize..4).prop_map(End::Killed)];
    let change = (prop::collection::vec("[ab]{0,2}", 3), end).prop_map(|(texts, end)| Act::Change(texts, end));
    prop_oneof![3 => change, 1 => Just(Act::Undo)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn files_are_what_was_committed_and_not_undone(acts in prop::collection::vec(act(), 0..9)) {
        let names = ["a", "b", "c"];
        let folder = Folder::new(&names.map(|name| (name, "")));
        let mut states = vec![vec![String::new(); 3]];
        for act in acts {
            let mut session = folder.open();
            let now = states.last().unwrap().clone();
            match act {
                Act::Change(texts, end) => {
                    let all = names.iter().zip(&now).zip(&texts).filter(|((_, old), new)| old != new);
                    let changes: Vec<Change> = all.map(|((name, old), new)| {
                        Change { path: folder.path(name), before: old.clone().into(), after: new.clone().into() }
                    }).collect();
                    if changes.is_empty() {
                        continue;
                    }
                    let applied = session.apply("sequence", &changes).unwrap();
                    match end {
                        End::Commit => {
                            applied.commit().unwrap();
                            states.push(texts);
                        }
                        End::RollBack => prop_assert_eq!(applied.roll_back().unwrap().kept.len(), 0),
                        End::Killed(replaced) => {
                            mem::forget(applied);
                            changes.iter().skip(replaced).for_each(|it| fs::write(&it.path, &it.before).unwrap());
                            drop(session);
                            prop_assert!(folder.open().recovered().is_some());
                        }
                    }
                }
                Act::Undo => {
                    let undone = session.undo(false).unwrap();
                    prop_assert_eq!(undone.is_some(), states.len() > 1);
                    if states.len() > 1 {
                        states.pop();
                    }
                }
            }
            let present: Vec<String> = names.iter().map(|name| folder.read(name)).collect();
            prop_assert_eq!(&present, states.last().unwrap());
        }
    }
}
