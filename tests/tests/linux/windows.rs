//! x
use crate::trial::Case;
pub fn all() -> Vec<Case> { Vec::new() }
