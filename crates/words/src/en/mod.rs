//! English.

use crate::Lang;

pub mod captures;
pub mod connection;
pub mod dns;
pub mod fields;
pub mod inspect;
pub mod labels;
pub mod log;
pub mod ports;
pub mod programs;
pub mod reading;
pub mod refusals;
pub mod said;
pub mod screens;
pub mod shell;
pub mod stack;
pub mod stage;
pub mod story;
pub mod tabs;

/// For sentences within sentences.
const LANG: Lang = Lang::En;
