//! [`Told`]: a line of a screen that says what a program did and learnt.

use hoplab_units::Time;

/// Something a program did or learnt, as a line of its screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<E> {
    /// When.
    pub at: Time,
    /// What.
    pub event: E,
}

impl<E> Told<E> {
    /// Puts a line behind the others, of which at most `most` stay: older ones go.
    pub(crate) fn put(lines: &mut Vec<Told<E>>, most: usize, at: Time, event: E) {
        if lines.len() >= most {
            lines.remove(0);
        }
        lines.push(Told { at, event });
    }
}
