//! What happens between browsers and web servers, in words.

use hoplab_sim::apps::WebEvent;

said! { apps::web =>
    /// What a browser or a web server did or learnt.
    sentence(subject: &str, event: &WebEvent) -> String;
}
