//! TCP as physics: what its congestion control does to the window and to goodput agrees with theory.
//! Virtual time only.

mod figures;
mod goodput;
mod transfer;
