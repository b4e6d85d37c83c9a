//! Cycles in a graph, found without recursion.

/// What [`cycles`] finds.
#[derive(Debug)]
pub struct Cycles {
    /// One cycle for each edge that closes one; without these edges there would be none.
    pub found: Vec<Cycle>,
    component: Vec<usize>,
}

/// Nodes that lead to each other in this order, the last one to the first.
#[derive(Debug)]
pub struct Cycle {
    /// The nodes, of a very long cycle only the first.
    pub nodes: Vec<usize>,
    /// How many there are.
    pub length: usize,
}

/// The most nodes of a cycle that anybody reads.
const SHOWN: usize = 20;

impl Cycles {
    /// Whether an edge from one node to the other is part of a cycle.
    #[must_use]
    pub fn has_edge(&self, from: usize, to: usize) -> bool {
        self.component[from] == self.component[to]
    }
}

/// The cycles of a graph that is given as the nodes that each node leads to (Tarjan's components, by depth first).
#[must_use]
pub fn cycles(edges: &[Vec<usize>]) -> Cycles {
    const NONE: usize = usize::MAX;
    let count = edges.len();
    let mut found = Vec::new();
    let mut component = vec![NONE; count];
    let mut index = vec![NONE; count];
    let mut lowest = vec![NONE; count];
    let mut on_path = vec![NONE; count];
    let mut path: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut visited = 0;
    for root in 0..count {
        let mut next = (index[root] == NONE).then_some(root);
        loop {
            if let Some(node) = next.take() {
                index[node] = visited;
                lowest[node] = visited;
                visited += 1;
                on_path[node] = path.len();
                path.push((node, 0));
                open.push(node);
            }
            let Some((node, edge)) = path.last_mut() else { break };
            let node = *node;
            if let Some(target) = edges[node].get(*edge).copied() {
                *edge += 1;
                if index[target] == NONE {
                    next = Some(target);
                } else if component[target] == NONE {
                    lowest[node] = lowest[node].min(index[target]);
                    if on_path[target] != NONE {
                        let cycle = &path[on_path[target]..];
                        let nodes = cycle.iter().take(SHOWN).map(|(node, _)| *node).collect();
                        found.push(Cycle { nodes, length: cycle.len() });
                    }
                }
                continue;
            }
            path.pop();
            on_path[node] = NONE;
            if let Some((parent, _)) = path.last() {
                lowest[*parent] = lowest[*parent].min(lowest[node]);
            }
            if lowest[node] == index[node] {
                while let Some(member) = open.pop() {
                    component[member] = node;
                    if member == node {
                        break;
                    }
                }
            }
        }
    }
    Cycles { found, component }
}

/// The names of a cycle's nodes, from the first one back to it.
pub fn chain(cycle: &Cycle, name: impl Fn(usize) -> String) -> String {
    let mut chain: Vec<String> = cycle.nodes.iter().map(|node| format!("`{}`", name(*node))).collect();
    if cycle.length > cycle.nodes.len() {
        chain.push(format!("{} more", cycle.length - cycle.nodes.len()));
    }
    chain.extend(chain.first().cloned());
    chain.join(" → ")
}

#[cfg(test)]
mod tests {
    use super::cycles;

    #[test]
    fn each_cycle_is_found_once() {
        let found = |edges: &[&[usize]]| -> Vec<Vec<usize>> {
            let edges: Vec<Vec<usize>> = edges.iter().map(|targets| targets.to_vec()).collect();
            cycles(&edges).found.into_iter().map(|cycle| cycle.nodes).collect()
        };
        assert!(found(&[&[1, 2], &[2], &[]]).is_empty());
        assert_eq!(found(&[&[0]]), [[0]]);
        assert_eq!(found(&[&[1], &[2], &[0]]), [[0, 1, 2]]);
        assert_eq!(found(&[&[1, 2], &[0], &[0]]), [[0, 1], [0, 2]]);
        assert_eq!(found(&[&[], &[0, 2], &[1]]), [[1, 2]]);
    }

    #[test]
    fn depth_is_no_matter() {
        let count = 200_000;
        let edges: Vec<Vec<usize>> = (0..count).map(|node| vec![(node + 1) % count]).collect();
        let cycles = cycles(&edges);
        assert_eq!((cycles.found.len(), cycles.found[0].length), (1, count));
        assert!(cycles.has_edge(0, count - 1));
    }
}
