//! How many typos lie between two words: letters put in, left out, changed, or swapped with a
//! neighbour.

/// Letters of a word that its neighbourhood looks at.
const HEAD: usize = 7;

/// The fewest edits that make one word of the other; none if it takes more than `most`.
///
/// Linear in the length of the words: each edit that is tried skips all that is equal behind it.
pub(super) fn edits<T: PartialEq>(ours: &[T], theirs: &[T], most: u8) -> Option<u8> {
    let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let (ours, theirs) = (ours.get(same..)?, theirs.get(same..)?);
    let apart = u8::try_from(ours.len().abs_diff(theirs.len())).ok()?;
    let (Some((first, our_rest)), Some((other, their_rest))) =
        (ours.split_first(), theirs.split_first())
    else {
        return Some(apart).filter(|apart| *apart <= most);
    };
    let left = most.checked_sub(1).filter(|_| apart <= most)?;
    let single = [(our_rest, their_rest), (our_rest, theirs), (ours, their_rest)];
    let single = single.into_iter().filter_map(|(a, b)| Some(edits(a, b, left)?.saturating_add(1)));
    let swapped = swaps(most).filter_map(|(i, j, cost)| {
        let crossed = ours.get(i)? == other && theirs.get(j)? == first;
        let (a, b) = (ours.get(i + 1..)?, theirs.get(j + 1..)?);
        let rest = crossed.then(|| edits(a, b, most.saturating_sub(cost)))??;
        Some(rest.saturating_add(cost))
    });
    single.chain(swapped).min()
}

/// How far the letters of a swap may stand apart, and what that costs: letters between them were
/// put in afterwards or left out before.
fn swaps(most: u8) -> impl Iterator<Item = (usize, usize, u8)> {
    let pairs = (1..=most).flat_map(move |i| (1..=most).map(move |j| (i, j)));
    let priced = pairs.map(|(i, j)| (usize::from(i), usize::from(j), i.saturating_add(j) - 1));
    priced.filter(move |(_, _, cost)| *cost <= most)
}

/// Tells a digest of every text that the beginning of a word becomes when up to `typos` letters
/// are left out.
///
/// Two words within that many edits have a digest in common: each edit costs either of them one
/// letter at most, and what is left of both is the same.
pub(super) fn neighbourhood(word: &[char], typos: u8, tell: &mut impl FnMut(u32)) {
    leave_out(word.get(..HEAD).unwrap_or(word), typos, 1, tell);
}

fn leave_out(letters: &[char], typos: u8, digest: u64, tell: &mut impl FnMut(u32)) {
    let Some((first, rest)) = letters.split_first() else { return tell(high_half(digest)) };
    let kept = (digest ^ u64::from(*first)).wrapping_mul(SPREAD);
    leave_out(rest, typos, kept ^ (kept >> 29), tell);
    if let Some(typos) = typos.checked_sub(1) {
        leave_out(rest, typos, digest, tell);
    }
}

/// An odd number with its bits well mixed.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The better mixed half of a digest.
fn high_half(digest: u64) -> u32 {
    u32::try_from(digest >> 32).unwrap_or(u32::MAX)
}
