//! Names that stand twice in a list.

use std::collections::HashMap;

/// The positions of names that are the same: the first one, and each that repeats it.
pub(super) fn repeated(names: &[&str]) -> Vec<(usize, usize)> {
    // Lists are short and build scripts run unoptimised, where a hash map costs more than comparing lengths.
    const SHORT: usize = 48;
    let mut pairs = Vec::new();
    if names.len() > SHORT {
        let mut first = HashMap::with_capacity(names.len());
        for (at, name) in names.iter().enumerate() {
            let earlier = *first.entry(*name).or_insert(at);
            if earlier != at {
                pairs.push((earlier, at));
            }
        }
        return pairs;
    }
    let ends: Vec<u64> = names.iter().map(|name| end_of(name.as_bytes())).collect();
    let ends = ends.as_slice();
    let mut at = 1;
    while at < ends.len() {
        let mut earlier = 0;
        while earlier < at {
            if ends[earlier] == ends[at] && names[earlier] == names[at] {
                pairs.push((earlier, at));
                break;
            }
            earlier += 1;
        }
        at += 1;
    }
    pairs
}

/// The last bytes of a name, where names differ most often.
fn end_of(name: &[u8]) -> u64 {
    let mut end = 0;
    let mut at = name.len().saturating_sub(8);
    while at < name.len() {
        end = end << 8 | u64::from(name[at]);
        at += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::repeated;

    #[test]
    fn each_repetition_points_at_the_first() {
        assert_eq!(repeated(&["a", "b", "a", "c", "a"]), [(0, 2), (0, 4)]);
        let many: Vec<String> = (0..100).map(|at| (at % 60).to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(repeated(&many).len(), 40);
        assert_eq!(repeated(&many)[0], (0, 60));
    }
}
