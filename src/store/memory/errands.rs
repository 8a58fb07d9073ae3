//! Errands in memory.

use crate::store::StoreError;
use crate::store::errands::{ErrandPlace, ErrandRow, ErrandState, Tracked};
use crate::store::memory::tables::Tables;
use crate::store::rows::{Errands, Result};
use crate::time::Timestamp;
use crate::words::name::PageId;
use crate::words::turn::Side;

impl Tables {
    fn rows_of(&self, conversation: i64) -> impl Iterator<Item = &ErrandRow> {
        let first = (conversation, 0, 0);
        let all = self.errands.range(first..=(conversation, u64::MAX, usize::MAX));
        all.map(|(_, (row, _))| row)
    }
}

impl Errands for Tables {
    fn add_errand(&mut self, row: &ErrandRow, side: &Side) -> Result<()> {
        self.errands.insert(row.place, (row.clone(), side.clone()));
        Ok(())
    }

    fn save_errand(&mut self, row: &ErrandRow) -> Result<()> {
        if let Some((old, _)) = self.errands.get_mut(&row.place) {
            *old = row.clone();
        }
        Ok(())
    }

    fn errand(&mut self, place: ErrandPlace) -> Result<Option<ErrandRow>> {
        Ok(self.errands.get(&place).map(|(row, _)| row.clone()))
    }

    fn side(&mut self, place: ErrandPlace) -> Result<Side> {
        let found = self.errands.get(&place).map(|(_, side)| side.clone());
        found.ok_or_else(|| StoreError::Corrupt("an errand is missing".to_owned()))
    }

    fn next_errand(&mut self, conversation: i64, lane: &str) -> Result<Option<ErrandRow>> {
        let mut rows = self.rows_of(conversation);
        Ok(rows.find(|row| row.lane == lane && row.state.is_open()).cloned())
    }

    fn due_errands(
        &mut self,
        now: Timestamp,
        max: usize,
        but: &[String],
    ) -> Result<Vec<ErrandRow>> {
        let rows = self.errands.values().map(|(row, _)| row);
        let due = |row: &&ErrandRow| {
            let due = row.not_before.is_some_and(|at| at <= now);
            row.state == ErrandState::Waiting && due && !but.contains(&row.lane)
        };
        let mut due: Vec<_> = rows.filter(due).cloned().collect();
        due.sort_by_key(|row| (row.not_before, row.place));
        due.truncate(max);
        Ok(due)
    }

    fn running_errands(&mut self) -> Result<Vec<ErrandRow>> {
        let rows = self.errands.values().map(|(row, _)| row);
        Ok(rows.filter(|row| row.state == ErrandState::Running).cloned().collect())
    }

    fn track(&mut self, page: &PageId, name: &str, now: Timestamp) -> Result<()> {
        let (count, last) = self.tracked.entry((page.clone(), name.to_owned())).or_default();
        *count = count.saturating_add(1);
        *last = now;
        Ok(())
    }

    fn tracked(&mut self) -> Result<Vec<Tracked>> {
        let tracked = self.tracked.iter().map(|((page, name), (count, last))| {
            let (page, name) = (page.clone(), name.clone());
            Tracked { page, name, count: *count, last: *last }
        });
        Ok(tracked.collect())
    }
}
