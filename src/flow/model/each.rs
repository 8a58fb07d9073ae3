//! One thing for each item of a list.

use crate::flow::model::Condition;
use crate::template::batch::ExprId;
use crate::words::name::VarName;

/// `for: p in products`, perhaps with `where: p.price < 10`.
#[derive(Clone, Debug)]
pub struct Each {
    /// What texts and conditions call the item.
    pub item: VarName,
    /// The list.
    pub list: ExprId,
    /// Which items count; all if nothing is said.
    pub only: Option<Condition>,
}
