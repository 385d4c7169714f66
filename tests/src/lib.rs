//! Tests that cross crates. The tests themselves are in `tests/tests`; those in a real browser in
//! `tests/browser`.
