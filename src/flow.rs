//! The authors' language: spanned tree → source model → checked model, with every mistake at once.

pub mod check;
pub mod model;
pub mod variables;
