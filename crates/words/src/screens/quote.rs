//! What stands on the screens of programs that ask for a quote of the day and of those that have some, in words.

use hoplab_sim::apps::QuoteEvent;

said! { screens::quote =>
    /// A line of such a screen.
    line(event: &QuoteEvent) -> String;
}
