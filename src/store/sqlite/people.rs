//! Who talks with a bot, read without disturbing whoever works with the store.

use std::path::Path;

use crate::store::rows::Result;
use crate::store::sqlite::file::open_to_look;
use crate::store::sqlite::sql::{Tables, fault, from_json};
use crate::words::person::Person;

const CONVERSATIONS: &str = "select id, state from conversation order by id";
/// What reached people, or still will.
const REPLIES: &str = "select body from outbox where conversation = ?1
     and state in ('waiting', 'sending', 'uncertain', 'parked', 'sent') order by seq, ordinal";

/// Shows them all, one after the other, as they stand at one moment.
///
/// # Errors
/// `Unavailable` where there is no such file, `Foreign` where it is another program's or a newer
/// saywhen's, `Corrupt` where it makes no sense.
pub fn people(path: &Path, each: &mut dyn FnMut(&Person)) -> Result<()> {
    let conn = open_to_look(path)?;
    let moment = conn.unchecked_transaction().map_err(fault)?;
    let tables = Tables(&moment);
    let mut statement = moment.prepare(CONVERSATIONS).map_err(fault)?;
    let mut rows = statement.query([]).map_err(fault)?;
    while let Some(row) = rows.next().map_err(fault)? {
        let id: i64 = row.get(0).map_err(fault)?;
        let state: String = row.get(1).map_err(fault)?;
        let bodies: Vec<String> = tables.all(REPLIES, [id], |row| row.get(0))?;
        let replies = bodies.iter().map(|body| from_json(body)).collect::<Result<_>>()?;
        each(&Person { conversation: from_json(&state)?, replies });
    }
    Ok(())
}
