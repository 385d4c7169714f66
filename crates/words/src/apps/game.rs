//! What happens in a game, in words.

use hoplab_sim::apps::GameEvent;

said! { apps::game =>
    /// What a game's server or client did or learnt.
    sentence(subject: &str, event: &GameEvent) -> String;
}
