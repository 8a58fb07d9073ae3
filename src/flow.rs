//! The authors' language: spanned tree → source model → checked model, with every mistake at once.

pub mod model;
