//! The nearest known word to a misspelt one.

/// The word most like `typed`, where one is near enough to be meant.
#[must_use]
pub fn nearest<'w>(typed: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let typed: Vec<char> = typed.chars().take(LONGEST + 1).collect();
    if typed.len() > LONGEST {
        return None;
    }
    let near = |word: &str| {
        let word: Vec<char> = word.chars().collect();
        let allowed = (typed.len().max(word.len()) / 3).max(1);
        let steps = distance(&typed, &word);
        (steps <= allowed && steps < word.len()).then_some(steps)
    };
    known.into_iter().filter_map(|word| Some((near(word)?, word))).min_by_key(|(steps, _)| *steps).map(|(_, word)| word)
}

/// Longer words are not compared: the cost is quadratic, and nobody misspells a novel.
const LONGEST: usize = 64;

/// The optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, case apart.
fn distance(left: &[char], right: &[char]) -> usize {
    let same = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    let mut two_back: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let substitution = previous[column] + usize::from(!same(*a, *b));
            let mut best = substitution.min(previous[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && same(*a, right[column - 1]) && same(left[row - 1], *b) {
                best = best.min(two_back[column - 1] + 1);
            }
            current.push(best);
        }
        two_back = std::mem::replace(&mut previous, current);
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        let words = ["handler", "handlerDef", "dynamics", "id"];
        for (typed, meant) in [
            ("handlr", Some("handler")),
            ("hanlder", Some("handler")),
            ("Handler", Some("handler")),
            ("dynamic", Some("dynamics")),
            ("di", Some("id")),
            ("colour", None),
            ("", None),
            (&"x".repeat(1000), None),
        ] {
            assert_eq!(nearest(typed, words), meant, "{typed}");
        }
    }
}
