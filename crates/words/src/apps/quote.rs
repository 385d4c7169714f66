//! What happens between programs that ask for a quote of the day and those that have some, in words.

use hoplab_sim::apps::QuoteEvent;

said! { apps::quote =>
    /// What one of them did or learnt.
    sentence(subject: &str, event: &QuoteEvent) -> String;
    /// A button: asks for a quote. `over`: what carries it, where that is not what is chosen on the page.
    get(from: &str, over: Option<&str>) -> String;
}
