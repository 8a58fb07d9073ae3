//! Many short lists of numbers, one behind another in one piece of memory.

/// Lists that are asked for by their place.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    /// Where each list ends.
    ends: Box<[u32]>,
    members: Box<[u32]>,
}

impl Lists {
    /// Sorts pairs of a list's place and a member into lists; members keep their order.
    pub(super) fn new(count: usize, pairs: &mut [(u32, u32)]) -> Self {
        pairs.sort_by_key(|(list, _)| *list);
        let mut ends = vec![0; count];
        for (end, (list, _)) in (1..).zip(pairs.iter()) {
            if let Some(slot) = ends.get_mut(place(*list)) {
                *slot = end;
            }
        }
        let mut last = 0;
        for end in &mut ends {
            last = last.max(*end);
            *end = last;
        }
        let members = pairs.iter().map(|(_, member)| *member).collect();
        Self { ends: ends.into_boxed_slice(), members }
    }

    /// The members of a list; none of a list that is not there.
    pub(super) fn of(&self, list: usize) -> &[u32] {
        let end = |list: usize| self.ends.get(list).map_or(0, |end| place(*end));
        let start = list.checked_sub(1).map_or(0, end);
        self.members.get(start..end(list)).unwrap_or_default()
    }
}

/// A number of ours as a place in memory.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A place in memory as a number of ours; bots do not have four thousand million of anything.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
